"""What the memory allows: every row read, one look into a small table, one number written. No zone is asked about.

Nothing that looks rows up in cells can be faster on this machine; how near an engine comes tells more than its seconds.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np

from bench.zones.data import Int32, Int64, Rows, Zones
from bench.zones.engines import THREADS


def _stream(lon: Any, lat: Any, table: Any, out: Any) -> None:  # noqa: ANN401 - compiled
    for row in range(len(lon)):
        out[row] = table[(lon[row] >> 19) & 255, (lat[row] >> 19) & 255]


class Stream:
    """Read, gather, write, on as many threads as everyone."""

    def __init__(self, rows: Rows, zones: Zones) -> None:
        del zones
        self.lon, self.lat = rows.ends[0]
        self.kernel = import_module("numba").njit(nogil=True)(_stream)

    def index(self) -> None:
        """A table of numbers without meaning."""
        self.table: Int32 = np.arange(256 * 256, dtype=np.int32).reshape(256, 256)
        self.kernel(self.lon[:1], self.lat[:1], self.table, np.empty(1, dtype=np.int32))

    def pairs(self, *, windows: bool) -> Int32:
        """One number a row; there are no windows in it."""
        del windows
        out: Int32 = np.empty(len(self.lon), dtype=np.int32)
        cuts = np.linspace(0, len(out), THREADS + 1).astype(int)
        with ThreadPoolExecutor(THREADS) as pool:
            parts = [slice(a, b) for a, b in pairwise(cuts)]
            list(pool.map(lambda part: self.kernel(self.lon[part], self.lat[part], self.table, out[part]), parts))
        return out

    def arrays(self, found: object) -> tuple[Int64, Int64]:
        """None: it answers nothing."""
        del found
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
