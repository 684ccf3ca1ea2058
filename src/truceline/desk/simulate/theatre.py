"""What an agreement offers for an exercise: towns, sides, zones, and what its clauses ask about.

Everything a simulated event names is taken from here, and so from the agreement. Only a fictional agreement
is played with: no event is ever made up in a real place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from truceline.actors import Actor, Status, Umbrella
from truceline.agreement import Agreement, Force
from truceline.desk.simulate.dice import Dice
from truceline.errors import Refused
from truceline.period import Instant
from truceline.place import Area, Position, border_distance_m, forward_of, middle
from truceline.terms import Condition, Effect, Rule, Selector
from truceline.terms import vocabulary as v
from truceline.zones import NamedPlace, Zone

TRIES = 200  # points tried before a zone's own middle is taken
FIGHTERS = ("state", "armed_group")


@dataclass(frozen=True, slots=True)
class Town:
    """A town that events happen near."""

    place: NamedPlace
    at: Position
    people: int  # at least 1


class Theatre:
    """The country of an exercise."""

    def __init__(self, agreement: Agreement) -> None:
        """Raises Refused for an agreement about a real place, and for one in which nothing can be played."""
        if agreement.status is not Force.FICTIONAL:
            raise Refused(f"{agreement.id} is about a real place; events are made up for fictional agreements alone")
        self.agreement = agreement
        self.roster = agreement.roster
        self.towns = tuple(_towns(agreement))
        self.umbrellas: tuple[Umbrella, ...] = tuple(self.roster.umbrellas.values())
        self.civilians = next((one for one in self.roster.actors.values() if one.kind == "civilians"), None)
        self.drawn = tuple(one for one in agreement.zones if one.area)
        needed = {
            "an extent": agreement.extent,
            "towns with a population": self.towns,
            "an umbrella of armed groups": self.umbrellas,
            "a state that adheres": self.states,
            "a clause about more than attacks": self.watched(),
        }
        lacking = [what for what, there in needed.items() if not there]
        if agreement.extent is None or lacking:
            raise Refused(f"{agreement.id} cannot be played: it lacks {', '.join(lacking)}")
        self.extent = agreement.extent

    # ── people ──

    @property
    def states(self) -> tuple[Actor, ...]:
        """States under the agreement that fight, the one that vouches for nobody first."""
        adhering = {one.actor for one in self.roster.adherence}
        vouching = {one.actor for one in self.agreement.guarantors}
        found = [one for one in self.roster.actors.values() if one.kind == "state" and one.id in adhering]
        return tuple(sorted(found, key=lambda one: one.id in vouching))

    def groups(self, at: Instant, *statuses: Status) -> tuple[Actor, ...]:
        """Members of umbrellas that have one of these statuses on every list at that instant."""
        members = dict.fromkeys(member for one in self.umbrellas for member in one.members)
        return tuple(self.roster.actors[one] for one in members if self._statuses(one, at) <= set(statuses))

    def bound(self, who: Selector | None, at: Instant) -> tuple[Actor, ...]:
        """Those who fight and whom a selector means at that instant, on one list at least."""
        fighters = [one for one in self.roster.actors.values() if one.kind in FIGHTERS]
        return tuple(one for one in fighters if who is None or self._meant(who, one.id, at))

    def _statuses(self, actor: str, at: Instant) -> set[Status]:
        return {one.status for book in self.roster.lists for one in self.roster.standings(actor, book, at)}

    def _meant(self, who: Selector, actor: str, at: Instant) -> bool:
        return (
            (not who.role or not self.roster.roles(actor, at).isdisjoint(who.role))
            and (not who.actor or not self.roster.wholes(actor, at).isdisjoint(who.actor))
            and (not who.status or not self._statuses(actor, at).isdisjoint(who.status))
        )

    # ── clauses ──

    def watched(self) -> tuple[Rule, ...]:
        """The clauses about anything but attacks, advice apart."""
        return tuple(
            rule
            for rule in self.agreement.rules
            if rule.effect is not Effect.ADVISE and not any(_attacks(word) for word in kinds_of(rule))
        )

    def unasked(self) -> tuple[str, ...]:
        """Kinds of conduct of which no clause but advice speaks."""
        asked = {word for rule in self.agreement.rules if rule.effect is not Effect.ADVISE for word in kinds_of(rule)}
        told = asked | {genus for word in asked for genus in v.KINDS[word]}
        return tuple(word for word, above in v.KINDS.items() if told.isdisjoint((word, *above)))

    def concurring(self) -> tuple[str, ...]:
        """The actors whose concurrence some clause asks for."""
        asked = (rule.concurrence_of for rule in self.agreement.rules)
        return tuple(self.actor_of(name) for name in asked if name)

    def actor_of(self, name: str) -> str:
        """The actor of that id, or the first that has that role."""
        actors = self.roster.actors
        held = (one.id for one in actors.values() if any(role.of == name for role in one.roles))
        return name if name in actors else next(held, name)

    # ── ground ──

    def town(self, dice: Dice) -> Town:
        """A town, large ones more often."""
        return dice.weighted([(one.people, one) for one in self.towns])

    def nearest(self, at: Position) -> Town:
        """The town next to a point."""
        return min(self.towns, key=lambda one: (one.at.lon_e7 - at.lon_e7) ** 2 + (one.at.lat_e7 - at.lat_e7) ** 2)

    def zones(self, names: Iterable[str]) -> tuple[Zone, ...]:
        """The zones with a map that go by one of these names."""
        wanted = tuple(names)
        return tuple(one for one in self.drawn if any(map(one.called, wanted)))

    def inside(self, zone: Zone, dice: Dice) -> Position:
        """A point of a zone, outside every other zone where there is such a point."""
        others = [one.area for one in self.drawn if one.area and one.id != zone.id]
        assert zone.area is not None  # noqa: S101 - zones() gives those with a map
        return _somewhere(zone.area, others, dice)

    def far_off(self, distance_m: int, dice: Dice) -> Position:
        """A town further than that from every zone; the farthest where there is none."""
        areas = [one.area for one in self.drawn if one.area]

        def margin_m(town: Town) -> int:
            margins = (0 if area.holds(town.at) else border_distance_m(town.at, area) for area in areas)
            return min(margins, default=distance_m + 1)

        far = [town for town in self.towns if margin_m(town) > distance_m]
        return dice.pick(far or [max(self.towns, key=margin_m)]).at

    def forward(self, actor: str, at: Instant, dice: Dice) -> Position:
        """A point forward of an actor's own line; any town where it has none that is drawn."""
        ties = self.roster.wholes(actor, at) | self.roster.roles(actor, at)
        for line in self.agreement.lines:
            if line.chain and line.forward and ties.intersection(line.of):
                ahead = forward_of(self.extent, line.chain, line.forward)
                return dice.pick([one.at for one in self.towns if ahead.holds(one.at)] or [middle(ahead)])
        return self.town(dice).at


