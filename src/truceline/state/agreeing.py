"""How the agreement stands: which text, adopted by whom; who adheres, who is excluded, what is presumed, which zones.

A text is in force when every guarantor it names has adopted the same fingerprint; an amended one takes its place when
all have adopted that. Adherence counts on the lists of those who attest it, an exclusion on its author's, a
presumption in its author's column until all guarantors adopt it. Each function gives the floor's own values; rows show
them, and `joining` puts them into the agreement that findings are made under.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from truceline.actors import Adherence, Designation
from truceline.agreement import Agreement, from_canonical
from truceline.canon import Json
from truceline.errors import RecordError
from truceline.kinds import (
    AdherenceDeclared,
    AdherenceEnded,
    AgreementAmended,
    AgreementProposed,
    Attested,
    DesignationDeclared,
    DesignationEnded,
    PresumptionDeclared,
    Role,
    WithdrawalDeclared,
    Withdrawn,
    ZoneDeclared,
    ZoneLifted,
    payload_of,
)
from truceline.period import Instant, Period
from truceline.state import causality
from truceline.state.chains import Chain, chain, tell_lookers
from truceline.state.lines import Tree
from truceline.state.shelf import Shelf
from truceline.state.threads import Act, Thread
from truceline.terms import Clause, Presumption
from truceline.zones import Zone

Before = Callable[[causality.Place, causality.Place], bool]  # whether an entry had seen another
ZONES = ("zone.declared", "zone.amended")
TEXTS = ("agreement.proposed", "agreement.amended")


# ── the text ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Version:
    """One text, with who adopted it."""

    act: Act
    fingerprint: str
    guarantors: tuple[str, ...] | None  # actors it names; None: its bytes are not held, or cannot be read
    adopted: dict[str, Act]  # by actor: its guarantors' adoptions
    parties: tuple[str, ...]  # others that adopted it
    left: tuple[tuple[str, str], ...]  # (actor, from when) of those that left it
    replaces: str  # leaf hash of the version it would replace; empty: none

    @property
    def complete(self) -> bool:
        """Whether every guarantor it names has adopted it."""
        return bool(self.guarantors) and set(self.guarantors or ()) <= set(self.adopted)


@lru_cache(16)
def text_of(form: bytes) -> Agreement | None:
    """The agreement of its canonical bytes; None where they are none."""
    try:
        return from_canonical(form)
    except RecordError:
        return None


def versions(thread: Thread) -> list[Version]:
    """Every text of a thread, whether adopted or not; a proposal withdrawn after it was adopted stays adopted."""
    texts = [one for one in thread.all if one.counts or _withdrawn(one)]
    adoptions: dict[str, list[Act]] = {}
    for one in thread.counting("agreement.adopted"):
        adoptions.setdefault(_text_of(thread, one), []).append(one)
    return [
        _version(thread, one, one.read.payload, adoptions.get(one.hash, []))
        for one in texts
        if isinstance(one.read.payload, AgreementProposed)
    ]


def _withdrawn(one: Act) -> bool:
    return one.weight.reason == "withdrawn"


def _version(thread: Thread, act: Act, said: AgreementProposed, mine: list[Act]) -> Version:
    form = thread.blob(said.form)
    text = text_of(form) if form is not None else None
    guarantors = tuple(dict.fromkeys(one.actor for one in text.guarantors)) if text else None
    named = [one for one in mine if _is_guarantor(one) and one.actor in (guarantors or ())]
    first = {one.actor: one for one in reversed(named)}
    leaves = {one.actor: leave for one in mine for leave in _leaves(thread, one)}
    adopted = {actor: one for actor, one in first.items() if _binding(thread, actor, first, leaves)}
    return Version(
        act=act,
        fingerprint=said.fingerprint,
        guarantors=guarantors,
        adopted=adopted,
        parties=tuple(sorted({one.actor for one in mine} - set(first))),
        left=tuple(sorted((actor, str(_left_at(one))) for actor, one in leaves.items())),
        replaces=_text_of(thread, act) if isinstance(said, AgreementAmended) else "",
    )


def _text_of(thread: Thread, act: Act) -> str:
    """The version that an entry adopts or amends, where it names another's adoption of it."""
    leaf = act.read.subject
    while leaf in thread.by_hash and thread.by_hash[leaf].read.entry.kind not in TEXTS:
        leaf = thread.by_hash[leaf].read.subject
    return leaf


