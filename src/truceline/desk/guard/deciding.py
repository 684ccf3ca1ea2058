"""The decision: whether somebody may do something with one aspect of one thing, now; and why.

Asked by every door, and by whatever answers for one. It keeps nothing and looks nothing up but `table`. A refusal
tells its reason only to somebody who may know that the thing is there; everybody else reads what they would read if
it were not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from truceline.desk.guard.coarsening import LAST
from truceline.desk.guard.model import Action, Asker, Decision, Given, Role, Thing, decision, officer_key
from truceline.desk.guard.table import (
    DELAY_S,
    DELAYED,
    GROUP_OF,
    MAY,
    ONLY,
    ONWARD,
    READERS,
    ROW_OF,
    VISITORS,
    Group,
    Near,
)
from truceline.kinds.aspects import Aspect
from truceline.kinds.sealing import Marking, Sealing
from truceline.period import Instant

NOT_HERE = decision(Given.NOTHING, "not_here")
_SEALED, _MARKED = frozenset(map(str, Sealing)), frozenset(Marking)


def decide(asker: Asker, action: Action, thing: Thing, aspect: Aspect, now: Instant) -> Decision:
    """What is given of an aspect of a thing to somebody who asks to do something with it.

    1. what their token does not reach, they do not do
    2. the open record is everybody's, and nobody's to seal, open or erase
    3. what no table knows is nobody's
    4. seeing is by role, nearness, marking, group, aspect and age; all else by what is seen
    """
    if action not in asker.scopes:
        return decision(Given.NOTHING, "scope")
    if thing.sealing == "open":
        return _open(action)
    if not _known(asker, action, thing, aspect):
        return NOT_HERE
    return _ANSWERS[action](asker, thing, aspect, now)


def group_of(thing: Thing) -> Group:
    """The group whose rows hold for a thing; raises KeyError for a kind that is in none."""
    return Group.ROUTES if thing.route and thing.kind == "site.notified" else GROUP_OF[thing.kind]


def nearness(asker: Asker, thing: Thing) -> Near:
    """Where somebody stands to a thing."""
    visits = VISITORS.get(asker.role, frozenset())
    authors = asker.body == thing.author and "author" not in visits
    addressed = asker.body in thing.audience and "audience" not in visits
    if not asker.body or not (authors or addressed):
        return Near.PARTICIPANT if asker.body else Near.ANYBODY
    return Near.NAMED if asker.name and officer_key(asker.body, asker.name) in thing.named else Near.INSIDE


def _known(asker: Asker, action: Action, thing: Thing, aspect: Aspect) -> bool:
    """Whether the tables know all of what is asked; words of others' making come as plain text."""
    return (
        thing.kind in GROUP_OF
        and thing.sealing in _SEALED
        and thing.marking in _MARKED
        and asker.role in READERS[Marking.RED]
        and action in _ANSWERS
        and (GROUP_OF[thing.kind], aspect) in ROW_OF
    )


def _open(action: Action) -> Decision:
    reads = action in {Action.SEE, Action.COUNT, Action.EXPORT, Action.AUDIT}
    return decision(Given.WHOLE if reads else Given.NOTHING, "open")


def _see(asker: Asker, thing: Thing, aspect: Aspect, now: Instant) -> Decision:
    group, near = group_of(thing), nearness(asker, thing)
    if near < READERS[thing.marking][asker.role] or group not in ONLY.get(asker.role, Group):
        return NOT_HERE
    row = ROW_OF[group, aspect]
    if near >= Near.INSIDE:
        return decision(row.inside, _why_inside(asker, thing, near))
    due = min(thing.over.plus(DELAY_S), LAST) if thing.over else None
    fresh = group in DELAYED and (due is None or now < due)
    return _outside(row.fresh if fresh else row.later, thing, due)


def _why_inside(asker: Asker, thing: Thing, near: Near) -> str:
    if near is Near.NAMED and thing.marking is Marking.RED:
        return "named"
    return "own" if asker.body == thing.author else "addressed"


