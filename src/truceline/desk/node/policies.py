"""The quorum policy of a node follows whom its people admit, until they write one themselves.

Each guarantor's cosigners are a side; the monitors' are the monitor. The file in the node's folder is tlog-policy
text for people to read and to change; once changed, it is theirs and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from truceline.desk import files
from truceline.desk.node.ledger import POLICY, Node
from truceline.errors import Fault, RecordError
from truceline.kinds.model import Role
from truceline.tlog import entry as entries
from truceline.tlog.keyring import NO_KEYS, Keyring
from truceline.tlog.keys import PublicKey
from truceline.tlog.policy import MONITOR, SIDE, Log, Policy, arranged

_MARK = "# Made from the admitted logs. Once this line is gone, the file is yours and is left as it is.\n"


def policy(node: Node) -> Policy:
    """The policy in the node's folder; raises RecordError where it is none."""
    path = node.path / POLICY
    if not path.is_file():
        return arranged({})
    try:
        return Policy.parse(path.read_bytes())
    except ValueError as error:
        cure = "Mend the line, or remove the file and admit any log again: then it is made anew."
        fault = Fault(str(path), 0, "", "tlog-policy text", str(error), cure)
        raise RecordError("the policy cannot be read", (fault,)) from None


def arrange(node: Node) -> bool:
    """Make the policy anew from the logs that are admitted; whether it was: one that people wrote stays."""
    with node.peers.turn():
        return _arranged(node, node.path / POLICY)


def _arranged(node: Node, path: Path) -> bool:
    if path.is_file() and not path.read_text(encoding="utf-8").startswith(_MARK):
        return False
    rings = list(_rings(node))
    sides: dict[str, list[PublicKey]] = {}
    # A key belongs to the log that began with it: later anybody could enrol it under a name of its own.
    begun = {key.raw: n for n, ring in reversed([*enumerate(rings)]) for key in ring.cosigners[:2]}
    for n, ring in enumerate(rings):
        mine = (key for key in ring.cosigners if begun.get(key.raw, n) == n)
        sides.setdefault(_side(ring), []).extend(mine)
    sides.pop("", None)
    logs = [Log(ring.identity.log_key) for ring in rings if ring.identity]
    # A crash leaves the old policy, and the next admission makes it anew.
    files.write(path, _MARK.encode() + arranged(dict(sorted(sides.items())), logs).write())
    return True


def _rings(node: Node) -> Iterator[Keyring]:
    """The keys of every log that is known, one's own first."""
    firsts = {peer.origin: peer.first for peer in node.peers}
    for origin in chain([node.origin], sorted(firsts)):
        if node.record.size(origin):
            yield node.record.keyring(origin)
        elif firsts[origin]:
            yield NO_KEYS.after(entries.parse(firsts[origin].encode()))


def _side(ring: Keyring) -> str:
    """Which side's cosigners these are; empty where they are no side's."""
    said = ring.identity
    if said is None or said.role not in {Role.GUARANTOR, Role.MONITOR}:
        return ""
    if said.role == Role.MONITOR:
        return MONITOR
    return SIDE + (re.sub(r"[^a-z0-9-]+", "-", (said.actor or said.origin.removeprefix("truceline/")).lower()) or "x")
