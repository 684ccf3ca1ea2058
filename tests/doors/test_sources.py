"""`truceline sources`: the tree of five short texts about the exercise's country: lines, JSON, a drawing."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import sync_playwright
from typer.testing import CliRunner

from truceline.agreement import LANGUAGES, compiled
from truceline.desk import shelf
from truceline.desk.verbs import reading
from truceline.desk.verbs.reading import Knowledge, Sources
from truceline.doors.cli import whole
from truceline.doors.render import source_tree
from truceline.doors.render.words import Words
from truceline.errors import DataError
from truceline.formats.outlets import read_outlets, shipped, together

FOLDER = Path(str(files("truceline.desk.simulate"))) / "articles"
TEXTS = sorted(FOLDER.glob("*.txt"))
OPTIONS = ("--outlets", str(FOLDER / "outlets.toml"), "--agreement", "exercise")
SVG = "{http://www.w3.org/2000/svg}"
# Texts that reach out of their box, and pairs of texts that overlap.
UNTIDY = """() => {
  const placed = [...document.querySelectorAll('svg text')].map(one =>
    [one.textContent, one.getBoundingClientRect(), one.parentElement.querySelector('rect').getBoundingClientRect()]);
  const out = placed.filter(([_, a, b]) => a.left < b.left - 1 || a.right > b.right + 1 || a.bottom > b.bottom + 1);
  const over = placed.filter(([_, a], i) => placed.some(([__, b], j) => j > i
    && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2.5 && b.top < a.bottom - 2.5));
  return [...out, ...over].map(one => one[0]).concat(
    document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['wider than the window'] : []);
}"""


@pytest.fixture(scope="module")
def found() -> Sources:
    outlets = together(shipped(), read_outlets((FOLDER / "outlets.toml").read_bytes(), "outlets.toml"))
    return reading.sources(TEXTS, Knowledge(outlets=outlets, agreement=compiled(shelf.find("exercise"))))


def run(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(whole(), ["sources", *words], env={"COLUMNS": "200"})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.stdout


# ── what is found ─────────────────────────────────────────────────────────────────────────────


def test_three_happenings_in_one_thread_and_strikes_apart(found: Sources) -> None:
    """The earlier proposal, the one that three outlets have from one official, and the talks; each with its claims."""
    (thread,) = (one for one in found.threads if len(one.happenings) > 1)
    deeds = [found.stories[i].happening for i in thread.happenings]
    assert [(one.deed, one.by[0]) for one in deeds if one] == [
        ("proposal", "zulmerand"),
        ("proposal", "kalvessar"),
        ("talks", "kalvessar"),
    ]
    told = found.stories[thread.happenings[1]]
    outlets = {found.article(found.claims[i]).outlet for i in told.claims}
    assert outlets == {"harbour-daily", "lantern-gazette", "northern-wire"}
    assert (told.roots.low, told.roots.high) in {(1, 1), (1, 2)}
    assert told.happening
    assert [found.claims[i].denies for i in told.happening.contested] == [True]
    strikes = [one for one in found.stories if one.happening and one.happening.deed in {"attack", "air_strike"}]
    assert {found.claims[one.claims[0]].place_name for one in strikes} == {"Selvundo", "Lurmesta"}


def test_what_was_done_is_graded_beside_its_origins(found: Sources) -> None:
    """With the rule's number; what a party says of its own offer is its own word, and a denial of it contests it."""
    (thread,) = (one for one in found.threads if len(one.happenings) > 1)
    offered = found.stories[thread.happenings[1]].credibility
    assert offered
    assert (offered.grade, offered.rule, offered.status) == (6, "C3", "contested")
    for one in found.stories:
        assert (one.credibility is None) == (one.happening is None)
        if one.credibility:
            seen = {i for some in one.credibility.roots.surely for i in some} | set(one.credibility.own_cause)
            assert seen <= set(one.claims)


def test_every_claim_has_its_words_at_its_span(found: Sources) -> None:
    assert not found.refused
    for claim in found.claims:
        assert found.article(claim).text[slice(*claim.span)] == claim.quote
        for link in claim.chain[1:]:
            assert link.cue[0] < link.cue[1], f"{link.name} shows no words"


# ── what is printed ───────────────────────────────────────────────────────────────────────────


def test_the_command_prints_the_tree_and_writes_the_drawing(tmp_path: Path) -> None:
    """Every source with the words that show it, every claim with its characters."""
    to = tmp_path / "tree.svg"
    printed = run(*map(str, TEXTS), *OPTIONS, "--out", str(to))
    assert "Thread 1: Kalvessar and Zulmerand, 3 happenings in order of time" in printed
    assert "cites The Garvolen Herald “The Garvolen Herald”" in printed
    assert "characters 62–188" in printed
    graded = "Credibility 6 of 6, truth cannot be judged (contested). C3: only parties say so, in their own cause."
    assert graded in printed
    assert "C3: only parties say so" in to.read_text(encoding="utf-8")
    assert ET.fromstring(to.read_text(encoding="utf-8")).tag == f"{SVG}svg"  # noqa: S314 - our own drawing


