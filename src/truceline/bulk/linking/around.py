"""What is common where each account stands: how many of the other list lie about it, how many share its day and sides.

Counts are turned into points; they are shrunk towards what is common everywhere, so that a lonely account gains no more
than can be known. Of a long list, every so-many-th account is looked at: shares need no more than some thousands.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from truceline.bulk.linking.lists import UNSAID, Bools, Floats, Ints, Listed, rings
from truceline.incidents import RINGS_M, Around

LOOKED_AT = 6_000  # accounts of a list
AT_ONCE = 2_000_000  # distances in memory
UNSEEN = 30  # accounts elsewhere that any list is taken to lack: what two accounts share is not common for that
USUAL = 100  # accounts near by for which what is common everywhere stands


@dataclass(frozen=True, slots=True, eq=False)
class Arounds:
    """The surroundings of a list's accounts, beside another list; points as in `incidents.Around`."""

    town: Bools
    rings: Ints  # accounts × (points of their own, towns) × rings
    day: Ints
    sides: Ints

    def __getitem__(self, at: int) -> Around:
        of_points, of_towns = (tuple(int(one) for one in row) for row in self.rings[at])
        return Around(bool(self.town[at]), (of_points, of_towns), int(self.day[at]), int(self.sides[at]))


def surroundings(a: Listed, b: Listed) -> tuple[Arounds, Arounds]:
    """The surroundings of each list's accounts beside the other's."""
    towns = _towns(a, b)
    common = _common(a, b)
    return _around(a, b, towns, common), _around(b, a, towns[::-1], common)


def _towns(a: Listed, b: Listed) -> tuple[Bools, Bools]:
    """Which accounts stand at coordinates that another account, of either list, has as well."""
    _, which, count = np.unique(np.concatenate([a.site, b.site]), return_inverse=True, return_counts=True)
    shared = count[which] > 1
    return shared[: len(a)], shared[len(a) :]


def _common(a: Listed, b: Listed) -> dict[int, float]:
    """The share of each pair of sides in both lists."""
    sides, count = np.unique(np.concatenate([a.sides, b.sides]), return_counts=True)
    return dict(zip(sides.tolist(), (count / (count.sum() + UNSEEN)).tolist(), strict=True))


def _around(own: Listed, other: Listed, towns: tuple[Bools, Bools], common: dict[int, float]) -> Arounds:
    own_towns, other_towns = towns
    if not len(own):
        return Arounds(own_towns, np.zeros((0, 2, len(RINGS_M)), np.int64), own.sides, own.sides)
    step = -(-len(other) // LOOKED_AT)
    seen = np.arange(0, len(other), step) if step else np.zeros(0, np.int64)
    count = np.zeros((len(own), 2, len(RINGS_M)))
    near, alike = np.zeros(len(own)), np.zeros(len(own))
    for start in range(0, len(own), max(1, AT_ONCE // max(1, len(seen)))):
        rows = np.arange(start, min(len(own), start + max(1, AT_ONCE // max(1, len(seen)))))
        ring = rings(own, other, rows[:, None], seen[None, :])
        close = ring < len(RINGS_M)
        key = (np.arange(len(rows))[:, None] * 2 + other_towns[seen][None, :]) * (len(RINGS_M) + 1) + ring
        counted = np.bincount(key.ravel(), minlength=len(rows) * 2 * (len(RINGS_M) + 1))
        count[rows] = counted.reshape(len(rows), 2, -1)[:, :, : len(RINGS_M)]
        near[rows] = close.sum(1)
        alike[rows] = (close & (own.sides[rows][:, None] == other.sides[seen][None, :])).sum(1)
    usual = np.array([common[side] for side in own.sides.tolist()])
    share = (count + 0.5) / (len(seen) + UNSEEN)
    kind = np.where(own_towns, own_towns.mean(), 1 - own_towns.mean())[:, None, None]
    return Arounds(
        own_towns,
        points(share * kind),
        points(_day_shares(own)),
        np.where(own.sides == UNSAID, 0, points((alike + USUAL * usual) / (near + USUAL))),
    )


def _day_shares(own: Listed) -> Floats:
    _, which, count = np.unique(own.first_day, return_inverse=True, return_counts=True)
    shares: Floats = count[which] / (len(own) + UNSEEN)
    return shares


def points(share: Floats) -> Ints:
    """The negative of a share's logarithm in points."""
    return np.floor(-10 * np.log10(share) + 0.5).astype(np.int64)
