"""Claims of one happening as one event, ready to be judged: a version for each origin that says something else.

Every version names the origin that it rests on, so that what a party says in its own cause is weighed as that and never
lightens its own result, however many outlets carry it. A denial is no version of what was done: it is counted where
credibility is. What was only proposed or threatened did not happen.

It guesses nothing: a field that no claim tells stays unsaid. Without any time it cannot be judged, and the event says
so by having none. Who did it is the exception where parties alone tell of it and one of them names nobody: by its word
it may have been anybody, each of those in whose cause they speak too, so that what they add is weighed as said in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from truceline.claims.articles import Published
from truceline.claims.casualties import casualties
from truceline.claims.claims import Claim, Modality
from truceline.claims.copies import Copied
from truceline.claims.origins import NAMED
from truceline.claims.outlets import Registry
from truceline.claims.parties import Parties, Standing
from truceline.claims.roots import Roots, roots
from truceline.claims.rows import Deaths, Event
from truceline.place import Area, Place, Position, disc, middle
from truceline.terms import UNKNOWN_SIDE, Candidate, Compiled, Conduct, Direction, Member, Side, Source
from truceline.terms.vocabulary import KINDS

Pair = tuple[tuple[str, ...], tuple[str, ...]]  # who did it, and to whom
Facts = dict[str, dict[Any, set[str]]]  # field → value → the origins that say so


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
    parties = Parties(compiled, outlets)
    weighed = _weighed(held, found, parties)
    causes = parties.causes(set[str]().union(*(one.voices for one in weighed)))
    conduct = _conduct(name, weighed, compiled, causes)
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


@dataclass(slots=True, eq=False)
class _Weighed:
    """A claim with what it may tell."""

    claim: Claim
    names: bool  # whether it says who did it, by a name that the agreement knows
    admits: bool  # whether a party says that it did it itself
    voices: set[str]  # the parties whose word it is
    ends: set[str] = field(default_factory=set)  # what chains of its roots end with, where it is nobody's

    @property
    def apart(self) -> bool:
        """Whether it is the word of nobody who is a party."""
        return not self.voices

    @property
    def origins(self) -> set[str]:
        """The parties whose word it is; else the origins of its roots."""
        return self.voices or self.ends


def _weighed(claims: Sequence[Claim], found: Roots, parties: Parties) -> list[_Weighed]:
    """Each claim with those whose word it is.

    What comes from a party, or through a party's outlets, is that party's word. So is what shares its root and tells
    nothing that it does not: they may have left out whose it is. Anything else keeps the name that its chain ends with.
    """
    own = [parties.through(one) | ({parties.origin(one)} - {""}) for one in claims]
    weighed = [
        _Weighed(one, parties.names_body(one.by), _admits(one, parties), set(own[i])) for i, one in enumerate(claims)
    ]
    for group, core in zip(found.surely, found.cores, strict=True):
        theirs = all(parties.passes_on(claims[i]) for i in core)
        bind = [j for j in group if own[j] and (theirs or not parties.passes_on(claims[j]))]
        ends = {_end(claims[j]) for j in group if j not in bind}
        for i in group:
            weighed[i].voices |= set().union(*(own[j] for j in bind if _no_more(claims[i], claims[j])))
            weighed[i].ends |= ends
    _carried(weighed)
    return weighed


def _carried(weighed: Sequence[_Weighed]) -> None:
    """What cites an outlet that has it only from a party is that party's too, along the whole way."""
    before = {id(one): _before(one, weighed) for one in weighed}
    clean = {id(one) for one in weighed if one.apart and not before[id(one)]}
    grown = True
    while grown:
        more = {id(one) for one in weighed if one.apart and any(id(other) in clean for other in before[id(one)])}
        grown = not more <= clean
        clean |= more
    for one in weighed:
        seen, waiting = {id(one)}, [] if id(one) in clean else list(before[id(one)])
        while waiting:
            other = waiting.pop()
            if id(other) not in seen:
                seen.add(id(other))
                one.voices |= other.voices
                waiting += before[id(other)]


