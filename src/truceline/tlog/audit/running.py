"""The audit: everything signed or hashed, derived again, log by log, until the first thing wrong.

Numbered as the code below: 1. each log's signed head and stored tree; 2. its first entry, and so its keys;
3. every entry, in its place, signed; 4. what entries say of other logs; 5. cosignatures, once every key is known.
What was altered comes before what an author itself signed amiss, wherever each stands.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from truceline.errors import Fault
from truceline.tlog.audit.bundles import Examined, Work, examine
from truceline.tlog.audit.crossing import Crossing
from truceline.tlog.audit.model import Source, Spread, Step, Steps
from truceline.tlog.audit.trees import NOT_THE_LOG, Faulty, Tree, read_head, read_tree, stored
from truceline.tlog.keyring import NO_KEYS, Identity, Keyring
from truceline.tlog.keys import PublicKey
from truceline.tlog.merkle import HASH_BYTES, leaf_hash
from truceline.tlog.tiles import ENTRIES, TilePath, bundles_of, tile_holding, unbundle

VERSION = 1  # of the saved state
EVERY = 16  # bundles from one step to the next
ANOTHER = "compare the eight words with the people who keep this log: it is not the one that was admitted"
RETOLD = "each entry once; this one counts for nothing, and its log is not well kept"


def audit(
    source: Source,
    *,
    spread: Spread = map,
    admitted: Mapping[str, str] | None = None,
    cosigners: Iterable[PublicKey] = (),
    resume: Mapping[str, Any] | None = None,
) -> Steps:
    """Audit all logs of a source, step by step; the last step has a fault, or neither log nor fault.

    `spread` maps bundles in order (a pool's map, a bounded number ahead); `admitted` gives the genesis hash by
    origin that each log must have, where people agreed on it; `cosigners` are known keys besides those enrolled in
    the logs; `resume` is the state of a step before, whose entries, where unchanged, keep their signatures' word.
    """
    run = _Run(source, spread, dict(admitted or {}), tuple(cosigners), dict((resume or {}).get("logs", {})))
    try:
        yield from run.steps()
    except Faulty as faulty:
        yield run.step(fault=faulty.fault)


@dataclass
class _Run:
    """One audit under way."""

    source: Source
    spread: Spread
    admitted: dict[str, str]
    cosigners: tuple[PublicKey, ...]
    before: dict[str, Any]  # by path id: how many entries an earlier run audited, and their root in hex
    crossing: Crossing = field(init=False)
    keyrings: dict[str, Keyring] = field(default_factory=dict)  # by origin
    log: Tree | None = None  # being read
    done: int = 0
    total: int = 0
    audited: dict[str, Any] = field(default_factory=dict)  # as `before`, of this run

    def step(self, fault: Fault | None = None) -> Step:
        """Where the audit is now."""
        id_, origin = (self.log.id, self.log.head.origin) if self.log else ("", "")
        state = {"version": VERSION, "logs": {**self.before, **self.audited}}
        return Step(id_, origin, self.done, self.total, self.crossing.tally, fault, state)

    def steps(self) -> Steps:
        """All of the audit; raises Faulty at the first thing wrong."""
        self.crossing = Crossing(self.source, {}, {})
        heads = [read_head(self.source, log) for log in sorted(self.source.logs())]
        self.total = sum(head.size for head in heads)
        yield self.step()
        opened = []
        for head in heads:
            opened.append(self._opened(*read_tree(self.source, head)))
            yield self.step()
        self.crossing = Crossing(
            self.source,
            {tree.head.origin: tree for tree, _, _ in opened},
            {identity.origin: identity for _, identity, _ in opened},
        )
        for tree, _, suspect in opened:
            self.log = tree
            yield from self._entries(tree, suspect)
            if suspect:
                raise Faulty(suspect)
            self.crossing.tally = self.crossing.tally.plus(heads=1)
        self.log = None
        keys = [key for ring in self.keyrings.values() for key in ring.cosigners]
        fault = self.crossing.heads([*keys, *self.cosigners]) or self.crossing.contradiction()
        yield self.step(fault)

    def _opened(self, tree: Tree, suspect: Fault | None) -> tuple[Tree, Identity, Fault | None]:
        """The log with what its first entry says of it, its head's signature verified by the key enrolled there."""
        self.log, origin = tree, tree.head.origin
        path = tile_holding(ENTRIES, 0, tree.size)
        work = Work(tree.id, origin, path, stored(self.source, tree.id, path), tree.leaf(0), NO_KEYS, signatures=True)
        first = examine(work)
        if first.fault:
            raise Faulty(_at_fault(tree, work, first))
        identity = first.keyring.identity
        assert identity  # noqa: S101 - an entry that begins no log is a fault
        if not tree.head.signed_by(identity.log_key):
            where = f"{tree.id}/checkpoint"
            raise Faulty(Fault(where, 0, "signature", f"one of {origin}", "none that verifies", NOT_THE_LOG))
        agreed = self.admitted.get(origin, identity.genesis)
        if agreed != identity.genesis:
            raise Faulty(
                Fault(f"{origin}#0", 0, "", f"the first entry {agreed}, as admitted", identity.genesis, ANOTHER)
            )
        return tree, identity, suspect

    def _entries(self, tree: Tree, suspect: Fault | None) -> Steps:
        """Every entry of one log, in bundles of 256; raises Faulty."""
        known, ids, ahead = self._known(tree, suspect), set[bytes](), deque[Work]()
        self.keyrings[tree.head.origin] = NO_KEYS

        def works() -> Iterator[Work]:
            for path in bundles_of(tree.size):
                ahead.append(self._work(tree, path, known))
                yield ahead[-1]

        for count, examined in enumerate(self.spread(examine, works()), 1):
            work = ahead.popleft()
            self._take(tree, work, self._timely(work, examined), ids)
            at = work.path.start + work.path.width
            if count % EVERY == 0 or at == tree.size:
                if not suspect:
                    self.audited[tree.id] = [at, tree.root(at).hex()]
                yield self.step()

    def _known(self, tree: Tree, suspect: Fault | None) -> int:
        """Up to which entry an earlier run verified the signatures of these very entries."""
        match self.before.get(tree.id):
            case [int(done), str(root)] if not suspect and 0 < done <= tree.size and tree.root(done).hex() == root:
                return done
        return 0

    def _work(self, tree: Tree, path: TilePath, known: int) -> Work:
        data, hashes = stored(self.source, tree.id, path), tree.tile(path._replace(level=0))
        keyring = self.keyrings[tree.head.origin]
        return Work(tree.id, tree.head.origin, path, data, hashes, keyring, path.start + path.width > known)

    def _timely(self, work: Work, examined: Examined) -> Examined:
        """What was examined ahead with keys that have changed since is examined again."""
        keyring = self.keyrings[work.origin]
        return examined if work.keyring == keyring else examine(work._replace(keyring=keyring))

    def _take(self, tree: Tree, work: Work, examined: Examined, ids: set[bytes]) -> None:
        """Count a bundle's entries, and compare what they say of others; raises Faulty."""
        for number, one in enumerate(map(bytes.fromhex, examined.ids)):
            if one in ids:
                where = f"{work.origin}#{work.path.start + number}"
                told = f"{one.hex()}, which an entry before has"
                self.crossing.blame(Fault(where, 0, "id", "an id of its own", told, RETOLD))
            ids.add(one)
        for said in examined.said:
            fault = self.crossing.take(work.origin, said)
            if fault:
                raise Faulty(fault)
        if examined.fault:
            raise Faulty(_at_fault(tree, work, examined))
        if self.keyrings[work.origin] != examined.keyring:
            self.keyrings[work.origin] = examined.keyring
        self.done += work.path.width
        self.crossing.tally = self.crossing.tally.plus(entries=work.path.width)


def _at_fault(tree: Tree, work: Work, examined: Examined) -> Fault:
    """The fault, laid at the tile's door where not the entries but their stored hashes were changed."""
    assert examined.fault  # noqa: S101 - asked only then
    if not examined.unequal or tree.root() == tree.head.root:
        return examined.fault
    leaves = unbundle(work.data)[: len(tree.rows[0][work.path.n]) // HASH_BYTES]
    tile = b"".join(map(leaf_hash, leaves))
    if tree.with_leaves(work.path.n, tile).root() != tree.head.root:
        return examined.fault
    number = next(i for i, leaf in enumerate(leaves) if leaf_hash(leaf) != tree.leaf(work.path.start + i))
    path = work.path._replace(level=0)
    index = work.path.start + number
    field = f"hash {number} ({tree.head.origin}#{index})"
    return Fault(f"{tree.id}/{path}", 0, field, leaf_hash(leaves[number]).hex(), tree.leaf(index).hex(), NOT_THE_LOG)
