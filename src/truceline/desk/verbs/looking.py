"""Looking at entries: one with its standing, its proof and who vouches for it; all that came, newest first.

Newest is by the time that authors say, and within a log by its order: nobody's claim about the time moves an entry
of one log behind another of the same log. Nothing here is signed.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from truceline.canon import Json
from truceline.desk.guard import ANYBODY, open_thing, shown
from truceline.desk.node import Node
from truceline.desk.node.policies import policy
from truceline.desk.verbs.naming import Found, find, held, origins
from truceline.errors import UnknownName
from truceline.kinds import KINDS, REASONS
from truceline.period import Instant
from truceline.state.reading import UNREAD
from truceline.state.weighing import OF_LOG
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.merkle import inclusion_proof
from truceline.tlog.proof import Proof

STANDINGS: Mapping[str, str] = {**REASONS, **UNREAD, **OF_LOG}  # every reason in words
CHUNK = 256  # entries read at a time, from the end of a log


@dataclass(frozen=True, slots=True)
class Looked:
    """An entry with what the record says of it."""

    found: Found
    standing: str  # one word: "entitled", or why it does not count
    words: str  # the same as a sentence
    row: Mapping[str, Json]  # the line of the state where it has its place: its own, or that of what it acts on
    proof: bytes  # tlog-proof: its way up to the head, which is inside
    size: int  # entries under that head
    root: str  # of that head, hexadecimal
    vouched: tuple[tuple[str, Instant], ...]  # who cosigned the head, and when by their own clock
    firmness: str  # signed | held | firm, by the node's policy
    lacking: tuple[str, ...]  # what the policy lacks for firm

    def plain(self) -> Json:
        """As one JSON object, for machines."""
        return {
            **self.found.plain(),
            "standing": self.standing,
            "state": dict(self.row),
            "checkpoint": {"size": self.size, "root": self.root},
            "cosigned": [[name, str(at)] for name, at in self.vouched],
            "firmness": self.firmness,
            "lacking": list(self.lacking),
            "proof": self.proof.decode(),
        }


def look(node: Node, name: str) -> Looked:
    """One entry with its standing, its proof and the cosignatures of the head it stands under."""
    found = _given(node, find(node, name))
    standing, row = _standing(node, found)
    head = Checkpoint.parse(node.checkpoint(found.entry.origin))
    path = inclusion_proof(found.entry.seq, head.size, node.record.nodes(found.entry.origin, head.size))
    reached = policy(node).reached(head)
    return Looked(
        found,
        standing,
        STANDINGS.get(standing, standing),
        row,
        Proof(found.entry.seq, tuple(path), head).write(),
        head.size,
        head.root.hex(),
        tuple((one.name, Instant(one.time_s)) for one in reached.by),
        "firm" if reached.firm else "held" if reached.held else "signed",
        tuple(dict.fromkeys((*reached.to_be_held, *reached.missing))),
    )


def _standing(node: Node, found: Found) -> tuple[str, Mapping[str, Json]]:
    """Whether the entry counts, in one word, and the line of the state where it has its place."""
    from truceline.desk.views.folding import views_of  # noqa: PLC0415 - loads a database's toolkit, for this alone

    entry = found.entry
    with views_of(node) as views, views.reading() as shelf:
        place = (shelf.get("entry", entry.hash) or f"{entry.origin} {entry.seq} {entry.kind} waiting").split(" ")
        line = shelf.get("line", entry.hash) or shelf.get("line", place[3])
    row: Mapping[str, Json] = json.loads(line) if line else {}
    acts = row.get("acts") if row.get("object") != entry.hash else None
    reasons = [act[-1] for act in acts if act[0] == entry.hash] if isinstance(acts, list) else []  # type: ignore[index]  # an act is a list
    return str(reasons[0] if reasons else row.get("standing", "waiting")), row


def newest(node: Node, kind: str = "", log: str = "", most: int = 20) -> Iterator[Found]:
    """What came, newest first; of one kind, or of kinds that begin with it, and of one log, where these are named.

    Raises UnknownName.
    """
    if kind and not any(name.startswith(kind) for name in KINDS):
        raise UnknownName("kind", kind, tuple(KINDS))
    logs = origins(node, log)
    if not logs:
        raise UnknownName("log", log, tuple(info.origin for info in node.logs()))
    several = heapq.merge(*(_backwards(node, origin) for origin in logs), key=lambda one: one.entry.time, reverse=True)
    return islice((_given(node, one) for one in several if one.entry.kind.startswith(kind)), most)


def _given(node: Node, found: Found) -> Found:
    """An entry with what the guard gives of it to whoever looks at the open record: all that stands in the open."""
    if not isinstance(found.tree, dict):
        return found
    thing = open_thing(found.entry.kind, found.entry.origin)
    return replace(found, tree=shown(ANYBODY, thing, found.tree, node.world.now()))


def _backwards(node: Node, origin: str) -> Iterator[Found]:
    """A log's entries from its end."""
    end = node.record.size(origin)
    while end > 0:
        start = max(0, end - CHUNK)
        yield from (held(node, origin, index) for index in range(end - 1, start - 1, -1))
        end = start
