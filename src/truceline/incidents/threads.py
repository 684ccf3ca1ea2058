"""Claims grouped into happenings, and happenings of one matter into threads, in order of time.

Two claims tell of one happening where the same was done by the same, on days that can be the same. A day that nobody
gives is no day in common: such claims are held together only where they stand in one article, carry one text, or cite
one source. Nothing whose days cannot meet is ever held together, whatever else speaks for it. A thread holds what the
same parties did in one matter: an offer, its answer, talks.

Every merge has its rule and the two claims it was made for. It proposes and decides nothing: people hold together,
merge and split by entries of their own (incident.linked, incident.merged, incident.split), and take those back.

What it does not do: read words for meaning. What was done, by whom and when is what the claims say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from types import MappingProxyType

from truceline.claims import Claim, Copied, Joined, Modality, Published, Step
from truceline.period import Instant
from truceline.terms.vocabulary import KINDS

DEEDS = (
    "proposal",
    "talks",
    "agreement",
)  # what parties do to one another in words; the terms' kinds are of the ground
DAY_S = 86_400
_CITING = frozenset({Step.CITES, Step.DATELINE, Step.DOCUMENT, Step.CARRIED})
_LONG, _STEM = 6, 5  # letters of a word that says something of the matter, and how many of them are compared
_SHARED = 2  # such words, actors or places in common
_SOON_D = 7  # days before its article came out in which talks may be those at which an undated offer was made
_WEEKDAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}
_THURSDAY = 3  # 1970-01-01
_WORD = re.compile(r"\w+")

RULES: Mapping[str, str] = MappingProxyType(
    {
        "T1": "same deed by the same, on days that can be the same",
        "T2": "same deed by the same, in one article",
        "T3": "a proposal, and the talks of its parties at which it was made, in one article",
        "T4": "one text carried by both",
        "T5": "both cite one source",
        "T6": "same parties, same matter",
    }
)
_POINTS = {"T4": 5, "T2": 4, "T3": 3, "T1": 2, "T5": 1}  # in which order merges are tried

Days = tuple[int | None, int | None]  # first and last day since 1970-01-01 on which it can have been; None: open


@dataclass(frozen=True, slots=True)
class Happening:
    """What several claims tell of one thing that was done."""

    deed: str  # of DEEDS, or of the terms' kinds
    by: tuple[str, ...]  # who did it; of a proposal, who made it first, then to whom
    days: Days  # on which it can have been, by all its claims
    dated: bool  # whether any claim gives it a day; where not, `days` is bounded by publication alone
    claims: tuple[int, ...]  # by index, in order
    contested: tuple[int, ...]  # those of them that deny it
    why: tuple[Joined, ...]  # each merge: the two claims it was made for, and by which rule

    @property
    def parties(self) -> frozenset[str]:
        """Who took part, in no order."""
        return frozenset(self.by)


@dataclass(frozen=True, slots=True)
class Thread:
    """Happenings of one matter between the same parties, in order of time."""

    parties: tuple[str, ...]
    happenings: tuple[int, ...]  # by index, the earliest first; what has no day after what it cannot be later than
    why: tuple[Joined, ...]  # each joint: two happenings, by index


@dataclass(frozen=True, slots=True)
class _Said:
    """One claim, as far as grouping asks."""

    at: int  # its index
    claim: Claim
    deed: str
    by: tuple[str, ...]
    to: tuple[str, ...]  # of deeds of words: to whom, or with whom
    days: Days
    dated: bool
    weekday: int | None  # Monday is 0; of a day that is named and could not be resolved
    cited: frozenset[str]  # sources it cites


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two claims that may tell of one happening."""

    first: _Said
    second: _Said
    rule: str

    @property
    def order(self) -> tuple[int, int, int, int]:
        """The strongest first; within an article, what stands nearest together."""
        near = abs(self.first.claim.span[0] - self.second.claim.span[0])
        return -_POINTS[self.rule], near if self.rule in {"T2", "T3"} else 0, self.first.at, self.second.at


@dataclass(frozen=True, slots=True)
class _Group:
    """Claims held together so far."""

    members: tuple[_Said, ...]
    days: Days
    why: tuple[Joined, ...] = ()

    @property
    def deeds(self) -> frozenset[str]:
        return frozenset(one.deed for one in self.members)


