"""The second evaluator: every world of a conduct, enumerated in the plainest way there is.

It exists to contradict the product's evaluator. It is written from the specification of the terms dialect alone,
imports nothing of the product, prunes nothing, merges nothing and remembers nothing: obvious loops over all lists,
readings, candidates, slices, cells, directions, groups and answers. Agreement and conduct are plain dictionaries,
what a vector file holds once loaded. It does no geodesy (`NotCovered`), writes no sentences and settles nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations, islice, product

from tests.oracle.conditions import NO, UNKNOWN, YES, Asked, View, World, meaning, selected, truth
from tests.oracle.geometry import NotCovered, area, cells, e7, holds_point
from tests.oracle.text import (
    NOBODY,
    SOMEBODY,
    Agreement,
    Plain,
    roles,
    side_sets,
    slices,
    statuses,
    wholes,
    with_instants,
)

__all__ = ["NotCovered", "brute"]

CERTAIN, POSSIBLE, UNDETERMINED = "certain", "possible", "undetermined"
EXCEPTED, NOT_REACHED, NOT_ENGAGED, CONTRADICTORY = "excepted", "not_reached", "not_engaged", "contradictory"
HEAVIEST_FIRST = [CERTAIN, POSSIBLE, UNDETERMINED, EXCEPTED, NOT_REACHED, NOT_ENGAGED, CONTRADICTORY]

FIELDS = [
    "a",
    "b",
    "direction",
    "kind",
    "weapon",
    "platform",
    "purpose",
    "harmed",
    "site",
    "armed",
    "control_changed",
    "in_notified_volume",
    "place",
    "own_line_distance_m",
    "time",
    "altitude",
    "notified",
    "answers",
    "amounts",
]
MANY, CHOICES = 6, 64
SILENCE = -1  # stands for the candidate that nobody said anything


# --- columns and their views ------------------------------------------------------------------------------------


def holders(text: Agreement) -> list[str]:
    """Everybody who keeps a list or a reading."""
    found = [roll["author"] for roll in text.lists if "author" in roll]
    for rule in text.rules:
        for reading in rule["versions"]:
            found += reading["authors"]
    return list(dict.fromkeys(found))


def authors(text: Agreement) -> list[str]:
    """Everybody who has a column of its own."""
    found = holders(text)
    for presumption in text.presumptions:
        found += [presumption["author"], *presumption.get("adopters", [])]
    for named in [*text.actors, *text.umbrellas]:
        found += [alias["by"] for alias in named.get("aliases", []) if "by" in alias]
    return list(dict.fromkeys(found))


def views_of(text: Agreement, author: str | None) -> list[View]:
    """The views of one author (None: of nobody in particular, all lists and all readings)."""
    rolls = [roll for roll in text.lists if roll.get("author") == author] or text.lists
    choices = []
    for rule in text.rules:
        numbers = list(range(len(rule["versions"])))
        own = [number for number in numbers if author in rule["versions"][number]["authors"]]
        choices.append(own or numbers)
    return [View(roll, reading) for roll in (rolls if author else text.lists) for reading in product(*choices)]


def views(text: Agreement, column: str | None) -> list[View]:
    """The views of a column (None: the common one, of all who keep a list or a reading)."""
    if column is not None or not holders(text):
        return views_of(text, column)
    every = chain.from_iterable(views_of(text, holder) for holder in holders(text))
    return list({(view.roll["id"], view.reading): view for view in every}.values())


def presumptions(text: Agreement, column: str | None) -> list[Plain]:
    """The presumptions that count in a column (None: the common one)."""
    guarantors = {guarantor["actor"] for guarantor in text.guarantors}
    if column is None:
        return [one for one in text.presumptions if guarantors <= adopters(one)]
    return [one for one in text.presumptions if column in adopters(one)]


def adopters(presumption: Plain) -> set[str]:
    """Those who presume it, its author among them."""
    return {presumption["author"], *presumption.get("adopters", [])}


# --- all worlds -------------------------------------------------------------------------------------------------

Kept = frozenset[tuple[str, int]]
Presumed = tuple[World, tuple[object, ...]]


def candidates(conduct: Plain, field: str) -> list[Plain] | None:
    """The candidate values of a field with their sources; None if it holds one plain value or nothing."""
    value = conduct.get(field)
    if isinstance(value, dict) and "candidates" in value:
        held: list[Plain] = value["candidates"]
        return held
    return None


def all_candidates(conduct: Plain) -> Kept:
    """Every candidate, by its field and number."""
    return frozenset((field, number) for field in FIELDS for number in range(len(candidates(conduct, field) or [])))


def all_facts(conduct: Plain, kept: Kept) -> Iterator[Plain]:
    """Every combination of the kept candidates, and of silence where it is kept; a field left with none is silent."""
    choices = []
    for field in FIELDS:
        several_values = candidates(conduct, field)
        if several_values is None:
            choices.append([conduct.get(field)])
        else:
            held = [one["value"] for number, one in enumerate(several_values) if (field, number) in kept]
            silence = [None] if (field, SILENCE) in kept or not held else []
            choices.append([*held, *silence])
    for choice in product(*choices):
        yield {field: value for field, value in zip(FIELDS, choice, strict=True) if value is not None}


def times(text: Agreement, facts: Plain) -> list[tuple[int, ...]]:
    """Per world, the slices that count together."""
    if "time" not in facts:
        raise NotCovered("a conduct without a time")
    cut = slices(text, facts["time"])
    if facts["time"].get("mode") == "throughout":
        return [tuple(cut)]
    return [(start,) for start in cut]


def places(text: Agreement, facts: Plain) -> list[frozenset[str] | None]:
    """Every combination of published zones that the place may lie in."""
    place = facts.get("place", "unknown")
    if place == "unknown":
        return [None]
    if "point" in place:
        point = e7(place["point"]["lon"]), e7(place["point"]["lat"])
        return [frozenset(zone for zone, shape in text.areas.items() if holds_point(shape, point))]
    return list(cells(area(place), text.areas))


def directions(stated: str | None) -> list[tuple[str, ...]]:
    """The directions of each world."""
    if stated is None:
        return [("a_to_b",), ("b_to_a",)]
    return [("a_to_b", "b_to_a")] if stated == "mutual" else [(stated,)]


def worlds(text: Agreement, column: str | None, conduct: Plain, kept: Kept) -> Iterator[World]:
    """Every world of the conduct in the column."""
    for view in views(text, column):
        for facts in all_facts(conduct, kept):
            for cut, cell, ways in product(times(text, facts), places(text, facts), directions(facts.get("direction"))):
                sides_a = side_sets(text, column, facts.get("a"))
                sides_b = side_sets(text, column, facts.get("b"))
                for a, b in product(sides_a, sides_b):
                    begun = started(text, ways, a, b)
                    if begun:
                        yield from answered(text, World(view, facts, cut, cell, begun, a, b))


def answered(text: Agreement, world: World) -> Iterator[World]:
    """The world with every combination of answers for those whom a list of counts may hold, once for each actor."""
    unread = []
    for member in dict.fromkeys([*world.a, *world.b]):
        asked = any(len(statuses(text, world.view.roll, member, t)) > 1 for t in world.slices)
        if asked and member not in dict(world.answers):
            unread.append(member)
    if not unread:
        yield world
        return
    for answers in product(["party", "unlisted"], repeat=len(unread)):
        yield replace(world, answers=(*world.answers, *zip(unread, answers, strict=True)))


def started(text: Agreement, ways: tuple[str, ...], a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    """The directions without those in which civilians alone, or nobody, would have begun."""
    sides = {"a_to_b": a, "b_to_a": b}
    return tuple(way for way in ways if any(begins(text, member) for member in sides[way]))


def begins(text: Agreement, member: str) -> bool:
    """Whether such a member can begin anything."""
    return member != NOBODY and not text.civilian(member)


def best(text: Agreement, world: World, conditions: list[Plain]) -> int:
    """The conditions together at the best moment, in the best direction, for the best pair of members."""
    found = NO
    for way in world.ways:
        for t in world.slices:
            for by, against in world.pairs(text, way):
                asked = Asked(text, world, t, by, against)
                found = max(found, min([YES, *(truth(asked, condition) for condition in conditions)]))
    return found


# --- what the rules say in them ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """What one rule says in one world."""

    value: int
    """Whether it is engaged."""
    conduct: int
    """Whether the conduct is of its kind at all."""
    lifted: bool
    """Whether an exception lifts it."""
    profile: object
    """The truths of all its conditions."""


def say(text: Agreement, world: World, reading: Plain, presumed: tuple[object, ...]) -> Said:
    """What the rule, so read, says in the world."""
    value, conduct, lifted, profile = NO, NO, False, set()
    for way in world.ways:
        for t in world.slices:
            seen = set()
            for by, against in world.pairs(text, way):
                asked = Asked(text, world, t, by, against, presumed)
                seen.add(
                    (
                        tuple([truth(asked, condition) for condition in reading["conduct"]]),
                        tuple([truth(asked, condition) for condition in reading["reach"]]),
                        tuple([tuple([truth(asked, one) for one in when]) for when in reading["exceptions"]]),
                    )
                )
            reached = max(min([YES, *did, *reach]) for did, reach, _ in seen)
            done = max(min([YES, *did]) for did, _, _ in seen)
            excepted = NO
            for number in range(len(reading["exceptions"])):
                excepted = max(excepted, min(min([YES, *exceptions[number]]) for _, _, exceptions in seen))
            value = max(value, min(reached, 2 - excepted))
            conduct = max(conduct, done)
            lifted = lifted or (excepted == YES and reached != NO)
            profile.add(frozenset(seen))
    return Said(value, conduct, lifted, frozenset(profile))


def one_of(text: Agreement, world: World, presumption: Plain) -> list[World]:
    """The world; or, where a presumption says who an unknown initiator was, one world for each of them."""
    sides = {"a_to_b": "a", "b_to_a": "b"}
    unknown = [sides[way] for way in world.ways if set(getattr(world, sides[way])) == {SOMEBODY}]
    if not unknown or best(text, world, presumption.get("when", [])) != YES:
        return [world]
    choices = product(presumption["by_one_of"], repeat=len(unknown))
    read = [world.named(dict(zip(unknown, choice, strict=True))) for choice in choices]
    return [each for one in read for each in answered(text, one)]


def presume(text: Agreement, presumption: Plain, every: list[Presumed]) -> list[Presumed]:
    """The worlds, with what is taken for granted in each, after one more presumption."""
    if "by_one_of" in presumption:
        return [(each, granted) for world, granted in every for each in one_of(text, world, presumption)]
    found = []
    for world, granted in every:
        if best(text, world, presumption.get("when", [])) != YES:
            found.append((world, granted))
        elif best(text, world, presumption["holds"]) != NO:
            found.append((world, (*granted, *(meaning(one) for one in presumption["holds"]))))
    return found or every


def weigh(text: Agreement, column: str | None, conduct: Plain, kept: Kept, limit: int) -> Plain:
    """Every clause's result, and all together, in one column, with the kept candidates."""
    every: list[Presumed] = [(world, ()) for world in worlds(text, column, conduct, kept)]
    for presumption in presumptions(text, column):
        every = presume(text, presumption, every)
    rows = []
    for world, granted in every:
        read = zip(text.rules, world.view.reading, strict=True)
        rows.append([say(text, world, rule["versions"][number], granted) for rule, number in read])
    distinct = len({tuple(said.profile for said in row) for row in rows})
    outcome: Plain = {"worlds": distinct}
    for index, rule in enumerate(text.rules):
        outcome[rule["id"]] = UNDETERMINED if distinct > limit else result([row[index] for row in rows])
    outcome.update(together(text, rows, outcome, over=distinct > limit))
    return outcome


