"""How many independent origins claims of one matter have: at least, and at most.

Outlets that cite one origin share one root; a reader who counts outlets counts too many. `high` merges what surely
shares an origin, `low` everything that may; the truth lies between. Claims of *one matter* go in: what belongs together
is decided elsewhere (incidents). Every merge has the number of its rule and words.

A source of whom nothing is said may be anybody, also one of those already counted: it makes `low` no larger. Nothing
here says how far anybody is to be believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from truceline.claims.articles import Published
from truceline.claims.claims import Claim
from truceline.claims.copies import Copied
from truceline.claims.origins import Origin, alike, apart, origin, related, within
from truceline.claims.outlets import Registry
from truceline.claims.surely import Certain, Joined

# Number of the rule → what it merges; up to R6 it is sure, from R7 on it may be.
RULES = {
    "R1": "one article tells both, from the same source",
    "R2": "the same words stand in both articles, of which one carries much of the other (five-word runs)",
    "R3": "both go back to the same document",
    "R4": "both go back to the same named source's statement of the same day",
    "R5": "both cite the same outlet's report and name the same origin behind it",
    "R6": "one cites the outlet whose report the other is, and names no other origin, or the same in other words",
    "R7": "the same named source, on whatever day, also by a shorter name; or an institution and who speaks for it",
    "R8": "sources of one institution, at least one of them not named",
    "R9": "one outlet stands behind both, and they do not name two different origins",
    "R10": "one agency's copy may stand behind both",
    "R11": "outlets of one owner",
    "R12": "outlets of one state, or such an outlet and its state",
    "R13": "nobody says who: it may be anybody; who told an outlet that is cited may be somebody else's unnamed source",
}
SURE = frozenset({"R1", "R2", "R3", "R4", "R5", "R6"})

Groups = tuple[tuple[int, ...], ...]
Reason = tuple[str, str]  # rule, words


@dataclass(frozen=True, slots=True)
class Roots:
    """How many origins, and which claims rest on one."""

    low: int  # at least so many
    high: int  # at most so many
    surely: Groups  # `high` groups of claims by index; a claim that rests on one of several is in each of them
    perhaps: Groups  # `low` groups, likewise
    why: tuple[Joined, ...]
    cores: Groups = ()  # of each of `surely`, the claims on which its others rest

    def among(self, names: Sequence[int]) -> Roots:
        """The same, counted in some of many claims, by the indices that these have among all."""
        surely, perhaps, cores = (
            tuple(tuple(names[i] for i in one) for one in groups) for groups in (self.surely, self.perhaps, self.cores)
        )
        why = tuple(replace(one, i=names[one.i], j=names[one.j]) for one in self.why)
        return Roots(self.low, self.high, surely, perhaps, why, cores)


@dataclass(frozen=True, slots=True)
class _Root:
    """One origin, as far as it is sure."""

    first: int  # index of a claim that is it
    held: frozenset[int]  # all that rest on it
    origin: Origin


def roots(
    claims: Sequence[Claim],
    outlets: Registry,
    copies: Sequence[Copied] = (),
    published: Mapping[str, Published] | None = None,
) -> Roots:
    """How many independent origins these claims of one matter have.

    `published` gives the publication of articles by id; without it no two statements are sure to be of one day.
    """
    certain = Certain(claims, copies, published or {})
    groups = certain.groups()
    known = [_Root(core[0], frozenset(held), origin([claims[i] for i in core], outlets)) for core, held in groups]
    maybe = _Maybe(outlets)
    together = maybe.groups(known)
    return Roots(
        low=len(together),
        high=len(known),
        surely=tuple(tuple(sorted(one.held)) for one in known),
        perhaps=tuple(sorted(tuple(sorted(one)) for one in together)),
        why=tuple(sorted({*certain.why, *maybe.why})),
        cores=tuple(tuple(core) for core, _ in groups),
    )


class _Maybe:
    """Roots put together as far as it may be.

    From those of whom most is said to those of whom least is: named sources, institutions, outlets, nobody. At each
    level those that may be one another are put together; what may be one of those already there is listed with each
    of them and counts no more. So two who are surely different are never made one by a third who may be either.
    """

    def __init__(self, outlets: Registry) -> None:
        """Begin with nothing put together."""
        self.why: list[Joined] = []
        self._outlets = outlets

    def groups(self, known: Sequence[_Root]) -> list[frozenset[int]]:
        """The claims of each group."""
        hosts: list[list[_Root]] = []
        for level in range(4):
            new: list[list[_Root]] = []
            for parts in self._parted([one for one in known if one.origin.level == level]):
                found = [host for host in hosts if self._meet(parts, host)]
                for host in found:
                    host.extend(parts)
                new += [] if found else [parts]
            hosts += new
        return [frozenset[int]().union(*(one.held for one in host)) for host in hosts]

    def _parted(self, roots: Sequence[_Root]) -> Iterator[list[_Root]]:
        """Those that may be one another, together."""
        waiting = list(roots)
        while waiting:
            part, at = [waiting.pop(0)], 0
            while at < len(part):
                near = [one for one in waiting if self._may(part[at], one)]
                waiting = [one for one in waiting if one not in near]
                part += near
                at += 1
            yield part

    def _meet(self, parts: Sequence[_Root], host: Sequence[_Root]) -> bool:
        """Whether some root of the one may be some root of the other."""
        met = [self._may(one, other) for one in parts for other in tuple(host)]
        return any(met)

    def _may(self, a: _Root, b: _Root) -> bool:
        reason = may_share(a.origin, b.origin, self._outlets)
        if reason is not None:
            self.why.append(Joined(min(a.first, b.first), max(a.first, b.first), *reason))
        return reason is not None


def may_share(a: Origin, b: Origin, outlets: Registry) -> Reason | None:
    """Why two origins may be one; None where they are surely two, or nothing says that they may."""
    if a.level > b.level:
        a, b = b, a
    if b.level == 3:
        return "R13", "nobody says who it was"
    asked = (_named, _institutions, _outlets_ends)[b.level]
    return asked(a, b, outlets)


def _named(a: Origin, b: Origin, outlets: Registry) -> Reason | None:
    """Of two named sources: one and the same, or told by one outlet in words that may mean the same."""
    said = _first(_related(a.named, b.named), "R7", "the same source: {}")
    reworded = any(alike(_last(one), _last(other)) for one, other in product(a.named, b.named))
    return said or (_by_outlet(_shared(a, b), outlets) if reworded else None)


def _institutions(a: Origin, b: Origin, outlets: Registry) -> Reason | None:
    """Of a named source or an institution, and an institution's unnamed one."""
    said = _first(_related(a.named | a.unnamed, b.unnamed), "R8", "sources of {}")
    if said:
        return said
    near = not a.named or _tops(a.named) & _tops(b.unnamed)
    return _by_outlet(_shared(a, b), outlets) if near else None


