"""Every version of the facts of one conduct, as far as the clauses can tell them apart.

A world is one choice of list, readings, candidate per field, slice of time, cell of place, direction
and members of each side. They are counted out in full, by plain loops; only members that no condition
tells apart are taken as one, which is what keeps an umbrella of thirty groups finite and small.

What it does not do: judge a clause (`terms.judging`) or sum up over worlds (`terms.evaluate`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from truceline.actors import Status
from truceline.period import Instant
from truceline.terms import vocabulary as v
from truceline.terms.compiled import Column, Compiled, Moments, Question, View
from truceline.terms.conduct import FACTS, Direction, HarmedFact, Member, Side
from truceline.terms.rules import Presumption, Rule
from truceline.terms.truth import ABSENT, Body, Scene, own_lines, selected

Bodies = tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One direction in a world: who initiates, who is struck."""

    from_a: bool  # whether side a initiates
    by: Bodies
    against: Bodies


@dataclass(frozen=True, slots=True)
class World:
    """One complete version of the facts."""

    view: View
    scene: Scene
    versions: tuple[int, ...]  # which candidate of each field as stated, in the order of FACTS; −1: nobody said
    slice_no: int  # which slice of the time; −1 for all at once
    ways: tuple[Way, ...]  # one, or two where mutual
    members: tuple[Bodies, Bodies]  # of side a and of side b
    read_as_yes: tuple[v.Condition, ...] = ()  # unknown conditions that a presumption settles


def worlds(compiled: Compiled, column: Column, question: Question) -> Iterator[World]:
    """Count out the worlds of a question in a column, presumptions not yet applied."""
    known: dict[object, list[tuple[tuple[Way, ...], tuple[Bodies, Bodies]]]] = {}  # sides do not depend on the place
    for chosen in product(*(_versions(question, i) for i in range(len(FACTS)))):
        facts = {name: value for name, (value, _) in zip(FACTS, chosen, strict=True)}
        versions = tuple(number for _, number in chosen)
        for view in column.views:
            for scene, slice_no in _scenes(compiled, view, facts):
                key = (view, scene.instants, facts["a"], facts["b"], facts["direction"])
                if key not in known:
                    known[key] = list(_ways(column, scene, view.rules))
                for ways, members in known[key]:
                    yield World(view, scene, versions, slice_no, ways, members)


def _versions(question: Question, field: int) -> list[tuple[object, int]]:
    """Each version of a field with its number; where there is none, that nobody said."""
    values = [candidate.value for candidate in question.facts[field]]
    return list(zip(values, question.numbers[field], strict=True)) or [(None, -1)]


def _scenes(compiled: Compiled, view: View, facts: dict[str, object]) -> Iterator[tuple[Scene, int]]:
    """The scenes of one version of the facts: each slice (or all), each cell."""
    time, cells = facts["time"], facts["place"]
    for instants, slice_no in _times(time if isinstance(time, Moments) else None):
        harmed = _harmed(compiled, view.list_id, facts["harmed"], instants)
        zones = tuple(tuple(zone for zone in compiled.zones if zone.in_force(at)) for at in instants)
        for cell in cells if isinstance(cells, tuple) else (None,):
            yield Scene(compiled, facts, view.list_id, instants, cell, harmed, zones), slice_no


def _times(time: Moments | None) -> Iterator[tuple[tuple[Instant, ...], int]]:
    """The slices of each world: all at once, one at a time, or none where no time is left."""
    if time is not None and time.throughout:
        yield time.instants, -1
    elif time is not None:
        for i, instant in enumerate(time.instants):
            yield (instant,), i


# ── members and their signatures ──────────────────────────────────────────────────────────────


def _harmed(compiled: Compiled, list_id: str, said: object, instants: tuple[Instant, ...]) -> tuple[Bodies, ...] | None:
    if not isinstance(said, HarmedFact) or said.members is None:
        return None
    return tuple(possible(compiled, actor, list_id, instants) for actor in said.members)


def possible(compiled: Compiled, actor: str, list_id: str, instants: tuple[Instant, ...]) -> Bodies:
    """An actor with each of its possible statuses: two where a list's names are not published."""
    roster = compiled.roster
    standings = [roster.standings(actor, list_id, at) for at in instants]
    roles = tuple(roster.roles(actor, at) for at in instants)
    wholes = tuple(roster.wholes(actor, at) for at in instants)
    civilian = actor in roster.actors and roster.actors[actor].kind == "civilians"
    return tuple(
        Body(
            label=actor,
            known=True,
            statuses=tuple(one[min(i, len(one) - 1)].status for one in standings),
            roles=roles,
            wholes=wholes,
            civilian=civilian,
        )
        for i in range(max(len(possible) for possible in standings))
    )


