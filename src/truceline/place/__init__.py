"""Where something is: positions, areas, altitude bands, all in fixed integers."""

from truceline.place.altitudes import DATUMS, Altitudes
from truceline.place.cells import cells
from truceline.place.grid import E7, Area, Place, Position, area_from_flat, degrees_e7, position
from truceline.place.many import FlatAreas, discs
from truceline.place.shapes import (
    Chain,
    band,
    border_distance_m,
    disc,
    forward_of,
    line,
    middle,
    polygon,
    rough_km2,
    sector,
)

__all__ = [
    "DATUMS",
    "E7",
    "Altitudes",
    "Area",
    "Chain",
    "FlatAreas",
    "Place",
    "Position",
    "area_from_flat",
    "band",
    "border_distance_m",
    "cells",
    "degrees_e7",
    "disc",
    "discs",
    "forward_of",
    "line",
    "middle",
    "polygon",
    "position",
    "rough_km2",
    "sector",
]
