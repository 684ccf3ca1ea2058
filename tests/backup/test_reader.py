"""What a backup's reader is given: cut off, altered, foreign, newer, hostile; it says so, and writes nothing."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.backup.saved import KEY, brought_back, enclosed, plain, saved, taken_apart
from tests.fuzz.damage import damaged
from tests.node.nodes import SAID, a_world, made
from truceline.desk.backing_up import contents
from truceline.desk.node import is_node
from truceline.desk.sealing import keycopies
from truceline.desk.sealing.age import Identity
from truceline.errors import DataError, InputError, Locked, RecordError, TrucelineError


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a backup of a small node, and another node's."""
    folder = tmp_path_factory.mktemp("whole")
    with made(folder) as node, made(folder, "beta") as other:
        node.append("report.received", SAID)
        saved(node, folder / "b")
        saved(other, folder / "other")
    return folder


@pytest.fixture
def refused(tmp_path: Path) -> Iterator[Callable[[bytes], str]]:
    """Tries to restore from some bytes; what was said. Nothing is left of it."""

    def tried(data: bytes) -> str:
        (tmp_path / "b").write_bytes(data)
        with pytest.raises(TrucelineError) as said:
            brought_back(tmp_path / "b", tmp_path / "r", tmp_path / "markers")
        assert sorted(one.name for one in tmp_path.iterdir()) == ["b"]
        return str(said.value)

    yield tried
    assert not is_node(tmp_path / "r")


def test_cut_off_anywhere(whole: Path, refused: Callable[[bytes], str]) -> None:
    """A backup that is not whole is none, wherever it ends."""
    data = (whole / "b").read_bytes()
    for length in (0, 5, 19, 20, 30, 100, 200, 300, len(data) // 2, len(data) - 17, len(data) - 1):
        assert "Nothing was written." in refused(data[:length])
    assert "a whole backup, got it has changed, or is cut off" in refused(data[: len(data) // 2])


def test_one_bit_changed(whole: Path, refused: Callable[[bytes], str]) -> None:
    """Encryption notices; so it does with bytes after the end."""
    data = bytearray((whole / "b").read_bytes())
    data[len(data) // 2] ^= 1
    assert "it has changed, or is cut off" in refused(bytes(data))
    assert "it has changed, or is cut off" in refused((whole / "b").read_bytes() + b"\0")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "expected a backup, got something else"),
        (b"PK\x03\x04 a zip", "expected a backup, got something else. Name a file that `truceline backup` wrote"),
        (b"truceline/backup/v2\n{}\n", "format v1, got truceline/backup/v2. It was made by a newer Truceline"),
        (b"truceline/backup/v1\n[]\n", "expected a line that says how it opens"),
        (b"truceline/backup/v1\n" + b'{"box":"' * 9, "expected a line that says how it opens"),
        (b"truceline/backup/v1\n{}\nage-encryption.org/v2\n", "expected a whole backup"),
    ],
)
def test_foreign_and_newer(data: bytes, said: str, refused: Callable[[bytes], str]) -> None:
    """What it is not, and what to do, is said."""
    assert said in refused(data)


def test_another_key(whole: Path, tmp_path: Path, refused: Callable[[bytes], str]) -> None:
    """Encrypted to somebody else."""
    said = refused((whole / "b").read_bytes().replace(b"-> X25519", b"-> X25518", 1))
    assert "b: none of the keys given opens it" in said
    assert KEY.secret not in said
    assert not (tmp_path / "r").exists()
    with pytest.raises(Locked):
        keycopies_of(Identity.make(), whole)


def keycopies_of(key: Identity, whole: Path) -> None:
    from truceline.desk.backing_up import Opener, restore  # noqa: PLC0415 - for this alone

    restore(whole / "b", whole / "r", Opener((key,)), None, a_world(whole), lambda *_: None)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """No file, or a folder."""
    with pytest.raises(DataError, match="expected a backup, got no file there"):
        brought_back(tmp_path / "b", tmp_path / "r", tmp_path)
    with pytest.raises(DataError, match="expected a backup, got a folder"):
        brought_back(tmp_path, tmp_path / "r", tmp_path)


def test_a_place_that_is_taken(whole: Path, tmp_path: Path) -> None:
    """Into nothing that has something in it, nor over what somebody keeps under the name that it works under."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "letter").write_text("dear all")
    with pytest.raises(DataError, match="expected an empty folder, or none, got something"):
        brought_back(whole / "b", tmp_path / "r", tmp_path)
    (tmp_path / "n.part").mkdir()
    (tmp_path / "n.part" / "letter").write_text("dear all")
    with pytest.raises(DataError, match=r"n\.part: expected an empty folder"):
        brought_back(whole / "b", tmp_path / "n", tmp_path)
    assert (tmp_path / "n.part" / "letter").read_text() == "dear all"
    (tmp_path / "empty").mkdir()
    assert brought_back(whole / "b", tmp_path / "empty", tmp_path).size == 2


def remade(whole: Path, change: Callable[[dict[str, bytes]], None], listing: dict[str, object] | None = None) -> bytes:
    """A backup by somebody who knows the recipient: its files changed, the list made to fit."""
    files = taken_apart(whole / "b")
    listed = json.loads(files.pop(""))
    change(files)
    names = [one for one in files if one != "node.json"] + ["node.json"]
    listed["files"] = [
        {"name": name, "bytes": len(files[name]), "sha256": sha256(files[name]).hexdigest()} for name in names
    ]
    line = json.dumps(listed | (listing or {})).encode()
    return enclosed(line + b"\n" + b"".join(files[name] for name in names))


def altered_record(files: dict[str, bytes]) -> None:
    """One letter in one entry of the record."""
    files["record.sqlite"] = files["record.sqlite"].replace(b"quiet", b"qu1et")


def no_database(files: dict[str, bytes]) -> None:
    files["record.sqlite"] = b"SQLite format 3\0" + bytes(5000)


def cut_database(files: dict[str, bytes]) -> None:
    files["record.sqlite"] = files["record.sqlite"][:20480]


def no_keys(files: dict[str, bytes]) -> None:
    files["keys.json"] = b"{}"


def no_facts(files: dict[str, bytes]) -> None:
    files["node.json"] = b"{"


def with_object_keys(files: dict[str, bytes]) -> None:
    files["object-keys.sqlite"] = b"x"


def outside(files: dict[str, bytes]) -> None:
    files["../views.json"] = b"x"


def changed(data: bytes, *statements: str) -> bytes:
    """A database after some statements."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(data[:18] + b"\x01\x01" + data[20:])  # memory has no log beside it
        for one in statements:
            db.execute(one)
        db.commit()
        return db.serialize()


def triggered(files: dict[str, bytes]) -> None:
    """A record that does something by itself whenever somebody writes to it."""
    bad = "CREATE TRIGGER ours AFTER INSERT ON entry BEGIN DELETE FROM signed_head; END"
    files["record.sqlite"] = changed(files["record.sqlite"], bad)


def unguarded(files: dict[str, bytes]) -> None:
    """A record from which things may be deleted."""
    files["record.sqlite"] = changed(files["record.sqlite"], "DROP TRIGGER log_stays")


def seen_otherwise(files: dict[str, bytes]) -> None:
    """A view where a table should be."""
    files["blobs.sqlite"] = changed(
        files["blobs.sqlite"], "DROP TABLE salt", "CREATE VIEW salt AS SELECT 1 AS commitment, 2 AS salt"
    )


def shorter(files: dict[str, bytes]) -> None:
    """A record that says it has less."""
    files["record.sqlite"] = changed(files["record.sqlite"], "UPDATE log SET size = 1")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (altered_record, "holds a record that is not whole; nothing was written"),
        (no_database, "expected record.sqlite a sound database"),
        (cut_database, "record.sqlite"),
        (no_keys, "expected the wrapped keys of a node"),
        (no_facts, "expected a node, got"),
        (with_object_keys, "files of a node, each once"),
        (outside, "files of a node, each once"),
        (triggered, "expected record.sqlite with the tables of a node, and nothing that runs by itself"),
        (unguarded, "expected record.sqlite with the tables of a node"),
        (seen_otherwise, "expected blobs.sqlite with the tables of a node"),
        (shorter, "expected 2 entries of truceline/alpha"),
    ],
)
def test_made_to_deceive(
    change: Callable[[dict[str, bytes]], None], said: str, whole: Path, refused: Callable[[bytes], str]
) -> None:
    """Anybody can encrypt to a recipient: what is inside is believed no more than what comes from a peer."""
    assert said in refused(remade(whole, change))


