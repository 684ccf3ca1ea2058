"""What all acts of a participant share: decided, shown and agreed to, appended, circulated.

An act is asked of `kinds` before anything is signed, so that a refused one leaves no trace in the log and says
why, who may, and what to do. What a door shows is the very value that is signed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from truceline.canon import Json, canonical_text, to_json
from truceline.desk.guard import Given, may_say_openly
from truceline.desk.node import Node
from truceline.desk.verbs.naming import Found, find, held
from truceline.errors import Refused
from truceline.kinds import KINDS, Author, CorrectionMade, Envelope, Payload, Role, Standing, corrected, entitled
from truceline.period import Instant
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.entry import Entry, Ref


@dataclass(frozen=True, slots=True)
class Act:
    """What is about to be signed, decided and not yet agreed to."""

    kind: str
    payload: Payload  # the dataclass of that kind
    about: Found | None  # the subject; None: the act makes something new
    refs: tuple[Ref, ...]  # the subject first, then what else it rests on
    time: Instant
    blobs: tuple[bytes, ...]  # files that the payload names by digest, to be kept before it is signed
    author: Author
    key: str  # name of the key that will sign
    sealed: Envelope | None = None  # in what it is sealed; None: it is said in the open

    @property
    def gist(self) -> str:
        """What such an entry says, in one sentence."""
        return KINDS[self.kind].gist

    @property
    def further(self) -> tuple[Ref, ...]:
        """What it rests on besides its subject."""
        return self.refs[1:] if self.about else self.refs

    @property
    def plain(self) -> Json:
        """The payload as it will stand in the entry."""
        return to_json(type(self.payload), self.payload)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the payload's canonical text, in hexadecimal: what two people compare before both sign."""
        return hashlib.sha256(canonical_text(self.plain).encode()).hexdigest()


Consent = Callable[[Act], None]  # returns where a person agrees; raises Refused where not


@dataclass(frozen=True)
class Pen:
    """What a participant signs with, once."""

    node: Node
    consent: Consent  # asked before every signature
    time: Instant | None = None  # when it was done, as its author says; None: the node's clock now

    @cached_property
    def now(self) -> Instant:
        """When what is signed was done: one instant, wherever an act speaks of it."""
        return self.time or self.node.world.now()


@dataclass(frozen=True, slots=True)
class Signed:
    """What was signed, and the head of the log it stands under."""

    origin: str
    index: int  # of the entry in its log
    entry: str  # leaf hash, hexadecimal
    id: str  # 32 hexadecimal digits
    kind: str
    time: str  # UTC
    payload: Json
    size: int  # of the log, under the newest checkpoint over the entry
    root: str  # of that checkpoint, hexadecimal

    @property
    def place(self) -> str:
        """``ORIGIN#INDEX``, by which everybody can name the entry."""
        return f"{self.origin}#{self.index}"

    def plain(self) -> Json:
        """As one JSON object, for machines."""
        head: Json = {"size": self.size, "root": self.root}
        told: dict[str, Json] = {
            name: getattr(self, name) for name in ("origin", "index", "entry", "id", "kind", "time")
        }
        return {**told, "payload": self.payload, "checkpoint": head}


def decided(  # noqa: PLR0913 - the parts of an act are its arguments
    pen: Pen,
    kind: str,
    payload: Payload,
    *,
    about: Found | None = None,
    refs: Iterable[Ref] = (),
    blobs: Iterable[bytes] = (),
    sealed: Envelope | None = None,
) -> Act:
    """What will be signed, or sealed, if this node may; raises Refused where it may not, with reason and cure."""
    node = pen.node
    author = Author(node.origin, Role(node.role), node.actor)
    standing = entitled(kind, author, about.subject if about else None, payload, opened=sealed is not None)
    if not standing.counts:
        raise Refused(_refusal(kind, author, about, standing))
    if sealed is None:
        _check_openly(node, kind, payload, about)
    named = (about.ref,) if about else ()
    return Act(kind, payload, about, (*named, *refs), pen.now, tuple(blobs), author, node.entry_key.name, sealed)


def _refusal(kind: str, author: Author, about: Found | None, standing: Standing) -> str:
    """Why an act is refused, who may do it, and what to do."""
    may = ", ".join(sorted(KINDS[kind].roles))
    who = author.actor or author.origin
    of = f" about {about}" if about else ""
    said = standing.words.removeprefix(f"{kind}: ")
    return (
        f"{kind}{of} was not signed: {said}. This node keeps the log of {who}, {author.role}; "
        f"such entries are for: {may}. {_CURES.get(standing.reason, _ASK)}"
    )


def _check_openly(node: Node, kind: str, payload: Payload, about: Found | None) -> None:
    """Raise Refused for what may not stand in the open, by this node's own clock; with who may have it, or when."""
    said, subject = payload, about
    while isinstance(said, CorrectionMade) and subject and subject.payload:
        said = cast("Payload", corrected(subject.payload, said))  # what its author then says; an entry's payload is one
        subject = held(node, *subject.entry.refs[0][:2]) if subject.entry.refs else None
    openly = may_say_openly(kind, said, node.world.now())
    if openly.given is not Given.WHOLE:
        wait = f", or wait until {openly.until}" if openly.until else ""
        wider = _WIDER if openly.given is Given.COARSE else ""
        raise Refused(
            f"{kind} was not signed: {openly.words}. Seal it for those it is for (`truceline seal`){wait}{wider}."
        )


_WIDER = (
    ", or say it coarsely: days that begin and end at midnight UTC, shares in whole tenths (100, 200 … permille), and "
    "an area that is a box of whole tenths of a degree"
)
_ASK = "Name another entry, or ask whoever may to append it on a node of their own."
_CURES = {  # what to do next, by the reason of a standing
    "wrong_role": "Ask one of them to append it on a node of their own.",
    "subject_of_other_kind": "Look for the entry that is meant with `truceline entries`.",
    "not_own": "Only whoever appended it can; ask them.",
    "own": "It is for the others to answer; ask them.",
    "other_actor": "For an actor without a node, a guarantor or the monitor attests: `truceline attest`.",
    "own_actor": "Say it in this log itself, without attesting.",
}


def appended(pen: Pen, act: Act) -> Entry:
    """Show the act, have it agreed to, append it; after a crash the whole entry stands, or nothing of it."""
    pen.consent(act)
    # On disk first: an entry never names a file that its own node lacks. A crash between the two leaves a file that
    # nothing names, and the same command, given again, finds it there.
    for blob in act.blobs:
        pen.node.blobs.put(blob)
    return pen.node.append(act.kind, act.payload, refs=act.refs, time=act.time)


def circulated(pen: Pen, act: Act, entry: Entry) -> Signed:
    """The entry with the head it stands under: from here on, whoever syncs with this node is given it."""
    head = Checkpoint.parse(pen.node.checkpoint(pen.node.origin))
    return Signed(
        entry.origin, entry.seq, entry.hash, entry.id, entry.kind, entry.time, act.plain, head.size, head.root.hex()
    )


def entered(pen: Pen, kind: str, payload: Payload, about: str | None = None) -> Signed:
    """Append what is told whole and needs no more of the record than the entry it is about, where it is about one."""
    # gather
    subject = find(pen.node, about) if about is not None else None
    # decide
    act = decided(pen, kind, payload, about=subject)
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)
