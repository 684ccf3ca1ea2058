"""A branch of a forked log: a signed head with every entry beyond what the log's histories share.

A fork proof convicts, and does not tell what either history says. A branch does: the edge of the tree at the last
entry shared, the entries from there on, and the head that the log signed over them. Whoever knows the log's key can
check it alone, without the entries that are shared. Two branches from one edge whose first entries differ show
exactly where the histories part, which the two heads of a proof only bound from above.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from truceline.errors import shortened
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.keys import PublicKey, decoded, encoded
from truceline.tlog.merkle import Edge, leaf_hash
from truceline.tlog.tiles import bundle, unbundle

FIRST_LINE = "truceline/branch/v1"
MOST_BYTES = 1 << 25  # of a branch as a file: the largest that a node takes from another
_LINES = 4  # before the head's note


@dataclass(frozen=True, slots=True)
class Branch:
    """What one history of a log has beyond what it shares with another."""

    head: Checkpoint  # signed by the log
    edge: Edge  # of the entries that are shared
    leaves: tuple[bytes, ...]  # beyond them; fewer than the head's where they are not all there

    @property
    def start(self) -> int:
        """How many entries are shared."""
        return self.edge.size

    def write(self) -> bytes:
        """First line, the edge's size, its hashes, the note's length, a line each; the note; entries as in a bundle."""
        note, peaks = self.head.note.data, " ".join(map(encoded, self.edge.peaks))
        head = f"{FIRST_LINE}\n{self.edge.size}\n{peaks}\n{len(note)}\n".encode()
        return head + note + b"".join(bundle([leaf]) for leaf in self.leaves)

    def proves(self, log_key: PublicKey) -> bool:
        """Whether the log signed its head, over just these entries beyond those shared."""
        return (
            self.head.size == self.edge.size + len(self.leaves)
            and self.head.signed_by(log_key)
            and self.edge.grown(map(leaf_hash, self.leaves)).root() == self.head.root
        )

    def holds(self, head: Checkpoint) -> bool:
        """Whether another head of the log is one of this same history, and no later than this branch's own."""
        more = head.size - self.edge.size
        within = 0 <= more <= len(self.leaves)
        return within and self.edge.grown(map(leaf_hash, self.leaves[:more])).root() == head.root


def parse(data: bytes) -> Branch:
    """The branch in a file, not yet checked; raises ValueError with what was expected."""
    if len(data) > MOST_BYTES:
        raise ValueError(f"a branch of at most {MOST_BYTES:,} bytes, not {len(data):,}")
    first, *lines = data.split(b"\n", _LINES)
    if first != FIRST_LINE.encode() or len(lines) != _LINES:
        raise ValueError(f"{FIRST_LINE} on the first line, and three more, not {shortened(repr(first))}")
    size, peaks, length = (line.decode() for line in lines[:3])
    edge = Edge(_number(size), tuple(decoded(one, "a hash") for one in peaks.split(" ") if one))
    note, entries = lines[3][: _number(length)], lines[3][_number(length) :]
    return Branch(Checkpoint.parse(note), edge, tuple(_entries(entries)))


def parting(branches: list[Branch]) -> int | None:
    """How many entries two branches that hold show their log's histories to share, exactly; None where they do not."""
    if len(branches) != 2:
        return None
    one, other = branches
    parts = one.edge == other.edge and one.leaves and other.leaves and one.leaves[0] != other.leaves[0]
    return one.start if parts else None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise ValueError(f"a whole number, not {shortened(repr(text))}")
    return int(text)


def _entries(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2])
        yield from unbundle(data[at:end])
        at = end
