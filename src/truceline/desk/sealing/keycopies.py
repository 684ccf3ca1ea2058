"""Key copies: what opens the sealed objects of a restored node, kept elsewhere and rewritten at every erasure.

A backup holds ciphertexts and never their keys, so that it may lie about for years. The keys of the objects, each
still wrapped to the body's key, lie in `object-keys.sqlite` on the node and once more at a place elsewhere: on a stick
in a safe, on another machine. That place is remembered in `key-copies.json`. When an object is erased, or the body's
key changes, every place is written anew and what stood there is overwritten first; a place that cannot be reached is
owed, and tried again by each later command that touches keys. Until then whoever finds it there holds the erased key.

A copy is one file: a line that names the format, a line with the SHA-256 of the rest, and canonical JSON. It counts how
often it was written, so that a node restored from an old backup never writes over keys that it does not know.

What it cannot do: reach a copy that somebody made of the copy, or blocks that a flash disk has put aside.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from truceline import canon
from truceline.desk import files
from truceline.desk.node import database
from truceline.desk.node.ledger import FACTS, Facts
from truceline.desk.node.turns import Turns
from truceline.errors import DataError, Fault, InputError, RecordError, Refused, TrucelineError

FILE, TURN = "key-copies.json", "key-copies.turn"
KEYS = "object-keys.sqlite"  # the vault's file of keys, in the node's folder
HEADER = b"truceline/key-copy/v1"
_FAMILY = b"truceline/key-copy/"
_PATIENCE_S = 15.0
_ID_B = 16


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one object, wrapped."""

    id: str  # of the object, 32 hex
    recipient: str  # the body's key it is wrapped to, "age1…"
    wrapped: str  # an age file, base64


@dataclass(frozen=True, slots=True)
class KeyCopy:
    """What a key copy says."""

    origin: str  # of the node's log
    genesis: str  # leaf hash of its first entry, hex
    generation: int  # how often this node has written its copies
    keys: tuple[Key, ...]  # in order of id


@dataclass(frozen=True, slots=True)
class Place:
    """Where a copy lies."""

    path: str  # of the file, absolute
    holds: tuple[str, ...] = ()  # marks of the keys that were last written there
    why: str = ""  # why it could not be written when that was last tried; empty: it could


@dataclass(frozen=True, slots=True)
class Places:
    """What key-copies.json holds."""

    generation: int = 0
    places: tuple[Place, ...] = ()


class Owed(NamedTuple):
    """A place that still holds keys the node has let go of, or that could not be written when it should have been."""

    path: Path
    why: str  # in words


# ── for those who change keys ─────────────────────────────────────────────────────────────────────────────────────────


def refresh(node_path: Path) -> tuple[Owed, ...]:
    """Write every remembered copy anew, and overwrite what stood there; the places that could not be reached now."""
    if not (node_path / FILE).exists():
        return ()
    with _turn(node_path):
        places = _places(node_path)
        return _written(node_path, places, tuple(Path(one.path) for one in places.places))


def settle(node_path: Path) -> tuple[Owed, ...]:
    """`refresh` where something is owed; else nothing is touched."""
    return refresh(node_path) if owed(node_path) else ()


def owed(node_path: Path) -> tuple[Owed, ...]:
    """The places that could not be reached, or where a crash came between an erasure and them.

    A copy that merely lacks the keys of what was sealed since is none of these: the next backup brings it up to itself.
    """
    if not (node_path / FILE).exists():
        return ()
    now = frozenset(map(_mark, _keys(node_path)))
    behind = "it holds keys of what was erased since, or under a key that the body has changed"
    return tuple(
        Owed(Path(one.path), one.why or behind)
        for one in _places(node_path).places
        if one.why or not now.issuperset(one.holds)
    )


def add(node_path: Path, to: Path) -> tuple[Owed, ...]:
    """Write a copy at a place elsewhere and remember it; all other places are written anew as well.

    `to` is a file, or a folder to put one into. Raises Refused for a place within the node's folder, and where a file
    lies there that is no copy of this node's keys, or one newer than this node knows; DataError where it cannot be
    written.
    """
    with _turn(node_path):
        path, places = _place(node_path, to), _places(node_path)
        if path.exists():
            _is_ours(path, _facts(node_path), places.generation)
        known = tuple(one for one in places.places if one.path != str(path))
        paths = (*(Path(one.path) for one in known), path)
        # Remembered first: a crash leaves a place that is owed and was never written, which is told, and never a copy
        # that no erasure reaches.
        left = _written(
            node_path, replace(places, places=(*known, Place(str(path), why="not written yet"))), paths, path
        )
    failed = [one for one in left if one.path == path]
    if failed:
        forget(node_path, path)
        raise _unwritable(path, failed[0].why)
    return left


def forget(node_path: Path, path: Path) -> None:
    """Write a place no more: it was destroyed, or given away. What lies there is not touched. Raises Refused."""
    with _turn(node_path):
        places, gone = _places(node_path), str(path.absolute())
        if gone not in {one.path for one in places.places}:
            known = ", ".join(one.path for one in places.places) or "none"
            raise Refused(f"{gone} is no place of a key copy that this node remembers; expected one of: {known}")
        _save(node_path, replace(places, places=tuple(one for one in places.places if one.path != gone)))


