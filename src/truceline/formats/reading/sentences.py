"""Words and sentences, with where each stands.

A full stop ends a sentence where what follows begins one; not after a title, an initial or an abbreviation, and not
inside a quotation that is closed in the same paragraph. Every step looks at each character a fixed number of times.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.claims import Article
from truceline.claims.articles import Part
from truceline.formats.reading.words import Words

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,6}(?:-[^\W_]+)*|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’.-]?[^\W_]+)*|[^\w\s]|_")
_OPENERS = frozenset({"the", "a", "it", "he", "she", "they", "in", "but"})  # before these an abbreviation may end one
LONGEST = 400  # tokens of a sentence
_STOPS = frozenset(".!?…")
_OPEN, _CLOSE = frozenset("“«"), frozenset("”»")
_STRAIGHT = '"'


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark."""

    text: str
    start: int  # in the article's text
    end: int  # last-plus-one
    low: str  # in small letters, straight apostrophe

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def word(self) -> bool:
        """Whether it is a word or a number, no mark."""
        return self.text[0].isalnum()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the body."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    paragraph: int  # number of the paragraph it stands in
    quoted: tuple[bool, ...]  # of each token: whether it stands inside quotation marks


def tokens(text: str, start: int, end: int) -> list[Token]:
    """The words and marks of a stretch."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        if len(word) > 3 and word[-2:] in {"'s", "’s"}:  # the possessive is a mark of its own
            cut = match.end() - 2
            found.append(Token(word[:-2], match.start(), cut, word[:-2].casefold().replace("’", "'")))
            found.append(Token(word[-2:], cut, match.end(), "'s"))
        else:
            found.append(Token(word, match.start(), match.end(), word.casefold().replace("’", "'")))
    return found


def paragraphs(article: Article) -> Iterator[tuple[int, int]]:
    """The body's paragraphs: neighbouring lines are one where the first has not ended and the next goes on."""
    blocks = article.blocks
    if not blocks:
        yield 0, len(article.text)
        return
    body = [(one.start, one.end) for one in blocks if one.part is Part.BODY]
    held: tuple[int, int] | None = None
    wrapped = _wrapped(article, body)
    for start, end in body:
        if held is not None and _goes_on(article.text, held, (start, end), wrapped=wrapped):
            held = (held[0], end)
            continue
        if held is not None:
            yield held
        held = (start, end)
    if held is not None:
        yield held


def _wrapped(article: Article, body: Sequence[tuple[int, int]]) -> bool:
    """Whether lines are broken at a width: most that have a neighbour end without ending a sentence."""
    joined = [a for a, b in itertools.pairwise(body) if b[0] - a[1] == 1]
    open_ones = sum(article.text[end - 1] not in '.!?…"”' for _, end in joined)
    return len(joined) >= 3 and open_ones * 2 > len(joined)


def _goes_on(text: str, before: tuple[int, int], after: tuple[int, int], *, wrapped: bool) -> bool:
    if text[before[1] - 1] in '.!?…"”:' and not (wrapped and after[0] - before[1] == 1):
        return False
    return text[after[0]].islower() or (wrapped and after[0] - before[1] == 1)


def sentences(article: Article, words: Words) -> list[Sentence]:
    """The sentences of an article's body, in order."""
    short = frozenset((*words.list("abbreviations", "titles"), *words.list("abbreviations", "others")))
    found: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(article)):
        here = tokens(article.text, start, end)
        quoted = _quoted(here)
        for first, last in _short(_cuts(here, quoted, short)):
            run = tuple(here[first:last])
            found.append(Sentence(run[0].start, run[-1].end, run, number, tuple(quoted[first:last])))
    return found


def _short(cuts: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is longer than any sentence is cut, so that work stays in proportion to a text's length."""
    for first, last in cuts:
        for start in range(first, last, LONGEST):
            yield start, min(last, start + LONGEST)


def _quoted(run: Sequence[Token]) -> list[bool]:
    """Which tokens stand inside quotation marks, the marks included; a mark never closed opens nothing."""
    inside = [False] * len(run)
    opened = -1
    for i, token in enumerate(run):
        closing = token.text in _CLOSE or (token.text == _STRAIGHT and opened >= 0)
        if opened >= 0 and closing:
            inside[opened : i + 1] = [True] * (i + 1 - opened)
            opened = -1
        elif token.text in _OPEN or token.text == _STRAIGHT:
            opened = i
    if opened >= 0 and len(run) - opened > 1:  # a quotation that goes on in the next paragraph
        inside[opened:] = [True] * (len(run) - opened)
    return inside


def _cuts(run: Sequence[Token], quoted: Sequence[bool], short: frozenset[str]) -> Iterator[tuple[int, int]]:
    """First and last-plus-one token of each sentence."""
    first = 0
    for i, token in enumerate(run[:-1]):
        after = run[i + 1]
        if token.text in _STOPS and not quoted[i]:
            if after.start > token.end and _begins(after) and not _shortened(run, i, short):
                yield first, i + 1
                first = i + 1
        elif _quote_ends(run, quoted, i) and _begins(after) and not _tagged(run, i + 1):
            yield first, i + 1
            first = i + 1
        elif len(token.text) > 3 and token.text.endswith(".") and after.capital and after.low in _OPENERS:
            yield first, i + 1  # "… in the U.S. The next …"
            first = i + 1
    if first < len(run):
        yield first, len(run)


def _quote_ends(run: Sequence[Token], quoted: Sequence[bool], i: int) -> bool:
    """Whether a quotation that held a whole sentence closes here."""
    closes = run[i].text in _CLOSE or run[i].text == _STRAIGHT
    return closes and quoted[i] and i > 0 and run[i - 1].text in _STOPS and not (quoted[i + 1] and run[i + 1].word)


def _tagged(run: Sequence[Token], i: int) -> bool:
    """Whether what follows a quotation belongs to it: it opens in small letters."""
    return not run[i].capital and run[i].word


def _begins(token: Token) -> bool:
    """Whether a sentence may begin here."""
    return token.capital or token.text[0].isdigit() or token.text in _OPEN or token.text in {_STRAIGHT, "‘", "'", "["}


def _shortened(run: Sequence[Token], i: int, short: frozenset[str]) -> bool:
    """Whether the stop at `i` belongs to the word before it."""
    if run[i].text != "." or i == 0 or run[i - 1].end != run[i].start:
        return False
    before = run[i - 1]
    single = len(before.text) == 1 and before.capital
    return single or before.low in short
