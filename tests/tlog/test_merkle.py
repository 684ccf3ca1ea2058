"""Trees and proofs: RFC 6962 by outside vectors, by a plain recursive tree, and against every flipped bit."""

import json
from base64 import b64decode
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.tlog import merkle
from truceline.tlog.merkle import EMPTY, EMPTY_EDGE, Edge, NodeAt, ProofError, leaf_hash, node_hash, root_of


def plain_root(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, as it is written down there."""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = max(1 << bit for bit in range(64) if 1 << bit < len(leaves))
    return node_hash(plain_root(leaves[:split]), plain_root(leaves[split:]))


def plain_node(leaves: list[bytes]) -> NodeAt:
    """Complete nodes of the plain tree."""

    def node(level: int, index: int) -> bytes:
        below = leaves[index << level : index + 1 << level]
        assert len(below) == 1 << level, "only complete nodes are asked for"
        return plain_root(below)

    return node


def leaves_of(size: int) -> list[bytes]:
    """That many different leaves."""
    return [f"leaf {i}".encode() for i in range(size)]


sizes = st.integers(1, 70)


@settings(max_examples=60)
@given(size=st.integers(0, 70), parts=st.lists(st.integers(0, 70), max_size=4))
def test_an_edge_grown_in_any_parts_has_the_root_of_the_plain_tree(size: int, parts: list[int]) -> None:
    """However entries arrive, one by one or in bulk, the root is the recursive definition's."""
    leaves = leaves_of(size)
    edge, at = EMPTY_EDGE, 0
    for end in [*sorted(min(part, size) for part in parts), size]:
        edge = edge.grown(leaf_hash(leaf) for leaf in leaves[at:end])
        at = end
    assert edge.size == size
    assert edge.root() == plain_root(leaves)
    assert edge == merkle.edge_at(size, plain_node(leaves))


def test_an_edge_has_as_many_peaks_as_its_size_has_bits() -> None:
    """An edge that cannot be one is refused where it is made."""
    with pytest.raises(ValueError, match="an edge of 3 leaves has 2 peaks"):
        Edge(3, (EMPTY,))
    with pytest.raises(ValueError, match="an edge of -1 leaves has 0 peaks"):
        Edge(-1, ())


@settings(max_examples=150)
@given(data=st.data(), size=sizes)
def test_every_entry_is_proved_to_be_in_the_tree(data: st.DataObject, size: int) -> None:
    """An inclusion proof verifies for its own entry, place, size and root, and for no other of them."""
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    root, leaf = plain_root(leaves), leaf_hash(leaves[index])
    proof = merkle.inclusion_proof(index, size, plain_node(leaves))
    merkle.verify_inclusion(index, size, leaf, root, proof)
    other = data.draw(st.integers(0, 80))
    wrong = [(other, size, leaf, root), (index, size, root_of([leaf, leaf]), root), (index, size, leaf, EMPTY)]
    for place, tall, one, top in wrong:
        if (place, tall, one, top) != (index, size, leaf, root):
            with pytest.raises(ProofError):
                merkle.verify_inclusion(place, tall, one, top, proof)


@settings(max_examples=150)
@given(data=st.data(), size=sizes)
def test_every_older_tree_is_proved_to_begin_the_newer(data: st.DataObject, size: int) -> None:
    """A consistency proof verifies between any two sizes of one log, zero and equal ones too."""
    leaves = leaves_of(size)
    older = data.draw(st.integers(0, size))
    proof = merkle.consistency_proof(older, size, plain_node(leaves))
    roots = plain_root(leaves[:older]), plain_root(leaves)
    merkle.verify_consistency(older, size, *roots, proof)
    if older:
        changed = plain_root([b"another", *leaves[1:older]])
        with pytest.raises(ProofError):
            merkle.verify_consistency(older, size, changed, roots[1], proof)


@settings(max_examples=150)
@given(data=st.data(), size=sizes)
def test_every_subtree_is_proved_to_be_in_the_tree(data: st.DataObject, size: int) -> None:
    """A subtree proof verifies for each aligned range; others are refused."""
    leaves = leaves_of(size)
    start = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(start + 1, size))
    if not merkle.is_subtree(start, end, size):
        with pytest.raises(ValueError, match="is no subtree"):
            merkle.subtree_proof(start, end, size, plain_node(leaves))
        return
    proof = merkle.subtree_proof(start, end, size, plain_node(leaves))
    merkle.verify_subtree(start, end, size, plain_root(leaves[start:end]), plain_root(leaves), proof)


