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
from dataclasses import dataclass
from typing import Any

from truceline.claims.articles import Published
from truceline.claims.casualties import casualties
from truceline.claims.claims import Claim, Modality
from truceline.claims.copies import Copied
from truceline.claims.outlets import Registry
from truceline.claims.parties import Parties, Standing, of_group
from truceline.claims.roots import Roots, roots
from truceline.claims.rows import Deaths, Event
from truceline.place import Area, Place, Position, disc, middle
from truceline.terms import UNKNOWN_SIDE, Candidate, Compiled, Conduct, Direction, Member, Side, Source
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
    apart: bool  # of nobody who is a party, or an admission
    names: bool  # whether it says who did it, by a name that the agreement knows
    origins: set[str]  # of the roots in which it is

    @property
    def source(self) -> str:
        """What its versions rest on."""
        return "; ".join(sorted(self.origins))


def _weighed(claims: Sequence[Claim], found: Roots, parties: Parties) -> list[_Weighed]:
    """Each claim with the origins of the roots in which it is.

    A party that is the origin of one claim of a root is that of all, whoever carries it: they may have left that out.
    What comes through a party's outlets is that party's. Anything else keeps the name that its chain ends with.
    """
    weighed = [_Weighed(one, apart=False, names=parties.names_body(one.by), origins=set()) for one in claims]
    for group in found.surely:
        held = [claims[i] for i in group]
        free = [one for one in held if not parties.through(one)]
        voices = {parties.origin(one) for one in free} - {""}
        apart = of_group(parties, held) in {Standing.APART, Standing.ADMISSION}
        for i in group:
            through = parties.through(claims[i])
            own = through | ({parties.origin(claims[i])} - {""}) if through else voices
            weighed[i].origins |= own or {_end(one) for one in free}
            weighed[i].apart |= parties.standing(claims[i]) is Standing.ADMISSION if through else apart
    return weighed


def _end(claim: Claim) -> str:
    return (claim.chain[-1].source if claim.chain else "") or claim.article


def _conduct(name: str, weighed: Sequence[_Weighed], compiled: Compiled) -> Conduct:
    facts: dict[str, list[Candidate[Any]]] = defaultdict(list)
    whole, part = _whole(weighed)
    turned = _turned((one.claim.by, one.claim.against) for one in whole)
    for one in whole:
        for field, value in _fields(one.claim, turned, compiled):
            facts[field].append(Candidate(value, one.source))
        if part and not one.claim.by:
            facts["a"].append(Candidate(UNKNOWN_SIDE, one.source))
    only = {"a"} if facts["time"] else {"a", "time"}
    for one in part:
        for field, value in _fields(one.claim, set(), compiled):
            if field in only:
                facts[field].append(Candidate(value, one.source))
    # Versions in the order of their origins' names: the order in which reports came says nothing.
    told_facts: dict[str, Any] = {
        field: tuple(sorted(dict.fromkeys(held), key=lambda one: (one.source, repr(one.value))))
        for field, held in facts.items()
    }
    sources = {one.source: Source(tuple(sorted(one.origins))) for one in weighed}
    return Conduct(id=name, sources=dict(sorted(sources.items())), **told_facts)


def _whole(weighed: Sequence[_Weighed]) -> tuple[list[_Weighed], list[_Weighed]]:
    """Those whose every word is a version, and those of whom only whom they blame is one, beside "somebody".

    Where somebody tells of it without saying who did it, and only parties say who, then it may have been anybody, each
    of them too. What they tell of it otherwise could be in their own cause: it is left to those apart, or, where there
    are none, to those who blame nobody.
    """
    silent = [one for one in weighed if not one.names]
    if not silent or any(one.names and one.apart for one in weighed):
        return list(weighed), []
    held = [one for one in weighed if one.apart] or silent
    return held, [one for one in weighed if not any(one is other for other in held)]


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
