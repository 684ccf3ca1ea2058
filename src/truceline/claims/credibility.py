"""How credible it is that something was so: 1 to 6 of STANAG 2511, with the number of the rule and a sentence.

Counted are independent origins, never outlets, and never a party in its own cause. How reliable a *source* is (A to F)
is another question, which people alone answer: nothing here computes or reads it. Denials are claims. A denial by the
one who is said to have done it is shown and makes the claim contested; it does not make it less credible, or everybody
could acquit himself.

The grade is of one matter: claims that tell of the same. It is no finding, and decides nothing about any clause.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from truceline.claims.articles import Published
from truceline.claims.claims import Claim, Modality
from truceline.claims.copies import Copied
from truceline.claims.outlets import Registry
from truceline.claims.parties import TALK, Parties, Standing, heaviest, of_root
from truceline.claims.roots import Groups, Roots, roots
from truceline.period import Instant, Period
from truceline.terms import When
from truceline.terms.vocabulary import KINDS


class Status(StrEnum):
    """How a claim stands, in a word for lists."""

    FAIR = "fair"  # two or more origins, and nobody says otherwise
    WEAK = "weak"  # one origin surely, or origins that may be one
    CONTESTED = "contested"  # somebody denies it, or origins differ in what they say
    UNCORROBORATED = "uncorroborated"  # a party's own word alone
    UNDETERMINED = "undetermined"  # nobody says that it was so


GRADES = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What the rules look at: independent origins that are not a party in its own cause, at least and at most."""

    told: bool  # whether anybody says that it was so
    low: int  # origins that say so, at least
    high: int  # and at most
    deny_low: int  # origins that deny it, at least
    deny_high: int  # and at most
    differing: tuple[str, ...] = ()  # fields in which such origins say what cannot all be so
    impossible: str = ""  # why it cannot be as said; empty: it can
    doubts: tuple[str, ...] = ()  # why it would be unlike what is known, in people's words


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table; the first that fits decides."""

    grade: int
    when: str  # for people
    fits: Callable[[Counts], bool]
    said: str  # the sentence, with Counts to be filled in


RULES = {
    "C1": Rule(6, "nobody says that it was so", lambda n: not n.told, "Nobody says that it was so."),
    "C2": Rule(5, "it cannot be as said", lambda n: bool(n.impossible), "It cannot be as said: {n.impossible}."),
    "C3": Rule(
        6,
        "only parties say so, in their own cause",
        lambda n: n.high == 0,
        "Only parties say so in their own cause; there is nothing to judge it by.",
    ),
    "C4": Rule(
        5,
        "more independent origins deny it than say so",
        lambda n: n.deny_low > n.high,
        "{n.deny_low} independent origins deny it, at most {n.high} say so.",
    ),
    "C5": Rule(
        4,
        "independent origins deny it, and not fewer than surely say so",
        lambda n: n.deny_high >= n.low and n.deny_high > 0,
        "Up to {n.deny_high} independent origins deny it, {n.low} surely say so.",
    ),
    "C6": Rule(
        3,
        "independent origins deny it, fewer than surely say so",
        lambda n: n.deny_high > 0,
        "{n.low} independent origins say so, up to {n.deny_high} deny it.",
    ),
    "C7": Rule(
        3,
        "independent origins differ in what they say",
        lambda n: bool(n.differing),
        "Independent origins differ: {fields}.",
    ),
    "C8": Rule(
        4,
        "one origin, and it is unlike what is known",
        lambda n: bool(n.doubts) and n.low < 2,
        "It is unlike what is known, and fewer than two origins surely say so: {doubts}.",
    ),
    "C9": Rule(
        2,
        "two or more origins, and it is unlike what is known",
        lambda n: bool(n.doubts),
        "{n.low} independent origins say so, though it is unlike what is known: {doubts}.",
    ),
    "C10": Rule(
        1,
        "two or more origins that are surely independent, and nothing against it",
        lambda n: n.low >= 2,
        "At least {n.low} independent origins say so, and nothing speaks against it.",
    ),
    "C11": Rule(
        2,
        "several origins that may be one, and nothing against it",
        lambda n: n.high >= 2,
        "Up to {n.high} origins say so, which may be one; nothing speaks against it.",
    ),
    "C12": Rule(
        3, "one origin, and nothing against it", lambda n: n.told, "One origin says so; nothing speaks against it."
    ),
}
_STATUS = {"C1": Status.UNDETERMINED, "C3": Status.UNCORROBORATED, "C9": Status.FAIR, "C10": Status.FAIR}


@dataclass(frozen=True, slots=True)
class Credibility:
    """How credible a matter is, and why."""

    grade: int  # 1 to 6, of GRADES
    rule: str  # of RULES
    words: str  # one sentence
    status: Status
    counts: Counts
    roots: Roots  # of the claims that say so and are looked at, by index into the claims given
    denials: Roots  # of those that deny it
    own_cause: tuple[int, ...]  # claims that counted for nothing: a party's, not against its own interest

    def among(self, names: Sequence[int]) -> Credibility:
        """The same, found in some of many claims, by the indices that these have among all."""
        own = tuple(names[i] for i in self.own_cause)
        return replace(self, roots=self.roots.among(names), denials=self.denials.among(names), own_cause=own)


def credibility(
    claims: Sequence[Claim],
    parties: Parties,
    outlets: Registry,
    copies: Sequence[Copied] = (),
    published: Mapping[str, Published] | None = None,
    doubts: Sequence[str] = (),
) -> Credibility:
    """How credible the matter is of which all these claims tell.

    `published` gives each article's publication by id; `doubts` are people's reasons why it is unlike what is known.
    """
    days = published or {}
    saying, denying = _sides(claims)
    rooted = _but_the_accused(claims, saying, parties)
    known = roots([claims[i] for i in rooted], outlets, copies, days).among(rooted)
    denied = roots([claims[i] for i in denying], outlets, copies, days).among(denying)
    standing = _standings(claims, known, parties) | _standings(claims, denied, parties)
    counted = [[claims[i] for i in one] for one in known.surely if _counts(standing[one])]
    counts = Counts(
        told=bool(saying),
        low=_number(known.perhaps, standing),
        high=_number(known.surely, standing),
        deny_low=_number(denied.perhaps, standing),
        deny_high=_number(denied.surely, standing),
        differing=differing(counted),
        impossible=_impossible([one for root in counted for one in root] or [claims[i] for i in saying], days),
        doubts=tuple(doubts),
    )
    rule = next(name for name, one in RULES.items() if one.fits(counts))
    words = RULES[rule].said.format(n=counts, fields=", ".join(counts.differing), doubts="; ".join(counts.doubts))
    free = {i for one in (*known.surely, *denied.surely) if _counts(standing[one]) for i in one}
    own = {*saying, *denying} - free
    status = _status(rule, counts, contested=bool(saying and denying))
    return Credibility(RULES[rule].grade, rule, words, status, counts, known, denied, tuple(sorted(own)))


def _status(rule: str, counts: Counts, *, contested: bool) -> Status:
    return Status.CONTESTED if contested or counts.differing else _STATUS.get(rule, Status.WEAK)


def _sides(claims: Sequence[Claim]) -> tuple[list[int], list[int]]:
    """Those who say so, and those who deny it; where somebody tells of a deed, a threat or offer of it says nothing."""
    denying = [i for i, one in enumerate(claims) if one.denies]
    saying = [i for i, one in enumerate(claims) if not one.denies]
    done = [i for i in saying if claims[i].modality in {Modality.ASSERTED, Modality.REPORTED}]
    return done or saying, denying


def _but_the_accused(claims: Sequence[Claim], saying: Sequence[int], parties: Parties) -> list[int]:
    """Those who say so, without what the accused say that admits nothing.

    It would count for nothing; and telling that an outlet has it from them, they could make another's report theirs.
    """
    standing = {i: parties.standing(claims[i]) for i in saying}
    free = {i for i in saying if _counts(standing[i])}
    accused = {name for i in free if claims[i].kind not in TALK for name in claims[i].by}
    return [i for i in saying if i in free or not parties.partial(claims[i], accused)]


def _standings(claims: Sequence[Claim], found: Roots, parties: Parties) -> dict[tuple[int, ...], Standing]:
    """As what each root counts, and what each group of roots that may be one does: as the most partial of them."""
    sure = {
        group: of_root(parties, [claims[i] for i in group], [claims[i] for i in core])
        for group, core in zip(found.surely, found.cores, strict=True)
    }
    maybe = {one: heaviest([said for held, said in sure.items() if set(held) <= set(one)]) for one in found.perhaps}
    return {**maybe, **sure}


def _counts(standing: Standing) -> bool:
    return standing in {Standing.APART, Standing.ADMISSION}


def _number(groups: Groups, standing: Mapping[tuple[int, ...], Standing]) -> int:
    return sum(_counts(standing[one]) for one in groups)


# ── what cannot all be so ─────────────────────────────────────────────────────────────────────


def differing(rooted: Sequence[Sequence[Claim]]) -> tuple[str, ...]:
    """The fields in which claims of two roots say what cannot both be so: by, kind, time."""
    pairs = [(a, b) for some, others in combinations(rooted, 2) for a in some for b in others]
    apart = {"by": _others, "kind": _kinds_apart, "time": _times_apart}
    return tuple(name for name, differ in apart.items() if any(differ(a, b) for a, b in pairs))


def _others(a: Claim, b: Claim) -> bool:
    return bool(a.by and b.by) and not set(a.by) & set(b.by)


def _kinds_apart(a: Claim, b: Claim) -> bool:
    related = a.kind in {b.kind, *KINDS.get(b.kind, ())} or b.kind in KINDS.get(a.kind, ())
    return bool(a.kind and b.kind) and not related


def _times_apart(a: Claim, b: Claim) -> bool:
    if a.time is None or b.time is None:
        return False
    (start, end), (then, until) = _ends(a.time), _ends(b.time)
    return _before(end, then) or _before(until, start)


def _ends(when: When) -> tuple[Instant | None, Instant | None]:
    """The first second and the first after; None: open."""
    span = when.span
    return (span.start, span.end) if isinstance(span, Period) else (span, span.plus(1))


def _before(end: Instant | None, start: Instant | None) -> bool:
    return end is not None and start is not None and end <= start


def _impossible(claims: Sequence[Claim], days: Mapping[str, Published]) -> str:
    """Why it cannot be as said: every report of it came out before it is said to have happened."""
    told = [one for one in claims if one.modality in {Modality.ASSERTED, Modality.REPORTED}]
    early = [_came_before(one, days.get(one.article)) for one in told]
    return "every report of it came out before it is said to have been" if early and all(early) else ""


_LASTS_S = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "month": 31 * 86_400}
_ZONES_S = 14 * 3_600  # a day of publication, wherever it was a day


def _came_before(claim: Claim, published: Published | None) -> bool:
    lasts_s = _LASTS_S.get(published.precision) if published else None
    if claim.time is None or published is None or published.at is None or lasts_s is None:
        return False
    start = _ends(claim.time)[0]
    return start is not None and published.at.plus(lasts_s + _ZONES_S) <= start
