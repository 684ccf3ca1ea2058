"""Operators' drills: a restored backup, a lost marker, a copy of a node, a torn marker. No size is signed twice."""

import contextlib
import shutil
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.node.nodes import PASSPHRASE, SAID, a_world, audited, introduced, made, mirrored, reopened
from truceline.desk.node import Node, SignedHead, create, exporting, open_node, policies
from truceline.desk.node.founding import predecessor
from truceline.desk.node.marker import Marker
from truceline.desk.node.recovery import recover
from truceline.desk.node.status import missing, status
from truceline.desk.node.sync.own import asking
from truceline.errors import RecordError, Refused, Unreachable
from truceline.tlog import checkpoint, fork
from truceline.tlog import entry as entries
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.cosign import cosignature
from truceline.tlog.merkle import EMPTY


def tell(done: int, total: int) -> None:
    """Nobody watches."""


def from_peers(*peers: Node) -> Callable[[Node], Iterable[str]]:
    """Asks these nodes for one's own log, each by what it mirrors."""

    def ask(node: Node) -> Iterator[str]:
        for peer in peers:
            if peer.record.size(node.origin) > node.record.size(node.origin):
                mirrored(peer, node, node.origin)
            yield peer.origin

    return ask


def restored(tmp_path: Path, appended: int) -> tuple[Node, list[Node]]:
    """A guarantor put back to a backup, having appended since; and two peers who mirror all it signed."""
    peers = [made(tmp_path, "beta"), made(tmp_path, "gamma", "monitor")]
    with made(tmp_path) as node:
        for peer in peers:
            introduced(node, peer)
            introduced(peer, node)
        node.append("report.received", SAID)
    shutil.copytree(tmp_path / "alpha", tmp_path / "backup")
    with reopened(tmp_path) as node:
        for _ in range(appended):
            node.append("report.received", SAID)
        for peer in peers:
            mirrored(node, peer)
    shutil.rmtree(tmp_path / "alpha")
    shutil.copytree(tmp_path / "backup", tmp_path / "alpha")
    return reopened(tmp_path, world=a_world(tmp_path, "restored")), peers


def test_a_restored_node_does_not_sign(tmp_path: Path) -> None:
    """Its marker is ahead of its record: it says so, with both sizes and the cure, and nothing is appended."""
    node, _ = restored(tmp_path, 3)
    with node:
        with pytest.raises(
            Refused, match=r"marker says 5 entries were signed, its record holds 2.*`truceline node recover`"
        ):
            node.append("report.received", SAID)
        assert len(audited(node)) == 2
        assert "does not sign" in status(node).signs


@pytest.mark.parametrize("marker", ["kept", "lost"])
def test_a_restored_node_takes_its_own_log_back_from_others(tmp_path: Path, marker: str) -> None:
    """With most peers answering it goes on from the newest head it signed; that it did is its next entry."""
    node, (beta, gamma) = restored(tmp_path, 300)
    with node:
        signed = Checkpoint.parse(beta.checkpoint(node.origin))
        if marker == "lost":
            without_marker(node)
        entry = recover(node, from_peers(beta, gamma))
        assert entry.kind == "node.recovered"
        assert dict(entry.payload or {})["asked"] == [beta.origin, gamma.origin]
        assert len(audited(node)) == signed.size + 1 == 303
        assert node.record.root(node.origin, signed.size) == signed.root
        node.append("report.received", SAID)
        mirrored(node, beta)
        with pytest.raises(Refused, match="is not restored"):
            recover(node, from_peers(beta, gamma))


def without_marker(node: Node) -> None:
    """The marker's disk is lost too."""
    node.marker.path.unlink()
    node.marker.close()


def test_too_few_who_answer_are_waited_for(tmp_path: Path) -> None:
    """With one of two peers and no marker it waits; what came from that one stays; with the other it goes on."""
    node, (beta, gamma) = restored(tmp_path, 3)
    with node:
        without_marker(node)
        with pytest.raises(Unreachable, match=r"1 of 2 admitted nodes answered, and more than half must\. It goes on"):
            recover(node, from_peers(beta))
        assert node.record.size(node.origin) == 5
        with pytest.raises(Refused, match="does not sign"):
            node.append("report.received", SAID)
        node.marker.make(SignedHead(2, node.record.root(node.origin, 2)))
        with pytest.raises(Refused, match="the last head it signed has 2 entries, its record 5"):
            node.append("report.received", SAID)
        recover(node, from_peers(beta, gamma))
        assert len(audited(node)) == 6