def _outside(given: Given, thing: Thing, due: Instant | None) -> Decision:
    """What somebody outside is given, with its reason: that it is coarse, or which marking gives it."""
    match given:
        case Given.NOTHING:
            return NOT_HERE
        case Given.LATER:
            return decision(given, "later", due)
        case Given.COARSE:
            return decision(given, "coarse")
    return decision(given, "everybody" if thing.marking is Marking.CLEAR else "participant")


def _count(asker: Asker, thing: Thing, aspect: Aspect, now: Instant) -> Decision:
    """Whoever sees an aspect counts by it; nobody else learns a number, however it is asked for."""
    if asker.role is Role.AUDITOR:
        return _told_that(asker, thing, aspect)
    there, by = (_see(asker, thing, one, now) for one in (Aspect.ENVELOPE, aspect))
    return by if there.given >= Given.COARSE else min(there, by, key=lambda one: one.given)


def _export(asker: Asker, thing: Thing, aspect: Aspect, now: Instant) -> Decision:
    seen = _see(asker, thing, aspect, now)
    carries = asker.body == thing.author or nearness(asker, thing) >= ONWARD[thing.marking]
    return seen if carries or seen.given < Given.COARSE else decision(Given.NOTHING, "not_to_pass_on")


def _erase(asker: Asker, thing: Thing, aspect: Aspect, now: Instant) -> Decision:
    """Erasing is for each body that holds it, in its own keeping."""
    return _let_go(asker, Action.ERASE, thing, aspect, now)


def _disclose(asker: Asker, thing: Thing, aspect: Aspect, now: Instant) -> Decision:
    """Disclosing is its author's alone."""
    found = _let_go(asker, Action.DISCLOSE, thing, aspect, now)
    others = found.given is Given.WHOLE and asker.body != thing.author
    return decision(Given.NOTHING, "not_yours") if others else found


def _let_go(asker: Asker, action: Action, thing: Thing, aspect: Aspect, now: Instant) -> Decision:
    seen = _see(asker, thing, aspect, now)
    if seen.given < Given.COARSE:
        return seen
    if asker.role not in MAY[action]:
        return decision(Given.NOTHING, "not_for_your_role")
    return seen if nearness(asker, thing) >= Near.INSIDE else decision(Given.NOTHING, "not_yours")


# ── what shows nothing of what is inside ──────────────────────────────────────────────────────


def _seal(asker: Asker, thing: Thing, _: Aspect, __: Instant) -> Decision:
    if asker.role not in MAY[Action.SEAL] or group_of(thing) not in ONLY.get(asker.role, Group):
        return decision(Given.NOTHING, "not_for_your_role")
    own = bool(asker.body) and asker.body == thing.author
    return decision(Given.WHOLE, "may_seal") if own else decision(Given.NOTHING, "not_yours")


def _manage(asker: Asker, _: Thing, __: Aspect, ___: Instant) -> Decision:
    may = asker.role in MAY[Action.MANAGE] and asker.body
    return decision(Given.WHOLE, "keeps") if may else decision(Given.NOTHING, "not_for_your_role")


def _audit(asker: Asker, thing: Thing, aspect: Aspect, _: Instant) -> Decision:
    if asker.role not in MAY[Action.AUDIT]:
        return decision(Given.NOTHING, "not_for_your_role")
    return _told_that(asker, thing, aspect)


def _told_that(asker: Asker, thing: Thing, aspect: Aspect) -> Decision:
    """What an auditor is told: that there was something in its own body's keeping, and on which day."""
    kept = bool(asker.body) and asker.body in {thing.author, *thing.audience}
    return decision(Given.COARSE, "that_and_when") if kept and aspect is Aspect.ENVELOPE else NOT_HERE


_ANSWERS: Mapping[Action, Callable[[Asker, Thing, Aspect, Instant], Decision]] = {
    Action.SEE: _see,
    Action.COUNT: _count,
    Action.EXPORT: _export,
    Action.DISCLOSE: _disclose,
    Action.ERASE: _erase,
    Action.SEAL: _seal,
    Action.MANAGE: _manage,
    Action.AUDIT: _audit,
}
