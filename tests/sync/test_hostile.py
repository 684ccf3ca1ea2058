"""A hostile guarantor against honest nodes, in any order of tricks: forks, steps back, gaps, replays, lies, floods.

What must hold whatever happens: no honest node holds two histories, or anything against what it held, without a
proof of the fork in its own log; an honest node's record passes the audit after every step; honest nodes with the same
entries have the same heads and the same digest.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.state.logs import Writer
from tests.sync.logs import Stick, grown
from tests.sync.nodes import admit, carried, grow, made, of, quiet, stick, synced
from truceline.desk.node import Node
from truceline.desk.node.sync import Came, Pulled, bundles
from truceline.desk.node.sync.offering import Offer
from truceline.desk.views.view import view_of
from truceline.tlog import audit, fork
from truceline.tlog.entry import Ref, parse
from truceline.tlog.mirror import log_id

WHO = st.sampled_from([0, 1])
WHICH = st.integers(0, 5)
PART = st.sampled_from([100, 100, 100, 90, 50, 5])  # per cent of a log


def extends(one: list[bytes], other: list[bytes]) -> bool:
    """Whether one history begins the other."""
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


class Hostile(RuleBasedStateMachine):
    """One forger, two honest nodes, and sticks between them."""

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.count = 0

    @initialize(at=st.sampled_from([1, 2, 5, 255, 256, 257]))
    def begin(self, at: int) -> None:
        first = grown(Writer("north", "guarantor"), at + 2)
        self.histories = [first, grown(first.forked(at), 4, " otherwise")]
        names = (("south", "guarantor"), ("west", "monitor"))
        self.nodes = [self.stack.enter_context(made(self.folder, name, role)) for name, role in names]
        for node in self.nodes:
            admit(node, self.histories[0], *(other for other in self.nodes if other is not node))
        self.held: list[list[bytes]] = [[], []]

    def teardown(self) -> None:
        if hasattr(self, "nodes"):
            self._all_to_all()
        self.stack.close()

    # ── tricks ────────────────────────────────────────────────────────────────────────────────

    @rule(which=WHICH, count=st.sampled_from([1, 2, 260]))
    def write(self, which: int, count: int) -> None:
        """The forger goes on with one of its histories, with an old date now and then, or a copied commitment."""
        log = self._history(which)
        grown(log, count, f" of history {which}")
        log.add("exercise.noted", {"text": "long ago"}, time=log.now.plus(-10_000_000))
        log.add("sealed", commitments=["ab" * 32])

    @rule(which=WHICH, count=st.sampled_from([50, 300]))
    def flood(self, which: int, count: int) -> None:
        """It floods: each of many entries waits for the same one, in a log that nobody has, and for many more."""
        log = self._history(which)
        never = [Ref("truceline/nobody-00000000", index, "cd" * 32) for index in range(5)]
        for number in range(count):
            log.add("exercise.noted", {"text": f"flood {number}"}, *never)

    @rule(which=WHICH, at=PART)
    def fork(self, which: int, at: int) -> None:
        """It begins another history with the same keys, at any size."""
        log = self._history(which)
        other = log.forked(max(1, len(log.entries) * at // 100))
        self.histories.append(grown(other, 1, f" of another {len(self.histories)}"))

    @rule(who=WHO, which=WHICH, part=PART)
    def show(self, who: int, which: int, part: int) -> None:
        """It shows one of them, as far as it likes: a step back, a step on, or another history altogether."""
        log = self._history(which)
        log = log.forked(max(1, len(log.entries) * part // 100))
        before = self.held[who]
        pulled = self._synced(who, stick(self._path(), log), log.origin)
        if not extends(before, log.leaves):
            assert pulled.came is Came.FORKED
            assert self._proved(self.nodes[who], log.origin)
        else:
            new = len(log.leaves) > len(before)
            assert pulled.came is (Came.NEW if new else Came.SAME if log.leaves == before else Came.BEHIND)
            assert list(self.nodes[who].leaves(log.origin)) == (log.leaves if new else before)

    @rule(who=WHO, which=WHICH)
    def withhold(self, who: int, which: int) -> None:
        """It shows a head and keeps the newest entries back."""
        log = self._history(which)
        place = self._path()
        bundles.write(Stick([log]), place, lambda done, total: quiet("", done, total))
        newest = max((place / log_id(log.origin) / "tile" / "entries").rglob("*"))
        newest.unlink()
        pulled = self._synced(who, place, log.origin)
        assert pulled.came is not Came.NEW
        assert (pulled.came is Came.FORKED) == (not extends(self.held[who], log.leaves))

    @rule(who=WHO, which=WHICH)
    def replay(self, who: int, which: int) -> None:
        """It passes off an honest node's entry as its own, under a head that it signs over it."""
        log = self._history(which).forked(len(self._history(which).entries))
        log.entries.append(parse(next(self.nodes[1 - who].leaves(self.nodes[1 - who].origin))))
        pulled = self._synced(who, stick(self._path(), log), log.origin)
        assert pulled.came in ({Came.REFUSED} if extends(self.held[who], log.leaves) else {Came.FORKED})

    @rule(who=WHO, count=st.integers(1, 3))
    def go_on(self, who: int, count: int) -> None:
        """An honest node has something to say as well."""
        grow(self.nodes[who], count)

    @rule(who=WHO)
    def carry(self, who: int) -> None:
        """An honest node's stick reaches the other: what both hold is one history, or both have the proof."""
        mine, other = self.nodes[who], self.nodes[1 - who]
        origin = self.histories[0].origin
        before = self.held[who]
        synced(mine, carried(other, self._path()))
        if not extends(before, self.held[1 - who]):
            assert self._proved(mine, origin)
        self._look(who)

    # ── what must hold ────────────────────────────────────────────────────────────────────────

    @invariant()
    def every_record_passes_the_audit(self) -> None:
        """The auditor runs after each step."""
        for node in self.nodes:
            *_, last = audit.audit(Offer(node))
            assert last.fault is None, last.fault
            assert node.unsigned_because() == ""

    # ── within ────────────────────────────────────────────────────────────────────────────────

    def _history(self, which: int) -> Writer:
        return self.histories[which % len(self.histories)]

    def _path(self) -> Path:
        self.count += 1
        return self.folder / f"stick{self.count}"

    def _synced(self, who: int, place: Path, origin: str) -> Pulled:
        pulled = of(synced(self.nodes[who], place), origin)
        self._look(who)
        return pulled

    def _look(self, who: int) -> None:
        """What is held of the forger's log only ever grows, and is one of its histories."""
        node, origin = self.nodes[who], self.histories[0].origin
        now = list(node.leaves(origin)) if node.record.size(origin) else []
        assert now[: len(self.held[who])] == self.held[who]
        assert any(one.leaves[: len(now)] == now for one in self.histories)
        self.held[who] = now

    def _proved(self, node: Node, origin: str) -> bool:
        """Whether a node's own log proves the fork, to anybody who knows the forger's key."""
        key = self.histories[0].log_key.public
        proofs = [entry.payload for entry in map(parse, node.leaves(node.origin)) if entry.kind == "fork.proved"]
        found = [fork.parse(str(said["proof"]).encode()) for said in proofs if said]
        return any(one.origin == origin and fork.check(one, key) >= 0 for one in found)

    def _all_to_all(self) -> None:
        """Sticks to and fro until nothing is new: the honest nodes come to the same, or both prove why not."""
        sizes: list[int] = []
        for _ in range(8):
            before, sizes = sizes, [node.record.size(origin) for node in self.nodes for origin in node.record.origins()]
            if sizes == before:
                break
            for who in (0, 1):
                self.carry(who)
        else:
            raise AssertionError("each anchors the other's anchor, without end")
        south, west = self.nodes
        for origin in (south.origin, west.origin):
            assert list(south.leaves(origin)) == list(west.leaves(origin))
        if extends(*self.held):
            assert south.heads() == west.heads()
        else:
            assert all(self._proved(node, self.histories[0].origin) for node in self.nodes)
        with view_of(south) as one, view_of(west) as other:
            assert one.digest() == other.digest()


TestHostile = Hostile.TestCase
TestHostile.settings = settings(
    max_examples=15, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
