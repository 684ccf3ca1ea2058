"""Where logs are read from: a folder, one tar file, an address; all by the paths of tlog-tiles.

A bundle on a memory stick is a folder for each log, named by the SHA-256 of its origin in hex, and a
`blob/` folder beside them; a .tar holds the same tree; a node over HTTP answers for the same paths, and so
does any web server that has the tree. A source hands over bytes and vouches for nothing: what they are is
checked by whoever asked (`pulling`, `tlog.audit`). Only files inside the tree are read, never through a
link; and nothing larger than could be meant.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from truceline.desk.node.sync.asking import Request
from truceline.errors import Fault, RecordError, Unreachable

LARGEST_FILE_B = 1 << 25  # a full bundle of the largest entries is 16.8 MB
LARGEST_BLOB_B = 1 << 30
Sign = Callable[[Request], str]  # makes the Authorization header of a request
_LOG = re.compile(r"[0-9a-f]{64}", re.ASCII)
_PATH = re.compile(r"(?:[0-9a-f]{64}/[0-9A-Za-z./-]{1,80}|blob/[0-9a-f]{64})", re.ASCII)


class Source(Protocol):
    """A source that lets go of what it reads from (`tlog.audit.Source`, and an end)."""

    @property
    def name(self) -> str:
        """The place, as a person named it."""

    @property
    def near(self) -> bool:
        """Whether reading something twice costs next to nothing."""

    def logs(self) -> tuple[str, ...]:
        """The logs there, by path id, sorted; none where it cannot list them."""

    def get(self, path: str) -> bytes | None:
        """The bytes at a path; None where there are none. Raises Unreachable, RecordError."""

    def close(self) -> None:
        """Let go of it."""


def largest_b(path: str) -> int:
    """No more than this is read for a path."""
    return LARGEST_BLOB_B if path.startswith("blob/") else LARGEST_FILE_B


def asked(path: str) -> str:
    """The path, where it is one that a source can have."""
    if not _PATH.fullmatch(path) or ".." in path:
        raise ValueError(f"no path of a log or blob: {path!r}")
    return path


def too_large(name: str, path: str) -> RecordError:
    """What is said of a file that no log can have."""
    cure = "Whoever made this is no node of ours, or is damaged; ask for it anew."
    fault = Fault(name, 0, path, f"at most {largest_b(path):,} bytes", "more", cure)
    return RecordError("a file that no log can have", (fault,))


@dataclass(frozen=True, slots=True)
class Directory:
    """A bundle as a folder."""

    root: Path  # the folder with a folder for each log
    near: bool = True

    @property
    def name(self) -> str:
        """The folder, as a person named it."""
        return str(self.root)

    def logs(self) -> tuple[str, ...]:
        """The logs there, by path id, sorted."""
        found = (one.name for one in self.root.iterdir() if _LOG.fullmatch(one.name) and one.is_dir())
        return tuple(sorted(found))

    def get(self, path: str) -> bytes | None:
        """The bytes of a file inside the folder; None where there is none."""
        place = self.root.joinpath(*asked(path).split("/"))
        try:
            if any(one.is_symlink() for one in (place, *place.parents[: path.count("/")])) or not place.is_file():
                return None
            if place.stat().st_size > largest_b(path):
                raise too_large(self.name, path)
            return place.read_bytes()
        except OSError as error:
            raise Unreachable(
                f"{place}: {error.strerror}; the medium may have gone. The same command goes on"
            ) from None

    def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True, slots=True)
class Tar:
    """A bundle as one .tar file, read where it lies."""

    path: Path
    _file: BinaryIO
    _members: dict[str, tuple[int, int]]  # name: where its bytes begin, how many
    near: bool = True

    @classmethod
    def open(cls, path: Path) -> Tar:
        """The bundle in a file; raises RecordError where it is no tar, Unreachable where it cannot be read."""
        file = _opened(path)
        try:
            with tarfile.open(fileobj=file, mode="r:") as tar:
                members = {
                    one.name: (one.offset_data, one.size) for one in tar if one.isreg() and _PATH.fullmatch(one.name)
                }
        except (tarfile.TarError, ValueError, OverflowError, RecursionError) as error:
            file.close()
            cure = "Copy it anew from where it was made; what was held before is unharmed."
            fault = Fault(str(path), 0, "", "a bundle: a .tar of logs", str(error), cure)
            raise RecordError(f"{path.name} is no bundle", (fault,)) from None
        return cls(path, file, members)

    @property
    def name(self) -> str:
        """The file, as a person named it."""
        return str(self.path)

    def logs(self) -> tuple[str, ...]:
        """The logs there, by path id, sorted."""
        return tuple(sorted({name[:64] for name in self._members if not name.startswith("blob/")}))

    def get(self, path: str) -> bytes | None:
        """The bytes of a member; None where there is none."""
        start, size = self._members.get(asked(path), (0, -1))
        if size < 0:
            return None
        if size > largest_b(path):
            raise too_large(self.name, path)
        try:
            self._file.seek(start)
            data = self._file.read(size)
        except OSError as error:
            raise Unreachable(
                f"{self.path}: {error.strerror}; the medium may have gone. The same command goes on"
            ) from None
        if len(data) < size:
            fault = Fault(self.name, 0, path, f"{size:,} bytes", f"{len(data):,}: the file is cut off", "Copy it anew.")
            raise RecordError(f"{self.path.name} is cut off", (fault,))
        return data

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise Unreachable(f"{path}: {error.strerror}. Check the path and the medium") from None


def located(where: str, sign: Sign | None = None, only: tuple[str, ...] = ()) -> Source:
    """The source that a person named: an address, a folder, or a .tar file; `sign` signs requests to an address.

    An address may end in one log's path; else `only` are the logs to read there. Raises Unreachable where nothing
    is there.
    """
    if where.startswith(("http://", "https://")):
        from truceline.desk.node.sync.web import Url  # noqa: PLC0415 - loads the network, which a bundle does not need

        base, _, last = where.rstrip("/").rpartition("/")
        return Url(base, sign, (last,)) if _LOG.fullmatch(last) else Url(where.rstrip("/"), sign, only)
    path = Path(where)
    if path.is_dir():
        return Directory(path)
    return Tar.open(path)
