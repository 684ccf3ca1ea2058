"""The dialect's conditions in one world, for one pair of members, in one slice: yes, no or unknown.

It follows the specification's section 2 (the vocabulary) and 7 (what each asks) a second time. Distances and sides of
lines are geodesy and not covered.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from tests.oracle.geometry import NotCovered
from tests.oracle.kinds import KINDS_BELOW, WEAPONS_BELOW
from tests.oracle.text import (
    NOBODY,
    SOMEBODY,
    Agreement,
    Plain,
    in_period,
    in_schedule,
    roles,
    several,
    statuses,
    true,
    wholes,
)

NO, UNKNOWN, YES = 0, 1, 2
MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60}


@dataclass(frozen=True)
class View:
    """Whose list, and which reading of each rule."""

    roll: Plain
    """The list of statuses."""
    reading: tuple[int, ...]
    """Per rule, the number of its reading."""


@dataclass(frozen=True)
class World:
    """One complete version of the facts."""

    view: View
    """List and readings."""
    facts: Plain
    """One value per stated field."""
    slices: tuple[int, ...]
    """The first instant of each slice that counts in this world."""
    cell: frozenset[str] | None
    """The published zones the place lies in; None: the place is unknown."""
    ways: tuple[str, ...]
    """The directions: a_to_b, b_to_a, or both."""
    a: tuple[str, ...]
    """Members of the one side."""
    b: tuple[str, ...]
    """Members of the other side."""
    answers: tuple[tuple[str, str], ...] = ()
    """For each actor whom a list that gives counts alone may hold: whether it does."""

    def named(self, actors: dict[str, str]) -> "World":
        """The same world, with these actors alone on these sides."""
        a = (actors["a"],) if "a" in actors else self.a
        b = (actors["b"],) if "b" in actors else self.b
        return replace(self, a=a, b=b)

    def pairs(self, text: Agreement, way: str) -> list[tuple[str, str]]:
        """Each initiating member with each struck member, in one direction."""
        initiating, struck = (self.a, self.b) if way == "a_to_b" else (self.b, self.a)
        return [(m, n) for m in initiating if not text.civilian(m) for n in struck]


@dataclass(frozen=True)
class Asked:
    """What one condition is asked about."""

    text: Agreement
    """The agreement."""
    world: World
    """The world."""
    t: int
    """The slice."""
    by: str
    """The initiating member."""
    against: str
    """The struck member."""
    presumed: tuple[object, ...] = ()
    """Conditions, as what they mean, that are read as yes where they would be unknown."""


def truth(asked: Asked, condition: Plain) -> int:
    """The truth of one condition."""
    ((key, value),) = condition.items()
    found = 2 - truth(asked, value) if key == "not" else TRUTHS[key](asked, value)
    if found == UNKNOWN:
        for held in asked.presumed:
            if held == meaning(condition):
                return YES
            if held == meaning({"not": condition}):
                return NO
    return found


def meaning(value: Any) -> object:  # noqa: ANN401 - plain data of any shape
    """What a condition says, however it is written: the order of a list, one or a list of one, hours or days."""
    if isinstance(value, dict) and value.keys() <= MINUTES.keys():
        return minutes(value)
    if isinstance(value, dict):
        return {key: meaning(held) for key, held in value.items()}
    return {str(held) for held in several(value)}


def selected(asked: Asked, member: str, selector: Plain) -> int:
    """Whether the selector picks the member."""
    if member == SOMEBODY:
        return UNKNOWN
    if member == NOBODY:
        return NO
    answer = dict(asked.world.answers).get(member)
    for key, wanted in selector.items():
        if key == "role" and not roles(asked.text, member, asked.t) & set(several(wanted)):
            return NO
        if key == "actor" and not wholes(asked.text, member, asked.t) & set(several(wanted)):
            return NO
        if key == "status":
            possible = statuses(asked.text, asked.world.view.roll, member, asked.t)
            status = possible[0] if len(possible) == 1 else answer
            if status not in several(wanted):
                return NO
    return YES


def truth_by(asked: Asked, selector: Plain) -> int:
    """About the initiating member."""
    return selected(asked, asked.by, selector)


def truth_against(asked: Asked, selector: Plain) -> int:
    """About the struck member."""
    return selected(asked, asked.against, selector)


def truth_harmed(asked: Asked, wanted: Plain) -> int:
    """About those harmed: their classes, and whether one of them is picked."""
    harmed = asked.world.facts.get("harmed")
    selector = {key: value for key, value in wanted.items() if key != "class"}
    if harmed is None:
        return UNKNOWN
    found = [YES]
    if "class" in wanted:
        stated = harmed.get("classes")
        found.append(UNKNOWN if stated is None else YES if set(stated) & set(several(wanted["class"])) else NO)
    if selector:
        members = harmed.get("members")
        found.append(UNKNOWN if members is None else max([NO, *(picked(asked, m, selector) for m in members)]))
    return min(found)


def picked(asked: Asked, member: str, selector: Plain) -> int:
    """Whether the selector picks one who was harmed; unknown where its possible statuses answer differently."""
    answers = set()
    for status in statuses(asked.text, asked.world.view.roll, member, asked.t):
        world = replace(asked.world, answers=((member, status),))
        answers.add(selected(replace(asked, world=world), member, selector))
    return answers.pop() if len(answers) == 1 else UNKNOWN


def truth_kind(asked: Asked, wanted: list[str]) -> int:
    """About the kind of conduct."""
    return classified(asked.world.facts.get("kind"), wanted, KINDS_BELOW)


def truth_weapon(asked: Asked, wanted: list[str]) -> int:
    """About the class of weapon."""
    return classified(asked.world.facts.get("weapon"), wanted, WEAPONS_BELOW)


def classified(stated: str | None, wanted: Any, below: dict[str, set[str]]) -> int:  # noqa: ANN401 - one or many
    """Whether what is stated is one of the wanted or a species of one; unknown if only a genus of one."""
    if stated is None:
        return UNKNOWN
    if any(stated == one or stated in below.get(one, set()) for one in several(wanted)):
        return YES
    return UNKNOWN if any(one in below.get(stated, set()) for one in several(wanted)) else NO


def truth_platform(asked: Asked, wanted: list[str]) -> int:
    """About the class of platform."""
    return classified(asked.world.facts.get("platform"), wanted, {})


def truth_purpose(asked: Asked, wanted: list[str]) -> int:
    """About the stated purpose."""
    return classified(asked.world.facts.get("purpose"), wanted, {})


def truth_site(asked: Asked, wanted: list[str]) -> int:
    """About the kind of place struck."""
    return classified(asked.world.facts.get("site"), wanted, {})


def stated_as(asked: Asked, field: str, wanted: object) -> int:
    """Whether a stated yes-or-no fact equals the wanted."""
    stated = asked.world.facts.get(field)
    if stated is None:
        return UNKNOWN
    return YES if true(stated) == true(wanted) else NO


def truth_armed(asked: Asked, wanted: object) -> int:
    """About being armed."""
    return stated_as(asked, "armed", wanted)


def truth_in_notified_volume(asked: Asked, wanted: object) -> int:
    """About having stayed in the notified volume."""
    return stated_as(asked, "in_notified_volume", wanted)


def truth_control_changed(asked: Asked, wanted: object) -> int:
    """About control of a place having changed."""
    return stated_as(asked, "control_changed", wanted)


def in_force(zone: Plain, t: int) -> bool:
    """Whether the zone is in force at the instant."""
    dated = not zone.get("periods") or any(in_period(period, t) for period in zone["periods"])
    return dated and ("schedule" not in zone or in_schedule(zone["schedule"], t))


def in_band(asked: Asked, zone: Plain) -> int:
    """Whether the stated altitude lies in the zone's band; zones without one reach through all altitudes."""
    if "altitude" not in zone:
        return YES
    band, stated = zone["altitude"], asked.world.facts.get("altitude")
    if stated is None or stated["datum"] != band["datum"]:
        return UNKNOWN
    lower, upper = int(stated["lower_m"]), int(stated["upper_m"])
    floor, ceiling = int(band["lower_m"]), int(band["upper_m"])
    if floor <= lower and upper <= ceiling:
        return YES
    return NO if upper < floor or ceiling < lower else UNKNOWN


