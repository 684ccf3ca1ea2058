"""What a page's lines say of itself: its dateline, whom it credits, and when it says it was published.

What it does not do: tell the parts of a page apart or strip HTML (see `formats.reports`), or guess a year that nobody
gave.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from truceline.claims import Precision, Published
from truceline.formats.reading.words import Words
from truceline.period import Instant

_ENDS = frozenset('.!?…"”’:»')
_DATELINE = re.compile(
    r"[ ]{0,4}(?P<city>[^\W\d_a-z][^\d()\n]{1,60}?)"
    r"(?:,? (?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})(?:, (?P<year>\d{4}))?)?"
    r"(?:,? \d{1,2}:\d\d)? ?\((?P<agency>[^()\n]{2,40})\) ?(?:[-–—:]{1,2}|$)"
)
_PLAIN_DATELINE = re.compile(
    r"[ ]{0,4}(?P<city>[A-Z][A-Z .'-]{2,40})"
    r"(?:,? (?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})(?:, (?P<year>\d{4}))?)? ?[–—] "
)
_DAY_DATELINE = re.compile(
    r"[ ]{0,4}(?P<city>[^\W\d_a-z][^\d()\n.!?]{1,50}?),? "
    r"(?:(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2,8})|(?P<month2>[A-Z][a-z]{2,8})\.? (?P<day2>\d{1,2}))"
    r"(?:,? (?P<year>\d{4}))?,? ?(?:\((?P<agency>[^()\n]{2,40})\) ?)?[-–—:]{1,2} "
)
_NUMERIC = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ ,]{1,3}(\d{1,2}):(\d\d))?\b")
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? ([A-Z][a-z]{2,8})\.?,? (\d{4})(?:[ ,]{1,3}(\d{1,2}):(\d\d))?\b")
_MONTH_FIRST = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?, (\d{4})(?:[ ,]{1,3}(\d{1,2}):(\d\d))?\b")
_URL_DATE = re.compile(r"/(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:/|$|-)")
_TAIL_CREDIT = re.compile(r"[-–—(\[] ?([A-Z][\w /&.,]{1,40}?)[)\]]?\.?$")
_INNER_END = re.compile(r"[a-z]{3}\. [A-Z]")  # a sentence's end within a line
HEAD_LINES = 12  # a line saying when it was published stands among the first


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page."""

    start: int  # first character
    end: int  # last-plus-one, its line break left out
    text: str  # stripped


@dataclass(frozen=True, slots=True)
class Dateline:
    """What opens a dispatch: place, agency, perhaps a day."""

    span: tuple[int, int]  # of the whole dateline
    agency: str  # as written; empty: none
    agency_span: tuple[int, int]
    month: int  # 0: not said
    day: int  # 0: not said
    year: int  # 0: not said


def lines(text: str) -> Iterator[Line]:
    """Every line that holds something."""
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + len(raw) - len(raw.lstrip())
            yield Line(start, start + len(stripped), stripped)
        at += len(raw) + 1


def _prose(line: str) -> bool:
    """Whether a line ends as sentences end and is as long as one, or holds the end of one."""
    count = len(line.split())
    return (line[-1] in _ENDS and count >= 3) or (count >= 8 and _INNER_END.search(line) is not None)


def _holds(low: str, words: Words, name: str) -> bool:
    return any(one in low for one in words.list("pages", name))


def credit_in(line: str, words: Words) -> str:
    """The name a line credits: "- AP", "By …", "15/07/2016 by admin"; empty where it credits nobody."""
    low = line.casefold()
    for start in words.list("pages", "byline_starts"):
        if low.startswith(start) and len(line) < 90:
            return line[len(start) :].strip(" .:") or line
    tail = _TAIL_CREDIT.match(line)
    if tail is not None:
        return tail[1].strip()
    if low.strip(" .()[]-–—") in words.list("pages", "credit_words"):
        return line.strip(" .()[]-–—")
    return ""


