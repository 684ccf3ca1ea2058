"""How many origins an event has, counted by outlets and by us, beside labels and the coders' own column."""
