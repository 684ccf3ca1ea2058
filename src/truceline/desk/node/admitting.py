"""Admitting a log by the words that a person typed, against its first entry where one is at hand.

The first entry comes from a bundle, an address or a file by itself; where it comes from does not matter, since
the words are checked against its bytes.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from truceline.desk import files
from truceline.desk.node.ledger import Node
from truceline.desk.node.peers import Peer
from truceline.desk.node.sync.sources import located
from truceline.errors import Fault, RecordError, Refused
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.entry import FIRST_LINE
from truceline.tlog.mirror import log_id
from truceline.tlog.tiles import WIDTH, entries_path, unbundle


def admit(node: Node, origin: str, typed: str, url: str = "", place: str = "") -> Peer:
    """Admit a log; `place` names a bundle, an address or a file with its first entry, or nothing.

    Raises Refused where the words are not its own, RecordError where the place does not have it, Unreachable.
    """
    if origin == node.origin:
        raise Refused(f"{origin} is this node's own log; it is read anyway")
    return node.peers.admit(origin, typed, _first(origin, place) if place else b"", url)


def _first(origin: str, place: str) -> bytes:
    path = Path(place)
    if path.is_file():
        data = files.read(path)
        if data.startswith(FIRST_LINE.encode()):
            return data
    with closing(located(place)) as source:
        prefix = log_id(origin)
        head = source.get(f"{prefix}/checkpoint")
        try:
            size = Checkpoint.parse(head or b"").size
            return unbundle(source.get(f"{prefix}/{entries_path(0, min(size, WIDTH))}") or b"")[0]
        except ValueError as error:
            cure = "Name a bundle that has this log, or admit it without --from."
            fault = Fault(place, 0, origin, "the log's first entries", str(error), cure)
            raise RecordError("no first entry there", (fault,)) from None
