"""A monitor's node at the command line, with an officer, so that something can be sealed there."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from typer.testing import CliRunner

from tests.verbs.conftest import made_world
from truceline.desk.guard import Role
from truceline.desk.node import Node, create
from truceline.desk.people import People, enrolling
from truceline.desk.sealing.vault import Vault
from truceline.doors.cli import whole

WORD = "a passphrase of an officer"


@dataclass
class Shell:
    """The command line of one node."""

    node: Node
    open_before: int  # entries of its log when the test began
    sealed_before: int  # sealed objects, likewise

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


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A monitor's node with an officer, made once: to make one takes longer than what is asked of it."""
    folder = tmp_path_factory.mktemp("office")
    world = made_world("n", folder / "markers")
    with create(folder / "n", "n", "monitor", "mission", "a passphrase", world) as node:
        with People(node.path, node.world) as people:
            enrolling.add(node, people, "Duty officer", Role.MONITOR_OFFICER, WORD)
        yield node


@pytest.fixture
def shell(office: Node) -> Shell:
    """A monitor's command line; what others left in its node is not counted."""
    with Vault(office) as vault:
        return Shell(office, office.record.size(office.origin), len(list(vault.ids())))
