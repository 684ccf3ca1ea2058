"""The export of the Armed Conflict Location & Event Data project (ACLED), CSV as its users download it.

Codes follow the ACLED codebook of 2024. A battle names two sides and no attacker; of remote violence and violence
against civilians the first side is the one that acted. A date is a day, a week about it or its month, by
`time_precision`; a place is a circle only where the codebook calls it the place itself. No death reported is coded 0
there, and is silence here.

Demonstrations, riots and strategic developments that are no conduct of armed actors are listed beside, not imported.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping

from truceline.actors import Roster
from truceline.claims import Dataset, Deaths, Event, Report
from truceline.formats import cells
from truceline.formats.bad_rows import Imported
from truceline.formats.cells import BadCell, clean
from truceline.formats.lists.taking import Spelled, need_fields, spelled
from truceline.formats.names import Resolver
from truceline.formats.rows import Progress, Row, read_rows, sorted_out
from truceline.period import Period, local_day
from truceline.place import E7, Place, Position, disc
from truceline.terms import Candidate, Conduct, Direction, HarmedFact, When

TOWN_RADIUS_M = 5_000  # how far from its coordinates "a particular town" (geo_precision 1) may reach
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("event_id_cnty", "data_id", "event_id"),
    "date": ("event_date",),
    "time_precision": ("time_precision",),
    "type": ("event_type",),
    "sub_type": ("sub_event_type",),
    "a": ("actor1",),
    "b": ("actor2",),
    "with_a": ("assoc_actor_1",),
    "with_b": ("assoc_actor_2",),
    "targeting": ("civilian_targeting",),
    "lat": ("latitude",),
    "lon": ("longitude",),
    "geo_precision": ("geo_precision",),
    "fatalities": ("fatalities",),
    "location": ("location",),
    "country": ("country",),
    "admin1": ("admin1",),
    "admin2": ("admin2",),
    "admin3": ("admin3",),
    "source": ("source",),
    "notes": ("notes",),
}
_NEEDED = ("id", "date", "time_precision", "type", "sub_type", "a", "b", "lat", "lon", "geo_precision", "fatalities")
_WHERE = {"1": f"town, {TOWN_RADIUS_M // 1000} km", "2": "near a town or part of a region", "3": "region"}
_WHEN = {"1": "day", "2": "within a week", "3": "month"}
_KINDS: Mapping[str, tuple[str, ...]] = {  # sub-event → what was done; several: one of them
    "armed clash": ("attack",),
    "government regains territory": ("attack",),
    "non-state actor overtakes territory": ("attack",),
    "air/drone strike": ("air_strike",),
    "shelling/artillery/missile attack": ("shelling", "missile_strike"),
    "remote explosive/landmine/ied": ("explosive_device",),
    "suicide bomb": ("explosive_device",),
    "grenade": ("attack",),
    "chemical weapon": ("attack",),
    "attack": ("attack",),
    "sexual violence": ("attack",),
    "abduction/forced disappearance": ("abduction",),
    "looting/property destruction": ("looting",),
    "arrests": ("detention",),
    "non-violent transfer of territory": ("territory_gain",),
}
_DIRECTED = frozenset(("explosions/remote violence", "violence against civilians"))
_CIVILIANS = "violence against civilians"


def read_acled(data: bytes, file: str, roster: Roster, time_zone: str, progress: Progress | None = None) -> Imported:
    """Every row as an event or a bad row; `time_zone` says whose days the dates are.

    Raises DataError where the file is no table or lacks a column without which no row can be read.
    """
    table = read_rows(data, file)
    found = spelled(table.columns, FIELDS)
    need_fields(found, table, _NEEDED, FIELDS, file)
    reader = _Reader(Resolver(roster), time_zone, found)
    events, bad = sorted_out(table, file, reader.event, found["id"], progress)
    unused = tuple(name for name in table.columns if name not in found.values())
    return Imported(events, bad, dataset(file), time_zone, unused)


def dataset(file: str) -> Dataset:
    """ACLED, with the file's name for its version."""
    return Dataset(
        name=f"Armed Conflict Location & Event Data (ACLED), {file}",
        licence="ACLED terms of use",
        citation="Raleigh, C., Kishi, R., Linke, A. (2023). Political instability patterns are obscured by conflict "
        "dataset scope conditions, sources, and coding choices. Humanities and Social Sciences Communications 10(74).",
    )


