"""The cell index: areas over a grid of cells, so that most points need no geometry at all."""

from truceline.bulk.cells.index import CellIndex
from truceline.bulk.cells.pairing import AltitudeColumns, Pairs

__all__ = ["AltitudeColumns", "CellIndex", "Pairs"]
