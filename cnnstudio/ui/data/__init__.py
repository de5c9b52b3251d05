"""The Data page: which pictures the network learns from, and what they look like."""
