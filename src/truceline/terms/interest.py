"""No laundering: what rests on an accused side's own word never lightens that side's result.

A denial by the one who struck, or by its guarantor, is a claim and is kept; but a clause's result is
taken as the heaviest over all ways to count such statements, so that adding one can raise a result
(an admission) and never lower it. What the other side says counts as any source does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice, product

from truceline.period import Instant
from truceline.terms import vocabulary as v
from truceline.terms.compiled import Column, Compiled, Moments, Question
from truceline.terms.conduct import FACTS, NOBODY, UNKNOWN_SIDE, Side
from truceline.terms.rules import Rule
from truceline.terms.truth import selected
from truceline.terms.worlds import possible

_A, _B, _TIME = FACTS.index("a"), FACTS.index("b"), FACTS.index("time")
_ALL_WAYS = 6  # up to so many statements, every combination is weighed
_CHOICES = 64  # so many ways to choose one statement for each field are weighed at most

Named = tuple[int, int]  # a candidate: (field, position)


def weighings(question: Question, own_word: frozenset[Named]) -> Iterator[tuple[Question, frozenset[Named]]]:
    """The ways to count own words, each with what it leaves out; as stated first.

    Up to six statements: every combination. Above that no other way can come out heavier than these: all left
    out; all but each single one; with "nobody said" as one more version of each field in which nobody else
    speaks; and one of them for each such field, over the first 64 choices.
    """
    named = sorted(own_word)
    if len(named) <= _ALL_WAYS:
        for size in range(len(named) + 1):
            yield from (_less(question, frozenset(chosen)) for chosen in combinations(named, size))
        return
    alone = [i for i, held in enumerate(question.facts) if held and all((i, j) in own_word for j in range(len(held)))]
    yield question, frozenset()
    yield _less(question, own_word)
    yield question.or_unsaid(alone), own_word
    yield from (_less(question, own_word - {one}) for one in named)
    choices = product(*([one for one in named if one[0] == field] for field in alone))
    yield from (_less(question, own_word.difference(chosen)) for chosen in islice(choices, _CHOICES))


def _less(question: Question, dropped: frozenset[Named]) -> tuple[Question, frozenset[Named]]:
    return question.without(dropped), dropped


def interested(compiled: Compiled, column: Column, question: Question, rules: tuple[Rule, ...]) -> frozenset[Named]:
    """The candidates whose source speaks in the cause of somebody these rules may accuse."""
    if not any(roots for _, roots in question.sources):
        return frozenset()
    accused = {
        actor
        for actor in _named_actors(compiled, column, question)
        if any(_may_accuse(compiled, column, question, rule, actor) for rule in rules)
    }
    instants = _instants(question)
    partial = {
        name
        for name, roots in question.sources
        if any(speaks_for(compiled, roots, actor, instants) for actor in accused)
    }
    return frozenset(
        (i, j)
        for i, candidates in enumerate(question.facts)
        for j, candidate in enumerate(candidates)
        if candidate.source in partial
    )


def _instants(question: Question) -> tuple[Instant, ...]:
    moments = (candidate.value for candidate in question.facts[_TIME])
    return tuple(instant for one in moments if isinstance(one, Moments) for instant in one.instants)


def _named_actors(compiled: Compiled, column: Column, question: Question) -> set[str]:
    """Every actor on either side by any source."""
    said = [[candidate.value for candidate in question.facts[i]] or [None] for i in (_A, _B)]
    return named_on(compiled, column, [side for sides in said for side in sides])


def named_on(compiled: Compiled, column: Column, sides: Iterable[Side | None]) -> set[str]:
    """Every actor on these sides, or by a presumption where nobody knows who; civilians left out."""
    found: set[str] = set()
    umbrellas, actors = compiled.roster.umbrellas, compiled.roster.actors
    for side in (one or UNKNOWN_SIDE for one in sides):
        called = [side.umbrella, *(m.actor or column.aliases.get(m.name) for m in side.members)]
        named = {actor for one in called if one in umbrellas for actor in umbrellas[one].members}
        named |= {one for one in called if one in actors}
        if side != NOBODY and not named:
            named = {actor for presumption in column.presumptions for actor in presumption.by_one_of}
        found |= named
    return {one for one in found if one in actors and actors[one].kind != "civilians"}


def _may_accuse(compiled: Compiled, column: Column, question: Question, rule: Rule, actor: str) -> bool:
    """Whether some view, slice and status of the actor passes every selector the rule puts on `by`."""
    for view in column.views:
        read = next(one for one in view.rules if one.id == rule.id)
        asked = [c.who for c in (*read.conduct, *read.full_reach()) if isinstance(c, v.By)]
        for instant in _instants(question):
            bodies = possible(compiled, actor, view.list_id, (instant,))
            if any(all(selected(who, body, 0) for who in asked) for body in bodies):
                return True
    return False


def speaks_for(compiled: Compiled, roots: tuple[str, ...], actor: str, instants: tuple[Instant, ...]) -> bool:
    """Whether every origin is the actor, a guarantor standing with it, or part of it."""
    return bool(roots) and all(any(_stands_for(compiled, root, actor, at) for at in instants) for root in roots)


def _stands_for(compiled: Compiled, root: str, actor: str, at: Instant) -> bool:
    roster = compiled.roster
    if actor in roster.wholes(root, at):
        return True
    ties = roster.wholes(actor, at) | roster.roles(actor, at)
    return any(
        guarantor.actor == root and ties.intersection(guarantor.stands_with) for guarantor in compiled.guarantors
    )
