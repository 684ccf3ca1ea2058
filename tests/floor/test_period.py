"""Instants to the second, half-open periods, hours of the week on a wall clock that jumps, slices."""

import datetime as dt
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from truceline.period import ALWAYS, DAYS, Instant, Period, Schedule, local_day, slices

CALENDAR = "a day of the calendar and a time from 00:00:00 to 23:59:59"
FIRST = Instant.parse("0001-01-01T00:00Z")
LAST = Instant.parse("9999-12-31T23:59:59Z")

instants = st.integers(FIRST.epoch_s, LAST.epoch_s).map(Instant)


def at(text: str) -> Instant:
    """An instant, written short."""
    return Instant.parse(text)


# ── instants ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("2016-02-27T00:00+02:00", "2016-02-26T22:00:00Z"),
        ("2016-02-26 22:00:00Z", "2016-02-26T22:00:00Z"),
        (" 2016-02-26T22:00:01Z ", "2016-02-26T22:00:01Z"),
        ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
        ("2016-02-29T12:00:00-00:30", "2016-02-29T12:30:00Z"),
        ("2016-02-26T22:00:00-23:59", "2016-02-27T21:59:00Z"),
    ],
)
def test_instants_are_read_with_their_offset(text: str, printed: str) -> None:
    """ISO 8601 with an offset, seconds optional; printed in UTC."""
    assert str(at(text)) == printed


def test_the_epoch() -> None:
    """Seconds are counted from 1970, negative before."""
    assert (at("1970-01-01T00:00Z").epoch_s, at("1969-12-31T23:59:58Z").epoch_s) == (0, -2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2016-02-27T00:00", "an instant like .*, with its offset$"),
        ("2016-02-27", r"an instant like 2016-02-27T00:00\+02:00, with its offset"),
        ("2016-02-27T00:00:00.5Z", "an instant like"),
        ("2016-02-27T00:00+2", "an instant like"),
        ("٢٠١٦-02-27T00:00Z", "an instant like"),
        ("2016-02-30T00:00Z", CALENDAR),
        ("2016-02-27T24:00Z", CALENDAR),
        ("2016-02-27T00:00:60Z", CALENDAR),
        ("2016-02-27T00:00+24:00", r"an offset between -23:59 and \+23:59"),
        ("2016-02-27T00:00-00:60", r"an offset between -23:59 and \+23:59"),
        ("0000-01-01T00:00Z", CALENDAR),
        ("0001-01-01T00:00+00:01", "an instant of the years 1 to 9999"),
        ("9999-12-31T23:59:59-00:01", "an instant of the years 1 to 9999"),
    ],
)
def test_what_is_no_instant_is_refused(text: str, said: str) -> None:
    """A time without its offset, or that no calendar has, is refused with what was expected."""
    with pytest.raises(ValueError, match=f"^{said}"):
        at(text)


@given(instants)
def test_instants_printed_and_read_again(moment: Instant) -> None:
    """Every instant prints as text that reads as the same instant."""
    assert at(str(moment)) == moment


@given(st.integers(FIRST.epoch_s + 86_400, LAST.epoch_s - 86_400).map(Instant), st.integers(-1439, 1439))
def test_the_offset_in_which_it_is_written_says_nothing(moment: Instant, minutes: int) -> None:
    """The same second written in another offset is the same instant."""
    local = (moment.datetime() + dt.timedelta(minutes=minutes)).replace(tzinfo=None)
    sign, size = "-" if minutes < 0 else "+", abs(minutes)
    assert at(f"{local.isoformat()}{sign}{size // 60:02d}:{size % 60:02d}") == moment


@given(instants, instants)
def test_order_is_order_in_time(one: Instant, other: Instant) -> None:
    """Instants compare as their seconds do."""
    assert (one < other) == (one.epoch_s < other.epoch_s)
    assert one.plus(other.epoch_s - one.epoch_s) == other


