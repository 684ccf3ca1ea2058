"""Whether one condition holds in one version of the facts: yes, no, or unknown (None).

Each condition has one short function here. Unknown is kept apart from no everywhere: a fact nobody
stated, a map never published or a member nobody named cannot make a clause fall, nor raise it.
Conditions combine by Kleene's logic, so that no and unknown is no, and yes or unknown is yes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from truceline.actors import Status
from truceline.period import Instant
from truceline.place import Altitudes
from truceline.terms import vocabulary as v
from truceline.terms.compiled import AreaKey, Cell, Compiled
from truceline.zones import Zone

Truth = bool | None


def both(truths: Iterable[Truth]) -> Truth:
    """Kleene and: no beats unknown beats yes; of nothing, yes."""
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def either(truths: Iterable[Truth]) -> Truth:
    """Kleene or: yes beats unknown beats no; of nothing, no."""
    unknown = False
    for truth in truths:
        if truth:
            return True
        unknown = unknown or truth is None
    return None if unknown else False


def opposite(truth: Truth) -> Truth:
    """Kleene not."""
    return None if truth is None else not truth


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A member of a side as conditions see it, slice by slice; equal only to itself, so that lookups are quick."""

    label: str  # actor id, the name as written, or "?"
    known: bool  # False: somebody of whom nothing is known
    statuses: tuple[Status, ...] = ()  # by slice, on the list of the world
    roles: tuple[frozenset[str], ...] = ()  # by slice
    wholes: tuple[frozenset[str], ...] = ()  # by slice, itself included
    present: bool = True  # False: nobody
    civilian: bool = False  # civilians never initiate
    pinned: bool = False  # stands for this actor alone, which has one status throughout a world


ABSENT = Body("", known=True, present=False)


@dataclass(frozen=True, slots=True)
class Scene:
    """One version of everything but the members: facts, list, slices and cell."""

    compiled: Compiled
    facts: dict[str, Any]  # field → value; None where nobody said
    list_id: str
    instants: tuple[Instant, ...]
    cell: Cell | None  # None: the place is unknown
    harmed: tuple[tuple[Body, ...], ...] | None  # harmed members, each with its possible bodies
    zones: tuple[tuple[Zone, ...], ...]  # those in force, by slice


def truth(condition: v.Condition, scene: Scene, by: Body, against: Body, i: int) -> Truth:
    """Whether a condition holds in slice `i`, for one initiating and one struck member."""
    return _ABOUT[type(condition)](condition, scene, by, against, i)


def selected(who: v.Selector, body: Body, i: int) -> Truth:
    """Whether a member is one of those a selector means."""
    if not body.present:
        return False
    if not body.known:
        return None
    return (
        (not who.role or any(role in body.roles[i] for role in who.role))
        and (not who.actor or any(actor in body.wholes[i] for actor in who.actor))
        and (not who.status or body.statuses[i] in who.status)
    )


def _kind(c: v.Kind, s: Scene, _by: Body, _against: Body, _i: int) -> Truth:
    return _word(s.facts["kind"], c.words, v.KINDS)


def _word(said: str | None, asked: tuple[str, ...], words: dict[str, tuple[str, ...]]) -> Truth:
    return None if said is None else v.among(said, asked, words)


def _by(c: v.By, _s: Scene, by: Body, _against: Body, i: int) -> Truth:
    return selected(c.who, by, i)


def _against(c: v.Against, _s: Scene, _by: Body, against: Body, i: int) -> Truth:
    return selected(c.who, against, i)


def _harmed(c: v.Harmed, s: Scene, _by: Body, _against: Body, i: int) -> Truth:
    said = s.facts["harmed"]
    if said is None:
        return None
    classed = not c.classes or any(one in said.classes for one in c.classes)
    if c.who is None or not classed:
        return classed
    if s.harmed is None:
        return None
    return either(_surely(selected(c.who, body, i) for body in bodies) for bodies in s.harmed)


def _surely(truths: Iterable[Truth]) -> Truth:
    """The answer on which all possible statuses of one member agree, else unknown."""
    found = set(truths)
    return found.pop() if len(found) == 1 else None


def _site(c: v.Site, s: Scene, _by: Body, _against: Body, _i: int) -> Truth:
    return _word(s.facts["site"], c.words, v.SITES)


def _inside(c: v.Inside, s: Scene, _by: Body, _against: Body, i: int) -> Truth:
    return either(_in_zone(zone, s) for zone in _in_force(c.zones, s, i))


def _outside(c: v.Outside, s: Scene, _by: Body, _against: Body, i: int) -> Truth:
    return opposite(either(_in_zone(zone, s) for zone in _in_force(c.zones, s, i)))


def _in_force(names: tuple[str, ...], s: Scene, i: int) -> Iterable[Zone]:
    meant = s.compiled.called(names)
    return (zone for zone in s.zones[i] if zone.id in meant)


def _in_zone(zone: Zone, s: Scene) -> Truth:
    level = both((_in_area(("zone", zone.id, 0), s), _at_height(zone.altitudes, s)))
    return level if zone.area is not None else both((None, _at_height(zone.altitudes, s)))


def _in_area(key: AreaKey, s: Scene) -> Truth:
    return None if s.cell is None else key in s.cell


def _at_height(band: Altitudes | None, s: Scene) -> Truth:
    if band is None:
        return True
    said = s.facts["altitude"]
    return None if said is None else band.holds(said)


