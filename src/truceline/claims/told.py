"""Claims of one happening as one event, ready to be judged: a version for each origin that says something else.

Every version names the origin that it rests on, so that what a party says in its own cause is weighed as that and never
lightens its own result, however many outlets carry it. A denial is no version of what was done: it is counted where
credibility is. What was only proposed or threatened did not happen.

It guesses nothing: a field that no claim tells stays unsaid. Without any time it cannot be judged, and the event says
so by having none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from truceline.claims.articles import Published
from truceline.claims.casualties import casualties
from truceline.claims.claims import Claim, Modality
from truceline.claims.copies import Copied
from truceline.claims.origins import NAMED
from truceline.claims.outlets import Registry
from truceline.claims.parties import Parties, Standing, of_root
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
    conduct = _conduct(name, _weighed(held, found, Parties(compiled, outlets)), compiled)
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


@dataclass(slots=True)
class _Weighed:
    """A claim with what it may tell."""

    claim: Claim
    names: bool  # whether it says who did it, by a name that the agreement knows
    admits: bool  # whether a party says that it did it itself
    apart: bool = False  # whether it may rest on somebody who is no party
    voices: set[str] = field(default_factory=set)  # the parties that its roots are
    ends: set[str] = field(default_factory=set)  # what chains end with where they are nobody's

    @property
    def origins(self) -> set[str]:
        """The origins of the roots in which it is; a party that may be it is."""
        return self.voices or self.ends


def _weighed(claims: Sequence[Claim], found: Roots, parties: Parties) -> list[_Weighed]:
    """Each claim with the origins of the roots in which it is.

    A party that is the origin of one claim of a root is that of all, whoever carries it: they may have left that out.
    So is it that of a claim that rests on one of several roots, of which one is the party's. What comes through a
    party's outlets is that party's. Anything else keeps the name that its chain ends with.
    """
    weighed = [_Weighed(one, names=parties.names_body(one.by), admits=_admits(one, parties)) for one in claims]
    likely = [_likely(i, claims, found) for i in range(len(claims))]
    for group, of_it in zip(found.surely, found.cores, strict=True):
        held, core = [claims[i] for i in group], [claims[i] for i in of_it]
        free = [one for one in held if not parties.passes_on(one)]
        voices = {parties.origin(one) for one in free} - {""}
        if all(map(parties.passes_on, core)):
            voices |= set().union(*map(parties.through, core))
        apart = of_root(parties, held, core) is Standing.APART
        for i in [i for i in group if group in likely[i]]:
            through = parties.through(claims[i])
            weighed[i].voices |= through | ({parties.origin(claims[i])} - {""}) if through else voices
            weighed[i].ends |= {_end(one) for one in free}
            weighed[i].apart |= apart and not through
    _carried(weighed)
    return weighed


def _carried(weighed: Sequence[_Weighed]) -> None:
    """What cites an outlet that has the very same only from a party is that party's too, along the whole way."""
    told_by: dict[tuple[object, ...], list[_Weighed]] = defaultdict(list)
    for one in weighed:
        first = one.claim.chain[0].source if one.claim.chain else ""
        told_by[(first, *_content(one.claim))].append(one)
    waiting = True
    while waiting:
        waiting = False
        for one in weighed:
            cited = {link.source for link in one.claim.chain[1:] if link.step not in NAMED}
            before = [
                other for name in cited for other in told_by.get((name, *_content(one.claim)), []) if other is not one
            ]
            voices = set[str]().union(*(other.voices for other in before))
            if before and all(other.voices for other in before) and (one.apart or not voices <= one.voices):
                one.voices |= voices
                one.apart, waiting = False, True


def _admits(claim: Claim, parties: Parties) -> bool:
    voices = parties.through(claim) | {parties.origin(claim)}
    return parties.standing(claim) is Standing.ADMISSION and not voices.isdisjoint(claim.by)


def _likely(i: int, claims: Sequence[Claim], found: Roots) -> list[tuple[int, ...]]:
    """The roots in which a claim is; of several, those in which another that is in no other tells the very same."""
    mine = [one for one in found.surely if i in one]
    often = Counter(j for one in found.surely for j in one)
    same = [one for one in mine if any(often[j] == 1 and _content(claims[j]) == _content(claims[i]) for j in one)]
    return same or mine


def _content(claim: Claim) -> tuple[object, ...]:
    return claim.by, claim.against, claim.kind, claim.place_name, claim.place, claim.time


def _end(claim: Claim) -> str:
    return (claim.chain[-1].source if claim.chain else "") or claim.article


def _conduct(name: str, weighed: Sequence[_Weighed], compiled: Compiled) -> Conduct:
    whole, part = _whole(weighed)
    blamed = any(one.claim.by for one in weighed)
    unsaid = not any(one.names and (one.apart or one.admits) for one in weighed)
    turned = _turned((one.claim.by, one.claim.against) for one in whole)
    facts: Facts = defaultdict(lambda: defaultdict(set))
    for one in whole:
        _tell(facts, one, _fields(one.claim, turned, compiled))
        if unsaid and blamed and not one.claim.by:
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

    Where somebody apart tells of it without saying who did it, and only parties say who, then it may have been anybody,
    each of them too, unless one of them says that it did it. What they tell of it otherwise could be in their own
    cause, and is left to those apart.
    """
    apart = [one for one in weighed if one.apart]
    if not apart or any(one.names for one in apart):
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
