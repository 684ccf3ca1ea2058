"""Pulling by bundle: what is held is signed, in one history with what was held, and cosigned once it is on the disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.state.logs import Writer
from tests.sync.logs import grown
from tests.sync.nodes import admit, again, carried, grow, made, of, stick, synced
from truceline.desk.node import Node
from truceline.desk.node.sync import Came
from truceline.tlog import branch as branches
from truceline.tlog import checkpoint, fork
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.entry import parse


@pytest.fixture
def south(tmp_path: Path) -> Iterator[Node]:
    """An honest node."""
    with made(tmp_path, "south") as node:
        yield node


@pytest.fixture
def north() -> Writer:
    """A log of 300 entries and its genesis, its keys in our hands."""
    return grown(Writer("north", "guarantor"), 300)


def forks_told(node: Node) -> list[tuple[str, int]]:
    """The forks that a node's own log proves: log and size, each proof checked again."""
    found = []
    for entry in map(parse, node.leaves(node.origin)):
        if entry.kind == "fork.proved":
            assert entry.payload
            proof = fork.parse(str(entry.payload["proof"]).encode())
            key = node.peers[proof.origin].log_key
            assert key
            assert fork.check(proof, key) == entry.payload["size"]
            found.append((proof.origin, fork.check(proof, key)))
    return found


def test_a_log_is_held_as_it_was_carried(south: Node, north: Writer, tmp_path: Path) -> None:
    """Every leaf, the head, and our mirror's and witness's word for it, and an anchor of it in our own log."""
    admit(south, north)
    done = synced(south, stick(tmp_path / "stick", north))
    pulled = of(done, north.origin)
    assert (pulled.came, pulled.entries, pulled.size) == (Came.NEW, 301, 301)
    assert list(south.leaves(north.origin)) == north.leaves
    head = Checkpoint.parse(south.checkpoint(north.origin))
    cosigners = south.record.keyring(south.origin).cosigners
    assert {one.name for one in head.cosigned(cosigners)} == {f"{south.origin}/mirror", f"{south.origin}/witness"}
    assert done.anchor
    assert parse(done.anchor.leaf).kind == "anchor"
    assert done.unsigned == ""


def test_syncing_again_changes_nothing(south: Node, north: Writer, tmp_path: Path) -> None:
    """What is here is not taken again, and no news is no anchor."""
    admit(south, north)
    synced(south, stick(tmp_path / "stick", north))
    before = south.heads()
    done = synced(south, tmp_path / "stick")
    assert (of(done, north.origin).came, done.anchor) == (Came.SAME, None)
    assert south.heads() == before


def test_growth_is_taken_from_where_it_stopped(south: Node, north: Writer, tmp_path: Path) -> None:
    """Mid-tile and over a tile's end, several times."""
    admit(south, north)
    for more in (1, 200, 12, 300):
        synced(south, stick(tmp_path / f"stick{len(north.entries)}.tar", north))
        assert south.record.size(north.origin) == len(north.entries)
        grown(north, more)
    done = synced(south, stick(tmp_path / "last.tar", north))
    assert of(done, north.origin).entries == 300
    assert list(south.leaves(north.origin)) == north.leaves


def test_a_log_nobody_admitted_is_not_read(south: Node, north: Writer, tmp_path: Path) -> None:
    """It may lie on the stick; people decide whose logs are read."""
    done = synced(south, stick(tmp_path / "stick", north))
    assert [one.origin for one in done.pulled] == [south.origin]
    assert south.record.origins() == (south.origin,)


def test_third_parties_are_relayed(south: Node, north: Writer, tmp_path: Path) -> None:
    """What one carries to another reaches a third whole, cosignatures and all."""
    west = made(tmp_path, "west", "monitor")
    admit(south, north)
    admit(west, north, south)
    synced(south, stick(tmp_path / "stick", north))
    synced(west, carried(south, tmp_path / "from-south.tar"))
    assert list(west.leaves(north.origin)) == north.leaves
    cosigned = Checkpoint.parse(west.checkpoint(north.origin)).cosigned(west.record.keyring(south.origin).cosigners)
    assert len(cosigned) == 2
    west.close()


def test_our_own_cosignatures_come_back(tmp_path: Path, south: Node) -> None:
    """Whoever held our log gives us its word for our head."""
    north = made(tmp_path, "north")
    admit(south, north)
    admit(north, south)
    grow(south, 3)
    synced(north, carried(south, tmp_path / "a.tar"))
    back = of(synced(south, carried(north, tmp_path / "b.tar")), south.origin)
    assert (back.came, back.entries, back.cosignatures) == (Came.SAME, 0, 2)
    again_back = of(synced(south, tmp_path / "b.tar"), south.origin)
    assert (again_back.came, again_back.cosignatures) == (Came.BEHIND, 0), "our anchor of north is not on that stick"
    cosigned = Checkpoint.parse(south.record.checkpoint(south.origin, 4)).cosigned(
        north.record.keyring(north.origin).cosigners
    )
    assert len(cosigned) == 2
    north.close()


