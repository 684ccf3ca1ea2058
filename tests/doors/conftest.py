"""A few simulated days, assessed once by the real commands, for every test of the command line."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from truceline.desk import shelf
from truceline.desk.simulate import simulate
from truceline.desk.verbs import from_files

COMMAND = Path(sys.executable).with_name("truceline")


def run(
    *arguments: str, code: int = 0, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the installed command as a user would; its exit code must be the one expected."""
    own = os.environ | dict(environment or {})
    done = subprocess.run([COMMAND, *arguments], capture_output=True, check=False, encoding="utf-8", env=own)
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture(scope="session")
def days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with events.parquet and findings.parquet of three simulated days of the exercise."""
    folder = tmp_path_factory.mktemp("days")
    agreement = shelf.find("exercise")
    events, dataset = simulate(agreement, 7, dt.date(2031, 5, 1), 3)
    from_files.keep_events(events, dataset, agreement.time_zone, folder / "events.parquet")
    run("assess", "exercise", str(folder / "events.parquet"), "--out", str(folder / "findings.parquet"))
    return folder
