"""From a report to the claims in it: the interface that every extractor keeps to, and the gate behind it.

An extractor reads an article and yields claims. Whoever made them, rules here or anything added later, the gate
asks of each that its quote is what stands in the report at its span, that every cue lies in the report, and that it
is not read from a page's furniture. What fails is refused and listed with its reason; nothing is mended.

What it does not do: judge whether a claim is true, grade a source, or set anybody's status by an outlet's label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from truceline.claims import Article, Claim, Registry
from truceline.claims.articles import Part
from truceline.errors import DataError, Fault
from truceline.formats.reading.words import Words
from truceline.place import Position

__all__ = ["Extractor", "Finder", "Known", "Naming", "Refusal", "Sifted", "Words", "read", "sift"]


class Found(Protocol):
    """A place that a name may mean: the gazetteer's candidate."""

    @property
    def place(self) -> Located: ...
    @property
    def score(self) -> int: ...


class Located(Protocol):
    """A place with its position and how wide it is."""

    @property
    def id(self) -> str: ...
    @property
    def position(self) -> Position: ...
    @property
    def radius_m(self) -> int: ...


class Finder(Protocol):
    """Where names may lie: the gazetteer."""

    def find(self, text: str, near: Position | None = None, most: int = 5) -> Sequence[Found]:
        """The places a name may mean, the best first."""
        ...


class Naming(Protocol):
    """Who is meant by a written name; None where nobody known is."""

    def actor(self, written: str) -> str | None:
        """The id of who is meant."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """What a deployment knows before it reads."""

    words: Words  # the language's rules and dictionaries
    outlets: Registry = field(default_factory=Registry)  # publishers by name
    gazetteer: Finder | None = None  # places; None: places stay as written
    actors: Naming | None = None  # actors of the deployment; None: the language's own dictionary alone


class Extractor(Protocol):
    """Whatever reads claims out of an article."""

    @property
    def name(self) -> str:
        """What names it in a refusal."""
        ...

    def read(self, article: Article, known: Known) -> Iterable[Claim]:
        """The claims of an article."""
        ...


@dataclass(frozen=True, slots=True)
class Refusal:
    """A claim that did not pass the gate."""

    extractor: str
    claim: Claim
    reason: str  # what was wrong with it


@dataclass(frozen=True, slots=True)
class Sifted:
    """What passed the gate, and what did not."""

    claims: tuple[Claim, ...]  # in order of their spans
    refused: tuple[Refusal, ...]


def sift(article: Article, known: Known, extractors: Iterable[Extractor]) -> Sifted:
    """Every extractor's claims, parted at the gate."""
    kept: list[Claim] = []
    refused: list[Refusal] = []
    for one in extractors:
        for claim in one.read(article, known):
            reason = fault_of(article, claim)
            if reason:
                refused.append(Refusal(one.name, claim, reason))
            else:
                kept.append(claim)
    return Sifted(tuple(sorted(dict.fromkeys(kept), key=lambda claim: claim.span)), tuple(refused))


def read(article: Article, known: Known, extractors: Iterable[Extractor]) -> tuple[Claim, ...]:
    """Every extractor's claims; raises DataError naming each that the report does not bear out."""
    sifted = sift(article, known, extractors)
    if sifted.refused:
        raise DataError("claims were read that the report does not bear out", tuple(map(_fault, sifted.refused)))
    return sifted.claims


def fault_of(article: Article, claim: Claim) -> str:
    """What the report does not bear out in a claim; empty where it passes."""
    start, end = claim.span
    if claim.article != article.id:
        return "it is of another article"
    if not _within(claim.span, article):
        return "its span is no stretch of the report"
    if claim.quote != article.text[start:end]:
        return "its quote is not what stands at its span"
    if any(link.cue != (0, 0) and not _within(link.cue, article) for link in claim.chain):
        return "a cue of its chain is no stretch of the report"
    if article.part_at(start) is Part.FURNITURE:
        return "it is read from the page's furniture"
    if claim.count is not None and not _is_range(*claim.count):
        return "its count is no range"
    return ""


def _is_range(least: int, most: int | None) -> bool:
    return least >= 0 and (most is None or least <= most)


def _within(span: tuple[int, int], article: Article) -> bool:
    return 0 <= span[0] < span[1] <= len(article.text)


def _fault(refusal: Refusal) -> Fault:
    start, end = refusal.claim.span
    return Fault(
        refusal.claim.article[:12],
        0,
        f"claim {start}:{end} by {refusal.extractor}",
        "words of the report at their own span",
        f"{refusal.reason}: {refusal.claim.quote!r}",
        "Mend the extractor; a quote is never made up.",
    )
