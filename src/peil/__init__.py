"""Set a national threat level from indicators, as it was known, with its uncertainty."""
