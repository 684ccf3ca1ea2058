"""The flat table at the desk: who is meant by its sides, and a row as the event that people are shown.

A side is written as a name, a list of names, or ids of the agreement; the agreement's own aliases say who is
meant. Each distinct text is resolved once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from truceline.actors import Roster
from truceline.bulk.columns import COLUMNS, READ_AS, Row, conduct
from truceline.claims import Deaths, Event
from truceline.formats.batches import Wanted
from truceline.formats.names import resolver
from truceline.formats.table import how_long
from truceline.place import Place, Position
from truceline.terms import Candidate, Member, Side
from truceline.terms.vocabulary import HARMED

Sides = Callable[[str], Side]
UNSAID = Deaths(None, None, None)


def wanted() -> Mapping[str, Wanted]:
    """What the readers are asked for: the columns of the flat table."""
    return {
        one.name: Wanted(
            "words" if one.name == "harmed" else one.kind,
            HARMED if one.name == "harmed" else one.words,
            one.required,
            READ_AS.get(one.name, ""),
        )
        for one in COLUMNS
    }


def sides_of(roster: Roster) -> Sides:
    """Who is meant by a side as written: an id, ids joined by commas, or names."""
    names = resolver(roster)
    known: dict[str, Side] = {}

    def meant(written: str) -> Side:
        if written not in known:
            known[written] = by_id(written, roster) or names.side(written)
        return known[written]

    return meant


def by_id(written: str, roster: Roster) -> Side | None:
    """The side that exact ids name; None where one of them is no id."""
    if written in roster.umbrellas:
        return Side(umbrella=written)
    ids = [one.strip() for one in written.split(",")]
    return Side(tuple(Member(one) for one in ids)) if all(one in roster.actors for one in ids) else None


def event_of(row: Row, sides: Sides, line: int) -> Event:
    """A row as an event: what the flat table says and nothing else; raises ValueError."""
    judged = conduct(row, sides)
    lon_e7, lat_e7, radius_m = row.get("lon_e7"), row.get("lat_e7"), row.get("radius_m")
    marker = Position(lon_e7, lat_e7) if isinstance(lon_e7, int) and isinstance(lat_e7, int) else None
    return Event(
        id=judged.id,
        conduct=judged,
        titles={},
        place_name="",
        district="",
        place_precision=_precision(judged.place, radius_m),
        time_precision=how_long(judged.time[0].value),
        marker=marker,
        deaths=UNSAID,
        reports=(),
        row=line,
    )


def _precision(place: tuple[Candidate[Place | None], ...], radius_m: object) -> str:
    if not place:
        return "not said"
    if isinstance(radius_m, int):
        return f"within {radius_m / 1000:g} km"
    return "exact" if isinstance(place[0].value, Position) else "a sector seen from there"
