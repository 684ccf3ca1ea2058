"""What came in: rows of outside data sets, published totals, and who is said to have said so.

An event is one row of somebody's list, kept as published: its precision, its range of deaths, its sides
without direction where none was given, and the reports it rests on. A tally is a published total with its
unit, window and accused, kept also where it does not equal its own parts. Neither is an incident yet,
and nothing here is added up across authors.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from truceline.place import Position
from truceline.terms import Conduct


@dataclass(frozen=True, slots=True)
class Dataset:
    """Whose list a row comes from, and how it must be cited."""

    name: str  # with its version
    licence: str  # as the publisher names it; empty where not said
    citation: str  # how the publisher asks to be cited; empty where not said
    simulated: bool = False  # made up for training; said on every page


@dataclass(frozen=True, slots=True)
class Report:
    """One report a row rests on, as the row cites it."""

    office: str  # who published it
    dated: dt.date | None  # its date as cited; may lie before the event, and is kept so
    headline: str
    original: str = ""  # who said it first, where the row names them


@dataclass(frozen=True, slots=True)
class Deaths:
    """A range of deaths; None is silence, never zero."""

    low: int | None
    best: int | None
    high: int | None
    side_a: int | None = None
    side_b: int | None = None
    civilians: int | None = None
    unknown: int | None = None  # dead whose side the row does not say


@dataclass(frozen=True, slots=True)
class Event:
    """One row of an outside data set, or one incident as articles name it."""

    id: str  # unique within the file
    conduct: Conduct  # what the row says was done, ready to be judged
    titles: Mapping[str, str]  # language → headline or summary
    place_name: str  # as written
    district: str  # administrative units as written, largest first; empty where not said
    place_precision: str  # in words: "exact, 1 km", "within 25 km", "governorate"
    time_precision: str  # in words: "day", "2–6 days", "month"
    marker: Position | None  # where a map shows it; None: nowhere
    deaths: Deaths
    reports: tuple[Report, ...]
    notes: tuple[str, ...] = ()  # hazards seen in the row and kept: "source dated before the event"
    row: int = 0  # 1-based line in the source file; 0 where there is none


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a published total."""

    name: str  # as written: a province, a kind, an accused
    amount: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A published total, kept as published."""

    id: str
    reporter: str  # who counted
    reported_on: str  # as written, ISO 8601 as far as known
    covers: str  # the window as written
    total: int
    unit: str  # what was counted: "violations", "breaches" — the reporter's word, not ours
    accused: str  # as written; empty where not said
    parts: tuple[Part, ...]
    cumulative: int | None  # a running total, where given
    url: str
    note: str = ""

    def adds_up(self) -> bool | None:
        """Whether the parts sum to the total; None where no parts are given."""
        return sum(part.amount for part in self.parts) == self.total if self.parts else None
