"""Finding the steps of a chain of custody: in the vault what is sealed, in the log what is open, and what is erased.

Steps belong together by the digests of the files they name, which stand inside them; so only an officer who may open
them can follow a chain. Each opening of an object hashes its files anew and compares them with what was sealed.

Everything in the vault is opened to find them: an index of what belongs together, kept outside, would tell it to
whoever has the disk. That takes as long as the vault is large.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from truceline.canon import Json
from truceline.desk.evidence.custody import Chain, Original, Signature, Step, Way, chained
from truceline.desk.evidence.keeping import EXAMINED, RECEIVED, TRANSFERRED, digests
from truceline.desk.guard import Action, Given, decide, thing_of, unknown
from truceline.desk.node import Node
from truceline.desk.people import Unlocked, signed
from truceline.desk.sealing import objects
from truceline.desk.sealing.objects import SealedObject
from truceline.desk.sealing.vault import Vault
from truceline.desk.verbs import sealing
from truceline.errors import RecordError, Refused, UnknownName
from truceline.kinds import Aspect, Envelope
from truceline.period import Instant
from truceline.tlog import entry as entries
from truceline.tlog.entry import Entry

WAYS = {RECEIVED: Way.RECEIVED, EXAMINED: Way.EXAMINED, TRANSFERRED: Way.TRANSFERRED}


@dataclass(frozen=True)
class Desk:
    """An officer at a node."""

    node: Node
    who: Unlocked

    def gives(self, one: SealedObject, action: Action, aspect: Aspect) -> bool:
        """Whether the guard gives the officer this aspect of an object whole, for what is asked."""
        asker, now = self.who.asker(self.node.origin), self.node.world.now()
        return decide(asker, action, thing_of(one), aspect, now).given is Given.WHOLE


class Piece(NamedTuple):
    """One object of evidence, opened, with where it stands."""

    one: SealedObject
    envelope: Envelope
    tree: Mapping[str, Json]
    left: Instant | None  # slot of its batch


# ── one of them ───────────────────────────────────────────────────────────────────────────────


def opened(desk: Desk, name: str, action: Action = Action.SEE) -> Piece:
    """A step of custody that a person means, its files hashed anew, where the guard lets this officer at them.

    Raises UnknownName, Refused for what is no evidence, RecordError where it was erased or has changed.
    """
    held, one = sealing.found(desk.node, desk.who, name)
    if one.envelope is None or not desk.gives(one, action, Aspect.FILES):
        raise unknown(name)
    if one.envelope.kind not in WAYS:
        raise Refused(f"{one.id} is no evidence, but a sealed {one.envelope.kind}: look with `truceline open {one.id}`")
    return Piece(one, one.envelope, one.tree, held.slot)


def original(piece: Piece, number: int) -> bytes:
    """The bytes of one file of a receipt, counted from 1, as they came; raises UnknownName, RecordError."""
    wanted = digests(piece.tree)
    if not 1 <= number <= len(wanted):
        raise UnknownName("file", str(number), tuple(str(at) for at in range(1, len(wanted) + 1)))
    data = piece.one.files.get(wanted[number - 1])
    if data is None or not _is_whole(data, wanted[number - 1]):
        raise RecordError(f"file {number} of {piece.one.id} is not here as it came; `truceline evidence custody` tells")
    return data


def _is_whole(data: bytes, digest: str) -> bool:
    return hashlib.sha256(data).hexdigest() == digest


# ── the whole chain ───────────────────────────────────────────────────────────────────────────


def follow(desk: Desk, name: str) -> Chain:
    """The chain of custody of the evidence that a person means; raises as `opened`."""
    if gone := sealing.erased(desk.node, desk.who, name):
        return _of_erased(desk, gone)
    wanted = frozenset(digests(opened(desk, name).tree))
    pieces = [one for one in _everything(desk) if one.envelope.kind in WAYS and wanted & set(digests(one.tree))]
    places = _places(desk.node, pieces)
    steps = [_step(desk, one, places.get(one.one.id)) for one in pieces]
    return chained([*steps, *_disclosed(desk.node, places.values())], _originals(pieces, wanted))


def _everything(desk: Desk) -> Iterator[Piece]:
    """Every object that opens here and whose files the officer may see; erased ones, and another body's, do not."""
    with Vault(desk.node) as vault:
        for held in vault.ids():
            one = sealing.opened(vault, held.id, desk.who)
            if one and one.envelope and desk.gives(one, Action.SEE, Aspect.FILES):
                yield Piece(one, one.envelope, one.tree, held.slot)


def _places(node: Node, pieces: Iterable[Piece]) -> dict[str, Entry]:
    """The sealed entry of each object that has left, by id; each log is gone through once."""
    wanted = {(piece.one.origin, piece.one.id) for piece in pieces}
    held = {info.origin for info in node.logs()}
    found: dict[str, Entry] = {}
    for origin in sorted({one for one, _ in wanted} & held):
        for leaf in node.leaves(origin):
            if b'"kind":"sealed"' in leaf and (origin, (entry := entries.parse(leaf)).id) in wanted:
                found.setdefault(entry.id, entry)
    return found


