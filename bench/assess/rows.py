"""Any number of rows as events are told of: seeded, in the flat table's columns, made as whole arrays.

Two thirds happened at a town's own coordinates, the rest at exact points about one; a tenth are known to a radius
only. Kinds and sides are skewed as in real lists: a quarter is shelling, most fights are between an army unit and
one of a few large groups, some names are an umbrella, unknown, several at once or spelt so that nobody knows
them. A quarter tells no direction; three in ten tell a day or several instead of an instant. What is said beside
the kind depends on the kind. Lists of events hardly ever name an actor as the origin of a row; rows that do, if asked
for, are one in eighty. Weights are in 256ths, and every draw is of whole numbers: the same seed and number
give the same rows on every machine, whatever the size of what is asked for at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from bench.assess import truce
from bench.assess.country import towns

CHUNK = 1 << 17  # rows made at once; each chunk has its own dice
SEED = 20_310_301
DAY_S = 86_400

Codes: TypeAlias = npt.NDArray[np.int16]
Mask: TypeAlias = npt.NDArray[np.bool_]
Weights: TypeAlias = Mapping[str, int]  # word → how many of 256; what is left over says nothing

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("id", "side_a", "side_b", "direction", "kind")),
        *((name, pa.string()) for name in ("weapon", "platform", "purpose", "site")),
        *((name, pa.bool_()) for name in ("armed", "control_changed", "in_notified_volume")),
        ("harmed", pa.string()),
        *((name, pa.int32()) for name in ("lon_e7", "lat_e7")),
        *((name, pa.int64()) for name in ("radius_m", "own_line_m", "from_s", "to_s")),
        ("throughout", pa.bool_()),
        *((name, pa.int64()) for name in ("lower_m", "upper_m")),
        ("datum", pa.string()),
        ("notified", pa.bool_()),
        ("notice_s", pa.int64()),
        ("origin", pa.string()),
    ]
)

_ORIGIN_FIELD = SCHEMA.field("origin")

# ── what is told, and how often ───────────────────────────────────────────────────────────────


def _told(*lines: str) -> dict[str, int]:
    """Words with their weights, as written below."""
    parted = (one.rpartition(" ") for line in lines for one in line.split(", "))
    return {word: int(weight) for word, _, weight in parted}


KINDS = _told(
    "shelling 66, small_arms_fire 48, air_strike 26, ground_assault 14, attack 12, drone_strike 8, explosive_device 8",
    "missile_strike 3, troop_movement 9, weapon_movement 7, convoy_movement 5, weapon_deployment 9, troop_deployment 5",
    "fortification 3, combat_flight 5, transport_flight 4, reconnaissance_flight 6, territory_gain 4, access_denied 4",
    "detention 2, abduction 1, provocation 2, looting 2, siege 1, propaganda 1",
)
FIGHTING = tuple(KINDS)[:8]
FLIGHTS = ("combat_flight", "transport_flight", "reconnaissance_flight")
MOVING = (*FLIGHTS, "troop_movement", "weapon_movement", "convoy_movement")
DEPLOYED = ("weapon_movement", "weapon_deployment")
_HEAVY = _told("artillery 34, artillery_100mm 38, mlrs 30, mlrs_long 8, mortar 40, tank 40")
_ON_ROADS = _told("ground_vehicle 170, foot 20")
WEAPONS = {
    "shelling": _told("mortar 90, artillery 50, artillery_100mm 16, mlrs 18, rocket 24, tank 18"),
    "small_arms_fire": _told("small_arms 150, machine_gun 60"),
    "air_strike": _told("air_bomb 120, barrel_bomb 40, rocket 10, chemical 1"),
    "ground_assault": _told("small_arms 60, tank 40, anti_tank_missile 20, mortar 20"),
    "attack": _told("rocket 20, mortar 20, anti_tank_missile 8"),
    "drone_strike": _told("air_bomb 60"),
    "explosive_device": _told("explosive_device 230"),
    "missile_strike": _told("tactical_missile 150, mlrs_long 20"),
    "weapon_movement": _HEAVY,
    "weapon_deployment": _HEAVY,
}
PLATFORMS = {
    "air_strike": _told("fixed_wing 130, rotary_wing 60"),
    "drone_strike": _told("uav 256"),
    "combat_flight": _told("fixed_wing 110, rotary_wing 90"),
    "transport_flight": _told("fixed_wing 60, rotary_wing 160"),
    "reconnaissance_flight": _told("uav 190, fixed_wing 30"),
    "ground_assault": _told("foot 80, ground_vehicle 60"),
    "troop_movement": _ON_ROADS,
    "weapon_movement": _ON_ROADS,
    "convoy_movement": _ON_ROADS,
}
PURPOSES = {
    "combat_flight": _told("patrol 120, training 30"),
    "transport_flight": _told("medevac 50, rescue 14, humanitarian 40, resupply 50, transport 40"),
    "reconnaissance_flight": _told("monitoring 60, patrol 90, fire_fighting 4"),
    "convoy_movement": _told("humanitarian 110, resupply 60"),
    "troop_movement": _told("resupply 40, training 20, humanitarian 6"),
}
HARMED = _told(
    "civilian 34, child;civilian 14, civilian;combatant 10, combatant 26, none 14, medical 4, humanitarian 2",
    "civilian;medical 2, journalist 2, monitor 1",
)
SITES = _told(
    "military 34, civilian_object 30, market 8, school 7, medical 8, camp 5, worship 4, water 3, power 3",
    "humanitarian 2, cultural 1",
)
DIRECTIONS = _told("a_to_b 136, b_to_a 36, mutual 20")
RADII_M = _told("500 110, 1000 70, 2000 46, 3000 20, 5000 10")
DATUMS = _told("AMSL 226, AGL 22, FL 8")
ORIGINS = _told("gov 90, guarantor-z 60, guarantor-k 30, group-01 40, mission 36")

# The first side is a government's or its friends', the second a group, an umbrella or civilians.
SIDE_A = _told(
    "gov 88, army-1 30, army-2 22, army-3 14, army-4 8, militia-1 16, militia-2 8, militia-3 5, guarantor-z 22",
    "coalition-1 8, coalition-2 3, Army of the coast 4, ? 10, army-1; militia-1 5, unknown gunmen 3, excluded-1 4",
)
SIDE_B = {group: max(1, 16 // (1 + i // 4)) for i, group in enumerate(truce.GROUPS)} | _told(
    f"{truce.UMBRELLA} 22, civilians 24, excluded-1 12, excluded-2 6, excluded-3 2, ? 6",
    "group-01; group-02 3, local fighters 2, relief 1, mission 1",
)
UNHARMING = ("civilians",)  # nobody says that these began


@dataclass(frozen=True, slots=True)
class Choice:
    """Words to draw from by the code of something else: 256 equally likely slots for each such code."""

    words: tuple[str, ...]
    slots: npt.NDArray[np.int16]  # (codes, 256), −1 where nothing is said

    @classmethod
    def of(cls, *by_code: Weights) -> Choice:
        """Slots by weights; weights beyond 256 are scaled to it."""
        words = tuple(dict.fromkeys(word for weights in by_code for word in weights))
        slots = np.full((len(by_code), 256), -1, dtype=np.int16)
        for code, weights in enumerate(by_code):
            whole = max(256, sum(weights.values()))
            ends = (np.cumsum(list(weights.values()), dtype=np.int64) * 256 // whole).tolist()
            for word, start, end in zip(weights, [0, *ends], ends, strict=False):
                slots[code, start:end] = words.index(word)
        return cls(words, slots)

    def draw(self, dice: np.random.Generator, codes: Codes | int, n: int) -> Codes:
        """A word's position for each row, −1 where nothing is said."""
        drawn: Codes = self.slots[codes, dice.integers(0, 256, n)]
        return drawn

    def text(self, drawn: Codes) -> pa.Array:
        """The words themselves."""
        return pa.DictionaryArray.from_arrays(pa.array(drawn, mask=drawn < 0), list(self.words)).cast(pa.string())


