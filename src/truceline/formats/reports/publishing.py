"""When a report was published: from its metadata, its byline, its address or its dateline, and to what precision.

A date without a zone is taken as a day in UTC, and its precision is a day even where a time stands beside it: between
zones a time means up to 14 hours more or less. What could be two dates (03/04/2016) is none. A dateline without a year
("July 1") is none either; nothing here asks the clock.
"""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime

from truceline.claims import Precision, Published
from truceline.formats.cells import YEARS, figures
from truceline.period import Instant

UNSAID = Published()
_LINES_OF_BYLINE = 14  # from the top of a text: below them a date is part of the story
_MONTHS = {
    1: "january jan января январь янв يناير كانون-الثاني",
    2: "february feb февраля февраль фев فبراير شباط",
    3: "march mar марта март مارس آذار اذار",
    4: "april apr апреля апрель апр أبريل ابريل نيسان",
    5: "may мая май مايو أيار ايار",
    6: "june jun июня июнь يونيو حزيران",
    7: "july jul июля июль يوليو تموز",
    8: "august aug августа август авг أغسطس اغسطس آب",
    9: "september sept sep сентября сентябрь сен سبتمبر أيلول ايلول",
    10: "october oct октября октябрь окт أكتوبر اكتوبر تشرين-الأول",
    11: "november nov ноября ноябрь ноя نوفمبر تشرين-الثاني",
    12: "december dec декабря декабрь дек ديسمبر كانون-الأول",
}
_MONTH = {word.replace("-", " "): number for number, words in _MONTHS.items() for word in words.split()}
_NAMED = "|".join(sorted(map(re.escape, _MONTH), key=len, reverse=True))
_TIME = (
    r"(?:,?\s*(?:at\s+|в\s+|الساعة\s+)?(?P<hour>[0-2]?\d):(?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap]\.?m\.?)?)"
)
_ZONE = r"(?:\s*(?P<zone>UTC|GMT|Z\b|[+-]\d\d:?\d\d))"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?P<name>{_NAMED})\.?,?\s+(?P<year>\d{{4}})",
        rf"(?P<name>{_NAMED})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)",
        r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})",
    )
)
_WITH_TIME = tuple(
    re.compile(
        rf"(?<!\d)(?:(?P<hour0>[0-2]?\d):(?P<minute0>[0-5]\d),?\s+)?{date.pattern}T?(?:{_TIME}{_ZONE}?)?(?!\d)",
        re.IGNORECASE,
    )
    for date in _DATES
)
_BYLINE_WORDS = re.compile(
    r"\b(?:published|updated|posted|last|modified|time|date|by|on|at|local|edited|created|"
    r"опубликовано|обновлено|дата|время|мск|نشر|في|آخر|تحديث|تاريخ|النشر|الساعة|admin|"
    r"mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|[\W_]+",
    re.IGNORECASE,
)
_IN_URL = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[/-](?P<month>\d\d?|[a-z]{3})[/-](?P<day>\d\d?)(?!\d)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?:\d{4,6})?(?!\d)"),
    re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>[01]?\d)(?=/)"),
)
_DATELINE = re.compile(
    rf"^[^\n]{{2,60}}?,\s+(?P<whole>(?:{_NAMED})\.?\s+\d{{1,2}}(?:,\s*\d{{4}})?|\d{{1,2}}\s+(?:{_NAMED})\.?(?:\s+\d{{4}})?)"
    r"\s*(?:\([^)\n]{2,40}\)|[—–-])",
    re.IGNORECASE | re.MULTILINE,
)
_STAMP = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?(?:[T ](\d\d):(\d\d)(:\d\d)?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?")


def of_stamp(written: str, basis: str = "metadata") -> Published:
    """When a stamp of a machine says (ISO 8601, or RFC 5322 as in e-mail); unsaid where it says nothing."""
    text = figures(written)
    found = _STAMP.fullmatch(text)
    try:
        if found is None:
            return _aware(parsedate_to_datetime(written.strip()), Precision.SECOND, basis)
        year, month, day, hour, minute, second, zone = found.groups()
        if day is None:
            return _of_day(int(year), int(month), 1, Precision.MONTH, basis)
        if hour is None or zone is None:
            return _of_day(int(year), int(month), int(day), Precision.DAY, basis)
        moment = dt.datetime.fromisoformat(f"{year}-{month}-{day}T{hour}:{minute}{second or ':00'}{zone}")
        return _aware(moment, Precision.SECOND if second else Precision.MINUTE, basis)
    except (ValueError, TypeError, IndexError, OverflowError):
        return UNSAID


def of_byline(lines: list[str]) -> Published:
    """The first date near the top of a text that stands in a line of its own, with hardly a word beside it."""
    filled = [line for line in lines if line.strip()][:_LINES_OF_BYLINE]
    found = (_of_line(figures(line)) for line in filled if len(line) <= 120)
    return next((one for one in found if one.at is not None), UNSAID)


def _of_line(line: str) -> Published:
    for pattern in _WITH_TIME:
        if found := pattern.search(line):
            beside = _BYLINE_WORDS.sub(" ", line[: found.start()] + " " + line[found.end() :]).split()
            # A second date in the line is when it was changed.
            words = [word for word in beside if not word.isdecimal() and word.casefold() not in _MONTH]
            return _of_parts(found.groupdict(), "byline") if len(words) <= 3 else UNSAID
    return UNSAID


def day_in(line: str) -> tuple[tuple[int, int], dt.date | None] | None:
    """Where the first date in a line stands, and which day it is; None for the day where it could be two, or none."""
    for pattern in _DATES:
        if found := pattern.search(figures_kept(line)):
            one = _of_parts({**dict.fromkeys(("hour", "zone", "half", "minute")), **found.groupdict()}, "byline")
            return found.span(), None if one.at is None else one.at.datetime().date()
    return None


def figures_kept(line: str) -> str:
    """The line with figures of any script as 0-9, character by character."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in line)


def of_url(url: str) -> Published:
    """The day, or else the month, that an address has in its path."""
    path = url.partition("//")[2].partition("/")[2] or url
    for pattern in _IN_URL:
        for found in pattern.finditer(f"/{path}"):
            told = found.groupdict()
            month = _MONTH.get(told["month"].lower(), 0) if told["month"].isalpha() else int(told["month"])
            one = _day_or_nothing(int(told["year"]), month, int(told.get("day") or 0), "url")
            if one.at is not None:
                return one
    return UNSAID


def of_dateline(text: str) -> tuple[Published, str]:
    """When a dateline says ("CITY, July 1, 2016 (WIRE) —"), and what it says where that lacks the year."""
    found = _DATELINE.search(text[:2_000])
    if found is None:
        return UNSAID, ""
    whole = figures(found["whole"])
    for pattern in _DATES[:2]:
        if dated := pattern.fullmatch(whole):
            return _of_parts(dated.groupdict(), "dateline"), ""
    return UNSAID, whole


def _of_parts(told: dict[str, str | None], basis: str) -> Published:
    """A date in words or figures, with its time of day where the zone is said."""
    year, name = int(told["year"] or 0), told.get("name")
    if name:
        month, day = _MONTH[name.lower()], int(told["day"] or 0)
    elif told.get("month"):
        month, day = int(told["month"] or 0), int(told["day"] or 0)
    else:
        day, month = _ordered(int(told["first"] or 0), int(told["second"] or 0), told["mark"] or "")
    hour, zone = told.get("hour"), told.get("zone")
    if not (hour and zone):
        return _day_or_nothing(year, month, day, basis)
    noon = (told.get("half") or "").lower().startswith("p") and int(hour) < 12
    midnight = (told.get("half") or "").lower().startswith("a") and int(hour) == 12
    offset = "+00:00" if zone.upper() in {"UTC", "GMT", "Z"} else zone
    clock = f"{int(hour) + 12 * noon - 12 * midnight:02}:{told['minute']}"
    return of_stamp(f"{year:04}-{month:02}-{day:02}T{clock}{offset}", basis)


def _ordered(first: int, second: int, mark: str) -> tuple[int, int]:
    """Day and month of two figures: with dots the day comes first; else only where one of them is no month."""
    if mark == "." or first > 12 or first == second:
        return first, second
    return (second, first) if second > 12 else (0, 0)


def _day_or_nothing(year: int, month: int, day: int, basis: str) -> Published:
    try:
        if not day and basis == "url":
            return _of_day(year, month, 1, Precision.MONTH, basis)
        return _of_day(year, month, day, Precision.DAY, basis)
    except ValueError:
        return UNSAID


def _of_day(year: int, month: int, day: int, precision: Precision, basis: str) -> Published:
    return _aware(dt.datetime(year, month, day, tzinfo=dt.UTC), precision, basis)


def _aware(moment: dt.datetime, precision: Precision, basis: str) -> Published:
    if moment.year not in YEARS:
        raise ValueError(moment)
    if moment.tzinfo is None:  # "-0000": the sender does not say where
        return _of_day(moment.year, moment.month, moment.day, Precision.DAY, basis)
    return Published(Instant.of(moment), precision, basis)