def _is_guarantor(act: Act) -> bool:
    return act.read.author is not None and act.read.author.role is Role.GUARANTOR


def _leaves(thread: Thread, adoption: Act) -> list[Act]:
    return [one for one in thread.about(adoption, "withdrawal.declared") if _left_at(one) is not None]


def _left_at(act: Act) -> Instant | None:
    said = act.read.payload
    return said.at if isinstance(said, WithdrawalDeclared) and said.purpose is Withdrawn.AGREEMENT else None


def _binding(thread: Thread, actor: str, adopted: dict[str, Act], leaves: dict[str, Act]) -> bool:
    """Whether an adoption stood until all had adopted: who leaves before that has not adopted, later it is shown."""
    leave = leaves.get(actor)
    return leave is None or all(thread.before(one, leave) for one in adopted.values())


def agreement_facts(thread: Thread) -> Tree:
    """How a proposal stands, and each version put in its place."""
    found = versions(thread)
    complete = {one.act.hash: one for one in found if one.complete}
    for act in thread.all:
        if act.read.entry.kind in TEXTS:
            _keep_adopted(thread, act, complete.get(act.hash))
    live = _last(thread.fold.before, {one.act.hash: _kept(thread, one) for one in found if one.complete})
    rows: list[Json] = [
        {
            "entry": one.act.hash,
            "fingerprint": one.fingerprint,
            "adopted_by": list[Json](sorted(one.adopted)),
            "parties": list[Json](one.parties),
            "left": [list[Json](pair) for pair in one.left],
            "replaces": one.replaces,
            "status": _version_status(one, live),
        }
        for one in found
    ]
    if live:
        return {"status": "contradictory" if len(live) > 1 else "adopted", "versions": rows}
    return {"versions": rows} | ({"status": "proposed"} if thread.root.counts else {})


def _version_status(one: Version, live: Container[str]) -> str:
    if one.complete:
        return "adopted" if one.act.hash in live else "replaced"
    if _withdrawn(one.act):
        return "withdrawn"
    return "proposed" if one.guarantors is not None else "unreadable"


@dataclass(frozen=True, slots=True)
class Adopted:
    """A text that all its guarantors adopted, as it is kept on the shelf."""

    root: str  # leaf hash of the proposal it goes back to
    fingerprint: str
    replaces: str  # leaf hash of the version it replaced; empty: none
    by: Mapping[str, tuple[str, int]]  # where each guarantor adopted it

    @classmethod
    def parse(cls, text: str) -> Adopted:
        """What `text` wrote."""
        root, fingerprint, replaces, by = json.loads(text)
        return cls(root, fingerprint, replaces, {actor: (origin, index) for actor, (origin, index) in by.items()})

    @property
    def text(self) -> str:
        """The whole as one line."""
        return json.dumps([self.root, self.fingerprint, self.replaces, dict(sorted(self.by.items()))])


def _kept(thread: Thread, one: Version) -> Adopted:
    places = {actor: act.read.at for actor, act in one.adopted.items()}
    return Adopted(thread.root.hash, one.fingerprint, one.replaces, places)


def _keep_adopted(thread: Thread, act: Act, one: Version | None) -> None:
    """Keep which texts all have adopted; where that changes, time limits and answers are looked at again."""
    fold, value = thread.fold, _kept(thread, one).text if one else None
    if fold.shelf.get("adopted", act.hash) == value:
        return
    if value is None:
        fold.shelf.drop("adopted", act.hash)
    else:
        fold.shelf.put("adopted", act.hash, value)
    for _, root in fold.shelf.under("listed", "activity.notified"):
        fold.age(root, acts=True)


