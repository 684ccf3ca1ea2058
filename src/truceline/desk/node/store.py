"""The record file: every log that this node holds, its own and those it mirrors, in one SQLite file.

Tables: log, entry (those not in a full bundle yet), tile (full tiles only: bundles at level -1, hashes from 0 up),
edge (tiles begun above the entries), keying (entries that may change a log's keys), signed_head (the last head that
each of our keys signed for each log), checkpoint, cosignature, evidence. Nothing leaves it: what may be deleted lies
in `blobs`. Whoever reads sees what was last committed and never waits for whoever writes.

The bytes are those of C2SP's tlog-tiles. Whether a checkpoint's signature holds, and who may say what, others ask
before they hand it in; here it is kept only under a root that its entries give.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, reduce
from pathlib import Path
from typing import Any, NamedTuple

from truceline.desk.node import database
from truceline.desk.node.growing import Growing, LogRow
from truceline.desk.node.marker import SignedHead
from truceline.desk.node.turns import Turns
from truceline.desk.node.world import World
from truceline.errors import Fault, RecordError, UnknownName
from truceline.tlog import entry as entries
from truceline.tlog import note
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.entry import Entry
from truceline.tlog.keyring import NO_KEYS, Keyring
from truceline.tlog.merkle import EMPTY, EMPTY_EDGE, Edge, NodeAt, edge_at, leaf_hash, node_hash
from truceline.tlog.note import Signature
from truceline.tlog.tiles import ENTRIES, HEIGHT, WIDTH, TilePath, bundle, hashes_in, tile_holding, unbundle

FORMAT = 1  # of the file, in its user_version
_TABLES = """
CREATE TABLE log (id INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, size INTEGER NOT NULL DEFAULT 0,
  anchored INTEGER NOT NULL DEFAULT 0, anchored_lines INTEGER NOT NULL DEFAULT 0);
CREATE TABLE entry (place INTEGER PRIMARY KEY, n INTEGER NOT NULL, leaf BLOB NOT NULL);
CREATE TABLE tile (log INTEGER, level INTEGER, n INTEGER, data BLOB NOT NULL, PRIMARY KEY (log, level, n));
CREATE TABLE keying (log INTEGER, n INTEGER, PRIMARY KEY (log, n)) WITHOUT ROWID;
CREATE TABLE edge (log INTEGER, level INTEGER, n INTEGER, hashes BLOB NOT NULL, PRIMARY KEY (log, level)) WITHOUT ROWID;
CREATE TABLE signed_head (log INTEGER, key TEXT, size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL,
  PRIMARY KEY (log, key)) WITHOUT ROWID;
CREATE TABLE checkpoint (log INTEGER, size INTEGER, note BLOB NOT NULL, seen_s INTEGER NOT NULL,
  PRIMARY KEY (log, size)) WITHOUT ROWID;
CREATE TABLE cosignature (log INTEGER, size INTEGER, name TEXT, key_id BLOB, blob BLOB NOT NULL,
  PRIMARY KEY (log, size, name, key_id)) WITHOUT ROWID;
CREATE TABLE evidence (digest BLOB PRIMARY KEY, origin TEXT NOT NULL, kind TEXT NOT NULL, seen_s INTEGER NOT NULL,
  data BLOB NOT NULL);
"""
_LOG = "SELECT id, origin, size FROM log WHERE origin = ?"
_KEEP_SIGNED = """
INSERT INTO signed_head VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
  SET size = excluded.size, root = excluded.root, note = excluded.note
  WHERE excluded.size > size OR (excluded.size = size AND excluded.root = root)
"""
_GUARDS = [
    f"CREATE TRIGGER {one}_stays BEFORE DELETE ON {one} BEGIN SELECT RAISE(ABORT, 'nothing leaves the record'); END"
    for one in ("log", "entry", "tile", "checkpoint", "cosignature", "evidence")
]


class Head(NamedTuple):
    """How far a log is held: its size and root."""

    origin: str
    size: int  # entries
    root: bytes  # 32 bytes


class Evidence(NamedTuple):
    """Something kept because it may have to be shown: a refused request, a fork's proof, a rival branch."""

    origin: str  # the log it is about
    kind: str  # what it is, in a word
    seen_s: int  # when it came, POSIX time
    data: bytes


