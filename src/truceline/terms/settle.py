"""What would settle a result: which facts, and under which answers.

"Possible" alone helps nobody. Each fact that differs between the worlds of a conduct is an atom: who
took part, who began, on which side of a zone's border, before or after a change, which source is right,
and every condition that nobody's statement answers. An answer settles a result when, in all worlds that
agree with it, the result comes out the same way.

What it does not do: say which answer is likely. Nothing here weighs sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import Any

from truceline.period import Instant
from truceline.terms import vocabulary as v
from truceline.terms.conduct import FACTS
from truceline.terms.evaluate import Weighed, smallest_cover
from truceline.terms.judging import Judged, Shape, outcome, stripped
from truceline.terms.rules import Rule
from truceline.terms.truth import Truth, either, opposite, selected
from truceline.terms.worlds import World, selectors_of

LARGEST_SET = 3  # atoms asked together at most
FREE_CONDITIONS = 3  # conditions nobody answered that are tried both ways, for one clause
UNKNOWN = "?"  # the answer of a world in which somebody unknown took part
_SIDES = ("a", "b")


@dataclass(frozen=True, slots=True, order=True)
class Atom:
    """One fact that differs between the versions."""

    kind: str  # took_part | direction | place | moment | source | condition | list | reading
    side: str = ""  # a | b, for took_part
    statuses: tuple[str, ...] = ()  # for took_part: at least one member with one of these
    roles: tuple[str, ...] = ()  # likewise
    actors: tuple[str, ...] = ()  # likewise
    name: str = ""  # zone or line id; field; rule id; key of a condition
    distance_m: int = 0  # for a band round a zone or line
    instant: Instant | None = None  # for a moment: before it, or from it on
    detail: tuple[str, ...] = ()  # a condition's own words


@dataclass(frozen=True, slots=True)
class Answered:
    """What follows if an atom is answered one way."""

    atom: Atom
    answer: str  # yes | no | a | b | both | in | out | before | after | a source, list or reading id
    certain: bool  # True: certain; False: not engaged, excepted or not reached
    clauses: tuple[str, ...]  # where certain: the smallest set of which one is engaged
    direction_open: bool  # by which side is still unknown


@dataclass(frozen=True, slots=True)
class Settling:
    """What would settle one result."""

    whatever: tuple[Atom, ...]  # settle it whatever the answer
    under: tuple[Answered, ...]  # settle it under one answer
    sets: tuple[tuple[Atom, ...], ...]  # the smallest sets that settle it under all answers
    unanswered: tuple[Atom, ...]  # conditions that no source answers


NOTHING = Settling((), (), (), ())


@dataclass(frozen=True, slots=True)
class _Row:
    """One world's answers to the atoms, and what the result is in it."""

    answers: tuple[str, ...]
    value: Truth
    engaged: frozenset[int]
    ways: frozenset[bool]  # which side initiates


def settling(sheet: Sheet, indices: Sequence[int], rule_ids: Sequence[str]) -> Settling:
    """What would settle the result of the rules at these positions, taken together.

    For a single rule, conditions that nobody answered are tried both ways; for several they are listed.
    """
    if not sheet.weighed.every:
        return NOTHING
    unknown = _unknown(sheet, indices)
    atoms, rows = _table(sheet, indices, unknown)
    if len({row.value for row in rows}) <= 1 and rows[0].value is not None:
        return NOTHING
    outcomes = [_under(rows, k) for k in range(len(atoms))]
    whatever = tuple(a for a, found in zip(atoms, outcomes, strict=True) if None not in found.values())
    under = tuple(
        _answered(atom, k, answer, rows, indices, rule_ids, value)
        for k, (atom, found) in enumerate(zip(atoms, outcomes, strict=True))
        for answer, value in sorted(found.items())
        if value is not None
    )
    sets = () if whatever else tuple(_smallest_sets(atoms, rows))
    unanswered = tuple(map(_condition_atom, unknown))
    return Settling(whatever, tuple(sorted(under, key=_rank)), sets, unanswered)


# ── the table: worlds × atoms ─────────────────────────────────────────────────────────────────

_Asking = tuple[Atom, Callable[[World], str]]
_Line = tuple[tuple[str, ...], Judged, frozenset[bool]]  # answers, a world that gives them, which side initiates


