"""Scenes made from the clauses themselves: guns too near a line, flights with and without notice, relief turned back.

The facts that a clause speaks of are stated so that they meet it; then one is stated otherwise, or left out, or the
facts of one of its exceptions are added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from truceline.actors import Actor, Status
from truceline.desk.simulate.dice import Dice
from truceline.desk.simulate.stage import HOUR_S, NOON, Draft, Facts, Stage
from truceline.desk.simulate.theatre import conditions_of, species
from truceline.place import Altitudes, Position
from truceline.terms import Condition, Direction, Notice, Rule, Stated, When
from truceline.terms import vocabulary as v
from truceline.zones import Zone

AIRCRAFT = ("fixed_wing", "rotary_wing", "uav")
FOR_PEOPLE = ("medevac", "rescue", "fire_fighting")


def watched(stage: Stage, day: dt.date) -> Draft:
    """Something a clause forbids or asks notice of: as it says, with one fact otherwise, or one left out."""
    made = _under(stage, stage.dice.pick(stage.theatre.watched()), (), day)
    stated = [name for name in made.facts if name not in ("kind", "direction")]
    if not stated or stage.dice.often(45):
        return made
    name = stage.dice.pick(stated)
    facts = {one: value for one, value in made.facts.items() if one != name}
    if stage.dice.often(50):
        facts |= _otherwise(stage.dice, name, made.facts[name])
    return replace(made, facts=facts)


def excepted(stage: Stage, day: dt.date) -> Draft:
    """Something a clause speaks of, with every fact of one of its exceptions."""
    rules = [rule for rule in stage.theatre.watched() if rule.full_exceptions()]
    if not rules:
        return watched(stage, day)
    rule = stage.dice.pick(rules)
    return _under(stage, rule, stage.dice.pick(rule.full_exceptions()).when, day)


def beside(stage: Stage, day: dt.date) -> Draft:
    """Something of which no clause speaks, advice apart."""
    kind = stage.dice.pick(stage.theatre.unasked())
    by = stage.dice.pick([*stage.theatre.states, *stage.groups(day, *Status)])
    facts: Facts = {"kind": kind, "direction": Direction.A_TO_B}
    return stage.draft(day, kind, (by, None), facts, stage.somewhere())


def _under(stage: Stage, rule: Rule, exception: tuple[Condition, ...], day: dt.date) -> Draft:
    """Somebody whom a clause binds does what it speaks of, where it speaks of it."""
    conditions = (*conditions_of(rule), *exception)
    by = stage.bound(rule, day)
    at, facts = _ground(stage, conditions, by, day)
    facts["direction"] = Direction.A_TO_B
    for condition in conditions:
        told = _TOLD.get(type(condition))
        facts |= told(condition, stage) if told else {}
    if facts.get("purpose") in FOR_PEOPLE:
        facts["kind"] = "transport_flight"
    if "flight" in v.KINDS[facts["kind"]]:
        facts.setdefault("platform", stage.dice.pick(AIRCRAFT))
    what = "medical_flight" if facts.get("purpose") == "medevac" else facts["kind"]
    struck = stage.theatre.civilians if any(isinstance(one, v.Against) for one in conditions) else None
    return _in_hours(stage, stage.draft(day, what, (by, struck), facts, at), exception, day)


def _in_hours(stage: Stage, made: Draft, exception: Iterable[Condition], day: dt.date) -> Draft:
    """The event in the middle of the hours that an exception asks for, if it does."""
    for one in exception:
        if isinstance(one, v.OnSchedule):
            hours = one.schedule
            length = (hours.end_min - hours.start_min) % 1440 or 1440
            when = When(stage.clock(day, (hours.start_min + length // 2) % 1440))
            return replace(made, when=when, time_words="minute")
    return made


def _ground(stage: Stage, conditions: Iterable[Condition], by: Actor, day: dt.date) -> tuple[Position, Facts]:
    """Where a clause speaks of, and how high where that matters."""
    for condition in conditions:
        if isinstance(condition, v.ForwardOfOwnLine):
            return stage.theatre.forward(by.id, stage.clock(day, NOON), stage.dice), {}
        names = condition.zones if isinstance(condition, v.Inside) else ()
        names = condition.of if isinstance(condition, v.Within) else names
        zones = stage.theatre.zones(names)
        if zones:
            zone = stage.dice.pick(zones)
            return stage.theatre.inside(zone, stage.dice), _height(stage.dice, zone)
    return stage.somewhere(), {}


def _height(dice: Dice, zone: Zone) -> Facts:
    """Some layer inside a zone's band of altitudes."""
    band = zone.altitudes
    if band is None:
        return {}
    lower = dice.between(band.lower_mm, band.upper_mm)
    return {"altitude": Altitudes(lower, dice.between(lower, band.upper_mm), band.datum)}


# ── facts that meet a condition ───────────────────────────────────────────────────────────────


def _kind(c: v.Kind, stage: Stage) -> Facts:
    return {"kind": stage.dice.pick(species(stage.dice.pick(c.words)))}


def _distance(c: v.OwnLineWithin, stage: Stage) -> Facts:
    return {"own_line_mm": c.distance_m * 10 * stage.dice.between(30, 97)}  # so many hundredths of it


def _notice(c: v.NotifiedBefore, stage: Stage) -> Facts:
    return {"notice": Notice(c.lead_s + stage.dice.between(0, 12) * HOUR_S)}


def _answer(c: v.AnswerHeld, stage: Stage) -> Facts:
    return {"answers": Stated(((stage.theatre.actor_of(c.of), c.answer),))}


def _amount(c: v.AboveBaseline, stage: Stage) -> Facts:
    return {"amounts": Stated(((c.baseline, c.amount + stage.dice.between(1, 60)),))}


def _one_of(name: str) -> Callable[[Any, Stage], Facts]:
    return lambda c, stage: {name: stage.dice.pick(c.words)}


def _equal(name: str) -> Callable[[Any, Stage], Facts]:
    return lambda c, _: {name: c.value}


_TOLD: dict[type[Any], Callable[[Any, Stage], Facts]] = {
    v.Kind: _kind,
    v.Weapon: _one_of("weapon"),
    v.Platform: _one_of("platform"),
    v.Purpose: _one_of("purpose"),
    v.Armed: _equal("armed"),
    v.InNotifiedVolume: _equal("in_notified_volume"),
    v.OwnLineWithin: _distance,
    v.NotifiedBefore: _notice,
    v.AnswerHeld: _answer,
    v.AboveBaseline: _amount,
}


def _otherwise(dice: Dice, name: str, value: Any) -> Facts:  # noqa: ANN401 - the value of any field
    """A fact stated so that it no longer meets what it met; nothing where there is no such way."""
    if isinstance(value, bool):
        return {name: not value}
    if isinstance(value, int):
        return {name: value * dice.between(15, 40) // 10}
    if isinstance(value, Notice) and value.lead_s:
        return {name: Notice(None if dice.often(40) else value.lead_s // 3)}
    if name == "amounts":
        return {name: Stated(tuple((key, amount // 2) for key, amount in value.items))}
    if name == "altitude":
        return {name: Altitudes(value.upper_mm + 10_000_000, value.upper_mm + 11_000_000, value.datum)}
    return {"weapon": "small_arms"} if name == "weapon" else {}
