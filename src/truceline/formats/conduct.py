"""A conduct as people write it: one mapping, a value or a list of candidates for each field.

The form in which incidents, test vectors and other implementations state what is to be judged. A field that
is left out was not said. Strict: an unknown key is an error with its path.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from truceline.errors import DataError, Fault
from truceline.formats.agreement.values import (
    AltitudeModel,
    At,
    DiscModel,
    Duration,
    Id,
    PointModel,
    Strict,
    Whole,
)
from truceline.formats.checked import faults_of
from truceline.period import Period
from truceline.place import Altitudes, Place, disc, polygon, position
from truceline.terms import (
    NOBODY,
    UNKNOWN_SIDE,
    Candidate,
    Conduct,
    Direction,
    HarmedFact,
    Member,
    Notice,
    Side,
    Source,
    Stated,
    When,
)
from truceline.terms import vocabulary as v


class UmbrellaSide(Strict):
    """Some of those reported under one name."""

    umbrella: Id


class NamesSide(Strict):
    """Names that no common alias resolves."""

    names: tuple[str, ...]


class HarmedModel(Strict):
    """Who was harmed, as stated."""

    classes: tuple[Literal[v.HARMED], ...] = ()  # type: ignore[valid-type]
    members: tuple[Id, ...] | None = None


class PlaceModel(Strict):
    """A point, a disc or a polygon."""

    disc: DiscModel | None = None
    point: PointModel | None = None
    polygon: tuple[tuple[tuple[str, str], ...], ...] | None = None
    multipolygon: tuple[tuple[tuple[tuple[str, str], ...], ...], ...] | None = None

    @model_validator(mode="after")
    def _one(self) -> PlaceModel:
        if len(self.model_fields_set) != 1:
            msg = "exactly one of disc, point, polygon, multipolygon"
            raise ValueError(msg)
        return self


class TimeModel(Strict):
    """An instant, or a period that it lay within or lasted throughout."""

    at: At | None = None
    start: At | None = Field(None, alias="from")
    end: At | None = Field(None, alias="to")
    mode: Literal["within", "throughout"] = "within"

    @model_validator(mode="after")
    def _one(self) -> TimeModel:
        if (self.at is None) == (self.start is None) or (self.start is None) != (self.end is None):
            msg = "either `at`, or `from` and `to`"
            raise ValueError(msg)
        self.when()
        return self

    def when(self) -> When:
        """As the floor has it."""
        if self.at is not None:
            return When(self.at)
        return When(Period(self.start, self.end), self.mode == "throughout")


class SourceModel(Strict):
    """Where a version comes from."""

    roots: tuple[str, ...] = ()


SideModel = Literal["unknown", "nobody"] | UmbrellaSide | NamesSide | tuple[Id, ...]


def _either(kind: Any) -> Any:  # noqa: ANN401 - a type made from a type
    class One(Strict):
        value: kind
        source: str = ""

    class Several(Strict):
        candidates: Annotated[tuple[One, ...], Field(min_length=1)]

    return Several | kind


class ConductModel(Strict):
    """One conduct."""

    id: str = ""
    a: _either(SideModel) | None = None  # type: ignore[valid-type]
    b: _either(SideModel) | None = None  # type: ignore[valid-type]
    direction: _either(Literal[tuple(Direction)]) | None = None  # type: ignore[valid-type]
    kind: _either(Literal[tuple(v.KINDS)]) | None = None  # type: ignore[valid-type]
    weapon: _either(Literal[tuple(v.WEAPONS)]) | None = None  # type: ignore[valid-type]
    platform: _either(Literal[tuple(v.PLATFORMS)]) | None = None  # type: ignore[valid-type]
    purpose: _either(Literal[tuple(v.PURPOSES)]) | None = None  # type: ignore[valid-type]
    site: _either(Literal[tuple(v.SITES)]) | None = None  # type: ignore[valid-type]
    armed: _either(bool) | None = None  # type: ignore[valid-type]
    control_changed: _either(bool) | None = None  # type: ignore[valid-type]
    in_notified_volume: _either(bool) | None = None  # type: ignore[valid-type]
    harmed: _either(HarmedModel) | None = None  # type: ignore[valid-type]
    place: _either(PlaceModel | Literal["unknown"]) | None = None  # type: ignore[valid-type]
    own_line_distance_m: _either(Whole) | None = None  # type: ignore[valid-type]
    time: _either(TimeModel)  # type: ignore[valid-type]
    altitude: _either(AltitudeModel) | None = None  # type: ignore[valid-type]
    notified: _either(Duration | Literal["none"]) | None = None  # type: ignore[valid-type]
    answers: _either(dict[str, Literal[v.ANSWERS]]) | None = None  # type: ignore[valid-type]
    amounts: _either(dict[str, Whole]) | None = None  # type: ignore[valid-type]
    intended: bool = False
    sources: Annotated[dict[str, SourceModel], Field(default_factory=dict)]


def read_conduct(tree: Mapping[str, Any], file: str = "(inline)", line: int = 0) -> Conduct:
    """The conduct of one mapping; raises DataError with every fault."""
    text = _as_text(tree)
    try:
        model = ConductModel.model_validate(text)
        return Conduct(
            id=model.id,
            **{field: _candidates(getattr(model, name), make) for name, (field, make) in _FIELDS.items()},
            intended=model.intended,
            sources={name: Source(one.roots) for name, one in model.sources.items()},
        )
    except ValidationError as error:
        faults = tuple(faults_of(error, ConductModel, text, lambda _: (file, line)))
    except ValueError as error:
        faults = (Fault(file, line, "place", str(error), "this shape", "Correct the coordinates."),)
    raise DataError("a conduct that cannot be read", faults)


def _as_text(value: Any) -> Any:  # noqa: ANN401 - whatever a YAML loader makes
    """Numbers as text, so that a coordinate is read digit by digit and never as a float."""
    if isinstance(value, Mapping):
        return {str(key): _as_text(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(one) for one in value]
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def _candidates(stated: Any, make: Callable[[Any], Any]) -> tuple[Candidate[Any], ...]:  # noqa: ANN401 - any field
    if stated is None:
        return ()
    if hasattr(stated, "candidates"):
        return tuple(Candidate(make(one.value), one.source) for one in stated.candidates)
    return (Candidate(make(stated)),)


def _side(stated: Any) -> Side:  # noqa: ANN401 - one of the side models
    if stated == "unknown":
        return UNKNOWN_SIDE
    if stated == "nobody":
        return NOBODY
    if isinstance(stated, UmbrellaSide):
        return Side(umbrella=stated.umbrella)
    if isinstance(stated, NamesSide):
        return Side(members=tuple(Member(None, name) for name in stated.names))
    return Side(members=tuple(Member(name) for name in stated))


def _place(stated: Any) -> Place | None:  # noqa: ANN401 - one of the place models
    if stated == "unknown":
        return None
    if stated.disc is not None:
        return disc(position(stated.disc.lon, stated.disc.lat), stated.disc.radius_m)
    if stated.point is not None:
        return position(stated.point.lon, stated.point.lat)
    parts = [stated.polygon] if stated.polygon is not None else stated.multipolygon
    return polygon([[[position(*pair) for pair in ring] for ring in part] for part in parts])


def _altitudes(stated: AltitudeModel) -> Altitudes:
    return Altitudes(stated.lower_m * 1000, stated.upper_m * 1000, stated.datum)


def _notice(stated: Duration | str) -> Notice:
    return Notice(stated.seconds() if isinstance(stated, Duration) else None)


def _same(stated: Any) -> Any:  # noqa: ANN401 - a word or a truth value
    return stated


def _table(stated: dict[str, Any]) -> Stated[Any]:
    return Stated(tuple(sorted(stated.items())))


_FIELDS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "a": ("a", _side),
    "b": ("b", _side),
    "direction": ("direction", Direction),
    "kind": ("kind", _same),
    "weapon": ("weapon", _same),
    "platform": ("platform", _same),
    "purpose": ("purpose", _same),
    "site": ("site", _same),
    "armed": ("armed", _same),
    "control_changed": ("control_changed", _same),
    "in_notified_volume": ("in_notified_volume", _same),
    "harmed": ("harmed", lambda one: HarmedFact(one.classes, one.members)),
    "place": ("place", _place),
    "own_line_distance_m": ("own_line_mm", lambda metres: metres * 1000),
    "time": ("time", TimeModel.when),
    "altitude": ("altitude", _altitudes),
    "notified": ("notice", _notice),
    "answers": ("answers", _table),
    "amounts": ("amounts", _table),
}
