"""The review queue of a node: what people are asked first, because their answer would change most.

Each question is weighed both ways against the record as it stands: two events that may be one happening, an incident
whose members cannot be one, a place on which a finding hangs, a source that nobody has graded. What would change is
computed, not guessed: the finding of the merged event is made as it would be. Nothing is signed here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from truceline.agreement import Agreement
from truceline.bulk.linking import linked, listed
from truceline.bulletin import Entry
from truceline.canon import Json, to_json
from truceline.claims import Event
from truceline.desk.node import Node
from truceline.desk.verbs import looking
from truceline.desk.views.view import View, view_as_held
from truceline.findings import Assessor, Finding
from truceline.findings.model import ENGAGED
from truceline.incidents import Told, apart_m
from truceline.incidents.queue import Change, Choice, Decision, Measure, queue
from truceline.kinds import SourceGraded
from truceline.period import Instant
from truceline.place import Area, middle, rough_km2
from truceline.state.telling import together
from truceline.terms import Result, When

DAY_S = 86_400
LIKELY = 0.2  # that a pair is one happening, above which people are asked
MOST_PAIRS = 400  # weighed of two lists, the likeliest first
FAR_M = 50_000  # beyond what both can know, from which two members of an incident cannot be one
MANY = 100_000  # grades that are looked at
DIGITS = 12  # of a hash by which an entry is named
_NEVER_GRADED, _GRADED = "F", "A–E"


@dataclass(frozen=True, slots=True)
class _Held:
    """An event of the record with its finding."""

    leaf: str  # of the entry that tells it
    entry: Entry
    account: Told | None  # None: it has no place or no day, and is compared with nothing

    @property
    def name(self) -> str:
        """As commands name it."""
        short = self.leaf[:DIGITS]
        return short if self.entry.event.id.startswith(self.leaf) else f"{short}@{self.entry.event.id}"


def asked(node: Node) -> tuple[Decision, ...]:
    """What people are asked, most change first; raises Refused where no agreement is in force."""
    with view_as_held(node) as view:
        view.whole()
        return of_view(view, _graded(node))


def of_view(view: View, graded: frozenset[str] = frozenset()) -> tuple[Decision, ...]:
    """The same of a record that is read; `graded`: the sources that have a grade."""
    agreement = view.agreement()
    every = [(_Held(leaf, one, _account(one.event)), apart) for leaf, one, apart in view.held()]
    alone = [one for one, apart in every if apart]
    lines = [json.loads(line) for line in view.lines() if '"members"' in line]
    by_name = {(one.leaf, one.entry.event.id): one for one, _ in every}
    return queue(
        (
            *_merges(alone, agreement),
            *_splits(lines, by_name),
            *_places(alone),
            *_grades(alone, graded),
        )
    )


# ── merge ─────────────────────────────────────────────────────────────────────────────────────


def _merges(alone: Sequence[_Held], agreement: Agreement) -> Iterator[Decision]:
    """Pairs of events of different lists that are likely one happening."""
    lists: dict[str, list[_Held]] = {}
    for one in alone:
        if one.account:
            lists.setdefault(one.leaf, []).append(one)
    judge = Assessor(agreement)
    for first, second in combinations(sorted(lists), 2):
        for a, b, points, likely in _likely(lists[first], lists[second]):
            yield _merge(a, b, points, likely, judge)


def _likely(first: Sequence[_Held], second: Sequence[_Held]) -> list[tuple[_Held, _Held, int, float]]:
    a, b = listed(_accounts(first), _accounts(second))
    found = linked(a, b)
    mine, theirs = ({one.entry.event.id: one for one in some} for some in (first, second))
    rows = zip(found.first, found.second, found.points, found.likely, strict=True)
    pairs = [(mine[a.ids[i]], theirs[b.ids[j]], int(points), float(likely)) for i, j, points, likely in rows]
    some = [one for one in pairs if one[3] >= LIKELY]
    return sorted(some, key=lambda one: (-one[3], one[0].name, one[1].name))[:MOST_PAIRS]


def _accounts(some: Iterable[_Held]) -> list[Told]:
    return [one.account for one in some if one.account]


def _merge(a: _Held, b: _Held, points: int, likely: float, judge: Assessor) -> Decision:
    one = together(a.entry.event.id, {}, [a.entry.event, b.entry.event], ())
    after = judge.finding(one).result
    turned = (_turned(held.name, held.entry.finding, after) for held in (a, b))
    origins = [_origins(held.entry.event) for held in (a, b)]
    most, both = max(map(len, origins)), len(origins[0] | origins[1])
    roots = Change(Measure.ROOTS, a.name, str(most), str(both), both - most)
    fewer = Change(Measure.FINDINGS, a.name, "2", "1", 1)
    changes = (
        *(one for one in turned if one.steps),
        *([fewer] if _counts(a, b) else []),
        *([roots] if roots.steps else []),
    )
    return Decision(Choice.MERGE, (a.name, b.name), (f"{points} points", f"{round(100 * likely)} %"), changes)


def _turned(name: str, before: Finding, after: Result) -> Change:
    return Change(Measure.RESULT, name, before.result, after, after.weight - before.result.weight)


def _counts(*some: _Held) -> bool:
    """Whether each of them stands among the findings that are counted."""
    return all(one.entry.finding.result in ENGAGED for one in some)


def _origins(event: Event) -> set[str]:
    return {one.original or one.office for one in event.reports} - {""}


# ── split ─────────────────────────────────────────────────────────────────────────────────────


def _splits(lines: Iterable[Mapping[str, object]], held: Mapping[tuple[str, str], _Held]) -> Iterator[Decision]:
    """Incidents that hold together what cannot be one, or of which people have said different things."""
    for line in lines:
        if line.get("status") not in {"linked", "merged", "contested"}:
            continue
        leaf, told = str(line.get("object")), line.get("members")
        pairs = [tuple(map(str, one)) for one in told] if isinstance(told, list) else []
        members = [held[key] for key in pairs if len(key) == 2 and key in held]
        whole = held.get((leaf, leaf))
        why = ("contested",) if line["status"] == "contested" else _impossible(members)
        if why and members:
            yield _split(leaf, whole, members, why)


def _impossible(members: Sequence[_Held]) -> tuple[str, ...]:
    """Which members cannot be one happening, and why."""
    found = []
    for a, b in combinations([one for one in members if one.account], 2):
        mine, theirs = a.account, b.account
        if mine is None or theirs is None:
            continue
        gap = max(mine.first_day - theirs.last_day, theirs.first_day - mine.last_day)
        apart = apart_m(mine.at, theirs.at) - mine.radius_m - theirs.radius_m
        if gap > 0:
            found.append(f"{a.name}, {b.name}: {gap} d")
        elif apart > FAR_M:
            found.append(f"{a.name}, {b.name}: {round(apart / 1000)} km")
    return tuple(found)


def _split(leaf: str, whole: _Held | None, members: Sequence[_Held], why: tuple[str, ...]) -> Decision:
    more = Change(Measure.FINDINGS, leaf[:DIGITS], "1", str(len(members)), len(members) - 1)
    if whole is None:
        return Decision(Choice.SPLIT, (leaf[:DIGITS],), why, (more,))
    before = whole.entry.finding
    turned = (_turned(one.name, before, one.entry.finding.result) for one in members)
    return Decision(Choice.SPLIT, (leaf[:DIGITS],), why, (more, *(one for one in turned if one.steps)))


# ── place ─────────────────────────────────────────────────────────────────────────────────────


def _places(alone: Iterable[_Held]) -> Iterator[Decision]:
    """Events whose finding hangs on where they were."""
    for one in alone:
        found = one.entry.finding
        settling = [answer for answer in found.common.settle.under if answer.atom.kind == "place"]
        ends = {Result.CERTAIN if answer.certain else Result.NOT_ENGAGED for answer in settling}
        turned = [_turned(one.name, found, end) for end in ends if end is not found.result]
        if turned:
            names = tuple(dict.fromkeys(answer.atom.name for answer in settling))
            event = one.entry.event
            why = tuple(part for part in (event.place_name, event.place_precision, *names) if part)
            yield Decision(Choice.PLACE, (one.name,), why, (max(turned, key=lambda change: abs(change.steps)),))


# ── grade ─────────────────────────────────────────────────────────────────────────────────────


def _grades(alone: Iterable[_Held], graded: frozenset[str]) -> Iterator[Decision]:
    """Sources on which findings rest and that nobody has graded."""
    resting: dict[str, list[_Held]] = {}
    for one in alone:
        if one.entry.finding.result in ENGAGED:
            for origin in sorted(_origins(one.entry.event)):
                resting.setdefault(origin, []).append(one)
    for source, some in resting.items():
        if source not in graded:
            alone_on = sum(_origins(one.entry.event) == {source} for one in some)
            change = Change(Measure.RELIABILITY, source, _NEVER_GRADED, _GRADED, len(some) + alone_on)
            yield Decision(Choice.GRADE, (source,), (f"{len(some)} findings", f"{alone_on} on it alone"), (change,))


def _graded(node: Node) -> frozenset[str]:
    """The sources that somebody has graded."""
    found = (one.payload for one in looking.newest(node, "source.graded", most=MANY))
    return frozenset(one.source for one in found if isinstance(one, SourceGraded))


# ── accounts ──────────────────────────────────────────────────────────────────────────────────


def _account(event: Event) -> Told | None:
    """An event as linking compares it; None where it has no place or no day."""
    where = next((one.value for one in event.conduct.place if one.value is not None), None) or event.marker
    when = next((one.value for one in event.conduct.time), None)
    days = _days(when) if when else None
    if where is None or days is None:
        return None
    radius = round(1000 * math.sqrt(rough_km2(where) / math.pi)) if isinstance(where, Area) else 0
    first = (next(iter(versions), None) for versions in (event.conduct.a, event.conduct.b))
    sides = frozenset(one.value.label() for one in first if one) - {"", "?"}
    return Told(event.id, event.marker or middle(where), radius, *days, sides, event.deaths.best)


def _days(when: When) -> tuple[int, int] | None:
    span = when.span
    if isinstance(span, Instant):
        return span.epoch_s // DAY_S, span.epoch_s // DAY_S
    if span.start is None or span.end is None:
        return None
    return span.start.epoch_s // DAY_S, span.end.plus(-1).epoch_s // DAY_S


def plain(one: Decision) -> Json:
    """A decision as one JSON object, for machines, with its weight in the queue."""
    tree = to_json(Decision, one)
    return {**tree, "weight": one.weight} if isinstance(tree, dict) else tree
