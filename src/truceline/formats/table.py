"""Any table of events, CSV, XLSX or Parquet, read by a map of its columns.

Whoever knows a table writes the map once (`table_map`); each row then becomes an event or is listed with its
reason. What a row leaves empty was not said. Two conveniences follow what a number means: a count
of dead civilians says that civilians were harmed, and a place with a name and no coordinates is stated
and too vague to be drawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from itertools import zip_longest
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from truceline.actors import Roster
from truceline.claims import Dataset, Deaths, Event, Report
from truceline.errors import DataError, Fault
from truceline.formats import cells
from truceline.formats.bad_rows import Imported
from truceline.formats.cells import BadCell, clean
from truceline.formats.checked import line_of, read_checked
from truceline.formats.conduct import UmbrellaSide
from truceline.formats.names import Resolver
from truceline.formats.rows import Progress, Row, need, read_rows, sorted_out
from truceline.formats.table_map import (
    LARGEST_RADIUS_M,
    OTHERS,
    BoundsModel,
    ColumnModel,
    DatedModel,
    MapModel,
    PrecisionModel,
    RadiusModel,
    TextModel,
    columns_of,
)
from truceline.formats.yaml_text import Document
from truceline.period import DAY_S, Instant, Period, local_day
from truceline.place import E7, Place, Position, disc
from truceline.terms import (
    NOBODY,
    UNKNOWN_SIDE,
    Candidate,
    Conduct,
    Direction,
    HarmedFact,
    Member,
    Side,
    When,
)
from truceline.terms import vocabulary as v

Cells = Mapping[str, str]
T = TypeVar("T")
MAP = "the map"
_WORDS: dict[str, Collection[str]] = {
    "direction": tuple(Direction),
    "kind": v.KINDS,
    "weapon": v.WEAPONS,
    "platform": v.PLATFORMS,
    "site": v.SITES,
    "harmed": v.HARMED,
}
_FILL_IN = "Fill it in; without it the row cannot be judged."


def read_table(  # noqa: PLR0913 - a reader's arguments are what it may know
    data: bytes,
    file: str,
    mapping: bytes,
    roster: Roster,
    time_zone: str | None = None,
    progress: Progress | None = None,
    *,
    map_file: str = MAP,
) -> Imported:
    """Every row as an event or a bad row; `mapping` is the text of the map.

    `time_zone` wins over the map's. Raises DataError where the map is wrong, or the file is no table or
    lacks a column that the map names.
    """
    model, document = read_checked(MapModel, mapping, map_file, "a map")
    zone = time_zone or model.time_zone
    if zone is None:
        cure = "Add time_zone to the map, like Asia/Damascus."
        raise DataError("no time zone", (Fault(map_file, 0, "time_zone", "whose days the dates are", "nothing", cure),))
    table = read_rows(data, file, model.file.delimiter, model.file.sheet)
    named = columns_of(model)
    need(table, named, file)
    _check_sides(model, roster, document, map_file)
    reader = _Reader(model, Resolver(roster), zone)
    id_column = model.id.column if model.id else "id"
    events, bad = sorted_out(table, file, reader.event, id_column, progress)
    unused = tuple(name for name in table.columns if name not in named)
    told = model.dataset
    return Imported(events, bad, Dataset(told.name, told.licence, told.citation, told.simulated), zone, unused)


def _check_sides(model: MapModel, roster: Roster, document: Document, map_file: str) -> None:
    """Refuse ids that the roster does not bear; without a roster any id may be one of a text to come."""
    faults = []
    for name in ("a", "b"):
        side = getattr(model.sides, name)
        for who in [side.constant, *(side.values or {}).values()] if side and roster.actors else ():
            ids = (who.umbrella,) if isinstance(who, UmbrellaSide) else who if isinstance(who, tuple) else ()
            known = roster.umbrellas if isinstance(who, UmbrellaSide) else roster.actors
            faults += [
                Fault(
                    map_file,
                    line_of(document, ("sides", name)),
                    f"sides.{name}",
                    "the id of an umbrella" if isinstance(who, UmbrellaSide) else "the id of an actor",
                    one,
                    f"Use one of: {', '.join(sorted(known)[:8])} …, or write the name.",
                )
                for one in ids
                if one not in known
            ]
    if faults:
        raise DataError("a map that cannot be read", tuple(faults))


class _Reader:
    """Turns rows into events by a map."""

    def __init__(self, model: MapModel, names: Resolver, zone: str) -> None:
        self._map = model
        self._names = names
        self._zone = zone
        self._discs: dict[tuple[Position, int], Place] = {}

    def event(self, row: Row) -> Event:
        """The event of one row; raises BadCell."""
        cell = row.cells
        told = cells.word(self._map.id.column, cell[self._map.id.column]) if self._map.id else f"row-{row.line}"
        when, odd_time = self._when(cell)
        marker, place, where = self._place(cell)
        deaths = self._deaths(cell)
        reports, odd_reports = self._reports(cell)
        return Event(
            id=told,
            conduct=Conduct(
                id=told,
                a=self._side("a", cell),
                b=self._side("b", cell),
                direction=_said(_coded(self._map.direction, "direction", cell, Direction)),
                kind=_said(_coded(self._map.kind, "kind", cell, str)),
                weapon=_said(_coded(self._map.weapon, "weapon", cell, str)),
                platform=_said(_coded(self._map.platform, "platform", cell, str)),
                site=_said(_coded(self._map.site, "site", cell, str)),
                harmed=self._harmed(cell, deaths),
                place=place,
                time=(Candidate(when),),
            ),
            titles={language: text for language, one in self._map.titles.items() if (text := clean(cell[one.column]))},
            place_name=self._name(cell),
            district=", ".join(text for one in self._map.place.district if (text := clean(cell[one.column]))),
            place_precision=_text(self._map.place.precision, "place.precision", cell) or where,
            time_precision=_text(self._map.time.precision, "time.precision", cell) or how_long(when),
            marker=marker,
            deaths=deaths,
            reports=reports,
            notes=(*odd_time, *odd_reports, *(text for one in self._map.notes if (text := clean(cell[one.column])))),
            row=row.line,
        )

    # ── who ───────────────────────────────────────────────────────────────────────────────────

    def _side(self, name: str, cell: Cells) -> tuple[Candidate[Side], ...]:
        spec = getattr(self._map.sides, name)
        if spec is None:
            return ()
        who = spec.constant
        if spec.column is not None:
            written = clean(cell[spec.column])
            who = _looked_up(spec, f"sides.{name}", written) if spec.values is not None else written or None
        return () if who is None else (Candidate(self._meant(who)),)

    def _meant(self, who: str | UmbrellaSide | tuple[str, ...]) -> Side:
        if isinstance(who, UmbrellaSide):
            return Side(umbrella=who.umbrella)
        if isinstance(who, tuple):
            return Side(members=tuple(Member(actor) for actor in who))
        return {"unknown": UNKNOWN_SIDE, "nobody": NOBODY}.get(who) or self._names.side(who)

    def _harmed(self, cell: Cells, deaths: Deaths) -> tuple[Candidate[HarmedFact], ...]:
        spec = self._map.harmed
        found: list[str] = []
        if spec is not None and spec.column is not None:
            pieces = cell[spec.column].split(spec.separator) if spec.separator else [cell[spec.column]]
            found = [word for one in pieces if (word := _word(spec, "harmed", clean(one)))]
        elif spec is not None and spec.constant is not None:
            found = [spec.constant]
        if deaths.civilians:
            found.append("civilian")
        return (Candidate(HarmedFact(tuple(dict.fromkeys(found)))),) if found else ()

    # ── when ──────────────────────────────────────────────────────────────────────────────────

    def _when(self, cell: Cells) -> tuple[When, tuple[str, ...]]:
        """The time of a row, and what is odd about it."""
        spec = self._map.time
        if spec.date is not None:
            return self._days(spec.date, spec.date_to, cell), ()
        first, odd = self._moment(spec.start, cell)
        last, odd_end = self._moment(spec.end, cell) if spec.end else (None, ())
        if first is None:
            raise BadCell(
                _column(spec.start), "a date and time", "", "Fill it in; without it the row cannot be judged."
            )
        if last is None or last == first:
            return When(first), odd
        if last < first:
            raise BadCell(_column(spec.end), f"a time not before {first}", str(last), "Are the two exchanged?")
        return When(Period(first, last), spec.mode == "throughout"), (*odd, *odd_end)

    def _days(self, date: DatedModel, date_to: DatedModel | None, cell: Cells) -> When:
        first = cells.day(date.column, cell[date.column], date.format)
        if first is None:
            raise BadCell(date.column, "a date", "", _FILL_IN)
        last = first
        if date_to is not None:
            last = cells.day(date_to.column, cell[date_to.column], date_to.format) or first
            if last < first:
                raise BadCell(date_to.column, f"a date not before {first}", str(last), "Are the two exchanged?")
        return When(local_day(first, (last - first).days + 1, self._zone), self._map.time.mode == "throughout")

    def _moment(self, spec: DatedModel | None, cell: Cells) -> tuple[Instant | None, tuple[str, ...]]:
        """An instant; a local time that the clock skipped is refused, one it showed twice is the first."""
        column = _column(spec)
        moment = cells.clock(column, cell[column], spec.format if spec else "")
        if moment is None or moment.tzinfo is not None:
            return (None if moment is None else Instant.of(moment)), ()
        local = moment.replace(tzinfo=ZoneInfo(self._zone))
        instant = Instant.of(local)
        if instant.datetime(self._zone).replace(tzinfo=None) != moment:
            expected = f"a time that the clock of {self._zone} showed"
            raise BadCell(column, expected, str(moment), "The clock was put forward then. Is the hour right?")
        if local.utcoffset() != local.replace(fold=1).utcoffset():
            return instant, (f"the clock of {self._zone} showed {moment} twice; taken as the first",)
        return instant, ()

    # ── where ─────────────────────────────────────────────────────────────────────────────────

    def _name(self, cell: Cells) -> str:
        return _text(self._map.place.name, "place.name", cell)

    def _place(self, cell: Cells) -> tuple[Position | None, tuple[Candidate[Place | None], ...], str]:
        """The marker, the place as stated, and its precision in words."""
        spec = self._map.place
        if spec.lat is None or spec.lon is None or spec.radius_m is None:
            return None, *self._unplaced(cell)
        lat, lon = ((one.column, cell[one.column]) for one in (spec.lat, spec.lon))
        if not clean(lat[1]) and not clean(lon[1]):
            return None, *self._unplaced(cell)
        marker = cells.position(lat, lon)
        _check_bounds(spec.bounds, marker, lat)
        radius_m = _radius(spec.radius_m, cell)
        if radius_m is None:
            return marker, (Candidate(None),), "too vague to be drawn"
        if radius_m == 0:
            return marker, (Candidate(marker),), "exact"
        return marker, (Candidate(self._disc(marker, radius_m, lat)),), f"within {radius_m / 1000:g} km"

    def _unplaced(self, cell: Cells) -> tuple[tuple[Candidate[Place | None], ...], str]:
        return ((Candidate(None),), "too vague to be drawn") if self._name(cell) else ((), "not said")

    def _disc(self, marker: Position, radius_m: int, lat: tuple[str, str]) -> Place:
        if (marker, radius_m) not in self._discs:
            try:
                self._discs[marker, radius_m] = disc(marker, radius_m)
            except ValueError as error:
                raise BadCell(lat[0], str(error), f"{lat[1]} within {radius_m} m", "Correct the radius.") from None
        return self._discs[marker, radius_m]

    # ── what else ─────────────────────────────────────────────────────────────────────────────

    def _deaths(self, cell: Cells) -> Deaths:
        def number(spec: ColumnModel | None) -> int | None:
            return cells.count(spec.column, cell[spec.column]) if spec else None

        told = self._map.deaths
        return Deaths(
            low=number(told.low),
            best=number(told.best),
            high=number(told.high),
            side_a=number(told.side_a),
            side_b=number(told.side_b),
            civilians=number(told.civilians),
            unknown=number(told.unknown),
        )

    def _reports(self, cell: Cells) -> tuple[tuple[Report, ...], tuple[str, ...]]:
        """The reports, and the dates among them that could not be read."""
        spec = self._map.reports
        if spec is None:
            return (), ()
        office = _text(spec.office, "reports.office", cell)
        columns = [cell[one.column] if one else "" for one in (spec.dated, spec.headline, spec.original)]
        fields = [office, *columns]
        pieces = [field.split(spec.separator) if spec.separator else [field] for field in fields]
        pattern = spec.dated.format if spec.dated else ""
        made, odd = [], []
        for told, dated, headline, original in zip_longest(*pieces, fillvalue=""):
            date = _date_or_none(dated, pattern)
            if clean(dated) and date is None:
                odd.append(f"date of a report not read: {clean(dated)}")
            if any(clean(part) for part in (told, dated, headline, original)):
                made.append(Report(clean(told), date, clean(headline), clean(original)))
        return tuple(made), tuple(odd)


def _date_or_none(written: str, pattern: str) -> dt.date | None:
    """A report's date does not bear on the event, so one that cannot be read does not stop the row."""
    try:
        return cells.day("dated", written, pattern)
    except BadCell:
        return None


