"""Two guarantors and a monitor at their nodes, with the small truce adopted by both."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.floor.ground import event, rule, truce
from tests.verbs.conftest import Around, Desk
from truceline.agreement import canonical
from truceline.canon import dumps
from truceline.claims import Event
from truceline.desk.verbs import Signed, agreeing
from truceline.doors.cli import whole

TEXT = truce(rule("R"), rule("S", conduct=[{"kind": ["shelling"]}]))
EVENTS: tuple[dict[str, Any], ...] = ({}, {"kind": "shelling", "a": ["hare"]}, {"a": ["hare"], "direction": None})


@dataclass
class Truce(Around):
    """The participants of the small truce; each node is made when it is first spoken of."""

    def at(self, name: str, role: str) -> Desk:
        """The desk of an actor."""
        return self.desk(name, role, name)

    @property
    def east(self) -> Desk:
        """A guarantor."""
        return self.at("east", "guarantor")

    @property
    def west(self) -> Desk:
        """The other guarantor."""
        return self.at("west", "guarantor")

    @property
    def council(self) -> Desk:
        """The monitor."""
        return self.at("council", "monitor")

    def shared(self) -> None:
        """Everybody takes in what everybody has."""
        desks = [self.east, self.west, self.council]
        for desk in desks:
            desk.hears(*(one for one in desks if one is not desk))

    def adopted(self) -> None:
        """The small truce is proposed by the east and adopted by both."""
        form = canonical(TEXT)
        mark = hashlib.sha256(form).hexdigest()
        self.east.node.blobs.put(form)
        said = {"title": {"en": "A truce"}, "id": "small", "fingerprint": mark, "form": mark}
        entry = self.east.node.append("agreement.proposed", said)
        self.shared()
        for desk in (self.east, self.west):
            adopted: Signed = agreeing.adopt(desk.pen(), entry.hash, {})
            assert adopted.kind == "agreement.adopted"

    def told(self) -> None:
        """The monitor's record has a few events."""
        node = self.council.node
        rows = b"".join(dumps(Event, event(one, f"e{i}")) + b"\n" for i, one in enumerate(EVENTS))
        said = {"datasets": [{"name": "ours", "licence": "", "citation": ""}], "count": len(EVENTS), "time_zone": "UTC"}
        node.append("batch.imported", {**said, "events": node.blobs.put(rows)})

    def run(self, *words: str, code: int = 0) -> Result:
        """Run a command in this process; an error of ours is raised."""
        env = {"TRUCELINE_MARKERS": str(self.folder / "markers"), "TRUCELINE_PASSPHRASE": "a passphrase"}
        done = CliRunner().invoke(whole(), words, env={**env, "COLUMNS": "200", "TRUCELINE_NODE": ""})
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == code, done.output
        return done


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Truce]:
    """Nodes where nothing is agreed yet."""
    found = Truce(tmp_path)
    yield found
    for desk in found.made.values():
        desk.node.close()


@pytest.fixture
def at_work(bare: Truce) -> Truce:
    """Nodes that all hold the adopted truce and a batch of events."""
    bare.adopted()
    bare.told()
    bare.shared()
    return bare
