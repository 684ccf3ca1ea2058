"""A table of civilian harm as Airwars and those who count likewise publish it, CSV or XLSX.

There is no one export, so columns are known by several names each. The suspected belligerents are suspects, each of
them one version of who struck. What the publisher grades (confirmed, fair, weak, contested) is kept as its word and is
none of ours. A place is a circle only where the table says how far it may be off, or that it is exact.
"""

from __future__ import annotations

import re
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
from truceline.place import Place, Position, disc
from truceline.terms import UNKNOWN_SIDE, Candidate, Conduct, Direction, HarmedFact, Side, When

EXACT_RADIUS_M = 1_000  # how far from its coordinates a place "exact" may reach
LARGEST_RADIUS_M = 100_000
FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("unique_reference_code", "reference_code", "incident_code", "incident_id", "code", "id", "ref"),
    "date": ("incident_date", "date", "date_of_incident", "start_date", "date_start"),
    "until": ("incident_date_end", "end_date", "date_end"),
    "place": ("location", "location_name", "place", "incident_location"),
    "country": ("country",),
    "region": ("region", "governorate", "province", "admin1"),
    "lat": ("latitude", "lat"),
    "lon": ("longitude", "lon", "lng", "long"),
    "both": ("coordinates", "geolocation", "geolocation_coordinates", "lat_lon"),
    "accuracy": ("geolocation_accuracy", "geo_accuracy", "location_accuracy", "accuracy", "coordinates_accuracy"),
    "by": ("suspected_belligerent", "suspected_belligerents", "belligerent", "belligerents", "alleged_belligerent",
           "suspected_attacker", "actor"),
    "type": ("strike_type", "type_of_strike", "attack_type", "incident_type", "type"),
    "dead_least": ("civilians_killed_min", "civilian_killed_min", "civilian_deaths_min", "min_civilians_killed",
                   "civilians_reported_killed_min", "killed_min", "minimum_civilian_deaths"),
    "dead_most": ("civilians_killed_max", "civilian_killed_max", "civilian_deaths_max", "max_civilians_killed",
                  "civilians_reported_killed_max", "killed_max", "maximum_civilian_deaths"),
    "hurt_least": ("civilians_injured_min", "civilian_injured_min", "injured_min"),
    "hurt_most": ("civilians_injured_max", "civilian_injured_max", "injured_max"),
    "grading": ("grading", "civilian_harm_status", "casualty_grading", "harm_grading", "civilian_harm_reported"),
    "sources": ("sources", "source", "source_names"),
    "summary": ("summary", "assessment", "description", "notes"),
}  # fmt: skip
_NEEDED = ("id", "date", "by")
_KINDS: Mapping[str, tuple[str, ...]] = {
    "airstrike": ("air_strike",),
    "air strike": ("air_strike",),
    "air-strike": ("air_strike",),
    "drone strike": ("drone_strike",),
    "helicopter": ("air_strike",),
    "artillery": ("shelling",),
    "shelling": ("shelling",),
    "airstrike and/or artillery": ("air_strike", "shelling"),
    "missile": ("missile_strike",),
    "ground operation": ("ground_assault",),
    "small arms": ("small_arms_fire",),
    "ied": ("explosive_device",),
    "naval bombardment": ("shelling",),
}
_UNKNOWN = frozenset(("unknown", "not known", "unattributed", "undetermined", ""))
_EITHER = re.compile(r"\s*[;,|/]\s*|\s+or\s+", re.IGNORECASE)
_WITHIN = re.compile(r"within\s+(?:about\s+)?(\d{1,6}(?:\.\d+)?)\s*(km|m)\b", re.IGNORECASE)
_PAIR = re.compile(r"([^,;\s]+)\s*[,;]?\s+([^,;\s]+)|([^,;\s]+)\s*[,;]\s*([^,;\s]+)")


def read_airwars(data: bytes, file: str, roster: Roster, time_zone: str, progress: Progress | None = None) -> Imported:
    """Every row as an event or a bad row; `time_zone` says whose days the dates are.

    Raises DataError where the file is no table or has no column of ids, dates or belligerents.
    """
    table = read_rows(data, file)
    found = spelled(table.columns, FIELDS)
    need_fields(found, table, _NEEDED, FIELDS, file)
    reader = _Reader(Resolver(roster), time_zone, found)
    events, bad = sorted_out(table, file, reader.event, found["id"], progress)
    unused = tuple(name for name in table.columns if name not in found.values())
    return Imported(events, bad, Dataset(f"Civilian harm incidents, {file}", "", ""), time_zone, unused)