def result(column: list[Said]) -> str:
    """The result of a clause over the worlds: the first that fits."""
    values = {said.value for said in column}
    first_that_fits = {
        CONTRADICTORY: not column,
        CERTAIN: values == {YES},
        POSSIBLE: YES in values,
        UNDETERMINED: UNKNOWN in values,
        EXCEPTED: any(said.lifted for said in column),
        NOT_REACHED: any(said.conduct != NO for said in column),
        NOT_ENGAGED: True,
    }
    return next(name for name, fits in first_that_fits.items() if fits)


def together(text: Agreement, rows: list[list[Said]], outcome: Plain, *, over: bool) -> Plain:
    """What the clauses say together, advice apart, and the smallest set that is certain."""
    binding = [index for index, rule in enumerate(text.rules) if rule["effect"] != "advise"]
    if over:
        return {"together": UNDETERMINED, "clauses": []}
    if not rows:
        return {"together": CONTRADICTORY, "clauses": []}
    for size in range(1, len(binding) + 1):
        for chosen in combinations(binding, size):
            if all(any(row[index].value == YES for index in chosen) for row in rows):
                return {"together": CERTAIN, "clauses": [text.rules[index]["id"] for index in chosen]}
    if any(row[index].value == YES for row in rows for index in binding):
        return {"together": POSSIBLE, "clauses": []}
    results = [outcome[text.rules[index]["id"]] for index in binding]
    return {"together": heaviest([*results, NOT_ENGAGED]), "clauses": []}


