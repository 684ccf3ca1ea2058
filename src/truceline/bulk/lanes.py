"""Clauses as bits: every condition of a rule is a lane of one machine word, filled from the floor's own truth.

A rule's word holds, for one version of the facts, a bit where a condition is no (the lower half) and a bit
where it is unknown (the upper half); yes is neither. Kleene's "and" over any of its conditions is then two
masks, and facts that bear on different conditions are joined by "or" of their words. What a word or a
place makes of a condition is never decided here: it is asked of `terms.truth`, once for each value.

A rule with more conditions than lanes, or an agreement with more rules than bits, is left to the floor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from truceline.period import Instant
from truceline.terms import Column, Compiled, Condition, Effect, Result, View
from truceline.terms import vocabulary as v
from truceline.terms.conduct import FACTS
from truceline.terms.judging import Shape, stripped
from truceline.terms.truth import ABSENT, Body, Scene, Truth, truth

Words = NDArray[np.uint64]

LANES = 32  # conditions of one rule, its exceptions' among them
MOST_RULES = 60  # bits of a mask of rules
MOST_LIFTS = 28  # exceptions of one rule over all its readings
RESULTS = tuple(Result)

# What each condition looks at. Answers held and declared amounts are never said in a row.
FIELD_OF: dict[type[Any], str] = {
    v.Kind: "kind",
    v.Weapon: "weapon",
    v.Platform: "platform",
    v.Purpose: "purpose",
    v.Site: "site",
    v.Armed: "armed",
    v.InNotifiedVolume: "in_notified_volume",
    v.ControlChanged: "control_changed",
    v.Harmed: "harmed",
    v.NotifiedBefore: "notice",
    v.AnswerHeld: "answers",
    v.AboveBaseline: "amounts",
}
OF_TIME = (v.During, v.OnSchedule)
OF_PLACE = (v.Inside, v.Outside, v.Within)
OF_OWN_LINE = (v.ForwardOfOwnLine, v.OwnLineWithin)


@dataclass(frozen=True, slots=True)
class Lift:
    """One exception of a rule, in one reading."""

    number: int  # its position among the rule's exceptions
    id: str


class Lanes:
    """Where each condition of an agreement stands, reading by reading."""

    def __init__(self, compiled: Compiled) -> None:
        """Lay out the words: one for each rule, then two for each presumption (when, holds)."""
        self.compiled = compiled
        self.columns = compiled.columns
        self.views = tuple(dict.fromkeys(view for column in self.columns for view in column.views))
        self.readings = tuple(dict.fromkeys(view.readings for view in self.views))
        self.presumptions = tuple({one.id: one for column in self.columns for one in column.presumptions}.values())
        self.rules = len(compiled.rules)
        self.words = self.rules + 2 * len(self.presumptions)
        read = [next(view.rules for view in self.views if view.readings == one) for one in self.readings]
        self.shapes = [[Shape.of(rule) for rule in rules] for rules in read]
        self.lifts = [self._lifts(read, i) for i in range(self.rules)]
        rows = [[shape.conditions for shape in shapes] + self._presumed() for shapes in self.shapes]
        self.fits = (
            self.rules <= MOST_RULES
            and max((len(row) for one in rows for row in one), default=0) <= LANES
            and all(len(lifts) <= MOST_LIFTS for lifts in self.lifts)
        )
        self._places: dict[Condition, list[tuple[int, int, int, bool]]] = {}
        for reading, one in enumerate(rows):
            for word, row in enumerate(one):
                for lane, condition in enumerate(row):
                    base, straight = stripped(condition)
                    self._places.setdefault(base, []).append((reading, word, lane, straight))

    def _presumed(self) -> list[tuple[Condition, ...]]:
        return [row for one in self.presumptions for row in (one.when, one.holds)]

    def _lifts(self, read: Sequence[Sequence[Any]], index: int) -> tuple[Lift, ...]:
        found = {Lift(k, one.id) for rules in read for k, one in enumerate(rules[index].full_exceptions())}
        return tuple(sorted(found, key=lambda lift: (lift.number, lift.id)))

    def asked(self, *kinds: type[Any]) -> tuple[Condition, ...]:
        """The conditions of these kinds that some clause asks, negations taken off, in a fixed order."""
        return tuple(base for base in self._places if type(base) in kinds)

    def where(self, base: Condition) -> list[tuple[int, int, int, bool]]:
        """Where a condition stands: (reading, word, lane, whether as it is or its opposite)."""
        return self._places[base]

    def empty(self) -> Words:
        """The words in which nothing is no or unknown: (readings, words)."""
        return np.zeros((len(self.readings), self.words), np.uint64)

    def filled(self, truths: Mapping[Condition, Truth]) -> Words:
        """The words that these truths make: (readings, words)."""
        found = self.empty()
        for base, said in truths.items():
            for reading, word, lane, straight in self._places[base]:
                if said is None:
                    found[reading, word] |= np.uint64(1 << (lane + LANES))
                elif said is not straight:
                    found[reading, word] |= np.uint64(1 << lane)
        return found

    def of_fact(self, field: str, value: object) -> Words:
        """The words of one fact that stands for itself; the others' lanes are empty."""
        scene = self.scene({field: value})
        kinds = tuple(kind for kind, name in FIELD_OF.items() if name == field)
        return self.filled({c: truth(c, scene, ABSENT, ABSENT, 0) for c in self.asked(*kinds)})

    def of_stated_distance(self, own_line_mm: int) -> Words:
        """The words of a stated distance from the initiator's own line."""
        scene = self.scene({"own_line_mm": own_line_mm})
        return self.filled({c: truth(c, scene, ABSENT, ABSENT, 0) for c in self.asked(v.OwnLineWithin)})

    def by(self, body: Body) -> Words:
        """The words of an initiating member."""
        scene = self.scene({})
        return self.filled({c: truth(c, scene, body, ABSENT, 0) for c in self.asked(v.By)})

    def against(self, body: Body) -> Words:
        """The words of a struck member."""
        scene = self.scene({})
        return self.filled({c: truth(c, scene, ABSENT, body, 0) for c in self.asked(v.Against)})

    def scene(self, facts: Mapping[str, object], cell: Any = None, at: Instant | None = None) -> Scene:  # noqa: ANN401 - a cell or none
        """A scene in which only these facts are said."""
        said = dict.fromkeys(FACTS) | dict(facts)
        return Scene(self.compiled, said, "", (at or Instant(0),), cell, None, ((),))

    # ── what the kernel needs of the rules ────────────────────────────────────────────────────

    def counted(self) -> int:
        """A bit for each rule that is more than advice."""
        return sum(1 << i for i, rule in enumerate(self.compiled.rules) if rule.effect is not Effect.ADVISE)

    def layouts(self) -> NDArray[np.int64]:
        """A number for each reading; two are equal where every rule's row is laid out alike."""
        seen: dict[object, int] = {}
        laid_out = [tuple(shape.layout for shape in shapes) for shapes in self.shapes]
        return np.array([seen.setdefault(one, len(seen)) for one in laid_out], np.int64)

    @cached_property
    def masks(self) -> tuple[Words, Words, Words, Words]:
        """Lanes of conduct, of conduct and reach, of each exception, and the exception's bit.

        Shapes (readings, rules), likewise, (readings, rules, exceptions) twice; a bit of 0 is no exception.
        """
        deepest = max((len(shape.exceptions) for shapes in self.shapes for shape in shapes), default=0)
        size = (len(self.readings), self.rules)
        conduct, reach = np.zeros(size, np.uint64), np.zeros(size, np.uint64)
        when, lifts = np.zeros((*size, deepest), np.uint64), np.zeros((*size, deepest), np.uint64)
        for reading, shapes in enumerate(self.shapes):
            rules = next(view.rules for view in self.views if view.readings == self.readings[reading])
            for i, shape in enumerate(shapes):
                conduct[reading, i] = _lanes(0, shape.conduct_end)
                reach[reading, i] = _lanes(0, shape.reach_end)
                for k, (start, end) in enumerate(shape.exceptions):
                    name = rules[i].full_exceptions()[k].id
                    when[reading, i, k] = _lanes(start, end)
                    lifts[reading, i, k] = 1 << self.lifts[i].index(Lift(k, name))
        return conduct, reach, when, lifts

    def held(self) -> tuple[Words, Words, Words]:
        """What each presumption holds: a bit for each condition, and the lanes it reads as yes and as no.

        Shapes (presumptions,), (presumptions, readings, words) twice.
        """
        seen: dict[Condition, int] = {}
        count = len(self.presumptions)
        bits = np.zeros(count, np.uint64)
        yes, no = (np.zeros((count, len(self.readings), self.words), np.uint64) for _ in range(2))
        for p, presumption in enumerate(self.presumptions):
            settled: set[Condition] = set()
            for condition in presumption.holds:
                bits[p] |= np.uint64(1 << seen.setdefault(condition, len(seen)))
                base, held_straight = stripped(condition)
                if base in settled:
                    continue
                settled.add(base)
                for reading, word, lane, straight in self._places[base]:
                    if word < self.rules:
                        (yes if straight == held_straight else no)[p, reading, word] |= np.uint64(1 << lane)
        return bits, yes, no

    def number_of(self, view: View) -> int:
        """Which reading a view has."""
        return self.readings.index(view.readings)


def _lanes(start: int, end: int) -> int:
    return (1 << end) - (1 << start)


def lists_of(columns: Iterable[Column]) -> tuple[str, ...]:
    """The lists of statuses that columns look at, each once."""
    return tuple(dict.fromkeys(view.list_id for column in columns for view in column.views))