def test_who_is_to_stop_what_is_told_account_by_account(found: Sources) -> None:
    """One account has the guarantor itself stop; the others have it press the government."""
    told = [row.text for row in source_tree.rows(found, Words("en"))]
    accounts = told[told.index("Who is to stop what, account by account: 3") :]
    harbour, lantern, wire = (accounts.index(one) for one in ("Harbour Daily", "The Lantern Gazette", "Northern Wire"))
    stops = "Zulmerand is to stop: air strike, against River Guard"
    assert stops in accounts[wire:]
    assert stops not in accounts[lantern:wire]
    assert "Zulmerand is to press Government of Ormavela" in accounts[harbour:lantern]


def test_json_has_all_of_it() -> None:
    """What a machine reads holds every claim with its quote, its chain and its span."""
    tree = json.loads(run(*map(str, TEXTS), *OPTIONS, "--json"))
    assert set(tree) >= {"articles", "claims", "stories", "threads"}
    assert all(one["quote"] and len(one["span"]) == 2 and one["chain"] for one in tree["claims"])
    assert all("text" not in one for one in tree["articles"])
    grades = [one["credibility"] for one in tree["stories"] if one.get("credibility")]
    assert {(one["grade"], one["rule"], one["status"]) for one in grades} >= {(6, "C3", "contested")}


def test_a_day_that_cannot_be_read_is_said_with_its_cure() -> None:
    for option in ("--published=tomorrow", "--received=soon", "--published=other.txt=2031-06-01"):
        with pytest.raises(DataError, match="a day that cannot be read"):
            run(str(TEXTS[0]), option)


def test_a_day_of_publication_bounds_what_a_text_tells(tmp_path: Path) -> None:
    """Given for one file, it stands for that one; a text's own day wins over it."""
    one = tmp_path / "one.txt"
    one.write_text("Kalvessar has offered Zulmerand joint patrols in Ormavela.\n", encoding="utf-8")
    printed = run(str(one), str(TEXTS[0]), *OPTIONS, "--published", f"{one}=2031-06-27")
    assert "not after 27 June 2031" in printed
    assert "10 July 2031" in printed


def test_what_a_report_says_moves_no_cursor(tmp_path: Path) -> None:
    """A hostile text is shown as its numbers, in lines and in the drawing."""
    one = tmp_path / "one.txt"
    one.write_text("The Courier\n\nKalvessar has offered\x1b[2J Zulmerand \u202ejoint patrols.\n", encoding="utf-8")
    printed = run(str(one), *OPTIONS, "--out", str(tmp_path / "tree.svg"))
    for shown in (printed, (tmp_path / "tree.svg").read_text(encoding="utf-8")):
        assert "\x1b" not in shown
        assert "\u202e" not in shown


# ── the drawing ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawing_has_its_text_alternative(found: Sources, language: str) -> None:
    """Title and description hold what is drawn, in its language."""
    words = Words(language)
    svg = ET.fromstring(source_tree.svg(found, words))  # noqa: S314 - our own drawing
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert title.text == words.say("sources-title", reports=5)
    assert desc is not None
    assert (desc.text or "").splitlines() == list(source_tree.text(found, words))
    assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert svg.get("lang") == language
    assert words.say("sources-rule-C3") in (desc.text or "")


def test_nothing_overlaps_at_a_telephones_width(found: Sources) -> None:
    """In English by day and in Arabic by night; nothing reaches out of its box."""
    chromium = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
    if chromium is None:
        pytest.skip("needs Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for language, scheme, wide in (("en", "light", 360), ("ar", "dark", 320)):
            page = browser.new_page(viewport={"width": wide, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]  # a literal
            words = Words(language)
            page.set_content(f'<html dir="{words.direction}"><body style="margin:0">{source_tree.svg(found, words)}')
            assert page.evaluate(UNTIDY) == []
            page.close()
        browser.close()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.integers(60, 340))
def test_a_text_is_broken_within_its_room_and_none_of_it_is_lost(told: str, room: int) -> None:
    lines = source_tree.broken(told, room, 1.0)
    assert "".join(lines).replace(" ", "") == told.replace(" ", "")
    assert all(len(line) <= 1 or source_tree.wide(line, 1.0) <= room for line in lines)


# ── outlets from a file ───────────────────────────────────────────────────────────────────────


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=80), st.text(max_size=60).map(lambda text: f"[[outlet]]\nid = '{text}'".encode())))
def test_any_bytes_are_outlets_or_a_fault_that_says_what_to_write(data: bytes) -> None:
    try:
        found = read_outlets(data, "outlets.toml")
    except DataError as error:
        told = str(error)
    else:
        told = "[[outlet]]" if all(one.id for one in found.outlets.values()) else ""
    assert "[[outlet]]" in told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "outlet = 1",
        "[[outlet]]\nnames = ['A']",
        "[[outlet]]\nid = 'a'\nnames = 'A'",
        "[[outlet]]\nid = 'a'\nwire = 'yes'",
        "[[outlet]]\nid = 'a'\ncolour = 'red'",
    ],
)
def test_what_is_no_outlet_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_outlets(text.encode(), "outlets.toml")


def test_a_deployments_entry_stands_in_place_of_a_shipped_one() -> None:
    own = read_outlets(b"[[outlet]]\nid = 'reuters'\nnames = ['Our Reuters']", "own.toml")
    found = together(shipped(), own)
    assert found.named("Our Reuters") is not None
    assert found.named("رويترز") is None
    assert found.named("TASS") is not None
