"""The small values that agreements, conducts and maps of tables are written in: instants, lengths, shapes.

Strict everywhere: a mapping has these keys and no others, an instant carries its offset, a coordinate is read
digit by digit. Shapes are checked here for form alone; drawing them is `building`'s.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from truceline.agreement import LANGUAGES
from truceline.period import DAYS, Instant, Period, Schedule
from truceline.place import DATUMS


class Strict(BaseModel):
    """A mapping with these keys and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)


def _instant(value: object) -> object:
    return Instant.parse(value) if isinstance(value, str) else value


def _many(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def words_of(names: tuple[str, ...] | dict[str, Any]) -> Any:  # noqa: ANN401 - a type made from data
    """One word, or a list of words, of a closed vocabulary."""
    return Annotated[tuple[Literal[tuple(names)], ...], Field(min_length=1), BeforeValidator(_many)]  # type: ignore[misc]


At = Annotated[
    Instant,
    BeforeValidator(_instant),
    WithJsonSchema({"type": "string", "format": "date-time", "description": "ISO 8601 with its offset"}),
]
Day = Annotated[dt.date, WithJsonSchema({"type": "string", "format": "date"})]
Names = Annotated[tuple[str, ...], Field(min_length=1), BeforeValidator(_many)]


def _languages(value: dict[str, str]) -> dict[str, str]:
    unknown = sorted(set(value) - set(LANGUAGES))
    if unknown:
        msg = f"languages of {', '.join(LANGUAGES)}, not {', '.join(unknown)}"
        raise ValueError(msg)
    return value


Text = Annotated[
    dict[str, str],
    Field(min_length=1, json_schema_extra={"propertyNames": {"enum": list(LANGUAGES)}}),
    AfterValidator(_languages),
]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
LARGEST = 10**12  # metres, days, guns: more is a slip of the keyboard, and RFC 8785 has no integers beyond 2⁵³
Whole = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
Number = Annotated[int, Field(ge=0, le=LARGEST)]
Positive = Annotated[int, Field(gt=0, le=LARGEST)]


def _zone_name(value: object) -> object:
    try:
        ZoneInfo(value if isinstance(value, str) else "")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        msg = "an IANA time zone like Asia/Damascus"
        raise ValueError(msg) from None
    return value


def _yes(value: bool) -> bool:  # noqa: FBT001 - a value read from a file
    if not value:
        msg = "true; for the opposite write not: {forward_of_own_line: true}"
        raise ValueError(msg)
    return value


Yes = Annotated[bool, AfterValidator(_yes)]
TimeZone = Annotated[str, BeforeValidator(_zone_name)]


class Span(Strict):
    """From an instant up to another; either may be left out."""

    start: At | None = Field(None, alias="from")
    end: At | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _not_empty(self) -> Span:
        Period(self.start, self.end)
        return self

    def period(self) -> Period:
        """The half-open period."""
        return Period(self.start, self.end)


class Duration(Strict):
    """A length of time in days, hours and minutes, added up."""

    days: Number = 0
    hours: Number = 0
    minutes: Number = 0

    @model_validator(mode="after")
    def _some(self) -> Duration:
        if not self.seconds():
            msg = "a length above zero"
            raise ValueError(msg)
        return self

    def seconds(self) -> int:
        """The length in seconds."""
        return self.days * 86_400 + self.hours * 3600 + self.minutes * 60


class Weekly(Strict):
    """Hours of the week on the wall clock of a zone."""

    days: words_of(DAYS) = DAYS  # type: ignore[valid-type]
    start: Annotated[str, Field(alias="from", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    end: Annotated[str, Field(alias="to", pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
    time_zone: TimeZone

    def schedule(self) -> Schedule:
        """As the floor has it."""
        start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (self.start, self.end))
        return Schedule(tuple(self.days), start, end, self.time_zone)


class AltitudeModel(Strict):
    """A band of altitudes; the datum is never converted."""

    lower_m: Whole
    upper_m: Whole
    datum: Literal[DATUMS]  # type: ignore[valid-type]


class PointModel(Strict):
    """A point in decimal degrees."""

    lon: str
    lat: str


class DiscModel(Strict):
    """A circle."""

    lon: str
    lat: str
    radius_m: Positive


Ring = tuple[tuple[str, str], ...]


class GeometryModel(Strict):
    """A shape written in place: exactly one of polygon, multipolygon, disc, line, point."""

    polygon: tuple[Ring, ...] | None = None
    multipolygon: tuple[tuple[Ring, ...], ...] | None = None
    disc: DiscModel | None = None
    line: Ring | None = None
    point: PointModel | None = None
    edges: Literal["straight", "geodesic", "parallel"] = "straight"

    @model_validator(mode="after")
    def _one(self) -> GeometryModel:
        if len(self.model_fields_set - {"edges"}) != 1:
            msg = "exactly one of polygon, multipolygon, disc, line, point"
            raise ValueError(msg)
        return self


Geometry = str | GeometryModel  # "FILE.geojson#ID", "not_published", or the shape itself
