"""Charts and the map: places that no font decides, colours every eye can tell apart, nothing over another."""

import datetime as dt
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from tests.render import bulletins
from tests.render.page_tree import Element, parsed
from truceline.agreement import LANGUAGES
from truceline.bulletin import Bulletin
from truceline.doors.render import charts, map_svg
from truceline.doors.render.charts import FRAMES, NARROW, WIDE, Frame, days_chart, periods_chart
from truceline.doors.render.words import Words
from truceline.place import E7, Position, line, position
from truceline.terms import Result
from truceline.zones import Line

STYLE = Path(charts.__file__).parent / "templates" / "page.css"
CHARTS = (periods_chart, days_chart)


def texts(svg: str) -> list[str]:
    """What is written on a drawing."""
    return [one.text().strip("\u2068\u2069") for one in parsed(svg).every("text")]


def without_words(svg: str) -> str:
    """The drawing less everything written."""
    return re.sub(r"(<(?:text|title|desc)[^>]*>)[^<]*", r"\1", svg)


# ── charts ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("frame", FRAMES, ids=lambda one: one.name)
@pytest.mark.parametrize("chart", CHARTS)
def test_no_position_depends_on_a_text(chart: type[object], frame: Frame) -> None:
    """Two languages with words of other lengths have the same drawing, so no font decides it; nothing is cut short."""
    drawn = [chart(bulletins.full(), Words(language), frame) for language in ("en", "ru")]  # type: ignore[call-arg]
    assert without_words(str(drawn[0])) == without_words(str(drawn[1]))
    assert "…" not in str(drawn[0])


def test_same_bytes_elsewhere() -> None:
    """Another process with another hash seed, time zone and locale draws the same bytes."""
    code = (
        "import sys; from tests.render.test_drawing import drawn_whole;sys.stdout.buffer.write(drawn_whole().encode())"
    )
    elsewhere = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=elsewhere, capture_output=True, check=True)
    assert done.stdout.decode() == drawn_whole()


def drawn_whole() -> str:
    """Every chart and the map of one bulletin in Arabic."""
    made, words = bulletins.mapped(), Words("ar")
    drawn = [chart(made, words, frame) for chart in CHARTS for frame in FRAMES]
    maps = [map_svg.map_of(made, words, frame) for frame in FRAMES]
    return "".join([*drawn, *(one.svg for one in maps if one is not None)])


def bars(svg: str) -> list[tuple[str, float, float]]:
    """The bars of a chart: result, near edge, length along x."""
    found = re.findall(r'<path d="M([\d.-]+),[\d.-]+h([\d.-]+)v[^"]*" class="fill-(\w+)"', svg)
    return [(result, min(float(x), float(x) + float(h)), abs(float(h))) for x, h, result in found]


def test_bars_are_as_long_as_their_numbers() -> None:
    """Of two stacked bars each part is as long as its number, to a hundredth of a pixel, in order, without a gap."""
    made = bulletins.full()
    parts = bars(periods_chart(made, Words("en"), WIDE))
    numbers = [(result, n) for counts in (made.this, made.last) for result, n in counts.results if n]
    assert [result for result, _, _ in parts] == [str(result) for result, _ in numbers]
    per_finding = (WIDE.width - WIDE.label - 14) / made.this.total
    for (_, _, length), (_, number) in zip(parts, numbers, strict=True):
        assert length == pytest.approx(number * per_finding, abs=0.011)
    this = parts[: sum(1 for _, n in made.this.results if n)]
    assert this[0][1] == 0
    for (_, x, length), (_, after, _) in pairwise(this):
        assert after == pytest.approx(x + length, abs=0.02)


def test_arabic_charts_run_from_the_right() -> None:
    """The heaviest result begins at the right edge, and the first day stands rightmost."""
    made = bulletins.full()
    first = bars(periods_chart(made, Words("ar"), WIDE))[0]
    assert first[1] + first[2] == pytest.approx(WIDE.width - WIDE.label - 14, abs=0.02)
    days = parsed(days_chart(made, Words("ar"), WIDE))
    at = {one.text().strip("\u2068\u2069"): one.attributes["transform"] for one in days.every("text")}
    where = {name: float(place[10:].split(",")[0]) for name, place in at.items()}
    plain = {re.sub("[\u200e\u2068\u2069]", "", name): x for name, x in where.items()}
    assert plain["10/5"] > plain["11/5"] > plain["12/5"] > plain["13/5"]


