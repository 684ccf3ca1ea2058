"""From a checked schema to the agreement itself: shapes drawn, names resolved, faults collected.

Everything here is a plain translation, field by field. What needs more than one value to be seen as
wrong (an id that nothing bears, a shape that crosses itself) is noted with its place; building goes on, so
that a person sees all faults at once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from truceline.actors import (
    Actor,
    Adherence,
    Alias,
    Count,
    Designation,
    Outsider,
    Roster,
    StatusList,
    Tenure,
    Umbrella,
)
from truceline.agreement import (
    Agreement,
    Citation,
    Force,
    Grade,
    Instrument,
    Monitor,
    Obligation,
    Procedure,
)
from truceline.errors import shortened
from truceline.formats.agreement import schema as s
from truceline.formats.agreement.conditions import Conditions
from truceline.formats.agreement.values import AltitudeModel, Geometry, GeometryModel, Ring
from truceline.formats.agreement.where import Where
from truceline.formats.yaml_text import Path
from truceline.period import ALWAYS, Period
from truceline.place import Altitudes, Area, Chain, Position, disc, line, polygon, position
from truceline.terms import Clause, Effect, Exemption, Guarantor, OpenQuestion, Presumption, Reading, Rule
from truceline.terms import vocabulary as v
from truceline.zones import Baseline, Line, NamedPlace, Zone

NOT_PUBLISHED = "not_published"
Shape = Area | Chain | Position | None


@dataclass(frozen=True)
class Builder:
    """Translates one agreement; faults go to `where`."""

    where: Where
    maps: Mapping[str, bytes]  # GeoJSON files by name

    def build(self, model: s.AgreementModel) -> Agreement:
        """The agreement, as far as its parts could be built."""
        baselines = tuple(
            Baseline(b.id, b.names, b.measure, b.actor, b.amount, b.unit, b.source) for b in model.baselines
        )
        amounts = {one.id: one.amount for one in baselines}
        return Agreement(
            id=model.id,
            title=model.title,
            status=Force(model.status),
            time_zone=model.time_zone,
            note=model.note or {},
            extent=self.area(model.extent, ("extent",)) if model.extent else None,
            sources={one.id: _citation(one) for one in model.sources},
            instruments={one.id: _instrument(one) for one in model.instruments},
            guarantors=tuple(Guarantor(one.actor, one.stands_with, one.source) for one in model.guarantors),
            monitor=Monitor(model.monitor.actor, model.monitor.source) if model.monitor else None,
            roster=_roster(model),
            zones=tuple(self.zone(one, ("zones", i)) for i, one in enumerate(model.zones)),
            lines=tuple(self._line(one, ("lines", i)) for i, one in enumerate(model.lines)),
            baselines=baselines,
            places=tuple(self._place(one, ("places", i)) for i, one in enumerate(model.places)),
            rules=tuple(_rule(one, amounts) for one in model.rules),
            presumptions=tuple(presumption(one, amounts) for one in model.presumptions),
            obligations=tuple(_obligation(one) for one in model.obligations),
            procedure=tuple(Procedure(p.id, p.topic, _clause(p.clause), p.text) for p in model.procedure),
        )

    # ── geometry ──

    def zone(self, model: s.ZoneModel, path: Path) -> Zone:
        """A zone, as far as it could be drawn; faults go to `where`."""
        area = None if model.geometry == NOT_PUBLISHED else self.area(model.geometry, (*path, "geometry"))
        return Zone(
            id=model.id,
            names=model.names,
            groups=model.groups,
            area=area,
            periods=tuple(span.period() for span in model.periods) if model.periods else (ALWAYS,),
            schedule=model.schedule.schedule() if model.schedule else None,
            altitudes=self._altitudes(model.altitude, (*path, "altitude")),
            source=model.source,
        )

    def _altitudes(self, model: AltitudeModel | None, path: Path) -> Altitudes | None:
        if model is None:
            return None
        try:
            return Altitudes(model.lower_m * 1000, model.upper_m * 1000, model.datum)
        except ValueError as error:
            self.where.fault(path, str(error), f"{model.lower_m} to {model.upper_m}", "Exchange the limits.")
            return None

    def _line(self, model: s.LineModel, path: Path) -> Line:
        shape = None if model.geometry == NOT_PUBLISHED else self.shape(model.geometry, (*path, "geometry"))
        if shape is not None and not isinstance(shape, tuple):
            cure = "Give a LineString, or not_published."
            self.where.fault((*path, "geometry"), "a line", "another kind of shape", cure)
            shape = None
        return Line(model.id, model.names, model.of, shape, model.forward, model.source)

    def _place(self, model: s.PlaceModel, path: Path) -> NamedPlace:
        shape = self.shape(model.geometry, (*path, "geometry"))
        return NamedPlace(
            id=model.id,
            names=model.names,
            kind=model.kind,
            area=shape if isinstance(shape, Area) else None,
            chain=shape if isinstance(shape, tuple) else None,
            at=(shape.lon_e7, shape.lat_e7) if isinstance(shape, Position) else None,
            population=model.population,
        )

    def area(self, geometry: Geometry, path: Path) -> Area | None:
        """The area of a geometry value; None, with a fault noted, where it is none."""
        shape = self.shape(geometry, path)
        if shape is not None and not isinstance(shape, Area):
            self.where.fault(path, "an area", "another kind of shape", "Give a polygon or a disc.")
            return None
        return shape

    def shape(self, geometry: Geometry, path: Path) -> Shape:
        """The shape of a geometry value; None, with a fault noted, where it cannot be drawn."""
        try:
            if isinstance(geometry, str):
                return _geojson_shape(self._feature(geometry))
            return _inline_shape(geometry)
        except ValueError as error:
            got = geometry if isinstance(geometry, str) else next(iter(geometry.model_fields_set - {"edges"}))
            self.where.fault(path, str(error), got, "Correct the coordinates at that place.")
            return None

    def _feature(self, reference: str) -> dict[str, object]:
        file, _, name = reference.partition("#")
        if not name or file not in self.maps:
            known = ", ".join(sorted(self.maps)) or "none in the directory"
            raise ValueError(f"FILE.geojson#ID with a file of: {known}")
        try:
            collection = json.loads(self.maps[file], parse_float=str, parse_int=str)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"GeoJSON in {file} ({shortened(str(error))})") from None
        features = collection.get("features", []) if isinstance(collection, dict) else []
        found = [one for one in features if isinstance(one, dict) and _feature_id(one) == name]
        if len(found) != 1:
            raise ValueError(f"one feature with id {name} in {file}, not {len(found)}")
        return found[0]


def _feature_id(feature: dict[str, object]) -> object:
    properties = feature.get("properties")
    return feature.get("id") or (properties.get("id") if isinstance(properties, dict) else None)


def _geojson_shape(feature: dict[str, object]) -> Shape:
    geometry, properties = feature.get("geometry"), feature.get("properties")
    if not isinstance(geometry, dict):
        msg = "a feature with a geometry"
        raise ValueError(msg)  # noqa: TRY004 - the file is at fault, not the caller
    edges = str(properties.get("edges", "straight")) if isinstance(properties, dict) else "straight"
    kind: object = geometry.get("type")
    coordinates: Any = geometry.get("coordinates")  # checked by what reads it, below
    try:
        if kind == "Polygon":
            return polygon([[_points(ring) for ring in coordinates]], edges)
        if kind == "MultiPolygon":
            return polygon([[_points(ring) for ring in part] for part in coordinates], edges)
        if kind == "LineString":
            return line(_points(coordinates), edges)
        if kind == "Point":
            return position(coordinates[0], coordinates[1])
    except (TypeError, KeyError, IndexError):
        raise ValueError(f"coordinates of a {kind} as RFC 7946 has them") from None
    msg = "a Polygon, MultiPolygon, LineString or Point"
    raise ValueError(msg)


def _points(pairs: list[list[str]] | Ring) -> list[Position]:
    return [position(pair[0], pair[1]) for pair in pairs]


def _inline_shape(model: GeometryModel) -> Shape:
    if model.polygon is not None:
        return polygon([[_points(ring) for ring in model.polygon]], model.edges)
    if model.multipolygon is not None:
        return polygon([[_points(ring) for ring in part] for part in model.multipolygon], model.edges)
    if model.disc is not None:
        return disc(position(model.disc.lon, model.disc.lat), model.disc.radius_m)
    if model.line is not None:
        return line(_points(model.line), model.edges)
    if model.point is not None:
        return position(model.point.lon, model.point.lat)
    msg = "a shape"
    raise ValueError(msg)


# ── people ────────────────────────────────────────────────────────────────────────────────────


def _roster(model: s.AgreementModel) -> Roster:
    return Roster(
        actors=[_actor(one) for one in model.actors],
        umbrellas=[
            Umbrella(u.id, u.names, u.members, u.open, u.open_roles, _alias_list(u.aliases), u.source)
            for u in model.umbrellas
        ],
        lists=[_status_list(one) for one in model.lists],
        adherence=[Adherence(a.actor, Period(a.at, a.until), a.attested_by, a.source) for a in model.adherence],
        designations=[Designation(d.actor, d.by, d.period(), d.source) for d in model.designations],
        outsiders=[Outsider(o.actor, o.by, o.period(), o.source) for o in model.non_parties],
    )


def _actor(model: s.ActorModel) -> Actor:
    return Actor(
        id=model.id,
        names=model.names,
        kind=model.kind,
        aliases=_alias_list(model.aliases),
        roles=tuple(Tenure(one.role, one.period(), one.source) for one in model.roles),
        part_of=tuple(Tenure(one.actor, one.period(), one.source) for one in model.part_of),
        source=model.source,
    )


def _alias_list(models: tuple[s.AliasModel, ...]) -> tuple[Alias, ...]:
    return tuple(Alias(one.name, one.by, one.source) for one in models)


def _status_list(model: s.ListModel) -> StatusList:
    counts = sorted((Count(one.at, one.groups, one.source) for one in model.counts), key=lambda one: one.at)
    return StatusList(
        id=model.id,
        author=model.author,
        published=model.names == "published",
        recognises=model.recognises,
        opened=model.opened,
        counts=tuple(counts),
        title=model.title,
        source=model.source,
    )


# ── texts and rules ───────────────────────────────────────────────────────────────────────────


def _citation(model: s.SourceModel) -> Citation:
    return Citation(model.id, model.title, Grade(model.standing), model.url, model.fact)


def _instrument(model: s.InstrumentModel) -> Instrument:
    return Instrument(model.id, model.title, model.date, model.languages, model.authority, model.source)


def _clause(model: s.ClauseModel) -> Clause:
    return Clause(model.instrument, model.paragraph, model.gist, model.source)


def _conditions(models: Conditions, amounts: Mapping[str, int]) -> tuple[v.Condition, ...]:
    return tuple(_with_amount(one.condition(), amounts) for one in models)


def _with_amount(condition: v.Condition, amounts: Mapping[str, int]) -> v.Condition:
    if isinstance(condition, v.AboveBaseline):
        return replace(condition, amount=amounts.get(condition.baseline, 0))
    if isinstance(condition, v.Not):
        return v.Not(_with_amount(condition.condition, amounts))
    return condition


def _exemptions(models: tuple[s.ExceptionModel, ...], amounts: Mapping[str, int]) -> tuple[Exemption, ...]:
    return tuple(Exemption(one.id, _clause(one.clause), _conditions(one.when, amounts)) for one in models)


def _questions(models: tuple[s.QuestionModel, ...]) -> tuple[OpenQuestion, ...]:
    return tuple(OpenQuestion(one.id, _clause(one.clause), one.question) for one in models)


def _rule(model: s.RuleModel, amounts: Mapping[str, int]) -> Rule:
    effect, lead_s, of = _effect(model.effect)
    return Rule(
        id=model.id,
        clause=_clause(model.clause),
        in_force=model.in_force.period(),
        binds=model.binds.selector() if model.binds else None,
        effect=effect,
        lead_s=lead_s,
        concurrence_of=of,
        conduct=_conditions(model.conduct, amounts),
        reach=_conditions(model.reach, amounts),
        exceptions=_exemptions(model.exceptions, amounts),
        assessments=_questions(model.assessments),
        justifications=_questions(model.justifications),
        readings=tuple(_reading(one, amounts) for one in model.readings),
    )


def _effect(model: str | s.NoticeEffect | s.ConcurrenceEffect) -> tuple[Effect, int | None, str | None]:
    if isinstance(model, s.NoticeEffect):
        return Effect.REQUIRE_NOTICE, model.require_notice.seconds(), None
    if isinstance(model, s.ConcurrenceEffect):
        return Effect.REQUIRE_CONCURRENCE, None, model.require_concurrence.of
    return Effect(model), None, None


def _reading(model: s.ReadingModel, amounts: Mapping[str, int]) -> Reading:
    return Reading(
        id=model.id,
        title=model.title,
        authors=model.authors,
        source=model.source,
        conduct=None if model.conduct is None else _conditions(model.conduct, amounts),
        reach=None if model.reach is None else _conditions(model.reach, amounts),
        exceptions=None if model.exceptions is None else _exemptions(model.exceptions, amounts),
    )


def presumption(model: s.PresumptionModel, amounts: Mapping[str, int]) -> Presumption:
    """A presumption; `amounts` are those of the baselines that its conditions may name."""
    return Presumption(
        id=model.id,
        clause=_clause(model.clause),
        author=model.author,
        adopters=model.adopters,
        question=model.question,
        rebuttal=model.rebuttal,
        when=_conditions(model.when, amounts),
        holds=_conditions(model.holds, amounts),
        by_one_of=model.by_one_of or (),
    )


def _obligation(model: s.ObligationModel) -> Obligation:
    return Obligation(
        id=model.id,
        clause=_clause(model.clause),
        kind=model.kind,
        text=model.text,
        binds=model.binds.selector() if model.binds else None,
        by=model.by,
        after_start_s=model.after_start.seconds() if model.after_start else None,
        every_s=model.every.seconds() if model.every else None,
        amount=model.amount,
        unit=model.unit,
    )
