"""Fork proofs, in both forms of RECORD.md, rule 4; and never two heads that one honest log could have signed."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tlog.logs import Log
from truceline.tlog import checkpoint, fork
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.fork import ForkProof
from truceline.tlog.merkle import EMPTY, ProofError, consistency_proof


def forked(common: int, ours: int, theirs: int) -> tuple[Log, Log]:
    """One log twice: the same up to a size, then two histories."""
    log = Log("red").fill(common)
    other = Log("red", entries=list(log.entries))
    while len(other.entries) < theirs:
        other.append("observation.made", {"text": f"otherwise {len(other.entries)}"})
    return log.fill(ours), other


@settings(max_examples=40)
@given(common=st.integers(1, 6), ours=st.integers(1, 9), theirs=st.integers(1, 9))
def test_two_histories_are_proved_by_their_heads(common: int, ours: int, theirs: int) -> None:
    """Heads that part before the smaller one's end are proof; the proof holds after writing and reading."""
    log, other = forked(common, common + ours, common + theirs)
    larger = log if ours >= theirs else other
    proof = fork.prove(log.head(), other.head(), larger.node())
    assert proof
    smaller = common + min(ours, theirs)
    read = fork.parse(proof.write())
    assert read == proof
    assert common <= fork.check(read, log.log_key.public) == smaller - 1
    assert read.origin == log.origin
    assert ("two different histories" in read.says) == (ours == theirs)


@settings(max_examples=40)
@given(
    one=st.integers(1, 12), other=st.integers(1, 12), extra=st.lists(st.binary(min_size=32, max_size=32), max_size=5)
)
def test_two_heads_of_one_history_are_never_a_proof(one: int, other: int, extra: list[bytes]) -> None:
    """Whatever root and hashes are put beside two heads of one honest log, they prove nothing."""
    log = Log("red").fill(12)
    smaller, larger = log.head(min(one, other)), log.head(max(one, other))
    assert fork.prove(smaller, larger, log.node()) is None
    hashes = tuple(extra)
    for root in (smaller.root, EMPTY, b"", *hashes):
        with pytest.raises(ProofError):
            fork.check(ForkProof(smaller, larger, root, hashes), log.log_key.public)


def test_without_a_tree_heads_of_different_sizes_show_nothing() -> None:
    """A smaller head and a larger one contradict each other only where the larger tree is at hand."""
    log, other = forked(2, 4, 6)
    assert fork.prove(log.head(), other.head()) is None
    assert fork.prove(log.head(), Log("blue").head()) is None
    with pytest.raises(ProofError, match="leads to another root"):
        fork.prove(other.head(4), other.head(6), log.fill(6).node())


def test_a_head_of_nothing_has_one_root() -> None:
    """A head of size 0 with any other root than the empty tree's contradicts every head there is."""
    log = Log("red").fill(3)
    nothing = Checkpoint.parse(checkpoint.signed(log.origin, 0, b"\x01" * 32, log.log_key))
    proof = fork.prove(nothing, log.head(), log.node())
    assert proof
    assert fork.check(fork.parse(proof.write()), log.log_key.public) == 0


def equal_heads() -> ForkProof:
    """A proof of the first form."""
    log, other = forked(2, 4, 4)
    proof = fork.prove(log.head(), other.head())
    assert proof
    return proof


def unequal_heads() -> ForkProof:
    """A proof of the second form."""
    log, other = forked(2, 5, 7)
    proof = fork.prove(log.head(), other.head(), other.node())
    assert proof
    assert proof.proof
    return proof


def of_another_log(proof: ForkProof) -> ForkProof:
    """With a head of another log."""
    return ForkProof(proof.smaller, Log("blue").fill(4).head(), proof.root, proof.proof)


def unsigned(proof: ForkProof) -> ForkProof:
    """With a head that the log's key did not sign."""
    log = Log("red").fill(4)
    text = checkpoint.text(log.origin, 4, b"\x02" * 32).encode()
    signature = proof.smaller.note.data.split(b"\n\n")[1]
    return ForkProof(proof.smaller, Checkpoint.parse(text + b"\n" + signature))


def backwards(proof: ForkProof) -> ForkProof:
    """With the larger head first."""
    return ForkProof(proof.larger, proof.smaller, proof.root, proof.proof)


@pytest.mark.parametrize(
    ("proof", "changed", "told"),
    [
        (equal_heads, of_another_log, "two heads of one log, not of truceline/red-435ecae2 and of truceline/blue"),
        (equal_heads, unsigned, "both heads signed by truceline/red-435ecae2: that of size 4 is not"),
        (equal_heads, lambda one: ForkProof(one.smaller, one.smaller), "both heads of size 4 have the same"),
        (unequal_heads, backwards, "the smaller head first"),
        (unequal_heads, lambda one: ForkProof(one.smaller, one.larger), "every hash has 32 bytes"),
        (unequal_heads, lambda one: ForkProof(one.smaller, one.larger, one.smaller.root, one.proof), "proof"),
    ],
)
def test_what_proves_nothing_says_why(
    proof: Callable[[], ForkProof], changed: Callable[[ForkProof], ForkProof], told: str
) -> None:
    """Each condition of a proof, taken away, is named."""
    with pytest.raises(ProofError, match=told):
        fork.check(changed(proof()), Log("red").log_key.public)


def test_the_larger_head_extending_the_smaller_is_no_fork() -> None:
    """A consistency proof that holds from the signed smaller head itself is the opposite of a fork proof."""
    log = Log("red").fill(7)
    proof = ForkProof(log.head(4), log.head(7), log.head(4).root, tuple(consistency_proof(4, 7, log.node())))
    with pytest.raises(ProofError, match="the larger head extends the smaller one"):
        fork.check(proof, log.log_key.public)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: data + b"\n\n", "five blocks"),
        (lambda data: data.replace(b"fork/v1", b"fork/v2"), "truceline/fork/v1 on the first line"),
        (lambda data: data.replace(b"root ", b"hash ", 1), "a root line and at most 63 hash lines"),
        (lambda data: data.replace(b"hash ", b"hash !", 1), "a hash in base64"),
        (lambda data: data.replace(b"\nhash ", b"\nhash AAAA\nhash ", 1), "hashes of 32 bytes"),
        (lambda data: data.replace(b"\n7\n", b"\n07\n"), "a tree's size in decimal"),
        (lambda data: data * 5000, "at most 2,000,000 bytes"),
        (lambda data: b"\xff" + data, "utf-8"),
    ],
)
def test_a_file_that_is_no_fork_proof_says_what_was_expected(change: Callable[[bytes], bytes], told: str) -> None:
    """Reading names what is wrong."""
    with pytest.raises(ValueError, match=told):
        fork.parse(change(unequal_heads().write()))


@settings(max_examples=60)
@given(at=st.integers(0, 2000), bit=st.integers(0, 7))
def test_no_flipped_bit_proves_another_fork(at: int, bit: int) -> None:
    """A proof with any bit changed is refused, or says the very same of the very same heads."""
    proof = unequal_heads()
    data = bytearray(proof.write())
    data[at % len(data)] ^= 1 << bit
    try:
        read = fork.parse(bytes(data))
        fork.check(read, Log("red").log_key.public)
    except ValueError:
        return
    assert (read.smaller.note.text, read.larger.note.text) == (proof.smaller.note.text, proof.larger.note.text)


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_in_words(data: bytes) -> None:
    """Whatever arrives, reading ends in a ValueError."""
    with pytest.raises(ValueError, match=r"\w+"):
        fork.parse(data)
