"""Reading and writing files, so that a fault is said plainly and a half-written file is never left.

A write goes to a temporary file beside its place and is moved there once it is whole and synced. What a
crash leaves is the old file, and at worst a stray file ending in `.part` that the next write replaces.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from truceline.errors import DataError, Fault

OWNER_ALONE = 0o600  # for what was sealed
LARGEST_B = 2**31  # bytes; above this the bulk engine's formats are the way


def read(path: Path) -> bytes:
    """The bytes of a file; raises DataError where it cannot be read."""
    try:
        if path.stat().st_size > LARGEST_B:
            raise _unreadable(path, "a file under 2 GiB", "a larger one", "Split it by year or region.")
        return path.read_bytes()
    except FileNotFoundError:
        raise _unreadable(path, "a file", "none there", "Check the path.") from None
    except IsADirectoryError:
        raise _unreadable(path, "a file", "a directory", "Name the file inside it.") from None
    except OSError as error:
        raise _unreadable(path, "a file that can be read", str(error.strerror), "Check its permissions.") from None


def write(path: Path, data: bytes | Iterable[bytes], mode: int = 0o666) -> None:
    """Write a file whole or not at all, of bytes or piece by piece; raises DataError where it cannot be.

    `mode`: who may read it, as far as the system's mask leaves them; with `OWNER_ALONE` a folder made for it likewise.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(0o700 if mode == OWNER_ALONE else 0o777, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)  # a stray one may be for others to read
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode), "wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise _unreadable(path, "a place to write", str(error.strerror), "Check the folder and the disk.") from None


def _unreadable(path: Path, expected: str, got: str, cure: str) -> DataError:
    return DataError(f"{path.name} cannot be used", (Fault(str(path), 0, "", expected, got, cure),))
