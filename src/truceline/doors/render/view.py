"""The bulletin as rows of text, the same for the page and the terminal.

Findings that read alike stand under one sentence: a hundred clashes that hang on one and the same answer are
one thing to know and one question to ask, not a hundred lines of "possible". Nothing is added up that the
bulletin does not hold as a count of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from truceline.agreement import Agreement, Citation
from truceline.bulletin import Bulletin, Count, Entry
from truceline.claims import Tally
from truceline.doors.render import facts
from truceline.doors.render.sentences import headline, label, question, sentence
from truceline.doors.render.sentences.asking import if_answered
from truceline.doors.render.sentences.names import actor_name, paragraphs
from truceline.doors.render.words import Words
from truceline.findings import Finding, WorkItem
from truceline.period import Period
from truceline.terms import COMMON, Clause, Result

ASKED = 3  # questions of the first block
PER_GROUP = 200  # findings of one result told one by one; the rest are counted
OPEN = (Result.POSSIBLE, Result.UNDETERMINED)


@dataclass(frozen=True, slots=True)
class Told:
    """Something with how many findings it is true of."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What a reader takes away in ten seconds."""

    lead: str  # the sentence to lead with, its count first
    known: tuple[Told, ...]
    unknown: tuple[Told, ...]
    ask: tuple[Told, ...]  # the questions that settle most