_KIND = Choice.of(KINDS)


def _by_kind(said: Mapping[str, Weights]) -> Choice:
    return Choice.of(*(said.get(kind, {}) for kind in _KIND.words))


def _where(kinds: Sequence[str]) -> Mask:
    return np.array([kind in kinds for kind in _KIND.words])


_A, _B, _DIRECTION, _ORIGIN, _DATUM, _RADIUS = (
    Choice.of(one) for one in (SIDE_A, SIDE_B, DIRECTIONS, ORIGINS, DATUMS, RADII_M)
)
_WEAPON, _PLATFORM, _PURPOSE = (_by_kind(one) for one in (WEAPONS, PLATFORMS, PURPOSES))
_HARMED = _by_kind(dict.fromkeys(FIGHTING, HARMED))
_SITE = _by_kind(dict.fromkeys(FIGHTING, SITES))


# ── rows ──────────────────────────────────────────────────────────────────────────────────────


def rows(n: int, seed: int = SEED, *, own_words: bool = False) -> Iterator[pa.RecordBatch]:
    """The first `n` rows of a seed, in batches of at most CHUNK; with `own_words` some say whose word they are."""
    for first in range(0, n, CHUNK):
        whole = _chunk(seed, first // CHUNK)
        if not own_words:
            whole = whole.set_column(
                whole.schema.get_field_index("origin"), _ORIGIN_FIELD, pa.nulls(CHUNK, pa.string())
            )
        yield whole.slice(0, min(CHUNK, n - first))


def _chunk(seed: int, number: int) -> pa.RecordBatch:
    """One whole chunk: what it was, who did it, where, when, and what else is said."""
    dice = np.random.default_rng([seed, number])
    kind = _KIND.draw(dice, 0, CHUNK)
    columns = {
        "id": _ids(number),
        **_what(dice, kind),
        **_who(dice),
        **_place(dice),
        **_time(dice),
        **_flight(dice, kind),
    }
    return pa.record_batch([columns[name] for name in SCHEMA.names], schema=SCHEMA)


def _ids(number: int) -> pa.Array:
    first = number * CHUNK
    return pa.array(np.arange(first, first + CHUNK)).cast(pa.string())


def _what(dice: np.random.Generator, kind: Codes) -> dict[str, pa.Array]:
    stated = {"weapon": _WEAPON, "platform": _PLATFORM, "purpose": _PURPOSE, "harmed": _HARMED, "site": _SITE}
    stated_m = dice.integers(500, 80_000, CHUNK)
    held = _where(DEPLOYED)[kind] & _one_in(dice, 5)
    return {
        "kind": _KIND.text(kind),
        **{name: choice.text(choice.draw(dice, kind, CHUNK)) for name, choice in stated.items()},
        "control_changed": _flag(dice, _where(("territory_gain", "ground_assault"))[kind], told=150, yes=120),
        "own_line_m": pa.array(stated_m, mask=~held),
        "origin": _some(_ORIGIN, dice, _one_in(dice, 80)),
    }


def _who(dice: np.random.Generator) -> dict[str, pa.Array]:
    a, b = _A.draw(dice, 0, CHUNK), _B.draw(dice, 0, CHUNK)
    direction = _DIRECTION.draw(dice, 0, CHUNK)
    harmless = np.isin(b, [_B.words.index(one) for one in UNHARMING])
    direction[harmless & (direction > 0)] = 0
    return {"side_a": _A.text(a), "side_b": _B.text(b), "direction": _DIRECTION.text(direction)}


def _place(dice: np.random.Generator) -> dict[str, pa.Array]:
    """Large towns more often: the rank is the lowest of two draws. About a town: five kilometres or so."""
    lon, lat = towns()
    town = np.minimum(dice.integers(0, len(lon), CHUNK), dice.integers(0, len(lon), CHUNK))
    about = _one_in(dice, 3)
    off = dice.integers(-200_000, 200_000, (2, 12, CHUNK), dtype=np.int32).sum(axis=1, dtype=np.int32)
    unsaid = _one_in(dice, 50)
    radius = _RADIUS.draw(dice, 0, CHUNK)
    metres = np.array([int(word) for word in _RADIUS.words])[radius]
    return {
        "lon_e7": pa.array(lon[town] + np.where(about, off[0], 0), mask=unsaid, type=pa.int32()),
        "lat_e7": pa.array(lat[town] + np.where(about, off[1], 0), mask=unsaid, type=pa.int32()),
        "radius_m": pa.array(metres, mask=unsaid | ~_one_in(dice, 10)),
    }


def _time(dice: np.random.Generator) -> dict[str, pa.Array]:
    """An instant to the minute, or whole local days: one of them mostly, up to three."""
    first = int(truce.FIRST_DAY.timestamp())
    day = first + dice.integers(0, truce.DAYS, CHUNK) * DAY_S
    days = dice.integers(0, 256, CHUNK) < 77
    several = np.where(_one_in(dice, 8), dice.integers(2, 4, CHUNK), 1)
    start = day + np.where(days, 0, dice.integers(0, DAY_S // 60, CHUNK) * 60)
    throughout = _one_in(dice, 3)
    return {
        "from_s": pa.array(start),
        "to_s": pa.array(day + several * DAY_S, mask=~days),
        "throughout": pa.array(throughout, mask=~days),
    }


def _flight(dice: np.random.Generator, kind: Codes) -> dict[str, pa.Array]:
    """What is said of what moves: notice of it, its height, whether armed."""
    moving, flying = _where(MOVING)[kind], _where(FLIGHTS)[kind]
    height = flying & (dice.integers(0, 256, CHUNK) < 170)
    lower = dice.integers(0, 90, CHUNK) * 100
    notified = _flag(dice, moving, told=150, yes=150)
    hours = dice.integers(1, 96, CHUNK)
    return {
        "armed": _flag(dice, moving, told=110, yes=90),
        "in_notified_volume": _flag(dice, moving, told=120, yes=190),
        "notified": notified,
        "notice_s": pc.if_else(notified, pa.array(hours * 3_600), None),
        "lower_m": pa.array(lower, mask=~height),
        "upper_m": pa.array(lower + dice.integers(0, 8, CHUNK) * 100, mask=~height),
        "datum": _some(_DATUM, dice, height),
    }


def _one_in(dice: np.random.Generator, many: int) -> Mask:
    chosen: Mask = dice.integers(0, many, CHUNK) == 0
    return chosen


def _flag(dice: np.random.Generator, asked: Mask, *, told: int, yes: int) -> pa.Array:
    """A flag told of so many in 256 of the rows asked, true in so many of those."""
    return pa.array(dice.integers(0, 256, CHUNK) < yes, mask=~(asked & (dice.integers(0, 256, CHUNK) < told)))


def _some(choice: Choice, dice: np.random.Generator, asked: Mask) -> pa.Array:
    drawn = choice.draw(dice, 0, CHUNK)
    drawn[~asked] = -1
    return choice.text(drawn)


def row(batch: pa.RecordBatch, at: int) -> dict[str, Any]:
    """One row as plain values."""
    values: dict[str, Any] = batch.slice(at, 1).to_pylist()[0]
    return values
