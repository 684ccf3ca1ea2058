"""The bulletin in a terminal: at 80 columns, without colour, lead first; the golden text was read line by line."""

import os
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.render import bulletins
from truceline.agreement import LANGUAGES
from truceline.bulletin import Bulletin, counted
from truceline.doors.render.findings_text import plain, print_explained, print_work
from truceline.doors.render.sentences import Section
from truceline.doors.render.terminal import BAR, SIGNS, _stacked, terminal
from truceline.doors.render.words import Words
from truceline.terms import Result

GOLDEN = Path(__file__).resolve().parent / "golden"


@cache
def printed(name: str, language: str, width: int) -> str:
    """What a pipe of that width receives."""
    return _printed(bulletins.EVERY[name](), language, width)


def _printed(made: Bulletin, language: str, width: int) -> str:
    file = StringIO()
    terminal(made, Words(language), Console(file=file, width=width, highlight=False))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()) + "\n"


def test_golden() -> None:
    """The whole bulletin at 80 columns; set GOLDEN=write to take a new text, then read it before it is kept."""
    path = GOLDEN / "bulletin-80.txt"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(printed("full", "en", 80), encoding="utf-8")
    assert printed("full", "en", 80) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", bulletins.EVERY)
def test_fits(name: str, language: str, width: int) -> None:
    """No line is wider than the terminal, nothing is cut off with an ellipsis, no escape code reaches a pipe."""
    text = printed(name, language, width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "…" not in text
    assert "\x1b" not in text
    assert not set(text) & set("\u200e\u200f\u2066\u2067\u2068\u2069")


def test_no_colour_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR a terminal gets the same letters and no colour."""
    monkeypatch.setenv("NO_COLOR", "1")
    file = StringIO()
    terminal(bulletins.full(), Words("en"), Console(file=file, width=80, force_terminal=True, highlight=False))
    assert "\x1b[3" not in file.getvalue().replace("\x1b[3m", "")
    assert "\x1b[38" not in file.getvalue()


@pytest.mark.parametrize("name", bulletins.EVERY)
def test_the_lead_comes_first(name: str) -> None:
    """After title and facts comes the lead, then what is known, what is not, what to ask, and only then the rest."""
    text = printed(name, "en", 100)
    order = ["─────", "What is known", "What is not", "What to ask", "Counts by result", "Day by day", "Findings"]
    places = [text.index(one) for one in order]
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", bulletins.EVERY)
def test_simulated_is_said_first_and_last(name: str, language: str) -> None:
    """Made-up data are marked on the first and the last line; real data never are."""
    lines = printed(name, language, 100).splitlines()
    mark = Words(language).say("page-simulated-mark")
    simulated = bulletins.EVERY[name]().simulated
    assert (mark in lines[0]) == simulated
    assert (mark in lines[-1]) == simulated


def test_signs_are_told_apart_without_colour() -> None:
    """Each result has a sign of its own, one column wide."""
    assert len(set(SIGNS.values())) == len(Result)
    assert all(len(sign) == 1 for sign in SIGNS.values())


def test_a_stacked_bar_ends_where_its_sum_does() -> None:
    """Parts of 1, 1 and 1 of 3 at 24 columns are eight columns each; of half the longest day, half the bar."""
    three = counted([Result.CERTAIN, Result.POSSIBLE, Result.CONTRADICTORY])
    assert _stacked(three, 3, 24) == "█" * 8 + "▓" * 8 + "×" * 8
    assert _stacked(three, 6, 24) == "█" * 4 + "▓" * 4 + "×" * 4
    assert _stacked(counted([]), 3, 24) == ""
    assert _stacked(counted([]), 0, BAR) == ""


def test_what_is_left_out_is_counted() -> None:
    """Of 260 events under one sentence three are printed and 257 counted."""
    text = printed("crowded", "en", 80)
    assert "    257 more, told in the findings file alone." in text
    assert text.count("clash-") == 3


def test_the_work_order_alone() -> None:
    """The rows of a work order with how many findings it is over; an empty one says that nothing would settle."""
    made, file = bulletins.crowded(), StringIO()
    console = Console(file=file, width=100, highlight=False)
    print_work(Words("en"), made.agreement, made.work, 260, console)
    print_work(Words("en"), made.agreement, (), 0, console)
    text = file.getvalue()
    assert "over 260 findings" in text
    assert "If yes: 260 certain" in text
    assert text.rstrip().endswith("No single question would settle a finding of this period.")


def test_the_whole_reasoning() -> None:
    """Sections are printed with their heading, lines indented, brackets as they are, marks of direction left out."""
    file = StringIO()
    sections = [Section("One", ("first [bold]line[/bold]", "\u2068second\u2069")), Section("Two", ("third",))]
    print_explained(sections, Console(file=file, width=40, highlight=False))
    lines = [line.rstrip() for line in file.getvalue().splitlines()]
    assert lines == ["One", "  first [bold]line[/bold]", "  second", "", "Two", "  third"]
    assert plain("\u200fكلمة\u2068ثانية\u2069") == "كلمةثانية"
