"""From an evaluation to the finding: what each column says, and what is the event's own.

What depends on the question alone is made once for all events that put the same question; margins, labels
and list sizes are the event's own and are added to it.
"""

from __future__ import annotations

from truceline.actors import Roster
from truceline.agreement import Agreement, compiled, fingerprint
from truceline.claims import Event
from truceline.findings.model import (
    ENGAGED,
    ClauseFinding,
    ClauseSummary,
    ColumnFinding,
    ColumnSummary,
    Finding,
    ListSize,
    Margin,
    Participant,
    Witness,
)
from truceline.findings.summary import of_column, parts
from truceline.period import Instant
from truceline.place import border_distance_m
from truceline.terms import (
    FACTS,
    ClauseResult,
    ColumnResult,
    Compiled,
    Conduct,
    Effect,
    Evaluation,
    Question,
    Result,
    Side,
    answered,
    reduced,
)
from truceline.terms.evaluate import Weighed
from truceline.terms.judging import Judged
from truceline.terms.settle import NOTHING, Sheet, settling
from truceline.terms.worlds import Bodies, World


class Assessor:
    """Judges events under one agreement, answering each question once."""

    def __init__(self, agreement: Agreement) -> None:
        """Compile the agreement."""
        self.agreement = agreement
        self.compiled = compiled(agreement)
        self.fingerprint = fingerprint(agreement)
        self._answered: dict[Question, tuple[ColumnFinding, ...]] = {}

    def finding(self, event: Event) -> Finding:
        """The event's finding."""
        question = reduced(self.compiled, event.conduct)
        if question not in self._answered:
            evaluation = answered(self.compiled, question)
            self._answered[question] = findings_of(evaluation, self.agreement)
        return finding(event, self.agreement, self.compiled, self.fingerprint, self._answered[question])


def findings_of(evaluation: Evaluation, agreement: Agreement) -> tuple[ColumnFinding, ...]:
    """What every column says; depends on the question alone, so equal questions may share it."""
    several = tuple(i for i, candidates in enumerate(evaluation.question.facts) if len(candidates) > 1)
    return tuple(_column(one, agreement, several) for one in evaluation.columns.values())


def finding(
    event: Event, agreement: Agreement, drawn: Compiled, mark: str, columns: tuple[ColumnFinding, ...]
) -> Finding:
    """The finding of one event: its question's columns with what is the event's own.

    `mark` is the agreement's fingerprint.
    """
    conduct = event.conduct
    return Finding(
        event=event.id,
        agreement=agreement.id,
        fingerprint=mark,
        columns=columns,
        sides=(_label(conduct, "a"), _label(conduct, "b")),
        closure=_closure(conduct, agreement.roster),
        list_sizes=_list_sizes(conduct, agreement.roster),
        margins=_margins(event, drawn),
    )


def _label(conduct: Conduct, name: str) -> str:
    candidates = getattr(conduct, name)
    return " / ".join(dict.fromkeys(one.value.label() for one in candidates))


# ── columns ───────────────────────────────────────────────────────────────────────────────────


def _column(column: ColumnResult, agreement: Agreement, several: tuple[int, ...]) -> ColumnFinding:
    ids = [rule.id for rule in agreement.rules]
    counted = [i for i, rule in enumerate(agreement.rules) if rule.effect is not Effect.ADVISE]
    sheets, summary = _Sheets(), of_column(column)
    open_result = column.together.result in _OPEN
    clauses = tuple(
        _clause(said, one, i, ids, sheets, several)
        for i, (said, one) in enumerate(zip(summary.clauses, column.clauses.values(), strict=True))
    )
    return ColumnFinding(
        **parts(ColumnSummary, summary) | {"clauses": clauses},
        settle=settling(sheets.of(column.together.weighed), counted, ids) if open_result else NOTHING,
    )


_OPEN = (Result.POSSIBLE, Result.UNDETERMINED)


class _Sheets:
    """One sheet of answers for each weighing; most clauses share one."""

    def __init__(self) -> None:
        self._sheets: dict[int, Sheet] = {}

    def of(self, weighed: Weighed) -> Sheet:
        """The sheet of a weighing."""
        return self._sheets.setdefault(id(weighed), Sheet(weighed))


