"""The guard: one point that decides who may see what, asked by every door, with its reason; the default is no."""

from truceline.desk.guard.deciding import decide
from truceline.desk.guard.model import (
    ANYBODY,
    EVERYTHING,
    REASONS,
    Action,
    Asker,
    Decision,
    Given,
    Role,
    Thing,
)
from truceline.desk.guard.openly import may_say_openly
from truceline.desk.guard.showing import counted, knows_of_lost, seen, shown, shown_envelope, unknown
from truceline.desk.guard.things import open_thing, thing_of

__all__ = [
    "ANYBODY",
    "EVERYTHING",
    "REASONS",
    "Action",
    "Asker",
    "Decision",
    "Given",
    "Role",
    "Thing",
    "counted",
    "decide",
    "knows_of_lost",
    "may_say_openly",
    "open_thing",
    "seen",
    "shown",
    "shown_envelope",
    "thing_of",
    "unknown",
]
