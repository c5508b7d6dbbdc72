"""What `import peil` offers beside the core: values in, and results that show themselves."""