class Record:
    """The record file of a node."""

    def __init__(self, path: Path, world: World) -> None:
        """Open the file; raises RecordError where there is none, or one of another format."""
        self.path, self._world = path, world
        self._turns = Turns(path.with_name("turn"), world.patience_s)
        self._edges: dict[int, Edge] = {}  # of logs as last written by this process
        # Of the level of entries only the tile at work: there are too many to meet one twice. Above it, nearly all.
        self._low, self._high = lru_cache(maxsize=4)(self._pyramid_of), lru_cache(maxsize=256)(self._pyramid_of)
        self._reader = database.connect(path, "query_only=ON")
        self._writing: sqlite3.Connection | None = None  # opened at the first write
        self._in_writing = 0  # the thread that is within a transaction: it sees what it has written so far

    @classmethod
    def make(cls, path: Path) -> None:
        """Make an empty record file."""
        db = _writer(path, "rwc")
        with database.errors(path):
            # A crash here leaves a file without tables: the node is made anew, since it has no node.json either.
            db.execute("BEGIN IMMEDIATE")
            for statement in [*_TABLES.split(";\n"), *_GUARDS]:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {FORMAT}")
            db.execute("COMMIT")
        db.close()

    def close(self) -> None:
        """Let go of the file; whoever is the last to, leaves it whole by itself."""
        # SQLite then moves over what is in the write-ahead log. A crash here leaves both, which belong together: a copy
        # of the folder is whole either way.
        self._reader.close()
        if self._writing:
            self._writing.close()
        self._turns.close()

    # ── reading ───────────────────────────────────────────────────────────────────────────────

    def origins(self) -> tuple[str, ...]:
        """All logs of which entries are held, in order."""
        return tuple(str(origin) for (origin,) in self._rows("SELECT origin FROM log WHERE size > 0 ORDER BY origin"))

    def size(self, origin: str) -> int:
        """How many entries of a log are held; 0 where there is none of that name."""
        rows = self._rows("SELECT size FROM log WHERE origin = ?", origin)
        return rows[0][0] if rows else 0

    def anchored(self, origin: str) -> tuple[int, int]:
        """Up to which size our own last anchor embeds the log, and how many signatures were on that checkpoint."""
        for size, lines in self._rows("SELECT anchored, anchored_lines FROM log WHERE origin = ?", origin):
            return size, lines
        return 0, 0

    def keyring(self, origin: str, size: int | None = None) -> Keyring:
        """The keys of a log after its first `size` entries, or all held. Raises ValueError where it is no log."""
        return reduce(Keyring.after, self.keying(origin, size), NO_KEYS)

    def keying(self, origin: str, size: int | None = None) -> Iterator[Entry]:
        """The entries that may enrol or retire a key, of a log's first `size` or all held, in order."""
        query = "SELECT n FROM keying JOIN log ON log = id WHERE origin = ?1 AND (?2 IS NULL OR n < ?2) ORDER BY n"
        held = self._rows(query, origin, size)
        return (entries.parse(self.leaf(origin, n)) for (n,) in held)

    def head(self, origin: str) -> Head:
        """How far a log is held."""
        size = self.size(origin)
        return Head(origin, size, self.root(origin, size))

    def root(self, origin: str, size: int) -> bytes:
        """The root of a log's first `size` entries, 32 bytes; raises RecordError where so many are not held."""
        if size == 0:
            return EMPTY
        if not 0 <= size <= self.size(origin):
            raise _missing(self.path, origin, f"{size} entries", f"{self.size(origin)}")
        return self.edge(origin, size).root()

    def edge(self, origin: str, size: int | None = None) -> Edge:
        """The edge of a log's tree, at its present size or an earlier one."""
        size = self.size(origin) if size is None else size
        return edge_at(size, self.nodes(origin, size)) if size else EMPTY_EDGE

    def node(self, origin: str, level: int, index: int) -> bytes:
        """The hash of the complete subtree of 2**level entries from index << level; raises RecordError."""
        return self.nodes(origin)(level, index)

    def nodes(self, origin: str, size: int | None = None) -> NodeAt:
        """A look-up of a log's complete subtrees, for proofs; tiles once read are kept in memory."""
        log = self._log(origin)
        size = log.size if size is None else size

        def node(level: int, index: int) -> bytes:
            tile_level, height = divmod(level, HEIGHT)
            try:
                tile = tile_holding(tile_level, (index + 1 << height) - 1, size)
            except ValueError as error:
                raise _missing(self.path, origin, f"node {index} at level {level}", str(error)) from None
            return (self._high if tile_level else self._low)(log.id, tile)[height][index - (tile.n << HEIGHT - height)]

        return node

    def tile(self, origin: str, level: int, n: int, width: int = WIDTH) -> bytes | None:
        """The bytes of a tile, level -1 for a bundle of entries; None where the log is not so large."""
        log = self._log(origin)
        last = ((n * WIDTH + width) << HEIGHT * max(level, 0)) if level < 8 else log.size + 1
        return self._tile(log.id, TilePath(level, n, width)) if 0 < last <= log.size else None

    def leaf(self, origin: str, index: int) -> bytes:
        """The bytes of one entry; raises RecordError where it is not held."""
        log = self._log(origin)
        if not 0 <= index < log.size:
            raise _missing(self.path, origin, f"entry {index}", f"{log.size} entries")
        # First the rows of single entries, then the bundles: an entry leaves the one only once it is in the other.
        query = "SELECT leaf FROM entry WHERE place = ? AND n = ?"
        for (leaf,) in self._rows(query, log.id * WIDTH + index % WIDTH, index):
            found: bytes = leaf
            return found
        return self._bundle(log.id, index // WIDTH)[index % WIDTH]

    def leaves(self, origin: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes of entries [start, end), in order; to the log's end at the time of asking where it is None."""
        log = self._log(origin)
        end = log.size if end is None else min(end, log.size)
        for n in range(start // WIDTH, -(-end // WIDTH)):
            first, width = n * WIDTH, min(WIDTH, end - n * WIDTH)
            held = unbundle(self._tile(log.id, TilePath(ENTRIES, n, width)))
            yield from held[max(0, start - first) : width]

    def checkpoint(self, origin: str, size: int | None = None) -> bytes:
        """The newest checkpoint held, or that of a size, with the cosignatures kept for it; raises RecordError."""
        log = self._log(origin)
        for held, data, _ in self.checkpoints(origin):
            if size in {None, held}:
                return data
        raise _missing(self.path, origin, "a checkpoint" if size is None else f"a checkpoint of {size}", f"{log.size}")

    def checkpoints(self, origin: str) -> Iterator[tuple[int, bytes, int]]:
        """The checkpoints held, newest first: size, note with cosignatures, when it came (POSIX time; 0: our own)."""
        log = self._log(origin)
        query = (
            "SELECT size, note, seen_s FROM checkpoint WHERE log = ?1 "
            "UNION SELECT size, note, 0 FROM signed_head WHERE log = ?1 AND key = ?2 "
            "AND size NOT IN (SELECT size FROM checkpoint WHERE log = ?1) ORDER BY size DESC"
        )
        for size, data, seen_s in self._rows(query, log.id, origin):
            lines = self._rows("SELECT name, key_id, blob FROM cosignature WHERE log = ? AND size = ?", log.id, size)
            yield size, note.with_signatures(data, *(Signature(*line) for line in lines)), seen_s

    def signed_head(self, origin: str, key: str) -> SignedHead | None:
        """The last head of a log that our key of that name signed."""
        query = "SELECT h.size, root FROM signed_head h JOIN log ON log = id WHERE origin = ? AND key = ?"
        for size, root in self._rows(query, origin, key):
            return SignedHead(size, root)
        return None

    def signed_note(self, origin: str, key: str) -> bytes | None:
        """The checkpoint over which our key of that name signed last, as it was kept."""
        query = "SELECT note FROM signed_head JOIN log ON log = id WHERE origin = ? AND key = ?"
        for (data,) in self._rows(query, origin, key):
            return bytes(data)
        return None

    def evidence(self, origin: str | None = None, kind: str | None = None) -> tuple[Evidence, ...]:
        """What is kept as evidence, about all logs or one, of all kinds or one, in the order in which it came."""
        query = (
            "SELECT origin, kind, seen_s, data FROM evidence "
            "WHERE (?1 IS NULL OR origin = ?1) AND (?2 IS NULL OR kind = ?2) ORDER BY rowid"
        )
        return tuple(Evidence(*row) for row in self._rows(query, origin, kind))

    # ── writing ───────────────────────────────────────────────────────────────────────────────

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all that is written within is kept, or nothing; it may be begun again within itself.

        Others write before or after, and what they read is what was there before. Raises Locked.
        """
        with self._turns.mine(), database.errors(self.path):
            db = self._writer
            if self.is_writing:
                yield db
                return
            db.execute("BEGIN IMMEDIATE")
            self._in_writing = threading.get_ident()
            try:
                yield db
                # A crash before the sync of this line leaves what was there before; after it, all that is new.
                # SQLite reads its write-ahead log at the next opening and keeps whole transactions alone.
                db.execute("COMMIT")
            except BaseException:
                self._forget()
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise
            finally:
                self._in_writing = 0

    @property
    def is_writing(self) -> bool:
        """Whether this thread is within a transaction, so that what it reads may not be committed yet."""
        return self._in_writing == threading.get_ident()

    def _forget(self) -> None:
        """What was read or reckoned within a transaction that is undone is not kept in memory."""
        self._edges.clear()
        self._low.cache_clear()
        self._high.cache_clear()

    @property
    def _writer(self) -> sqlite3.Connection:
        if self._writing is None:
            self._writing = _writer(self.path)
        return self._writing

    def append(self, origin: str, leaves: Iterable[bytes], sign: Callable[[int, bytes], bytes]) -> SignedHead:
        """Add entries to our own log; `sign` makes the checkpoint of (size, root). Raises RecordError, Locked.

        The signed head changes in the transaction of its entries. It must not leave before its marker is synced.
        """
        with self.writing() as db:
            log = self._made(db, origin)
            edge = self._grown(db, log, leaves)
            head = SignedHead(edge.size, edge.root())
            self._keep_signed(db, log, origin, head, sign(*head))
        return head

    def keep_signed_head(self, origin: str, key: str, head: SignedHead, data: bytes) -> None:
        """Keep a head that our key of that name signs, before the signature leaves; never a smaller or another one.

        Raises RecordError where that key has signed a larger head, or another of the same size.
        """
        with self.writing() as db:
            self._keep_signed(db, self._made(db, origin), key, head, data)

    def extend(
        self, origin: str, leaves: Iterable[bytes], checkpoint: bytes, cosignatures: Iterable[Signature] = ()
    ) -> Head:
        """Add another's entries up to a checkpoint of theirs, which is kept with its cosignatures; all, or nothing.

        `leaves` follow those that are held. The caller has verified the signatures; the root is verified here. Raises
        RecordError where it is another one: the entries are not the log's, or it tells two stories.
        """
        head = Checkpoint.parse(checkpoint)
        with self.writing() as db:
            log = self._made(db, origin)
            edge = self._grown(db, log, leaves) if head.size >= log.size else self.edge(origin, head.size)
            if (head.origin, head.size, head.root) != (origin, edge.size, edge.root()):
                raise _other_root(self.path, origin, head, edge)
            self._keep_checkpoint(db, log, head, cosignatures)
        return Head(origin, head.size, head.root)

    def keep_own(self, origin: str) -> SignedHead:
        """Take the newest checkpoint held of our own log, come back from others, for the head we signed last."""
        with self.writing():
            head = Checkpoint.parse(self.checkpoint(origin))
            signed = SignedHead(head.size, head.root)
            self.keep_signed_head(origin, origin, signed, head.note.data)
        return signed

    def keep_checkpoint(self, checkpoint: bytes, cosignatures: Iterable[Signature] = ()) -> None:
        """Keep a checkpoint of entries that are held, and verified cosignatures of it. Raises RecordError."""
        head = Checkpoint.parse(checkpoint)
        with self.writing() as db:
            if head.root != self.root(head.origin, head.size):
                raise _other_root(self.path, head.origin, head, self.edge(head.origin, head.size))
            self._keep_checkpoint(db, self._made(db, head.origin), head, cosignatures)

    def keep_anchored(self, embedded: Iterable[tuple[str, int, int]]) -> None:
        """Note what our anchors embed: log, size, signatures on that checkpoint. In the transaction of the anchor."""
        with self.writing() as db:
            rows = [(size, lines, origin) for origin, size, lines in embedded]
            db.executemany("UPDATE log SET anchored = ?, anchored_lines = ? WHERE origin = ?", rows)

    def keep_evidence(self, origin: str, kind: str, data: bytes) -> None:
        """Keep something that may have to be shown, once."""
        row = (hashlib.sha256(data).digest(), origin, kind, self._world.now().epoch_s, data)
        with self.writing() as db:
            db.execute("INSERT INTO evidence VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", row)

    # ── within ────────────────────────────────────────────────────────────────────────────────

    def _keep_signed(self, db: sqlite3.Connection, log: LogRow, key: str, head: SignedHead, data: bytes) -> None:
        kept = db.execute(_KEEP_SIGNED, (log.id, key, *head, data))
        if kept.rowcount != 1:
            before = db.execute("SELECT size FROM signed_head WHERE log = ? AND key = ?", (log.id, key)).fetchone()
            raise RecordError(f"{key} has signed size {before[0]} of {log.origin}, and signs no other head up to it")

    def _keep_checkpoint(
        self, db: sqlite3.Connection, log: LogRow, head: Checkpoint, cosignatures: Iterable[Signature]
    ) -> None:
        row = (log.id, head.size, head.note.data, self._world.now().epoch_s)
        db.execute("INSERT INTO checkpoint VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", row)
        lines = [(log.id, head.size, *line) for line in cosignatures]
        db.executemany("INSERT INTO cosignature VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", lines)

    def _grown(self, db: sqlite3.Connection, log: LogRow, leaves: Iterable[bytes]) -> Edge:
        edge = self._edges.get(log.id, EMPTY_EDGE)
        if edge.size != log.size:
            edge = self.edge(log.origin, log.size)
        growing = Growing(db, log, edge)
        growing.add(leaves)
        self._edges[log.id] = growing.finish()
        return self._edges[log.id]

    def _made(self, db: sqlite3.Connection, origin: str) -> LogRow:
        """The log's row, within a transaction; made where there is none."""
        row = db.execute(_LOG, (origin,)).fetchone()
        if row is None:
            db.execute("INSERT INTO log (origin) VALUES (?)", (origin,))
            row = db.execute(_LOG, (origin,)).fetchone()
        return LogRow(*row)

    def _log(self, origin: str) -> LogRow:
        for row in self._rows(_LOG, origin):
            return LogRow(*row)
        raise UnknownName("log", origin, self.origins())

    def _bundle(self, log: int, n: int) -> list[bytes]:
        return unbundle(self._tile(log, TilePath(ENTRIES, n)))

    def _tile(self, log: int, tile: TilePath) -> bytes:
        """A tile's bytes, cut from the full one or put together from what is begun."""
        begun = self._begun(log, tile)
        if begun is not None:
            return begun
        query = "SELECT data FROM tile WHERE log = ? AND level = ? AND n = ?"
        for (data,) in self._rows(query, log, tile.level, tile.n):
            return _cut(data, tile)
        raise database.damaged(self.path, str(tile), "the tile", "none")

    def _begun(self, log: int, tile: TilePath) -> bytes | None:
        """A partial tile of what is not in a full one yet; None where it is."""
        if tile.width == WIDTH:
            return None
        if tile.level > 0:
            query = "SELECT hashes FROM edge WHERE log = ? AND level = ? AND n = ?"
            rows = [row[0] for row in self._rows(query, log, tile.level, tile.n)]
            return _cut(rows[0], tile) if rows and len(rows[0]) >= tile.width * 32 else None
        first = log * WIDTH
        query = "SELECT leaf FROM entry WHERE place >= ? AND place < ? AND n >= ? AND n < ? ORDER BY place"
        span = (tile.n * WIDTH, tile.n * WIDTH + tile.width)
        leaves = [leaf for (leaf,) in self._rows(query, first, first + tile.width, *span)]
        if len(leaves) < tile.width:
            return None
        return bundle(leaves) if tile.level == ENTRIES else b"".join(map(leaf_hash, leaves))

    def _pyramid_of(self, log: int, tile: TilePath) -> tuple[tuple[bytes, ...], ...]:
        """A tile's hashes, and above them those of every complete subtree within it."""
        row = hashes_in(self._tile(log, tile))
        rows = [tuple(row)]
        while len(row) > 1:
            row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=False)]
            rows.append(tuple(row))
        return tuple(rows)

    def _rows(self, query: str, *values: object) -> list[Any]:
        with database.errors(self.path):
            db = self._writer if self.is_writing else self._reader
            return db.execute(query, values).fetchall()


def _cut(data: bytes, tile: TilePath) -> bytes:
    """The first of a tile's hashes or entries."""
    if tile.width == WIDTH:
        return data
    return bundle(unbundle(data)[: tile.width]) if tile.level == ENTRIES else data[: tile.width * 32]


def _writer(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """The connection that writes."""
    # FULL, not NORMAL: in a write-ahead log NORMAL syncs only now and then, so that a power cut takes back entries
    # whose signed heads have already left; the node would then sign others in their place, and has forked its log
    # without knowing (RECORD.md, rules of safety 1). Killing the process does not show it, only the power cut does.
    return database.connect(path, "journal_mode=WAL", "synchronous=FULL", mode=mode)


def _missing(path: Path, origin: str, expected: str, got: str) -> RecordError:
    fault = Fault(str(path), 0, origin, expected, got, "Sync with a node that holds them.")
    return RecordError("not in the record", (fault,))


def _other_root(path: Path, origin: str, head: Checkpoint, edge: Edge) -> RecordError:
    expected = (
        f"entries that give size {head.size} and root {head.root.hex()[:16]}…, as the checkpoint of {head.origin}"
    )
    got = f"size {edge.size} and root {edge.root().hex()[:16]}…"
    cure = (
        "Nothing was kept. If the log's own key signed both, it told two stories: keep the checkpoints, and ask others."
    )
    return RecordError(f"{origin} does not hold together", (Fault(str(path), 0, origin, expected, got, cure),))