def in_zone(asked: Asked, zone: Plain) -> int:
    """Whether the place lies in one zone that is in force."""
    if zone["geometry"] == "not_published" or asked.world.cell is None:
        flat = UNKNOWN
    else:
        if zone["id"] not in asked.text.areas:
            raise NotCovered(f"the drawing of {zone['id']}")
        flat = YES if zone["id"] in asked.world.cell else NO
    return min(flat, in_band(asked, zone))


def named_zones(text: Agreement, names: list[str]) -> list[Plain]:
    """The zones named by their ids or their groups'."""
    return [zone for zone in text.zones if {zone["id"], *zone.get("groups", [])} & set(several(names))]


def truth_inside(asked: Asked, names: list[str]) -> int:
    """About lying in one of the zones in force."""
    here = [zone for zone in named_zones(asked.text, names) if in_force(zone, asked.t)]
    return max([NO, *(in_zone(asked, zone) for zone in here)])


def truth_outside(asked: Asked, names: list[str]) -> int:
    """About not lying inside."""
    return 2 - truth_inside(asked, names)


def truth_within(asked: Asked, wanted: Plain) -> int:
    """About lying near zones in force or lines; distances themselves are not covered."""
    near = [zone for zone in named_zones(asked.text, wanted["of"]) if in_force(zone, asked.t)]
    near += [line for line in asked.text.lines if line["id"] in several(wanted["of"])]
    return max([NO, *(no_geodesy(asked, one) for one in near)])


