"""Entries as people name them, found in the record that a node holds.

`ORIGIN#INDEX` (of the origin, its beginning will do), an entry's id, or eight or more digits of its hash. A name
that fits several entries names none: what could have been meant is said. Bytes are searched before anything is
parsed, so that a record of a million entries is gone through in seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from truceline.canon import Json, canonical_text
from truceline.desk.node import LogInfo, Node
from truceline.desk.verbs.saying import stated
from truceline.errors import Fault, RecordError, Refused, UnknownName
from truceline.kinds import KINDS, Author, BatchImported, Matter, Role, Subject, payload_of
from truceline.tlog import entry as entries
from truceline.tlog.entry import Entry, Ref, json_object
from truceline.tlog.tiles import WIDTH, hashes_in

T = TypeVar("T")
PREFIX = "truceline/"  # of every origin of ours; people leave it out
_PLACE = re.compile(r"(?P<log>[^#]+)#(?P<index>\d{1,15})")
_ID = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True, slots=True)
class Found:
    """An entry of the record, with who appended it and what it says."""

    entry: Entry
    author: Author
    payload: object | None  # None: of a kind unknown here, or not to be read as that kind
    tree: Json = None  # the same as JSON, be it readable or not; None: kept apart and not here or no JSON, or sealed

    @property
    def ref(self) -> Ref:
        """What another entry writes to refer to it."""
        return self.entry.ref

    @property
    def subject(self) -> Subject:
        """As entitlement is asked about it."""
        entry = self.entry
        return Subject(entry.kind, self.author, self.payload, entry.hash, entry.id, entry.commitments)

    @property
    def place(self) -> str:
        """``ORIGIN#INDEX``, by which everybody can name it."""
        return f"{self.entry.origin}#{self.entry.seq}"

    def plain(self) -> dict[str, Json]:
        """As one JSON object, for machines."""
        entry = self.entry
        return {
            "origin": entry.origin,
            "index": entry.seq,
            "entry": entry.hash,
            "id": entry.id,
            "kind": entry.kind,
            "time": entry.time,
            "refs": [list(ref) for ref in entry.refs],
            "payload": self.tree,
        }

    def __str__(self) -> str:
        return f"{self.place} ({self.entry.kind})"


def find(node: Node, name: str) -> Found:
    """The one entry that a person means; raises UnknownName with what could have been meant."""
    found = [held(node, origin, index) for origin, index in _places(node, name.strip())]
    if len(found) == 1:
        return found[0]
    logs = (f"{info.origin}#0 to #{info.size - 1}" for info in node.logs() if info.size)
    raise UnknownName("single entry" if found else "entry", name, tuple(map(str, found)) or tuple(logs))


def said(entry: Found, payload: type[T]) -> T:
    """What the entry says, where it is of the kind meant; raises Refused with what would be."""
    if isinstance(entry.payload, payload):
        return entry.payload
    fitting = " or ".join(name for name, kind in KINDS.items() if issubclass(kind.payload, payload))
    raise Refused(f"{entry} was named where {fitting} is meant. Look with `truceline entries --kind KIND`.")


def matter(node: Node, name: str) -> tuple[Found, Matter]:
    """What is spoken of: an entry, or REF@EVENT for one event of an imported batch; raises UnknownName."""
    ref, _, event = name.partition("@")
    entry = find(node, ref)
    batch = entry.payload
    if event and isinstance(batch, BatchImported):
        rows = node.blobs.get(batch.events)
        if rows is not None and f'"id":{canonical_text(event)}'.encode() not in rows:
            raise UnknownName(f"event in {entry}", event, ())
    elif event:
        raise Refused(f"{entry} has no events: only a batch that was imported has. Name the entry alone.")
    return entry, stated(Matter, entry.entry.hash, event)


def held(node: Node, origin: str, index: int) -> Found:
    """The entry at a place of a log; raises RecordError where its bytes are none."""
    leaf = node.record.leaf(origin, index)
    try:
        entry = entries.parse(leaf)
    except ValueError as error:
        cure = "Run `truceline audit` on this node; it names the first fault."
        fault = Fault(origin, index, "entry", str(error), repr(leaf[:40]), cure)
        raise RecordError(f"{origin}#{index} is no entry", (fault,)) from None
    tree = _tree(node, entry)
    return Found(entry, author_of(node, origin), _payload(entry, tree), tree)


def author_of(node: Node, origin: str) -> Author:
    """Who keeps a log, as its first entry says; raises RecordError where it says no role there is."""
    known = node.record.keyring(origin).identity
    role = known.role if known else "none"
    try:
        return Author(origin, Role(role), known.actor if known else "")
    except ValueError as error:
        fault = Fault(origin, 0, "role", str(error), role, "Admit the log that its people keep now.")
        raise RecordError(f"{origin} does not begin as a log does", (fault,)) from None


def _tree(node: Node, entry: Entry) -> Json:
    """What the entry says, fetched from its blob where it stands apart."""
    if not entry.blob:
        return dict(entry.payload) if entry.payload is not None else None  # type: ignore[arg-type]  # as it was parsed
    kept = node.blobs.get(entry.blob)
    try:
        return json_object(kept.decode()) if kept is not None else None  # type: ignore[return-value]  # as it was parsed
    except ValueError:
        return None  # its author's slip, or malice: nobody else's listing ends here


def _payload(entry: Entry, tree: Json) -> object | None:
    try:
        return payload_of(entry.kind, tree)
    except ValueError:
        return None


def _places(node: Node, name: str) -> Iterator[tuple[str, int]]:
    """Every place that the name may mean."""
    if place := _PLACE.fullmatch(name):
        index = int(place["index"])
        yield from ((one, index) for one in origins(node, place["log"]) if index < node.record.size(one))
        return
    wanted = name.lower()
    if not _HASH.fullmatch(wanted):
        return
    for info in (one for one in node.logs() if one.size):
        indexes = {*_hashed(node, info, wanted), *(_bearing(node, info, wanted) if _ID.fullmatch(wanted) else ())}
        yield from ((info.origin, index) for index in sorted(indexes))


def origins(node: Node, log: str) -> list[str]:
    """The logs meant by an origin, or by how it begins; all of them by nothing."""
    known = [info.origin for info in node.logs() if info.size]
    whole = [one for one in known if log in (one, one.removeprefix(PREFIX))]
    return whole or [one for one in known if one.removeprefix(PREFIX).startswith(log.removeprefix(PREFIX))]


def other_log(node: Node, name: str) -> str:
    """The one log that is meant, not one's own; raises UnknownName."""
    found = [one for one in origins(node, name) if one != node.origin]
    if len(found) == 1:
        return found[0]
    raise UnknownName("other log", name, tuple(one.origin for one in node.logs() if not one.own and one.size))


def _hashed(node: Node, log: LogInfo, beginning: str) -> Iterator[int]:
    """Where in a log stand the entries whose hash begins so: read off its lowest tiles, which hold all the hashes."""
    for start in range(0, log.size, WIDTH):
        row = hashes_in(node.record.tile(log.origin, 0, start // WIDTH, min(WIDTH, log.size - start)) or b"")
        yield from (start + i for i, one in enumerate(row) if one.hex().startswith(beginning))


def _bearing(node: Node, log: LogInfo, id_: str) -> Iterator[int]:
    """Where in a log stand the entries with that id."""
    written = f'"id":"{id_}"'.encode()
    leaves = enumerate(node.record.leaves(log.origin))
    return (index for index, leaf in leaves if written in leaf and entries.parse(leaf).id == id_)
