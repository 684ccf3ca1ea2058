"""The claims of a report in the record: read by the program, or by a person who corrects it; said openly or sealed.

A report that is sealed is read for an officer who may see its words, and what is read out of it is sealed as it is. The
program says that it was the program; a person's file is signed as that person's, and each quote of it must stand in the
report at its span as well.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from truceline import __version__
from truceline.canon import Json, from_json, to_json
from truceline.claims import Article, Claim, Precision, Published
from truceline.claims.claims import Count
from truceline.desk.guard import Action, Given, decide, thing_of
from truceline.desk.node import Node
from truceline.desk.people import Unlocked
from truceline.desk.sealing.objects import SealedObject
from truceline.desk.verbs import reading, sealing
from truceline.desk.verbs.acting import Pen, Signed, appended, circulated, decided
from truceline.desk.verbs.naming import Found, find, said
from truceline.desk.verbs.reading import Knowledge
from truceline.desk.verbs.saying import stated
from truceline.desk.verbs.sealing import Kept, Wanted
from truceline.errors import DataError, Fault, Refused, UnknownName, shortened
from truceline.formats import reports
from truceline.kinds import ClaimRead, ClaimsRead, Marking, Reader, ReportReceived
from truceline.kinds.aspects import Aspect
from truceline.kinds.bounds import NAME_CHARS
from truceline.place import Area
from truceline.terms.vocabulary import KINDS

MOST = 10**9  # of what was counted, the most that an entry holds; there also where nobody says a most
_CURE = "Print the program's claims with --draft, correct those, and give the file again."


@dataclass(frozen=True, slots=True)
class Heard:
    """A report in the record, as far as whoever reads it may."""

    about: Found
    article: Article
    source: str  # who says so, as the report was taken in
    marking: Marking | None  # how far it may be passed on; None: it is in the open


def heard(node: Node, name: str, known: Knowledge, officer: Unlocked | None = None) -> Heard:
    """The report that is meant; raises UnknownName, and Refused where it is none, or its words are for others."""
    if officer is not None and (one := _sealed(node, name, officer)) and one.envelope:
        report = _given(node, one, officer)
        about = sealing.subject(node, name, officer)
        read = _article(report, one.files.get(report.original or ""), known, name)
        return Heard(about, read, report.source, one.envelope.marking)
    about = find(node, name)
    report = said(about, ReportReceived)
    original = node.blobs.get(report.original) if report.original else None
    return Heard(about, _article(report, original, known, str(about)), report.source, None)


def _sealed(node: Node, name: str, officer: Unlocked) -> SealedObject | None:
    """The sealed object that is meant; None where what is meant is in the open, or not there: `find` says which."""
    with suppress(UnknownName):
        return sealing.found(node, officer, name)[1]
    return None


def _given(node: Node, one: SealedObject, officer: Unlocked) -> ReportReceived:
    """A sealed report whose words, and files, the officer may see; raises Refused."""
    if not isinstance(one.payload, ReportReceived):
        raise Refused("nothing was read: what is named is sealed, and is no report. See `truceline seal list`")
    asked = (Aspect.WORDS,) if one.payload.text else (Aspect.WORDS, Aspect.FILES)
    for aspect in asked:
        decision = decide(officer.asker(node.origin), Action.SEE, thing_of(one), aspect, node.world.now())
        if decision.given is not Given.WHOLE:
            raise Refused(f"nothing was read: {decision.words}")
    return one.payload


def _article(report: ReportReceived, original: bytes | None, known: Knowledge, where: str) -> Article:
    """A report's words as an article: those in the entry, else those of its document."""
    outlet = known.outlets.named(report.source)
    given = reports.Given(
        outlet=outlet.id if outlet else "",
        url=report.url,
        published=Published(report.dated, Precision.DAY, "given") if report.dated else None,
        language="" if report.language == "other" else report.language,
    )
    if report.text:
        return reports.read_report(report.text.encode(), f"{where}.txt", given).article
    if original is None:
        cure = "Sync with a node that holds it, or give its words with --text when it is taken in."
        fault = Fault(where, 0, "original", "the document's bytes", "none here", cure)
        raise DataError("nothing was read: the report has no words here", (fault,))
    return reading.article_of(original, given, where)


# ── what is read out ──────────────────────────────────────────────────────────────────────────


def by_program(one: Heard, known: Knowledge) -> ClaimsRead:
    """What the program reads out of a report."""
    found = reading.claims_in(one.article, known)
    claims = tuple(_claim(claim, one.source) for claim in found.claims)
    return stated(ClaimsRead, Reader.PROGRAM, f"truceline {__version__}", claims)


def _claim(one: Claim, source: str) -> ClaimRead:
    """A claim as an entry has it; what no entry has a word for is left to its quote."""
    outlet = one.chain[0].name if one.chain else ""
    return stated(
        ClaimRead,
        one.modality,
        one.quote,
        one.span,
        one.affirms,
        _names(one.by),
        _names(one.against),
        one.kind if one.kind in KINDS else "",
        place_name=_name(one.place_name),
        place=one.place if isinstance(one.place, Area) else None,
        time=one.time,
        count=_count(one.count),
        unit=_name(one.unit),
        chain=_names((outlet or source, *(link.name or link.source for link in one.chain[1:]))),
    )


def _count(said: Count | None) -> tuple[int, int] | None:
    """A count as an entry has it: an open end is the most that an entry holds, 10⁹; more than that is left out."""
    if said is None or max(one or 0 for one in said) > MOST:
        return None
    return said[0], MOST if said[1] is None else said[1]


def _names(written: Sequence[str]) -> tuple[str, ...]:
    return tuple(_name(one) for one in written if one.strip())


def _name(written: str) -> str:
    """A name on one line, cut to what an entry holds."""
    return shortened(" ".join(written.split()), NAME_CHARS)


def draft(made: ClaimsRead) -> Json:
    """The claims as a person may correct them in a file."""
    return to_json(tuple[ClaimRead, ...], made.claims)


def by_person(one: Heard, data: bytes, who: str) -> ClaimsRead:
    """What a person says is in a report, from a file as `draft` gives it; raises DataError for what is not in it."""
    try:
        claims = from_json(tuple[ClaimRead, ...], json.loads(data))
    except (ValueError, RecursionError) as error:
        fault = Fault("--claims", 0, "", "a list of claims as --draft prints it", str(error), _CURE)
        raise DataError("nothing was signed: the claims cannot be read", (fault,)) from None
    text = one.article.text
    wrong = [(n, claim) for n, claim in enumerate(claims, 1) if text[slice(*claim.span)] != claim.quote]
    if wrong:
        faults = (
            Fault("--claims", n, "quote", repr(text[slice(*c.span)][:60]), repr(c.quote[:60]), _CURE) for n, c in wrong
        )
        raise DataError("nothing was signed: a quote is not what the report has at its span", tuple(faults))
    return stated(ClaimsRead, Reader.PERSON, who, claims)


# ── signing ───────────────────────────────────────────────────────────────────────────────────


def say(pen: Pen, one: Heard, made: ClaimsRead) -> Signed:
    """Say in the open what an open report claims."""
    # decide
    act = decided(pen, "claims.read", made, about=one.about)
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


def seal(pen: Pen, one: Heard, made: ClaimsRead, officer: Unlocked) -> Kept:
    """Seal what a sealed report claims, marked as it is, for this body alone."""
    wanted = Wanted(marking=one.marking or Marking.AMBER_STRICT)
    what = sealing.sealable(pen, "claims.read", made, wanted, one.about)
    return sealing.seal(pen, what, about=one.about, officer=officer)