def happenings(
    claims: Sequence[Claim],
    published: Mapping[str, Published] | None = None,
    copies: Iterable[Copied] = (),
) -> tuple[Happening, ...]:
    """The happenings that claims tell of, in order of their first claim; those that tell of none are in none.

    `published` gives each article's day, by which what it tells as done is bounded; `copies` which articles carry
    one text.
    """
    said = [one for i, claim in enumerate(claims) if (one := _said(i, claim, published or {}))]
    carried = _carried(copies)
    group = {one.at: _Group((one,), one.days) for one in said}
    pairs = (_Pair(a, b, rule) for a, b in combinations(said, 2) for rule in _rules(a, b, carried))
    for pair in sorted(pairs, key=lambda one: one.order):
        mine, theirs = group[pair.first.at], group[pair.second.at]
        if mine is not theirs and (both := _joined(mine, theirs, pair)):
            group.update(dict.fromkeys((one.at for one in both.members), both))
    found = {id(one): one for one in group.values()}
    return tuple(_happening(one) for one in found.values())


def deed_of(claim: Claim) -> str:
    """What a claim tells was done: a deed of words, or of the ground; empty for neither, and for a threat."""
    if claim.kind in DEEDS:
        return claim.kind
    if claim.modality is Modality.PROPOSED:
        return "" if claim.kind else "proposal"  # what is proposed to be done is a term of a proposal, and not done
    return claim.kind if claim.kind in KINDS and claim.modality is not Modality.THREATENED else ""


def _said(at: int, claim: Claim, published: Mapping[str, Published]) -> _Said | None:
    deed = deed_of(claim)
    if not deed:
        return None
    known = published.get(claim.article, Published())
    days, dated = _days(claim, known)
    if not dated and deed == "proposal" and days[1] is not None and _own_word(claim):
        days, dated = (days[1] - 1, days[1]), True  # who proposes it says so in the day's news: it is made by saying it
    weekday = None if dated or claim.denies else _WEEKDAYS.get(claim.topic.rpartition("|")[2].casefold())
    cited = frozenset(link.source for link in claim.chain[1:] if link.step in _CITING)
    by, to = (tuple(dict.fromkeys(map(_whole, actors))) for actors in (claim.by, claim.against))
    return _Said(at, claim, deed, by, to if deed in DEEDS else (), days, dated, weekday, cited)


def _own_word(claim: Claim) -> bool:
    """Whether who did it is who says so."""
    last = claim.chain[-1] if claim.chain else None
    return last is not None and last.step is Step.SAID and _whole(last.source) in map(_whole, claim.by)


def _whole(actor: str) -> str:
    """A body whose organ is named: what stands before the first dot or stroke."""
    return re.split(r"[./]", actor, maxsplit=1)[0]


def _days(claim: Claim, published: Published) -> tuple[Days, bool]:
    """On which days it can have been, and whether the claim says so itself."""
    latest = None if published.at is None else _day(published.at) + _SPREAD_D[str(published.precision)]
    if claim.time is None:
        return (None, latest), False
    span = claim.time.span
    if isinstance(span, Instant):
        return (_day(span), _day(span)), True
    first = None if span.start is None else _day(span.start)
    last = None if span.end is None else _day(span.end.plus(-1))
    return (first, last), first is not None and last is not None


_SPREAD_D = {"second": 0, "minute": 0, "hour": 0, "day": 0, "month": 30, "unknown": 0}  # after its first instant


def _day(at: Instant) -> int:
    return at.epoch_s // DAY_S


# ── pairs ─────────────────────────────────────────────────────────────────────────────────────


def _carried(copies: Iterable[Copied]) -> list[tuple[str, tuple[int, int], str, tuple[int, int]]]:
    return [(one.part, here.part, one.whole, here.whole) for one in copies for here in one.passages]


def _rules(a: _Said, b: _Said, carried: Sequence[tuple[str, tuple[int, int], str, tuple[int, int]]]) -> Iterator[str]:
    """By which rules two claims may tell of one happening."""
    if not _meet(a.days, b.days):
        return
    here = a.claim.article == b.claim.article
    if not _kin(a.deed, b.deed):
        if here and _made_at(a, b):
            yield "T3"
        return
    cited = not here and not (a.dated and b.dated) and bool(a.cited & b.cited)
    if not _same_doers(a, b, unsaid=here or cited or _same_spot(a, b)):
        return
    if here:
        yield "T2"
    elif any(_both_in(a.claim, b.claim, one) for one in carried):
        yield "T4"
    if a.dated and b.dated:
        yield "T1"
    elif cited:
        yield "T5"