class _Reader:
    """Turns rows into events."""

    def __init__(self, names: Resolver, zone: str, found: Spelled) -> None:
        self._names = names
        self._zone = zone
        self._found = found

    def event(self, row: Row) -> Event:
        """The event of one row; raises BadCell."""
        told = {field: row.cells.get(column, "") for field, column in self._found.items()}
        kinds, directed = self._kind(told)
        where = self._choice("geo_precision", told, _WHERE)
        when_code = self._choice("time_precision", told, _WHEN)
        number = cells.word(self._found["id"], told["id"])
        marker = cells.position((self._found["lat"], told["lat"]), (self._found["lon"], told["lon"]))
        deaths, odd = self._deaths(told)
        return Event(
            id=number,
            conduct=Conduct(
                id=number,
                a=(Candidate(self._names.side(cells.word(self._found["a"], told["a"]))),),
                b=(Candidate(self._names.side(struck)),) if (struck := clean(told["b"])) else (),
                direction=(Candidate(Direction.A_TO_B),) if directed else (),
                kind=tuple(Candidate(one) for one in kinds),
                weapon=(Candidate("chemical"),) if clean(told["sub_type"]).casefold() == "chemical weapon" else (),
                harmed=(Candidate(HarmedFact(("civilian",))),) if _harmed(told) else (),
                place=(Candidate(self._place(where, marker)),),
                time=(Candidate(When(self._period(told, when_code))),),
            ),
            titles={
                "en": ": ".join(part for part in (clean(told["sub_type"]), clean(told.get("location", ""))) if part)
            },
            place_name=clean(told.get("location", "")),
            district=", ".join(
                one for name in ("country", "admin1", "admin2", "admin3") if (one := clean(told.get(name, "")))
            ),
            place_precision=_WHERE[where],
            time_precision=_WHEN[when_code],
            marker=marker,
            deaths=deaths,
            reports=tuple(_reports(told)),
            notes=(*odd, *_beside(told)),
            row=row.line,
        )

    def _choice(self, field: str, told: Mapping[str, str], known: Mapping[str, str]) -> str:
        return cells.choice(self._found[field], told[field], known)

    def _kind(self, told: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
        """What was done, and whether the first side did it to the second."""
        sub, kind = clean(told["sub_type"]).casefold(), clean(told["type"]).casefold()
        if sub not in _KINDS:
            cure = "Nothing to mend where it is a demonstration, a riot or talks: it is no armed actor's conduct."
            raise BadCell(
                self._found["sub_type"], "a sub-event of violence, detention or territory", told["sub_type"], cure
            )
        return _KINDS[sub], kind in _DIRECTED

    def _period(self, told: Mapping[str, str], precision: str) -> Period:
        """The day, the seven days about it, or its month."""
        column = self._found["date"]
        day = cells.day(column, told["date"], "%d %B %Y")
        if day is None:
            raise BadCell(
                column, "a date like 2016-02-27 or 27 February 2016", "", "Write the date, or leave the row out."
            )
        if precision == "3":
            return local_day(day.replace(day=1), calendar.monthrange(day.year, day.month)[1], self._zone)
        if precision == "2":
            return local_day(day - dt.timedelta(days=3), 7, self._zone)
        return local_day(day, 1, self._zone)

    def _place(self, precision: str, marker: Position) -> Place | None:
        if precision != "1":
            return None
        try:
            return disc(marker, TOWN_RADIUS_M)
        except ValueError as error:
            raise BadCell(self._found["lat"], str(error), str(marker.lat_e7 / E7), "Correct the coordinates.") from None

    def _deaths(self, told: Mapping[str, str]) -> tuple[Deaths, tuple[str, ...]]:
        best = cells.count(self._found["fatalities"], told["fatalities"])
        if best == 0:
            return Deaths(None, None, None), ("0 fatalities coded: none reported",)
        return Deaths(None, best, None), ()


def _harmed(told: Mapping[str, str]) -> bool:
    """Whether the row says that civilians were those struck."""
    targeting = clean(told.get("targeting", "")).casefold()
    return clean(told["type"]).casefold() == _CIVILIANS or targeting in {"civilian targeting", "civilians targeted"}


def _reports(told: Mapping[str, str]) -> Iterator[Report]:
    for office in told.get("source", "").split(";"):
        if name := clean(office):
            yield Report(name, None, "")


def _beside(told: Mapping[str, str]) -> Iterator[str]:
    for field, side in (("with_a", "first"), ("with_b", "second")):
        if beside := clean(told.get(field, "")):
            yield f"beside the {side} side: {beside}"
    if note := clean(told.get("notes", "")):
        yield note
