"""One's own log: what is appended, under which head, and which anchors go before it."""

import contextlib
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.node.nodes import NOON, PASSPHRASE, SAID, a_world, audited, introduced, made, mirrored, reopened
from truceline.desk.node import Draft, Node, SignedHead, create, is_node, open_node, policies
from truceline.desk.node import keys as keyfiles
from truceline.desk.node.founding import slug
from truceline.desk.node.peers import Peers
from truceline.errors import DataError, Locked, RecordError, Refused, UnknownName
from truceline.period import Instant
from truceline.tlog import entry as entries
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.cosign import cosignature
from truceline.tlog.keys import words
from truceline.tlog.policy import Policy


def kinds(node: Node) -> list[str]:
    """The kinds of a node's own entries."""
    return [one.kind for one in audited(node)]


def test_a_node_begins_with_its_keys(tmp_path: Path) -> None:
    """The first entry enrols all keys, under an origin that names the log key; its hash is the fingerprint."""
    with made(tmp_path, "Alpha Side", "monitor") as node:
        first = audited(node)[0]
        assert (first.kind, first.genesis, first.time) == ("key.enrolled", "", str(NOON))
        said = dict(first.payload or {})
        expected = {"purpose": "genesis", "name": "Alpha Side", "role": "monitor", "actor": "alpha-side"}
        assert {member: said[member] for member in expected} == expected
        assert node.origin.startswith("truceline/alpha-side-")
        assert node.words == words(bytes.fromhex(first.hash))
        assert node.genesis == first.hash
        ring = node.record.keyring(node.origin)
        ahead = keyfiles.unlock(node.path / "next-keys.json", PASSPHRASE, keyfiles.NEXT)
        assert ring.next_key == keyfiles.committed(ahead["next_entry"].public)
        assert ring.next_log_key == keyfiles.committed(ahead["next_log"].public)
        assert {one.raw for one in ring.cosigners} == {node.keys[one].public.raw for one in ("witness", "mirror")}
        assert (node.witness, node.mirror) == (node.keys["witness"], node.keys["mirror"])
        assert is_node(node.path)
        assert node.logs() == ((node.origin, "Alpha Side", "monitor", "alpha-side", node.genesis, 1, True),)
        assert node.path.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("name", "word"), [("Beta — 2", "beta-2"), ("Наблюдатели", "node"), ("Ünïted", "united")])
def test_a_name_as_a_word(name: str, word: str) -> None:
    """An origin is plain, whatever the name."""
    assert slug(name) == word


def test_what_is_appended_is_read(tmp_path: Path) -> None:
    """Entries carry their log, genesis, place, time and payload; each append leaves a signed head over all of them."""
    then = Instant.parse("2031-04-30T08:00:00Z")
    with made(tmp_path) as node:
        one = node.append("report.received", SAID)
        two = node.append("reply.made", SAID, refs=[one.ref], time=then, audience=(node.origin,))
        assert audited(node)[1:] == [one, two]
        assert (one.seq, one.genesis, one.time, one.payload) == (1, node.genesis, str(NOON), SAID)
        assert (two.refs, two.time, two.audience) == ((one.ref,), str(then), (node.origin,))
        assert one.id != two.id
        assert one.key_name == node.entry_key.name
        assert Checkpoint.parse(node.checkpoint(node.origin)).size == 3
        assert node.heads() == ((node.origin, 3, node.record.root(node.origin, 3)),)
    with reopened(tmp_path) as node:
        assert audited(node)[1:] == [one, two]


def test_a_large_payload_lies_beside_its_entry(tmp_path: Path) -> None:
    """Above what an entry carries the payload is a blob, found by the digest in the entry."""
    with made(tmp_path) as node:
        entry = node.append("report.received", {"text": "q" * 70_000})
        assert entry.payload is None
        assert json.loads(node.blobs.get(entry.blob) or b"") == {"text": "q" * 70_000}


def test_many_are_appended_under_one_head(tmp_path: Path) -> None:
    """A batch is one transaction and one signed head; an empty one is nothing."""
    with made(tmp_path) as node:
        assert node.append_many([]) == []
        batch = node.append_many(Draft("report.received", {"n": n}) for n in range(300))
        assert [one.seq for one in batch] == list(range(1, 301))
        assert [size for size, _, _ in node.record.checkpoints(node.origin)] == [301]
        assert len(audited(node)) == 301


def test_a_batch_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """One entry that cannot be made, and none of its batch is in the log."""
    with made(tmp_path) as node:
        with pytest.raises(ValueError, match="kind"):
            node.append_many([Draft("report.received", SAID), Draft("NO KIND", SAID)])
        assert kinds(node) == ["key.enrolled"]


def test_a_node_open_for_reading_does_not_sign(tmp_path: Path) -> None:
    """Without the passphrase everything can be read, and nothing signed."""
    made(tmp_path).close()
    with open_node(tmp_path / "alpha", None, a_world(tmp_path)) as node:
        assert len(audited(node)) == 1
        assert (node.witness, node.mirror) == (None, None)
        assert node.entry_key.name == f"{node.origin}/entry/0"
        with pytest.raises(Locked, match="open for reading only: nothing is signed without its passphrase"):
            node.append("report.received", SAID)


