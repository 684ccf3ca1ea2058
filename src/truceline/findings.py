"""The prima facie finding: one conduct under one agreement, with everything it leans on.

A finding says which clause a conduct may fall under, in whose column, on which versions of the facts, what
is taken as so, what only people can decide, and what would settle it. It is computed and never more
than prima facie: the organ that the agreement names determines, and the words for that are kept for it.

Pure values, ready for a file: a finding read back explains itself without being computed again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from truceline.actors import Roster
from truceline.agreement import Agreement
from truceline.claims import Event
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
    Result,
    Side,
)
from truceline.terms.evaluate import Weighed
from truceline.terms.judging import Judged
from truceline.terms.settle import NOTHING, Answered, Atom, Settling, settling
from truceline.terms.worlds import World


@dataclass(frozen=True, slots=True)
class Witness:
    """One world in which a clause says what the result says."""

    list_id: str  # whose statuses
    readings: tuple[tuple[str, str], ...]  # (rule, reading)
    initiators: tuple[str, ...]  # who began, one label for all that no clause tells apart
    struck: tuple[str, ...]  # who was struck, likewise
    at: Instant  # since when things stood so at that time
    inside: tuple[str, ...]  # areas of the agreement it lies in; empty also where the place is unknown
    place_known: bool
    versions: tuple[tuple[str, str], ...]  # (field, source) where sources differ


@dataclass(frozen=True, slots=True)
class ClauseFinding:
    """One clause in one column."""

    rule: str
    result: Result
    yes: int  # distinct worlds in which it is engaged
    unknown: int  # distinct worlds in which it cannot be said
    worlds: int  # distinct worlds weighed for it
    lifted_by: tuple[str, ...]  # exceptions that lift it in some world
    set_aside: tuple[str, ...]  # sources whose word in their own cause was not counted
    witness: Witness | None  # a world that shows the result
    counter: Witness | None  # where possible: a world in which it is not engaged
    settle: Settling


@dataclass(frozen=True, slots=True)
class ColumnFinding:
    """Everything one column says of one conduct."""

    name: str  # "common", or the author's actor id
    worlds: int  # distinct versions of the facts
    too_many: bool  # more than can be weighed
    together: Result
    together_clauses: tuple[str, ...]  # where certain: one of these in every version
    settle: Settling  # for all clauses together
    clauses: tuple[ClauseFinding, ...]  # in the agreement's order
    leaned_on: tuple[str, ...]  # presumptions that changed something
    rebutted: tuple[str, ...]  # presumptions that the facts contradict


@dataclass(frozen=True, slots=True)
class Margin:
    """How far a place lies from a zone's border: for people, after the event alone."""

    area: str  # zone or line id, with the band's distance where it is one
    metres: int
    inside: bool


