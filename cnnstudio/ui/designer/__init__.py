"""The canvas on which a network is built."""
