"""The rules of who may see what, read plainly, field by field: what the guard's table is held against.

Written from the rules and not from the table: it knows no groups, no rows and no aspects. Whoever is outside is given
the fields of `WHOLE` whole, those of `COARSE` coarse, those of `LATE` coarse once three days are over, and no others;
`*` is the envelope.
"""

from __future__ import annotations

from dataclasses import dataclass

WHOLE = """
report.received: channel text title language
site.notified: kind area place_name window note
site.revalidated: there
stopfire.called: to since for_s area place_name need note
stopfire.relayed: to at
stopfire.answered: answer at note
stopfire.ended: at
stopfire.recurred: at
incident.linked: reason titles
incident.split: reason
incident.merged: reason
"""
COARSE = """
report.received: * received dated happened
claims.read: *
source.graded: *
evidence.received: * collected
evidence.examined: * at
evidence.transferred: * at
site.notified: *
site.acknowledged: * received
site.passed_on: * at
site.confirmed: * at
site.revalidated: * at
stopfire.called: *
stopfire.relayed: *
stopfire.answered: *
stopfire.ended: *
stopfire.recurred: *
incident.linked: *
incident.split: *
incident.merged: *
"""
LATE = """
observation.made: * window seen_from place bearing_deg distance_m place_name means sense unit count kind ordnance \
direction undetermined
coverage.observed: * window share_permille means zone area
access.denied: * window area place_name how purpose
visit.requested: * window purpose area
visit.answered: * answer window
visit.carried_out: * window whole
activity.notified: * kind purpose armed platform amount volumes
activity.amended: * kind purpose armed platform amount volumes
activity.withdrawn: *
activity.started: * at
activity.astray: * at
activity.ended: * at
"""


def listed(text: str) -> frozenset[tuple[str, str]]:
    """The fields of a list, each with its kind."""
    lines = (line.split(": ") for line in text.strip().splitlines())
    return frozenset((kind, field) for kind, fields in lines for field in fields.split())


GIVEN_WHOLE, GIVEN_COARSE, GIVEN_LATE = listed(WHOLE), listed(COARSE), listed(LATE)


@dataclass(frozen=True)
class Case:
    """One question, in plain words."""

    kind: str
    field: str  # "*": the envelope
    role: str
    sits: str  # "author", "audience", "elsewhere", "nowhere"
    marking: str
    named: bool = False
    moves: bool = False  # whether it is the way of a movement
    hours: int | None = None  # since what it tells of was over; None: it is not


def read(case: Case) -> str:
    """What the rules give: "nothing", "later", "coarse" or "whole"."""
    if case.role in {"auditor", "administrator"}:
        return "nothing"  # neither ever reads
    if case.role == "notifier" and not case.kind.startswith("site."):
        return "nothing"  # only what is about sites
    if not marked_for(case):
        return "nothing"
    return "whole" if belongs(case) else outside(case)


def belongs(case: Case) -> bool:
    """Whether whoever asks is one of those to whom it was sealed, or who sealed it."""
    if case.role == "mediator":
        return False  # nobody's officer
    if case.role == "observer":
        return case.sits == "audience"  # a visitor, unless it was sealed to the observer's body
    return case.sits in {"author", "audience"}


def marked_for(case: Case) -> bool:
    """Whether the marking reaches whoever asks."""
    own = belongs(case) and case.role != "observer"
    match case.marking:
        case "TLP:RED":
            return own and case.named
        case "TLP:AMBER+STRICT":
            return own
        case "TLP:AMBER":
            return belongs(case)
        case "TLP:GREEN":
            return case.sits != "nowhere"
    return case.marking == "TLP:CLEAR"


def outside(case: Case) -> str:
    """What somebody is given who is reached by the marking alone."""
    if case.moves:
        return "nothing"  # a way is for its addressees
    here = (case.kind, case.field)
    if here in GIVEN_LATE:
        return "coarse" if case.hours is not None and case.hours >= 72 else "later"
    return "whole" if here in GIVEN_WHOLE else "coarse" if here in GIVEN_COARSE else "nothing"