def _meet(a: Days, b: Days) -> bool:
    """Whether days can be the same."""
    first = max((day for day in (a[0], b[0]) if day is not None), default=None)
    last = min((day for day in (a[1], b[1]) if day is not None), default=None)
    return first is None or last is None or first <= last


def _kin(deed: str, other: str) -> bool:
    """Whether deeds are the same, or one is a kind of the other."""
    return deed == other or deed in KINDS.get(other, ()) or other in KINDS.get(deed, ())


def _same_spot(a: _Said, b: _Said) -> bool:
    """Whether both tell of one named place on one day: then nobody needs to say who did it."""
    names = {one.claim.place_name.casefold() for one in (a, b)}
    named = "" not in names and (len(names) == 1 or (a.claim.place is not None and a.claim.place == b.claim.place))
    return named and a.deed in KINDS and a.days == b.days and a.days[0] == a.days[1] and a.dated and b.dated


def _same_doers(a: _Said, b: _Said, *, unsaid: bool) -> bool:
    """Whether the same did it; `unsaid`: whether somebody who is not named may be meant."""
    if "proposal" in {a.deed, b.deed}:
        return _meant(a.by, b.by, unsaid=unsaid) and _meant(a.to, b.to, unsaid=True)
    mine, theirs = {*a.by, *a.to}, {*b.by, *b.to}
    if not mine or not theirs:
        return unsaid and _same_ground(a, b)
    return (mine <= theirs or theirs <= mine) and _same_ground(a, b)


def _meant(some: tuple[str, ...], others: tuple[str, ...], *, unsaid: bool) -> bool:
    """Whether names mean the same: one in common, or on one side nobody, where that may be."""
    return bool(set(some) & set(others)) or (unsaid and not (some and others))


def _same_ground(first: _Said, second: _Said) -> bool:
    """Whether it can have struck the same, at the same place; what is not said can be."""
    if first.deed in DEEDS:
        return True
    a, b = first.claim, second.claim
    struck = not a.against or not b.against or bool(set(a.against) & set(b.against))
    names = {one.place_name.casefold() for one in (a, b)} - {""}
    return struck and (len(names) < 2 or (a.place is not None and a.place == b.place))


def _made_at(a: _Said, b: _Said) -> bool:
    """Whether one is a proposal, and the other the talks at which it was made: that day, or undated and soon after."""
    offer, talks = (a, b) if a.deed == "proposal" else (b, a)
    if (offer.deed, talks.deed) != ("proposal", "talks") or not talks.dated:
        return False
    there = {*talks.by, *talks.to}
    if not {*offer.by, *offer.to} <= there:
        return False
    late = offer.days[1] is not None and talks.days[1] is not None and offer.days[1] - talks.days[1] > _SOON_D
    return offer.days == talks.days if offer.dated else not late


def _both_in(a: Claim, b: Claim, passage: tuple[str, tuple[int, int], str, tuple[int, int]]) -> bool:
    part, here, whole, there = passage
    pairs = ((a, b), (b, a))
    return any(
        (one.article, two.article) == (part, whole) and _within(one.span, here) and _within(two.span, there)
        for one, two in pairs
    )


def _within(span: tuple[int, int], passage: tuple[int, int]) -> bool:
    return passage[0] <= span[0] and span[1] <= passage[1]


# ── groups ────────────────────────────────────────────────────────────────────────────────────


def _joined(mine: _Group, theirs: _Group, pair: _Pair) -> _Group | None:
    """Both groups as one; None where their days or deeds cannot be those of one happening."""
    days = _common(mine.days, theirs.days)
    if days is None or not _one_weekday(days, (*mine.members, *theirs.members)):
        return None
    talks = [one for one in (*mine.members, *theirs.members) if one.deed == "talks"]
    there = frozenset(actor for one in talks for actor in (*one.by, *one.to))
    if not all(_alike(a, b, there) for a in mine.members for b in theirs.members):
        return None
    why = Joined(pair.first.at, pair.second.at, pair.rule, RULES[pair.rule])
    members = tuple(sorted((*mine.members, *theirs.members), key=lambda one: one.at))
    return _Group(members, days, (*mine.why, *theirs.why, why))