def test_numbers_stand_on_bars_that_have_room() -> None:
    """A number is written on a part at least 4.5 % of the axis long, and on no shorter one."""
    made = bulletins.crowded()
    both = replace(made, last=bulletins.full().this)
    written = [one.text() for one in classed(periods_chart(both, Words("en"), WIDE), "chart-value") if one.text()]
    assert written == ["260"]
    shown = [
        one.text() for one in classed(periods_chart(bulletins.full(), Words("en"), WIDE), "chart-value") if one.text()
    ]
    assert shown == ["3", "10", "3", "3", "2"]  # 1 of 23 is too short for its number


def test_an_empty_period_has_axes_and_no_bars() -> None:
    """With nothing to count both charts still name their rows and days."""
    made = bulletins.empty()
    assert bars(periods_chart(made, Words("en"), WIDE)) == []
    assert "This period" in texts(periods_chart(made, Words("en"), WIDE))
    assert "10/5" in texts(days_chart(made, Words("en"), NARROW))


@pytest.mark.parametrize(("days", "first"), [(1, "10/5"), (2, "10/5"), (62, "10/5"), (63, "6/2031"), (800, "6/2031")])
def test_day_labels_never_crowd(days: int, first: str) -> None:
    """At most as many days are named as have room for 46 pixels each; a period of over 62 days names months."""
    made = bulletins.of(bulletins.entries(), days=days)
    for frame in FRAMES:
        named = [one for one in texts(days_chart(made, Words("en"), frame)) if "/" in one]
        assert 1 <= len(named) <= max(1, (frame.width - 50) // 46)
        assert named[0] == first


def test_the_same_day_of_two_years_is_two_columns() -> None:
    """Over more than a year every day has a column of its own."""
    day = bulletins.full().days[0]
    days = tuple(replace(day, date=day.date + dt.timedelta(days=n)) for n in (0, 365))
    drawn = bars(days_chart(replace(bulletins.full(), days=days), Words("en"), WIDE))
    assert len({x for _, x, _ in drawn}) == 2


# ── colours ───────────────────────────────────────────────────────────────────────────────────

RESULTS = ("certain", "possible", "undetermined", "excepted", "not_reached", "not_engaged", "contradictory")
TEXT_PAIRS = (
    ("ink", "paper"),
    ("muted", "paper"),
    ("link", "paper"),
    ("remark", "paper"),
    ("mark-ink", "mark"),
    ("ink", "map-land"),
    ("ink", "map-ground"),
    ("muted", "map-land"),
    ("muted", "map-ground"),
)
SHAPE_PAIRS = (
    ("focus", "paper"),
    ("edge", "paper"),
    ("edge", "map-ground"),
    ("map-zone", "map-land"),
    ("map-line", "map-ground"),
    *((result, "paper") for result in RESULTS if result not in ("not_reached", "not_engaged")),
    *((result, "map-ground") for result in ("certain", "possible", "undetermined", "excepted", "contradictory")),
)
# How eyes without one kind of cone see linear RGB (Machado, Oliveira and Fernandes 2009, severity 1).
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
Colour = tuple[float, float, float]


@cache
def schemes() -> dict[str, dict[str, str]]:
    """The colours of the style sheet in each scheme; what a scheme does not set is as in the light one."""
    style = STYLE.read_text(encoding="utf-8")
    dark, printed = style.index("@media (prefers-color-scheme: dark)"), style.index("@media print")
    parts = {"light": style[:dark], "dark": style[dark : style.index("*, ::before")], "print": style[printed:]}
    set_in = {name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", part)) for name, part in parts.items()}
    return {name: {**set_in["light"], **own} for name, own in set_in.items()}


def linear(colour: str) -> Colour:
    """A hexadecimal colour as linear RGB."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    light = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other)))
    return (light[1] + 0.05) / (light[0] + 0.05)


def lab(colour: Sequence[float]) -> Colour:
    """CIE L*a*b* of linear RGB, D65."""
    r, g, b = (min(max(one, 0), 1) for one in colour)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_contrast(scheme: str) -> None:
    """Text reaches 4.5 to 1 on its ground, shapes 3 to 1, in every scheme (WCAG 2.2, 1.4.3 and 1.4.11)."""
    colours = schemes()[scheme]
    low = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXT_PAIRS}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}
    faint = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in SHAPE_PAIRS}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 3} == {}


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_eye_tells_results_apart(scheme: str, eyes: str) -> None:
    """Any two results differ by 12 or more (CIE 1976) to every kind of eye; patterns and labels come on top."""
    colours = schemes()[scheme]

    def seen(name: str) -> Colour:
        rgb = linear(colours[name])
        return lab([sum(row[i] * rgb[i] for i in range(3)) for row in EYES[eyes]])

    close = {
        (a, b): math.dist(seen(a), seen(b)) for a, b in combinations(RESULTS, 2) if math.dist(seen(a), seen(b)) < 12
    }
    assert close == {}


def test_every_result_has_a_pattern_and_a_sign() -> None:
    """Without any colour each result still has a fill of its own on charts and a sign of its own on the map."""
    style = STYLE.read_text(encoding="utf-8")
    assert all(f".fill-{result}" in style and f".mark-{result}" in style for result in RESULTS)
    patterned = set(re.findall(r"url\(#pattern-(\w+)\)", style))
    assert patterned == set(RESULTS) - {"certain", "not_engaged"}
    signs = {re.sub(r'class="[\w-]+"', "", map_svg.mark(result, 9, 9, 7)) for result in Result}
    assert len(signs) == 3  # a disc, a disc with a dot, a crossed disc; full or hollow is the style's
    hollow = set(re.findall(r"\.mark-(\w+) \{ fill: var\(--paper\)", style))
    assert hollow == {"undetermined", "excepted", "not_engaged"}


# ── the map ───────────────────────────────────────────────────────────────────────────────────


def drawn_map(made: Bulletin, frame: Frame = WIDE, language: str = "en") -> map_svg.Map:
    """The map of a bulletin that has one."""
    found = map_svg.map_of(made, Words(language), frame)
    assert found is not None
    return found


def classed(svg: str, *names: str) -> Iterator[Element]:
    """The elements of a drawing with one of those classes."""
    return (one for one in parsed(svg).every() if one.attributes.get("class") in names)


def test_nothing_to_draw() -> None:
    """Where neither the text nor the events have a place there is no map."""
    assert map_svg.map_of(
        bulletins.of([one for one in bulletins.entries() if one.event.marker is None]), Words("en"), WIDE
    )
    real = bulletins.real()
    unplaced = replace(real, entries=tuple(one for one in real.entries if one.event.marker is None))
    assert map_svg.map_of(unplaced, Words("en"), WIDE) is None


@pytest.mark.parametrize("frame", FRAMES, ids=lambda one: one.name)
@pytest.mark.parametrize("name", ["full", "crowded", "mapped", "rough"])
def test_everything_is_on_the_sheet(name: str, frame: Frame) -> None:
    """Every marker lies on the sheet; every event with a place is counted in exactly one marker."""
    made = bulletins.EVERY[name]()
    found = drawn_map(made, frame)
    root = parsed(found.svg).one("svg")
    width, height = (float(root.attributes[one]) for one in ("width", "height"))
    assert width == frame.width
    for one in parsed(found.svg).every("circle"):
        if one.attributes["class"].startswith("mark-"):
            assert 0 <= float(one.attributes["cx"]) <= width
            assert 0 <= float(one.attributes["cy"]) <= height
    spots = map_svg.spots_of(made.entries)
    assert sum(spot.total for spot in spots) == len(made.entries) - made.not_placed
    assert len(list(classed(found.svg, "map-event"))) == len(spots)


def test_markers_grow_with_the_number_of_events() -> None:
    """The area of a marker, not its width, is in proportion: four events are twice as wide as one."""
    assert map_svg.radius_px(4, 1040, 10) == 2 * map_svg.radius_px(1, 1040, 10)
    assert map_svg.radius_px(100_000, 1040, 10) == map_svg.radius_px(10_000, 1040, 10)
    assert map_svg.radius_px(1, 1040, 251) < map_svg.radius_px(1, 1040, 250)


def test_the_heaviest_result_lies_innermost() -> None:
    """One place with several results is one marker of discs within discs, each ring's area its number of events."""
    certain = next(one for one in bulletins.entries() if one.event.id == "certain-of-two")
    possible = next(one for one in bulletins.entries() if one.event.id == "possible-with-lead")
    here = position("10.5", "1.5")
    crowd = [
        replace(one, event=replace(one.event, id=f"{one.event.id}-{n}", marker=here))
        for one, many in ((certain, 1), (possible, 3))
        for n in range(many)
    ]
    made = bulletins.of([replace(one, finding=replace(one.finding, event=one.event.id)) for one in crowd])
    marker = next(classed(drawn_map(made).svg, "map-event"))
    discs = [(one.attributes["class"], float(one.attributes["r"])) for one in marker.every("circle")]
    rings = [(name, radius) for name, radius in discs if name.startswith("mark-")]
    assert [name for name, _ in rings] == ["mark-possible", "mark-certain"]
    assert rings[0][1] == pytest.approx(2 * rings[1][1], abs=0.11)
    assert marker.one("title").text().endswith("certain 1 and possible 3")


@pytest.mark.parametrize("frame", FRAMES, ids=lambda one: one.name)
@pytest.mark.parametrize("name", ["full", "crowded", "mapped"])
def test_names_and_numbers_keep_clear_of_one_another(name: str, frame: Frame) -> None:
    """No two names overlap, no name covers a zone's number, and numbers do not cover one another."""
    svg = drawn_map(bulletins.EVERY[name](), frame).svg
    names = [_box(one) for one in classed(svg, "map-place")]
    keys = [_disc(one) for one in classed(svg, "map-key")]
    assert [pair for pair in combinations([*names, *keys], 2) if _overlap(*pair)] == []


Box = tuple[float, float, float, float]


def _box(text: Element) -> Box:
    """About where a name stands: 6 pixels a letter, 10 pixels high."""
    x, y, width = float(text.attributes["x"]), float(text.attributes["y"]), 6 * len(text.text().strip("\u2068\u2069"))
    left = {"end": x - width, "middle": x - width / 2}.get(text.attributes.get("text-anchor", ""), x)
    return left, y - 8, left + width, y + 2


def _disc(circle: Element) -> Box:
    x, y, r = (float(circle.attributes[one]) for one in ("cx", "cy", "r"))
    return x - r, y - r, x + r, y + r


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_a_crowd_is_named_in_part() -> None:
    """Of 260 places at most 45 are named on a wide sheet and 16 on a narrow one."""
    assert len(list(classed(drawn_map(bulletins.crowded()).svg, "map-place"))) <= 45
    assert 1 <= len(list(classed(drawn_map(bulletins.crowded(), NARROW).svg, "map-place"))) <= 16


@pytest.mark.parametrize("frame", FRAMES, ids=lambda one: one.name)
def test_zones_are_numbered_as_in_the_legend(frame: Frame) -> None:
    """Each zone and line that is drawn has one number on the map and the same in the list of names."""
    found = drawn_map(bulletins.mapped(), frame)
    written = [int(one.text().strip("\u2068\u2069")) for one in classed(found.svg, "map-key-number")]
    assert written == [key.number for key in found.keys] == list(range(1, len(found.keys) + 1))
    agreement = bulletins.mapped().agreement
    in_force = [
        zone for zone in agreement.zones if zone.area and map_svg.in_force_during(zone, bulletins.mapped().period)
    ]
    assert len(found.keys) == len(in_force) + len(agreement.lines)
    assert len(list(classed(found.svg, "map-zone"))) == len(in_force)


def test_scale_bar() -> None:
    """The bar is as long as its kilometres at the middle latitude: within a hundredth of the distance by degrees."""
    found = drawn_map(bulletins.mapped())
    bar = next(classed(found.svg, "map-scale")).attributes["d"]
    length = float(re.findall(r"h([\d.]+)", bar)[0])
    events = [one.event.marker for one in bulletins.mapped().entries if one.event.marker]
    markers = sorted({(float(one.attributes["cx"]), float(one.attributes["cy"])) for one in _marked(found.svg)})
    drawn = math.dist(*markers)
    (south, north) = sorted(set(events), key=lambda at: at.lat_e7)
    middle = math.radians(-30)
    away_km = math.hypot(
        (north.lon_e7 - south.lon_e7) / E7 * 111.32 * math.cos(middle), (north.lat_e7 - south.lat_e7) / E7 * 110.85
    )
    assert length * away_km / drawn == pytest.approx(found.scale_km, rel=0.01)


def _marked(svg: str) -> Iterator[Element]:
    return (one for one in parsed(svg).every("circle") if one.attributes["class"] == "mark-not_engaged")


def test_a_circle_is_drawn_where_a_place_is_known_only_so_far() -> None:
    """A place known to 25 km is a circle of 25 km at the map's scale; an area is drawn as it is; a point has none."""
    made = bulletins.rough()
    found = drawn_map(replace(made, agreement=replace(made.agreement, zones=(), lines=())))
    per_km = float(re.findall(r"h([\d.]+)", next(classed(found.svg, "map-scale")).attributes["d"])[0]) / found.scale_km
    doubts = list(classed(found.svg, "map-doubt"))
    circles = [float(one.attributes["r"]) for one in doubts if one.name == "circle"]
    assert circles == [pytest.approx(25 * per_km, rel=0.02)]
    assert [one.name for one in doubts if one.name != "circle"] == ["path"]


def test_across_the_antimeridian() -> None:
    """Events on both sides of 180 degrees lie side by side, not a world apart."""
    one = bulletins.crowded().entries[0]
    east, west = position("179.5", "-17"), position("-179.5", "-17")
    made = bulletins.of(
        [replace(one, event=replace(one.event, marker=at, place_name=name)) for at, name in ((east, "E"), (west, "W"))]
    )
    quiet = replace(made, agreement=replace(made.agreement, zones=(), lines=(), places=()))
    svg = drawn_map(quiet).svg
    xs = sorted(
        float(found.attributes["cx"])
        for found in parsed(svg).every("circle")
        if found.attributes["class"] == "mark-possible"
    )
    assert xs[1] - xs[0] < WIDE.width * 0.95
    assert "179.6° W" in texts(svg) or "180° E" in texts(svg)


def test_a_line_without_a_map_is_not_drawn() -> None:
    """A reference line that was never published as a map stands on none."""
    made = bulletins.full()
    unknown = Line("x", {"en": "Unseen line"}, (), None)
    with_it = replace(made, agreement=replace(made.agreement, lines=(*made.agreement.lines, unknown)))
    assert [key.name for key in drawn_map(with_it).keys] == [key.name for key in drawn_map(made).keys]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_is_not_mirrored(language: str) -> None:
    """North is up and east is right in every language; only the words differ."""
    english, other = drawn_map(bulletins.full()), drawn_map(bulletins.full(), language=language)
    places = [
        [
            (one.attributes["cx"], one.attributes["cy"])
            for one in parsed(found.svg).every("circle")
            if "mark-" in one.attributes["class"]
        ]
        for found in (english, other)
    ]
    assert places[0] == places[1]


def test_a_line_runs_off_the_sheet_unharmed() -> None:
    """A line longer than the country is drawn as it is; its number stands on the sheet."""
    made = bulletins.full()
    long = Line("x", {"en": "Long line"}, (), line([Position(9 * E7, -9 * E7), Position(11 * E7, 9 * E7)]))
    found = drawn_map(replace(made, agreement=replace(made.agreement, lines=(long,))))
    (key,) = [one for one in found.keys if one.kind == "line"]
    root = parsed(found.svg).one("svg")
    (number,) = [
        one for one in classed(found.svg, "map-key-number") if one.text().strip("\u2068\u2069") == str(key.number)
    ]
    assert 0 < float(number.attributes["x"]) < float(root.attributes["width"])
    assert 0 < float(number.attributes["y"]) < float(root.attributes["height"])
