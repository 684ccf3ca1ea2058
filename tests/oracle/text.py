"""The agreement as the oracle reads it: its sections, time, roles and statuses, who may stand on a side.

It follows the specification's sections 1, 4 and the cutting of time in 6; it imports nothing of the product and
keeps plain dictionaries, instants read. It knows no conditions and no worlds.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import chain, combinations, product
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.geometry import area

Plain = dict[str, Any]

SOMEBODY = "?"  # a member nobody can name
NOBODY = "-"  # the one member of a side that is nobody
OTHER = "+"  # an unlisted group under an open umbrella; the umbrella's id follows


# --- the agreement, its instants read ----------------------------------------------------------------------------


def instant(written: str) -> int:
    """An ISO 8601 instant with offset, in seconds of UTC."""
    return int(datetime.fromisoformat(written).timestamp())


def with_instants(value: Any) -> Any:  # noqa: ANN401 - plain data of any shape
    """The same data, every written instant replaced by its seconds."""
    if isinstance(value, dict):
        return {key: with_instants(held) for key, held in value.items()}
    if isinstance(value, list):
        return [with_instants(held) for held in value]
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\dT", value):
        return instant(value)
    return value


def drawn(geometry: Plain | str) -> bool:
    """Whether a zone is published as polygons with straight edges, which is all the oracle can lay out."""
    if isinstance(geometry, str) or geometry.get("edges", "straight") != "straight":
        return False
    return "polygon" in geometry or "multipolygon" in geometry


class Agreement:
    """The sections of an agreement by name, each a list, and each rule's readings written out."""

    def __init__(self, plain: Plain) -> None:
        read = with_instants(plain)
        self.actors: list[Plain] = read.get("actors", [])
        self.umbrellas: list[Plain] = read.get("umbrellas", [])
        self.lists: list[Plain] = read.get("lists", []) or [{"id": "all"}]
        self.implicit = not read.get("lists")
        self.adherence: list[Plain] = read.get("adherence", [])
        self.designations: list[Plain] = read.get("designations", [])
        self.non_parties: list[Plain] = read.get("non_parties", [])
        self.guarantors: list[Plain] = read.get("guarantors", [])
        self.zones: list[Plain] = read.get("zones", [])
        self.areas = {zone["id"]: area(zone["geometry"]) for zone in self.zones if drawn(zone["geometry"])}
        self.lines: list[Plain] = read.get("lines", [])
        self.baselines: list[Plain] = read.get("baselines", [])
        self.presumptions: list[Plain] = read.get("presumptions", [])
        self.rules: list[Plain] = [{**rule, "versions": versions(rule)} for rule in read.get("rules", [])]
        mappings = list(nested(read))
        self.turns = written_instants(mappings)
        self.schedules = [one for one in mappings if "days" in one and "time_zone" in one]

    def actor(self, member: str) -> Plain:
        """The named actor; an empty one for members that are no named actor."""
        for actor in self.actors:
            if actor["id"] == member:
                return actor
        return {}

    def civilian(self, member: str) -> bool:
        """Whether the member is of kind civilians."""
        return self.actor(member).get("kind") == "civilians"


def versions(rule: Plain) -> list[Plain]:
    """Each reading of a rule (or the rule itself) as its id, authors and three sections, fully written out."""
    found = []
    for reading in rule.get("readings") or [{"id": "", "authors": []}]:
        sections = {name: reading.get(name, rule.get(name, [])) for name in ("conduct", "reach", "exceptions")}
        reach = list(sections["reach"])
        if "in_force" in rule:
            reach.append({"period": rule["in_force"]})
        if "binds" in rule:
            reach.append({"by": rule["binds"]})
        exceptions = [exception["when"] for exception in sections["exceptions"]]
        if isinstance(rule["effect"], dict) and "require_notice" in rule["effect"]:
            exceptions.append([{"notified_before": rule["effect"]["require_notice"]}])
        if isinstance(rule["effect"], dict) and "require_concurrence" in rule["effect"]:
            of = rule["effect"]["require_concurrence"]["of"]
            exceptions.append([{"answer_held": {"of": of, "answer": "concurred"}}])
        found.append(
            {
                "id": reading["id"],
                "authors": reading.get("authors", []),
                "conduct": sections["conduct"],
                "reach": reach,
                "exceptions": exceptions,
            }
        )
    return found


def several(value: Any) -> list[Any]:  # noqa: ANN401 - one or many of anything
    """One value or a list of them, as a list."""
    return value if isinstance(value, list) else [value]


def true(value: object) -> bool:
    """A truth value as YAML writes it."""
    return str(value).lower() == "true"


# --- time -------------------------------------------------------------------------------------------------------


def in_period(period: Plain, t: int) -> bool:
    """Whether the instant lies in the half-open period."""
    return ("from" not in period or period["from"] <= t) and ("to" not in period or t < period["to"])


def clock(written: str) -> int:
    """HH:MM as seconds of the day."""
    hours, minutes = written.split(":")
    return int(hours) * 3600 + int(minutes) * 60


def in_schedule(schedule: Plain, t: int) -> bool:
    """Whether the instant lies in an opening that began on one of the schedule's days."""
    zone = ZoneInfo(schedule["time_zone"])
    start, end = clock(schedule["from"]), clock(schedule["to"])
    if end <= start:
        end += 24 * 3600
    here = datetime.fromtimestamp(t, zone).date()
    for day in (here + timedelta(days=days) for days in (-2, -1, 0, 1)):
        if day.strftime("%a").lower() in schedule["days"] and shown(day, start, zone) <= t < shown(day, end, zone):
            return True
    return False


