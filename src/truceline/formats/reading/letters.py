"""A text folded for comparison, with every folded letter's place in the original.

Marks of reading are dropped (Arabic vowel signs, the lengthening stroke, the Russian stress accent), variants of a
letter are one (alef and hamza, final ya, ё), forms of presentation and both sets of Eastern digits become the plain
ones, and letters are small. Rules compare folded letters; spans are always of the text as it stands.

What it does not do: transliterate, or tell apart what folding makes alike.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_SAME = str.maketrans("أإآٱىئؤةکیھەёй٪", "ااااييوهكيههеи%")
_DIGITS = {chr(zero + i): str(i) for zero in (0x0660, 0x06F0) for i in range(10)}
_DROPPED = frozenset("ـ\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff")
_POINTS = {"\u066b": ".", "\u066c": ",", "\u060c": ",", "\u061b": ";", "\u061f": "?"}
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’`-][^\W\d_]+)*|\S")


@lru_cache(maxsize=4096)
def folded_letter(letter: str) -> str:
    """What one letter is compared as; empty where it is a mark of reading."""
    if letter in _DROPPED or unicodedata.combining(letter):
        return ""
    if letter.isspace():
        return " " if letter != "\n" else "\n"
    plain = _DIGITS.get(letter) or _POINTS.get(letter) or unicodedata.normalize("NFKC", letter)
    small = plain.lower().translate(_SAME)
    return "".join(one for one in small if not unicodedata.combining(one) and one not in _DROPPED)


def folded(text: str) -> str:
    """A whole text as it is compared."""
    return "".join(map(folded_letter, text))


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark, with where it stands in the original."""

    word: str  # folded
    written: str  # as it stands in the text
    start: int  # first character in the text
    end: int  # last-plus-one, marks of reading after it included
    places: tuple[int, ...]  # of each folded letter, in the text
    capital: bool  # whether it begins with a capital letter, in scripts that have them
    line: int  # how many line ends stand before it since the last token: 0, 1, 2 and more

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number, and no mark."""
        return self.word[0].isalnum()

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.word[0].isdigit()


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words, numbers and marks of a stretch of a text, in order; in time linear in its length."""
    return list(_tokens(text, start, len(text) if end is None else end))


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    letters: list[str] = []
    places: list[int] = []
    for i in range(start, end):
        for one in folded_letter(text[i]):
            letters.append(one)
            places.append(i)
    plain = "".join(letters)
    breaks = [i for i, one in enumerate(plain) if one == "\n"]
    before = 0
    for found in _TOKEN.finditer(plain):
        first, last = found.span()
        stop = places[last] if last < len(places) else end
        stop = _trimmed(text, places[last - 1] + 1, stop)
        lines = bisect_left(breaks, first) - bisect_left(breaks, before)
        capital = text[places[first]].isupper()
        yield Token(
            found.group(), text[places[first] : stop], places[first], stop, tuple(places[first:last]), capital, lines
        )
        before = last


def _trimmed(text: str, first: int, last: int) -> int:
    """Where a word ends: after the marks of reading that belong to it."""
    while first < last and not folded_letter(text[first]):
        first += 1
    return first


def joined(run: Sequence[Token]) -> str:
    """Words as they stand in the text, one space where there was a gap."""
    gaps = (" " if i and one.start > run[i - 1].end else "" for i, one in enumerate(run))
    return "".join(gap + one.written for gap, one in zip(gaps, run, strict=True))
