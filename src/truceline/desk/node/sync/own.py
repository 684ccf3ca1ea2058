"""Our own log, asked of whoever has it: how a restored node learns what it had signed.

Every place given and every admitted node that has an address is asked; what any of them holds beyond us, signed
by our own log key, is pulled like any other log. Who answered counts towards the quorum of `recovery`: by
address the peer whose node it is, by bundle each peer that vouched for the head in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from truceline.desk.node.ledger import Node
from truceline.desk.node.sync.incoming import Incoming
from truceline.desk.node.sync.pulling import Came, Pull
from truceline.desk.node.sync.sources import Source, located
from truceline.errors import RecordError, Unreachable
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.mirror import log_id

Tell = Callable[[int, int], None]  # entries done, of how many


def asking(places: Sequence[str], tell: Tell) -> Callable[[Node], Iterator[str]]:
    """How to fetch our own log: from each place named, then from each admitted node that has an address.

    What is given back yields the origin of each admitted log whose node answered; a place that cannot be reached
    is passed over. It raises RecordError where a place has our log otherwise than it is here.
    """

    def ask(node: Node) -> Iterator[str]:
        urls = {peer.url: peer.origin for peer in node.peers if peer.url}
        with closing(Incoming(node.path)) as incoming:
            for where in dict.fromkeys((*places, *urls)):
                try:
                    with closing(located(where)) as source:
                        yield from _asked(node, source, incoming, tell, urls.get(where, ""))
                except Unreachable:
                    continue

    return ask


def _asked(node: Node, source: Source, incoming: Incoming, tell: Tell, author: str) -> Iterator[str]:
    """Pull our log from one source; the origins of those who thereby answered."""
    pulled = Pull(node, source, incoming, tell, author).log(node.origin)
    if pulled.came in {Came.FORKED, Came.REFUSED}:
        raise RecordError(f"{source.name} has {node.origin} otherwise than it is here", pulled.faults)
    if author:
        yield author
    elif pulled.came is not Came.ABSENT:
        head = Checkpoint.parse(source.get(f"{log_id(node.origin)}/checkpoint") or b"")
        keys = {
            peer.origin: node.record.keyring(peer.origin).cosigners for peer in node.peers if _held(node, peer.origin)
        }
        yield from (origin for origin, known in keys.items() if head.cosigned(known))


def _held(node: Node, origin: str) -> bool:
    return node.record.size(origin) > 0
