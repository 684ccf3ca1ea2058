"""Pairs of sides: which worlds their members, a direction and an epoch make, place and facts apart.

Few pairs of sides meet in millions of rows. Their worlds are found once, those that no rule tells apart taken as
one; what a row adds to them is the same in each, and cannot make two of them equal.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from truceline.bulk import judging
from truceline.bulk.interning import Interning
from truceline.bulk.judging import Numbers, Room, Tables, alike_in, same_groups, worlds_of
from truceline.bulk.kernels import kernel
from truceline.bulk.lanes import Lanes, Words
from truceline.bulk.sections import sections_in, sections_of

ROOM = 256  # worlds of a pairing before equal ones are taken as one


class Pairings(NamedTuple):
    """The different worlds of pairs of sides, direction and epoch, place and facts apart; by pairing and column."""

    of_epoch: Numbers  # (pairs of sides with their direction, epochs): the pairing; −1: never asked
    fits: NDArray[np.bool_]  # (pairings × columns,)
    world_from: Numbers  # (pairings × columns + 1,)
    reading: Numbers  # (worlds,)
    pair_from: Numbers  # (worlds + 1,)
    group: Numbers  # (pairs,)
    own: Numbers  # (pairs,)
    sections: Words  # (pairs, sections)
    lanes: Words  # (pairs, words)


class Pairs:
    """Numbers pairings of sides and works out their worlds."""

    def __init__(self, lanes: Lanes, epochs: int, compared: NDArray[np.bool_]) -> None:
        """No two sides have met yet; `compared` says of a column whether two of its readings are laid out alike."""
        self._lanes, self._columns, self._epochs = lanes, len(lanes.columns), epochs
        self._sides = Interning(2)
        self._of_epoch = np.full((0, epochs), -1, np.int64)
        self._fits = np.zeros(0, np.bool_)
        self._counts, self._reading, self._sizes, self._group, self._own = (np.zeros(0, np.int64) for _ in range(5))
        self._pairs = np.zeros((0, lanes.words), np.uint64)
        self._compared = compared
        self._sections = np.zeros((0, sections_in(lanes)), np.uint64)
        self._held: Pairings | None = None

    def numbers(self, sides: Numbers, scenes: Numbers, tables: Tables) -> tuple[NDArray[np.int32], Pairings]:
        """The number of each row of (side a, side b, direction), and all pairings, those at its scene's epochs too."""
        packed = np.stack([sides[:, 0] << 32 | sides[:, 1], sides[:, 2]], axis=1).view(np.uint64)
        numbers = self._sides.ids(packed)
        begins, counts = tables.scene_begins[scenes], np.diff(tables.scene_begins)[scenes]
        # every point of every row's scene, one after the other
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        epochs = tables.point_epoch[tables.scene_points[np.repeat(begins, counts) + within]]
        asked = np.unique(np.repeat(numbers.astype(np.int64), counts) * self._epochs + epochs)
        known = self._of_epoch.size // self._epochs
        more = np.full((len(self._sides) - known, self._epochs), -1, np.int64)
        self._of_epoch = np.concatenate([self._of_epoch, more])
        new = asked[self._of_epoch.reshape(-1)[asked] < 0]
        if len(new):
            self._of_epoch.reshape(-1)[new] = len(self._fits) // self._columns + np.arange(len(new))
            told = self._sides.rows[new // self._epochs].view(np.int64)
            rows = np.stack([told[:, 0] >> 32, told[:, 0] & 0xFFFFFFFF, told[:, 1], new % self._epochs], axis=1)
            self._pair_up(rows, tables)
        if self._held is None or len(more):
            self._held = self._made()
        return numbers, self._held

    def _pair_up(self, rows: Numbers, tables: Tables) -> None:
        """Work out the worlds of new pairings; with twice the room wherever it was not enough."""
        bare, room, size = self._bare(tables), judging.room(self._lanes.words), 4096
        while len(rows):
            fits_, counts = np.zeros(len(rows) * self._columns, np.bool_), np.zeros(len(rows) * self._columns, np.int64)
            reading, sizes, group, own = (np.zeros(size, np.int64) for _ in range(4))
            lanes = np.zeros((size, self._lanes.words), np.uint64)
            done = pair_up(rows, bare, room, self._compared, fits_, counts, reading, sizes, group, own, lanes)
            worlds = int(counts[: done * self._columns].sum())
            pairs = int(sizes[:worlds].sum())
            self._fits = np.concatenate([self._fits, fits_[: done * self._columns]])
            self._counts = np.concatenate([self._counts, counts[: done * self._columns]])
            self._reading = np.concatenate([self._reading, reading[:worlds]])
            self._sizes = np.concatenate([self._sizes, sizes[:worlds]])
            self._group, self._own = (
                np.concatenate([self._group, group[:pairs]]),
                np.concatenate([self._own, own[:pairs]]),
            )
            self._pairs = np.concatenate([self._pairs, lanes[:pairs]])
            reading_of_pair = np.repeat(reading[:worlds], sizes[:worlds])
            self._sections = np.concatenate([self._sections, self._as_sections(lanes[:pairs], reading_of_pair)])
            rows, size = rows[done:], 2 * size
        self._held = None

    def _bare(self, tables: Tables) -> Tables:
        """The tables with one scene for each epoch and nothing said but the sides."""
        epochs = self._epochs
        nothing = np.zeros((epochs, *tables.facts.shape[1:]), np.uint64)
        each = np.arange(epochs)
        return tables._replace(
            facts=nothing[:1],
            stated=np.zeros(1, np.bool_),
            point_lanes=nothing,
            point_epoch=each,
            point_line=np.zeros(epochs, np.int64),
            scene_begins=np.arange(epochs + 1),
            scene_together=np.ones(epochs, np.int64),
            scene_points=each,
            scene_era=np.full(epochs, -1),
            scene_turn=np.zeros(epochs, np.int64),
            own_lines=np.zeros_like(tables.own_lines),
        )

    def _as_sections(self, pairs: Words, reading: Numbers) -> Words:
        """The sections of pairs, each in its own reading."""
        each = np.arange(len(pairs))
        lanes = np.zeros((len(pairs), len(self._lanes.readings), self._lanes.words), np.uint64)
        lanes[each, reading] = pairs
        found: Words = sections_of(self._lanes, lanes)[each, reading]
        return found

    def _made(self) -> Pairings:
        return Pairings(
            of_epoch=self._of_epoch.copy(),
            fits=self._fits,
            world_from=np.cumsum(np.concatenate([[0], self._counts])),
            reading=self._reading,
            pair_from=np.cumsum(np.concatenate([[0], self._sizes])),
            group=self._group,
            own=self._own,
            sections=self._sections,
            lanes=self._pairs,
        )


@kernel
def pair_up(
    pairings: Numbers,
    t: Tables,
    r: Room,
    compared: NDArray[np.bool_],
    fits_: NDArray[np.bool_],
    counts: Numbers,
    reading: Numbers,
    pairs: Numbers,
    group: Numbers,
    own: Numbers,
    lanes: Words,
) -> int:
    """Find the different worlds of pairings, rows of (side a, side b, direction, epoch), as far as there is room.

    `t` has one scene for each epoch and nothing in its facts and points. Fills `counts` (worlds of each pairing and
    column), then for each world `reading` and `pairs`, for each pair the rest. How many pairings were done.
    """
    columns = len(t.column_from) - 1
    worlds = total = 0
    question = np.zeros(5, np.int64)
    for i in range(len(pairings)):
        question[1:5] = pairings[i]
        for c in range(columns):
            fits_[i * columns + c] = True
            counts[i * columns + c] = 0
            found = worlds_of(question, c, t, r)
            if found < 0 or found > ROOM:
                fits_[i * columns + c] = False
                continue
            first = worlds
            for one in range(found):
                same = False
                for other in range(one):
                    if r.reading[one] == r.reading[other] and r.kept[other] and alike_in(one, other, t, r):
                        same = True
                        if not _identical(one, other, r):
                            fits_[i * columns + c] = False
                        break
                r.kept[one] = not same
                if same:
                    continue
                size = r.begins[one + 1] - r.begins[one]
                if size > 1 and compared[c]:
                    fits_[i * columns + c] = False
                if worlds == len(reading) or total + size > len(group):
                    return i  # no room: what was begun of this pairing is done again
                reading[worlds], pairs[worlds] = r.reading[one], size
                for pair in range(r.begins[one], r.begins[one + 1]):
                    group[total], own[total] = r.group[pair], r.own[pair]
                    lanes[total] = r.pairs[pair]
                    total += 1
                worlds += 1
            counts[i * columns + c] = worlds - first
    return len(pairings)


@kernel
def _identical(one: int, other: int, r: Room) -> bool:
    """Whether two worlds stay alike whatever a row adds: word by word, with whose own lines are whose."""
    for w in range(r.pairs.shape[1]):
        if not same_groups(w, one, other, True, r):  # noqa: FBT003 - a kernel has no names for its arguments
            return False
    return True
