"""The cell index of `truceline.bulk`, asked as its own users ask it."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.zones.data import Int64, Rows, Zones
from bench.zones.engines import THREADS
from truceline.bulk.cells import CellIndex
from truceline.period import Instant, Period
from truceline.place.grid import Area


class Cells:
    """Areas as the floor holds them; batches of pairs are kept as they come."""

    def __init__(self, rows: Rows, zones: Zones) -> None:
        self.rows = rows
        self.areas = [Area((tuple(map(tuple, ring)),)) for ring in zones.rings.tolist()]
        ends = zip(zones.starts_s.tolist(), zones.ends_s.tolist(), strict=True)
        self.periods = [(Period(Instant(start), Instant(end)),) for start, end in ends]

    def index(self) -> None:
        """The cells."""
        self.cells = CellIndex(self.areas, self.periods, threads=THREADS)

    def pairs(self, *, windows: bool) -> object:
        """All batches."""
        at_s = self.rows.at_s if windows else None
        (lon, lat), *others = self.rows.ends
        if not others:
            return list(self.cells.points(lon, lat, at_s=at_s))
        return list(self.cells.segments(lon, lat, *others[0], at_s=at_s))

    def arrays(self, found: Any) -> tuple[Int64, Int64]:  # noqa: ANN401 - a list of batches
        """Rows and areas of the batches, one after another."""
        none = np.zeros(0, dtype=np.int64)
        row = np.concatenate([none, *(each.row for each in found)])
        return row, np.concatenate([none, *(each.area for each in found)])
