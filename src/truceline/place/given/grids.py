"""Grid coordinates as people write them: MGRS, UTM, Gauss-Krüger zones, any projected system by its EPSG code.

What is missing (a zone, a half of the globe) is asked back with what it may be; two numbers that can stand in either
order are handed on in both.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from truceline.place.given import frames, squares
from truceline.place.given.model import Question
from truceline.place.grid import E7, HALF_TURN, Position

ZONES = range(1, 61)
EAST_M = (100_000, 900_000)  # eastings of a zone
NORTH_M = 10_000_000
_NUMBER = r"-?\d+(?:\.\d+)?"
_NORTHS = r"n|x|х|с|north|northing|север"
_EASTS = r"e|y|у|в|east|easting|восток"
_LETTER = f"({_NORTHS}|{_EASTS})"
_BETWEEN = r"[\s,;/]+"
_BEFORE = re.compile(rf"[\s,;]*{_LETTER}[\s:=]*({_NUMBER})[ ]?m?{_BETWEEN}{_LETTER}[\s:=]*({_NUMBER})[ ]?m?[\s.,;]*")
_AFTER = re.compile(rf"[\s,;]*({_NUMBER})[ ]?m?[ ]?{_LETTER}[\s,;/]*({_NUMBER})[ ]?m?[ ]?{_LETTER}[\s.,;]*")
_BARE = re.compile(rf"[\s,;]*({_NUMBER})[ ]?m?{_BETWEEN}({_NUMBER})[ ]?m?[\s.,;]*")
_HALF = r"north|south|n|s|с|ю|север|юг|[c-hj-mp-rt-x]"
_UTM = re.compile(
    rf"(utm\b)?[\s:,-]*(?:(?:zone|зона|منطقة)[\s:]*)?(?:(\d{{1,2}})[\s-]?({_HALF})?(?=[\s,;:]))?(.*)", re.DOTALL
)
_MGRS = re.compile(r"\b(?:mgrs|usng)\b[\s:]*")
_ZONE = re.compile(r"[\s,;]*(?:zone|зона)[\s:]*(\d{1,2})(?=[\s,;])(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """A position and how far off it may be."""

    position: Position
    error_m: float
    system: str


@dataclass(frozen=True, slots=True)
class Grids:
    """Every reading of what was written, the usual order first."""

    found: tuple[Found, ...]
    question: Question | None  # what has to be asked unless the expected area decides; None: nothing
    always: bool = False  # to be asked even where the expected area would decide
    unsigned: bool = False  # nothing says which half of the globe


@dataclass(frozen=True, slots=True)
class Metres:
    """Two numbers of a grid."""

    east: float
    north: float
    half: float  # half of the last digit's unit, of the coarser of both


def at(lon: float, lat: float, error_m: float, system: str) -> Found:
    """The grid point nearest to degrees."""
    east = round(((lon + 180) % 360 - 180) * E7)
    if lon == 180:
        east = HALF_TURN
    return Found(Position(east, round(lat * E7)), error_m, system)


def two(text: str) -> tuple[tuple[Metres, ...], bool]:
    """Two numbers as easting and northing, and whether letters say which is which; raises ValueError.

    Without letters both orders are given, easting first.
    """
    if match := _BEFORE.fullmatch(text):
        one, first, other, second = match.groups()
    elif match := _AFTER.fullmatch(text):
        first, one, second, other = match.groups()
    elif match := _BARE.fullmatch(text):
        (first, second), one, other = match.groups(), "", ""
    else:
        msg = "an easting and a northing in metres, like E 250123 N 3712345"
        raise ValueError(msg)
    half = max(_half(first), _half(second))
    as_written = Metres(float(first), float(second), half)
    turned = Metres(float(second), float(first), half)
    if not one:
        return (as_written, turned), False
    if _axis(one) == _axis(other):
        msg = "one easting and one northing"
        raise ValueError(msg)
    return (as_written if _axis(one) == "e" else turned,), True


def _axis(letter: str) -> str:
    return "e" if re.fullmatch(_EASTS, letter) else "n"


def _half(number: str) -> float:
    return 0.5 * 0.1 ** len(number.partition(".")[2])


# ── MGRS ──────────────────────────────────────────────────────────────────────────────────────


def mgrs(text: str) -> Grids | None:
    """The square of an MGRS reference; None where the text is none. Raises ValueError for a faulty one."""
    bare = _MGRS.sub("", text)
    squeezed = re.sub(r"[\s.-]+", "", bare)
    match = squares.SQUARE.fullmatch(squeezed)
    named = bare != text
    if match is None or not (match[1] or match[2] or len(match[5]) >= 4 or named):
        if named:
            raise ValueError(squares.EXPECTED)
        return None
    zone, band, column, row, figures = match.groups()
    if not (zone and band):
        zones, bands = (int(zone),) if zone else ZONES, band or squares.BANDS
        every = (squares.squared(number, one, column, row, figures) for number in zones for one in bands)
        return Grids(tuple(at(*one, "MGRS") for one in every if one), Question.ZONE, always=True)
    here = squares.squared(int(zone), band, column, row, figures)
    if here is None:
        msg = f"a square that there is; zone {zone}{band.upper()} has none lettered {(column + row).upper()}"
        raise ValueError(msg)
    return Grids((at(*here, "MGRS"),), None)


# ── UTM ───────────────────────────────────────────────────────────────────────────────────────


def utm(text: str) -> Grids | None:
    """The place of UTM coordinates; None where the text does not say that it is UTM. Raises ValueError."""
    match = _UTM.fullmatch(text)
    if match is None or not (match[1] or (match[2] and (match[3] or "zone" in text or "зон" in text))):
        return None
    named, zone, half, rest = match.groups()
    try:
        written, said = two(rest)
    except ValueError:
        if named:
            raise
        return None
    orders = tuple(one for one in written if EAST_M[0] <= one.east < EAST_M[1] and one.north <= NORTH_M)
    if not orders:
        msg = "an easting from 100000 to 900000 and a northing up to 10000000"
        raise ValueError(msg)
    zones = (int(zone),) if zone else tuple(ZONES)
    if not set(zones) <= set(ZONES):
        msg = "a zone from 1 to 60"
        raise ValueError(msg)
    found = tuple(one for order in orders for number in zones for one in _in_zone(number, half or "", order))
    return _asked_of(found, zone, half or "", swapped=not said and orders[0] is not written[0])


def _in_zone(zone: int, half: str, order: Metres) -> Iterator[Found]:
    """The place in a zone, in each half of the globe that may be meant."""
    for south in _souths(half):
        here = frames.unprojected(frames.utm(zone, south=south), order.east, order.north)
        if here is None or (here[1] > 0.001 if south else here[1] > 84.5):
            continue
        in_band = len(half) == 1 and half in squares.BANDS and half not in "ns"
        if in_band and not _near_band(here[1], half):
            continue
        yield at(*here, math.hypot(order.half, order.half), f"UTM {zone}{'S' if south else 'N'}")


def _souths(half: str) -> tuple[bool, ...]:
    """South or not; both where nothing says so, and for the letter S, which is a northern band as well."""
    if half in ("", "s"):
        return (False, True)
    if half in ("south", "ю", "юг"):
        return (True,)
    return (half in squares.BANDS and half < "n",)


def _near_band(lat: float, band: str) -> bool:
    low = -80 + 8 * squares.BANDS.index(band)
    return low - 0.1 <= lat <= (84 if band == "x" else low + 8) + 0.1


def _asked_of(found: tuple[Found, ...], zone: str | None, half: str, *, swapped: bool) -> Grids:
    """What has to be asked of these."""
    if not found:
        msg = "a northing that lies in the zone's band"
        raise ValueError(msg)
    if not zone:
        return Grids(found, Question.ZONE, always=True)
    if swapped:
        return Grids(found, Question.AXES, always=True)
    if not half:
        return Grids(found, Question.HEMISPHERE, always=True)
    souths = {one.system for one in found}
    question = Question.HEMISPHERE if len(souths) > 1 else Question.AXES
    return Grids(found, question if len(found) > 1 else None)


# ── Pulkovo 1942 and local grids ──────────────────────────────────────────────────────────────


def gauss_kruger(text: str) -> Grids:
    """The place of Gauss-Krüger coordinates on Pulkovo 1942, X north and Y east, the zone before Y's six digits."""
    match = _ZONE.fullmatch(text)
    zone, rest = (int(match[1]), match[2]) if match else (0, text)
    if zone and zone not in ZONES:
        msg = "a zone from 1 to 60"
        raise ValueError(msg)
    orders, said = two(rest)
    if not said:
        orders = orders[::-1]  # X, the northing, is written first
    bare = [one for one in orders if EAST_M[0] <= one.east < EAST_M[1] and one.north <= NORTH_M]
    zoned = [one for one in orders if _zone_of(one) and zone in (0, _zone_of(one))]
    placed = [found for one in zoned for found in _pulkovo(_zone_of(one), one, 0)]
    if bare and not zone:
        every = [found for one in bare for number in ZONES for found in _pulkovo(number, one, number * 1e6)]
        return Grids((*every, *placed), Question.ZONE, always=True)
    if zone and not placed:
        zoned, placed = bare, [found for one in bare for found in _pulkovo(zone, one, zone * 1e6)]
    if not placed:
        msg = "X, the northing, and Y, the easting with its zone before six digits, like X 3712345 Y 7412345"
        raise ValueError(msg)
    turned = zoned[0] is not orders[0]
    return Grids(tuple(placed), Question.AXES if len(placed) > 1 or turned else None, always=turned)