class Sheet:
    """Every world of one weighing with its answers, each atom asked once for all clauses."""

    def __init__(self, weighed: Weighed) -> None:
        """Nothing is asked yet."""
        self.weighed = weighed
        self._answers: dict[Atom, tuple[list[str], int]] = {}
        self._patterns: dict[tuple[int, ...], int] = {}
        self._shapes: dict[int, Shape] = {}

    def shape(self, rule: Rule) -> Shape:
        """The rule's row of conditions."""
        if id(rule) not in self._shapes:
            self._shapes[id(rule)] = Shape.of(rule)
        return self._shapes[id(rule)]

    def answers(self, atom: Atom, ask: Callable[[World], str]) -> tuple[list[str], int]:
        """Every world's answer, and a number that two atoms share when they always answer alike; 0: no use to ask."""
        if atom not in self._answers:
            column = [ask(one.world) for one in self.weighed.every]
            seen: dict[str, int] = {}
            pattern = tuple([seen.setdefault(answer, len(seen)) for answer in column])
            tells = len(seen) > 1 and UNKNOWN not in seen  # of somebody unknown nobody can be asked
            number = self._patterns.setdefault(pattern, len(self._patterns) + 1) if tells else 0
            self._answers[atom] = column, number
        return self._answers[atom]


def _table(sheet: Sheet, indices: Sequence[int], unknown: tuple[v.Condition, ...]) -> tuple[list[Atom], list[_Row]]:
    """The atoms that tell worlds apart, and the rows in which these rules and atoms differ."""
    free = unknown if len(indices) == 1 and len(unknown) <= FREE_CONDITIONS else ()
    kept: dict[int, tuple[Atom, list[str]]] = {}
    for atom, ask in _asking(sheet.weighed.every, indices):
        column, number = sheet.answers(atom, ask)
        if number:
            kept.setdefault(number, (atom, column))
    columns = [column for _, column in kept.values()]
    rows: dict[_Row, None] = {}
    for answers, judged, ways in _lines(sheet, columns, indices):
        engaged = frozenset(i for i in indices if judged.outcomes[i].value)
        for chosen, value in _valued(sheet, judged, indices, free):
            rows.setdefault(_Row((*answers, *chosen), value, engaged, ways))
    return _varying([*(atom for atom, _ in kept.values()), *map(_condition_atom, free)], list(rows))


def _lines(sheet: Sheet, columns: list[list[str]], indices: Sequence[int]) -> Iterator[_Line]:
    """One world for each combination of answers and of what these rules say."""
    seen: set[object] = set()
    every = sheet.weighed.every
    answered = zip(*columns, strict=True) if columns else (() for _ in every)
    for judged, answers in zip(every, answered, strict=True):
        ways = frozenset(way.from_a for way in judged.world.ways)
        key = (answers, ways, tuple(judged.profile[i] for i in indices))
        if key not in seen:
            seen.add(key)
            yield answers, judged, ways


def _varying(atoms: list[Atom], rows: list[_Row]) -> tuple[list[Atom], list[_Row]]:
    """Without the conditions, tried both ways, that come out one way everywhere."""
    chosen = [k for k in range(len(atoms)) if len({row.answers[k] for row in rows}) > 1]
    thinned = dict.fromkeys(replace(row, answers=tuple(row.answers[k] for k in chosen)) for row in rows)
    return [atoms[k] for k in chosen], list(thinned)


def _valued(
    sheet: Sheet, judged: Judged, indices: Sequence[int], free: Sequence[v.Condition]
) -> Iterator[tuple[tuple[str, ...], Truth]]:
    """The world's value; where conditions are tried both ways, once for each way."""
    if not free:
        yield (), either(judged.outcomes[i].value for i in indices)
        return
    (index,) = indices
    shape, (_, groups) = sheet.shape(judged.world.view.rules[index]), judged.profile[index]
    options = [_told(shape, groups, condition) for condition in free]
    for chosen in product(*options):
        told = dict(zip(free, chosen, strict=True))
        filled = frozenset(frozenset(_filled(shape, row, told) for row in group) for group in groups)
        yield tuple(_yes(one) for one in chosen), outcome(shape, filled).value


def _told(shape: Shape, groups: Iterable[frozenset[tuple[Truth, ...]]], condition: v.Condition) -> tuple[bool, ...]:
    """What a condition can be in a world: what it is, or both where it is unknown."""
    asked = [(k, straight) for k, (one, straight) in enumerate(map(stripped, shape.conditions)) if one == condition]
    seen = {row[k] if straight else opposite(row[k]) for k, straight in asked for group in groups for row in group}
    if None in seen or not seen:
        return (False, True)
    return (bool(either(seen)),)


