"""A crash at any step of a backup or restore leaves nothing that looks whole and is not, and nothing that signs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, root: Path) -> list[dict[str, object]]:
    """What the driver saw after each crash."""
    command = [sys.executable, "-m", "tests.backup.driver", str(tmp_path_factory.mktemp("crash"))]
    here = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=root, env=here, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def of(told: list[dict[str, object]], task: str) -> list[dict[str, object]]:
    return [one for one in told if one["task"] == task]


def test_a_backup_is_whole_or_not_there(told: list[dict[str, object]]) -> None:
    """Wherever it was killed, what lies at its place restores; copies left in the node are taken away by the next."""
    found = of(told, "backup")
    assert len(found) > 12
    assert [one for one in found if one["there"] != one["whole"]] == []
    assert {one["there"] for one in found if not one["done"]} == {False, True}
    assert of(told, "left") == [{"task": "left", "names": []}]


def test_a_restore_is_whole_or_no_node(told: list[dict[str, object]]) -> None:
    """Wherever it was killed there is no node, or the whole one, that signs nothing; the same command goes on."""
    found, again = of(told, "restore"), of(told, "again")
    assert len(found) > 5
    assert [one for one in (*found, *again) if one["signs"]] == []
    assert len(again) == sum(not one["whole"] for one in found) > 4
    assert [one for one in again if not one["whole"] or one["part"]] == []


def test_a_full_disk_leaves_nothing(told: list[dict[str, object]]) -> None:
    """It is said which file could not be written, and nothing half written is left."""
    for task in ("full backup", "full restore"):
        (found,) = of(told, task)
        assert "cannot be" in str(found["said"])
        assert found["left"] == []
