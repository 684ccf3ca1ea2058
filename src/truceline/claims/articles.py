"""A report as it was read: its text, what part of the page each stretch is, and when it was published.

Text is kept as it was read. Non-breaking spaces and the like are mapped one to one before, so that a span in
it is a span in what was read, and every quote is exactly ``text[start:end]``. A day of publication is worth what it
was read from, so its basis stands beside it; where there is none, nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from truceline.period import Instant


class Precision(StrEnum):
    """To what an instant is known."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Published:
    """When an article came out, and where that was read."""

    at: Instant | None = None  # the first instant it may have been; None: nobody says
    precision: Precision = Precision.UNKNOWN  # to what it is known
    basis: str = ""  # dateline, byline, url, metadata, given; empty: not said


class Part(StrEnum):
    """What a stretch of a page is."""

    BODY = "body"
    TITLE = "title"
    CAPTION = "caption"  # under a picture
    LINK = "link"  # the headline of another article
    FURNITURE = "furniture"  # icons, "log in", share lines
    CREDIT = "credit"  # who is credited: an agency, a photographer


@dataclass(frozen=True, slots=True)
class Block:
    """One stretch of an article."""

    part: Part
    start: int  # first character in the text
    end: int  # last-plus-one


@dataclass(frozen=True, slots=True)
class Article:
    """One report as it was read."""

    id: str  # SHA-256 of its bytes in hex
    text: str  # as read, spaces of odd kinds mapped one to one
    outlet: str = ""  # id of who published it; empty: unknown
    title: str = ""
    published: Published = Published()
    language: str = ""  # ISO 639-1; empty: unknown
    url: str = ""
    blocks: tuple[Block, ...] = ()  # in order of the text; what lies in none is body

    def part_at(self, position: int) -> Part:
        """What the stretch around a character is."""
        return next((one.part for one in self.blocks if one.start <= position < one.end), Part.BODY)
