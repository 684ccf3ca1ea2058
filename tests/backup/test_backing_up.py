"""A backup: one file of a node at work, holding what it must and never what it must not, whole or not at all."""

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from tests.backup.saved import KEY, TO_KEY, brought_back, plain, quiet, saved, taken_apart
from tests.canaries import in_bytes
from tests.node.nodes import a_world, made, reopened
from tests.sealing.posting import KEYS, Body
from tests.sync.nodes import grow, world
from tests.sync.nodes import made as a_node
from truceline.desk.backing_up import Lock, Opener, backup, contents, restore
from truceline.desk.backing_up.contents import Way
from truceline.desk.backing_up.writing import COPIES
from truceline.desk.node import Node, create, open_node, rotation
from truceline.desk.node.parcels import Parcels
from truceline.desk.node.sync.incoming import Incoming
from truceline.desk.people import People
from truceline.desk.reporting.kept import Cases
from truceline.desk.sealing import batches, keycopies
from truceline.errors import Locked, RecordError, Refused
from truceline.tlog.checkpoint import Checkpoint


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    """A node with every file that a node has."""
    with a_node(tmp_path, "mission", "monitor") as node:
        rotation.enrol_sealing(node, KEYS["mission"].recipient)
        body = Body(node, KEYS["mission"])
        body.seals(words="A canary that nobody must find: Kanáriena.")
        node.blobs.put(b"a blob")
        grow(node, 3)
        batches.set_schedule(node.path, batches.Schedule())
        keycopies.add(node.path, tmp_path / "keys elsewhere")
        for one in (
            People(node.path, node.world),
            Parcels(node.path),
            Incoming(node.path),
            Cases(node.path, node.world),
        ):
            one.close()
        (node.path / "views.sqlite").write_bytes(b"can be made anew")
        yield node


def test_what_is_in_it_and_what_never_is(node: Node, tmp_path: Path) -> None:
    """Every file of a node is taken or left out for a reason; each has the hash that the list says."""
    (node.path / "holiday.jpg").write_bytes(b"not a node's")
    done = saved(node, tmp_path / "mission.backup")
    files = taken_apart(done.path)
    listed = json.loads(files.pop(""))
    assert {one["name"]: one["sha256"] for one in listed["files"]} == {
        name: sha256(data).hexdigest() for name, data in files.items()
    }
    assert set(files) == {
        *("record.sqlite", "blobs.sqlite", "sealed.sqlite", "people.sqlite", "cases.sqlite", "keys.json"),
        *("next-keys.json", "peers.json", "policy", "sealing.json", "key-copies.json", "node.json"),
    } - ({"peers.json"} - {one.name for one in node.path.iterdir()})
    assert done.unknown == ("holiday.jpg",)
    left = {one.name for one in node.path.iterdir()} - set(files) - {"holiday.jpg"}
    assert {contents.way(name) for name in left} == {Way.LEFT}
    assert {"object-keys.sqlite", "parcels.sqlite", "incoming.sqlite", "views.sqlite"} <= left
    keys = (node.path / "object-keys.sqlite").read_bytes()
    wrapped = [one.wrapped for one in keycopies.read(tmp_path / "keys elsewhere").keys]
    assert wrapped
    assert in_bytes(keys, [KEYS["mission"].recipient])  # the search would find it
    assert in_bytes(plain(done.path), [*wrapped, "Kanáriena"]) == ()


def test_every_file_in_a_node_s_folder_has_its_row(node: Node) -> None:
    """A new kind of file is taken, or left out with why; nobody forgets it."""
    assert {one.name for one in node.path.iterdir() if contents.way(one.name) is None} == set()
    assert [row.name for row in contents.TABLE if (row.way is Way.LEFT) != bool(row.why)] == []


