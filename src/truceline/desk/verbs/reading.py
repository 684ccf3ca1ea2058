"""Reports read: the claims in them, who said each first, how many origins each matter has, what was done in what order.

`sources` works on files alone and keeps nothing. What a report in the record claims is read by `claims`, which
appends or seals one further entry. The program is named as the reader; whoever corrects it reads with its claims in a
file, and is named instead. Nothing here grades a source or says that anything happened.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from truceline.actors import Roster
from truceline.canon import Json, to_json
from truceline.claims import (
    Article,
    Claim,
    Copied,
    Credibility,
    Parties,
    Precision,
    Published,
    Registry,
    Roots,
    Step,
    copied,
    credibility,
    roots,
)
from truceline.claims.articles import Part
from truceline.claims.chains import UNNAMED_SOURCE
from truceline.desk.evidence.words import pages_of
from truceline.desk.verbs.intake import read_article
from truceline.formats import reading
from truceline.formats.reading import Extractor, Finder, Known, Refusal, words
from truceline.formats.reading.aliases import Aliases
from truceline.formats.reading.articles import publication
from truceline.formats.reports import Given, ReportRead, read_pages, read_report
from truceline.incidents.threads import DEEDS, Happening, Thread, happenings, threads
from truceline.period import Instant
from truceline.terms import Compiled

LANGUAGES = ("en", "ar", "ru")
OTHERWISE = "en"  # the language of a report whose own nothing here reads
NOBODY = f"/{UNNAMED_SOURCE}"  # "it is said": not even an institution
_WHOLE = re.compile("[^~=]+")  # a name that is no stem and no form of another
_MAGIC = 1024  # bytes among which a PDF says that it is one
_HEAD, _FOOT = 3, 2  # lines of a page in which its publisher stands alone
_FEW = 6  # words of a line that signs a page
_SHORT = 3  # letters of a name that may be anything within a line
_DATELINE = re.compile(r"[^()\n]{2,60}\(([^()\n]{2,40})\)\s*[-–—:]")


@dataclass(frozen=True, slots=True)
class Story:
    """Claims of one matter, and how many origins they have."""

    happening: Happening | None  # what was done; None: they tell of nothing done, and one document or one claim is it
    claims: tuple[int, ...]  # by index among all claims
    roots: Roots  # its indices are those of all claims
    credibility: Credibility | None = None  # likewise; None: they tell of nothing done


@dataclass(frozen=True, slots=True)
class Sources:
    """Reports with the claims in them, what they tell of, and on whom they rest."""

    articles: tuple[Article, ...]
    claims: tuple[Claim, ...]
    refused: tuple[Refusal, ...]  # what was read out and is not in the report
    copies: tuple[Copied, ...]  # articles that carry another's text
    stories: tuple[Story, ...]  # happenings first, as in `threads`
    threads: tuple[Thread, ...]  # of happenings by their index among stories
    files: Mapping[str, str] = field(default_factory=dict)  # article → its file's name, where it was one
    names: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # actor → language → name, where they are known

    def article(self, claim: Claim) -> Article:
        """The article that a claim was read in."""
        return next(one for one in self.articles if one.id == claim.article)

    def plain(self) -> Json:
        """As one JSON object, for machines."""
        return {
            "articles": [_article(one) for one in self.articles],
            "claims": [to_json(Claim, one) for one in self.claims],
            "refused": [{"by": one.extractor, "reason": one.reason} for one in self.refused],
            "copies": [to_json(Copied, one) for one in self.copies],
            "stories": [to_json(Story, one) for one in self.stories],
            "threads": [to_json(Thread, one) for one in self.threads],
        }


def _article(one: Article) -> Json:
    """An article without its text, which whoever named the file has."""
    tree = to_json(Article, one)
    return {name: value for name, value in tree.items() if name not in {"text", "blocks"}}  # type: ignore[union-attr]  # a dataclass is an object


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a deployment knows before it reads."""

    gazetteer: Finder | None = None  # None: places stay as written
    outlets: Registry = field(default_factory=Registry)
    agreement: Compiled | None = None  # whose actors and parties they are; None: those of the shipped dictionary

    def of(self, language: str) -> Known:
        """The same for one language."""
        shipped = Aliases.shipped()
        actors = Aliases.of(self.agreement.roster).before(shipped) if self.agreement else shipped
        return Known(words.load(language), self.outlets, self.gazetteer, actors)

    def parties(self) -> Parties:
        """Who speaks in whose cause: as the agreement has it, else each shipped state and armed body in its own."""
        return Parties(self.agreement or Compiled.of(Aliases.shipped().roster()), self.outlets)


