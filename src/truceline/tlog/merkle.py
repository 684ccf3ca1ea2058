"""The hash tree of a log: its root, its growing edge, and proofs that a part or an older tree is in it.

A root of 32 bytes stands for every entry before it, in order, so that two who hold the same root hold the
same history, and a short proof shows one entry, or an older history, to be part of it. RFC 6962, section 2.1,
is followed for every hash; the proofs of subtrees that mirrors ask for are those of draft-ietf-plants-
merkle-tree-certs. The three proofs are one: an entry is a subtree of one leaf, an older tree one that begins
at 0. Nothing is kept here: whoever holds the tree hands in a function that looks up its complete nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256

HASH_BYTES = 32
EMPTY = sha256(b"").digest()  # RFC 6962, 2.1: "The hash of an empty list is the hash of an empty string"
LARGEST = 2**63 - 1  # no log of ours is larger; a proof then has 63 hashes at most

NodeAt = Callable[
    [int, int], bytes
]  # (level, index) -> hash of the complete subtree of 2**level leaves from index << level
Range = tuple[int, int]  # [low, high): leaves by index


class ProofError(ValueError):
    """A proof that does not show what it should; says in words where it fails."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of an entry's bytes: "MTH({d(0)}) = SHA-256(0x00 || d(0))" (RFC 6962, 2.1)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees: "SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n]))" (RFC 6962, 2.1)."""
    return sha256(b"\x01" + left + right).digest()


# ── the growing edge ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Edge:
    """All of a tree that is needed to let it grow: the roots of its complete subtrees, at most 63 hashes."""

    size: int  # leaves so far
    peaks: tuple[bytes, ...]  # one hash for each bit set in `size`, the largest (leftmost) subtree first

    def __post_init__(self) -> None:
        """Raises ValueError where the peaks cannot be those of a tree of that size."""
        if not 0 <= self.size <= LARGEST or len(self.peaks) != self.size.bit_count():
            raise ValueError(f"an edge of {self.size} leaves has {max(self.size, 0).bit_count()} peaks")

    def grown(self, leaf_hashes: Iterable[bytes]) -> Edge:
        """The edge after these leaf hashes (32 bytes each, in order) are added."""
        row = list(leaf_hashes)
        size, held, peaks = self.size + len(row), list(self.peaks), []
        for level in range(size.bit_length()):
            if self.size >> level & 1:
                row.insert(0, held.pop())
            if len(row) % 2:
                peaks.append(row[-1])
            row = _paired(row)
        return Edge(size, tuple(reversed(peaks)))

    def root(self) -> bytes:
        """The tree's root hash, 32 bytes; `EMPTY` where there are no leaves."""
        return reduce(lambda right, left: node_hash(left, right), reversed(self.peaks)) if self.peaks else EMPTY


EMPTY_EDGE = Edge(0, ())


def _paired(row: list[bytes]) -> list[bytes]:
    """The level above; a last hash without a partner is left out. Inlined: a million leaves take about a second."""
    one, hashed = b"\x01", sha256
    return [hashed(one + left + right).digest() for left, right in zip(row[::2], row[1::2], strict=False)]


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root of the tree over these leaf hashes, 32 bytes each."""
    return EMPTY_EDGE.grown(leaf_hashes).root()


def edge_at(size: int, node: NodeAt) -> Edge:
    """The edge of a tree of `size` leaves, its peaks looked up."""
    return Edge(size, tuple(node(level, index) for level, index in _complete(0, size)))


# ── making proofs ─────────────────────────────────────────────────────────────────────────────


def inclusion_proof(index: int, size: int, node: NodeAt) -> list[bytes]:
    """The audit path of leaf `index` in the tree of `size` (RFC 6962, 2.1.1); raises ValueError where it is outside."""
    return subtree_proof(index, index + 1, size, node)


def consistency_proof(size_a: int, size_b: int, node: NodeAt) -> list[bytes]:
    """The proof that the tree of `size_a` leaves begins that of `size_b` (RFC 6962, 2.1.2).

    Empty where they are equal, and from 0, since every tree begins with the empty one; raises ValueError
    where `size_a` is the larger.
    """
    if size_a == 0 <= size_b:
        return []
    return subtree_proof(0, size_a, size_b, node)


def subtree_proof(start: int, end: int, size: int, node: NodeAt) -> list[bytes]:
    """The proof that leaves [start, end) of the tree of `size` leaves are a subtree of it.

    Raises ValueError where they are none: see `is_subtree`.
    """
    if not is_subtree(start, end, size):
        raise ValueError(f"[{start}, {end}) is no subtree of a tree of {size} leaves")
    first, beside = _way_up(start, end, size)
    named = beside if first == (start, end) else [first, *beside]
    return [range_root(low, high, node) for low, high in named]


def is_subtree(start: int, end: int, size: int) -> bool:
    """Whether [start, end) is not empty, lies in the tree, and starts at a multiple of the power of two it fits in."""
    return 0 <= start < end <= size <= LARGEST and start % (1 << (end - start - 1).bit_length()) == 0


def range_root(low: int, high: int, node: NodeAt) -> bytes:
    """The root over leaves [low, high), which must lie as one side of a split of the tree."""
    hashes = [node(level, index) for level, index in _complete(low, high)]
    return reduce(lambda right, left: node_hash(left, right), reversed(hashes))


def _complete(low: int, high: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees that make up [low, high), left to right, as (level, index); `low` is aligned to it."""
    while low < high:
        level = (high - low).bit_length() - 1
        yield level, low >> level
        low += 1 << level


