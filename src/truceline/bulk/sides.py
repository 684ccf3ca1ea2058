"""Who may have taken part: sides as lists of sets of members, members as classes that no clause tells apart.

What a side can be depends on the list of statuses and on the epoch, a time in which no status, role or
belonging changes, or, for what lasts over a change, on the era, a few epochs one after the other. It is worked
out once for each, from the floor's own roster; sides that come to the same everywhere are one class, so that
thirty groups of one standing put one question.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from truceline.bulk.lanes import Lanes, Words, lists_of
from truceline.period import Instant
from truceline.terms import Column, Side
from truceline.terms.truth import ABSENT, Body, own_lines
from truceline.terms.worlds import Choices, parties_of

KNOWN, PRESENT, CIVILIAN = 1, 2, 4  # flags of a class of members

LONGEST_ERA = 6  # epochs; what lasts over more changes is for the floor

Member = int  # the number of a class of members
Row = tuple[Words, Words, int, int, tuple[int, ...]]  # as initiator, as struck, flags, own lines, member in each epoch
Sets = frozenset[frozenset[Member]]


@dataclass(frozen=True, slots=True)
class SideTables:
    """What the kernel looks up of sides."""

    by: Words  # (members, readings, words), as initiator
    against: Words  # (members, readings, words), as struck
    flags: NDArray[np.uint8]  # (members,)
    own: NDArray[np.int64]  # (members,): number of the lines that are its own
    parts: NDArray[np.int64]  # (members, LONGEST_ERA): which member it is in each epoch of an era
    lists: NDArray[np.int64]  # (side classes, columns, lists, eras): number of the list of sets
    list_from: NDArray[np.int64]  # (lists + 1,): where each list's sets begin
    set_from: NDArray[np.int64]  # (sets + 1,): where each set's members begin
    members: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Class:
    """One class of sides."""

    numbers: NDArray[np.int64]  # (columns, lists, eras): number of the list of sets
    unsettled: dict[str, tuple[tuple[Member, ...], ...]]  # label of several possible statuses → what it can be
    loose: bool  # whether nobody is named: of each part some took part
    twice: bool  # whether somebody unsettled stands in it twice


def _bound(a: _Class, b: _Class) -> bool:
    """Whether what one side is made of may bind the other: the same actor has one status on both.

    Under names for many it does not where, for each status, another actor of the same kind can stand in.
    """
    shared = Counter(kind for label, kind in a.unsettled.items() if label in b.unsettled)
    alone = any(count < max(map(len, kind)) for kind, count in shared.items())
    return a.twice or b.twice or alone or (bool(shared) and not (a.loose and b.loose))


class Sides:
    """Numbers sides and their members."""

    def __init__(self, lanes: Lanes) -> None:
        """Nobody is known yet."""
        compiled = lanes.compiled
        self._lanes, self._compiled = lanes, compiled
        self.lists = lists_of(lanes.columns)
        self._changes = tuple(sorted(compiled.roster.changes()))
        # One instant for each epoch; before the first change, the second before it.
        first = self._changes[0].plus(-1) if self._changes else Instant(0)
        self.instants = (first, *self._changes)
        self.epochs = len(self.instants)
        # each epoch is an era, and each few of them in a row
        runs = [tuple(range(start, start + size)) for size in range(1, LONGEST_ERA + 1) for start in range(self.epochs)]
        self.eras = {run: i for i, run in enumerate(run for run in runs if run[-1] < self.epochs)}
        self.own: list[Body] = []  # one member for each number of own lines
        self._own_numbers: dict[object, int] = {}
        self._numbers: dict[object, Member] = {}
        self._rows: list[Row] = []
        self._bodies: dict[object, Member] = {}
        self._sets: dict[Sets, int] = {}
        self._sides: dict[Side | None, int] = {}
        self._classes: dict[object, int] = {}
        self._of_class: list[_Class] = []
        self._tables: SideTables | None = None
        self._apart: NDArray[np.bool_] | None = None

    def epoch(self, at: Instant) -> int:
        """Which epoch an instant lies in."""
        return bisect_right(self._changes, at)

    def class_of(self, side: Side | None) -> int:
        """The class of a side; None is that nobody said."""
        if side not in self._sides:
            self._sides[side] = self._class(side)
        return self._sides[side]

    def apart(self) -> NDArray[np.bool_]:
        """Which pairs of side classes are for the floor: somebody of unsettled status binds one side to the other."""
        if self._apart is None:
            rows = [[_bound(a, b) for b in self._of_class] for a in self._of_class]
            self._apart = np.array(rows, np.bool_).reshape(len(rows), len(rows))
        return self._apart

    def tables(self) -> SideTables:
        """Everything numbered so far."""
        if self._tables is None:
            self._tables = self._made()
        return self._tables

    # ── numbering ─────────────────────────────────────────────────────────────────────────────

    def _class(self, side: Side | None) -> int:
        columns, lists = self._lanes.columns, self.lists
        numbers = np.zeros((len(columns), len(lists), len(self.eras)), np.int64)
        made: dict[object, int] = {}
        standing: dict[str, list[tuple[Member, ...]]] = {}  # label → what it can be, list by list, era by era
        loose, twice = True, False
        for c, column in enumerate(columns):
            meant = self._meant(column, side)
            for k, list_id in enumerate(lists):
                for era, e in self.eras.items():
                    key = (meant, k, e)
                    if key not in made:
                        choices = self._choices(column, side, list_id, era)
                        made[key] = self._number_of(self._possible_sets(choices))
                        loose = loose and not any(everyone for _, everyone in choices)
                        every = [bodies for party, _ in choices for bodies in party]
                        for bodies in every:
                            standing.setdefault(bodies[0].label, []).append(tuple(map(self._member, bodies)))
                        open_now = [bodies[0].label for bodies in every if len(bodies) > 1]
                        twice = twice or len(open_now) > len(set(open_now))
                    numbers[c, k, e] = made[key]
        kinds = {label: tuple(one) for label, one in standing.items() if max(map(len, one)) > 1}
        alike = (numbers.tobytes(), frozenset(kinds.items()), loose, twice)
        if alike not in self._classes:
            self._classes[alike] = len(self._of_class)
            self._of_class.append(_Class(numbers, kinds, loose=loose, twice=twice))
            self._tables = self._apart = None
        return self._classes[alike]

    def _meant(self, column: Column, side: Side | None) -> object:
        """What tells a side in one column from the same side in another: whom its names mean."""
        if side is None:
            return None
        return tuple(one.actor or column.aliases.get(one.name) for one in side.members)

    def _choices(
        self, column: Column, side: Side | None, list_id: str, era: tuple[int, ...]
    ) -> list[tuple[Choices, bool]]:
        instants = tuple(self.instants[epoch] for epoch in era)
        scene = replace(self._lanes.scene({}), list_id=list_id, instants=instants)
        return [(party.members, party.everyone) for party in parties_of(self._compiled, column, side, scene)]

    def _possible_sets(self, parties: Iterable[tuple[Choices, bool]]) -> Sets:
        """Every set of classes of members in which a side can have taken part."""
        reachable: set[frozenset[Member]] = {frozenset()}
        for members, everyone in parties:
            some = _taken([[self._member(body) for body in bodies] for bodies in members], everyone=everyone)
            reachable = {done | one for done in reachable for one in some}
        return frozenset(one for one in reachable if one) or frozenset({frozenset({self._member(ABSENT)})})

    def _number_of(self, sets: Sets) -> int:
        self._tables = None if sets not in self._sets else self._tables
        return self._sets.setdefault(sets, len(self._sets))

    def _member(self, body: Body) -> Member:
        key = (body.label, body.known, body.present, body.civilian, body.statuses, body.roles, body.wholes)
        if key not in self._bodies:
            self._bodies[key] = self._new_member(body)
        return self._bodies[key]

    def _new_member(self, body: Body) -> Member:
        return self._lasting(body) if len(body.statuses) > 1 else self._single(body)

    def _lasting(self, body: Body) -> Member:
        """The number of a member over several epochs: it is one after the other."""
        each = zip(body.statuses, body.roles, body.wholes, strict=True)
        parts = tuple(
            self._member(replace(body, statuses=(status,), roles=(roles,), wholes=(wholes,)))
            for status, roles, wholes in each
        )
        if parts not in self._numbers:
            by, against, flags, own, _ = self._rows[parts[0]]
            self._numbers[parts] = len(self._rows)
            self._rows.append((by, against, flags, own, parts))
        return self._numbers[parts]

    def _single(self, body: Body) -> Member:
        by, against = self._lanes.by(body), self._lanes.against(body)
        flags = KNOWN * body.known + PRESENT * body.present + CIVILIAN * body.civilian
        own = self._own(body)
        key = (by.tobytes(), against.tobytes(), flags, own)
        if key not in self._numbers:
            self._numbers[key] = len(self._rows)
            self._rows.append((by, against, flags, own, (len(self._rows),) * LONGEST_ERA))
        return self._numbers[key]

    def _own(self, body: Body) -> int:
        """The number of the lines that are a member's own; nobody and somebody unknown have numbers too."""
        known = body.known and body.present
        key = (body.present, own_lines(self._compiled, body, 0) if known else None)
        if key not in self._own_numbers:
            self._own_numbers[key] = len(self.own)
            self.own.append(body)
        return self._own_numbers[key]

    # ── for the kernel ────────────────────────────────────────────────────────────────────────

    def _made(self) -> SideTables:
        list_from, set_from, members = [0], [0], []
        for sets in self._sets:
            for one in sorted(map(sorted, sets), key=lambda one: (len(one), one)):
                members += one
                set_from.append(len(members))
            list_from.append(len(set_from) - 1)
        by, against, flags, own, parts = zip(*self._rows, strict=True)
        return SideTables(
            by=np.stack(by),
            against=np.stack(against),
            flags=np.array(flags, np.uint8),
            own=np.array(own, np.int64),
            parts=np.array([(part * LONGEST_ERA)[:LONGEST_ERA] for part in parts], np.int64),
            lists=np.stack([one.numbers for one in self._of_class]),
            list_from=np.array(list_from, np.int64),
            set_from=np.array(set_from, np.int64),
            members=np.array(members, np.int64),
        )


def _taken(members: list[list[Member]], *, everyone: bool) -> set[frozenset[Member]]:
    """The sets of classes in which one part of a side can have taken part, as `terms.worlds` counts them.

    Of an umbrella's members that have the same choices as many count as there are choices: more make no new set.
    """
    reachable: set[frozenset[Member]] = {frozenset()}
    seen: dict[frozenset[Member], int] = {}
    for choices in members:
        kinds = frozenset(choices)
        seen[kinds] = seen.get(kinds, 0) + 1
        if not everyone and seen[kinds] > len(kinds):
            continue
        with_it = {done | {one} for done in reachable for one in kinds}
        reachable = with_it if everyone else reachable | with_it
    return {one for one in reachable if one}
