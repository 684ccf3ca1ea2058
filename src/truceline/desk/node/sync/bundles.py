"""Writing a bundle: the tree that a memory stick carries, as a folder or as one .tar file.

The tree is that of tlog-tiles, one folder a log, and the blobs that are not kept to an audience; any web
server can serve it, and `sources` reads it. The same logs give the same bytes: names in order, no clock, no
owner. A folder written before is added to: what is there as it should be stays, and the head of a log is
written after everything it stands for. A crash leaves a tree whose heads are all whole; the same command
goes on. A .tar is written beside its place and moved there when whole.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Protocol

from truceline.desk import files
from truceline.errors import DataError, Fault
from truceline.tlog.mirror import log_id
from truceline.tlog.tiles import ENTRIES, TilePath, bundles_of, tiles_of

Tell = Callable[[int, int], None]  # done, of how many


class Carried(NamedTuple):
    """One log to carry."""

    origin: str
    size: int  # entries its head stands for
    checkpoint: bytes  # the head, with every cosignature known


class Holder(Protocol):
    """Whoever has the logs and blobs."""

    def carried(self) -> tuple[Carried, ...]:
        """The logs, each with the head that it is carried under."""

    def tile(self, origin: str, tile: TilePath) -> bytes:
        """The bytes of a tile that the head stands for."""

    def blobs(self) -> Iterator[str]:
        """The digests of the blobs to carry."""

    def blob(self, digest: str) -> bytes | None:
        """A blob; None where it is not there."""


class File(NamedTuple):
    """One file of the tree."""

    path: str  # below the bundle's root
    data: bytes
    entries: int  # how many entries of a log it brings


def tree(holder: Holder) -> Iterator[File]:
    """Every file of the bundle: each log's entries and hashes, then its head; then the blobs."""
    for log in sorted(holder.carried()):
        prefix = log_id(log.origin)
        for tile in (*bundles_of(log.size), *tiles_of(log.size)):
            entries = tile.width if tile.level == ENTRIES else 0
            yield File(f"{prefix}/{tile}", holder.tile(log.origin, tile), entries)
        yield File(f"{prefix}/checkpoint", log.checkpoint, 0)
    for digest in sorted(holder.blobs()):
        data = holder.blob(digest)
        if data is not None:
            yield File(f"blob/{digest}", data, 0)


def write(holder: Holder, to: Path, tell: Tell, beside: Iterable[File] = ()) -> int:
    """Write the bundle to a folder, or to a file where the name ends in .tar; how many files it has.

    `beside` are files that go along with it. Raises DataError where it cannot be written.
    """
    try:
        return (_tar if to.suffix == ".tar" else _folder)(chain(_told(holder, tell), beside), to)
    except OSError as error:
        cure = "Check the medium and its space."
        fault = Fault(str(to), 0, "", "a place to write a bundle", str(error.strerror), cure)
        raise DataError(f"{to.name} cannot be written", (fault,)) from None


def _folder(files_: Iterable[File], to: Path) -> int:
    count = 0
    for count, file in enumerate(files_, 1):  # noqa: B007 - the last count is how many there were
        place = to.joinpath(*file.path.split("/"))
        if not (place.is_file() and place.read_bytes() == file.data):
            files.write(place, file.data)
    return count


def _tar(files_: Iterable[File], to: Path) -> int:
    part = to.with_name(f"{to.name}.part")
    to.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with part.open("wb") as out:
        with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for count, file in enumerate(files_, 1):  # noqa: B007 - as above
                entry = tarfile.TarInfo(file.path)
                entry.size, entry.mode = len(file.data), 0o644
                tar.addfile(entry, BytesIO(file.data))
        out.flush()
        os.fsync(out.fileno())
    # A crash before this leaves the old bundle and a stray .part beside it, which the next write replaces.
    part.replace(to)
    return count


def _told(holder: Holder, tell: Tell) -> Iterator[File]:
    """The tree, with progress in entries."""
    total, done = sum(log.size for log in holder.carried()), 0
    for file in tree(holder):
        yield file
        done += file.entries
        tell(done, total)
