"""Pictures: what a figure holds, and how any figure is drawn."""
