"""A small invented truce on which tests stand, and short ways to judge a conduct under it.

The crown (with its guard) and a league of two, fox and owl, have adhered; the wolf is excluded, the hare unlisted.
East and west vouch. Rules are each test's own.
"""

from collections.abc import Mapping
from typing import Any

from truceline.agreement import Agreement, compiled
from truceline.claims import Deaths, Event
from truceline.findings import Assessor, Finding
from truceline.formats.agreement import read_inline
from truceline.formats.conduct import read_conduct
from truceline.place import Position
from truceline.terms import WORLD_LIMIT, ClauseResult, ColumnResult, Evaluation, evaluate

Plain = dict[str, Any]

NOON = "2016-03-01T12:00:00Z"  # a Tuesday
SINCE = "2016-02-01T00:00:00Z"

GROUND: Plain = {
    "actors": [
        {"id": "crown", "kind": "state", "roles": [{"role": "crown_side"}]},
        {"id": "guard", "kind": "armed_group", "part_of": [{"actor": "crown"}]},
        {"id": "fox", "kind": "armed_group", "roles": [{"role": "league"}]},
        {"id": "owl", "kind": "armed_group", "roles": [{"role": "league"}]},
        {"id": "wolf", "kind": "armed_group"},
        {"id": "hare", "kind": "armed_group"},
        {"id": "folk", "kind": "civilians"},
        {"id": "east", "kind": "state", "roles": [{"role": "guarantor"}]},
        {"id": "west", "kind": "state", "roles": [{"role": "guarantor"}]},
        {"id": "council", "kind": "organisation"},
    ],
    "umbrellas": [{"id": "league", "members": ["fox", "owl"], "open": False}],
    "adherence": [
        {"actor": actor, "at": SINCE, "attested_by": ["east", "west"]} for actor in ("crown", "guard", "fox", "owl")
    ],
    "designations": [{"actor": "wolf", "by": "council", "from": SINCE}],
    "guarantors": [{"actor": "east", "stands_with": ["crown_side"]}, {"actor": "west", "stands_with": ["league"]}],
}
SQUARE: Plain = {"polygon": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
EXTENT: Plain = {"polygon": [[[-10, -10], [10, -10], [10, 10], [-10, 10], [-10, -10]]]}

ATTACK: Plain = {"a": ["crown"], "b": ["fox"], "direction": "a_to_b", "kind": "attack", "time": {"at": NOON}}


def rule(name: str = "R", **sections: Any) -> Plain:  # noqa: ANN401 - sections of any shape
    """A rule against attacks, less or more as said."""
    return {"id": name, "effect": "prohibit", "conduct": [{"kind": ["attack"]}], "reach": [], **sections}


def truce(*rules: Plain, **sections: Any) -> Agreement:  # noqa: ANN401 - sections of any shape
    """The small truce with these rules; whole sections may be put in place of its own."""
    return read_inline({**GROUND, "rules": list(rules), **sections})


def judged(agreement: Agreement, conduct: Mapping[str, Any], limit: int = WORLD_LIMIT) -> Evaluation:
    """The conduct judged; what it does not say is as in an attack of the crown on the fox."""
    return evaluate(compiled(agreement), read_conduct({"id": "t", **ATTACK, **conduct}), limit)


def common(agreement: Agreement, conduct: Mapping[str, Any]) -> ColumnResult:
    """What the common column says."""
    return judged(agreement, conduct).common


def clause(agreement: Agreement, conduct: Mapping[str, Any], name: str = "R", column: str = "common") -> ClauseResult:
    """What one column says of one clause."""
    return judged(agreement, conduct).columns[column].clauses[name]


def event(conduct: Mapping[str, Any], name: str = "t", marker: Position | None = None) -> Event:
    """An event of which only the conduct matters."""
    return Event(
        id=name,
        conduct=read_conduct({"id": name, **ATTACK, **conduct}),
        titles={"en": name},
        place_name="",
        district="",
        place_precision="",
        time_precision="",
        marker=marker,
        deaths=Deaths(None, None, None),
        reports=(),
    )


def found(agreement: Agreement, conduct: Mapping[str, Any]) -> Finding:
    """The finding of an event of which only the conduct matters."""
    return Assessor(agreement).finding(event(conduct))