def test_the_wall_clock_of_a_zone() -> None:
    """An instant shows the zone's own time, summer time included."""
    assert at("2016-03-24T21:59:59Z").datetime("Asia/Damascus").isoformat() == "2016-03-24T23:59:59+02:00"
    assert at("2016-03-24T22:00:00Z").datetime("Asia/Damascus").isoformat() == "2016-03-25T01:00:00+03:00"
    assert Instant.of(dt.datetime(2016, 3, 25, 1, 0, 0, 999_999, tzinfo=ZoneInfo("Asia/Damascus"))) == at(
        "2016-03-24T22:00:00Z"
    )


# ── periods ───────────────────────────────────────────────────────────────────────────────────


def test_the_start_is_in_and_the_end_is_out() -> None:
    """11:59:59 before noon is in time, noon is not; the first second counts, the one before it does not."""
    period = Period(at("2016-02-26T10:00Z"), at("2016-02-26T12:00Z"))
    moments = ("09:59:59", "10:00:00", "11:59:59", "12:00:00")
    held = [period.holds(at(f"2016-02-26T{clock}Z")) for clock in moments]
    assert held == [False, True, True, False]


def test_open_ends() -> None:
    """A period may have begun always and may still be open."""
    noon = at("2016-02-26T12:00Z")
    assert [Period(None, noon).holds(one) for one in (FIRST, noon.plus(-1), noon)] == [True, True, False]
    assert [Period(noon, None).holds(one) for one in (noon.plus(-1), noon, LAST)] == [False, True, True]
    assert ALWAYS.holds(FIRST)
    assert (ALWAYS.ends(), Period(None, noon).ends(), Period(noon, None).ends()) == ((), (noon,), (noon,))
    assert [str(Period(None, noon)), str(Period(noon, None))] == [
        "[…, 2016-02-26T12:00:00Z)",
        "[2016-02-26T12:00:00Z, …)",
    ]


@pytest.mark.parametrize("length_s", [0, -1])
def test_an_empty_period_is_none(length_s: int) -> None:
    """A period that ends when it begins, or before, is refused; one second is one."""
    noon = at("2016-02-26T12:00Z")
    assert Period(noon, noon.plus(1)).holds(noon)
    with pytest.raises(ValueError, match=r"^a period that ends after it starts, not \[2016-02-26T12:00:00Z, 2016"):
        Period(noon, noon.plus(length_s))


# ── schedules ─────────────────────────────────────────────────────────────────────────────────

NIGHT = Schedule(("thu",), 22 * 60, 2 * 60, "Asia/Damascus")  # Thursdays from 22:00 past midnight to 02:00


def hours(days: str, start: str, end: str, zone: str = "Asia/Damascus") -> Schedule:
    """A schedule, written short."""
    start_min, end_min = (int(clock[:2]) * 60 + int(clock[3:]) for clock in (start, end))
    return Schedule(tuple(days.split()), start_min, end_min, zone)


def opening(schedule: Schedule, first: str, last: str) -> list[str]:
    """The edges between two instants of UTC, as text."""
    return [str(edge) for edge in schedule.edges(at(first), at(last))]


@pytest.mark.parametrize(
    ("moment", "held"),
    [
        ("2016-03-17T21:59:59+02:00", False),
        ("2016-03-17T22:00:00+02:00", True),
        ("2016-03-18T00:00:00+02:00", True),
        ("2016-03-18T01:59:59+02:00", True),
        ("2016-03-18T02:00:00+02:00", False),
        ("2016-03-17T01:00:00+02:00", False),  # of Wednesday's night
        ("2016-03-18T23:00:00+02:00", False),  # Friday's night
    ],
)
def test_past_midnight_belongs_to_the_day_it_starts(moment: str, held: bool) -> None:  # noqa: FBT001
    """A night that runs past midnight is that of the day on which it begins."""
    assert NIGHT.holds(at(moment)) is held


