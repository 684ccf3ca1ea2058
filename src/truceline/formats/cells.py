"""What one cell of a table says: counts, degrees, dates, plain text; or exactly what is wrong with it.

Tables are typed by people in several scripts, so digits of any script are read ("٣٤" is 34) and HTML
entities are resolved. What could mean two things (a comma in a number, a day before or after its month) is
asked back and never guessed. An empty cell is silence: None, never zero.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TypeVar

from truceline.errors import Fault, shortened
from truceline.formats.bad_rows import BadRow, printable
from truceline.place import E7, Position

LARGEST_COUNT = 1_000_000_000
YEARS = range(1800, 2201)  # a year outside is a slip of the keyboard
Moment = TypeVar("Moment", bound=dt.date)
_ENTITY = re.compile(r"&#?\w{1,32};", re.ASCII)
_INVISIBLE = str.maketrans(dict.fromkeys("\u200b\u2060\ufeff"))  # spaces of no width: typing leaves them behind
_SIGNS = str.maketrans({"\u066b": ".", "−": "-", "\u200e": None, "\u200f": None})  # U+066B: Arabic decimal point
_COUNT = re.compile(r"(\d{1,10})(?:\.0+)?", re.ASCII)
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d{1,40})?", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?", re.ASCII)


class BadCell(ValueError):
    """A cell that says nothing usable; becomes a bad row where the row is known."""

    def __init__(self, field: str, expected: str, got: str, cure: str) -> None:
        self.field, self.expected, self.got, self.cure = field, expected, got, cure
        super().__init__(f"{field}: {expected}")

    def at(self, file: str, line: int, row: str) -> BadRow:
        """As a bad row of that file."""
        got = printable(shortened(self.got)) or "nothing"
        return BadRow(Fault(file, line, self.field, self.expected, got, self.cure), row)


def clean(written: str) -> str:
    """The text for people: entities resolved, white space in one piece, no characters of no width."""
    if "&" in written:
        written = _ENTITY.sub(lambda entity: html.unescape(entity[0]), written)
    return " ".join(written.translate(_INVISIBLE).split())


def figures(written: str) -> str:
    """A number's text with digits of any script as 0–9, and its sign and point as - and ."""
    text = clean(written)
    if text.isascii():
        return text
    return "".join(_ascii_digit(sign) for sign in text.translate(_SIGNS))


def _ascii_digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if sign.isdecimal() else sign


def word(field: str, written: str) -> str:
    """A text that has to be there; raises BadCell."""
    text = clean(written)
    if not text:
        raise BadCell(field, "a value", "", "Fill it in; without it the row cannot be read.")
    return text


def choice(field: str, written: str, known: Iterable[str]) -> str:
    """One of the words or codes that may stand there; raises BadCell."""
    text = figures(written).removesuffix(".0")
    if text not in known:
        raise BadCell(field, f"one of {', '.join(known)}", written, "Correct the code.")
    return text


def count(field: str, written: str) -> int | None:
    """A count; None where the cell is empty. Raises BadCell."""
    text = figures(written)
    if not text:
        return None
    found = _COUNT.fullmatch(text)
    if found is None or int(found[1]) > LARGEST_COUNT:
        cure = "Write the number alone, or leave the cell empty where none is known."
        raise BadCell(field, f"a whole number from 0 to {LARGEST_COUNT:,}", written, cure)
    return int(found[1])


def degrees(field: str, written: str) -> Decimal:
    """Decimal degrees, put on the grid of seven decimals; raises BadCell."""
    text = figures(written)
    if "," in text or "،" in text:
        raise BadCell(field, "decimal degrees like 36.7076", written, "Is the comma a decimal point? Write a point.")
    if not _DEGREES.fullmatch(text):
        cure = "Convert it to decimal degrees, minus for west and south."
        raise BadCell(field, "decimal degrees like 36.7076", written, cure)
    return Decimal(text).quantize(Decimal(1) / E7, ROUND_HALF_EVEN)


def position(lat: tuple[str, str], lon: tuple[str, str]) -> Position:
    """The position of two cells, each given as (column, text); raises BadCell, with a question."""
    north, east = degrees(*lat), degrees(*lon)
    if abs(north) > 90:
        exchanged = abs(north) <= 180 and abs(east) <= 90
        cure = "Are latitude and longitude exchanged?" if exchanged else "Is a decimal point missing?"
        raise BadCell(lat[0], "a latitude from -90 to 90", lat[1], cure)
    if abs(east) > 180:
        raise BadCell(lon[0], "a longitude from -180 to 180", lon[1], "Is a decimal point missing?")
    return Position(int(east * E7), int(north * E7))


def day(field: str, written: str, pattern: str = "") -> dt.date | None:
    """A date, as ISO 8601 or in the given strptime pattern; None where empty. Raises BadCell."""
    text = figures(written)
    if not text:
        return None
    try:
        if found := _DAY.fullmatch(text):
            return _in_reach(dt.date(*(int(part) for part in found.groups())))
        if pattern:
            return _in_reach(dt.datetime.strptime(text, pattern).date())  # noqa: DTZ007 - a date has no zone
    except ValueError:
        pass
    expected = f"a date like {dt.date(2016, 2, 27).strftime(pattern or '%Y-%m-%d')}, {YEARS[0]} to {YEARS[-1]}"
    raise BadCell(field, expected, written, "Correct the date; write years with four digits.")


def _in_reach(moment: Moment) -> Moment:
    if moment.year not in YEARS:
        raise ValueError(moment)
    return moment


def clock(field: str, written: str, pattern: str = "") -> dt.datetime | None:
    """A date with a time of day, aware where the text has an offset; None where empty. Raises BadCell."""
    text = figures(written)
    if not text:
        return None
    try:
        if found := _CLOCK.fullmatch(text):
            date, minutes, seconds, offset = found.groups()
            moment = dt.datetime.fromisoformat(f"{date}T{minutes}{seconds or ':00'}{offset or ''}")
            return _in_reach(moment.replace(microsecond=0))
        if pattern:
            moment = dt.datetime.strptime(text, pattern)  # noqa: DTZ007 - the map names the zone
            return _in_reach(moment.replace(microsecond=0))
    except ValueError:
        pass
    sample = dt.datetime(2016, 2, 27, 18, 30).strftime(pattern or "%Y-%m-%dT%H:%M")  # noqa: DTZ001 - a sample
    raise BadCell(
        field,
        f"a date and time like {sample}, {YEARS[0]} to {YEARS[-1]}",
        written,
        "Correct the time; hours run from 00 to 23.",
    )
