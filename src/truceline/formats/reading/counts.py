"""How many: counts in words and figures, as ranges.

"51" is 51 to 51, "at least 51" has no most, "dozens" is a range. What is counted is the word that follows. Silence is
no count at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from truceline.claims.claims import Count
from truceline.formats.reading.phrases import Phrases
from truceline.formats.reading.sentences import Token
from truceline.formats.reading.words import Words

NEAR_PERMILLE = 100  # "about 40" is 36 to 44
AHEAD = 5  # tokens between a number and what it counts
LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class Counted:
    """A count in a sentence."""

    first: int  # index of its first token
    last: int  # last-plus-one, the unit's word included
    span: Count  # least and most; most None: not said
    unit: str  # the word that says what is counted, as written


class Counts:
    """The counting words of one language."""

    def __init__(self, words: Words) -> None:
        """Make the lists ready."""
        listed = words.list
        self.bounds = Phrases({name: listed("counts", name) for name in ("least", "most", "about")})
        self.numbers = {key: value for key, value in words.table("counts", "numbers").items() if isinstance(value, int)}
        self.multipliers = {
            key: value for key, value in words.table("counts", "multipliers").items() if isinstance(value, int)
        }
        ranges = words.table("counts", "ranges")
        self.ranges = {key: (int(value[0]), int(value[1])) for key, value in ranges.items() if isinstance(value, list)}
        self.range_words = Phrases({key: (key,) for key in self.ranges})
        self.units = frozenset(word for group in words.groups("counts", "units").values() for word in group)

    def all(self, run: Sequence[Token]) -> list[Counted]:
        """Every count whose unit is said."""
        found: list[Counted] = []
        i = 0
        while i < len(run):
            one = self._at(run, i)
            if one is not None:
                found.append(one)
            i = one.last if one is not None else i + 1
        return found

    def _at(self, run: Sequence[Token], i: int) -> Counted | None:
        bound = self.bounds.at(run, i)
        at = bound.last if bound is not None else i
        if at >= len(run):
            return None
        read = self._range(run, at)
        if read is None:
            return None
        span, last = read
        unit = self._unit(run, last)
        if unit is None:
            return None
        return Counted(i, unit + 1, _bounded(span, bound.meaning if bound else ""), run[unit].text)

    def _range(self, run: Sequence[Token], i: int) -> tuple[tuple[int, int], int] | None:
        hit = self.range_words.at(run, i)
        if hit is not None:
            last = hit.last + 1 if hit.last < len(run) and run[hit.last].low == "of" else hit.last
            return self.ranges[hit.meaning], last
        first = self._number(run, i)
        if first is None:
            return None
        low, last = first
        joined = last < len(run) and run[last].low in {"to", "-", "–", "or"}
        second = self._number(run, last + 1) if joined else None
        return ((low, second[0]), second[1]) if second is not None and second[0] >= low else ((low, low), last)

    def _number(self, run: Sequence[Token], i: int) -> tuple[int, int] | None:
        """A number in figures or words that begins at a token, and where it ends."""
        if i >= len(run):
            return None
        digits = run[i].text.replace(",", "")
        if digits.isascii() and digits.isdigit() and len(digits) <= 12:
            return self._multiplied(run, int(digits), i + 1)
        total, last = 0, i
        while last < len(run) and last - i < 6:
            parts = run[last].low.split("-")
            if not all(part in self.numbers for part in parts) or (total and total % 10):
                break
            total += sum(self.numbers[part] for part in parts)
            last += 1
        return self._multiplied(run, total, last) if last > i else None

    def _multiplied(self, run: Sequence[Token], value: int, last: int) -> tuple[int, int]:
        while last < len(run) and run[last].low in self.multipliers and value < LARGEST:
            value *= self.multipliers[run[last].low]
            last += 1
        return value, last

    def _unit(self, run: Sequence[Token], last: int) -> int | None:
        """The word that says what is counted, a few words on; None: none."""
        for k in range(last, min(len(run), last + AHEAD)):
            if run[k].low in self.units:
                return k
            if not run[k].word and run[k].text not in {"-", "'s", "’s", ",", "."}:
                return None
        return None


def _bounded(span: tuple[int, int], bound: str) -> Count:
    low, high = span
    if bound == "least":
        return low, None
    if bound == "most":
        return 0, high
    if bound == "about":
        off = max(1, low * NEAR_PERMILLE // 1000)
        return max(0, low - off), high + off
    return span
