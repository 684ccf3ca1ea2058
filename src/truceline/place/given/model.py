"""What a text with coordinates comes to: one reading, or a question back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from truceline.place.grid import Position


class Question(StrEnum):
    """What has to be asked of whoever gave the coordinates."""

    AXES = "axes"  # which of the two is the latitude, or the northing?
    HEMISPHERE = "hemisphere"  # north or south, east or west?
    ZONE = "zone"  # which zone of the grid?
    NUMBERS = "numbers"  # is that comma a decimal point, or does it part two numbers?
    OUTSIDE = "outside"  # it lies outside the area where it was expected: is it meant?


@dataclass(frozen=True, slots=True)
class Reading:
    """A position, how it was read and how far off it may be."""

    position: Position
    system: str  # "WGS 84", "MGRS", "UTM 37N", "Pulkovo 1942", "Pulkovo 1942 / Gauss-Krüger 7", "EPSG:22770"
    error_m: int  # metres, from the digits given and the transformation; at least 1
    as_given: str  # the text it was read from


@dataclass(frozen=True, slots=True)
class Asked:
    """A question back; nothing was decided."""

    question: Question
    candidates: tuple[Reading, ...]  # what may have been meant, the likeliest first; empty: too many to list
