"""The vault: every object under a key of its own, nothing told by the disk, and what is erased gone from every page."""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest

from tests.canaries import search
from tests.node.nodes import NOON, a_world, made
from tests.sealing.ground import BODY, CANARIES, WORDS, a_body, a_report, sealed
from truceline.desk.node import Draft, Node
from truceline.desk.sealing import age, objects
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.objects import Sealable, SealedObject
from truceline.desk.sealing.vault import KEYS, OBJECTS, PIECE_B, Vault
from truceline.errors import Locked, RecordError, Refused, UnknownName
from truceline.kinds import Envelope, Marking, Sealing

PEER, OTHER = Identity.make(), Identity.make()


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    with a_body(tmp_path) as found:
        yield found


@pytest.fixture
def vault(node: Node) -> Iterator[Vault]:
    with Vault(node) as found:
        yield found


def left(node: Node, one: SealedObject) -> None:
    """Append the entry of an object, as a batch does."""
    node.append_many([Draft("sealed", None, time=NOON, commitments=one.commitments, id=one.id)])


def raw(node: Node) -> bytes:
    """Every byte of the two files, and of whatever journals lie beside them."""
    found = chain.from_iterable(node.path.glob(f"{name}*") for name in (OBJECTS, KEYS))
    return b"".join(one.read_bytes() for one in sorted(found))


def rows(node: Node, file: str, query: str) -> list[tuple[bytes, bytes]]:
    with closing(sqlite3.connect(node.path / file)) as db:
        return list(db.execute(query))


# ── keeping ───────────────────────────────────────────────────────────────────────────────────


def test_what_is_kept_opens_with_the_bodys_key_and_no_other(node: Node, vault: Vault) -> None:
    one = sealed(node)
    vault.keep(one)
    assert vault.open(one.id, BODY) == one
    with pytest.raises(Locked):
        vault.open(one.id, PEER)
    with pytest.raises(UnknownName, match="no sealed object named"):
        vault.open("0" * 32, BODY)


def test_the_disk_tells_nothing_of_what_is_inside(node: Node, vault: Vault) -> None:
    """Words, place, person, photograph and its digest are in no file of the node, however written."""
    vault.keep(sealed(node), to={"truceline/peer-01234567": PEER.recipient})
    assert search(node.path, CANARIES) == ()
    (node.path / "control").write_text(WORDS, encoding="utf-16")
    assert {one.where for one in search(node.path, CANARIES)} == {"control"}, "the search finds what is there"


def test_a_list_shows_size_by_bucket_and_whether_it_left(node: Node, vault: Vault) -> None:
    """Two reports of different length look alike."""
    one, other = sealed(node, photo=False), sealed(node, photo=False, words="Quiet.")
    vault.keep(one)
    vault.keep(other, queued=False)
    held = {row.id: row for row in vault.ids()}
    assert held[one.id][1:] == held[other.id][1:] == (node.origin, None, 4096)
    vault.left([one.id], NOON)
    assert {row.id: row.slot for row in vault.ids()} == {one.id: NOON, other.id: None}


def test_each_object_has_a_key_of_its_own(node: Node, vault: Vault) -> None:
    """Whoever is given one object's key opens that object alone."""
    one, other = sealed(node), sealed(node)
    vault.keep(one)
    vault.keep(other)
    wrapped = dict(rows(node, KEYS, "SELECT id, wrapped FROM key"))
    data = dict(rows(node, OBJECTS, "SELECT id, data FROM object"))
    first, second = (bytes.fromhex(found.id) for found in (one, other))
    key = Identity.read(age.decrypt(wrapped[first], BODY).decode())
    assert objects.loads(age.decrypt(data[first], key)) == one
    with pytest.raises(Locked):
        age.decrypt(data[second], key)


def test_without_a_key_of_the_body_nothing_is_kept(tmp_path: Path) -> None:
    with made(tmp_path) as bare, Vault(bare) as vault:
        with pytest.raises(Refused, match="truceline officer add"):
            vault.keep(sealed(bare))
        assert (vault.recipient, vault.ids()) == ("", ())


