"""The command line: the same work without a window.

A command is a function in a module of its own and a line in
`cnnstudio.cli.program`. What is slow to import is imported inside it.
"""
