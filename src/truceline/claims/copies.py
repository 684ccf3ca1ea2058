"""Which articles carry one another's text, by containment of five-word runs.

Containment, not likeness: a short agency report that stands whole inside a long page of a newspaper is carried by it,
however much else the page holds. Words are those of any script; marks over letters and case do not count, and where a
script writes no spaces each character is a word. What a page has around its text is left out. Nothing is said about
which was first.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from truceline.claims.articles import Article, Part

RUN = 5  # words
LEAST_PERMILLE = 300  # of the smaller article's runs: from here on it is carried
LEAST_RUNS = 8  # an article of fewer runs than these is too short to tell
_CANDIDATES = 16  # where a run stands more often than this in an article, the first ones are tried

_ALONE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_WORD = re.compile(f"[{_ALONE}]|(?:(?![{_ALONE}])[\\w{_MARKS}])+")
_TEXT = frozenset({Part.BODY, Part.TITLE})

Words = list[tuple[str, int, int]]  # as compared, first character, last-plus-one
Grams = dict[tuple[str, ...], list[int]]  # a run of words → where it begins, by number of the word


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch that stands word for word in two articles."""

    part: tuple[int, int]  # its span in the one
    whole: tuple[int, int]  # and in the other


@dataclass(frozen=True, slots=True)
class Copied:
    """Two articles of which one carries much of the other."""

    part: str  # id of the article that is contained, for the greater part
    whole: str  # id of the article that contains it
    share_permille: int  # of the contained one's five-word runs, how many stand in the other
    passages: tuple[Passage, ...]  # what both have, in order of the contained one


@dataclass(frozen=True, slots=True)
class _Read:
    """An article cut into words."""

    id: str
    words: Words
    grams: Grams


def copied(articles: Iterable[Article]) -> tuple[Copied, ...]:
    """Pairs of articles of which one carries much of the other, in order of their ids."""
    read = [_read(one) for _, one in sorted({one.id: one for one in articles}.items())]
    common = _common([one for one in read if len(one.grams) >= LEAST_RUNS])
    found = [_of(read_a, read_b, shared) for read_a, read_b, shared in common]
    return tuple(one for one in found if one.share_permille >= LEAST_PERMILLE)


def _read(article: Article) -> _Read:
    words: Words = []
    grams: Grams = defaultdict(list)
    for start, end in _stretches(article):
        before = len(words)
        words += [(_plain(m[0]), m.start(), m.end()) for m in _WORD.finditer(article.text, start, end)]
        for i in range(before, len(words) - RUN + 1):
            grams[tuple(word for word, _, _ in words[i : i + RUN])].append(i)
    return _Read(article.id, words, dict(grams))


def _stretches(article: Article) -> Iterator[tuple[int, int]]:
    """What is text: title and body, and what lies in no block."""
    at = 0
    for block in sorted(article.blocks, key=lambda one: (one.start, one.end)):
        yield at, max(at, block.start)
        if block.part in _TEXT:
            yield max(at, block.start), max(at, block.end)
        at = max(at, block.end)
    yield at, max(at, len(article.text))


def _plain(word: str) -> str:
    """A word as it is compared: without marks over letters, without the Arabic stroke, in one case."""
    split = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in split if not unicodedata.combining(letter) and letter != "\u0640")


def _common(read: Sequence[_Read]) -> Iterator[tuple[_Read, _Read, int]]:
    """Every two articles with how many runs both have."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, one in enumerate(read):
        for gram in one.grams:
            holders[gram].append(i)
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for held in holders.values():
        for pair in combinations(held, 2):
            counts[pair] += 1
    yield from ((read[i], read[j], shared) for (i, j), shared in sorted(counts.items()))


def _of(a: _Read, b: _Read, shared: int) -> Copied:
    part, whole = (a, b) if len(a.grams) <= len(b.grams) else (b, a)
    share = 1000 * shared // len(part.grams)
    return Copied(part.id, whole.id, share, _passages(part, whole) if share >= LEAST_PERMILLE else ())


def _passages(part: _Read, whole: _Read) -> tuple[Passage, ...]:
    """The longest stretches that both have, one after the other through the contained one."""
    found, at, starts = [], 0, {i: gram for gram, held in part.grams.items() for i in held}
    while at < len(part.words):
        places = whole.grams.get(starts[at], [])[:_CANDIDATES] if at in starts else []
        if not places:
            at += 1
            continue
        most, there = max((_alike(part.words, at, whole.words, place), -place) for place in places)
        found.append(Passage(_span(part.words, at, most), _span(whole.words, -there, most)))
        at += most
    return tuple(found)


def _alike(a: Words, i: int, b: Words, j: int) -> int:
    """How many words from there on are the same."""
    length = 0
    while i + length < len(a) and j + length < len(b) and a[i + length][0] == b[j + length][0]:
        length += 1
    return length


def _span(words: Words, at: int, length: int) -> tuple[int, int]:
    return words[at][1], words[at + length - 1][2]


def one_text(a: tuple[int, int], b: tuple[int, int], copy: Copied) -> bool:
    """Whether two quotes, the first in the contained article, are for half of the shorter the same words."""
    same = sum(_both(_moved(a, one), b) for one in copy.passages)
    return 2 * same >= min(a[1] - a[0], b[1] - b[0])


def _moved(span: tuple[int, int], passage: Passage) -> tuple[int, int]:
    """What of a span lies in a passage, where it stands in the other article."""
    (start, end), (there, then) = passage.part, passage.whole
    inside = (max(span[0], start), min(span[1], end))
    if inside[0] >= inside[1]:
        return (there, there)
    return tuple(there + (at - start) * (then - there) // (end - start) for at in inside)  # type: ignore[return-value]


def _both(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))