def test_one_peer_is_enough_where_the_marker_is_reached(tmp_path: Path) -> None:
    """The marker is the node's own word: with all that it says was signed, nobody else need be asked."""
    node, (beta, _) = restored(tmp_path, 3)
    with node:
        with pytest.raises(Unreachable, match="it signed 5 entries, and nobody who answered has more than 2"):
            recover(node, from_peers())
        recover(node, from_peers(beta))
        assert len(audited(node)) == 6


def test_nobody_has_what_the_marker_says_was_signed(tmp_path: Path) -> None:
    """All answer, and none has as much as was signed: it waits, since the rest may be with somebody else."""
    node, (beta, gamma) = restored(tmp_path, 3)
    with node:
        node.marker.advance(SignedHead(9, bytes(32)))
        with pytest.raises(
            Unreachable, match="the marker says it signed 9 entries, and nobody who answered has more than 5"
        ):
            recover(node, from_peers(beta, gamma))
        with pytest.raises(Refused, match="does not sign"):
            node.append("report.received", SAID)


@pytest.mark.parametrize("marker", ["kept", "lost"])
def test_an_override_is_in_the_log_and_signs_no_size_twice(tmp_path: Path, marker: str) -> None:
    """An operator goes on without peers: the reason stands in the log, and no size known as signed is signed again."""
    node, _ = restored(tmp_path, 3)
    with node:
        if marker == "lost":
            without_marker(node)
        entry = recover(node, from_peers(), "the disk failed before anything left")
        said = dict(entry.payload or {})
        assert (said["way"], said["reason"], said["size"]) == ("override", "the disk failed before anything left", 2)
        head = Checkpoint.parse(node.checkpoint(node.origin))
        assert head.size == (6 if marker == "kept" else 3)
        assert node.marker.read() == SignedHead(head.size, head.root)
        node.append("report.received", SAID)
        audited(node)


def test_a_copy_beside_its_original_does_not_sign(tmp_path: Path) -> None:
    """Two folders with one log on one machine: whichever appended last may go on, the other may not."""
    made(tmp_path).close()
    shutil.copytree(tmp_path / "alpha", tmp_path / "copy")
    with reopened(tmp_path) as node, reopened(tmp_path, "copy", a_world(tmp_path, "copy")) as copy:
        node.append("report.received", SAID)
        with pytest.raises(Refused, match="marker says 2 entries were signed, its record holds 1"):
            copy.append("report.received", SAID)
        node.append("report.received", SAID)
        audited(node)


def test_a_copy_on_another_machine_does_not_sign(tmp_path: Path) -> None:
    """Without the marker, which is not copied, the copy does not sign."""
    with made(tmp_path) as node:
        node.append("report.received", SAID)
    with reopened(tmp_path, world=a_world(tmp_path / "elsewhere")) as copy:
        with pytest.raises(Refused, match="has no head marker at"):
            copy.append("report.received", SAID)
        assert len(audited(copy)) == 2


def test_a_record_of_another_history_than_its_marker_does_not_sign(tmp_path: Path) -> None:
    """As many entries, but others: whoever changed them, nothing is signed over them."""
    with made(tmp_path) as node:
        node.append("report.received", SAID)
        node.marker.make(SignedHead(2, bytes(32)))
        with pytest.raises(Refused, match="have different entries among the first 2"):
            node.append("report.received", SAID)
        node.marker.make(SignedHead(1, bytes(32)))
        with pytest.raises(Refused, match="have different entries among the first 1"):
            node.append("report.received", SAID)


def test_a_torn_marker_falls_back_by_one(tmp_path: Path) -> None:
    """A write that a power cut tore spoils one slot; the other holds the head before it, and the node goes on."""
    with made(tmp_path) as node:
        node.append("report.received", SAID)
        node.append("report.received", SAID)
        whole = node.marker.path.read_bytes()
        for slot in (0, 512):
            node.marker.path.write_bytes(whole[:slot] + b"\xff" * 40 + whole[slot + 40 :])
            head = node.marker.read()
            assert head
            assert head in {SignedHead(size, node.record.root(node.origin, size)) for size in (2, 3)}
        node.marker.path.write_bytes(b"\xff" * 1024)
        assert node.marker.read() is None
        with pytest.raises(Refused, match="has no head marker"):
            node.append("report.received", SAID)
        node.marker.path.write_bytes(whole)
        node.append("report.received", SAID)
        audited(node)