def test_the_docs_say_where_everything_lies(root: Path) -> None:
    """Every database of a node stands on the page on data protection; every file taken, on the record's."""
    personal = (root / "docs" / "data-protection.md").read_text(encoding="utf-8")
    databases = {row.name for row in contents.TABLE if row.way in {Way.RECORD, Way.DATABASE}}
    lacking = {name for name in {*databases, "object-keys.sqlite", "parcels.sqlite"} if f"`{name}`" not in personal}
    record = (root / "docs" / "record.md").read_text(encoding="utf-8")
    taken = {row.name for row in contents.TABLE if row.way is not Way.LEFT}
    assert (lacking, {name for name in taken if f"`{name}`" not in record}) == (set(), set())


def test_next_keys_elsewhere_stay_there(tmp_path: Path) -> None:
    """Kept apart from the node, they are apart from its backups as well."""
    apart = tmp_path / "safe" / "next.json"
    apart.parent.mkdir()
    with create(tmp_path / "n", "n", "observer", "", "a passphrase", a_world(tmp_path), next_keys=apart) as node:
        done = saved(node, tmp_path / "n.backup")
    assert "next-keys.json" not in {one.name for one in done.contents.files}
    seed = json.loads(apart.read_bytes())["keys"]["next_log"]["box"]
    assert in_bytes(plain(done.path), [seed]) == ()


def test_a_head_marker_in_the_folder_itself_is_left_out(tmp_path: Path) -> None:
    """Somebody put the markers where backups look: they are not taken, and that is said."""
    place = replace(a_world(tmp_path), markers=tmp_path / "n" / "heads")
    with create(tmp_path / "n", "n", "observer", "", "a passphrase", place) as node:
        done = saved(node, tmp_path / "n.backup")
        assert done.unknown == ("heads",)
        assert in_bytes(plain(done.path), [node.marker.path.name]) == ()


def test_a_stolen_backup_tells_nothing(node: Node, tmp_path: Path) -> None:
    """Neither the log's name nor the node's, nor any file's name: only that it is a backup, and its length."""
    done = saved(node, tmp_path / "b")
    telling = [node.origin, node.name, "record.sqlite", "key.enrolled", KEY.recipient, "SQLite format"]
    assert in_bytes(done.path.read_bytes(), telling) == ()
    assert {hit.canary for hit in in_bytes(plain(done.path), telling)} == {*telling} - {KEY.recipient}


def test_the_same_state_gives_the_same_bytes_inside(node: Node, tmp_path: Path) -> None:
    """Two backups of one state hold the same list and files; outside, keys are drawn anew each time."""
    one, other = saved(node, tmp_path / "one"), saved(node, tmp_path / "other")
    # What it says of the key copies counts how often they were written.
    inside = [{**taken_apart(done.path), "key-copies.json": b"", "": b""} for done in (one, other)]
    assert inside[0] == inside[1]
    assert one.path.read_bytes() != other.path.read_bytes()


def test_a_node_in_use(tmp_path: Path) -> None:
    """While others append and seal, each backup is of one moment: head, entries and what is sealed belong together."""
    with made(tmp_path) as first:
        rotation.enrol_sealing(first, KEYS["mission"].recipient)
    stop, wrong = threading.Event(), list[BaseException]()

    def write() -> None:
        try:
            with reopened(tmp_path) as node:
                body = Body(node, KEYS["mission"])
                while not stop.is_set():
                    grow(node, 3)
                    body.seals(words="more")
        except BaseException as error:  # noqa: BLE001 - shown by the test
            wrong.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    sizes = []
    try:
        with open_node(tmp_path / "alpha", None, a_world(tmp_path, "reader")) as node:
            for number in range(4):
                done = saved(node, tmp_path / f"{number}.backup")
                sizes.append(done.contents.size)
    finally:
        stop.set()
        writer.join()
    assert wrong == []
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]
    for number, size in enumerate(sizes):
        back = brought_back(tmp_path / f"{number}.backup", tmp_path / f"back {number}", tmp_path / "m")
        assert back.size == size
        with open_node(back.path, None, a_world(tmp_path / "m")) as again:
            assert Checkpoint.parse(again.record.checkpoint(again.origin)).size == size


