"""Accounts of many lists grouped into happenings: strongest pairs first, never two of one list in a group.

A pair joins two groups where their accounts speak for it on the whole: the points of all pairs between them that can be
compared add up to more than nothing, and no two lie too far apart to be compared at all. What is joined is joined for a
stated pair; people take it apart again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

Account = tuple[int, str]  # list, id


Group = tuple[Account, ...]


def grouped(scores: Mapping[tuple[Account, Account], int], accounts: Iterable[Account]) -> tuple[Group, ...]:
    """Groups of accounts; `scores`: points of the pairs that can be compared, each once.

    Every account is in one group; groups and accounts in order. Ties fall by list and id.
    """
    points = {frozenset(pair): score for pair, score in scores.items()}
    group: dict[Account, list[Account]] = {one: [one] for one in accounts}
    for pair in sorted((pair for pair, score in scores.items() if score > 0), key=lambda one: (-scores[one], one)):
        mine, theirs = group[pair[0]], group[pair[1]]
        if mine is not theirs and _fits(mine, theirs, points):
            mine += theirs
            for one in theirs:
                group[one] = mine
    found = {tuple(sorted(members)) for members in group.values()}
    return tuple(sorted(found))


def _fits(mine: Sequence[Account], theirs: Sequence[Account], points: Mapping[frozenset[Account], int]) -> bool:
    if {one[0] for one in mine} & {one[0] for one in theirs}:
        return False
    between = [points.get(frozenset(pair)) for pair in product(mine, theirs)]
    known = [one for one in between if one is not None]
    return len(known) == len(between) and sum(known) > 0
