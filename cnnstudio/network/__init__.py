"""What a network is: immutable values, shapes, problems, source code."""
