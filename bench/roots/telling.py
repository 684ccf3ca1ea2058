"""The sources of a row as claims with chains, so that roots are counted as they are for articles.

A row says which offices reported an event and, for all of them together, who said it first. Which of them rests on
whom it does not say. So a chain is as sure as the row: an office named as origin is its own; a digest, or any office
where no office is named, rests on the one origin that is; else it may rest on it, and may not.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.claims import Claim, Event, Link, Registry, Report, Roots, Step, roots

_FILE = tomllib.loads((Path(__file__).parent / "offices.toml").read_text(encoding="utf-8"))
_SPELLINGS: dict[str, str] = _FILE["spellings"]
_DIGESTS = frozenset(_FILE["kinds"]["digest"])
_RESEARCH = frozenset(_FILE["kinds"]["research"])
_BETWEEN = re.compile(r"[,/]|(?<=\w\w)\. ")  # the stop of an abbreviation parts nothing
_BY = re.compile(r"^([\w .-]{2,40}): ")  # "SOHR: …" before what somebody relays
NOWHERE = (0, 1)  # a row's sources are columns; no words of a text show them


@dataclass(frozen=True, slots=True)
class Sources:
    """What a row says of where it comes from."""

    offices: tuple[str, ...]  # who published, each once
    headlines: tuple[tuple[str, str], ...]  # office and headline of every report
    origins: tuple[str, ...]  # who said it first, of all reports together; empty: not said

    @classmethod
    def of(cls, event: Event, *, told: bool = True) -> Sources:
        """A row's; `told`: with the coders' column of original sources."""
        offices = dict.fromkeys(named(one.office) for one in event.reports)
        headlines = tuple((named(one.office), one.headline) for one in event.reports)
        return cls(tuple(offices), headlines, tuple(_origins(event.reports)) if told else ())


def counted(sources: Sources) -> Roots:
    """The range of roots of one row."""
    return roots(list(claims(sources)), Registry())


def claims(sources: Sources) -> Iterator[Claim]:
    """One claim for each office, and one for each origin that is none of the offices."""
    others = [one for one in sources.origins if one not in sources.offices]
    for office in sources.offices:
        relied = _relied(office, sources)
        yield _claim(office, *relied)
        others = [one for one in others if one not in {link.source for link in relied}]
    asked = _asked(sources)
    for other in others:
        yield _claim(asked, Link(Step.SAID, other, other, NOWHERE))


def named(office: str) -> str:
    """An office by one spelling."""
    plain = " ".join(office.casefold().split())
    return _SPELLINGS.get(plain, plain)


def _origins(reports: Sequence[Report]) -> Iterator[str]:
    written = reports[0].original if reports else ""
    yield from dict.fromkeys(named(one) for one in _BETWEEN.split(written) if one.strip())


def _relied(office: str, sources: Sources) -> tuple[Link, ...]:
    """On whom an office's report rests, as far as the row says."""
    if office in sources.origins:
        return ()
    relayed = [found[1] for name, line in sources.headlines if name == office and (found := _BY.match(line))]
    if relayed and named(relayed[0]) in (*sources.offices, *sources.origins):
        return (_cites(named(relayed[0])),)
    heard = [one for one in sources.origins if one not in sources.offices]
    if office not in _DIGESTS and len(heard) == 1 and len(sources.origins) > 1:
        return (Link(Step.SAID, heard[0], heard[0], NOWHERE),)
    if len(sources.origins) != 1:
        unsaid = office in _DIGESTS or len(sources.origins) > 1
        return (Link(Step.UNNAMED, "", "/unnamed", NOWHERE),) if unsaid else ()
    (origin,) = sources.origins
    if office in _DIGESTS or origin not in sources.offices:
        return (_cites(origin),)
    return (Link(Step.CREDIT, origin, origin, NOWHERE),)


def _cites(source: str) -> Link:
    return Link(Step.CITES, source, source, NOWHERE)


def _asked(sources: Sources) -> str:
    """Which office spoke to the witnesses: the one, or the one that researches; empty where the row cannot say."""
    likely = sources.offices if len(sources.offices) == 1 else [one for one in sources.offices if one in _RESEARCH]
    return likely[0] if len(likely) == 1 else ""


def _claim(office: str, *links: Link) -> Claim:
    outlet = Link(Step.OUTLET, office, office or "unknown:row")
    return Claim(article=office or "row", span=(0, 1), quote=" ", chain=(outlet, *links))
