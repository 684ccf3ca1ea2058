"""Our own files of rows: columns that people read, and one or two that hold the value exactly.

One content in four forms, told by the ending: Parquet and JSON Lines to work on, CSV for a spreadsheet,
GeoJSON (RFC 7946) for a map. What is read back is the exact columns alone, so a file may be opened,
sorted or filtered elsewhere and still say what was meant. What the file as a whole says (its head)
travels along: as metadata in Parquet, as the first line of JSON Lines, as a member of GeoJSON, in the first
row of CSV. The bytes depend on the content alone.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from truceline.canon import Json, canonical_text
from truceline.errors import DataError, Fault, UnknownName, shortened
from truceline.formats.bad_rows import harmless
from truceline.formats.rows import LONGEST_CELL
from truceline.formats.sheets import parquet_table

ENDINGS = (".parquet", ".jsonl", ".csv", ".geojson")
HEAD = "truceline"  # under what name the head travels
MOST_FAULTS = 20
_ARROW = {"text": pa.string(), "whole": pa.int64(), "decimal": pa.float64(), "exact": pa.string()}

Cell = str | int | float | Json


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file."""

    name: str
    kind: str = "text"  # text | whole | decimal | exact


@dataclass(frozen=True, slots=True)
class Record:
    """One row read back."""

    line: int  # 1-based line or row of the file
    exact: Mapping[str, object]  # column → parsed JSON


Rows = Sequence[Mapping[str, Cell]]


def write(columns: Sequence[Column], rows: Rows, head: Mapping[str, Json], name: str) -> bytes:
    """The file of that name; raises UnknownName for an ending that is none of ours."""
    ending = PurePath(name).suffix.lower()
    if ending not in _WRITERS:
        raise UnknownName("kind of file", ending or name, ENDINGS)
    return _WRITERS[ending](columns, rows, head)


def read(data: bytes, file: str, what: str, exact: Sequence[str]) -> tuple[Mapping[str, object], list[Record]]:
    """The head and rows of a file that holds `what` ("events"), its form told by how it begins.

    Raises DataError where it is none, or lacks one of the `exact` columns.
    """
    head, rows = _parts(data, file, what, exact)
    if head.get("holds") != what or head.get("version") != 1:
        got = f"{head.get('holds')} version {head.get('version')}"
        raise _no(file, what, 1, f"a file of {what}, version 1", shortened(got), "Is this the right file?")
    return head, rows


def _no(file: str, what: str, line: int, expected: str, got: str, cure: str) -> DataError:
    return DataError(f"no file of {what}", (Fault(file, line, "", expected, got, cure),))


# ── writing ───────────────────────────────────────────────────────────────────────────────────


def _parquet(columns: Sequence[Column], rows: Rows, head: Mapping[str, Json]) -> bytes:
    arrays = [pa.array([_flat(row.get(one.name), one.kind) for row in rows], type=_ARROW[one.kind]) for one in columns]
    schema = pa.schema([(one.name, _ARROW[one.kind]) for one in columns], metadata={HEAD: canonical_text(head)})
    out = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return bytes(out.getvalue())


def _flat(cell: Cell, kind: str) -> Cell:
    return canonical_text(cell) if kind == "exact" else cell


def _jsonl(_: Sequence[Column], rows: Rows, head: Mapping[str, Json]) -> bytes:
    lines = [{HEAD: head}, *({name: cell for name, cell in row.items() if cell is not None} for row in rows)]
    return "".join(f"{canonical_text(line)}\n" for line in lines).encode()


def _csv(columns: Sequence[Column], rows: Rows, head: Mapping[str, Json]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*(one.name for one in columns), HEAD])
    for i, row in enumerate(rows):
        cells = ["" if row.get(one.name) is None else _flat(row[one.name], one.kind) for one in columns]
        writer.writerow(
            [harmless(one) if isinstance(one, str) else one for one in cells] + [canonical_text(head)] * (i == 0)
        )
    return out.getvalue().encode()


def _geojson(_: Sequence[Column], rows: Rows, head: Mapping[str, Json]) -> bytes:
    """Features with a point where the row has one, and a null geometry where it has none."""
    features = [_feature(row) for row in rows]
    whole = {"type": "FeatureCollection", HEAD: head, "features": features}
    return (canonical_text(whole) + "\n").encode()