def no_geodesy(asked: Asked, drawn: Plain) -> int:
    """Unknown where place or drawing are unknown; else it would take geodesy."""
    if asked.world.cell is None or drawn["geometry"] == "not_published":
        return UNKNOWN
    raise NotCovered(f"distance or side of {drawn['id']}")


def own_lines(asked: Asked) -> list[Plain]:
    """The lines that are the initiating member's own."""
    owner = roles(asked.text, asked.by, asked.t) | wholes(asked.text, asked.by, asked.t)
    return [line for line in asked.text.lines if owner & set(several(line["of"]))]


def truth_own_line_within(asked: Asked, wanted: Plain) -> int:
    """About being less than so far from the initiating member's own line."""
    stated = asked.world.facts.get("own_line_distance_m")
    if stated is not None:
        return YES if Decimal(str(stated)) < Decimal(str(wanted["m"])) else NO
    if asked.by == SOMEBODY:
        return UNKNOWN
    lines = [line for line in own_lines(asked) if "of" not in wanted or line["id"] in several(wanted["of"])]
    return max(no_geodesy(asked, line) for line in lines) if lines else UNKNOWN


def truth_forward(asked: Asked, wanted: object) -> int:
    """About lying on the forward side of the initiating member's own line."""
    if asked.by == SOMEBODY:
        return UNKNOWN
    found = max([NO, *(no_geodesy(asked, line) for line in own_lines(asked))])
    return found if true(wanted) else 2 - found


def truth_period(asked: Asked, period: Plain) -> int:
    """About the time."""
    return YES if in_period(period, asked.t) else NO


def truth_schedule(asked: Asked, schedule: Plain) -> int:
    """About the day of the week and the time of day."""
    return YES if in_schedule(schedule, asked.t) else NO


def minutes(lead: Plain) -> int:
    """A span of time in minutes."""
    return sum(MINUTES[unit] * int(number) for unit, number in lead.items())


def truth_notified_before(asked: Asked, lead: Plain) -> int:
    """About notice given early enough."""
    stated = asked.world.facts.get("notified")
    if stated is None:
        return UNKNOWN
    return YES if stated != "none" and minutes(stated) >= minutes(lead) else NO


def truth_answer_held(asked: Asked, wanted: Plain) -> int:
    """About an answer that was given."""
    stated = asked.world.facts.get("answers")
    if stated is None:
        return UNKNOWN
    for actor, answer in stated.items():
        asked_of = actor == wanted["of"] or wanted["of"] in roles(asked.text, actor, asked.t)
        if asked_of and answer == wanted["answer"]:
            return YES
    return NO


def truth_above_baseline(asked: Asked, wanted: Plain) -> int:
    """About more being there than was declared."""
    stated = asked.world.facts.get("amounts", {}).get(wanted["of"])
    if stated is None:
        return UNKNOWN
    declared = [Decimal(str(one["amount"])) for one in asked.text.baselines if one["id"] == wanted["of"]]
    return YES if Decimal(str(stated)) > declared[0] else NO


TRUTHS: dict[str, Callable[[Asked, Any], int]] = {
    "kind": truth_kind,
    "by": truth_by,
    "against": truth_against,
    "harmed": truth_harmed,
    "site": truth_site,
    "inside": truth_inside,
    "outside": truth_outside,
    "within": truth_within,
    "forward_of_own_line": truth_forward,
    "own_line_within": truth_own_line_within,
    "weapon": truth_weapon,
    "platform": truth_platform,
    "purpose": truth_purpose,
    "armed": truth_armed,
    "in_notified_volume": truth_in_notified_volume,
    "control_changed": truth_control_changed,
    "period": truth_period,
    "schedule": truth_schedule,
    "notified_before": truth_notified_before,
    "answer_held": truth_answer_held,
    "above_baseline": truth_above_baseline,
}
