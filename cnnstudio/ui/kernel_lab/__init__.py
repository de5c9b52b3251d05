"""The page on which a kernel is edited and seen at work."""
