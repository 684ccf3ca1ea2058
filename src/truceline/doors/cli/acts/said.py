"""How things are said on the command line: texts in several languages, ranges, periods, files with a part named.

A short text stands in the option itself; a long one is read from a file (`@FILE`) or from standard input (`-`).
`ar=…` before it says its language; English where nothing is said.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from truceline.agreement import LANGUAGES
from truceline.desk import files
from truceline.doors.cli.signing import instant
from truceline.errors import DataError, Fault
from truceline.formats.zone_files import read_area
from truceline.period import Period
from truceline.place import Altitudes, Area

_LANGUAGE = re.compile(rf"({'|'.join(LANGUAGES)})=(.*)", re.DOTALL)
_RANGE = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")
_BAND = re.compile(r"(-?\d{1,6})-(-?\d{1,6})-([A-Z]\w*)", re.ASCII)
LONG = "TEXT, @FILE or -; ar=TEXT in another language"


def argument(help: str, metavar: str | None = None) -> Any:  # noqa: A002, ANN401 - Typer's own words and type
    """An argument whose default, where it has one, means that nothing was said."""
    return typer.Argument(help=help, metavar=metavar, show_default=False)


def option(*names: str, help: str, metavar: str | None = None) -> Any:  # noqa: A002, ANN401 - as above
    """An option whose default, where it has one, means that nothing was said."""
    return typer.Option(*names, help=help, metavar=metavar, show_default=False)


Ref = Annotated[str, argument(help="ORIGIN#INDEX, an entry's id, or 8 or more digits of its hash.")]
Matter = Annotated[
    str,
    argument(metavar="REF[@EVENT]", help="An entry, or one event of a batch that was imported."),
]
Reason = Annotated[list[str], option("--reason", metavar="TEXT", help=f"Why: {LONG}.")]
MaybeReason = Annotated[list[str] | None, option("--reason", metavar="TEXT", help=f"Why: {LONG}.")]
MaybeNote = Annotated[list[str] | None, option("--note", metavar="TEXT", help=f"Remark: {LONG}.")]
At = Annotated[str | None, option("--at", help="First second of it, with its offset; left out: now.")]
Since = Annotated[
    str | None,
    option("--since", help="When it takes effect, with its offset; left out: now."),
]
Statement = Annotated[list[str] | None, option("--statement", metavar="TEXT", help=f"In its own words: {LONG}.")]
From = Annotated[str | None, option("--from", help="First second, with its offset.")]
Until = Annotated[str | None, option("--until", help="First second after it, with its offset.")]
Begin = Annotated[str, option("--from", help="First second, with its offset.")]
End = Annotated[str, option("--until", help="First second after it, with its offset.")]


def prose(values: Sequence[str] | None, option: str) -> dict[str, str]:
    """What was said, by language; raises DataError where one language is said twice."""
    found: dict[str, str] = {}
    for value in values or ():
        tagged = _LANGUAGE.fullmatch(value)
        language, text = tagged.groups() if tagged else ("en", value)
        if language in found:
            raise _unreadable(option, f"one text in {language}", value, "Write ar=… or ru=… before another language.")
        found[language] = long_text(text, option)
    return found


def long_text(text: str, option: str) -> str:
    """The text itself, or that of the file or standard input it stands for."""
    try:
        if text == "-":
            return sys.stdin.read().rstrip("\n")
        return files.read(Path(text[1:])).decode().rstrip("\n") if text.startswith("@") else text
    except UnicodeDecodeError as error:
        raise _unreadable(option, "text in UTF-8", str(error), "Save the file as UTF-8.") from None


def between(text: str | None, option: str) -> tuple[int, int] | None:
    """Least and most, as in 2-5, or one number for both; None where nothing is said."""
    if text is None:
        return None
    found = _RANGE.fullmatch(text)
    if found is None:
        raise _unreadable(option, "a whole number, or two as in 2-5", text, "Correct the range.")
    return int(found[1]), int(found[2] or found[1])


def altitudes(text: str | None) -> Altitudes | None:
    """A band as in 0-3000-AMSL, in metres; None where nothing is said."""
    if text is None:
        return None
    found = _BAND.fullmatch(text)
    try:
        return Altitudes(int(found[1]) * 1000, int(found[2]) * 1000, found[3]) if found else _no_band()
    except ValueError as error:
        raise _unreadable("--altitude", str(error), text, "Write metres and datum as in 0-3000-AMSL.") from None


def _no_band() -> NoReturn:
    raise ValueError("two heights in metres and a datum")


def period(first: str | None, end: str | None) -> Period:
    """From one instant until another; raises DataError where it would be empty."""
    try:
        return Period(instant(first, "--from"), instant(end, "--until"))
    except ValueError as error:
        raise _unreadable("--from, --until", str(error), f"{first} and {end}", "Correct the dates.") from None


def area(named: str) -> Area:
    """The area of FILE, or of the feature of FILE#ID; raises DataError."""
    path, part = file_part(named)
    return read_area(files.read(path), path.name, part)


def file_part(text: str) -> tuple[Path, str]:
    """A file, and the id of a part of it where one is named behind #."""
    path, _, part = text.partition("#")
    return Path(path), part


def _unreadable(option: str, expected: str, got: str, cure: str) -> DataError:
    return DataError(f"{option} cannot be read", (Fault("", 0, option, expected, got, cure),))
