"""How conditions stand in files: one mapping with one key each, turned into the vocabulary's own types."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from truceline.actors import Status
from truceline.formats.agreement.values import Duration, Id, Names, Positive, Span, Strict, Weekly, Yes, words_of
from truceline.terms import vocabulary as v


class Select(Strict):
    """Which member is meant."""

    role: Names | None = None
    actor: Names | None = None
    status: words_of(tuple(Status)) | None = None  # type: ignore[valid-type]

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

    classes: words_of(v.HARMED) | None = Field(None, alias="class")  # type: ignore[valid-type]
    role: Names | None = None
    actor: Names | None = None
    status: words_of(tuple(Status)) | None = None  # type: ignore[valid-type]

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

    kind: words_of(v.KINDS) | None = None  # type: ignore[valid-type]
    by: Select | None = None
    against: Select | None = None
    harmed: HarmedSelect | None = None
    site: words_of(v.SITES) | None = None  # type: ignore[valid-type]
    inside: Names | None = None
    outside: Names | None = None
    within: Near | None = None
    forward_of_own_line: Yes | None = None
    own_line_within: OwnNear | None = None
    weapon: words_of(v.WEAPONS) | None = None  # type: ignore[valid-type]
    platform: words_of(v.PLATFORMS) | None = None  # type: ignore[valid-type]
    purpose: words_of(v.PURPOSES) | None = None  # type: ignore[valid-type]
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
