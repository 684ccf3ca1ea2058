"""Two observers' lists of the events of a real file, made with dice: what was linked right can then be counted.

Each observer has six events in ten. Half of what one has lies up to 20 km off, three in ten are a day early or late,
fifteen in a hundred have the sides of another event, the dead are off by a factor (normal law of its logarithm, 0.35).
"""

from __future__ import annotations

import csv
import datetime as dt
import math
import random
from dataclasses import dataclass
from pathlib import Path

from truceline.incidents import Told
from truceline.place import Position, degrees_e7

KEPT, MOVED, OFF, RECODED, SPREAD = 0.6, 0.5, 0.3, 0.15, 0.35
FARTHEST_M = 20_000
METRE_E7 = 1e7 / 111_195
EPOCH = dt.date(1970, 1, 1)
PRECISE_M = {"1": 1_000, "2": 25_000, "3": 50_000, "4": 100_000, "5": 100_000, "6": 300_000, "7": 300_000}


@dataclass(frozen=True, slots=True)
class Task:
    """Two lists, and which of one is which of the other."""

    a: list[Told]
    b: list[Told]
    right: frozenset[tuple[str, str]]


def events(path: Path) -> list[Told]:
    """The events of a UCDP GED file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [_event(row) for row in csv.DictReader(stream)]


def _event(row: dict[str, str]) -> Told:
    first, last = ((dt.date.fromisoformat(row[name][:10]) - EPOCH).days for name in ("date_start", "date_end"))
    at = Position(degrees_e7(row["longitude"]), degrees_e7(row["latitude"]))
    sides = frozenset({row["side_a"], row["side_b"]})
    # How far off a place may be is not told: half the points are moved without a word, as real lists are.
    return Told(row["id"], at, PRECISE_M["1"], first, max(first, last), sides, int(row["best"]))


def task(happened: list[Told], seed: int) -> Task:
    """The two lists of one seed; ids say nothing of which belong together."""
    dice = random.Random(seed)  # noqa: S311 - a task, no secret
    a, b = observed(dice, happened), observed(dice, happened)
    lists = [[_named(one, side, place) for place, one in enumerate(own)] for side, own in (("a", a), ("b", b))]
    where = {one.id: f"b{place:05}" for place, one in enumerate(b)}
    right = frozenset((f"a{place:05}", where[one.id]) for place, one in enumerate(a) if one.id in where)
    return Task(lists[0], lists[1], right)


def _named(one: Told, side: str, place: int) -> Told:
    return Told(f"{side}{place:05}", one.at, one.radius_m, one.first_day, one.last_day, one.sides, one.dead)


def observed(dice: random.Random, happened: list[Told]) -> list[Told]:
    """What one observer has, in no order."""
    found = [_seen(dice, one, happened) for one in happened if dice.random() < KEPT]
    dice.shuffle(found)
    return found


def _seen(dice: random.Random, one: Told, happened: list[Told]) -> Told:
    at = _moved(dice, one.at) if dice.random() < MOVED else one.at
    off = dice.choice((-1, 1)) if dice.random() < OFF else 0
    sides = dice.choice(happened).sides if dice.random() < RECODED else one.sides
    dead = round((one.dead or 0) * math.exp(dice.gauss(0, SPREAD)))
    return Told(one.id, at, one.radius_m, one.first_day + off, one.first_day + off, sides, dead)


def _moved(dice: random.Random, at: Position) -> Position:
    away, turn = dice.random() * FARTHEST_M * METRE_E7, dice.random() * 2 * math.pi
    wide = math.cos(math.radians(at.lat_e7 / 1e7))
    return Position(at.lon_e7 + round(away * math.cos(turn) / wide), at.lat_e7 + round(away * math.sin(turn)))
