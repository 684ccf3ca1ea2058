"""`truceline demo`: what the first minute shows is all there, marked as what it is."""

import json
from pathlib import Path

import pytest

from tests.doors.conftest import run

LANGUAGES = ("en", "ar", "ru")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("demo")
    return run("demo", "--out", str(folder)).stdout, folder


def test_the_three_parts_are_printed(shown: tuple[str, Path]) -> None:
    printed, _ = shown
    assert "1. The exercise: " in printed
    assert "2. syria-2016-02: 5 incidents and 13 published totals" in printed
    assert "3. The two drafts of the exercise" in printed
    assert "does not add up: parts sum to 251" in printed


def test_five_articles_are_three_happenings_in_one_thread(shown: tuple[str, Path]) -> None:
    """The exercise's own five, where no folder of articles is named; the drawing stands beside the text."""
    printed, folder = shown
    assert "Thread 1: Kalvessar and Zulmerand, 3 happenings in order of time" in printed
    assert "over 3 outlets" in printed
    assert {one.name for one in (folder / "articles").iterdir()} == {"sources.svg", "sources.txt"}


def test_every_page_of_the_exercise_says_that_it_is_simulated(shown: tuple[str, Path]) -> None:
    _, folder = shown
    marks = {"en": "SIMULATED", "ar": "محاكاة", "ru": "УЧЕБН"}
    for language in LANGUAGES:
        page = (folder / "exercise" / f"bulletin.{language}.html").read_text(encoding="utf-8")
        assert marks[language].casefold() in page.casefold() or "SIMULATED" in page
    assert json.loads((folder / "exercise" / "bulletin.json").read_bytes())["simulated"] is True


def test_no_page_of_the_real_truce_says_so(shown: tuple[str, Path]) -> None:
    _, folder = shown
    assert json.loads((folder / "syria-2016-02" / "bulletin.json").read_bytes())["simulated"] is False


def test_the_real_file_too_where_it_is_present(shared: Path, tmp_path: Path) -> None:
    """3,586 events, every one accounted for; the clashes that would be certain on one answer lead the page."""
    source = shared / "data" / "ucdp" / "ged_syria_2016-01_2016-07.csv"
    printed = run("demo", "--no-nodes", "--ucdp", str(source), "--out", str(tmp_path)).stdout
    assert "3586 events, 0 bad rows" in printed
    assert "syria-2016-07/sputnik" in printed
    page = (tmp_path / "ucdp" / "bulletin.en.html").read_text(encoding="utf-8")
    assert "would be certain on one answer to one question" in page


def test_three_nodes_come_to_one_digest_and_show_what_was_altered_and_forked(shown: tuple[str, Path]) -> None:
    """Two rivals and a monitor, processes of their own, one by stick alone; then an old entry altered, then a fork."""
    printed, _ = shown
    assert "One digest on all 3." in printed
    assert "One digest on all 2." in printed
    assert "signature: expected one of truceline/kalvessar-" in printed
    assert printed.count("FORKED: two signed histories") == 2
