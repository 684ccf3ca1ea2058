"""The Georeferenced Event Dataset of the Uppsala Conflict Data Program (UCDP GED), CSV as published.

Each row becomes one event, as coarse as it was found. Codes follow the GED codebook (Högbladh 2019): a battle
dyad names two sides and no attacker, one-sided violence is directed at civilians; a place is a circle
only where the codebook says so; a date is one to many whole local days. Rows that share day, place and
sides are different events and all stay. What looks wrong in a row and can be kept is kept and noted.

What it does not do: merge rows, read a weapon out of a headline, or draw a governorate.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping

from truceline.actors import Roster
from truceline.claims import Dataset, Deaths, Event, Report
from truceline.errors import shortened
from truceline.formats import cells
from truceline.formats.bad_rows import Imported
from truceline.formats.cells import BadCell, clean
from truceline.formats.names import Resolver
from truceline.formats.rows import Progress, Row, need, read_rows, sorted_out
from truceline.period import local_day
from truceline.place import E7, Place, Position, disc
from truceline.terms import Candidate, Conduct, Direction, HarmedFact, Side, When

EXACT_RADIUS_M = 1_000  # how far from its coordinates a place "known exactly" may reach
NEAR_RADIUS_M = 25_000  # as the codebook defines where_prec 2

Cells = Mapping[str, str]

# Columns as the releases of 2018 and later name them, with what other releases call them.
_OTHER_SPELLINGS = {"best": "best_est", "high": "high_est", "low": "low_est"}
_NEEDED = (
    "id",
    "type_of_violence",
    "side_a",
    "side_b",
    "where_prec",
    "latitude",
    "longitude",
    "date_prec",
    "date_start",
    "date_end",
    "low",
    "best",
    "high",
)
_ALSO_READ = (
    "dyad_name",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "geom_wkt",
    "country",
    "event_clarity",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
)
_WHERE = {
    "1": "exact",
    "2": "within 25 km",
    "3": "district",
    "4": "governorate",
    "5": "a line or part of a region",
    "6": "country",
    "7": "international waters or airspace",
}
_WHEN = {"1": "day", "2": "2–6 days", "3": "week", "4": "8–31 days, or month", "5": "more than a month"}
_DAYS = {"1": 1, "2": 6, "3": 7, "4": 31}  # at most so many, by the codebook
_VIOLENCE = {"1": "state-based", "2": "non-state", "3": "one-sided"}
_ARTICLE = re.compile(r'"([^"]*?),(\d{4}-\d\d-\d\d)[^,]*,(.*)"', re.DOTALL)
_NEXT_ARTICLE = re.compile(r'(?<=");(?="[^"]*?,\d{4}-\d\d-\d\d)')
_POINT = re.compile(r"POINT ?\((\S+) (\S+)\)")


def read_ucdp(
    data: bytes,
    file: str,
    roster: Roster,
    time_zone: str,
    progress: Progress | None = None,
    *,
    exact_radius_m: int = EXACT_RADIUS_M,
) -> Imported:
    """Every row as an event or a bad row; `time_zone` says whose days the dates are.

    `progress` is called with rows done and rows in all. Raises DataError where the file is no table or
    lacks a column without which no row can be read.
    """
    table = read_rows(data, file)
    spelled = {name: _OTHER_SPELLINGS.get(name, name) for name in _NEEDED if name not in table.columns}
    need(table, [spelled.get(name, name) if spelled.get(name) in table.columns else name for name in _NEEDED], file)
    reader = _Reader(Resolver(roster), time_zone, exact_radius_m, spelled)
    events, bad = sorted_out(table, file, reader.event, "id", progress)
    read = {*_NEEDED, *spelled.values(), *_ALSO_READ}
    unused = tuple(name for name in table.columns if name not in read)
    return Imported(events, bad, dataset(file), time_zone, unused)


def dataset(file: str) -> Dataset:
    """UCDP GED, with the file's name for its version: the rows do not say which release they are of."""
    return Dataset(
        name=f"UCDP Georeferenced Event Dataset (UCDP GED), {file}",
        licence="CC BY 4.0",
        citation=(
            "Sundberg, Ralph, and Erik Melander (2013). Introducing the UCDP Georeferenced Event Dataset. "
            "Journal of Peace Research 50(4). Högbladh, Stina (2019). UCDP GED Codebook version 19.1. "
            "Department of Peace and Conflict Research, Uppsala University."
        ),
    )


