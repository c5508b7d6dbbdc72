"""Store: the rows of the servers, what may be seen of them, and the chain that tells of each act."""
