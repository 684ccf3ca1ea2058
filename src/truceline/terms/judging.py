"""What each rule says in each world, and which worlds presumptions leave.

A rule in a world is yes, no or unknown. Conduct and reach must be met by one and the same pair of
members; an exception must hold for every pair. Worlds in which every condition of every rule comes
out the same are one world: that is the profile here, and it is what the limit on worlds counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from truceline.terms import vocabulary as v
from truceline.terms.compiled import Column
from truceline.terms.rules import Presumption, Rule
from truceline.terms.truth import Body, Scene, Truth, both, either, opposite, truth
from truceline.terms.worlds import Way, World, consistent, possible, way

Vector = tuple[Truth, ...]  # the truth of each of a rule's conditions for one pair of members
Group = frozenset[Vector]  # over all pairs, in one direction and slice
Layout = tuple[int, int, tuple[tuple[int, int], ...]]  # which part of a vector is conduct, reach, each exception
Profile = tuple[tuple[Layout, frozenset[Group]], ...]  # groups over directions and slices, for each rule in turn


@dataclass(frozen=True, slots=True)
class Shape:
    """A rule's conditions in one row: where its conduct, reach and exceptions stand in it."""

    conditions: tuple[v.Condition, ...]
    conduct_end: int  # conduct is [0, conduct_end)
    reach_end: int  # reach is [conduct_end, reach_end)
    exceptions: tuple[tuple[int, int], ...]  # each exception's part of the row

    @property
    def layout(self) -> Layout:
        """Which part of the row is what: the same truths mean another thing in another part."""
        return self.conduct_end, self.reach_end, self.exceptions

    @classmethod
    def of(cls, rule: Rule) -> Shape:
        """The row of a rule as one view reads it."""
        row: list[v.Condition] = [*rule.conduct, *rule.full_reach()]
        parts = []
        for exception in rule.full_exceptions():
            parts.append((len(row), len(row) + len(exception.when)))
            row += exception.when
        conduct_end = len(rule.conduct)
        return cls(tuple(row), conduct_end, conduct_end + len(rule.full_reach()), tuple(parts))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule says in one world."""

    value: Truth  # conduct and reach met, and no exception
    conduct: Truth  # what is done is what the clause speaks of
    lifted: tuple[int, ...]  # which exceptions lift it, by position


@dataclass(frozen=True, slots=True)
class Judged:
    """A world with what every rule says in it."""

    world: World
    profile: Profile
    outcomes: tuple[Outcome, ...]  # in rule order


class Bench:
    """Judges the worlds of one question in one column, remembering what it has worked out."""

    def __init__(self) -> None:
        """Nothing is kept from one question to the next."""
        self._shapes: dict[int, Shape] = {}
        self._outcomes: dict[tuple[int, frozenset[Group]], Outcome] = {}
        self._rows: dict[tuple[int, int, Body, Body], Vector] = {}
        self._scene: Scene | None = None

    def judged(self, world: World) -> Judged:
        """The world's profile and outcomes."""
        if world.scene is not self._scene:
            self._scene, self._rows = world.scene, {}
        rules = world.view.rules
        groups = [self._groups(world, rule) for rule in rules]
        outcomes = tuple(self._outcome(rule, one) for rule, one in zip(rules, groups, strict=True))
        profile = tuple((self.shape(rule).layout, one) for rule, one in zip(rules, groups, strict=True))
        return Judged(world, profile, outcomes)

    def _groups(self, world: World, rule: Rule) -> frozenset[Group]:
        shape = self.shape(rule)
        groups = frozenset(
            frozenset(self._row(rule, shape, world.scene, by, against, i) for by, against in pairs(way))
            for way in world.ways
            for i in range(len(world.scene.instants))
        )
        if not world.read_as_yes:
            return groups
        presumed_ = [_presumed(one, world.read_as_yes) for one in shape.conditions]
        return frozenset(frozenset(_filled(row, presumed_) for row in group) for group in groups)

    def _row(self, rule: Rule, shape: Shape, scene: Scene, by: Body, against: Body, i: int) -> Vector:
        key = (id(rule), i, by, against)
        if key not in self._rows:
            self._rows[key] = tuple(truth(c, scene, by, against, i) for c in shape.conditions)
        return self._rows[key]

    def shape(self, rule: Rule) -> Shape:
        """The rule's row of conditions."""
        if id(rule) not in self._shapes:
            self._shapes[id(rule)] = Shape.of(rule)
        return self._shapes[id(rule)]

    def _outcome(self, rule: Rule, groups: frozenset[Group]) -> Outcome:
        key = (id(rule), groups)
        if key not in self._outcomes:
            self._outcomes[key] = outcome(self.shape(rule), groups)
        return self._outcomes[key]


