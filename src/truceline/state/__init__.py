"""The fold: what everybody recomputes from the same entries, whatever the order in which they came."""
