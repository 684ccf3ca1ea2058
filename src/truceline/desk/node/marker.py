"""The head marker: the last head that a log's key signed, kept outside what backups copy.

A node restored from a backup has forgotten what it signed since. If it signed anew for the same sizes it would have
told two stories, and nobody could tell the accident from the lie. So the last signed size and root also stand in a
small file elsewhere on the machine, synced before the signature leaves; a node whose record falls short of its
marker, or that has none, does not sign (RECORD.md, rules of safety 2). `recovery` brings it back.

The file has two slots that are written in turn, each with its own check: a write torn by a power cut spoils one, and
the other still holds the head before it. It is never lengthened, so that a sync writes one block.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from truceline.desk.node import database
from truceline.desk.node.turns import Turns
from truceline.errors import RecordError
from truceline.tlog.merkle import EMPTY

_SLOT = 512  # bytes: what a disk writes whole
_SLOTS = 2


class SignedHead(NamedTuple):
    """A head that was signed."""

    size: int  # entries
    root: bytes  # 32 bytes


_NOTHING = SignedHead(0, EMPTY)


class Marker:
    """The marker of one log."""

    def __init__(self, folder: Path, origin: str, patience_s: float) -> None:
        """`folder` is that of all markers; the file is named by the SHA-256 of the origin."""
        self.path = folder / hashlib.sha256(origin.encode()).hexdigest()
        self._turns = Turns(self.path.with_suffix(".turn"), patience_s)
        self._file = -1

    def make(self, head: SignedHead = _NOTHING) -> None:
        """Set the marker anew, at a head; of a log that has signed nothing where none is given."""
        # Written whole beside its place: a crash leaves what was there before, no marker or the old one, and the node
        # is made or recovered anew; nothing was signed for others in between.
        part = self.path.with_suffix(".part")
        with database.errors(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with part.open("wb") as file:
                file.write(_slot(head) * _SLOTS)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)
            database.sync_folder(self.path.parent)
        self._shut()  # the file that was open is not this one

    @contextlib.contextmanager
    def folder_turn(self) -> Iterator[None]:
        """The same, where the marker itself is to be made: its folder is there then."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._turns.mine():
            yield

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Nobody else on this machine signs for this log meanwhile, not even a copy of the node's folder."""
        if self._file < 0 and not self.path.parent.is_dir():
            yield  # without a marker nothing is signed
            return
        with self._turns.mine():
            yield

    def read(self) -> SignedHead | None:
        """The last signed head; None where there is no marker or none that can be read."""
        return max((head for head in self._slots() if head), default=None)

    def advance(self, head: SignedHead) -> None:
        """Put the marker at a larger head and sync it; a smaller one changes nothing. Raises RecordError."""
        try:
            with self.turn():
                slots = self._slots()
                held = max((one for one in slots if one), default=None)
                if held is None or held.size >= head.size:
                    return
                # A crash within spoils this slot alone: the other holds the head before. The record is then ahead of
                # its marker, which the next write or the next reader of the head mends (`ledger`).
                os.pwrite(self._open(), _slot(head), _SLOT * (slots.index(held) ^ 1))
                os.fdatasync(self._open())
        except OSError as error:
            raise RecordError(
                f"the head marker {self.path} cannot be written: {error.strerror}. The entry is in the log, its head "
                "has not left this machine. Mend the disk or TRUCELINE_MARKERS before you write again"
            ) from None

    def close(self) -> None:
        """Let go of the files."""
        self._turns.close()
        self._shut()

    def _shut(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _slots(self) -> list[SignedHead | None]:
        """What each slot holds; None for one that a power cut spoiled, nothing where there is no file."""
        try:
            data = os.pread(self._open(), _SLOT * _SLOTS, 0)
        except FileNotFoundError:
            return []
        return [_read(data[at : at + _SLOT]) for at in range(0, _SLOT * _SLOTS, _SLOT)]

    def _open(self) -> int:
        if self._file >= 0 and not os.fstat(self._file).st_nlink:
            self._shut()  # another copy of this node was recovered meanwhile, and set the marker anew
        if self._file < 0:
            self._file = os.open(self.path, os.O_RDWR | os.O_CLOEXEC)
        return self._file


def _slot(head: SignedHead) -> bytes:
    line = f"{head.size} {head.root.hex()}"
    return f"{line} {_check(line)}\n".encode().ljust(_SLOT)


def _read(slot: bytes) -> SignedHead | None:
    line, _, check = slot.decode(errors="replace").strip().rpartition(" ")
    size, _, root = line.partition(" ")
    return SignedHead(int(size), bytes.fromhex(root)) if line and check == _check(line) else None


def _check(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()[:16]