# ── cells by code ─────────────────────────────────────────────────────────────────────────────


def _column(spec: DatedModel | None) -> str:
    return spec.column if spec else ""


def _looked_up(spec: Any, field: str, written: str) -> Any:  # noqa: ANN401 - what the map's values hold
    """What a code means; None where nothing is said. Raises BadCell for a code that the map does not name."""
    values: Mapping[str, Any] = spec.values
    if written in values:
        return values[written]
    if not written:
        return None
    if OTHERS in values:
        return values[OTHERS]
    known = ", ".join(list(values)[:12])
    raise BadCell(spec.column, f"one of {known}", written, f"Add it to {field}.values of the map, or correct the row.")


def _word(spec: Any, field: str, written: str) -> str | None:  # noqa: ANN401 - a coded or harmed model
    """One of our words from a cell; None where it is not said. Raises BadCell."""
    if spec.values is not None:
        found: str | None = _looked_up(spec, field, written)
        return found
    if not written:
        return None
    if written not in _WORDS[field]:
        cure = f"Say in {field}.values of the map what it means."
        raise BadCell(spec.column, f"one of {', '.join(list(_WORDS[field])[:12])}", written, cure)
    return written


def _coded(spec: Any, field: str, cell: Cells, kind: Callable[[str], T]) -> T | None:  # noqa: ANN401 - a coded model
    if spec is None:
        return None
    word = spec.constant if spec.column is None else _word(spec, field, clean(cell[spec.column]))
    return None if word is None else kind(word)