def _within(c: v.Within, s: Scene, _by: Body, _against: Body, i: int) -> Truth:
    near_zones = (_near(zone.id, zone.area is not None, c.distance_m, s) for zone in _in_force(c.of, s, i))
    lines = (s.compiled.lines[name] for name in c.of if name in s.compiled.lines)
    near_lines = (_near(line.id, line.chain is not None, c.distance_m, s) for line in lines)
    return either((*near_zones, *near_lines))


def _near(name: str, drawn: bool, distance_m: int, s: Scene) -> Truth:  # noqa: FBT001 - a fact of the map
    return _in_area(("band", name, distance_m), s) if drawn else None


def own_lines(compiled: Compiled, body: Body, i: int) -> tuple[str, ...]:
    """The lines that are a member's own in a slice, by id."""
    mine = body.wholes[i] | body.roles[i]
    return tuple(line.id for line in compiled.lines.values() if mine.intersection(line.of))


def _forward(_c: v.ForwardOfOwnLine, s: Scene, by: Body, _against: Body, i: int) -> Truth:
    if not by.present or not by.known:
        return None if by.present else False
    lines = [s.compiled.lines[name] for name in own_lines(s.compiled, by, i)]
    return either(
        _in_area(("forward", line.id, 0), s) if line.chain is not None and line.forward else None for line in lines
    )


def _own_line(c: v.OwnLineWithin, s: Scene, by: Body, _against: Body, i: int) -> Truth:
    stated_mm = s.facts["own_line_mm"]
    if stated_mm is not None:
        return bool(stated_mm < c.distance_m * 1000)
    if not by.present or not by.known:
        return None if by.present else False
    lines = [name for name in own_lines(s.compiled, by, i) if not c.of or name in c.of]
    if not lines:
        return None
    drawn = s.compiled.lines
    return either(_near(name, drawn[name].chain is not None, c.distance_m, s) for name in lines)


def _weapon(c: v.Weapon, s: Scene, _by: Body, _against: Body, _i: int) -> Truth:
    return _word(s.facts["weapon"], c.words, v.WEAPONS)


def _platform(c: v.Platform, s: Scene, _by: Body, _against: Body, _i: int) -> Truth:
    return _word(s.facts["platform"], c.words, v.PLATFORMS)


def _purpose(c: v.Purpose, s: Scene, _by: Body, _against: Body, _i: int) -> Truth:
    return _word(s.facts["purpose"], c.words, v.PURPOSES)


def _armed(c: v.Armed, s: Scene, _by: Body, _against: Body, _i: int) -> Truth:
    return _equal(s.facts["armed"], expected=c.value)


def _equal(said: bool | None, *, expected: bool) -> Truth:  # noqa: FBT001 - a stated fact
    return None if said is None else said is expected


def _in_volume(c: v.InNotifiedVolume, s: Scene, _by: Body, _against: Body, _i: int) -> Truth:
    return _equal(s.facts["in_notified_volume"], expected=c.value)


def _control(c: v.ControlChanged, s: Scene, _by: Body, _against: Body, _i: int) -> Truth:
    return _equal(s.facts["control_changed"], expected=c.value)


def _during(c: v.During, s: Scene, _by: Body, _against: Body, i: int) -> Truth:
    return c.period.holds(s.instants[i])


def _on_schedule(c: v.OnSchedule, s: Scene, _by: Body, _against: Body, i: int) -> Truth:
    return c.schedule.holds(s.instants[i])


def _notified(c: v.NotifiedBefore, s: Scene, _by: Body, _against: Body, _i: int) -> Truth:
    said = s.facts["notice"]
    if said is None:
        return None
    return said.lead_s is not None and said.lead_s >= c.lead_s


def _answer(c: v.AnswerHeld, s: Scene, _by: Body, _against: Body, i: int) -> Truth:
    said = s.facts["answers"]
    if said is None:
        return None
    roster, at = s.compiled.roster, s.instants[i]
    return any(
        answer == c.answer and (actor == c.of or c.of in roster.roles(actor, at)) for actor, answer in said.items
    )


def _baseline(c: v.AboveBaseline, s: Scene, _by: Body, _against: Body, _i: int) -> Truth:
    said = s.facts["amounts"]
    if said is None:
        return None
    amount = said.get(c.baseline)
    return None if amount is None else amount > c.amount


def _not(c: v.Not, s: Scene, by: Body, against: Body, i: int) -> Truth:
    return opposite(truth(c.condition, s, by, against, i))


_ABOUT: dict[type[Any], Callable[[Any, Scene, Body, Body, int], Truth]] = {
    v.Kind: _kind,
    v.By: _by,
    v.Against: _against,
    v.Harmed: _harmed,
    v.Site: _site,
    v.Inside: _inside,
    v.Outside: _outside,
    v.Within: _within,
    v.ForwardOfOwnLine: _forward,
    v.OwnLineWithin: _own_line,
    v.Weapon: _weapon,
    v.Platform: _platform,
    v.Purpose: _purpose,
    v.Armed: _armed,
    v.InNotifiedVolume: _in_volume,
    v.ControlChanged: _control,
    v.During: _during,
    v.OnSchedule: _on_schedule,
    v.NotifiedBefore: _notified,
    v.AnswerHeld: _answer,
    v.AboveBaseline: _baseline,
    v.Not: _not,
}
