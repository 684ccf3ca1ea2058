"""An agreement as the evaluator sees it, and a conduct reduced to what the agreement can tell apart.

Compiling draws every area once and lays out the columns. Reducing a conduct cuts its place and time by
the clauses' own borders: two conducts that no clause can tell apart become one and the same question,
which is why the versions of the facts are finite and why equal questions may share an answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from truceline.actors import Roster
from truceline.period import DAY_S, Instant, Period, Schedule, slices
from truceline.place import Area, Place, cells
from truceline.terms.conduct import FACTS, Candidate, Conduct, When
from truceline.terms.rules import Presumption, Rule
from truceline.zones import Line, Zone

COMMON = "common"  # the column that ranges over everybody's lists and readings
WORLD_LIMIT = 4096  # versions of one conduct that differ; above this nothing is computed

# ("zone", id, 0), ("band", zone or line id, metres) or ("forward", line id, 0)
AreaKey = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class View:
    """One list of statuses with one reading of each rule that has several."""

    list_id: str
    readings: tuple[tuple[str, str], ...]  # (rule id, reading id), in rule order
    rules: tuple[Rule, ...] = field(default=(), compare=False, repr=False)  # all rules, so read


@dataclass(frozen=True, slots=True)
class Column:
    """Whose answer it is: an author's, or the common one."""

    name: str  # author's actor id, or COMMON
    views: tuple[View, ...]
    presumptions: tuple[Presumption, ...]  # those that count here
    aliases: Mapping[str, str] = field(default_factory=dict)  # name → actor or umbrella id


@dataclass(frozen=True, slots=True)
class Guarantor:
    """A state that vouches, and those whose word counts as its own."""

    actor: str
    stands_with: tuple[str, ...]  # actor ids or roles
    source: str = ""


@dataclass(frozen=True)
class Compiled:
    """Everything that judging needs, geometry drawn and columns laid out."""

    roster: Roster
    rules: tuple[Rule, ...]
    zones: tuple[Zone, ...]
    lines: Mapping[str, Line]
    guarantors: tuple[Guarantor, ...]
    columns: tuple[Column, ...]  # the common one first
    areas: Mapping[AreaKey, Area]  # every area that some condition asks about
    cuts: tuple[Instant, ...]  # every instant at which something may change, in order
    schedules: tuple[Schedule, ...]  # those of zones and conditions
    _called: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, init=False, compare=False, repr=False)

    @classmethod
    def of(cls, roster: Roster) -> Compiled:
        """Actors under no agreement: nothing is agreed, and nobody vouches for anybody."""
        return cls(roster, (), (), {}, (), (), {}, (), ())

    def called(self, names: tuple[str, ...]) -> frozenset[str]:
        """The ids of the zones that a clause means by these names."""
        if names not in self._called:
            self._called[names] = frozenset(zone.id for zone in self.zones if any(map(zone.called, names)))
        return self._called[names]


@dataclass(frozen=True, slots=True)
class Moments:
    """A conduct's time as slices within which nothing changes."""

    instants: tuple[Instant, ...]  # one for each slice, standing for the whole of it
    throughout: bool  # all slices at once, or one unknown one


Cell = frozenset[AreaKey]


@dataclass(frozen=True, slots=True)
class Question:
    """A conduct reduced; equal questions have equal answers."""

    facts: tuple[tuple[Candidate[Any], ...], ...]  # in the order of FACTS
    sources: tuple[tuple[str, tuple[str, ...]], ...]  # (source id, roots), sorted
    numbers: tuple[tuple[int, ...], ...]  # each candidate's position as stated; −1: that nobody said

    def without(self, dropped: frozenset[tuple[int, int]]) -> Question:
        """The question less some candidates, each named by (field, position)."""
        if not dropped:
            return self
        kept = [[j for j in range(len(held)) if (i, j) not in dropped] for i, held in enumerate(self.facts)]
        facts = tuple(tuple(self.facts[i][j] for j in row) for i, row in enumerate(kept))
        return replace(
            self, facts=facts, numbers=tuple(tuple(self.numbers[i][j] for j in row) for i, row in enumerate(kept))
        )

    def or_unsaid(self, fields: Collection[int]) -> Question:
        """The question with one more version in each of these fields: that nobody said."""
        facts = tuple((*held, Candidate(None)) if i in fields else held for i, held in enumerate(self.facts))
        numbers = tuple((*held, -1) if i in fields else held for i, held in enumerate(self.numbers))
        return replace(self, facts=facts, numbers=numbers)


def reduced(compiled: Compiled, conduct: Conduct) -> Question:
    """The question a conduct puts to this agreement; raises ValueError where it states no time."""
    if not conduct.time:
        msg = f"a time for conduct {conduct.id}"
        raise ValueError(msg)
    facts = []
    for name in FACTS:
        candidates: tuple[Candidate[Any], ...] = getattr(conduct, name)
        if name == "place":
            candidates = tuple(replace(c, value=_cells(compiled, c.value)) for c in candidates)
        elif name == "time":
            candidates = tuple(replace(c, value=_moments(compiled, c.value)) for c in candidates)
        facts.append(candidates)
    sources = tuple(sorted((name, source.roots) for name, source in conduct.sources.items()))
    return Question(tuple(facts), sources, tuple(tuple(range(len(one))) for one in facts))


def _cells(compiled: Compiled, place: Place | None) -> tuple[Cell, ...] | None:
    """The combinations of the agreement's areas within a place, in a fixed order."""
    if place is None:
        return None
    keys = list(compiled.areas)
    found = cells(place, [compiled.areas[key] for key in keys])
    named = {frozenset(keys[i] for i in combination) for combination in found}
    return tuple(sorted(named, key=sorted))


def _moments(compiled: Compiled, when: When) -> Moments:
    """The slices of a time, each standing at the last change before it."""
    if isinstance(when.span, Instant):
        starts: tuple[Instant, ...] = (when.span,)
        last = when.span.plus(1)
    else:
        starts, last = (), _bounded(when.span)
    first = when.span if isinstance(when.span, Instant) else when.span.start
    cuts = _cuts(compiled, first, last) if first is not None else ()
    if isinstance(when.span, Period):
        starts = slices(when.span, cuts)
    standing = tuple(max((cut for cut in cuts if cut <= at), default=at) for at in starts)
    return Moments(standing, when.throughout)


def _bounded(span: Period) -> Instant:
    if span.end is None:
        msg = "a conduct's period has both ends"
        raise ValueError(msg)
    return span.end


def _cuts(compiled: Compiled, first: Instant, last: Instant) -> tuple[Instant, ...]:
    """The changes up to the end of a time; openings of schedules from a week before it."""
    found = {cut for cut in compiled.cuts if cut < last}
    for schedule in compiled.schedules:
        found.update(schedule.edges(first.plus(-8 * DAY_S), last))
    return tuple(sorted(found))
