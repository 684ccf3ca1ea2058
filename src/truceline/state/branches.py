"""A forked log in all its histories: each is folded, and its maker gets the worst of them.

Whoever signs two histories could hope that one of them serves it better than none. So the state is folded branch by
branch: each history as far as it still counts, and each as if nobody had proved the fork. Where the forker or somebody
that stands with it is accused, the heaviest result of all of these stands; everywhere else, where it may gain, the
lightest (RECORD.md, rule 5; the rows of TERMS.md). So no fork improves any result for its maker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from truceline.agreement import Agreement
from truceline.claims import Event
from truceline.findings.model import ClauseSummary, ColumnSummary
from truceline.kinds import ForkProved
from truceline.state.causality import Sighting
from truceline.state.folding import Fold
from truceline.state.following import branches_of
from truceline.state.logs import Log, Logs
from truceline.state.plain import State, fold
from truceline.state.reading import Blobs
from truceline.state.shelf import Shelf
from truceline.state.sides import nearness
from truceline.state.weighing import unknowing
from truceline.terms import Direction, Result, Side
from truceline.tlog.branch import Branch
from truceline.tlog.merkle import EMPTY_EDGE, Edge, leaf_hash

History = Sequence[bytes]  # a log's leaves
Tail = tuple[bytes, ...]  # of one, beyond what all histories of the log share
MOST_OF_ONE = 4  # histories of a log that one other may hold: a friend of the forker could anchor thousands


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


# ── as everybody agrees, whichever history is held ────────────────────────────────────────────


def common(shelf: Shelf) -> dict[str, int]:
    """How many entries all histories of each forked log share, as far as is proved; the first one always.

    A proof that stands in a forked log beyond that is not read: another history of that log may lack it.
    """
    logs, found = Logs(shelf), dict[str, int]()
    for key, size in shelf.all("fork"):
        origin, leaf = key.split(" ")
        teller, index, *_ = (shelf.get("entry", leaf) or "").split(" ")
        bound = logs.bound(teller)
        if bound is None or int(index) < max(bound, 1):
            found[origin] = max(1, min(int(size), found.get(origin, int(size))))
    return found


def tails(shelf: Shelf, origin: str, blob: Blobs) -> list[Tail]:
    """What others had anchored of each history of a forked log beyond what all share, by the branches that proofs name.

    What all share stands for the histories of which nobody had, and is a state beside these. The shelf has the logs as
    far as `common` has them, so that everybody who does comes to the same, in the same order.
    """
    fold = Fold(shelf, blob)
    log = fold.logs.of(origin)
    edge = EMPTY_EDGE.grown(leaf_hash(shelf.leaf(origin, index)) for index in range(log.size))
    known: list[Tail] = [()]
    for branch in _named(fold, log):
        known += [one for one in [_joined(edge, known, branch)] if one and one not in known]
    found = _longest(tail for seen in unknowing(fold, log) for tail in _held(edge, known, seen))
    return sorted(found, key=lambda one: (len(one), one))


def _named(fold: Fold, log: Log) -> list[Branch]:
    """The branches of a log that proofs name, the one that parts first before the others, which may go on from it."""
    identity = log.keyring.identity
    if identity is None:
        return []
    proofs = (fold.read(key.split(" ")[1]).payload for key, _ in list(fold.shelf.under("fork", log.origin)))
    said = (one for one in proofs if isinstance(one, ForkProved))
    named = (one for proof in said for one in branches_of(proof, identity.log_key, fold.blob))
    return sorted(named, key=lambda one: (one.start, one.head.size, one.head.root))


def _joined(edge: Edge, known: Sequence[Tail], branch: Branch) -> Tail | None:
    """What a branch has beyond what all share, where it goes on from that or from a history already known."""
    more = edge.size - branch.start
    if more >= 0:
        shared = branch.edge.grown(map(leaf_hash, branch.leaves[:more])) == edge
        return branch.leaves[more:] if shared else None
    starts = (tail[:-more] for tail in known if len(tail) >= -more)
    return next((tail + branch.leaves for tail in starts if edge.grown(map(leaf_hash, tail)) == branch.edge), None)


def _held(edge: Edge, known: Sequence[Tail], seen: Sequence[Sighting]) -> list[Tail]:
    """As far as one log had anchored each history; an honest one has anchored one."""
    marks = [_marks(edge, tail, sorted({one.size for one in seen})) for tail in known]
    most = dict[int, int]()  # by history, that anchored first before the others
    for one in seen:
        for which, roots in enumerate(marks):
            if roots.get(one.size) == one.root:
                most[which] = max(one.size - edge.size, most.get(which, 0))
    return _longest(known[which][:size] for which, size in most.items())[:MOST_OF_ONE]


def _longest(tails: Iterable[Tail]) -> list[Tail]:
    """Those of which none goes on as another does, each once."""
    found = list(dict.fromkeys(tails))
    return [one for one in found if not any(len(other) > len(one) and other[: len(one)] == one for other in found)]


def _marks(edge: Edge, tail: Tail, sizes: Sequence[int]) -> dict[int, str]:
    """The roots of a history, in hex, at those sizes that it has beyond what all share."""
    found, start = dict[int, str](), edge.size
    for size in sizes:
        if start < size <= start + len(tail):
            edge = edge.grown(map(leaf_hash, tail[edge.size - start : size - start]))
            found[size] = edge.root().hex()
    return found


# ── results ───────────────────────────────────────────────────────────────────────────────────


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
