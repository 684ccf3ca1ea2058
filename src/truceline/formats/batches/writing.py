"""Partitioned Parquet out, a batch at a time: what is written is never held.

The columns of the first batch are the columns of the file; a later batch that lacks one has nulls there.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import BinaryIO, Self, TypeVar

import pyarrow as pa
from pyarrow import parquet

from truceline.errors import DataError, Fault, shortened

T = TypeVar("T")
COMPRESSION = "zstd"


def part_name(number: int) -> str:
    """The name of a part of an output directory.

    >>> part_name(7)
    'part-00007.parquet'
    """
    return f"part-{number:05}.parquet"


class PartWriter:
    """Writes the batches of one part into a file that the caller opened and closes."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._writer: parquet.ParquetWriter | None = None
        self.rows = 0  # written so far

    def write(self, table: pa.Table) -> None:
        """Write some rows; raises DataError for a column that Parquet cannot hold."""
        if self._writer is None:
            self._writer = _possible(lambda: parquet.ParquetWriter(self._sink, table.schema, compression=COMPRESSION))
        writer = self._writer
        _possible(lambda: writer.write_table(_fitted(table, writer.schema)))
        self.rows += table.num_rows

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the end of the file; a part without any rows stays empty."""
        if self._writer is not None:
            self._writer.close()


def _possible(write: Callable[[], T]) -> T:
    """What `write` returns; columns that are carried along may be of any type."""
    try:
        return write()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        fault = Fault("", 0, "", "columns that Parquet can hold", shortened(str(error)), "Leave that column out.")
        raise DataError("a column that cannot be written", (fault,)) from None


def _fitted(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with the columns of a schema."""
    if table.schema.equals(schema):
        return table
    held = set(table.schema.names)
    columns = [
        table.column(one.name).cast(one.type) if one.name in held else pa.nulls(table.num_rows, one.type)
        for one in schema
    ]
    return pa.table(columns, schema=schema)
