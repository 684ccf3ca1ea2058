"""Degrees as people write them: decimal, with minutes, with seconds, run together; a latitude and a longitude.

Values are exact fractions; half of the last digit's unit is the error. A letter or word says which is which and
which half of the globe; where none does, every reading is handed on and nobody guesses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from truceline.place.given.model import Question
from truceline.place.given.words import Is, Token

_RUN_TOGETHER = {"lat": {4: (2, 2), 6: (2, 2, 2)}, "lon": {5: (3, 2), 7: (3, 2, 2)}}  # DDMM, DDMMSS, DDDMM, DDDMMSS
_LEAST_RUN_TOGETHER = 4
BOUND = {"lat": 90, "lon": 180}


@dataclass(frozen=True, slots=True)
class Angle:
    """One of the two numbers."""

    degrees: Fraction  # without sign
    half: Fraction  # half of the last digit's unit, degrees
    axis: str  # lat | lon; empty: not said
    sign: int  # −1 or 1 as written by sign or letter; 0: neither
    doubtful: bool = False  # a sign and a letter that do not agree

    @property
    def value(self) -> Fraction:
        """With its sign."""
        return -self.degrees if self.sign < 0 else self.degrees


@dataclass(frozen=True, slots=True)
class Pair:
    """A latitude and a longitude."""

    lat: Angle
    lon: Angle


@dataclass(frozen=True, slots=True)
class Pairs:
    """Every reading of what was written, the usual order first."""

    pairs: tuple[Pair, ...]
    question: Question | None  # what has to be asked unless the expected area decides; None: nothing
    always: bool = False  # to be asked even where the expected area would decide
    unsigned: bool = False  # nothing says which half of the globe: neither letter nor word nor sign


def pairs(row: Sequence[Token]) -> Pairs:
    """The pairs that tokens may mean; raises ValueError where they are no pair."""
    first, second = (_angle(part) for part in _parted(row))
    if first.axis and first.axis == second.axis:
        msg = "one latitude and one longitude, not two of a kind"
        raise ValueError(msg)
    if first.axis or second.axis:
        return _named(first, second)
    orders = [Pair(first, second), Pair(second, first)]
    valid = tuple(one for one in orders if _on_globe(one))
    if not valid:
        msg = "a latitude within 90 and a longitude within 180 degrees"
        raise ValueError(msg)
    signed = bool(first.sign or second.sign)
    if len(valid) == 1 and valid[0].lat is first:
        return Pairs(valid, None if signed else Question.HEMISPHERE, unsigned=not signed)
    return Pairs(valid, Question.AXES, always=valid[0].lat is second, unsigned=not signed)


def _named(first: Angle, second: Angle) -> Pairs:
    """Two angles of which one at least says what it is."""
    lat, lon = (first, second) if first.axis == "lat" or second.axis == "lon" else (second, first)
    pair = Pair(replace(lat, axis="lat"), replace(lon, axis="lon"))
    if not _on_globe(pair):
        exchanged = Pair(replace(lon, sign=lat.sign), replace(lat, sign=lon.sign))  # letters belong to the axes
        if not _on_globe(exchanged):
            msg = "a latitude within 90 and a longitude within 180 degrees"
            raise ValueError(msg)
        return Pairs((exchanged,), Question.AXES, always=True)
    doubtful = lat.doubtful or lon.doubtful
    one_letter = bool(first.axis) != bool(second.axis)
    if doubtful or (one_letter and not (lat.sign and lon.sign)):
        return Pairs(tuple(_mirrored(pair)), Question.HEMISPHERE, always=True)
    return Pairs((pair,), None)


def _mirrored(pair: Pair) -> list[Pair]:
    """The pair with each doubtful or unsaid half both ways."""
    lats, lons = (
        [one, replace(one, sign=-1 if one.sign >= 0 else 1)] if one.doubtful or not one.sign else [one]
        for one in (pair.lat, pair.lon)
    )
    return [Pair(lat, lon) for lat in lats for lon in lons]


def _on_globe(pair: Pair) -> bool:
    return pair.lat.degrees <= BOUND["lat"] and pair.lon.degrees <= BOUND["lon"]


def _parted(row: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """The tokens of each of the two."""
    row = _stripped(row)
    for kind in (Is.AXIS, Is.HALF):
        at = [i for i, one in enumerate(row) if one.kind is kind]
        if len(at) == 2:
            cut = at[1] if at[0] == 0 else at[0] + 1
            return row[:cut], row[cut:]
        if len(at) > 2:
            raise _no_pair()
    apart = [i for i, one in enumerate(row) if one.kind is Is.APART]
    if len(apart) == 1:
        return row[: apart[0]], row[apart[0] + 1 :]
    return _halved(row)


def _halved(row: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """Parted at the second number of degrees, or in the middle of all numbers."""
    numbers = [i for i, one in enumerate(row) if one.kind is Is.NUMBER]
    marked = [i for i in numbers if i + 1 < len(row) and row[i + 1] == Token(Is.UNIT, "0")]
    if len(marked) == 2:
        cut = marked[1]
    elif len(numbers) in (2, 4, 6):
        cut = numbers[len(numbers) // 2]
    else:
        raise _no_pair()
    cut -= row[cut - 1].kind is Is.SIGN
    return row[:cut], row[cut:]


def _angle(part: Sequence[Token]) -> Angle:
    """One of the two; raises ValueError."""
    held = _stripped(part)
    axes = {one.value for one in held if one.kind is Is.AXIS}
    halves = [one.value for one in held if one.kind is Is.HALF]
    signs = [one.value for one in held if one.kind is Is.SIGN]
    axes |= {"lat" if half in "ns" else "lon" for half in halves}
    if len(axes) > 1 or len(halves) > 1 or len(signs) > 1 or any(one.kind is Is.APART for one in held):
        raise _no_pair()
    axis = next(iter(axes), "")
    degrees, half_unit = _measured(held, axis)
    by_letter = 0 if not halves else 1 if halves[0] in "ne" else -1
    by_sign = 0 if not signs else 1 if signs[0] == "+" else -1
    sign = by_letter or by_sign or (1 if _said(held) else 0)
    return Angle(
        degrees, half_unit, axis, sign, doubtful=bool(by_letter and by_sign and (by_sign < 0 or by_letter < 0))
    )


def _stripped(part: Sequence[Token]) -> Sequence[Token]:
    """Without the commas at its ends."""
    while part and part[0].kind is Is.APART:
        part = part[1:]
    while part and part[-1].kind is Is.APART:
        part = part[:-1]
    return part


def _said(held: Sequence[Token]) -> bool:
    """Whether "latitude" or "longitude" is written: then a number without sign is north or east, as everywhere."""
    return any(one.kind is Is.AXIS for one in held)


def _measured(held: Sequence[Token], axis: str) -> tuple[Fraction, Fraction]:
    """Degrees and half of the last digit's unit."""
    numbers: list[str] = []
    for one in held:
        if one.kind is Is.NUMBER:
            numbers.append(one.value)
        elif one.kind is Is.UNIT and int(one.value) != len(numbers) - 1:
            raise _no_pair()
    if not 1 <= len(numbers) <= 3:
        raise _no_pair()
    whole = numbers[0].partition(".")[0]
    if len(numbers) == 1 and len(whole) >= _LEAST_RUN_TOGETHER:
        numbers = _run_together(numbers[0], axis)
    if any("." in one for one in numbers[:-1]):
        raise _no_pair()
    parts = [Fraction(one) for one in numbers]
    if any(one >= 60 for one in parts[1:]):
        msg = "minutes and seconds below 60"
        raise ValueError(msg)
    decimals = len(numbers[-1].partition(".")[2])
    value = sum((part / 60**i for i, part in enumerate(parts)), Fraction(0))
    if value > BOUND["lon"]:
        msg = "degrees up to 180"
        raise ValueError(msg)
    return value, Fraction(1, 2 * 60 ** (len(parts) - 1) * 10**decimals)


def _run_together(number: str, axis: str) -> list[str]:
    """Degrees, minutes and seconds written in one, as 333049 or 0361730; raises ValueError."""
    whole, point, decimals = number.partition(".")
    widths = _RUN_TOGETHER.get(axis, {}).get(len(whole))
    if widths is None:
        msg = "degrees up to 180, or DDMMSS N DDDMMSS E with their letters"
        raise ValueError(msg)
    cut, parts = 0, []
    for width in widths:
        parts.append(whole[cut : cut + width])
        cut += width
    parts[-1] += point + decimals
    return parts


def _no_pair() -> ValueError:
    return ValueError("a latitude and a longitude, like 35.1318 N 36.7578 E or 35 07 54 N 36 45 28 E")
