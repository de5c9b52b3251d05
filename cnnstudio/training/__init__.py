"""Training as plain values: configuration, messages, history, runs."""
