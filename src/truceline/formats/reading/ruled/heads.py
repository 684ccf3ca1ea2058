"""How a dispatch opens and ends: place, agency and day before the dash, the credit line below.

"موسكو (نورد) -", "БЕЛЬКОРА, 14 июля 2016 г. — НОРД.", "(وكالات)", "Источник: НОРД". An agency named there stands in the
chain; a day given in full there is the day of publication where the page gives none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from truceline.claims import Article, Link, Precision, Published, Step
from truceline.claims.articles import Part
from truceline.formats.reading.letters import Token, tokens
from truceline.formats.reading.ruled.days import FULL, Days, Told
from truceline.formats.reading.ruled.lexicon import Lexicon
from truceline.formats.reading.ruled.names import Names
from truceline.formats.reading.words import Words
from truceline.period import DAY_S, Period

_DASHES = frozenset("-–—")
_LONGEST = 16  # tokens of a dateline
_OTHERS = 4  # words beside the day in a line that says when it was published
_CREDIT = 90  # characters of a credit line


@dataclass(frozen=True, slots=True)
class Head:
    """What a dispatch says of itself."""

    links: tuple[Link, ...]  # agencies of its dateline and its credit line
    published: Published | None  # where the page gives no day, and the dateline or a line of its own does
    span: tuple[int, int]  # the dateline; (0, 0): none


class Heads:
    """A language's datelines and credits."""

    def __init__(self, words: Words, names: Names, days: Days) -> None:
        """Take the words of credit lines."""
        self.names, self.days = names, days
        self.credit = Lexicon.of(names.forms, {"credit": words.list("pages", "credit")})

    def of(self, article: Article) -> Head:
        """The dateline and credits of an article."""
        published: Published | None = None
        for start, end in _openings(article):
            row = tokens(article.text, start, min(end, start + 200))[: _LONGEST + 1]
            published = published or self._day_line(article, row)
            last = self._dash(row)
            if last:
                found = self._read(article, row, last)
                return replace(found, published=found.published or published)
        return Head(tuple(self._credits(article)), published, (0, 0))

    def _day_line(self, article: Article, row: Sequence[Token]) -> Published | None:
        """The day of publication, where a line says little else than a day in full and the page gives none."""
        day = self._day(article, row)
        others = sum(one.is_word for i, one in enumerate(row) if day and not day.first <= i < day.last)
        return _published(day, "byline") if day is not None and others <= _OTHERS else None

    def _day(self, article: Article, row: Sequence[Token]) -> Told | None:
        """A single day that is given in full, where the page gives no day of publication."""
        if article.published.at is not None:
            return None
        told = self.days.told(row, Published())
        return next((one for one in told if one.basis == FULL and _published(one, "")), None)

    def _dash(self, row: Sequence[Token]) -> int:
        """The index after the dash that ends a dateline; 0: there is none."""
        dashes = [i for i, one in enumerate(row) if one.word in _DASHES and i]
        for i in dashes:
            if any(one.word in {":", "!", "?"} for one in row[:i]):
                return 0
            agency = next((hit for hit in self.names.outlets.within(row, 0, i)), None)
            after = self.names.outlets.at(row, i + 1) if i + 1 < len(row) else None
            stop = after is not None and after.last < len(row) and row[after.last].word in {".", "-", "—", ":"}
            if stop and after:
                return after.last + 1
            opened = row[i - 1].word in {")", "."} or self._day_before(row, i)
            if agency is not None and (opened or agency.last == i):
                return i + 1
            if self._day_before(row, i):
                return i + 1
        return 0

    def _day_before(self, row: Sequence[Token], i: int) -> bool:
        return any(one.last in {i, i - 1} and one.first > 0 for one in self.days.told(row[:i], Published()))

    def _read(self, article: Article, row: Sequence[Token], last: int) -> Head:
        hit = next(self.names.outlets.within(row, 0, last), None)
        links = []
        if hit is not None:
            name = article.text[row[hit.first].start : hit.end]
            links.append(Link(Step.DATELINE, name, hit.value, (row[hit.first].start, hit.end)))
        day = self._day(article, row[:last])
        published = _published(day, "dateline") if day is not None else None
        credited = [one for one in self._credits(article) if hit is None or one.source != hit.value]
        return Head((*links, *credited), published, (row[0].start, row[last - 1].end))

    def _credits(self, article: Article) -> Iterator[Link]:
        """The agencies of credit lines: a block of credit, or a short last line that holds little else."""
        for start, end in _endings(article):
            row = tokens(article.text, start, end)
            hits = list(self.names.outlets.within(row))
            words = sum(one.is_word for one in row)
            told = sum(hit.last - hit.first for hit in hits)
            named = next(iter(self.credit.within(row)), None) is not None
            if hits and (named or words <= told + 2):
                for hit in hits:
                    yield Link(Step.CREDIT, article.text[hit.start : hit.end], hit.value, (hit.start, hit.end))


def _published(told: Told, basis: str) -> Published | None:
    """The day of publication that a day told is; None for a month or several days."""
    span = told.when.span if told.when is not None else None
    if not isinstance(span, Period) or span.start is None or span.end != span.start.plus(DAY_S):
        return None
    return Published(span.start, Precision.DAY, basis)


def _openings(article: Article) -> Iterator[tuple[int, int]]:
    """The first lines of the body."""
    found = 0
    at = 0
    for line in article.text.splitlines(keepends=True):
        start, at = at, at + len(line)
        if line.strip() and article.part_at(start) is Part.BODY:
            yield start, at
            found += 1
        if found == 4:
            return


def _endings(article: Article) -> Iterator[tuple[int, int]]:
    """Blocks of credit, and the last line of the text."""
    yield from ((one.start, one.end) for one in article.blocks if one.part is Part.CREDIT)
    text = article.text.rstrip()
    start = text.rfind("\n") + 1
    if start and len(text) - start <= _CREDIT and article.part_at(start) is not Part.CREDIT:
        yield start, len(text)