def schedule_instants(schedule: Plain, start: int, end: int) -> set[int]:
    """Every instant of the days around at which the wall clock first shows one of the schedule's two times."""
    zone = ZoneInfo(schedule["time_zone"])
    day = datetime.fromtimestamp(start, UTC).date() - timedelta(days=2)
    found = set()
    while day <= datetime.fromtimestamp(end, UTC).date() + timedelta(days=2):
        found |= {shown(day, clock(schedule[key]), zone) for key in ("from", "to")}
        day += timedelta(days=1)
    return found


def shown(day: date, seconds: int, zone: ZoneInfo) -> int:
    """The instant at which the zone's wall clock first shows so many seconds of the day, or jumps over them."""
    wanted = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)  # noqa: DTZ001 - the zone comes next
    t = min(int(wanted.replace(tzinfo=zone, fold=fold).timestamp()) for fold in (0, 1))
    while datetime.fromtimestamp(t, zone).replace(tzinfo=None) < wanted:
        t += 60
    return t


def nested(value: Any) -> Iterator[Plain]:  # noqa: ANN401 - plain data of any shape
    """Every mapping anywhere in the data."""
    if isinstance(value, list):
        for held in value:
            yield from nested(held)
    if isinstance(value, dict):
        yield value
        for held in value.values():
            yield from nested(held)


def written_instants(mappings: list[Plain]) -> set[int]:
    """Every instant written in the mappings."""
    keys = ("from", "to", "at", "until", "opened")
    return {one[key] for one in mappings for key in keys if type(one.get(key)) is int}


def slices(text: Agreement, time: Plain) -> list[int]:
    """The first instant of each slice of a conduct's time."""
    if "at" in time:
        return [time["at"]]
    start, end = time["from"], time["to"]
    turns = text.turns.union(*(schedule_instants(schedule, start, end) for schedule in text.schedules))
    return [start, *sorted(turn for turn in turns if start < turn < end)]


# --- actors -----------------------------------------------------------------------------------------------------


def wholes(text: Agreement, member: str, t: int) -> set[str]:
    """The actor and everything it is part of at the instant, at any depth."""
    found = {member}
    for part_of in text.actor(member).get("part_of", []):
        if in_period(part_of, t):
            found |= wholes(text, part_of["actor"], t)
    return found


def roles(text: Agreement, member: str, t: int) -> set[str]:
    """The roles of the member and of all it is part of at the instant."""
    if member.startswith(OTHER):
        return {
            role
            for umbrella in text.umbrellas
            if umbrella["id"] == member[1:]
            for role in umbrella.get("open_roles", [])
        }
    return {
        held["role"]
        for whole in wholes(text, member, t)
        for held in text.actor(whole).get("roles", [])
        if in_period(held, t)
    }


def statuses(text: Agreement, roll: Plain, member: str, t: int) -> list[str]:
    """The possible statuses of the actor on the list at the instant: the first that fits."""
    author = roll.get("author")
    for designation in text.designations:
        counts = text.implicit or designation["by"] == author or designation["by"] in roll.get("recognises", [])
        if designation["actor"] == member and counts and in_period(designation, t):
            return ["excluded"]
    ended = False
    for adherence in text.adherence:
        if adherence["actor"] != member or not (text.implicit or author in several(adherence["attested_by"])):
            continue
        if adherence["at"] <= t and ("until" not in adherence or t < adherence["until"]):
            return ["party"]
        ended = ended or ("until" in adherence and adherence["until"] <= t)
    for outside in text.non_parties:
        counts = text.implicit or "by" not in outside or outside["by"] == author
        if outside["actor"] == member and counts and in_period(outside, t):
            return ["non_party"]
    if ended:
        return ["non_party"]
    armed = text.actor(member).get("kind") == "armed_group"
    if roll.get("names") == "count_only" and armed and t >= roll["opened"]:
        return ["party", "unlisted"]
    return ["unlisted"]


def side_sets(text: Agreement, author: str | None, side: Any) -> list[tuple[str, ...]]:  # noqa: ANN401 - a side
    """Every set of members that a side may consist of."""
    if side is None or side == "unknown":
        return [(SOMEBODY,)]
    if side == "nobody":
        return [(NOBODY,)]
    if isinstance(side, list):
        return [tuple(side)]
    if "umbrella" in side:
        return umbrella_sets(text, side["umbrella"])
    each = [named_sets(text, author, name) for name in side["names"]]
    return [tuple(chain.from_iterable(choice)) for choice in product(*each)]


def umbrella_sets(text: Agreement, umbrella_id: str) -> list[tuple[str, ...]]:
    """Every non-empty set of those who may stand under the umbrella."""
    for umbrella in text.umbrellas:
        if umbrella["id"] == umbrella_id:
            under = list(umbrella["members"])
            if true(umbrella.get("open", False)):
                under.append(OTHER + umbrella_id)
            return [choice for size in range(1, len(under) + 1) for choice in combinations(under, size)]
    raise LookupError(umbrella_id)


def named_sets(text: Agreement, author: str | None, name: str) -> list[tuple[str, ...]]:
    """Whom a written name may mean in the column of this author (None: the common column), its own word first."""
    for by in (author, None):
        for actor in text.actors:
            for alias in actor.get("aliases", []):
                if alias["name"] == name and alias.get("by") == by:
                    return [(actor["id"],)]
        for umbrella in text.umbrellas:
            for alias in umbrella.get("aliases", []):
                if alias["name"] == name and alias.get("by") == by:
                    return umbrella_sets(text, umbrella["id"])
    return [(SOMEBODY,)]
