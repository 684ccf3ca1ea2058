"""A monitor's node with an officer, at whose command line evidence is taken in."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from tests.verbs.conftest import Around, Desk, around  # noqa: F401 - a fixture
from truceline.desk.guard import Role
from truceline.desk.people import People, enrolling
from truceline.desk.sealing import batches
from truceline.desk.sealing.vault import Vault
from truceline.doors.cli import ROOMS, holding

OFFICER, PASSWORD = "Evidence desk", "a passphrase of hers"


@cache
def command() -> Typer:
    """The command line with the room that a run of `truceline evidence` loads, built once for all tests here."""
    return holding(room for room in ROOMS if "evidence" in room.words)


@dataclass
class Room:
    """The monitor's command line; errors of ours are raised."""

    desk: Desk
    markers: Path
    folder: Path

    def run(self, *words: str, officer: str = OFFICER) -> Result:
        env = {
            "TRUCELINE_NODE": str(self.desk.node.path),
            "TRUCELINE_MARKERS": str(self.markers),
            "TRUCELINE_PASSPHRASE": "a passphrase",
            "TRUCELINE_OFFICER": officer,
            "TRUCELINE_OFFICER_PASSPHRASE": PASSWORD,
            "COLUMNS": "200",
        }
        done = CliRunner().invoke(command(), ["evidence", *words], env=env)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done

    def told(self, *words: str) -> dict[str, Any]:
        """The one JSON object that a command prints."""
        found: dict[str, Any] = json.loads(self.run(*words, "--json").stdout)
        return found

    def add(self, *named: tuple[str, bytes], by: str = OFFICER, officer: str = OFFICER) -> str:
        """Files taken in as evidence; the id of what was sealed."""
        paths = [self.folder / name for name, _ in named]
        for path, (_, data) in zip(paths, named, strict=True):
            path.write_bytes(data)
        words = ["add", *map(str, paths), "--how", "handed over", "--by", by, "--yes"]
        return self.run(*words, officer=officer).stdout.strip()

    def leave(self) -> None:
        """The batch of the slot leaves."""
        with Vault(self.desk.node) as vault:
            batches.leave_due(self.desk.node, vault)


@pytest.fixture
def room(around: Around, tmp_path: Path) -> Room:  # noqa: F811 - the fixture
    desk = around.mission
    with People(desk.node.path, desk.node.world) as people:
        enrolling.add(desk.node, people, OFFICER, Role.MONITOR_OFFICER, PASSWORD)
    handed = tmp_path / "handed"
    handed.mkdir()
    return Room(desk, around.folder / "markers", handed)
