"""The closed vocabulary in which clauses are written: kinds, classes and conditions.

Rival sides must be able to implement it again and get the same answer, so there is no general
language and no plug-in code: a clause is a list of these conditions and nothing else. A word may be a
species of another ("barrel_bomb" of "air_bomb"): asking for the genus is answered yes by the
species, asking for a species of what is known only as the genus is answered unknown.

What it does not do: judge. `terms.evaluate` does, and what a condition is about stands in `docs/terms.md`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from truceline.actors import Status
from truceline.period import Period, Schedule

# Each word with the words it is a species of.
KINDS: dict[str, tuple[str, ...]] = {
    "attack": (),
    "air_strike": ("attack",),
    "shelling": ("attack",),
    "ground_assault": ("attack",),
    "small_arms_fire": ("attack",),
    "explosive_device": ("attack",),
    "missile_strike": ("attack",),
    "drone_strike": ("air_strike", "attack"),
    "flight": (),
    "combat_flight": ("flight",),
    "reconnaissance_flight": ("flight",),
    "transport_flight": ("flight",),
    "movement": (),
    "troop_movement": ("movement",),
    "weapon_movement": ("movement",),
    "convoy_movement": ("movement",),
    "deployment": (),
    "weapon_deployment": ("deployment",),
    "troop_deployment": ("deployment",),
    "fortification": ("deployment",),
    "territory_gain": (),
    "access_denied": (),
    "detention": (),
    "abduction": (),
    "provocation": (),
    "looting": (),
    "siege": (),
    "propaganda": (),
}
WEAPONS: dict[str, tuple[str, ...]] = {
    "small_arms": (),
    "machine_gun": (),
    "mortar": (),
    "artillery": (),
    "artillery_100mm": ("artillery",),
    "mlrs": (),
    "mlrs_long": ("mlrs",),
    "tactical_missile": (),
    "tank": (),
    "anti_tank_missile": (),
    "rocket": (),
    "air_bomb": (),
    "barrel_bomb": ("air_bomb",),
    "explosive_device": (),
    "chemical": (),
    "anti_aircraft": (),
}
PLATFORMS: dict[str, tuple[str, ...]] = dict.fromkeys(
    ("fixed_wing", "rotary_wing", "uav", "ground_vehicle", "vessel", "foot"), ()
)
# What an activity is for. There is no attack purpose: no clearance to use force is ever asked for here.
PURPOSES: dict[str, tuple[str, ...]] = dict.fromkeys(
    (
        "medevac",
        "rescue",
        "fire_fighting",
        "humanitarian",
        "weather",
        "agriculture",
        "transport",
        "training",
        "patrol",
        "monitoring",
        "resupply",
    ),
    (),
)
SITES: dict[str, tuple[str, ...]] = dict.fromkeys(
    (
        "civilian_object",
        "medical",
        "school",
        "camp",
        "market",
        "worship",
        "water",
        "power",
        "humanitarian",
        "cultural",
        "military",
    ),
    (),
)
HARMED = (
    "civilian",
    "medical",
    "humanitarian",
    "journalist",
    "child",
    "detainee",
    "combatant",
    "monitor",
)
ANSWERS = ("concurred", "objected", "acknowledged")


def among(word: str, asked: tuple[str, ...], words: dict[str, tuple[str, ...]]) -> bool | None:
    """Whether a word is one of those asked: yes, no, or unknown where it is only their genus."""
    if word in asked or any(genus in asked for genus in words[word]):
        return True
    return None if any(word in words[one] for one in asked) else False


@dataclass(frozen=True, slots=True)
class Selector:
    """Which member is meant; within a field any word will do, all given fields must hold."""

    role: tuple[str, ...] = ()  # a role of the member, or of what it is part of, at that time
    actor: tuple[str, ...] = ()  # the member itself, or what it is part of
    status: tuple[Status, ...] = ()  # the member's own, on the list of the world


@dataclass(frozen=True, slots=True)
class Kind:
    """What was done."""

    words: tuple[str, ...]  # of KINDS


@dataclass(frozen=True, slots=True)
class By:
    """Who initiated it."""

    who: Selector


@dataclass(frozen=True, slots=True)
class Against:
    """Who was struck."""

    who: Selector


@dataclass(frozen=True, slots=True)
class Harmed:
    """Who was harmed, which is not who was aimed at."""

    classes: tuple[str, ...]  # of HARMED, any of them; empty: not asked
    who: Selector | None  # None: not asked


@dataclass(frozen=True, slots=True)
class Site:
    """What kind of place was struck."""

    words: tuple[str, ...]  # of SITES


@dataclass(frozen=True, slots=True)
class Inside:
    """Inside one of the zones, the border included."""

    zones: tuple[str, ...]  # zone ids or group names


@dataclass(frozen=True, slots=True)
class Outside:
    """Outside all of the zones."""

    zones: tuple[str, ...]  # zone ids or group names


@dataclass(frozen=True, slots=True)
class Within:
    """At most that far from one of the zones or lines."""

    distance_m: int  # metres
    of: tuple[str, ...]  # zone ids, group names or line ids


@dataclass(frozen=True, slots=True)
class ForwardOfOwnLine:
    """On the forward side of the initiating member's own line."""


