"""A vault killed, and failed by its disk, at steps of sealing and of erasing: no entry without what it commits to.

As `tests/node/test_crash.py` does with a log: `strace` fails or kills a process at a system call of our choice, and a
power cut, which cannot be tried here, is answered by the order of the syncs in a trace.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.node.nodes import PASSPHRASE, a_world, audited
from tests.node.test_crash import traceable
from tests.sealing.ground import BODY, a_body, sealed
from truceline.desk.node import Node, open_node
from truceline.desk.sealing.vault import KEYS, OBJECTS, Vault
from truceline.errors import RecordError

DRIVER = Path(__file__).with_name("driver.py")
CALLS = "pwrite64,fdatasync,unlink,write"
STEPS = int(os.environ.get("SEALING_STEPS", "2"))  # tried of each task and way to end, spread over all there are

Calls = list[tuple[str, int, str]]

pytestmark = pytest.mark.skipif(not traceable(), reason="needs strace, and leave to trace: see .ci/run")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A body's node with one object kept, to be copied for each try; and that object's id."""
    folder = tmp_path_factory.mktemp("origin")
    with a_body(folder, "node") as node, Vault(node) as vault:
        one = sealed(node)
        vault.keep(one)
    return folder, one.id


def run(task: str, folder: Path, id_: str, *options: str) -> subprocess.CompletedProcess[str]:
    """The driver under strace; killed is a way to end, a traceback is not."""
    quick = [] if any("signal=" in one for one in options) else ["--seccomp-bpf"]
    command = ["strace", "-f", *quick, "-qq", "-y", *options]
    done = subprocess.run(
        [*command, sys.executable, DRIVER, task, folder / "node", folder / "markers", id_],
        capture_output=True, text=True, check=False, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def calls(origin: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Calls]:
    """The calls of each task."""
    return {task: traced(task, origin, tmp_path_factory.mktemp(task) / "it") for task in ("seal", "erase")}


def traced(task: str, origin: tuple[Path, str], to: Path) -> Calls:
    """Each call of a task, from where it is ready: its name, how manieth of that name, and its line."""
    shutil.copytree(origin[0], to)
    run(task, to, origin[1], "-e", f"trace={CALLS}", "-o", str(to / "trace"))
    counts: dict[str, int] = {}
    found, begun = list[tuple[str, int, str]](), False
    for line in (to / "trace").read_text(encoding="utf-8").splitlines():
        if call := re.match(r"\d+ +(\w+)\(", line):
            counts[call[1]] = counts.get(call[1], 0) + 1
            begun = begun or '"ready' in line
            if begun:
                found.append((call[1], counts[call[1]], line))
    return found


def steps(calls: Calls) -> list[tuple[str, int]]:
    """Some of the calls upon the vault's files, from the first to the last."""
    ours = [(call, n) for call, n, line in calls if call != "write" and (OBJECTS in line or KEYS in line)]
    return [ours[len(ours) * i // STEPS + 1] for i in range(STEPS)]


def reopened(folder: Path) -> Node:
    return open_node(folder / "node", PASSPHRASE, a_world(folder, str(folder)))


def sound(folder: Path, kept: set[str]) -> None:
    """Every sealed entry has its object, whole; what was said to be kept is; nothing waits that has left."""
    with reopened(folder) as node, Vault(node) as vault:
        leaves = {one.id: one for one in audited(node) if one.kind == "sealed"}
        here = {one.id for one in vault.ids()}
        assert kept <= here
        assert set(leaves) <= here
        for id_ in here:
            found = vault.open(id_, BODY)
            assert len(found.openings) == 8
            assert id_ not in leaves or found.commitments == leaves[id_].commitments
        assert not {id_ for id_, _ in vault.queued()} & set(leaves)
        vault.keep(sealed(node))


def said(done: subprocess.CompletedProcess[str], word: str) -> set[str]:
    return set(re.findall(rf"^{word} (\w+)$", done.stdout, re.MULTILINE))


def test_an_object_is_synced_with_its_key_before_its_entry_is_written(calls: dict[str, Calls]) -> None:
    """Both files, their folder, and nothing unsynced of them when the log is first written to."""
    lines = [line for _, _, line in calls["seal"]]
    kept = next(i for i, line in enumerate(lines) if '"kept' in line)
    entry = next(i for i, line in enumerate(lines) if "record.sqlite-wal" in line and "pwrite64" in line)
    assert kept < entry
    for name in (OBJECTS, KEYS):
        upon = [i for i, line in enumerate(lines[:entry]) if f"/{name}>" in line]
        assert "pwrite64" in lines[upon[0]]
        assert "fdatasync" in lines[upon[-1]]
        gone = next(i for i, line in enumerate(lines) if f'{name}-journal"' in line and "unlink" in line)
        assert any("fdatasync" in line and "/node>" in line for line in lines[gone:entry]), (
            "the folder, once it is gone"
        )


@pytest.mark.parametrize("how", ["error=EIO", "signal=SIGKILL"])
def test_sealing_that_ends_anywhere_leaves_no_entry_without_its_object(
    origin: tuple[Path, str], calls: dict[str, Calls], tmp_path: Path, how: str
) -> None:
    """Killed or failed while an object is kept and leaves: whole or not there, and everything before it is whole."""
    ended = 0
    for call, n in steps(calls["seal"]):
        folder = tmp_path / f"{call}-{n}"
        shutil.copytree(origin[0], folder)
        done = run(
            "seal", folder, origin[1], "-e", f"inject={call}:{how}:when={n}", "-e", f"trace={call}", "-o", os.devnull
        )
        ended += "failed" in done.stdout or done.returncode != 0
        sound(folder, {origin[1], *said(done, "kept"), *said(done, "signed")})
    assert ended >= STEPS / 2


def test_erasing_that_is_killed_anywhere_leaves_it_whole_or_gone(
    origin: tuple[Path, str], calls: dict[str, Calls], tmp_path: Path
) -> None:
    """Never half: a key without its ciphertext, or the other way about; and given again, it is gone from every page."""
    _, id_ = origin
    wrapped = _wrapped(origin[0] / "node" / KEYS)
    for call, n in steps(calls["erase"]):
        folder = tmp_path / f"{call}-{n}"
        shutil.copytree(origin[0], folder)
        done = run(
            "erase",
            folder,
            id_,
            "-e",
            f"inject={call}:signal=SIGKILL:when={n}",
            "-e",
            f"trace={call}",
            "-o",
            os.devnull,
        )
        with reopened(folder) as node, Vault(node) as vault:
            assert vault.has(id_) is not vault.erased(id_)
            assert not (vault.has(id_) and said(done, "erased"))
            if vault.has(id_):
                assert vault.open(id_, BODY).id == id_
            vault.erase(id_)
            with pytest.raises(RecordError, match="erased"):
                vault.open(id_, BODY)
            left = b"".join(one.read_bytes() for one in node.path.iterdir() if one.is_file())
            assert not any(wrapped[at : at + 16] in left for at in range(40, len(wrapped) - 16, 16))


def _wrapped(path: Path) -> bytes:
    import sqlite3  # noqa: PLC0415 - for this alone
    from contextlib import closing  # noqa: PLC0415 - as above

    with closing(sqlite3.connect(path)) as db:
        found: bytes = db.execute("SELECT wrapped FROM key").fetchone()[0]
    return found
