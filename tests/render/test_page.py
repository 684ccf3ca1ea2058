"""The bulletin as a page: nothing loaded, nothing hidden, every number the bulletin's, in three languages."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from io import StringIO
from itertools import pairwise

import pytest
from rich.console import Console

from tests.render import bulletins
from tests.render.page_tree import Element, parsed
from tests.render.test_sentences import FORBIDDEN, Listening, messages
from tests.render.test_sentences import LOCALE as CATALOGS
from truceline.agreement import LANGUAGES
from truceline.bulletin import Bulletin
from truceline.doors.render import page, view
from truceline.doors.render.findings_text import print_work
from truceline.doors.render.page import css_text, degrees, first_number, html
from truceline.doors.render.terminal import terminal
from truceline.doors.render.words import Words
from truceline.place import position
from truceline.terms import Result

PAGES = [(name, language) for name in bulletins.EVERY for language in LANGUAGES]
# Events with which nothing can be led with an answer, and how the page then begins.
LEADS = {
    ("certain-of-two", "not-reached"): "1 of 2 findings certain",
    ("undetermined",): "1 of 1 finding open, and no single answer",
    ("not-reached",): "1 event in this period, and no clause",
    (): "No event in this period.",
}


@cache
def written(name: str, language: str) -> str:
    """The page of one of the bulletins."""
    return html(bulletins.EVERY[name](), Words(language))


@cache
def tree(name: str, language: str) -> Element:
    """The same, read strictly."""
    return parsed(written(name, language))


def section(name: str, language: str, part: str) -> Element:
    """One section of a page."""
    return tree(name, language).one("section", id=part)


def numbers(element: Element) -> list[int]:
    """The machine-readable numbers in it, in order."""
    return [int(one.attributes["value"]) for one in element.every("data")]


# ── the file ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_nothing_is_loaded_and_nothing_runs(name: str, language: str) -> None:
    """No script, no handler, no style or picture from anywhere; addresses stand in links alone; the policy says so."""
    text, root = written(name, language), tree(name, language)
    assert not list(root.every("script", "link", "img", "iframe", "object", "embed", "base", "form"))
    for element in root.every():
        loads = {"src", "srcset", "data", "xlink:href", "background", "poster", "style", "action"}
        assert not loads & set(element.attributes), element.name
        assert not [key for key in element.attributes if key.startswith("on")]
        if "href" in element.attributes:
            assert element.name == "a"
            assert element.attributes["href"].startswith(("#", "http://", "https://"))
    style = root.one("style").text()
    assert "@import" not in style
    assert set(re.findall(r"url\(([^)]*)\)", style)) <= {f"#pattern-{result}" for result in Result}
    policy = root.one("meta", **{"http-equiv": "Content-Security-Policy"})
    assert policy.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert "javascript:" not in text


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_same_bytes(name: str, language: str) -> None:
    """The same bulletin and language give the same text, character for character."""
    assert html(bulletins.EVERY[name](), Words(language)) == written(name, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_and_direction(language: str) -> None:
    """The page says its language, and Arabic runs from right to left."""
    root = tree("full", language).one("html")
    assert root.attributes["lang"] == language
    assert root.attributes["dir"] == ("rtl" if language == "ar" else "ltr")


def test_only_logical_sides_in_the_style() -> None:
    """No rule of the style sheet says left or right, so that it serves both directions."""
    style = tree("full", "en").one("style").text()
    rules = re.sub(r"@bottom-(left|right)|translate\([^)]*\)", "", style)
    assert re.findall(r"[^-\w](?:margin|padding|border|float|text-align)?-?\b(left|right)\b\s*[:;]", rules) == []


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_ids_are_unique_and_whatever_is_referred_to_exists(name: str, language: str) -> None:
    """No id stands twice; every link within the page and every label leads somewhere."""
    root = tree(name, language)
    ids = Counter(one.attributes["id"] for one in root.every() if "id" in one.attributes)
    assert [one for one, number in ids.items() if number > 1] == []
    for element in root.every():
        target = element.attributes.get("href", "")
        if target.startswith("#"):
            assert target[1:] in ids
        for reference in element.attributes.get("aria-labelledby", "").split():
            assert reference in ids


# ── for everybody ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_headings_are_in_order(name: str, language: str) -> None:
    """One first-level heading; no level is skipped; every section has a heading of its own."""
    root = tree(name, language)
    levels = [int(one.name[1]) for one in root.every("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for one in root.every("section"):
        named = one.attributes["aria-labelledby"]
        assert any(heading.attributes.get("id") == named for heading in one.every("h2", "h3"))


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_landmarks(name: str, language: str) -> None:
    """A header, a main part, a named list of contents, a footer; the first link skips to the main part."""
    root = tree(name, language)
    for landmark in ("header", "main", "nav", "footer"):
        assert len(list(root.every(landmark))) == 1
    assert root.one("nav").attributes["aria-label"]
    assert next(root.every("a")).attributes["href"] == f"#{root.one('main').attributes['id']}"


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_tables_can_be_read_aloud(name: str, language: str) -> None:
    """Every table has a caption; every heading cell a scope; every row as many cells as there are headings."""
    for table in tree(name, language).every("table"):
        assert table.one("caption").text().strip()
        heads = list(table.one("thead").every("th"))
        assert all(one.attributes["scope"] == "col" for one in heads)
        for row in table.one("tbody").every("tr"):
            cells = [one for one in row.children if isinstance(one, Element) and one.name in ("td", "th")]
            assert len(cells) == len(heads)
            assert cells[0].name == "th"
            assert cells[0].attributes["scope"] == "row"


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_pictures_have_names_or_are_hidden(name: str, language: str) -> None:
    """Every drawing has a title and a description, or is ornament and hidden; a figure has a caption."""
    root = tree(name, language)
    for drawing in root.every("svg"):
        if drawing.attributes.get("role") == "img":
            first = [one for one in drawing.children if isinstance(one, Element)][:2]
            assert [one.name for one in first] == ["title", "desc"]
            assert all(one.text().strip() for one in first)
        else:
            assert drawing.attributes["aria-hidden"] == "true"
    for figure in root.every("figure"):
        assert figure.one("figcaption").text().strip()
    for folded in root.every("details"):
        summary = next(one for one in folded.children if isinstance(one, Element))
        assert summary.name == "summary"
        assert summary.text().strip()


@pytest.mark.parametrize("name", bulletins.EVERY)
def test_every_chart_is_also_a_table(name: str) -> None:
    """Each section with a figure holds a table with the numbers of it, as far as there are any."""
    for part in ("counts", "days", "map"):
        found = section(name, "en", part)
        if list(found.every("figure")) and (
            part != "map" or bulletins.EVERY[name]().not_placed != len(bulletins.EVERY[name]().entries)
        ):
            assert list(found.every("table"))


# ── simulated ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_simulated_is_said_everywhere(name: str, language: str) -> None:
    """Made-up data are marked in the title, above the page, on every printed page; real data never are."""
    root, mark = tree(name, language), Words(language).say("page-simulated-mark")
    banners = [one for one in root.every("p") if one.attributes.get("role") == "note"]
    simulated = bulletins.EVERY[name]().simulated
    assert len(banners) == simulated
    assert (mark in root.one("head").one("title").text()) == simulated
    assert ("@top-center" in root.one("style").text()) == simulated
    assert any(one.attributes.get("class") == "watermark" for one in root.every("p")) == simulated
    if simulated:
        assert mark in banners[0].text()


# ── the numbers ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", bulletins.EVERY)
def test_counts(name: str) -> None:
    """The table of counts holds the bulletin's, result by result, this period and the last, and their sums."""
    made = bulletins.EVERY[name]()
    expected = [number for result in Result for number in (made.this.of(result), made.last.of(result))]
    assert numbers(section(name, "en", "counts").one("table")) == [*expected, made.this.total, made.last.total]


