"""A node killed, and failed by its disk, at every step of a write: what is left is whole, and no size is signed twice.

`strace` fails or kills a process at a system call of our choice. A power cut cannot be tried here; that every sync
comes before what relies on it is read from a trace of the calls instead.
"""

import os
import re
import shutil
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.node.nodes import SAID, a_world, audited
from truceline.desk.node import create, is_node, open_node
from truceline.desk.node.rotation import rotate
from truceline.tlog.checkpoint import Checkpoint

DRIVER = Path(__file__).with_name("driver.py")
CALLS = "openat,pwrite64,fdatasync,fsync,rename,ftruncate,unlink,write"
SECRET = "secret"  # noqa: S105 - of an exercise


def traceable() -> bool:
    """Whether this machine lets one process trace another."""
    strace = shutil.which("strace")
    command = [strace or "", "-o", "/dev/null", sys.executable, "-c", ""]
    return bool(strace) and subprocess.run(command, check=False, capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(not traceable(), reason="needs strace, and leave to trace: see .ci/run")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A node with a genesis and one entry, to be copied for each try."""
    folder = tmp_path_factory.mktemp("origin")
    with create(folder / "node", "alpha", "guarantor", "alpha", SECRET, a_world(folder)) as node:
        node.append("report.received", SAID)
    return folder


def copied(origin: Path, to: Path) -> Path:
    """A copy of the node with its marker."""
    shutil.copytree(origin, to)
    return to


def run(task: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The driver under strace; killed is a way to end, a traceback is not."""
    # With --seccomp-bpf, which is quicker, strace injects errors, but no signals.
    quick = [] if any("signal=" in one for one in options) else ["--seccomp-bpf"]
    command = ["strace", "-f", *quick, "-qq", "-y", *options]
    here = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, sys.executable, DRIVER, task, folder / "node", folder / "markers"],
        capture_output=True, text=True, check=False, env=here,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


def failing(call: str, n: int, how: str) -> list[str]:
    """The options that let the n-th call of a kind fail, or kill."""
    return ["-e", f"inject={call}:{how}:when={n}", "-e", f"trace={call}", "-o", os.devnull]


def traced(task: str, folder: Path) -> list[str]:
    """The system calls of a task from where it is ready on, one a line."""
    trace = folder / "trace"
    run(task, folder, "-e", f"trace={CALLS}", "-o", str(trace))
    lines = [line.partition(" ")[2].strip() for line in trace.read_text(encoding="utf-8").splitlines()]
    ready = next(i for i, line in enumerate(lines) if '"ready' in line)
    return [line for line in lines[ready:] if "resumed" not in line and "+++" not in line]


def points(task: str, folder: Path, fails: str) -> Iterator[tuple[str, int]]:
    """(call, how manieth of its kind in the whole process) of a task's steps, but for those on shared memory."""
    trace = folder / "trace"
    run(task, folder, "-e", f"trace={fails}", "-o", str(trace))
    counts: dict[str, int] = {}
    begun = False
    for line in trace.read_text(encoding="utf-8").splitlines():
        call = re.match(r"\d+ +(\w+)\(", line)
        if not call:
            continue
        counts[call[1]] = counts.get(call[1], 0) + 1
        begun = begun or str(folder) in line
        if begun and "-shm" not in line and call[1] != "write":
            yield call[1], counts[call[1]]


def heads(done: subprocess.CompletedProcess[str]) -> list[Checkpoint]:
    """The heads that left a process."""
    lines = [line.split(" ", 1) for line in done.stdout.splitlines()]
    return [Checkpoint.parse(b64decode(line[1])) for line in lines if line[0] == "signed"]


def sound(folder: Path, signed: list[Checkpoint]) -> None:
    """The node opens, is whole, holds every head that left, and goes on: with heads that continue them all."""
    with open_node(folder / "node", SECRET, a_world(folder, str(folder))) as node:
        audited(node)
        node.append("report.received", SAID)
        audited(node)
        for head in [*signed, Checkpoint.parse(node.checkpoint(node.origin))]:
            assert node.record.root(node.origin, head.size) == head.root
        assert node.marker.read() == node.record.signed_head(node.origin, node.origin)
    sizes = [head.size for head in signed]
    assert all(one < other for one, other in pairwise(sizes))


def named(line: str) -> str:
    """The file that a call is about, without its folder."""
    found = re.search(r"<([^<>]*)>", line.partition("(")[2]) or re.search(r'"([^"]*)"', line)
    return Path(found[1]).name if found else ""


