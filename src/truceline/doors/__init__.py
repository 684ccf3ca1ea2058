"""Where people and machines meet the product: command line and rendered pages; they translate and never decide."""
