"""Instants, half-open periods and weekly schedules: when something is so.

Every clause turns on time to the second ("11:59 is in time, 12:01 is not"), so an instant is a type
of its own and a period never is empty. All arithmetic is on whole UTC seconds; a named zone appears
only in a schedule, because "every night from 22:00" means the wall clock of the place. Follows
ISO 8601 for text and the IANA database for zones. Leap seconds do not exist here, as in POSIX time.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:\d\d)", re.ASCII)
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_S = 86_400


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """One moment, to the second.

    >>> str(Instant.parse("2016-02-27T00:00+02:00"))
    '2016-02-26T22:00:00Z'
    """

    epoch_s: int  # seconds since 1970-01-01T00:00:00Z, negative before

    @classmethod
    def parse(cls, text: str) -> Instant:
        """Read ISO 8601 with an offset; raises ValueError saying what is missing."""
        match = _ISO.fullmatch(text.strip())
        if match is None:
            msg = "an instant like 2016-02-27T00:00+02:00, with its offset"
            raise ValueError(msg)
        year, month, day, hour, minute = (int(part) for part in match.groups()[:5])
        second = int(match.group(6) or 0)
        try:
            moment = dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)
        except ValueError:
            msg = "a day of the calendar and a time from 00:00:00 to 23:59:59"
            raise ValueError(msg) from None
        found = cls(_seconds(moment) - _offset_s(match.group(7)))
        if not _FIRST_S <= found.epoch_s <= _LAST_S:
            msg = "an instant of the years 1 to 9999"
            raise ValueError(msg)
        return found

    @classmethod
    def of(cls, moment: dt.datetime) -> Instant:
        """The instant of an aware datetime, cut to the second."""
        return cls(_seconds(moment))

    def datetime(self, zone: str = "UTC") -> dt.datetime:
        """The same moment on the wall clock of a named zone."""
        moment = _EPOCH + dt.timedelta(seconds=self.epoch_s)
        return moment if zone == "UTC" else moment.astimezone(ZoneInfo(zone))

    def plus(self, seconds: int) -> Instant:
        """The instant that many seconds later."""
        return Instant(self.epoch_s + seconds)

    def __str__(self) -> str:
        """ISO 8601 in UTC, with Z."""
        return f"{self.datetime().replace(tzinfo=None).isoformat()}Z"


def _seconds(moment: dt.datetime) -> int:
    return (moment - _EPOCH) // dt.timedelta(seconds=1)


_FIRST_S, _LAST_S = _seconds(dt.datetime.min.replace(tzinfo=dt.UTC)), _seconds(dt.datetime.max.replace(tzinfo=dt.UTC))


def _offset_s(text: str) -> int:
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 23 or minutes > 59:
        msg = "an offset between -23:59 and +23:59"
        raise ValueError(msg)
    return (-1 if text[0] == "-" else 1) * (hours * 3600 + minutes * 60)


@dataclass(frozen=True, slots=True)
class Period:
    """From an instant up to, and not including, another; either end may be open.

    Raises ValueError where it would be empty: an instant is not a period.
    """

    start: Instant | None  # first second inside; None: since always
    end: Instant | None  # first second outside; None: still open

    def __post_init__(self) -> None:
        """Refuse an empty period."""
        if self.start is not None and self.end is not None and self.end <= self.start:
            msg = f"a period that ends after it starts, not [{self.start}, {self.end})"
            raise ValueError(msg)

    def holds(self, at: Instant) -> bool:
        """Whether the instant lies in it; the start is in, the end is out."""
        return (self.start is None or self.start <= at) and (self.end is None or at < self.end)

    def ends(self) -> tuple[Instant, ...]:
        """The instants at which it begins and ends, as far as it does."""
        return tuple(end for end in (self.start, self.end) if end is not None)

    def __str__(self) -> str:
        """``[start, end)`` with … for an open end."""
        return f"[{self.start or '…'}, {self.end or '…'})"


ALWAYS = Period(None, None)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Hours of the week on a place's wall clock; past midnight belongs to the day it starts."""

    days: tuple[str, ...]  # of DAYS, at least one
    start_min: int  # minutes after local midnight, 0–1439
    end_min: int  # minutes after local midnight, 0–1440; at most start_min: the next day
    zone: str  # IANA name, as "Asia/Damascus"

    def holds(self, at: Instant) -> bool:
        """Whether the wall clock of the zone is within the hours at that instant."""
        today = at.datetime(self.zone).date()
        return any(begin <= at < end for day in _around(today) for begin, end in self._window(day))

    def edges(self, start: Instant, end: Instant) -> list[Instant]:
        """Every opening and closing strictly between two instants, in order."""
        day = start.datetime(self.zone).date() - dt.timedelta(days=1)
        last = end.datetime(self.zone).date() + dt.timedelta(days=1)
        found: set[Instant] = set()
        while day <= last:
            found.update(edge for window in self._window(day) for edge in window)
            day += dt.timedelta(days=1)
        return sorted(edge for edge in found if start < edge < end)

    def _window(self, day: dt.date) -> list[tuple[Instant, Instant]]:
        """The opening that starts on that local day; none where the day is not named."""
        if DAYS[day.weekday()] not in self.days:
            return []
        over = DAY_S // 60 if self.end_min <= self.start_min else 0
        return [(self._at(day, self.start_min), self._at(day, self.end_min + over))]

    def _at(self, day: dt.date, minutes: int) -> Instant:
        """The instant at which the wall clock first shows a time, or jumps over it."""
        date = day + dt.timedelta(days=minutes // 1440)
        shown = dt.datetime.combine(date, dt.time(minutes % 1440 // 60, minutes % 60))
        low, high = (Instant.of(shown.replace(tzinfo=ZoneInfo(self.zone), fold=fold)) for fold in (1, 0))
        while high.epoch_s - low.epoch_s > 1:  # the time is skipped: the jump lies between the two
            middle = low.plus((high.epoch_s - low.epoch_s) // 2)
            later = middle.datetime(self.zone).replace(tzinfo=None) > shown
            low, high = (low, middle) if later else (middle, high)
        return high


def _around(day: dt.date) -> Iterator[dt.date]:
    """The day with the ones beside it: a clock put back can show the day before once more."""
    return (day + dt.timedelta(days=one) for one in (-1, 0, 1))


def local_day(day: dt.date, days: int, zone: str) -> Period:
    """The period of `days` whole local days from `day` on: 23, 24 or 25 hours each."""
    here = ZoneInfo(zone)
    start = dt.datetime.combine(day, dt.time(), tzinfo=here)
    end = dt.datetime.combine(day + dt.timedelta(days=days), dt.time(), tzinfo=here)
    return Period(Instant.of(start), Instant.of(end))


def slices(period: Period, cuts: Iterable[Instant]) -> tuple[Instant, ...]:
    """The first instant of each slice of a bounded period, cut at the instants inside it.

    Nothing that depends only on the cuts changes within a slice, so its first instant stands for
    the whole of it.
    """
    if period.start is None or period.end is None:
        msg = "slices need a period with both ends"
        raise ValueError(msg)
    ordered = sorted(set(cuts))
    inside = ordered[bisect_right(ordered, period.start) : bisect_left(ordered, period.end)]
    return (period.start, *inside)