def _last(before: Before, kept: Mapping[str, Adopted]) -> dict[str, Adopted]:
    """Of texts that all have adopted, those that none of them replaced, nor all adopted another after it."""
    replaced = {one.replaces for one in kept.values()}
    live = {leaf: one for leaf, one in kept.items() if leaf not in replaced}
    return {
        leaf: one
        for leaf, one in live.items()
        if not any(other is not one and _adopted_after(before, one, other) for other in live.values())
    }


def _adopted_after(before: Before, one: Adopted, other: Adopted) -> bool:
    """Whether the same guarantors adopted the other text, each after this one."""
    same = set(one.by) == set(other.by)
    return same and all(before(one.by[actor], other.by[actor]) for actor in one.by)


@dataclass(frozen=True, slots=True)
class Governing:
    """Which text all guarantors have adopted last."""

    fingerprints: tuple[str, ...]  # one; none: nothing is adopted; several: they contradict
    threads: tuple[str, ...]  # leaf hashes of the proposals that they go back to

    @property
    def one(self) -> str:
        """The fingerprint of the text in force; empty where there is none, or more than one."""
        return self.fingerprints[0] if len(self.fingerprints) == 1 else ""


def governing(shelf: Shelf) -> Governing:
    """The text in force: not replaced, and adopted by each guarantor after any other that it adopted."""
    last = _last(
        partial(causality.before, shelf), {leaf: Adopted.parse(value) for leaf, value in shelf.all("adopted")}
    ).values()
    return Governing(tuple(sorted({one.fingerprint for one in last})), tuple(sorted({one.root for one in last})))


# ── who is bound ──────────────────────────────────────────────────────────────────────────────


def accepted(act: Act) -> AdherenceDeclared | None:
    """What an actor accepted, in its own words or as attested."""
    said = act.read.payload
    spoken = _spoken(said, "adherence.declared") if isinstance(said, Attested) else said
    return spoken if isinstance(spoken, AdherenceDeclared) else None


def _ended(act: Act) -> AdherenceEnded | None:
    said = act.read.payload
    spoken = _spoken(said, "adherence.ended") if isinstance(said, Attested) else said
    return spoken if isinstance(spoken, AdherenceEnded) else None


def _spoken(said: Attested, kind: str) -> object | None:
    try:
        return payload_of(kind, dict(said.payload)) if said.kind == kind else None
    except ValueError:
        return None


def adherence(thread: Thread) -> list[Adherence]:
    """An adherence on the lists of those who attest it: its end counts on all where it is the actor's own word."""
    said = accepted(thread.root)
    if said is None or not thread.root.counts:
        return []
    attesters = dict.fromkeys(one.actor for one in thread.all if one.counts and accepted(one) is not None)
    ends: dict[str, Instant] = {}
    for one in thread.counting("adherence.ended", "attested"):
        ended = _ended(one)
        for actor in () if ended is None else attesters if one.read.payload is ended else (one.actor,):
            ends[actor] = min(ended.at, ends.get(actor, ended.at)) if ended else ends[actor]
    by_end: dict[Instant | None, list[str]] = {}
    for actor in attesters:
        by_end.setdefault(ends.get(actor), []).append(actor)
    return [
        Adherence(said.actor, Period(said.since, end), tuple(sorted(actors)), thread.root.hash)
        for end, actors in sorted(by_end.items(), key=lambda one: (one[0] is None, one[0] or said.since))
        if end is None or end > said.since
    ]


def adherence_facts(thread: Thread) -> Tree:
    """How an adherence stands."""
    said = accepted(thread.root)
    if said is None:
        return {}
    rows: list[Json] = [[list(one.attested_by), _period(one.period)] for one in adherence(thread)]
    ended = not any(one.period.end is None for one in adherence(thread))
    return {"of": said.actor, "agreement": said.agreement, "on": rows, "status": "ended" if ended else "declared"}


def _period(period: Period) -> Json:
    return [str(end) if end is not None else None for end in (period.start, period.end)]


