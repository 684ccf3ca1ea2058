"""Places in Arabic and Russian sentences: what follows "in" or a word for a place, and whether a gazetteer knows it.

A name is taken where a word for a place stands before it ("بلدة", "город"), or where the gazetteer knows what follows a
preposition of place. Capitals that act for their governments, outlets and days have been taken out before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.formats.reading import Finder, Located
from truceline.formats.reading.letters import Token
from truceline.formats.reading.ruled.lexicon import Forms, Lexicon
from truceline.formats.reading.words import Words
from truceline.place import Place, disc

_LONGEST = 3  # words of a name
_SURE = 950  # a gazetteer's score from which on the letters are the same; what only sounds alike is for people
_FURTHEST_M = 400_000  # a place wider than this is no disc


@dataclass(frozen=True, slots=True)
class Found:
    """A place as written, and where it lies as far as known."""

    name: str
    place: Place | None
    radius_m: int | None


class Places:
    """A language's ways to name a place."""

    def __init__(self, words: Words, forms: Forms, gazetteer: Finder | None) -> None:
        """Take the words before a place's name."""
        self.forms, self.gazetteer = forms, gazetteer
        self.kinds = Lexicon.of(forms, {"kind": words.list("places", "kinds")})
        self.before = Lexicon.of(forms, {"before": words.list("places", "before")})
        self.joined = frozenset(words.list("places", "joined"))
        self.no_name = Lexicon.of(forms, {"none": words.list("places", "no_name")})
        self.capitals = "capitals" in words.list("forms", "script")

    def of(self, row: Sequence[Token], taken: frozenset[int], text: str) -> Found | None:
        """The first place of a sentence that a gazetteer knows; else the first that a word for places introduces."""
        unknown: Found | None = None
        for first, introduced in self._starts(row, taken):
            last = self._end(row, first, taken)
            for end in range(last, first, -1):
                found = self._known(row, first, end, text)
                if found is not None:
                    return found
            if introduced and last > first and unknown is None:
                end = last if self.capitals else first + 1
                unknown = Found(text[row[first].start : row[end - 1].end], None, None)
        return unknown

    def _starts(self, row: Sequence[Token], taken: frozenset[int]) -> Iterator[tuple[int, bool]]:
        """Where a name may begin, and whether a word for a place stands before it."""
        for i, token in enumerate(row):
            if i in taken or not token.is_word or token.is_number or (self.capitals and not token.capital):
                continue
            if self.kinds.at(row, i) or self.no_name.at(row, i):
                continue
            kind = i > 0 and self._introduces(row, i - 1)
            before = i > 0 and self.before.at(row, i - 1) is not None
            if kind or before or self._joined(token):
                yield i, kind

    def _introduces(self, row: Sequence[Token], i: int) -> bool:
        """Whether a word for a place stands before its name; one with an article of its own has none after it."""
        hit = self.kinds.at(row, i)
        return hit is not None and not any(hit.front.endswith(one) for one in self.forms.articles)

    def _joined(self, token: Token) -> bool:
        return any(token.word.startswith(one) for one in self.joined)

    def _end(self, row: Sequence[Token], first: int, taken: frozenset[int]) -> int:
        last = first
        while (
            last < min(len(row), first + _LONGEST)
            and last not in taken
            and row[last].is_word
            and not row[last].is_number
        ):
            if self.capitals and not row[last].capital:
                break
            last += 1
        return last

    def _known(self, row: Sequence[Token], first: int, last: int, text: str) -> Found | None:
        """The place that a name means; with its name alone where two places bear it: people choose."""
        if self.gazetteer is None:
            return None
        for skip, name in self._writings(row[first:last]):
            some = [one for one in self.gazetteer.find(name, None, 2) if one.score >= _SURE]
            if some:
                written = text[row[first].places[skip] : row[last - 1].end]
                return _placed(some[0].place, written) if len(some) == 1 else Found(written, None, None)
        return None

    def _writings(self, run: Sequence[Token]) -> Iterator[tuple[int, str]]:
        """A name as written, without what is joined to its front, and with the endings it may stand alone with."""
        rest = " ".join(one.word for one in run[1:])
        for key, skip in self.forms.keys(run[0].word).items():
            if not key.endswith("~"):
                yield skip, f"{key} {rest}".strip()
        if len(run) == 1 and self.forms.endings:
            for key in self.forms.keys(run[0].word):
                if key.endswith("~") and len(key) > 3:
                    yield from ((0, key[:-1] + one) for one in self.forms.bare if len(one) < 2)
                    yield 0, key[:-1]


def _placed(place: Located, name: str) -> Found:
    radius = min(max(place.radius_m, 0), _FURTHEST_M)
    return Found(name, disc(place.position, radius) if radius else place.position, radius)