def pairs(way: Way) -> Iterator[tuple[Body, Body]]:
    """Every initiating member with every struck one."""
    return ((by, against) for by in way.by for against in way.against)


def _filled(row: Vector, otherwise: list[Truth]) -> Vector:
    return tuple(other if one is None else one for one, other in zip(row, otherwise, strict=True))


def _presumed(condition: v.Condition, read_as_yes: tuple[v.Condition, ...]) -> Truth:
    """What presumptions make of an unknown condition: also of the opposite of what they hold."""
    asked, straight = stripped(condition)
    for held in read_as_yes:
        base, held_straight = stripped(held)
        if base == asked:
            return straight == held_straight
    return None


def stripped(condition: v.Condition) -> tuple[v.Condition, bool]:
    """A condition without its negations, and whether they cancel out."""
    straight = True
    while isinstance(condition, v.Not):
        condition, straight = condition.condition, not straight
    return condition, straight


def outcome(shape: Shape, groups: Iterable[Group]) -> Outcome:
    """What a rule says, from the truths of its conditions over directions, slices and pairs."""
    values, conducts, lifted = [], [], set()
    for group in groups:
        reached = either(both(row[: shape.reach_end]) for row in group)
        conducts.append(either(both(row[: shape.conduct_end]) for row in group))
        exempt = [both(one for row in group for one in row[a:b]) for a, b in shape.exceptions]
        values.append(both((reached, opposite(either(exempt)))))
        if reached is not False:
            lifted |= {k for k, one in enumerate(exempt) if one}
    return Outcome(either(values), either(conducts), tuple(sorted(lifted)))


# ── presumptions ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Leaning:
    """What the presumptions of a column did to the worlds of a question."""

    worlds: tuple[World, ...]
    leaned_on: tuple[str, ...]  # presumption ids that changed something
    rebutted: tuple[str, ...]  # presumption ids that every version of the facts contradicts


def presumed(column: Column, found: Iterable[World]) -> Leaning:
    """Apply a column's presumptions in their order; one that leaves no world is rebutted."""
    remaining = tuple(found)
    leaned: list[str] = []
    rebutted: list[str] = []
    for presumption in column.presumptions:
        after = tuple(_applied(presumption, remaining))
        if remaining and not after:
            rebutted.append(presumption.id)
        elif after != remaining:
            leaned.append(presumption.id)
            remaining = after
    return Leaning(remaining, tuple(leaned), tuple(rebutted))


def _applied(presumption: Presumption, found: Iterable[World]) -> Iterator[World]:
    if not presumption.by_one_of:
        return _held(presumption, found)
    return (one for world in found for one in _attributed(presumption, world))


def _held(presumption: Presumption, found: Iterable[World]) -> Iterator[World]:
    """Worlds the presumption keeps; where something is unknown, it is read as the presumption has it."""
    for world in found:
        if not _met(world, presumption.when):
            yield world
        elif _met(world, presumption.holds) is not False:
            added = tuple(c for c in presumption.holds if c not in world.read_as_yes)
            yield replace(world, read_as_yes=world.read_as_yes + added) if added else world


def _met(world: World, conditions: tuple[v.Condition, ...]) -> Truth:
    """Whether the conditions hold together for some direction, slice and pair."""
    return either(
        both(truth(c, world.scene, by, against, i) for c in conditions)
        for way in world.ways
        for i in range(len(world.scene.instants))
        for by, against in pairs(way)
    )


def _attributed(presumption: Presumption, world: World) -> Iterator[World]:
    """The world once for each way in which its unknown initiating sides can be those actors."""
    unknown = [one.from_a for one in world.ways if not any(body.known for body in one.by)]
    if not unknown or not _met(world, presumption.when):
        yield world
        return
    scene = world.scene
    bodies = [
        replace(body, pinned=True)
        for actor in presumption.by_one_of
        for body in possible(scene.compiled, actor, scene.list_id, scene.instants)
    ]
    for chosen in product(bodies, repeat=len(unknown)):
        sides = dict(zip((True, False), world.members, strict=True))
        sides |= {from_a: (body,) for from_a, body in zip(unknown, chosen, strict=True)}
        if consistent((*sides[True], *sides[False])):
            again = (way(sides[a], sides[not a], from_a=a) for a in (one.from_a for one in world.ways))
            ways = tuple(one for one in again if one)
            yield replace(world, ways=ways, members=(sides[True], sides[False]))
