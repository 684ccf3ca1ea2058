"""A file of rows, whatever its form, as batches of typed columns with the bad rows listed.

The form is told by how a file begins, and not by its name: Parquet and GeoParquet, Arrow IPC as file and as
stream, else CSV. A Parquet file can be read in parts, some row groups each, so that several
readers share one file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

import pyarrow as pa

from truceline.errors import DataError, Fault
from truceline.formats.batches import tables
from truceline.formats.batches.sorting import Batch, Raw, check_types, sorted_out
from truceline.formats.batches.text import BLOCK_B, csv_rows
from truceline.formats.batches.wanted import Wanted, column_names
from truceline.formats.record_files import HEAD
from truceline.formats.sheets import guarded

PARQUET, FILE, STREAM, CSV = "parquet", "arrow", "arrow_stream", "csv"
ENDINGS = (".csv", ".tsv", ".parquet", ".geoparquet", ".arrow", ".arrows", ".feather", ".ipc")
PART_ROWS = 1_000_000  # rows of a part, to the next whole row group
START_B = 8  # bytes that tell the form
_BEGINNINGS = {b"PAR1": PARQUET, b"ARROW1\0\0": FILE, b"\xff\xff\xff\xff": STREAM}


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of one file."""

    path: str  # the file
    form: str  # parquet | arrow | arrow_stream | csv
    groups: tuple[int, ...] | None = None  # row groups of a Parquet file; None: all there is
    rows_before: int = 0  # rows of the file before these
    rows: int | None = None  # how many, where the file says so


def form_of(start: bytes, file: str) -> str:
    """The form of a file that begins so; raises DataError for a workbook."""
    if start.startswith(b"PK"):
        cure = "Save it as CSV in UTF-8, or bring it in with `truceline import table`."
        raise DataError("no table", (Fault(file, 0, "", "CSV, Parquet or Arrow", "a workbook or ZIP archive", cure),))
    return next((form for begins, form in _BEGINNINGS.items() if start.startswith(begins)), CSV)


def parts(source: BinaryIO, path: str, file: str, rows: int = PART_ROWS) -> list[Part]:
    """The parts of a file, in order; raises DataError. `file` is its name in faults."""
    form = form_of(source.read(START_B), file)
    if form != PARQUET:
        return [Part(path, form)]
    found, before = [], 0
    for groups, held in _grouped(tables.parquet_sizes(source, file), rows):
        found.append(Part(path, form, groups, before, held))
        before += held
    return found


def _grouped(sizes: Sequence[int], most: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Neighbouring row groups together, as long as they stay below so many rows."""
    groups: list[int] = []
    held = 0
    for i, size in enumerate(sizes):
        if groups and held + size > most:
            yield tuple(groups), held
            groups, held = [], 0
        groups.append(i)
        held += size
    yield tuple(groups), held


def batches(
    source: BinaryIO, part: Part, file: str, wanted: Mapping[str, Wanted], block_b: int = BLOCK_B
) -> Iterator[Batch]:
    """The rows of a part; every one of them is in a batch or listed with it. Raises DataError."""
    for raw in _raw(source, part, file, wanted, block_b):
        if HEAD.encode() in (raw.rows.schema.metadata or {}):
            cure = "Give it as the Parquet file that truceline wrote."
            fault = Fault(file, 0, "", "a flat table", "a file of events or findings", cure)
            raise DataError("columns that are for people alone", (fault,))
        check_types(raw.rows.schema, wanted, file)
        yield guarded(partial(sorted_out, raw, wanted, file), file, "columns that can be read", tables.AGAIN)


def _raw(source: BinaryIO, part: Part, file: str, wanted: Mapping[str, Wanted], block_b: int) -> Iterator[Raw]:
    if part.form == CSV:
        yield from csv_rows(source, file, lambda header: column_names(header, wanted, file), block_b)
        return
    if part.form == PARQUET:
        found = tables.parquet_rows(source, file, part.groups, part.rows_before)
    else:
        found = (tables.file_rows if part.form == FILE else tables.stream_rows)(source, file)
    for raw in found:
        names = column_names(raw.rows.schema.names, wanted, file)
        yield raw if names == raw.rows.schema.names else _renamed(raw, names)


def _renamed(raw: Raw, names: list[str]) -> Raw:
    """The batch with its columns named anew; those named "" are left out."""
    kept = [i for i, name in enumerate(names) if name]
    fields = [raw.rows.schema.field(i).with_name(names[i]) for i in kept]
    schema = pa.schema(fields, raw.rows.schema.metadata)
    rows = pa.RecordBatch.from_arrays([raw.rows.column(i) for i in kept], schema=schema)
    return Raw(rows, raw.lines, raw.bad, raw.written)