def test_what_is_kept_twice_is_kept_once_and_what_was_erased_is_not_taken_in_again(node: Node, vault: Vault) -> None:
    one = sealed(node)
    vault.keep(one, to={"peer": PEER.recipient})
    vault.keep(one, to={"peer": PEER.recipient})
    assert (len(vault.ids()), len(vault.queued()), vault.has(one.id)) == (1, 1, True)
    vault.erase(one.id)
    with pytest.raises(RecordError, match="erased"):
        vault.keep(one, queued=False)
    assert (vault.erased(one.id), vault.has(one.id)) == (True, False)


def test_a_row_put_in_the_place_of_another_is_not_shown_as_it(node: Node, vault: Vault) -> None:
    """Whoever has the disk can swap ciphertexts with their keys, and is found out."""
    one, other = sealed(node), sealed(node)
    vault.keep(one)
    vault.keep(other)
    with closing(sqlite3.connect(node.path / OBJECTS)) as db, closing(sqlite3.connect(node.path / KEYS)) as keys:
        for base, table, column in ((db, "object", "data"), (keys, "key", "wrapped")):
            swapped = f"UPDATE {table} SET {column} = ? WHERE id = ?"  # noqa: S608 - of the test
            found = dict(base.execute(f"SELECT id, {column} FROM {table}").fetchall())  # noqa: S608 - of the test
            ids = list(found)
            base.executemany(swapped, [(found[ids[1]], ids[0]), (found[ids[0]], ids[1])])
            base.commit()
    with pytest.raises(RecordError, match="another object"):
        vault.open(one.id, BODY)


def test_both_files_forget_what_is_deleted_and_sync_what_is_kept(vault: Vault) -> None:
    """Journals go, deleted bytes are zeroed, and the folder is synced once a journal is gone."""
    for name in ("main", "keys"):
        settings = [vault._db.execute(f"PRAGMA {name}.{one}").fetchone()[0] for one in _PRAGMAS]
        assert settings == ["delete", 1, 3]


_PRAGMAS = ("journal_mode", "secure_delete", "synchronous")


# ── leaving ───────────────────────────────────────────────────────────────────────────────────


def test_what_waits_leaves_oldest_first_and_is_said_to_have_left_once(node: Node, vault: Vault) -> None:
    kept = [sealed(node, photo=False) for _ in range(3)]
    for one in kept:
        vault.keep(one)
    assert vault.queued() == tuple((one.id, one.commitments) for one in kept)
    vault.left([kept[0].id, "0" * 32], NOON)
    vault.left([kept[0].id], NOON.plus(60))
    assert [id_ for id_, _ in vault.queued()] == [one.id for one in kept[1:]]
    assert [row.slot for row in vault.ids() if row.id == kept[0].id] == [NOON]


def test_pieces_follow_their_entry_and_make_up_the_message(node: Node, vault: Vault) -> None:
    """Nothing goes ahead of the log; what arrives in order is the object, for its addressee alone."""
    film = random.Random(1).randbytes(40_000)  # noqa: S311 - of an exercise
    what = a_report(node, photo=False)
    one = objects.seal(node.origin, Sealable(what.kind, what.payload, _with(what.envelope, film), (film,)), node.world)
    vault.keep(one, to={"peer": PEER.recipient, "other": OTHER.recipient})
    assert vault.pieces("peer", 10**6) == ()
    vault.left([one.id], NOON)
    pieces = vault.pieces("peer", 10**6)
    assert [piece[:5] for piece in pieces] == [("peer", n + 1, one.id, n, len(pieces)) for n in range(len(pieces))]
    assert all(len(piece.data) == PIECE_B for piece in pieces[:-1])
    assert objects.loads(age.decrypt(b"".join(piece.data for piece in pieces), PEER)) == one
    assert vault.pieces("peer", 2 * PIECE_B) == pieces[:2]
    vault.pieces_left("peer", 2)
    assert vault.pieces("peer", 10**6) == pieces[2:]
    assert len(vault.pieces("other", 10**6)) == len(pieces)


def _with(envelope: Envelope, film: bytes) -> Envelope:
    from dataclasses import replace  # noqa: PLC0415 - for this alone
    from hashlib import sha256  # noqa: PLC0415 - as above

    from truceline.kinds import SealedFile  # noqa: PLC0415 - as above

    return replace(envelope, files=(SealedFile(sha256(film).hexdigest(), len(film)),))


