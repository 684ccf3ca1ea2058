"""Altitude bands in the datum in which they were given.

ED-318 names five datums. Turning one into another needs a terrain model or the day's pressure, which
two rivals would not share, so nothing is converted: different datums make the answer unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

DATUMS = ("W84", "AMSL", "AGL", "SFC", "FL")


@dataclass(frozen=True, slots=True)
class Altitudes:
    """A closed band of altitudes in one datum; another datum is never converted."""

    lower_mm: int  # millimetres above the datum
    upper_mm: int  # millimetres above the datum, at least lower_mm
    datum: str  # of DATUMS

    def __post_init__(self) -> None:
        """Refuse an upside-down layer and an unknown datum."""
        if self.lower_mm > self.upper_mm:
            msg = "a lower limit at or below the upper one"
            raise ValueError(msg)
        if self.datum not in DATUMS:
            msg = f"a datum of {', '.join(DATUMS)}"
            raise ValueError(msg)

    def holds(self, other: Altitudes) -> bool | None:
        """Whether another interval lies in it: yes, no, or None where it cannot be said."""
        if self.datum != other.datum:
            return None
        if self.lower_mm <= other.lower_mm and other.upper_mm <= self.upper_mm:
            return True
        if other.upper_mm < self.lower_mm or self.upper_mm < other.lower_mm:
            return False
        return None
