"""Published totals are kept as published, and said not to add up where they do not."""

import pytest

from truceline.claims import Part, Tally


@pytest.mark.parametrize(
    ("parts", "adds_up"),
    [((), None), ((9, 6), True), ((9, 5), False), ((15,), True), ((16, -1), True)],
)
def test_whether_a_total_equals_its_parts(parts: tuple[int, ...], adds_up: bool | None) -> None:  # noqa: FBT001
    """A total is compared with its own parts; without parts nothing can be said."""
    tally = Tally(
        id="t",
        reporter="r",
        reported_on="2016-03-01",
        covers="one day",
        total=15,
        unit="incidents",
        accused="",
        parts=tuple(Part(str(number), amount) for number, amount in enumerate(parts)),
        cumulative=None,
        url="",
    )
    assert tally.adds_up() is adds_up
    assert tally.total == 15