def test_numbers_run_on_and_what_has_not_left_is_not_let_go(node: Node, vault: Vault) -> None:
    first, second = sealed(node, photo=False), sealed(node, photo=False)
    vault.keep(first, to={"peer": PEER.recipient})
    vault.keep(second, to={"peer": PEER.recipient})
    vault.left([second.id], NOON)
    assert [piece.number for piece in vault.pieces("peer", 10**6)] == [2]
    vault.pieces_left("peer", 2)
    vault.left([first.id], NOON)
    assert [piece.number for piece in vault.pieces("peer", 10**6)] == [1]
    third = sealed(node, photo=False)
    vault.keep(third, to={"peer": PEER.recipient})
    vault.left([third.id], NOON)
    assert [piece.number for piece in vault.pieces("peer", 10**6)] == [1, 3]


def test_what_all_hold_is_one_ciphertext_that_its_audience_alone_opens(node: Node, vault: Vault) -> None:
    """Whoever holds it without opening it cannot tell for how many it is."""
    what = a_report(node, photo=False)
    envelope = Envelope(what.kind, NOON, Sealing.REPLICATED, Marking.AMBER, ("peer",))
    one = objects.seal(node.origin, Sealable(what.kind, what.payload, envelope), node.world)
    vault.keep(one, to={"peer": PEER.recipient, "other": OTHER.recipient})
    vault.left([one.id], NOON)
    peers, others = (b"".join(p.data for p in vault.pieces(name, 10**6)) for name in ("peer", "other"))
    assert peers == others
    assert peers.count(b"-> X25519 ") == 8
    assert objects.loads(age.decrypt(peers, PEER)) == one
    with pytest.raises(Locked):
        age.decrypt(others, OTHER)


def test_what_left_before_a_crash_is_said_to_have_left_at_the_next_opening(node: Node) -> None:
    """The entry is in the log and the vault does not know: it looks, from where it looked last."""
    with Vault(node) as vault:
        one, other = sealed(node, photo=False), sealed(node, photo=False)
        vault.keep(one)
        vault.keep(other)
        left(node, one)
    with Vault(node) as vault:
        assert [id_ for id_, _ in vault.queued()] == [other.id]
        assert {row.id: row.slot for row in vault.ids()} == {one.id: NOON, other.id: None}
        left(node, other)
    with Vault(node) as vault:
        assert vault.queued() == ()


# ── erasing ───────────────────────────────────────────────────────────────────────────────────


def test_what_is_erased_does_not_open_and_is_said_to_be_erased(node: Node, vault: Vault) -> None:
    one = sealed(node)
    vault.keep(one, to={"peer": PEER.recipient})
    assert vault.erase(one.id)
    assert not vault.erase(one.id)
    assert (vault.ids(), vault.queued(), vault.pieces("peer", 10**6)) == ((), (), ())
    with pytest.raises(RecordError, match="does not open any more"):
        vault.open(one.id, BODY)
    assert vault.given() == tuple(sorted(one.commitments)), "what an audience was given, it was given"


def test_no_page_keeps_a_run_of_what_was_erased(node: Node, vault: Vault) -> None:
    """Of ciphertext, salt or wrapped key, whatever was kept and erased before: also where pages were shared out."""
    dice = random.Random(5)  # noqa: S311 - of an exercise
    kept: list[SealedObject] = []
    for _ in range(14):
        one = sealed(node, photo=dice.random() < 0.5, words="word " * dice.choice([1, 60, 400]))
        vault.keep(one, to={"peer": PEER.recipient})
        kept.append(one)
    dice.shuffle(kept)
    for number, one in enumerate(kept[:8]):
        ours = _runs(node, one)
        there = raw(node)
        assert sum(run in there for run in ours) > 0.9 * len(ours), "those that lie on one page are found while they do"
        vault.erase(one.id)
        found = raw(node)
        assert not any(run in found for run in ours), number
        assert not any(opening.salt in found for opening in one.openings)
    free = [vault._db.execute(f"PRAGMA {name}.freelist_count").fetchone() for name in ("main", "keys")]
    assert free == [(0,), (0,)], "written anew: zeroed pages are not enough, a page shared out among two keeps a copy"
    for one in kept[8:]:
        assert vault.open(one.id, BODY) == one


