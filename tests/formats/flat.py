"""A small flat table in each form that the readers know, for the tests of batches."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
from pyarrow import ipc, parquet

from truceline.desk.assessing.flat import wanted
from truceline.formats.bad_rows import BadRow
from truceline.formats.batches import batches, parts

WANTED = wanted()
ROW = {"id": "1", "from": "2016-02-27T00:00+02:00", "lon": "36.7076", "lat": "34.1", "kind": "attack"}


def csv(*rows: Mapping[str, str], header: Sequence[str] = ()) -> bytes:
    """Rows as CSV, every name of any row a column."""
    names = list(header) or list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def in_parquet(table: pa.Table, rows: int | None = None) -> bytes:
    """A table as a Parquet file, with so many rows in a row group."""
    out = io.BytesIO()
    parquet.write_table(table, out, row_group_size=rows)
    return out.getvalue()


def in_arrow(table: pa.Table, *, stream: bool = False) -> bytes:
    """A table as an Arrow IPC file or stream, a few rows a batch."""
    out = io.BytesIO()
    with (ipc.new_stream if stream else ipc.new_file)(out, table.schema) as writer:
        writer.write_table(table, max_chunksize=3)
    return out.getvalue()


def read(data: bytes, block_b: int = 1 << 20, file: str = "f") -> tuple[dict[int, dict[str, Any]], list[BadRow]]:
    """The good rows by line, and the bad ones."""
    source = io.BytesIO(data)
    good: dict[int, dict[str, Any]] = {}
    bad: list[BadRow] = []
    for part in parts(source, "", file, rows=4):
        source.seek(0)
        for one in batches(source, part, file, WANTED, block_b):
            good |= dict(zip(one.lines.tolist(), one.rows.to_pylist(), strict=True))
            bad += one.bad
    return good, bad


def fault(**cells: str) -> tuple[str, str, str, str]:
    """What is wrong with a row that has these cells: column, expected, got, cure; the row has to be bad."""
    good, bad = read(csv({**ROW, **cells}))
    assert good == {}
    assert len(bad) == 1
    found = bad[0].fault
    assert (found.file, found.line) == ("f", 2)
    return found.field, found.expected, found.got, found.cure
