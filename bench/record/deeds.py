"""What is measured in a process of its own: audit, catch-up, fold, and signatures alone.

Each is done as its command does it: a node's folder or a bundle is opened, looked at whole, and let go of.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from nacl.signing import SigningKey

from bench.record.entries import ENTRY_B, node_in, world_in
from bench.zones.worker import peak_mib
from truceline.desk.node import open_node
from truceline.desk.node.sync import Place, sync
from truceline.desk.node.sync.auditing import audit
from truceline.desk.views import database
from truceline.desk.views.folding import Views, views_of
from truceline.desk.views.view import View

Seconds = tuple[float, int, float]  # seconds, of how many, processor time


class Deeds:
    """What can be asked for; folders and files are those of the run."""

    def __init__(self) -> None:
        self._made = count()

    def verify(self, number: int) -> Seconds:
        """So many bare Ed25519 verifications, as PyNaCl does them."""
        key, message = SigningKey(bytes(32)), b"x" * ENTRY_B
        signature, public = key.sign(message).signature, key.verify_key
        return _taken(lambda: [public.verify(message, signature) for _ in range(number)], number)

    def audit(self, where: str, expected: int) -> Seconds:
        """The audit of a node's folder, without a fault."""
        tallies = []
        taken = _taken(lambda: tallies.append(audit(where, world_in(Path(where).parent), _untold)), expected)
        if tallies[0].entries != expected:
            raise AssertionError(f"{expected} entries audited, not {tallies[0].entries}")
        return taken

    def catch_up(self, bundle: str, origin: str, words: str, size: int, root: str) -> Seconds:
        """A new node syncs one log from a bundle; its root must be the log's own."""
        folder = Path(bundle).parent / f"reader-{os.getpid()}-{next(self._made)}"
        folder.mkdir()
        with node_in(folder, "reader", "observer") as node:
            node.peers.admit(origin, words)
            taken = _taken(lambda: sync(node, Place(bundle), lambda _, __, ___: None), size)
            if node.record.root(origin, size).hex() != root:
                raise AssertionError("another root after the catch-up")
        return taken

    def fold(self, path: str) -> tuple[Seconds, str]:
        """All views of a node, made anew; and the digest of its state."""
        database.dropped(Path(path))
        return self.more(path)

    def more(self, path: str) -> tuple[Seconds, str]:
        """Views opened and brought up to what is new; and the digest of the state, which is not timed."""
        with ExitStack() as stack:
            node = stack.enter_context(open_node(Path(path), None, world_in(Path(path).parent)))
            found = list[Views]()
            taken = _taken(lambda: found.append(stack.enter_context(views_of(node))), 1)
            return taken, View(found[0]).digest()

    def peak(self) -> float:
        """MiB at most held by this process and, if it had any, by as many others as there are cores, each at most."""
        others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        return peak_mib() + others * (os.cpu_count() or 1)


def _taken(deed: Callable[[], object], number: int) -> Seconds:
    own_s, start = _processor_s(), time.perf_counter()
    deed()
    return time.perf_counter() - start, number, _processor_s() - own_s


def _processor_s() -> float:
    """Of this process and of those it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _untold(_: int, __: int) -> None:
    """Progress that nobody looks at."""