@dataclass(frozen=True, slots=True)
class CountRow:
    """One result in this period and the last."""

    result: Result
    label: str
    this: int
    last: int


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One question of the work order."""

    question: str
    whatever: int  # findings it settles whatever the answer
    outcomes: tuple[str, ...]  # what follows from each answer, with its number
    total: int  # findings it can settle


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a clause was read."""

    title: str
    standing: str
    url: str


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause with what it comes to in one finding."""

    rule: str
    reference: str  # instrument and paragraph
    paragraph: str
    result: Result
    label: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event, its own facts."""

    id: str
    anchor: str  # its id on the page
    kind: str
    title: str  # as published; empty where there is none
    title_language: str  # in which the title is given
    when: str
    where: str
    district: str
    precision: str
    sides: str
    began: str
    deaths: str
    sources: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Findings that read alike."""

    sentence: str
    clauses: tuple[ClauseLine, ...]  # those it may fall under or that lift it, heaviest result first
    silent: tuple[str, ...]  # the rules that speak of such a conduct and do not reach it
    rows: tuple[EventRow, ...]
    total: int  # all that read so, told or not


@dataclass(frozen=True, slots=True)
class Group:
    """All findings of one result."""

    result: Result
    label: str
    total: int
    blocks: tuple[Block, ...]

    @property
    def unread(self) -> int:
        """How many read otherwise than any block here, and are told in the findings file alone."""
        return self.total - sum(block.total for block in self.blocks)


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause over the period."""

    rule: str
    reference: str
    gist: str
    cited: Cited
    counts: tuple[CountRow, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A finding that comes out differently in different columns."""

    event: str
    results: tuple[tuple[Result, str], ...]  # with its label, in the order of the columns


@dataclass(frozen=True, slots=True)
class Columns:
    """The same findings in every column."""

    names: tuple[str, ...]
    rows: tuple[tuple[Result, str, tuple[int, ...]], ...]  # (result, its label, number in each column)
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class PeopleRow:
    """One question left to people."""

    rule: str
    reference: str
    kind: str
    question: str
    findings: int


@dataclass(frozen=True, slots=True)
class TallyRow:
    """A published total as published."""

    tally: Tally
    parts: str  # each with its number; empty where none are given
    remark: str  # that it does not add up, where it does not


# ── ten seconds ───────────────────────────────────────────────────────────────────────────────


def brief(bulletin: Bulletin, words: Words) -> Brief:
    """The lead, what is known, what is not, and what to ask."""
    known, unknown = tuple(_known(bulletin, words)), tuple(_unknown(bulletin, words))
    return Brief(_lead(bulletin, words), known, unknown, _ask(bulletin, words))


def _lead(bulletin: Bulletin, words: Words) -> str:
    if bulletin.headlines:
        return headline(words, bulletin.agreement, bulletin.headlines[0], bulletin.this.total)
    certain = bulletin.this.of(Result.CERTAIN)
    if certain:
        return words.say("page-lead-certain", number=certain, total=bulletin.this.total)
    still_open = sum(bulletin.this.of(one) for one in OPEN)
    if still_open:
        return words.say("page-lead-open", number=still_open, total=bulletin.this.total)
    return words.say("page-lead-none", total=bulletin.this.total)


def _known(bulletin: Bulletin, words: Words) -> Iterator[Told]:
    yield Told(bulletin.this.of(Result.CERTAIN), words.say("page-known-certain"))
    for result in (Result.EXCEPTED, Result.NOT_REACHED, Result.NOT_ENGAGED):
        if bulletin.this.of(result):
            yield Told(bulletin.this.of(result), words.say(f"page-known-{result}"))


def _unknown(bulletin: Bulletin, words: Words) -> Iterator[Told]:
    for result in OPEN:
        yield Told(bulletin.this.of(result), words.say(f"page-unknown-{result}"))
    if bulletin.unsettled:
        yield Told(bulletin.unsettled, words.say("page-unknown-unsettled"))
    if bulletin.this.of(Result.CONTRADICTORY):
        yield Told(bulletin.this.of(Result.CONTRADICTORY), words.say("page-unknown-contradictory"))


def _ask(bulletin: Bulletin, words: Words) -> tuple[Told, ...]:
    """The questions that settle most, each something that those before it do not."""
    chosen: list[Told] = []
    covered: set[str] = set()
    for asked, item in _by_question(bulletin.work, bulletin.agreement, words):
        if len(chosen) < ASKED and not covered.issuperset(item.findings):
            chosen.append(Told(len(item.findings), asked))
            covered.update(item.findings)
    return tuple(chosen)


# ── counts, work, gaps ────────────────────────────────────────────────────────────────────────


def count_rows(words: Words, this: Count, last: Count) -> tuple[CountRow, ...]:
    """Every result, heaviest first, in this period and the last."""
    return tuple(CountRow(one, label(words, "result", one), this.of(one), last.of(one)) for one in Result)


def work_rows(bulletin: Bulletin, words: Words) -> tuple[WorkRow, ...]:
    """The work order, most findings first."""
    return work_order_rows(bulletin.work, bulletin.agreement, words)


def work_order_rows(work: Sequence[WorkItem], agreement: Agreement, words: Words) -> tuple[WorkRow, ...]:
    """The rows of any work order."""
    asked = _by_question(work, agreement, words)
    return tuple(_work_row(question_text, one, agreement, words) for question_text, one in asked)


def _by_question(work: Sequence[WorkItem], agreement: Agreement, words: Words) -> list[tuple[str, WorkItem]]:
    """The items, those that read as one and the same question as one: a side may stand first here, second there."""
    found: dict[str, list[WorkItem]] = {}
    for item in work:
        alike = found.setdefault(question(words, agreement, item.atom, item.about), [])
        if alike and not set(alike[0].findings) & set(item.findings):
            alike[0] = _joined(alike[0], item)
        else:
            alike.append(item)
    every = [(asked, one) for asked, items in found.items() for one in items]
    return sorted(every, key=lambda one: -len(one[1].findings))


def _joined(one: WorkItem, other: WorkItem) -> WorkItem:
    counts = {answer: (certain, cleared) for answer, certain, cleared in one.settles_if}
    for answer, certain, cleared in other.settles_if:
        before = counts.get(answer, (0, 0))
        counts[answer] = (before[0] + certain, before[1] + cleared)
    return replace(
        one,
        settles=one.settles + other.settles,
        settles_if=tuple((answer, *counts[answer]) for answer in sorted(counts)),
        findings=(*one.findings, *other.findings),
    )


def _work_row(asked: str, item: WorkItem, agreement: Agreement, words: Words) -> WorkRow:
    outcomes: list[str] = []
    for answer, certain, cleared in sorted(item.settles_if, key=lambda one: -one[1]):
        told = if_answered(words, agreement, item.atom, answer, item.about)
        outcomes += [words.say("page-work-certain", answer=told, number=certain)] if certain else []
        outcomes += [words.say("page-work-cleared", answer=told, number=cleared)] if cleared else []
    return WorkRow(asked, item.settles, tuple(outcomes), len(item.findings))


def gap_rows(bulletin: Bulletin, words: Words) -> tuple[Told, ...]:
    """What nobody's statement answers."""
    return tuple(Told(one.findings, question(words, bulletin.agreement, one.atom, "")) for one in bulletin.gaps)


# ── findings ──────────────────────────────────────────────────────────────────────────────────


_Placed = tuple[int, Entry]  # an entry with its place among the bulletin's, from 1
_Reading = tuple[str, tuple[ClauseLine, ...], tuple[str, ...]]  # what findings that read alike share


def groups(bulletin: Bulletin, words: Words) -> tuple[Group, ...]:
    """The findings by result, heaviest first; those that read alike under one sentence."""
    by_result: dict[Result, list[_Placed]] = {}
    for place, one in enumerate(bulletin.entries, 1):
        by_result.setdefault(one.finding.result, []).append((place, one))
    return tuple(_group(bulletin, words, result, by_result[result]) for result in Result if result in by_result)


def _group(bulletin: Bulletin, words: Words, result: Result, entries: Sequence[_Placed]) -> Group:
    alike: dict[_Reading, list[_Placed]] = {}
    for place, one in entries:
        text = sentence(words, bulletin.agreement, one.finding)
        key = (text, _clauses(bulletin.agreement, words, one.finding), _silent(one.finding))
        alike.setdefault(key, []).append((place, one))
    most_first = sorted(alike.items(), key=lambda item: -len(item[1]))
    blocks, room = [], PER_GROUP
    for (text, clauses, silent), members in most_first:
        rows = tuple(event_row(words, bulletin.agreement, one, place) for place, one in members[:room])
        room -= len(rows)
        blocks.append(Block(text, clauses, silent, rows, len(members)))
    return Group(result, label(words, "result", result), len(entries), tuple(block for block in blocks if block.rows))


def _clauses(agreement: Agreement, words: Words, finding: Finding) -> tuple[ClauseLine, ...]:
    """The clauses it may fall under, that nobody can tell of, or that an exception lifts."""
    spoken = (one for one in finding.common.clauses if one.result.weight > Result.NOT_REACHED.weight)
    lines = (_clause_line(agreement, words, one.rule, one.result) for one in spoken)
    return tuple(sorted(lines, key=lambda one: -one.result.weight))


def _silent(finding: Finding) -> tuple[str, ...]:
    return tuple(one.rule for one in finding.common.clauses if one.result is Result.NOT_REACHED)


def _clause_line(agreement: Agreement, words: Words, rule: str, result: Result) -> ClauseLine:
    clause = agreement.rule(rule).clause
    where_read = cited(words, agreement.sources[clause.source])
    result_text, paragraph = label(words, "result", result), _paragraph(words, clause)
    return ClauseLine(rule, reference(words, agreement, clause), paragraph, result, result_text, where_read)


def event_row(words: Words, agreement: Agreement, entry: Entry, place: int) -> EventRow:
    """One event's own facts; `place` is its place among the bulletin's entries, from 1."""
    event = entry.event
    kinds = dict.fromkeys(label(words, "kind", one.value) for one in event.conduct.kind)
    language = next((one for one in (words.language, "en", *event.titles) if event.titles.get(one)), "")
    return EventRow(
        id=event.id,
        anchor=f"event-{place}",
        kind=words.listing(tuple(kinds)),
        title=event.titles.get(language, ""),
        title_language=language,
        when=facts.when(words, agreement, event),
        where=facts.where(words, event),
        district=event.district,
        precision=facts.precision(words, event),
        sides=facts.sides_together(words, agreement, event),
        began=facts.began(words, agreement, event),
        deaths=facts.deaths(words, event.deaths),
        sources=words.listing(tuple(dict.fromkeys(one.office for one in event.reports if one.office))),
        notes=event.notes,
    )


def reference(words: Words, agreement: Agreement, clause: Clause) -> str:
    """Instrument and paragraph of a clause."""
    title = words.pick(agreement.instruments[clause.instrument].title)
    return words.say("page-clause-reference", instrument=title, paragraph=_paragraph(words, clause))


def _paragraph(words: Words, clause: Clause) -> str:
    """A numbered paragraph is called one; any other is named as it is."""
    numbered = clause.paragraph[:1].isdigit()
    return paragraphs(words, (clause.paragraph,)) if numbered else clause.paragraph


# ── clauses, columns, people ──────────────────────────────────────────────────────────────────


def clause_rows(bulletin: Bulletin, words: Words) -> tuple[ClauseRow, ...]:
    """Every clause with its source and its results over the period."""
    agreement = bulletin.agreement
    rows = []
    for one in bulletin.clauses:
        clause = agreement.rule(one.rule).clause
        where_read = cited(words, agreement.sources[clause.source])
        counts = count_rows(words, one.this, one.last)
        rows.append(
            ClauseRow(one.rule, reference(words, agreement, clause), words.pick(clause.gist), where_read, counts)
        )
    return tuple(rows)


def cited(words: Words, citation: Citation) -> Cited:
    """Where something was read and how near that is to the text."""
    return Cited(citation.title, label(words, "standing", citation.standing), citation.url)


def columns(bulletin: Bulletin, words: Words) -> Columns:
    """The same findings in every column, and those on which the columns differ."""
    names = [column.name for column in bulletin.columns]
    rows = tuple(
        (result, label(words, "result", result), tuple(column.this.of(result) for column in bulletin.columns))
        for result in Result
    )
    return Columns(
        tuple(column_name(words, bulletin.agreement, name) for name in names),
        tuple(row for row in rows if any(row[2])),
        tuple(_differences(bulletin, words, names)),
    )


def column_name(words: Words, agreement: Agreement, name: str) -> str:
    """Whose column it is."""
    if name == COMMON:
        return words.say("column-common")
    return words.say("column-of", author=actor_name(words, agreement, name))


def _differences(bulletin: Bulletin, words: Words, names: Sequence[str]) -> Iterable[Difference]:
    for one in bulletin.entries:
        results = [one.finding.column(name).together for name in names]
        if len(set(results)) > 1:
            yield Difference(one.event.id, tuple((result, label(words, "result", result)) for result in results))


def people_rows(bulletin: Bulletin, words: Words) -> tuple[PeopleRow, ...]:
    """What clauses leave to people, with how many findings leave it open."""
    rows = []
    for one in bulletin.for_people:
        rule = bulletin.agreement.rule(one.rule)
        open_questions = {question.id: question for question in (*rule.assessments, *rule.justifications)}
        asked = open_questions[one.question]
        rows.append(
            PeopleRow(
                one.rule,
                reference(words, bulletin.agreement, asked.clause),
                words.say(f"page-people-{one.kind}"),
                words.pick(asked.question),
                one.findings,
            )
        )
    return tuple(rows)


def tally_rows(bulletin: Bulletin, words: Words) -> tuple[TallyRow, ...]:
    """Published totals, each as published; never added up across reporters."""
    return tuple(_tally(words, one) for one in bulletin.tallies)


def _tally(words: Words, tally: Tally) -> TallyRow:
    named = (words.say("page-tally-part", name=part.name, number=part.amount) for part in tally.parts)
    parts = words.listing(tuple(named))
    if tally.adds_up() is not False:
        return TallyRow(tally, parts, "")
    total = sum(part.amount for part in tally.parts)
    return TallyRow(tally, parts, words.say("page-tally-does-not-add-up", sum=total))


def clause_sources(bulletin: Bulletin, words: Words) -> tuple[Cited, ...]:
    """The sources of the agreement's clauses, each once, in the order of the clauses."""
    sources: Mapping[str, Citation] = bulletin.agreement.sources
    used = dict.fromkeys(rule.clause.source for rule in bulletin.agreement.rules)
    return tuple(cited(words, sources[one]) for one in used)


def period_text(words: Words, period: Period, zone: str) -> str:
    """The first and the last local day of a bounded period."""
    if period.start is None or period.end is None:
        return str(period)
    first, last = (at.datetime(zone).date() for at in (period.start, period.end.plus(-1)))
    if first == last:
        return words.date(first)
    return words.say("page-days-from-to", first=words.date(first), last=words.date(last))