def test_a_vault_that_is_just_being_made(tmp_path: Path) -> None:
    """Its files are there before their tables are: the backup is made all the same, and restores."""
    with made(tmp_path) as node:
        (node.path / "sealed.sqlite").touch()
        saved(node, tmp_path / "b")
    assert brought_back(tmp_path / "b", tmp_path / "back", tmp_path / "m").objects == 0


def test_a_passphrase(tmp_path: Path) -> None:
    """It opens by the same one; a wrong one, or another way to open it, is said, and leaves no folder."""
    secret, spare = "five words drawn by dice", world(tmp_path, "spare")
    with a_node(tmp_path, "mission", "monitor") as node:
        backup(node, tmp_path / "b", Lock(passphrase=secret), quiet)
    with pytest.raises(Locked, match=r"the passphrase does not open .*b; try again\. Nothing was written"):
        restore(tmp_path / "b", tmp_path / "r", Opener(passphrase=secret.upper()), None, spare, quiet)
    with pytest.raises(Locked, match="opens by a passphrase"):
        restore(tmp_path / "b", tmp_path / "r", Opener((KEY,)), None, spare, quiet)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["b", "heads", "mission"]
    assert restore(tmp_path / "b", tmp_path / "r", Opener(passphrase=secret), None, spare, quiet).size == 1
    assert in_bytes((tmp_path / "b").read_bytes(), [secret]) == ()


@pytest.mark.parametrize(
    ("lock", "said"),
    [
        (Lock(passphrase="x" * 11), "a passphrase of 11 letters.*Expected at least 12"),
        (Lock(), "recipients or by a passphrase: give one of the two"),
        (Lock(TO_KEY.recipients, "five words drawn by dice"), "give one of the two"),
        (Lock(("age1nobody",)), r"expected a recipient \(age1…\), got age1nobody"),
    ],
)
def test_locks_that_are_none(tmp_path: Path, lock: Lock, said: str) -> None:
    """Refused before anything is written."""
    with made(tmp_path) as node:
        with pytest.raises(Refused, match=said):
            backup(node, tmp_path / "b", lock, quiet)
        assert not (tmp_path / "b").exists()
        assert not (node.path / COPIES).exists()
        assert not (tmp_path / "b.part").exists()


def test_where_it_is_written(tmp_path: Path) -> None:
    """Into a folder under the log's name, over an older backup, never over anything else nor into the node."""
    with made(tmp_path) as node:
        (tmp_path / "safe").mkdir()
        done = saved(node, tmp_path / "safe")
        assert done.path.name == f"{node.origin.rpartition('/')[2]}.backup"
        assert oct(done.path.stat().st_mode & 0o777) == "0o600"
        assert saved(node, done.path).path == done.path
        (tmp_path / "letter.txt").write_text("dear all")
        with pytest.raises(Refused, match=r"letter\.txt is there and is no backup: it is not written over"):
            saved(node, tmp_path / "letter.txt")
        with pytest.raises(Refused, match="lies in the node's own folder"):
            saved(node, node.path / "b")
        with pytest.raises(RecordError, match="expected a place to write"):
            saved(node, tmp_path / "no such folder" / "b")
        assert [one.name for one in (tmp_path / "safe").iterdir()] == [done.path.name]


def test_one_backup_at_a_time(tmp_path: Path) -> None:
    """A second one is told to wait; copies that a crash left are taken away by the next."""
    with made(tmp_path) as node:
        (node.path / COPIES).mkdir()
        (node.path / COPIES / "record.sqlite").write_bytes(b"half")
        second = list[str]()

        def tell(done: int, total: int) -> None:
            quiet(done, total)
            if not second:
                with pytest.raises(Locked) as said:
                    saved(node, tmp_path / "other")
                second.append(str(said.value))

        backup(node, tmp_path / "b", TO_KEY, tell)
        assert "another backup of" in second[0]
        assert not (node.path / COPIES).exists()
        assert not (tmp_path / "other").exists()
    with closing(reopened(tmp_path)) as again:
        assert brought_back(tmp_path / "b", tmp_path / "r", tmp_path).size == again.record.size(again.origin)
