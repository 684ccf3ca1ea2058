"""When: instants between which nothing changes, and times as sets of them.

A time is cut where the agreement changes, as `terms.compiled` cuts it; slices in which every condition
on time, every zone in force and every status come out alike are one moment. A day under a nightly schedule
of a year ago and one of today put the same question.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from truceline.bulk.interning import Interning
from truceline.bulk.lanes import OF_TIME, Lanes, Words
from truceline.bulk.places import Slots
from truceline.bulk.sides import Sides
from truceline.period import DAY_S, Instant
from truceline.terms.truth import ABSENT, truth

WITHIN, THROUGHOUT = 0, 1  # an unknown instant of it, or the whole of it
LONGEST = 256  # moments of one time; more are for the floor
TOO_MANY = 0  # the number of the time that has more
STRETCH_S = 366 * DAY_S  # openings of schedules are worked out for so long at a time
BEFORE_ALL = -(2**60)  # stands for the time before the first change

Time = tuple[int, tuple[int, ...]]  # WITHIN or THROUGHOUT, and its moments, sorted


class Moments:
    """Numbers moments, and the times made of them."""

    def __init__(self, lanes: Lanes, sides: Sides, slots: Slots) -> None:
        """No time is known yet."""
        self._lanes, self._sides, self._slots = lanes, sides, slots
        self.words: list[Words] = []  # the lanes of conditions on time, each once
        self.word_of: list[int] = []  # moment → number of its words
        self.epoch_of: list[int] = []  # moment → epoch of sides
        self.in_force: list[Words] = []  # moment → slots in force
        self.times: list[Time] = [(WITHIN, ())]  # the first stands for too many
        self._of_instant: dict[int, int] = {}
        self._moments: dict[object, int] = {}
        self._words: dict[bytes, int] = {}
        self._times: dict[Time, int] = {}
        self._spans = Interning(2)
        self._time_of_span = np.zeros(0, np.int64)
        self._changes = np.array([one.epoch_s for one in lanes.compiled.cuts], np.int64)
        self._stretches: set[int] = set()
        self._cuts = self._changes

    def numbers(
        self, start_s: NDArray[np.int64], end_s: NDArray[np.int64], throughout: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """The time of each row, from its first second to the first after it (for an instant, one later)."""
        self._work_out(start_s, end_s)
        last_s = end_s - 1
        stands = np.concatenate([[BEFORE_ALL], self._cuts])
        first = stands[np.searchsorted(self._cuts, start_s, side="right")]
        last = stands[np.searchsorted(self._cuts, last_s, side="right")]
        packed = np.stack([first, last * 2 + throughout], axis=1).view(np.uint64)
        spans = self._spans.ids(packed)
        new = self._spans.rows[len(self._time_of_span) :].view(np.int64).tolist()
        found = [self._time(first, last >> 1, THROUGHOUT if last & 1 else WITHIN) for first, last in new]
        self._time_of_span = np.concatenate([self._time_of_span, np.array(found, np.int64)])
        times = self._time_of_span[spans]
        if self._stretches:
            times[last_s // STRETCH_S - start_s // STRETCH_S > 1] = TOO_MANY
        return times

    def _work_out(self, start_s: NDArray[np.int64], end_s: NDArray[np.int64]) -> None:
        """Know the openings of every schedule in each stretch of time in which a row lies."""
        schedules = self._lanes.compiled.schedules
        if not schedules:
            return
        needed = np.unique(np.concatenate([start_s // STRETCH_S, (end_s - 1) // STRETCH_S])).tolist()
        new = set(needed) - self._stretches
        if not new:
            return
        edges = [
            edge.epoch_s
            for stretch in sorted(new)
            for schedule in schedules
            for edge in schedule.edges(Instant(stretch * STRETCH_S - 8 * DAY_S), Instant((stretch + 1) * STRETCH_S))
        ]
        self._stretches |= new
        self._cuts = np.unique(np.concatenate([self._cuts, np.array(edges, np.int64)]))

    def _time(self, first_s: int, last_s: int, mode: int) -> int:
        """The number of the time whose slices stand from one instant to another."""
        inside = self._cuts[(self._cuts > first_s) & (self._cuts <= last_s)].tolist()
        moments = tuple(sorted({self._moment(at_s) for at_s in (first_s, *inside)}))
        if len(moments) > LONGEST:
            return TOO_MANY
        time = (mode if len(moments) > 1 else WITHIN, moments)
        if time not in self._times:
            self._times[time] = len(self.times)
            self.times.append(time)
        return self._times[time]

    def _moment(self, at_s: int) -> int:
        """The number of the moment that stands at an instant."""
        if at_s not in self._of_instant:
            self._of_instant[at_s] = self._new_moment(self._instant(at_s))
        return self._of_instant[at_s]

    def _instant(self, at_s: int) -> Instant:
        if at_s != BEFORE_ALL:
            return Instant(at_s)
        return Instant(int(self._cuts[0]) - 1) if len(self._cuts) else Instant(0)

    def _new_moment(self, at: Instant) -> int:
        scene = self._lanes.scene({}, at=at)
        words = self._lanes.filled({c: truth(c, scene, ABSENT, ABSENT, 0) for c in self._lanes.asked(*OF_TIME)})
        said = self._words.setdefault(words.tobytes(), len(self._words))
        if said == len(self.words):
            self.words.append(words)
        in_force = self._slots.in_force(at)
        key = (said, in_force.tobytes(), self._sides.epoch(at))
        if key not in self._moments:
            self._moments[key] = len(self.word_of)
            self.word_of.append(said)
            self.epoch_of.append(self._sides.epoch(at))
            self.in_force.append(in_force)
        return self._moments[key]
