"""How fast the record is, beside raw syncs, raw signatures and pymerkle: `python -m bench.record`."""