@pytest.mark.parametrize(
    ("listing", "said"),
    [
        ({"format": 2}, "contents of format 1, not 2"),
        ({"origin": "truceline/other"}, "expected 2 entries of truceline/other"),
        ({"size": 1}, "expected 1 entries of"),
        ({"files": []}, "a record, keys and facts"),
        ({"more": 1}, "expected a whole backup"),
    ],
)
def test_lists_that_do_not_fit(
    listing: dict[str, object], said: str, whole: Path, refused: Callable[[bytes], str]
) -> None:
    """The list is held against what is there."""
    assert said in refused(remade(whole, lambda _: None, listing))


def test_bytes_that_the_list_does_not_name(whole: Path, refused: Callable[[bytes], str]) -> None:
    """Too many, too few, others, and a list without end."""
    inside = plain(whole / "b")
    assert "got bytes after it" in refused(enclosed(inside + b"x"))
    assert "got fewer bytes" in refused(enclosed(inside[:-1]))
    assert "of SHA-256" in refused(enclosed(inside[:-1] + b"x"))
    assert "under 1 MiB" in refused(enclosed(b"{" * 2**21))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_list(data: st.DataObject, whole: Path) -> None:
    """Whatever stands where the list should: read as one, or ValueError."""
    line = plain(whole / "b").partition(b"\n")[0]
    text = data.draw(damaged(line))
    with suppress(ValueError):
        assert contents.read(text).files[-1].name == "node.json"


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_file(data: st.DataObject, whole: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever stands in the file, inside or outside of the encryption: an error of ours, and nothing written."""
    folder = tmp_path_factory.mktemp("any")
    if data.draw(st.booleans()):
        made_up = data.draw(damaged((whole / "b").read_bytes()))
    else:
        made_up = enclosed(data.draw(damaged(plain(whole / "b"))))
    (folder / "b").write_bytes(made_up)
    try:
        brought_back(folder / "b", folder / "r", folder / "markers")
    except (InputError, Locked):
        assert sorted(one.name for one in folder.iterdir()) == ["b"]
    else:
        assert taken_apart(folder / "b") == taken_apart(whole / "b")
    shutil.rmtree(folder)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_key_copy(data: st.DataObject) -> None:
    """A key copy as it was written, or DataError."""
    copy = keycopies.KeyCopy("truceline/a-1", "ab" * 32, 3, (keycopies.Key("00" * 16, "age1x", "YWdl"),))
    text = data.draw(damaged(keycopies.dumps(copy)))
    with suppress(DataError):
        assert keycopies.parsed(text, "k") == copy


def test_a_record_with_a_fault_names_it(whole: Path, refused: Callable[[bytes], str]) -> None:
    """Which log, which entry."""
    said = refused(remade(whole, altered_record))
    assert "truceline/alpha" in said
    assert issubclass(RecordError, InputError)