def _said(value: T | None) -> tuple[Candidate[T], ...]:
    return () if value is None else (Candidate(value),)


def _text(spec: TextModel | PrecisionModel | None, field: str, cell: Cells) -> str:
    if spec is None:
        return ""
    if spec.column is None:
        return spec.constant or ""
    written = clean(cell[spec.column])
    if isinstance(spec, PrecisionModel) and spec.values is not None:
        return _looked_up(spec, field, written) or ""
    return written


def _radius(spec: RadiusModel, cell: Cells) -> int | None:
    if spec.column is None:
        return spec.constant
    written = clean(cell[spec.column])
    if spec.values is not None:
        found: int | None = _looked_up(spec, "place.radius_m", written)
        return found
    radius_m = cells.count(spec.column, written)
    if radius_m is not None and radius_m > LARGEST_RADIUS_M:
        cure = "Is it in metres? Leave it empty where no circle can be drawn."
        raise BadCell(spec.column, f"a radius up to {LARGEST_RADIUS_M:,} m", written, cure)
    return radius_m


def _check_bounds(bounds: BoundsModel | None, at: Position, lat: tuple[str, str]) -> None:
    """Ask back where a place lies outside the map's bounds."""
    if bounds is None or _inside(bounds, at.lon_e7, at.lat_e7):
        return
    exchanged = _inside(bounds, at.lat_e7, at.lon_e7)
    cure = "Are latitude and longitude exchanged?" if exchanged else "Is it in another country, or a digit wrong?"
    expected = f"a place from {bounds.south} to {bounds.north} north and {bounds.west} to {bounds.east} east"
    raise BadCell(lat[0], expected, f"{at.lat_e7 / E7:g} north, {at.lon_e7 / E7:g} east", cure)


def _inside(bounds: BoundsModel, lon_e7: int, lat_e7: int) -> bool:
    across = bounds.west > bounds.east  # the bounds reach over the antimeridian
    west, east = bounds.west * E7 <= lon_e7, lon_e7 <= bounds.east * E7
    return bounds.south * E7 <= lat_e7 <= bounds.north * E7 and ((west or east) if across else (west and east))


def how_long(when: When) -> str:
    """How precise a time is, in words."""
    if isinstance(when.span, Instant):
        return "instant"
    start, end = when.span.ends()  # every period read here has both
    length_s = end.epoch_s - start.epoch_s
    days = round(length_s / DAY_S)
    if days < 1:
        return f"{length_s / 3600:g} hours"
    return "day" if days == 1 else f"{days} days"