class _Reader:
    """Turns rows into events; places and names that come again are worked out once."""

    def __init__(self, names: Resolver, time_zone: str, exact_radius_m: int, spelled: Mapping[str, str]) -> None:
        self._names = names
        self._zone = time_zone
        self._radius_m = exact_radius_m
        self._spelled = spelled
        self._discs: dict[tuple[Position, int], Place] = {}
        self._sides: dict[str, Side] = {}

    def event(self, row: Row) -> Event:
        """The event of one row; raises BadCell."""
        cell = {**row.cells, **{name: row.cells.get(other, "") for name, other in self._spelled.items()}}
        told = cells.word("id", cell["id"])
        kind = cells.choice("type_of_violence", cell["type_of_violence"], _VIOLENCE)
        where_code = cells.choice("where_prec", cell["where_prec"], _WHERE)
        when_code = cells.choice("date_prec", cell["date_prec"], _WHEN)
        marker, days, deaths = _marker(cell), _days(cell), _deaths(cell)
        reports = tuple(_reports(cell))
        odd = (*_odd_sources(cell, days[0], reports), *_odd_days(when_code, days), *_odd_deaths(deaths))
        where = clean(cell.get("where_coordinates", ""))
        return Event(
            id=told,
            conduct=Conduct(
                id=told,
                a=(Candidate(self._side("side_a", cell)),),
                b=(Candidate(self._side("side_b", cell)),),
                direction=(Candidate(Direction.A_TO_B),) if kind == "3" else (),
                kind=(Candidate("attack"),),
                harmed=_harmed(kind, deaths),
                place=(Candidate(self._place(where_code, marker)),),
                time=(Candidate(When(local_day(days[0], (days[1] - days[0]).days + 1, self._zone))),),
            ),
            titles={"en": ": ".join(part for part in (_dyad(cell), where) if part)},
            place_name=where or clean(cell.get("where_description", "")),
            district=", ".join(unit for name in ("country", "adm_1", "adm_2") if (unit := clean(cell.get(name, "")))),
            place_precision=self._precision(where_code),
            time_precision=_WHEN[when_code],
            marker=marker,
            deaths=deaths,
            reports=reports,
            notes=(*odd, *_unclear(cell)),
            row=row.line,
        )

    def _side(self, column: str, cell: Cells) -> Side:
        written = cells.word(column, cell[column])
        if written not in self._sides:
            self._sides[written] = self._names.side(written)
        return self._sides[written]

    def _place(self, precision: str, marker: Position) -> Place | None:
        """A circle where the codebook gives one; else stated, and too vague to be drawn."""
        radius_m = {"1": self._radius_m, "2": NEAR_RADIUS_M}.get(precision)
        if radius_m is None:
            return None
        key = (marker, radius_m)
        if key not in self._discs:
            try:
                self._discs[key] = disc(marker, radius_m)
            except ValueError as error:
                raise BadCell("latitude", str(error), str(marker.lat_e7 / E7), "Correct the coordinates.") from None
        return self._discs[key]

    def _precision(self, precision: str) -> str:
        return f"{_WHERE[precision]}, {self._radius_m / 1000:g} km" if precision == "1" else _WHERE[precision]


def _days(cell: Cells) -> tuple[dt.date, dt.date]:
    first, last = (cells.day(name, cell[name]) for name in ("date_start", "date_end"))
    if first is None or last is None:
        missing = "date_start" if first is None else "date_end"
        raise BadCell(missing, "a date like 2016-02-27", "", "Write the date, or leave the row out.")
    if last < first:
        cure = "Are the two dates exchanged?"
        raise BadCell("date_end", f"a date not before date_start ({first})", str(last), cure)
    return first, last


