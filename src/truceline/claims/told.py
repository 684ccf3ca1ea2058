"""Claims of one happening as one event, ready to be judged: a version for each origin that says something else.

Every version names the origin that it rests on, so that what a party says in its own cause is weighed as that and never
lightens its own result, however many outlets carry it. A denial is no version of what was done: it is counted where
credibility is. What was only proposed or threatened did not happen.

It guesses nothing: a field that no claim tells stays unsaid. Without any time it cannot be judged, and the event says
so by having none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from truceline.claims.articles import Published
from truceline.claims.casualties import casualties
from truceline.claims.claims import Claim, Modality
from truceline.claims.copies import Copied
from truceline.claims.outlets import Registry
from truceline.claims.parties import Parties
from truceline.claims.roots import Roots, roots
from truceline.claims.rows import Deaths, Event
from truceline.place import Area, Place, Position, disc, middle
from truceline.terms import Candidate, Compiled, Conduct, Direction, Member, Side, Source
from truceline.terms.vocabulary import KINDS

Pair = tuple[tuple[str, ...], tuple[str, ...]]  # who did it, and to whom


def happenings(claims: Iterable[Claim]) -> list[Claim]:
    """The claims that tell that something happened, in order of their articles."""
    done = [one for one in claims if one.modality in {Modality.ASSERTED, Modality.REPORTED} and one.affirms]
    return sorted(done, key=lambda one: (one.article, one.span))


def told(
    name: str,
    claims: Sequence[Claim],
    compiled: Compiled,
    outlets: Registry,
    copies: Sequence[Copied] = (),
    published: Mapping[str, Published] | None = None,
) -> Event:
    """The event that these claims of one happening tell, with the roots that each version has.

    Raises ValueError where none of them tells that anything happened.
    """
    held = happenings(claims)
    if not held:
        raise ValueError("a claim that something happened")
    found = roots(held, outlets, copies, published)
    origins = _origins(held, found, Parties(compiled, outlets))
    conduct = _conduct(name, held, compiled, origins)
    places = [one.value for one in conduct.place if one.value is not None]
    return Event(
        id=name,
        conduct=conduct,
        titles={"en": held[0].quote},
        place_name=next((one.place_name for one in held if one.place_name), ""),
        district="",
        place_precision="as told" if places else "",
        time_precision="as told" if conduct.time else "",
        marker=middle(places[0]) if places else None,
        deaths=_deaths(held, found),
        reports=(),
    )


def _origins(claims: Sequence[Claim], found: Roots, parties: Parties) -> list[tuple[str, ...]]:
    """For each claim, the origins of the roots in which it is.

    A party that is the origin of one claim of a root is that of all: whoever carries it may have left that out. Where
    only parties' outlets have a root, it is theirs. Anything else keeps the name that its chain ends with.
    """
    named: dict[int, set[str]] = defaultdict(set)
    for group in found.surely:
        held = [claims[i] for i in group]
        voices = {parties.origin(one) for one in held} - {""}
        through = [parties.through(one) for one in held]
        if not voices and all(through):
            voices = set().union(*through)
        for i in group:
            named[i] |= voices or {_end(one) for one in held}
    return [tuple(sorted(named[i])) for i in range(len(claims))]


def _end(claim: Claim) -> str:
    return (claim.chain[-1].source if claim.chain else "") or claim.article


def _conduct(name: str, claims: Sequence[Claim], compiled: Compiled, origins: Sequence[tuple[str, ...]]) -> Conduct:
    facts: dict[str, list[Candidate[Any]]] = defaultdict(list)
    turned = _turned((one.by, one.against) for one in claims)
    for claim, roots_of in zip(claims, origins, strict=True):
        for field, value in _fields(claim, turned, compiled):
            facts[field].append(Candidate(value, "; ".join(roots_of)))
    sources = {"; ".join(one): Source(one) for one in origins}
    # Versions in the order of their origins' names: the order in which reports came says nothing.
    told_facts: dict[str, Any] = {
        field: tuple(sorted(dict.fromkeys(held), key=lambda one: (one.source, repr(one.value))))
        for field, held in facts.items()
    }
    return Conduct(id=name, sources=dict(sorted(sources.items())), **told_facts)


def _fields(claim: Claim, turned: set[Pair], compiled: Compiled) -> Iterator[tuple[str, Any]]:
    """Every field that the claim tells, with its value."""
    pair = claim.by, claim.against
    back = pair in turned or _on_one_side(pair, turned)
    for side, names in (("b" if back else "a", claim.by), ("a" if back else "b", claim.against)):
        if names:
            yield side, _side(names, compiled)
    if claim.by or claim.against:
        yield "direction", Direction.B_TO_A if back else Direction.A_TO_B
    if claim.kind in KINDS:
        yield "kind", claim.kind
    if claim.place is not None or claim.place_name:
        yield "place", _place(claim.place, claim.radius_m)
    if claim.time is not None:
        yield "time", claim.time


def _turned(pairs: Iterable[Pair]) -> set[Pair]:
    """Where one says that A struck B and another that B struck A, the second is the same two sides the other way."""
    told_pairs = {one for one in pairs if all(one)}
    return {(by, against) for by, against in told_pairs if (against, by) in told_pairs and by > against}


def _on_one_side(pair: Pair, turned: set[Pair]) -> bool:
    """Whether somebody named alone is on the side where such a turned pair has him."""
    by, against = pair
    return (not against and any(by == one for one, _ in turned)) or (
        not by and any(against == one for _, one in turned)
    )


def _side(names: tuple[str, ...], compiled: Compiled) -> Side:
    roster = compiled.roster
    if len(names) == 1 and names[0] in roster.umbrellas:
        return Side(umbrella=names[0])
    return Side(tuple(Member(one if one in roster.actors else None, one) for one in names))


def _place(place: Place | None, radius_m: int | None) -> Position | Area | None:
    return disc(place, radius_m) if isinstance(place, Position) and radius_m else place


def _deaths(claims: Sequence[Claim], found: Roots) -> Deaths:
    """From the least to the most that an origin says were killed; no best estimate: nothing is averaged."""
    killed = next((one for one in casualties(claims, found) if one.unit == KILLED), None)
    return Deaths(None, None, None) if killed is None else Deaths(killed.low, None, killed.high)


KILLED = "killed"  # the unit in which deaths are told
