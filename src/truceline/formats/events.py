"""Events as a file: columns that people read, and the event itself, from which it is read back exactly.

Names stand as they were written unless an agreement had resolved them: one import serves many texts. Of the
readable columns none is read back; who sorts or filters the file in another program keeps the `event`
column. See `record_files` for the forms a file can have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from truceline.canon import Json, from_json, to_json
from truceline.claims import Dataset, Event, Report
from truceline.errors import DataError, Fault
from truceline.formats.record_files import MOST_FAULTS, Cell, Column, read, write
from truceline.period import Instant
from truceline.place import E7
from truceline.terms import Conduct, When

EVENT_COLUMNS = (
    Column("id"),
    Column("title"),
    Column("from"),
    Column("to"),
    Column("side_a"),
    Column("side_b"),
    Column("direction"),
    Column("kind"),
    Column("lon", "decimal"),
    Column("lat", "decimal"),
    Column("place_name"),
    Column("district"),
    Column("place_precision"),
    Column("time_precision"),
    Column("deaths_low", "whole"),
    Column("deaths_best", "whole"),
    Column("deaths_high", "whole"),
    Column("deaths_civilians", "whole"),
    Column("reports"),
    Column("notes"),
    Column("row", "whole"),
)
_EXACT = Column("event", "exact")


@dataclass(frozen=True, slots=True)
class EventFile:
    """What a file of events holds."""

    events: tuple[Event, ...]
    datasets: tuple[Dataset, ...]  # whose lists the rows come from
    time_zone: str  # IANA name: whose days the rows' dates were read as; empty where instants were given
    agreement: str = ""  # id of the agreement whose aliases resolved the names; empty: as written


def write_events(held: EventFile, name: str) -> bytes:
    """The file of that name, its form told by the ending; raises UnknownName for an unknown one."""
    head: dict[str, Json] = {
        "holds": "events",
        "version": 1,
        "datasets": [to_json(Dataset, one) for one in held.datasets],
        "time_zone": held.time_zone,
        "agreement": held.agreement,
    }
    rows = [{**event_cells(event), "event": to_json(Event, event)} for event in held.events]
    return write((*EVENT_COLUMNS, _EXACT), rows, head, name)


def read_events(data: bytes, file: str) -> EventFile:
    """The events of a file, exactly as they were written; raises DataError with every fault."""
    head, records = read(data, file, "events", ["event"])
    found: dict[str, Event] = {}
    faults: list[Fault] = []
    for record in records:
        try:
            event = from_json(Event, record.exact["event"])
        except ValueError as error:
            faults.append(Fault(file, record.line, "event", str(error), "another value", "Write the file again."))
            continue
        if found.setdefault(event.id, event) is not event:
            faults.append(Fault(file, record.line, "id", "each id once", event.id, "Remove one of the two rows."))
    if faults:
        raise DataError("a file of events that cannot be read", tuple(faults[:MOST_FAULTS]))
    return EventFile(
        tuple(found.values()), datasets_of(head, file), text_of(head, "time_zone"), text_of(head, "agreement")
    )


def text_of(head: Mapping[str, object], name: str) -> str:
    """A text of a file's head; empty where there is none."""
    value = head.get(name)
    return value if isinstance(value, str) else ""


def datasets_of(head: Mapping[str, object], file: str) -> tuple[Dataset, ...]:
    """The data sets a file's head names; raises DataError."""
    named = head.get("datasets")
    try:
        return tuple(from_json(Dataset, one) for one in (named if isinstance(named, list) else []))
    except ValueError as error:
        fault = Fault(file, 1, "datasets", str(error), "another value", "Write the file again.")
        raise DataError("a file whose data sets cannot be read", (fault,)) from None


# ── the columns that people read ──────────────────────────────────────────────────────────────


def event_cells(event: Event) -> dict[str, Cell]:
    """One event's readable columns, in the order of EVENT_COLUMNS; None where nobody said."""
    conduct, deaths, marker = event.conduct, event.deaths, event.marker
    start, end = _bounds(conduct)
    return {
        "id": event.id,
        "title": event.titles.get("en") or next(iter(event.titles.values()), None),
        "from": start,
        "to": end,
        "side_a": _versions(one.value.label() for one in conduct.a),
        "side_b": _versions(one.value.label() for one in conduct.b),
        "direction": _versions(str(one.value) for one in conduct.direction),
        "kind": _versions(one.value for one in conduct.kind),
        "lon": None if marker is None else marker.lon_e7 / E7,
        "lat": None if marker is None else marker.lat_e7 / E7,
        "place_name": event.place_name or None,
        "district": event.district or None,
        "place_precision": event.place_precision or None,
        "time_precision": event.time_precision or None,
        "deaths_low": deaths.low,
        "deaths_best": deaths.best,
        "deaths_high": deaths.high,
        "deaths_civilians": deaths.civilians,
        "reports": "; ".join(map(_cited, event.reports)) or None,
        "notes": "; ".join(event.notes) or None,
        "row": event.row or None,
    }


def _versions(labels: Iterable[str]) -> str | None:
    """What the sources say, each version once."""
    return " / ".join(dict.fromkeys(labels)) or None


def _bounds(conduct: Conduct) -> tuple[str | None, str | None]:
    """The first instant at which it may have been, and the first after the last."""
    spans = [_ends(one.value) for one in conduct.time]
    starts, ends = [start for start, _ in spans if start], [end for _, end in spans if end]
    return (str(min(starts)) if starts else None, str(max(ends)) if ends else None)


def _ends(when: When) -> tuple[Instant | None, Instant | None]:
    return (when.span, when.span) if isinstance(when.span, Instant) else (when.span.start, when.span.end)


def _cited(report: Report) -> str:
    told = " ".join(part for part in (report.office, str(report.dated or "")) if part)
    return ": ".join(part for part in (told, report.headline) if part)
