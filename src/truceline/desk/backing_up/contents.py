"""What a backup holds: which files of a node's folder are taken, which never are and why, and the list of them.

Every file that a node makes has its row here. A file without one is left out and named to whoever makes the backup.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatch
from typing import NamedTuple

from truceline import canon

FORMAT = 1  # of what is inside a backup
FACTS = "node.json"  # comes last: a folder without it is no node
_HASH_DIGITS, _MOST_FILES, _MOST_B = 64, 100, 2**53


class Way(StrEnum):
    """How a file is taken."""

    RECORD = "record"  # a database, read as it was at one moment while others write
    DATABASE = "database"  # a database, read while nobody writes, without free pages
    PLAIN = "plain"  # as it is
    LEFT = "left"  # not at all


class Row(NamedTuple):
    """What is done with the files of a name."""

    name: str  # of the file; `*` stands for anything
    way: Way
    why: str = ""  # where it is left out


TABLE = (
    Row("record.sqlite", Way.RECORD),
    Row("blobs.sqlite", Way.DATABASE),
    Row("sealed.sqlite", Way.DATABASE),
    Row("people.sqlite", Way.DATABASE),
    Row("cases.sqlite", Way.DATABASE),
    Row("keys.json", Way.PLAIN),
    Row("next-keys.json", Way.PLAIN),
    Row("peers.json", Way.PLAIN),
    Row("policy", Way.PLAIN),
    Row("sealing.json", Way.PLAIN),
    Row("key-copies.json", Way.PLAIN),
    Row("retention.json", Way.PLAIN),
    Row(FACTS, Way.PLAIN),
    Row("object-keys.sqlite", Way.LEFT, "a backup with the keys of sealed objects would open what was erased since"),
    Row(
        "parcels.sqlite", Way.LEFT, "made of what is sealed, and made anew; an old one would send what was erased since"
    ),
    Row("incoming.sqlite", Way.LEFT, "what was coming in is fetched again"),
    Row("views*.sqlite", Way.LEFT, "recomputed by `truceline node rebuild`"),
    Row("restored", Way.LEFT, "says that a folder was restored; every restored folder gets its own"),
    Row("turn", Way.LEFT, "nothing but who writes now"),
    Row("*.turn", Way.LEFT, "nothing but who writes now"),
    Row("*.part", Way.LEFT, "what a crash left half written"),
    Row("*.sqlite-wal", Way.LEFT, "taken with its database"),
    Row("*.sqlite-shm", Way.LEFT, "of processes at work"),
    Row("*.sqlite-journal", Way.LEFT, "of a write under way"),
    Row(".backing-up", Way.LEFT, "copies of a backup under way"),
)


def way(name: str) -> Way | None:
    """What is done with a file of a node's folder; None for a name that is in no row."""
    return next((row.way for row in TABLE if fnmatch(name, row.name)), None)


@dataclass(frozen=True, slots=True)
class Held:
    """A file in a backup."""

    name: str  # in the node's folder
    bytes: int
    sha256: str  # of its bytes, 64 hex


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says it holds; the bytes of its files follow in this order."""

    format: int
    origin: str  # of the node's log
    genesis: str  # leaf hash of its first entry, hex
    size: int  # entries of its own log
    files: tuple[Held, ...]
    unsent: tuple[str, ...] = ()  # sealed objects not wholly sent yet, 32 hex each: what waits to leave is not copied


def read(line: bytes) -> Contents:
    """The list of its text; raises ValueError with what was expected."""
    found = canon.loads(Contents, line)
    names = [one.name for one in found.files]
    if found.format != FORMAT:
        raise ValueError(f"contents of format {FORMAT}, not {found.format}")
    taken = [name for name in names if way(name) in {Way.RECORD, Way.DATABASE, Way.PLAIN}]
    if taken != names or len(set(names)) != len(names) or len(names) > _MOST_FILES:
        raise ValueError("files of a node, each once")
    if names[-1:] != [FACTS] or "record.sqlite" not in names or "keys.json" not in names:
        raise ValueError("a record, keys and facts, these last")
    for one in found.files:
        if not 0 <= one.bytes < _MOST_B or len(one.sha256) != _HASH_DIGITS:
            raise ValueError(f"the size and SHA-256 of {one.name}")
    return found
