"""Every seeded fault of the floor is caught by the vectors or by the oracle; the floor without a fault passes both."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from tests.mutants.mutants import MUTANTS, Mutant, mutated
from tests.mutants.trial import WRONG
from tests.oracle.brute import brute
from tests.oracle.cases import random_case, random_limit
from tests.vectors.files import Case, cases

SEEDS = range(300)
COSTLY = "26-"  # thousands of worlds each: last, as most faults show before
ENOUGH = 36

Trial = Callable[[Mutant | None], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def trial(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """Runs the prepared cases against a copy of the package with a mutant's fault in it."""
    folder = tmp_path_factory.mktemp("mutants")
    file = folder / "cases.json"
    file.write_text(json.dumps([asdict(case) for case in prepared()]), "utf-8")

    def run(mutant: Mutant | None) -> subprocess.CompletedProcess[str]:
        place = folder / str(len(list(folder.iterdir())))
        copytree(root / "src" / "truceline", place / "truceline")
        if mutant:
            path = place / "truceline" / mutant.file
            path.write_text(mutated(path.read_text("utf-8"), mutant), "utf-8")
        return subprocess.run(
            [sys.executable, "-m", "tests.mutants.trial", str(place), str(file)],
            capture_output=True,
            text=True,
            check=False,
            cwd=root,
            timeout=300,
            env={**os.environ, "PYTHONPATH": f"{place}{os.pathsep}{root}", "PYTHONDONTWRITEBYTECODE": "1"},
        )

    return run


def prepared() -> list[Case]:
    """The vectors with some cases that the oracle has answered among them, cheap ones first."""
    vectors = list(cases())
    cheap = [case for case in vectors if not case.id.startswith(COSTLY)]
    return [*cheap, *(answered(seed) for seed in SEEDS), *(case for case in vectors if case not in cheap)]


def answered(seed: int) -> Case:
    """A seeded case with everything that the oracle says of it."""
    rng = Random(seed)  # noqa: S311 - chance, not secrecy
    agreement, conduct = random_case(rng)
    limit = random_limit(rng)
    found = brute(agreement, conduct, limit)
    for column in found.values():
        if column["worlds"] > limit:
            column["worlds"] = "too many"
    return Case(f"seed {seed}", "", "", agreement, conduct, found, limit)


def test_no_fault(trial: Trial) -> None:
    """Without a fault every answer is right."""
    done = trial(None)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


@pytest.mark.parametrize("mutant", MUTANTS, ids=[f"{i:02d}-{mutant.scope}" for i, mutant in enumerate(MUTANTS)])
def test_caught(trial: Trial, mutant: Mutant) -> None:
    """A fault makes at least one answer wrong."""
    done = trial(mutant)
    assert done.returncode == WRONG, f"{mutant.name}\n{mutant.hurt}\nnot caught: {done.stdout}{done.stderr}"


def test_enough() -> None:
    """There are enough seeded faults, no two alike, each with what would follow for somebody."""
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= ENOUGH
    assert all(mutant.hurt.endswith(".") for mutant in MUTANTS)
