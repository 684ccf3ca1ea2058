"""From pending to held: every entry of a head examined, then all of it held at once, then cosigned.

Both ways in come here, the pull and the upload. Entries are examined as an audit does it (`tlog.audit`): in the
tree that the log signed, written for this log and place, signed by a key in force there. The first that is not
ends it, and nothing of the head is held.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from truceline.desk.node.ledger import Node
from truceline.desk.node.sync.cosigning import bare
from truceline.desk.node.sync.incoming import Incoming
from truceline.desk.node.sync.wanting import wanted_by
from truceline.errors import RecordError
from truceline.tlog.audit import Spread
from truceline.tlog.audit.bundles import Examined, Work, examine
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.keyring import NO_KEYS
from truceline.tlog.mirror import log_id
from truceline.tlog.tiles import WIDTH, TilePath, bundle, bundles_of, unbundle

Tell = Callable[[int, int], None]  # entries done, of how many


@dataclass(frozen=True, slots=True)
class Coming:
    """A head whose entries are to be held, with all that is needed to look at them."""

    head: Checkpoint  # signed by the log, and shown to extend what is held
    held: int  # entries of the log held so far
    hashes: list[bytes]  # leaf hashes that lead to its root, from the bundle that `held` falls in
    bundle: Callable[[TilePath], bytes]  # entries as they came; raises RecordError where they did not
    keep: bool  # whether they are kept as pending once examined; not where fetching them again costs nothing

    @property
    def base(self) -> int:
        """Where the bundle begins that `held` falls in."""
        return self.held // WIDTH * WIDTH


def hold(node: Node, incoming: Incoming, coming: Coming, spread: Spread, tell: Tell) -> int:
    """Examine and hold all entries of a head; how many are new. Raises RecordError where one does not hold."""
    origin, size = coming.head.origin, coming.head.size
    for work in _examined(node, coming, spread):
        leaves = unbundle(work.data)[: work.path.width]
        first = max(0, coming.held - work.path.start)
        if coming.keep:
            incoming.keep_leaves(origin, work.path.start + first, leaves[first:])
        incoming.want(wanted_by(origin, work.path.start + first, leaves[first:], node.blobs))
        tell(work.path.start + work.path.width - coming.held, size - coming.held)
    with node.record.writing():
        if node.record.size(origin) == coming.held:
            # The root over all of them is compared once more where they are written. A crash before this is on the
            # disk leaves them pending; after it, `drop` is made up for by the next sync.
            node.record.extend(origin, _leaves(incoming, coming), bare(coming.head))
    incoming.drop(origin, node.record.size(origin))
    return size - coming.held


def _examined(node: Node, coming: Coming, spread: Spread) -> Iterator[Work]:
    """Each bundle once all before it and itself hold; raises RecordError at the first that does not."""
    origin = coming.head.origin
    ring = node.record.keyring(origin, coming.base) if coming.base else NO_KEYS
    ahead: deque[Work] = deque()

    def works() -> Iterable[Work]:
        for path in bundles_of(coming.head.size, coming.held):
            first = path.start - coming.base
            hashes = b"".join(coming.hashes[first : first + path.width])
            ahead.append(Work(log_id(origin), origin, path, coming.bundle(path), hashes, ring, signatures=True))
            yield ahead[-1]

    for looked in spread(examine, works()):
        work = ahead.popleft()
        # What was looked at ahead with keys that have changed since is looked at again.
        found: Examined = looked if work.keyring == ring else examine(work._replace(keyring=ring))
        if found.fault:
            raise RecordError(f"{origin} has an entry that does not hold", (found.fault,))
        ring = found.keyring
        yield work


def _leaves(incoming: Incoming, coming: Coming) -> Iterator[bytes]:
    """The new entries, in order."""
    if coming.keep:
        yield from incoming.leaves(coming.head.origin, coming.held, coming.head.size)
        return
    for path in bundles_of(coming.head.size, coming.held):
        yield from unbundle(coming.bundle(path))[max(0, coming.held - path.start) : path.width]


def pending(node: Node, incoming: Incoming, origin: str, held: int) -> Callable[[TilePath], bytes | None]:
    """A lookup of bundles among what is held and pending; None where some of one is not here."""
    upto = incoming.next_entry(origin, held)

    def at(path: TilePath) -> bytes | None:
        end = path.start + path.width
        if end > upto:
            return None
        mine = node.record.leaves(origin, path.start, min(end, held)) if path.start < held else ()
        return bundle([*mine, *incoming.leaves(origin, max(held, path.start), end)])

    return at