def _one_weekday(days: Days, members: Iterable[_Said]) -> bool:
    """Whether the weekdays that members name are one, and that of the day where it is known."""
    named = {one.weekday for one in members} - {None}
    if days[0] is not None and days[0] == days[1]:
        return named <= {(days[0] + _THURSDAY) % 7}
    return len(named) < 2


def _alike(a: _Said, b: _Said, there: frozenset[str]) -> bool:
    """Whether two members of one group go together; `there`: who took part in its talks; at them either may propose."""
    if not _kin(a.deed, b.deed):
        return {a.deed, b.deed} == {"proposal", "talks"}
    at_talks = a.claim.article == b.claim.article and {*a.by, *a.to, *b.by, *b.to} <= there
    return at_talks or _same_doers(a, b, unsaid=True)


def _common(a: Days, b: Days) -> Days | None:
    """The days that both can be on; None where there are none."""
    if not _meet(a, b):
        return None
    firsts = [day for day in (a[0], b[0]) if day is not None]
    lasts = [day for day in (a[1], b[1]) if day is not None]
    return max(firsts, default=None), min(lasts, default=None)


def _happening(group: _Group) -> Happening:
    deed = "talks" if "talks" in group.deeds else group.members[0].deed
    return Happening(
        deed=deed,
        by=_doers([one for one in group.members if one.deed == deed]),
        days=group.days,
        dated=any(one.dated for one in group.members),
        claims=tuple(one.at for one in group.members),
        contested=tuple(one.at for one in group.members if one.claim.denies),
        why=group.why,
    )


def _doers(some: Sequence[_Said]) -> tuple[str, ...]:
    """Who did it, then to whom, each once."""
    return tuple(
        dict.fromkeys((*(one for each in some for one in each.by), *(one for each in some for one in each.to)))
    )


# ── threads ───────────────────────────────────────────────────────────────────────────────────


def threads(found: Sequence[Happening], claims: Sequence[Claim]) -> tuple[Thread, ...]:
    """What the same parties did in one matter, in order of time: deeds of words alone, those on the ground in none.

    One of which no other party is named, or that one article mentions without a day, is in no thread with others.
    """
    talked = [i for i, one in enumerate(found) if one.deed in DEEDS and _firm(one, claims)]
    matters = {i: _matter(found[i], claims) for i in talked}
    thread = {i: Thread((), (i,), ()) for i in talked}
    for i, j in combinations(talked, 2):
        mine, theirs = thread[i], thread[j]
        if mine is theirs or not _one_thread(found[i], found[j], matters[i] & matters[j]):
            continue
        why = Joined(i, j, "T6", RULES["T6"])
        both = Thread((), (*mine.happenings, *theirs.happenings), (*mine.why, *theirs.why, why))
        thread.update(dict.fromkeys(both.happenings, both))
    return tuple(_ordered(one, found) for one in {id(one): one for one in thread.values()}.values())


def _firm(one: Happening, claims: Sequence[Claim]) -> bool:
    """Whether a happening is more than a mention: its parties are named, and its day, or several articles tell it."""
    return len(one.parties) > 1 and (one.dated or len({claims[i].article for i in one.claims}) > 1)


def _one_thread(a: Happening, b: Happening, shared: frozenset[str]) -> bool:
    """Whether two happenings are of one matter: the same parties, as far as they are named, and words in common."""
    parties = a.parties <= b.parties or b.parties <= a.parties
    return parties and bool(a.parties & b.parties) and len(shared) >= _SHARED


def _matter(one: Happening, claims: Sequence[Claim]) -> frozenset[str]:
    """What a happening is about, beside who did it: who is spoken of, places, and long words by how they begin."""
    told = [claims[i] for i in one.claims]
    named = {name for claim in told for name in (*claim.against, claim.place_name) if name}
    words = {word.casefold() for claim in told for word in _WORD.findall(claim.quote) if len(word) >= _LONG}
    return frozenset(named | {word[:_STEM] for word in words}) - one.parties


def _ordered(thread: Thread, found: Sequence[Happening]) -> Thread:
    parties = tuple(sorted({party for i in thread.happenings for party in found[i].by}))
    return replace(
        thread, parties=parties, happenings=tuple(sorted(thread.happenings, key=lambda i: _when(found[i], i)))
    )


def _when(one: Happening, at: int) -> tuple[bool, int, int]:
    """In what order happenings stand: by the first day known, else by the last; without any, at the end."""
    first, last = one.days
    day = first if first is not None else last
    return day is None, day or 0, at
