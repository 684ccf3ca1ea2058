"""Posts exported from an Ushahidi deployment, CSV (platform and classic) or GeoJSON, as reports.

A post is what somebody wrote in: a report, never an event. Its words, title, date and the place as named are taken.
Who wrote it, by what telephone, and exact coordinates are not: where a place is given by coordinates alone it is told
to two decimals, about a kilometre. Posts that were published there are open here; others are for sealing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

from truceline.errors import DataError, Fault
from truceline.formats import cells
from truceline.formats.bad_rows import BadRow
from truceline.formats.cells import BadCell, clean
from truceline.formats.lists.taking import Spelled, Taken, TakenRow, need_fields, payload, spelled, taken, tree_of
from truceline.formats.reports.decoding import spaced
from truceline.formats.reports.languages import language_of
from truceline.formats.rows import Progress, Row, read_rows
from truceline.kinds import Channel, ReportReceived
from truceline.period import Instant
from truceline.place import E7

FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("post_id", "id", "#"),
    "title": ("post_title", "title", "incident_title"),
    "text": ("description", "content", "post_content", "body"),
    "date": ("post_date_utc", "created_utc", "post_date", "incident_date", "created", "date"),
    "status": ("post_status", "status", "approved"),
    "place": ("location", "location_name", "place", "where"),
    "lat": ("location_lat", "latitude", "lat"),
    "lon": ("location_lon", "location_lng", "longitude", "lon", "lng"),
    "url": ("url", "link"),
}
_NEEDED = ("id", "title")
_OPEN = frozenset(("published", "yes", "approved", "true", "1"))


def read_ushahidi(data: bytes, file: str, source: str, received: Instant, progress: Progress | None = None) -> Taken:
    """Every post as a report or a bad row; `source` names the deployment, `received` is when they came in here.

    Raises DataError where the file is neither a table with ids and titles nor GeoJSON.
    """
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        rows, columns = _features(data, file)
        bad: tuple[BadRow, ...] = ()
        found = spelled(columns, FIELDS)
    else:
        table = read_rows(data, file)
        rows, columns, bad = list(table.rows), list(table.columns), table.bad
        found = spelled(columns, FIELDS)
        need_fields(found, table, _NEEDED, FIELDS, file)
    reader = _Reader(found, source, received)
    done, wrong = taken(rows, file, reader.row, found.get("id", "id"), bad, progress)
    return Taken(done, wrong, tuple(one for one in columns if one not in found.values()))


class _Reader:
    def __init__(self, found: Spelled, source: str, received: Instant) -> None:
        self._found = found
        self._source = source
        self._received = received

    def row(self, row: Row) -> TakenRow:
        """One post; raises BadCell."""
        told = {field: row.cells.get(column, "") for field, column in self._found.items()}
        number = cells.word(self._found.get("id", "id"), told.get("id", ""))
        title, words = clean(told.get("title", "")), spaced(told.get("text", "")).strip()
        text = "\n\n".join(part for part in (title, words) if part)
        if not text:
            raise BadCell(self._found.get("title", "title"), "a title or a description", "", "Leave the post out.")
        is_open = clean(told.get("status", "")).casefold() in _OPEN
        make = partial(
            ReportReceived,
            source=f"{self._source}, post {number}",
            channel=Channel.PUBLISHED if is_open else Channel.MESSAGE,
            received=self._received,
            text=text,
            title=title[:200],
            url=clean(told.get("url", "")),
            dated=self._dated(told),
            language=language_of(text),
            place_name=self._where(told),
        )
        return TakenRow(number, "report.received", payload(make, self._found), row.line, open=is_open)

    def _dated(self, told: Mapping[str, str]) -> Instant | None:
        """When it was posted, in UTC as the platform exports it."""
        column = self._found.get("date", "date")
        moment = cells.clock(column, told.get("date", ""))
        return (
            None
            if moment is None
            else Instant.parse(f"{moment.replace(tzinfo=None).isoformat()}Z").plus(
                -round(offset.total_seconds()) if (offset := moment.utcoffset()) else 0
            )
        )

    def _where(self, told: Mapping[str, str]) -> str:
        name = clean(told.get("place", ""))
        if name or not (clean(told.get("lat", "")) and clean(told.get("lon", ""))):
            return name
        at = cells.position((self._found["lat"], told["lat"]), (self._found["lon"], told["lon"]))
        return f"about {at.lat_e7 / E7:.2f}, {at.lon_e7 / E7:.2f} (latitude, longitude)"


def _features(data: bytes, file: str) -> tuple[list[Row], list[str]]:
    """Each feature as a row, its number for its line."""
    tree = tree_of(data, file)
    features = tree.get("features") if isinstance(tree, dict) else None
    if not isinstance(features, list):
        fault = Fault(file, 0, "features", "a GeoJSON FeatureCollection", "none", "Export the posts again.")
        raise DataError("a file that cannot be read", (fault,))
    rows = [Row(at, _cells(one), json.dumps(one, ensure_ascii=False)[:2_000]) for at, one in enumerate(features, 1)]
    return rows, list(dict.fromkeys(name for row in rows for name in row.cells))


def _cells(feature: object) -> dict[str, str]:
    if not isinstance(feature, dict):
        return {}
    properties = feature.get("properties")
    told = {str(name): _text(value) for name, value in (properties if isinstance(properties, dict) else {}).items()}
    told.setdefault("id", _text(feature.get("id")))
    told.setdefault("title", "")
    point = _point(feature.get("geometry"))
    if point is not None:
        told.setdefault("lon", _text(point[0]))
        told.setdefault("lat", _text(point[1]))
    return told


def _point(geometry: object, depth: int = 0) -> tuple[object, object] | None:
    """The first point of a geometry, which the platform wraps in a collection."""
    if not isinstance(geometry, dict) or depth > 3:
        return None
    inner = geometry.get("geometries")
    if isinstance(inner, list):
        return next((found for one in inner if (found := _point(one, depth + 1))), None)
    pair = geometry.get("coordinates")
    return (pair[0], pair[1]) if geometry.get("type") == "Point" and isinstance(pair, list) and len(pair) > 1 else None


def _text(value: object) -> str:
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
