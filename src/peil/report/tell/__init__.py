"""What each subject has to say: a report made from typed results, in the words of one language."""
