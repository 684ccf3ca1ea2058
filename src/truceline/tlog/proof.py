"""A proof for one entry, to carry away: the entry's place, its way up the tree, and the cosigned head.

With it and the keys of a policy, anybody verifies offline that the entry is in the log and that
others vouched for the log at that head. The entry itself is handed over beside it.

Follows C2SP tlog-proof (draft). The extra data is carried and never trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from truceline.errors import shortened
from truceline.tlog.checkpoint import Checkpoint, decimal
from truceline.tlog.keys import PublicKey, decoded, encoded
from truceline.tlog.merkle import leaf_hash, verify_inclusion
from truceline.tlog.policy import Policy, Reached
from truceline.tlog.witness import hash_lines, parse_hashes

# "The first line MUST be the string `c2sp.org/tlog-proof@v1`." tlog-proof
FIRST_LINE = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry stands at a place of a log whose head others saw."""

    index: int  # of the entry, from 0
    path: tuple[bytes, ...]  # inclusion proof, from the leaf's sibling up, 32 bytes each
    checkpoint: Checkpoint  # the head, cosignatures included
    extra: bytes | None = None  # opaque and not authenticated; None: no such line

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The proof of a file's bytes; raises ValueError."""
        # "After the inclusion proof lines and an empty line, the checkpoint issued by the log is included verbatim"
        # tlog-proof
        above, blank, note = data.partition(b"\n\n")
        first, *lines = above.decode().split("\n")
        if not blank or first != FIRST_LINE:
            raise ValueError(f"{FIRST_LINE}, proof lines, an empty line and a checkpoint, not {shortened(repr(first))}")
        # "The second line MAY start with the string `extra` followed by a space (U+0020) and base64-encoded opaque
        # extra data. If no extra data is present, this line is omitted." tlog-proof
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = decoded(lines.pop(0).removeprefix("extra "), "extra data")
        # "The next line MUST start with the string `index` followed by a space (U+0020) and the zero-based index of
        # the entry in the log, represented as an ASCII decimal with no leading zeroes" tlog-proof
        if not lines or not lines[0].startswith("index "):
            raise ValueError("index and a number, below the first line and any extra data")
        index = decimal(lines[0].removeprefix("index "), "an entry's index")
        return cls(index, parse_hashes(lines[1:]), Checkpoint.parse(note), extra)

    def write(self) -> bytes:
        """The file's bytes."""
        extra = "" if self.extra is None else f"extra {encoded(self.extra)}\n"
        above = f"{FIRST_LINE}\n{extra}index {self.index}\n{hash_lines(self.path)}\n"
        return above.encode() + self.checkpoint.note.data


def verify(proof: Proof, leaf: bytes, log_key: PublicKey, policy: Policy) -> Reached:
    """How firmly the policy's cosigners hold the head that has this entry.

    `leaf` is the entry's bytes. Raises ValueError where the head is not signed by the log or the entry is not where the
    proof says.
    """
    if not proof.checkpoint.signed_by(log_key):
        raise ValueError(f"a checkpoint signed by {log_key.name}, not that of {shortened(proof.checkpoint.origin)}")
    verify_inclusion(proof.index, proof.checkpoint.size, leaf_hash(leaf), proof.checkpoint.root, proof.path)
    return policy.reached(proof.checkpoint)
