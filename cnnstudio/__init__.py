"""CNN Studio: build, see and train convolutional networks."""

__version__ = "0.1.0"
