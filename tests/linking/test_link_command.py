"""`truceline link`: two lists beside one another, a table out, and what speaks for a link."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from truceline.claims import Dataset, Event
from truceline.desk import shelf
from truceline.desk.simulate import simulate
from truceline.desk.verbs import from_files
from truceline.doors.cli import ROOMS, holding
from truceline.errors import DataError, Refused

Run = Callable[..., Result]
LIST = Dataset("an exercise", "", "", simulated=True)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A simulated fortnight as two observers have it: one without every third event, one without every fourth."""
    folder = tmp_path_factory.mktemp("lists")
    events, _ = simulate(shelf.find("exercise"), 5, dt.date(2031, 5, 1), 14)
    return (
        kept(folder / "ours.jsonl", [one for at, one in enumerate(events) if at % 3]),
        kept(folder / "theirs.jsonl", [replace(one, id=f"t-{one.id}") for at, one in enumerate(events) if at % 4]),
    )


def kept(path: Path, events: list[Event]) -> Path:
    """Events as a file."""
    from_files.keep_events(tuple(events), LIST, "Etc/GMT-6", path)
    return path


@pytest.fixture
def run() -> Run:
    """The command line."""
    app = holding([room for room in ROOMS if "link" in room.words])

    def ran(*words: object) -> Result:
        return CliRunner().invoke(app, ["link", *map(str, words)])

    return ran


def test_most_of_what_both_have_is_linked_and_nothing_twice(lists: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    """The table has a line a link; the points of its parts add up to the sum."""
    done = run(*lists, "--out", tmp_path / "links.csv")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader((tmp_path / "links.csv").read_text(encoding="utf-8").splitlines()))
    right = [row for row in rows if row["second"] == f"t-{row['first']}"]
    assert len(right) / len(rows) > 0.9
    assert len({row["second"] for row in rows}) == len(rows) > 40
    for row in rows:
        parts = [int(row[name]) for name in ("place", "day", "sides", "dead", "prior") if row[name]]
        assert sum(parts) == int(row["points"])
    assert f"{len(rows)} links" in done.output


def test_a_link_is_explained_part_by_part(lists: tuple[Path, Path], run: Run) -> None:
    """In words for people, as an object for machines; an account without a counterpart is asked back."""
    rows = [json.loads(line) for line in run(*lists, "--json").output.splitlines()]
    one = rows[0]
    assert sum(part["points"] for part in one["parts"].values()) == one["points"]
    told = run(*lists, "--explain", one["first"])
    assert told.output.startswith(f"{one['first']} = {one['second']}  {one['points']:+d} points")
    missing = run(*lists, "--explain", "nobody")
    assert isinstance(missing.exception, DataError)


def test_a_list_is_not_linked_with_itself(lists: tuple[Path, Path], run: Run) -> None:
    """It would find itself."""
    done = run(lists[0], lists[0])
    assert isinstance(done.exception, Refused)


def test_what_says_no_place_is_listed_and_not_guessed_at(lists: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    """It is told by id."""
    held = from_files.load_events(lists[0]).events
    lost = kept(tmp_path / "lost.jsonl", [replace(held[0], marker=None), *held[1:]])
    done = run(lost, lists[1])
    assert f"1 of the first list say no place or no day and were not compared: {held[0].id}" in done.output
