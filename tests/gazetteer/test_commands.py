"""`truceline places …` as people give it: candidates and the question, positions with their error, exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from truceline.doors import cli

Run = Callable[..., tuple[str, str]]
ROW = "id,name,lat,lon\n1,Al Qolmah,-30.1,86.2\n2,,-30.1,86.2\n"
AREA = {"type": "Polygon", "coordinates": [[[86, -31], [87, -31], [87, -30], [86, -30], [86, -31]]]}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Gives a command to the program, in this process; its exit code must be as expected."""

    def given(*words: str, code: int = 0) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["truceline", "places", *words])
        with pytest.raises(SystemExit) as left:
            cli.main()
        assert (left.value.code or 0) == code
        told = capsys.readouterr()
        return told.out, " ".join(told.err.split())

    return given


def test_find(run: Run) -> None:
    """A name as heard gives candidates and asks; the example of its help is one."""
    out, _ = run("find", "Tor Makeel", "--near", "30.0 S 86.9 E")
    assert "Tormaquil  29.7800000 S 87.1400000 E" in out
    assert "Which of these do you mean: Tormaquil" in out
    asked, _ = run("find", "Тормакил", "--most", "1", "--lang", "ru")
    assert "Вы имеете в виду Тормакиль" in asked
    none, _ = run("find", "Wxzz", "--lang", "ar")
    assert "تهجئته" in none
    found = json.loads(run("find", "Belkoura", "--json")[0])
    assert found["candidates"][0]["id"] == "belquora"


def test_find_in_a_file(run: Run, tmp_path: Path) -> None:
    """Places of one's own; rows that could not be read are told on standard error, and how many could."""
    file = tmp_path / "own.csv"
    file.write_text(ROW, encoding="utf-8")
    out, err = run("find", "Qolma", "--gazetteer", str(file))
    assert "Do you mean Al Qolmah" in out
    assert "own.csv:3: name: expected a name, got nothing" in err
    assert "1 rows could not be read, 1 could" in err


def test_read(run: Run, tmp_path: Path) -> None:
    """Coordinates come with error and system; what is open is a question, narrowed by an expected area."""
    assert run("read", "SK-42 X 3712345 Y 7412345")[0].strip().endswith("Pulkovo 1942 / Gauss-Krüger 7")
    out, _ = run("read", "86.2, 30.1")
    assert "Which number is the latitude" in out
    area = tmp_path / "area.geojson"
    area.write_text(json.dumps({"type": "Feature", "id": "a", "properties": {}, "geometry": AREA}), encoding="utf-8")
    told = json.loads(run("read", "30.51 86.52", "--area", f"{area}#a", "--json")[0])
    assert told["asked"] == "hemisphere"
    assert (told["candidates"][0]["lat"], told["candidates"][0]["lon"]) == (-30.51, 86.52)
    whole = json.loads(run("read", "30.51 S 86.52 E", "--json")[0])
    assert (whole["lat_e7"], whole["lon_e7"], whole["as_given"]) == (-305100000, 865200000, "30.51 S 86.52 E")


def test_what_cannot_be_read(run: Run) -> None:
    """It says what was expected and what to do next; what could be read in two ways is no place to be near to."""
    _, err = run("read", "by the old bridge", code=3)
    assert "nothing like the word 'by'" in err
    assert "Write degrees with N or S and E or W" in err
    _, err = run("find", "Belquora", "--near", "30.1, 40.2", code=3)
    assert "--near: expected one position" in err
    _, err = run("find", "Belquora", "--gazetteer", "none.csv", code=3)
    assert "none.csv" in err
