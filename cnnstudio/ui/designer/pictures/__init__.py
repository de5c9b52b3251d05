"""Small pictures of what each kind of block does, computed by the operation itself."""
