"""Blobs that entries name: brought with the logs or later, from anybody, and only if they are the right ones."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.state.logs import Writer
from tests.sync.logs import Stick
from tests.sync.nodes import admit, made, quiet, synced
from truceline.canon import canonical_text, to_json
from truceline.desk.node import Node
from truceline.desk.node.status import missing
from truceline.desk.node.sync import Brought, bundles, wanting
from truceline.desk.node.sync.incoming import Incoming
from truceline.kinds import AgreementProposed, Blob, Matter, ReplyMade, Stance

FORM, PHOTO, NOTES = b"the canonical form of a text", b"a photograph", b"handwritten notes"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def south(tmp_path: Path) -> Iterator[Node]:
    with made(tmp_path, "south") as node:
        yield node


@pytest.fixture
def north() -> Writer:
    """A log that names a text's form, and a payload kept apart that itself names two files."""
    log = Writer("north", "guarantor")
    form = Blob(digest(FORM))
    log.add("agreement.proposed", AgreementProposed({"en": "Draft"}, "exercise/draft", form, form))
    log.add("reply.made", blob=digest(reply()))
    return log


def reply() -> bytes:
    """The payload kept apart."""
    evidence = (Blob(digest(PHOTO)), Blob(digest(NOTES)))
    said = ReplyMade(Matter("ab" * 32), Stance.DENIES, {"en": "x"}, evidence)
    return canonical_text(to_json(ReplyMade, said)).encode()


def carried(log: Writer, to: Path, *blobs: bytes, **named: bytes) -> Path:
    """A stick with the log and some blobs; `named` are others under a digest that is not theirs."""
    kept = {digest(data): data for data in blobs} | named
    bundles.write(Stick([log], kept=kept), to, lambda done, total: quiet("", done, total))
    return to


def test_what_entries_name_is_brought(south: Node, north: Writer, tmp_path: Path) -> None:
    """The form, the payload kept apart, and what that payload names: all in one sync."""
    admit(south, north)
    done = synced(south, carried(north, tmp_path / "stick", FORM, reply(), PHOTO, NOTES))
    assert done.blobs == Brought(4, 0)
    assert sorted(south.blobs.digests()) == sorted(map(digest, (FORM, reply(), PHOTO, NOTES)))
    assert missing(south) == ()


def test_what_is_missing_is_asked_for_again(south: Node, north: Writer, tmp_path: Path) -> None:
    """From whichever stick has it, in any order, with nothing new in the logs."""
    admit(south, north)
    assert synced(south, carried(north, tmp_path / "one")).blobs == Brought(0, 2)
    assert synced(south, carried(north, tmp_path / "two", reply(), NOTES)).blobs == Brought(2, 2)
    assert synced(south, carried(north, tmp_path / "three", PHOTO)).blobs == Brought(1, 1)
    assert synced(south, carried(north, tmp_path / "four", FORM)).blobs == Brought(1, 0)
    assert synced(south, tmp_path / "four").blobs == Brought(0, 0)


def test_a_blob_of_another_digest_is_not_taken(south: Node, north: Writer, tmp_path: Path) -> None:
    """What lies under the name and is not it is not kept, and the right one is still asked for."""
    admit(south, north)
    false = carried(north, tmp_path / "false", reply(), PHOTO, NOTES, **{digest(FORM): b"another text"})
    assert synced(south, false).blobs == Brought(3, 1)
    assert not south.blobs.has(digest(FORM))
    assert synced(south, carried(north, tmp_path / "true", FORM)).blobs == Brought(1, 0)


def test_what_nobody_names_is_not_taken(south: Node, north: Writer, tmp_path: Path) -> None:
    """A stick's other blobs are not ours to carry."""
    admit(south, north)
    synced(south, carried(north, tmp_path / "stick", FORM, b"something else altogether"))
    assert list(south.blobs.digests()) == [digest(FORM)]


def test_what_nobody_has_is_not_asked_for_without_end(
    south: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log may name what never was: so many of them are asked for in one sync, and each of them in turn."""
    monkeypatch.setattr(wanting, "MOST_MISSING", 2)
    north, west = Writer("north", "guarantor"), Writer("west", "guarantor")
    for number in range(5):
        north.add("exercise.noted", blob=digest(bytes([number])))
    west.add("agreement.proposed", AgreementProposed({"en": "Draft"}, "x/y", Blob(digest(FORM)), Blob(digest(FORM))))
    admit(south, north, west)
    bundles.write(Stick([north, west], kept={digest(FORM): FORM}), tmp_path / "stick", lambda _, __: None)
    assert synced(south, tmp_path / "stick").blobs == Brought(1, 5), "another log's blobs come all the same"
    for _ in range(2):
        synced(south, tmp_path / "stick")
    with closing(Incoming(south.path)) as incoming:
        counts = [row[0] for row in incoming._db.execute("SELECT asked FROM wanted")]
    assert sorted(counts) == [1, 1, 1, 1, 2]


def test_no_entry_makes_the_search_slow() -> None:
    """Where a pattern would try again at every space, this one does not; an escaped digest is looked at anyway."""
    hostile = b'{"text":' + b" " * 60_000 + b'"genesis" : [ "'
    for _ in range(50):
        assert not wanting.may_name(hostile)
    assert not wanting.may_name(b'"genesis":"' + b"ab" * 32 + b'"')
    for naming in (b'"form":"' + b"ab" * 32 + b'"', b'"evidence" : [ "' + b"ab" * 32 + b'"', b'"form":"\\u0061b'):
        assert wanting.may_name(naming)


def test_a_lost_file_of_blobs_is_brought_anew(south: Node, north: Writer, tmp_path: Path) -> None:
    """The blobs and the note of what is wanted both gone: the next sync looks through what is held, and asks."""
    admit(south, north)
    place = carried(north, tmp_path / "stick", FORM, reply(), PHOTO, NOTES)
    synced(south, place)
    for data in (FORM, reply(), PHOTO, NOTES):
        south.blobs.shred(digest(data))
    assert synced(south, place).blobs == Brought(0, 0)
    (south.path / "incoming.sqlite").unlink()
    assert synced(south, place).blobs == Brought(4, 0)
