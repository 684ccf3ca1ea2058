"""Acts upon what is sealed: seal, look at, disclose, erase.

Sealing appends nothing: what was agreed to is kept in the vault, and its commitments leave with the next batch, so that
nobody learns from the log when it was. What an officer is shown, may disclose and may erase, the guard decides; an
object that is not there and one that is not for whoever asks are answered by the same words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from truceline.canon import Json
from truceline.desk.evidence.media import media_of
from truceline.desk.guard import Action, Decision, Given, decide, knows_of_lost, seen, shown, thing_of, unknown
from truceline.desk.node import Node
from truceline.desk.people import Unlocked, signed
from truceline.desk.reporting.cases import case_in
from truceline.desk.sealing import batches, disclosing, erasing, objects
from truceline.desk.sealing.erasing import Beyond, Shredded
from truceline.desk.sealing.objects import Sealable, SealedObject, statement
from truceline.desk.sealing.vault import Held, Vault
from truceline.desk.verbs.acting import Pen, Signed, appended, circulated, decided
from truceline.desk.verbs.naming import Found, find, other_log
from truceline.desk.verbs.saying import stated
from truceline.errors import Locked, RecordError, Refused, TrucelineError, UnknownName
from truceline.kinds import KINDS, Disclosed, Envelope, Marking, Payload, SealedFile, Sealing, Subject
from truceline.kinds import blobs as named_files
from truceline.kinds.aspects import Aspect
from truceline.period import Instant
from truceline.tlog import entry as entries
from truceline.tlog.entry import Entry

SHORTEST = 8  # digits of an id that name an object
_ID = re.compile("[0-9a-f]{32}")
_MADE = {"held": "truceline seal receive", "erasure": "truceline erase"}  # by what, and never by hand
_OF_FILES_SEALED_BEFORE = {"evidence.examined", "evidence.transferred"}  # they name what was sealed with its receipt


# ── sealing ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Kept:
    """What was sealed: nothing of it but its name, and when it leaves."""

    id: str  # 32 hex: of the object, and of the entry that it will be
    leaves: Instant  # the slot of the batch it can leave in at the earliest
    batches: int  # parcels that it fills for whoever it is for; 0: it is for nobody else


@dataclass(frozen=True, slots=True)
class Wanted:
    """How something is to be sealed."""

    audience: tuple[str, ...] = ()  # logs, by origin or how it begins; empty: this body alone
    marking: Marking = Marking.AMBER
    sealing: Sealing = Sealing.LOCAL
    files: tuple[bytes, ...] = ()  # in the order in which they are told
    named: tuple[str, ...] = ()  # officers whom TLP:RED is for, as ORIGIN/officer/NAME; empty: the one who writes


def sealable(pen: Pen, kind: str, payload: Payload, wanted: Wanted, about: Found | None = None) -> Sealable:
    """A payload in its envelope, not sealed yet; raises UnknownName for a log, Refused for what is never sealed."""
    if kind not in KINDS or not KINDS[kind].sealable:
        may = ", ".join(name for name, one in KINDS.items() if one.sealable)
        raise Refused(
            f"{kind} is not sealed: what has legal effect, and what keeps a log, is open. Sealed may be: {may}"
        )
    if kind in _MADE:
        raise Refused(f"nothing was sealed: {kind} is made by `{_MADE[kind]}`, together with what it says was done")
    files = tuple(SealedFile(hashlib.sha256(one).hexdigest(), len(one), media_of(one)) for one in wanted.files)
    envelope = stated(
        Envelope,
        kind,
        pen.now,
        wanted.sealing,
        wanted.marking,
        tuple(other_log(pen.node, one) for one in wanted.audience),
        ((about.entry.origin, about.entry.seq, about.entry.hash),) if about else (),
        files,
        named=wanted.named,
    )
    return Sealable(kind, payload, envelope, wanted.files)


@dataclass(frozen=True, slots=True)
class Unsealed(Found):
    """A sealed entry that something else sealed is about, as whoever may open it knows it."""

    really: str = ""  # its kind, as its envelope says
    said: Payload | None = None  # what it says

    @property
    def subject(self) -> Subject:
        """As entitlement is asked about it: by what it really is."""
        return Subject(self.really, self.author, self.said, self.entry.hash, self.entry.id, self.entry.commitments)


def subject(node: Node, name: str, officer: Unlocked | None) -> Found:
    """What something is to be about: an open entry, or a sealed one that the officer may see; raises UnknownName."""
    if officer is None:
        return find(node, name)
    try:
        _, one = found(node, officer, name)
    except UnknownName:
        return find(node, name)  # an entry like any other: what is hidden is not told from a cover
    if (leaf := erasing.leaf_of(node, one.origin, one.id)) is None:
        raise Refused(
            "nothing was sealed: what it is about has not left yet, and has no place in the log to be named by"
        )
    entry, kind = find(node, leaf.hash), one.envelope.kind if one.envelope else ""
    return Unsealed(entry.entry, entry.author, None, None, kind, one.payload)


def named_officer(what: Sealable, officer: Unlocked) -> Sealable:
    """The same, naming the officer who writes it: before anybody signs what is inside."""
    return replace(what, envelope=replace(what.envelope, officer=officer.officer.name))


def seal(pen: Pen, what: Sealable, *, about: Found | None = None, officer: Unlocked | None = None) -> Kept:
    """Seal something and keep it until its batch leaves; a reporter's case has signed already, the officer signs here.

    Raises Refused where this node or the officer may not, where nobody could open it, and where a file is missing.
    """
    # gather
    what = _signed_by(pen.node, what, officer)
    to = _addressees(pen.node, what.envelope)
    # decide
    act = decided(pen, what.kind, what.payload, about=about, sealed=what.envelope)
    _check_files(what)
    one = objects.seal(pen.node.origin, what, pen.node.world)
    if officer:
        _allowed(
            decide(officer.asker(pen.node.origin), Action.SEAL, thing_of(one), Aspect.ENVELOPE, pen.node.world.now())
        )
    # keep
    with Vault(pen.node) as vault:
        vault.checked_recipient()
        pen.consent(act)
        vault.keep(one, to=to)
    parcels = -(-len(objects.dumps(one)) // batches.schedule(pen.node.path).room_b)
    return Kept(one.id, batches.times(pen.node)[1], parcels if to else 0)


def _signed_by(node: Node, what: Sealable, officer: Unlocked | None) -> Sealable:
    if officer is None:
        if what.envelope.marking is Marking.RED and not (what.envelope.officer or what.envelope.named):
            raise Refused("nothing was sealed: TLP:RED is for the officers named, and none is. Give --officer NAME")
        return what
    named = what if what.envelope.officer == officer.officer.name else named_officer(what, officer)
    mark = officer.sign(statement(node.origin, named.envelope, named.payload))
    return replace(named, envelope=replace(named.envelope, officer_signature=mark))


def _addressees(node: Node, envelope: Envelope) -> dict[str, str]:
    """Whom a sealed object goes to, each with its recipient; raises Refused where one of them could not open it."""
    if envelope.sealing is Sealing.REPLICATED and not envelope.audience:
        raise Refused("nothing was sealed: what everybody holds is for somebody to open. Name them with --audience LOG")
    to = erasing.addressees(node, envelope)
    for key in envelope.named:
        if key.partition("/officer/")[0] not in {node.origin, *envelope.audience}:
            raise Refused(f"nothing was sealed: {key} is no officer of this body, nor of one that it is for")
    for origin in envelope.audience:
        if origin not in to:
            raise Refused(
                f"nothing was sealed: {origin} has enrolled no sealing key that is held here, so nobody there could "
                "open it. Ask its people to run `truceline officer add` on their node, sync with it, and try again"
            )
    return to


def _check_files(what: Sealable) -> None:
    """Refuse a payload that names files which are not sealed with it."""
    lacking = set(named_files(what.payload)) - {one.digest for one in what.envelope.files}
    if lacking and what.kind not in _OF_FILES_SEALED_BEFORE:
        raise Refused(
            f"nothing was sealed: the payload names {len(lacking)} file{'s' if len(lacking) > 1 else ''} by SHA-256 "
            "that would not be sealed with it. Give each with --file PATH, byte for byte as it was when it was named"
        )


# ── looking ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Row:
    """One sealed object in a list, as far as whoever asks may know."""

    id: str
    origin: str  # the log it stands in, or will
    kind: str  # empty: it does not open any more, or cannot be read
    marking: str
    left: Instant | None  # slot of its batch; None: it has not left, or came from another

    def plain(self) -> dict[str, Json]:
        """As one JSON object, for machines."""
        left = str(self.left) if self.left else None
        return {"id": self.id, "origin": self.origin, "kind": self.kind, "marking": self.marking, "left": left}


@dataclass(frozen=True, slots=True)
class Shown:
    """A sealed object, as far as whoever asks is given it."""

    row: Row
    place: str  # ORIGIN#INDEX of its entry; empty: it has not left
    envelope: Mapping[str, Json]  # time, audience, files … where they are given
    tree: Mapping[str, Json]  # the members of the payload that are given
    signed: str  # what became of the officer's signature, in words; empty: not told

    def plain(self) -> dict[str, Json]:
        """As one JSON object, for machines."""
        told: dict[str, Json] = {"place": self.place, "envelope": dict(self.envelope), "signed": self.signed}
        return {**self.row.plain(), **told, "payload": dict(self.tree)}


def listed(node: Node, officer: Unlocked) -> tuple[Row, ...]:
    """What is here for an officer, those that came or were sealed; nothing of what is not for them."""
    asker, now = officer.asker(node.origin), node.world.now()
    with Vault(node) as vault:
        found = ((held, opened(vault, held.id, officer)) for held in vault.ids())
        return tuple(_row(held, one) for held, one in found if one and seen(asker, thing_of(one), now))


def look(node: Node, officer: Unlocked, name: str) -> Shown:
    """One object, its members whole, coarsened or left out, as the guard decides; raises UnknownName, RecordError."""
    held, one = found(node, officer, name)
    leaf = erasing.leaf_of(node, one.origin, one.id)
    if leaf and leaf.commitments != one.commitments:
        raise RecordError(
            f"{one.origin}#{leaf.seq} has other commitments than what is kept under its id: it is not shown"
        )
    asker, thing, now = officer.asker(node.origin), thing_of(one), node.world.now()

    def given(aspect: Aspect) -> Given:
        return decide(asker, Action.SEE, thing, aspect, now).given

    whole = given(Aspect.ENVELOPE) is Given.WHOLE
    return Shown(
        _row(held, one),
        f"{leaf.origin}#{leaf.seq}" if leaf else "",
        dict(_envelope(one, given(Aspect.FILES))) if whole else {},
        shown(asker, thing, one.tree, now),
        _mark(node, one) if whole else "",
    )


def taken_out(node: Node, officer: Unlocked, name: str) -> tuple[bytes, ...]:
    """The files sealed with an object, byte for byte, where the officer may take them out."""
    _, one = found(node, officer, name)
    _allowed(decide(officer.asker(node.origin), Action.EXPORT, thing_of(one), Aspect.FILES, node.world.now()))
    return tuple(one.files[file.digest] for file in one.envelope.files) if one.envelope else ()


def _row(held: Held, one: SealedObject) -> Row:
    envelope = one.envelope
    kind, marking = (envelope.kind, str(envelope.marking)) if envelope else ("", "")
    return Row(held.id, held.origin, kind, marking, held.slot)


def _envelope(one: SealedObject, files: Given) -> Iterator[tuple[str, Json]]:
    """What the envelope says."""
    if (envelope := one.envelope) is None:
        return
    yield "time", str(envelope.time)
    yield "sealing", str(envelope.sealing)
    yield "audience", list(envelope.audience)
    yield "officer", envelope.officer
    yield "case", case_in(one)
    yield "refs", [f"{origin}#{index}" for origin, index, _ in envelope.refs]
    if files is Given.WHOLE:
        yield "files", [{"media": file.media, "size": file.size, "name": file.name} for file in envelope.files]


def _mark(node: Node, one: SealedObject) -> str:
    """What became of the officer's signature inside."""
    envelope, payload = one.envelope, one.payload
    if envelope is None or payload is None or not envelope.officer_signature:
        return "no officer signed it"
    said = statement(one.origin, envelope, payload)
    held = any(
        signed(key, said, envelope.officer_signature) for key in officer_keys(node, one.origin, envelope.officer)
    )
    return (
        f"signed by {envelope.officer}"
        if held
        else f"{envelope.officer} is named, and no key enrolled for them signed it"
    )


