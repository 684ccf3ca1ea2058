"""The map of a bulletin as SVG: what the agreement draws, and where the events were, as surely as that is known.

Drawn here and not by a charting library, because a place known to 25 km must be seen to be a circle and
not a point, labels must keep clear of one another without measuring type, and a real country gets no shape that its
agreement does not ship. Equirectangular, true to scale at its middle latitude; north is up in every language.

It draws nothing else: no relief, no roads, no shape of a zone whose map was never published.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from truceline.bulletin import Bulletin, Entry
from truceline.doors.render.charts import Frame
from truceline.doors.render.facts import middle_of_circle
from truceline.doors.render.sentences import label
from truceline.doors.render.words import Words
from truceline.period import Period
from truceline.place import E7, Area, Chain, Position, middle
from truceline.terms import Result
from truceline.zones import NamedPlace, Zone

_KM_PER_DEGREE = 111.2
_STEPS_DEG = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30)
_LENGTHS_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_LARGEST_RADIUS = 24.0
_SMALLEST_SHEET = 2 * E7  # two degrees: a single place still has something round it
_SMALLEST_DOUBT = 4.0  # a smaller circle lies under its marker
_MANY_PLACES = 250  # with more of them markers are drawn smaller
_WIDE_PX = 600  # a sheet wider than that has room for larger markers and more names
_NAMED = {True: 45, False: 16}  # names at most, on a wide and on a narrow sheet
_TURN = 360 * E7

_XY = tuple[float, float]  # pixels from the left and from the top
Box = tuple[float, float, float, float]  # left, top, right, bottom, in pixels


@dataclass(frozen=True, slots=True)
class Key:
    """One zone or line with the number it has on the map."""

    number: int
    name: str
    kind: str  # zone | line


@dataclass(frozen=True, slots=True)
class Map:
    """A drawn map and what its numbers mean."""

    svg: str
    keys: tuple[Key, ...]
    scale_km: int  # length of the scale bar


@dataclass(frozen=True, slots=True)
class Spot:
    """All events that one marker stands for."""

    at: Position
    results: tuple[tuple[Result, int], ...]  # heaviest first
    name: str  # of the place, as written

    @property
    def total(self) -> int:
        """How many events."""
        return sum(number for _, number in self.results)

    def of(self, result: Result) -> int:
        """How many events with one result."""
        return dict(self.results).get(result, 0)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The projection: degrees to pixels."""

    west: float  # grid steps, longitudes continuous
    north: float  # grid steps
    across: float  # pixels per grid step east
    down: float  # pixels per grid step south
    width: int
    height: int
    turned: bool  # longitudes west of Greenwich are counted on from 180

    def xy(self, lon_e7: float, lat_e7: float) -> tuple[float, float]:
        """Where a place is on the sheet."""
        lon = lon_e7 + _TURN if self.turned and lon_e7 < 0 else lon_e7
        return (lon - self.west) * self.across, (self.north - lat_e7) * self.down

    @property
    def km_per_px(self) -> float:
        """True at the middle latitude."""
        return _KM_PER_DEGREE / (self.down * E7)


def map_of(bulletin: Bulletin, words: Words, frame: Frame) -> Map | None:
    """The map for a frame; None where neither the agreement nor the events have a place."""
    spots = spots_of(bulletin.entries)
    sheet = _sheet(bulletin, spots, frame)
    if sheet is None:
        return None
    zones = [
        zone for zone in bulletin.agreement.zones if zone.area is not None and in_force_during(zone, bulletin.period)
    ]
    lines = [line for line in bulletin.agreement.lines if line.chain is not None]
    keys = (
        *(Key(n, words.pick(one.names), "zone") for n, one in enumerate(zones, 1)),
        *(Key(n, words.pick(one.names), "line") for n, one in enumerate(lines, len(zones) + 1)),
    )
    scale_km = _round_km(frame.width * sheet.km_per_px / 4)
    areas: list[Area | Chain] = [zone.area for zone in zones if zone.area]
    shapes = [*areas, *(line.chain for line in lines if line.chain)]
    standing = [*_dots(sheet, bulletin.agreement.places), *_spot_boxes(sheet, spots), *_parallel_notes(sheet)]
    keyed = list(_key_marks(sheet, shapes, standing))
    parts = [
        f'<rect class="map-ground" width="{sheet.width}" height="{sheet.height}"/>',
        *_ground(sheet, bulletin.agreement.places),
        *_graticule(sheet, words),
        *(f'<path class="map-zone" d="{_path(sheet, zone.area)}"/>' for zone in zones if zone.area),
        *(f'<path class="map-line" d="{_run(sheet, line.chain)}"/>' for line in lines if line.chain),
        *_doubts(sheet, bulletin.entries),
        *_markers(sheet, words, spots),
        *(mark for _, mark in keyed),
        *_places(sheet, words, bulletin, spots, [box for box, _ in keyed]),
        *_scale(sheet, words, scale_km),
        f'<rect class="map-frame" x="0.5" y="0.5" width="{sheet.width - 1}" height="{sheet.height - 1}"/>',
    ]
    return Map(_whole(sheet, words, bulletin, frame, parts), keys, scale_km)


