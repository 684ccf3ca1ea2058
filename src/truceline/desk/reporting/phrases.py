"""Receipt phrases: what a reporter keeps, to come back to their case with.

The machine draws a phrase; nobody chooses one. Ten words of a list of 256 are 80 bits, five groups of five digits 83:
with the slow hash behind them (`cases`), more than anybody can try. The lists are plain words of things in a house, a
garden or a market, each known by its first four letters and unlike every other as it sounds over a telephone.

What is typed is read generously: capitals, hyphens, vowel marks, the ways to write an alef, endings after the fourth
letter, digits of either script. There is one reading only, so that the same words always are the same phrase.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from importlib.resources import files

from truceline.errors import DataError, Fault

WORDS, GROUPS, GROUP_DIGITS = 10, 5, 5
LETTERS = 4  # by so many, from its beginning, a word is known
_LIST = 256  # words; one byte draws one
_FAIR = 250  # of a byte's values, so many give each digit equally often
_WRITTEN = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": None, "-": " "})


class Phrases(StrEnum):
    """In what a phrase is drawn."""

    EN = "en"
    AR = "ar"
    RU = "ru"
    DIGITS = "digits"


def drawn(kind: Phrases, random: Callable[[int], bytes]) -> str:
    """A new phrase: ten words, or five groups of five digits; `random` gives bytes nobody can guess."""
    if kind is Phrases.DIGITS:
        return " ".join("".join(_digit(random) for _ in range(GROUP_DIGITS)) for _ in range(GROUPS))
    return " ".join(listed(kind)[byte] for byte in random(WORDS))


def _digit(random: Callable[[int], bytes]) -> str:
    while (byte := random(1)[0]) >= _FAIR:
        pass
    return str(byte % 10)


def read(text: str) -> str:
    """The phrase that was typed, in the one way that it is hashed; raises DataError that names no word of it."""
    parts = _plain(text).split()
    if parts and all(part.isdigit() for part in parts):
        digits = "".join(parts)
        if len(digits) != GROUPS * GROUP_DIGITS:
            raise _unread(f"{GROUPS * GROUP_DIGITS} digits", f"{len(digits)}")
        return digits
    known = _known()
    strange = [place for place, part in enumerate(parts, 1) if part[:LETTERS] not in known]
    if strange:
        # By its place, never by itself: what stands in an error is copied into reports of errors.
        raise _unread("words of the list", f"another as word {', '.join(map(str, strange))}")
    if len(parts) != WORDS:
        raise _unread(f"{WORDS} words", f"{len(parts)}")
    return " ".join(known[part[:LETTERS]] for part in parts)


def _unread(expected: str, got: str) -> DataError:
    cure = "Compare it with what was written down: words in their order, or the groups of digits."
    return DataError("this is no receipt phrase", (Fault("", 0, "phrase", expected, got, cure),))


@cache
def listed(kind: Phrases) -> tuple[str, ...]:
    """The 256 words of a language, as they are printed."""
    text = (files("truceline.desk.reporting") / "words" / f"{kind}.txt").read_text(encoding="utf-8")
    return tuple(text.split())


@cache
def _known() -> dict[str, str]:
    """How a word begins → the word as it is hashed; no beginning is in two lists, for they differ in script."""
    words = (_plain(word) for kind in Phrases if kind is not Phrases.DIGITS for word in listed(kind))
    return {word[:LETTERS]: word for word in words}


def _plain(text: str) -> str:
    """Without capitals, marks and the differences that people do not write alike."""
    spread = unicodedata.normalize("NFKD", text.translate(_WRITTEN).casefold())
    bare = "".join(one for one in spread if not unicodedata.combining(one) and unicodedata.category(one) != "Cf")
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in bare.replace("-", " "))
