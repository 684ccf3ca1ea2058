"""The drill: the disk is lost, the node comes back of its backup, its key copy and its peers; no size is signed twice.

Nothing that was erased opens again, and what is restored beside another restored copy does not fork the log.
"""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.backup.saved import brought_back, reopened, saved, taken_apart
from tests.canaries import in_bytes, search
from tests.sealing.posting import KEYS, Body, Posting, posting
from tests.sync.nodes import PASSPHRASE, carried, grow, of, quiet, synced
from truceline.desk.node import Node, open_node, rotation
from truceline.desk.node.recovery import recover
from truceline.desk.node.status import status
from truceline.desk.node.sync import Came
from truceline.desk.node.sync.own import asking
from truceline.desk.sealing import age, batches, keycopies
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.vault import Vault
from truceline.errors import Locked, RecordError, Refused, TrucelineError, Unreachable
from truceline.kinds.keeping import KeyEnd
from truceline.tlog.entry import parse

ERASED, KEPT = "Witness Zdravomira saw the lorry at the ford.", "Smoke rose behind the weir towards Öreväla."


class Lost:
    """The monitor's disk is lost: what it had saved, what was erased since, and what its peers hold of it."""

    def __init__(self, folder: Path, all_: Posting) -> None:
        self.folder, self.all, mission = folder, all_, all_.mission
        self.path, self.origin, self.markers = mission.node.path, mission.origin, folder / "machine"
        self.erased = mission.seals(all_.kalvessar, words=ERASED).id
        self.kept = mission.seals(all_.kalvessar, words=KEPT).id
        self.stick = folder / "stick" / "mission.keys"
        self.stick.parent.mkdir()
        keycopies.add(self.path, self.stick)
        (folder / "safe").mkdir()
        self.written = saved(mission.node, folder / "safe")
        self.photographed = folder / "copied-outside.keys"  # a copy of the key copy that no erasure reaches
        shutil.copy(self.stick, self.photographed)
        all_.slot(1)
        mission.erases(self.erased)
        grow(mission.node, 3)
        all_.slot(2)
        for peer in (all_.kalvessar, all_.zulmerand):
            all_.carry(mission, peer)  # all that it signed
        self.signed = mission.node.record.head(self.origin)
        mission.node.close()
        shutil.rmtree(self.path)
        self.sticks = tuple(
            str(carried(one.node, folder / "back" / one.node.name)) for one in (all_.kalvessar, all_.zulmerand)
        )

    def back(self, to: Path | None = None, copy: Path | None = None, markers: Path | None = None) -> Node:
        """The node restored, on another machine unless its markers are named."""
        path = to or self.path
        self.restored = brought_back(self.written.path, path, markers or self.markers, copy or self.stick)
        return reopened(path, markers or self.markers, PASSPHRASE)

    def ask(self, *sticks: str) -> object:
        return asking(sticks or self.sticks, quiet_two)


def quiet_two(done: int, total: int) -> None:
    quiet("", done, total)


@pytest.fixture
def lost(tmp_path: Path) -> Iterator[Lost]:
    """The monitor sealed two reports, was saved, erased one, went on, and lost its disk."""
    with posting(tmp_path / "nodes") as all_:
        yield Lost(tmp_path, all_)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lost]:
    """The same, once for all tests that sign nothing for its peers to see."""
    folder = tmp_path_factory.mktemp("seen")
    with posting(folder / "nodes") as all_:
        yield Lost(folder, all_)


def forks(*bodies: Body) -> list[str]:
    """Proofs of a fork that anybody keeps or tells."""
    kept = [one.kind for body in bodies for one in body.node.record.evidence(kind="fork")]
    told = [
        kind for body in bodies for leaf in body.node.leaves(body.origin) if (kind := parse(leaf).kind) == "fork.proved"
    ]
    return kept + told


