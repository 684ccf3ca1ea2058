"""An events file in batches: each event's exact value as a row of the flat table, or as it is.

An event that `truceline import` wrote holds a conduct that was read already. Where it says one version of
each fact it is a row like any other, its sides and area handed over as they are; else the floor judges it
whole. Names are resolved here, once for each distinct side.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from truceline.actors import Roster
from truceline.bulk.columns import COLUMNS, READ_AS, Value, row_of
from truceline.bulk.rows import Rows
from truceline.canon import loads
from truceline.claims import Dataset, Event
from truceline.desk.verbs.from_files import as_named
from truceline.errors import DataError, Fault
from truceline.formats.bad_rows import BadRow
from truceline.formats.batches import Part
from truceline.formats.batches.tables import parquet_rows, parquet_schema
from truceline.formats.events import datasets_of
from truceline.formats.names import resolver
from truceline.formats.record_files import HEAD
from truceline.place import Area
from truceline.terms import Conduct, Side

T = TypeVar("T")
EXACT = "event"
AT_ONCE = 8_192  # events in memory at one time
_KINDS = {"text": pa.string(), "word": pa.string(), "flag": pa.bool_()}
_SCHEMA = pa.schema(
    [
        *((READ_AS.get(one.name, one.name), _KINDS.get(one.kind, pa.int64())) for one in COLUMNS),
        *((name, pa.int64()) for name in ("area_no", "side_a_no", "side_b_no")),
    ]
)


@dataclass(frozen=True, slots=True)
class EventBatch:
    """Events of a file, read."""

    carried: pa.RecordBatch  # the file's own columns, good rows alone
    lines: npt.NDArray[np.int64]
    events: tuple[Event, ...]  # as the agreement at hand names them
    bad: tuple[BadRow, ...]


def head_of(schema: pa.Schema) -> Mapping[str, object] | None:
    """What a Parquet file of ours says of itself; None for any other."""
    try:
        told = json.loads((schema.metadata or {}).get(HEAD.encode(), b"null"))
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def datasets_in(source: BinaryIO, file: str) -> tuple[Dataset, ...]:
    """Whose lists the rows of an events file come from; raises DataError."""
    return datasets_of(head_of(parquet_schema(source, file)) or {}, file)


def event_batches(source: BinaryIO, part: Part, file: str, roster: Roster) -> Iterator[EventBatch]:
    """The events of a part, a batch at a time; raises DataError where the file has no exact column."""
    names = resolver(roster)
    for raw in parquet_rows(source, file, part.groups, part.rows_before, AT_ONCE):
        if EXACT not in raw.rows.schema.names:
            fault = Fault(file, 1, EXACT, f"a text column named {EXACT}", "none", "Import the events again.")
            raise DataError("no file of events", (fault,))
        events, good, bad = [], [], []
        for i, told in enumerate(raw.rows.column(EXACT).to_pylist()):
            try:
                events.append(as_named(loads(Event, str(told)), names))
                good.append(i)
            except ValueError as error:
                line = int(raw.lines[i])
                fault = Fault(file, line, EXACT, str(error), "another value", "Import the event again.")
                bad.append(BadRow(fault, raw.written(i)))
        yield EventBatch(raw.rows.take(pa.array(good, pa.int64())), raw.lines[good], tuple(events), tuple(bad))


def as_rows(conducts: Sequence[Conduct]) -> Rows:
    """Conducts as rows of the flat table; each that says more than a row can is kept apart."""
    areas: dict[Area, int] = {}
    sides: dict[Side, int] = {}
    apart: dict[int, Conduct] = {}
    rows: list[dict[str, Value]] = []
    for i, one in enumerate(conducts):
        made = row_of(one)
        if made is None:
            apart[i] = one
            rows.append({"id": one.id})
            continue
        row, a, b, area = made
        numbers = {"side_a_no": _number(a, sides), "side_b_no": _number(b, sides), "area_no": _number(area, areas)}
        rows.append({**row, **numbers})
    columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in _SCHEMA]
    held = pa.RecordBatch.from_arrays(columns, schema=_SCHEMA)
    return Rows(held, tuple(areas), tuple(sides), apart)


def _number(value: T | None, known: dict[T, int]) -> int | None:
    return None if value is None else known.setdefault(value, len(known))


def no_rows(conducts: Iterable[Conduct]) -> Rows:
    """The conducts as they are, for the floor."""
    held = list(conducts)
    ids = pa.RecordBatch.from_arrays([pa.array([one.id for one in held], pa.string())], names=["id"])
    return Rows(ids, (), (), dict(enumerate(held)))
