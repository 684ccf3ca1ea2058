"""Two lists matched one to one: the pairs that together are likeliest right, none where too little speaks for any.

1. every pair that can be compared gets its points; those that nothing could bring up are dropped
2. `marginals` says how likely each is, all others considered
3. a pair is worth its likelihood less a threshold; the worthiest matching is taken, by assignment within each group of
   accounts that compete (scipy). The threshold is the one with the best expected balance of precision and recall
Ties fall by the order of ids.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from truceline.bulk.linking.around import Arounds, surroundings
from truceline.bulk.linking.laws import learned
from truceline.bulk.linking.lists import Floats, Ints, Listed
from truceline.bulk.linking.marginals import marginals
from truceline.bulk.linking.pairs import pairs, scored
from truceline.incidents import Weights

HOPELESS = -25  # points below which no pair comes up again
THRESHOLDS = tuple(step / 20 for step in range(4, 13))


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """The pairs taken, in the order of the first list."""

    first: Ints  # place in the first list
    second: Ints
    points: Ints
    likely: Floats  # that it is one happening
    weights: Weights
    around: tuple[Arounds, Arounds]

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Pairs that could be taken."""

    first: Ints
    second: Ints
    points: Ints
    likely: Floats  # what each is worth, before a threshold


def linked(a: Listed, b: Listed, weights: Weights | None = None) -> Linked:
    """Which account of one list tells of the same happening as which of the other; weights are learned where None."""
    around = surroundings(a, b)
    weights = weights or learned(a, b, around)
    found = _candidates(a, b, around, weights)
    chosen = _best(found, (len(a), len(b)))
    return Linked(
        found.first[chosen], found.second[chosen], found.points[chosen], found.likely[chosen], weights, around
    )


def _candidates(a: Listed, b: Listed, around: tuple[Arounds, Arounds], weights: Weights) -> Candidates:
    kept = []
    for some in pairs(a, b):
        points = scored(some, around, weights)
        hopeful = points > HOPELESS
        kept.append((some.first[hopeful], some.second[hopeful], points[hopeful]))
    first, second, points = (np.concatenate(column) for column in zip(*kept, strict=True)) if kept else _nothing()
    return Candidates(first, second, points, marginals(first, second, points, (len(a), len(b))))


def _nothing() -> Iterator[Ints]:
    return (np.zeros(0, np.int64) for _ in range(3))


def _best(found: Candidates, sizes: tuple[int, int]) -> Ints:
    """The matching with the best expected balance, over thresholds."""
    common = float(found.likely.sum())
    best, balance = np.zeros(0, np.int64), 0.0
    for threshold in THRESHOLDS:
        chosen = matched(found, threshold, sizes)
        expected = 2 * float(found.likely[chosen].sum()) / max(1e-9, len(chosen) + common)
        if expected > balance:
            best, balance = chosen, expected
    return best


def matched(found: Candidates, threshold: float, sizes: tuple[int, int]) -> Ints:
    """The worthiest pairs of which no two share an account."""
    worthy = np.flatnonzero(found.likely > threshold)
    first, second = found.first[worthy], found.second[worthy]
    graph = coo_matrix((np.ones(len(worthy)), (first, second + sizes[0])), shape=(sum(sizes), sum(sizes)))
    _, group = connected_components(graph, directed=False)
    order = np.argsort(group[first], kind="stable")
    ends = np.flatnonzero(np.diff(group[first][order])) + 1
    taken = [_assigned(found, worthy[some], threshold) for some in np.split(order, ends) if len(some)]
    return np.sort(np.concatenate(taken)) if taken else np.zeros(0, np.int64)


def _assigned(found: Candidates, some: Ints, threshold: float) -> Ints:
    if len(some) == 1:
        return some
    rows, row = np.unique(found.first[some], return_inverse=True)
    columns, column = np.unique(found.second[some], return_inverse=True)
    worth = np.zeros((len(rows), len(columns)))
    worth[row, column] = found.likely[some] - threshold
    place = np.full(worth.shape, -1, np.int64)
    place[row, column] = some
    chosen: Ints = place[linear_sum_assignment(worth, maximize=True)]
    taken: Ints = chosen[chosen >= 0]
    return taken
