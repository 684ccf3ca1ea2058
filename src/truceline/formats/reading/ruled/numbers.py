"""Counts as Arabic and Russian reports write them: figures in three scripts, number words, the dual, words of tens.

"17 قتيلا", "قتيلان", "خمسة وعشرون شخصا", "عشرات القتلى", "не менее 20 человек", "двадцать один", "десятки". A count
is a range; a word that bounds it from below alone ("more than 20") leaves the most unsaid, and what is not said is no
count, never zero.

What it does not do: fractions, percentages, ordinals, money.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from truceline.claims.claims import Count
from truceline.formats.reading.letters import Token, joined
from truceline.formats.reading.ruled.lexicon import Forms, Lexicon
from truceline.formats.reading.words import Words

_APART = 2  # words that may stand between a number and what it counts
_MOST = 10**9  # no count above this is read
_ROUND = 10  # "about" widens by a tenth
_DASHES = frozenset("-–—")
_FIGURE = re.compile(r"\d+|\d{1,3}(?:[.,]\d{3})+")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of something."""

    least: int
    most: int | None  # None: not said
    unit: str  # what was counted, as written
    of: str  # which of the language's groups of units that is: people, strikes, …
    first: int  # index of the first token
    last: int  # last-plus-one


class Numbers:
    """A language's number words and units."""

    def __init__(self, words: Words, forms: Forms) -> None:
        """Take number words, words of bounds and units from the language's counts.toml."""
        groups = words.groups
        self.words = Lexicon.of(forms, {int(n): some for n, some in groups("counts", "numbers").items()})
        self.times = Lexicon.of(forms, {int(n): some for n, some in groups("counts", "times").items()})
        self.vague = Lexicon.of(forms, {_pair(n): some for n, some in groups("counts", "ranges").items()})
        self.units = Lexicon.of(forms, groups("counts", "units"))
        self.twos = Lexicon.of(forms, groups("counts", "duals"))
        self.bounds = Lexicon.of(forms, {one: words.list("counts", one) for one in ("least", "most", "about")})
        self.none = Lexicon.of(forms, {"none": words.list("counts", "none")})
        self.stops = Lexicon.of(forms, {"preposition": words.list("attribution", "prepositions")})
        self.joins = Lexicon.of(forms, {one: words.list("counts", one) for one in ("from", "to", "and")})

    def counted(self, row: Sequence[Token], taken: frozenset[int] = frozenset()) -> list[Counted]:
        """Every count in a row of tokens; `taken` are those that belong to days."""
        found: list[Counted] = []
        i = 0
        while i < len(row):
            none = i > 0 and self.none.at(row, i - 1) is not None  # "not one strike"
            one = None if i in taken or none else self._at(row, i, taken)
            if one is not None:
                found.append(one)
            i = one.last if one is not None else i + 1
        return found

    def _at(self, row: Sequence[Token], i: int, taken: frozenset[int]) -> Counted | None:
        two = self.twos.at(row, i)
        if two is not None:
            return Counted(2, 2, _text(row, two.first, two.last), two.value, i, two.last)
        bound = self.bounds.at(row, i)
        start = bound.last if bound else i
        read = self._range(row, start)
        if read is None or read[2] - 1 in taken:
            return None
        least, most, at = read
        unit = self._unit(row, at)
        if unit is None:
            return None
        return Counted(*_bounded(least, most, bound.value if bound else ""), unit[0], unit[1], i, unit[2])

    def _range(self, row: Sequence[Token], i: int) -> tuple[int, int, int] | None:
        """Least, most and the index after them."""
        start = self.joins.at(row, i) if i < len(row) else None
        opened = start is not None and start.value == "from"
        first = self._number(row, start.last if opened and start else i)
        if first is None:
            return None
        least, most, at = first
        if at < len(row) and (row[at].word in _DASHES or self._joins(row, at, "to" if not opened else "and")):
            second = self._number(row, at + 1)
            if second is not None and second[0] > least:
                return least, second[1], second[2]
        return least, most, at

    def _joins(self, row: Sequence[Token], at: int, wanted: str) -> bool:
        hit = self.joins.at(row, at)
        return hit is not None and hit.value in {wanted, "to"}

    def _number(self, row: Sequence[Token], i: int) -> tuple[int, int, int] | None:
        if i >= len(row):
            return None
        vague = self.vague.at(row, i)
        if vague is not None:
            return (*vague.value, vague.last)
        value, at = self._figure(row, i) if row[i].is_number else self._spelled(row, i)
        return (value, value, at) if at > i and value <= _MOST else None

    def _figure(self, row: Sequence[Token], i: int) -> tuple[int, int]:
        """Figures, in groups of three or not, and a word of thousands after them."""
        if not _FIGURE.fullmatch(row[i].word) or len(row[i].word) > 12:
            return 0, i
        value, at = int(re.sub(r"[.,]", "", row[i].word)), i + 1
        while at < len(row) and at < i + 4 and _group(row, at):
            value, at = value * 1000 + int(row[at].word), at + 1
        times = self.times.at(row, at) if at < len(row) else None
        if times is None:
            return value, at
        cut = times.last < len(row) and row[times.last].word == "."  # "3 тыс. человек"
        return value * times.value, times.last + (1 if cut else 0)

    def _spelled(self, row: Sequence[Token], i: int) -> tuple[int, int]:
        """Number words, added up; a word of hundreds or thousands multiplies what stands before it."""
        total, part, at = 0, 0, i
        while at < len(row) and at < i + 8:
            times = self.times.at(row, at)
            if times is not None:
                total, part, at = total + max(part, 1) * times.value, 0, times.last
                continue
            word = self.words.at(row, at)
            if word is None or (part and not _adds(part, word.value, joined=bool(word.front))):
                break
            part, at = part + word.value, word.last
        return total + part, at

    def _unit(self, row: Sequence[Token], at: int) -> tuple[str, str, int] | None:
        """What is counted, at most a few words on; nothing across a mark."""
        for i in range(at, min(at + _APART + 1, len(row))):
            if not row[i].is_word:
                return None
            unit = self.units.at(row, i)
            if unit is not None:
                return _text(row, unit.first, unit.last), unit.value, unit.last
            if self.stops.at(row, i) is not None and i > at:
                return None
        return None


def _pair(text: str) -> tuple[int, int]:
    least, _, most = text.partition("-")
    return int(least), int(most or least)


def _group(row: Sequence[Token], at: int) -> bool:
    """Whether a token is the next three figures of a number written in groups."""
    return row[at].word.isdigit() and len(row[at].word) == 3 and row[at].start == row[at - 1].end + 1


def _adds(part: int, value: int, *, joined: bool) -> bool:
    """Whether a number word goes on with the one before: twenty-one, five-and-twenty, a hundred and twenty."""
    if joined:
        return part % 10 > 0 or value < part
    return (
        (part >= 20 and part % 10 == 0 and value < 10)
        or (part >= 100 and part % 100 == 0 and value < 100)
        or (part < 10 and value == 10)
    )


def _bounded(least: int, most: int, bound: str) -> Count:
    """A bound that is said on one side; what "about" leaves open."""
    if bound == "most":
        return min(1, most) if least == most else least, most
    if bound == "least":
        return least, None
    if bound == "about":
        return least - least // _ROUND, most + most // _ROUND
    return least, most


def _text(row: Sequence[Token], first: int, last: int) -> str:
    return joined(row[first:last])
