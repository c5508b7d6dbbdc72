"""The rows of the desk: contributions, assessments, decisions and what is told of them."""
