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
from truceline.desk.node.recovery import RECOVERED
from truceline.desk.node.store import Record
from truceline.desk.node.world import World
from truceline.errors import DataError, Fault, Refused
from truceline.kinds.keeping import KeyEnrolled, KeyPurpose, NodeRecovered, RecoveryWay
from truceline.kinds.model import Role

FORMAT = 1  # of the folder, in node.json
ENROLLED = "key.enrolled"
_OURS = {RECORD, BLOBS, POLICY, keyfiles.FILE, keyfiles.NEXT_FILE, peers.FILE, peers.TURN, "turn"}


def is_node(path: Path) -> bool:
    """Whether a folder holds a node."""
    return (path / FACTS).is_file()


class Predecessor(NamedTuple):
    """A log that another is to continue."""

    origin: str  # its name
    seed: bytes  # of the log key that it committed to


def create(  # noqa: PLR0913 - what people are asked for
    path: Path,
    name: str,
    role: str,
    actor: str,
    passphrase: str,
    world: World,
    *,
    after: Predecessor | None = None,
    next_keys: Path | None = None,
) -> Node:
    """Make a node in an empty folder; with `after`, its log continues another, whose next log key it begins with.

    `next_keys` is a file elsewhere for the keys to come. Raises DataError where there is something in the folder, and
    for a name, role or actor that cannot be.
    """
    _clear(path)
    with database.errors(path):
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    made, ahead = keyfiles.make(slug(name), passphrase, world, after.seed if after else b"")
    try:
        draft = Draft(ENROLLED, _genesis(made, ahead, name, role, actor, after.origin if after else ""))
    except ValueError as error:
        fault = Fault("", 0, "", "a node's name, role and actor", str(error), "Write them as the agreement has them.")
        raise DataError("no such node can be", (fault,)) from None
    _keep_ahead(next_keys or path / keyfiles.NEXT_FILE, ahead)
    return _founded(path, Facts(FORMAT, name, role, actor, made["log"].public.name, ""), made, draft, world)


def predecessor(path: Path, passphrase: str, next_keys: Path | None = None) -> Predecessor:
    """The log of a node's folder, of which node.json is enough, and the key to continue it, from its keys to come.

    Raises DataError, RecordError, Locked as `open_node` does.
    """
    ahead = keyfiles.unlock(next_keys or path / keyfiles.NEXT_FILE, passphrase, keyfiles.NEXT)
    return Predecessor(_facts(path).origin, ahead.seeds["next_log"])


def _keep_ahead(path: Path, ahead: Keys) -> None:
    """Write the keys to come where there are none yet."""
    if path.exists():
        cure = "Name another file: these may be what a log has committed to."
        raise DataError("no room for the next keys", (Fault(str(path), 0, "", "no file yet", "one", cure),))
    # A crash after this leaves keys of a log that never began; a node that is made anew in its folder replaces them.
    keyfiles.save(path, ahead.file)


def _founded(path: Path, facts: Facts, made: Keys, draft: Draft, world: World) -> Node:
    # A crash at any point from here leaves a folder without node.json, and a marker of a log that nobody has heard
    # of: the same command then begins anew.
    keyfiles.save(path / keyfiles.FILE, made.file)
    Record.make(path / RECORD)
    with Node(path, facts, made, world) as node:
        if node.marker.read():
            raise Refused(f"{facts.origin} has been begun on this machine; find its folder, or name the node otherwise")
        node.marker.make()
        genesis = node.append_many([draft])[0]
    facts = replace(facts, genesis=genesis.hash)
    with Node(path, facts, made, world) as node:
        policies.arrange(node)
        _continued(node)
    files.write(path / FACTS, canon.dumps(Facts, facts) + b"\n")
    with database.errors(path):
        database.sync_folder(path)
    return Node(path, facts, made, world)


def _continued(node: Node) -> None:
    """Say in a log that continues another that it does: the entry that somebody opposite attests."""
    before = node.identity.succeeds
    if before:
        head = node.record.head(node.origin)
        reason = f"continues {before} by the key it committed to"
        node.append(RECOVERED, NodeRecovered(RecoveryWay.OVERRIDE, head.size, head.root.hex(), reason=reason))


def open_node(path: Path, passphrase: str | None, world: World) -> Node:
    """Open a node's folder, for reading only where there is no passphrase.

    Raises DataError where it holds none, RecordError where its files are damaged, Locked for a wrong passphrase.
    """
    facts = _facts(path)
    node = Node(path, facts, None if passphrase is None else keyfiles.unlock(path / keyfiles.FILE, passphrase), world)
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


def _genesis(made: Keys, ahead: Keys, name: str, role: str, actor: str, succeeds: str) -> KeyEnrolled:
    return KeyEnrolled(
        KeyPurpose.GENESIS,
        name=name,
        role=Role(role),
        actor=actor,
        log_key=made["log"].public.vkey,
        entry_key=made["entry"].public.vkey,
        witness_key=made["witness"].public.vkey,
        mirror_key=made["mirror"].public.vkey,
        next_entry_key=keyfiles.committed(ahead["next_entry"].public),
        next_log_key=keyfiles.committed(ahead["next_log"].public),
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