def test_the_whole_drill(lost: Lost) -> None:
    """Restored, silent, recovered from peers, signing again; what was kept opens, what was erased does not."""
    kalvessar, zulmerand = lost.all.kalvessar, lost.all.zulmerand
    with lost.back() as node:
        assert (lost.restored.objects, lost.restored.shredded) == (1, (lost.erased,))
        assert "restored from a backup" in status(node).signs
        # It signs nothing, for itself or for others, and lets nothing sealed leave.
        with pytest.raises(Refused, match=r"restored from a backup.*`truceline node recover`"):
            grow(node, 1)
        assert "truceline node recover" in synced(node, Path(lost.sticks[0])).unsigned
        with Vault(node) as vault:
            assert batches.leave_due(node, vault) == ()
        entry = recover(node, lost.ask())  # type: ignore[arg-type]  # as asking gives it
        assert (entry.kind, entry.seq) == ("node.recovered", lost.signed.size)
        assert node.record.root(lost.origin, lost.signed.size) == lost.signed.root
        grow(node, 2)
        for peer in (kalvessar, zulmerand):
            came = of(synced(peer.node, carried(node, lost.folder / f"again-{peer.node.name}")), lost.origin)
            assert (came.came, came.fork) == (Came.NEW, None)
        with Vault(node) as vault:
            assert vault.open(lost.kept, KEYS["mission"]).tree["text"] == KEPT
            with pytest.raises(RecordError, match="erased: this sealed object does not open any more"):
                vault.open(lost.erased, KEYS["mission"])
            assert lost.erased not in {id_ for id_, _ in vault.queued()}
        assert forks(kalvessar, zulmerand) == []
        assert search(node.path, [ERASED, KEPT, "Zdravomira"]) == ()


def test_without_any_key_copy_nothing_sealed_opens_or_leaves(seen: Lost, tmp_path: Path) -> None:
    """It is shredded, since nobody can tell what had been erased; and no old place is written over with nothing."""
    made = brought_back(seen.written.path, tmp_path / "r", tmp_path)
    assert (made.objects, set(made.shredded)) == (0, {seen.kept, seen.erased})
    assert keycopies.remembered(made.path) == ()
    before = seen.stick.read_bytes()
    with pytest.raises(Refused, match=r"it was written 3 times and this node knows of \d.*restore it with that copy"):
        keycopies.add(made.path, seen.stick)
    assert seen.stick.read_bytes() == before


def test_a_copy_of_the_key_copy_made_outside_opens_what_was_erased(seen: Lost, tmp_path: Path) -> None:
    """What the documentation admits: with an old copy of the key copy, an old backup opens what was erased since."""
    with seen.back(tmp_path / "r", seen.photographed, tmp_path) as node, Vault(node) as vault:
        assert vault.open(seen.erased, KEYS["mission"]).tree["text"] == ERASED
    # One that is older than the backup itself is known for that.
    assert not seen.restored.stale
    (tmp_path / "older").write_bytes(keycopies.dumps(replace(keycopies.read(seen.photographed), generation=0)))
    assert brought_back(seen.written.path, tmp_path / "s", tmp_path, tmp_path / "older").stale


def test_no_key_but_its_own_opens_an_erased_object_in_a_backup(seen: Lost, tmp_path: Path) -> None:
    """Every ciphertext in the old backup, tried with every body's key, the backup's, and each key still there."""
    copy = keycopies.read(seen.stick)
    assert [one.id for one in copy.keys if one.id == seen.erased] == []
    bodies = list(KEYS.values())
    still = [Identity.read(unwrapped(one, KEYS["mission"])) for one in copy.keys]
    files = taken_apart(seen.written.path)
    assert in_bytes(b"".join(files.values()), [ERASED, KEPT]) == ()
    tried = 0
    for id_, data in ciphertexts(tmp_path, files["sealed.sqlite"]):
        opening = [key for key in (*bodies, *still) if opens(data, key)]
        assert bool(opening) == (id_ != seen.erased)
        tried += 1
    assert tried == 2
    assert seen.written.contents.unsent == (min(seen.erased, seen.kept), max(seen.erased, seen.kept))


def unwrapped(key: keycopies.Key, body: Identity) -> str:
    import base64  # noqa: PLC0415 - for this alone

    return age.decrypt(base64.b64decode(key.wrapped), body).decode()


def ciphertexts(folder: Path, database: bytes) -> list[tuple[str, bytes]]:
    """Every age file in a vault, with the object it is of."""
    path = folder / "stolen.sqlite"
    path.write_bytes(database)
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT id, data FROM object UNION ALL SELECT id, data FROM piece").fetchall()
    return [(id_.hex(), data) for id_, data in rows]


def opens(data: bytes, key: Identity) -> bool:
    try:
        age.decrypt(data, key)
    except Locked:
        return False
    return True


