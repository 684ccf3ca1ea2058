"""A monitor's node at the command line, with an officer, so that something can be sealed there."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.verbs.conftest import made_world
from truceline.desk.guard import Role
from truceline.desk.node import Node, create
from truceline.desk.people import People, enrolling
from truceline.doors.cli import whole

WORD = "a passphrase of an officer"


@dataclass
class Shell:
    """The command line of one node."""

    node: Node

    def run(self, *words: str, said: str = "") -> str:
        """What a command prints; an error of ours is raised."""
        env = {
            "TRUCELINE_NODE": str(self.node.path),
            "TRUCELINE_MARKERS": str(self.node.world.markers),
            "TRUCELINE_PASSPHRASE": "a passphrase",
            "TRUCELINE_OFFICER": "Duty officer",
            "TRUCELINE_OFFICER_PASSPHRASE": WORD,
            "COLUMNS": "200",
        }
        done = CliRunner().invoke(whole(), words, env=env, input=said)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """A monitor's command line."""
    world = made_world("n", tmp_path / "markers")
    with create(tmp_path / "n", "n", "monitor", "mission", "a passphrase", world) as node:
        with People(node.path, node.world) as people:
            enrolling.add(node, people, "Duty officer", Role.MONITOR_OFFICER, WORD)
        yield Shell(node)
