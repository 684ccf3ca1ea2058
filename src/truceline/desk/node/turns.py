"""Turns: of all processes, one at a time writes; the others wait a while and are then told who is at it.

A turn is a lock of the operating system on a file (flock), which ends with the process that holds it, however it
ends. It is held for one write and not for the life of a process, so that a node that serves can also be written to.
Threads of one process take turns by a lock of their own. Readers need no turn.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from truceline.errors import Locked, shortened

_LOOK_AGAIN_S = 0.005
_HOLDER_BYTES = 200


class Turns:
    """Whose turn it is to write, kept in one file."""

    def __init__(self, path: Path, patience_s: float) -> None:
        """`patience_s`: how long to wait, in seconds."""
        self._path, self._patience_s = path, patience_s
        self._threads = threading.RLock()
        self._file = -1  # opened at the first turn
        self._depth = 0
        self._name = _this_process()

    @contextlib.contextmanager
    def mine(self) -> Iterator[None]:
        """Hold the turn; may be taken again within itself. Raises Locked with who holds it."""
        if not self._threads.acquire(timeout=self._patience_s):
            raise Locked(f"{self._path.parent}: another thread of this process is writing; try again")
        try:
            if not self._depth:
                self._lock()
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if not self._depth:
                    fcntl.flock(self._file, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def close(self) -> None:
        """Let go of the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _lock(self) -> None:
        if self._file < 0:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        until = time.monotonic() + self._patience_s
        while not self._tried():
            if time.monotonic() >= until:
                raise Locked(
                    f"{self._path.parent} is being written to by {self._holder()}; reading goes on meanwhile. "
                    "Wait until it is done, or end that process, and try again"
                )
            time.sleep(_LOOK_AGAIN_S)
        # Who it is, for people. A crash here leaves an old name, and the next turn writes it anew; a disk that does not
        # take it says so at the write that counts.
        with contextlib.suppress(OSError):
            os.pwrite(self._file, self._name, 0)

    def _tried(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _holder(self) -> str:
        said = os.pread(self._file, _HOLDER_BYTES, 0).decode(errors="replace").strip()
        return said or "another process"


def _this_process() -> bytes:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:3]])
    text = f"process {os.getpid()} ({shortened(command)})"
    return text.encode()[:_HOLDER_BYTES].ljust(_HOLDER_BYTES)
