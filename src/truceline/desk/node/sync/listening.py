"""A node made ready to be asked: its quotas, the names it is known by, and when it began."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager

from truceline.desk.node.ledger import Node
from truceline.desk.node.sync.asking import Asked
from truceline.desk.node.sync.incoming import Incoming
from truceline.desk.node.sync.quota import Quota
from truceline.desk.node.sync.serving import Serving
from truceline.tlog.keys import PublicKey

QUOTA = 200.0, 4000.0  # requests a second, and at once: a million entries are pulled within a minute


@contextmanager
def serving(
    node: Node, hosts: Collection[str], clock: Callable[[], float] = time.monotonic, quota: tuple[float, float] = QUOTA
) -> Iterator[Serving]:
    """An open node as others may use it, known by these hosts (with port where not the scheme's own)."""
    asked = Asked(lambda name: peer_key(node, name), frozenset(hosts), node.world.now().epoch_s)
    with closing(Incoming(node.path)) as incoming:
        yield Serving(node, incoming, Quota(*quota, clock), asked)


def peer_key(node: Node, name: str) -> PublicKey | None:
    """The witness or mirror key of that name of an admitted log; the one enrolled last, None where there is none."""
    origin = name.rpartition("/")[0]
    if origin not in node.peers or not node.record.size(origin):
        return None
    found = [key for key in node.record.keyring(origin).cosigners if key.name == name]
    return found[-1] if found else None
