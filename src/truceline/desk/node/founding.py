"""A node begins: its folder, its keys, and the first entry of its log; and a folder that holds one is opened.

The first entry enrols all keys of the log and commits to the next ones; its hash is the log's fingerprint. node.json
is written last: a folder without it is no node, whatever else a crash left in it, and is made anew.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from truceline import canon
from truceline.desk import files
from truceline.desk.node import database, peers, policies, rotation
from truceline.desk.node import keys as keyfiles
from truceline.desk.node.keys import Keys
from truceline.desk.node.ledger import BLOBS, FACTS, POLICY, RECORD, Draft, Facts, Node
from truceline.desk.node.store import Record
from truceline.desk.node.world import World
from truceline.errors import DataError, Fault, Refused
from truceline.kinds.keeping import KeyEnrolled, KeyPurpose
from truceline.kinds.model import Role

FORMAT = 1  # of the folder, in node.json
ENROLLED = "key.enrolled"
_OURS = {RECORD, BLOBS, POLICY, keyfiles.FILE, peers.FILE, "turn"}


def is_node(path: Path) -> bool:
    """Whether a folder holds a node."""
    return (path / FACTS).is_file()


class Predecessor(NamedTuple):
    """A log that another is to continue."""

    origin: str  # its name
    seed: bytes  # of the log key that it committed to


def create(  # noqa: PLR0913, PLR0917 - what people are asked for
    path: Path, name: str, role: str, actor: str, passphrase: str, world: World, after: Predecessor | None = None
) -> Node:
    """Make a node in an empty folder; with `after`, its log continues another, whose next log key it begins with.

    Raises DataError where there is something in the folder, and for a name, role or actor that cannot be.
    """
    _clear(path)
    with database.errors(path):
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = keyfiles.make(slug(name), passphrase, world, after.seed if after else b"")
    try:
        draft = Draft(ENROLLED, _genesis(made, name, role, actor, after.origin if after else ""))
    except ValueError as error:
        fault = Fault("", 0, "", "a node's name, role and actor", str(error), "Write them as the agreement has them.")
        raise DataError("no such node can be", (fault,)) from None
    return _founded(path, Facts(FORMAT, name, role, actor, made["log"].public.name, ""), made, draft, world)


def predecessor(path: Path, passphrase: str) -> Predecessor:
    """What a node's folder, or a backup of its node.json and keys.json, knows of the log that is to continue it.

    Raises DataError, RecordError, Locked as `open_node` does.
    """
    facts, keys = _facts(path), keyfiles.unlock(path, passphrase)
    return Predecessor(facts.origin, keys.seeds["next_log"])


def _founded(path: Path, facts: Facts, made: Keys, draft: Draft, world: World) -> Node:
    # A crash at any point from here leaves a folder without node.json, and a marker of a log that nobody has heard
    # of: the same command then begins anew.
    keyfiles.save(path, made.file)
    Record.make(path / RECORD)
    with Node(path, facts, made, world) as node:
        if node.marker.read():
            raise Refused(f"{facts.origin} has been begun on this machine; find its folder, or name the node otherwise")
        node.marker.make()
        genesis = node.append_many([draft])[0]
    facts = replace(facts, genesis=genesis.hash)
    with Node(path, facts, made, world) as node:
        policies.arrange(node)
    files.write(path / FACTS, canon.dumps(Facts, facts) + b"\n")
    with database.errors(path):
        database.sync_folder(path)
    return Node(path, facts, made, world)


def open_node(path: Path, passphrase: str | None, world: World) -> Node:
    """Open a node's folder, for reading only where there is no passphrase.

    Raises DataError where it holds none, RecordError where its files are damaged, Locked for a wrong passphrase.
    """
    facts = _facts(path)
    node = Node(path, facts, None if passphrase is None else keyfiles.unlock(path, passphrase), world)
    if passphrase is not None:
        rotation.mend(node)
    return node


def _facts(path: Path) -> Facts:
    if not is_node(path):
        cure = f"Make one with `truceline node init {path}`, or name the folder of one."
        raise DataError("no node there", (Fault(str(path), 0, "", "a node's folder", "none", cure),))
    try:
        return canon.loads(Facts, files.read(path / FACTS))
    except ValueError as error:
        fault = Fault(str(path / FACTS), 0, "", "a node's facts", str(error), "Restore the file from a backup.")
        raise DataError("the node cannot be read", (fault,)) from None


def slug(name: str) -> str:
    """A name as a word for a log's origin.

    >>> slug("Ceasefire Task Force, Geneva")
    'ceasefire-task-force-geneva'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "node"


def _genesis(made: Keys, name: str, role: str, actor: str, succeeds: str) -> KeyEnrolled:
    return KeyEnrolled(
        KeyPurpose.GENESIS,
        name=name,
        role=Role(role),
        actor=actor,
        log_key=made["log"].public.vkey,
        entry_key=made["entry"].public.vkey,
        witness_key=made["witness"].public.vkey,
        mirror_key=made["mirror"].public.vkey,
        next_entry_key=made.committed("next_entry"),
        next_log_key=made.committed("next_log"),
        succeeds=succeeds,
    )


def _clear(path: Path) -> None:
    """Take away what a crash left of a node being made; raises DataError where something else is there."""
    if path.exists() and not path.is_dir():
        fault = Fault(str(path), 0, "", "an empty folder", "a file", "Name a folder that is not there yet.")
        raise DataError("no room for a node", (fault,))
    there = sorted(path.iterdir()) if path.is_dir() else []
    strange = [one.name for one in there if not _begun(one.name)]
    if strange:
        fault = Fault(str(path), 0, "", "an empty folder", ", ".join(strange), "Name a folder that is not there yet.")
        raise DataError("no room for a node", (fault,))
    for one in there:
        one.unlink()


def _begun(name: str) -> bool:
    return name in _OURS or any(name.startswith(f"{one}-") or name == f"{one}.part" for one in (*_OURS, FACTS))
