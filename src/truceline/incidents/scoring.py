"""How strongly two accounts speak for one happening: whole points, one part a feature, each said in words.

Ten points are a factor of ten in how much likelier the pair is told of one happening than of two. Points add up, so
that a person can check them by hand and a court can be shown each. What is common near by counts for little: two
accounts of a shelled town say less where the town is shelled daily (Fellegi and Sunter 1969, with the chance of an
agreement by accident taken from each record's own surroundings). Distance is measured against what the two accounts
can know: the less precise their places, the farther apart they may lie.

It holds no threshold. Which pairs are taken for one happening follows from all pairs together, and people merge and
split.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass

from truceline.place import E7, Position

RINGS_M = (0, 2_000, 4_000, 7_000, 10_000, 14_000, 18_000, 22_000, 26_000, 30_000, 34_000, 40_000)
PLAIN_M = 50_000  # two radii that together reach farther stretch the rings
GAPS = 3  # days between two accounts: none, one, two; more are not compared
TIMES = (1.05, 1.22, 1.5, 1.82, 2.46, 3.67, 7.39)  # how many times the fewer dead the more are, half a death added
SIZES = (0, 1, 3, 8)  # the larger number of dead, up to which each group of sizes goes
BANDS = len(TIMES) + 1
SAME, ONE, NONE = range(3)  # of two sides: both the same, one of them, neither
EARTH_M = 6_371_008.8  # mean radius (IUGG)


@dataclass(frozen=True, slots=True)
class Told:
    """One account of a happening, as far as linking asks."""

    id: str  # unique in its list
    at: Position  # where
    radius_m: int  # how far off that may be, metres
    first_day: int  # days since 1970-01-01
    last_day: int  # the same for one day
    sides: frozenset[str] = frozenset()  # who took part, at most two; empty: not said
    dead: int | None = None  # best estimate; None: silence


@dataclass(frozen=True, slots=True)
class Around:
    """What is common where one account stands, in points: the negative of how often it meets by accident."""

    town: bool  # its coordinates are those of other accounts too: a settlement, not a point of its own
    rings: tuple[tuple[int, ...], tuple[int, ...]]  # accounts of the other list in each ring: points of its own, towns
    day: int  # accounts of its own list on its day
    sides: int  # accounts near by with its sides


@dataclass(frozen=True, slots=True)
class Weights:
    """How often two accounts of one happening differ so much, in points; learned from lists, or the shipped ones."""

    places: tuple[tuple[int, ...], ...]  # by whether each is a town (neither, second, first, both) and ring
    days: tuple[int, ...]  # by gap
    sides: tuple[int, int, int]  # both, one, none; of both, how often; of the others, against accident
    dead: tuple[tuple[int, ...], ...]  # by size and band, against accident
    prior: int  # of any pair, before anything is compared


@dataclass(frozen=True, slots=True)
class Part:
    """What one feature speaks for or against."""

    name: str  # place, day, sides, dead
    level: str  # what was compared, in a word or number
    points: int


@dataclass(frozen=True, slots=True)
class Score:
    """How strongly two accounts speak for one happening."""

    parts: tuple[Part, ...]

    @property
    def total(self) -> int:
        """All points together; above zero: likelier one happening than two, were there no other candidate."""
        return sum(part.points for part in self.parts)


def score(a: Told, b: Told, around: tuple[Around, Around], weights: Weights) -> Score | None:
    """The points of a pair; None where it is too far apart in place or time to be compared."""
    ring, gap = ring_of(a, b), gap_of(a, b)
    if ring is None or gap is None:
        return None
    first, second = around
    parts = [
        Part("prior", "", weights.prior),
        Part("place", str(RINGS_M[ring]), _place(ring, first, second, weights)),
        Part("day", str(gap), weights.days[gap] + _half(first.day + second.day)),
    ]
    if a.sides and b.sides:
        level = sides_of(a, b)
        rare = _half(first.sides + second.sides) if level == SAME else 0
        parts.append(Part("sides", str(level), weights.sides[level] + rare))
    if a.dead is not None and b.dead is not None:
        points = weights.dead[size_of(a.dead, b.dead)][band_of(a.dead, b.dead)]
        parts.append(Part("dead", f"{a.dead} {b.dead}", points))
    return Score(tuple(parts))


def _place(ring: int, first: Around, second: Around, weights: Weights) -> int:
    often = weights.places[2 * first.town + second.town][ring]
    return often + _half(first.rings[second.town][ring] + second.rings[first.town][ring])


def _half(points: int) -> int:
    return points // 2


# ── levels ────────────────────────────────────────────────────────────────────────────────────


def apart_m(a: Position, b: Position) -> float:
    """Metres between two positions on a sphere: enough for rings of kilometres."""
    phi, theta = math.radians(a.lat_e7 / E7), math.radians(b.lat_e7 / E7)
    turn = math.radians((b.lon_e7 - a.lon_e7) / E7)
    half = math.sin((theta - phi) / 2) ** 2 + math.cos(phi) * math.cos(theta) * math.sin(turn / 2) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def ring_of(a: Told, b: Told) -> int | None:
    """In which ring the second lies about the first, for the precision of both; None: beyond the last."""
    if a.at == b.at:
        return 0
    metres = apart_m(a.at, b.at) * PLAIN_M / max(PLAIN_M, a.radius_m + b.radius_m)
    ring = max(1, bisect_left(RINGS_M, metres))
    return ring if ring < len(RINGS_M) else None


def gap_of(a: Told, b: Told) -> int | None:
    """Days between the two, none where they overlap; None: too many."""
    gap = max(0, a.first_day - b.last_day, b.first_day - a.last_day)
    return gap if gap < GAPS else None


def sides_of(a: Told, b: Told) -> int:
    """Whether both sides are the same, one, or none."""
    return SAME if a.sides == b.sides else ONE if a.sides & b.sides else NONE


def size_of(dead: int, other: int) -> int:
    """The group of sizes of the larger number."""
    return bisect_left(SIZES, max(dead, other))


def band_of(dead: int, other: int) -> int:
    """How many times the smaller number the larger is, as a band of TIMES."""
    return bisect_left(TIMES, (2 * max(dead, other) + 1) / (2 * min(dead, other) + 1))
