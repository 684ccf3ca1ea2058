"""Key copies: written anew at every erasure and rekey, owed where not reached, never written over blindly."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sealing.posting import KEYS, Body
from tests.sync.nodes import made
from truceline.desk.node import rotation
from truceline.desk.sealing import keycopies
from truceline.desk.sealing.age import Identity
from truceline.errors import DataError, RecordError, Refused


@pytest.fixture
def body(tmp_path: Path) -> Iterator[Body]:
    """The monitor, with one sealed report and a key copy on a stick."""
    with made(tmp_path, "mission", "monitor") as node:
        rotation.enrol_sealing(node, KEYS["mission"].recipient)
        body = Body(node, KEYS["mission"])
        body.seals(words="first")
        (tmp_path / "stick").mkdir()
        assert keycopies.add(node.path, tmp_path / "stick") == ()
        yield body


def copy_of(body: Body) -> Path:
    return Path(keycopies.remembered(body.node.path)[0].path)


def ids(path: Path) -> list[str]:
    return [one.id for one in keycopies.read(path).keys]


def test_it_has_every_key_wrapped(body: Body) -> None:
    """Under the log's name, for its owner alone, each key an age file to the body's key; nothing else opens it."""
    path, (key,) = copy_of(body), keycopies.read(copy_of(body)).keys
    assert path.name == f"{body.origin.rpartition('/')[2]}.keys"
    assert oct(path.stat().st_mode & 0o777) == "0o600"
    assert key.recipient == KEYS["mission"].recipient
    assert keycopies.owed(body.node.path) == ()


def test_an_erasure_rewrites_it(body: Body, tmp_path: Path) -> None:
    """The erased key is in no file beside it either, and the bytes it had are nowhere in the folder."""
    one = body.seals(words="second")
    keycopies.refresh(body.node.path)
    wrapped = next(key.wrapped for key in keycopies.read(copy_of(body)).keys if key.id == one.id)
    body.erases(one.id)
    assert one.id not in ids(copy_of(body))
    assert [file.name for file in (tmp_path / "stick").iterdir()] == [copy_of(body).name]
    assert wrapped.encode() not in copy_of(body).read_bytes()


def test_what_stood_there_is_overwritten_where_it_lay(body: Body, tmp_path: Path) -> None:
    """Seen through a second name of the same file: its bytes are zeros once the new copy is in its place."""
    (tmp_path / "same bytes").hardlink_to(copy_of(body))
    before = (tmp_path / "same bytes").read_bytes()
    body.erases(ids(copy_of(body))[0])
    assert (tmp_path / "same bytes").read_bytes() == bytes(len(before))


def test_a_place_that_is_gone_is_owed_until_it_is_back(body: Body, tmp_path: Path) -> None:
    """Told with why at each command, and brought up to date by the next one once the stick is there again."""
    one, path, away = ids(copy_of(body))[0], copy_of(body), tmp_path / "away"
    (tmp_path / "stick").rename(away)
    body.erases(one)
    (owed,) = keycopies.owed(body.node.path)
    assert (owed.path, owed.why) == (
        path,
        "it is not there: bring the stick or the folder back, and run `truceline backup`",
    )
    assert keycopies.settle(body.node.path) == (owed,)
    assert one in ids(away / path.name)
    (tmp_path / "stick").mkdir()  # an empty folder where the stick is put in is no stick
    assert keycopies.settle(body.node.path) == (owed,)
    assert list((tmp_path / "stick").iterdir()) == []
    (tmp_path / "stick").rmdir()
    away.rename(tmp_path / "stick")
    assert keycopies.settle(body.node.path) == ()
    assert one not in ids(path)
    assert keycopies.owed(body.node.path) == ()


def test_what_is_sealed_since_is_not_owed(body: Body, tmp_path: Path) -> None:
    """The stick may stay in the safe until the next backup; nothing in it is to be taken back."""
    (tmp_path / "stick").rename(tmp_path / "safe")
    body.seals(words="second")
    assert keycopies.owed(body.node.path) == keycopies.settle(body.node.path) == ()
    (tmp_path / "safe").rename(tmp_path / "stick")
    assert len(ids(copy_of(body))) == 1
    assert keycopies.refresh(body.node.path) == ()
    assert len(ids(copy_of(body))) == 2


def test_whatever_is_kept_next_tries_again(body: Body, tmp_path: Path) -> None:
    """An erasure that did not reach the stick reaches it when something is sealed and the stick is back."""
    one, away = ids(copy_of(body))[0], tmp_path / "away"
    (tmp_path / "stick").rename(away)
    body.erases(one)
    away.rename(tmp_path / "stick")
    assert one in ids(copy_of(body))
    body.seals(words="second")
    assert one not in ids(copy_of(body))
    assert keycopies.owed(body.node.path) == ()


def test_a_crash_before_it_was_rewritten_is_owed(body: Body) -> None:
    """The vault has let go of a key, and nobody came to the copies: the next command sees that and does it."""
    with body.vault() as vault:
        vault.erase(ids(copy_of(body))[0])
    assert "it holds keys of what was erased since" in keycopies.owed(body.node.path)[0].why
    assert keycopies.settle(body.node.path) == ()
    assert ids(copy_of(body)) == []


@pytest.mark.parametrize("left", ["new one half written", "old one not overwritten", "between the two names"])
def test_what_a_crash_left_beside_it_is_overwritten(body: Body, left: str) -> None:
    """Wherever a rewriting was cut short, the next one leaves one whole copy and nothing else."""
    path = copy_of(body)
    part, old = path.with_name(f"{path.name}.part"), path.with_name(f"{path.name}.old")
    whole = path.read_bytes()
    if left == "new one half written":
        part.write_bytes(whole[:50])
    elif left == "old one not overwritten":
        old.write_bytes(whole)
    else:
        part.write_bytes(whole)
        path.rename(old)
    body.seals(words="another")
    assert keycopies.refresh(body.node.path) == ()
    assert len(ids(path)) == 2
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_rekey_rewrites_it(body: Body) -> None:
    """Every key in it is then wrapped to the new key of the body, and to that alone."""
    fresh = Identity.make()
    with body.vault() as vault:
        vault.rekey(body.key, fresh.recipient)
    keycopies.refresh(body.node.path)
    assert {one.recipient for one in keycopies.read(copy_of(body)).keys} == {fresh.recipient}


def test_it_is_never_written_over_blindly(body: Body, tmp_path: Path) -> None:
    """Not what is no copy, not another node's, and not one that knows more than this node does."""
    (tmp_path / "letter").write_text("dear all")
    with pytest.raises(Refused, match=r"letter is not written over: expected a key copy, got something else"):
        keycopies.add(body.node.path, tmp_path / "letter")
    with made(tmp_path, "other") as other:
        keycopies.add(other.path, tmp_path / "others.keys")
        with pytest.raises(Refused, match=f"it holds the keys of {other.origin}, not of {body.origin}"):
            keycopies.add(body.node.path, tmp_path / "others.keys")
    newer = keycopies.KeyCopy(body.origin, body.node.genesis, 99, ())
    copy_of(body).write_bytes(keycopies.dumps(newer))
    (owed,) = keycopies.refresh(body.node.path)
    assert "it was written 99 times and this node knows of" in owed.why
    assert keycopies.read(copy_of(body)) == newer
    assert (tmp_path / "letter").read_text() == "dear all"


