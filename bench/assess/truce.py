"""The agreement of the benchmark: 40 clauses over 200 zones, two guarantors with a list and readings each.

It is drawn like the shipped ones: mirrored duties of a government and thirty groups, protected and medical zones,
regimes of calm that run for days, corridors and closed skies with altitude bands, heavy weapons held back from
one's own line, notice and concurrence, excluded groups, an umbrella, adherence on different days on different
lists, one clause read in two ways, one presumption that only one guarantor adopts, one map never published. It goes
through the project's own reader. Nothing in it stands for a real text.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from bench.assess.country import E7, EAST, NORTH, SEED, SOUTH, WEST, line, towns
from truceline.agreement import Agreement
from truceline.formats.agreement import read_inline

OURS, THEIRS = "guarantor-k", "guarantor-z"  # the one that stands with the groups, the one with the government
FIRST_DAY = dt.datetime(2031, 3, 1, tzinfo=dt.timezone(dt.timedelta(hours=6)))
DAYS = 154  # of which events tell
START_DAY = 31  # the truce begins
SECOND_DAY = 75  # its second phase
TIME_ZONE = "Etc/GMT-6"
METRES_A_DEGREE = 111_000

UNITS = ("army-1", "army-2", "army-3", "army-4")
MILITIAS = ("militia-1", "militia-2", "militia-3")
COALITION = ("coalition-1", "coalition-2")
GROUPS = tuple(f"group-{i:02d}" for i in range(1, 31))
EXCLUDED = ("excluded-1", "excluded-2", "excluded-3")
UMBRELLA = "insurgents"

HEAVY = ["mortar", "artillery", "mlrs", "tank", "rocket", "air_bomb", "tactical_missile"]
UNARMED_HARMED = ["civilian", "medical", "humanitarian", "journalist", "child"]
CIVIL_SITES = ["civilian_object", "medical", "school", "camp", "market", "worship", "water", "power", "humanitarian"]
NIGHT = {"from": "22:00", "to": "05:00", "time_zone": TIME_ZONE}
LIGHT = {"from": "07:00", "to": "17:00", "time_zone": TIME_ZONE}

Tree = dict[str, Any]


def agreement() -> Agreement:
    """The agreement, read and linted; the same at every call."""
    return read_inline(
        {
            "id": "bench",
            "time_zone": TIME_ZONE,
            "extent": _ring([(WEST, SOUTH), (EAST, SOUTH), (EAST, NORTH), (WEST, NORTH)]),
            "guarantors": [
                {"actor": OURS, "stands_with": ["opposition"]},
                {"actor": THEIRS, "stands_with": ["government_side"]},
            ],
            **_people(),
            "zones": list(_zones()),
            "lines": [_own_line(i, of) for i, of in enumerate(("government_side", "opposition"))],
            "rules": list(_rules()),
            "presumptions": [
                {
                    "id": "combat-flight-armed",
                    "author": OURS,
                    "adopters": [OURS],
                    "when": [{"kind": ["combat_flight"]}],
                    "holds": [{"armed": True}],
                }
            ],
        }
    )


def at(day: int, hour: int = 0) -> str:
    """Local midnight of a day, counted from the first, and so many hours."""
    return (FIRST_DAY + dt.timedelta(days=day, hours=hour)).isoformat()


# ── people ────────────────────────────────────────────────────────────────────────────────────


def _people() -> Tree:
    """Actors, one umbrella, two lists, and who stands how on which, from when."""
    both = [OURS, THEIRS]
    governing = ("gov", *UNITS, *MILITIAS, THEIRS)
    return {
        "actors": [
            _actor(OURS, "state", "guarantor"),
            _actor(THEIRS, "state", "guarantor", "government_side"),
            {**_actor("gov", "state", "government_side"), "aliases": [{"name": "Army of the coast"}]},
            *({**_actor(one, "armed_group"), "part_of": [{"actor": "gov", "source": "v"}]} for one in UNITS),
            *(_actor(one, "armed_group", "government_side") for one in MILITIAS),
            *(_actor(one, "state", "coalition") for one in COALITION),
            *(_actor(one, "armed_group", "opposition") for one in GROUPS),
            *(_actor(one, "armed_group") for one in EXCLUDED),
            _actor("civilians", "civilians"),
            _actor("relief", "organisation", "humanitarian"),
            _actor("mission", "organisation", "monitor"),
        ],
        "umbrellas": [
            {"id": UMBRELLA, "members": [*GROUPS, *EXCLUDED], "open": True, "open_roles": ["opposition"]},
        ],
        "lists": [
            {"id": f"list-{author}", "author": author, "names": "published", "recognises": ["council"]}
            for author in both
        ],
        "adherence": [
            *({"actor": one, "at": at(START_DAY - 2), "attested_by": both} for one in governing),
            *({"actor": one, "at": at(START_DAY - 1), "attested_by": both} for one in GROUPS[:11]),
            *({"actor": one, "at": at(40 + 9 * i, 12), "attested_by": both} for i, one in enumerate(GROUPS[11:15])),
            *({"actor": one, "at": at(34 + 13 * i, 18), "attested_by": [OURS]} for i, one in enumerate(GROUPS[15:20])),
            *({"actor": one, "at": at(37, 9), "attested_by": [THEIRS]} for one in GROUPS[20:24]),
            {"actor": GROUPS[24], "at": at(START_DAY - 1), "until": at(96, 12), "attested_by": both},
        ],
        "designations": [{"actor": one, "by": "council", "from": at(-30)} for one in EXCLUDED],
        "non_parties": [{"actor": one, "from": at(START_DAY), "by": THEIRS} for one in GROUPS[18:20]],
    }


def _actor(name: str, kind: str, *roles: str) -> Tree:
    return {"id": name, "kind": kind, "roles": [{"role": role, "source": "v"} for role in roles]}


# ── zones and lines ───────────────────────────────────────────────────────────────────────────


def _zones() -> Iterator[Tree]:
    """Two hundred zones at the largest towns, each group of them with its own shapes, times and heights."""
    dice = np.random.default_rng(SEED + 2)
    lon, lat = towns()
    places = iter(zip(lon.tolist(), lat.tolist(), strict=True))

    def round_(radius_m: int, vertices: int = 30) -> Tree:
        return _ring(_around(*next(places), radius_m, vertices, dice))

    def disc(radius_m: int) -> Tree:
        x, y = next(places)
        return {"disc": {"lon": _degrees(x), "lat": _degrees(y), "radius_m": radius_m}}

    roads = {"schedule": {"from": "06:00", "to": "18:00", "time_zone": TIME_ZONE}}
    low, high = ({"altitude": {"lower_m": a, "upper_m": b, "datum": "AMSL"}} for a, b in ((300, 3_000), (0, 6_000)))
    kinds: tuple[tuple[str, int, Callable[[int], Tree]], ...] = (
        ("protected", 100, lambda i: {"geometry": round_(int(dice.integers(2_000, 8_000))), **_protected(i)}),
        ("medical", 25, lambda _: {"geometry": disc(1_500)}),
        ("camp", 15, lambda i: {"geometry": round_(3_000), "periods": [{"from": at(START_DAY + 4 * i)}]}),
        ("calm", 20, lambda i: {"geometry": round_(20_000), "periods": _calm(i)}),
        ("demilitarised", 10, lambda i: {"geometry": _ring(_strip(i))}),
        ("relief", 10, lambda _: {"geometry": round_(9_000, 12), **roads}),
        ("corridor", 6, lambda _: {"geometry": round_(30_000, 12), **low}),
        ("closed-sky", 10, lambda _: {"geometry": round_(25_000, 16), **high}),
        ("water", 3, lambda _: {"geometry": disc(3_000)}),
        ("told-places", 1, lambda _: {"geometry": "not_published"}),
    )
    for group, many, more in kinds:
        for i in range(many):
            yield {"id": f"{group}-{i + 1:03d}", "groups": [group], **more(i)}


def _protected(i: int) -> Tree:
    """Two in five hold for about two months."""
    return {"periods": [{"from": at(START_DAY + i % 40), "to": at(START_DAY + 60 + i % 50)}]} if i % 5 < 2 else {}


def _calm(i: int) -> list[Tree]:
    """One to three regimes of one to three days each."""
    days = sorted(START_DAY + (7 * i + 37 * k) % 110 for k in range(1 + i % 3))
    return [{"from": at(day, 1), "to": at(day + 1 + i % 3)} for day in days]


def _around(lon: int, lat: int, radius_m: int, vertices: int, dice: np.random.Generator) -> list[tuple[int, int]]:
    """A ring about a place, its vertices at seven to ten tenths of the radius."""
    wide = math.cos(math.radians(lat / E7))
    ring = []
    for i, share in enumerate(dice.integers(700, 1_000, vertices).tolist()):
        out = radius_m * share / 1_000 / METRES_A_DEGREE * E7
        turn = 2 * math.pi * i / vertices
        ring.append((lon + round(out * math.cos(turn) / wide), lat + round(out * math.sin(turn))))
    return ring


def _strip(part: int) -> list[tuple[int, int]]:
    """Two steps of the band, about ten kilometres wide, along the western side's line."""
    steps = line(0)[1 + 2 * part : 4 + 2 * part]
    half = E7 // 20
    return [*((x - half, y) for x, y in steps), *((x + half, y) for x, y in reversed(steps))]


