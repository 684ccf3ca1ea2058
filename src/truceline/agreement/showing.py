"""An agreement at one instant: who is bound, by whose list; what is in force, and where.

The answer to the first question anybody asks of a truce. Where the lists disagree about an actor it
says disputed; where a list's names were never published it says which statuses are possible.
"""

from __future__ import annotations

from dataclasses import dataclass

from truceline.actors import Actor, Count, Standing, StatusList
from truceline.agreement.compiling import compiled
from truceline.agreement.model import Agreement
from truceline.period import Instant
from truceline.terms import Rule
from truceline.zones import Zone


@dataclass(frozen=True, slots=True)
class Bound:
    """One actor as each list has it."""

    actor: Actor
    roles: tuple[str, ...]  # at that instant, its wholes' included
    standings: tuple[tuple[str, tuple[Standing, ...]], ...]  # (list id, one standing, or two possible ones)

    @property
    def disputed(self) -> bool:
        """Whether two lists are sure of different statuses."""
        sure = {standing[0].status for _, standing in self.standings if len(standing) == 1}
        return len(sure) > 1


@dataclass(frozen=True, slots=True)
class Shown:
    """An agreement at one instant."""

    agreement: Agreement
    at: Instant
    bound: tuple[Bound, ...]  # in the agreement's order
    lists: tuple[tuple[StatusList, Count | None], ...]  # with the last size said, where names are not published
    in_force: tuple[Rule, ...]
    not_in_force: tuple[Rule, ...]
    zones: tuple[tuple[Zone, bool], ...]  # with whether each is in force


def shown(agreement: Agreement, at: Instant) -> Shown:
    """The agreement as it stands at an instant."""
    roster = agreement.roster
    rules = agreement.rules
    return Shown(
        agreement=agreement,
        at=at,
        bound=tuple(_bound(agreement, actor, at) for actor in roster.actors.values()),
        lists=tuple((one, None if one.published else one.count_at(at)) for one in roster.lists.values()),
        in_force=tuple(rule for rule in rules if rule.in_force.holds(at)),
        not_in_force=tuple(rule for rule in rules if not rule.in_force.holds(at)),
        zones=tuple((zone, zone.in_force(at)) for zone in agreement.zones),
    )


def _bound(agreement: Agreement, actor: Actor, at: Instant) -> Bound:
    roster = agreement.roster
    standings = tuple((name, roster.standings(actor.id, name, at)) for name in roster.lists)
    return Bound(actor, tuple(sorted(roster.roles(actor.id, at))), standings)


def last_change(agreement: Agreement) -> Instant:
    """The instant of the agreement's last change: as it stands once everything it says has begun."""
    return max(compiled(agreement).cuts, default=Instant(0))
