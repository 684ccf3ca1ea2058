"""How likely each pair is one happening when every account has one counterpart at most.

Belief propagation on the pairs: what an account gives to one candidate it takes from the others. Exact where the
candidates form no circle, and close where they do (Huang and Jebara 2009 bound the permanent so).
"""

from __future__ import annotations

import numpy as np

from truceline.bulk.linking.lists import Floats, Ints

TURNS = 25


def marginals(first: Ints, second: Ints, points: Ints, sizes: tuple[int, int]) -> Floats:
    """The probability of each pair; `sizes`: accounts of the two lists."""
    odds = 10.0 ** (points / 10)
    mine, theirs = np.ones(len(odds)), np.ones(len(odds))
    for _ in range(TURNS):
        taken = np.bincount(first, odds * theirs, sizes[0])
        mine = 1 / (1 + np.maximum(taken[first] - odds * theirs, 0))
        taken = np.bincount(second, odds * mine, sizes[1])
        theirs = 1 / (1 + np.maximum(taken[second] - odds * mine, 0))
    alone = odds * mine * theirs
    likely: Floats = alone / (1 + alone)
    return likely
