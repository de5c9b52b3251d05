"""The network as PyTorch source, beside the curves."""