def remembered(node_path: Path) -> tuple[Place, ...]:
    """The places of copies."""
    return _places(node_path).places


# ── for those who restore ─────────────────────────────────────────────────────────────────────────────────────────────


def read(path: Path) -> KeyCopy:
    """A key copy; raises DataError for what is none, has changed, or is of a newer format."""
    return parsed(files.read(path), str(path))


def parsed(data: bytes, name: str) -> KeyCopy:
    """A key copy of its bytes; `name` stands in the fault. Raises DataError."""
    header, _, rest = data.partition(b"\n")
    check, _, body = rest.partition(b"\n")
    if header.startswith(_FAMILY) and header != HEADER:
        raise _unreadable(name, "a key copy of format v1", header.decode("ascii", "replace"), "Use a newer Truceline.")
    if header != HEADER:
        raise _unreadable(name, "a key copy", "something else", "Name the file that `truceline backup --keys` wrote.")
    if check != hashlib.sha256(body).hexdigest().encode():
        raise _unreadable(name, "a whole key copy", "one that was cut off or changed", "Take another copy.")
    try:
        found = canon.loads(KeyCopy, body)
        for one in found.keys:
            _row(one)
    except ValueError as error:
        raise _unreadable(name, "a key copy", str(error), "Take another copy.") from None
    return found


def put_back(node_path: Path, copy: KeyCopy, path: Path) -> None:
    """Give a restored node, whose vault has made its files, the keys of a copy, and remember where that lies."""
    # Within a folder that is no node yet: a crash leaves nothing that anybody opens.
    db = _database(node_path, "rw")
    with contextlib.closing(db), database.whole(db, node_path / KEYS):
        db.executemany("INSERT OR REPLACE INTO key VALUES (?, ?, ?)", [_row(one) for one in copy.keys])
    place, unseen = Place(str(path.absolute()), _marks(copy.keys)), "not looked at since this node was restored"
    others = tuple(replace(one, why=unseen) for one in remembered(node_path) if one.path != place.path)
    _save(node_path, Places(copy.generation, (*others, place)))


def forget_all(node_path: Path) -> None:
    """Remember no place: the keys of a restored node are lost, and whatever copy turns up knows more than it."""
    _save(node_path, replace(_places(node_path), places=()))


def generation(node_path: Path) -> int:
    """How often the copies had been written, as far as this folder knows."""
    return _places(node_path).generation


def ids(node_path: Path) -> frozenset[str]:
    """The ids of the objects that have a key here, 32 hex."""
    return frozenset(one.id for one in _keys(node_path))


# ── within ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _written(node_path: Path, places: Places, paths: tuple[Path, ...], new: Path | None = None) -> tuple[Owed, ...]:
    """Every place written with the keys as they are, and noted; those that could not be."""
    facts, keys, before = _facts(node_path), _keys(node_path), places.generation
    # The number it gets is noted first, and what each place holds last: a crash between leaves a place that is owed, or
    # holds less than is noted, never one that holds more.
    noted = replace(places, generation=before + 1)
    _save(node_path, noted)
    data, marks = dumps(KeyCopy(facts.origin, facts.genesis, before + 1, keys)), _marks(keys)
    done = {str(path): _tried(path, data, facts, before, is_new=path == new) for path in paths}
    after = tuple(
        replace(one, holds=one.holds if done[one.path] else marks, why=done[one.path]) for one in noted.places
    )
    _save(node_path, replace(noted, places=after))
    return tuple(Owed(Path(path), why) for path, why in done.items() if why)


def _tried(path: Path, data: bytes, facts: Facts, generation: int, *, is_new: bool) -> str:
    """Write one place; why it could not be, empty where it could."""
    try:
        _mend(path)
        if not is_new and not path.exists():
            return "it is not there: bring the stick or the folder back, and run `truceline backup`"
        if path.exists():
            _is_ours(path, facts, generation)
        _rewrite(path, data)
    except OSError as error:
        return f"it cannot be written: {error.strerror}"
    except TrucelineError as error:
        return str(error)
    return ""


def _rewrite(path: Path, data: bytes) -> None:
    """Put new bytes at a place and overwrite the old ones where they lay; raises OSError, DataError."""
    part, old = _beside(path)
    # A crash before the second name leaves the old copy as `.old` and the new one whole as `.part`; from then on the
    # new one in its place and the old one as `.old`, which the next writing overwrites: the place is still owed.
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(handle)
    if path.exists():
        path.replace(old)
    part.replace(path)
    database.sync_folder(path.parent)
    if old.exists():
        _shred(old)


def _mend(path: Path) -> None:
    """Bring to its end a writing that a crash cut short: what it left may hold keys that were erased since."""
    part, old = _beside(path)
    if not path.exists() and part.exists() and old.exists():
        part.replace(path)
    for left in (part, old):
        if left.exists() and (path.exists() or left == part):
            _shred(left)