def designation(thread: Thread) -> Designation | None:
    """An exclusion on its author's list; None where it does not count, or ended before it began."""
    said = thread.root.read.payload
    if not isinstance(said, DesignationDeclared) or not thread.root.counts:
        return None
    ends = [
        one.read.payload.at
        for one in thread.counting("designation.ended")
        if isinstance(one.read.payload, DesignationEnded)
    ]
    end = min([*ends, *([said.period.end] if said.period.end else [])], default=None)
    if end is not None and said.period.start is not None and end <= said.period.start:
        return None
    return Designation(said.actor, thread.root.actor, Period(said.period.start, end), thread.root.hash)


def designation_facts(thread: Thread) -> Tree:
    """How an exclusion stands."""
    found = designation(thread)
    if found is None:
        return {"status": "ended"}
    ended = bool(thread.counting("designation.ended"))
    return {
        "of": found.actor,
        "on": found.by,
        "period": _period(found.period),
        "status": "ended" if ended else "declared",
    }


# ── what is presumed ──────────────────────────────────────────────────────────────────────────


def presumption(thread: Thread) -> Presumption | None:
    """A presumption with those who adopted it; whether that is everybody, the agreement says."""
    said = thread.root.read.payload
    if not isinstance(said, PresumptionDeclared) or not thread.root.counts:
        return None
    adopters = tuple(sorted({one.actor for one in thread.counting("presumption.adopted")}))
    return Presumption(
        id=said.id,
        clause=Clause(said.instrument, said.paragraph, said.gist, thread.root.hash),
        author=thread.root.actor,
        adopters=adopters,
        question=said.question,
        rebuttal=said.rebuttal,
        when=said.when,
        holds=said.holds,
        by_one_of=said.by_one_of,
    )


def presumption_facts(thread: Thread) -> Tree:
    """How a presumption stands."""
    found = presumption(thread)
    return {"id": found.id, "adopted_by": list[Json](found.adopters), "status": "declared"} if found else {}


# ── zones ─────────────────────────────────────────────────────────────────────────────────────


def zone_chain(thread: Thread) -> Chain:
    """The versions of a zone."""
    return chain(thread, ZONES, ("zone.lifted",))


def zones(thread: Thread) -> list[Zone]:
    """A zone's versions, each for the time in which it had effect: never before it was declared."""
    found = zone_chain(thread)
    made = [_zone(thread, one, found) for one in found.versions]
    return [one for one in made if one is not None]


def _zone(thread: Thread, act: Act, found: Chain) -> Zone | None:
    said = act.read.payload
    if not isinstance(said, ZoneDeclared):
        return None
    live = act.hash in {one.hash for one in found.live}
    ends = [one.read.time for one in thread.about(act, "zone.amended")]
    ends += [
        max(one.read.payload.at, one.read.time)
        for one in thread.about(act, "zone.lifted")
        if isinstance(one.read.payload, ZoneLifted)
    ]
    periods = _within(said.periods, act.read.time, min(ends, default=None))
    name = said.id if live else f"{said.id}@{act.hash[:12]}"
    zone = said.zone(act.hash)
    groups = zone.groups if live else (said.id, *zone.groups)
    return (
        Zone(name, zone.names, groups, zone.area, periods, zone.schedule, zone.altitudes, act.hash) if periods else None
    )


def _within(periods: tuple[Period, ...], start: Instant, end: Instant | None) -> tuple[Period, ...]:
    """The part of each period from one instant up to another."""
    found = []
    for one in periods:
        first = start if one.start is None else max(start, one.start)
        ends = [last for last in (one.end, end) if last is not None]
        last = min(ends, default=None)
        if last is None or last > first:
            found.append(Period(first, last))
    return tuple(found)


def zone_facts(thread: Thread) -> Tree:
    """How a zone stands."""
    found = zone_chain(thread)
    tell_lookers(thread)
    if not thread.root.counts:
        return {}
    said = thread.root.read.payload
    status = {"ended": "lifted"}.get(found.status, found.status)
    return {
        "id": said.id if isinstance(said, ZoneDeclared) else "",
        "live": list[Json]([one.hash for one in found.live]),
        "status": status,
    }