def test_a_marker_only_goes_forward(tmp_path: Path) -> None:
    """A smaller head changes nothing; the larger is found again by whoever opens the file; nothing is made unasked."""
    marker = Marker(tmp_path / "heads", "truceline/alpha-00000000", 1)
    marker.advance(SignedHead(3, bytes(32)))
    assert marker.read() is None
    marker.make()
    assert marker.read() == SignedHead(0, EMPTY)
    for size in (1, 2, 5, 4):
        marker.advance(SignedHead(size, bytes(31) + bytes([size])))
    again = Marker(tmp_path / "heads", "truceline/alpha-00000000", 1)
    assert again.read() == marker.read() == SignedHead(5, bytes(31) + b"\5")
    marker.close()
    again.close()


def test_a_node_comes_back_from_a_bundle(tmp_path: Path) -> None:
    """A peer's bundle with cosigned heads is as good as the network: whoever cosigned has answered."""
    node, (beta, gamma) = restored(tmp_path, 2)
    with node:
        head = Checkpoint.parse(beta.checkpoint(node.origin))
        for peer in (beta, gamma):
            mirrored(peer, node)
            assert peer.witness
            beta.record.keep_checkpoint(head.note.data, [cosignature(head.note.text, peer.witness, 7)])
        exporting.export(beta, tmp_path / "bundle", tell)
        entry = recover(node, asking([str(tmp_path / "bundle")], tell))
        assert dict(entry.payload or {})["asked"] == [beta.origin, gamma.origin]
        audited(node)


def test_a_log_is_continued_by_the_key_it_committed_to(tmp_path: Path) -> None:
    """A hacked node, or one whose disk is lost save for its keys, goes on under another log that names the old one."""
    with made(tmp_path) as old:
        next_log_key = old.record.keyring(old.origin).next_log_key
    for name in ("record.sqlite", "blobs.sqlite", "policy", "keys.json"):
        (tmp_path / "alpha" / name).unlink()
    after = predecessor(tmp_path / "alpha", PASSPHRASE)
    world = a_world(tmp_path, "successor")
    with create(tmp_path / "new", "Alpha anew", "guarantor", "alpha", PASSPHRASE, world, after=after) as node:
        committed = entries.parse(node.record.leaf(node.origin, 0)).payload
        assert (committed or {})["succeeds"] == after.origin != node.origin
        assert sha256(node.identity.log_key.raw).hexdigest() == next_log_key
        audited(node)
    with pytest.raises(Refused, match="has been begun on this machine"):
        create(tmp_path / "again", "Alpha anew", "guarantor", "alpha", PASSPHRASE, world, after=after)


def test_a_closed_node_is_whole_in_its_files(tmp_path: Path) -> None:
    """Once it is closed nothing is beside the record file, and a copy of that alone holds all that was signed."""
    with made(tmp_path) as node:
        node.append("report.received", SAID)
        with open_node(node.path, None, node.world) as reader:
            assert reader.record.size(node.origin) == 2
    assert [path.name for path in (tmp_path / "alpha").glob("record.sqlite*")] == ["record.sqlite"]
    (tmp_path / "copy").mkdir()
    for name in ("node.json", "keys.json", "record.sqlite", "blobs.sqlite"):
        shutil.copy(tmp_path / "alpha" / name, tmp_path / "copy" / name)
    with reopened(tmp_path, "copy", a_world(tmp_path)) as copy:
        assert len(audited(copy)) == 2
        copy.append("report.received", SAID)


def test_several_processes_append_to_one_node(tmp_path: Path) -> None:
    """Each waits for its turn: every head that any of them hands out is of one history, and no entry is lost."""
    create(tmp_path / "node", "alpha", "guarantor", "alpha", "secret", a_world(tmp_path)).close()
    command = [sys.executable, str(Path(__file__).with_name("driver.py")), "many"]
    command += [str(tmp_path / "node"), str(tmp_path / "markers")]
    with contextlib.ExitStack() as stack:
        started = [stack.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, text=True)) for _ in range(3)]
        lines = [line.split() for one in started for line in (one.communicate()[0]).splitlines()]
    heads = [Checkpoint.parse(b64decode(line[1])) for line in lines if line[0] == "signed"]
    assert len(heads) == 75
    with open_node(tmp_path / "node", "secret", a_world(tmp_path)) as node:
        assert len(audited(node)) == 76
        assert {head.root for head in heads} == {node.record.root(node.origin, head.size) for head in heads}


