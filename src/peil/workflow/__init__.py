"""The shell: what a person asks for, put together from the parts that compute and render."""
