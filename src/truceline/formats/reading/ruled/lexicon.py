"""Phrases of a language found in running text: inflected endings and joined particles are seen through.

A dictionary's word ending in ``~`` is a stem that any of the language's endings may follow (Russian); one beginning
with ``=`` keeps its article (Arabic القاعدة is no base). Particles that
are written joined to a word (Arabic و ف ب ل ك ال) are taken off, and which ones is kept, for "in Damascus" and
"Damascus" are not alike. What a language's endings and particles are stands in its ``forms.toml``.

What it does not do: morphology. It accepts what is written with a listed stem and a listed ending, right or wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from truceline.formats.reading.letters import Token, folded
from truceline.formats.reading.words import Words

T = TypeVar("T")
STEM = "~"  # after a stem: any of the language's endings may follow
EXACT = "="  # before a word: its article is part of it (السعودية, القاعدة)
_LEFT = 2  # letters that must be left of a word when something is taken off


@dataclass(frozen=True, slots=True)
class Forms:
    """How words of a language are written together and bent."""

    joined: tuple[str, ...] = ()  # conjunctions written joined to the next word
    prepositions: tuple[str, ...] = ()  # prepositions written joined to the next word
    articles: tuple[str, ...] = ()  # articles written joined to the next word
    endings: frozenset[str] = frozenset()  # endings after a stem, the empty one included
    adjectives: tuple[str, ...] = ()  # what makes an adjective of a name
    bare: tuple[str, ...] = ()  # endings that a name loses to become a stem, longest first

    @classmethod
    def of(cls, words: Words) -> Forms:
        """As the language's forms.toml says."""

        def lists(name: str) -> tuple[str, ...]:
            return tuple(map(folded, words.list("forms", name)))

        ends = frozenset(lists("endings"))
        bare = tuple(sorted(lists("bare"), key=len, reverse=True))
        return cls(lists("joined"), lists("prepositions"), lists("articles"), ends, lists("adjectives"), bare)

    def keys(self, word: str) -> dict[str, int]:
        """Every dictionary word that a written one may be, with how many letters were taken off its front."""
        return _keys(self, word)

    def stem(self, name: str) -> str:
        """A name as a stem: without the ending it has where it stands alone. Names all of capitals stay."""
        plain = folded(name)
        if not self.endings or (name.isupper() and len(name) > 1) or len(plain) < 4:
            return plain
        cut = next((one for one in self.bare if plain.endswith(one) and len(plain) - len(one) > _LEFT), "")
        return plain[: len(plain) - len(cut)] + STEM

    def key(self, word: str) -> str:
        """How a dictionary's word is kept: folded, without its article unless it is marked as having to have it."""
        if word.startswith(EXACT):
            return folded(word[1:])
        plain = folded(word)
        for one in self.articles:
            if plain.startswith(one) and len(plain) - len(one) > _LEFT:
                return plain[len(one) :]
        return plain


@lru_cache(maxsize=65_536)
def _keys(forms: Forms, word: str) -> dict[str, int]:
    found = {word: 0}
    fronts = {0} | {len(one) for one in forms.joined if word.startswith(one) and len(word) - len(one) >= _LEFT}
    for skip in tuple(fronts):
        rest = word[skip:]
        fronts |= {
            skip + len(one) for one in forms.prepositions if rest.startswith(one) and len(rest) - len(one) > _LEFT
        }
    for skip in tuple(fronts):
        rest = word[skip:]
        fronts |= {skip + len(one) for one in forms.articles if rest.startswith(one) and len(rest) - len(one) > 1}
    for skip in sorted(fronts):
        found.setdefault(word[skip:], skip)
    longest = max(map(len, forms.endings), default=-1)
    for cut in range(min(longest, len(word) - _LEFT) + 1):
        if word[len(word) - cut :] in forms.endings:
            found.setdefault(word[: len(word) - cut] + STEM, 0)
    return found


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A phrase found in a row of tokens."""

    first: int  # index of its first token
    last: int  # last-plus-one
    value: T  # what the lexicon keeps for it
    start: int  # first character in the text, after joined particles, its article included
    end: int  # last-plus-one
    front: str  # the particles joined to its first word, folded


class Lexicon(Generic[T]):
    """Phrases with what each of them means."""

    def __init__(self, forms: Forms, entries: Iterable[tuple[str, T]]) -> None:
        """Keep the phrases by their first word, the longest first; of two alike, the first."""
        self.forms = forms
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            words = tuple(forms.key(one) for one in phrase.split())
            if words:
                self._by_first.setdefault(words[0], []).append((words, value))
        for some in self._by_first.values():
            some.sort(key=lambda one: -len(one[0]))

    @classmethod
    def of(cls, forms: Forms, groups: Mapping[T, Iterable[str]]) -> Lexicon[T]:
        """From a table: what it means → how it is written."""
        return cls(forms, ((phrase, value) for value, some in groups.items() for phrase in some))

    @property
    def filled(self) -> bool:
        """Whether it holds any phrase."""
        return bool(self._by_first)

    def at(self, row: Sequence[Token], i: int) -> Hit[T] | None:
        """The longest phrase that begins at a token; of equally long ones, that with the fewest joined particles."""
        token = row[i]
        best: Hit[T] | None = None
        for key, skip in self.forms.keys(token.word).items():
            for words, value in self._by_first.get(key, ()):
                if best is not None and len(words) <= best.last - best.first:
                    break
                if self._fits(words, row, i):
                    last = i + len(words)
                    front = token.word[:skip]
                    best = Hit(i, last, value, token.places[self._kept(front)], row[last - 1].end, front)
                    break
        return best

    def _kept(self, front: str) -> int:
        """How many letters of a front are no part of the name: an article written out belongs to it."""
        article = next(
            (one for one in self.forms.articles if front.endswith(one) and one not in self.forms.prepositions), ""
        )
        return len(front) - len(article)

    def _fits(self, words: tuple[str, ...], row: Sequence[Token], i: int) -> bool:
        if i + len(words) > len(row):
            return False
        keys = self.forms.keys
        return all(one in keys(row[i + k].word) for k, one in enumerate(words) if k)

    def within(self, row: Sequence[Token], first: int = 0, last: int | None = None) -> Iterator[Hit[T]]:
        """Every phrase in a stretch of tokens, from left to right, none within another."""
        i, stop = first, len(row) if last is None else last
        while i < stop:
            hit = self.at(row, i)
            if hit is None or hit.last > stop:
                i += 1
                continue
            yield hit
            i = hit.last
