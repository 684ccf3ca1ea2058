"""A forked log in all its histories: each is folded, and its maker gets the worst of them.

Whoever signs two histories could hope that one of them serves it better than none. So the state is folded branch by
branch: each history as far as it still counts, and each as if nobody had proved the fork. Where the forker or somebody
that stands with it is accused, the heaviest result of all of these stands; everywhere else, where it may gain, the
lightest (RECORD.md, rule 5; the rows of TERMS.md). So no fork improves any result for its maker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product

from truceline.agreement import Agreement
from truceline.claims import Event
from truceline.findings.model import ClauseSummary, ColumnSummary
from truceline.state.folding import Fold
from truceline.state.plain import State, fold
from truceline.state.reading import Blobs
from truceline.state.shelf import Shelf
from truceline.state.sides import nearness
from truceline.state.weighing import held_by_others
from truceline.terms import Direction, Result, Side

History = Sequence[bytes]  # a log's leaves


def branches(held: Mapping[str, Sequence[History]], blob: Blobs) -> Iterator[State]:
    """The states of every choice of one history for each log, with its forks heeded and without.

    One state where every log has one history and no fork is proved.
    """
    origins = sorted(held)
    seen = set[tuple[object, ...]]()
    for chosen in product(*(held[origin] for origin in origins)):
        logs = dict(zip(origins, chosen, strict=True))
        for heeds_forks in (True, False):
            state = fold(logs, blob, heeds_forks=heeds_forks)
            if (state.heads, state.lines) not in seen:
                seen.add((state.heads, state.lines))
                yield state


def accepted(shelf: Shelf, origin: str, root: Callable[[str, int], str]) -> int | None:
    """How many entries of a log are accepted where it is forked; None where no fork is proved.

    `root` gives the root, in hex, of what is held of a log at a size; "" where that does not reach so far.
    """
    held = Fold(shelf, lambda _: None)
    bound = held.logs.bound(origin)
    return None if bound is None else max(bound, held_by_others(held, held.logs.of(origin), partial(root, origin)))


def worst_for(
    forker: str, text: Agreement | None, event: Event, found: Sequence[Sequence[ColumnSummary]]
) -> tuple[ColumnSummary, ...]:
    """What an event comes to over all branches, each clause of each column by itself; `forker` is its actor.

    `found` has the columns that each branch comes to. A column or clause that a branch lacks says there what it says
    of nothing: not engaged.
    """
    heaviest = may_be_accused(forker, text, event)
    names = dict.fromkeys(column.name for columns in found for column in columns)
    by_name = [{column.name: column for column in columns} for columns in found]
    return tuple(_column([columns.get(name) for columns in by_name], heaviest=heaviest) for name in names)


def may_be_accused(forker: str, text: Agreement | None, event: Event) -> bool:
    """Whether the forker, or somebody that stands with it, may have been the one who began, by any source."""
    given = {one.value for one in event.conduct.direction}
    sides = []
    if given != {Direction.B_TO_A}:
        sides += [one.value for one in event.conduct.a]
    if given != {Direction.A_TO_B}:
        sides += [one.value for one in event.conduct.b]
    return any(_near(forker, text, side) for side in sides)


def _near(forker: str, text: Agreement | None, side: Side) -> bool:
    named = [*(member.label() for member in side.members), *([side.umbrella] if side.umbrella else [])]
    return side.unknown or any(nearness(text, forker, name) != "other" for name in named)


def _column(columns: Sequence[ColumnSummary | None], *, heaviest: bool) -> ColumnSummary:
    """One column over all branches."""
    there = [one for one in columns if one is not None]
    rules = dict.fromkeys(clause.rule for column in there for clause in column.clauses)
    ordered = sorted(there, key=lambda one: one.together.weight)
    clauses = tuple(_clause(rule, columns, heaviest=heaviest) for rule in rules)
    worst = replace(ordered[-1] if heaviest else ordered[0], clauses=clauses)
    light = len(there) < len(columns) and not heaviest and worst.together.weight > Result.NOT_ENGAGED.weight
    return replace(worst, together=Result.NOT_ENGAGED, together_clauses=()) if light else worst


def _clause(rule: str, columns: Sequence[ColumnSummary | None], *, heaviest: bool) -> ClauseSummary:
    said = [one for column in columns if column for one in column.clauses if one.rule == rule]
    ordered = sorted(said, key=lambda one: one.result.weight)
    worst = ordered[-1] if heaviest else ordered[0]
    light = len(said) < len(columns) and not heaviest and worst.result.weight > Result.NOT_ENGAGED.weight
    return replace(worst, result=Result.NOT_ENGAGED) if light else worst
