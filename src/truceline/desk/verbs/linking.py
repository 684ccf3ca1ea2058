"""Two lists of events linked: which of one tells of the same happening as which of the other, and why.

The lists are files of events, or nodes. What cannot be compared, for it says no place or no day, is listed and not
guessed at. A link says that two accounts speak of one happening; it is a proposal for people (`incident link`), and
moves nothing by itself.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from truceline.bulk.linking import Linked, Listed, linked, listed
from truceline.claims import Event
from truceline.desk import files
from truceline.desk.verbs.from_files import load_events
from truceline.errors import DataError, Fault, Refused
from truceline.formats.events import EventFile
from truceline.incidents import Score, Told, Weights, apart_m, score
from truceline.period import Instant, Period
from truceline.place import E7, Area, Position
from truceline.terms import NOBODY, Conduct

COLUMNS = ("first", "second", "points", "likely", "place", "day", "sides", "dead", "prior")
EPOCH = dt.date(1970, 1, 1)
WIDEST_M = 300_000  # a governorate; what is placed less well is compared as that


@dataclass(frozen=True, slots=True)
class Link:
    """Two accounts of one happening."""

    first: str  # id in the first list
    second: str
    likely: float  # that it is one, all other candidates considered
    score: Score  # its points, part by part


@dataclass(frozen=True, slots=True)
class Links:
    """What two lists have in common."""

    links: tuple[Link, ...]  # in the order of the first list's ids
    alone: tuple[int, int]  # accounts of each list without a counterpart
    left_out: tuple[tuple[str, ...], tuple[str, ...]]  # ids that say no place or no day
    weights: Weights  # learned from these lists


def link(first: Path, second: Path) -> Links:
    """The links between two lists. Raises DataError where a list cannot be read, Refused where it is the same one."""
    if first.resolve() == second.resolve():
        raise Refused(f"{first} is both lists: a list is not linked with itself. Name another one")
    held = [load_events(path) for path in (first, second)]
    told = [tuple(_told(one)) for one in held]
    columns = listed(*told)
    found = linked(columns[0], columns[1])
    links = tuple(sorted(_links(told, columns, found), key=lambda one: one.first))
    alone = (len(told[0]) - len(links), len(told[1]) - len(links))
    return Links(links, alone, (_left_out(held[0], told[0]), _left_out(held[1], told[1])), found.weights)


def keep(found: Links, to: Path) -> None:
    """Write links as a table, one a line, with their points part by part; raises DataError."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for one in found.links:
        points = {part.name: part.points for part in one.score.parts}
        parts = [points.get(name, "") for name in COLUMNS[4:]]
        table.writerow([one.first, one.second, one.score.total, f"{one.likely:.3f}", *parts])
    files.write(to, out.getvalue().encode())


def named(found: Links, name: str) -> Link:
    """The link of an account, by its id in either list; raises DataError where it has none."""
    for one in found.links:
        if name in (one.first, one.second):
            return one
    fault = Fault("", 0, "--explain", "the id of an account that has a counterpart", name, "Look into the table.")
    raise DataError("no link of that account", (fault,))


def _links(told: Sequence[tuple[Told, ...]], columns: tuple[Listed, ...], found: Linked) -> Iterator[Link]:
    of = [{one.id: one for one in own} for own in told]
    for i, j, likely in zip(found.first.tolist(), found.second.tolist(), found.likely.tolist(), strict=True):
        one, other = of[0][columns[0].ids[i]], of[1][columns[1].ids[j]]
        points = score(one, other, (found.around[0][i], found.around[1][j]), found.weights)
        if points is not None:  # what is linked was compared
            yield Link(one.id, other.id, likely, points)


def _left_out(held: EventFile, told: Sequence[Told]) -> tuple[str, ...]:
    there = {one.id for one in told}
    return tuple(event.id for event in held.events if event.id not in there)


# ── an event as linking asks of it ────────────────────────────────────────────────────────────


def _told(held: EventFile) -> Iterator[Told]:
    for event in held.events:
        days = _days(event.conduct, held.time_zone or "UTC")
        if event.marker is not None and days is not None:
            dead = event.deaths.best
            yield Told(event.id, event.marker, _radius_m(event, event.marker), *days, _sides(event.conduct), dead)


def _days(conduct: Conduct, zone: str) -> tuple[int, int] | None:
    """First and last day in the list's own time zone; None where no source says, or without an end."""
    ends = [end for one in conduct.time for end in _ends(one.value.span)]
    if not ends or None in ends:
        return None
    days = [(at.datetime(zone).date() - EPOCH).days for at in ends if at is not None]
    return min(days), max(days)


def _ends(span: Instant | Period) -> tuple[Instant | None, ...]:
    if isinstance(span, Instant):
        return (span,)
    return span.start, None if span.end is None else span.end.plus(-1)


def _sides(conduct: Conduct) -> frozenset[str]:
    """Both sides as named; empty where a source differs from another, or says none."""
    named_sides = [{one.value for one in side if one.value != NOBODY} for side in (conduct.a, conduct.b)]
    if any(len(side) > 1 for side in named_sides):
        return frozenset()
    return frozenset(value.label() for side in named_sides for value in side if not value.unknown)


def _radius_m(event: Event, at: Position) -> int:
    """How far from its marker an event may lie: to the farthest corner of the places that its sources draw."""
    areas = [one.value for one in event.conduct.place if isinstance(one.value, Area)]
    if any(one.value is None for one in event.conduct.place):
        return WIDEST_M
    corners = [corner for area in areas for corner in _corners(area)]
    return min(WIDEST_M, max((round(apart_m(at, corner)) for corner in corners), default=1_000))


def _corners(area: Area) -> tuple[Position, Position]:
    west, south, east, north = area.box
    half = int(180 * E7)
    return Position(max(-half, west), south), Position(min(half, east), north)
