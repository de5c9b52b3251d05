"""The saved file: project, recovery."""
