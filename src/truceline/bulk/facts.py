"""What is said once of a row: kind, means, site, harm, notice, the stated distance from one's own line.

Each value is turned into the lanes of the conditions that look at it; values that no condition tells apart are
one. A row's facts together are one number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from truceline.bulk.interning import Interning
from truceline.bulk.lanes import Lanes, Words
from truceline.terms import Notice
from truceline.terms import vocabulary as v

WORDS = ("kind", "weapon", "platform", "purpose", "site")
FLAGS = ("armed", "control_changed", "in_notified_volume")
FIELDS = (*WORDS, *FLAGS, "harmed", "notice", "own_line")
PER_WORD = 4  # numbers of values in one machine word of the key
BITS = 16


class Field:
    """The values of one field, numbered by what conditions make of them; 0 is that nobody said."""

    def __init__(self, lanes_of: Callable[[object], Words], *, said_matters: bool = False) -> None:
        """`lanes_of` gives the lanes of a value; of None, of its not being said.

        `said_matters`: what is said is never one with what is not, also where no condition tells them apart.
        """
        self._lanes_of, self._said_matters = lanes_of, said_matters
        self._numbers: dict[tuple[bool, bytes], int] = {}
        self._seen: dict[object, int] = {}
        self.lanes: list[Words] = []
        self.number(None)

    def number(self, value: object) -> int:
        """The number of a value."""
        if value not in self._seen:
            lanes = self._lanes_of(value)
            key = (self._said_matters and value is None, lanes.tobytes())
            number = self._numbers.setdefault(key, len(self.lanes))
            if number == len(self.lanes):
                self.lanes.append(lanes)
            self._seen[value] = number
        return self._seen[value]


class Facts:
    """Numbers what rows say of themselves."""

    def __init__(self, lanes: Lanes) -> None:
        """Nothing is said yet."""
        self._lanes = lanes
        self.fields = {name: self._field(name) for name in (*WORDS, *FLAGS, "harmed", "notice")}
        self.fields["own_line"] = Field(self._own_line, said_matters=True)
        self._never_said = lanes.of_fact("answers", None) | lanes.of_fact("amounts", None)
        asked = lanes.asked(v.OwnLineWithin, v.NotifiedBefore)
        self._distances_mm = sorted({c.distance_m * 1000 for c in asked if isinstance(c, v.OwnLineWithin)})
        self._leads_s = sorted({c.lead_s for c in asked if isinstance(c, v.NotifiedBefore)})
        self._rows = Interning(-(-len(FIELDS) // PER_WORD))
        self._of_row: list[Words] = []
        self._stated: list[bool] = []
        self._tables: tuple[Words, NDArray[np.bool_]] | None = None

    def _field(self, name: str) -> Field:
        return Field(lambda value: self._lanes.of_fact(name, value))

    def _own_line(self, value: object) -> Words:
        return self._lanes.of_stated_distance(value) if isinstance(value, int) else self._lanes.empty()

    def own_lines(self, metres: NDArray[np.int64], said: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The number of each stated distance from the own line; where nothing is said, 0."""
        # between two distances that clauses ask about, one stands for all
        standing = [min(self._distances_mm, default=1) - 1, *self._distances_mm]
        numbers = np.array([self.fields["own_line"].number(one) for one in standing], np.int64)
        steps = np.searchsorted(np.array(self._distances_mm, np.int64), metres * 1000, side="right")
        return np.where(said, numbers[steps], 0)

    def notices(
        self, seconds: NDArray[np.int64], said: NDArray[np.bool_], refused: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """The number of each notice; `refused` where it is said that none was given."""
        field = self.fields["notice"]
        standing = [min(self._leads_s, default=0) - 1, *self._leads_s]
        numbers = np.array([field.number(Notice(one)) for one in standing], np.int64)
        steps = np.searchsorted(np.array(self._leads_s, np.int64), seconds, side="right")
        return np.where(refused, field.number(Notice(None)), np.where(said, numbers[steps], 0))

    def numbers(self, said: Mapping[str, NDArray[np.int64]], rows: int) -> NDArray[np.int32]:
        """The facts of each row, from its number in each field; a field that is left out is not said."""
        packed = np.zeros((rows, -(-len(FIELDS) // PER_WORD)), np.uint64)
        for i, name in enumerate(FIELDS):
            if name in said:
                packed[:, i // PER_WORD] |= said[name].astype(np.uint64) << np.uint64(i % PER_WORD * BITS)
        found = self._rows.ids(packed)
        for row in self._rows.rows[len(self._of_row) :].tolist():
            self._add([row[i // PER_WORD] >> i % PER_WORD * BITS & (1 << BITS) - 1 for i in range(len(FIELDS))])
        return found

    def _add(self, numbers: list[int]) -> None:
        lanes = self._never_said.copy()
        for name, number in zip(FIELDS, numbers, strict=True):
            lanes |= self.fields[name].lanes[number]
        self._of_row.append(lanes)
        self._stated.append(numbers[FIELDS.index("own_line")] > 0)
        self._tables = None

    def tables(self) -> tuple[Words, NDArray[np.bool_]]:
        """Lanes of each row's facts, (facts, readings, words), and whether the distance is stated, (facts,)."""
        if self._tables is None:
            self._tables = np.stack(self._of_row), np.array(self._stated, np.bool_)
        return self._tables