def _own_line(number: int, of: str) -> Tree:
    """Drawn from south to north: forward of the western side's is right of it, of the other's left."""
    points = [[_degrees(x), _degrees(y)] for x, y in line(number)]
    name, forward = (("line-gov", "right"), ("line-opp", "left"))[number]
    return {"id": name, "of": [of], "geometry": {"line": points}, "forward": forward}


def _ring(points: list[tuple[int, int]]) -> Tree:
    return {"polygon": [[[_degrees(x), _degrees(y)] for x, y in points]]}


def _degrees(e7: int) -> str:
    return f"{'-' if e7 < 0 else ''}{abs(e7) // E7}.{abs(e7) % E7:07d}"


# ── clauses ───────────────────────────────────────────────────────────────────────────────────

PARTY: Tree = {"status": "party"}
OPPOSITION: Tree = {"role": "opposition", "status": "party"}
GOVERNMENT: Tree = {"role": "government_side"}
GROUNDED: Tree = {"role": ["government_side", "coalition"]}
ATTACK: list[Tree] = [{"kind": ["attack"]}]


def _rule(name: str, conduct: list[Tree], reach: list[Tree], binds: Tree | None = None, **more: Any) -> Tree:  # noqa: ANN401 - fields of a rule
    told: Tree = {"id": name, "effect": "prohibit", "in_force": {"from": at(START_DAY)}}
    return {**told, "conduct": conduct, "reach": reach, **({"binds": binds} if binds else {}), **more}


