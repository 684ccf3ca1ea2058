"""Batches of rows out of Parquet, GeoParquet and Arrow IPC (file and stream), one after the other.

A batch is in memory and not the file. Whatever the library stumbles over in a damaged file becomes one
fault of the whole file: of rows behind the damage nobody could say what they were.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from functools import partial
from typing import BinaryIO

import numpy as np
import pyarrow as pa
from pyarrow import ipc, parquet

from truceline.formats.batches.sorting import Raw, cell_text
from truceline.formats.sheets import guarded

BATCH_ROWS = 131_072
AGAIN = "Write the file again."


def parquet_sizes(source: BinaryIO, file: str) -> list[int]:
    """The rows of each row group; raises DataError."""

    def sizes() -> list[int]:
        told = parquet.ParquetFile(source).metadata
        return [told.row_group(i).num_rows for i in range(told.num_row_groups)]

    return guarded(sizes, file, "a Parquet file", AGAIN)


def parquet_schema(source: BinaryIO, file: str) -> pa.Schema:
    """The columns of a Parquet file; raises DataError."""
    return guarded(lambda: parquet.ParquetFile(source).schema_arrow, file, "a Parquet file", AGAIN)


def parquet_rows(
    source: BinaryIO, file: str, groups: Sequence[int] | None, rows_before: int = 0, at_once: int = BATCH_ROWS
) -> Iterator[Raw]:
    """The rows of a Parquet file, of some of its row groups where these are named; raises DataError."""
    opened = guarded(lambda: parquet.ParquetFile(source), file, "a Parquet file", AGAIN)
    batches = opened.iter_batches(batch_size=at_once, row_groups=None if groups is None else list(groups))
    yield from _numbered(batches, file, "a Parquet file", opened.schema_arrow, rows_before)


def stream_rows(source: BinaryIO, file: str) -> Iterator[Raw]:
    """The rows of an Arrow IPC stream; raises DataError."""
    kind = "an Arrow IPC stream"
    reader = guarded(lambda: ipc.open_stream(source), file, kind, AGAIN)
    yield from _numbered(iter(reader), file, kind, reader.schema)


def file_rows(source: BinaryIO, file: str) -> Iterator[Raw]:
    """The rows of an Arrow IPC file; raises DataError."""
    kind = "an Arrow IPC file"
    reader = guarded(lambda: ipc.open_file(source), file, kind, AGAIN)
    batches = (reader.get_batch(i) for i in range(reader.num_record_batches))
    yield from _numbered(batches, file, kind, reader.schema)


def _numbered(
    batches: Iterator[pa.RecordBatch], file: str, kind: str, schema: pa.Schema, rows_before: int = 0
) -> Iterator[Raw]:
    """Each batch with the numbers of its rows; the schema's metadata stays with it, a batch may be empty."""
    done = rows_before
    while (batch := guarded(lambda: _whole(next(batches, None)), file, kind, AGAIN)) is not None:
        for start in range(0, batch.num_rows, BATCH_ROWS):
            piece = batch.slice(start, BATCH_ROWS).replace_schema_metadata(schema.metadata)
            lines = np.arange(done + 1, done + 1 + piece.num_rows)
            yield Raw(piece, lines, (), partial(row_as_csv, piece))
            done += piece.num_rows


def _whole(batch: pa.RecordBatch | None) -> pa.RecordBatch | None:
    if batch is not None:
        batch.validate(full=True)
    return batch


def row_as_csv(rows: pa.RecordBatch, i: int) -> str:
    """One row as a line of CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([cell_text(column[i]) for column in rows.columns])
    return out.getvalue()
