"""Reading of the answers that people write below the questions of a consequence statement."""
