"""`python -m bench.record`: the record's figures beside their peers, in one run; asserts only that results are equal.

pymerkle needs an environment of its own (`--peers PYTHON`); without it its rows are left out, and that is said.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median

from bench.machine import machine_class, versions
from bench.record import ours, report
from bench.record.apart import Apart
from bench.record.entries import drafts, fill, node_in, reopened
from bench.record.ours import Bulk
from bench.record.report import Bound, Found
from bench.record.rounds import Taken, Turn, rates
from bench.table import measured, write
from truceline.desk.node import Node
from truceline.desk.node.exporting import export

EACH = 100  # durable appends, syncs or cosignatures in one round
PROOFS = 300
NEAR = 10_000  # entries of the smaller tree of proofs
VERIFIED = 20_000
MORE = 21  # single entries folded


def main() -> None:
    """Run as the options say, and tell after each stage; a difference between two results ends it."""
    asked = _asked()
    print(machine_class(), flush=True)
    found = Found(asked.entries)
    with tempfile.TemporaryDirectory(dir=asked.on) as name, ExitStack() as stack:
        folder = Path(name)
        peer = stack.enter_context(Apart.peer(asked.peers, folder)) if asked.peers else None
        absent = "pymerkle did not take part: `--peers PYTHON` names an environment that has it."
        found.remarks.append(f"pymerkle {peer.ask('version')}." if peer else absent)
        durable(folder, peer, asked.rounds, found)
        _tell(asked, found)
        with node_in(folder, "large") as made:
            fill(made, asked.entries - 1)
        with reopened(made) as node:
            found.bounds.append(Bound("on the disk beyond the leaves' bytes, an entry", _beyond(node), "B", 56))
            bulk(folder, list(node.leaves(node.origin)), peer, asked.few, found)
            _tell(asked, found)
            whole(folder, node, asked.few, found)
            _tell(asked, found)
            folds(node, found)
        _tell(asked, found)


def durable(folder: Path, peer: Apart | None, wanted: int, found: Found) -> None:
    """What waits for the disk."""
    texts = [one.payload for one, _ in zip(drafts(1), range(EACH), strict=False)]
    with node_in(folder, "durable") as node, ours.cosigning(folder, EACH, wanted * 2) as cosign:
        turns: dict[str, Turn] = {
            "sync": ours.syncs(folder / "raw", EACH),
            "append": ours.appends(node, EACH),
            "cosign": cosign,
        }
        if peer:
            turns["append by pymerkle"] = partial(peer.taken, "append", [str(text) * 3 for text in texts])
        found.take(rates(turns, wanted))


def bulk(folder: Path, leaves: list[bytes], peer: Apart | None, wanted: int, found: Found) -> None:
    """All leaves in one go, and proofs from the trees they left; the roots must be equal."""
    path, own = folder / "leaves", Bulk(folder, leaves)
    path.write_bytes(b"".join(len(leaf).to_bytes(2) + leaf for leaf in leaves))
    turns: dict[str, Turn] = {"bulk": own}
    if peer:
        turns["bulk by pymerkle"] = partial(peer.taken, "bulk", str(path))
    found.take(rates(turns, wanted))
    number, dice = len(leaves), random.Random(2016)  # noqa: S311 - which proofs are asked for
    far, near = ([dice.randrange(size) for _ in range(PROOFS)] for size in (number, NEAR))
    turns = {"proof": partial(own.prove, far, number), "near proof": partial(own.prove, near, NEAR)}
    if peer:
        for size in (1, NEAR, number):
            if peer.ask("root", size) != own.root(size):
                raise AssertionError(f"pymerkle has another root at {size}")
        turns["proof by pymerkle"] = partial(peer.taken, "prove", far, number)
    found.take(rates(turns, wanted))
    own.dropped()
    path.unlink()


def whole(folder: Path, node: Node, wanted: int, found: Found) -> None:
    """A whole log: its size on the disk, its audit, and a node that catches up with it."""
    size, cores, bundle = found.entries, os.cpu_count() or 1, folder / "bundle.tar"
    export(node, bundle, lambda _, __: None)
    root = node.record.root(node.origin, size).hex()
    with ExitStack() as stack:
        auditor, reader = (stack.enter_context(Apart.worker()) for _ in range(2))
        others = [stack.enter_context(Apart.worker()) for _ in range(cores - 2)]
        verifiers = [auditor, reader, *others][:cores]
        turns: dict[str, Turn] = {
            "verify × cores": partial(verifiers[0].taken, "verify", VERIFIED),
            "verify at once": partial(_at_once, verifiers),
            "audit": partial(auditor.taken, "audit", str(node.path), size),
            "catch-up": partial(reader.taken, "catch_up", str(bundle), node.origin, node.words, size, root),
        }
        found.take(rates(turns, wanted), {"verify × cores": cores})
        for what, who in (("audit", auditor), ("catch-up", reader)):
            found.bounds.append(Bound(f"peak of the {what}, all its processes", float(who.ask("peak")), "MiB", 1_000))


def folds(node: Node, found: Found) -> None:
    """The fold of everything, of one entry more, and of everything again: the digests must be equal."""
    with Apart.worker() as one, Apart.worker() as other:
        first = one.ask("fold", str(node.path))
        singles = list(_singles(node, one))
        again = other.ask("fold", str(node.path))
        if singles[-1][1] != again[1]:
            raise AssertionError(f"folded step by step {singles[-1][1]}, made anew {again[1]}")
        taken_s = min(first[0][0], again[0][0])
        found.bounds += [
            Bound("fold of all, the better of two", taken_s, "s", 120),
            Bound("fold of one more, median", median(one[0][0] for one in singles) * 1000, "ms", 20),
            Bound("peak of the fold, digest included", max(one.ask("peak"), other.ask("peak")), "MiB", 1_000),
        ]


def _singles(node: Node, worker: Apart) -> Iterator[tuple[list[float], str]]:
    coming = drafts(node.record.size(node.origin))
    for _, draft in zip(range(MORE), coming, strict=False):
        node.append(draft.kind, draft.payload)
        yield worker.ask("more", str(node.path))


def _at_once(verifiers: list[Apart]) -> Taken:
    """Verifications by as many processes as there are cores."""
    for one in verifiers:
        one.tell("verify", VERIFIED)
    each = [Taken(*one.hear()) for one in verifiers]
    slowest_s = max(one.seconds for one in each)
    return Taken(slowest_s, VERIFIED * len(each), sum(one.elsewhere_s for one in each))


def _beyond(node: Node) -> float:
    """Bytes of the record file beyond those of the leaves, an entry; what waits beside it to be written included."""
    files = (node.path / f"record.sqlite{end}" for end in ("", "-wal"))
    total_b = sum(one.stat().st_size for one in files if one.exists())
    return (total_b - sum(map(len, node.leaves(node.origin)))) / node.record.size(node.origin)


def _tell(asked: argparse.Namespace, found: Found) -> None:
    """Print all that was measured so far, and write it if asked."""
    print(f"\n{report.text(found)}\n", flush=True)
    if asked.write:
        said = measured(str(dt.datetime.now(dt.UTC).date()), machine_class(), versions(["pynacl", "sqlalchemy"]))
        write("record", f"{said}\n\n{report.text(found)}")


def _asked() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="python -m bench.record", description=__doc__)
    options.add_argument("--entries", type=int, default=1_000_000, metavar="N", help="of the large log")
    options.add_argument("--rounds", type=int, default=9, metavar="K", help="of what waits for the disk")
    options.add_argument("--few", type=int, default=3, metavar="K", help="rounds of what takes long")
    options.add_argument("--peers", metavar="PYTHON", help="a Python that has pymerkle")
    options.add_argument("--on", type=Path, metavar="FOLDER", help="on the disk to measure; else the temporary one")
    options.add_argument("--write", action="store_true", help="write the tables into docs/benchmarks.md")
    return options.parse_args()


if __name__ == "__main__":
    main()