def _runs(node: Node, one: SealedObject) -> list[bytes]:
    """Everything that is kept of an object in runs of sixteen bytes, from where age files differ."""
    id_ = bytes.fromhex(one.id)
    held = [*rows(node, OBJECTS, "SELECT id, data FROM object"), *rows(node, OBJECTS, "SELECT id, data FROM piece")]
    held += rows(node, KEYS, "SELECT id, wrapped FROM key")
    whole = [data for found, data in held if found == id_]
    assert len(whole) >= 3
    return [data[at : at + 16] for data in whole for at in range(40, len(data) - 16, 16)]


def test_a_copy_from_before_an_erasure_does_not_open(node: Node, tmp_path: Path) -> None:
    """A backup holds the ciphertexts; with the keys as they are now, the erased one stays shut and the other opens."""
    with Vault(node) as vault:
        gone, stays = sealed(node), sealed(node)
        vault.keep(gone)
        vault.keep(stays)
    shutil.copy(node.path / OBJECTS, tmp_path / "backup")
    with Vault(node) as vault:
        vault.erase(gone.id)
    shutil.copy(tmp_path / "backup", node.path / OBJECTS)
    with Vault(node) as vault:
        assert vault.open(stays.id, BODY) == stays
        with pytest.raises(RecordError, match="its key is gone"):
            vault.open(gone.id, BODY)


def test_an_erasure_queues_what_tells_of_it_once(node: Node, vault: Vault) -> None:
    one, saying = sealed(node), sealed(node, photo=False)
    vault.keep(one)
    vault.left([one.id], NOON)
    assert vault.erase(one.id, saying=saying, to={"peer": PEER.recipient})
    assert [id_ for id_, _ in vault.queued()] == [saying.id]
    again = sealed(node, photo=False)
    assert not vault.erase(one.id, saying=again, to={"peer": PEER.recipient})
    assert [id_ for id_, _ in vault.queued()] == [saying.id]


def test_pages_are_written_anew_at_the_next_opening_where_that_was_cut_short(node: Node) -> None:
    with Vault(node) as vault:
        vault.keep(sealed(node))
        vault._db.execute("PRAGMA user_version = 1")
    with Vault(node) as vault:
        assert vault._db.execute("PRAGMA user_version").fetchone() == (0,)


# ── another key of the body ───────────────────────────────────────────────────────────────────


def test_another_key_of_the_body_opens_all_and_the_old_one_nothing(node: Node, vault: Vault) -> None:
    """Wrapped anew; those that were sealed to the new key already are left alone, and it can be done again."""
    kept = [sealed(node, photo=False) for _ in range(3)]
    for one in kept:
        vault.keep(one)
    old = [wrapped for _, wrapped in rows(node, KEYS, "SELECT id, wrapped FROM key")]
    assert vault.rekey(BODY, PEER.recipient) == 3
    assert vault.rekey(BODY, PEER.recipient) == 0
    assert [vault.open(one.id, PEER) for one in kept] == kept
    with pytest.raises(Locked):
        vault.open(kept[0].id, BODY)
    assert not any(one[200:216] in raw(node) for one in old)


def test_a_key_that_is_not_the_bodys_changes_nothing(node: Node, vault: Vault) -> None:
    one = sealed(node)
    vault.keep(one)
    with pytest.raises(Locked):
        vault.rekey(PEER, OTHER.recipient)
    assert vault.open(one.id, BODY) == one


def test_a_node_that_is_only_read_keeps_and_opens_too(node: Node, tmp_path: Path) -> None:
    """Sealing needs no secret of the node: its keys stay shut."""
    from truceline.desk.node import open_node  # noqa: PLC0415 - for this alone

    node.close()
    with open_node(node.path, None, a_world(tmp_path, "reading")) as reading, Vault(reading) as vault:
        one = sealed(reading)
        vault.keep(one)
        assert vault.open(one.id, BODY) == one