def _before(one: _Weighed, weighed: Sequence[_Weighed]) -> list[_Weighed]:
    """The claims of outlets that it cites, of which it tells nothing that they do not."""
    cited = {link.source for link in one.claim.chain[1:] if link.step not in NAMED}
    return [
        other
        for other in weighed
        if other is not one
        and other.claim.chain
        and other.claim.chain[0].source in cited
        and _no_more(one.claim, other.claim)
    ]


def _admits(claim: Claim, parties: Parties) -> bool:
    voices = parties.through(claim) | {parties.origin(claim)}
    return parties.standing(claim) is Standing.ADMISSION and not voices.isdisjoint(claim.by)


def _no_more(one: Claim, other: Claim) -> bool:
    """Whether the one tells nothing that the other does not."""
    told_facts = zip(_content(one), _content(other), strict=True)
    return all(not mine or mine == theirs for mine, theirs in told_facts)


def _content(claim: Claim) -> tuple[object, ...]:
    return claim.by, claim.against, claim.kind, claim.place_name, claim.place, claim.time


def _end(claim: Claim) -> str:
    return (claim.chain[-1].source if claim.chain else "") or claim.article


def _conduct(name: str, weighed: Sequence[_Weighed], compiled: Compiled, causes: Iterable[str]) -> Conduct:
    whole, part = _whole(weighed)
    anybody = [UNKNOWN_SIDE, *(_side((one,), compiled) for one in sorted(causes))]
    alone = not any(one.apart for one in weighed)
    blamed = any(one.claim.by for one in weighed)
    unsaid = not any(one.names and (one.apart or one.admits) for one in weighed)
    turned = _turned((one.claim.by, one.claim.against) for one in whole)
    facts: Facts = defaultdict(lambda: defaultdict(set))
    for one in whole:
        _tell(facts, one, _fields(one.claim, turned, compiled))
        if alone and not one.names:
            _tell(facts, one, [("a", who) for who in anybody])
        elif unsaid and blamed and not one.claim.by:
            _tell(facts, one, [("a", UNKNOWN_SIDE)])
    only = {"a"} if facts["time"] else {"a", "time"}
    for one in part:
        _tell(facts, one, [held for held in _fields(one.claim, set(), compiled) if held[0] in only])
    return _versions(name, facts)


def _tell(facts: Facts, one: _Weighed, said: Iterable[tuple[str, Any]]) -> None:
    for fact, value in said:
        facts[fact][value] |= one.origins


def _versions(name: str, facts: Facts) -> Conduct:
    """One version for each value, with all its origins; in their order, for that in which reports came says nothing."""
    told_facts: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for fact, held in facts.items():
        made = [Candidate(value, "; ".join(sorted(origins))) for value, origins in held.items()]
        told_facts[fact] = tuple(sorted(made, key=lambda one: (one.source, repr(one.value))))
        sources |= {"; ".join(sorted(origins)): Source(tuple(sorted(origins))) for origins in held.values()}
    return Conduct(id=name, sources=dict(sorted(sources.items())), **told_facts)


def _whole(weighed: Sequence[_Weighed]) -> tuple[list[_Weighed], list[_Weighed]]:
    """Those whose every word is a version, and those of whom only whom they blame is one, beside "somebody".

    Where somebody apart tells of it and leaves it open who did it, saying nobody or a name that the agreement does not
    know, then it may have been anybody, each party too. What parties tell of it otherwise could be in their own
    cause, and is left to those apart.
    """
    apart = [one for one in weighed if one.apart]
    strangers = any(one.claim.by and not one.names for one in apart)
    if not apart or (any(one.names for one in apart) and not strangers):
        return list(weighed), []
    return apart, [one for one in weighed if not one.apart]


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
