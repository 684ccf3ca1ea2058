"""The same parts by Spark, where Spark and Java are."""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.bulk.parts import broken, counted, digest, lines, marked, once_deadly
from truceline.bulk import many
from truceline.errors import InputError

PARTS = range(6)
HERE = digest(many.Outcome(part, lines(part)) for part in PARTS)


@pytest.fixture
def _needs_spark() -> None:
    pytest.importorskip("pyspark", reason="Spark is an extra: pip install 'truceline[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")


@pytest.mark.usefixtures("_needs_spark")
def test_outcomes_stand_in_the_order_of_parts(tmp_path: Path) -> None:
    """Whatever finishes first, outcomes are in the parts' order, each part is done once and progress counts up."""
    told: list[tuple[int, int]] = []
    found = many.run("spark", partial(counted, tmp_path), PARTS, lambda done, of: told.append((done, of)))
    assert [one.part for one in found] == list(PARTS)
    assert digest(found) == HERE
    assert told == [(done, len(PARTS)) for done in range(1, len(PARTS) + 1)]
    assert [marked(tmp_path, part) for part in PARTS] == [1] * len(PARTS)


@pytest.mark.usefixtures("_needs_spark")
def test_a_part_that_cannot_be_read_fails_once(tmp_path: Path) -> None:
    """A bad part comes back with its reason, is not tried again, and the others are done."""
    found = many.run("spark", partial(broken, tmp_path), PARTS)
    assert [one.part for one in found if one.failure] == [2, 3]
    assert found[2].failure.startswith("two.csv cannot be read")
    assert [marked(tmp_path, part) for part in PARTS] == [1] * len(PARTS)


@pytest.mark.usefixtures("_needs_spark")
def test_a_killed_worker_costs_only_its_part(tmp_path: Path) -> None:
    """A worker killed in the middle of a part: that part is begun again, no other, and the digest stays."""
    found = many.run("spark", partial(once_deadly, tmp_path), PARTS)
    assert digest(found) == HERE
    assert [marked(tmp_path, part) for part in PARTS] == [2, *[1] * (len(PARTS) - 1)]


def test_without_spark_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Spark is not installed, the command that installs it stands in the error."""
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(InputError, match=r"pip install 'truceline\[spark\]'"):
        many.run("spark", lines, PARTS)