def officer_keys(node: Node, origin: str, name: str) -> Iterator[str]:
    """The keys that a log enrolled for an officer of that name."""
    for leaf in node.leaves(origin):
        if b'"officer_key"' in leaf:
            tree = entries.parse(leaf).payload or {}
            if tree.get("name") == name and isinstance(key := tree.get("officer_key"), str):
                yield key


def opened(vault: Vault, id_: str, officer: Unlocked) -> SealedObject | None:
    """An object opened by the body's key, or a former one; None where it does not open or cannot be read."""
    try:
        return _unlocked(vault, id_, officer)
    except TrucelineError:
        return None  # a list does not end at one that is damaged, or was erased meanwhile


def _unlocked(vault: Vault, id_: str, officer: Unlocked) -> SealedObject:
    """An object opened by the body's key, or by one that it had before and its key is still under."""
    if officer.body is None:
        raise unknown(id_)
    for key in officer.former:
        with suppress(Locked):
            return vault.open(id_, key)
    return vault.open(id_, officer.body)


def found(node: Node, officer: Unlocked, name: str) -> tuple[Held, SealedObject]:
    """The one object that is meant, of those the officer may know of; raises UnknownName, RecordError where erased."""
    asker, now = officer.asker(node.origin), node.world.now()
    with Vault(node) as vault:
        ids = _named(node, vault, name.strip())
        if len(ids) > 1:  # one that is hidden makes no other's name ambiguous
            ids = [id_ for id_ in ids if (one := opened(vault, id_, officer)) and seen(asker, thing_of(one), now)]
        try:
            one = _unlocked(vault, ids[0], officer) if len(ids) == 1 else None
        except TrucelineError as error:
            raise (error if officer.body and knows_of_lost(asker) else unknown(name)) from None
        held = next((each for each in vault.ids() if one and each.id == one.id), None)
    if held is None or one is None or not seen(asker, thing_of(one), now):
        raise unknown(name)
    return held, one