def spots_of(entries: Sequence[Entry]) -> tuple[Spot, ...]:
    """The events that have a marker, by place; the largest first, so that small ones lie on top."""
    counts: dict[Position, Counter[Result]] = {}
    names: dict[Position, str] = {}
    for one in entries:
        if one.event.marker is not None:
            counts.setdefault(one.event.marker, Counter())[one.finding.result] += 1
            names.setdefault(one.event.marker, one.event.place_name)
    spots = [
        Spot(at, tuple((result, seen[result]) for result in Result if seen[result]), names[at])
        for at, seen in counts.items()
    ]
    return tuple(sorted(spots, key=lambda spot: (-spot.total, spot.at)))


def in_force_during(zone: Zone, period: Period) -> bool:
    """Whether a zone has effect at any time of a period."""
    return any(_overlap(one, period) for one in zone.periods)


def _overlap(a: Period, b: Period) -> bool:
    return (a.start is None or b.end is None or a.start < b.end) and (
        b.start is None or a.end is None or b.start < a.end
    )


# ── the sheet ─────────────────────────────────────────────────────────────────────────────────


def _sheet(bulletin: Bulletin, spots: Sequence[Spot], frame: Frame) -> _Sheet | None:
    corners = list(_corners(bulletin, spots))
    if not corners:
        return None
    turned = max(lon for lon, _ in corners) - min(lon for lon, _ in corners) > _TURN / 2
    lons = [lon + _TURN if turned and lon < 0 else lon for lon, _ in corners]
    lats = [lat for _, lat in corners]
    flat = math.cos(math.radians((min(lats) + max(lats)) / 2 / E7))
    wide = max((max(lons) - min(lons)) * flat, _SMALLEST_SHEET) * 1.12
    high = max(max(lats) - min(lats), _SMALLEST_SHEET) * 1.12
    tallest = frame.width * (0.66 if frame.width > _WIDE_PX else 1.25)
    down = min(frame.width / wide, tallest / high)
    height = max(round(high * down), round(frame.width * 0.42))
    west = (min(lons) + max(lons)) / 2 - frame.width / down / flat / 2
    north = (min(lats) + max(lats)) / 2 + height / down / 2
    return _Sheet(west, north, down * flat, down, frame.width, height, turned)


def _corners(bulletin: Bulletin, spots: Sequence[Spot]) -> Iterator[tuple[int, int]]:
    """What must be seen: the country or the zones, and every marker."""
    agreement = bulletin.agreement
    borders = [place.area for place in agreement.places if place.kind == "border" and place.area]
    drawn = borders or [zone.area for zone in agreement.zones if zone.area]
    for area in drawn:
        yield from (area.box[:2], area.box[2:])
    yield from ((spot.at.lon_e7, spot.at.lat_e7) for spot in spots)


def _graticule(sheet: _Sheet, words: Words) -> Iterator[str]:
    """Meridians and parallels, named along the lower and the left edge."""
    step = _step(sheet)
    west, wide = sheet.west / E7, sheet.width / sheet.across / E7
    for i in range(math.ceil(west / step), math.floor((west + wide) / step) + 1):
        x = (i * step * E7 - sheet.west) * sheet.across
        yield f'<path class="map-grid" d="M{x:.1f} 0V{sheet.height}"/>'
        if 34 < x < sheet.width - 34:
            yield _text(x, sheet.height - 6, _degrees(words, i * step, "lon"), "map-note", "middle")
    for degrees, y in _parallels(sheet):
        yield f'<path class="map-grid" d="M0 {y:.1f}H{sheet.width}"/>'
        if 12 < y < sheet.height - 24:
            yield _text(6, y - 4, _degrees(words, degrees, "lat"), "map-note", "start")


