"""Engines that speak SQL: SedonaDB, DuckDB with its spatial extension, PostGIS.

Rows and zones are tables of theirs before the clock starts. In each, the way to ask is the one that its planner turns
into a spatial join; a statement that loses it is no measurement of the engine.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import weakref
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import shapely

from bench.zones.data import Int64, Rows, Zones
from bench.zones.engines import POSTGIS, THREADS
from bench.zones.geos import zone_shapes

_ASK = "SELECT row, area FROM events JOIN zones ON ST_Intersects(shape, spot)"
_WHEN = " WHERE at_s >= from_s AND at_s < to_s"
_DUCK_WHEN = " WHERE at_s - from_s >= 0 AND at_s - to_s < 0"
_WKB = {"ARROW:extension:name": "geoarrow.wkb", "ARROW:extension:metadata": "{}"}


def rows_table(rows: Rows) -> pa.Table:
    """row, at_s, spot (WKB)."""
    columns = [pa.array(np.arange(len(rows))), pa.array(rows.at_s), _row_wkb(rows)]
    return pa.table(columns, schema=_schema(["row", "at_s"], "spot"))


def zones_table(zones: Zones) -> pa.Table:
    """area, from_s, to_s, shape (WKB)."""
    shapes = pa.array(shapely.to_wkb(zone_shapes(zones)).tolist(), pa.binary())
    columns = [pa.array(np.arange(len(shapes))), pa.array(zones.starts_s), pa.array(zones.ends_s), shapes]
    return pa.table(columns, schema=_schema(["area", "from_s", "to_s"], "shape"))


class Sedona:
    """SedonaDB as it comes, on two threads."""

    def __init__(self, rows: Rows, zones: Zones) -> None:
        self.context = import_module("sedonadb").connect()
        self.context.sql(f"SET datafusion.execution.target_partitions = {THREADS}").execute()
        for name, table in (("events", rows_table(rows)), ("zones", zones_table(zones))):
            self.context.create_data_frame(table).to_memtable().to_view(name)

    def index(self) -> None:
        """Nothing: the join builds its own, each time."""

    def pairs(self, *, windows: bool) -> pa.Table:
        """One statement; the time may stand where it is, the join stays spatial."""
        return pa.table(self.context.sql(_ASK + (_WHEN if windows else "")))

    def arrays(self, found: Any) -> tuple[Int64, Int64]:  # noqa: ANN401 - an Arrow table
        """Its two columns."""
        return _columns(found)


class Duck:
    """DuckDB with its spatial extension from the package of that name, loaded as a file: nothing is fetched."""

    def __init__(self, rows: Rows, zones: Zones) -> None:
        self.connection = import_module("duckdb").connect(config={"threads": THREADS})
        self.connection.execute(f"LOAD '{_extension()}'")
        self.connection.execute("SET enable_progress_bar = false")
        given = {"given_rows": rows_table(rows), "given_zones": zones_table(zones)}
        for name, table in given.items():
            self.connection.register(name, table)
        self.connection.execute(
            "CREATE TABLE events AS SELECT * FROM given_rows; CREATE TABLE zones AS SELECT * FROM given_zones"
        )
        for name in given:
            self.connection.unregister(name)
        plan = str(self.connection.execute(f"EXPLAIN {_ASK}{_DUCK_WHEN}").fetchall())
        if "SPATIAL_JOIN" not in plan:
            msg = f"DuckDB plans no spatial join; its statement must be written anew for this version:\n{plan}"
            raise RuntimeError(msg)

    def index(self) -> None:
        """Nothing: the join builds its own, each time; an R-tree of a table is not used by it."""

    def pairs(self, *, windows: bool) -> pa.Table:
        """One statement whose plan is a spatial join.

        A comparison of a row's time with a zone's would be taken for the join's condition and the spatial join be
        lost, in ON and in WHERE alike. The differences of the two are filtered after the join, as they should be.
        """
        return self.connection.execute(_ASK + (_DUCK_WHEN if windows else "")).to_arrow_table()

    def arrays(self, found: Any) -> tuple[Int64, Int64]:  # noqa: ANN401 - an Arrow table
        """Its two columns."""
        return _columns(found)


class Post:
    """PostGIS on the server that the environment names, through psql; two processes, the pairs left in a table.

    Its tables are unlogged, which is as fast as temporary ones and lets two processes read them.
    """

    def __init__(self, rows: Rows, zones: Zones) -> None:
        self.psql = _Psql(os.environ[POSTGIS])
        self.psql.run(f"SET max_parallel_workers_per_gather = {THREADS - 1}; SET work_mem = '1GB'")
        self.psql.run("SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS postgis")
        self.psql.run(f"DROP SCHEMA IF EXISTS {_SCHEMA} CASCADE; CREATE SCHEMA {_SCHEMA}")
        self.psql.run(f"SET search_path = {_SCHEMA}, public")
        self._fill("events", "row bigint, at_s bigint", "spot", rows_table(rows))
        self._fill("zones", "area bigint, from_s bigint, to_s bigint", "shape", zones_table(zones))

    def index(self) -> None:
        """GiST indexes of zones and rows: the planner takes the one it likes."""
        for table, column in (("zones", "shape"), ("events", "spot")):
            self.psql.run(f"DROP INDEX IF EXISTS {column}s; CREATE INDEX {column}s ON {table} USING gist ({column})")
            self.psql.run(f"ANALYZE {table}")

    def pairs(self, *, windows: bool) -> str:
        """A new table of the pairs."""
        self.psql.run(f"DROP TABLE IF EXISTS pairs; CREATE UNLOGGED TABLE pairs AS {_ASK}{_WHEN if windows else ''}")
        return "pairs"

    def arrays(self, found: object) -> tuple[Int64, Int64]:
        """Copied out of the table."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "pairs.csv"
            self.psql.run(f"\\copy {found} to '{path}' csv")
            held = np.loadtxt(path, dtype=np.int64, delimiter=",", ndmin=2).reshape(-1, 2)
        return held[:, 0], held[:, 1]

    def _fill(self, name: str, columns: str, shape: str, table: pa.Table) -> None:
        """A table by binary COPY: a signature, then each row's fields with their lengths, then the end."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "given.bin"
            path.write_bytes(b"PGCOPY\n\xff\r\n\0" + bytes(8) + _copied(table) + b"\xff\xff")
            self.psql.run(f"CREATE UNLOGGED TABLE {name} ({columns}, {shape} geometry)")
            self.psql.run(f"\\copy {name} from '{path}' (format binary)")


def server_version() -> str:
    """Of PostGIS and of the database it is in."""
    return " in PostgreSQL ".join(_Psql(os.environ[POSTGIS]).run("SELECT postgis_lib_version(); SHOW server_version"))


class _Psql:
    """One session with a server."""

    def __init__(self, address: str) -> None:
        command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", address]
        self.process = subprocess.Popen(  # noqa: S603 - the server that whoever runs the benchmark named
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        weakref.finalize(self, self.process.communicate)  # its input ends, and so does it

    def run(self, sql: str) -> list[str]:
        """The lines that a statement (or a command of psql) gives; raises RuntimeError where the session ended."""
        given, got = self.process.stdin, self.process.stdout
        assert given is not None  # noqa: S101 - both are pipes
        assert got is not None  # noqa: S101
        given.write(f"{sql}{'' if sql.startswith(chr(92)) else ';'}\n\\echo {_DONE}\n")
        given.flush()
        lines: list[str] = []
        for line in got:
            if line.strip() == _DONE:
                return lines
            lines.append(line.rstrip("\n"))
        msg = f"PostGIS: psql ended at '{sql[:80]}'; its own message stands above"
        raise RuntimeError(msg)


_SCHEMA, _DONE = "truceline_bench", "--done--"


def _copied(table: pa.Table) -> bytes:
    """Rows of whole numbers and one WKB, of one length, as COPY has them in binary: each field behind its length."""
    *names, shape = table.column_names
    wkb = table.column(shape).to_pylist()
    size = len(wkb[0])
    kinds = [("fields", ">i2"), *((f"{part} {name}", kind) for name in names for part, kind in _NUMBER)]
    rows = np.zeros(len(wkb), dtype=[*kinds, ("length", ">i4"), ("shape", f"V{size}")])
    rows["fields"], rows["length"] = len(names) + 1, size
    for name in names:
        rows[f"length {name}"], rows[f"value {name}"] = 8, table.column(name).to_numpy()
    rows["shape"] = np.frombuffer(b"".join(wkb), dtype=f"V{size}")
    return rows.tobytes()


_NUMBER = (("length", ">i4"), ("value", ">i8"))


def _row_wkb(rows: Rows) -> pa.Array:
    """Points or lines of two ends, each of one length, without an object a row."""
    line = len(rows.ends) == 2
    count = [("count", "<u4")] if line else []
    numbers = [(f"{axis} {end}", "<f8") for end in range(len(rows.ends)) for axis in ("lon", "lat")]
    held = np.zeros(len(rows), dtype=[("order", "u1"), ("kind", "<u4"), *count, *numbers])
    held["order"], held["kind"] = 1, 2 if line else 1
    if line:
        held["count"] = 2
    for end, (lon, lat) in enumerate(rows.ends):
        held[f"lon {end}"], held[f"lat {end}"] = lon, lat
    starts = np.arange(len(rows) + 1, dtype=np.int32) * held.dtype.itemsize
    return pa.Array.from_buffers(pa.binary(), len(rows), [None, pa.py_buffer(starts), pa.py_buffer(held)])


def _schema(numbers: Sequence[str], shape: str) -> pa.Schema:
    return pa.schema([*((name, pa.int64()) for name in numbers), pa.field(shape, pa.binary(), metadata=_WKB)])


def _columns(found: pa.Table) -> tuple[Int64, Int64]:
    return found.column("row").to_numpy(), found.column("area").to_numpy()


def _extension() -> Path:
    """The extension's file in its package: the folder of DuckDB's version."""
    found = find_spec("duckdb_extension_spatial")
    places = (found.submodule_search_locations or []) if found else []
    version = import_module("duckdb").__version__
    for place in places:
        path = Path(place) / "extensions" / f"v{version}" / "spatial.duckdb_extension"
        if path.is_file():
            return path
    msg = f"duckdb_extension_spatial has nothing for DuckDB {version}; install what requirements/bench.txt names"
    raise FileNotFoundError(msg)