Choices = tuple[Bodies, ...]  # each possible member with its possible bodies


@dataclass(frozen=True, slots=True)
class Party:
    """Part of a side: members who all took part, or an umbrella of which some did."""

    members: Choices
    everyone: bool  # whether all of them took part


def parties_of(compiled: Compiled, column: Column, side: Side | None, scene: Scene) -> tuple[Party, ...]:
    """The parts of a side: its umbrella, or each name, which may itself mean an umbrella."""
    if side is None or side.unknown:
        return (_unknown("?"),)
    if side.umbrella in compiled.roster.umbrellas:
        return (_under(compiled, side.umbrella, scene),)
    return tuple(_named(compiled, column, member, scene) for member in side.members)


def _unknown(label: str) -> Party:
    return Party(((Body(label, known=False),),), everyone=True)


def _under(compiled: Compiled, name: str, scene: Scene) -> Party:
    """Those who may stand under an umbrella; under an open one also another, listed nowhere."""
    umbrella, instants = compiled.roster.umbrellas[name], scene.instants
    within = [possible(compiled, actor, scene.list_id, instants) for actor in umbrella.members]
    if umbrella.open:
        roles = (frozenset(umbrella.open_roles),) * len(instants)
        nothing: tuple[frozenset[str], ...] = (frozenset(),) * len(instants)
        statuses = (Status.UNLISTED,) * len(instants)
        within.append((Body("another", known=True, statuses=statuses, roles=roles, wholes=nothing),))
    return Party(tuple(within), everyone=False)


def _named(compiled: Compiled, column: Column, member: Member, scene: Scene) -> Party:
    """Whom a name means; a name that nothing resolves is somebody of whom nothing is known."""
    meant = member.actor or column.aliases.get(member.name)
    if meant in compiled.roster.umbrellas:
        return _under(compiled, meant, scene)
    if meant is None or meant not in compiled.roster.actors:
        return _unknown(member.label())
    return Party((possible(compiled, meant, scene.list_id, scene.instants),), everyone=True)


def _sets(parties: tuple[Party, ...], same: _Signatures) -> list[Bodies]:
    """Every set of signatures in which a side can have taken part, smallest first."""
    reachable: set[frozenset[int]] = {frozenset()}
    for party in parties:
        numbers = _numbers(party, same)
        reachable = {done | some for done in reachable for some in numbers}
    ordered = sorted((sorted(one) for one in reachable if one), key=lambda one: (len(one), one))
    return [tuple(same.bodies[number] for number in one) for one in ordered]


def _numbers(party: Party, same: _Signatures) -> set[frozenset[int]]:
    """The sets of signatures in which one part of a side can have taken part."""
    reachable: set[frozenset[int]] = {frozenset()}
    for bodies in party.members:
        numbers = {same.number(body) for body in bodies}
        with_it = {done | {number} for done in reachable for number in numbers}
        reachable = with_it if party.everyone else reachable | with_it
    return {one for one in reachable if one}


class _Signatures:
    """Numbers bodies so that two get one number when no condition tells them apart."""

    def __init__(self, scene: Scene, selectors: Iterable[v.Selector], apart: frozenset[str]) -> None:
        self._scene = scene
        self._apart = apart  # actors that must keep their names: one status each in one world
        self._selectors = tuple(dict.fromkeys(selectors))
        self._seen: dict[object, int] = {}
        self.bodies: list[Body] = []

    def number(self, body: Body) -> int:
        """The body's number, by what every selector and line says of it in every slice."""
        slices_ = range(len(self._scene.instants))
        known = body.known and body.present
        key = (
            body.label if body.label in self._apart else "",
            known,
            body.present,
            body.civilian,
            tuple(selected(who, body, i) for who in self._selectors for i in slices_),
            tuple(own_lines(self._scene.compiled, body, i) for i in slices_) if known else (),
        )
        number = self._seen.setdefault(key, len(self.bodies))
        if number == len(self.bodies):
            self.bodies.append(replace(body, pinned=body.label in self._apart))
        return number


def selectors_of(conditions: Iterable[v.Condition]) -> Iterator[v.Selector]:
    """Every selector that some condition applies to a member of a side."""
    for condition in conditions:
        inner = condition.condition if isinstance(condition, v.Not) else condition
        if isinstance(inner, v.Not):
            yield from selectors_of((inner,))
        elif isinstance(inner, v.By | v.Against):
            yield inner.who
            yield from _single_fields(inner.who)