def _filled(shape: Shape, row: tuple[Truth, ...], told: Mapping[v.Condition, bool]) -> tuple[Truth, ...]:
    return tuple(
        _answer(condition, told) if one is None else one for one, condition in zip(row, shape.conditions, strict=True)
    )


def _answer(condition: v.Condition, told: Mapping[v.Condition, bool]) -> Truth:
    """What an answer to a question makes of a condition that asks it, or its opposite."""
    asked, straight = stripped(condition)
    answer = told.get(asked)
    return answer if straight else opposite(answer)


def _yes(answer: bool) -> str:  # noqa: FBT001 - a truth value put into words
    return "yes" if answer else "no"


def _unknown(sheet: Sheet, indices: Sequence[int]) -> tuple[v.Condition, ...]:
    """The conditions, negations taken off, that are unknown somewhere where they keep a rule's value unknown."""
    found: dict[v.Condition, None] = {}
    for judged in sheet.weighed.judged:
        for i in indices:
            if judged.outcomes[i].value is not None:
                continue
            shape = sheet.shape(judged.world.view.rules[i])
            unknown = {k for group in judged.profile[i][1] for row in group for k, one in enumerate(row) if one is None}
            found.update(dict.fromkeys(stripped(shape.conditions[k])[0] for k in sorted(unknown)))
    return tuple(found)


def _condition_atom(condition: v.Condition) -> Atom:
    return Atom("condition", name=v.key_of(condition), detail=tuple(_words(condition)))


