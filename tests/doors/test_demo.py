"""`truceline demo`: what the first minute shows is all there, marked as what it is."""

import json
from pathlib import Path

import pytest

from tests.canaries import search
from tests.doors.conftest import run
from truceline.doors.cli import demo_sealed
from truceline.doors.cli.demo_stage import PASSPHRASE

LANGUAGES = ("en", "ar", "ru")


REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "ucdp" / "ged_syria_2016-01_2016-07.csv"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The whole demo once, with the real file where it lies beside the project: what it printed, and its folder."""
    folder = tmp_path_factory.mktemp("demo")
    real = ("--ucdp", str(REAL)) if REAL.is_file() else ()
    return run("demo", *real, "--out", str(folder)).stdout, folder


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


@pytest.mark.usefixtures("shared")
def test_the_real_file_too_where_it_is_present(shown: tuple[str, Path]) -> None:
    """3,586 events, every one accounted for; the clashes that would be certain on one answer lead the page."""
    printed, folder = shown
    assert "3586 events, 0 bad rows" in printed
    assert "syria-2016-07/sputnik" in printed
    page = (folder / "ucdp" / "bulletin.en.html").read_text(encoding="utf-8")
    assert "would be certain on one answer to one question" in page


def test_three_nodes_come_to_one_digest_and_show_what_was_altered_and_forked(shown: tuple[str, Path]) -> None:
    """Two rivals and a monitor, processes of their own, one by stick alone; then an old entry altered, then a fork."""
    printed, _ = shown
    assert "One digest on all 3." in printed
    assert "One digest on all 2." in printed
    assert "signature: expected one of truceline/kalvessar-" in printed
    assert printed.count("FORKED: two signed histories") == 2


def test_a_witness_is_sealed_told_in_part_and_erased(shown: tuple[str, Path]) -> None:
    """A guarantor sees a batch, is told one field that it checks offline, and no digest moves when all is erased."""
    printed, _ = shown
    assert "8 sealed entries left" in printed
    assert "your receipt phrase" in printed.casefold()
    told = printed.split("$ truceline open disclosed.json")[1].split("$ truceline")[0]
    assert demo_sealed.WHERE in told
    assert demo_sealed.WHO not in told
    assert "erased: this sealed object does not open any more" in printed
    digests = [part.split()[0] for line in printed.split("$ truceline digest ")[1:7] for part in line.splitlines()[1:2]]
    assert len(digests) == 6
    assert len(set(digests)) == 1


def test_nothing_sealed_is_in_any_file_that_the_demo_leaves(shown: tuple[str, Path], tmp_path: Path) -> None:
    """Nodes, sticks, pages, exports, what a backup restores: none has a word of it, but the file that disclosed one."""
    _, folder = shown
    nodes = folder / "nodes"
    held = {"TRUCELINE_PASSPHRASE": PASSPHRASE, "TRUCELINE_MARKERS": str(nodes / "markers")}
    own = {**held, "TRUCELINE_NODE": str(nodes / "mission"), "TRUCELINE_BACKUP_PASSPHRASE": "another passphrase"}
    run("backup", str(tmp_path / "backup"), environment=own)
    run("restore", str(tmp_path / "backup"), str(tmp_path / "restored"), "--without-keys", environment=own)
    run("node", "export", str(tmp_path / "export"), environment=own)
    sealed = (demo_sealed.WORDS, demo_sealed.WHO, demo_sealed.WHEN, "the second one hit the waiting room")
    for place in (folder, tmp_path):
        assert search(place, sealed) == ()
    where = {hit.where for hit in search(folder, (demo_sealed.WHERE,))}
    assert where == {f"nodes/{demo_sealed.OPENED}"}
    assert search(tmp_path, (demo_sealed.WHERE,)) == ()