def _beside(path: Path) -> tuple[Path, Path]:
    """Where the new bytes wait, and where the old ones are overwritten."""
    return path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.old")


def _shred(path: Path) -> None:
    """Overwrite a file where it lies, and take it away."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    database.sync_folder(path.parent)


def dumps(copy: KeyCopy) -> bytes:
    """The bytes of a key copy."""
    body = canon.dumps(KeyCopy, copy) + b"\n"
    return b"\n".join((HEADER, hashlib.sha256(body).hexdigest().encode(), body))


def _is_ours(path: Path, facts: Facts, generation: int) -> None:
    """Raises Refused where a file is no copy of this node's keys, or knows more than this node does."""
    try:
        found = read(path)
    except InputError as error:
        fault = error.faults[0]
        raise Refused(
            f"{path} is not written over: expected {fault.expected}, got {fault.got}. If nobody needs it, take it "
            "away, and name the place again with `truceline backup --keys`"
        ) from None
    if (found.origin, found.genesis) != (facts.origin, facts.genesis):
        raise Refused(f"{path} is not written over: it holds the keys of {found.origin}, not of {facts.origin}")
    if found.generation > generation:
        raise Refused(
            f"{path} is not written over: it was written {found.generation} times and this node knows of {generation}. "
            "This node's folder is an older one; restore it with that copy: `truceline restore FILE DIR --keys COPY`"
        )


def _place(node_path: Path, to: Path) -> Path:
    path = to.absolute()
    if path.is_dir():
        path /= f"{_facts(node_path).origin.rpartition('/')[2]}.keys"
    if path.resolve().is_relative_to(node_path.resolve()):
        raise Refused(
            f"{path} lies in the node's own folder: a key copy is for a place elsewhere, apart from the node and from "
            "its backups; name a file on another medium"
        )
    return path


def _keys(node_path: Path) -> tuple[Key, ...]:
    """The keys as they lie in the vault, in order of id; none where it has made no file yet."""
    if not (node_path / KEYS).exists():
        return ()
    with contextlib.closing(_database(node_path, "ro")) as db, database.errors(node_path / KEYS):
        there = db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'key'").fetchone()
        rows = db.execute("SELECT id, recipient, wrapped FROM key ORDER BY id").fetchall() if there else []
    return tuple(Key(id_.hex(), recipient, base64.b64encode(wrapped).decode()) for id_, recipient, wrapped in rows)


def _database(node_path: Path, mode: str) -> sqlite3.Connection:
    settings = ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON", "temp_store=MEMORY")
    return database.connect(node_path / KEYS, *(settings if mode == "rw" else ()), mode=mode)


def _row(key: Key) -> tuple[bytes, str, bytes]:
    """The row of a key; raises ValueError."""
    row = bytes.fromhex(key.id), key.recipient, base64.b64decode(key.wrapped, validate=True)
    if len(row[0]) != _ID_B or row[0].hex() != key.id:
        raise ValueError(f"an id of 32 hex digits, not {key.id!r}")
    return row


def _marks(keys: tuple[Key, ...]) -> tuple[str, ...]:
    return tuple(map(_mark, keys))


def _mark(key: Key) -> str:
    """By which a wrapped key is known again; of a ciphertext that differs at every wrapping, so it tells nothing."""
    return hashlib.sha256(f"{key.id} {key.wrapped}".encode()).hexdigest()[:16]


def _facts(node_path: Path) -> Facts:
    try:
        return canon.loads(Facts, files.read(node_path / FACTS))
    except ValueError as error:
        raise _unreadable(str(node_path / FACTS), "a node's facts", str(error), "Restore it from a backup.") from None


def _places(node_path: Path) -> Places:
    path = node_path / FILE
    try:
        return canon.loads(Places, path.read_bytes()) if path.exists() else Places()
    except (OSError, ValueError) as error:
        cure = "Delete it, and name the places again: `truceline backup --keys PATH`."
        fault = Fault(str(path), 0, "", "the places of key copies", str(error), cure)
        raise RecordError("the places of key copies cannot be read", (fault,)) from None


def _save(node_path: Path, places: Places) -> None:
    # Written whole beside its place: a crash leaves the list as it was before.
    files.write(node_path / FILE, canon.dumps(Places, places) + b"\n")
    with database.errors(node_path / FILE):
        database.sync_folder(node_path)


@contextlib.contextmanager
def _turn(node_path: Path) -> Iterator[None]:
    with contextlib.closing(Turns(node_path / TURN, _PATIENCE_S)) as turns, turns.mine():
        yield


def _unreadable(name: str, expected: str, got: str, cure: str) -> DataError:
    return DataError("the key copy cannot be used", (Fault(name, 0, "", expected, got, cure),))


def _unwritable(path: Path, why: str) -> DataError:
    fault = Fault(str(path), 0, "", "a place to write a key copy to", why, "Name another, or look at the medium.")
    return DataError("no key copy was written", (fault,))