def _way_up(start: int, end: int, size: int) -> tuple[Range, list[Range]]:
    """Where a subtree proof begins, and the ranges beside its way from there up to the root.

    Found from the root downwards, as RFC 6962's PROOF and SUBPROOF do: at each split, the side that does not
    hold the end of the subtree is one to be named. It begins at the subtree itself, or, where the subtree is
    no node of the larger tree, at the last node that it ends with.
    """
    low, high, beside = 0, size, []
    while (low, high) != (start, end):
        split = low + _below(high - low)
        if end <= split:
            beside.append((split, high))
            high = split
        else:
            beside.append((low, split))
            low, start = split, max(start, split)
    return (low, high), beside[::-1]


def _below(size: int) -> int:
    """RFC 6962, 2.1: "the largest power of two smaller than n"."""
    return 1 << ((size - 1).bit_length() - 1)


# ── verifying proofs ──────────────────────────────────────────────────────────────────────────


def verify_inclusion(index: int, size: int, leaf: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """Raises ProofError unless the leaf hash `leaf` is at `index` of the tree of `size` leaves with that root."""
    verify_subtree(index, index + 1, size, leaf, root, proof)


def verify_consistency(size_a: int, size_b: int, root_a: bytes, root_b: bytes, proof: Sequence[bytes]) -> None:
    """Raises ProofError unless the tree (size_a, root_a) begins the tree (size_b, root_b).

    From 0 the proof is empty and the first root that of the empty tree.
    """
    if size_a == 0 <= size_b <= LARGEST:
        _expect(not proof, "a proof from the empty tree is empty")
        _expect(root_a == EMPTY, "the root of the empty tree is the hash of nothing")
        _expect(len(root_b) == HASH_BYTES, "a root has 32 bytes")
        _expect(size_b > 0 or root_b == EMPTY, "the root of the empty tree is the hash of nothing")
        return
    verify_subtree(0, size_a, size_b, root_a, root_b, proof)


def verify_subtree(start: int, end: int, size: int, part: bytes, root: bytes, proof: Sequence[bytes]) -> None:
    """Raises ProofError unless leaves [start, end), with root `part`, are a subtree of the tree (size, root)."""
    _expect(is_subtree(start, end, size), f"[{start}, {end}) is no subtree of a tree of {size} leaves")
    _expect(all(len(one) == HASH_BYTES for one in (part, root, *proof)), "every hash has 32 bytes")
    shown_part, shown_root = _shown(start, end, size, part, proof)
    _expect(shown_part == part, f"the proof is of another tree over [{start}, {end})")
    _expect(shown_root == root, f"the proof leads to another root for size {size}")


def _shown(start: int, end: int, size: int, part: bytes, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The subtree's and the tree's roots as the proof's hashes give them."""
    (low, high), beside = _way_up(start, end, size)
    hashes = [part, *proof] if (low, high) == (start, end) else list(proof)
    _expect(len(hashes) == len(beside) + 1, f"this proof has {len(beside) + 1 + len(proof) - len(hashes)} hashes")
    inner = outer = hashes[0]
    for (near, far), one in zip(beside, hashes[1:], strict=True):
        if near == high:
            outer, high = node_hash(outer, one), far
            continue
        if near >= start:  # still within the subtree
            inner = node_hash(one, inner)
        outer, low = node_hash(one, outer), near
    return inner, outer


def _expect(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - a condition, as in assert
    if not holds:
        raise ProofError(otherwise)
