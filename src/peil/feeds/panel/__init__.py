"""Reading of tables for evaluations: series side by side, panels of units, and places."""
