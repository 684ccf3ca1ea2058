"""Checkpoints: the head of a log, signed by it; origin, size and root of the tree.

Two checkpoints of one log that cannot both be true are the proof that its owner told two stories, so a node
keeps every one as it came.

Follows C2SP tlog-checkpoint. Does not say whether two heads are consistent (`merkle`) or contradict each other
(`fork`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple, Self

from truceline.errors import shortened
from truceline.tlog import note as notes
from truceline.tlog.cosign import verified
from truceline.tlog.keys import NOTE_KEY, PublicKey, Signer, decoded, encoded
from truceline.tlog.note import Note

LARGEST_SIZE = 2**63 - 1
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


class Cosignature(NamedTuple):
    """That a cosigner vouched for a checkpoint, and when."""

    name: str  # of the cosigner's key
    time_s: int  # POSIX time, the cosigner's own


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's head as its text says; who signed it, the keys say."""

    origin: str  # the log
    size: int  # entries
    root: bytes  # 32 bytes
    extensions: tuple[str, ...]  # further lines, opaque
    note: Note  # the whole, as it came

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The checkpoint of a signed note's bytes; raises ValueError."""
        note = Note.parse(data)
        lines = note.text[:-1].split("\n")
        # "The note text is a sequence of at least three non-empty lines" tlog-checkpoint
        if len(lines) < 3 or not all(lines):
            raise ValueError("a checkpoint of at least three lines, none empty: origin, size, root")
        root = decoded(lines[2], "a root hash")
        if len(root) != 32:
            raise ValueError(f"a root hash of 32 bytes, not {len(root)}")
        return cls(lines[0], decimal(lines[1], "a tree's size"), root, tuple(lines[3:]), note)

    def signed_by(self, key: PublicKey) -> bool:
        """Whether the log's own key signed it."""
        # "The log’s key name in its signature line SHOULD match the origin line." tlog-checkpoint
        # Here it must, so that one log's key never speaks for another.
        if key.kind != NOTE_KEY or key.name != self.origin:
            return False
        # "Verifiers MUST ignore signatures from unknown keys, even if they share a name or ID (but not both) with a
        # known key." [...] "If a signature from a known key fails to verify, clients SHOULD reject the whole note."
        # signed-note
        known = [one.blob for one in self.note.signatures if (one.name, one.key_id) == (key.name, key.id)]
        body = self.note.text.encode()
        return bool(known) and all(key.verifies(body, blob) for blob in known)

    def cosigned(self, keys: Iterable[PublicKey]) -> tuple[Cosignature, ...]:
        """Which of the keys cosigned it, each once, at the earliest time it says; in the order of the keys.

        A line in a cosigner's name that does not verify counts for nothing and takes nothing away: anybody who carries
        a checkpoint on could add one.
        """
        times = {key: self._times(key) for key in keys}
        return tuple(Cosignature(key.name, min(said)) for key, said in times.items() if said)

    def _times(self, key: PublicKey) -> list[int]:
        """The times at which the key's lines that verify say it cosigned."""
        found = []
        for line in self.note.signatures:
            # A line in somebody else's name is no fault, one in this name that does not verify counts for nothing.
            with suppress(ValueError):
                found.append(verified(self.note.text, line, key))
        return found


def text(origin: str, size: int, root: bytes) -> str:
    """A checkpoint's text, without extension lines; raises ValueError for what no checkpoint can say."""
    # "The origin MUST be non-empty" tlog-checkpoint
    if not origin or any(sign < " " for sign in origin):
        raise ValueError(f"an origin of one line that is not empty, not {shortened(origin)!r}")
    if not 0 <= size <= LARGEST_SIZE or len(root) != 32:
        raise ValueError(f"a size from 0 to 2^63 - 1 and a root of 32 bytes, not {size} and {len(root)} bytes")
    return f"{origin}\n{size}\n{encoded(root)}\n"


def signed(origin: str, size: int, root: bytes, signer: Signer) -> bytes:
    """The checkpoint signed by the log's key; raises ValueError where the key is another log's."""
    if signer.public.name != origin:
        raise ValueError(f"the key of {shortened(origin)}, not of {signer.public.name}")
    return notes.signed(text(origin, size, root), signer)


def decimal(line: str, what: str) -> int:
    """The number of a line; `what` names it in the ValueError."""
    # "the ASCII decimal representation of the number of leaves in the tree, with no leading zeroes (unless the tree is
    # empty, in which case the tree size is `0`)" tlog-checkpoint
    if not _DECIMAL.fullmatch(line) or int(line) > LARGEST_SIZE:
        raise ValueError(f"{what} in decimal, without leading zeros, at most 2^63 - 1, not {shortened(line)!r}")
    return int(line)
