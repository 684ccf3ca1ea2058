"""The engine: rows of the flat table in, for each the number of its answer out, equal to the floor's.

1. What a row says is turned into numbers: its facts, its sides, its scene (place, height and time).
2. Rows with the same numbers put the same question; each question is judged once, in bits.
3. What cannot be had so is judged by the floor's evaluator, row by row, and counted with its reason: a
   row that says whose word it is, several versions of a fact, more worlds than there is room for, a time or
   place of too many parts, one group of unsettled status on both sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from truceline.agreement import Agreement, compiled
from truceline.bulk import answers, columns, judging, planes, sections
from truceline.bulk.answers import Answers, ByFloor
from truceline.bulk.cells import CellIndex
from truceline.bulk.facts import FLAGS, WORDS, Facts
from truceline.bulk.interning import Interning
from truceline.bulk.judging import FLOOR, HEAD, Tables
from truceline.bulk.lanes import Lanes
from truceline.bulk.localities import Localities
from truceline.bulk.pairing import Pairs
from truceline.bulk.planes import Sections
from truceline.bulk.pool import THREADS, over
from truceline.bulk.rows import Batch, Rows
from truceline.bulk.scenes import FOR_THE_FLOOR, Scenes
from truceline.bulk.sections import AsSections, Leanings
from truceline.bulk.sides import Sides
from truceline.terms import Direction, Side
from truceline.terms.interest import named_on, speaks_for

Numbers = NDArray[np.int64]

SLICE = 4096  # questions judged in one slice
KEPT = 4_000_000  # questions kept to be answered again; beyond that they are forgotten, their answers are not
BAD = -1  # instead of an answer: a row that cannot be judged
# why a row was for the floor
APART, SCENE, WORLDS = "one group on both sides", "time or place", "worlds"
OWN_WORD, SEVERAL = "a side's own word", "several versions"
NO_LANES = "more conditions than lanes"


@dataclass(slots=True)
class Counts:
    """How many rows were judged, and which of them by the floor."""

    rows: int = 0
    questions: int = 0  # judged: different ones, as the engine tells them apart
    slow: Counter[str] = field(default_factory=Counter)  # reason → rows

    @property
    def slow_rows(self) -> int:
        """Rows that the floor judged."""
        return sum(self.slow.values())


@dataclass(frozen=True, slots=True)
class Judged:
    """A batch of rows, judged."""

    answer: NDArray[np.int32]  # (rows,): position in the engine's answers; BAD where a row cannot be judged
    faults: Mapping[int, str]  # row → what was expected instead


class Engine:
    """Judges rows under one agreement, each question once."""

    def __init__(
        self, agreement: Agreement, sides: Callable[[str], Side], threads: int = THREADS, kept: int = KEPT
    ) -> None:
        """`sides` says who is meant by a side as written; at most about `kept` questions are held in memory."""
        self.agreement, self._meant, self._threads, self._kept = agreement, sides, threads, kept
        self.compiled = compiled(agreement)
        self.counts = Counts()
        self._floor = ByFloor(self.compiled)
        self._spoken: dict[tuple[tuple[str, ...], str], bool] = {}  # whether roots ever speak for an actor
        self._lanes = Lanes(self.compiled)
        self._facts, self._sides = Facts(self._lanes), Sides(self._lanes)
        self._scenes = Scenes(self._lanes, self._sides)
        index = CellIndex(tuple(self.compiled.areas.values()), threads=threads)
        self._localities = Localities(index, self._scenes)
        self._named: list[Side | None] = [None]
        self._side_numbers: dict[Side | None, int] = {None: 0}
        self._class_of_side = [self._sides.class_of(None)]
        self._questions = Interning(2)
        self._forgotten = 0
        self._answer_of = np.zeros(0, np.int32)  # question → answer; below 0, why it is for the floor
        self._words = Interning(len(self._lanes.columns) * (HEAD + self._lanes.rules))
        self._planes = Interning(planes.width(self._lanes))
        self.answers = Answers(self._lanes, self._planes, self._words)
        self._fixed = self._fixed_tables() if self._lanes.fits else None
        self._planes_fit = sections.fits(self._lanes)
        if self._planes_fit:
            self._planes_fixed = sections.fixed(self._lanes)
            self._pairs = Pairs(self._lanes, self._sides.epochs, self._planes_fixed[2])
            self._leanings, self._points_as_sections = Leanings(self._lanes), AsSections(self._lanes)
            self._own_lines = (self._lanes.empty(),) * 2  # lanes, and the sections made of them

    def judge(self, rows: Rows) -> Judged:
        """Judge a batch of rows."""
        batch = Batch(rows, self._meant)
        found = np.full(batch.size, BAD, np.int32)
        plain = np.ones(batch.size, np.bool_)
        plain[list(batch.apart)] = False
        faults: dict[int, str] = {}
        slow: dict[int, str] = dict.fromkeys(batch.apart, SEVERAL)
        own_word = self._own_words(batch) & plain
        slow |= dict.fromkeys(np.flatnonzero(own_word).tolist(), OWN_WORD)
        plain &= ~own_word
        if self._fixed is None:
            slow |= dict.fromkeys(np.flatnonzero(plain).tolist(), NO_LANES)
        else:
            keys, faults = self._keys(batch)
            plain[list(faults)] = False
            self._quickly(keys, plain, found, slow)
        for i, reason in slow.items():
            if i not in faults:
                self._slowly(i, reason, batch, found, faults)
        self.counts.rows += batch.size - len(faults)
        self.counts.questions = self._forgotten + len(self._questions)
        if len(self._questions) > self._kept:
            self._forget()
        return Judged(found, faults)

    def _forget(self) -> None:
        """Let go of what only saves judging again, so that memory does not grow with the rows."""
        self._forgotten += len(self._questions)
        self._questions, self._answer_of = Interning(2), np.zeros(0, np.int32)
        self._floor.forget()
        self._scenes.forget()
        self._localities.forget()

    # ── rows as numbers ───────────────────────────────────────────────────────────────────────

    def _keys(self, batch: Batch) -> tuple[Numbers, dict[int, str]]:
        """What each row comes to, (rows, 5): facts, side a, side b, direction, scene; and rows without a place."""
        said = {name: batch.codes(name, self._facts.fields[name].number) for name in (*WORDS, *FLAGS)}
        said["harmed"] = batch.codes("harmed", lambda one: self._facts.fields["harmed"].number(_harmed(one)))
        own_line, notice = batch.whole("own_line_m"), batch.whole("notice_s")
        said["own_line"] = self._facts.own_lines(*own_line)
        said["notice"] = self._facts.notices(*notice, batch.flag("notified", value=False))
        keys = np.zeros((batch.size, 5), np.int64)
        keys[:, 0] = self._facts.numbers(said, batch.size)
        keys[:, 1] = batch.sides("side_a", self._side)
        keys[:, 2] = batch.sides("side_b", self._side)
        keys[:, 3] = batch.codes("direction", _direction)
        places, faults = self._localities.numbers(batch)
        heights = self._scenes.heights(*batch.altitudes())
        times = self._scenes.moments.numbers(*batch.times())
        keys[:, 4] = self._scenes.numbers(places, heights, times)
        return keys, faults

    def _own_words(self, batch: Batch) -> NDArray[np.bool_]:
        """Where the origin of a row speaks for somebody on one of its sides."""
        told = batch.said("origin")
        found = np.zeros(batch.size, np.bool_)
        if not told.any():
            return found
        origins: list[str] = []
        names = batch.codes("origin", lambda one: _placed(origins, one))
        sides = [batch.sides(name, self._side) for name in ("side_a", "side_b")]
        keys = np.stack([names, *sides], axis=1)[told]
        different, which = np.unique(keys, axis=0, return_inverse=True)
        own = [self._speaks(origins[name], self._named[a], self._named[b]) for name, a, b in different.tolist()]
        found[told] = np.array(own, np.bool_)[which.reshape(-1)]
        return found

    def _speaks(self, origin: str, a: Side | None, b: Side | None) -> bool:
        """Whether an origin speaks at any time for somebody whom any column sees on either side."""
        roots = columns.roots(origin, self._meant)
        named = {one for column in self.compiled.columns for one in named_on(self.compiled, column, (a, b))}
        for actor in named:
            if (roots, actor) not in self._spoken:
                self._spoken[roots, actor] = speaks_for(self.compiled, roots, actor, self._sides.instants)
        return any(self._spoken[roots, actor] for actor in named)

    def _side(self, side: Side | None) -> int:
        if side not in self._side_numbers:
            self._side_numbers[side] = len(self._named)
            self._named.append(side)
            self._class_of_side.append(self._sides.class_of(side))
        return self._side_numbers[side]

    # ── the quick way ─────────────────────────────────────────────────────────────────────────

    def _quickly(self, keys: Numbers, plain: NDArray[np.bool_], found: NDArray[np.int32], slow: dict[int, str]) -> None:
        """Answer the plain rows by their questions; put down as slow those that cannot be."""
        rows = np.flatnonzero(plain)
        asked = keys[rows]
        classes = np.array(self._class_of_side, np.int64)
        a, b = classes[asked[:, 1]], classes[asked[:, 2]]
        packed = np.empty((len(rows), 2), np.uint64)
        packed[:, 0] = asked[:, 0] << 32 | asked[:, 4]
        packed[:, 1] = a << 34 | b << 4 | asked[:, 3]
        questions = self._questions.ids(packed)
        self._answer_new()
        given = self._answer_of[questions]
        found[rows] = given
        refused = given < 0
        slow.update(zip(rows[refused].tolist(), (_REASONS[-one] for one in given[refused].tolist()), strict=True))

    def _answer_new(self) -> None:
        """Judge the questions that have come since."""
        known = len(self._answer_of)
        packed = self._questions.rows[known:].view(np.int64)
        if not len(packed):
            return
        keys = np.empty((len(packed), 5), np.int64)
        keys[:, 0], keys[:, 4] = packed[:, 0] >> 32, packed[:, 0] & 0xFFFFFFFF
        keys[:, 1], keys[:, 2], keys[:, 3] = packed[:, 1] >> 34, packed[:, 1] >> 4 & 0x3FFFFFFF, packed[:, 1] & 15
        self._answer_of = np.concatenate([self._answer_of, self._judged(keys)])

    def _judged(self, keys: Numbers) -> NDArray[np.int32]:
        """The answer of each new question, (questions, 5) as in `_keys`; below 0, why it is for the floor."""
        found = np.full(len(keys), -_REASONS.index(SCENE), np.int32)
        together = self._sides.apart()[keys[:, 1], keys[:, 2]]
        found[together] = -_REASONS.index(APART)
        open_ = np.flatnonzero((keys[:, 4] != FOR_THE_FLOOR) & ~together)
        if not len(open_):
            return found
        tables = self._tables()
        done = self._all_at_once(keys[open_], tables)
        left = np.flatnonzero(done < 0)
        if len(left):
            done[left] = self._one_by_one(keys[open_[left]], tables)
        found[open_] = done
        return found

    def _all_at_once(self, keys: Numbers, tables: Tables) -> NDArray[np.int32]:
        """Answers of questions that go all rules at once; −1 for the others."""
        found = np.full(len(keys), -1, np.int32)
        if not self._planes_fit:
            return found
        plain = self._scenes.tables().plain
        simple = np.flatnonzero(plain[keys[:, 4]])
        if not len(simple):
            return found
        numbers, pairings = self._pairs.numbers(keys[simple, 1:4], keys[simple, 4], tables)
        questions = np.stack([keys[simple, 0], numbers.astype(np.int64), keys[simple, 4]], axis=1)
        told = self._sections(tables)

        def judge(part: Numbers) -> NDArray[np.int32]:
            words, status = np.empty((len(part), self._planes.rows.shape[1]), np.uint64), np.empty(len(part), np.int8)
            planes.judge(part, tables, told, pairings, plain, judging.room(self._lanes.words), words, status)
            answered_ = np.full(len(part), -1, np.int32)
            there = status == planes.ANSWERED
            answered_[there] = self._planes.ids(words[there])
            return answered_

        found[simple] = self._over(judge, questions)
        done = found >= 0
        found[done] = self.answers.numbers(answers.AT_ONCE, found[done])
        return found

    def _one_by_one(self, keys: Numbers, tables: Tables) -> NDArray[np.int32]:
        """Answers of questions rule by rule; below 0, why it is for the floor."""

        def judge(part: Numbers) -> NDArray[np.int32]:
            words, status = np.zeros((len(part), self._words.rows.shape[1]), np.uint64), np.zeros(len(part), np.int8)
            judging.judge(part, tables, judging.room(self._lanes.words), words, status)
            answered_ = self._words.ids(words)
            answered_[status == FLOOR] = -_REASONS.index(WORLDS)
            return answered_

        found = self._over(judge, keys)
        done = found >= 0
        found[done] = self.answers.numbers(answers.ONE_BY_ONE, found[done])
        return found

    def _over(self, judge: Callable[[Numbers], NDArray[np.int32]], keys: Numbers) -> NDArray[np.int32]:
        parts = (keys[i : i + SLICE] for i in range(0, len(keys), SLICE))
        return np.concatenate(list(over(judge, parts, self._threads)))

    def _sections(self, tables: Tables) -> Sections:
        """The tables' lanes as sections; those of facts and points that are known already are kept."""
        exists, presumed, compared = self._planes_fixed
        facts, leaned, rebutted = self._leanings(tables.facts)
        if self._own_lines[0] is not tables.own_lines:
            self._own_lines = tables.own_lines, sections.sections_of(self._lanes, tables.own_lines)
        return Sections(
            facts=facts,
            leaned=leaned,
            rebutted=rebutted,
            points=self._points_as_sections(tables.point_lanes),
            own_lines=self._own_lines[1],
            exists=exists,
            presumed=presumed,
            compared=compared,
        )

    def _fixed_tables(self) -> dict[str, Any]:
        """What the kernel needs of the agreement alone."""
        lanes, lists = self._lanes, self._sides.lists
        conduct, reach, when, lifts = lanes.masks
        held, held_yes, held_no = lanes.held()
        views = [view for column in lanes.columns for view in column.views]
        numbers = {one.id: i for i, one in enumerate(lanes.presumptions)}
        presumed = [numbers[one.id] for column in lanes.columns for one in column.presumptions]
        return {
            "column_from": _starts(len(column.views) for column in lanes.columns),
            "view_list": np.array([lists.index(view.list_id) for view in views], np.int64),
            "view_reading": np.array([lanes.number_of(view) for view in views], np.int64),
            "layout": lanes.layouts(),
            "conduct": conduct,
            "reach": reach,
            "when": when,
            "lifts": lifts,
            "presumed_from": _starts(len(column.presumptions) for column in lanes.columns),
            "presumed": np.array(presumed, np.int64),
            "attributes": np.array([bool(one.by_one_of) for one in lanes.presumptions], np.bool_),
            "held": held,
            "held_yes": held_yes,
            "held_no": held_no,
            "counted": np.array([lanes.counted()], np.uint64),
        }

    def _tables(self) -> Tables:
        facts, stated = self._facts.tables()
        scenes, sides = self._scenes.tables(), self._sides.tables()
        fixed = self._fixed or {}
        return Tables(
            facts=facts,
            stated=stated,
            point_lanes=scenes.lanes,
            point_epoch=scenes.epoch,
            point_line=scenes.line,
            scene_begins=scenes.begins,
            scene_together=scenes.together,
            scene_points=scenes.points,
            scene_era=scenes.era,
            scene_turn=scenes.turn,
            by=sides.by,
            against=sides.against,
            flags=sides.flags,
            own=sides.own,
            parts=sides.parts,
            own_lines=self._scenes.own_lines(),
            side_lists=sides.lists,
            list_from=sides.list_from,
            set_from=sides.set_from,
            members=sides.members,
            **fixed,
        )

    # ── the floor's way ───────────────────────────────────────────────────────────────────────

    def _slowly(self, row: int, reason: str, batch: Batch, found: NDArray[np.int32], faults: dict[int, str]) -> None:
        """Have the floor judge one row."""
        try:
            found[row] = self.answers.add(self._floor(batch.conduct(row)))
        except ValueError as error:
            faults[row] = str(error)
            return
        self.counts.slow[reason] += 1


_REASONS = ("", WORLDS, SCENE, APART)  # why a question is for the floor, by minus its number


def _starts(lengths: Iterator[int] | Sequence[int]) -> Numbers:
    return np.cumsum([0, *lengths]).astype(np.int64)


def _placed(among: list[str], one: object) -> int:
    """The place of a text in a list, put there if it is new; −1 for no text."""
    if not isinstance(one, str):
        return -1
    among.append(one)
    return len(among) - 1


def _direction(written: object) -> int:
    """0: not said; else the direction's place among all, as the kernel knows it."""
    return list(Direction).index(Direction(written)) + 1 if isinstance(written, str) else 0


def _harmed(written: object) -> object:
    return columns.harmed(written) if isinstance(written, str) else None
