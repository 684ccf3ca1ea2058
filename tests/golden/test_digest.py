"""The same cases, the same digest: whatever the hash seed, time zone or locale of the machine."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).with_name("digest.txt").read_text(encoding="utf-8").strip()
MACHINES = {
    "hash seed 1, Kathmandu, UTF-8": {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8"},
}


PLAIN = {"C", "C.utf8", "POSIX"}


def digest_on(machine: dict[str, str]) -> str:
    """The digest as a process with this environment finds it."""
    command = [sys.executable, "-m", "tests.golden.digest"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | machine, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize("machine", MACHINES, ids=list(MACHINES))
def test_the_digest_is_the_golden_one(machine: str) -> None:
    """A change here is a change of answers: say why in CHANGELOG, then renew it as digest.py says."""
    assert digest_on(MACHINES[machine]) == GOLDEN


def test_the_digest_in_a_language_of_the_machine() -> None:
    """Where the machine speaks some language, its commas and letters change nothing either."""
    program = which("locale")
    listed = subprocess.run([program, "-a"], capture_output=True, text=True, check=True).stdout if program else ""
    spoken = sorted(set(listed.split()) - PLAIN)
    if not spoken:
        pytest.skip("this machine has no locale but C and POSIX")
    assert digest_on({"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": spoken[-1]}) == GOLDEN
