"""How fast it is, beside something that gives the same answers; run with `make bench`."""