@pytest.mark.parametrize("name", bulletins.EVERY)
def test_days(name: str) -> None:
    """The table of days holds every local day; of a long period those with an event, and how many it leaves out."""
    made = bulletins.EVERY[name]()
    part = section(name, "en", "days")
    listed = made.days if len(made.days) <= 62 else [day for day in made.days if day.counts.total]
    told = [[*(number for _, number in day.counts.results), day.counts.total] for day in listed]
    assert [numbers(row) for row in part.one("tbody").every("tr")] == told
    left_out = len(made.days) - len(listed)
    assert (f"Days without an event, not listed here: {left_out}." in part.text()) == (left_out > 0)
    assert sum(row[-1] for row in told) == made.this.total


@pytest.mark.parametrize("name", bulletins.EVERY)
def test_clauses_and_columns(name: str) -> None:
    """The tables of clauses and of columns hold the bulletin's numbers."""
    made = bulletins.EVERY[name]()
    rows = list(section(name, "en", "clauses").one("tbody").every("tr"))
    for row, clause in zip(rows, made.clauses, strict=True):
        assert row.attributes["id"] == f"clause-{clause.rule}"
        assert numbers(row) == [n for result in Result for n in (clause.this.of(result), clause.last.of(result))]
    if len(made.columns) > 1:
        table = next(section(name, "en", "columns").every("table"))
        shown = [result for result in Result if any(column.this.of(result) for column in made.columns)]
        assert numbers(table) == [column.this.of(result) for result in shown for column in made.columns]