def _step(sheet: _Sheet) -> float:
    """Degrees between two lines of the graticule."""
    longest = max(sheet.width / sheet.across, sheet.height / sheet.down) / E7
    lines = 8 if sheet.width > _WIDE_PX else 4
    return next((step for step in _STEPS_DEG if longest / step <= lines), _STEPS_DEG[-1])


def _parallels(sheet: _Sheet) -> Iterator[tuple[float, float]]:
    """Each parallel in degrees, with its height on the sheet."""
    step, north = _step(sheet), sheet.north / E7
    south = north - sheet.height / sheet.down / E7
    for i in range(math.ceil(south / step), math.floor(north / step) + 1):
        yield i * step, (sheet.north - i * step * E7) * sheet.down


def _parallel_notes(sheet: _Sheet) -> list[Box]:
    return [(0.0, y - 16, 64.0, y) for _, y in _parallels(sheet)]


def _degrees(words: Words, value: float, axis: str) -> str:
    value = value - 360 if value > 180 else value
    half = {"lon": ("east", "west"), "lat": ("north", "south")}[axis][value < 0]
    return words.say(f"map-{half}", degrees=f"{abs(value):.1f}".removesuffix(".0") + "°")


# ── what the agreement draws ──────────────────────────────────────────────────────────────────


def _ground(sheet: _Sheet, places: Iterable[NamedPlace]) -> Iterator[str]:
    classes = {"border": "map-land", "coast": "map-land", "hills": "map-hills", "river": "map-river"}
    order = {"border": 0, "coast": 0, "hills": 1, "river": 2}
    for place in sorted((one for one in places if one.kind in classes), key=lambda one: order[one.kind]):
        if place.area:
            yield f'<path class="{classes[place.kind]}" d="{_path(sheet, place.area)}"/>'
        elif place.chain:
            yield f'<path class="{classes[place.kind]}" d="{_run(sheet, place.chain)}"/>'


def _path(sheet: _Sheet, area: Area) -> str:
    return "".join(f"{_run(sheet, ring)}Z" for ring in area.rings)


def _run(sheet: _Sheet, points: Chain) -> str:
    named = [f"{x:.1f} {y:.1f}" for x, y in (sheet.xy(*point) for point in points)]
    return f"M{named[0]}L{' '.join(dict.fromkeys(named[1:]))}"


def _key_marks(sheet: _Sheet, shapes: Sequence[Area | Chain], taken: list[Box]) -> Iterator[tuple[Box, str]]:
    """A number on each zone and line, beside it with a leader where it is small or something else stands there."""
    for number, shape in enumerate(shapes, 1):
        x0, y0 = _inside(sheet, shape) if isinstance(shape, Area) else _along(sheet, shape)
        anywhere = list(_nearby(x0, y0, 14))
        wanted = anywhere if not isinstance(shape, Area) or _is_large(sheet, shape) else anywhere[1:]
        x, y = next((at for at in wanted if _is_free(_around(*at, 9), taken, sheet)), (x0, y0))
        taken.append(_around(x, y, 9))
        leader = f'<path class="map-leader" d="M{x0:.1f} {y0:.1f}L{x:.1f} {y:.1f}"/>' if (x, y) != (x0, y0) else ""
        disc = f'<circle class="map-key" cx="{x:.1f}" cy="{y:.1f}" r="9"/>'
        yield taken[-1], leader + disc + _text(x, y + 4, str(number), "map-key-number", "middle")


def _is_free(box: Box, taken: Sequence[Box], sheet: _Sheet) -> bool:
    return _on_sheet(box, sheet) and not any(_meet(box, other) for other in taken)


def _is_large(sheet: _Sheet, area: Area) -> bool:
    """Whether a number fits into it."""
    west, south, east, north = area.box
    return min((east - west) * sheet.across, (north - south) * sheet.down) > 28


def _inside(sheet: _Sheet, area: Area) -> tuple[float, float]:
    at = middle(area)
    return sheet.xy(at.lon_e7, at.lat_e7)


def _along(sheet: _Sheet, chain: Chain) -> tuple[float, float]:
    """The point of a line that is nearest the middle of the sheet's upper half."""
    wanted = (sheet.width / 2, sheet.height / 4)
    drawn = [sheet.xy(*point) for point in chain]
    return min((_nearest(wanted, a, b) for a, b in pairwise(drawn)), key=lambda at: math.dist(at, wanted))