def places(paths: Sequence[Path]) -> Finder:
    """The places of a deployment's files; raises DataError."""
    from truceline.desk import gazetteers  # noqa: PLC0415 - few reports are read with places of their own

    return gazetteers.load(paths)


# ── files ─────────────────────────────────────────────────────────────────────────────────────


def sources(
    paths: Sequence[Path],
    known: Knowledge,
    published: Mapping[Path, Published] | None = None,
    received: Instant | None = None,
) -> Sources:
    """What reports in files claim, and on whom it rests; `published` stands where a text gives no day of its own.

    `received`: by when they had come in; a dateline without a year is the last such day before. Raises DataError for a
    file that cannot be read.
    """
    days = published or {}
    read = {path: _read(path, known, days.get(path), received) for path in paths}
    found = told(tuple(read.values()), known)
    return replace(found, files={one.id: path.name for path, one in read.items()})


def article_of(data: bytes, given: Given, name: str) -> Article:
    """The article in a document's bytes; raises DataError where it has no text that can be read."""
    if b"%PDF-" in data[:_MAGIC]:
        return read_pages(data, pages_of(data, name), given).article
    return read_report(data, name, given).article


def _read(path: Path, known: Knowledge, published: Published | None, received: Instant | None = None) -> Article:
    """The article in a file, with its outlet where the page names one that is known."""
    read = read_article(path)
    found = read.article
    if not found.outlet:
        found = replace(found, outlet=outlet_of(read, known.outlets))
    if found.published.at is None and (published or received):
        language = found.language if found.language in LANGUAGES else OTHERWISE
        when = published or publication(found.text, words.load(language), found.url, received)
        return replace(found, published=when)
    return found


def outlet_of(read: ReportRead, outlets: Registry) -> str:
    """Who published a report, by what the page says of itself; empty where it names nobody that is known.

    The publisher that a page declares, else a line at its head or foot that is an outlet's name, else the agency of its
    dateline. An outlet that is only spoken of is none of these.
    """
    text = read.article.text
    lines = [line.strip(" \t-–—|©()") for line in text.split("\n") if line.strip()]
    ends = dict.fromkeys((*lines[:_HEAD], *lines[-_FOOT:]))
    datelines = (found[1] for line in lines[:_HEAD] if (found := _DATELINE.match(line)))
    for name in (read.site, *ends, *datelines):
        if name and (one := outlets.named(name)):
            return one.id
    return _signed(lines[-_FOOT:], outlets) or _in_furniture(read.article, outlets)


def _signed(foot: Sequence[str], outlets: Registry) -> str:
    """The outlet with whose name a short line at the foot of a page begins, as in "The Courier on the air"."""
    short = [line for line in foot if len(line.split()) <= _FEW and line[-1:].isalnum()]
    names = ((name, one.id) for one in outlets.outlets.values() for name in one.names if len(name) > _SHORT)
    return next((key for name, key in names for line in short if line.startswith(f"{name} ")), "")


def _in_furniture(one: Article, outlets: Registry) -> str:
    """The one known outlet that a page's furniture names; empty where it names none, or several."""
    words = " ".join(one.text[block.start : block.end] for block in one.blocks if block.part is Part.FURNITURE)
    named = {
        each.id
        for each in outlets.outlets.values()
        if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words) for name in each.names if len(name) > _SHORT)
    }
    return named.pop() if len(named) == 1 else ""


def given(day: dt.date) -> Published:
    """A day of publication that somebody gives for a report."""
    at = Instant.of(dt.datetime.combine(day, dt.time(), dt.UTC))
    return Published(at, Precision.DAY, "given")


def after(day: dt.date) -> Instant:
    """The first instant after a day."""
    return Instant.of(dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC))


def told(articles: Iterable[Article], known: Knowledge) -> Sources:
    """What articles claim, and on whom it rests; one that comes twice is read once."""
    each = tuple({one.id: one for one in articles}.values())
    sifted = [claims_in(one, known) for one in each]
    claims = tuple(claim for found in sifted for claim in found.claims)
    refused = tuple(one for found in sifted for one in found.refused)
    copies = copied(each)
    published = {one.id: one.published for one in each}
    done = happenings(claims, published, copies)
    groups = [*((one, one.claims) for one in done), *((None, one) for one in _others(claims, done))]

    matter = _Matter(claims, known.outlets, copies, published, known.parties())
    stories = tuple(matter.story(one, group) for one, group in groups)
    return Sources(
        each,
        claims,
        refused,
        copies,
        stories,
        threads(done, claims),
        names=_names(known.agreement.roster if known.agreement else None),
    )


