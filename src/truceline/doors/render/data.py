"""What a bulletin has with a place, as GeoJSON, for maps; `formats.bulletin` writes all of it as JSON.

GeoJSON follows RFC 7946: shells run counterclockwise, holes clockwise, lines are cut at the antimeridian, and an event
without a place is a feature without a geometry. The same bulletin gives the same bytes.

It holds no sentence: words are made from data where they are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import rfc8785

from truceline.bulletin import Bulletin, Entry, first_instant
from truceline.doors.render.facts import radius_m
from truceline.findings import ENGAGED
from truceline.formats.bulletin import VERSION, agreement_of
from truceline.place import E7, Area, Chain, Position
from truceline.zones import Line, Zone

_HALF_TURN = 180 * E7

_Json = bool | int | float | str | Sequence["_Json"] | Mapping[str, "_Json"] | None


def geojson_text(bulletin: Bulletin) -> str:
    """An RFC 7946 FeatureCollection of the events, zones and lines, with one line end."""
    agreement = bulletin.agreement
    features = [
        *(_event(bulletin, one) for one in bulletin.entries),
        *(_zone(one) for one in agreement.zones if one.area is not None),
        *(_line(one) for one in agreement.lines if one.chain is not None),
    ]
    about: dict[str, _Json] = {
        "agreement": agreement_of(bulletin),
        "bulletin_version": VERSION,
        "cutoff": str(bulletin.cutoff),
        "period": [str(end) for end in bulletin.period.ends()],
        "simulated": bulletin.simulated,
    }
    collection: dict[str, _Json] = {"type": "FeatureCollection", "features": features, "truceline": about}
    return rfc8785.dumps(collection).decode() + "\n"


# ── features ──────────────────────────────────────────────────────────────────────────────────


def _event(bulletin: Bulletin, entry: Entry) -> _Json:
    event, common = entry.event, entry.finding.common
    radii = [radius for one in event.conduct.place if (radius := radius_m(one.value)) is not None]
    properties: dict[str, _Json] = {
        "type": "event",
        "result": entry.finding.result.value,
        "clauses": [one.rule for one in common.clauses if one.result in ENGAGED],
        "one_of": list(common.together_clauses),
        "sides": list(entry.finding.sides),
        "first": str(first_instant(event)),
        "place": event.place_name,
        "precision": event.place_precision,
        "radius_m": max(radii, default=None),
        "simulated": bulletin.simulated,
    }
    at = event.marker
    point: _Json = None if at is None else {"type": "Point", "coordinates": _degrees((at.lon_e7, at.lat_e7))}
    return _feature(event.id, point, properties)


def _zone(zone: Zone) -> _Json:
    assert zone.area is not None  # noqa: S101 - asked of zones with an area alone
    periods = [[None if end is None else str(end) for end in (one.start, one.end)] for one in zone.periods]
    properties: dict[str, _Json] = {
        "type": "zone",
        "names": dict(zone.names),
        "groups": list(zone.groups),
        "in_force": periods,
    }
    return _feature(zone.id, {"type": "MultiPolygon", "coordinates": list(_polygons(zone.area))}, properties)


def _line(line: Line) -> _Json:
    assert line.chain is not None  # noqa: S101 - asked of lines with a chain alone
    properties: dict[str, _Json] = {"type": "line", "names": dict(line.names), "of": list(line.of)}
    parts = [[_degrees(point) for point in part] for part in _cut(line.chain)]
    return _feature(line.id, {"type": "MultiLineString", "coordinates": parts}, properties)


def _feature(name: str, geometry: _Json, properties: Mapping[str, _Json]) -> _Json:
    return {"type": "Feature", "id": name, "geometry": geometry, "properties": properties}


# ── shapes ────────────────────────────────────────────────────────────────────────────────────

_Point = tuple[float, float]
_Ring = Sequence[tuple[int, int]]


def _degrees(point: _Point) -> list[_Json]:
    return [point[0] / E7, point[1] / E7]


def _polygons(area: Area) -> Iterator[_Json]:
    """Each shell with its holes: a ring inside an even number of others is a shell, else a hole."""
    rings = [
        (ring, [other for other in area.rings if other is not ring and _within(ring, other)]) for ring in area.rings
    ]
    for shell, around in rings:
        if len(around) % 2 == 0:
            holes = [ring for ring, others in rings if len(others) == len(around) + 1 and shell in others]
            yield [_turned(shell, 1), *(_turned(hole, -1) for hole in holes)]


def _within(ring: _Ring, other: tuple[tuple[int, int], ...]) -> bool:
    """Whether most of a ring's vertices lie in another; rings may touch, never cross."""
    shape = Area((other,))
    return 2 * sum(shape.holds(Position(*vertex)) for vertex in ring) > len(ring)


def _turned(ring: _Ring, sense: int) -> list[_Json]:
    """The ring closed; counterclockwise for 1, clockwise for -1."""
    closed = [*ring, ring[0]]
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(closed))
    return [_degrees(vertex) for vertex in (closed if twice * sense > 0 else closed[::-1])]


def _cut(chain: Chain) -> list[list[_Point]]:
    """The line in parts that do not run past ±180 degrees."""
    parts: list[list[_Point]] = [[]]
    turn = _turn_of(chain[0][0])
    for (x1, y1), (x2, y2) in pairwise(chain):
        parts[-1].append((x1 - 2 * turn * _HALF_TURN, y1))
        step = (x2 > x1) - (x2 < x1)
        while step and _turn_of(x2) != turn and abs(x2 - 2 * turn * _HALF_TURN) > _HALF_TURN:
            edge = (2 * turn + step) * _HALF_TURN
            y = y1 + (y2 - y1) * (edge - x1) / (x2 - x1)
            parts[-1].append((step * _HALF_TURN, y))
            parts.append([(-step * _HALF_TURN, y)])
            turn += step
    x, y = chain[-1]
    parts[-1].append((x - 2 * turn * _HALF_TURN, y))
    return parts


def _turn_of(lon_e7: int) -> int:
    """How many whole turns a longitude lies away from ±180 degrees."""
    return (lon_e7 + _HALF_TURN) // (2 * _HALF_TURN)