@dataclass(frozen=True, slots=True)
class ListSize:
    """How many groups a list whose names are not published was said to hold at the time."""

    list_id: str
    author: str
    groups: int
    as_of: Instant
    source: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One event under one agreement; prima facie."""

    event: str  # event id
    agreement: str  # agreement id with its variant
    fingerprint: str  # SHA-256 of the agreement's canonical form
    columns: tuple[ColumnFinding, ...]  # the common one first
    sides: tuple[str, str]  # labels of side a and side b; "" where not said
    closure: tuple[str, ...]  # what is assumed: ids of sentences
    list_sizes: tuple[ListSize, ...]
    margins: tuple[Margin, ...]  # empty before the event for what is or may be armed

    @property
    def common(self) -> ColumnFinding:
        """The column that ranges over everybody's lists and readings."""
        return self.columns[0]

    @property
    def result(self) -> Result:
        """All clauses together, in the common column."""
        return self.common.together

    def column(self, name: str) -> ColumnFinding:
        """The column of that name; raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


ENGAGED = (Result.CERTAIN, Result.POSSIBLE)


def findings_of(evaluation: Evaluation, agreement: Agreement) -> tuple[ColumnFinding, ...]:
    """What every column says; depends on the question alone, so equal questions may share it."""
    return tuple(_column(one, agreement) for one in evaluation.columns.values())


def finding(
    event: Event, agreement: Agreement, compiled: Compiled, mark: str, columns: tuple[ColumnFinding, ...]
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
        margins=_margins(event, compiled),
    )


def _label(conduct: Conduct, name: str) -> str:
    candidates = getattr(conduct, name)
    return " / ".join(dict.fromkeys(one.value.label() for one in candidates))


# ── columns ───────────────────────────────────────────────────────────────────────────────────


def _column(column: ColumnResult, agreement: Agreement) -> ColumnFinding:
    ids = [rule.id for rule in agreement.rules]
    counted = [i for i, rule in enumerate(agreement.rules) if rule.effect is not Effect.ADVISE]
    open_result = column.together.result in (Result.POSSIBLE, Result.UNDETERMINED)
    return ColumnFinding(
        name=column.name,
        worlds=column.worlds,
        too_many=column.too_many,
        together=column.together.result,
        together_clauses=column.together.clauses,
        settle=settling(column.together.weighed, counted, ids) if open_result else NOTHING,
        clauses=tuple(_clause(one, i, ids) for i, one in enumerate(column.clauses.values())),
        leaned_on=column.leaned_on,
        rebutted=column.rebutted,
    )


def _clause(one: ClauseResult, index: int, ids: list[str]) -> ClauseFinding:
    judged = one.weighed.judged
    values = [world.outcomes[index].value for world in judged]
    open_result = one.result in (Result.POSSIBLE, Result.UNDETERMINED)
    return ClauseFinding(
        rule=one.rule,
        result=one.result,
        yes=sum(value is True for value in values),
        unknown=sum(value is None for value in values),
        worlds=len(judged),
        lifted_by=one.lifted_by,
        set_aside=one.set_aside,
        witness=_first(one.weighed, index, one.result),
        counter=_first(one.weighed, index, None) if one.result is Result.POSSIBLE else None,
        settle=settling(one.weighed, [index], ids) if open_result else NOTHING,
    )


def _first(weighed: Weighed, index: int, result: Result | None) -> Witness | None:
    """The first world that shows a result; for None, the first in which the clause is not engaged."""
    for judged in weighed.judged:
        if _shows(judged, index, result):
            return _witness(judged.world, weighed)
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


def _witness(world: World, weighed: Weighed) -> Witness:
    way, scene = world.ways[0], world.scene
    differing = {i for one in weighed.every for i, n in enumerate(one.world.versions) if n != world.versions[i]}
    return Witness(
        list_id=scene.list_id,
        readings=world.view.readings,
        initiators=tuple(body.label for body in way.by),
        struck=tuple(body.label for body in way.against),
        at=scene.instants[0],
        inside=tuple(sorted({_area_name(key) for key in scene.cell or ()})),
        place_known=scene.cell is not None,
        versions=tuple((FACTS[i], str(world.versions[i])) for i in sorted(differing)),
    )


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


def _margins(event: Event, compiled: Compiled) -> tuple[Margin, ...]:
    """Distances to borders, after the event; before it, none for what is or may be armed."""
    if event.marker is None or (event.conduct.intended and not _unarmed(event.conduct)):
        return ()
    return tuple(
        Margin(_area_name(key), border_distance_m(event.marker, area), area.holds(event.marker))
        for key, area in compiled.areas.items()
    )


def _unarmed(conduct: Conduct) -> bool:
    """Whether every source states that it is unarmed."""
    return bool(conduct.armed) and not any(one.value for one in conduct.armed)


# ── what would settle a day ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One question to ask, with how many findings it would settle."""

    atom: Atom
    about: str  # the side's label where the atom speaks of a side; else empty
    settles: int  # findings it settles whatever the answer
    settles_if: tuple[tuple[str, int, int], ...]  # (answer, findings then certain, findings then cleared)
    findings: tuple[str, ...]  # the ids of findings it can settle, in order


def work_order(found: tuple[Finding, ...], column: str = "common") -> tuple[WorkItem, ...]:
    """The questions that would settle most findings, most first; ties by the question itself."""
    items: dict[tuple[Atom, str], WorkItem] = {}
    for one in found:
        settle = one.column(column).settle
        for answered in settle.under:
            key = (answered.atom, _about(one, answered.atom))
            held = items.get(key) or WorkItem(*key, 0, (), ())
            items[key] = _counted(held, one, answered, whatever=answered.atom in settle.whatever)
    return tuple(sorted(items.values(), key=lambda item: (-len(item.findings), -item.settles, str(item.atom))))


def _about(one: Finding, atom: Atom) -> str:
    return {"a": one.sides[0], "b": one.sides[1]}.get(atom.side, "")


def _counted(item: WorkItem, one: Finding, answered: Answered, *, whatever: bool) -> WorkItem:
    counts = {answer: (certain, cleared) for answer, certain, cleared in item.settles_if}
    certain, cleared = counts.get(answered.answer, (0, 0))
    counts[answered.answer] = (certain + answered.certain, cleared + (not answered.certain))
    new = not item.findings or item.findings[-1] != one.event
    return replace(
        item,
        settles=item.settles + (whatever and new),
        settles_if=tuple((answer, *counts[answer]) for answer in sorted(counts)),
        findings=(*item.findings, one.event) if new else item.findings,
    )


def lead(column: ColumnFinding) -> Answered | None:
    """The answer to lead with where nothing is certain yet: the first that would make it so."""
    return next((one for one in column.settle.under if one.certain), None)
