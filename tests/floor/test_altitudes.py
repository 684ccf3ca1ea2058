"""Bands of altitude: closed at both ends, and never turned from one datum into another."""

import pytest

from truceline.place import DATUMS, Altitudes

BAND = Altitudes(300_000, 3_000_000, "AMSL")


@pytest.mark.parametrize(
    ("lower_mm", "upper_mm", "held"),
    [
        (300_000, 3_000_000, True),
        (299_999, 3_000_000, None),
        (300_000, 3_000_001, None),
        (300_000, 300_000, True),
        (0, 300_000, None),
        (0, 299_999, False),
        (3_000_000, 4_000_000, None),
        (3_000_001, 4_000_000, False),
        (0, 4_000_000, None),
    ],
)
def test_both_sides_of_each_limit(lower_mm: int, upper_mm: int, held: bool | None) -> None:  # noqa: FBT001
    """An interval is in the band with its limits, outside it a millimetre further, and unknown across."""
    assert BAND.holds(Altitudes(lower_mm, upper_mm, "AMSL")) is held


@pytest.mark.parametrize("datum", [one for one in DATUMS if one != "AMSL"])
def test_another_datum_is_never_converted(datum: str) -> None:
    """What is given over another datum cannot be said to lie in the band, nor out of it."""
    assert BAND.holds(Altitudes(300_000, 3_000_000, datum)) is None
    assert BAND.holds(Altitudes(0, 1, datum)) is None


def test_impossible_layers_are_refused() -> None:
    """A layer upside down and a datum nobody knows are refused; a layer without height is one."""
    assert Altitudes(5, 5, "W84").holds(Altitudes(5, 5, "W84")) is True
    with pytest.raises(ValueError, match=r"^a lower limit at or below the upper one$"):
        Altitudes(6, 5, "W84")
    with pytest.raises(ValueError, match=r"^a datum of W84, AMSL, AGL, SFC, FL$"):
        Altitudes(0, 5, "MSL")
