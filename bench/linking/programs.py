"""What links the two lists here: ours, ours when told the noise, and two plain ways."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from bench.linking.task import Task, task
from truceline.bulk.linking import Law, Listed, law_of, linked, listed, weights_of
from truceline.bulk.linking.around import surroundings
from truceline.bulk.linking.lists import rings
from truceline.bulk.linking.matching import Candidates, matched
from truceline.incidents import Told, Weights

Link = tuple[str, str]
Scored = list[tuple[str, str, float]]


def ours(given: Task) -> list[Link]:
    """Ours, told nothing."""
    return _linked(given, None)


def told(given: Task, law: Law) -> list[Link]:
    """Ours, told how the lists were made: the law of accounts of one happening, from tasks of other seeds."""
    a, b = listed(given.a, given.b)
    common = replace(law, common=law.common * (len(a) + len(b)))
    return _linked(given, weights_of(common, a, b))


def noise(happened: list[Told], seeds: Iterable[int]) -> Law:
    """The law with which tasks are made: how pairs that belong together differ, averaged over tasks of these seeds."""
    laws = [_true_law(task(happened, seed)) for seed in seeds]
    return Law(
        np.mean([law.places for law in laws], axis=0),
        np.mean([law.days for law in laws], axis=0),
        np.mean([law.sides for law in laws], axis=0),
        np.mean([law.accident for law in laws], axis=0),
        float(np.mean([law.spread for law in laws])),
        float(np.mean([law.common for law in laws])),
    )


def _true_law(given: Task) -> Law:
    a, b = listed(given.a, given.b)
    towns = [around.town for around in surroundings(a, b)]
    at = ({one: place for place, one in enumerate(a.ids)}, {one: place for place, one in enumerate(b.ids)})
    first, second = (np.array([at[k][pair[k]] for pair in sorted(given.right)]) for k in (0, 1))
    ring = rings(a, b, first, second)
    near = ring < 12
    kind = (2 * towns[0][first] + towns[1][second])[near]
    places = np.bincount(kind * 12 + ring[near], minlength=48).reshape(4, 12) + 0.1
    gaps = np.abs(a.first_day[first] - b.first_day[second])
    days = np.bincount(gaps[gaps < 3], minlength=3) + 0.1
    sides = np.array([1e-9, 0.0, 0.0])
    for i, j in zip(first.tolist(), second.tolist(), strict=True):
        one, other = _sides(a, i), _sides(b, j)
        sides[0 if one == other else 1 if one & other else 2] += 1
    spread = float(np.sqrt(2) * 0.35)
    accident = law_of(a, b, surroundings(a, b)).accident
    common = len(given.right) / (len(a) + len(b))
    return Law(places / places.sum(), days / days.sum(), sides / sides.sum(), accident, spread, common)


def _sides(own: Listed, place: int) -> set[int]:
    return {int(own.sides[place]) >> 32, int(own.sides[place]) & 0xFFFFFFFF}


def _linked(given: Task, weights: Weights | None) -> list[Link]:
    a, b = listed(given.a, given.b)
    found = linked(a, b, weights)
    return [(a.ids[i], b.ids[j]) for i, j in zip(found.first.tolist(), found.second.tolist(), strict=True)]


# ── plain ways ────────────────────────────────────────────────────────────────────────────────


def nearest(given: Task) -> Scored:
    """The nearest account within two days: a pair's worth falls with distance."""
    return [(_a(i), _b(j), -metres) for i, j, metres, _ in _near(given)]


def additive(given: Task) -> Scored:
    """A plain additive score: so many points for near, for soon, for the same sides, for alike dead."""
    return [(_a(i), _b(j), _points(given.a[i], given.b[j], m, gap)) for i, j, m, gap in _near(given)]


def _a(place: int) -> str:
    return f"a{place:05}"


def _b(place: int) -> str:
    return f"b{place:05}"


def _points(a: Told, b: Told, metres: float, gap: int) -> float:
    near = 5 if metres < 10 else 4 * max(0.0, 1 - metres / 30_000)
    alike = abs(math.log(((a.dead or 0) + 0.5) / ((b.dead or 0) + 0.5)))
    return near + (3, 2, 0)[gap] + 3 * (a.sides == b.sides) + max(0.0, 2 - 2 * alike)


def _near(given: Task) -> Iterable[tuple[int, int, float, int]]:
    """Pairs within 40 km and two days: places in the lists, metres, days."""
    x, y, days = zip(*(_flat(one) for one in given.b), strict=True)
    east, north, day = np.array(x), np.array(y), np.array(days)
    for i, one in enumerate(given.a):
        e, n, d = _flat(one)
        metres = np.hypot(east - e, north - n)
        for j in np.flatnonzero((metres < 40_000) & (np.abs(day - d) < 3)).tolist():
            yield i, j, float(metres[j]), abs(int(day[j]) - d)


def _flat(one: Told) -> tuple[float, float, int]:
    north = one.at.lat_e7 / 1e7 * 111_195
    return one.at.lon_e7 / 1e7 * 111_195 * math.cos(math.radians(35)), north, one.first_day


def balance(found: Sequence[Link], right: frozenset[Link]) -> tuple[float, float, float]:
    """Precision, recall and their balance (F1)."""
    good = len(right.intersection(found))
    precision, recall = good / max(1, len(found)), good / max(1, len(right))
    return precision, recall, 2 * good / max(1, len(found) + len(right))


def with_the_answers(found: Scored, right: frozenset[Link]) -> list[Link]:
    """The best one-to-one matching over twenty thresholds: chosen on the answers, which no user has."""
    first, second = (np.array([int(one[k][1:]) for one in found]) for k in (0, 1))
    worth = np.array([one[2] for one in found])
    given = Candidates(first, second, np.zeros(len(found), np.int64), worth)
    sizes = (int(first.max()) + 1, int(second.max()) + 1)
    matchings = (matched(given, float(one), sizes) for one in np.quantile(worth, np.linspace(0.5, 0.97, 20)))
    linked_by = (
        [(_a(i), _b(j)) for i, j in zip(first[one].tolist(), second[one].tolist(), strict=True)] for one in matchings
    )
    return max(linked_by, key=lambda links: balance(links, right)[2])