def _lifted(name: str, *when: Tree) -> Tree:
    return {"id": name, "when": list(when)}


def _question(name: str) -> Tree:
    return {"id": name}


def _rules() -> Iterator[Tree]:
    """Forty, section by section."""
    yield from _fighting()
    yield from _harm()
    yield from _ground()
    yield from _weapons()
    yield from _air()
    yield from _others()


def _fighting() -> Iterator[Tree]:
    """Attacks: whom on whom, and where."""
    defence = {"justifications": [_question("self-defence")]}
    told: list[Tree] = [{"against": PARTY}, {"not": {"against": GOVERNMENT}}]
    yield _rule("1.1", ATTACK, [{"against": GOVERNMENT}], OPPOSITION, **defence)
    yield _rule("1.2", ATTACK, [{"against": OPPOSITION}], GOVERNMENT, **defence)
    readings = [
        {"id": "accepted", "authors": [OURS], "reach": told},
        {"id": "told", "authors": [THEIRS], "reach": [*told, {"inside": ["told-places"]}]},
    ]
    yield _rule("1.3", ATTACK, told, GROUNDED, readings=readings, **defence)
    yield _rule("1.4", ATTACK, [{"inside": ["protected"]}], PARTY)
    yield _rule("1.5", [*ATTACK, {"weapon": HEAVY}], [{"within": {"m": 5_000, "of": ["protected"]}}], PARTY)
    yield _rule("1.6", ATTACK, [{"within": {"m": 1_000, "of": ["medical"]}}])
    yield _rule("1.7", ATTACK, [{"inside": ["camp"]}], PARTY)
    yield _rule("1.8", ATTACK, [{"against": PARTY}, {"inside": ["calm"]}], PARTY, **defence)
    yield _rule("1.9", ATTACK, [{"inside": ["relief"]}], PARTY)
    later = {"from": at(SECOND_DAY)}
    yield _rule("1.10", [{"kind": ["small_arms_fire"]}], [{"against": PARTY}], PARTY, in_force=later)


def _harm() -> Iterator[Tree]:
    """Who was harmed and what was struck."""
    left = {"assessments": [_question("indiscriminate")]}
    yield _rule("2.1", ATTACK, [{"harmed": {"class": UNARMED_HARMED}}], PARTY, **left)
    yield _rule("2.2", ATTACK, [{"site": CIVIL_SITES}], PARTY, **left)
    yield _rule("2.3", ATTACK, [{"harmed": {"class": ["medical"]}}])
    yield _rule("2.4", ATTACK, [{"against": {"role": ["monitor", "humanitarian"]}}])
    yield _rule("2.5", ATTACK, [{"site": ["water", "power"]}, {"within": {"m": 2_000, "of": ["water"]}}])
    yield _rule("2.6", [{"weapon": ["chemical"]}], [])