def _words(value: object) -> Iterator[str]:
    """A condition's own words, field by field."""
    if isinstance(value, str | int):
        yield str(value)
    elif isinstance(value, tuple):
        for one in value:
            yield from _words(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _words(getattr(value, name))


# ── what differs between worlds ───────────────────────────────────────────────────────────────


def _asking(every: Sequence[Judged], indices: Sequence[int]) -> Iterator[_Asking]:
    """Every atom with how a world answers it, in the order in which people should be asked."""
    world = every[0].world
    conditions = [c for i in indices for c in _row_of(world, i)]
    for who in sorted(set(selectors_of(conditions)), key=_selector_order):
        for number, side in enumerate(_SIDES):
            atom = Atom("took_part", side, tuple(who.status), who.role, who.actor)
            yield atom, _took_part(number, who)
    yield Atom("direction"), _direction
    for key in sorted({key for one in every for key in one.world.scene.cell or ()}):
        yield Atom("place", name=key[1], distance_m=key[2], detail=(key[0],)), _in_cell(key)
    for instant in _turns(every, indices):
        yield Atom("moment", instant=instant), _before(instant)
    for number, field in enumerate(FACTS):
        yield Atom("source", name=field), _version(number)
    if any(who.status for who in selectors_of(conditions)) or any(
        isinstance(c, v.Harmed) and c.who for c in conditions
    ):
        yield Atom("list"), _list
    asked = {world.view.rules[i].id for i in indices}
    for number, (rule, _) in enumerate(world.view.readings):
        if rule in asked:
            yield Atom("reading", name=rule), _reading(number)


def _row_of(world: World, index: int) -> tuple[v.Condition, ...]:
    return Shape.of(world.view.rules[index]).conditions


def _selector_order(who: v.Selector) -> tuple[Any, ...]:
    """Single questions before joint ones; adherence before role before name."""
    fields = (bool(who.status), bool(who.role), bool(who.actor))
    return sum(fields), not who.status, not who.role, who.status, who.role, who.actor


def _took_part(number: int, who: v.Selector) -> Callable[[World], str]:
    def ask(world: World) -> str:
        bodies = world.members[number]
        slices = range(len(world.scene.instants))
        answer = either(selected(who, body, i) for body in bodies for i in slices)
        return UNKNOWN if answer is None else _yes(answer)

    return ask


def _direction(world: World) -> str:
    return "both" if len(world.ways) > 1 else _SIDES[0 if world.ways[0].from_a else 1]


def _in_cell(key: tuple[str, str, int]) -> Callable[[World], str]:
    return lambda world: "in" if key in (world.scene.cell or ()) else "out"


def _turns(every: Sequence[Judged], indices: Sequence[int]) -> list[Instant]:
    """The instants at which something changes that these rules can tell."""
    slices: dict[Instant, set[object]] = {}
    for one in every:
        if one.world.slice_no >= 0:
            told = tuple(_said(one, i) for i in indices)
            slices.setdefault(one.world.scene.instants[0], set()).add((_apart_from_time(one.world), told))
    return [after for before, after in pairwise(sorted(slices)) if slices[before] != slices[after]]


def _said(judged: Judged, index: int) -> object:
    """What a rule says in a world; where it is unknown, with everything that keeps it so."""
    value = judged.outcomes[index].value
    return judged.profile[index] if value is None else value


def _apart_from_time(world: World) -> tuple[object, ...]:
    """What makes a world, less its slice."""
    labels = tuple(tuple(body.label for body in side) for side in world.members)
    return world.view, world.versions, world.scene.cell, labels, tuple(way.from_a for way in world.ways)


def _before(instant: Instant) -> Callable[[World], str]:
    return lambda world: "before" if world.scene.instants[0] < instant else "after"


def _version(number: int) -> Callable[[World], str]:
    return lambda world: str(world.versions[number])


def _list(world: World) -> str:
    return world.view.list_id


def _reading(number: int) -> Callable[[World], str]:
    return lambda world: world.view.readings[number][1]


# ── what settles ──────────────────────────────────────────────────────────────────────────────


def _under(rows: list[_Row], k: int) -> dict[str, bool | None]:
    """For each answer to an atom: True or False where the rest agree on it, else None."""
    found: dict[str, set[Truth]] = {}
    for row in rows:
        found.setdefault(row.answers[k], set()).add(row.value)
    return {answer: _agreed(values) for answer, values in found.items()}


def _agreed(values: set[Truth]) -> bool | None:
    return values.copy().pop() if len(values) == 1 else None


def _answered(  # noqa: PLR0913, PLR0917 - one row of the answer, each with its own column
    atom: Atom,
    k: int,
    answer: str,
    rows: list[_Row],
    indices: Sequence[int],
    rule_ids: Sequence[str],
    value: bool,  # noqa: FBT001 - what the result then is
) -> Answered:
    agreeing = [row for row in rows if row.answers[k] == answer]
    cover = _cover(agreeing, indices) if value else ()
    ways = {row.ways for row in agreeing}
    return Answered(atom, answer, value, tuple(rule_ids[i] for i in cover), len(ways) > 1)


def _cover(rows: list[_Row], indices: Sequence[int]) -> tuple[int, ...]:
    """The smallest set of rules of which one is engaged in every row; a single rule is its own."""
    if len(indices) == 1:
        return tuple(indices)
    return smallest_cover({row.engaged for row in rows}, list(indices))


_KINDS = ("took_part", "direction", "place", "moment", "condition", "source", "list", "reading")


def _rank(one: Answered) -> tuple[Any, ...]:
    """Certain before cleared; facts a monitor can ask for before disputes of lists and readings."""
    atom = one.atom
    fields = bool(atom.statuses) + bool(atom.roles) + bool(atom.actors)
    return not one.certain, _KINDS.index(atom.kind), fields, not atom.statuses, atom.side, str(atom), one.answer


def _smallest_sets(atoms: list[Atom], rows: list[_Row]) -> Iterator[tuple[Atom, ...]]:
    """All sets of the smallest size, up to three, that settle the result under every answer."""
    if any(row.value is None for row in rows):
        return
    for size in range(2, min(LARGEST_SET, len(atoms)) + 1):
        found = _settling_sets(rows, frozenset(), size)
        if found:
            yield from (tuple(atoms[k] for k in chosen) for chosen in sorted(map(sorted, found)))
            return


def _settling_sets(rows: list[_Row], chosen: frozenset[int], size: int) -> set[frozenset[int]]:
    """All sets of so many atoms, the chosen among them, under whose answers no two rows differ in value.

    Of two rows that the chosen ones leave alike, one of the atoms that tell them apart must be in the set.
    """
    apart = _telling_apart(rows, sorted(chosen))
    if apart is None:
        return {chosen} if len(chosen) == size else set()
    if len(chosen) == size:
        return set()
    return set().union(*(_settling_sets(rows, chosen | {k}, size) for k in apart))


def _telling_apart(rows: list[_Row], chosen: list[int]) -> list[int] | None:
    """The atoms that tell apart two rows of unlike value to which the chosen ones give like answers.

    Of all such pairs of rows the one with fewest; None where there is no such pair.
    """
    seen: dict[tuple[str, ...], _Row] = {}
    fewest: list[int] | None = None
    for row in rows:
        other = seen.setdefault(tuple(row.answers[k] for k in chosen), row)
        if other.value != row.value:
            apart = [k for k, (a, b) in enumerate(zip(row.answers, other.answers, strict=True)) if a != b]
            if fewest is None or len(apart) < len(fewest):
                fewest = apart
    return fewest