def _named(node: Node, vault: Vault, name: str) -> list[str]:
    """The ids that may be meant: by how they begin, or by the place or hash of their entry."""
    known = [one.id for one in vault.ids() if len(name) >= SHORTEST and one.id.startswith(name.lower())]
    if known:
        return known
    if _ID.fullmatch(name) and vault.erased(name):
        return [name]
    try:
        entry = find(node, name).entry
    except UnknownName:
        return []  # one wording for whatever is not there: `unknown`
    here = entry.kind == batches.SEALED and (vault.has(entry.id) or vault.erased(entry.id))
    return [entry.id] if here else []


def _allowed(decision: Decision) -> None:
    if decision.given < Given.WHOLE:
        raise Refused(f"nothing was done: {decision.words}")


# ── disclosing ────────────────────────────────────────────────────────────────────────────────


def disclosure(node: Node, officer: Unlocked, name: str, fields: Sequence[Aspect]) -> bytes:
    """The file that tells these fields of a sealed entry, for one who is handed it; raises Refused, UnknownName."""
    one, leaf = _to_disclose(node, officer, name, fields)
    return disclosing.made(node, leaf, one.only(fields).openings)


def publish(pen: Pen, officer: Unlocked, name: str, fields: Sequence[Aspect], reason: Mapping[str, str]) -> Signed:
    """Open these fields of a sealed entry of one's own for all, for good."""
    # gather
    one, leaf = _to_disclose(pen.node, officer, name, fields)
    opened = disclosing.opened(one.only(fields).openings)
    # decide
    act = decided(pen, "disclosed", stated(Disclosed, opened, dict(reason)), about=find(pen.node, leaf.hash))
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


