"""Backs up and restores in processes that end at once, at one step after another: `python driver.py FOLDER`.

Each child is killed by itself right before the n-th call that touches the disk (Python's audit events), as a crash
would: nothing of ours runs afterwards. After each, the parent looks at what is left, and prints it as a line of JSON.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from tests.backup.saved import brought_back, saved
from tests.node.nodes import SAID, a_world, made
from truceline.desk.backing_up.wrapping import begins
from truceline.desk.node import is_node, open_node
from truceline.errors import RecordError, TrucelineError

EVENTS = {"open", "os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.link", "sqlite3.connect", "os.listdir"}
DONE, KILLED = 0, 9


def at_step(step: int, task: Callable[[], object]) -> bool:
    """Run a task in a child that is killed right before its n-th step; whether it came to its end."""
    child = os.fork()
    if not child:
        left = [step]

        def hook(event: str, _arguments: object) -> None:
            if event in EVENTS:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(KILLED)

        sys.addaudithook(hook)
        task()
        os._exit(DONE)
    return os.waitpid(child, 0)[1] == 0


def tell(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")


def backups(folder: Path, stride: int) -> None:
    """What is at the place of a backup, and in the node, after each crash."""
    with made(folder) as node:
        node.append("report.received", SAID)
    path, step, done = folder / "alpha.backup", 0, False
    while not done:
        path.unlink(missing_ok=True)
        done = at_step(step, lambda: saved(open_node(folder / "alpha", None, a_world(folder, "reader")), path))
        whole = path.exists() and begins(path) and restores(path, folder / "looked")
        tell(task="backup", done=done, there=path.exists(), whole=whole, step=step)
        step += stride
    with open_node(folder / "alpha", None, a_world(folder, "last")) as node:
        saved(node, path)
        tell(task="left", names=sorted(one.name for one in node.path.iterdir() if one.name.startswith(".")))


def restores(path: Path, to: Path) -> bool:
    """Whether a backup can be restored; nothing is left of the try."""
    try:
        brought_back(path, to, to.with_name("nowhere"))
    except TrucelineError:
        return False
    for one in to.iterdir():
        one.unlink()
    to.rmdir()
    return True


def restoring(folder: Path, stride: int) -> None:
    """Whether there is a node after each crash, and whether it signs; then the same command, to its end."""
    step, done = 0, False
    while not done:
        to = folder / f"r{step}"
        done = at_step(step, lambda to=to: brought_back(folder / "alpha.backup", to, folder / "machine"))  # type: ignore[misc]  # a default binds it
        tell(task="restore", done=done, whole=is_node(to), signs=signs(to, folder), step=step)
        if not is_node(to):
            brought_back(folder / "alpha.backup", to, folder / "machine")
            tell(
                task="again", whole=is_node(to), part=to.with_name(f"{to.name}.part").exists(), signs=signs(to, folder)
            )
        step += stride


def full(folder: Path) -> None:
    """The disk takes no file longer than 30,000 bytes: what is said, and what is left."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_node(folder / "alpha", None, a_world(folder, "full")) as node:
        tasks: dict[str, Callable[[], object]] = {
            "full backup": lambda: saved(node, folder / "full.backup"),
            "full restore": lambda: brought_back(folder / "alpha.backup", folder / "full", folder / "machine"),
        }
        for task, run in tasks.items():
            resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, before[1]))
            said = ""
            try:
                run()
            except RecordError as error:
                said = str(error)
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            tell(task=task, said=said, left=sorted(one.name for one in folder.iterdir() if "full" in one.name))


def signs(path: Path, folder: Path) -> bool:
    if not is_node(path):
        return False
    with open_node(path, None, a_world(folder / "machine", "signs")) as node:
        return not node.unsigned_because()


if __name__ == "__main__":
    backups(Path(sys.argv[1]), 4)
    restoring(Path(sys.argv[1]), 9)
    full(Path(sys.argv[1]))
