"""Incidents: what several accounts tell of one happening, and how strongly each pair speaks for it."""

from truceline.incidents.scoring import (
    GAPS,
    RINGS_M,
    SIZES,
    TIMES,
    Around,
    Part,
    Score,
    Told,
    Weights,
    apart_m,
    band_of,
    gap_of,
    ring_of,
    score,
    sides_of,
    size_of,
)

__all__ = [
    "GAPS",
    "RINGS_M",
    "SIZES",
    "TIMES",
    "Around",
    "Part",
    "Score",
    "Told",
    "Weights",
    "apart_m",
    "band_of",
    "gap_of",
    "ring_of",
    "score",
    "sides_of",
    "size_of",
]