def heaviest(results: list[str]) -> str:
    """The heaviest of several results."""
    return min(results, key=HEAVIEST_FIRST.index)


# --- no laundering ----------------------------------------------------------------------------------------------


def named_actors(text: Agreement, column: str | None, conduct: Plain) -> set[str]:
    """The actors on any candidate of either side, or presumed where nobody on it is known; civilians apart."""
    found: set[str] = set()
    for side in ("a", "b"):
        held = candidates(conduct, side)
        for value in [one["value"] for one in held] if held is not None else [conduct.get(side)]:
            for members in side_sets(text, column, value):
                found.update(members)
                if set(members) == {SOMEBODY}:
                    found.update(*(one.get("by_one_of", []) for one in presumptions(text, column)))
    return {member for member in found if text.actor(member) and not text.civilian(member)}


def all_slices(text: Agreement, conduct: Plain) -> list[int]:
    """Every slice of every candidate time."""
    held = candidates(conduct, "time")
    values = [one["value"] for one in held] if held is not None else [conduct["time"]]
    return [t for value in values for t in slices(text, value)]


def accused(text: Agreement, column: str | None, conduct: Plain, number: int) -> set[str]:
    """Who may fall under the clause: on some view, slice and possible status no selector of its own keeps them out."""
    cut = all_slices(text, conduct)
    return {
        actor
        for actor in named_actors(text, column, conduct)
        if any(may_fall(text, view, number, actor, t) for view in views(text, column) for t in cut)
    }