@dataclass(frozen=True, slots=True)
class OwnLineWithin:
    """Less than that far from the initiating member's own line."""

    distance_m: int  # metres
    of: tuple[str, ...] = ()  # line ids; empty: whichever line is that member's own


@dataclass(frozen=True, slots=True)
class Weapon:
    """With what."""

    words: tuple[str, ...]  # of WEAPONS


@dataclass(frozen=True, slots=True)
class Platform:
    """From what, or moving in what."""

    words: tuple[str, ...]  # of PLATFORMS


@dataclass(frozen=True, slots=True)
class Purpose:
    """What for."""

    words: tuple[str, ...]  # of PURPOSES


@dataclass(frozen=True, slots=True)
class Armed:
    """Whether armed."""

    value: bool


@dataclass(frozen=True, slots=True)
class InNotifiedVolume:
    """Whether what was observed lay within what was notified."""

    value: bool


@dataclass(frozen=True, slots=True)
class ControlChanged:
    """Whether control of a place changed."""

    value: bool


@dataclass(frozen=True, slots=True)
class During:
    """In a period."""

    period: Period


@dataclass(frozen=True, slots=True)
class OnSchedule:
    """At certain hours of the week."""

    schedule: Schedule


@dataclass(frozen=True, slots=True)
class NotifiedBefore:
    """Notified at least that long before it began."""

    lead_s: int  # seconds


@dataclass(frozen=True, slots=True)
class AnswerHeld:
    """An answer of that kind was held from that actor or role."""

    of: str  # actor id or role
    answer: str  # of ANSWERS


@dataclass(frozen=True, slots=True)
class AboveBaseline:
    """A presence or strength above what was declared."""

    baseline: str  # baseline id
    amount: int = field(default=0)  # the declared amount, filled in from the agreement


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of one condition; the opposite of unknown is unknown."""

    condition: Condition


Condition = (
    Kind
    | By
    | Against
    | Harmed
    | Site
    | Inside
    | Outside
    | Within
    | ForwardOfOwnLine
    | OwnLineWithin
    | Weapon
    | Platform
    | Purpose
    | Armed
    | InNotifiedVolume
    | ControlChanged
    | During
    | OnSchedule
    | NotifiedBefore
    | AnswerHeld
    | AboveBaseline
    | Not
)

# The key under which each condition stands in an agreement's files.
KEYS: dict[str, type[Condition]] = {
    "kind": Kind,
    "by": By,
    "against": Against,
    "harmed": Harmed,
    "site": Site,
    "inside": Inside,
    "outside": Outside,
    "within": Within,
    "forward_of_own_line": ForwardOfOwnLine,
    "own_line_within": OwnLineWithin,
    "weapon": Weapon,
    "platform": Platform,
    "purpose": Purpose,
    "armed": Armed,
    "in_notified_volume": InNotifiedVolume,
    "control_changed": ControlChanged,
    "period": During,
    "schedule": OnSchedule,
    "notified_before": NotifiedBefore,
    "answer_held": AnswerHeld,
    "above_baseline": AboveBaseline,
    "not": Not,
}


def key_of(condition: Condition) -> str:
    """The key under which a condition stands in an agreement's files."""
    return next(key for key, kind in KEYS.items() if kind is type(condition))
