"""A list of accounts as columns, in the order of their days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from truceline.incidents import RINGS_M, Told
from truceline.incidents.scoring import EARTH_M, PLAIN_M
from truceline.place import E7

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
UNSAID = -1


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """One list; every array has one element an account, sorted by first day, then id."""

    ids: tuple[str, ...]
    lon_e7: Ints
    lat_e7: Ints
    sphere: tuple[Floats, Floats, Floats]  # on a sphere of radius 1
    radius_m: Ints
    first_day: Ints
    last_day: Ints
    sides: Ints  # two words packed, lesser first; UNSAID: not said
    dead: Ints  # UNSAID: silence
    words: tuple[str, ...]  # what a packed side means; shared by the lists that are compared

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def site(self) -> Ints:
        """Coordinates as one number."""
        return (self.lon_e7 << 32) + self.lat_e7


def listed(*lists: Sequence[Told]) -> tuple[Listed, ...]:
    """Lists as columns that can be compared with one another; raises ValueError for an id told twice in a list."""
    names = sorted({name for told in lists for one in told for name in one.sides})
    codes = {name: code for code, name in enumerate(names)}
    return tuple(_columns(told, codes, tuple(names)) for told in lists)


def _columns(told: Sequence[Told], codes: Mapping[str, int], words: tuple[str, ...]) -> Listed:
    ordered = sorted(told, key=lambda one: (one.first_day, one.id))
    ids = tuple(one.id for one in ordered)
    if len(set(ids)) < len(ids):
        raise ValueError("ids that differ within a list")

    def column(values: list[int]) -> Ints:
        return np.array(values, np.int64)

    lon_e7 = column([one.at.lon_e7 for one in ordered])
    lat_e7 = column([one.at.lat_e7 for one in ordered])
    return Listed(
        ids,
        lon_e7,
        lat_e7,
        _on_sphere(lon_e7, lat_e7),
        column([one.radius_m for one in ordered]),
        column([one.first_day for one in ordered]),
        column([one.last_day for one in ordered]),
        column([_packed(one.sides, codes) for one in ordered]),
        column([UNSAID if one.dead is None else one.dead for one in ordered]),
        words,
    )


def _on_sphere(lon_e7: Ints, lat_e7: Ints) -> tuple[Floats, Floats, Floats]:
    turn, rise = np.radians(lon_e7 / E7), np.radians(lat_e7 / E7)
    return np.cos(rise) * np.cos(turn), np.cos(rise) * np.sin(turn), np.sin(rise)


def _packed(sides: frozenset[str], codes: Mapping[str, int]) -> int:
    """Two sides as one number; one alone stands twice."""
    if not sides:
        return UNSAID
    if len(sides) > 2:
        raise ValueError(f"two sides at most, not {', '.join(sorted(sides))}")
    found = sorted(codes[side] for side in sides)
    return (found[0] << 32) + found[-1]


def rings(a: Listed, b: Listed, first: Ints, second: Ints) -> Ints:
    """In which ring each second account lies about the first, by places of arrays that fit one another.

    The number of rings where beyond the last. As `incidents.ring_of`.
    """
    chord2 = sum((own[first] - other[second]) ** 2 for own, other in zip(a.sphere, b.sphere, strict=True))
    # The arc of a chord, by the first two members of its series: right to a millimetre within 500 km.
    metres = EARTH_M * np.sqrt(chord2) * (1 + chord2 / 24)
    if max(a.radius_m.max(initial=0), b.radius_m.max(initial=0)) > PLAIN_M // 2:
        metres = metres * PLAIN_M / np.maximum(PLAIN_M, a.radius_m[first] + b.radius_m[second])
    ring = np.searchsorted(RINGS_M, metres)
    same = (a.lon_e7[first] == b.lon_e7[second]) & (a.lat_e7[first] == b.lat_e7[second])
    return np.where(same, 0, np.maximum(1, ring))
