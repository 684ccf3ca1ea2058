"""The day as data: what is known, what is not, and what to ask, before anyone renders it.

A reader has ten seconds. So a bulletin leads with the one answer that would settle most, and its count; then
what is certain whatever the answer; then the work order. It counts findings and never adds up totals
of different authors. A period in which nobody could observe is not called quiet.

Pure values; the languages, the page and the charts are made elsewhere from exactly this.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from truceline.agreement import Agreement
from truceline.claims import Dataset, Event, Tally
from truceline.findings import ENGAGED, Finding, ListSize, WorkItem, about, lead, work_order
from truceline.period import Instant, Period, local_day
from truceline.terms import Result
from truceline.terms.settle import Answered, Atom

ORDER = tuple(Result)


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings of each result."""

    results: tuple[tuple[Result, int], ...]  # every result, heaviest first

    @property
    def total(self) -> int:
        """All findings counted."""
        return sum(number for _, number in self.results)

    def of(self, result: Result) -> int:
        """How many of one result."""
        return dict(self.results)[result]


@dataclass(frozen=True, slots=True)
class Headline:
    """Findings that are open and would all be certain on one answer to one question."""

    atom: Atom
    answer: str
    about: str  # the side's label where the atom speaks of a side
    clauses: tuple[str, ...]  # each finding falls under one of these
    direction_open: bool  # by which side is unknown in some of them
    findings: tuple[str, ...]  # event ids
    list_sizes: tuple[ListSize, ...]  # the latest said at the time of any of them


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """One clause over the period."""

    rule: str
    this: Count
    last: Count


@dataclass(frozen=True, slots=True)
class ColumnCount:
    """One column over the period, all clauses together."""

    name: str
    this: Count


@dataclass(frozen=True, slots=True)
class Day:
    """One local day."""

    date: dt.date
    counts: Count