@pytest.mark.parametrize("name", bulletins.EVERY)
def test_every_finding_is_told_or_counted(name: str) -> None:
    """Each group says how many it has; those told and those only counted make all of them; no event stands twice."""
    made = bulletins.EVERY[name]()
    part = section(name, "en", "findings")
    groups = [one for one in part.every("section") if one is not part]
    assert [numbers(one.one("h3"))[0] for one in groups] == [n for _, n in made.this.results if n]
    told = [row.attributes["id"] for row in part.every("tr") if "id" in row.attributes]
    assert len(set(told)) == len(told)
    for group, shown in zip(view.groups(made, Words("en")), groups, strict=True):
        rows = [row for row in shown.every("tr") if "id" in row.attributes]
        assert len(rows) == min(group.total, view.PER_GROUP)


def test_a_long_group_is_cut_and_says_so() -> None:
    """Of 260 findings of one result 200 are told, and the page says that 60 more are in the findings file."""
    text = section("crowded", "en", "findings").text()
    assert "60 more, told in the findings file alone." in text
    (group,) = view.groups(bulletins.crowded(), Words("en"))
    assert (group.total, len(group.blocks[0].rows), group.blocks[0].total) == (260, 200, 260)


def test_what_is_cut_whole_is_counted() -> None:
    """Where the room is used up by one sentence, findings that read otherwise are counted, not lost."""
    crowd = bulletins.crowded().entries
    other = next(one for one in bulletins.entries() if one.event.id == "possible-by-status")
    made = bulletins.of([*crowd, other])
    (group,) = view.groups(made, Words("en"))
    assert group.total == 261
    assert group.unread == 1
    assert "1 more that read otherwise, told in the findings file alone." in parsed(html(made, Words("en"))).text()


def test_ten_seconds() -> None:
    """The first block leads with the sentence and its count, then what is known, what is not, what to ask."""
    made = bulletins.crowded()
    part = section("crowded", "en", "brief")
    lead = next(one for one in part.every("p") if one.attributes.get("class") == "lead")
    assert lead.text().startswith("260 of 260 findings would be certain on one answer to one question:")
    assert lead.one("b").text() == "260"
    assert [one.text() for one in part.every("h3")] == ["What is known", "What is not", "What to ask"]
    assert made.headlines[0].findings == tuple(f"clash-{n:03}" for n in range(260))
    asked = [one for one in part.every("div") if one.attributes.get("class") == "ask"]
    assert numbers(asked[0])[0] == 260


def test_the_lead_without_an_answer_to_lead_with() -> None:
    """Where no answer would settle anything the page leads with what is certain, else open, else with nothing."""
    for names, beginning in LEADS.items():
        chosen = [one for one in bulletins.entries() if one.event.id in names]
        assert view.brief(bulletins.of(chosen), Words("en")).lead.startswith(beginning)


def test_a_quiet_period_is_not_called_compliant() -> None:
    """With nothing to tell the page says that coverage is not recorded, and praises nobody."""
    text = tree("empty", "en").text()
    assert "A quiet day nobody could observe is not a compliant day: coverage is not recorded here." in text
    assert "No event in this period." in text


def test_work_order_rows_add_up() -> None:
    """Items that read as one question are one row, with the findings of all of them."""
    made = bulletins.full()
    rows = view.work_rows(made, Words("en"))
    assert len({row.question for row in rows}) == len(rows)
    assert sum(row.total for row in rows) == sum(len(item.findings) for item in made.work)
    assert [row.total for row in rows] == sorted((row.total for row in rows), reverse=True)


# ── what is told of others ────────────────────────────────────────────────────────────────────


def test_tallies_stand_side_by_side_and_are_never_added_up() -> None:
    """Each total has its unit, window and accused; parts that do not sum to it are said not to; no sum is made."""
    part = section("full", "en", "tallies")
    rows = list(part.one("tbody").every("tr"))
    assert [numbers(row)[0] for row in rows] == [15, 11, 3]
    assert "does not add up: parts sum to 13" in rows[0].text()
    assert "does not add up" not in rows[1].text() + rows[2].text()
    assert [one.one("q").text() for one in rows] == ["breaches", "violations", "bursts"]
    assert str(15 + 11 + 3) not in part.text()
    assert rows[1].text().count("not said") == 1


def test_columns_are_one_list() -> None:
    """The columns say they judge the same events, and each finding on which they differ is named once."""
    part = section("full", "en", "columns")
    assert "The same 23 events in every column: one list" in part.text()
    made = bulletins.full()
    differing = [one.event.id for one in made.entries if len({column.together for column in one.finding.columns}) > 1]
    rows = list(list(part.every("tbody"))[-1].every("tr"))
    assert [row.one("bdi").text() for row in rows] == differing


