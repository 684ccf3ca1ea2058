"""To whom sealed objects can be encrypted: the newest sealing recipient that a log has enrolled.

It is public, and stands in the log itself, so that everybody finds the same. A log can enrol a text that looks like a
recipient and is none: whoever keeps it can be sent nothing, and stands as one that has enrolled none.
"""

from __future__ import annotations

from truceline.desk.node import Node, parcels
from truceline.desk.sealing.age import is_recipient


def recipient_of(node: Node, origin: str) -> str:
    """The newest sealing recipient of a log (`age1…`); empty where it has none, or what it enrolled is none."""
    found = parcels.recipient(node.record, origin)
    return found if found and is_recipient(found) else ""


def recipients(node: Node) -> dict[str, str]:
    """Every admitted log that can be sent something sealed, in order of origin, with its recipient."""
    found = {one.origin: recipient_of(node, one.origin) for one in node.peers}
    return {origin: recipient for origin, recipient in found.items() if recipient and origin != node.origin}