@dataclass(frozen=True, slots=True)
class _Matter:
    """What counting and grading need beside the claims of one matter."""

    claims: tuple[Claim, ...]
    outlets: Registry
    copies: tuple[Copied, ...]
    published: Mapping[str, Published]
    parties: Parties

    def story(self, done: Happening | None, group: tuple[int, ...]) -> Story:
        """The claims of a matter with their origins, and how credible it is where it is something done."""
        some = speaking(self.claims, group, done.parties if done and done.deed in DEEDS else frozenset())
        counted = roots([self.claims[i] for i in some], self.outlets, self.copies, self.published).among(some)
        return Story(done, group, counted, self.graded(group, some) if done else None)

    def graded(self, group: Sequence[int], some: Sequence[int]) -> Credibility:
        """The grade of those that speak for a matter, and of those that deny it."""
        asked = tuple(i for i in group if i in some or self.claims[i].denies)
        told = [self.claims[i] for i in asked]
        return credibility(told, self.parties, self.outlets, self.copies, self.published).among(asked)


def _names(roster: Roster | None) -> dict[str, dict[str, str]]:
    """What actors are called in each language: as the agreement says, else by a shipped name that stands whole."""
    whole = {
        key: {lang: name for lang, some in one.names.items() if (name := next(filter(_WHOLE.fullmatch, some), ""))}
        for key, one in Aliases.shipped().actors.items()
    }
    own = {key: dict(one.names) for key, one in roster.actors.items()} if roster else {}
    return {key: names for key, names in {**whole, **own}.items() if names}


def claims_in(one: Article, known: Knowledge) -> reading.Sifted:
    """The claims in an article, by the rules of its language."""
    language = one.language if one.language in LANGUAGES else OTHERWISE
    mine = known.of(language)
    return reading.sift(one, mine, [_extractor(language, mine.words)])


def _extractor(language: str, mine: words.Words) -> Extractor:
    """What reads a language; loaded when a report in it comes."""
    if language == "en":
        from truceline.formats.reading.english import English  # noqa: PLC0415 - as it says

        return English(mine)
    from truceline.formats.reading.ruled import Arabic, Russian  # noqa: PLC0415 - as it says

    return Arabic(mine) if language == "ar" else Russian(mine)


def speaking(claims: Sequence[Claim], group: Sequence[int], parties: frozenset[str] = frozenset()) -> tuple[int, ...]:
    """The claims of a matter whose origins are counted: those that speak for it, by their sources.

    What denies it speaks against it. Where an article names whose word it has it on, three kinds of its claims rest on
    that word as well: what it says in its own voice (a headline and a first sentence sum up what follows), what it
    only calls said, and what somebody beside the matter, none of its `parties`, remarks on it.
    """
    told_for = [i for i in group if not claims[i].denies] or list(group)
    own = {i: _sourced(claims[i], parties) for i in told_for}
    told = {(claims[i].article, claims[i].kind) for i, sourced in own.items() if sourced}
    return tuple(i for i, sourced in own.items() if sourced or (claims[i].article, claims[i].kind) not in told)


def _sourced(claim: Claim, parties: frozenset[str]) -> bool:
    """Whether a claim says on whose word it is that it was so."""
    if len(claim.chain) < 2 or (len(claim.chain) == 2 and claim.chain[1].source == NOBODY):
        return False
    last = claim.chain[-1]
    beside = last.step is Step.SAID and not parties & {re.split(r"[./]", last.source)[0]}
    return not (parties and beside)


def _others(claims: Sequence[Claim], done: Sequence[Happening]) -> list[tuple[int, ...]]:
    """Claims that tell of nothing done: those that stand in one document together, the others each alone."""
    told_of = {i for one in done for i in one.claims}
    groups: dict[str, list[int]] = {}
    for i, claim in enumerate(claims):
        if i not in told_of:
            last = claim.chain[-1] if claim.chain else None
            groups.setdefault(last.source if last and last.step is Step.DOCUMENT else str(i), []).append(i)
    return [tuple(group) for group in groups.values()]