def _feature(row: Mapping[str, Cell]) -> dict[str, Any]:
    placed = row.get("lon") is not None and row.get("lat") is not None
    point = {"type": "Point", "coordinates": [row["lon"], row["lat"]]} if placed else None
    properties = {name: cell for name, cell in row.items() if name not in ("lon", "lat") and cell is not None}
    return {"type": "Feature", "id": row["id"], "geometry": point, "properties": properties}


_WRITERS = {".parquet": _parquet, ".jsonl": _jsonl, ".csv": _csv, ".geojson": _geojson}


# ── reading ───────────────────────────────────────────────────────────────────────────────────

_Parts = tuple[Mapping[str, object], list[Record]]


def _parts(data: bytes, file: str, what: str, exact: Sequence[str]) -> _Parts:
    if data.startswith(b"PAR1"):
        return _from_parquet(data, file, what, exact)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _no(file, what, line, "UTF-8 text or Parquet", repr(data[error.start : error.end]), _AGAIN) from None
    if not text.lstrip().startswith("{"):
        return _from_csv(text, file, what, exact)
    collection = _json(text)
    if isinstance(collection, dict) and collection.get("type") == "FeatureCollection":
        return _from_geojson(collection, file, what, exact)
    return _from_jsonl(text, file, what, exact)


_AGAIN = "Write the file again."


def _json(text: str) -> object:
    """The parsed text; None where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _taken(rows: Iterator[tuple[int, object]], file: str, what: str, exact: Sequence[str]) -> list[Record]:
    """The exact columns of every row; raises DataError with the rows that lack one."""
    records, faults = [], []
    for line, row in rows:
        found = {name: row.get(name) for name in exact} if isinstance(row, dict) else dict.fromkeys(exact)
        missing = [name for name, value in found.items() if value is None]
        faults += [Fault(file, line, name, "JSON of the row's value", "none", _AGAIN) for name in missing]
        records.append(Record(line, found))
        if len(faults) >= MOST_FAULTS:
            break
    if faults:
        raise DataError(f"a file of {what} that cannot be read", tuple(faults))
    return records


def _head(found: object, file: str, what: str) -> Mapping[str, object]:
    if not isinstance(found, dict):
        raise _no(file, what, 1, f"a file of {what} written by truceline", "another file", "Import it first.")
    return found


def _from_parquet(data: bytes, file: str, what: str, exact: Sequence[str]) -> _Parts:
    table = parquet_table(data, file)
    head = _head(_json((table.schema.metadata or {}).get(HEAD.encode(), b"").decode("utf-8", "replace")), file, what)
    columns: dict[str, list[object]] = {}
    for name in exact:
        if name not in table.column_names or str(table.schema.field(name).type) not in ("string", "large_string"):
            raise _no(file, what, 1, f"a text column named {name}", "none", _AGAIN)
        columns[name] = table.column(name).to_pylist()
    rows = ({name: _json(str(columns[name][i])) for name in exact} for i in range(table.num_rows))
    return head, _taken(iter(enumerate(rows, start=1)), file, what, exact)


def _from_jsonl(text: str, file: str, what: str, exact: Sequence[str]) -> _Parts:
    lines = text.split("\n")
    first = _json(lines[0])
    head = _head(first.get(HEAD) if isinstance(first, dict) else None, file, what)
    rows = ((i, _json(line)) for i, line in enumerate(lines[1:], start=2) if line.strip())
    return head, _taken(rows, file, what, exact)


def _from_geojson(collection: Mapping[str, object], file: str, what: str, exact: Sequence[str]) -> _Parts:
    head = _head(collection.get(HEAD), file, what)
    features = collection.get("features")
    listed = features if isinstance(features, list) else []
    rows = ((i, one.get("properties") if isinstance(one, dict) else None) for i, one in enumerate(listed, start=1))
    return head, _taken(rows, file, what, exact)


def _from_csv(text: str, file: str, what: str, exact: Sequence[str]) -> _Parts:
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        found = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise _no(file, what, 1, f"CSV with cells of at most {LONGEST_CELL:,} characters", str(error), _AGAIN) from None
    heads = (_json(row.get(HEAD) or "") for _, row in found[:1])
    head = _head(next(heads, None), file, what)
    rows = ((line, {name: _json(row.get(name) or "") for name in exact}) for line, row in found)
    return head, _taken(rows, file, what, exact)