def _nearest(wanted: _XY, a: _XY, b: _XY) -> _XY:
    """The point of a segment that is nearest a place."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    squared = dx * dx + dy * dy
    along = ((wanted[0] - a[0]) * dx + (wanted[1] - a[1]) * dy) / squared if squared else 0.0
    along = min(max(along, 0.0), 1.0)
    return a[0] + along * dx, a[1] + along * dy


def _dots(sheet: _Sheet, places: Iterable[NamedPlace]) -> Iterator[Box]:
    yield from (_around(*sheet.xy(*one.at), 4) for one in places if one.at is not None and one.kind == "town")


def _spot_boxes(sheet: _Sheet, spots: Sequence[Spot]) -> list[Box]:
    return [
        _around(*sheet.xy(one.at.lon_e7, one.at.lat_e7), radius_px(one.total, sheet.width, len(spots)) * 0.8)
        for one in spots
    ]


def _nearby(x: float, y: float, step: float) -> Iterator[tuple[float, float]]:
    yield x, y
    for ring in (1, 1.6, 2.2, 3, 4):
        for turn in range(8):
            angle = turn * math.pi / 4
            yield x + ring * step * math.cos(angle), y - ring * step * math.sin(angle)


# ── events ────────────────────────────────────────────────────────────────────────────────────


def _doubts(sheet: _Sheet, entries: Sequence[Entry]) -> Iterator[str]:
    """How far each place may be out, once for events that share it."""
    stated = (one.value for entry in entries if entry.event.marker is not None for one in entry.event.conduct.place)
    for area in dict.fromkeys(one for one in stated if isinstance(one, Area)):
        radius = (area.box[3] - area.box[1]) / 2 * sheet.down
        centre = middle_of_circle(area)
        if radius < _SMALLEST_DOUBT:
            continue
        if centre is None:
            yield f'<path class="map-doubt" d="{_path(sheet, area)}"/>'
        else:
            x, y = sheet.xy(centre.lon_e7, centre.lat_e7)
            yield f'<circle class="map-doubt" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'


def radius_px(total: int, width: int, places: int) -> float:
    """The radius of the marker of so many events on a sheet with so many places: its area grows with their number."""
    one = 4.2 if width > _WIDE_PX and places <= _MANY_PLACES else 2.8
    return min(one * math.sqrt(total), _LARGEST_RADIUS)


def _markers(sheet: _Sheet, words: Words, spots: Sequence[Spot]) -> Iterator[str]:
    """Discs within discs: the heaviest result in the middle, each ring's area its number of events."""
    for spot in spots:
        x, y = sheet.xy(spot.at.lon_e7, spot.at.lat_e7)
        discs, left = [], spot.total
        for result, number in reversed(spot.results):
            discs.append(mark(result, x, y, radius_px(left, sheet.width, len(spots))))
            left -= number
        counted = words.listing(tuple(f"{label(words, 'result', one)} {number}" for one, number in spot.results))
        title = words.say("map-marker", place=spot.name, counts=counted)
        yield f'<g class="map-event">{"".join(discs)}<title>{escape(title)}</title></g>'


def mark(result: Result, x: float, y: float, radius: float) -> str:
    """A result's own sign, told apart without colour: full, full with a dot, hollow, hollow with a dot, crossed."""
    disc = f'<circle class="mark-{result}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/>'
    if result in (Result.POSSIBLE, Result.EXCEPTED):
        return f'{disc}<circle class="dot-{result}" cx="{x:.1f}" cy="{y:.1f}" r="{max(radius * 0.32, 1.1):.1f}"/>'
    if result is Result.CONTRADICTORY:
        arm = radius * 0.55
        west, east, north, south = (f"{one:.1f}" for one in (x - arm, x + arm, y - arm, y + arm))
        return f'{disc}<path class="cross" d="M{west} {north}L{east} {south}M{east} {north}L{west} {south}"/>'
    return disc


# ── names ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Name:
    x: float
    y: float
    text: str
    weight: int  # larger is named first
    clear_px: float  # radius of the marker it must keep clear of
    town: bool  # a dot of its own