def _marker(cell: Cells) -> Position:
    """The row's position; refused where its own point has the two the other way round."""
    lat, lon = (("latitude", cell["latitude"]), ("longitude", cell["longitude"]))
    found = cells.position(lat, lon)
    point = _POINT.fullmatch(cell.get("geom_wkt", "").strip())
    if point and point.groups() == (lat[1].strip(), lon[1].strip()) and lat[1].strip() != lon[1].strip():
        expected = f"the latitude of geom_wkt, {shortened(point[2])}"
        raise BadCell("latitude", expected, lat[1], "Are latitude and longitude exchanged?")
    return found


def _deaths(cell: Cells) -> Deaths:
    def number(name: str) -> int | None:
        return cells.count(name, cell.get(name, ""))

    return Deaths(
        low=number("low"),
        best=number("best"),
        high=number("high"),
        side_a=number("deaths_a"),
        side_b=number("deaths_b"),
        civilians=number("deaths_civilians"),
        unknown=number("deaths_unknown"),
    )


def _harmed(kind: str, deaths: Deaths) -> tuple[Candidate[HarmedFact], ...]:
    """Civilians where the row says so, with the dead of the sides beside them; else not said.

    Of a battle in which no civilian death is counted the row does not say that no civilian was harmed.
    """
    if kind != "3" and not deaths.civilians:
        return ()
    fighters = kind != "3" and bool(deaths.side_a or deaths.side_b)
    return (Candidate(HarmedFact(("civilian", "combatant") if fighters else ("civilian",))),)


def _dyad(cell: Cells) -> str:
    return clean(cell.get("dyad_name", "")) or f"{clean(cell['side_a'])} - {clean(cell['side_b'])}"


# ── sources ───────────────────────────────────────────────────────────────────────────────────


def _reports(cell: Cells) -> Iterator[Report]:
    """Each article of the one field that holds them all: ``"OFFICE,DATE,HEADLINE";"OFFICE,…"``.

    Headlines hold commas, quotation marks and semicolons, so an article ends only where another
    begins with an office and a date.
    """
    original = clean(cell.get("source_original", ""))
    written = cell.get("source_article", "").strip()
    for article in _NEXT_ARTICLE.split(written) if written else ():
        found = _ARTICLE.fullmatch(article.removesuffix(";"))
        if found is None:
            yield Report("", None, clean(article), original)
        else:
            yield Report(clean(found[1]), _dated(found[2]), clean(found[3]), original)
    if not written and (original or cell.get("source_office", "").strip()):
        yield Report(clean(cell.get("source_office", "")), None, clean(cell.get("source_headline", "")), original)


def _dated(written: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


# ── what looks wrong, and is kept ─────────────────────────────────────────────────────────────


def _odd_sources(cell: Cells, first: dt.date, reports: tuple[Report, ...]) -> Iterator[str]:
    early = sorted({one.dated for one in reports if one.dated is not None and one.dated < first})
    if early:
        yield f"source dated before the event: {', '.join(map(str, early))}"
    told = clean(cell.get("number_of_sources", ""))[:9]
    if told.isdecimal() and int(told) != len(reports):
        yield f"{told} sources counted in the row, {len(reports)} cited"


def _odd_days(code: str, days: tuple[dt.date, dt.date]) -> Iterator[str]:
    length = (days[1] - days[0]).days + 1
    if length > _DAYS.get(code, length):
        yield f"the dates are {length} days, the precision says {_WHEN[code]}"


def _odd_deaths(deaths: Deaths) -> Iterator[str]:
    low, best, high = deaths.low, deaths.best, deaths.high
    if low is not None and best is not None and high is not None and not low <= best <= high:
        yield f"best estimate of deaths ({best}) outside its range ({low}–{high})"
    parts = (deaths.side_a, deaths.side_b, deaths.civilians, deaths.unknown)
    known = [part for part in parts if part is not None]
    if len(known) == len(parts) and best is not None and sum(known) != best:
        yield f"deaths by side come to {sum(known)}, best estimate is {best}"


def _unclear(cell: Cells) -> Iterator[str]:
    if clean(cell.get("event_clarity", "")) == "2":
        yield "its sources tell of several events together; the coders told this one apart"
