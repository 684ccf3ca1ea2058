"""Incidents as articles name them: YAML in which each is one conduct, with who said what and what was worked out.

The conduct stands in the form of `conduct`; `told` holds each source's words, `basis` what was inferred and
why (a date from "Tuesday", a circle round a town). Both stay with the event: a reader sees what was said
before what follows from it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from truceline.agreement import Grade
from truceline.claims import Deaths, Event, Report
from truceline.errors import DataError, Fault
from truceline.formats.agreement.values import Id, Strict, Text
from truceline.formats.checked import line_of, read_checked
from truceline.formats.conduct import ConductModel, read_conduct
from truceline.formats.yaml_text import Document
from truceline.period import DAY_S, Instant
from truceline.place import Area, Position, middle
from truceline.terms import Conduct

WHAT = "incidents"


class ToldModel(Strict):
    """What one source says, in its words."""

    source: str
    outlet: str
    said_by: str
    quote: str
    standing: Literal[tuple(Grade)] = Grade.SECONDARY  # type: ignore[valid-type]
    fact: str = ""


class BasisModel(Strict):
    """What was worked out for one field, and how."""

    field: str
    text: str


class IncidentModel(Strict):
    """One incident."""

    id: Id
    title: Text
    conduct: ConductModel
    place_name: str = ""
    told: tuple[ToldModel, ...]
    basis: tuple[BasisModel, ...] = ()


class IncidentsModel(Strict):
    """A file of incidents."""

    incidents: Annotated[tuple[IncidentModel, ...], Field(min_length=1)]


def read_incidents(data: bytes, file: str) -> tuple[Event, ...]:
    """Each incident as an event; raises DataError with every fault."""
    model, document = read_checked(IncidentsModel, data, file, WHAT)
    events, faults = [], []
    for i, one in enumerate(model.incidents):
        line = line_of(document, ("incidents", i))
        faults += _tied(one, file, line)
        try:
            events.append(_event(one, _conduct(document, i, file, line), line))
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(f"{WHAT} that cannot be read", tuple(sorted(set(faults))))
    return tuple(events)


def _tied(one: IncidentModel, file: str, line: int) -> list[Fault]:
    """The conduct is the incident's own, and every source that speaks is one of its sources."""
    faults = []
    if one.conduct.id not in ("", one.id):
        cure = "Give both the same id."
        faults.append(Fault(file, line, f"{one.id}.conduct.id", one.id, one.conduct.id, cure))
    known = tuple(one.conduct.sources)
    for told in one.told:
        if told.source not in known:
            expected = f"a source of the conduct: {', '.join(known) or 'none declared'}"
            cure = "Declare it under conduct.sources with its roots."
            faults.append(Fault(file, line, f"{one.id}.told.source", expected, told.source, cure))
    return faults


def _conduct(document: Document, i: int, file: str, line: int) -> Conduct:
    tree = document.tree["incidents"][i]["conduct"]  # type: ignore[index, call-overload]  # as the schema found it
    return read_conduct(tree, file, line)  # type: ignore[arg-type]  # likewise


def _event(one: IncidentModel, conduct: Conduct, line: int) -> Event:
    drawn = [found.value for found in conduct.place if found.value is not None]
    return Event(
        id=one.id,
        conduct=replace(conduct, id=one.id),
        titles=one.title,
        place_name=one.place_name,
        district="",
        place_precision=_place_words(conduct),
        time_precision=_time_words(conduct),
        marker=middle(drawn[0]) if drawn else None,
        deaths=Deaths(None, None, None),
        reports=tuple(Report(told.outlet, None, told.quote, told.said_by) for told in one.told),
        notes=tuple(f"{basis.field}: {basis.text}" for basis in one.basis),
        row=line,
    )


def _place_words(conduct: Conduct) -> str:
    places = [found.value for found in conduct.place]
    if not places:
        return "not said"
    if isinstance(places[0], Position):
        return "exact"
    return "an area" if isinstance(places[0], Area) else "too vague to be drawn"


def _time_words(conduct: Conduct) -> str:
    span = conduct.time[0].value.span
    if isinstance(span, Instant):
        return "instant"
    start, end = span.ends()  # a conduct's period has both
    days = -(-(end.epoch_s - start.epoch_s) // DAY_S)
    return "day" if days == 1 else f"{days} days"
