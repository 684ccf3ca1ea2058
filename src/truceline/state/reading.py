"""An entry as the fold reads it: what it says by its kind, or the one word for why it says nothing.

Every reason is a word of a closed list and depends on bytes alone, so that two nodes that read the same entry write the
same line. Payloads kept apart are read where they are held; where one is missing the entry says
nothing yet, and the blob that is missing is named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from truceline.kinds import KINDS, Author, Kind, Sealed, payload_of
from truceline.period import Instant
from truceline.tlog.entry import Entry, json_object

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


@dataclass(frozen=True, slots=True)
class Read:
    """One entry with what it says."""

    entry: Entry
    author: Author | None  # None: its log does not begin as a log does
    root: str  # leaf hash of the object it is, or acts on
    code: str  # READABLE, or one of UNREAD
    payload: object | None  # of its kind's type; None where it is not readable
    lacks: str = ""  # digest of the payload that is not held

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


def said(entry: Entry, blob: Blobs) -> tuple[str, object | None, str]:
    """What an entry says: READABLE or the reason, the payload, and the digest that is lacking."""
    kind = KINDS.get(entry.kind)
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
