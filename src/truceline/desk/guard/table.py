"""The table of who may see what. `deciding` looks it up, and nothing is decided anywhere else.

It is read down. What somebody asks about is a kind of entry, which belongs to one group (`GROUPS`). Where they stand to
it is found by whose officer they are (`Near`); whether that is near enough, by their role and the marking (`READERS`).
Then one row of `ROWS` says, for the group and the aspect, what is given inside its audience, outside it while what it
tells of is fresh, and outside it later. What is done beyond seeing is `MAY`, and how far it may be carried `ONWARD`.

What is not in a table is not given: a kind, an aspect, a role or a marking that nobody thought of is nobody's.
Markings are those of the Traffic Light Protocol 2.0 (FIRST).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import NamedTuple

from truceline.desk.guard.model import Action, Given, Role
from truceline.kinds.aspects import Aspect
from truceline.kinds.sealing import Marking
from truceline.period import DAY_S

DELAY_S = 3 * DAY_S  # from when what is told of is over, until it is told outside its audience


class Group(StrEnum):
    """Kinds of entry about which the same is decided."""

    REPORTS = "reports"
    CUSTODY = "custody"
    WATCH = "watch"
    ACTIVITIES = "activities"
    SITES = "sites"
    FOLLOWING = "following"
    ROUTES = "routes"
    CALLS = "calls"
    INCIDENTS = "incidents"
    CORRECTIONS = "corrections"
    RECEIPTS = "receipts"


# Every kind that may be sealed. What may not be is open, and everybody has it.
GROUPS: Mapping[Group, tuple[str, ...]] = {
    Group.REPORTS: ("report.received",),
    Group.CUSTODY: (
        "claims.read", "source.graded", "evidence.received", "evidence.examined", "evidence.transferred",
    ),
    Group.WATCH: (
        "observation.made", "coverage.observed", "access.denied", "visit.requested", "visit.answered",
        "visit.carried_out",
    ),
    Group.ACTIVITIES: (
        "activity.notified", "activity.amended", "activity.withdrawn", "activity.started", "activity.astray",
        "activity.ended",
    ),
    Group.SITES: ("site.notified",),  # but the way of a movement: that is of the routes
    Group.FOLLOWING: ("site.acknowledged", "site.passed_on", "site.confirmed", "site.revalidated"),
    Group.ROUTES: (),
    Group.CALLS: (
        "stopfire.called", "stopfire.relayed", "stopfire.answered", "stopfire.ended", "stopfire.recurred",
    ),
    Group.INCIDENTS: ("incident.linked", "incident.split", "incident.merged"),
    Group.CORRECTIONS: ("correction.made",),
    Group.RECEIPTS: ("held", "erasure"),
}  # fmt: skip
GROUP_OF: Mapping[str, Group] = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
DELAYED = frozenset({Group.WATCH, Group.ACTIVITIES})  # told late outside their audience
WHY: Mapping[Group, str] = {
    Group.REPORTS: "A report's words may be meant for many; who brought it, and the file as it came, never are: a "
    "person pays for it. Its day is enough to speak of it.",
    Group.CUSTODY: "Who told what to whom, how far a source is trusted and who had which file in hand finds people.",
    Group.WATCH: "What is watched now, and from where, is a map of what is not; told late and wide it is a record.",
    Group.ACTIVITIES: "Where somebody will be is for those who must answer; afterwards, the day and the wide area.",
    Group.SITES: "A site is made known to be spared: whom its marking reaches is told all of it, at once.",
    Group.FOLLOWING: "Who passed a notice on would show to whom a site, or a movement, was made known.",
    Group.ROUTES: "A road is used again: a way is for those it was sealed to, always whole, and for nobody else.",
    Group.CALLS: "A call to cease fire helps when it is heard: whom its marking reaches is told all of it, at once.",
    Group.INCIDENTS: "Which entries are one happening would tell sealed entries from covers; the words may be read.",
    Group.CORRECTIONS: "A correction may hold any field of anything, so it is kept as what is kept closest.",
    Group.RECEIPTS: "A receipt shows that something was sealed, and to whom.",
}


class Row(NamedTuple):
    """What is given of some aspects of a group's entries to those whom its marking lets read them."""

    group: Group
    aspects: tuple[Aspect, ...]
    inside: Given  # to its author and its audience
    fresh: Given  # outside, until its delay is over
    later: Given  # outside, from then on


