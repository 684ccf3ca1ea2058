"""What a chain says of a claim's origin: the way there, and who stands at its end."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from truceline.claims.chains import UNKNOWN_OUTLET, UNNAMED_SOURCE, Link, Step
from truceline.claims.claims import Claim
from truceline.claims.outlets import Registry

NAMED = frozenset({Step.SAID, Step.DOCUMENT})
# Links that are explicit: each says whose report this is. A credit line or an owner says only that it may be.
EXPLICIT = frozenset({Step.OUTLET, Step.CITES, Step.DATELINE, Step.CARRIED, Step.SAID, Step.UNNAMED, Step.DOCUMENT})


def way(claim: Claim) -> tuple[Link, ...]:
    """The explicit links from the outlet to the origin."""
    return tuple(link for link in claim.chain if link.step in EXPLICIT)


def apart(source: str) -> frozenset[str]:
    """A source with everything it is part of: ``a.b/c`` is of ``a.b``, and that of ``a``."""
    body = source.removesuffix(f"/{UNNAMED_SOURCE}")
    ends = [i for i, letter in enumerate(body) if letter in "./"]
    return frozenset({body, *(body[:i] for i in ends)} - {""})


def related(a: str, b: str) -> bool:
    """Whether two sources are one, or one of them is part of the other."""
    return a.removesuffix(f"/{UNNAMED_SOURCE}") in apart(b) or b.removesuffix(f"/{UNNAMED_SOURCE}") in apart(a)


def within(a: str, b: str) -> bool:
    """Whether the one may be the other with less said of whose it is: ``cabinet``, ``crown.cabinet``."""
    less, more = sorted((a.removesuffix(f"/{UNNAMED_SOURCE}"), b.removesuffix(f"/{UNNAMED_SOURCE}")), key=len)
    return bool(less) and (more == less or more.endswith((f".{less}", f"/{less}")))


def alike(a: str, b: str) -> bool:
    """Whether two last names may be one in other words: of all words of the one, or in scripts nobody can compare.

    >>> alike("council", "head-of-council"), alike("council", "миллер"), alike("baker", "miller")
    (True, True, False)
    """
    first, second = (frozenset(one.split("-")) for one in (a, b))
    return first <= second or second <= first or _script(a) != _script(b)


def _script(name: str) -> str:
    """In what letters a name is written; the first one tells."""
    return next((unicodedata.name(one, "").partition(" ")[0] for one in name if one.isalpha()), "")


@dataclass(frozen=True, slots=True)
class Origin:
    """Everything that is said of where some claims that surely share an origin come from."""

    named: frozenset[str]  # persons, institutions and documents at the end of a chain
    unnamed: frozenset[str]  # institutions whose sources are not named
    ends: frozenset[str]  # outlets at which a chain ends, with nobody behind them
    states: frozenset[str]  # whose state outlets those are
    via: frozenset[str]  # all outlets on the way
    cited: frozenset[str]  # those of them that somebody else relies on

    @property
    def level(self) -> int:
        """How much is said: 0 named, 1 an institution, 2 an outlet, 3 nothing."""
        said = (self.named, self.unnamed, self.ends)
        return next((i for i, one in enumerate(said) if one), 3)


def origin(claims: Iterable[Claim], outlets: Registry) -> Origin:
    """What all the claims together say of the origin they share."""
    named, unnamed, ends = set[str](), set[str](), set[str]()
    via, cited = set[str](), set[str]()
    for claim in claims:
        for link in claim.chain:
            if link.step not in NAMED and link.step is not Step.UNNAMED:
                via.add(link.source)
                cited |= {link.source} if link.step is not Step.OUTLET else set()
        last = claim.chain[-1] if claim.chain else None
        if last is None:
            continue
        if last.step in NAMED:
            named.add(last.source)
        elif last.step is Step.UNNAMED:
            unnamed.add(last.institution)
        else:
            ends |= _ends(claim)
    states = {outlets.outlet(one).state_of for one in ends} - {""}
    kept = [frozenset(one - {""}) for one in (named, unnamed, ends, states, via, cited)]
    return Origin(*kept)


def _ends(claim: Claim) -> set[str]:
    """The outlets that may be the origin: the last, and the one before a credit line or an owner."""
    found: set[str] = set()
    for link in reversed(claim.chain):
        found |= set() if link.source.startswith(UNKNOWN_OUTLET) else {link.source}
        if link.step not in {Step.CREDIT, Step.OWNER}:
            break
    return found
