"""When a zone has effect, and by which names clauses call it."""

import pytest

from truceline.period import Instant, Period, Schedule
from truceline.zones import Zone

T = Instant.parse("2016-03-01T00:00Z")  # a Tuesday
DAY = 86_400


def zone(periods: tuple[Period, ...] | None = None, schedule: Schedule | None = None) -> Zone:
    """A zone nobody drew."""
    if periods is None:
        return Zone("z", {}, ("protected", "valley"), None, schedule=schedule)
    return Zone("z", {}, ("protected", "valley"), None, periods=periods, schedule=schedule)


TWO = (Period(T, T.plus(DAY)), Period(T.plus(2 * DAY), None))
NOONS = Schedule(("tue", "wed", "thu"), 12 * 60, 13 * 60, "UTC")


@pytest.mark.parametrize(
    ("seconds", "in_force"),
    [(-1, False), (0, True), (DAY - 1, True), (DAY, False), (2 * DAY - 1, False), (2 * DAY, True), (99 * DAY, True)],
)
def test_in_force_in_any_of_its_periods(seconds: int, in_force: bool) -> None:  # noqa: FBT001
    """A zone has effect in each of its periods, from the first second to before the last."""
    assert zone(TWO).in_force(T.plus(seconds)) is in_force


@pytest.mark.parametrize(
    ("seconds", "in_force"),
    [(12 * 3600 - 1, False), (12 * 3600, True), (13 * 3600 - 1, True), (13 * 3600, False), (36 * 3600, False),
     (60 * 3600, True)],
)  # fmt: skip
def test_hours_count_within_periods_alone(seconds: int, in_force: bool) -> None:  # noqa: FBT001
    """With hours of the week, it has effect where hours and one of its periods meet."""
    assert zone(TWO, NOONS).in_force(T.plus(seconds)) is in_force


def test_a_zone_without_a_time_is_always_in_force() -> None:
    """Where no period is said, there is no end to it."""
    assert zone().in_force(T.plus(-(10**10)))
    assert zone(None, NOONS).in_force(T.plus(12 * 3600))
    assert not zone(None, NOONS).in_force(T)
    assert not zone(()).in_force(T)


def test_a_zone_answers_to_its_id_and_its_groups() -> None:
    """Clauses call a zone by its own name or by that of a group, whole and exact."""
    assert [zone().called(name) for name in ("z", "protected", "valley", "protect", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]
