"""A witness: asked to cosign a newer head of a log, it does so only where that head extends the one it cosigned last.

This is what keeps an author from showing two histories to two readers: whoever trusts the witness needs
only its cosignature. Here is the decision alone. The caller looks up what is held for the log, and in one
transaction checks that this is still so, keeps the new head (on the disk, not only written) and then answers.

Follows C2SP tlog-witness, add-checkpoint. Does not listen, look up, store or read a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from truceline.errors import shortened
from truceline.tlog.checkpoint import Checkpoint, decimal
from truceline.tlog.cosign import cosignature
from truceline.tlog.keys import PublicKey, Signer, decoded, encoded
from truceline.tlog.merkle import EMPTY, ProofError, verify_consistency

MOST_HASHES = 63
SIZE_TYPE = "text/x.tlog.size"
PLAIN_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """What a log asks of a witness."""

    old_size: int  # of the head that the log thinks the witness cosigned last; 0: none
    proof: tuple[bytes, ...]  # consistency proof from there, 32 bytes each
    checkpoint: Checkpoint  # the head to cosign

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """The request of a body; raises ValueError, which is answered by `malformed`."""
        # "The request body MUST be a sequence of an old size line, zero or more consistency proof lines, and an empty
        # line, followed by a checkpoint. Each line MUST terminate in a newline character (U+000A)." tlog-witness
        above, blank, note = body.partition(b"\n\n")
        if not blank:
            raise ValueError("an old size, proof lines, an empty line and a checkpoint")
        first, *lines = above.decode().split("\n")
        # "The old size line MUST consist of the string `old`, a single space (0x20), and the tree size" tlog-witness
        if not first.startswith("old "):
            raise ValueError(f"old and a size on the first line, not {shortened(repr(first))}")
        old_size = decimal(first.removeprefix("old "), "the old size")
        return cls(old_size, parse_hashes(lines), Checkpoint.parse(note))

    def write(self) -> bytes:
        """The body of the request."""
        return f"old {self.old_size}\n{hash_lines(self.proof)}\n".encode() + self.checkpoint.note.data


def parse_hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    """The hashes of a proof's lines; raises ValueError."""
    # "Each consistency proof line MUST encode a single hash in base64. The client MUST NOT send more than 63
    # consistency proof lines." tlog-witness
    # An inclusion proof in a log of fewer than 2^63 entries has no more either.
    if len(lines) > MOST_HASHES:
        raise ValueError(f"at most {MOST_HASHES} proof lines, not {len(lines)}")
    hashes = tuple(decoded(line, "a hash") for line in lines)
    if any(len(one) != 32 for one in hashes):
        raise ValueError("hashes of 32 bytes, one on each proof line")
    return hashes


def hash_lines(hashes: Sequence[bytes]) -> str:
    """One line of base64 for each hash."""
    return "".join(f"{encoded(one)}\n" for one in hashes)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered, and what must be on the disk before it is."""

    status: int  # of HTTP
    body: bytes  # cosignature lines, the size held, or the reason in words
    content_type: str  # of the body
    head: Checkpoint | None  # to be kept, on the disk, before the body is sent; None: nothing changes
    evidence: str  # why the request is kept as evidence against the log; empty: it is none


def witness(
    request: AddCheckpoint, held: Checkpoint | None, log_key: PublicKey | None, signer: Signer, now_s: int
) -> Answer:
    """What to answer where `held` was cosigned last for this origin, whose key is `log_key` (None: unknown)."""
    head = request.checkpoint
    # "If the checkpoint origin is unknown, the witness MUST respond with a 404" tlog-witness
    if log_key is None:
        return _refused(404, f"no log {shortened(head.origin)} is admitted here")
    # "If none of the signatures verify against a trusted public key, the witness MUST respond with a 403" tlog-witness
    if not head.signed_by(log_key):
        return _refused(403, f"not signed by {log_key.name}")
    # "The old size MUST be equal to or lower than the checkpoint size. Otherwise, the witness MUST respond with a 400"
    # tlog-witness
    if request.old_size > head.size:
        return _refused(400, f"an old size up to {head.size}, not {request.old_size}")
    size, root = (held.size, held.root) if held else (0, EMPTY)
    # Two signed roots of one size are a proof of a fork, whatever old size the request names.
    forked = held is not None and head.size == size and head.root != root
    evidence = f"two roots of size {size:,} were signed" if forked else ""
    # "The witness MUST check that the old size matches the size of the latest checkpoint it cosigned [...] (or zero if
    # it never cosigned a checkpoint for that origin). If it doesn't match, the witness MUST respond with a 409 [...]
    # The response body MUST consist of the tree size of the latest cosigned checkpoint in decimal, followed by a
    # newline" tlog-witness
    if request.old_size != size:
        return Answer(409, f"{size}\n".encode(), SIZE_TYPE, None, evidence)
    # "A checkpoint of size zero MUST have the root hash of the empty tree [...] The proof MUST be empty if the old size
    # is zero. If the Merkle Consistency Proof doesn't verify, the witness MUST respond with a 422" tlog-witness
    # A second root of the size held is one more proof that does not verify, and has been answered so since July 2026
    # ("changes the HTTP code for same-size different-root to 422", C2SP pull request 280); it was 409 before.
    try:
        verify_consistency(size, head.size, root, head.root, request.proof)
    except ProofError as error:
        # "the witness MAY log the request even if the consistency proof doesn't verify (but MUST NOT cosign the
        # checkpoint) as it might be proof of log misbehavior" tlog-witness
        evidence = evidence or f"a signed head of size {head.size:,} is not shown to extend size {size:,}"
        return _refused(422, str(error), evidence)
    # "the witness MUST update its record of the latest cosigned checkpoint and respond with a 200 [...] The response
    # body MUST be a sequence of one or more note signature lines" tlog-witness
    line = cosignature(head.note.text, signer, now_s).line
    # A crash after the head is kept and before the answer arrives loses nothing: asked again with that size as the old
    # one, the witness cosigns the same head anew.
    return Answer(200, line.encode(), PLAIN_TYPE, head, "")


def malformed(error: ValueError) -> Answer:
    """The answer to a body that is no request."""
    return _refused(400, str(error))


def _refused(status: int, reason: str, evidence: str = "") -> Answer:
    return Answer(status, f"{reason}\n".encode(), PLAIN_TYPE, None, evidence)
