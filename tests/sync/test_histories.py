"""Nodes that held and anchored different histories of a log before either saw the fork come to one digest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kinds.examples import GOOD
from tests.state.logs import Writer
from tests.sync.logs import grown
from tests.sync.nodes import admit, carried, made, stick, synced
from truceline.desk.node import Node
from truceline.desk.views.view import View, compared, view_as_of, view_of
from truceline.kinds import ForkProved, payload_of
from truceline.tlog import branch
from truceline.tlog.entry import parse


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[list[Node]]:
    """A monitor and two guarantors that have admitted each other."""
    with made(tmp_path, "mission", "monitor") as m, made(tmp_path, "south") as s, made(tmp_path, "west") as w:
        for node in (m, s, w):
            admit(node, *(other for other in (m, s, w) if other is not node))
        yield [m, s, w]


@pytest.fixture
def log() -> tuple[Writer, Writer]:
    """Two histories of one log that share three entries."""
    one = grown(Writer("north", "guarantor", "north"), 2)
    other = one.forked(3)
    one.add("report.received", GOOD["report.received"])
    grown(other, 2, " otherwise")
    return grown(one, 1), other


def exchanged(nodes: list[Node], folder: Path, start: int = 0) -> None:
    """Everybody's stick reaches everybody, until nothing is new."""
    for turn in range(4):
        for number, node in enumerate(nodes):
            for other in nodes:
                if other is not node:
                    synced(other, carried(node, folder / f"{start + turn}-{number}-{other.name}"))


def seen(node: Node) -> tuple[str, list[str]]:
    """The digest that a node prints, and the dump behind it."""
    with view_of(node) as view:
        return view.digest(), list(view.lines())


def told(node: Node) -> list[ForkProved]:
    """The fork proofs in a node's own log."""
    entries = [parse(leaf) for leaf in node.leaves(node.origin) if b"fork.proved" in leaf]
    found = [payload_of(one.kind, one.payload) for one in entries]
    return [one for one in found if isinstance(one, ForkProved)]


@pytest.mark.parametrize("order", [0, 1])
def test_one_digest_whichever_history_was_held(
    nodes: list[Node], log: tuple[Writer, Writer], order: int, tmp_path: Path
) -> None:
    """Two that anchored different histories, and a third that met no fork, print one digest after they exchange."""
    mission, south, west = nodes
    histories = log if order == 0 else log[::-1]
    for node in nodes:
        admit(node, log[0])
    for node, one in zip((mission, south), histories, strict=True):
        synced(node, stick(tmp_path / f"first-{node.name}", one))
    exchanged(nodes[:2], tmp_path)
    assert [list(node.leaves(log[0].origin)) for node in nodes[:2]] == [one.leaves for one in histories]
    synced(west, carried(south, tmp_path / "to-west"))
    synced(west, carried(mission, tmp_path / "to-west-too"))
    exchanged(nodes, tmp_path, 10)
    found = [seen(node) for node in nodes]
    assert found[0] == found[1] == found[2]
    report = log[0].entries[3].hash
    assert any(f'"object":"{report}"' in line and '"standing":"entitled"' in line for line in found[0][1])
    with view_of(west) as view:
        compared(west, view)
        assert (log[0].origin, 3) in [head[:2] for head in view.heads]
        heads = view.heads
    with view_as_of(mission, heads) as again:
        assert again.digest() == found[0][0]


def test_a_proof_names_both_branches(nodes: list[Node], log: tuple[Writer, Writer], tmp_path: Path) -> None:
    """Whoever meets the rival history keeps both beyond what they share as blobs, and they travel with the bundle."""
    _, south, west = nodes
    one, other = log
    for node in (south, west):
        admit(node, one)
    synced(south, stick(tmp_path / "one", one))
    synced(south, stick(tmp_path / "other", other))
    (proof,) = told(south)
    synced(west, carried(south, tmp_path / "south"))
    branches = [branch.parse(west.blobs.get(digest) or b"") for digest in proof.branches]
    assert [list(found.leaves) for found in branches] == [one.leaves[3:], other.leaves[3:]]
    assert branch.parting(branches) == 3
    assert told(west) == []  # the history it holds is named


def test_who_holds_what_a_proof_does_not_name_names_it(
    nodes: list[Node], log: tuple[Writer, Writer], tmp_path: Path
) -> None:
    """A friend of the forker tells two heads alone, to undo what was anchored: whoever had anchored it shows it."""
    mission, south, west = nodes
    one, other = log
    for node in nodes:
        admit(node, one)
    synced(south, stick(tmp_path / "one", one))
    synced(mission, stick(tmp_path / "two", one))
    synced(mission, stick(tmp_path / "other", other))
    heads = told(mission)[0]
    west.append("fork.proved", ForkProved(heads.log, heads.size, heads.proof))
    synced(south, carried(west, tmp_path / "from-west"))
    (mine,) = told(south)
    assert [list(branch.parse(south.blobs.get(name) or b"").leaves) for name in mine.branches] == [one.leaves[4:]]
    synced(south, carried(west, tmp_path / "again"))
    assert len(told(south)) == 1


def test_a_missing_branch_cannot_be_recomputed(nodes: list[Node], log: tuple[Writer, Writer], tmp_path: Path) -> None:
    """Without the bytes of a branch there is no number, and the blob is named."""
    _, south, _ = nodes
    admit(south, log[0])
    synced(south, stick(tmp_path / "one", log[0]))
    absent = "ab" * 32
    synced(south, stick(tmp_path / "other", log[1]))
    (proof,) = told(south)
    south.append("fork.proved", ForkProved(proof.log, proof.size, proof.proof, (absent,)))  # type: ignore[arg-type]

    def digest(view: View) -> str:
        return view.digest()

    with view_of(south) as view, pytest.raises(Exception, match=absent):
        digest(view)
