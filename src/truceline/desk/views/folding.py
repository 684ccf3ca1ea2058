"""Views of a record: its fold kept in a database, brought up to the heads, dropped and made anew at will.

Entries are folded in batches, each one transaction with the heads it came to, so that whatever is cut off, by a crash
or by hand, goes on from there. Before anything is added, what was folded is compared with the record: a log that is
shorter now, has another root at that size or is no longer read makes all of it be dropped and folded again.
The same code folds a record as of earlier heads, into a database of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Engine, Row, delete, insert, select, update

from truceline import __version__
from truceline.desk.node import Node
from truceline.desk.node.store import Head
from truceline.desk.views import database
from truceline.desk.views.ahead import Ahead
from truceline.desk.views.database import ROWS, STATE
from truceline.desk.views.kept import Kept
from truceline.errors import Fault, RecordError
from truceline.state import FOLD_VERSION, SHAPES, TELLS, Leaf, take
from truceline.tlog.merkle import leaf_hash, root_of

# Entries in one transaction: a tenth of the record, for keys are scattered, and each writes many of their pages.
_AT_ONCE, _AT_MOST, _PARTS = 5_000, 100_000, 10
_TOLD = 5_000  # entries after which progress is told
_MANY = 2_000  # entries from which it pays to learn which keys there are
# Rows made by another program are made anew: a finding is what this one finds.
_MADE_BY = f"truceline {__version__}, fold {FOLD_VERSION}, layout 1"

JUDGED = "judged"  # the shelf's table of what is to be judged again
SHAPE = (JUDGED, "shape")  # changes with every row by which the agreement in force may be another
_KIND = '"kind":"'  # before that of an object, in its line: quotes within texts are escaped there

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Source:
    """What is folded: logs up to some heads, and the blobs beside them."""

    origin: str  # the log of the node it stands in
    heads: tuple[Head, ...]  # how far each log is read, sorted by origin
    leaves: Callable[[str, int, int], Iterable[bytes]]  # log, from, to
    leaf: Callable[[str, int], bytes]
    root: Callable[[str, int], bytes]  # of a log's first so many entries
    blob: Callable[[str], bytes | None]


def source_of(node: Node) -> Source:
    """Everything a node reads: its own log and those its people admitted."""
    record = node.record
    return Source(node.origin, node.heads(), record.leaves, record.leaf, record.root, node.blobs.get)


def cut(source: Source, heads: Sequence[tuple[str, int, str]]) -> Source:
    """The same record as of some heads (origin, size, root in hex); raises RecordError where it does not hold them."""
    held = {head.origin: head.size for head in source.heads}
    faults = [
        Fault(
            origin, 0, "size", f"at least {size} entries of it", str(held.get(origin, 0)), "Sync with whoever holds it."
        )
        for origin, size, _ in heads
        if held.get(origin, 0) < size
    ]
    faults = faults or [
        Fault(origin, size, "root", root, found, "These are two histories of one log: audit it.")
        for origin, size, root in heads
        if (found := source.root(origin, size).hex()) != root
    ]
    if faults:
        raise RecordError("cannot recompute: the record is not the one that was read", tuple(faults))
    return replace(source, heads=tuple(Head(origin, size, bytes.fromhex(root)) for origin, size, root in heads))


def shortened(source: Source, sizes: Mapping[str, int]) -> Source:
    """The same record with some logs read no further than said."""
    heads = tuple(
        Head(one.origin, sizes[one.origin], source.root(one.origin, sizes[one.origin]))
        if sizes.get(one.origin, one.size) < one.size
        else one
        for one in source.heads
    )
    return replace(source, heads=heads)


def with_tail(source: Source, origin: str, tail: Sequence[bytes]) -> Source:
    """The same record with more entries of one log, of a history that need not be the one held."""
    start = next(head.size for head in source.heads if head.origin == origin)

    def leaf(log: str, index: int) -> bytes:
        return tail[index - start] if log == origin and index >= start else source.leaf(log, index)

    def leaves(log: str, since: int, end: int) -> Iterable[bytes]:
        if log != origin or end <= start:
            return source.leaves(log, since, end)
        shared = source.leaves(log, since, start) if since < start else ()
        return chain(shared, tail[max(0, since - start) : end - start])

    @cache
    def root(log: str, size: int) -> bytes:
        if log != origin or size <= start:
            return source.root(log, size)
        return root_of(leaf_hash(one) for one in leaves(log, 0, size))

    size = start + len(tail)
    heads = (Head(origin, size, root(origin, size)) if one.origin == origin else one for one in source.heads)
    return replace(source, heads=tuple(heads), leaves=leaves, leaf=leaf, root=root)


class Views:
    """The fold of a source in a database; one thread."""

    def __init__(self, source: Source, engine: Engine, *, heeds_forks: bool = True) -> None:
        """Nothing is folded by this alone; `heeds_forks`: not as if nobody had proved a fork."""
        self.source, self._engine, self._heeds_forks = source, engine, heeds_forks
        with database.errors():
            self._db = engine.connect()
        self.shelf = Kept(self._db, source.leaf)
        self._spilled = False  # whether this transaction has written anything
        self._seen = (-1, "")  # transactions made, and the heads, when this process last looked

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()
        self._engine.dispose()

    def brought_up(self, progress: Progress | None = None) -> None:
        """Fold what is new in the source; raises RecordError and Locked."""
        total, more = sum(head.size for head in self.source.heads), True

        def tell(done: Mapping[str, int]) -> None:
            if progress:
                progress(sum(done.values()), total)

        with Ahead() as ahead:
            while more:
                with self.writing() as done:
                    more = self._batch(done, ahead, tell)
                    tell(done)

    @contextlib.contextmanager
    def writing(self) -> Iterator[dict[str, int]]:
        """One transaction; how many entries of each log are folded, for the caller to raise.

        Nothing reaches the database before its end, and then rows and heads at once: a crash before leaves the
        batch before, one after leaves this one.
        """
        with database.errors(), self._db.begin():
            try:
                self._spilled = False
                done = self._looked()
                before = dict(done)
                yield done
                self._note_changes()
                self.spill()
                if self._spilled or done != before:
                    self._say(done)
            except BaseException:
                self.shelf.forget()
                raise

    @contextlib.contextmanager
    def reading(self) -> Iterator[Kept]:
        """The shelf as of one moment, whoever writes meanwhile."""
        with database.errors():
            self._db.execution_options(**{database.WRITES: False})
            try:
                with self._db.begin():
                    yield self.shelf
            finally:
                self._db.execution_options(**{database.WRITES: True})

    # ── within a transaction ──────────────────────────────────────────────────────────────────

    def spill(self) -> None:
        """Write what was put, within the transaction, so that it need not be held in memory."""
        self._spilled = self.shelf.write() or self._spilled

    def _note_changes(self) -> None:
        """Note which findings may be others now, in the transaction of the rows that they rest on."""
        kinds = [(key, _kind(line)) for key, line in self.shelf.changed("line")]
        if any(kind in SHAPES or key.startswith("log ") for key, kind in kinds):
            self.shelf.put(*SHAPE, str(self._seen[0]))  # of this transaction alone
        for key, kind in kinds:
            if kind in TELLS:
                self.shelf.put(JUDGED, f"row {key}", "")

    def _looked(self) -> dict[str, int]:
        """How many entries of each log are folded; all is dropped first where they are not this record's."""
        # In PostgreSQL others wait here for this row; SQLite let nobody else begin.
        row = self._db.execute(select(STATE).with_for_update()).one_or_none()
        if row is None or (row.writes, row.heads) != self._seen:
            self.shelf.forget()
            row = self._fit(row)
            self._seen = (row.writes, row.heads)
        return {origin: size for origin, (size, _) in json.loads(row.heads).items()}

    def _fit(self, row: Row[Any] | None) -> Row[Any]:
        """The row that says how far is folded; a new one where rows are not what this program folds of this record."""
        ours = self.source.origin
        if row is not None and row.origin != ours:
            fault = Fault("", 0, "", f"those of {ours}", row.origin, f"Name another database in {database.SETTING}.")
            raise RecordError("views of another node", (fault,))
        if row is not None and row.made_by == _MADE_BY and self._still(json.loads(row.heads)):
            return row
        self._db.execute(delete(ROWS))
        self._db.execute(delete(STATE))
        self._db.execute(insert(STATE), {"id": 1, "origin": ours, "made_by": _MADE_BY, "heads": "{}", "writes": 0})
        return self._db.execute(select(STATE)).one()

    def _still(self, heads: Mapping[str, tuple[int, str]]) -> bool:
        """Whether what was folded is the beginning of what is read now."""
        now = {head.origin: head.size for head in self.source.heads}
        return all(
            size <= now.get(origin, -1) and self.source.root(origin, size).hex() == root
            for origin, (size, root) in heads.items()
        )

    def _batch(self, done: dict[str, int], ahead: Ahead, tell: Callable[[Mapping[str, int]], None]) -> bool:
        """Fold the next entries; whether there were any. Without any, what came late for others is looked for."""
        left = sum(head.size - done.get(head.origin, 0) for head in self.source.heads)
        if left >= _MANY:
            self.shelf.expect_many()
        before = dict(done)
        leaves = _counted(ahead.looked_at(self._next(before), left), done, tell)
        take(leaves, self.shelf, self.source.blob, heeds_forks=self._heeds_forks)
        return done != before

    def _next(self, done: Mapping[str, int]) -> Iterator[Leaf]:
        room = max(_AT_ONCE, min(sum(head.size for head in self.source.heads) // _PARTS, _AT_MOST))
        for head in self.source.heads:
            start = done.get(head.origin, 0)
            end = min(head.size, start + room)
            room -= max(0, end - start)
            for index, data in enumerate(self.source.leaves(head.origin, start, end) if end > start else (), start):
                yield Leaf(head.origin, index, data)

    def _say(self, done: Mapping[str, int]) -> None:
        """Say how far is folded, in the transaction of the rows."""
        heads = {origin: (size, self.source.root(origin, size).hex()) for origin, size in done.items()}
        said = {"heads": json.dumps(heads, sort_keys=True), "writes": STATE.c.writes + 1}
        row = self._db.execute(update(STATE).values(said).returning(STATE.c.writes, STATE.c.heads)).one()
        self._seen = (row.writes, row.heads)


def _counted(leaves: Iterable[Leaf], done: dict[str, int], tell: Callable[[Mapping[str, int]], None]) -> Iterator[Leaf]:
    for leaf in leaves:
        if leaf.index % _TOLD == _TOLD - 1:
            tell(done)
        yield leaf
        done[leaf.origin] = leaf.index + 1


def _kind(line: str | None) -> str:
    """The kind of a line's object; empty where it is none's, or dropped."""
    _, found, rest = (line or "").partition(_KIND)
    return rest.partition('"')[0] if found else ""


# ── views of a node ───────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def views_of(
    node: Node, progress: Progress | None = None, environment: Mapping[str, str] = os.environ
) -> Iterator[Views]:
    """A node's views, brought up to its heads; raises RecordError and Locked."""
    with kept_views(source_of(node), database.opened(node.path, environment), progress) as views:
        yield views


@contextlib.contextmanager
def kept_views(
    source: Source, engine: Engine, progress: Progress | None = None, *, heeds_forks: bool = True
) -> Iterator[Views]:
    """Views in a database, brought up to their source's heads."""
    views = Views(source, engine, heeds_forks=heeds_forks)
    with contextlib.closing(views):
        views.brought_up(progress)
        yield views