def may_fall(text: Agreement, view: View, number: int, actor: str, t: int) -> bool:
    """Whether the actor, under some possible status, passes all that the rule directly asks of whoever began."""
    version = text.rules[number]["versions"][view.reading[number]]
    selectors = [one["by"] for one in [*version["conduct"], *version["reach"]] if "by" in one]
    for answer in statuses(text, view.roll, actor, t):
        asked = Asked(text, World(view, {}, (t,), None, (), (), (), ((actor, answer),)), t, actor, NOBODY)
        if all(selected(asked, actor, selector) != NO for selector in selectors):
            return True
    return False


def interested(text: Agreement, roots: list[str], actor: str, cut: list[int]) -> bool:
    """Whether a source has no root but the actor, its parts at the time, and guarantors that stand with it."""
    circle = {actor}
    circle |= {other["id"] for other in text.actors for t in cut if actor in wholes(text, other["id"], t)}
    held = {actor}.union(*(roles(text, actor, t) for t in cut))
    circle |= {one["actor"] for one in text.guarantors if held & set(one.get("stands_with", []))}
    return bool(roots) and set(roots) <= circle


def interested_candidates(text: Agreement, conduct: Plain, blamed: set[str]) -> list[tuple[str, int]]:
    """The candidates whose source is interested in one of the accused."""
    cut = all_slices(text, conduct)
    found = []
    for field in FIELDS:
        for number, candidate in enumerate(candidates(conduct, field) or []):
            source = conduct.get("sources", {}).get(candidate.get("source"), {"roots": []})
            if any(interested(text, source["roots"], actor, cut) for actor in blamed):
                found.append((field, number))
    return found