def _shared(a: Origin, b: Origin) -> list[str]:
    """The outlets on both ways, of which the one or the other has it only from there."""
    return sorted((a.cited & b.via) | (a.via & b.cited))


def _last(source: str) -> str:
    return re.split(r"[./]", source)[-1]


def _outlets_ends(a: Origin, b: Origin, outlets: Registry) -> Reason | None:
    """Of anything, and an outlet with nobody behind it."""
    shared = sorted((a.via & b.ends) | (a.ends & b.via))
    if shared:
        return _by_outlet(shared, outlets)
    owned = [_owners(one, outlets) for one in (a.via, b.ends, a.ends, b.via)]
    owner = _first((owned[0] & owned[1]) | (owned[2] & owned[3]), "R11", "owned by {}")
    spoken = _related(a.named | a.unnamed | a.states, b.states)
    told = _first(b.ends & b.cited, "R13", "nobody says who told {}") if a.level == 1 else None
    return owner or _first(spoken, "R12", "of the state {}") or told


def _by_outlet(shared: Sequence[str], outlets: Registry) -> Reason | None:
    wires = [one for one in shared if outlets.outlet(one).wire]
    if wires:
        return "R10", f"copy of {wires[0]}"
    return ("R9", f"{shared[0]} stands behind both") if shared else None


def _first(found: Iterable[str], rule: str, words: str) -> Reason | None:
    one = min(found, default=None)
    return None if one is None else (rule, words.format(one))


def _related(some: Iterable[str], others: Iterable[str]) -> set[str]:
    """Whoever in the one is in the other, or is part of somebody there, or has somebody there as a part."""
    pairs = [(one, other) for one in some for other in others if related(one, other) or within(one, other)]
    return {min(pair, key=len) for pair in pairs}


def _tops(sources: Iterable[str]) -> set[str]:
    """The bodies at the top of what sources are part of."""
    return {min(apart(one), key=len) for one in sources if apart(one)}


def _owners(ids: Iterable[str], outlets: Registry) -> set[str]:
    return {outlets.outlet(one).owner for one in ids} - {""}