@pytest.mark.parametrize(
    ("schedule", "first", "last", "edges"),
    [
        # 25 March 2016 in Damascus: from 24:00 the clock jumps to 01:00
        (NIGHT, "2016-03-24T12:00Z", "2016-03-25T12:00Z", ["2016-03-24T20:00:00Z", "2016-03-24T23:00:00Z"]),
        (hours("fri", "00:00", "06:00"), "2016-03-24T12:00Z", "2016-03-25T12:00Z",
         ["2016-03-24T22:00:00Z", "2016-03-25T03:00:00Z"]),
        (hours("fri", "00:30", "06:00"), "2016-03-24T12:00Z", "2016-03-25T12:00Z",
         ["2016-03-24T22:00:00Z", "2016-03-25T03:00:00Z"]),  # begins as the clock jumps over 00:30
        (hours("fri", "00:30", "01:15"), "2016-03-24T12:00Z", "2016-03-25T12:00Z",
         ["2016-03-24T22:00:00Z", "2016-03-24T22:15:00Z"]),
        (hours("thu", "20:00", "00:30"), "2016-03-24T12:00Z", "2016-03-25T12:00Z",
         ["2016-03-24T18:00:00Z", "2016-03-24T22:00:00Z"]),
        (hours("fri", "00:15", "00:45"), "2016-03-24T12:00Z", "2016-03-25T12:00Z", ["2016-03-24T22:00:00Z"]),
        # 28 October 2016 in Damascus: at 24:00 the clock goes back to 23:00, an hour is had twice
        (NIGHT, "2016-10-27T12:00Z", "2016-10-28T12:00Z", ["2016-10-27T19:00:00Z", "2016-10-28T00:00:00Z"]),
        (hours("thu", "23:30", "01:00"), "2016-10-27T12:00Z", "2016-10-28T12:00Z",
         ["2016-10-27T20:30:00Z", "2016-10-27T23:00:00Z"]),  # begins at the first 23:30
        (hours("thu", "20:00", "23:30"), "2016-10-27T12:00Z", "2016-10-28T12:00Z",
         ["2016-10-27T17:00:00Z", "2016-10-27T20:30:00Z"]),  # ends at the first 23:30
        # 30 December 2011 did not exist in Apia
        (hours("fri", "10:00", "12:00", "Pacific/Apia"), "2011-12-29T12:00Z", "2012-01-01T12:00Z",
         ["2011-12-30T10:00:00Z"]),
    ],
)  # fmt: skip
def test_where_the_clock_jumps(schedule: Schedule, first: str, last: str, edges: list[str]) -> None:
    """What the clock shows twice counts the first time; what it jumps over counts at the jump."""
    assert opening(schedule, first, last) == edges


def test_a_schedule_that_was_jumped_over_holds_at_no_instant() -> None:
    """Half an hour that the clock left out is not made up for."""
    lost = hours("fri", "00:15", "00:45")
    jump = at("2016-03-24T22:00Z")
    assert not any(lost.holds(jump.plus(seconds)) for seconds in range(-3600, 3600, 60))


@pytest.mark.parametrize(("start", "end"), [("12:00", "12:00"), ("00:00", "24:00"), ("00:00", "00:00")])
def test_a_whole_day(start: str, end: str) -> None:
    """From an hour to the same hour is a whole day; so is from 00:00 to 24:00."""
    schedule = hours("fri", start, end, "UTC")
    begin = at(f"2016-03-18T{start}Z")
    held = [schedule.holds(begin.plus(seconds)) for seconds in (-1, 0, 86_399, 86_400)]
    assert held == [False, True, True, False]


def test_edges_are_strictly_between() -> None:
    """An edge at either end of what is asked is no cut in it."""
    assert opening(NIGHT, "2016-03-17T20:00:00Z", "2016-03-18T00:00:00Z") == []
    assert opening(NIGHT, "2016-03-17T19:59:59Z", "2016-03-18T00:00:01Z") == [
        "2016-03-17T20:00:00Z",
        "2016-03-18T00:00:00Z",
    ]


weekly = st.builds(
    Schedule,
    st.lists(st.sampled_from(DAYS), min_size=1, max_size=7, unique=True).map(tuple),
    st.integers(0, 1439),
    st.integers(0, 1440),
    st.sampled_from(["Asia/Damascus", "America/St_Johns", "Pacific/Honolulu", "Europe/Berlin", "America/Havana"]),
)
of_2016 = st.integers(at("2016-01-01T00:00Z").epoch_s, at("2016-12-31T00:00Z").epoch_s).map(Instant)


