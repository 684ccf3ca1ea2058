"""The result of each clause, and of all together, over every version of the facts.

This is the oracle: plain loops over all worlds. Whatever answers the same questions faster
must give the same answers.

A result is the first that fits: certain (yes in all), possible (yes in at least one), undetermined
(unknown in at least one), excepted, not reached, not engaged. No world at all is contradictory.
Statements that rest on an accused side alone never move a clause's result in that side's favour.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations

from truceline.terms.compiled import (
    COMMON,
    WORLD_LIMIT,
    Column,
    Compiled,
    Question,
    reduced,
)
from truceline.terms.conduct import Conduct
from truceline.terms.interest import interested, weighings
from truceline.terms.judging import Bench, Judged, Outcome, Profile, presumed
from truceline.terms.rules import Effect
from truceline.terms.worlds import worlds


class Result(StrEnum):
    """What a clause comes to over all worlds, heaviest first."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    UNDETERMINED = "undetermined"
    EXCEPTED = "excepted"
    NOT_REACHED = "not_reached"
    NOT_ENGAGED = "not_engaged"
    CONTRADICTORY = "contradictory"

    @property
    def weight(self) -> int:
        """Larger is heavier for whoever is accused."""
        return len(Result) - list(Result).index(self)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The distinct worlds of one question in one column, judged."""

    judged: tuple[Judged, ...]  # one for each distinct profile
    every: tuple[Judged, ...]  # all of them, for telling which fact makes the difference
    leaned_on: tuple[str, ...] = ()  # presumptions that changed something
    rebutted: tuple[str, ...] = ()  # presumptions that every version of the facts contradicts
    too_many: bool = False  # more than the limit: nothing is said


@dataclass(frozen=True, slots=True)
class ClauseResult:
    """One clause in one column."""

    rule: str  # rule id
    result: Result
    lifted_by: tuple[str, ...]  # exception ids that lift it in some world
    weighed: Weighed = field(repr=False, compare=False)  # the worlds it rests on
    set_aside: tuple[str, ...] = ()  # sources whose word for their own side was not counted


@dataclass(frozen=True, slots=True)
class Together:
    """All clauses that forbid or require, taken together."""

    result: Result
    clauses: tuple[str, ...]  # where certain: the smallest set of which one is engaged in every world
    weighed: Weighed = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class ColumnResult:
    """Everything one column says."""

    name: str
    worlds: int  # distinct worlds of the whole question
    too_many: bool
    clauses: Mapping[str, ClauseResult]  # by rule id, in rule order
    together: Together
    leaned_on: tuple[str, ...]  # presumptions that changed something
    rebutted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One conduct under one agreement, in every column."""

    question: Question
    columns: Mapping[str, ColumnResult]  # by name, the common one first

    @property
    def common(self) -> ColumnResult:
        """The column that ranges over everybody's lists and readings."""
        return self.columns[COMMON]


def evaluate(compiled: Compiled, conduct: Conduct, limit: int = WORLD_LIMIT) -> Evaluation:
    """Judge one conduct: `limit` is how many differing worlds are weighed before giving up.

    Raises ValueError for a conduct that states no time.
    """
    return answered(compiled, reduced(compiled, conduct), limit)


def answered(compiled: Compiled, question: Question, limit: int = WORLD_LIMIT) -> Evaluation:
    """Answer a question; equal questions have equal answers."""
    columns = {column.name: _column(compiled, column, question, limit) for column in compiled.columns}
    return Evaluation(question, columns)


def _column(compiled: Compiled, column: Column, question: Question, limit: int) -> ColumnResult:
    """1. weigh the whole question; 2. each clause; 3. all together."""
    weigh = _Scales(compiled, column, limit)
    whole = weigh(question)
    clauses = {
        rule.id: _clause(weigh, question, i, interested(compiled, column, question, (rule,)))
        for i, rule in enumerate(compiled.rules)
    }
    together = _together(compiled, weigh, column, question)
    return ColumnResult(
        name=column.name,
        worlds=len(whole.judged),
        too_many=whole.too_many,
        clauses=clauses,
        together=together,
        leaned_on=whole.leaned_on,
        rebutted=whole.rebutted,
    )


