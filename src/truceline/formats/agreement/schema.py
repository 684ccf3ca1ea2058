"""What an agreement's files may hold, strictly: the schema that is checked and published.

Each model is one kind of mapping in the files; an unknown key is an error. Whether an id exists or a zone is
where it should be is `building`'s to say. The JSON Schema is generated from these models.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from truceline.actors import ACTOR_KINDS
from truceline.formats.agreement.conditions import Conditions, Select
from truceline.formats.agreement.values import (
    AltitudeModel,
    At,
    Day,
    Duration,
    Geometry,
    Id,
    Names,
    Number,
    Span,
    Strict,
    Text,
    TimeZone,
    Weekly,
    Whole,
)
from truceline.period import Period


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
    groups: Number
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
    amount: Number
    unit: str
    source: Id


class PlaceModel(Strict):
    """A named place without legal effect."""

    id: Id
    names: Text
    kind: Literal["town", "river", "hills", "border", "coast", "airfield", "port"]
    population: Number | None = None
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
    amount: Whole | None = None
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
    return {**schema, "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Truceline agreement"}
