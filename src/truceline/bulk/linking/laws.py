"""How often two accounts of one happening differ, learned from two lists without being told which accounts belong.

Across two lists, a pair tells of one happening or of two. Within one list, every pair tells of two. So what stands
across the lists beyond what stands within them is what accounts of one happening look like: in places and weeks of
much fighting, where accident makes most pairs, both counts grow alike and the difference stays. Each feature is
counted among pairs that the other features speak for.

Differences of counts are rough. They are smoothed over neighbouring rings, shrunk towards the shipped law while there
are few, and the dead follow one law with one spread. A list whose makers merge alike accounts before they publish has
too few pairs within, and the learned share of common accounts is then too great; it is bounded by the lists' sizes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from truceline.bulk.linking.around import Arounds
from truceline.bulk.linking.lists import UNSAID, Bools, Floats, Ints, Listed
from truceline.bulk.linking.pairs import pairs
from truceline.incidents import GAPS, RINGS_M, SIZES, TIMES, Weights
from truceline.incidents.scoring import BANDS, SAME

RINGS, GROUPS = len(RINGS_M), len(SIZES) + 1
LOOKED_AT = 8_000  # accounts of a list
_NEAR, _SOON, _LIKE = 8, 1, 4  # levels up to which a feature speaks for one happening
_FEW = 30.0  # common accounts for which the shipped law stands
_SHIPPED_PLACES = np.array([0.25, 0.06, 0.06, 0.09, 0.1, 0.12, 0.14, 0.09, 0.04, 0.03, 0.01, 0.01])
_SHIPPED_DAYS = np.array([0.65, 0.28, 0.07])
_SHIPPED_SIDES = np.array([0.8, 0.12, 0.08])
_SHIPPED_ACCIDENT = np.array([0.3, 0.4, 0.3])
_SPREADS = tuple(0.1 + 0.05 * step for step in range(28))  # of the dead, natural logarithm
_SHIPPED_SPREAD = 0.5
_LEAST = 1e-4  # share of a level that was never seen


@dataclass(frozen=True, slots=True)
class Law:
    """Shares of accounts of one happening, by level; each adds up to one."""

    places: Floats  # town or not of both × rings
    days: Floats
    sides: Floats
    accident: Floats  # sides of two accounts near one another that tell of two happenings
    spread: float  # of the dead
    common: float  # how many accounts the lists share


def learned(a: Listed, b: Listed, around: tuple[Arounds, Arounds]) -> Weights:
    """The weights of two lists."""
    return weights_of(law_of(a, b, around), a, b)


def law_of(a: Listed, b: Listed, around: tuple[Arounds, Arounds]) -> Law:
    """How accounts of one happening differ between two lists, from pairs across them less those within them."""
    towns = around[0].town, around[1].town
    within = [counted(one, one, (town, town)) / max(1, len(one) - 1) for one, town in zip((a, b), towns, strict=True)]
    accident = (within[0] * len(b) + within[1] * len(a)) / 2
    sides = accident.sum((0, 1, 2, 4))[:3] + _FEW * _SHIPPED_ACCIDENT
    return _law(counted(a, b, towns) - accident, sides / sides.sum(), min(len(a), len(b)))


def counted(a: Listed, b: Listed, towns: tuple[Bools, Bools]) -> Floats:
    """Pairs by all levels at once: towns × ring × gap × sides (last: unsaid) × band (last: unsaid).

    Of a long list, every so-many-th account is looked at and counts for as many.
    """
    step = -(-len(a) // LOOKED_AT) or 1
    shape = (4, RINGS, GAPS, 4, BANDS + 1)
    cube = np.zeros(math.prod(shape))
    for some in pairs(a, b, step):
        both = 2 * towns[0][some.first] + towns[1][some.second]
        band = np.where(some.size == UNSAID, BANDS, some.band)
        sides = np.where(some.sides == UNSAID, 3, some.sides)
        cube += np.bincount(np.ravel_multi_index((both, some.ring, some.gap, sides, band), shape), minlength=len(cube))
    return cube.reshape(shape) * step


def _law(excess: Floats, accident: Floats, fewer: int) -> Law:
    """The law of what stands across beyond what stands within; `fewer`: accounts of the shorter list."""
    near, soon = slice(0, _NEAR + 1), slice(0, _SOON + 1)
    like = [*range(_LIKE + 1), BANDS]  # silence on the dead speaks neither way
    close = excess[:, near]
    good = max(0.0, float(close[:, :, soon][:, :, :, [SAME, 3]][..., like].sum()))
    places = excess[:, :, soon][:, :, :, [SAME, 3]][..., like].sum((2, 3, 4))
    days = close[:, :, :, [SAME, 3]][..., like].sum((0, 1, 3, 4))
    sides = close[:, :, soon][..., like].sum((0, 1, 2, 4))[:3]
    bands = close[:, :, soon][:, :, :, [SAME, 3]].sum((0, 1, 2, 3))[:BANDS]
    found = Law(
        _smooth(_shares(places, _places_prior(places), good)),
        _shares(days, _SHIPPED_DAYS, good),
        _shares(sides, _SHIPPED_SIDES, good),
        accident,
        _spread(_shares(bands, _bands(_SHIPPED_SPREAD), good)),
        0.0,
    )
    share = found.places[:, near].sum() * found.days[soon].sum() * found.sides[SAME]
    common = good / max(0.05, float(share * _bands(found.spread)[: _LIKE + 1].sum()))
    return replace(found, common=min(max(common, 1.0), 0.98 * fewer))


def _shares(excess: Floats, shipped: Floats, good: float) -> Floats:
    """What was counted as shares, shrunk towards the shipped ones while there is little of it."""
    counted = np.maximum(excess, 0)
    total = counted.sum()
    if not total or not good:
        return shipped
    shares: Floats = (good * counted / total + _FEW * shipped) / (good + _FEW)
    return shares


def _places_prior(excess: Floats) -> Floats:
    """The shipped rings for each of the four kinds of pair, by how many there are."""
    kinds = np.maximum(excess.sum(1), 0) + 1
    prior: Floats = (kinds / kinds.sum())[:, None] * _SHIPPED_PLACES[None, :]
    return prior


def _smooth(places: Floats) -> Floats:
    """Rings smoothed with their neighbours and half-way to what all four kinds of pair have; the same place stays."""
    away = places[:, 1:]
    padded = np.concatenate([away[:, :1], away, away[:, -1:]], axis=1)
    beside = 0.25 * padded[:, :-2] + 0.5 * padded[:, 1:-1] + 0.25 * padded[:, 2:]
    alike = away.sum(1, keepdims=True) * away.sum(0) / max(away.sum(), _LEAST)
    mixed = (beside + alike) / 2
    mixed *= away.sum() / max(mixed.sum(), _LEAST)
    return np.concatenate([places[:, :1], mixed], axis=1)


# ── the dead ──────────────────────────────────────────────────────────────────────────────────


def _bands(spread: float) -> Floats:
    """The share of each band where the logarithm of two counts differs by a normal law of this spread, roughly."""
    edges = [0.0, *(math.erf(math.log(times) / (2 * spread)) for times in TIMES), 1.0]
    return np.diff(np.array(edges))


def _spread(bands: Floats) -> float:
    """The spread that fits the counted bands best."""
    return max(_SPREADS, key=lambda spread: float((bands * np.log(_bands(spread) + _LEAST)).sum()))


def _dead_points(a: Listed, b: Listed, spread: float) -> Ints:
    """Points by size and band: how much likelier two such counts are of one happening than of two met by accident."""
    one, other = (np.unique(each.dead[each.dead != UNSAID], return_counts=True) for each in (a, b))
    if not len(one[0]) or not len(other[0]):
        return np.zeros((GROUPS, BANDS), np.int64)
    numbers = np.unique(np.concatenate([one[0], other[0]]))
    often = (_on(numbers, one) + _on(numbers, other)) / 2
    level = _levels(numbers)
    together = _balanced(often, np.exp(-((_apart(numbers) / spread) ** 2) / 4))
    accident = np.outer(often, often)
    shares = [np.bincount(level.ravel(), each.ravel(), GROUPS * BANDS) for each in (together, accident)]
    ratio = (shares[0] + _LEAST * shares[1].clip(1e-3)) / shares[1].clip(1e-6)
    told = shares[1] > 0
    return np.where(told, _points(np.where(told, ratio.clip(1e-3, 1e4), 1.0)), 0).reshape(GROUPS, BANDS)


def _on(numbers: Ints, counted: tuple[Ints, Ints]) -> Floats:
    often = np.zeros(len(numbers))
    often[np.searchsorted(numbers, counted[0])] = counted[1] / counted[1].sum()
    return often


def _apart(numbers: Ints) -> Floats:
    logs = np.log(numbers + 0.5)
    apart: Floats = np.abs(logs[:, None] - logs[None, :])
    return apart


def _levels(numbers: Ints) -> Ints:
    more, fewer = np.maximum.outer(numbers, numbers), np.minimum.outer(numbers, numbers)
    return np.asarray(
        np.searchsorted(SIZES, more) * BANDS + np.searchsorted(TIMES, (2 * more + 1) / (2 * fewer + 1)), np.int64
    )


def _balanced(often: Floats, nearness: Floats) -> Floats:
    """A law of two counts that lie near and each of which alone is as often as it is (Sinkhorn's scaling)."""
    together = nearness * np.sqrt(np.outer(often, often))
    for _ in range(20):
        together *= np.sqrt(often / together.sum(1).clip(1e-12))[:, None]
        together *= np.sqrt(often / together.sum(0).clip(1e-12))[None, :]
    scaled: Floats = together / together.sum()
    return scaled


# ── weights ───────────────────────────────────────────────────────────────────────────────────


def weights_of(law: Law, a: Listed, b: Listed) -> Weights:
    """A law as points, against what accident gives in these lists."""
    lone = (max(1.0, len(a) - law.common), max(1.0, len(b) - law.common))
    days = law.days / np.array([1.0, 2.0, 2.0])  # a day before or after
    return Weights(
        tuple(tuple(int(one) for one in row) for row in _points(law.places.clip(_LEAST))),
        tuple(int(one) for one in _points(days.clip(_LEAST))),
        _sides_points(law),
        tuple(tuple(int(one) for one in row) for row in _dead_points(a, b, law.spread)),
        int(_points(np.array([law.common / (lone[0] * lone[1])]))[0]),
    )


def _sides_points(law: Law) -> tuple[int, int, int]:
    """Both sides the same: how often; else against how often two accounts near one another differ so."""
    same, one_side, none = law.sides.clip(_LEAST)
    ratios = np.array([same, one_side / law.accident[1], none / law.accident[2]])
    return tuple(int(one) for one in _points(ratios))  # type: ignore[return-value]  # three of them


def _points(ratio: Floats) -> Ints:
    points: Ints = np.floor(10 * np.log10(ratio.clip(1e-12)) + 0.5).astype(np.int64)
    return points
