"""What a trained network is worth: confusion, scores per class, and the examples behind them."""
