"""Days as Arabic and Russian reports write them, resolved against the day of publication, or said to be unresolvable.

"14 تموز/يوليو", "27-28 июня 2016 года", "14.07.2016", "أمس", "в четверг". A day without its year, a weekday and a
word like "yesterday" mean something only beside a day of publication that is known to the day; without one they stay
unresolvable, and say so. A day is a UTC day.

What it does not do: clock times, lunar calendars, feasts, "two weeks ago".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from truceline.claims import Precision, Published
from truceline.formats.reading.letters import Token
from truceline.formats.reading.ruled.lexicon import Forms, Hit, Lexicon
from truceline.formats.reading.words import Words
from truceline.period import Instant, Period
from truceline.terms import When

FULL = "stated in full"
RESOLVED = "resolved against publication"
NO_DAY = "unresolvable: no publication day"
_RANGE_MARKS = frozenset("-–—")
_WEEK_D = 7
_YEARS = (1900, 2199)  # what four digits after a month are taken for a year between


@dataclass(frozen=True, slots=True)
class Told:
    """A day or several, as a text gives them."""

    start: int  # first character in the text
    end: int  # last-plus-one
    first: int  # index of the first token
    last: int  # last-plus-one
    when: When | None  # None: not to be resolved
    basis: str  # how it was resolved, or why not


@dataclass(frozen=True, slots=True)
class _Parts:
    """A date's numbers, as far as written."""

    first: int  # index of its first token
    last: int  # last-plus-one
    days: tuple[int, int] | None  # first and last day of the month; None: the whole month
    month: int
    year: int | None


class Days:
    """A language's dates."""

    def __init__(self, words: Words, forms: Forms) -> None:
        """Take the names of months and weekdays and the words for days near publication."""
        months = words.groups("dates", "months")
        self.months = Lexicon.of(forms, {int(number): names for number, names in months.items()})
        self.near = Lexicon.of(forms, {int(days): some for days, some in words.groups("dates", "near").items()})
        self.weekdays = Lexicon.of(forms, {int(day): some for day, some in words.groups("dates", "weekdays").items()})
        sides = {
            name: words.list("dates", name)
            for name in ("coming", "years", "weekday_before", "range_before", "and", "ordinal")
        }
        self.side = {name: Lexicon.of(forms, {name: some}) for name, some in sides.items()}

    def told(self, row: Sequence[Token], published: Published) -> list[Told]:
        """Every day a row of tokens tells of, from left to right."""
        day = published_day(published)
        found: list[Told] = []
        i = 0
        while i < len(row):
            one = self._at(row, i, day)
            if one is not None:
                found.append(one)
            i = one.last if one is not None else i + 1
        return found

    def _at(self, row: Sequence[Token], i: int, day: dt.date | None) -> Told | None:
        numbers = self._figures(row, i) or self._named(row, i)
        if numbers is not None:
            return _dated(row, numbers, day, coming=self._is(row, numbers.last, "coming"))
        near = self.near.at(row, i)
        if near is not None:
            return _told(near, day, near.value)
        weekday = self.weekdays.at(row, i)
        if weekday is None or not self._meant(row, weekday):
            return None
        coming = self._is(row, weekday.last, "coming") or self._is(row, i - 1, "coming")
        return _told(weekday, day, _steps(day, weekday.value, coming=coming) if day else 0)

    def _meant(self, row: Sequence[Token], hit: Hit[int]) -> bool:
        """Whether a weekday's word is one here: some of them are numbers too."""
        wanted = self.side["weekday_before"].filled
        return not wanted or any(self._is(row, hit.first - back, "weekday_before") for back in (1, 2))

    def _is(self, row: Sequence[Token], i: int, name: str) -> bool:
        return 0 <= i < len(row) and self.side[name].at(row, i) is not None

    # ── written in figures ──

    def _figures(self, row: Sequence[Token], i: int) -> _Parts | None:
        """14.07.2016, 14.07, 2016-07-14, 14/7/2016."""
        token = row[i]
        if not token.is_number:
            return None
        parts = token.word.split(".")
        if len(parts) in {2, 3} and all(one.isdigit() and len(one) in {2, 4} for one in parts):
            return _of(i, i + 1, parts) if len(parts) == 3 or (len(parts[1]) == 2 and self._dotted(row, i)) else None
        if i + 4 < len(row) and row[i + 1].word in {"-", "/"} and row[i + 3].word == row[i + 1].word:
            some = [row[i + k].word for k in (0, 2, 4)]
            if all(one.isdigit() for one in some) and {len(some[0]), len(some[2])} & {4}:
                return _of(i, i + 5, some)
        return None

    def _dotted(self, row: Sequence[Token], i: int) -> bool:
        """Whether two numbers with a dot are a day: only after a word that asks for one."""
        return self._is(row, i - 1, "range_before") and len(row[i].word) == 5

    # ── with the month's name ──

    def _named(self, row: Sequence[Token], i: int) -> _Parts | None:
        """14 июля 2016 года, 27-28 июня, 27 и 28 июня, 14 تموز/يوليو 2016, في تموز 2016."""
        token = row[i]
        if not token.is_number:
            return self._month_alone(row, i)
        first = _day_of(token)
        second, at = self._second(row, i + 1)
        month = self.months.at(row, at) if at < len(row) else None
        if month is None:
            return None
        last_day = second or first
        last, year = self._year(row, self._other_name(row, month))
        if not 1 <= first <= last_day <= 31:
            return None
        return _Parts(i, last, (first, last_day), month.value, year)

    def _second(self, row: Sequence[Token], at: int) -> tuple[int, int]:
        """The second day of a range and the index after it; 0 where there is none."""
        if at + 1 >= len(row):
            return 0, at
        if row[at].word in _RANGE_MARKS and self._is(row, at + 1, "ordinal"):  # 14-го
            return 0, at + 2
        joined = row[at].word in _RANGE_MARKS or self._is(row, at, "and")
        if joined and row[at + 1].is_number:
            return _day_of(row[at + 1]), at + 2
        return 0, at

    def _other_name(self, row: Sequence[Token], month: Hit[int]) -> int:
        """After a second name of the same month: تموز/يوليو, تموز (يوليو)."""
        at = month.last
        if at + 1 < len(row) and row[at].word in {"/", "("}:
            other = self.months.at(row, at + 1)
            if other is not None and other.value == month.value:
                closed = other.last < len(row) and row[other.last].word == ")"
                return other.last + (1 if closed else 0)
        return at

    def _year(self, row: Sequence[Token], at: int) -> tuple[int, int | None]:
        skip = at + 1 if self._is(row, at, "years") or (at < len(row) and row[at].word == ",") else at
        if skip < len(row) and row[skip].word.isdigit() and _YEARS[0] <= int(row[skip].word[:5]) <= _YEARS[1]:
            after = skip + 1
            return (after + 1 if self._is(row, after, "years") else after), int(row[skip].word)
        return at, None

    def _month_alone(self, row: Sequence[Token], i: int) -> _Parts | None:
        """A month without a day: only with its year, or after a word that asks for a time."""
        month = self.months.at(row, i)
        if month is None:
            return None
        at = self._other_name(row, month)
        last, year = self._year(row, at)
        if year is None and not (self._is(row, i - 1, "range_before") or month.front or at > month.last):
            return None
        return _Parts(i, last, None, month.value, year)