def _clause(
    said: ClauseSummary, one: ClauseResult, index: int, ids: list[str], sheets: _Sheets, several: tuple[int, ...]
) -> ClauseFinding:
    return ClauseFinding(
        **parts(ClauseSummary, said),
        witness=_first(one.weighed, index, one.result, several),
        counter=_first(one.weighed, index, None, several) if one.result is Result.POSSIBLE else None,
        settle=settling(sheets.of(one.weighed), [index], ids) if one.result in _OPEN else NOTHING,
    )


def _first(weighed: Weighed, index: int, result: Result | None, several: tuple[int, ...]) -> Witness | None:
    """The first world that shows a result; for None, the first in which the clause is not engaged."""
    for judged in weighed.judged:
        if _shows(judged, index, result):
            return _witness(judged.world, several)
    return None


def _shows(judged: Judged, index: int, result: Result | None) -> bool:
    outcome = judged.outcomes[index]
    if result in ENGAGED:
        return outcome.value is True
    if result is Result.UNDETERMINED:
        return outcome.value is None
    if result is Result.EXCEPTED:
        return bool(outcome.lifted)
    if result is Result.NOT_REACHED:
        return outcome.conduct is not False
    return outcome.value is not True


def _witness(world: World, several: tuple[int, ...]) -> Witness:
    """The world in words' own terms; `several` are the fields of which sources give several versions."""
    way, scene = world.ways[0], world.scene
    return Witness(
        list_id=scene.list_id,
        readings=world.view.readings,
        initiators=_participants(way.by),
        struck=_participants(way.against),
        at=scene.instants[0],
        inside=tuple(sorted({_area_name(key) for key in scene.cell or ()})),
        place_known=scene.cell is not None,
        versions=tuple((FACTS[i], str(world.versions[i])) for i in several),
    )


def _participants(bodies: Bodies) -> tuple[Participant, ...]:
    return tuple(Participant(body.label, tuple(dict.fromkeys(body.statuses))) for body in bodies)


def _area_name(key: tuple[str, str, int]) -> str:
    return f"{key[1]}+{key[2]}m" if key[0] == "band" else key[1]


# ── what is the event's own ───────────────────────────────────────────────────────────────────


def _closure(conduct: Conduct, roster: Roster) -> tuple[str, ...]:
    """What the result assumes beyond the facts, by id of a sentence."""
    sides = [one.value for name in ("a", "b") for one in getattr(conduct, name)]
    found = ["no_third_actor"]
    if any(isinstance(side, Side) and side.umbrella for side in sides):
        found.append("umbrella_as_listed")
    if any(not book.published for book in roster.lists.values()):
        found.append("adherence_constant")
    if any(one.value is None for one in conduct.place):
        found.append("place_not_enumerable")
    return tuple(found)


def _list_sizes(conduct: Conduct, roster: Roster) -> tuple[ListSize, ...]:
    at = _beginning(conduct)
    found = []
    for book in roster.lists.values():
        count = None if book.published else book.count_at(at)
        if count is not None:
            found.append(ListSize(book.id, book.author, count.groups, count.at, count.source))
    return tuple(found)


def _beginning(conduct: Conduct) -> Instant:
    """The earliest instant at which it may have been, by any source."""
    spans = (one.value.span for one in conduct.time)
    starts = [span if isinstance(span, Instant) else span.start for span in spans]
    return min(start for start in starts if start is not None)


def _margins(event: Event, drawn: Compiled) -> tuple[Margin, ...]:
    """Distances to borders, after the event; before it, none for what is or may be armed."""
    if event.marker is None or (event.conduct.intended and not _unarmed(event.conduct)):
        return ()
    return tuple(
        Margin(_area_name(key), border_distance_m(event.marker, area), area.holds(event.marker))
        for key, area in drawn.areas.items()
    )


def _unarmed(conduct: Conduct) -> bool:
    """Whether every source states that it is unarmed."""
    return bool(conduct.armed) and not any(one.value for one in conduct.armed)
