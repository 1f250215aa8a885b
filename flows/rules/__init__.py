"""`hedui rules` and `hedui backtest`: the rules as people see, check and try them."""