def _to_disclose(node: Node, officer: Unlocked, name: str, fields: Iterable[Aspect]) -> tuple[SealedObject, Entry]:
    """An object and its entry, where the officer may open each of these fields for others."""
    _, one = found(node, officer, name)
    asker, thing, now = officer.asker(node.origin), thing_of(one), node.world.now()
    for field in fields:
        _allowed(decide(asker, Action.DISCLOSE, thing, field, now))
    leaf = erasing.leaf_of(node, one.origin, one.id)
    if leaf is None:
        raise Refused(
            "nothing was disclosed: it has not left yet, so that no entry in the log shows its commitments. Its batch "
            f"leaves at {batches.times(node)[1]} or later: `truceline seal send` then, and give the command again"
        )
    return one, leaf


# ── erasing ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure came to."""

    id: str
    shredded: Shredded
    told: tuple[str, ...]  # logs that a sealed erasure is queued for
    beyond: Beyond  # what it does not reach

    def plain(self) -> dict[str, Json]:
        """As one JSON object, for machines."""
        owed: list[Json] = [{"path": str(one.path), "why": one.why} for one in self.shredded.owed]
        reach: dict[str, Json] = {
            "audience": list(self.beyond.audience),
            "copied": list(self.beyond.copied),
            "disclosed": list(self.beyond.disclosed),
        }
        done: dict[str, Json] = {"here": self.shredded.here, "recalled": self.shredded.recalled}
        return {"id": self.id, **done, "told": list(self.told), "owed": owed, "beyond": reach}


