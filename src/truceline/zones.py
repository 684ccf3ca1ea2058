"""Zones, reference lines and baselines: what a clause's "inside" and "within" refer to.

A zone has legal effect for a time; an area is only its geometry. Where a text speaks of a zone whose
map was never published, the zone is kept without geometry: every question about it is then answered
"unknown", never with an invented shape.

What it does not do: decide anything; a rule asks whether a zone is in force, and where it lies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from truceline.period import ALWAYS, Instant, Period, Schedule
from truceline.place import Altitudes, Area, Chain


@dataclass(frozen=True, slots=True)
class Zone:
    """An area with legal effect."""

    id: str
    names: Mapping[str, str]
    groups: tuple[str, ...]  # names under which clauses take several zones together
    area: Area | None  # None: no map was published
    periods: tuple[Period, ...] = (ALWAYS,)  # when it is in force; any of them
    schedule: Schedule | None = None  # hours of the week, where it is not in force all day
    altitudes: Altitudes | None = None  # None: from the ground up without limit
    source: str = ""

    def in_force(self, at: Instant) -> bool:
        """Whether it has effect at that instant."""
        open_now = self.schedule is None or self.schedule.holds(at)
        return open_now and any(period.holds(at) for period in self.periods)

    def called(self, name: str) -> bool:
        """Whether a clause that writes this name means this zone."""
        return name == self.id or name in self.groups


@dataclass(frozen=True, slots=True)
class Line:
    """A reference line, with whose own line it is and where forward lies."""

    id: str
    names: Mapping[str, str]
    of: tuple[str, ...]  # actors or roles whose own line this is
    chain: Chain | None  # None: no map was published
    forward: str | None = None  # left | right, walking it as drawn; None: not said
    source: str = ""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A declared presence or strength above which something is a change."""

    id: str
    names: Mapping[str, str]
    measure: str  # presence | strength
    actor: str  # whose
    amount: int  # in `unit`
    unit: str  # people, vehicles, posts …
    source: str = ""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A town, river or hill for maps and for reading; without legal effect."""

    id: str
    names: Mapping[str, str]
    kind: str  # town | river | hills | border | coast
    area: Area | None = None
    chain: Chain | None = None
    at: tuple[int, int] | None = None  # lon_e7, lat_e7 of a point
    population: int | None = None  # people; None: not known
