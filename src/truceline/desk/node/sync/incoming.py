"""What is on its way: heads and entries of other logs that are proved and not yet held.

A pull or an upload may be cut off anywhere. What it had proved up to then is kept here, entry by entry, and
the next one goes on from there, mid-tile or not. Nothing here is the record: an entry is held once the whole
of its head is, with every signature verified (`pulling`), and the record alone says so. This file may be
dropped at any time; what it costs is fetching and looking again. tlog-mirror calls these the pending checkpoints and
pending entries. It also notes which blobs entries name and nobody has brought yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from truceline.desk.node import database
from truceline.tlog.checkpoint import Checkpoint

FILE = "incoming.sqlite"
HEADS = 4  # pending heads kept for one log: "mirrors SHOULD accept any of the last several pending checkpoint values"
_TABLES = """
CREATE TABLE IF NOT EXISTS head (
  origin TEXT, size INTEGER, note BLOB NOT NULL, PRIMARY KEY (origin, size)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS leaf (
  origin TEXT, place INTEGER, data BLOB NOT NULL, PRIMARY KEY (origin, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wanted (
  digest TEXT PRIMARY KEY, origin TEXT NOT NULL, place INTEGER NOT NULL, asked INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
"""


class Incoming:
    """The pending heads and entries of every log, and the blobs wanted."""

    def __init__(self, folder: Path) -> None:
        """Open or make the file in the node's directory."""
        # NORMAL: a power cut loses at most what would be fetched again.
        self._path = folder / FILE
        self._db = database.connect(self._path, "journal_mode=WAL", "synchronous=NORMAL", mode="rwc")
        self._db.executescript(_TABLES)

    @property
    def looked(self) -> bool:
        """Whether what is held was looked through for blobs wanted since this file was made."""
        return bool(self._db.execute("PRAGMA user_version").fetchone()[0])

    def look_done(self) -> None:
        """It was."""
        self._db.execute("PRAGMA user_version = 1")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _whole(self) -> AbstractContextManager[object]:
        """All of what follows, or nothing."""
        return database.whole(self._db, self._path)

    def heads(self, origin: str) -> tuple[Checkpoint, ...]:
        """The pending heads of a log, the newest last."""
        rows = self._db.execute("SELECT note FROM head WHERE origin = ? ORDER BY size", (origin,))
        return tuple(Checkpoint.parse(note) for (note,) in rows)

    def keep_head(self, head: Checkpoint) -> None:
        """Add a pending head, proved to extend what is held; the oldest of many is forgotten."""
        with self._whole():
            self._db.execute("INSERT OR REPLACE INTO head VALUES (?, ?, ?)", (head.origin, head.size, head.note.data))
            self._db.execute(
                "DELETE FROM head WHERE origin = ?1 AND size NOT IN "
                "(SELECT size FROM head WHERE origin = ?1 ORDER BY size DESC LIMIT ?2)",
                (head.origin, HEADS),
            )

    def next_entry(self, origin: str, held: int) -> int:
        """The first entry that is neither held nor pending, `held` being how many are."""
        last = self._db.execute("SELECT max(place) FROM leaf WHERE origin = ?", (origin,)).fetchone()[0]
        return held if last is None else max(held, last + 1)

    def keep_leaves(self, origin: str, start: int, leaves: Iterable[bytes]) -> None:
        """Add pending entries, each proved against a pending head; `start` is the next entry, or below it."""
        with self._whole():
            rows = ((origin, start + offset, leaf) for offset, leaf in enumerate(leaves))
            self._db.executemany("INSERT OR REPLACE INTO leaf VALUES (?, ?, ?)", rows)

    def leaves(self, origin: str, start: int, end: int) -> Iterator[bytes]:
        """Pending entries in [start, end), in order."""
        rows = self._db.execute(
            "SELECT data FROM leaf WHERE origin = ? AND place >= ? AND place < ? ORDER BY place", (origin, start, end)
        )
        return (data for (data,) in rows)

    def leaf(self, origin: str, place: int) -> bytes | None:
        """One pending entry; None where there is none."""
        row = self._db.execute("SELECT data FROM leaf WHERE origin = ? AND place = ?", (origin, place)).fetchone()
        return row and bytes(row[0])

    def drop(self, origin: str, held: int) -> None:
        """Forget what the record holds by now: entries below `held`, heads of no more than that size."""
        with self._whole():
            self._db.execute("DELETE FROM leaf WHERE origin = ? AND place < ?", (origin, held))
            self._db.execute("DELETE FROM head WHERE origin = ? AND size <= ?", (origin, held))

    def forget(self, origin: str) -> None:
        """Forget everything pending of one log: it was proved against heads that turned out to be of no use."""
        with self._whole():
            self._db.execute("DELETE FROM leaf WHERE origin = ?", (origin,))
            self._db.execute("DELETE FROM head WHERE origin = ?", (origin,))

    def want(self, wanted: Iterable[tuple[str, str, int]]) -> None:
        """Note blobs to be brought: digest, and the entry that names it by log and place.

        Written before the entries are held: a crash between leaves a blob wanted that is wanted anyway.
        """
        with self._whole():
            self._db.executemany("INSERT OR IGNORE INTO wanted (digest, origin, place) VALUES (?, ?, ?)", wanted)

    def wanted(self) -> tuple[tuple[str, str, int], ...]:
        """The blobs wanted: digest, and the entry that names it by log and place; the least asked for first."""
        return tuple(self._db.execute("SELECT digest, origin, place FROM wanted ORDER BY asked, digest"))

    def asked(self, digest: str) -> None:
        """A blob was asked for in vain."""
        self._db.execute("UPDATE wanted SET asked = asked + 1 WHERE digest = ?", (digest,))

    def brought(self, digest: str) -> None:
        """A blob is there."""
        self._db.execute("DELETE FROM wanted WHERE digest = ?", (digest,))