def _ground() -> Iterator[Tree]:
    """Ground taken, moved over or dug in."""
    leaving = {"period": {"from": at(START_DAY), "to": at(START_DAY + 3)}}
    strip = [{"inside": ["demilitarised"]}]
    sought = {"assessments": [_question("sought-territory")]}
    relief = [_lifted("relief", {"purpose": ["humanitarian"]}, {"in_notified_volume": True})]
    yield _rule("3.1", [{"kind": ["territory_gain"]}, {"control_changed": True}], [{"against": PARTY}], PARTY)
    yield _rule("3.2", [{"kind": ["ground_assault"]}], [{"against": PARTY}], PARTY, **sought)
    forward = [{"kind": ["troop_movement", "ground_assault"]}]
    yield _rule("3.3", forward, [{"forward_of_own_line": True}], PARTY, exceptions=relief)
    weapons = [{"kind": ["weapon_deployment", "weapon_movement"]}]
    out = [_lifted("leaving", {"kind": ["weapon_movement"]}, leaving)]
    yield _rule("3.4", weapons, strip, PARTY, exceptions=out)
    yield _rule("3.5", [{"kind": ["troop_deployment"]}], strip, OPPOSITION)
    yield _rule("3.6", [{"kind": ["fortification"]}], strip, PARTY)
    convoys = {"effect": {"require_notice": {"hours": 24}}}
    yield _rule("3.7", [{"kind": ["convoy_movement"]}], [{"inside": ["relief"]}], PARTY, **convoys)
    yield _rule(
        "3.8", [{"kind": ["movement"]}], [{"inside": ["protected"]}, {"schedule": NIGHT}], PARTY, exceptions=relief
    )


def _weapons() -> Iterator[Tree]:
    """Heavy weapons kept back from one's own line."""
    kinds = [{"kind": ["weapon_deployment", "weapon_movement", "shelling"]}]
    for name, words, metres in (
        ("4.1", ["mortar", "tank"], 10_000),
        ("4.2", ["artillery_100mm"], 25_000),
        ("4.3", ["mlrs"], 35_000),
        ("4.4", ["tactical_missile", "mlrs_long"], 70_000),
    ):
        yield _rule(name, [*kinds, {"weapon": words}], [{"own_line_within": {"m": metres}}], PARTY)


def _air() -> Iterator[Tree]:
    """The sky: closed, open on notice, and what may fly armed."""
    rescue = _lifted("rescue", {"purpose": ["medevac", "rescue"]}, {"armed": False}, {"schedule": LIGHT})
    hurry = _lifted("emergency", {"purpose": ["medevac", "rescue", "fire_fighting"]}, {"notified_before": {"hours": 2}})
    yield _rule("5.1", [{"kind": ["flight"]}], [{"inside": ["closed-sky"]}], PARTY, exceptions=[rescue])
    yield _rule("5.2", [{"kind": ["flight"]}, {"armed": True}], [{"inside": ["protected"]}], PARTY)
    passing = [{"kind": ["transport_flight", "reconnaissance_flight"]}]
    notice = {"effect": {"require_notice": {"hours": 48}}, "exceptions": [hurry]}
    yield _rule("5.3", passing, [{"inside": ["corridor"]}], PARTY, **notice)
    struck = _lifted("excluded", {"against": {"status": "excluded"}})
    yield _rule("5.4", [{"kind": ["air_strike"]}], [], GROUNDED, exceptions=[struck], in_force={"from": at(SECOND_DAY)})
    yield _rule("5.5", [{"platform": ["uav"]}], [{"within": {"m": 1_000, "of": ["medical"]}}], PARTY)


def _others() -> Iterator[Tree]:
    """Excluded groups with the other's consent, relief, people held, and advice."""
    near: list[Tree] = [{"against": {"status": "excluded"}}, {"within": {"m": 5_000, "of": ["protected"]}}]
    yield _rule("6.1", ATTACK, near, GOVERNMENT, effect={"require_concurrence": {"of": OURS}})
    yield _rule("6.2", ATTACK, near, OPPOSITION, effect={"require_concurrence": {"of": THEIRS}})
    yield _rule("6.3", [{"kind": ["access_denied", "siege"]}], [], PARTY, assessments=[_question("undue-delay")])
    yield _rule("6.4", [{"kind": ["detention", "abduction"]}], [{"against": {"actor": "civilians"}}], PARTY)
    yield _rule("6.5", [{"kind": ["looting"]}], [{"outside": ["demilitarised"]}], PARTY)
    yield _rule("6.6", [{"kind": ["provocation", "propaganda"]}], [], PARTY, effect="advise")
    answering = {"effect": "advise", "assessments": [_question("disproportionate")]}
    yield _rule("6.7", ATTACK, [{"against": PARTY}], PARTY, **answering)