def test_where_there_is_no_node_and_no_room_for_one(tmp_path: Path) -> None:
    """A folder without a node, and one with something else in it, are errors that say what to do."""
    with pytest.raises(DataError, match=r"no node there\n.*Make one with `truceline node init"):
        open_node(tmp_path, None, a_world(tmp_path))
    (tmp_path / "letters.txt").write_text("keep", encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (tmp_path, tmp_path / "file"):
        with pytest.raises(DataError, match=r"no room for a node\n.*expected an empty folder"):
            create(place, "alpha", "guarantor", "", "secret", a_world(tmp_path))
    with pytest.raises(DataError, match=r"no such node can be\n.*expected a node's name, role and actor, got .*actor"):
        create(tmp_path / "bad", "alpha", "guarantor", "NO ID", "secret", a_world(tmp_path))
    made(tmp_path / "there").close()
    with pytest.raises(DataError, match="no room for a node"):
        made(tmp_path / "there")
    (tmp_path / "there" / "alpha" / "node.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="the node cannot be read"):
        reopened(tmp_path / "there")


# ── admitting ─────────────────────────────────────────────────────────────────────────────────


def test_a_log_is_admitted_by_words_alone(tmp_path: Path) -> None:
    """Right words with the first entry admit it; wrong ones, or another's entry, do not; the right ones stay untold."""
    with made(tmp_path) as alpha, made(tmp_path, "beta", "monitor") as beta:
        first = beta.record.leaf(beta.origin, 0)
        spoken = beta.words.replace("-", " ").upper()
        wrong = words(bytes(32))
        with pytest.raises(Refused, match="are not those of the log shown as") as refused:
            alpha.peers.admit(beta.origin, wrong, first)
        assert not set(beta.words.split("-")) & set(str(refused.value).split())
        with pytest.raises(Refused, match=r"expected 8 words, not 2\. Ask for the words again"):
            alpha.peers.admit(beta.origin, "lusab babad", first)
        with pytest.raises(Refused, match=r"\. Admit it by its own name"):
            alpha.peers.admit(beta.origin, alpha.words, alpha.record.leaf(alpha.origin, 0))
        with pytest.raises(Refused, match="no log that can be admitted"):
            alpha.peers.admit(beta.origin, spoken, first.replace(b"beta", b"bela"))
        assert list(alpha.peers) == []
        peer = alpha.peers.admit(beta.origin, spoken, first, "http://beta")
        assert peer.words == beta.words
        assert (peer.genesis, peer.log_key, peer.url) == (beta.genesis, beta.keys["log"].public, "http://beta")
        assert list(Peers(alpha.path)) == [peer]
        assert beta.origin in alpha.peers
        assert alpha.peers.at(beta.origin, "http://new").url == "http://new"
        alpha.peers.forget(beta.origin)
        for ask in (alpha.peers.forget, alpha.peers.__getitem__):
            with pytest.raises(UnknownName, match="no admitted log named"):
                ask(beta.origin)


def test_words_kept_for_first_contact_are_checked_there(tmp_path: Path) -> None:
    """A log admitted unseen is read once its first entry fits the words; another's under its name is refused."""
    with made(tmp_path) as alpha, made(tmp_path, "beta") as beta:
        peer = alpha.peers.admit(beta.origin, alpha.words)
        assert (peer.genesis, peer.log_key, peer.identity) == ("", None, None)
        assert [one.size for one in alpha.logs()] == [1, 0]
        first = beta.record.leaf(beta.origin, 0)
        with pytest.raises(Refused, match="compare the words again over a line you trust"):
            alpha.peers.met(beta.origin, first)
        alpha.peers.admit(beta.origin, beta.words)
        assert alpha.peers.met(beta.origin, first).genesis == beta.genesis
        assert alpha.peers.met(beta.origin, first) == alpha.peers[beta.origin]


def test_logs_admitted_at_the_same_time_are_all_admitted(tmp_path: Path) -> None:
    """Each change reads first what others changed since: no admission is lost, nor taken back by a later one."""
    lists = [Peers(tmp_path) for _ in range(8)]
    typed = words(bytes(32))
    with ThreadPoolExecutor(8) as many:
        list(many.map(lambda held: held[1].admit(f"truceline/log-{held[0]}", typed), enumerate(lists)))
    assert [peer.origin for peer in Peers(tmp_path)] == [f"truceline/log-{number}" for number in range(8)]
    lists[0].forget("truceline/log-7")
    lists[7].at("truceline/log-0", "https://north.example")
    assert "truceline/log-7" not in Peers(tmp_path)


def test_peers_that_cannot_be_read(tmp_path: Path) -> None:
    """A damaged list is an error with its file."""
    (tmp_path / "peers.json").write_text('[{"origin": 1}]', encoding="utf-8")
    with pytest.raises(RecordError, match=r"the admitted logs cannot be read\n.*Admit them again"):
        Peers(tmp_path)


def test_the_policy_follows_whom_people_admit_until_they_write_it(tmp_path: Path) -> None:
    """Guarantors are sides, monitors the monitor; heads are held and firm by their cosigners. One's own stays."""
    names = (("alpha", "guarantor"), ("beta", "guarantor"), ("gamma", "monitor"), ("delta", "party"))
    nodes = [made(tmp_path, name, role) for name, role in names]
    alpha = nodes[0]
    for other in nodes[1:]:
        introduced(alpha, other)
    mirrored(nodes[1], alpha)
    assert policies.arrange(alpha)
    rules = policies.policy(alpha)
    assert [group.name for group in rules.groups] == ["monitor", "side-alpha", "side-beta", "firm"]
    head = Checkpoint.parse(alpha.checkpoint(alpha.origin))
    assert not rules.reached(head).held
    for other in nodes[1:3]:
        assert other.witness
        alpha.record.keep_checkpoint(head.note.data, [cosignature(head.note.text, other.witness, 7)])
    reached = rules.reached(Checkpoint.parse(alpha.checkpoint(alpha.origin)))
    assert (reached.held, reached.firm, reached.missing) == (True, False, ("side-alpha",))
    (alpha.path / "policy").write_bytes(Policy((), (), ()).write())
    assert not policies.arrange(alpha)
    assert policies.policy(alpha) == Policy((), (), ())
    (alpha.path / "policy").write_bytes(b"quorum nobody\n")
    with pytest.raises(RecordError, match="the policy cannot be read"):
        policies.policy(alpha)
    (alpha.path / "policy").unlink()
    assert policies.policy(alpha).quorum == "none"
    for node in nodes:
        node.close()


# ── anchors ───────────────────────────────────────────────────────────────────────────────────


def test_an_anchor_goes_before_an_answer(tmp_path: Path) -> None:
    """What refers to another's entry stands behind an anchor with that log's checkpoint; one is enough for both."""
    with made(tmp_path) as alpha, made(tmp_path, "beta") as beta:
        said = beta.append("report.received", SAID)
        introduced(alpha, beta)
        mirrored(beta, alpha)
        alpha.append("reply.made", SAID, refs=[said.ref])
        alpha.append("reply.made", SAID, refs=[said.ref])
        assert kinds(alpha) == ["key.enrolled", "anchor", "reply.made", "reply.made"]
        notes = entries.parse(alpha.record.leaf(alpha.origin, 1)).payload
        assert notes == {"checkpoints": [beta.checkpoint(beta.origin).decode()]}
        alpha.append("reply.made", SAID, refs=[audited(alpha)[2].ref])
        assert kinds(alpha)[4:] == ["reply.made"], "an answer to oneself needs no anchor"


def test_an_anchor_only_for_news_that_is_no_anchor(tmp_path: Path) -> None:
    """Two nodes that mirror one another do not go on anchoring each other's anchors; new cosigners are news."""
    with made(tmp_path) as alpha, made(tmp_path, "beta") as beta:
        assert alpha.anchor() is None
        introduced(alpha, beta)
        introduced(beta, alpha)
        assert alpha.anchor() is None, "nothing of it is held yet"
        came = []
        for _ in range(3):
            mirrored(beta, alpha)
            came.append(alpha.anchor())
            mirrored(alpha, beta)
            came.append(beta.anchor())
        assert [one.kind if one else None for one in came] == ["anchor", "anchor", None, None, None, None]
        head = Checkpoint.parse(alpha.checkpoint(beta.origin))
        assert alpha.witness
        line = cosignature(head.note.text, alpha.witness, 7)
        alpha.record.keep_checkpoint(head.note.data, [line])
        anchor = alpha.anchor()
        assert anchor
        assert anchor.payload == {"checkpoints": [alpha.checkpoint(beta.origin).decode()]}
        assert alpha.anchor() is None


def test_the_head_does_not_leave_before_its_marker(tmp_path: Path) -> None:
    """A head that was committed by a process that ended before it synced the marker is handed out behind the marker."""
    with made(tmp_path) as node:
        with node.record.writing():
            node.append("report.received", SAID)
            assert node.marker.read() == SignedHead(1, node.record.root(node.origin, 1)), "not committed yet"
        head = Checkpoint.parse(node.checkpoint(node.origin))
        assert node.marker.read() == SignedHead(2, head.root)


def test_the_marker_is_not_put_at_what_was_undone(tmp_path: Path) -> None:
    """A write that fails around an append leaves log and marker as they were, and the node signs on."""
    with made(tmp_path) as node:
        with contextlib.suppress(ArithmeticError), node.record.writing():
            assert node.append("report.received", SAID).seq == 1
            raise ArithmeticError
        assert node.append_many([]) == []
        assert node.marker.read() == SignedHead(1, node.record.root(node.origin, 1))
        node.append("report.received", SAID)
        assert node.marker.read() == SignedHead(2, node.record.root(node.origin, 2))
        audited(node)