def _zone_of(order: Metres) -> int:
    """The zone before an easting's six digits; 0 where there is none."""
    zone, east = divmod(order.east, 1e6)
    return int(zone) if zone in ZONES and EAST_M[0] <= east < EAST_M[1] and order.north <= NORTH_M else 0


def _pulkovo(zone: int, order: Metres, before: float) -> Iterator[Found]:
    here = frames.unprojected(frames.gauss_kruger(zone), order.east + before, order.north)
    if here is not None:
        lon, lat, error_m = frames.to_wgs84(frames.PULKOVO, *here)
        yield at(lon, lat, error_m + math.hypot(order.half, order.half), f"Pulkovo 1942 / Gauss-Krüger {zone}")


def projected(code: str, text: str) -> Grids:
    """The place of a projected system's coordinates, easting first where no letter says otherwise."""
    crs = frames.crs_of(code)
    orders, said = two(re.sub(r"\bx\b", "e", re.sub(r"\by\b", "n", text)))
    unit_m = float(crs.axis_info[0].unit_conversion_factor)
    found = [(order, one) for order in orders for one in _placed(code, order, unit_m)]
    if not found:
        msg = f"coordinates in the area of {code} ({crs.name})"
        raise ValueError(msg)
    turned = not said and found[0][0] is not orders[0]
    return Grids(tuple(one for _, one in found), Question.AXES if len(found) > 1 or turned else None, always=turned)


def _placed(code: str, order: Metres, unit_m: float) -> Iterator[Found]:
    """The place of two numbers, in the area of the system."""
    datum = frames.crs_of(code).geodetic_crs
    authority = datum.to_authority() if datum else None
    here = frames.local(code, order.east, order.north)
    if here and authority:
        lon, lat, error_m = frames.to_wgs84(":".join(authority), *here)
        yield at(lon, lat, error_m + unit_m * math.hypot(order.half, order.half), code)
