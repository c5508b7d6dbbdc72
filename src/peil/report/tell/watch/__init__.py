"""The watch: of a few series with their charts, and of thousands at once."""
