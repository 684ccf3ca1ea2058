"""Finding listed phrases among words, in one pass: longest first, whole words alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from truceline.formats.reading.sentences import Token, tokens


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found."""

    first: int  # index of its first token
    last: int  # last-plus-one
    meaning: str  # what it was listed under


class Phrases:
    """Phrases by their first word, each with what it was listed under."""

    def __init__(self, listed: Mapping[str, Iterable[str]]) -> None:
        """Keep them; where two are alike the one listed first stands."""
        by_first: dict[str, dict[tuple[str, ...], str]] = {}
        for meaning, phrases in listed.items():
            for phrase in phrases:
                words = tuple(token.low for token in tokens(phrase, 0, len(phrase)))
                if words:
                    by_first.setdefault(words[0], {}).setdefault(words, meaning)
        self._by_first = {
            first: sorted(phrases.items(), key=lambda pair: -len(pair[0])) for first, phrases in by_first.items()
        }

    def at(self, run: Sequence[Token], i: int) -> Hit | None:
        """The longest phrase that begins at a token; None: none."""
        for words, meaning in self._by_first.get(run[i].low, ()):
            end = i + len(words)
            if end <= len(run) and all(run[i + k].low == word for k, word in enumerate(words)):
                return Hit(i, end, meaning)
        return None

    def all(self, run: Sequence[Token]) -> Iterator[Hit]:
        """Every phrase, none inside another."""
        i = 0
        while i < len(run):
            found = self.at(run, i)
            if found is not None:
                yield found
            i = found.last if found is not None else i + 1

    def whole(self, run: Sequence[Token]) -> str | None:
        """What the run is listed under where it is one phrase; None: it is not."""
        found = self.at(run, 0) if run else None
        return found.meaning if found is not None and found.last == len(run) else None