NO, LATER, COARSE, WHOLE = Given
_ENV, _WHO, _WHEN, _WHERE, _WHAT, _WORDS, _FILES, _TERMS = Aspect
ROWS: tuple[Row, ...] = (
    #   group              aspects                                inside fresh   later
    Row(Group.REPORTS,     (_ENV, _WHEN),                         WHOLE, COARSE, COARSE),
    Row(Group.REPORTS,     (_WHAT, _WORDS, _TERMS),               WHOLE, WHOLE,  WHOLE),
    Row(Group.REPORTS,     (_WHO, _WHERE, _FILES),                WHOLE, NO,     NO),
    Row(Group.CUSTODY,     (_ENV, _WHEN),                         WHOLE, COARSE, COARSE),
    Row(Group.CUSTODY,     (_WHO, _WHERE, _WHAT, _WORDS),         WHOLE, NO,     NO),
    Row(Group.CUSTODY,     (_FILES, _TERMS),                      WHOLE, NO,     NO),
    Row(Group.WATCH,       (_ENV, _WHEN, _WHERE, _WHAT),          WHOLE, LATER,  COARSE),
    Row(Group.WATCH,       (_WHO, _WORDS, _FILES, _TERMS),        WHOLE, NO,     NO),
    Row(Group.ACTIVITIES,  (_ENV, _WHEN, _WHERE, _WHAT),          WHOLE, LATER,  COARSE),
    Row(Group.ACTIVITIES,  (_WHO, _WORDS, _FILES, _TERMS),        WHOLE, NO,     NO),
    Row(Group.SITES,       (_ENV,),                               WHOLE, COARSE, COARSE),
    Row(Group.SITES,       (_WHO, _WHEN, _WHERE, _WHAT),          WHOLE, WHOLE,  WHOLE),
    Row(Group.SITES,       (_WORDS, _TERMS),                      WHOLE, WHOLE,  WHOLE),
    Row(Group.SITES,       (_FILES,),                             WHOLE, NO,     NO),
    Row(Group.FOLLOWING,   (_ENV, _WHEN),                         WHOLE, COARSE, COARSE),
    Row(Group.FOLLOWING,   (_WHAT, _TERMS),                       WHOLE, WHOLE,  WHOLE),
    Row(Group.FOLLOWING,   (_WHO, _WHERE, _WORDS, _FILES),        WHOLE, NO,     NO),
    Row(Group.ROUTES,      (_ENV, _WHO, _WHEN, _WHERE),           WHOLE, NO,     NO),
    Row(Group.ROUTES,      (_WHAT, _WORDS, _FILES, _TERMS),       WHOLE, NO,     NO),
    Row(Group.CALLS,       (_ENV,),                               WHOLE, COARSE, COARSE),
    Row(Group.CALLS,       (_WHO, _WHEN, _WHERE, _WHAT),          WHOLE, WHOLE,  WHOLE),
    Row(Group.CALLS,       (_WORDS, _TERMS),                      WHOLE, WHOLE,  WHOLE),
    Row(Group.CALLS,       (_FILES,),                             WHOLE, NO,     NO),
    Row(Group.INCIDENTS,   (_ENV,),                               WHOLE, COARSE, COARSE),
    Row(Group.INCIDENTS,   (_WORDS, _TERMS),                      WHOLE, WHOLE,  WHOLE),
    Row(Group.INCIDENTS,   (_WHO, _WHEN, _WHERE, _WHAT, _FILES),  WHOLE, NO,     NO),
    Row(Group.CORRECTIONS, (_ENV, _WHO, _WHEN, _WHERE),           WHOLE, NO,     NO),
    Row(Group.CORRECTIONS, (_WHAT, _WORDS, _FILES, _TERMS),       WHOLE, NO,     NO),
    Row(Group.RECEIPTS,    (_ENV, _WHO, _WHEN, _WHERE),           WHOLE, NO,     NO),
    Row(Group.RECEIPTS,    (_WHAT, _WORDS, _FILES, _TERMS),       WHOLE, NO,     NO),
)  # fmt: skip
ROW_OF: Mapping[tuple[Group, Aspect], Row] = {(row.group, aspect): row for row in ROWS for aspect in row.aspects}