def test_unpublished_zones_are_named_and_not_drawn() -> None:
    """Zones without a published map are listed as not drawn; the numbers on the map mean the others."""
    part = section("full", "en", "map")
    listed = [one.text() for one in part.every("li")]
    assert {"Spring", "Orchard", "Mill", "Chapel"} <= set(listed)
    assert [one.split(maxsplit=1)[1] for one in listed if one[:1].isdigit() and "event" not in one] == [
        "Meadow",
        "Ridge line",
    ]


def test_nothing_placed() -> None:
    """Where nothing has a place there is no map, and the page says how many events have none."""
    made = bulletins.of([one for one in bulletins.entries() if one.event.marker is None][:0])
    assert "On the map: 0." in parsed(html(made, Words("en"))).one("section", id="map").text()
    assert "Without a place that a map could show: 4." in section("real", "en", "map").text()


# ── words ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_no_word_of_a_determination(name: str, language: str) -> None:
    """The page's own words never say what only people determine; texts of the agreement and of others may."""
    root = tree(name, language)
    theirs = {one.text() for one in root.every("q", "bdi")} | {
        one.text() for one in root.every("span") if one.attributes.get("class") in ("gist", "from")
    }
    own = root.one("body").text()
    for text in sorted(theirs, key=len, reverse=True):
        own = own.replace(text, "")
    assert not re.search(FORBIDDEN[language], own, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_used(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the catalog of pages holds is said on a page or in a terminal."""
    words, console = Listening(language), Console(file=StringIO(), width=80)
    some = [bulletins.of([one for one in bulletins.entries() if one.event.id in names]) for names in LEADS]
    for made in (*(make() for make in bulletins.EVERY.values()), *some):
        html(made, words)
        terminal(made, words, console)
    monkeypatch.setattr(page, "OPEN_ROWS", 1)
    monkeypatch.setattr(page, "SPOT_ROWS", 1)
    html(bulletins.full(), words)
    print_work(words, bulletins.full().agreement, bulletins.full().work, 23, console)
    never = set(messages(CATALOGS / language / "pages.ftl")) - words.said
    assert never == set()


def test_hostile_text_stays_text() -> None:
    """Markup in a row's own words is shown as it was written."""
    assert "<b>contradictory</b> & “more”" in tree("full", "en").text()
    assert not [one for one in tree("full", "en").every("b") if one.text() == "contradictory"]
    assert "Upper ford, <east>" in tree("full", "en").text()


def test_css_text_cannot_leave_its_string() -> None:
    """Quotes, backslashes, newlines and angle brackets become codes; letters and digits stay."""
    assert css_text('a"b\\c\n</style>ش7') == '"a\\22 b\\5c c\\a \\3c \\2f style\\3e ش7"'


def test_first_number() -> None:
    """The first number alone is set in bold, grouped or not; text without one stays as it is, escaped."""
    assert first_number("83 of 1,405 <x>") == "<b>83</b> of 1,405 &lt;x&gt;"
    assert first_number("of 1,405.") == "of <b>1,405</b>."
    assert first_number("none <x>") == "none &lt;x&gt;"


def test_degrees() -> None:
    """Latitude comes first, as people say it, to four decimals."""
    assert degrees(position("36.7076020", "-34.8024620")) == "-34.8025, 36.7076"


def test_a_single_day_is_a_date() -> None:
    """A period of one day is told as that day; a longer one from its first to its last day."""
    made = bulletins.full()
    zone = made.agreement.time_zone
    words = Words("en")
    assert view.period_text(words, made.period, zone) == "10 May 2031 – 13 May 2031"
    assert view.period_text(words, bulletins.mapped().period, "Etc/GMT-6") == "10 May 2031"


def test_places_beyond_the_table_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The map's table holds so many places and counts the events at the others."""
    monkeypatch.setattr(page, "SPOT_ROWS", 250)
    part = parsed(html(bulletins.crowded(), Words("en"))).one("section", id="map")
    assert len(list(part.one("tbody").every("tr"))) == 250
    assert "Events at further places, told in the findings file: 10." in part.text()


def test_differences_beyond_the_table_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of differing findings holds so many and counts the others."""
    monkeypatch.setattr(page, "DIFFERENT_ROWS", 1)
    made = bulletins.full()
    many = len(view.columns(made, Words("en")).differences)
    part = parsed(html(made, Words("en"))).one("section", id="columns")
    assert f"{many - 1} more, told in the findings file alone." in part.text()


def only_certain(made: Bulletin) -> Bulletin:
    """The bulletin with the certain findings alone."""
    return replace(made, entries=tuple(one for one in made.entries if one.finding.result is Result.CERTAIN))


def test_groups_follow_the_entries() -> None:
    """Groups are made of the bulletin's entries alone."""
    (group,) = view.groups(only_certain(bulletins.full()), Words("en"))
    assert group.result is Result.CERTAIN
    assert group.total == 3
