"""Training, live: the dock below the canvas."""
