"""What policy did with a finding: recommendations, arrangements, money, and what outlives a level."""
