"""Audits of a folder, a stick, a .tar, an address: the same answer, and the first wrong thing named with its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.state.logs import Writer
from tests.sync.logs import grown
from tests.sync.nodes import admit, carried, made, stick, synced, world
from tests.sync.served import served
from truceline.desk.node import Node
from truceline.desk.node.sync.auditing import audit
from truceline.errors import DataError, RecordError, Unreachable
from truceline.tlog.audit import Tally


@pytest.fixture
def north() -> Writer:
    return grown(Writer("north", "guarantor"), 299)


@pytest.fixture
def south(tmp_path: Path, north: Writer) -> Iterator[Node]:
    """A node that mirrors north and has anchored it."""
    with made(tmp_path, "south", "monitor") as node:
        admit(node, north)
        synced(node, stick(tmp_path / "stick", north))
        yield node


def audited(where: Path | str, folder: Path, reader: Node | None = None) -> Tally:
    return audit(str(where), world(folder, "auditor"), lambda _, __: None, reader)


def altered(node: Node, old: bytes, new: bytes) -> None:
    """Change bytes of an old entry in a node's record file, as somebody with the disk in hand could."""
    record = sqlite3.connect(node.path / "record.sqlite")
    held = record.execute("SELECT rowid, data FROM tile WHERE level = -1").fetchall()
    rows = [(data.replace(old, new), row) for row, data in held if old in data]
    record.executemany("UPDATE tile SET data = ? WHERE rowid = ?", rows)
    record.commit()
    record.close()
    assert (len(rows), len(old)) == (1, len(new))


def test_every_medium_gives_the_same_answer(south: Node, tmp_path: Path) -> None:
    """The node's own folder, a bundle as folder and as .tar, and a peer over the network: one tally."""
    whole = audited(south.path, tmp_path)
    assert (whole.entries, whole.heads, whole.cosignatures, whole.anchors) == (302, 2, 4, 1)
    for place in (carried(south, tmp_path / "out"), carried(south, tmp_path / "out.tar")):
        assert audited(place, tmp_path) == whole
    with served(south) as url:
        assert audited(url, tmp_path, south) == whole


def test_an_old_entry_altered_on_disk_is_named_by_a_peers_audit(south: Node, north: Writer, tmp_path: Path) -> None:
    """One letter of one entry in the file of another's node: the peer names the entry, from afar and from a copy."""
    altered(south, b'note 41"', b'note 14"')
    with made(tmp_path, "west") as west, served(south) as url:
        admit(west, north, south)
        synced(west, stick(tmp_path / "again", north))
        for place in (url, carried(south, tmp_path / "out.tar"), south.path):
            with pytest.raises(RecordError) as error:
                audited(place, tmp_path, west)
            (fault,) = error.value.faults
            assert fault.file == f"{north.origin}#41"
            assert north.entries[41].hash in fault.expected


def test_a_log_that_people_did_not_admit_is_a_fault(south: Node, tmp_path: Path) -> None:
    """A log of the same name and key with another first entry, sound in itself, is not the one they compared."""
    other = grown(Writer("north", "party"), 3)
    place = stick(tmp_path / "other", other)
    assert audited(place, tmp_path).entries == 4
    with pytest.raises(RecordError) as error:
        audited(place, tmp_path, south)
    assert error.value.faults[0].file == f"{other.origin}#0"


def cut(done: int, _: int) -> None:
    """An interruption, once something is done."""
    if done:
        raise KeyboardInterrupt


def test_an_audit_cut_off_goes_on(tmp_path: Path) -> None:
    """Cut off, it leaves where it was in this machine's state folder; when done, nothing is left."""
    log = grown(Writer("north", "guarantor"), 4400)
    place, here = stick(tmp_path / "stick.tar", log), world(tmp_path, "auditor")
    states = here.markers.with_name("audits")
    before = set(tmp_path.rglob("*"))
    with pytest.raises(KeyboardInterrupt):
        audit(str(place), here, cut)
    assert len(list(states.iterdir())) == 1
    assert audit(str(place), here, lambda _, __: None).entries == 4401
    assert list(states.iterdir()) == []
    assert set(tmp_path.rglob("*")) - before == {states}


def test_a_damaged_note_of_where_it_was_is_passed_over(south: Node, tmp_path: Path) -> None:
    """Whatever stands in the state file, the audit's answer is the same."""
    place, here = carried(south, tmp_path / "out"), world(tmp_path, "auditor")
    whole = audit(str(place), here, lambda _, __: None)
    with pytest.raises(KeyboardInterrupt):
        audit(str(place), here, cut)
    (note,) = here.markers.with_name("audits").iterdir()
    for damage in (b"", b"[]", b'{"logs": {}}', b"\xff"):
        note.write_bytes(damage)
        assert audit(str(place), here, lambda _, __: None) == whole


def test_a_place_without_logs_is_said(tmp_path: Path) -> None:
    """An empty folder, an address that nobody said which logs to ask for, and nothing at all."""
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "empty", "http://127.0.0.1:9"):
        with pytest.raises(DataError, match="no log to audit"):
            audited(place, tmp_path)
    with pytest.raises(Unreachable, match=r"gone\.tar: No such file"):
        audited(tmp_path / "gone.tar", tmp_path)
