"""Where: what the clauses' conditions on place come to in a combination of areas, at a moment, at a height.

A zone or a band is a slot, one bit; a condition on place is a set of slots. Which of them hold somewhere
comes from the cell index, which are in force from the moment, which are at that height from the floor's
own altitude bands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truceline.bulk.kernels import kernel
from truceline.bulk.lanes import OF_OWN_LINE, OF_PLACE, Lanes, Words
from truceline.period import Instant
from truceline.place import Altitudes
from truceline.terms import Condition
from truceline.terms import vocabulary as v
from truceline.terms.compiled import AreaKey
from truceline.terms.truth import Truth

BITS = 64
NO, UNKNOWN, YES = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Slot:
    """One zone or line as a condition asks about it."""

    key: AreaKey
    zone: int  # position of the zone; −1: a line, always there
    drawn: bool  # whether a map was published


class Slots:
    """Numbers the zones and bands that conditions ask about."""

    def __init__(self, lanes: Lanes) -> None:
        """Find what each condition on place asks about."""
        self._compiled = lanes.compiled
        self.conditions = lanes.asked(*OF_PLACE)
        asked = [self._slots_of(condition) for condition in self.conditions]
        self.slots = tuple(dict.fromkeys(slot for slots in asked for slot in slots))
        self.words = len(self.slots) // BITS + 1
        self.asked = np.stack([self._bits(slot in slots for slot in self.slots) for slots in map(set, asked or [()])])
        self.outside = np.array([isinstance(c, v.Outside) for c in self.conditions] or [False], np.bool_)
        self.undrawn = self._bits(not slot.drawn for slot in self.slots)
        zones = self._compiled.zones
        self._heights = [zones[slot.zone].altitudes if _level(slot) else None for slot in self.slots]
        self.bands = tuple(dict.fromkeys(one for one in self._heights if one is not None))
        self._keys = tuple(self._compiled.areas)
        self._own = frozenset(_own_line_keys(lanes))

    def _slots_of(self, condition: Condition) -> tuple[Slot, ...]:
        zones, lines = self._compiled.zones, self._compiled.lines
        if isinstance(condition, v.Inside | v.Outside):
            meant = [(i, zone) for i, zone in enumerate(zones) if any(map(zone.called, condition.zones))]
            return tuple(Slot(("zone", zone.id, 0), i, zone.area is not None) for i, zone in meant)
        if not isinstance(condition, v.Within):
            return ()
        distance_m = condition.distance_m
        meant = [(i, zone) for i, zone in enumerate(zones) if any(map(zone.called, condition.of))]
        near = [Slot(("band", zone.id, distance_m), i, zone.area is not None) for i, zone in meant]
        of = [lines[name] for name in condition.of if name in lines]
        return (*near, *(Slot(("band", line.id, distance_m), -1, line.chain is not None) for line in of))

    def _bits(self, flags: Iterable[bool]) -> Words:
        """One bit a slot: (words,)."""
        found = np.zeros(self.words * BITS, np.bool_)
        found[: len(self.slots)] = list(flags)
        return np.packbits(found, bitorder="little").view("<u8").astype(np.uint64)

    def in_force(self, at: Instant) -> Words:
        """The slots that are there at an instant: (words,)."""
        there = [zone.in_force(at) for zone in self._compiled.zones]
        return self._bits(slot.zone < 0 or there[slot.zone] for slot in self.slots)

    def holding(self, areas: tuple[int, ...]) -> Words:
        """The slots of a combination of areas, by position: (words,)."""
        keys = {self._keys[area] for area in areas}
        return self._bits(slot.drawn and slot.key in keys for slot in self.slots)

    def own_lines_in(self, areas: tuple[int, ...]) -> frozenset[AreaKey]:
        """The areas of a combination that conditions on somebody's own line look at."""
        return self._own.intersection(self._keys[area] for area in areas)

    def at_height(self, truths: Sequence[Truth]) -> tuple[Words, Words]:
        """The slots at whose height it surely is, and may be, from the truth of each of `bands`."""
        said: dict[Altitudes | None, Truth] = dict(zip(self.bands, truths, strict=True)) | {None: True}
        level = [said[height] for height in self._heights]
        return self._bits(one is True for one in level), self._bits(one is not False for one in level)


def _level(slot: Slot) -> bool:
    """Whether height may bear on it: on a zone, not on a band."""
    return slot.key[0] == "zone"


def _own_line_keys(lanes: Lanes) -> list[AreaKey]:
    lines = lanes.compiled.lines
    asked = lanes.asked(*OF_OWN_LINE)
    distances = {c.distance_m for c in asked if isinstance(c, v.OwnLineWithin)}
    keys: list[AreaKey] = [("band", line, distance_m) for line in lines for distance_m in distances]
    return keys + [("forward", line, 0) for line in lines]


@kernel
def truths_at(
    inside: Words,
    unknown: NDArray[np.bool_],
    in_force: Words,
    surely: Words,
    maybe: Words,
    asked: Words,
    outside: NDArray[np.bool_],
    undrawn: Words,
) -> NDArray[np.int8]:
    """What each condition on place comes to for each (cell, moment, height): (n, conditions) of NO, UNKNOWN, YES.

    `inside`, `in_force`, `surely` and `maybe` are (n, words), `unknown` (n,); `asked` is (conditions, words).
    """
    count, conditions, words = inside.shape[0], asked.shape[0], asked.shape[1]
    found = np.empty((count, conditions), np.int8)
    for i in range(count):
        nowhere = ~np.uint64(0) if unknown[i] else np.uint64(0)
        for c in range(conditions):
            yes = perhaps = np.uint64(0)
            for w in range(words):
                there = asked[c, w] & in_force[i, w]
                yes |= there & inside[i, w] & surely[i, w] & ~undrawn[w] & ~nowhere
                perhaps |= there & (inside[i, w] | undrawn[w] | nowhere) & maybe[i, w]
            said = YES if yes else (UNKNOWN if perhaps else NO)
            found[i, c] = YES - said if outside[c] else said
    return found
