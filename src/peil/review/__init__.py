"""Review: comparison of what was decided and measured with what others had."""
