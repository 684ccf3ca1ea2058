"""Parcels: what one node has for another alone, of one size, one a slot, whether there is anything in it or nothing.

A node that seals makes a parcel for each log it has admitted and that can be sent something sealed, at each slot of its
batches (`desk.sealing.batches`); whoever counts them, or weighs them, learns how often slots come. Here a parcel is
opaque: a body that only its recipient opens, under a number. It is kept until the next one is asked for, so that one
that was lost on the way is fetched again; and which pieces are in it is kept beside it, themselves ciphertexts, so that
it can be made anew where something in it is to be erased. What came in is kept until it has been opened.

All of it lies in one file, parcels.sqlite, with deleted bytes overwritten. It is not the record, and no backup holds
it: a node that has lost it goes on with the numbers it is asked for.

On the way, a parcel is a line that says what it is, its size and number, the body, and a signature by the
sender's witness key that binds it to sender, addressee and number (`packed`, `unpacked`). Signed too is the *ask* by
which somebody says which number it wants next (`asking`, `asked_for`): nobody else can make a sender forget.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

from truceline.desk.node import database
from truceline.desk.node.store import Record
from truceline.errors import shortened
from truceline.kinds import payload_of
from truceline.kinds.keeping import KeyEnrolled, KeyPurpose
from truceline.period import Instant
from truceline.tlog.keyring import ENROLLED
from truceline.tlog.keys import PublicKey, Signer

FILE = "parcels.sqlite"
MAGIC = b"truceline/parcel/v1\n"
ASK = "truceline/ask/v1"
AROUND_B = len(MAGIC) + 4 + 8 + 64  # of a parcel, beside its body
LEAST_B, MOST_B = 1 << 14, 1 << 22  # of a parcel
MOST_NUMBER = 10**8 - 1  # a parcel a minute from 1970 on, until 2160
MOST_WAITING_B = 1 << 30  # of one author: parcels and pieces that nobody could open yet; as much of copies for others
_ASK = re.compile(rf"{ASK}\n([^\n]+)\n([^\n]+)\n(0|[1-9][0-9]{{0,7}})\n([A-Za-z0-9+/]{{86}}==)\n", re.ASCII)
_TABLES = """
CREATE TABLE IF NOT EXISTS out (peer TEXT, n INTEGER, slot TEXT NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (peer, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS inside (peer TEXT, n INTEGER, place INTEGER, object TEXT NOT NULL, piece INTEGER NOT NULL,
  many INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (peer, n, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS peer (origin TEXT PRIMARY KEY, next INTEGER NOT NULL,
  slot TEXT NOT NULL DEFAULT '', upto INTEGER NOT NULL DEFAULT -1) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS arrived (author TEXT, n INTEGER, body BLOB NOT NULL, PRIMARY KEY (author, n)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS author (origin TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS part (author TEXT, object TEXT, piece INTEGER, many INTEGER NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (author, object, piece)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copy (author TEXT, object TEXT, data BLOB NOT NULL,
  PRIMARY KEY (author, object)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone (author TEXT, object TEXT, PRIMARY KEY (author, object)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS batch (slot TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
"""


class Piece(NamedTuple):
    """A piece of what an object is sent as."""

    object: str  # id of the sealed object, 32 hex
    piece: int  # which, from 0
    many: int  # of how many
    data: bytes


class Out(NamedTuple):
    """A parcel that waits to be fetched."""

    n: int  # its number
    body: bytes  # what only its recipient opens, with zeros up to its size


class Arrived(NamedTuple):
    """A parcel that has come and was not opened yet."""

    author: str  # origin of the log whose node made it
    n: int
    body: bytes


class Begun(NamedTuple):
    """A message of which there are pieces."""

    author: str  # origin of the log whose node sent it
    object: str  # id of the sealed object, 32 hex
    here: int  # pieces that are here
    least: int  # of how many, as the pieces say: the least
    most: int  # and the most; in an honest message the same


class Batch(NamedTuple):
    """A batch that was wholly dealt with."""

    slot: str  # its time
    size: int  # entries of our own log when it had left


def recipient(record: Record, origin: str) -> str:
    """The sealing recipient that a log enrolled last, as it wrote it; empty where it has none."""
    found = ""
    for entry in record.keying(origin):
        if entry.kind == ENROLLED and (entry.payload or {}).get("purpose") == KeyPurpose.SEALING:
            try:
                said = payload_of(entry.kind, entry.payload)
            except ValueError:
                continue  # an author's slip enrols nothing
            found = said.sealing_key if isinstance(said, KeyEnrolled) else found
    return found


class Parcels:
    """The parcels of a node's folder."""

    def __init__(self, folder: Path) -> None:
        """Open the file, or make it. Raises RecordError."""
        self._path = folder / FILE
        # As for blobs: what was deleted is overwritten, and stays so after a power cut.
        settings = "journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON"
        self._db = database.connect(self._path, *settings, mode="rwc")
        with database.errors(self._path):
            self._db.executescript(_TABLES)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def rewrite(self) -> None:
        """Write the file anew: a page may keep a copy of what was deleted, from before it was shared out among two."""
        # A crash within leaves the file as it was; the erasure for which it is done is given again.
        with database.errors(self._path):
            self._db.execute("VACUUM")

    def _whole(self) -> AbstractContextManager[object]:
        """All of what follows, or nothing: a crash is rolled back at the next opening."""
        return database.whole(self._db, self._path)

    def _rows(self, query: str, *values: object) -> list[Any]:
        with database.errors(self._path):
            return self._db.execute(query, values).fetchall()

    # ── going out ─────────────────────────────────────────────────────────────────────────────

    def batches(self) -> tuple[Batch, ...]:
        """The batches that left with all their parcels, in the order in which they did."""
        return tuple(Batch(*row) for row in self._rows("SELECT slot, size FROM batch ORDER BY size"))

    def batch_done(self, batch: Batch) -> None:
        """A batch has left, and its parcels are made."""
        with self._whole():
            self._db.execute("INSERT OR REPLACE INTO batch VALUES (?, ?)", batch)

    def upto(self, peer: str) -> int:
        """The number of the last piece of a peer's that went into a parcel; -1: none did."""
        rows = self._rows("SELECT upto FROM peer WHERE origin = ?", peer)
        return int(rows[0][0]) if rows else -1

    def last_out(self, peer: str) -> tuple[int, str]:
        """Number and slot of the newest parcel made for a peer; (-1, "") where there is none."""
        rows = self._rows("SELECT next, slot FROM peer WHERE origin = ?", peer)
        return (int(rows[0][0]) - 1, rows[0][1]) if rows else (-1, "")

    def put_out(self, peer: str, slot: str, body: bytes, pieces: Sequence[Piece], upto: int) -> int:
        """Keep the one parcel for a peer at a slot, with what is inside; its number. On the disk when this returns.

        The first is numbered by the minute of its slot: a node that has lost this file begins above all numbers that
        it has used. `upto` is the number of the last piece that it takes out of the peer's queue.
        """
        first = Instant.parse(slot).epoch_s // 60
        with self._whole():
            self._db.execute("INSERT OR IGNORE INTO peer (origin, next) VALUES (?, ?)", (peer, first))
            (n,) = self._db.execute("SELECT next FROM peer WHERE origin = ?", (peer,)).fetchone()
            self._db.execute("INSERT INTO out VALUES (?, ?, ?, ?)", (peer, n, slot, body))
            self._put_inside(peer, n, pieces)
            query = "UPDATE peer SET next = ?, slot = ?, upto = max(upto, ?) WHERE origin = ?"
            self._db.execute(query, (n + 1, slot, upto, peer))
        return int(n)

    def _put_inside(self, peer: str, n: int, pieces: Sequence[Piece]) -> None:
        rows = [(peer, n, place, *one) for place, one in enumerate(pieces)]
        self._db.executemany("INSERT INTO inside VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def out(self, peer: str, n: int) -> Out | None:
        """The first parcel kept for a peer of that number or above; None where there is none yet."""
        query = "SELECT n, body FROM out WHERE peer = ? AND n >= ? ORDER BY n LIMIT 1"
        rows = self._rows(query, peer, n)
        return Out(*rows[0]) if rows else None

    def fetched(self, peer: str, n: int) -> None:
        """A peer asks for number `n`: it has all before it, which are let go of.

        A number beyond what was ever made: this node has lost its file of parcels, with a clock that was set back,
        and goes on from there with all that it keeps.
        """
        with self._whole():
            last = self._db.execute("SELECT next FROM peer WHERE origin = ?", (peer,)).fetchone()
            if last is None or not 0 <= n <= MOST_NUMBER:
                return
            if n > last[0]:
                self._renumber(peer, n)
            for table in ("out", "inside"):
                self._db.execute(f"DELETE FROM {table} WHERE peer = ? AND n < ?", (peer, n))  # noqa: S608 - of two names

    def _renumber(self, peer: str, n: int) -> None:
        first = self._db.execute("SELECT min(n) FROM out WHERE peer = ?", (peer,)).fetchone()[0]
        shift = n - (first if first is not None else 0)
        for table in ("out", "inside"):
            # Above all there are: none is in another's place on the way.
            self._db.execute(f"UPDATE {table} SET n = n + ? WHERE peer = ?", (shift, peer))  # noqa: S608 - as above
        made = self._db.execute("SELECT max(n) FROM out WHERE peer = ?", (peer,)).fetchone()[0]
        self._db.execute("UPDATE peer SET next = ? WHERE origin = ?", ((made + 1) if made is not None else n, peer))

    def recall(self, object_: str) -> tuple[tuple[str, int], ...]:
        """The parcels not fetched yet that have pieces of an object inside: peer and number."""
        rows = self._rows("SELECT DISTINCT peer, n FROM inside WHERE object = ? ORDER BY peer, n", object_)
        return tuple((peer, n) for peer, n in rows)

    def inside(self, peer: str, n: int) -> tuple[Piece, ...]:
        """What is inside a parcel that was not fetched yet."""
        query = "SELECT object, piece, many, data FROM inside WHERE peer = ? AND n = ? ORDER BY place"
        return tuple(Piece(*row) for row in self._rows(query, peer, n))

    def put_again(self, peer: str, n: int, body: bytes, pieces: Sequence[Piece]) -> None:
        """Another body in the place of one that was not fetched yet."""
        with self._whole():
            self._db.execute("UPDATE out SET body = ? WHERE peer = ? AND n = ?", (body, peer, n))
            self._db.execute("DELETE FROM inside WHERE peer = ? AND n = ?", (peer, n))
            self._put_inside(peer, n, pieces)

    # ── coming in ─────────────────────────────────────────────────────────────────────────────

    def next_in(self, author: str) -> int:
        """The number to ask an author for."""
        rows = self._rows("SELECT next FROM author WHERE origin = ?", author)
        return int(rows[0][0]) if rows else 0

    def keep_in(self, author: str, n: int, body: bytes) -> bool:
        """Keep a parcel that came; whether it is new and there is room. On the disk when this returns."""
        with self._whole():
            waiting_b = self._size_b("body", "arrived", author) + self._size_b("data", "part", author)
            if n < self.next_in(author) or waiting_b + len(body) > MOST_WAITING_B:
                return False
            self._db.execute("INSERT INTO arrived VALUES (?, ?, ?)", (author, n, body))
            self._db.execute("INSERT OR REPLACE INTO author VALUES (?, ?)", (author, n + 1))
        return True

    def _size_b(self, column: str, table: str, author: str) -> int:
        query = f"SELECT coalesce(sum(length({column})), 0) FROM {table} WHERE author = ?"  # noqa: S608 - names of ours
        return int(self._rows(query, author)[0][0])

    def inbox(self) -> Iterator[Arrived]:
        """What has come and was not opened yet, in order; one at a time is in memory."""
        for author, n in self._rows("SELECT author, n FROM arrived ORDER BY author, n"):
            for (body,) in self._rows("SELECT body FROM arrived WHERE author = ? AND n = ?", author, n):
                yield Arrived(author, n, body)

    def done(self, author: str, n: int, pieces: Iterable[Piece] = ()) -> None:
        """A parcel was opened: keep the pieces that were inside, and let go of it."""
        with self._whole():
            rows = [(author, *one) for one in pieces]
            self._db.executemany("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?)", rows)
            self._db.execute("DELETE FROM arrived WHERE author = ? AND n = ?", (author, n))

    def begun(self) -> tuple[Begun, ...]:
        """The messages of which there are pieces."""
        query = "SELECT author, object, count(*), min(many), max(many) FROM part GROUP BY author, object"
        return tuple(Begun(*row) for row in self._rows(query))

    def parts(self, author: str, object_: str) -> tuple[Piece, ...]:
        """The pieces of a message that are here, in order."""
        query = "SELECT object, piece, many, data FROM part WHERE author = ? AND object = ? ORDER BY piece"
        return tuple(Piece(*row) for row in self._rows(query, author, object_))

    def drop_parts(self, author: str, object_: str) -> None:
        """Let go of the pieces of a message."""
        with self._whole():
            self._db.execute("DELETE FROM part WHERE author = ? AND object = ?", (author, object_))

    def keep_copy(self, author: str, object_: str, data: bytes) -> bool:
        """Keep a message for others that everybody holds, in place of its pieces; whether there was room."""
        with self._whole():
            room = self._size_b("data", "copy", author) + len(data) <= MOST_WAITING_B
            if room:
                self._db.execute("INSERT OR REPLACE INTO copy VALUES (?, ?, ?)", (author, object_, data))
            self._db.execute("DELETE FROM part WHERE author = ? AND object = ?", (author, object_))
        return room

    def forget(self, author: str, object_: str) -> bool:
        """Let go of all that is here of an erased object, now and should it come again; whether there was any."""
        with self._whole():
            found = 0
            for table in ("part", "copy"):
                query = f"DELETE FROM {table} WHERE author = ? AND object = ?"  # noqa: S608 - of two names
                found += self._db.execute(query, (author, object_)).rowcount
            self._db.execute("INSERT OR IGNORE INTO gone VALUES (?, ?)", (author, object_))
        return found > 0

    def is_gone(self, author: str, object_: str) -> bool:
        """Whether an object of an author was erased here."""
        return bool(self._rows("SELECT 1 FROM gone WHERE author = ? AND object = ?", author, object_))


# ── on the way ────────────────────────────────────────────────────────────────────────────────


def packed(author: str, to: str, parcel: Out, signer: Signer) -> bytes:
    """A parcel as it is handed over, signed by its author's witness key."""
    size = AROUND_B + len(parcel.body)
    data = MAGIC + size.to_bytes(4, "big") + parcel.n.to_bytes(8, "big") + parcel.body
    return data + signer.sign(_signed(author, to, data))


def unpacked(author: str, to: str, data: bytes, keys: Iterable[PublicKey]) -> Out:
    """The parcel of exactly these bytes; raises ValueError where they are none, or not this author's to `to`."""
    if not LEAST_B <= len(data) <= MOST_B or not data.startswith(MAGIC):
        raise ValueError(f"a parcel of {LEAST_B:,} to {MOST_B:,} bytes, not {len(data):,} of something")
    size = int.from_bytes(data[len(MAGIC) : len(MAGIC) + 4], "big")
    if size != len(data):
        raise ValueError(f"a parcel of {size:,} bytes, not {len(data):,}: it is cut off, or lies about its size")
    said, signature = data[:-64], data[-64:]
    if not any(key.verifies(_signed(author, to, said), signature) for key in keys):
        raise ValueError(f"a parcel signed by the witness key of {shortened(author)} for {shortened(to)}")
    if number(data) > MOST_NUMBER:
        raise ValueError(f"a parcel numbered up to {MOST_NUMBER:,}, not {number(data):,}")
    return Out(number(data), said[len(MAGIC) + 12 :])


def number(data: bytes) -> int:
    """The number that a parcel bears, as yet unproved."""
    return int.from_bytes(data[len(MAGIC) + 4 : len(MAGIC) + 12], "big")


def several(data: bytes) -> Iterator[bytes]:
    """The parcels of a file that has them one after another; raises ValueError at the first that is cut off."""
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at + len(MAGIC) : at + len(MAGIC) + 4], "big")
        if not LEAST_B <= size <= min(MOST_B, len(data) - at):
            raise ValueError(f"a parcel of {LEAST_B:,} to {MOST_B:,} bytes that is all there, not one of {size:,}")
        yield data[at : at + size]
        at += size


def _signed(author: str, to: str, data: bytes) -> bytes:
    """What is signed: no request, cosignature or entry begins so."""
    return f"{MAGIC.decode()}{author}\n{to}\n".encode() + data


def asking(asker: str, author: str, n: int, signer: Signer) -> bytes:
    """The ask for number `n` and no earlier one, signed by the asker's witness key."""
    said = f"{ASK}\n{asker}\n{author}\n{n}\n"
    return f"{said}{base64.b64encode(signer.sign(said.encode())).decode()}\n".encode()


def asked_for(asker: str, author: str, data: bytes, keys: Iterable[PublicKey]) -> int:
    """The number that is asked for; raises ValueError where these bytes are no ask by this asker of this author."""
    match = _ASK.fullmatch(data[:4096].decode(errors="replace"))
    if match is None or (match[1], match[2]) != (asker, author):
        raise ValueError(f"what {shortened(asker)} asks {shortened(author)} for, in four lines and a signature")
    said = data[: data.rindex(b"\n", 0, -1) + 1]
    try:
        signature = base64.b64decode(match[4], validate=True)
    except binascii.Error:  # pragma: no cover - the form admits nothing else
        signature = b""
    if not any(key.verifies(said, signature) for key in keys):
        raise ValueError(f"an ask signed by the witness key of {shortened(asker)}")
    return int(match[3])
