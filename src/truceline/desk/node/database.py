"""A node's files on the disk: SQLite opened, names synced, and every error of driver or disk said as ours."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from truceline.errors import Fault, Locked, RecordError

_BUSY_S = 15.0


def connect(path: Path, *settings: str, mode: str = "rw") -> sqlite3.Connection:
    """A connection that commits by itself and serves several threads. Raises RecordError.

    `settings` are pragmas; `mode` is "rwc" where the file may be made: for its owner alone, as SQLite then makes those
    beside it.
    """
    if mode == "rwc" and not path.exists():
        path.touch(0o600)
    address = f"{path.absolute().as_uri()}?mode={mode}"
    with errors(path):
        db = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_S)
        for setting in settings:
            db.execute(f"PRAGMA {setting}")
    return db


class Closing(ABC):
    """Files that are let go of at the end of a `with` block."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Let go of them."""


@contextlib.contextmanager
def errors(path: Path) -> Iterator[None]:
    """An error of driver or disk becomes ours: Locked where another writes, else RecordError with what to do."""
    cure = "Nothing that was not whole is kept. Look at the disk; if it is sound, audit the node."
    try:
        yield
    except OSError as error:
        fault = Fault(str(error.filename or path), 0, "", "a place to write", str(error.strerror), cure)
        raise RecordError(f"{path.name} cannot be written", (fault,)) from None
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter: SQLite quotes a damaged page
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise Locked(
                f"{path} is being written to by another process; wait until it is done, and try again"
            ) from None
        raise RecordError(
            f"{path.name} cannot be used", (Fault(str(path), 0, "", "a record file", str(error), cure),)
        ) from None


@contextlib.contextmanager
def whole(db: sqlite3.Connection, path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction that nobody else writes beside: on the disk at its end, or after an error or a crash not at all.

    `path` is the file that an error names. Raises Locked, RecordError.
    """
    with errors(path):
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:  # a full disk may have ended it already
                db.execute("ROLLBACK")
            raise


def sync_folder(folder: Path) -> None:
    """Make sure that names made in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def damaged(path: Path, where: str, expected: str, got: str) -> RecordError:
    """What is said where bytes in a file are not those that were written."""
    fault = Fault(str(path), 0, where, expected, got, "Run an audit, and restore the node from a peer.")
    return RecordError(f"{path.name} has changed", (fault,))
