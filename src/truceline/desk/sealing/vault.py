"""The vault: sealed objects with their keys, those waiting to leave, and the pieces of them that others will be given.

Two files stand in the node's folder. `sealed.sqlite` holds ciphertexts, each an age file to a key of that object alone.
`object-keys.sqlite` holds those keys, each an age file to the body's key, which only an officer who has unlocked it
holds, in memory. So keeping needs no secret, the disk gives nothing away but ids, commitments, sizes by bucket, what
has left, until it has been fetched to which logs it goes, and how many pieces each log was sent in all; and an object
whose key is gone is gone, also from a copy of the first file. Both files have a rollback journal that is removed, and
deleted bytes overwritten.

An object is on the disk, ciphertext, salts and key, before the entry with its commitments is (RECORD.md, "Sealed
payloads"). It decides nothing and sends nothing: `desk/verbs/sealing.py` and `batches` do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

from truceline.desk.guard import unknown
from truceline.desk.node import Node, database
from truceline.desk.sealing import age, keycopies, objects
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.objects import SealedObject
from truceline.desk.sealing.recipients import recipient_of
from truceline.errors import Fault, RecordError, Refused
from truceline.kinds.sealing import Envelope, Sealing
from truceline.period import Instant
from truceline.tlog import entry as entries

OBJECTS, KEYS = "sealed.sqlite", "object-keys.sqlite"
PIECE_B = 16_384  # of a message, in one piece
STANZAS = 8  # of a message that all hold: for so many it seems to be, or a multiple
_SAFE = ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON")
_TABLES = (
    """object (id BLOB PRIMARY KEY, origin TEXT NOT NULL, commitments BLOB NOT NULL, size INTEGER NOT NULL,
    slot TEXT NOT NULL, data BLOB NOT NULL)""",
    "queue (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE)",
    """piece (peer TEXT, number INTEGER, id BLOB NOT NULL, place INTEGER NOT NULL, count INTEGER NOT NULL,
    data BLOB NOT NULL, PRIMARY KEY (peer, number))""",
    "peer (origin TEXT PRIMARY KEY, pieces INTEGER NOT NULL)",
    "erased (id BLOB PRIMARY KEY, origin TEXT NOT NULL, commitments BLOB NOT NULL)",
    "looked (one INTEGER PRIMARY KEY CHECK (one = 0), size INTEGER NOT NULL)",
    "keys.key (id BLOB PRIMARY KEY, recipient TEXT NOT NULL, wrapped BLOB NOT NULL)",
)


class Held(NamedTuple):
    """A sealed object that is here, as whoever opens nothing sees it."""

    id: str  # 32 hex
    origin: str  # the log it stands in, or will
    slot: Instant | None  # of the batch it left in; None: it has not left, or came from another
    bytes: int  # of all its fields and files, by bucket


class Piece(NamedTuple):
    """A part of a message that one log is to be given."""

    peer: str  # origin of the log whose body it is for
    number: int  # runs from 1 for each peer
    object: str  # the id of the sealed object it is of
    index: int  # type: ignore[assignment]  # which piece of the message, from 0; a tuple's own is not wanted
    count: int  # type: ignore[assignment]  # pieces of the whole message; likewise
    data: bytes  # at most 16 KiB


class Vault(database.Closing):
    """A node's sealed objects."""

    def __init__(self, node: Node) -> None:
        """Open the files, or make them; what a crash left between a batch and its bookkeeping is mended."""
        self.node = node
        self.path = node.path / OBJECTS
        self.keys_path = node.path / KEYS
        self._added = False  # whether keys were, since it was opened
        self._db = database.connect(self.path, *_SAFE, "temp_store=MEMORY", mode="rwc")
        try:
            self._begin()
        except BaseException:
            self._db.close()
            raise

    def _begin(self) -> None:
        if not self.keys_path.exists():
            self.keys_path.touch(0o600)
        with database.errors(self.keys_path):
            self._db.execute("ATTACH ? AS keys", (str(self.keys_path.absolute()),))
            for setting in _SAFE:
                self._db.execute(f"PRAGMA keys.{setting}")
            for table in _TABLES:
                self._db.execute(f"CREATE TABLE IF NOT EXISTS {table}")
        self._mend()
        self._rewrite()

    def close(self) -> None:
        """Let go of the files; where a key copy is owed and keys were added, it is tried again."""
        self._db.close()
        if self._added:
            self._added = False
            keycopies.settle(self.node.path)

    @property
    def recipient(self) -> str:
        """Of the body's key, as enrolled last in one's own log; empty where none is."""
        return recipient_of(self.node, self.node.origin)

    def checked_recipient(self) -> str:
        """The same; raises Refused where the body has none, who must do what."""
        if not (body := self.recipient):
            raise Refused(
                "nothing was sealed: this body has no key to seal to yet. Add an officer first: `truceline officer add`"
            )
        return body

    # ── what is here ──────────────────────────────────────────────────────────────────────────

    def ids(self) -> tuple[Held, ...]:
        """What is here, in order of id."""
        with database.errors(self.path):
            rows = self._db.execute("SELECT id, origin, slot, size FROM object ORDER BY id").fetchall()
        return tuple(Held(one.hex(), log, Instant.parse(at) if at else None, size) for one, log, at, size in rows)

    def has(self, id: str) -> bool:  # noqa: A002 - an object's own word
        """Whether the object is here."""
        return self._holds("object", id)

    def erased(self, id: str) -> bool:  # noqa: A002 - as above
        """Whether an object of that id was here and has been erased."""
        return self._holds("erased", id)

    def given(self) -> tuple[str, ...]:
        """Every commitment of what is here or has been erased: what an audience digest is asked of."""
        with database.errors(self.path):
            rows = self._db.execute("SELECT commitments FROM object UNION SELECT commitments FROM erased").fetchall()
        return tuple(sorted(one for (row,) in rows for one in _hexes(row)))

    def open(self, id: str, body: Identity) -> SealedObject:  # noqa: A002 - as above
        """The object; raises UnknownName, Locked for another body's key, RecordError where it was erased or changed."""
        with database.errors(self.path):
            row = self._db.execute(
                "SELECT origin, commitments, data, wrapped FROM object LEFT JOIN keys.key USING (id) WHERE id = ?",
                (bytes.fromhex(id),),
            ).fetchone()
        if row is None or row[3] is None:
            raise self._gone(id, known=row is not None)
        origin, commitments, data, wrapped = row
        key = Identity.read(age.decrypt(wrapped, body).decode())
        found = objects.loads(age.decrypt(data, key))
        if (found.id, found.origin, b"".join(map(bytes.fromhex, found.commitments))) != (id, origin, commitments):
            raise database.damaged(self.path, f"object {id}", "the object of that id", "another object")
        return found

    def _gone(self, id_: str, *, known: bool) -> Exception:
        if known or self.erased(id_):
            cure = "It cannot be brought back. Its entry stays in the log, and shows commitments alone."
            fault = Fault(str(self.path), 0, id_, "a sealed object and its key", "its key is gone", cure)
            return RecordError("erased: this sealed object does not open any more", (fault,))
        return unknown(id_)

    def _holds(self, table: str, id_: str) -> bool:
        with database.errors(self.path):
            found = self._db.execute(f"SELECT 1 FROM {table} WHERE id = ?", (bytes.fromhex(id_),))  # noqa: S608 - ours
            return found.fetchone() is not None

    # ── keeping ───────────────────────────────────────────────────────────────────────────────

    def keep(self, one: SealedObject, *, to: Mapping[str, str] = {}, queued: bool = True) -> None:
        """Keep an object under a new key, queue it to leave, and the pieces for each peer (origin -> its recipient).

        On the disk, all of it, when this returns. One that is here already is left as it is. Raises Refused where the
        body has no key yet, RecordError where the object was erased here.
        """
        if self.erased(one.id):
            raise self._gone(one.id, known=True)
        row, key, messages = *self._locked_up(one), _messages(one, to)
        # A crash leaves the object with key, queue and pieces, or nothing of it: one transaction over both files. Until
        # it is over nothing has said that the object is kept, and the same command is given again.
        with self._writing():
            self._insert(one.id, row, key, messages, queued=queued)
        self._added = True

    def _locked_up(self, one: SealedObject) -> tuple[tuple[object, ...], tuple[object, ...]]:
        """The rows of an object and of its key, encrypted."""
        body = self.checked_recipient()
        said, key, id_ = objects.dumps(one), Identity.make(), bytes.fromhex(one.id)
        commitments = b"".join(map(bytes.fromhex, one.commitments))
        data = age.encrypt(said, [key.recipient])
        return (id_, one.origin, commitments, len(said), "", data), (
            id_,
            body,
            age.encrypt(key.secret.encode(), [body]),
        )

    def _insert(
        self, id_: str, row: tuple[object, ...], key: tuple[object, ...], messages: Mapping[str, bytes], *, queued: bool
    ) -> None:
        if not self._db.execute("INSERT INTO object VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", row).rowcount:
            return
        self._db.execute("INSERT INTO keys.key VALUES (?, ?, ?)", key)
        if queued:
            self._db.execute("INSERT INTO queue (id) VALUES (?)", row[:1])
        for peer, message in messages.items():
            self._cut(peer, bytes.fromhex(id_), message)

    def _cut(self, peer: str, id_: bytes, message: bytes) -> None:
        """Queue a message for a peer, in pieces that are numbered on from the last."""
        pieces = [message[at : at + PIECE_B] for at in range(0, len(message), PIECE_B)]
        self._db.execute("INSERT INTO peer VALUES (?, 0) ON CONFLICT DO NOTHING", (peer,))
        (before,) = self._db.execute("SELECT pieces FROM peer WHERE origin = ?", (peer,)).fetchone()
        rows = ((peer, before + 1 + place, id_, place, len(pieces), data) for place, data in enumerate(pieces))
        self._db.executemany("INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._db.execute("UPDATE peer SET pieces = ? WHERE origin = ?", (before + len(pieces), peer))

    # ── leaving ───────────────────────────────────────────────────────────────────────────────

    def queued(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Id and commitments of each object that has not left, oldest first."""
        with database.errors(self.path):
            rows = self._db.execute(
                "SELECT id, commitments FROM queue JOIN object USING (id) ORDER BY number"
            ).fetchall()
        return tuple((id_.hex(), _hexes(commitments)) for id_, commitments in rows)

    def left(self, ids: Sequence[str], slot: Instant) -> None:
        """Say that these objects left in the batch of a slot; ids that are not queued change nothing."""
        # A crash before this leaves them queued though their entries are in the log: `_mend` says it then.
        with self._writing():
            self._leave(ids, slot)

    def _leave(self, ids: Sequence[str], slot: Instant) -> None:
        for id_ in map(bytes.fromhex, ids):
            if self._db.execute("DELETE FROM queue WHERE id = ?", (id_,)).rowcount:
                self._db.execute("UPDATE object SET slot = ? WHERE id = ?", (str(slot), id_))

    def pieces(self, peer: str, most_b: int) -> tuple[Piece, ...]:
        """The oldest pieces for a peer, of objects that have left, as many as fit into so many bytes."""
        with database.errors(self.path):
            rows = self._db.execute(
                "SELECT peer, number, id, place, count, data FROM piece WHERE peer = ?"
                " AND id NOT IN (SELECT id FROM queue) ORDER BY number",
                (peer,),
            )
            found, room = list[Piece](), most_b
            for to, number, id_, place, count, data in rows:
                room -= len(data)
                if room < 0:
                    break
                found.append(Piece(to, number, id_.hex(), place, count, data))
        return tuple(found)

    def pieces_left(self, peer: str, upto: int) -> None:
        """Let go of a peer's pieces up to a number, that a parcel now holds."""
        with self._writing():
            self._db.execute(
                "DELETE FROM piece WHERE peer = ? AND number <= ? AND id NOT IN (SELECT id FROM queue)", (peer, upto)
            )

    def _mend(self) -> None:
        """Say that those left whose entry is in the log: a crash came between the two."""
        waiting = {id_ for id_, _ in self.queued()}
        if not waiting:
            return
        size = self.node.record.size(self.node.origin)
        with database.errors(self.path):
            row = self._db.execute("SELECT size FROM looked").fetchone()
        start = row[0] if row else 0
        if start >= size:
            return
        found = list(_among(self.node.leaves(self.node.origin, start, size), waiting))
        with self._writing():
            for one in found:
                self._leave([one.id], Instant.parse(one.time))
            self._db.execute("INSERT INTO looked VALUES (0, ?) ON CONFLICT DO UPDATE SET size = excluded.size", (size,))

    # ── erasing, and other keys ───────────────────────────────────────────────────────────────

    def erase(self, id: str, *, saying: SealedObject | None = None, to: Mapping[str, str] = {}) -> bool:  # noqa: A002 - as above
        """Shred an object: its key, ciphertext, place in the queue and pieces; whether it was here.

        `saying` is the sealed erasure that is queued in its place, for these peers, in the same transaction.
        """
        rows = self._locked_up(saying) if saying else None
        messages = _messages(saying, to) if saying else {}
        id_ = bytes.fromhex(id)
        # A crash leaves the object whole, or all of it gone and the erasure queued.
        with self._writing():
            # What its entry shows stays, so that it is not taken in again, nor a digest given as if it had not been.
            self._db.execute("INSERT INTO erased SELECT id, origin, commitments FROM object WHERE id = ?", (id_,))
            here = self._db.execute("DELETE FROM object WHERE id = ?", (id_,)).rowcount > 0
            for table in ("keys.key", "queue", "piece"):
                self._db.execute(f"DELETE FROM {table} WHERE id = ?", (id_,))  # noqa: S608 - ours
            if here and saying and rows:
                self._insert(saying.id, *rows, messages, queued=True)
            self._db.execute("PRAGMA user_version = 1")
        self._rewrite()
        return here

    def rekey(self, old: Identity, new_recipient: str) -> int:
        """Wrap every object key anew, to another key of the body; how many. Those under it already are left."""
        with database.errors(self.keys_path):
            rows = self._db.execute(
                "SELECT id, wrapped FROM keys.key WHERE recipient <> ?", (new_recipient,)
            ).fetchall()
        anew = [(new_recipient, age.encrypt(age.decrypt(wrapped, old), [new_recipient]), id_) for id_, wrapped in rows]
        # A crash leaves all of them under the old key, or all under the new one.
        with self._writing():
            self._db.executemany("UPDATE keys.key SET recipient = ?, wrapped = ? WHERE id = ?", anew)
            self._db.execute("PRAGMA user_version = 1")
        self._rewrite()
        return len(anew)

    def _rewrite(self) -> None:
        """Write both files anew where something was shredded: a page may show where it lay before it was moved."""
        # SQLite zeroes what is deleted, and not the copy it leaves behind when it shares a page out among two. A crash
        # within leaves the files as they were, and the mark that says that this is to be done at the next opening.
        with database.errors(self.path):
            if not self._db.execute("PRAGMA user_version").fetchone()[0]:
                return
            self._db.execute("VACUUM keys")
            self._db.execute("PRAGMA temp_store = FILE")  # what lives on is as large as the disk has room for
            self._db.execute("VACUUM main")
            self._db.execute("PRAGMA temp_store = MEMORY")
            self._db.execute("PRAGMA user_version = 0")

    def _writing(self) -> AbstractContextManager[object]:
        """One transaction over both files, on the disk at its end or not at all."""
        return database.whole(self._db, self.path)


def _messages(one: SealedObject, to: Mapping[str, str]) -> dict[str, bytes]:
    """What each peer is to be given: an age file to it; for what all hold, one and the same to its audience."""
    if not to:
        return {}
    said, envelope = objects.dumps(one), one.envelope
    if envelope and envelope.sealing is Sealing.REPLICATED:
        audience = _audience(envelope, to)
        message = age.encrypt(said, audience, stanzas=-(-len(audience) // STANZAS) * STANZAS)
        return dict.fromkeys(to, message)
    return {peer: age.encrypt(said, [recipient]) for peer, recipient in to.items()}


def _audience(envelope: Envelope, to: Mapping[str, str]) -> list[str]:
    return [to[origin] for origin in envelope.audience if origin in to]


def _hexes(commitments: bytes) -> tuple[str, ...]:
    return tuple(commitments[at : at + 32].hex() for at in range(0, len(commitments), 32))


def _among(leaves: Iterator[bytes], ids: set[str]) -> Iterator[entries.Entry]:
    """The sealed entries of these ids; bytes are searched before anything is parsed."""
    sealed = (entries.parse(leaf) for leaf in leaves if b'"kind":"sealed"' in leaf)
    return (one for one in sealed if one.id in ids)