# ── at a glance, and written out ──────────────────────────────────────────────────────────────


def test_status_says_what_is_held_how_fresh_how_firm_and_what_is_wrong(tmp_path: Path) -> None:
    """Own log first; the last sign of life; the entries that one and all cosigners vouch for; what is missing."""
    with made(tmp_path) as alpha, made(tmp_path, "beta") as beta, made(tmp_path, "gamma", "monitor") as gamma:
        introduced(alpha, beta)
        alpha.peers.admit(gamma.origin, gamma.words)
        beta.append("report.received", {"text": "q" * 70_000})
        mirrored(beta, alpha)
        policies.arrange(alpha)
        head = Checkpoint.parse(alpha.checkpoint(beta.origin))
        assert alpha.witness
        alpha.record.keep_checkpoint(head.note.data, [cosignature(head.note.text, alpha.witness, 2_000_000_000)])
        alpha.record.keep_evidence(beta.origin, "refused head", b"1")
        alpha.record.keep_evidence(beta.origin, "refused head", b"2")
        found = status(alpha)
        own, other, unmet = found.logs
        assert (own.own, own.name, own.size, own.held, own.wrong) == (True, "alpha", 1, 0, ())
        assert own.last == alpha.world.now()
        assert (other.name, other.size, other.held, other.firm) == ("beta", 2, 2, 0)
        assert (other.last and other.last.epoch_s, other.cosigners) == (2_000_000_000, (alpha.witness.public.name,))
        assert other.wrong == ("evidence kept: refused head, 2 times",)
        assert (unmet.size, unmet.last, unmet.root) == (0, None, "")
        assert unmet.wrong == ("admitted and not met yet: its first entry is to be checked against the words",)
        proof = fork.prove(head, Checkpoint.parse(checkpoint.signed(beta.origin, 2, bytes(32), beta.keys["log"])))
        assert proof
        alpha.record.keep_evidence(beta.origin, "fork", proof.write())
        kept = f"{beta.origin} signed two different histories of 2 entries; the proof is"
        assert status(alpha).logs[1].wrong[0] == f"{kept} kept, and in no log yet"
        alpha.append("fork.proved", {"log": beta.origin, "size": 1, "proof": proof.write().decode()})
        assert status(alpha).logs[1].wrong[0] == f"{kept} entry 1 of {alpha.origin}"
        alpha.append("fork.proved", {"log": gamma.origin, "size": 1, "proof": "no proof"})
        for told in (alpha, beta):
            introduced(gamma, told)
            mirrored(told, gamma)
        by_name = {log.name: log.wrong for log in status(gamma).logs}
        assert by_name == {"gamma": (), "alpha": (), "beta": (f"{kept} entry 1 of {alpha.origin}",)}
        (digest,) = missing(alpha)
        assert found.missing == (digest,)
        alpha.blobs.put(beta.blobs.get(digest) or b"")
        assert (missing(alpha), status(alpha).blobs) == ((), 1)


def test_what_is_written_out_is_the_same_whoever_holds_it(tmp_path: Path) -> None:
    """Two nodes that hold the same write the same files, byte for byte, and again onto what is there."""
    with made(tmp_path) as alpha, made(tmp_path, "beta") as beta:
        for n in range(300):
            beta.append("report.received", {"n": n})
        beta.append("report.received", {"text": "q" * 70_000})
        introduced(alpha, beta)
        introduced(beta, alpha)
        mirrored(beta, alpha)
        mirrored(alpha, beta)
        alpha.blobs.put(next(iter(map(beta.blobs.get, beta.blobs.digests()))) or b"")
        files = [exporting.export(node, tmp_path / "out" / node.name, tell) for node in (alpha, beta, beta)]
        trees = [
            {path.relative_to(top): path.read_bytes() for path in top.rglob("*") if path.is_file()}
            for top in (tmp_path / "out" / "alpha", tmp_path / "out" / "beta")
        ]
        assert trees[0] == trees[1]
        assert files == [len(trees[0])] * 3
        with pytest.raises(RecordError, match="does not hold together"):
            alpha.record.extend(beta.origin, [b"x"], beta.checkpoint(beta.origin))