@dataclass(frozen=True, slots=True)
class ForPeople:
    """A question a clause leaves to people, with how many findings leave it open."""

    rule: str
    question: str  # id within the rule
    kind: str  # assessment | justification
    findings: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A condition that no source answers, with how many findings it keeps open."""

    atom: Atom
    findings: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One event with its finding."""

    event: Event
    finding: Finding


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A period under one agreement."""

    agreement: Agreement
    fingerprint: str  # SHA-256 of the agreement's canonical form
    version: str  # of this program
    period: Period  # this period, whole local days of the agreement's zone
    previous: Period  # as many days before it
    cutoff: Instant  # nothing known later is counted
    datasets: tuple[Dataset, ...]
    simulated: bool  # some data set is made up: said on every page
    this: Count  # all clauses together, in the common column
    last: Count
    headlines: tuple[Headline, ...]  # most findings first
    unsettled: int  # open findings that no single answer would make certain
    clauses: tuple[ClauseCount, ...]
    columns: tuple[ColumnCount, ...]
    days: tuple[Day, ...]
    work: tuple[WorkItem, ...]
    gaps: tuple[Gap, ...]
    for_people: tuple[ForPeople, ...]
    entries: tuple[Entry, ...]  # this period's, heaviest result first, then by time and id
    tallies: tuple[Tally, ...]  # published totals, side by side, never added up
    not_placed: int  # events that no map can show


def bulletin(  # noqa: PLR0913 - a bulletin is made of these
    agreement: Agreement,
    found: Sequence[Entry],
    period: Period,
    *,
    fingerprint: str,
    version: str,
    cutoff: Instant,
    datasets: Sequence[Dataset],
    tallies: Sequence[Tally] = (),
) -> Bulletin:
    """The bulletin of a period; `period` is bounded, and `found` may hold more than it needs.

    An event counts on the first day on which it may have been.
    """
    previous = _before(period, agreement.time_zone)
    this = sorted((one for one in found if _within(one, period)), key=_heaviest_first)
    last = [one for one in found if _within(one, previous)]
    findings = tuple(one.finding for one in this)
    headlines = _headlines(agreement, findings)
    covered = {event for headline in headlines for event in headline.findings}
    return Bulletin(
        agreement=agreement,
        fingerprint=fingerprint,
        version=version,
        period=period,
        previous=previous,
        cutoff=cutoff,
        datasets=tuple(datasets),
        simulated=any(one.simulated for one in datasets),
        this=counted(one.result for one in findings),
        last=counted(one.finding.result for one in last),
        headlines=headlines,
        unsettled=sum(_is_open(one) and one.event not in covered for one in findings),
        clauses=tuple(_clause_counts(agreement, findings, tuple(one.finding for one in last))),
        columns=tuple(_column_counts(findings)),
        days=tuple(_days(this, period, agreement.time_zone)),
        work=work_order(findings),
        gaps=_gaps(findings),
        for_people=tuple(_for_people(agreement, findings)),
        entries=tuple(this),
        tallies=tuple(tallies),
        not_placed=sum(one.event.marker is None for one in this),
    )


def counted(results: Iterable[Result]) -> Count:
    """How many of each result, every result named."""
    seen = Counter(results)
    return Count(tuple((result, seen[result]) for result in ORDER))


def first_instant(event: Event) -> Instant:
    """The first instant at which an event may have been, by any of its sources."""
    spans = [one.value.span for one in event.conduct.time]
    starts = [span if isinstance(span, Instant) else span.start for span in spans]
    return min(start for start in starts if start is not None)


def whole_period(entries: Sequence[Entry], zone: str) -> Period:
    """The whole local days from the first to the last event; raises ValueError where there is none."""
    if not entries:
        msg = "at least one event to make a bulletin of"
        raise ValueError(msg)
    firsts = [first_instant(one.event) for one in entries]
    start, end = (moment.datetime(zone).date() for moment in (min(firsts), max(firsts)))
    return local_day(start, (end - start).days + 1, zone)


def _before(period: Period, zone: str) -> Period:
    """As many whole local days before, or where it is not of whole days, as many seconds."""
    if period.start is None or period.end is None:
        msg = "a bulletin's period has both ends"
        raise ValueError(msg)
    first, last = (end.datetime(zone).date() for end in (period.start, period.end))
    days = (last - first).days
    if days and period == local_day(first, days, zone):
        return local_day(first - dt.timedelta(days=days), days, zone)
    return Period(period.start.plus(period.start.epoch_s - period.end.epoch_s), period.start)


def _within(entry: Entry, period: Period) -> bool:
    return period.holds(first_instant(entry.event))


def _heaviest_first(entry: Entry) -> tuple[int, Instant, str]:
    return -entry.finding.result.weight, first_instant(entry.event), entry.event.id


def _is_open(finding: Finding) -> bool:
    return finding.result in (Result.POSSIBLE, Result.UNDETERMINED)


def _headlines(agreement: Agreement, findings: Sequence[Finding]) -> tuple[Headline, ...]:
    """Open findings grouped by the first answer that would make them certain."""
    groups: dict[tuple[Atom, str, str], list[tuple[Finding, Answered]]] = {}
    for one in findings:
        answered = lead(one.common) if _is_open(one) else None
        if answered is not None:
            key = (answered.atom, answered.answer, about(one, answered.atom))
            groups.setdefault(key, []).append((one, answered))
    made = [_headline(agreement, key, members) for key, members in groups.items()]
    return tuple(sorted(made, key=lambda one: (-len(one.findings), one.findings[0])))


def _headline(
    agreement: Agreement, key: tuple[Atom, str, str], members: Sequence[tuple[Finding, Answered]]
) -> Headline:
    named = {clause for _, answered in members for clause in answered.clauses}
    return Headline(
        *key,
        clauses=tuple(rule.id for rule in agreement.rules if rule.id in named),
        direction_open=any(answered.direction_open for _, answered in members),
        findings=tuple(one.event for one, _ in members),
        list_sizes=_sizes([one for one, _ in members]),
    )


def _sizes(members: Sequence[Finding]) -> tuple[ListSize, ...]:
    latest: dict[str, ListSize] = {}
    for one in members:
        for size in one.list_sizes:
            if size.list_id not in latest or latest[size.list_id].as_of < size.as_of:
                latest[size.list_id] = size
    return tuple(latest[name] for name in sorted(latest))


def _clause_counts(agreement: Agreement, this: Sequence[Finding], last: Sequence[Finding]) -> Iterable[ClauseCount]:
    for i, rule in enumerate(agreement.rules):
        now, then = (counted(one.common.clauses[i].result for one in found) for found in (this, last))
        yield ClauseCount(rule.id, now, then)


def _column_counts(findings: Sequence[Finding]) -> Iterable[ColumnCount]:
    for name in [column.name for column in findings[0].columns] if findings else []:
        yield ColumnCount(name, counted(one.column(name).together for one in findings))


def _days(entries: Sequence[Entry], period: Period, zone: str) -> Iterable[Day]:
    by_day: dict[dt.date, list[Result]] = {}
    for one in entries:
        day = first_instant(one.event).datetime(zone).date()
        by_day.setdefault(day, []).append(one.finding.result)
    if period.start is None or period.end is None:
        return
    day, end = period.start.datetime(zone).date(), period.end.plus(-1).datetime(zone).date()
    while day <= end:
        yield Day(day, counted(by_day.get(day, ())))
        day += dt.timedelta(days=1)


def _gaps(findings: Sequence[Finding]) -> tuple[Gap, ...]:
    """The conditions that nobody's statement answers, most findings first."""
    seen: Counter[Atom] = Counter()
    for one in findings:
        if _is_open(one):
            seen.update(set(one.common.settle.unanswered))
    return tuple(Gap(atom, number) for atom, number in sorted(seen.items(), key=lambda item: (-item[1], item[0])))


def _for_people(agreement: Agreement, findings: Sequence[Finding]) -> Iterable[ForPeople]:
    for i, rule in enumerate(agreement.rules):
        engaged = sum(one.common.clauses[i].result in ENGAGED for one in findings)
        for kind, questions in (("assessment", rule.assessments), ("justification", rule.justifications)):
            for question in questions:
                if engaged:
                    yield ForPeople(rule.id, question.id, kind, engaged)
