"""`backup`: one file of a node that may be at work meanwhile, whole or not at all.

The files are read at one moment: while nobody writes to the record, each other file is copied, and the record is held
as it then was; it is copied when others write again. What is copied lies in the node's own folder until it is in the
backup, and is taken away then.

For the same state, the list and the files inside are the same bytes. Not the same are the encrypted file itself, whose
keys are drawn anew, and the record's pages where two records of the same entries grew in other steps.
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

from truceline import canon
from truceline.desk.backing_up import contents, wrapping
from truceline.desk.backing_up.contents import Contents, Held, Way
from truceline.desk.backing_up.wrapping import Lock
from truceline.desk.node import Node, database
from truceline.desk.node.ledger import RECORD
from truceline.desk.sealing import keycopies
from truceline.desk.sealing.keycopies import Owed
from truceline.errors import Locked, Refused

COPIES = ".backing-up"  # in the node's folder, while a backup is made
SUFFIX = ".backup"
_SEALED = "sealed.sqlite"
_PAGES, _PIECE_B = 1024, 2**20
Tell = Callable[[int, int], None]  # bytes done, of how many


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that was made."""

    path: Path
    bytes: int
    contents: Contents
    unknown: tuple[str, ...]  # files in the node's folder that are none of a node's, and were left out
    owed: tuple[Owed, ...]  # key copies that could not be reached


def backup(node: Node, to: Path, lock: Lock, tell: Tell) -> Written:
    """Write a backup of a node to a file, or into a folder; then bring the key copies up to it.

    Raises Refused for a place within the node's folder, or where there is a file that is no backup; Locked where
    another backup of this node is being made; RecordError where the disk fails.
    """
    path = _place(node, to)
    head, recipients = wrapping.head_for(lock, node)
    with _copies(node) as folder:
        listed, unknown = _copied(node, folder, tell)
        _write(path, head, _pieces(folder, listed, tell), recipients)
    # Afterwards, so that the copies have the key of every object in the backup.
    return Written(path, path.stat().st_size, listed, unknown, keycopies.refresh(node.path))


def _place(node: Node, to: Path) -> Path:
    path = to.absolute()
    if path.is_dir():
        path /= f"{node.origin.rpartition('/')[2]}{SUFFIX}"
    if path.resolve().is_relative_to(node.path.resolve()):
        raise Refused(f"{path} lies in the node's own folder, and is lost with it; name a file elsewhere")
    if path.exists() and not wrapping.begins(path):
        raise Refused(f"{path} is there and is no backup: it is not written over; name another file")
    return path


@contextlib.contextmanager
def _copies(node: Node) -> Iterator[Path]:
    """A folder for copies, for one backup at a time; empty before and gone afterwards."""
    folder = node.path / COPIES
    with database.errors(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Locked(f"another backup of {node.path} is being made; wait until it is done") from None
        # A crash leaves copies of what is in the folder anyway; the next backup takes them away.
        _emptied(folder)
        try:
            yield folder
        finally:
            _emptied(folder)
            with contextlib.suppress(OSError):
                folder.rmdir()
    finally:
        os.close(handle)


def _emptied(folder: Path) -> None:
    for one in folder.iterdir():
        one.unlink()


def _copied(node: Node, folder: Path, tell: Tell) -> tuple[Contents, tuple[str, ...]]:
    """Copy what is to be taken, as it is at one moment; the list of it, and the names that nobody knows."""
    # While this holds the turn nobody writes to the record: what the other files then hold belongs to it. An object is
    # in the vault before its entry is in the log, so that a moment later would do no harm either.
    with contextlib.closing(database.connect(node.path / RECORD, "query_only=ON")) as held:
        with node.record.writing():
            names = sorted(one.name for one in node.path.iterdir())
            with database.errors(node.path / RECORD):
                held.execute("BEGIN")
                held.execute("SELECT 1 FROM log LIMIT 1").fetchone()
            size = node.record.size(node.origin)
            _others(node, folder, [name for name in names if contents.way(name) is not Way.RECORD])
        unsent = _thinned(folder)
        _take(held, folder / RECORD, tell)
    unknown = tuple(name for name in names if contents.way(name) is None)
    taken = sorted(one.name for one in folder.iterdir() if one.name != contents.FACTS)
    files = tuple(_listed(folder / name) for name in (*taken, contents.FACTS))
    return Contents(contents.FORMAT, node.origin, node.genesis, size, files, unsent), unknown


def _others(node: Node, folder: Path, names: list[str]) -> None:
    """Copy all but the record."""
    for name in names:
        if contents.way(name) is Way.PLAIN:
            (folder / name).write_bytes((node.path / name).read_bytes())
        elif contents.way(name) is Way.DATABASE:
            with contextlib.closing(database.connect(node.path / name, "query_only=ON")) as source:
                _take(source, folder / name, lambda _done, _total: None)


def _take(source: sqlite3.Connection, to: Path, tell: Tell) -> None:
    """Copy a database as the source sees it."""
    page_b: int = source.execute("PRAGMA page_size").fetchone()[0]
    with database.errors(to), contextlib.closing(sqlite3.connect(to, isolation_level=None)) as db:
        source.backup(db, pages=_PAGES, progress=lambda _, left, all_: tell((all_ - left) * page_b, 2 * all_ * page_b))


def _thinned(folder: Path) -> tuple[str, ...]:
    """Rid the copies of free pages, and of what waits to be sent; the ids of the objects that it is of."""
    unsent: tuple[str, ...] = ()
    for path in sorted(folder.iterdir()):
        if contents.way(path.name) is not Way.DATABASE:
            continue
        with database.errors(path), contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode=OFF")
            # Somebody may just be making the file: it then has no tables yet, and nothing in it.
            if path.name == _SEALED and db.execute("SELECT 1 FROM sqlite_master WHERE name = 'piece'").fetchone():
                # What waits is encrypted to others' keys, which an erasure here would never reach in a backup.
                unsent = tuple(id_.hex() for (id_,) in db.execute("SELECT DISTINCT id FROM piece ORDER BY id"))
                db.execute("DELETE FROM piece")
            db.execute("VACUUM")
    return unsent


def _listed(path: Path) -> Held:
    with path.open("rb") as file:
        return Held(path.name, path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _pieces(folder: Path, listed: Contents, tell: Tell) -> Iterator[bytes]:
    """The list, and the bytes of each file one after the other."""
    yield canon.dumps(Contents, listed) + b"\n"
    done, total = 0, sum(one.bytes for one in listed.files)
    for one in listed.files:
        with (folder / one.name).open("rb") as file:
            while piece := file.read(_PIECE_B):
                done += len(piece)
                yield piece
                tell(total + done, 2 * total)


def _write(path: Path, head: wrapping.Head, pieces: Iterator[bytes], recipients: tuple[str, ...]) -> None:
    # Written whole beside its place and synced: a crash leaves the backup before, and at worst a file ending in .part
    # that no command reads as a backup, being cut off, and that the next backup replaces.
    part = path.with_name(f"{path.name}.part")
    with database.errors(path):
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "wb") as file:
                wrapping.write(file, head, pieces, recipients)
                file.flush()
                os.fsync(handle)
            part.replace(path)
            database.sync_folder(path.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
