"""`restore`: a backup read and checked whole, and only then a node's folder in its place.

Everything goes into a folder beside the place, which is renamed once each file has the bytes that the list names, each
database is sound, and every root, signature, anchor and reference of every log has been derived anew. The restored node
signs nothing, for itself or others, until `recovery` has found its place again: it has forgotten what it signed since.

Sealed objects open again with the key copy alone. Those whose key is not in it were erased since the backup: they are
shredded here as well, lest an old queue sends what everybody else has let go of.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from truceline.desk.backing_up import contents, wrapping
from truceline.desk.backing_up.contents import Contents, Held, Way
from truceline.desk.backing_up.wrapping import CURE, Opener, unusable
from truceline.desk.node import Node, World, database, open_node
from truceline.desk.node import keys as keyfiles
from truceline.desk.node.ledger import RECORD, RESTORED
from truceline.desk.node.store import Record
from truceline.desk.node.sync.offering import Offer
from truceline.desk.sealing import age, keycopies
from truceline.desk.sealing.keycopies import KeyCopy
from truceline.desk.sealing.vault import Vault
from truceline.desk.spreading import spread
from truceline.errors import DataError, Fault, InputError, Locked, RecordError, TrucelineError
from truceline.tlog.audit import audit

_LONGEST_LIST = 2**20  # bytes of the list of contents
_WHY = b"This folder was restored from a backup. It signs nothing until `truceline node recover` has been run.\n"
Tell = Callable[[int, int], None]  # bytes done, of how many


@dataclass(frozen=True, slots=True)
class Restored:
    """A node that was restored."""

    path: Path
    origin: str
    words: str  # its fingerprint: those that its people know, or it is another's
    size: int  # entries of its own log
    files: tuple[str, ...]
    objects: int  # sealed objects that open again
    shredded: tuple[str, ...]  # ids of those that do not: erased since the backup, or without any key copy
    unsent: tuple[str, ...]  # ids of those that had not reached everybody when the backup was made
    stale: bool  # whether the key copy is older than the backup: a newer one lacks what was erased since
    accounts: bool  # whether it has officers' accounts: as they were then
    next_keys: bool  # whether the keys to come were in the backup


def needs_passphrase(source: Path) -> bool:
    """Whether a backup opens by a passphrase; raises DataError for a file that is none."""
    with _reading(source) as file:
        return wrapping.head_of(file, str(source)).wrapping is not None


def restore(source: Path, to: Path, opener: Opener, copy: Path | None, world: World, tell: Tell) -> Restored:
    """Make a node's folder of a backup and, where there is one, a copy of its keys; all of it, or nothing.

    Raises DataError for a backup or key copy that cannot be used, or where there is something in the folder; Locked
    for a wrong key; RecordError where what is inside does not hold together.
    """
    path = to.absolute()
    _is_free(path)
    found = keycopies.read(copy) if copy else None
    with _folder_beside(path) as part, database.errors(path):
        listed = _unpacked(source, part, opener, tell)
        _sound(part, listed, str(source))
        with _opened(part, listed, world, str(source)) as node:
            _audited(node, str(source))
            stale = found is not None and found.generation < keycopies.generation(part)
            shredded = _with_keys(node, listed, found, copy)
            restored = _told(node, path, listed, shredded, stale=stale)
        _synced(part)
        # A crash before this leaves a folder ending in .part, which the next restore takes away; after it, the node,
        # whole, that signs nothing.
        part.rename(path)
        database.sync_folder(path.parent)
    return restored


# ── a place ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_free(path: Path) -> None:
    if (path.exists() or path.is_symlink()) and not (path.is_dir() and not any(path.iterdir())):
        raise _occupied(path)


def _occupied(path: Path) -> DataError:
    cure = "Name a folder that is not there yet. Nothing was written."
    return DataError("no room for a node", (Fault(str(path), 0, "", "an empty folder, or none", "something", cure),))


@contextlib.contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """The folder that becomes the node's, for one restore at a time; gone afterwards where it did not."""
    part = path.with_name(f"{path.name}.part")
    with database.errors(part):
        part.parent.mkdir(parents=True, exist_ok=True)
        part.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _mine(handle, part)
        _is_free(path)  # once more: another restore may just have filled it
        if any(part.iterdir()) and not (part / RESTORED).exists():
            raise _occupied(part)
        _emptied(part)
        (part / RESTORED).write_bytes(_WHY)
        try:
            yield part
        except BaseException:
            _emptied(part)
            part.rmdir()
            raise
    finally:
        os.close(handle)


