"""Fictional reports with the tree that each of them has, and what of it was read.

One file is one scenario: two to four reports of one matter, for every claim in it the chain from the outlet to the
origin with the words that show it, and how many roots they have together. Chains are compared as a reader would:
which outlet or person follows which, by what kind of step; not by the ids somebody chose.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truceline.claims import Article, Chain, Claim, Link, Outlet, Precision, Published, Registry, Step
from truceline.formats.reports import Given, read_report
from truceline.period import Instant

FOLDER = Path(__file__).parent / "unseen"
NO_SCENARIOS = {"outlets", "renamings"}
FROM = {Step.CITES, Step.DATELINE, Step.CREDIT, Step.CARRIED}  # of these, it matters from whom, not how
STEM = 5  # letters by which a word is known in any ending
_END = re.compile(r"(?<=[.!?؟])[\"”»]?\s|\n")


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """What a reader finds in one sentence."""

    says: str  # words of the sentence
    modality: tuple[str, ...]  # any of these is right
    affirms: bool
    counted: bool  # whether it speaks for the matter whose roots are counted
    chains: tuple[tuple[str, ...], ...]  # any of these is right: "said fire chief"
    cues: tuple[str, ...]  # words that show a link; a cue of the chain must touch each
    kind: str
    day: str  # on which it happened; empty: not asked
    count: tuple[int, int] | None

    def names(self, chain: Chain) -> bool:
        """Whether a chain goes the way of one that is right."""
        return any(_same(chain, right) for right in self.chains)

    def said_as(self, claim: Claim) -> bool:
        """Whether it is read as what it is: a denial in either form, else one of the modalities that are right."""
        denial = not self.affirms or "denied" in self.modality
        return claim.denies if denial else not claim.denies and claim.modality.value in self.modality

    def shows(self, chain: Chain, text: str) -> bool:
        """Whether each of the cues' words is touched by a cue of the chain; an outlet alone needs none."""
        if len(chain) == 1:
            return True
        spans = [(text.index(cue), text.index(cue) + len(cue)) for cue in self.cues]
        return all(any(_meet(span, link.cue) for link in chain) for span in spans)


@dataclass(frozen=True, slots=True)
class GoldText:
    """One report."""

    id: str
    outlet: str
    language: str
    text: str
    published: str
    claims: tuple[GoldClaim, ...]

    def article(self) -> Article:
        """The report as intake gives it."""
        day = Published(Instant.parse(f"{self.published}T00:00:00Z"), Precision.DAY, "given")
        return read_report(self.text.encode(), f"{self.id}.txt", Given(outlet=self.outlet, published=day)).article


@dataclass(frozen=True, slots=True)
class Scenario:
    """Reports of one matter, and how many roots they have."""

    name: str
    texts: tuple[GoldText, ...]
    low: int
    high: int
    merge: tuple[tuple[str, str], ...]  # texts whose claims tell of one happening
    apart: tuple[tuple[str, str], ...]  # texts whose claims do not


Pairs = Sequence[tuple[str, str]]


def renamings() -> Mapping[str, Pairs]:
    """Each renaming's pairs, the longest first."""
    rows = tomllib.loads((FOLDER / "renamings.toml").read_text(encoding="utf-8"))["renaming"]
    return {one["name"]: sorted(((a, b) for a, b in one["pairs"]), key=lambda pair: -len(pair[0])) for one in rows}


def scenarios(pairs: Pairs = (), folder: Path = FOLDER) -> tuple[Scenario, ...]:
    """Every scenario, with names exchanged."""
    files = sorted(path for path in folder.glob("*.toml") if path.stem not in NO_SCENARIOS)
    return tuple(_scenario(path.stem, _table(path, pairs)) for path in files)


def outlets(pairs: Pairs = (), folder: Path = FOLDER) -> Registry:
    """The outlets of the texts, with names exchanged."""
    return Registry(
        Outlet(one["id"], tuple(one["names"]), one.get("owner", ""), one.get("wire", False), one.get("state_of", ""))
        for one in _table(folder / "outlets.toml", pairs)["outlet"]
    )


def exchanged(text: str, pairs: Pairs) -> str:
    """The text with every name exchanged at once, so that no new name is exchanged again."""
    if not pairs:
        return text
    new = dict(pairs)
    return re.sub("|".join(map(re.escape, new)), lambda found: new[found[0]], text)


def about(gold: GoldClaim, text: str, claims: Iterable[Claim]) -> list[Claim]:
    """The claims read from the words of one sentence; where none is, from its sentence; the widest overlap first."""
    start = text.index(gold.says)
    words = (start, start + len(gold.says))
    kept = [one for one in claims if _meet(one.span, words)]
    kept = kept or [one for one in claims if _meet(one.span, sentence_around(text, *words))]
    return sorted(kept, key=lambda one: (-_overlap(one.span, words), one.span))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a stretch, told by its stops."""
    first = max((found.end() for found in _END.finditer(text, 0, start)), default=0)
    last = _END.search(text, end)
    return first, last.start() if last else len(text)


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])


def _meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return _overlap(a, b) > 0


# ── chains ──


def _same(chain: Chain, right: Sequence[str]) -> bool:
    """Link by link; whose a document is may be said after it."""
    if len(chain) == len(right) + 1 and chain[-2].step is Step.DOCUMENT:
        chain = chain[:-1]
    return len(chain) == len(right) and all(map(_fits, chain, right))


def _fits(link: Link, right: str) -> bool:
    step, _, name = right.partition(" ")
    if step == "outlet":
        return link.step is Step.OUTLET and link.source == name
    if step == "cites":
        return link.step in FROM and link.source == name
    if link.step.value != step:
        return False
    said = set(_stems(f"{link.name} {link.source}"))
    return name == "*" or not said.isdisjoint(_stems(name))


def _stems(words: str) -> list[str]:
    """Words of some length, cut to what endings leave of them."""
    return [word[:STEM] for word in re.findall(r"\w{4,}", words.casefold())]


# ── files ──


def _table(path: Path, pairs: Pairs) -> dict[str, Any]:
    return tomllib.loads(exchanged(path.read_text(encoding="utf-8"), pairs))


def _scenario(name: str, table: dict[str, Any]) -> Scenario:
    texts = tuple(map(_text, table["text"]))
    low, high = table["roots_low"], table["roots_high"]
    merge, apart = (tuple((a, b) for a, b in table.get(key, ())) for key in ("merge", "apart"))
    return Scenario(name, texts, low, high, merge, apart)


def _text(one: dict[str, Any]) -> GoldText:
    claims = tuple(map(_claim, one["claim"]))
    return GoldText(one["id"], one["outlet"], one["language"], one["text"], one["published"], claims)


def _claim(one: dict[str, Any]) -> GoldClaim:
    count = tuple(one["count"]) if "count" in one else None
    return GoldClaim(
        says=one["says"],
        modality=tuple(one["modality"]),
        affirms=one.get("affirms", True),
        counted=one.get("counted", True),
        chains=(tuple(one["chain"]), *map(tuple, one.get("also", ()))),
        cues=tuple(one.get("cues", ())),
        kind=one.get("kind", ""),
        day=one.get("day", ""),
        count=count,
    )
