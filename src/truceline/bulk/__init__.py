"""The same questions for millions of rows: equal to the floor's answers, row by row.

Places are looked up in a grid of cells, clauses are judged as bits over columns, and rows that put the
same question share one answer. What cannot be had that way is sent to the floor's evaluator and counted.
"""