@pytest.mark.parametrize("marker", ["kept", "lost"])
def test_two_restores_at_once_do_not_fork(marker: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Two copies on one machine, both asking before either signs: one goes on, the other finds that it must wait."""
    lost: Lost = request.getfixturevalue("lost" if marker == "kept" else "seen")
    markers = lost.folder / "nodes" if marker == "kept" else tmp_path / "machine"
    one, other = tmp_path / "one", tmp_path / "other"
    lost.back(one, markers=markers).close()
    lost.back(other, markers=markers).close()
    both, went_on, waited = threading.Barrier(2), list[int](), list[str]()

    def go_on(path: Path) -> None:
        with reopened(path, markers, PASSPHRASE) as node:

            def ask(held: Node) -> list[str]:
                answered = list(lost.ask()(held))  # type: ignore[operator]  # as asking gives it
                both.wait(timeout=20)  # neither signs before both have asked
                return answered

            try:
                recover(node, ask)
                grow(node, 1)
                went_on.append(node.record.size(lost.origin))
            except TrucelineError as error:
                waited.append(str(error))

    threads = [threading.Thread(target=go_on, args=(path,)) for path in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (went_on, len(waited)) == ([lost.signed.size + 2], 1)
    assert "the marker says it signed" in waited[0]
    with open_node(one, None, lost.all.kalvessar.node.world) as first, open_node(other, None, first.world) as second:
        sizes = {first.record.size(lost.origin), second.record.size(lost.origin)}
        assert sizes == {lost.signed.size, lost.signed.size + 2}
        shorter = min(sizes)
        assert first.record.root(lost.origin, shorter) == second.record.root(lost.origin, shorter)


def test_the_original_that_is_still_open_signs_no_more(tmp_path: Path) -> None:
    """A process that had the marker open from before sees that a restored copy has gone on: no fork."""
    with posting(tmp_path / "nodes") as all_:
        original = all_.mission.node
        grow(original, 1)
        written = saved(original, tmp_path / "mission.backup")
        brought_back(written.path, tmp_path / "copy", tmp_path / "nodes")
        all_.carry(all_.mission, all_.kalvessar)
        stick = carried(all_.kalvessar.node, tmp_path / "back")
        with reopened(tmp_path / "copy", tmp_path / "nodes", PASSPHRASE) as copy:
            recover(copy, asking((str(stick),), quiet_two))
            with pytest.raises(Refused, match="marker says"):
                grow(original, 1)
            grow(copy, 1)


def test_keys_change_after_a_compromise(lost: Lost) -> None:
    """The entry key rotates and is retired; the body's key changes: old copies, backups and keys open nothing new.

    Here the marker was not lost: nothing is signed before a peer is asked all the same; one who has it all is enough.
    """
    with lost.back(markers=lost.folder / "nodes") as node:
        with pytest.raises(Refused, match="restored from a backup"):
            grow(node, 1)
        with pytest.raises(Unreachable):
            recover(node, lambda _: ())
        assert recover(node, lost.ask(lost.sticks[0])).seq == lost.signed.size  # type: ignore[arg-type]  # as above
        old, fresh = node.entry_key.name, Identity.make()
        rotation.rotate(node, PASSPHRASE)
        rotation.retire(node, old, KeyEnd.STOLEN, "the machine of the north office")
        rotation.enrol_sealing(node, fresh.recipient)
        with Vault(node) as vault:
            assert vault.rekey(KEYS["mission"], fresh.recipient) == len(keycopies.read(lost.stick).keys)
            assert keycopies.refresh(node.path) == ()
            assert vault.open(lost.kept, fresh).tree["text"] == KEPT
            with pytest.raises(Locked):
                vault.open(lost.kept, KEYS["mission"])
        assert not [one for one in keycopies.read(lost.stick).keys if one.recipient != fresh.recipient]
        assert node.entry_key.name != old
        grow(node, 1)
        assert of(synced(lost.all.kalvessar.node, carried(node, lost.folder / "new")), lost.origin).came is Came.NEW
        new = saved(node, lost.folder / "safe" / "after.backup")
    brought_back(new.path, lost.folder / "once more", lost.folder / "third machine", lost.stick)
    with (
        reopened(lost.folder / "once more", lost.folder / "third machine", PASSPHRASE) as again,
        Vault(again) as vault,
    ):
        assert vault.open(lost.kept, fresh).tree["text"] == KEPT
        with pytest.raises(Locked):
            vault.open(lost.kept, KEYS["mission"])