def test_where_it_may_lie(body: Body, tmp_path: Path) -> None:
    """Elsewhere: not in the node's folder, and where something can be written; a place given up is written no more."""
    with pytest.raises(Refused, match="lies in the node's own folder: a key copy is for a place elsewhere"):
        keycopies.add(body.node.path, body.node.path / "copy")
    with pytest.raises(DataError, match=r"expected a place to write a key copy to, got it cannot be written: No such"):
        keycopies.add(body.node.path, tmp_path / "nowhere" / "copy")
    assert len(keycopies.remembered(body.node.path)) == 1
    with pytest.raises(Refused, match=r"no place of a key copy that this node remembers; expected one of: .*\.keys"):
        keycopies.forget(body.node.path, tmp_path / "nowhere")
    path = copy_of(body)
    keycopies.forget(body.node.path, path)
    assert keycopies.refresh(body.node.path) == ()
    assert keycopies.remembered(body.node.path) == ()
    assert len(ids(path)) == 1


def test_a_damaged_list_of_places_is_said(body: Body) -> None:
    """Nothing is guessed: they are named again."""
    (body.node.path / keycopies.FILE).write_bytes(b"{")
    with pytest.raises(RecordError, match=r"name the places again: `truceline backup --keys PATH`"):
        keycopies.owed(body.node.path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "expected a key copy, got something else"),
        (b"truceline/key-copy/v2\nx\ny\n", "format v1, got truceline/key-copy/v2. Use a newer Truceline"),
        (b"truceline/key-copy/v1\n" + b"0" * 64 + b"\n{}\n", "expected a whole key copy, got one that was cut off"),
    ],
)
def test_what_is_no_key_copy(data: bytes, said: str) -> None:
    """Foreign, newer, cut off."""
    with pytest.raises(DataError) as error:
        keycopies.parsed(data, "k")
    assert said in str(error.value)
