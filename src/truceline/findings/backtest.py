"""Several texts over the same incidents: what each reaches, what only one reaches, what each leaves open.

For mediators. A text is not better for reaching more: the table shows what a wording does, and on which
happenings, so that those who draft it can decide whether they meant that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from truceline.agreement import Agreement
from truceline.findings.model import ENGAGED, Finding
from truceline.findings.work import WorkItem, work_order
from truceline.terms import Result

EXAMPLES = 5  # events named for each difference
ASKED = 3  # questions named for each text


@dataclass(frozen=True, slots=True)
class ClauseOutcome:
    """One clause of one text over all events."""

    rule: str
    results: tuple[tuple[Result, int], ...]  # every result, heaviest first
    example: str  # id of an event it reaches most surely; empty where none


@dataclass(frozen=True, slots=True)
class TextOutcome:
    """One text over all events."""

    agreement: Agreement
    results: tuple[tuple[Result, int], ...]  # all clauses together, common column
    clauses: tuple[ClauseOutcome, ...]
    for_people: int  # events it reaches where some question is left to people
    work: tuple[WorkItem, ...]  # the questions that would settle most


@dataclass(frozen=True, slots=True)
class Difference:
    """What one text reaches and another does not."""

    reached_by: str  # agreement id
    not_by: str  # agreement id
    events: int
    examples: tuple[str, ...]  # event ids, surest first


@dataclass(frozen=True, slots=True)
class Backtest:
    """Texts over the same events."""

    events: int
    texts: tuple[TextOutcome, ...]
    differences: tuple[Difference, ...]  # every ordered pair that differs
    reached_by_none: int


def backtest(found: Mapping[str, Sequence[Finding]], texts: Sequence[Agreement]) -> Backtest:
    """Compare texts; `found` holds each text's findings by its id, for the same events in the same order."""
    rows = [found[text.id] for text in texts]
    reached = {
        text.id: {one.event for one in findings if one.result in ENGAGED}
        for text, findings in zip(texts, rows, strict=True)
    }
    everything = {one.event for findings in rows for one in findings}
    return Backtest(
        events=len(rows[0]) if rows else 0,
        texts=tuple(_outcome(text, findings) for text, findings in zip(texts, rows, strict=True)),
        differences=tuple(_differences(found, reached)),
        reached_by_none=len(everything.difference(*reached.values())) if reached else 0,
    )


def _outcome(text: Agreement, findings: Sequence[Finding]) -> TextOutcome:
    judged = {rule.id for rule in text.rules if rule.assessments or rule.justifications}
    return TextOutcome(
        agreement=text,
        results=_counts([one.result for one in findings]),
        clauses=tuple(_clause(i, rule.id, findings) for i, rule in enumerate(text.rules)),
        for_people=sum(_leaves_open(one, judged) for one in findings),
        work=work_order(findings)[:ASKED],
    )


def _counts(results: Sequence[Result]) -> tuple[tuple[Result, int], ...]:
    seen = Counter(results)
    return tuple((result, seen[result]) for result in Result)


def _clause(index: int, rule: str, findings: Sequence[Finding]) -> ClauseOutcome:
    results = [one.common.clauses[index].result for one in findings]
    surest = max(range(len(results)), key=lambda i: (results[i].weight, -i), default=0)
    reached = bool(results) and results[surest] in ENGAGED
    return ClauseOutcome(rule, _counts(results), findings[surest].event if reached else "")


def _leaves_open(one: Finding, judged: set[str]) -> bool:
    return any(clause.rule in judged and clause.result in ENGAGED for clause in one.common.clauses)


def _differences(found: Mapping[str, Sequence[Finding]], reached: Mapping[str, set[str]]) -> list[Difference]:
    made = []
    for a, b in permutations(reached, 2):
        only = [one for one in found[a] if one.event in reached[a] - reached[b]]
        if only:
            surest = sorted(only, key=lambda one: -one.result.weight)[:EXAMPLES]
            made.append(Difference(a, b, len(only), tuple(one.event for one in surest)))
    return made
