"""A node restored from a backup finds its place again, and never signs twice for one size.

It has forgotten what it signed since the backup; its peers have not. So it asks them for its own log: most of those
admitted must answer, and it goes on from the newest head that its own log key signed, with the entries up to it. That
it did so is its next entry. Where they cannot be asked it waits; an operator who knows that nothing left the machine
may override, and the reason stands in the log for ever (RECORD.md, rules of safety 2).

How a peer is asked, over the network or by a bundle, and that what it hands over holds, is for `sync`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from truceline.desk.node import database
from truceline.desk.node.ledger import RESTORED, Draft, Node
from truceline.desk.node.marker import SignedHead
from truceline.errors import Refused, Unreachable
from truceline.kinds.keeping import NodeRecovered, RecoveryWay
from truceline.tlog.entry import Entry

RECOVERED = "node.recovered"

# Fetches our own log from whoever can be asked: what they hold beyond us is in the record, verified, when this has
# been gone through; yields the origin of each admitted log whose node answered.
Ask = Callable[[Node], Iterable[str]]


def recover(node: Node, ask: Ask, override: str = "") -> Entry:
    """Bring a node back to its own log's newest head, and note that in the log.

    `override` is an operator's reason to go on without peers. Raises Refused where there is nothing to recover from,
    Unreachable where too few peers answer or none has what the marker says was signed: the same command goes on.
    """
    _is_lost(node)
    # A crash while they are asked leaves entries of our own that the last signed head does not cover yet: the node does
    # not sign, and the same command goes on.
    asked = tuple(sorted({origin for origin in ask(node) if origin in node.peers}))
    # Judged within the turn: another copy of this node may have gone on from the same head while they were asked, and
    # the marker then says so.
    with node.marker.folder_turn():
        _is_lost(node)
        lacking = _lacking(node, asked)
        if lacking and not override:
            raise Unreachable(
                f"{node.path} cannot tell yet where its own log stands: {lacking}. It goes on not signing; try again "
                "when they can be reached, or with a bundle of theirs. If nothing has left this machine since the "
                "backup, an operator may say so: truceline node recover --override REASON"
            )
        return _noted(node, asked, override if lacking else "")


def _is_lost(node: Node) -> None:
    """Raises Refused for a node that may sign."""
    if not node.unsigned_because():
        raise Refused(f"{node.path} is not restored: its record holds what its marker says it signed; nothing was done")


def _lacking(node: Node, asked: tuple[str, ...]) -> str:
    """What there still is to hear before the node may go on; empty if nothing."""
    admitted, signed, held = [peer.origin for peer in node.peers], node.marker.read(), node.record.head(node.origin)
    if signed and signed.size > held.size:
        return f"the marker says it signed {signed.size} entries, and nobody who answered has more than {held.size}"
    if asked and signed and signed == held[1:]:
        return ""  # the marker is no peer's word but one's own: what it says was signed is there, and no more
    if 2 * len(asked) <= len(admitted) or not asked:
        return f"{len(asked)} of {len(admitted)} admitted nodes answered, and more than half must"
    return ""


def _noted(node: Node, asked: tuple[str, ...], override: str) -> Entry:
    head, signed = node.record.head(node.origin), node.marker.read()
    way = RecoveryWay.OVERRIDE if override else RecoveryWay.PEERS
    draft = Draft(RECOVERED, NodeRecovered(way, head.size, head.root.hex(), asked, override))
    # Against an override stands what the marker knows: so many entries at once that no size is signed a second time.
    count = max(1, signed.size - head.size + 1) if signed else 1
    with node.recovering(), node.record.writing():
        node.record.keep_own(node.origin)
        made = node.append_many([draft] * count)
    # A crash before this leaves the entry under a head that nobody has, and the marker as it was: the node still does
    # not sign, and the same command notes it once more. So it does after a crash before the next line.
    node.marker.make(SignedHead(*node.record.head(node.origin)[1:]))
    (node.path / RESTORED).unlink(missing_ok=True)
    database.sync_folder(node.path)
    return made[-1]
