"""What stands beside what: each engine gets the same rows and zones in its own form, and gives pairs in its own form.

Turning rows and zones into an engine's own form is not counted, nor is turning its pairs into arrays. Counted are its
index and its answer, whole and in memory. An engine that is not installed here is left out and named.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from bench.zones.data import Int64, Rows, Zones

THREADS = 2
POSTGIS = "TRUCELINE_BENCH_POSTGIS"


class Engine(Protocol):
    """One way to find which rows lie in which zones."""

    def index(self) -> None:
        """Build what is built once for the zones (or for the rows, where that is the engine's way)."""

    def pairs(self, *, windows: bool) -> object:
        """All pairs of a row and a zone that meet, in the engine's own form; windows: and the zone is in force."""

    def arrays(self, found: object) -> tuple[Int64, Int64]:
        """Rows and zones of pairs that `pairs` gave, in any order."""


@dataclass(frozen=True)
class Kind:
    """An engine by name, before it is made."""

    name: str  # as tables show it
    made_by: str  # "module:class", made of (rows, zones)
    needs: tuple[str, ...]  # modules that must be installed
    answers: bool = True  # False: a yardstick without pairs
    segments: bool = True  # whether it can be asked about segments
    elsewhere: bool = False  # True: it works in a server, whose processor time and memory are not seen here

    def make(self) -> Callable[[Rows, Zones], Engine]:
        """Import it; this is part of the first call."""
        module, _, name = self.made_by.partition(":")
        made: Callable[[Rows, Zones], Engine] = getattr(import_module(module), name)
        return made

    def missing(self) -> str | None:
        """Why it cannot run here; None where it can."""
        if self.name == POST and POSTGIS not in os.environ:
            return f"{POSTGIS} names no server"
        if self.name == POST and shutil.which("psql") is None:
            return "psql is not installed"
        lacking = [name for name in self.needs if find_spec(name) is None]
        return f"{', '.join(lacking)} not installed" if lacking else None


OURS, YARDSTICK, POST = "Truceline", "memory yardstick", "PostGIS"
SEDONA, BY_HAND, BY_HAND_ALONE = "SedonaDB", "shapely by hand", "the same, 1 thread"
KINDS = (
    Kind(OURS, "bench.zones.ours:Cells", ("numba", "truceline.bulk")),
    Kind(YARDSTICK, "bench.zones.memory:Stream", ("numba",), answers=False, segments=False),
    Kind(SEDONA, "bench.zones.sql:Sedona", ("sedonadb",)),
    Kind(BY_HAND, "bench.zones.geos:ByHand", ("shapely",)),
    Kind(BY_HAND_ALONE, "bench.zones.geos:ByHandAlone", ("shapely",)),
    Kind("DuckDB spatial", "bench.zones.sql:Duck", ("duckdb", "duckdb_extension_spatial")),
    Kind("shapely STRtree", "bench.zones.geos:Tree", ("shapely",)),
    Kind("GeoPandas sjoin", "bench.zones.geos:Frames", ("geopandas",)),
    Kind(POST, "bench.zones.sql:Post", (), elsewhere=True),
)
PACKAGES = ("numba", "numpy", "shapely", "pyarrow", "sedonadb", "duckdb", "duckdb-extension-spatial", "geopandas")
