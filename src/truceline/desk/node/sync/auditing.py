"""Auditing a place: a node's folder, a bundle, an address; on every core, cut off and gone on with at will.

What is checked, and what a fault says, is in `tlog.audit`. Here is where the bytes come from, and where an audit
that was cut off is gone on from: a file in this machine's own state folder, and never one beside what is
audited, since whoever hands over a bundle could hand over such a file with it.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any

from truceline.desk import files
from truceline.desk.node import policies
from truceline.desk.node.founding import is_node, open_node
from truceline.desk.node.ledger import Node
from truceline.desk.node.sync.offering import Offer
from truceline.desk.node.sync.sources import Source, located
from truceline.desk.node.world import World
from truceline.desk.spreading import spread
from truceline.errors import DataError, Fault, InputError, RecordError
from truceline.tlog.audit import Step, Tally
from truceline.tlog.audit import audit as steps_of
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.mirror import log_id

NOTED_S = 2.0  # seconds of work after which it is noted how far an audit has come
Tell = Callable[[int, int], None]  # entries done, of how many


def audit(where: str, world: World, tell: Tell, reader: Node | None = None, logs: tuple[str, ...] = ()) -> Tally:
    """Audit all logs at a place; what was checked, and what could not be.

    `reader` is a node whose people admitted logs: theirs must be these, and those of them that an address has are
    audited there; `logs` are origins that an address must have. Raises RecordError with the first fault, Unreachable.
    """
    if is_node(Path(where)):
        with open_node(Path(where), None, world) as node:
            return _audited(Offer(node), where, world, tell, reader or node)
    with closing(_opened(where, reader, logs)) as source:
        if not source.logs():
            cure = "Name a log: WHERE/<its path>, --log ORIGIN, or --node DIR for those that its people admitted."
            raise DataError("no log to audit", (Fault(where, 0, "", "a place with logs", "none", cure),))
        return _audited(source, where, world, tell, reader)


def _opened(where: str, reader: Node | None, logs: tuple[str, ...]) -> Source:
    """The source, and at an address, which cannot list its logs, those to audit there."""
    asked = {log_id(one.origin) for one in reader.logs()} if reader else set()
    needed = {log_id(origin) for origin in logs}
    source = located(where)
    if source.logs() or source.near:
        return source
    with closing(source):
        there = {log for log in asked - needed if source.get(f"{log}/checkpoint") is not None}
    return located(where, only=tuple(sorted(there | needed)))


def _audited(source: Source, where: str, world: World, tell: Tell, reader: Node | None) -> Tally:
    state = world.markers.with_name("audits") / f"{hashlib.sha256(_place(where).encode()).hexdigest()}.json"
    admitted = {one.origin: one.genesis for one in reader.logs() if one.genesis} if reader else {}
    known = [one.key for one in policies.policy(reader).witnesses] if reader else []
    tally, noting = Tally(), _Noting(state)
    with spread(_entries(source)) as over, noting:
        for step in steps_of(source, spread=over, admitted=admitted, cosigners=known, resume=_before(state)):
            noting.take(step)
            tell(step.done, step.total)
            if step.fault:
                raise RecordError(f"the audit of {where} found something wrong", (step.fault,))
            tally = step.tally
    # Done: nothing to go on from. A crash before this leaves a file that the next audit overwrites.
    state.unlink(missing_ok=True)
    return tally


def _place(where: str) -> str:
    return where if "://" in where else str(Path(where).absolute())


def _entries(source: Source) -> int:
    """How many entries there seem to be: enough to choose how to work."""
    found = (source.get(f"{log}/checkpoint") for log in source.logs())
    total = 0
    for data in found:
        try:
            total += Checkpoint.parse(data or b"").size
        except ValueError:
            continue
    return total


def _before(state: Path) -> Mapping[str, Any] | None:
    """Where an audit of this place was cut off; None where it was not, or the file is damaged."""
    try:
        found = json.loads(state.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


class _Noting:
    """Notes how far an audit has come: when it is cut off, and every two seconds, should nobody be asked then.

    A sync at each step would cost as much as some thousand entries.
    """

    def __init__(self, state: Path) -> None:
        self._state, self._noted_s = state, time.monotonic()
        self._step: Step | None = None  # the last that is done

    def __enter__(self) -> None:
        """Nothing is noted yet."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if error and self._step:
            _after(self._state, self._step)

    def take(self, step: Step) -> None:
        """A step is done."""
        self._step = step
        if time.monotonic() - self._noted_s >= NOTED_S:
            _after(self._state, step)
            self._noted_s = time.monotonic()


def _after(state: Path, step: Step) -> None:
    # Written whole or not at all; a machine on which it cannot be is one where an audit begins anew each time.
    try:
        files.write(state, json.dumps(step.state).encode())
    except InputError:
        return
