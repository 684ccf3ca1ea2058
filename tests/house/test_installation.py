"""What installing takes is pinned, licensed to go with Apache-2.0, complete; and what lacks is said with its cure."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

GPL = re.compile(r"(?<!L)\bA?GPL|(?<!Lesser )General Public License|Affero")
PINNED = re.compile(r"^([a-z0-9.-]+)==(\S+)", re.MULTILINE)


def lock(root: Path, name: str) -> str:
    """The text of one lock."""
    return (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def normal(requirement: str) -> str:
    """The name in a requirement, as locks write it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[<>=\[; ]", requirement, maxsplit=1)[0]).lower()


def test_locks_pin_everything_by_hash_and_name_no_address(root: Path) -> None:
    """Every line of a lock is a version with hashes; no address of an index and no path of a machine."""
    for name in ("run", "dev"):
        text = lock(root, name)
        assert len(PINNED.findall(text)) == len(re.findall(r"^\S+==.*\\\n    --hash=sha256:", text, re.MULTILINE))
        assert re.findall(r"https?:|file:|index-url|find-links|(?<![\w.])/\w+/", text) == []


def test_locks_hold_what_the_project_asks_for(root: Path) -> None:
    """Every dependency named in pyproject.toml is pinned, and tests run on the versions that people run."""
    pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    run, dev = set(PINNED.findall(lock(root, "run"))), set(PINNED.findall(lock(root, "dev")))
    groups = pyproject["dependency-groups"]
    wanted = {normal(each) for each in [*pyproject["project"]["dependencies"], *groups["build"]]}
    assert wanted <= {name for name, _ in run}
    assert {normal(each) for each in groups["dev"]} <= {name for name, _ in dev}
    assert run <= dev


def test_licences_of_what_runs_go_with_ours(root: Path) -> None:
    """Nothing that a run needs is under the GPL or AGPL; each package says its licence."""
    for name, _ in sorted(set(PINNED.findall(lock(root, "run")))):
        try:
            installed = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue  # pinned for another system or Python
        about = installed.metadata
        # What is said shortly goes first: the whole text of a licence tells of parts that are linked in, too.
        classified = [part for part in about.get_all("Classifier") or [] if part.startswith("License ::")]
        text = " ".join(about.get_all("License-Expression") or classified or about.get_all("License") or [])
        # Some name it nowhere but in the licence that they bring along, whose title is its first line.
        text = text or " ".join(
            path.read_text().splitlines()[0] for path in installed.files or () if path.name.startswith("LICENSE")
        )
        assert text, f"{name} says no licence"
        choices = text.split(" OR ")  # of which we take one that goes with ours
        assert not all(GPL.search(one) for one in choices), f"{name}: {text[:200]}"


def test_the_wheel_carries_every_file_of_the_package(root: Path, tmp_path: Path) -> None:
    """Agreements, texts, templates and the typing marker are installed with the code."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    there = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("truceline/")}
    source = root / "src"
    written = {
        path.relative_to(source).as_posix()
        for path in (source / "truceline").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert there == written
    assert "truceline/py.typed" in there


@pytest.mark.parametrize(
    ("python", "lacks", "cure"),
    [
        (None, "no Python found", "apt-get install python3 python3-venv"),
        ("exit 1", "does not run", "make PYTHON=/path/to/python3"),
        ('case "$*" in *python_version*) echo 3.9.2;; *) exit 1;; esac', "is Python 3.9.2; 3.11 or later", "PYTHON="),
        (
            'case "$*" in *python_version*) echo 3.11.2;; *ensurepip*) exit 1;; esac',
            "(venv or ensurepip",
            "python3-venv",
        ),
    ],
    ids=["absent", "broken", "too old", "without venv"],
)
def test_what_python_lacks_is_said_with_its_cure(
    root: Path, tmp_path: Path, python: str | None, lacks: str, cure: str
) -> None:
    """Before anything is installed, a Python that will not do is named, with what to do about it."""
    stand_in = tmp_path / "python3"
    if python is not None:
        stand_in.write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
        stand_in.chmod(0o755)
    done = subprocess.run(
        [root / "requirements" / "check-python", stand_in], capture_output=True, text=True, check=False
    )
    said, cured = done.stderr.splitlines()
    assert done.returncode == 1
    assert lacks in said
    assert cured.startswith("  cure: ")
    assert cure in cured


def test_this_python_will_do(root: Path) -> None:
    """The check passes in silence where nothing lacks."""
    done = subprocess.run([root / "requirements" / "check-python", sys.executable], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_make_alone_lists_every_command(root: Path) -> None:
    """`make` lists what can be done, each with a word about it."""
    listed = subprocess.run(["make", "-s"], cwd=root, capture_output=True, text=True, check=True).stdout  # noqa: S607 - the user's own make
    for command in ("demo", "test", "lint", "docs", "bench", "help"):
        assert re.search(rf"^  make {command} +\S", listed, re.MULTILINE)
