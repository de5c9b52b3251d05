"""The block kinds, one module per family."""