def _single_fields(who: v.Selector) -> Iterator[v.Selector]:
    """A selector's fields apart: the questions people ask ("had it adhered?") are of one field."""
    if who.status:
        yield v.Selector(status=who.status)
    if who.role:
        yield v.Selector(role=who.role)
    if who.actor:
        yield v.Selector(actor=who.actor)


def conditions_of(rules: Iterable[Rule], presumptions: Iterable[Presumption]) -> Iterator[v.Condition]:
    """Every condition that is asked in a column under one view."""
    for rule in rules:
        yield from rule.conduct
        yield from rule.full_reach()
        for exception in rule.full_exceptions():
            yield from exception.when
    for presumption in presumptions:
        yield from presumption.when
        yield from presumption.holds


# ── directions ────────────────────────────────────────────────────────────────────────────────


def _ways(
    column: Column, scene: Scene, rules: tuple[Rule, ...]
) -> Iterator[tuple[tuple[Way, ...], tuple[Bodies, Bodies]]]:
    """Each direction the source leaves open, with each set of members of either side."""
    asked = tuple(selectors_of(conditions_of(rules, column.presumptions)))
    parties = [parties_of(scene.compiled, column, scene.facts[name], scene) for name in ("a", "b")]
    apart = _apart(column, [bodies for side in parties for party in side for bodies in party.members])
    parties = _thinned(parties, apart.difference(_presumed_initiators(column)), _Signatures(scene, asked, frozenset()))
    sides = [_sets(side, _Signatures(scene, asked, apart)) or [(ABSENT,)] for side in parties]
    for members_a, members_b in product(*sides):
        if not consistent((*members_a, *members_b)):
            continue
        forth, back = way(members_a, members_b, from_a=True), way(members_b, members_a, from_a=False)
        for ways in _directed(scene.facts["direction"], forth, back):
            yield ways, (members_a, members_b)


def _apart(column: Column, choices: list[Bodies]) -> frozenset[str]:
    """Actors with two possible statuses that may stand in more than one place of a world."""
    open_ = [bodies[0].label for bodies in choices if len(bodies) > 1]
    taken = _presumed_initiators(column)
    return frozenset(label for label in open_ if open_.count(label) > 1 or label in taken)


def _presumed_initiators(column: Column) -> set[str]:
    return {actor for presumption in column.presumptions for actor in presumption.by_one_of}


def _thinned(sides: list[tuple[Party, ...]], apart: frozenset[str], same: _Signatures) -> list[tuple[Party, ...]]:
    """The sides with no more actors of one kind than can make a difference.

    Actors that stand in the same parts of the sides, and can have the same statuses, may stand for each other: with
    one for each status that they can have, every pair of sets comes about in which each keeps its one status.
    """
    parts: dict[str, list[int]] = {}
    every = [party for side in sides for party in side]
    for i, party in enumerate(every):
        for bodies in party.members:
            parts.setdefault(bodies[0].label, []).append(i)
    left_out, seen = set[str](), dict[object, set[str]]()
    for bodies in (bodies for party in every for bodies in party.members):
        label = bodies[0].label
        kind = (tuple(same.number(body) for body in bodies), tuple(parts[label]))
        if label in apart:
            alike = seen.setdefault(kind, set())
            if len(alike) < len(bodies):
                alike.add(label)
            elif label not in alike:
                left_out.add(label)
    return [
        tuple(replace(one, members=tuple(b for b in one.members if b[0].label not in left_out)) for one in side)
        for side in sides
    ]


def consistent(bodies: Iterable[Body]) -> bool:
    """Whether no actor that stands for itself alone has two statuses in one world."""
    seen: dict[str, tuple[Status, ...]] = {}
    return all(seen.setdefault(body.label, body.statuses) == body.statuses for body in bodies if body.pinned)


def way(initiating: Bodies, struck: Bodies, *, from_a: bool) -> Way | None:
    """One direction; None where only civilians, or nobody, would initiate."""
    by = tuple(body for body in initiating if body.present and not body.civilian)
    return Way(from_a, by, struck) if by else None


def _directed(said: Direction | None, forth: Way | None, back: Way | None) -> Iterator[tuple[Way, ...]]:
    """The ways of each direction that the source leaves open."""
    if said is Direction.MUTUAL:
        can = tuple(one for one in (forth, back) if one)
        if can:
            yield can
        return
    if forth and said is not Direction.B_TO_A:
        yield (forth,)
    if back and said is not Direction.A_TO_B:
        yield (back,)
