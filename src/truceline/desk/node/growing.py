"""One log grows within one transaction: entries, full tiles, and what stands right of them.

Entries that do not fill a bundle of 256 yet are rows of their own; once they do, bundle and hash tile are written,
once and for all. So a single append writes one row and not a bundle, and a million entries are four thousand rows.
Nothing here is seen by anybody before the transaction that it runs in is committed, and all of it is undone together
where that fails: no write here leaves anything to repair.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from truceline.tlog.merkle import Edge, leaf_hash
from truceline.tlog.tiles import ENTRIES, HEIGHT, WIDTH, bundle, hashes_in, tile_roots


class LogRow(NamedTuple):
    """A log as its row says."""

    id: int
    origin: str
    size: int  # entries


class Growing:
    """A log that is being added to."""

    def __init__(self, db: sqlite3.Connection, log: LogRow, edge: Edge) -> None:
        """`db` is within a transaction; `edge` is that of the log's present size."""
        self._db, self._log = db, log
        self.edge = edge
        self._rows: dict[int, tuple[int, list[bytes]]] = {}  # by tile level from 1 up: the tile begun, and its hashes

    def add(self, leaves: Iterable[bytes]) -> None:
        """Add entries, in order; raises ValueError for one too long."""
        coming = iter(leaves)
        while chunk := list(islice(coming, WIDTH - self.edge.size % WIDTH)):
            self._note_keys(chunk)
            if (self.edge.size + len(chunk)) % WIDTH:
                self._add_few(chunk)
            else:
                self._fill(chunk)

    def finish(self) -> Edge:
        """Write down what has changed at the right edge; the new edge."""
        rows = [(self._log.id, level, n, b"".join(hashes)) for level, (n, hashes) in self._rows.items()]
        if rows:
            self._db.executemany("INSERT OR REPLACE INTO edge VALUES (?, ?, ?, ?)", rows)
        self._db.execute("UPDATE log SET size = ? WHERE id = ?", (self.edge.size, self._log.id))
        return self.edge

    def _note_keys(self, chunk: list[bytes]) -> None:
        """Which of the entries may enrol or retire a key: a kind can be spelled out, or with escapes."""
        together = b"".join(chunk)
        if self.edge.size and b'"key.' not in together and b"\\u" not in together:
            return  # nearly always: one look at all of them
        maybe = [n for n, leaf in enumerate(chunk, self.edge.size) if b'"key.' in leaf or b"\\u" in leaf or not n]
        if maybe:
            self._db.executemany("INSERT INTO keying VALUES (?, ?)", [(self._log.id, n) for n in maybe])

    def _add_few(self, chunk: list[bytes]) -> None:
        bundle(chunk)  # says which is too long
        rows = [(self._log.id * WIDTH + n % WIDTH, n, leaf) for n, leaf in enumerate(chunk, self.edge.size)]
        # The place of an entry 256 before it is taken over: that one is in a bundle since.
        self._db.executemany(
            "INSERT INTO entry VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = excluded.n, leaf = excluded.leaf", rows
        )
        self.edge = self.edge.grown(map(leaf_hash, chunk))

    def _fill(self, chunk: list[bytes]) -> None:
        n = self.edge.size // WIDTH
        leaves = [*self._begun(n), *chunk] if len(chunk) < WIDTH else chunk
        hashes = [leaf_hash(leaf) for leaf in leaves]
        self._write(ENTRIES, n, bundle(leaves))
        if len(chunk) < WIDTH:
            self._up(0, n, hashes)
            self.edge = self.edge.grown(hashes[-len(chunk) :])
        else:
            # The tree above full tiles is a tree over their roots: 256 leaves cost one hash of the edge.
            roots = self._up(0, n, hashes)
            above = Edge(n, self.edge.peaks).grown(roots)
            self.edge = Edge(above.size << HEIGHT, above.peaks)

    def _begun(self, n: int) -> Iterator[bytes]:
        """The entries of the bundle that is begun."""
        first = self._log.id * WIDTH
        query = "SELECT leaf FROM entry WHERE place >= ? AND place < ? ORDER BY place"
        rows = self._db.execute(query, (first, first + self.edge.size - n * WIDTH))
        return (leaf for (leaf,) in rows.fetchall())

    def _up(self, level: int, n: int, hashes: list[bytes]) -> list[bytes]:
        """Write a full tile, and its root into the row above."""
        self._write(level, n, b"".join(hashes))
        roots = tile_roots(hashes)
        above = self._row(level + 1, n // WIDTH)
        above += roots
        if len(above) == WIDTH:
            self._rows[level + 1] = n // WIDTH + 1, []
            self._up(level + 1, n // WIDTH, above)
        return roots

    def _row(self, level: int, n: int) -> list[bytes]:
        if level not in self._rows:
            query = "SELECT hashes FROM edge WHERE log = ? AND level = ? AND n = ?"
            row = self._db.execute(query, (self._log.id, level, n)).fetchone()
            self._rows[level] = n, hashes_in(row[0]) if row and row[0] else []
        return self._rows[level][1]

    def _write(self, level: int, n: int, data: bytes) -> None:
        self._db.execute("INSERT INTO tile VALUES (?, ?, ?, ?)", (self._log.id, level, n, data))