def _step(desk: Desk, piece: Piece, entry: Entry | None) -> Step:
    tree, envelope = piece.tree, piece.envelope
    way, entered = WAYS[envelope.kind], envelope.time
    by = _text(tree, "by") or envelope.officer or piece.one.origin
    return Step(
        way=way,
        id=piece.one.id,
        place=f"{entry.origin}#{entry.seq}" if entry else "",
        at=_instant(tree, "at") or entered,
        entered=entered,
        left=piece.left,
        by=by,
        words=_text(tree, {Way.RECEIVED: "how", Way.EXAMINED: "purpose"}.get(way, "note")),
        signature=_signature(desk.node, piece),
        files=frozenset(digests(tree)),
        collected=_instant(tree, "collected"),
        to=_text(tree, "to"),
        receipt=_text(tree, "receipt") in piece.one.files,
        committed=entry is None or entry.commitments == piece.one.commitments,
    )


def _text(tree: Mapping[str, Json], field: str) -> str:
    said = tree.get(field)
    return said if isinstance(said, str) else ""


def _instant(tree: Mapping[str, Json], field: str) -> Instant | None:
    try:
        return Instant.parse(_text(tree, field))
    except ValueError:
        return None


def _signature(node: Node, piece: Piece) -> Signature:
    """Whether an officer whose key the log enrolled under that name signed what is inside."""
    envelope, payload = piece.envelope, piece.one.payload
    if not envelope.officer_signature:
        return Signature.NONE
    if payload is None:
        return Signature.BROKEN
    over = objects.statement(piece.one.origin, envelope, payload)
    keys = sealing.officer_keys(node, piece.one.origin, envelope.officer)
    holds = any(signed(key, over, envelope.officer_signature) for key in keys)
    return Signature.HOLDS if holds else Signature.BROKEN


def _originals(pieces: Iterable[Piece], wanted: frozenset[str]) -> Iterator[Original]:
    """Each file of the evidence as it came in, be it here or not."""
    told: dict[str, tuple[str, int, bool]] = dict.fromkeys(sorted(wanted), ("", 0, False))
    came = [one for one in pieces if one.envelope.kind == RECEIVED]
    order = list(dict.fromkeys(digest for one in came for digest in digests(one.tree)))
    for piece in came:
        medias = {one.digest: one.media for one in piece.envelope.files}
        for digest in set(digests(piece.tree)) & set(piece.one.files):
            data = piece.one.files[digest]
            told[digest] = (medias.get(digest, ""), len(data), _is_whole(data, digest))
    shown = [*order, *(one for one in told if one not in order)]
    return (Original(number, *told.get(digest, ("", 0, False))) for number, digest in enumerate(shown, 1))


# ── what was opened for all, and what was erased ──────────────────────────────────────────────


def _disclosed(node: Node, sealed: Iterable[Entry]) -> Iterator[Step]:
    """Open entries by which something of these sealed ones was opened for all."""
    for entry in sealed:
        written = entry.hash.encode()
        for leaf in node.leaves(entry.origin, entry.seq + 1):
            if b'"kind":"disclosed"' in leaf and written in leaf:
                yield from _opened_for_all(entries.parse(leaf), entry)


def _opened_for_all(told: Entry, sealed: Entry) -> Iterator[Step]:
    if told.kind != "disclosed" or told.refs[:1] != (sealed.ref,):
        return
    said = (told.payload or {}).get("opened")
    fields = [str(one.get("field")) for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    at, words = Instant.parse(told.time), f"opened for all: field {', '.join(fields) or 'not carried here'}"
    place = f"{told.origin}#{told.seq}"
    yield Step(Way.DISCLOSED, told.id, place, at, at, at, told.origin, words, Signature.LOG)


def _of_erased(desk: Desk, id_: str) -> Chain:
    """What can still be told of something erased: that it was, and when, where its erasure is here."""
    entry = next((one for one in _sealed(desk.node, id_)), None)
    commitments = set(entry.commitments) if entry else set()
    found = [one for one in _everything(desk) if one.envelope.kind == "erasure" and commitments & _committed(one.tree)]
    places = _places(desk.node, found)
    steps = [_erasure(desk, one, places.get(one.one.id)) for one in found] or [_gone(desk, id_, entry)]
    return chained(steps, ())


def _sealed(node: Node, id_: str) -> Iterator[Entry]:
    written = f'"id":"{id_}"'.encode()
    for info in node.logs():
        for leaf in node.leaves(info.origin) if info.size else ():
            if written in leaf and (entry := entries.parse(leaf)).id == id_:
                yield entry


def _committed(tree: Mapping[str, Json]) -> set[str]:
    said = tree.get("commitments")
    return {one for one in said if isinstance(one, str)} if isinstance(said, list) else set()


def _erasure(desk: Desk, piece: Piece, entry: Entry | None) -> Step:
    reason = piece.tree.get("reason")
    words = "; ".join(map(str, reason.values())) if isinstance(reason, dict) else ""
    place, at = f"{entry.origin}#{entry.seq}" if entry else "", piece.envelope.time
    by = piece.envelope.officer or piece.one.origin
    return Step(Way.ERASED, piece.one.id, place, at, at, piece.left, by, words, _signature(desk.node, piece))


def _gone(desk: Desk, id_: str, entry: Entry | None) -> Step:
    """Erased, and no erasure says when: as of the time its entry left, or of now."""
    at = Instant.parse(entry.time) if entry else desk.node.world.now()
    place = f"{entry.origin}#{entry.seq}" if entry else ""
    return Step(Way.ERASED, id_, place, at, at, at, desk.node.origin, "no entry here says when or why", Signature.LOG)
