"""Who speaks in whose cause, so that nobody's own word is counted for himself.

A party is any armed or state body that the agreement knows, guarantors among them. A body speaks through its offices,
named or not, through its state outlets, and through whoever has a statement from those outlets alone. What such a body
says counts towards a claim only as an admission against interest: that it did what it is said to have done, or that
what is said to have been done to it was not. Who stands with whom is the agreement's, as `terms.interest` has it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum

from truceline.claims.chains import Step
from truceline.claims.claims import Claim
from truceline.claims.origins import NAMED, apart
from truceline.claims.outlets import Registry
from truceline.period import Instant, Period
from truceline.terms import Compiled
from truceline.terms.interest import speaks_for

TALK = frozenset({"proposal", "talks", "agreement", "ceasefire", "pressure", "appeal", "statement"})  # kinds of claims
_BODIES = frozenset({"state", "armed_group"})
_LONG_AGO = Instant(-(10**10))


class Standing(StrEnum):
    """As what a statement counts."""

    APART = "apart"  # of nobody who is a party
    ADMISSION = "admission"  # of a party, against its interest
    THROUGH = "through"  # of somebody else, as a party's outlet has it
    PARTY = "party"  # of a party, in its own cause or in nobody's


class Parties:
    """The armed and state bodies of an agreement, and those who stand with them."""

    def __init__(self, compiled: Compiled, outlets: Registry) -> None:
        """Read them off the agreement; outlets say whose they are."""
        self._compiled, self._outlets = compiled, outlets
        self._bodies = {one.id for one in compiled.roster.actors.values() if one.kind in _BODIES}
        self._always = (_LONG_AGO, *compiled.cuts)

    def causes(self, voices: Iterable[str]) -> frozenset[str]:
        """The bodies in whose cause one of these parties speaks at any time, itself among them."""
        held = list(voices)
        return frozenset(
            body for body in self._bodies if any(self._speaks_for(one, (body,), self._always) for one in held)
        )

    def voice(self, source: str) -> str:
        """The party of which a source or an outlet is a part; empty: none."""
        outlet = self._outlets.outlet(source)
        for said in (source, outlet.state_of, outlet.owner):
            found = max((one for one in apart(said) if one in self._bodies), key=len, default="")
            if found:
                return found
        return ""

    def origin(self, claim: Claim) -> str:
        """The party that is the origin of a claim; empty: none, or nobody says."""
        return self.voice(claim.chain[-1].source) if claim.chain else ""

    def through(self, claim: Claim) -> frozenset[str]:
        """The parties without whose own outlets nobody would have the claim."""
        outlets = [one for one in claim.chain if one.step not in NAMED and one.step is not Step.UNNAMED]
        return frozenset(map(self.voice, (one.source for one in outlets))) - {""}

    def passes_on(self, claim: Claim) -> bool:
        """Whether a party's outlet passes on what somebody is said to have told: that binds nobody else."""
        return len(claim.chain) > 1 and bool(self.through(claim))

    def standing(self, claim: Claim) -> Standing:
        """As what the claim counts."""
        origin, through = self.origin(claim), self.through(claim)
        voices = through | ({origin} - {""})
        if not voices:
            return Standing.APART
        if all(self._against_interest(claim, one) for one in voices):
            return Standing.ADMISSION
        return Standing.PARTY if origin else Standing.THROUGH

    def _against_interest(self, claim: Claim, voice: str) -> bool:
        """Whether it admits a deed, or takes back a harm; who offered what to whom is neither."""
        if claim.kind in TALK:
            return False
        hurt = claim.against if claim.denies else claim.by
        other = claim.by if claim.denies else claim.against
        at = self._instants(claim)
        return self._speaks_for(voice, hurt, at) and not self._speaks_for(voice, other, at)

    def partial(self, claim: Claim, names: Iterable[str]) -> bool:
        """Whether the claim comes from, or only through, somebody who speaks in the cause of one of these."""
        voices = self.through(claim) | ({self.origin(claim)} - {""})
        at = self._instants(claim)
        return any(self._speaks_for(one, names, at) for one in voices)

    def names_body(self, names: Iterable[str]) -> bool:
        """Whether one of these is somebody whom the agreement knows, by id or by an alias in anybody's column."""
        roster = self._compiled.roster
        aliases = [one.aliases for one in self._compiled.columns]
        return any(
            one in roster.actors or one in roster.umbrellas or any(one in held for held in aliases) for one in names
        )

    def _speaks_for(self, voice: str, names: Iterable[str], at: tuple[Instant, ...]) -> bool:
        umbrellas = self._compiled.roster.umbrellas
        actors = {actor for name in names for actor in (umbrellas[name].members if name in umbrellas else (name,))}
        return any(speaks_for(self._compiled, (voice,), actor, at) for actor in actors)

    def _instants(self, claim: Claim) -> tuple[Instant, ...]:
        """Every moment at which it may have been; where nobody says, any."""
        span = claim.time.span if claim.time else Period(None, None)
        if isinstance(span, Instant):
            return (span,)
        return (*([span.start] if span.start else []), *(one for one in self._always if span.holds(one)))


_FIRST = (Standing.PARTY, Standing.ADMISSION, Standing.APART, Standing.THROUGH)


def of_root(parties: Parties, claims: Iterable[Claim], core: Iterable[Claim]) -> Standing:
    """As what the claims of one root count together; `core` are those on which the others rest.

    1. where a party's outlets alone have the core, all is theirs; else what they pass on binds nobody
    2. what a party says in no interest against its own counts as that party's, whoever carries it
    3. else an admission is one
    4. else one who has it apart from parties is enough
    """
    core = list(core)
    theirs = all(map(parties.passes_on, core))
    found = {parties.standing(one) for one in (core if theirs else claims) if theirs or not parties.passes_on(one)}
    return heaviest(found)


def heaviest(found: Collection[Standing]) -> Standing:
    """As what several count together."""
    return next(one for one in _FIRST if one in found)
