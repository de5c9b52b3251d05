"""What a kernel is, and what it does to a picture."""
