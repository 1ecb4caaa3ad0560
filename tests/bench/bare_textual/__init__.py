"""The least that Textual needs for what ours does: programs to measure ours against, with no network behind them."""
