"""Backups in tests: made and restored in one line, and taken apart with the key, as a thief of that key would."""

import io
import json
from pathlib import Path

from tests.sync.nodes import world
from truceline.desk.backing_up import Lock, Opener, Restored, Written, backup, restore
from truceline.desk.backing_up.wrapping import HEADER
from truceline.desk.node import Node, open_node
from truceline.desk.sealing import age
from truceline.desk.sealing.age import Identity

KEY = Identity.make()  # of those who keep the backups
TO_KEY, BY_KEY = Lock((KEY.recipient,)), Opener((KEY,))


def quiet(done: int, total: int) -> None:
    assert 0 <= done <= total


def saved(node: Node, to: Path) -> Written:
    """A backup for the key of this module."""
    return backup(node, to, TO_KEY, quiet)


def brought_back(source: Path, to: Path, markers: Path, copy: Path | None = None) -> Restored:
    """A node's folder of it, on a machine whose markers lie in a folder of that name."""
    return restore(source, to, BY_KEY, copy, world(markers, to.name), quiet)


def reopened(path: Path, markers: Path, secret: str) -> Node:
    """A restored node, opened on that machine with chance of its own."""
    return open_node(path, secret, world(markers, f"{path} restored"))


def plain(source: Path) -> bytes:
    """What is encrypted in a backup."""
    inside = io.BytesIO()
    with source.open("rb") as file:
        assert file.readline() == HEADER + b"\n"
        file.readline()
        age.open_stream(file, inside, (KEY,))
    return inside.getvalue()


def taken_apart(source: Path) -> dict[str, bytes]:
    """The files of a backup by name, and its list under the empty name."""
    line, _, rest = plain(source).partition(b"\n")
    found = {"": line}
    for one in json.loads(line)["files"]:
        found[one["name"]], rest = rest[: one["bytes"]], rest[one["bytes"] :]
    assert not rest
    return found


def enclosed(data: bytes) -> bytes:
    """A backup of other bytes, as somebody who knows the recipient can make one."""
    out = io.BytesIO()
    out.write(HEADER + b"\n{}\n")
    age.seal_stream(io.BytesIO(data), out, (KEY.recipient,))
    return out.getvalue()
