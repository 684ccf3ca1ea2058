"""Comparing with an audience: the digest of what an officer's body and others were given sealed.

Only an officer who may know of what was erased is told one, or that there is none any more: for everybody else what is
sealed was never there, and a number that moves would tell that it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from truceline.desk.guard import knows_of_lost, seen, thing_of
from truceline.desk.node import Node
from truceline.desk.people import Unlocked
from truceline.desk.sealing.comparing import digest_among
from truceline.desk.sealing.vault import Vault
from truceline.desk.verbs.naming import other_log
from truceline.errors import Refused

if TYPE_CHECKING:
    from truceline.desk.views.view import View


def audience_digest(node: Node, officer: Unlocked, logs: Iterable[str], view: View) -> str:
    """The digest of what this body and those of the logs named, by origin or how it begins, were given sealed.

    Raises UnknownName for a log, Refused for an officer that opens nothing, RecordError where it is not recomputable.
    """
    asker, now = officer.asker(node.origin), node.world.now()
    if officer.body is None or not knows_of_lost(asker):
        raise Refused("an audience's digest is for officers of its bodies that may open and erase what is sealed")
    others = [other_log(node, one) for one in logs]
    with Vault(node) as vault:
        keys = (*officer.former, officer.body)
        return digest_among(vault, keys, others, view, lambda one: seen(asker, thing_of(one), now))