def test_a_wrong_fingerprint_is_refused_at_first_contact(south: Node, north: Writer, tmp_path: Path) -> None:
    """The log of that name has other words than people compared: nothing of it is held."""
    south.peers.admit(north.origin, "-".join(["lusab"] * 8))
    pulled = of(synced(south, stick(tmp_path / "stick", north)), north.origin)
    assert pulled.came is Came.REFUSED
    assert "over a line you trust" in str(pulled.faults[0])
    assert south.record.size(north.origin) == 0


# ── forks ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fork_at", "mine", "theirs"),
    [(1, 5, 5), (3, 5, 40), (3, 40, 5), (256, 300, 300), (255, 257, 600), (290, 600, 299)],
)
def test_two_histories_are_proved_and_one_is_held(
    south: Node, tmp_path: Path, fork_at: int, mine: int, theirs: int
) -> None:
    """Whatever the sizes: the first history stays, the proof is kept and told in our log, the branch is evidence."""
    one = grown(Writer("north", "guarantor"), fork_at - 1)
    other = one.forked(fork_at)
    grown(one, mine - fork_at)
    grown(other, theirs - fork_at, " otherwise")
    admit(south, one)
    synced(south, stick(tmp_path / "one", one))
    held = list(south.leaves(one.origin))
    pulled = of(synced(south, stick(tmp_path / "other", other)), one.origin)
    assert pulled.came is Came.FORKED
    assert list(south.leaves(one.origin)) == held == one.leaves
    assert forks_told(south) == [(one.origin, min(mine, theirs) - 1)]
    proofs = [fork.parse(kept.data) for kept in south.record.evidence(one.origin, "fork")]
    assert proofs == [pulled.fork]
    branch = branches.parse(south.record.evidence(one.origin, "branch")[0].data)
    assert (branch.start, list(branch.leaves)) == (fork_at, other.leaves[fork_at:])


def test_a_fork_is_told_once(south: Node, tmp_path: Path) -> None:
    """The same stick again adds nothing to our log."""
    one = grown(Writer("north", "guarantor"), 3)
    other = grown(one.forked(2), 2, " otherwise")
    admit(south, one)
    synced(south, stick(tmp_path / "one", one))
    synced(south, stick(tmp_path / "other", other))
    size = south.record.size(south.origin)
    synced(south, tmp_path / "other")
    assert south.record.size(south.origin) == size


def test_the_proof_reaches_whoever_syncs(south: Node, tmp_path: Path) -> None:
    """A third node, that saw one history alone, has the proof with our log."""
    one = grown(Writer("north", "guarantor"), 3)
    other = grown(one.forked(2), 2, " otherwise")
    admit(south, one)
    synced(south, stick(tmp_path / "one", one))
    synced(south, stick(tmp_path / "other", other))
    with made(tmp_path, "west", "monitor") as west:
        admit(west, one, south)
        synced(west, carried(south, tmp_path / "from-south"))
        told = [parse(leaf) for leaf in west.leaves(south.origin) if b"fork.proved" in leaf]
        assert len(told) == 1


def test_without_a_passphrase_a_fork_is_kept_and_not_told(south: Node, tmp_path: Path) -> None:
    """Reading only, nothing is signed; the evidence is there, and the next sync with the passphrase tells it."""
    one = grown(Writer("north", "guarantor"), 3)
    other = grown(one.forked(2), 2, " otherwise")
    admit(south, one)
    with again(south, tmp_path, reading=True) as reader:
        synced(reader, stick(tmp_path / "one", one))
        done = synced(reader, stick(tmp_path / "other", other))
        assert of(done, one.origin).came is Came.FORKED
        assert done.unsigned == "the node is open for reading only"
        assert [kept.kind for kept in reader.record.evidence(one.origin)] == ["fork", "branch"]
    assert forks_told(south) == []
    synced(south, tmp_path / "other")
    assert forks_told(south) == [(one.origin, 3)]


def test_a_smaller_head_of_one_history_is_no_fork(south: Node, north: Writer, tmp_path: Path) -> None:
    """A stale copy is behind; the author itself, showing less than it signed, is said to step back."""
    admit(south, north)
    old = stick(tmp_path / "old", grown(Writer("north", "guarantor"), 100))
    synced(south, stick(tmp_path / "new", north))
    assert of(synced(south, old), north.origin).came is Came.BEHIND
    assert of(synced(south, old, author=north.origin), north.origin).came is Came.ROLLED_BACK
    assert south.record.size(north.origin) == 301
    assert forks_told(south) == []


