"""One text with coordinates: its system, its readings, and whether one of them can be taken.

A reading is taken where the text says all that is needed, or where the expected area leaves one reading of equal
standing. What says too little is asked back with what it may mean; so is what lies outside the expected area,
with what lies inside if its axes were swapped or a hemisphere wrong. Nothing is repaired in silence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from truceline.place.given import frames, grids
from truceline.place.given.angles import Pair, pairs
from truceline.place.given.grids import Found, Grids
from truceline.place.given.model import Asked, Question, Reading
from truceline.place.given.words import comma_ways, plain, tokens
from truceline.place.grid import E7, HALF_TURN, Area, Position
from truceline.place.shapes import border_distance_m

DEGREE_M = 111_700  # no degree of latitude, nor of longitude at the equator, is longer
MOST_CANDIDATES = 12
_WGS84 = re.compile(r"\b(?:wgs|epsg:)[\s-]?(?:84|4326)\b[\s:,]*")
_PULKOVO = re.compile(
    r"\b(?:(?:pulkovo|пулково|sk|ск|s)[\s-]*(?:19)?42(?:\s*г\.)?|gauss[\s-]kr(?:ü|ue|u)ger|гаусс[а]?[\s-]крюгер[а]?|гк\b|gk\b)[\s:,/]*"
)
_EPSG = re.compile(r"epsg[\s:]*(\d{4,6})\b[\s:,]*")
_BY_NAME = {"syria lambert": 22770, "syrian lambert": 22770, "levant lambert": 22700, "levant zone": 22700,
            "levant stereographic": 22780, "palestine grid": 28191, "palestine 1923": 28191}  # fmt: skip
_NAMED = re.compile(rf"({'|'.join(_BY_NAME)})\b[\s:,]*")
_METRES = re.compile(r"(?<![.\d])\d{5}")


def given(text: str, expected: Area | None = None) -> Reading | Asked:
    """The position a text gives, or what has to be asked first.

    `expected` is where positions may lie; without it a bare pair of numbers is always asked back.
    Raises ValueError, saying what was expected, for a text that is no position.
    """
    ways, failed = [], ValueError("coordinates")
    for way in comma_ways(plain(text)):
        try:
            ways.append(_read(way))
        except ValueError as error:
            failed = error
    if not ways:
        raise failed
    if len(ways) > 1:
        every = [_reading(one, text) for way in ways for one in way.found]
        return Asked(Question.NUMBERS, _offered(every, expected))
    return _decided(ways[0], text, expected)


def _read(text: str) -> Grids:
    """Every reading of a plain text; raises ValueError."""
    text = _WGS84.sub("", text)
    if match := _EPSG.match(text):
        return _of_code(f"EPSG:{match[1]}", text[match.end() :])
    if match := _NAMED.match(text):
        return _of_code(f"EPSG:{_BY_NAME[match[1]]}", text[match.end() :])
    if match := _PULKOVO.match(text):
        rest = _PULKOVO.sub("", text)
        return grids.gauss_kruger(rest) if _METRES.search(rest) else _of_degrees(rest, frames.PULKOVO, "Pulkovo 1942")
    for reader in (grids.utm, grids.mgrs):
        found = reader(text)
        if found is not None:
            return found
    return _of_degrees(text, frames.WGS84, "WGS 84")


def _of_code(code: str, text: str) -> Grids:
    if frames.crs_of(code).is_geographic:
        return _of_degrees(text, code, code)
    return grids.projected(code, text)


def _of_degrees(text: str, code: str, system: str) -> Grids:
    read = pairs(tokens(text))
    return Grids(tuple(_found(one, code, system) for one in read.pairs), read.question, read.always, read.unsigned)


def _found(pair: Pair, code: str, system: str) -> Found:
    """The position of a pair, on the grid by exact fractions where there is no datum to change."""
    lat, lon = pair.lat.value, pair.lon.value
    widest = max(0.0, float(pair.lat.degrees - pair.lat.half))
    digits_m = DEGREE_M * math.hypot(float(pair.lat.half), float(pair.lon.half) * math.cos(math.radians(widest)))
    if code == frames.WGS84:
        return Found(Position(round(lon * E7), round(lat * E7)), digits_m, system)
    x, y, error_m = frames.to_wgs84(code, float(lon), float(lat))
    return grids.at(x, y, error_m + digits_m, system)


def _reading(found: Found, text: str) -> Reading:
    return Reading(found.position, found.system, max(1, math.ceil(found.error_m)), text)


# ── which of them ─────────────────────────────────────────────────────────────────────────────


def _decided(read: Grids, text: str, expected: Area | None) -> Reading | Asked:
    """The one reading that can be taken, or the question."""
    every = list(dict.fromkeys(_reading(one, text) for one in read.found))
    if read.always or (expected is None and read.question is not None and len({one.position for one in every}) > 1):
        return Asked(read.question or Question.AXES, _offered(every, expected))
    if expected is None:
        return every[0] if read.question is None or len(every) > 1 else Asked(read.question, tuple(every))
    inside = [one for one in every if _fits(one, expected)]
    mirrored = [one for each in every for one in _mirrored(each) if read.unsigned and _fits(one, expected)]
    if inside and mirrored:
        return Asked(Question.HEMISPHERE, tuple(dict.fromkeys((*inside, *mirrored))))
    if inside[:1] == every[:1] and len({one.position for one in inside}) == 1:
        return inside[0]
    if len(inside) == 1 and read.question is Question.HEMISPHERE:
        return inside[0]
    if inside:
        return Asked(read.question or Question.AXES, _offered(every, expected))
    return _outside(every, expected)


def _offered(every: Iterable[Reading], expected: Area | None) -> tuple[Reading, ...]:
    """What may be meant: what lies in the expected area, where anything does; none where it is too much to list."""
    held = list(dict.fromkeys(every))
    inside = [one for one in held if expected and _fits(one, expected)]
    offered = inside or held
    return tuple(offered) if len(offered) <= MOST_CANDIDATES else ()


def _fits(one: Reading, expected: Area) -> bool:
    """Whether a position may lie in the area, its error allowed for."""
    if expected.holds(one.position):
        return True
    return border_distance_m(one.position, expected) <= one.error_m


def _outside(every: list[Reading], expected: Area) -> Asked:
    """The question about readings that all lie outside: as they stand, or as they lie inside once exchanged."""
    swapped = [one for each in every for one in _swapped(each)]
    mirrored = [one for each in [*every, *swapped] for one in _mirrored(each)]
    for question, some in ((Question.AXES, swapped), (Question.HEMISPHERE, mirrored)):
        inside = tuple(dict.fromkeys(one for one in some if _fits(one, expected)))
        if inside:
            return Asked(question, (*inside, *every))
    return Asked(Question.OUTSIDE, tuple(every) if len(every) <= MOST_CANDIDATES else ())


def _swapped(one: Reading) -> list[Reading]:
    """The numbers exchanged: each with its own sign, and with the halves of the globe as they were."""
    lon, lat = one.position.lon_e7, one.position.lat_e7
    kept = (math.copysign(1, lon), math.copysign(1, lat))
    turned = {(lat, lon): None, (int(kept[0]) * abs(lat), int(kept[1]) * abs(lon)): None}
    if abs(lon) > HALF_TURN // 2:
        return []
    return [Reading(Position(*both), one.system, one.error_m, one.as_given) for both in turned]


def _mirrored(one: Reading) -> list[Reading]:
    lon, lat = one.position.lon_e7, one.position.lat_e7
    turned = {(-lon, lat), (lon, -lat), (-lon, -lat)} - {(lon, lat)}
    return [Reading(Position(x, y), one.system, one.error_m, one.as_given) for x, y in sorted(turned)]
