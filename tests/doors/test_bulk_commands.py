"""Flat tables at the command line: what is printed, what is written, and every exit code on the way."""

import csv
from pathlib import Path

import pytest

from tests.doors.conftest import run
from tests.fuzz.test_texts import GEOJSON, SMALL

LOG = """id,from,side_a,side_b,kind,lon,lat
1,2031-05-02T06:30Z,Government,rebels,shelling,88.5,-29.5
2,2031-05-03T06:30Z,rebels,gov,attack,88.5,-29.5
3,2031-05-04T06:30,rebels,gov,attack,88.5,-29.5
"""


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small truce, as a directory of its own."""
    folder = tmp_path_factory.mktemp("text")
    (folder / "agreement.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "map.geojson").write_text(GEOJSON, encoding="utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def findings(text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three rows, assessed by the real command: two good ones, one without an offset."""
    folder = tmp_path_factory.mktemp("flat")
    (folder / "log.csv").write_text(LOG, encoding="utf-8")
    done = run("assess", text, str(folder / "log.csv"), "--out", str(folder / "findings"))
    counts, digest = done.stdout.splitlines()[:-1], done.stdout.splitlines()[-1]
    assert counts[0].endswith("findings: 2")
    assert sum(int(line.split()[0]) for line in counts[1:]) == 2
    assert digest.startswith("digest ")
    assert "engine: floor" in done.stderr
    assert "rows that could not be read: 1; each is listed with its reason in " in done.stderr
    return folder / "findings"


def test_bad_rows_are_listed_with_what_to_do_next(findings: Path) -> None:
    (one,) = csv.DictReader((findings / "bad_rows.csv").read_text(encoding="utf-8").splitlines())
    assert (one["file"], one["line"], one["field"], one["got"]) == ("log.csv", "4", "from", "2031-05-04T06:30")
    assert one["what next"] == "Correct it; write the offset, or Z."


def test_a_row_is_explained_by_directory_and_id(text: str, findings: Path) -> None:
    told = run("explain", f"{findings}#2", "--agreement", text).stdout
    for heading in ("What the row says", "Common column", "Clause "):
        assert heading in told
    assert "no event named '3'" in run("explain", f"{findings}#3", "--agreement", text, code=5).stderr


def test_settle_and_bulletin_take_some_days(text: str, findings: Path, tmp_path: Path) -> None:
    days = ("--from", "2031-05-03", "--to", "2031-05-03")
    assert "over 1 finding\n" in run("settle", str(findings), *days, "--agreement", text).stdout
    assert "over 2 findings\n" in run("settle", str(findings), "--agreement", text).stdout
    page = tmp_path / "page.html"
    run("bulletin", str(findings), *days, "--agreement", text, "--html", str(page))
    assert "log.csv" in page.read_text(encoding="utf-8")


def test_a_directory_made_under_another_text_is_refused(findings: Path) -> None:
    assert "Assess again" in run("explain", f"{findings}#1", "--agreement", "exercise", code=6).stderr
    assert "no agreement named 'small'" in run("settle", str(findings), code=5).stderr


def test_a_table_that_lacks_a_column_leaves_with_3(text: str, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("id,day\n1,2031-05-02\n", encoding="utf-8")
    done = run("assess", text, str(tmp_path / "log.csv"), "--out", str(tmp_path / "out"), code=3)
    assert "log.csv:1: from: expected a column of this name, got id, day." in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["log.csv"]


def test_files_that_are_not_there_and_places_that_are_taken_leave_with_3(text: str, tmp_path: Path) -> None:
    done = run("assess", text, str(tmp_path / "none.csv"), "--out", str(tmp_path / "out"), code=3)
    assert "none.csv: expected a file, got none there" in done.stderr
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    done = run("assess", text, str(tmp_path / "log.csv"), "--out", str(tmp_path), code=3)
    assert "--out: expected a new directory, or one of an assessment" in done.stderr


def test_an_engine_nobody_knows_leaves_with_5(text: str, findings: Path) -> None:
    log = str(findings.parent / "log.csv")
    done = run("assess", text, log, "--out", str(findings), "--engine", "abacus", code=5)
    assert "no engine named 'abacus'; expected one of: floor, bulk" in done.stderr