@given(weekly, of_2016, st.integers(0, 5 * 86_400))
def test_nothing_changes_between_edges(schedule: Schedule, start: Instant, length_s: int) -> None:
    """A schedule opens and closes at its edges alone, whatever the clock does."""
    end = start.plus(length_s)
    cuts = [start, *schedule.edges(start, end), end]
    for first, after in pairwise(cuts):
        inside = {schedule.holds(first.plus(seconds)) for seconds in {0, (after.epoch_s - first.epoch_s) // 2}}
        assert {schedule.holds(after.plus(-1))} == inside or first == after


@given(weekly, of_2016)
def test_as_a_clock_on_the_wall_has_it(schedule: Schedule, moment: Instant) -> None:
    """Away from the days on which the clock jumps, it holds as the weekday and the hands say."""
    zone = ZoneInfo(schedule.zone)
    shown = moment.datetime(schedule.zone)
    around = [(shown + dt.timedelta(days=days)).replace(tzinfo=zone).utcoffset() for days in (-2, 0, 2)]
    assume(len(set(around)) == 1)
    now = shown.hour * 60 + shown.minute
    today = DAYS[shown.weekday()] in schedule.days
    yesterday = DAYS[(shown - dt.timedelta(days=1)).weekday()] in schedule.days
    if schedule.start_min < schedule.end_min:
        expected = today and schedule.start_min <= now < schedule.end_min
    else:
        expected = (today and now >= schedule.start_min) or (yesterday and now < schedule.end_min)
    assert schedule.holds(moment) is expected


# ── local days ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "days", "start", "length_h"),
    [
        (dt.date(2016, 3, 24), 1, "2016-03-23T22:00Z", 24),
        (dt.date(2016, 3, 25), 1, "2016-03-24T22:00Z", 23),
        (dt.date(2016, 3, 24), 3, "2016-03-23T22:00Z", 71),
        (dt.date(2016, 10, 27), 1, "2016-10-26T21:00Z", 25),
        (dt.date(2016, 10, 28), 1, "2016-10-27T22:00Z", 24),
    ],
)
def test_local_days_are_as_long_as_the_clock_makes_them(day: dt.date, days: int, start: str, length_h: int) -> None:
    """A local day has 23 hours where the clock goes forward, and 25 where it goes back."""
    assert local_day(day, days, "Asia/Damascus") == Period(at(start), at(start).plus(length_h * 3600))


# ── slices ────────────────────────────────────────────────────────────────────────────────────


def test_slices_begin_at_the_start_and_at_each_change_inside() -> None:
    """A change at the first second makes no slice of its own, one a second later does, one at the end is outside."""
    start = at("2016-02-27T00:00Z")
    period = Period(start, start.plus(10))
    cuts = [start.plus(seconds) for seconds in (9, -5, 0, 1, 10, 9, 11)]
    assert slices(period, cuts) == (start, start.plus(1), start.plus(9))
    assert slices(period, []) == (start,)


@pytest.mark.parametrize("period", [ALWAYS, Period(FIRST, None), Period(None, LAST)])
def test_an_open_period_has_no_slices(period: Period) -> None:
    """What has no end cannot be weighed slice by slice."""
    with pytest.raises(ValueError, match=r"^slices need a period with both ends$"):
        slices(period, [])


@given(st.integers(0, 100), st.integers(1, 100), st.sets(st.integers(-10, 210)))
def test_slices_cover_the_period_once(start: int, length: int, cuts: set[int]) -> None:
    """Slices are in order, begin with the period, and each holds no change but its own first instant."""
    period = Period(Instant(start), Instant(start + length))
    found = slices(period, map(Instant, cuts))
    assert found[0] == period.start
    assert list(found) == sorted(set(found))
    assert {one.epoch_s for one in found[1:]} == {cut for cut in cuts if start < cut < start + length}
