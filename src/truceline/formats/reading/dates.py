"""When: dates and words of time as intervals, resolved against the day of publication.

A weekday is the last one up to publication, or the next after "next". What needs a day of publication and has none
stays unresolved, and its basis says so. Days are days of UTC: whose days they are is seldom said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from truceline.claims import Precision, Published
from truceline.formats.reading.phrases import Phrases
from truceline.formats.reading.sentences import Token
from truceline.formats.reading.words import Words
from truceline.period import Instant, Period
from truceline.terms import When

RESOLVED = "resolved against publication"
WRITTEN = "as written"
NO_DAY = "unresolvable: no publication day"
VAGUE = "unresolvable: too vague"
NO_YEAR = "unresolvable: no year"
_BEFORE = frozenset({"ago"})


@dataclass(frozen=True, slots=True)
class Timed:
    """A word of time in a sentence."""

    first: int  # index of its first token
    last: int  # last-plus-one
    days: tuple[dt.date, dt.date] | None  # first day and last-plus-one; None: not resolved
    basis: str
    weekday: str = ""  # its name, where it is a weekday
    ahead: bool = False  # from when on something is to be


class Dates:
    """The words of time of one language."""

    def __init__(self, words: Words) -> None:
        """Make the lists ready."""
        listed = words.list
        self.months = {key: value for key, value in words.table("dates", "months").items() if isinstance(value, int)}
        self.weekdays = {name: i for i, name in enumerate(listed("dates", "weekdays"))}
        names = (
            "today",
            "yesterday",
            "tomorrow",
            "this_week",
            "last_week",
            "this_month",
            "last_month",
            "this_year",
            "last_year",
            "vague",
        )
        self.relative = Phrases({name: listed("dates", name) for name in names})
        self.next = frozenset(listed("dates", "next_words"))
        self.before = frozenset(listed("dates", "last_words"))
        self.units = frozenset(listed("dates", "units_ago"))
        self.numbers = {key: value for key, value in words.table("counts", "numbers").items() if isinstance(value, int)}

    def all(self, run: Sequence[Token], published: Published) -> list[Timed]:
        """Every word of time of a sentence."""
        day = None
        if published.at is not None and published.precision in {
            Precision.SECOND,
            Precision.MINUTE,
            Precision.HOUR,
            Precision.DAY,
        }:
            day = published.at.datetime().date()
        found: list[Timed] = []
        i = 0
        while i < len(run):
            one = self._at(run, i, day)
            if one is not None:
                found.append(replace(one, ahead=_ahead(run, one.first)))
            i = one.last if one is not None else i + 1
        return found

    def _at(self, run: Sequence[Token], i: int, day: dt.date | None) -> Timed | None:
        return (
            self._written(run, i, day)
            or self._weekday(run, i, day)
            or self._ago(run, i, day)
            or self._word(run, i, day)
        )

    # ── dates ──

    def _written(self, run: Sequence[Token], i: int, day: dt.date | None) -> Timed | None:
        """As in "20 May 2016", "May 25", "last September", "in March 2011", "in 2013"."""
        month = self.months.get(run[i].low, 0) if run[i].capital else 0
        number = _number(run, i)
        if (
            number is not None
            and 1 <= number <= 31
            and i + 1 < len(run)
            and run[i + 1].capital
            and self.months.get(run[i + 1].low)
        ):
            return self._dated(run, i, i + 2, number, self.months[run[i + 1].low], day)
        if month:
            after = _number(run, i + 1)
            if after is not None and 1 <= after <= 31:
                return self._dated(run, i, i + 2, after, month, day)
            return self._month(run, i, month, day)
        if (
            number is not None
            and 1900 <= number <= 2100
            and i
            and run[i - 1].low in {"in", "since", "of", "during", "by", "until"}
            and len(run[i].text) == 4
        ):
            return _timed(i, i + 1, dt.date(number, 1, 1), dt.date(number + 1, 1, 1), WRITTEN)
        return None

    def _dated(
        self, run: Sequence[Token], first: int, last: int, number: int, month: int, day: dt.date | None
    ) -> Timed | None:
        end = last + 1 if last < len(run) and run[last].text == "," else last
        year = _number(run, end)
        if year is not None and 1900 <= year <= 2100:
            start = _date(year, month, number)
            return _timed(first, end + 1, start, _after(start), WRITTEN)
        if day is None:
            return Timed(first, last, None, NO_YEAR)
        start = self._nearest(month, number, day, ahead=_ahead(run, first))
        return _timed(first, last, start, _after(start), RESOLVED)

    def _nearest(self, month: int, number: int, day: dt.date, *, ahead: bool) -> dt.date | None:
        """The day of that date nearest to publication; within two months ahead where plans are spoken of."""
        tried = [one for year in (day.year - 1, day.year, day.year + 1) if (one := _date(year, month, number))]
        if ahead:
            return next((one for one in tried if one >= day), None)
        past = [one for one in tried if one <= day + dt.timedelta(days=45)]
        return past[-1] if past else None

    def _month(self, run: Sequence[Token], i: int, month: int, day: dt.date | None) -> Timed | None:
        year = _number(run, i + 1)
        before = run[i - 1].low if i else ""
        if year is not None and 1900 <= year <= 2100:
            return _timed(i, i + 2, _date(year, month, 1), _next_month(year, month), WRITTEN)
        if before not in {
            "in",
            "last",
            "since",
            "a",
            "this",
            "early",
            "late",
            "mid",
            "until",
            "of",
            "next",
            "during",
            "by",
        } or (run[i].low in {"may", "march"} and before in {"a", "of", "this"}):
            return None
        first = i - 1 if before in self.before | self.next else i
        if day is None:
            return Timed(first, i + 1, None, NO_DAY)
        found = day.year if month <= day.month else day.year - 1
        if before in self.before and month == day.month:
            found -= 1
        return _timed(first, i + 1, _date(found, month, 1), _next_month(found, month), RESOLVED)

    # ── words ──

    def _weekday(self, run: Sequence[Token], i: int, day: dt.date | None) -> Timed | None:
        at = self.weekdays.get(run[i].low)
        if at is None or not run[i].capital:
            return None
        before = run[i - 1].low if i else ""
        first = i - 1 if before in self.next | self.before else i
        if day is None:
            return Timed(first, i + 1, None, NO_DAY, run[i].low)
        if before in self.next:
            start = day + dt.timedelta(days=(at - day.weekday() - 1) % 7 + 1)
        else:
            start = day - dt.timedelta(days=(day.weekday() - at) % 7)
        return _timed(first, i + 1, start, _after(start), RESOLVED, run[i].low)

    def _ago(self, run: Sequence[Token], i: int, day: dt.date | None) -> Timed | None:
        """As in "three days ago"."""
        if i + 2 >= len(run) or run[i + 1].low not in self.units or run[i + 2].low not in _BEFORE:
            return None
        amount = _number(run, i) if run[i].text.isdigit() else self.numbers.get(run[i].low)
        if amount is None or amount > 500:
            return None
        if day is None:
            return Timed(i, i + 3, None, NO_DAY)
        unit = run[i + 1].low.rstrip("s")
        if unit == "day":
            start = day - dt.timedelta(days=amount)
            return _timed(i, i + 3, start, _after(start), RESOLVED)
        if unit == "week":
            middle = day - dt.timedelta(days=7 * amount)
            return _timed(i, i + 3, middle - dt.timedelta(days=3), middle + dt.timedelta(days=4), RESOLVED)
        if unit == "month":
            months = day.year * 12 + day.month - 1 - amount
            return _timed(
                i, i + 3, _date(months // 12, months % 12 + 1, 1), _next_month(months // 12, months % 12 + 1), RESOLVED
            )
        return _timed(i, i + 3, _date(day.year - amount, 1, 1), _date(day.year - amount + 1, 1, 1), RESOLVED)

    def _word(self, run: Sequence[Token], i: int, day: dt.date | None) -> Timed | None:
        hit = self.relative.at(run, i)
        if hit is None:
            return None
        if hit.meaning == "vague":
            return Timed(i, hit.last, None, VAGUE)
        if day is None:
            return Timed(i, hit.last, None, NO_DAY)
        start, end = _relative(hit.meaning, day)
        return _timed(i, hit.last, start, end, RESOLVED)


def _relative(meaning: str, day: dt.date) -> tuple[dt.date, dt.date]:
    one, week = dt.timedelta(days=1), dt.timedelta(days=7)
    monday = day - dt.timedelta(days=day.weekday())
    last_of = day.replace(day=1) - one
    table = {
        "today": (day, day + one),
        "yesterday": (day - one, day),
        "tomorrow": (day + one, day + 2 * one),
        "this_week": (min(monday, day - 3 * one), day + one),
        "last_week": (monday - week, monday),
        "this_month": (day.replace(day=1), day + one),
        "last_month": (last_of.replace(day=1), day.replace(day=1)),
        "this_year": (day.replace(month=1, day=1), day + one),
        "last_year": (dt.date(day.year - 1, 1, 1), dt.date(day.year, 1, 1)),
    }
    return table[meaning]


def when(days: tuple[dt.date, dt.date] | None) -> When | None:
    """An unknown instant of these days; None where there are none."""
    if days is None:
        return None
    start, end = (Instant.of(dt.datetime(one.year, one.month, one.day, tzinfo=dt.UTC)) for one in days)
    return When(Period(start, end))


def _timed(
    first: int, last: int, start: dt.date | None, end: dt.date | None, basis: str, weekday: str = ""
) -> Timed | None:
    return Timed(first, last, (start, end), basis, weekday) if start is not None and end is not None else None


def _number(run: Sequence[Token], i: int) -> int | None:
    digits = run[i].text if 0 <= i < len(run) else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 4 else None


def _ahead(run: Sequence[Token], i: int) -> bool:
    return (i > 0 and run[i - 1].low in {"from", "starting", "by", "until"}) or (
        i > 1 and run[i - 2].low in {"starting", "beginning"}
    )


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _after(day: dt.date | None) -> dt.date | None:
    return day + dt.timedelta(days=1) if day is not None and day < dt.date.max else None


def _next_month(year: int, month: int) -> dt.date | None:
    return _date(year + month // 12, month % 12 + 1, 1)