def unsynced(lines: list[str]) -> set[str]:
    """Files written to and neither synced since nor taken away; shared memory and turns hold nothing to be kept."""
    left: set[str] = set()
    for line in lines:
        if line.startswith("pwrite64"):
            left.add(named(line))
        elif line.startswith(("fdatasync", "fsync", "unlink")):
            left.discard(named(line))
    return {name for name in left if not name.endswith(("-shm", "turn"))}


def test_each_sync_comes_before_what_relies_on_it(origin: Path, tmp_path: Path) -> None:
    """A blob is synced before the entry that names it, the entry before its marker, all before the signature leaves."""
    lines = traced("append", copied(origin, tmp_path / "it"))
    marker = next(one.name for one in (tmp_path / "it/markers").iterdir() if not one.suffix)
    first, second = (i for i, line in enumerate(lines) if line.startswith("write(1") and "signed" in line)
    for upto in (first, second):
        synced = [named(line) for line in lines[:upto] if line.startswith("fdatasync")]
        assert synced[-2:] == ["record.sqlite-wal", marker]
        assert unsynced(lines[:upto]) == set()
    of_blob = [named(line) for line in lines[first:second] if line.startswith("fdatasync")]
    assert "blobs.sqlite" in of_blob[: of_blob.index("record.sqlite-wal")]
    written = next(i for i, line in enumerate(lines) if line.startswith("pwrite64") and named(line) == marker)
    assert unsynced(lines[: written + 1]) == {marker}, "the check above sees what is not synced"


@pytest.mark.parametrize("how", ["error=EIO", "signal=SIGKILL"])
def test_an_append_that_ends_anywhere_leaves_a_whole_log(origin: Path, tmp_path: Path, how: str) -> None:
    """Killed or failed at steps of two appends, one with a blob: the log is whole, and goes on under one history."""
    steps = list(points("append", copied(origin, tmp_path / "plain"), "pwrite64,fdatasync"))
    assert len(steps) > 20
    chosen = steps[::3]
    failed = 0
    for call, n in chosen:
        folder = copied(origin, tmp_path / f"{call}-{n}")
        done = run("append", folder, *failing(call, n, how))
        assert done.returncode in {0, -9, 137}, done.stderr
        failed += "failed" in done.stdout or done.returncode != 0
        sound(folder, heads(done))
        shutil.rmtree(folder)
    assert failed > len(chosen) / 2, "most steps matter to somebody"


@pytest.mark.parametrize("how", ["error=EIO", "signal=SIGKILL"])
def test_a_node_that_is_half_made_is_made_anew(tmp_path: Path, how: str) -> None:
    """Killed or failed at syncs and renames of its making, there is a whole node or none; the command is repeated."""
    (tmp_path / "plain").mkdir()
    steps = list(points("create", tmp_path / "plain", "fsync,rename,fdatasync"))
    assert {call for call, _ in steps} == {"fsync", "rename", "fdatasync"}
    for call, n in steps[:: 2 if how == "error=EIO" else 4]:
        folder = tmp_path / f"{call}-{n}"
        folder.mkdir()
        run("create", folder, *failing(call, n, how))
        if not is_node(folder / "node"):
            create(folder / "node", "alpha", "guarantor", "alpha", SECRET, a_world(folder)).close()
        sound(folder, [])


def test_a_rotation_that_is_cut_short_is_brought_to_its_end(origin: Path, tmp_path: Path) -> None:
    """Killed at each rename and sync of a rotation, the node signs on with a key that its log has enrolled."""
    steps = list(points("rotate", copied(origin, tmp_path / "plain"), "fsync,rename,fdatasync"))
    for call, n in steps:
        folder = copied(origin, tmp_path / f"{call}-{n}")
        done = run(
            "rotate", folder, "-e", f"inject={call}:signal=SIGKILL:when={n}", "-e", f"trace={call}", "-o", "/dev/null"
        )
        sound(folder, heads(done))
        with open_node(folder / "node", SECRET, a_world(folder, "later")) as node:
            assert "coming" not in node.keys.signers
            enrolled = len(node.record.keyring(node.origin).keys)
            assert node.entry_key.name.endswith(f"/entry/{enrolled - 1}")
            rotate(node, SECRET)
            assert node.entry_key.name.endswith(f"/entry/{enrolled}")
