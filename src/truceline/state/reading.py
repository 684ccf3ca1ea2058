"""An entry as the fold reads it: what it says by its kind, or the one word for why it says nothing.

Every reason is a word of a closed list and depends on bytes alone, so that two nodes that read the same entry write the
same line. Payloads kept apart are read where they are held; where one is missing the entry says
nothing yet, and the blob that is missing is named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from truceline.kinds import KINDS, Author, Kind, Sealed, payload_of
from truceline.period import Instant
from truceline.tlog.entry import Entry, json_object, parse

Blobs = Callable[[str], bytes | None]  # by digest; None: not held

READABLE = "readable"
# Why an entry says nothing, whoever wrote it. Other reasons are those of kinds.REASONS and of `standing`.
UNREAD = {
    "unreadable": "its bytes are no entry",
    "misplaced": "it was written for another log, or another place in this one",
    "duplicate": "an earlier entry of its log has its id",
    "key": "it is signed by a key that is not enrolled in its log at that point",
    "ended": "its log had ended before it",
    "reference": "it refers to an entry that stands elsewhere",
    "waiting": "an entry that it refers to is not here",
    "unknown_kind": "its kind is not known to this version",
    "payload": "what it says is not what its kind says",
    "lacking": "its payload is kept apart and is not here",
}


@dataclass(frozen=True)
class Read:
    """One entry with what it says."""

    entry: Entry
    author: Author | None  # None: its log does not begin as a log does
    root: str  # leaf hash of the object it is, or acts on
    code: str  # READABLE, or one of UNREAD
    lacks: str = ""  # digest of the payload that is not held
    made: object | None = None  # what it says, where that was made already

    @property
    def says(self) -> bool:
        """Whether it says anything."""
        return self.code == READABLE

    @cached_property
    def payload(self) -> object | None:
        """What it says, of its kind's type, made when first asked for; None where it is not readable."""
        return payload_of(self.entry.kind, self.entry.payload) if self.says and self.made is None else self.made

    @property
    def hash(self) -> str:
        """Its leaf hash, by which everybody names it."""
        return self.entry.hash

    @property
    def at(self) -> tuple[str, int]:
        """Where it stands: log and place."""
        return self.entry.origin, self.entry.seq

    @property
    def kind(self) -> Kind | None:
        """Its kind, where it is known."""
        return KINDS.get(self.entry.kind)

    @property
    def subject(self) -> str:
        """Leaf hash of what it is about; empty where about nothing."""
        return self.entry.refs[0].leaf if self.entry.refs else ""

    @property
    def time(self) -> Instant:
        """What its author says the time was."""
        return Instant.parse(self.entry.time)


def legible(leaves: Sequence[bytes]) -> list[bool]:
    """Which leaves are entries that carry what their kind says: what another process can find out beforehand."""
    return [_legible(leaf) for leaf in leaves]


def _legible(leaf: bytes) -> bool:
    try:
        entry = parse(leaf)
        return entry.payload is not None and payload_of(entry.kind, entry.payload) is not None
    except ValueError:
        return False


def said(entry: Entry, blob: Blobs, *, known: bool = False) -> tuple[str, object | None, str]:
    """What an entry says: READABLE or the reason, the payload, and the digest that is lacking.

    `known`: `legible` has found it so, and nothing needs to be made to say that.
    """
    kind = KINDS.get(entry.kind)
    if known:
        return READABLE, None, ""
    if kind is None:
        return "unknown_kind", None, ""
    tree: object = entry.payload
    if entry.commitments:
        # A sealed entry shows its commitments and nothing else: its kind must say just that.
        return (READABLE, Sealed(), "") if kind.payload is Sealed else ("payload", None, "")
    if entry.blob:
        data = blob(entry.blob)
        if data is None or hashlib.sha256(data).hexdigest() != entry.blob:
            return "lacking", None, entry.blob
        tree = _tree(data)
    try:
        return READABLE, payload_of(entry.kind, tree), ""
    except ValueError:
        return "payload", None, ""


def _tree(data: bytes) -> object:
    """The JSON of a payload kept apart, under an entry's own rules; None, which no kind takes, where it is none."""
    try:
        return json_object(data.decode())
    except ValueError:
        return None
