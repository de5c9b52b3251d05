"""The process that trains: the only package that imports torch."""
