"""How long what is sealed is meant to be kept: set by kind, told to who may erase it, and nothing goes by itself."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.node.nodes import NOON, PASSPHRASE, a_world
from truceline.desk.node import Node, create
from truceline.desk.people import People, Unlocked, enrolling
from truceline.desk.sealing import objects
from truceline.desk.sealing.objects import Sealable
from truceline.desk.sealing.vault import Vault
from truceline.desk.verbs import retention
from truceline.errors import DataError, UnknownName
from truceline.kinds import Channel, Envelope, Marking, ReportReceived, Sealing

DAY_S = 86_400


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    """The monitor."""
    with create(tmp_path / "mission", "mission", "monitor", "", PASSPHRASE, a_world(tmp_path)) as node:
        yield node


def officer(node: Node, people: People, name: str, role: str, by: Unlocked | None = None) -> Unlocked:
    """An officer of the node, unlocked."""
    enrolling.add(node, people, name, role, f"{name}'s own secret words", by, anew=False)
    return people.unlock(name, f"{name}'s own secret words")


def sealed(node: Node, days_ago: int) -> str:
    """A report of so many days ago; its id."""
    time = NOON.plus(-days_ago * DAY_S)
    envelope = Envelope("report.received", time, Sealing.LOCAL, Marking.AMBER, ())
    said = ReportReceived("a miller", Channel.MEETING, time, text="said in confidence")
    one = objects.seal(node.origin, Sealable("report.received", said, envelope), node.world)
    with Vault(node) as vault:
        vault.keep(one)
    return one.id


def test_what_is_due_and_to_whom_it_is_told(node: Node) -> None:
    """Older than its kind's period, to the day; to an officer who may erase it, and to no administrator."""
    with People(node.path, node.world) as people:
        duty = officer(node, people, "Duty", "monitor-officer")
        keeper = officer(node, people, "Keeper", "administrator")
        old, older = sealed(node, 30), sealed(node, 400)
        sealed(node, 29)
        assert retention.due(node, duty) == ()
        retention.set_period(node.path, "report.received", 30)
        found = retention.due(node, duty)
        assert [(one.id, one.kind, one.since) for one in found] == [
            (older, "report.received", NOON.plus(-370 * DAY_S)),
            (old, "report.received", NOON),
        ]
        assert retention.due(node, keeper) == ()
        assert retention.due(node, replace(duty, scopes=frozenset())) == ()
        with Vault(node) as vault:
            assert len(vault.ids()) == 3


def test_others(node: Node) -> None:
    """A period for all kinds that have none of their own; 0 takes one away."""
    with People(node.path, node.world) as people:
        duty = officer(node, people, "Duty", "monitor-officer")
        one = sealed(node, 10)
        retention.set_period(node.path, retention.OTHERS, 5)
        assert [found.id for found in retention.due(node, duty)] == [one]
        retention.set_period(node.path, "report.received", 20)
        assert retention.due(node, duty) == ()
        retention.set_period(node.path, "report.received", 0)
        assert [found.id for found in retention.due(node, duty)] == [one]
        assert [(found.kind, found.days) for found in retention.periods(node.path)] == [("others", 5)]


def test_periods_that_cannot_be(node: Node) -> None:
    """A kind that is never sealed, days without end, a damaged file: said, and nothing changed."""
    with pytest.raises(UnknownName, match=r"no sealable kind named 'zone\.declared'; expected one of: others, "):
        retention.set_period(node.path, "zone.declared", 5)
    with pytest.raises(DataError, match=r"report\.received: expected 0 to 36,525 days, got 36526"):
        retention.set_period(node.path, "report.received", 36_526)
    assert not (node.path / retention.FILE).exists()
    (node.path / retention.FILE).write_bytes(b"{")
    with pytest.raises(DataError, match="Delete it, and set them anew"):
        retention.periods(node.path)
