"""The same cases, the same digest: whatever the hash seed, time zone or locale of the machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).with_name("digest.txt").read_text(encoding="utf-8").strip()
MACHINES = {
    "hash seed 0, UTC, C": {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    "hash seed 1, Kathmandu, UTF-8": {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8"},
}


@pytest.mark.parametrize("machine", MACHINES, ids=list(MACHINES))
def test_the_digest_is_the_golden_one(machine: str) -> None:
    """A change here is a change of answers: say why in CHANGELOG, then renew it as digest.py says."""
    command = [sys.executable, "-m", "tests.golden.digest"]
    here = os.environ | MACHINES[machine]
    done = subprocess.run(command, cwd=ROOT, env=here, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == GOLDEN