Asked = Callable[[Row, Beyond], None]  # returns where a person agrees; raises Refused where not


def erase(node: Node, officer: Unlocked, name: str, reason: Mapping[str, str], asked: Asked) -> Erased:
    """Erase an object: key, ciphertext, what waits to be sent, copies of its key; tell those whom it was sealed to.

    Given again for what is erased already, it goes on where it was cut short. Raises Refused, UnknownName.
    """
    if gone := erased(node, officer, name, Action.ERASE):
        with Vault(node) as vault:
            return Erased(gone, erasing.shred(node, vault, gone), (), Beyond((), (), ()))
    held, one = found(node, officer, name)
    _allowed(decide(officer.asker(node.origin), Action.ERASE, thing_of(one), Aspect.ENVELOPE, node.world.now()))
    leaf = erasing.leaf_of(node, one.origin, one.id)
    beyond = erasing.beyond(node, one, leaf)
    asked(_row(held, one), beyond)
    saying, to = erasing.erasure(node, one, reason) if leaf and one.origin == node.origin else (None, {})
    with Vault(node) as vault:
        return Erased(held.id, erasing.shred(node, vault, held.id, saying=saying, to=to), tuple(to), beyond)


def erased(node: Node, officer: Unlocked, name: str, action: Action = Action.SEE) -> str:
    """The id that is meant, where it has been erased here and the officer may know of it; empty where not."""
    if not knows_of_lost(officer.asker(node.origin), action):
        return ""
    with Vault(node) as vault:
        ids = _named(node, vault, name.strip())
        return ids[0] if len(ids) == 1 and vault.erased(ids[0]) else ""
