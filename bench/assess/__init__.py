"""Whole assessments: a million generated rows, 40 clauses, 200 zones; run with `python -m bench.assess`.

`country`, `truce` and `rows` make the agreement and the events; `question` states the part of it that SQL and data
frames can answer; `duck` and `frames` answer that part. No figure here is a test; that all give the same answers is.
"""