class _Reader:
    """Turns rows into events."""

    def __init__(self, names: Resolver, zone: str, found: Spelled) -> None:
        self._names = names
        self._zone = zone
        self._found = found

    def event(self, row: Row) -> Event:
        """The event of one row; raises BadCell."""
        told = {field: row.cells.get(column, "") for field, column in self._found.items()}
        number = cells.word(self._found["id"], told["id"])
        marker = self._marker(told)
        place, where = self._place(told, marker)
        deaths = Deaths(self._count("dead_least", told), None, self._count("dead_most", told))
        period, how_long = self._period(told)
        name = clean(told.get("place", ""))
        return Event(
            id=number,
            conduct=Conduct(
                id=number,
                a=self._suspects(told),
                direction=(Candidate(Direction.A_TO_B),),
                kind=tuple(Candidate(one) for one in self._kind(told)),
                harmed=(Candidate(HarmedFact(("civilian",))),) if deaths.low else (),
                place=(Candidate(place),) if marker or name else (),
                time=(Candidate(When(period)),),
            ),
            titles={"en": ": ".join(part for part in (clean(told.get("type", "")), name) if part)},
            place_name=name,
            district=", ".join(one for field in ("country", "region") if (one := clean(told.get(field, "")))),
            place_precision=where,
            time_precision=how_long,
            marker=marker,
            deaths=deaths,
            reports=tuple(Report(office, None, "") for one in _sources(told) if (office := clean(one))),
            notes=tuple(self._notes(told, deaths)),
            row=row.line,
        )

    def _suspects(self, told: Mapping[str, str]) -> tuple[Candidate[Side], ...]:
        """Each suspected belligerent as one version of who struck; a name that is known whole is one."""
        written = clean(told["by"])
        if self._names.known(written):
            return (Candidate(self._names.side(written)),)
        sides = (
            UNKNOWN_SIDE if one.casefold() in _UNKNOWN else self._names.side(one) for one in _EITHER.split(written)
        )
        return tuple(Candidate(side) for side in dict.fromkeys(sides))

    def _kind(self, told: Mapping[str, str]) -> tuple[str, ...]:
        written = clean(told.get("type", "")).casefold()
        pieces = [written] if written in _KINDS else [one for one in _EITHER.split(written) if one]
        kinds = [kind for one in pieces for kind in _KINDS.get(one, ("attack",))]
        return tuple(dict.fromkeys(kinds)) or ("attack",)

    def _period(self, told: Mapping[str, str]) -> tuple[Period, str]:
        column = self._found["date"]
        first = cells.day(column, told["date"], "%d %B %Y")
        if first is None:
            raise BadCell(column, "a date like 2016-02-27", "", "Write the date, or leave the row out.")
        last = cells.day(self._found.get("until", ""), told.get("until", ""), "%d %B %Y") or first
        if last < first:
            raise BadCell(self._found["until"], f"a date not before {first}", str(last), "Are the two exchanged?")
        days = (last - first).days + 1
        return local_day(first, days, self._zone), "day" if days == 1 else f"{days} days"

    def _marker(self, told: Mapping[str, str]) -> Position | None:
        if clean(told.get("lat", "")) or clean(told.get("lon", "")):
            lat, lon = ((self._found.get(one, one), told.get(one, "")) for one in ("lat", "lon"))
            return cells.position(lat, lon)
        written = clean(told.get("both", ""))
        if not written:
            return None
        found = _PAIR.fullmatch(written)
        if found is None:
            cure = "Write latitude and longitude in decimal degrees, or leave it empty."
            raise BadCell(self._found["both"], "coordinates like 36.7076, 37.1234", written, cure)
        north, east = (one for one in found.groups() if one is not None)
        return cells.position((self._found["both"], north), (self._found["both"], east))

    def _place(self, told: Mapping[str, str], marker: Position | None) -> tuple[Place | None, str]:
        """The circle the table states, and its precision in words."""
        said = clean(told.get("accuracy", ""))
        radius_m = _radius(said)
        if marker is None or radius_m is None:
            return None, said or ("too vague to be drawn" if marker or clean(told.get("place", "")) else "not said")
        try:
            return disc(
                marker, radius_m
            ), f"{said}, {radius_m / 1000:g} km" if "within" not in said.casefold() else said
        except ValueError as error:
            raise BadCell(
                self._found.get("accuracy", "accuracy"), str(error), said, "Correct the coordinates."
            ) from None

    def _count(self, field: str, told: Mapping[str, str]) -> int | None:
        return cells.count(self._found[field], told[field]) if field in told else None

    def _notes(self, told: Mapping[str, str], deaths: Deaths) -> Iterator[str]:
        if deaths.low is not None and deaths.high is not None and deaths.low > deaths.high:
            yield f"deaths from {deaths.low} to {deaths.high}: the range is the wrong way round"
        least, most = self._count("hurt_least", told), self._count("hurt_most", told)
        if least is not None or most is not None:
            yield f"civilians injured: {'?' if least is None else least} to {'?' if most is None else most}"
        if graded := clean(told.get("grading", "")):
            yield f"graded by its publisher: {graded}"
        if summary := clean(told.get("summary", "")):
            yield summary


def _radius(said: str) -> int | None:
    """How far a place may be off, as the table says; None where it states no distance."""
    if found := _WITHIN.search(said):
        metres = round(float(found[1]) * (1000 if found[2].lower() == "km" else 1))
        return metres if 0 < metres <= LARGEST_RADIUS_M else None
    return EXACT_RADIUS_M if said.casefold().startswith("exact") else None


def _sources(told: Mapping[str, str]) -> list[str]:
    return re.split(r"[;|\n]", told.get("sources", ""))