def _mine(handle: int, part: Path) -> None:
    """Raises Locked where another restore is at this folder, or has just made a node of it."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Locked(f"another restore is writing to {part}; wait until it is done") from None
    if not part.exists() or not os.path.samestat(os.fstat(handle), part.stat()):
        raise Locked(f"another restore has just been at {part}; look at what it made, and try again")


def _emptied(part: Path) -> None:
    """Take away what is in it; what says that it is a restore's own, last."""
    for one in sorted(part.iterdir(), key=lambda one: one.name == RESTORED):
        one.unlink()


def _synced(part: Path) -> None:
    for one in part.iterdir():
        with one.open("rb") as file:
            os.fsync(file.fileno())
    database.sync_folder(part)


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def _reading(source: Path) -> Iterator[BinaryIO]:
    try:
        with source.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise unusable(str(source), "a backup", "no file there", "Check the path.") from None
    except IsADirectoryError:
        raise unusable(str(source), "a backup", "a folder", "Name the file inside it.") from None


def _unpacked(source: Path, part: Path, opener: Opener, tell: Tell) -> Contents:
    """The files of a backup in a folder, each with the bytes that the list names."""
    name = str(source)
    with _reading(source) as file, contextlib.closing(_Unpacking(part, tell)) as sink:
        identities = wrapping.identities_of(wrapping.head_of(file, name), opener, name)
        try:
            age.open_stream(file, sink, identities)
            return sink.finish()
        except ValueError as error:
            raise unusable(name, "a whole backup", str(error), CURE) from None
        except Locked as error:
            raise Locked(f"{name}: {error}. Nothing was written") from None