class _Scales:
    """Weighs questions in one column, each once."""

    def __init__(self, compiled: Compiled, column: Column, limit: int) -> None:
        self.compiled, self._column, self._limit = compiled, column, limit
        self._weighed: dict[Question, Weighed] = {}

    def __call__(self, question: Question) -> Weighed:
        if question not in self._weighed:
            self._weighed[question] = self._weigh(question)
        return self._weighed[question]

    def _weigh(self, question: Question) -> Weighed:
        leaning = presumed(self._column, worlds(self.compiled, self._column, question))
        bench = Bench()
        distinct: dict[Profile, Judged] = {}
        every = []
        for world in leaning.worlds:
            judged = bench.judged(world)
            distinct.setdefault(judged.profile, judged)
            every.append(judged)
            if len(distinct) > self._limit:
                return Weighed((), (), leaning.leaned_on, leaning.rebutted, too_many=True)
        return Weighed(tuple(distinct.values()), tuple(every), leaning.leaned_on, leaning.rebutted)


def _clause(weigh: _Scales, question: Question, index: int, own_word: frozenset[tuple[int, int]]) -> ClauseResult:
    """The heaviest result over the ways to count what the accused say in their own cause."""
    rule = weigh.compiled.rules[index]
    best: ClauseResult | None = None
    for counted, dropped in weighings(question, own_word):
        weighed = weigh(counted)
        outcomes = [judged.outcomes[index] for judged in weighed.judged]
        result = Result.UNDETERMINED if weighed.too_many else result_of(outcomes)
        if best is None or result.weight > best.result.weight:
            sources = tuple(sorted({question.facts[i][j].source for i, j in dropped}))
            best = ClauseResult(rule.id, result, _lifting(weighed, index), weighed, sources)
    assert best is not None  # noqa: S101 - weighings yields at least the whole
    return best


def _lifting(weighed: Weighed, index: int) -> tuple[str, ...]:
    """The exceptions that lift a clause in some world, by id, in their order in the clause."""
    lifting = {
        (k, judged.world.view.rules[index].full_exceptions()[k].id)
        for judged in weighed.judged
        for k in judged.outcomes[index].lifted
    }
    return tuple(dict.fromkeys(name for _, name in sorted(lifting)))


def result_of(outcomes: Sequence[Outcome]) -> Result:
    """The first row of the table that fits."""
    if not outcomes:
        return Result.CONTRADICTORY
    if all(one.value for one in outcomes):
        return Result.CERTAIN
    if any(one.value for one in outcomes):
        return Result.POSSIBLE
    if any(one.value is None for one in outcomes):
        return Result.UNDETERMINED
    if any(one.lifted for one in outcomes):
        return Result.EXCEPTED
    if any(one.conduct is not False for one in outcomes):
        return Result.NOT_REACHED
    return Result.NOT_ENGAGED


def _together(compiled: Compiled, weigh: _Scales, column: Column, question: Question) -> Together:
    """All clauses but advice: certain where in every world at least one is engaged."""
    counted = [i for i, rule in enumerate(compiled.rules) if rule.effect is not Effect.ADVISE]
    rules = tuple(compiled.rules[i] for i in counted)
    own_word = interested(compiled, column, question, rules)
    found = [_joined(compiled, weigh(one), counted) for one, _ in weighings(question, own_word)]
    order = {rule.id: i for i, rule in enumerate(compiled.rules)}
    return max(found, key=lambda one: (one.result.weight, -len(one.clauses), [-order[name] for name in one.clauses]))


def _joined(compiled: Compiled, weighed: Weighed, counted: list[int]) -> Together:
    if weighed.too_many:
        return Together(Result.UNDETERMINED, (), weighed)
    if not weighed.judged:
        return Together(Result.CONTRADICTORY, (), weighed)
    engaged = [frozenset(i for i in counted if one.outcomes[i].value) for one in weighed.judged]
    if all(engaged):
        chosen = smallest_cover(set(engaged), counted)
        return Together(Result.CERTAIN, tuple(compiled.rules[i].id for i in chosen), weighed)
    if any(engaged):
        return Together(Result.POSSIBLE, (), weighed)
    results = [result_of([one.outcomes[i] for one in weighed.judged]) for i in counted]
    heaviest = max(results, key=lambda one: one.weight, default=Result.NOT_ENGAGED)
    return Together(heaviest, (), weighed)


def smallest_cover(engaged: Iterable[frozenset[int]], counted: Sequence[int]) -> tuple[int, ...]:
    """The smallest set of clauses of which every world engages one; ties by the agreement's order."""
    needed = list(engaged)
    return next(
        chosen
        for size in range(1, len(counted) + 1)
        for chosen in combinations(counted, size)
        if all(not one.isdisjoint(chosen) for one in needed)
    )
