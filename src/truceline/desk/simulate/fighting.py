"""Scenes of fighting: who is said to have fired at whom, how well it is known, and who says otherwise."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from truceline.actors import Actor, Status
from truceline.desk.simulate.stage import RESIDENTS, Body, Draft, Facts, Stage, side
from truceline.terms import Candidate, Direction, HarmedFact, Member, Side, Source, Stated
from truceline.zones import Zone

FIRED = ("mortar", "artillery", "mlrs", "tank", "anti_tank_missile", "rocket")
KINDS = ((5, "shelling"), (3, "small_arms_fire"), (1, "explosive_device"), (1, "ground_assault"))  # with their weights
ARMS = {"small_arms_fire": ("small_arms", "machine_gun"), "explosive_device": ("explosive_device",)}
FAR_M = 15_000  # further from every zone than any clause asks


def _fight(stage: Stage, day: dt.date, what: str, sides: tuple[Body | None, Body], facts: Facts) -> Draft:
    made = stage.draft(day, what, sides, facts, stage.somewhere())
    return replace(made, deaths=stage.deaths(facts.get("harmed")))


def _directed(kind: str, **facts: Any) -> Facts:  # noqa: ANN401 - the values of any fields
    return {"kind": kind, "direction": Direction.A_TO_B, **facts}


def clash(stage: Stage, day: dt.date) -> Draft:
    """The government and some group of an umbrella; nobody says who began."""
    facts: Facts = {"kind": "attack"}
    if stage.dice.often(40):
        facts["harmed"] = stage.harm()
    return _fight(stage, day, "clash", (stage.government, stage.umbrella()), facts)


def month(stage: Stage, day: dt.date) -> Draft:
    """A clash of which only the month and the province are known."""
    made = clash(stage, day)
    return replace(made, when=stage.days(day, 31), time_words="month", place=None, place_words="province")


def shelling(stage: Stage, day: dt.date) -> Draft:
    """One named side fires at another."""
    group = stage.dice.pick(stage.groups(day, *Status))
    rivals = [one for one in stage.groups(day, *Status) if one.id != group.id]
    other = stage.dice.pick(rivals) if rivals and stage.dice.often(20) else stage.government
    sides = (group, other) if stage.dice.often(50) else (other, group)
    kind = stage.dice.weighted(
        [(5, "shelling"), (3, "small_arms_fire"), (1, "explosive_device"), (1, "ground_assault")]
    )
    facts = _directed(kind)
    if stage.dice.often(70):
        facts["weapon"] = stage.dice.pick(ARMS.get(kind, FIRED))
    if stage.dice.often(60):
        facts["harmed"] = stage.harm()
    return _fight(stage, day, kind, sides, facts)


def between_parties(stage: Stage, day: dt.date) -> Draft:
    """The government and a party on every list: one fires at the other."""
    party = stage.dice.pick(stage.groups(day, Status.PARTY))
    sides = (stage.government, party) if stage.dice.often(60) else (party, stage.government)
    return _fight(stage, day, "shelling", sides, _directed("shelling", weapon=stage.dice.pick(FIRED)))


def from_the_air(stage: Stage, day: dt.date) -> Draft:
    """An air or drone strike; at times nobody says whose aircraft it was."""
    kind = "drone_strike" if stage.dice.often(30) else "air_strike"
    platform = "uav" if kind == "drone_strike" else stage.dice.pick(("fixed_wing", "rotary_wing"))
    facts = _directed(kind, platform=platform, weapon="air_bomb")
    if stage.dice.often(50):
        facts["harmed"] = stage.harm()
    by = None if stage.dice.often(30) else stage.dice.pick(stage.theatre.states)
    bodies: list[Body] = [*stage.groups(day, *Status), *stage.theatre.umbrellas]
    struck = stage.dice.pick(bodies)
    return _fight(stage, day, kind, (by, struck), facts)


def hospital(stage: Stage, day: dt.date) -> Draft:
    """A hospital is hit where an excluded group holds the town."""
    kind = stage.dice.pick(("air_strike", "shelling", "drone_strike"))
    facts = _directed(kind, site="medical", harmed=HarmedFact(("medical", "civilian")))
    return _fight(stage, day, "hospital", (stage.government, stage.excluded(day)), facts)


def excluded(stage: Stage, day: dt.date) -> Draft:
    """An excluded group is struck, far from every zone, and nobody else harmed."""
    made = _fight(stage, day, "shelling", (stage.government, stage.excluded(day)), _on_fighters(stage))
    at = stage.theatre.far_off(FAR_M, stage.dice)
    return replace(made, at=at, place=at, place_words="exact")


def near_a_zone(stage: Stage, day: dt.date) -> Draft:
    """An excluded group is struck in a zone; with or without the answer that a clause asks for."""
    facts = _on_fighters(stage)
    asked = stage.theatre.concurring()
    if asked and stage.dice.often(70):
        answer = stage.dice.pick(("concurred", "objected"))
        facts["answers"] = Stated(((stage.dice.pick(asked), answer),))
    made = _fight(stage, day, "shelling", (stage.government, stage.excluded(day)), facts)
    zones = stage.theatre.drawn
    return stage.placed(made, stage.theatre.inside(stage.dice.pick(zones), stage.dice)) if zones else made


def in_zone(stage: Stage, day: dt.date, zone: Zone) -> Draft:
    """Shelling inside one zone, of some group of an umbrella; civilians are harmed."""
    facts = _directed("shelling", harmed=HarmedFact(("civilian",)))
    made = _fight(stage, day, "shelling", (stage.government, stage.umbrella()), facts)
    return stage.placed(made, stage.theatre.inside(zone, stage.dice))


def _on_fighters(stage: Stage) -> Facts:
    """A strike on fighters at a military site: nobody else was harmed."""
    weapon = stage.dice.pick(FIRED)
    return _directed("shelling", site="military", harmed=HarmedFact(("combatant",)), weapon=weapon)


# ── accounts that differ ──────────────────────────────────────────────────────────────────────


def disputed(stage: Stage, day: dt.date) -> Draft:
    """Two accounts of one strike: an observer's, and another that speaks for the side accused."""
    made = between_parties(stage, day) if stage.dice.often(60) else hospital(stage, day)
    assert isinstance(made.a, Actor)  # noqa: S101 - both scenes name who fired
    friend = stage.friend(made.a, day)
    sources = {"observer": Source((stage.observer(),)), "denial": Source((friend,))}
    accounts: dict[str, tuple[Any, Any]] = {
        "a": (side(made.a), Side(members=(Member(stage.excluded(day).id),))),
        "harmed": (HarmedFact(("civilian",)), HarmedFact(("combatant",))),
    }
    field = stage.dice.pick(tuple(accounts))
    said, denied = accounts[field]
    facts = made.facts | {field: (Candidate(said, "observer"), Candidate(denied, "denial"))}
    told = (*made.told, (stage.called(friend), " — denied"))
    return replace(made, facts=facts, sources=sources, told=told)


def told_twice(stage: Stage, day: dt.date) -> Draft:
    """Two accounts of one clash that differ over who began, neither of them anybody's own."""
    made = clash(stage, day)
    began = (Candidate(Direction.A_TO_B, "observer"), Candidate(Direction.B_TO_A, RESIDENTS))
    sources = {"observer": Source((stage.observer(),)), RESIDENTS: Source((RESIDENTS,))}
    told = (*made.told, (stage.called(RESIDENTS), " — told the other way round"))
    return replace(made, facts=made.facts | {"direction": began}, sources=sources, told=told)
