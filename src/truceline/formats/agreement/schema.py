"""What an agreement's files may hold, strictly: the schema that is checked and published.

Each model is one kind of mapping in the files; an unknown key is an error. Values are turned into
the floor's types here (instants, conditions, selectors) and into nothing else: whether an id exists
or a zone is where it should be is `building`'s to say. The JSON Schema is generated from these models.
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

from truceline.actors import ACTOR_KINDS, Status
from truceline.agreement import LANGUAGES
from truceline.period import DAYS, Instant, Period, Schedule
from truceline.place import DATUMS
from truceline.terms import vocabulary as v


class Strict(BaseModel):
    """A mapping with these keys and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)


def _instant(value: object) -> object:
    return Instant.parse(value) if isinstance(value, str) else value


def _many(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _words(names: tuple[str, ...] | dict[str, Any]) -> Any:  # noqa: ANN401 - a type made from data
    return Annotated[tuple[Literal[tuple(names)], ...], BeforeValidator(_many), Field(min_length=1)]  # type: ignore[misc]


At = Annotated[
    Instant,
    BeforeValidator(_instant),
    WithJsonSchema({"type": "string", "format": "date-time", "description": "ISO 8601 with its offset"}),
]
Day = Annotated[dt.date, WithJsonSchema({"type": "string", "format": "date"})]
Names = Annotated[tuple[str, ...], BeforeValidator(_many), Field(min_length=1)]


def _languages(value: dict[str, str]) -> dict[str, str]:
    unknown = sorted(set(value) - set(LANGUAGES))
    if unknown:
        msg = f"languages of {', '.join(LANGUAGES)}, not {', '.join(unknown)}"
        raise ValueError(msg)
    return value


Text = Annotated[dict[str, str], AfterValidator(_languages), Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
Positive = Annotated[int, Field(gt=0)]


def _zone_name(value: str) -> str:
    try:
        ZoneInfo(value)
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

    days: Annotated[int, Field(ge=0)] = 0
    hours: Annotated[int, Field(ge=0)] = 0
    minutes: Annotated[int, Field(ge=0)] = 0

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

    days: _words(DAYS) = DAYS  # type: ignore[valid-type]
    start: Annotated[str, Field(alias="from", pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    end: Annotated[str, Field(alias="to", pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
    time_zone: TimeZone

    def schedule(self) -> Schedule:
        """As the floor has it."""
        start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (self.start, self.end))
        return Schedule(tuple(self.days), start, end, self.time_zone)


class Select(Strict):
    """Which member is meant."""

    role: Names | None = None
    actor: Names | None = None
    status: _words(tuple(Status)) | None = None  # type: ignore[valid-type]

    @model_validator(mode="after")
    def _some(self) -> Select:
        if self.selector() == v.Selector():
            msg = "at least one of role, actor, status"
            raise ValueError(msg)
        return self

    def selector(self) -> v.Selector:
        """As the floor has it."""
        return v.Selector(self.role or (), self.actor or (), tuple(Status(one) for one in self.status or ()))


class HarmedSelect(Strict):
    """Who was harmed."""

    classes: _words(v.HARMED) | None = Field(None, alias="class")  # type: ignore[valid-type]
    role: Names | None = None
    actor: Names | None = None
    status: _words(tuple(Status)) | None = None  # type: ignore[valid-type]

    @model_validator(mode="after")
    def _some(self) -> HarmedSelect:
        if not (self.classes or self.role or self.actor or self.status):
            msg = "at least one of class, role, actor, status"
            raise ValueError(msg)
        return self

    def condition(self) -> v.Harmed:
        """As the floor has it."""
        who = v.Selector(self.role or (), self.actor or (), tuple(Status(one) for one in self.status or ()))
        return v.Harmed(tuple(self.classes or ()), None if who == v.Selector() else who)


class Near(Strict):
    """A distance from zones or lines."""

    m: Positive
    of: Names


class OwnNear(Strict):
    """A distance from one's own line."""

    m: Positive
    of: Names | None = None


class Held(Strict):
    """An answer from somebody."""

    of: Id
    answer: Literal["concurred", "objected", "acknowledged"]


class Above(Strict):
    """More than a declared baseline."""

    of: Id


class ConditionModel(Strict):
    """One condition: a mapping with exactly one key."""

    kind: _words(v.KINDS) | None = None  # type: ignore[valid-type]
    by: Select | None = None
    against: Select | None = None
    harmed: HarmedSelect | None = None
    site: _words(v.SITES) | None = None  # type: ignore[valid-type]
    inside: Names | None = None
    outside: Names | None = None
    within: Near | None = None
    forward_of_own_line: Yes | None = None
    own_line_within: OwnNear | None = None
    weapon: _words(v.WEAPONS) | None = None  # type: ignore[valid-type]
    platform: _words(v.PLATFORMS) | None = None  # type: ignore[valid-type]
    purpose: _words(v.PURPOSES) | None = None  # type: ignore[valid-type]
    armed: bool | None = None
    in_notified_volume: bool | None = None
    control_changed: bool | None = None
    period: Span | None = None
    schedule: Weekly | None = None
    notified_before: Duration | None = None
    answer_held: Held | None = None
    above_baseline: Above | None = None
    not_: ConditionModel | None = Field(None, alias="not")

    @model_validator(mode="after")
    def _one(self) -> ConditionModel:
        if len(self.model_fields_set) != 1:
            msg = "exactly one condition in each list item"
            raise ValueError(msg)
        return self

    def condition(self) -> v.Condition:
        """As the floor has it."""
        (name,) = self.model_fields_set
        made: v.Condition = _CONDITIONS[name](getattr(self, name))
        return made


_CONDITIONS: dict[str, Any] = {
    "kind": v.Kind,
    "by": lambda one: v.By(one.selector()),
    "against": lambda one: v.Against(one.selector()),
    "harmed": lambda one: one.condition(),
    "site": v.Site,
    "inside": v.Inside,
    "outside": v.Outside,
    "within": lambda one: v.Within(one.m, one.of),
    "forward_of_own_line": lambda _: v.ForwardOfOwnLine(),
    "own_line_within": lambda one: v.OwnLineWithin(one.m, one.of or ()),
    "weapon": v.Weapon,
    "platform": v.Platform,
    "purpose": v.Purpose,
    "armed": v.Armed,
    "in_notified_volume": v.InNotifiedVolume,
    "control_changed": v.ControlChanged,
    "period": lambda one: v.During(one.period()),
    "schedule": lambda one: v.OnSchedule(one.schedule()),
    "notified_before": lambda one: v.NotifiedBefore(one.seconds()),
    "answer_held": lambda one: v.AnswerHeld(one.of, one.answer),
    "above_baseline": lambda one: v.AboveBaseline(one.of),
    "not_": lambda one: v.Not(one.condition()),
}

Conditions = tuple[ConditionModel, ...]


class ClauseModel(Strict):
    """One paragraph of one instrument, in our own words."""

    instrument: Id
    paragraph: str
    gist: Text
    source: Id


class QuestionModel(Strict):
    """Something left to people."""

    id: Id
    clause: ClauseModel
    question: Text


class ExceptionModel(Strict):
    """Facts that lift a rule."""

    id: Id
    clause: ClauseModel
    when: Annotated[Conditions, Field(min_length=1)]


class ReadingModel(Strict):
    """One way to read a rule."""

    id: Id
    title: Text
    authors: Names
    source: Id
    conduct: Conditions | None = None
    reach: Conditions | None = None
    exceptions: tuple[ExceptionModel, ...] | None = None


class NoticeEffect(Strict):
    """Allowed if notified so long before."""

    require_notice: Duration


class ConcurrenceOf(Strict):
    """Whose answer is needed."""

    of: Id


class ConcurrenceEffect(Strict):
    """Allowed if the other has concurred."""

    require_concurrence: ConcurrenceOf


class RuleModel(Strict):
    """A clause that runs."""

    id: Id
    clause: ClauseModel
    in_force: Span
    binds: Select | None = None
    effect: Literal["prohibit", "advise"] | NoticeEffect | ConcurrenceEffect
    conduct: Annotated[Conditions, Field(min_length=1)]
    reach: Conditions = ()
    exceptions: tuple[ExceptionModel, ...] = ()
    assessments: tuple[QuestionModel, ...] = ()
    justifications: tuple[QuestionModel, ...] = ()
    readings: tuple[ReadingModel, ...] = ()


class PresumptionModel(Strict):
    """Something taken as so until rebutted."""

    id: Id
    clause: ClauseModel
    author: Id
    adopters: tuple[Id, ...] = ()
    question: Text
    rebuttal: Text
    when: Annotated[Conditions, Field(min_length=1)]
    holds: Conditions = ()
    by_one_of: Names | None = None


class SourceModel(Strict):
    """Where something was read."""

    id: Id
    title: str
    standing: Literal["primary", "secondary", "draft", "own"]
    url: str = ""
    fact: str = ""


class InstrumentModel(Strict):
    """One source text."""

    id: Id
    title: Text
    date: Day | None = None
    languages: tuple[str, ...] = ()
    authority: str = ""
    source: Id


class GuarantorModel(Strict):
    """A state that vouches."""

    actor: Id
    stands_with: tuple[Id, ...] = ()
    source: Id


class MonitorModel(Strict):
    """The body that watches."""

    actor: Id
    source: Id


class AliasModel(Strict):
    """Another name."""

    name: str
    by: Id | None = None
    source: Id


class RoleModel(Span):
    """A role held for a period."""

    role: Id
    source: Id


class PartOfModel(Span):
    """A whole belonged to for a period."""

    actor: Id
    source: Id


class ActorModel(Strict):
    """An armed or state body, civilians, or a locality."""

    id: Id
    names: Text
    kind: Literal[ACTOR_KINDS]  # type: ignore[valid-type]
    aliases: tuple[AliasModel, ...] = ()
    roles: tuple[RoleModel, ...] = ()
    part_of: tuple[PartOfModel, ...] = ()
    source: Id


class UmbrellaModel(Strict):
    """A name for several actors."""

    id: Id
    names: Text
    aliases: tuple[AliasModel, ...] = ()
    members: Annotated[tuple[Id, ...], Field(min_length=1)]
    open: bool
    open_roles: tuple[Id, ...] = ()
    source: Id


class CountModel(Strict):
    """How many groups a list was said to hold."""

    at: At
    groups: Annotated[int, Field(ge=0)]
    source: Id


class ListModel(Strict):
    """Whose list of statuses."""

    id: Id
    author: Id
    names: Literal["published", "count_only"]
    recognises: tuple[Id, ...] = ()
    opened: At | None = None
    counts: tuple[CountModel, ...] = ()
    title: Text
    source: Id


class AdherenceModel(Strict):
    """A dated declaration of acceptance."""

    actor: Id
    at: At
    until: At | None = None
    attested_by: Annotated[tuple[Id, ...], Field(min_length=1)]
    source: Id

    @model_validator(mode="after")
    def _not_empty(self) -> AdherenceModel:
        Period(self.at, self.until)
        return self


class DesignationModel(Span):
    """An exclusion by an authority."""

    actor: Id
    by: Id
    source: Id


class OutsiderModel(Span):
    """An actor said to stand outside."""

    actor: Id
    by: Id | None = None
    source: Id


class AltitudeModel(Strict):
    """A band of altitudes; the datum is never converted."""

    lower_m: int
    upper_m: int
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


class ZoneModel(Strict):
    """An area with legal effect."""

    id: Id
    names: Text
    groups: tuple[Id, ...] = ()
    geometry: Geometry
    periods: Annotated[tuple[Span, ...], Field(min_length=1)] | None = None
    altitude: AltitudeModel | None = None
    schedule: Weekly | None = None
    source: Id


class LineModel(Strict):
    """A reference line."""

    id: Id
    names: Text
    of: Names
    geometry: Geometry
    forward: Literal["left", "right"] | None = None
    source: Id


class BaselineModel(Strict):
    """A declared presence or strength."""

    id: Id
    names: Text
    measure: Literal["presence", "strength"]
    actor: Id
    amount: Annotated[int, Field(ge=0)]
    unit: str
    source: Id


class PlaceModel(Strict):
    """A named place without legal effect."""

    id: Id
    names: Text
    kind: Literal["town", "river", "hills", "border", "coast", "airfield", "port"]
    population: Annotated[int, Field(ge=0)] | None = None
    geometry: Geometry


class ObligationModel(Strict):
    """Something to be done by a time, kept up, or done together."""

    id: Id
    clause: ClauseModel
    kind: Literal["deadline", "streak", "simultaneous", "quota", "cadence", "commitment"]
    text: Text
    binds: Select | None = None
    by: At | None = None
    after_start: Duration | None = None
    every: Duration | None = None
    amount: int | None = None
    unit: str = ""


class ProcedureModel(Strict):
    """Who determines, by what clock, what silence means, what may follow."""

    id: Id
    topic: Literal["determination", "clock", "silence", "extension", "withdrawal", "consequence", "organ", "hotline"]
    clause: ClauseModel
    text: Text


class AgreementModel(Strict):
    """An agreement directory, all its files together."""

    id: Id
    title: Text
    status: Literal["in_force", "draft", "fictional"]
    time_zone: TimeZone
    note: Text | None = None
    extent: Geometry | None = None
    default_variant: Id | None = None
    sources: Annotated[tuple[SourceModel, ...], Field(min_length=1)]
    instruments: tuple[InstrumentModel, ...] = ()
    guarantors: tuple[GuarantorModel, ...] = ()
    monitor: MonitorModel | None = None
    actors: tuple[ActorModel, ...] = ()
    umbrellas: tuple[UmbrellaModel, ...] = ()
    lists: tuple[ListModel, ...] = ()
    adherence: tuple[AdherenceModel, ...] = ()
    designations: tuple[DesignationModel, ...] = ()
    non_parties: tuple[OutsiderModel, ...] = ()
    zones: tuple[ZoneModel, ...] = ()
    lines: tuple[LineModel, ...] = ()
    baselines: tuple[BaselineModel, ...] = ()
    places: tuple[PlaceModel, ...] = ()
    rules: tuple[RuleModel, ...] = ()
    presumptions: tuple[PresumptionModel, ...] = ()
    obligations: tuple[ObligationModel, ...] = ()
    procedure: tuple[ProcedureModel, ...] = ()


def json_schema() -> dict[str, Any]:
    """The schema of an agreement directory as JSON Schema 2020-12."""
    schema = AgreementModel.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Truceline agreement", **schema}
