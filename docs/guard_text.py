"""The guard's tables as a reader finds them: who may see what, as `desk.guard.table` has it."""

from docs.schema_text import table
from truceline.desk.guard import REASONS, Action, Given, Role
from truceline.desk.guard.table import DELAYED, GROUPS, MAY, ONLY, ONWARD, READERS, ROWS, WHY, Group, Near
from truceline.kinds import Marking

GIVEN = {Given.NOTHING: "nothing", Given.LATER: "later", Given.COARSE: "coarse", Given.WHOLE: "whole"}
NEAR = {
    Near.ANYBODY: "anybody",
    Near.PARTICIPANT: "at any participant's node",
    Near.INSIDE: "officer of the author's or an audience's body",
    Near.NAMED: "one of those, and named",
    Near.NOBODY: "never",
}
ONWARDS = {**NEAR, Near.NOBODY: "the author's own officers alone"}
KINDS_OF = {Group.ROUTES: "`site.notified` of a movement"}


def rows() -> str:
    """What is given of each aspect, inside the audience and outside it."""
    head = ["of", "these aspects", "inside", "outside", "outside, three days after"]
    return table(
        head,
        [
            [
                row.group.value,
                ", ".join(f"`{one.name.lower()}`" for one in row.aspects),
                GIVEN[row.inside],
                GIVEN[row.fresh],
                GIVEN[row.later] if row.group in DELAYED else "",
            ]
            for row in ROWS
        ],
    )


def groups() -> str:
    """Which kinds are decided upon alike, and why so."""
    told = [
        [group.value, KINDS_OF.get(group) or ", ".join(f"`{kind}`" for kind in kinds), WHY[group]]
        for group, kinds in GROUPS.items()
    ]
    return table(["group", "kinds", "why"], told)


def readers() -> str:
    """How near each role must be to read what is so marked."""
    head = ["role", *(f"`{marking}`" for marking in Marking)]
    return table(head, [[f"`{role}`", *(NEAR[READERS[one][role]] for one in Marking)] for role in Role])


def deeds() -> str:
    """Which roles do what, besides seeing and counting."""
    known = {
        Action.DISCLOSE: "of its author's body, whoever sees it whole",
        Action.ERASE: "in its own body's keeping, whoever sees it whole",
        Action.SEAL: "in its own body's log",
        Action.MANAGE: "what it cannot read: keep, move, back up",
        Action.AUDIT: "that something is in its own body's keeping, and of which day",
    }
    told = [
        [f"`{action}`", known[action], ", ".join(_role(role, action) for role in Role if role in MAY[action])]
        for action in known
    ]
    return table(["action", "what", "who"], told)


def _role(role: Role, action: Action) -> str:
    only = ONLY.get(role) if action is Action.SEAL else None
    return f"`{role}` ({', '.join(one.value for one in Group if one in only)})" if only else f"`{role}`"


def onward() -> str:
    """Who may carry a copy out of the node, besides its author's own officers."""
    return table(["marking", "who carries a copy out"], [[f"`{one}`", ONWARDS[ONWARD[one]]] for one in Marking])


def reasons() -> str:
    """Every reason of a decision, with its words."""
    return table(["reason", "words"], [[f"`{reason}`", words] for reason, words in REASONS.items()])