def kinds_of(rule: Rule) -> tuple[str, ...]:
    """The kinds of conduct that a clause names in some reading."""
    rows = (rule.conduct, *(one.conduct for one in rule.readings if one.conduct))
    return tuple(dict.fromkeys(word for row in rows for one in row if isinstance(one, v.Kind) for word in one.words))


def conditions_of(rule: Rule) -> tuple[Condition, ...]:
    """A clause's conduct and reach, in its first reading where it has several."""
    read = rule.read_as(rule.readings[0].id if rule.readings else "")
    return (*read.conduct, *read.full_reach())


def species(kind: str) -> tuple[str, ...]:
    """The kinds that are of this kind and have none below them."""
    genera = {genus for above in v.KINDS.values() for genus in above}
    return tuple(word for word, above in v.KINDS.items() if kind in above and word not in genera) or (kind,)


def _attacks(kind: str) -> bool:
    return kind == "attack" or "attack" in v.KINDS[kind]


def _towns(agreement: Agreement) -> Iterator[Town]:
    for one in agreement.places:
        if one.kind == "town" and one.at and one.population:
            yield Town(one, Position(*one.at), one.population)


def _somewhere(area: Area, others: list[Area], dice: Dice) -> Position:
    west, south, east, north = area.box
    held = middle(area)
    for _ in range(TRIES):
        at = Position(dice.between(west, east), dice.between(south, north))
        if area.holds(at):
            held = at
            if not any(one.holds(at) for one in others):
                return at
    return held