class Near(IntEnum):
    """Where somebody stands to a thing; nearer is more."""

    ANYBODY = 0
    PARTICIPANT = 1  # sits at some body's node
    INSIDE = 2  # an officer of its author's body, or of one it was sealed to
    NAMED = 3  # one of those, and named in it
    NOBODY = 4  # nearer than anybody is


_NAMED, _INSIDE, _PART, _ANY, _NEVER = Near.NAMED, Near.INSIDE, Near.PARTICIPANT, Near.ANYBODY, Near.NOBODY
# How near somebody of that role must be to read what is so marked.
READERS: Mapping[Marking, Mapping[Role, Near]] = {
    marking: dict(zip(Role, row, strict=True))
    for marking, row in {
        #                      monitor  guarantor party    notifier mediator observer auditor administrator
        Marking.RED:          (_NAMED,  _NAMED,   _NAMED,  _NAMED,  _NEVER,  _NEVER,  _NEVER, _NEVER),
        Marking.AMBER_STRICT: (_INSIDE, _INSIDE,  _INSIDE, _INSIDE, _NEVER,  _NEVER,  _NEVER, _NEVER),
        Marking.AMBER:        (_INSIDE, _INSIDE,  _INSIDE, _INSIDE, _NEVER,  _INSIDE, _NEVER, _NEVER),
        Marking.GREEN:        (_PART,   _PART,    _PART,   _PART,   _PART,   _PART,   _NEVER, _NEVER),
        Marking.CLEAR:        (_ANY,    _ANY,     _ANY,    _ANY,    _ANY,    _ANY,    _NEVER, _NEVER),
    }.items()
}  # fmt: skip

OFFICERS = frozenset({Role.MONITOR_OFFICER, Role.GUARANTOR_LIAISON, Role.PARTY_LIAISON})
# Roles that are given nothing but these groups.
ONLY: Mapping[Role, frozenset[Group]] = {Role.NOTIFIER: frozenset({Group.SITES, Group.FOLLOWING, Group.ROUTES})}
# Where somebody sits does not make them that body's own: a mediator is nobody's, an observer those's who address it.
VISITORS: Mapping[Role, frozenset[str]] = {
    Role.MEDIATOR: frozenset({"author", "audience"}),
    Role.OBSERVER: frozenset({"author"}),
}
# Whose role does what beyond seeing; counting and carrying out go by what is seen.
MAY: Mapping[Action, frozenset[Role]] = {
    Action.DISCLOSE: OFFICERS,
    Action.ERASE: OFFICERS,
    Action.SEAL: OFFICERS | {Role.NOTIFIER, Role.OBSERVER},
    Action.MANAGE: frozenset({Role.ADMINISTRATOR}),
    Action.AUDIT: frozenset({Role.AUDITOR}),
}
# How near one must be to carry a copy out; its author's own officers may whatever its marking, as far as they see it.
ONWARD: Mapping[Marking, Near] = {
    Marking.RED: Near.NOBODY,
    Marking.AMBER_STRICT: Near.NOBODY,
    Marking.AMBER: Near.INSIDE,
    Marking.GREEN: Near.PARTICIPANT,
    Marking.CLEAR: Near.ANYBODY,
}