def published_day(published: Published) -> dt.date | None:
    """The day of publication; None where it is not known to the day."""
    if published.at is None or published.precision in {Precision.MONTH, Precision.UNKNOWN}:
        return None
    return published.at.datetime().date()


def period(first: dt.date, last: dt.date) -> Period:
    """The whole days from one to another, both included."""
    start = dt.datetime.combine(first, dt.time(), tzinfo=dt.UTC)
    end = dt.datetime.combine(last, dt.time(), tzinfo=dt.UTC)
    return Period(Instant.of(start), Instant.of(end).plus(86_400))


def _day_of(token: Token) -> int:
    return int(token.word) if token.word.isdigit() and len(token.word) <= 2 else 0


def _of(first: int, last: int, parts: Sequence[str]) -> _Parts | None:
    """Figures in the order of the day or of the year; None where they are no date."""
    if any(len(one) > 4 for one in parts):
        return None
    numbers = [int(one) for one in parts]
    if len(parts) == 2:
        day, month, year = numbers[0], numbers[1], None
    elif len(parts[0]) == 4:
        year, month, day = numbers
    elif len(parts[2]) == 4:
        day, month, year = numbers
    else:
        return None
    return _Parts(first, last, (day, day), month, year) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _dated(row: Sequence[Token], parts: _Parts, day: dt.date | None, *, coming: bool) -> Told:
    start, end = row[parts.first].start, row[parts.last - 1].end
    year = parts.year
    basis = FULL
    if year is None:
        if day is None:
            return Told(start, end, parts.first, parts.last, None, NO_DAY)
        year, basis = _nearest_year(parts, day, coming=coming), RESOLVED
    found = _span(parts, year)
    if found is None:
        return Told(start, end, parts.first, parts.last, None, "unresolvable: no such day")
    return Told(start, end, parts.first, parts.last, When(period(*found)), basis)


def _nearest_year(parts: _Parts, day: dt.date, *, coming: bool) -> int:
    """The year in which it last was by publication; the next one where the text says that it is to come."""
    first = (parts.month, parts.days[0] if parts.days else 1)
    here = (day.month, day.day)
    if coming:
        return day.year if first >= here else day.year + 1
    return day.year if first <= here else day.year - 1


def _span(parts: _Parts, year: int) -> tuple[dt.date, dt.date] | None:
    try:
        if parts.days is None:
            first = dt.date(year, parts.month, 1)
            return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        return dt.date(year, parts.month, parts.days[0]), dt.date(year, parts.month, parts.days[1])
    except (ValueError, OverflowError):
        return None


def _steps(day: dt.date, weekday: int, *, coming: bool) -> int:
    """Days from publication to a weekday: the last one, the day itself included, or the next."""
    if coming:
        return (weekday - day.weekday() - 1) % _WEEK_D + 1
    return -((day.weekday() - weekday) % _WEEK_D)


def _told(hit: Hit[int], day: dt.date | None, steps: int) -> Told:
    if day is None:
        return Told(hit.start, hit.end, hit.first, hit.last, None, NO_DAY)
    try:
        at = day + dt.timedelta(days=steps)
        when = When(period(at, at))
    except (OverflowError, ValueError):
        return Told(hit.start, hit.end, hit.first, hit.last, None, "unresolvable: no such day")
    return Told(hit.start, hit.end, hit.first, hit.last, when, RESOLVED)


def spans(found: Sequence[Told]) -> Iterator[int]:
    """The tokens that belong to days, by index."""
    for one in found:
        yield from range(one.first, one.last)