def _places(
    sheet: _Sheet, words: Words, bulletin: Bulletin, spots: Sequence[Spot], keys: Sequence[Box]
) -> Iterator[str]:
    """Names that fit, weightiest first, each at the first of six positions that is free."""
    most = _NAMED[sheet.width > _WIDE_PX]
    taken = [*keys, (sheet.width - 190, sheet.height - 46, float(sheet.width), float(sheet.height))]
    taken += _parallel_notes(sheet)
    occupied = len(taken)
    markers = _spot_boxes(sheet, spots)
    for name in sorted(_names(sheet, words, bulletin, spots), key=lambda one: (-one.weight, one.text)):
        if name.town:
            yield f'<circle class="map-town" cx="{name.x:.1f}" cy="{name.y:.1f}" r="2.2"/>'
        free = [
            (box, x, y, anchor)
            for box, x, y, anchor in _positions(name)
            if _on_sheet(box, sheet) and not any(_meet(box, other) for other in taken)
        ]
        if not free or len(taken) - occupied >= most:
            continue
        box, x, y, anchor = min(free, key=lambda one: sum(_meet(one[0], marker) for marker in markers))
        taken.append(box)
        yield _text(x, y, name.text, "map-place", anchor)


def _names(sheet: _Sheet, words: Words, bulletin: Bulletin, spots: Sequence[Spot]) -> Iterator[_Name]:
    """The agreement's towns; where it ships none, the places that the events themselves name."""
    towns = [one for one in bulletin.agreement.places if one.at is not None]
    for town in towns:
        if town.at is not None and town.kind == "town":
            yield _Name(*sheet.xy(*town.at), words.pick(town.names), town.population or 0, 3, town=True)
    named: set[str] = set()
    for spot in () if towns else spots:
        text = spot.name.split(",")[0].strip()
        if text and text not in named:
            named.add(text)
            x, y = sheet.xy(spot.at.lon_e7, spot.at.lat_e7)
            yield _Name(x, y, text, spot.total, radius_px(spot.total, sheet.width, len(spots)), town=False)


def _positions(name: _Name) -> Iterator[tuple[Box, float, float, str]]:
    """Boxes where a name may stand, with its baseline and anchor: right, left, above, below."""
    wide, gap = _width(name.text), name.clear_px + 4
    for dx, dy, anchor in (
        (gap, 4.0, "start"),
        (-gap, 4.0, "end"),
        (0.0, -gap - 2, "middle"),
        (0.0, gap + 10, "middle"),
        (gap * 0.7, -gap * 0.7 - 1, "start"),
        (gap * 0.7, gap * 0.7 + 9, "start"),
    ):
        x, y = name.x + dx, name.y + dy
        left = {"start": x, "end": x - wide, "middle": x - wide / 2}[anchor]
        yield (left - 1, y - 11, left + wide + 1, y + 3), x, y, anchor


def _width(text: str) -> float:
    """About how wide a name is at 12 pixels, in whichever script."""
    return 6.9 * len(text)


def _around(x: float, y: float, radius: float) -> Box:
    return x - radius, y - radius, x + radius, y + radius


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _on_sheet(box: Box, sheet: _Sheet) -> bool:
    return box[0] >= 3 and box[1] >= 3 and box[2] <= sheet.width - 3 and box[3] <= sheet.height - 18


# ── the sheet's own furniture ─────────────────────────────────────────────────────────────────


def _round_km(most: float) -> int:
    """The longest of 1, 2, 5, 10, 20, 50 … km that is not longer."""
    return max(one for one in _LENGTHS_KM if one <= max(most, 1))


def _scale(sheet: _Sheet, words: Words, length_km: int) -> Iterator[str]:
    long = length_km / sheet.km_per_px
    right, y = sheet.width - 14, sheet.height - 24
    yield (
        f'<path class="map-scale" d="M{right - long:.1f} {y - 5}v5h{long:.1f}v-5"/>'
        f"{_text(right - long / 2, y - 8, words.say('map-km', km=length_km), 'map-note', 'middle')}"
    )


def _text(x: float, y: float, text: str, name: str, anchor: str) -> str:
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{name}" x="{x:.1f}" y="{y:.1f}"{at}>\u2068{escape(text)}\u2069</text>'


def _whole(sheet: _Sheet, words: Words, bulletin: Bulletin, frame: Frame, parts: Iterable[str]) -> str:
    name = f"map-{frame.name}"
    placed = bulletin.this.total - bulletin.not_placed
    description = words.say("map-description", placed=placed, unplaced=bulletin.not_placed)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{sheet.width}" height="{sheet.height}"'
        f' viewBox="0 0 {sheet.width} {sheet.height}" aria-labelledby="{name}-title {name}-text">'
        f'<title id="{name}-title">{escape(words.say("map"))}</title>'
        f'<desc id="{name}-text">{escape(description)}</desc>{"".join(parts)}</svg>'
    )
