"""What every test may lean on: how properties are explored, and where outside data lie.

Properties run without a deadline and derandomised, so that a run is a repeatable fact; `--hypothesis-profile=explore`
looks at ten times as many cases, different ones each time.
"""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.register_profile(
    "explore", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of outside data beside the project, or a skip that says what is missing."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"needs the outside data beside the project: no folder {folder.name!r} next to {ROOT.name!r}")
    return folder
