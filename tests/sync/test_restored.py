"""A node restored from a copy: it learns from others where its own log stands, and signs nothing until it does."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.state.logs import Writer
from tests.sync.logs import grown
from tests.sync.nodes import admit, again, carried, grow, made, of, stick, synced
from tests.sync.served import served
from truceline.desk.node import Node
from truceline.desk.node.recovery import recover
from truceline.desk.node.sync import Came
from truceline.desk.node.sync.own import asking
from truceline.errors import RecordError, Refused, Unreachable
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.entry import parse


@pytest.fixture
def west(tmp_path: Path) -> Iterator[Node]:
    """A peer that holds all of south's log."""
    with made(tmp_path, "west", "monitor") as node:
        yield node


@pytest.fixture
def restored(tmp_path: Path, west: Node) -> Iterator[Node]:
    """South as it was before its last five entries, over south as it is now; its head marker knows better."""
    with made(tmp_path, "south") as south:
        admit(south, west)
        admit(west, south)
        synced(south, carried(west, tmp_path / "from-west"))
        grow(south, 2)
    shutil.copytree(south.path, tmp_path / "backup")
    with again(south, tmp_path, salt="lost") as south:
        grow(south, 5)
        synced(west, carried(south, tmp_path / "from-south"))
    shutil.rmtree(south.path)
    shutil.copytree(tmp_path / "backup", south.path)
    with again(south, tmp_path, salt="restored") as node:
        yield node


def test_a_restored_node_takes_its_entries_back_and_signs_nothing(restored: Node, west: Node, tmp_path: Path) -> None:
    """They were signed by its own key and extend what it has; cosigning waits as well."""
    north = grown(Writer("north", "guarantor"), 3)
    admit(restored, north)
    admit(west, north)
    synced(west, stick(tmp_path / "north", north))
    done = synced(restored, carried(west, tmp_path / "back"))
    own = of(done, restored.origin)
    assert (own.came, own.entries) == (Came.RESTORED, 5)
    assert list(restored.leaves(restored.origin)) == list(west.leaves(restored.origin))
    assert "run `truceline node recover`" in done.unsigned
    assert done.anchor is None
    assert of(done, north.origin).came is Came.NEW
    lines = Checkpoint.parse(restored.record.checkpoint(north.origin)).note.signatures
    assert not [line for line in lines if line.name.startswith(restored.origin)]
    with pytest.raises(Refused, match="does not sign"):
        grow(restored, 1)


@pytest.mark.parametrize("over", ["bundle", "network"])
def test_a_restored_node_recovers_from_whoever_answers(restored: Node, west: Node, tmp_path: Path, over: str) -> None:
    """By bundle or by network: it goes on after its newest head, says so, and nobody sees a fork."""
    if over == "bundle":
        entry = recover(restored, asking((str(carried(west, tmp_path / "back.tar")),), lambda _, __: None))
    else:
        with served(west) as url:
            restored.peers.at(west.origin, url)
            entry = recover(restored, asking((), lambda _, __: None))
    assert (entry.kind, entry.seq) == ("node.recovered", west.record.size(restored.origin))
    grow(restored, 1)
    pulled = of(synced(west, carried(restored, tmp_path / "on")), restored.origin)
    assert (pulled.came, pulled.entries) == (Came.NEW, 2)
    assert not [leaf for leaf in west.leaves(west.origin) if parse(leaf).kind == "fork.proved"]


def test_a_peer_that_does_not_answer_is_passed_over(restored: Node, west: Node, tmp_path: Path) -> None:
    """With nobody reachable it waits, unsigned; the bundle of another is enough once it comes."""
    nowhere = str(tmp_path / "nowhere.tar")
    with pytest.raises(Unreachable, match="cannot tell yet where its own log stands"):
        recover(restored, asking((nowhere,), lambda _, __: None))
    recover(restored, asking((nowhere, str(carried(west, tmp_path / "back"))), lambda _, __: None))
    assert restored.unsigned_because() == ""


def test_a_node_that_signed_anew_learns_that_it_forked(restored: Node, west: Node, tmp_path: Path) -> None:
    """Its marker was thrown away with the machine and an operator went on regardless: the next sync shows the fork."""
    recover(restored, lambda _: iter(()), "the peers are out of reach")
    done = synced(restored, carried(west, tmp_path / "back"))
    own = of(done, restored.origin)
    assert own.came is Came.FORKED
    assert "run `truceline node recover`" in done.unsigned
    assert not [leaf for leaf in restored.leaves(restored.origin) if parse(leaf).kind == "fork.proved"]
    with pytest.raises(RecordError, match="otherwise than it is here"):
        list(asking((str(tmp_path / "back"),), lambda _, __: None)(restored))