def test_a_head_that_is_not_the_logs_is_no_fork(south: Node, north: Writer, tmp_path: Path) -> None:
    """Anybody can write a head; without the log's signature it proves nothing."""
    admit(south, north)
    synced(south, stick(tmp_path / "stick", north))
    other = Writer("other", "guarantor")
    forged = north.head(300).replace(north.origin.encode() + b" ", other.origin.encode() + b" ")
    done = synced(south, stick(tmp_path / "forged", north, north=forged))
    assert of(done, north.origin).came is Came.REFUSED
    assert south.record.evidence(north.origin) == ()


# ── what does not hold ────────────────────────────────────────────────────────────────────────


def test_an_entry_of_another_log_is_not_held(south: Node, tmp_path: Path) -> None:
    """A signed entry, replayed in another log: its own text says where it belongs."""
    north, west = Writer("north", "guarantor"), grown(Writer("west", "guarantor"), 1)
    north.entries.append(west.entries[1])
    admit(south, north)
    pulled = of(synced(south, stick(tmp_path / "stick", north)), north.origin)
    assert pulled.came is Came.REFUSED
    assert f"{north.origin}#1: origin: expected {north.origin}, got {west.origin}" in str(pulled.faults[0])
    assert south.record.size(north.origin) == 0


def test_an_entry_signed_by_another_key_is_not_held(south: Node, tmp_path: Path) -> None:
    """The head is signed, the entry in it is not: nothing from there on is held, and what was stays."""
    north = grown(Writer("north", "guarantor"), 3)
    admit(south, north)
    synced(south, stick(tmp_path / "one", north))
    north.add("exercise.noted", {"text": "forged"}, signer=Writer("west", "guarantor").entry_key)
    grown(north, 2)
    pulled = of(synced(south, stick(tmp_path / "two", north)), north.origin)
    assert pulled.came is Came.REFUSED
    assert f"{north.origin}#4" in str(pulled.faults[0])
    assert south.record.size(north.origin) == 4


def test_a_rotated_key_is_followed(south: Node, tmp_path: Path) -> None:
    """Entries after a rotation are held by the new key, across bundles and within one."""
    north = grown(Writer("north", "guarantor"), 254)
    north.rotate()
    grown(north, 3)
    admit(south, north)
    synced(south, stick(tmp_path / "one", north))
    north.rotate()
    grown(north, 300)
    pulled = of(synced(south, stick(tmp_path / "two", north)), north.origin)
    assert pulled.came is Came.NEW
    assert list(south.leaves(north.origin)) == north.leaves


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/001.p/45", "tile/entries/000", "tile/entries/001.p/45"])
@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
def test_what_is_damaged_on_the_way_is_not_held(
    south: Node, north: Writer, tmp_path: Path, path: str, damage: str
) -> None:
    """A tile that is missing, cut or altered is told, nothing is held, and a sound copy then is."""
    admit(south, north)
    folder = stick(tmp_path / "stick", north)
    file = next(folder.glob("*/checkpoint")).parent / path
    data = file.read_bytes()
    file.unlink()
    if damage == "cut":
        file.write_bytes(data[:-1])
    elif damage == "other":
        file.write_bytes(data[:100] + bytes([data[100] ^ 1]) + data[101:])
    pulled = of(synced(south, folder), north.origin)
    assert pulled.came is Came.REFUSED
    assert pulled.faults
    assert south.record.size(north.origin) == 0
    file.write_bytes(data)
    assert of(synced(south, folder), north.origin).came is Came.NEW


def test_a_head_without_end_is_refused(south: Node, tmp_path: Path) -> None:
    """A log's own key may sign any size; what no log has is not begun to be taken, nor kept as a branch."""
    north = grown(Writer("north", "guarantor"), 3)
    admit(south, north)
    synced(south, stick(tmp_path / "one", north))
    endless = checkpoint.signed(north.origin, 2**40, north.root(), north.log_key)
    pulled = of(synced(south, stick(tmp_path / "two", north, north=endless)), north.origin)
    assert pulled.came is Came.REFUSED
    assert "expected at most 5,000,000 entries beyond those held" in str(pulled.faults[0])
    assert south.record.size(north.origin) == 4


def test_a_head_without_its_entries_is_told(south: Node, north: Writer, tmp_path: Path) -> None:
    """Whoever shows a head and withholds what it stands for is named; what was held before stays."""
    admit(south, north)
    synced(south, stick(tmp_path / "old", grown(Writer("north", "guarantor"), 100)))
    folder = stick(tmp_path / "stick", north)
    for bundle in folder.glob("*/tile/entries/**/*"):
        if bundle.is_file():
            bundle.unlink()
    pulled = of(synced(south, folder), north.origin)
    assert pulled.came is Came.REFUSED
    assert "none there" in str(pulled.faults[0])
    assert south.record.size(north.origin) == 101
