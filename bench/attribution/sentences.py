"""The labelled sentences, what was found in them, and how right that is.

A sentence stands alone, as an article of one sentence in a paper that nobody knows. It is right where a cue of some
claim's chain touches the words in brackets, or where there are none and no cue was found.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from truceline.claims import Article, Outlet, Registry

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "ar", "ru")
LATER = "later"  # English as well, written when the rules were finished
PAPER = "paper-of-nobody"

Span = tuple[int, int]
Finder = Callable[[Article], list[Span]]  # the stretches taken for cues


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its label."""

    text: str
    language: str
    cue: Span | None  # the words that show who said it; None: nobody but the outlet

    def article(self) -> Article:
        """The sentence as an article."""
        return Article(hashlib.sha256(self.text.encode()).hexdigest(), self.text, PAPER, language=self.language)


@dataclass(frozen=True, slots=True)
class Right:
    """How right a finder is."""

    found: int  # cues that are there and were found
    wrong: int  # cues found where there are none, or elsewhere than they are
    missed: int  # cues that are there and were not found
    halves: int  # of those found, how many cover at least half of the words in brackets

    @property
    def precision(self) -> float:
        """Of what was found, the share that is there."""
        return self.found / max(1, self.found + self.wrong)

    @property
    def recall(self) -> float:
        """Of what is there, the share that was found."""
        return self.found / max(1, self.found + self.missed)

    @property
    def balance(self) -> float:
        """F1: the harmonic mean of both."""
        return 2 * self.found / max(1, 2 * self.found + self.wrong + self.missed)


def sentences() -> tuple[Sentence, ...]:
    """All that the rules could be mended after, in order of the files."""
    return tuple(_sentence(line, language) for language in LANGUAGES for line in _table(language)["sentences"])


def later() -> tuple[Sentence, ...]:
    """Those written when the rules were finished."""
    return tuple(_sentence(line, "en") for line in _table(LATER)["sentences"])


def outlets() -> Registry:
    """The outlets that the sentences name."""
    return Registry(Outlet(name, tuple(written)) for name, written in _table("outlets").items())


def measure(asked: Iterable[Sentence], finder: Finder) -> Right:
    """A finder's answers beside the labels."""
    found = wrong = missed = halves = 0
    for one in asked:
        spans = finder(one.article())
        met = one.cue is not None and any(_shared(span, one.cue) > 0 for span in spans)
        found += met
        wrong += bool(spans) and not met
        missed += one.cue is not None and not met
        halves += met and _covers(spans, one.cue)
    return Right(found, wrong, missed, halves)


def _covers(spans: Iterable[Span], cue: Span | None) -> bool:
    """Whether the stretches together cover at least half of a cue."""
    if cue is None:
        return False
    covered = {at for span in spans for at in range(max(span[0], cue[0]), min(span[1], cue[1]))}
    return 2 * len(covered) >= cue[1] - cue[0]


def _shared(a: Span, b: Span) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])


def _sentence(line: str, language: str) -> Sentence:
    text = re.sub(r"[\[\]]", "", line)
    start, end = line.find("["), line.find("]")
    return Sentence(text, language, None if start < 0 else (start, end - 1))


def _table(name: str) -> dict[str, list[str]]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