@settings(max_examples=200)
@given(data=st.data(), size=st.integers(2, 70))
def test_no_flipped_bit_verifies(data: st.DataObject, size: int) -> None:
    """A proof with any bit changed, a hash left out, doubled or swapped for another is refused."""
    leaves = leaves_of(size)
    older = data.draw(st.integers(1, size - 1))
    proof = merkle.consistency_proof(older, size, plain_node(leaves))
    roots = plain_root(leaves[:older]), plain_root(leaves)
    assert proof
    at, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
    flipped = (int.from_bytes(proof[at]) ^ 1 << bit).to_bytes(32)
    changed = [
        [*proof[:at], flipped, *proof[at + 1 :]],
        [*proof[:at], *proof[at + 1 :]],
        [*proof[:at], proof[at], *proof[at:]],
        [*proof[:at], proof[at][:-1], *proof[at + 1 :]],
        [*proof, EMPTY],
    ]
    for wrong in changed:
        with pytest.raises(ProofError):
            merkle.verify_consistency(older, size, *roots, wrong)


@settings(max_examples=100)
@given(
    start=st.integers(-2, 2**64),
    end=st.integers(-2, 2**64),
    size=st.integers(-2, 2**64),
    proof=st.lists(st.binary(max_size=33), max_size=70),
)
def test_a_proof_of_any_bytes_is_refused_in_words(start: int, end: int, size: int, proof: list[bytes]) -> None:
    """Whatever numbers and hashes arrive, the answer is a ProofError, and soon."""
    with pytest.raises(ProofError):
        merkle.verify_subtree(start, end, size, EMPTY, leaf_hash(b""), proof)
    with pytest.raises(ProofError):
        merkle.verify_consistency(max(start, 1), size, EMPTY, leaf_hash(b""), proof)


@pytest.mark.parametrize(
    ("size", "root_a", "root_b", "proof", "told"),
    [
        (3, EMPTY, leaf_hash(b""), [EMPTY], "a proof from the empty tree is empty"),
        (3, leaf_hash(b""), leaf_hash(b""), [], "the root of the empty tree"),
        (3, EMPTY, b"short", [], "a root has 32 bytes"),
        (0, EMPTY, leaf_hash(b""), [], "the root of the empty tree"),
    ],
)
def test_from_nothing_only_nothing_is_proved(
    size: int, root_a: bytes, root_b: bytes, proof: list[bytes], told: str
) -> None:
    """From size 0 there is one right root and one right proof; every tree begins with it."""
    with pytest.raises(ProofError, match=told):
        merkle.verify_consistency(0, size, root_a, root_b, proof)


def test_an_older_tree_is_not_the_larger_one() -> None:
    """A proof backwards in time is asked of nobody."""
    with pytest.raises(ValueError, match="is no subtree of a tree of 2 leaves"):
        merkle.consistency_proof(3, 2, plain_node(leaves_of(3)))


# Empty subtrees prove nothing and are refused; from an empty tree, a proof holds where that root is the empty tree's.
DIFFER = Counter({"subtreeconsistency": 6, "consistency": 1})


def hashed(text: str | None) -> bytes:
    """A root of a vector; some have a few words where any hash would do."""
    return b64decode(text or "").ljust(32) if text else b""


def holds(kind: str, case: dict[str, Any]) -> bool:
    """Whether a vector's proof verifies here."""
    proof = [b64decode(one) for one in case["proof"] or []]
    try:
        match kind:
            case "inclusion":
                root, leaf = hashed(case["root"]), b64decode(case["leafHash"])
                merkle.verify_inclusion(case["leafIdx"], case["treeSize"], leaf, root, proof)
            case "consistency":
                roots = hashed(case["root1"]), hashed(case["root2"])
                merkle.verify_consistency(case["size1"], case["size2"], *roots, proof)
            case "subtreeconsistency":
                roots = hashed(case["root1"]), hashed(case["root2"])
                merkle.verify_subtree(case["start"], case["end"], case["size"], *roots, proof)
            case _:
                start, end = case["start"], case["end"]
                if not merkle.is_subtree(start, end, end):
                    return False
                root, leaf = hashed(case["root"]), b64decode(case["leafHash"])
                merkle.verify_inclusion(case["leafIdx"] - start, end - start, leaf, root, proof)
    except ProofError:
        return False
    return True


def test_outside_vectors(shared: Path) -> None:
    """All 518 vectors of transparency-dev/merkle are answered as they say, but for proofs that start from nothing."""
    folder = shared / "vectors" / "merkle" / "testdata"
    if not folder.is_dir():
        pytest.skip("needs vectors/merkle in the outside data")
    differ, seen = Counter[str](), 0
    for path in sorted(folder.rglob("*.json")):
        case = json.loads(path.read_text())
        kind = path.relative_to(folder).parts[0]
        seen += 1
        if holds(kind, case) == case["wantErr"]:
            differ[kind] += 1
            assert "empty" in case["desc"] or "zero" in case["desc"], case["desc"]
    assert (seen, differ) == (518, DIFFER)
