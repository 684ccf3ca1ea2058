"""A fork proof: two heads that one log signed and that cannot both be true.

Whoever shows one history to one rival and another to the next has signed both; the two signatures side by side
convict it before anybody, without a witness and without a network. RECORD.md, rule 4, in both its forms: the same
size with different roots, or a larger head whose own first n entries have another root than the log signed for n.
The file is text, and whoever knows the log's key can check it alone. It does not say which history is the honest
one (neither is), nor where exactly they part, only below which size.
"""

from __future__ import annotations

from dataclasses import dataclass

from truceline.errors import shortened
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.keys import PublicKey, decoded, encoded
from truceline.tlog.merkle import HASH_BYTES, NodeAt, ProofError, consistency_proof, edge_at, verify_consistency

FIRST_LINE = "truceline/fork/v1"
MOST_HASHES = 63
MOST_BYTES = 2_000_000  # two notes at most


@dataclass(frozen=True, slots=True)
class ForkProof:
    """Two signed heads of one log, and where their sizes differ, the larger one's own view of the smaller size."""

    smaller: Checkpoint  # or the first of two equal ones
    larger: Checkpoint
    root: bytes = b""  # of the larger history at the smaller size, 32 bytes; empty where the sizes are equal
    proof: tuple[bytes, ...] = ()  # consistency proof from (smaller.size, root) to the larger head

    @property
    def origin(self) -> str:
        """The log that forked."""
        return self.smaller.origin

    @property
    def says(self) -> str:
        """What it proves if it holds, in a sentence."""
        sizes = self.smaller.size, self.larger.size
        if sizes[0] == sizes[1]:
            return f"{self.origin} signed two different histories of {sizes[0]} entries"
        return (
            f"{self.origin} signed a history of {sizes[1]} entries "
            f"whose first {sizes[0]} are not those that it signed before"
        )

    def write(self) -> bytes:
        """The proof as a text file: five blocks apart by empty lines, the second to fifth being the two notes."""
        lines = [FIRST_LINE, *([f"root {encoded(self.root)}"] if self.root else [])]
        lines += [f"hash {encoded(one)}" for one in self.proof]
        head = "".join(f"{line}\n" for line in lines).encode()
        return b"\n".join([head, self.smaller.note.data, self.larger.note.data])


def prove(a: Checkpoint, b: Checkpoint, node: NodeAt | None = None) -> ForkProof | None:
    """The proof that two heads contradict each other; None where they do not, or it does not show.

    With heads of different sizes, `node` looks up the tree of the larger one. Raises ProofError where
    that tree is not the larger head's.
    """
    smaller, larger = sorted((a, b), key=lambda head: head.size)
    if smaller.origin != larger.origin:
        return None
    if smaller.size == larger.size:
        return ForkProof(smaller, larger) if smaller.root != larger.root else None
    if node is None:
        return None
    root = edge_at(smaller.size, node).root()
    proof = tuple(consistency_proof(smaller.size, larger.size, node))
    verify_consistency(smaller.size, larger.size, root, larger.root, proof)
    return ForkProof(smaller, larger, root, proof) if root != smaller.root else None


def check(fork: ForkProof, log_key: PublicKey) -> int:
    """How many first entries both histories may share at most; raises ProofError where nothing is proved."""
    smaller, larger = fork.smaller, fork.larger
    # Numbered as in RECORD.md, rule 4. 1: "two signed heads" of one log
    if smaller.origin != larger.origin:
        raise ProofError(f"two heads of one log, not of {smaller.origin} and of {larger.origin}")
    for head in (smaller, larger):
        if not head.signed_by(log_key):
            raise ProofError(f"both heads signed by {log_key.name}: that of size {head.size} is not")
    if smaller.size > larger.size:
        raise ProofError("the smaller head first")
    # 2: "same size and different roots"
    if smaller.size == larger.size:
        if smaller.root == larger.root:
            raise ProofError(f"different roots: both heads of size {smaller.size} have the same")
        return max(smaller.size - 1, 0)
    # 3: "a larger head with a consistency proof from (n, R') where the smaller was signed as (n, R ≠ R')"
    verify_consistency(smaller.size, larger.size, fork.root, larger.root, fork.proof)
    if fork.root == smaller.root:
        raise ProofError(f"another root at size {smaller.size}: the larger head extends the smaller one")
    return max(smaller.size - 1, 0)


def parse(data: bytes) -> ForkProof:
    """The proof in a text file, not yet checked; raises ValueError with what was expected."""
    if len(data) > MOST_BYTES:
        raise ValueError(f"a fork proof of at most {MOST_BYTES:,} bytes, not {len(data):,}")
    blocks = data.split(b"\n\n")
    if len(blocks) != 5:
        raise ValueError(f"five blocks apart by empty lines (head, two checkpoints with signatures), not {len(blocks)}")
    root, proof = _head(blocks[0].decode().split("\n"))
    smaller = Checkpoint.parse(blocks[1] + b"\n\n" + blocks[2] + b"\n")
    larger = Checkpoint.parse(blocks[3] + b"\n\n" + blocks[4])
    return ForkProof(smaller, larger, root, proof)


def _head(lines: list[str]) -> tuple[bytes, tuple[bytes, ...]]:
    if lines[0] != FIRST_LINE:
        raise ValueError(f"{FIRST_LINE} on the first line, not {shortened(lines[0])!r}")
    names = [line.partition(" ")[0] for line in lines[1:]]
    if names not in ([], ["root", *["hash"] * (len(names) - 1)]) or len(names) > 1 + MOST_HASHES:
        raise ValueError(f"a root line and at most {MOST_HASHES} hash lines, or neither")
    hashes = [decoded(line.partition(" ")[2], "a hash") for line in lines[1:]]
    if any(len(one) != HASH_BYTES for one in hashes):
        raise ValueError(f"hashes of {HASH_BYTES} bytes")
    return (hashes[0], tuple(hashes[1:])) if hashes else (b"", ())
