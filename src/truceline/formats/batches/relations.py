"""What the columns of one row must be to one another: what each alone can say and together cannot.

Each rule is a mask over a batch: an end before its beginning, a circle without a centre, half a sector. A rule
whose columns are not there is silent. The names are those of the flat table (docs/bulk.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from truceline.formats.table_map import LARGEST_RADIUS_M
from truceline.place import E7
from truceline.place.shapes import DEGREE_M, NEAREST_POLE_DEG

Mask = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule, and the rows that break it."""

    field: str  # the column to look at first
    rows: Mask
    expected: str
    cure: str


class Columns:
    """The columns of a batch as arrays, whether they are there or not."""

    def __init__(self, held: Mapping[str, pa.Array], rows: int) -> None:
        self._held = held
        self._rows = rows

    def said(self, *names: str) -> Mask:
        """Where every one of these is filled in."""
        found = np.ones(self._rows, np.bool_)
        for name in names:
            there = self._held[name].is_valid().to_numpy(zero_copy_only=False) if name in self._held else False
            found = found & there
        return found

    def whole(self, name: str) -> Whole:
        """The numbers of a column; 0 where nothing was said."""
        if name not in self._held:
            return np.zeros(self._rows, np.int64)
        found: Whole = self._held[name].cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
        return found


def broken(columns: Columns) -> Iterator[Broken]:
    """Every rule with the rows that break it, the first to be told first."""
    for rules in (_position, _circle, _sector, _time, _altitude, _notice):
        yield from rules(columns)


def _position(c: Columns) -> Iterator[Broken]:
    both = "Write both, or neither."
    yield Broken("lon", c.said("lat") & ~c.said("lon"), "a longitude beside the latitude", both)
    yield Broken("lat", c.said("lon") & ~c.said("lat"), "a latitude beside the longitude", both)
    lon, lat = np.abs(c.whole("lon")), np.abs(c.whole("lat"))
    swapped = (lat > 90 * E7) & (lat <= 180 * E7) & (lon <= 90 * E7)
    yield Broken("lat", swapped, "a latitude from -90 to 90", "Are latitude and longitude exchanged?")
    yield Broken("lat", lat > 90 * E7, "a latitude from -90 to 90", "Is a decimal point missing?")
    yield Broken("lon", lon > 180 * E7, "a longitude from -180 to 180", "Is a decimal point missing?")


def _circle(c: Columns) -> Iterator[Broken]:
    said, radius_m = c.said("radius_m"), c.whole("radius_m")
    yield Broken("radius_m", said & ~c.said("lon", "lat"), "a position to be the centre", "Fill in lon and lat.")
    within = (radius_m >= 1) & (radius_m <= LARGEST_RADIUS_M)
    cure = "Leave it empty for an exact position."
    yield Broken("radius_m", said & ~within, f"metres from 1 to {LARGEST_RADIUS_M:,}", cure)
    yield Broken("radius_m", said & _near_pole(c, radius_m), _OFF_POLES, "State the place without a radius.")


_OFF_POLES = "a circle that stays 5 degrees away from the poles"


def _near_pole(c: Columns, reach_m: Whole) -> Mask:
    """As `place.shapes` asks it of one circle, to the last bit."""
    found: Mask = np.abs(c.whole("lat")) / E7 + reach_m / DEGREE_M > NEAREST_POLE_DEG
    return found


def _sector(c: Columns) -> Iterator[Broken]:
    names = ("bearing_from", "bearing_to", "near_m", "far_m")
    any_said = np.logical_or.reduce([c.said(name) for name in names])
    for name in names:
        yield Broken(name, any_said & ~c.said(name), f"all of {', '.join(names)}", "Write all four, or none.")
    yield Broken("far_m", any_said & ~c.said("lon", "lat"), "where it was seen from", "Fill in lon and lat.")
    yield Broken("radius_m", any_said & c.said("radius_m"), "a circle or a sector", "Leave the radius empty.")
    for name in names[:2]:
        off = (c.whole(name) < 0) | (c.whole(name) > 360)
        yield Broken(name, any_said & off, "degrees from 0 to 360", "Count clockwise from north.")
    start, end = c.whole("bearing_from"), c.whole("bearing_to")
    same = any_said & ((start == end) | ((start == 360) & (end == 0)))  # due north both
    yield Broken("bearing_to", same, "another bearing than bearing_from", "For all round, write 0 and 360.")
    near, far = c.whole("near_m"), c.whole("far_m")
    yield Broken("near_m", any_said & ((near < 0) | (near >= far)), "metres from 0, below far_m", "Exchange the two?")
    yield Broken("far_m", any_said & (far > LARGEST_RADIUS_M), f"at most {LARGEST_RADIUS_M:,}", "Is it in metres?")
    yield Broken("far_m", any_said & _near_pole(c, far), _OFF_POLES, "Leave the sector out.")


def _time(c: Columns) -> Iterator[Broken]:
    before = c.said("from", "to") & (c.whole("to") < c.whole("from"))
    yield Broken("to", before, "an instant not before `from`", "Are the two exchanged?")


def _altitude(c: Columns) -> Iterator[Broken]:
    names = ("lower_m", "upper_m", "datum")
    any_said = np.logical_or.reduce([c.said(name) for name in names])
    for name in names:
        yield Broken(name, any_said & ~c.said(name), f"all of {', '.join(names)}", "Write all three, or none.")
    upside_down = c.said(*names) & (c.whole("lower_m") > c.whole("upper_m"))
    yield Broken("lower_m", upside_down, "an altitude at or below upper_m", "Are the two exchanged?")


def _notice(c: Columns) -> Iterator[Broken]:
    said = c.said("notice_s")
    yield Broken("notice_s", said & (c.whole("notice_s") < 0), "seconds from 0", "Is it after the beginning?")
    denied = said & c.said("notified") & (c.whole("notified") == 0)
    yield Broken("notice_s", denied, "nothing where `notified` is false", "Which of the two is right?")