def returned(everything: Kept, held: list[tuple[str, int]]) -> list[Kept]:
    """All candidates less the interested ones, these given back in every combination; if many, in those that count."""
    if len(held) <= MANY:
        sizes = range(len(held) + 1)
        return [everything - set(held) | set(chosen) for size in sizes for chosen in combinations(held, size)]
    others = everything - set(held)
    alone = list(dict.fromkeys(field for field, _ in held if field not in {other for other, _ in others}))
    choices = product(*([one for one in held if one[0] == field] for field in alone))
    return [
        everything,
        others,
        everything | {(field, SILENCE) for field in alone},
        *(others | {one} for one in held),
        *(others | set(chosen) for chosen in islice(choices, CHOICES)),
    ]


def judge(text: Agreement, column: str | None, conduct: Plain, limit: int) -> Plain:
    """The column's results, none of them made lighter by a source that is interested in it."""
    everything = all_candidates(conduct)
    doubted = [
        interested_candidates(text, conduct, accused(text, column, conduct, number))
        for number in range(len(text.rules))
    ]
    binding = [held for rule, held in zip(text.rules, doubted, strict=True) if rule["effect"] != "advise"]
    all_doubted = [one for one in in_order(everything) if any(one in held for held in binding)]
    kept = {everything, *chain.from_iterable(returned(everything, held) for held in [*doubted, all_doubted])}
    weighed = {some: weigh(text, column, conduct, some, limit) for some in kept}
    outcome = {"worlds": weighed[everything]["worlds"]}
    for rule, held in zip(text.rules, doubted, strict=True):
        outcome[rule["id"]] = heaviest([weighed[some][rule["id"]] for some in returned(everything, held)])
    return {**outcome, **heaviest_together(text, [weighed[some] for some in returned(everything, all_doubted)])}


def in_order(everything: Kept) -> list[tuple[str, int]]:
    """The candidates in the order of the fields."""
    return sorted(everything, key=lambda one: (FIELDS.index(one[0]), one[1]))


def heaviest_together(text: Agreement, weighed: list[Plain]) -> Plain:
    """The heaviest result of the clauses together; of several certain ones, that with fewest and first clauses."""
    order = [rule["id"] for rule in text.rules]

    def weight(one: Plain) -> tuple[int, int, list[int]]:
        clauses = [order.index(clause) for clause in one["clauses"]]
        return HEAVIEST_FIRST.index(one["together"]), len(clauses), clauses

    first = min(weighed, key=weight)
    return {"together": first["together"], "clauses": first["clauses"]}


def brute(agreement: Plain, conduct: Plain, limit: int = 4096) -> dict[str, Plain]:
    """Per column: the number of distinct worlds, every clause's result, and the clauses together.

    Raises:
        NotCovered: the case needs geodesy, or a conduct's time is missing.
    """
    text = Agreement(agreement)
    read = with_instants(conduct)
    columns = {"common": None, **{author: author for author in authors(text)}}
    return {name: judge(text, column, read, limit) for name, column in columns.items()}
