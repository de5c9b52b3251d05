"""The start page: networks ready to use, with pictures."""
