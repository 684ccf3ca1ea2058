"""Where and when together: a scene is every version of place and time of a row, in the clauses' own terms.

A point of a scene is one cell at one moment and height, reduced to what each condition on place and time comes
to there; points that come to the same are one. A scene holds the points it may lie in (within), or, for each
cell, all the points it lies in at once (throughout).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from truceline.bulk.interning import Interning
from truceline.bulk.lanes import OF_OWN_LINE, Lanes, Words
from truceline.bulk.moments import THROUGHOUT, TOO_MANY, WITHIN, Moments
from truceline.bulk.places import NO, UNKNOWN, YES, Slots, truths_at
from truceline.bulk.sides import Sides
from truceline.place import DATUMS
from truceline.terms import Condition
from truceline.terms import vocabulary as v
from truceline.terms.compiled import AreaKey
from truceline.terms.truth import Truth, truth

MOST_POINTS = 512  # of one scene; more are for the floor
FOR_THE_FLOOR = 0  # the number of the scene that is none: too many points, or statuses that change throughout
NOWHERE = 0  # the number of the cells of a place that nobody knows

Combination = tuple[int, ...]  # areas, by position
Cells = tuple[int, ...]  # numbers of cells, sorted
Scene = tuple[int, int, tuple[int, ...]]  # WITHIN or THROUGHOUT, how many points go together, points


@dataclass(frozen=True, slots=True)
class SceneTables:
    """What the kernel looks up of scenes."""

    lanes: Words  # (points, readings, words)
    epoch: NDArray[np.int64]  # (points,)
    line: NDArray[np.int64]  # (points,): number of the cell as conditions on own lines see it
    plain: NDArray[np.bool_]  # (scenes,): whether a world is of one epoch and rules tell each world from each
    begins: NDArray[np.int64]  # (scenes + 1,): where each scene's points begin
    together: NDArray[np.int64]  # (scenes,): how many points are one world; 0: a scene for the floor
    era: NDArray[np.int64]  # (scenes,): the era of what is taken together; −1: each point's own epoch
    turn: NDArray[np.int64]  # beside points: which epoch of that era
    points: NDArray[np.int64]


class Scenes:
    """Numbers cells, heights and scenes."""

    def __init__(self, lanes: Lanes, sides: Sides) -> None:
        """No place is known yet but the one nobody knows."""
        self._lanes, self._sides = lanes, sides
        self.slots = Slots(lanes)
        self.moments = Moments(lanes, sides, self.slots)
        nothing = np.zeros(self.slots.words, np.uint64)
        # cells: combinations of areas as slots and own lines see them
        self._inside: list[Words] = [nothing]
        self._line_of_cell = [0]
        self.lines: list[frozenset[AreaKey] | None] = [None]  # cells as own lines see them; None: not known where
        self._cells: dict[object, int] = {}
        self._cell_of: dict[Combination, int] = {}
        self._lists: dict[Cells, int] = {}
        self.lists: list[Cells] = [(0,)]  # the cells of each place; the first: nobody knows
        # heights
        self._heights: dict[tuple[Truth, ...], int] = {}
        self._said_heights, self._height_of_said = Interning(len(self.slots.bands) // 32 + 1), list[int]()
        self._surely: list[Words] = []
        self._maybe: list[Words] = []
        # points and scenes
        self._conditions = len(self.slots.conditions)
        self._points = Interning(self._conditions // 32 + 3)
        self._lanes_of_point: list[Words] = []
        self._epoch_of_point: list[int] = []
        self._keys = Interning(2)
        self._scene_of_key = np.zeros(0, np.int64)
        self._scenes: dict[Scene, int] = {}
        # by scene; the first is for the floor
        self._together, self._plain, self._eras = [0], [False], [-1]
        self._begins, self._points_of_scene, self._turns = [0, 0], list[int](), list[int]()
        self._scene_of_point = np.zeros(0, np.int64)
        self._tables: SceneTables | None = None
        self._own_lines: Words = np.zeros((2, 0, 0, *lanes.empty().shape), np.uint64)

    # ── numbering places and heights ──────────────────────────────────────────────────────────

    def place_of(self, combinations: frozenset[Combination]) -> int:
        """The number of a place's cells."""
        cells = tuple(sorted({self.cell_of(one) for one in combinations}))
        if cells not in self._lists:
            self._lists[cells] = len(self.lists)
            self.lists.append(cells)
        return self._lists[cells]

    def cell_of(self, combination: Combination) -> int:
        """The number of a combination of areas, as the clauses see it."""
        if combination not in self._cell_of:
            inside, own = self.slots.holding(combination), self.slots.own_lines_in(combination)
            key = (inside.tobytes(), own)
            if key not in self._cells:
                self._cells[key] = len(self._inside)
                self._inside.append(inside)
                if own not in self.lines:
                    self.lines.append(own)
                self._line_of_cell.append(self.lines.index(own))
            self._cell_of[combination] = self._cells[key]
        return self._cell_of[combination]

    def heights(
        self, lower_mm: NDArray[np.int64], upper_mm: NDArray[np.int64], datum: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The number of each row's height, as the zones' bands see it; `datum` by position, −1: no altitude is said."""
        bands = self.slots.bands
        if not bands:
            return np.full(len(datum), self._height(()), np.int64)
        said = np.full((len(datum), len(bands)), UNKNOWN, np.int8)
        for k, band in enumerate(bands):
            same = datum == DATUMS.index(band.datum)
            said[same & (band.lower_mm <= lower_mm) & (upper_mm <= band.upper_mm), k] = YES
            said[same & ((upper_mm < band.lower_mm) | (band.upper_mm < lower_mm)), k] = NO
        packed = np.zeros((len(datum), len(bands) // 32 + 1), np.uint64)
        for k in range(len(bands)):
            packed[:, k // 32] |= said[:, k].astype(np.uint64) << np.uint64(2 * (k % 32))
        which = self._said_heights.ids(packed)
        for row in self._said_heights.rows[len(self._height_of_said) :].tolist():
            told = [row[k // 32] >> 2 * (k % 32) & 3 for k in range(len(bands))]
            self._height_of_said.append(self._height(tuple(None if one == UNKNOWN else one == YES for one in told)))
        return np.array(self._height_of_said, np.int64)[which]

    def _height(self, truths: tuple[Truth, ...]) -> int:
        if truths not in self._heights:
            surely, maybe = self.slots.at_height(truths)
            self._heights[truths] = len(self._surely)
            self._surely.append(surely)
            self._maybe.append(maybe)
        return self._heights[truths]

    # ── scenes ────────────────────────────────────────────────────────────────────────────────

    def numbers(
        self, places: NDArray[np.int64], heights: NDArray[np.int64], times: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """The scene of each row."""
        packed = np.stack([(places << 32) | times, heights], axis=1).view(np.uint64)
        keys = self._keys.ids(packed)
        new = self._keys.rows[len(self._scene_of_key) :].view(np.int64)
        if len(new):
            made = self._new(new[:, 0] >> 32, new[:, 1], new[:, 0] & 0xFFFFFFFF)
            self._scene_of_key = np.concatenate([self._scene_of_key, made])
        return self._scene_of_key[keys]

    def forget(self) -> None:
        """Let go of which place, height and time made which scene; the scenes stay."""
        self._keys, self._scene_of_key = Interning(2), np.zeros(0, np.int64)

    def _new(
        self, places: NDArray[np.int64], heights: NDArray[np.int64], times: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Scenes of new combinations of place, height and time: of one point each, and of several."""
        found = np.zeros(len(places), np.int64)
        cell_of = np.array([where[0] if len(where) == 1 else -1 for where in self.lists], np.int64)[places]
        moments = [held[0] if len(held) == 1 else -1 for _, held in self.moments.times]
        moment_of = np.array(moments, np.int64)[times]
        single = (cell_of >= 0) & (moment_of >= 0)
        points = self._points_of(cell_of[single], moment_of[single], heights[single])
        known = len(self._scene_of_point)
        more = [self._scene([point], 1) for point in range(known, len(self._lanes_of_point))]
        self._scene_of_point = np.concatenate([self._scene_of_point, np.array(more, np.int64)])
        found[single] = self._scene_of_point[points]
        found[~single] = self._several(places[~single], heights[~single], times[~single])
        return found

    def _several(
        self, places: NDArray[np.int64], heights: NDArray[np.int64], times: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """Scenes of several points: all their points at once, then put together."""
        cells, moments, sizes, modes = [], [], [], []
        for place, time in zip(places.tolist(), times.tolist(), strict=True):
            (mode, held), where = self.moments.times[time], self.lists[place]
            fits = time != TOO_MANY and len(held) * len(where) <= MOST_POINTS
            fits = fits and (mode == WITHIN or self._era({self.moments.epoch_of[one] for one in held}) is not None)
            cells += [cell for cell in where for _ in held] if fits else []
            moments += list(held) * len(where) if fits else []
            sizes.append(len(held) * len(where) if fits else 0)
            modes.append(len(held) if mode == THROUGHOUT else 1)
        each = np.repeat(heights, sizes)
        points = self._points_of(np.array(cells, np.int64), np.array(moments, np.int64), each).tolist()
        found, at = [], 0
        for size, together in zip(sizes, modes, strict=True):
            found.append(self._scene(points[at : at + size], together))
            at += size
        return np.array(found, np.int64)

    def _era(self, epochs: set[int]) -> int | None:
        """The number of the era of several epochs; None where they are no few in a row."""
        return self._sides.eras.get(tuple(sorted(epochs)))

    def _scene(self, points: list[int], together: int) -> int:
        """The number of a scene of these points, so many of them going together."""
        if not points:
            return FOR_THE_FLOOR
        worlds = {tuple(sorted(set(points[i : i + together]))) for i in range(0, len(points), together)}
        longest = max(map(len, worlds))
        # a world of fewer different points repeats its first: what is said twice is said once
        even = sorted(one + one[:1] * (longest - len(one)) for one in worlds)
        scene: Scene = (WITHIN if longest == 1 else THROUGHOUT, longest, tuple(point for one in even for point in one))
        if scene not in self._scenes:
            self._scenes[scene] = len(self._together)
            self._add(scene)
        return self._scenes[scene]

    def _add(self, scene: Scene) -> None:
        mode, together, points = scene
        of = [self._epoch_of_point[one] for one in points]
        single = len(set(of)) == 1
        era = tuple(sorted(set(of))) if mode == THROUGHOUT else ()
        self._plain.append(
            (single or mode == WITHIN)
            and self._all_differ([points[i : i + together] for i in _steps(points, together)])
        )
        self._together.append(together)
        self._eras.append(self._sides.eras[era] if era else -1)
        self._turns += [era.index(one) if era else 0 for one in of]
        self._points_of_scene += points
        self._begins.append(len(self._points_of_scene))
        self._tables = None

    def _all_differ(self, worlds: Sequence[tuple[int, ...]]) -> bool:
        """Whether some rule tells each of these worlds from each, in every reading."""
        return len(worlds) == 1 or all(
            len({self._told(world, reading) for world in worlds}) == len(worlds)
            for reading in range(len(self._lanes.readings))
        )

    def _told(self, points: tuple[int, ...], reading: int) -> tuple[frozenset[int], ...]:
        """What each rule can tell of points taken together."""
        words = [self._lanes_of_point[one][reading, : self._lanes.rules].tolist() for one in points]
        return tuple(frozenset(column) for column in zip(*words, strict=True))

    def _points_of(
        self, cells: NDArray[np.int64], moments: NDArray[np.int64], heights: NDArray[np.int64]
    ) -> NDArray[np.int32]:
        """The point of each cell, moment and height."""
        if not len(cells):
            return np.zeros(0, np.int32)
        truths = truths_at(
            np.stack(self._inside)[cells],
            cells == NOWHERE,
            np.stack(self.moments.in_force)[moments],
            np.stack(self._surely)[heights],
            np.stack(self._maybe)[heights],
            self.slots.asked,
            self.slots.outside,
            self.slots.undrawn,
        )[:, : self._conditions]
        words = np.zeros((len(cells), self._conditions // 32 + 3), np.uint64)
        for c in range(self._conditions):
            words[:, c // 32] |= truths[:, c].astype(np.uint64) << np.uint64(2 * (c % 32))
        words[:, -2] = np.array(self.moments.word_of, np.uint64)[moments]
        words[:, -1] = (np.array(self.moments.epoch_of)[moments] << 32) | np.array(self._line_of_cell)[cells]
        points = self._points.ids(words)
        for row in self._points.rows[len(self._lanes_of_point) :].tolist():
            self._lanes_of_point.append(self._lanes_of(row))
            self._epoch_of_point.append(row[-1] >> 32)
            self._tables = None
        return points

    def _lanes_of(self, row: list[int]) -> Words:
        """The lanes of a point: of its conditions on place, and of its moment's on time."""
        said = ((row[c // 32] >> 2 * (c % 32)) & 3 for c in range(self._conditions))
        truths: dict[Condition, Truth] = {
            condition: None if one == UNKNOWN else one != NO
            for condition, one in zip(self.slots.conditions, said, strict=True)
        }
        return self._lanes.filled(truths) | self.moments.words[row[-2]]

    # ── for the kernel ────────────────────────────────────────────────────────────────────────

    def tables(self) -> SceneTables:
        """Everything numbered so far."""
        if self._tables is None:
            last = self._points.rows[:, -1].astype(np.int64)
            self._tables = SceneTables(
                lanes=np.stack(self._lanes_of_point or [self._lanes.empty()]),
                epoch=last >> 32,
                line=last & 0xFFFFFFFF,
                plain=np.array(self._plain, np.bool_),
                begins=np.array(self._begins, np.int64),
                together=np.array(self._together, np.int64),
                era=np.array(self._eras, np.int64),
                turn=np.array(self._turns, np.int64),
                points=np.array(self._points_of_scene, np.int64),
            )
        return self._tables

    def own_lines(self) -> Words:
        """Lanes of conditions on the initiator's own line: (stated, members' lines, cells, readings, words).

        `stated` is 1 where a row states the distance, which then says it all. The same array until there are more.
        """
        if self._own_lines.shape[1:3] != (len(self._sides.own), len(self.lines)):
            self._own_lines = self._new_own_lines()
        return self._own_lines

    def _new_own_lines(self) -> Words:
        bodies, asked = self._sides.own, self._lanes.asked(*OF_OWN_LINE)
        drawn = self._lanes.scene({})
        found = np.zeros((2, len(bodies), len(self.lines), *self._lanes.empty().shape), np.uint64)
        for i, body in enumerate(bodies):
            for j, cell in enumerate(self.lines):
                scene = self._lanes.scene({}, cell=cell, at=drawn.instants[0])
                truths: dict[Condition, Truth] = {c: truth(c, scene, body, body, 0) for c in asked}
                found[0, i, j] = self._lanes.filled(truths)
                stated: dict[Condition, Truth] = {
                    c: one for c, one in truths.items() if isinstance(c, v.ForwardOfOwnLine)
                }
                found[1, i, j] = self._lanes.filled(stated)
        return found


def _steps(points: Sequence[int], together: int) -> range:
    return range(0, len(points), together)
