"""An assessment whose parts are judged by several processes is the one that is judged here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from truceline.desk import assessing, shelf
from truceline.desk.assessing import ANSWERS
from truceline.errors import DataError

ROWS = 240
SIDES = ("gov", "River Guard", "insurgents", "?", "hill-league", "civilians")
KINDS = ("shelling", "air_strike", "troop_movement", None)


@pytest.fixture(autouse=True)
def _needs_dask() -> None:
    pytest.importorskip("distributed", reason="Dask is an extra: pip install 'truceline[dask]'")


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Two flat tables, the first in three row groups, about places of the exercise."""
    folder = tmp_path / "rows"
    folder.mkdir()
    numbers = range(ROWS)
    table = pa.table(
        {
            "id": [f"r{i}" for i in numbers],
            "side_a": [SIDES[i % 3] for i in numbers],
            "side_b": [SIDES[i % 5 + 1] for i in numbers],
            "direction": [("a_to_b", "b_to_a", None)[i % 3] for i in numbers],
            "kind": [KINDS[i // 3 % 4] for i in numbers],
            "lon": [round(84.8 + i % 20 / 10, 1) for i in numbers],
            "lat": [round(-30.2 + i % 7 / 10, 1) for i in numbers],
            "from": [f"2031-05-{1 + i % 14:02d}T{i % 24:02d}:00+06:00" for i in numbers],
        }
    )
    parquet.write_table(table.slice(0, 180), folder / "one.parquet", row_group_size=60)
    parquet.write_table(table.slice(180), folder / "two.parquet")
    return folder


def test_the_digest_is_the_one_of_here(tables: Path, tmp_path: Path) -> None:
    """Two processes and this one come to the same answers, counts and digest; parts done are told."""
    text, told = shelf.find("exercise"), []
    plan = assessing.plan([tables], tmp_path / "any", "bulk")
    here = assessing.assess_rows(text, plan, tmp_path / "here", None)
    there = assessing.assess_rows(
        text, plan, tmp_path / "there", lambda done, of: told.append((done, of)), assessing.on("dask")
    )
    assert there == here
    assert there.rows == ROWS
    assert told[-1] == (len(told), len(told))
    files = [path.name for path in sorted((tmp_path / "here").iterdir())]
    assert [path.name for path in sorted((tmp_path / "there").iterdir())] == files
    answers = [parquet.read_table(tmp_path / name / ANSWERS) for name in ("here", "there")]
    assert answers[0].equals(answers[1])


def test_a_bad_file_fails_with_its_faults(tables: Path, tmp_path: Path) -> None:
    """A file without a required column is told with what is wrong with it, and no directory is written."""
    (tables / "three.csv").write_text("id,kind\n1,shelling\n")
    plan = assessing.plan([tables], tmp_path / "out", "floor")
    with pytest.raises(DataError, match="1 of 3 parts could not be judged") as caught:
        assessing.assess_rows(shelf.find("exercise"), plan, tmp_path / "out", None, assessing.on("dask"))
    assert {fault.file for fault in caught.value.faults} == {"three.csv"}
    assert {fault.field for fault in caught.value.faults} == {"from"}
    assert not (tmp_path / "out").exists()


def test_the_command_goes_where_it_is_told(tables: Path, tmp_path: Path) -> None:
    """`assess --on dask` prints the same digest as without; `--on` with a file that is judged whole says so."""
    command = [str(Path(sys.executable).parent / "truceline"), "assess", "exercise", str(tables), "--engine", "floor"]
    digests = []
    for on in ([], ["--on", "dask"]):
        out = tmp_path / f"out{len(on)}"
        done = subprocess.run([*command, "--out", str(out), *on], capture_output=True, text=True, check=True)
        digests += [line for line in done.stdout.splitlines() if line.startswith("digest ")]
    assert len(digests) == 2
    assert digests[0] == digests[1]
    done = subprocess.run(
        [*command, "--out", str(tmp_path / "x"), "--on", "ray"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "expected dask or spark, got ray" in done.stderr
