"""Proofs to carry away: one file shows an entry in a log and who vouched for the head."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tlog.signers import ENTRY, LOG, MONITOR, OTHER, OWN, hashes, head, node_of
from truceline.tlog.merkle import ProofError, inclusion_proof
from truceline.tlog.policy import arranged
from truceline.tlog.proof import FIRST_LINE, Proof, verify

POLICY = arranged({"side-a": [OWN.public], "side-b": [OTHER.public], "monitor": [MONITOR.public]})
HEAD = head(7, OWN, OTHER)
HASH = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ="


def proof(index: int, extra: bytes | None = None) -> Proof:
    return Proof(index, tuple(inclusion_proof(index, 7, node_of(hashes(7)))), HEAD, extra)


def test_a_proof_to_the_byte() -> None:
    """First line, extra, index, hashes, an empty line, the checkpoint: in the order of the specification's example."""
    lines = proof(5, b"age").write().decode().split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra YWdl", "index 5"]
    assert [len(line) for line in lines[3:6]] == [44] * 3
    assert "\n".join(lines[6:]).encode() == b"\n" + HEAD.note.data
    assert b"\nextra" not in proof(5).write()


@pytest.mark.parametrize("index", range(7))
def test_every_entry_of_a_log_is_proved(index: int) -> None:
    """And how firmly its head is held is told: here the monitor is still lacking."""
    read = Proof.parse(proof(index).write())
    assert read == proof(index)
    reached = verify(read, f"a{index}".encode(), LOG.public, POLICY)
    assert (reached.held, reached.firm, reached.missing) == (True, False, (MONITOR.public.name,))


@pytest.mark.parametrize(
    ("wrong", "leaf"),
    [
        (proof(5), b"a4"),
        (Proof(4, proof(5).path, HEAD), b"a5"),
        (Proof(7, proof(5).path, HEAD), b"a5"),
        (Proof(5, proof(5).path[:-1], HEAD), b"a5"),
        (Proof(5, (*proof(5).path, bytes(32)), HEAD), b"a5"),
        (Proof(5, proof(5).path, head(8)), b"a5"),
    ],
)
def test_an_entry_that_is_not_there(wrong: Proof, leaf: bytes) -> None:
    with pytest.raises(ProofError):
        verify(wrong, leaf, LOG.public, POLICY)


def test_a_head_of_another_log() -> None:
    with pytest.raises(ValueError, match=f"a checkpoint signed by {ENTRY.public.name}, not that of"):
        verify(proof(5), b"a5", ENTRY.public, POLICY)


@pytest.mark.parametrize(
    ("above", "reason"),
    [
        ("c2sp.org/tlog-proof@v2\nindex 5\n", "tlog-proof@v1"),
        (f"{FIRST_LINE}\n", "index and a number"),
        (f"{FIRST_LINE}\nextra YWdl\n", "index and a number"),
        (f"{FIRST_LINE}\nindex 5\nextra YWdl\n", "a hash in base64"),
        (f"{FIRST_LINE}\nextra YWdl\nextra YWdl\nindex 5\n", "index and a number"),
        (f"{FIRST_LINE}\nextra YWd\nindex 5\n", "extra data in base64"),
        (f"{FIRST_LINE}\nextra\nindex 5\n", "index and a number"),
        (f"{FIRST_LINE}\nindex 05\n", "an entry's index in decimal"),
        (f"{FIRST_LINE}\nindex -5\n", "an entry's index in decimal"),
        (f"{FIRST_LINE}\nindex 5\nAAAA\n", "hashes of 32 bytes"),
        (f"{FIRST_LINE}\nindex 5\n" + f"{HASH}\n" * 64, "at most 63 proof lines"),
    ],
)
def test_what_is_no_proof(above: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Proof.parse(above.encode() + b"\n" + HEAD.note.data)


def test_a_proof_ends_in_a_checkpoint() -> None:
    for data in (b"", FIRST_LINE.encode(), f"{FIRST_LINE}\nindex 5\n\n".encode(), f"{FIRST_LINE}\n\nx".encode()):
        with pytest.raises(ValueError, match=r"a checkpoint|index and|an empty line"):
            Proof.parse(data)


@given(st.none() | st.binary(max_size=40), st.integers(0, 2**63 - 1), st.lists(st.binary(min_size=32, max_size=32)))
def test_a_proof_reads_back(extra: bytes | None, index: int, path: list[bytes]) -> None:
    whole = Proof(index, tuple(path[:63]), HEAD, extra)
    assert Proof.parse(whole.write()) == whole


@settings(max_examples=150)
@given(st.binary(max_size=40) | st.text("index 05extra \n=A", max_size=40).map(str.encode))
def test_whatever_reads_as_a_proof_is_written_the_same(above: bytes) -> None:
    for data in (above, f"{FIRST_LINE}\n".encode() + above + b"\n\n" + HEAD.note.data):
        try:
            read = Proof.parse(data)
        except ValueError:
            continue
        assert read.write() == data
