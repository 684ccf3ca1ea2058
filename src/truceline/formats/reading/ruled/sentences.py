"""Sentences of Arabic and Russian: cut at full stops and lines, abbreviations, initials and figures left whole.

What goes on longer than any sentence does is cut at a fixed length, so that reading takes time linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from truceline.claims import Article
from truceline.claims.articles import Part
from truceline.formats.reading.letters import Token, folded, tokens
from truceline.formats.reading.ruled.lexicon import Forms
from truceline.formats.reading.words import Words

_ENDS = frozenset(".!?")
_CLOSING = frozenset('»”"’)')
LONGEST = 160  # tokens
_WRAPPED = 160  # characters: where lines are longer than this, each line is a paragraph
_SHORT = 7  # tenths of the longest line: a shorter line without a full stop is a title, a credit or the like


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence."""

    row: Sequence[Token]
    part: Part  # of the page


class Sentences:
    """A language's sentences."""

    def __init__(self, words: Words, forms: Forms) -> None:
        """Take the language's abbreviations."""
        del forms
        self.short = frozenset(folded(one).rstrip(".") for one in words.list("abbreviations", "abbreviations"))

    def of(self, article: Article, read: Sequence[Part], dateline: tuple[int, int] = (0, 0)) -> Iterator[Sentence]:
        """The sentences of the parts of a page that are read, its dateline left out."""
        longest = max(map(len, article.text.splitlines()), default=0)
        short = len(article.text) if longest > _WRAPPED else longest * _SHORT // 10
        for part, start, end in _without(_runs(article, read), dateline):
            row = tokens(article.text, start, end)
            for first, last in self._cut(row, short):
                for at in range(first, last, LONGEST):
                    yield Sentence(row[at : min(at + LONGEST, last)], part)

    def _cut(self, row: Sequence[Token], width: int) -> Iterator[tuple[int, int]]:
        first, line = 0, 0
        for i, token in enumerate(row):
            if token.line:
                short = i > first and row[i - 1].end - row[line].start < width
                if i > first and (token.line > 1 or short):
                    yield first, i
                    first = i
                line = i
            if self._closes(row, i, first):
                yield first, i + 1
                first = i + 1
        if first < len(row):
            yield first, len(row)

    def _closes(self, row: Sequence[Token], i: int, first: int) -> bool:
        """Whether a sentence ends with this token: a stop, or the closing mark after one."""
        after = row[i + 1] if i + 1 < len(row) else None
        if self._ends(row, i):
            return after is None or after.word not in _CLOSING or after.start != row[i].end
        closing = i > first and row[i].word in _CLOSING and row[i].start == row[i - 1].end and self._ends(row, i - 1)
        return closing and (after is None or after.capital or after.line > 0)

    def _ends(self, row: Sequence[Token], i: int) -> bool:
        token = row[i]
        if token.word not in _ENDS:
            return False
        if i + 1 < len(row) and row[i + 1].word in _ENDS and row[i + 1].start == token.end:
            return False
        if token.word != "." or not i or token.start > row[i - 1].end:
            return True
        before = row[i - 1]
        initial = before.capital and len(before.word) == 1
        if i + 1 < len(row) and not row[i + 1].line and (before.word in self.short or initial):
            return False
        return i + 1 == len(row) or row[i + 1].start > token.end or row[i + 1].word in _CLOSING


def _without(runs: Iterable[tuple[Part, int, int]], span: tuple[int, int]) -> Iterator[tuple[Part, int, int]]:
    """The stretches with one stretch cut out."""
    for part, start, end in runs:
        for first, last in ((start, min(end, span[0])), (max(start, span[1]), end)):
            if first < last:
                yield part, first, last


def _runs(article: Article, read: Sequence[Part]) -> Iterator[tuple[Part, int, int]]:
    """The stretches of a page by part, what lies in no block being body; neighbours of one part together."""
    at = 0
    runs: list[tuple[Part, int, int]] = []
    for block in sorted(article.blocks, key=lambda one: one.start):
        if block.start > at:
            runs.append((Part.BODY, at, block.start))
        if block.end > at:
            runs.append((block.part, max(at, block.start), block.end))
            at = block.end
    runs.append((Part.BODY, at, len(article.text)))
    joined: list[tuple[Part, int, int]] = []
    for part, start, end in runs:
        gap = joined and not article.text[joined[-1][2] : start].strip()
        if joined and joined[-1][0] is part and gap and end > start:
            joined[-1] = (part, joined[-1][1], end)
        elif end > start:
            joined.append((part, start, end))
    yield from (one for one in joined if one[0] in read)