class _Unpacking:
    """Takes what is decrypted as it comes: the list first, then each file of it in turn. Raises ValueError."""

    def __init__(self, part: Path, tell: Tell) -> None:
        self._part, self._tell = part, tell
        self._line = bytearray()  # of the list, until its end has come
        self._listed: Contents | None = None
        self._coming: list[Held] = []  # files that have not begun
        self._file: BinaryIO | None = None
        self._left, self._done, self._total = 0, 0, 0  # bytes: of this file, of all
        self._hash = hashlib.sha256()
        self._now: Held | None = None

    def write(self, data: bytes, /) -> int:
        """Take some bytes."""
        rest = memoryview(data)
        if self._listed is None:
            rest = self._list(data)
        while rest:
            if self._file is None:
                raise ValueError("no more than the list names, got bytes after it")
            piece, rest = rest[: self._left], rest[self._left :]
            self._file.write(piece)
            self._hash.update(piece)
            self._left -= len(piece)
            self._done += len(piece)
            self._tell(self._done, self._total)
            if not self._left:
                self._next()
        return len(data)

    def flush(self) -> None:
        """Files are synced when all are there."""

    def finish(self) -> Contents:
        """The list, where all it names has come."""
        if self._listed is None or self._now is not None:
            raise ValueError("all files that the list names, got fewer bytes")
        return self._listed

    def close(self) -> None:
        """Let go of the file at work."""
        if self._file:
            self._file.close()

    def _list(self, data: bytes) -> memoryview:
        line, end, rest = data.partition(b"\n")
        self._line += line
        if len(self._line) > _LONGEST_LIST:
            raise ValueError("a list of contents under 1 MiB")
        if not end:
            return memoryview(b"")
        self._listed = contents.read(bytes(self._line))
        self._coming = list(self._listed.files)
        self._total = sum(one.bytes for one in self._coming)
        self._next()
        return memoryview(rest)

    def _next(self) -> None:
        """End a file, and begin the next; those that are empty have come at once."""
        self.close()
        self._file = None
        if self._now and self._hash.hexdigest() != self._now.sha256:
            raise ValueError(f"{self._now.name} of SHA-256 {self._now.sha256}, got {self._hash.hexdigest()}")
        self._now = self._coming.pop(0) if self._coming else None
        if self._now is None:
            return
        self._left, self._hash = self._now.bytes, hashlib.sha256()
        handle = os.open(self._part / self._now.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        self._file = os.fdopen(handle, "wb")
        if not self._left:
            self._next()


# ── checking ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _sound(part: Path, listed: Contents, name: str) -> None:
    """Every database is one that SQLite calls sound; the keys can be read."""
    for one in listed.files:
        if contents.way(one.name) in {Way.RECORD, Way.DATABASE}:
            try:
                said, plain = _looked_at(part, one.name)
            except sqlite3.Error as error:
                said, plain = str(error), True
            if not plain:
                expected = f"{one.name} with the tables of a node, and nothing that runs by itself"
                raise unusable(name, expected, "something else", CURE)
            if said != "ok":
                raise unusable(name, f"{one.name} a sound database", said, CURE)
    try:
        keyfiles.read(part / keyfiles.FILE)
    except RecordError as error:
        raise unusable(name, "the wrapped keys of a node", error.faults[0].got, CURE) from None


def _looked_at(part: Path, name: str) -> tuple[str, bool]:
    """What SQLite says of a database, and whether it has tables alone; of the record, whether it has its own."""
    with contextlib.closing(sqlite3.connect(part / name, isolation_level=None)) as db:
        db.execute("PRAGMA trusted_schema = OFF")
        schema = set(db.execute("SELECT type, name, sql FROM sqlite_master"))
        if name == RECORD:
            plain = schema == _of_a_new_record(part)
        else:
            # Whoever knows the recipient can make a backup: a trigger or a view in it would work on when it is used.
            plain = all(kind in {"table", "index"} and "VIRTUAL" not in (sql or "").upper() for kind, _, sql in schema)
        return (str(db.execute("PRAGMA integrity_check(1)").fetchone()[0]) if plain else ""), plain


def _of_a_new_record(part: Path) -> set[tuple[str, str, str]]:
    new = part / "new.part"
    Record.make(new)
    with contextlib.closing(sqlite3.connect(new)) as db:
        found = set(db.execute("SELECT type, name, sql FROM sqlite_master"))
    new.unlink()
    return found


@contextlib.contextmanager
def _opened(part: Path, listed: Contents, world: World, name: str) -> Iterator[Node]:
    """The folder as a node, whose log is that of the list."""
    try:
        node = open_node(part, None, world)
    except InputError as error:
        raise unusable(name, "a node", error.faults[0].got if error.faults else str(error), CURE) from None
    with node:
        facts = (node.origin, node.genesis, node.record.size(node.origin))
        if facts != (listed.origin, listed.genesis, listed.size) or not listed.size:
            raise unusable(name, f"{listed.size} entries of {listed.origin}", f"{facts[2]} of {facts[0]}", CURE)
        yield node


def _audited(node: Node, name: str) -> None:
    """Every log derived anew; raises RecordError with the first thing wrong."""
    try:
        entries = sum(one.size for one in node.logs())
        with spread(entries) as over:
            for step in audit(Offer(node), spread=over, admitted={node.origin: node.genesis}):
                if step.fault:
                    raise RecordError(f"{name} holds a record that is not whole; nothing was written", (step.fault,))
    except TrucelineError:
        raise
    except ValueError as error:
        raise unusable(name, "a record that holds together", str(error), CURE) from None


# ── sealed objects ────────────────────────────────────────────────────────────────────────────────────────────────────


def _with_keys(node: Node, listed: Contents, copy: KeyCopy | None, path: Path | None) -> tuple[str, ...]:
    """Give the vault its keys back; the ids of the objects that have none, which are shredded."""
    if copy and (copy.origin, copy.genesis) != (listed.origin, listed.genesis):
        cure = "Name the key copy of the same node. Nothing was written."
        fault = Fault(str(path), 0, "", f"the keys of {listed.origin}", f"those of {copy.origin}", cure)
        raise DataError("the key copy cannot be used", (fault,))
    with Vault(node) as vault:
        if copy and path:
            keycopies.put_back(node.path, copy, path)
        else:
            keycopies.forget_all(node.path)
        there = keycopies.ids(node.path)
        lost = tuple(one.id for one in vault.ids() if one.id not in there)
        for id_ in lost:
            vault.erase(id_)
    return lost


def _told(node: Node, path: Path, listed: Contents, shredded: tuple[str, ...], *, stale: bool) -> Restored:
    names = tuple(one.name for one in listed.files)
    with Vault(node) as vault:
        objects = len(vault.ids())
    unsent = tuple(one for one in listed.unsent if one not in shredded)
    return Restored(
        path,
        node.origin,
        node.words,
        listed.size,
        names,
        objects,
        shredded,
        unsent,
        stale,
        "people.sqlite" in names,
        keyfiles.NEXT_FILE in names,
    )