def dateline(line: str, words: Words, offset: int = 0) -> Dateline | None:
    """The dateline a line opens with; None: none."""
    match = _DAY_DATELINE.match(line) or _DATELINE.match(line) or _PLAIN_DATELINE.match(line)
    if match is None:
        return None
    named = match.groupdict()
    named["day"] = named["day"] or named.get("day2")
    months = words.table("dates", "months")
    number = months.get((named["month"] or named.get("month2") or "").casefold(), 0)
    month = number if isinstance(number, int) else 0
    agency = (named.get("agency") or "").strip()
    at = match.span("agency") if agency else (0, 0)
    return Dateline(
        (offset + match.start(), offset + match.end()),
        agency,
        (offset + at[0], offset + at[1]) if agency else (0, 0),
        month,
        int(named["day"] or 0) if month else 0,
        int(named["year"] or 0),
    )


# ── when ──


def publication(text: str, words: Words, url: str = "", received: Instant | None = None) -> Published:
    """When a page says it was published: by its dateline, a line of its own near the top, or its address."""
    for i, line in enumerate(lines(text)):
        if i >= HEAD_LINES:
            break
        opened = dateline(line.text, words)
        if opened is not None and opened.month:
            return _of_dateline(opened, received)
        short = len(line.text) < 80 and not _prose(line.text)
        found = dated(line.text, words) if short and not _holds(line.text.casefold(), words, "caption_holds") else None
        if found is not None and _mostly_date(line.text, words):
            return Published(found.at, found.precision, "byline")
    at_url = _URL_DATE.search(url)
    if at_url is not None:
        day = _instant(int(at_url[1]), int(at_url[2]), int(at_url[3]))
        if day is not None:
            return Published(day, Precision.DAY, "url")
    return Published()


def _of_dateline(opened: Dateline, received: Instant | None) -> Published:
    if opened.year:
        day = _instant(opened.year, opened.month, opened.day)
        return Published(day, Precision.DAY if day else Precision.UNKNOWN, "dateline")
    if received is None:
        return Published(None, Precision.UNKNOWN, "dateline: a day without its year")
    year = received.datetime().year
    tried = (_instant(one, opened.month, opened.day) for one in range(year, max(year - 5, 1), -1))
    day = next((one for one in tried if one is not None and one <= received), None)
    return Published(day, Precision.DAY if day else Precision.UNKNOWN, "dateline, its year from when it came in")


def dated(line: str, words: Words) -> Published | None:
    """The full date in a line, day first where figures alone leave it open; None: none."""
    months = words.table("dates", "months")
    if found := _ISO.search(line):
        return _published([int(found[1]), int(found[2]), int(found[3])], found[4], found[5])
    if found := _NUMERIC.search(line):
        first, second = int(found[1]), int(found[2])
        month, day = (first, second) if second > 12 >= first else (second, first)
        return _published([int(found[3]), month, day], found[4], found[5])
    for pattern, month_at, day_at in ((_DAY_FIRST, 2, 1), (_MONTH_FIRST, 1, 2)):
        found = pattern.search(line)
        number = months.get(found[month_at].casefold()) if found else None
        if found and isinstance(number, int):
            return _published([int(found[3]), number, int(found[day_at])], found[4], found[5])
    return None


def _published(day: list[int], hour: str | None, minute: str | None) -> Published | None:
    start = _instant(*day)
    if start is None or hour is None or minute is None or int(hour) > 23 or int(minute) > 59:
        return Published(start, Precision.DAY, "byline") if start else None
    return Published(start.plus(int(hour) * 3600 + int(minute) * 60), Precision.MINUTE, "byline")


def _instant(year: int, month: int, day: int) -> Instant | None:
    try:
        return Instant.of(dt.datetime(year, month, day, tzinfo=dt.UTC))
    except ValueError:
        return None


def _mostly_date(line: str, words: Words) -> bool:
    """Whether a line is there to say when: short, or opening with a word for it, and no picture's date."""
    low = line.casefold()
    starts = (*words.list("pages", "date_starts"), *words.list("pages", "byline_starts"))
    return len(line.split()) <= 7 or low.startswith(starts)
