"""What others sealed for us: parcels opened, put together, proved against their author's log, kept and answered.

An officer who has unlocked the body's key opens what came. A parcel is believed nothing: what is in it is kept only
where it opens, every one, the commitments of the sealed entry of that id in that author's own log, and is addressed to
us. What does not hold is refused, told, and let go of. What is kept is answered by a receipt (`held`), sealed like any
other object, which leaves with a batch of ours; nobody but its addressee learns that there was anything to answer.

An erasure of what its author had sealed to us erases it here too, for good, and is answered likewise. What everybody
holds and only its audience opens (sealed-replicated) is kept as it came, by those who cannot open it as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from truceline.desk.node import Node
from truceline.desk.node.parcels import Arrived, Begun, Parcels, Piece
from truceline.desk.sealing import age, objects
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.batches import FRAME_B, SEALED
from truceline.desk.sealing.erasing import shred
from truceline.desk.sealing.objects import Sealable, SealedObject
from truceline.desk.sealing.recipients import recipient_of
from truceline.desk.sealing.vault import PIECE_B, Vault
from truceline.errors import Locked, RecordError
from truceline.kinds import Payload
from truceline.kinds.bounds import Word
from truceline.kinds.keeping import Erasure, Held
from truceline.kinds.sealing import Envelope, Marking, Sealing
from truceline.tlog import entry as entries
from truceline.tlog.entry import Entry

MOST_PIECES = objects.MOST_B // PIECE_B + 64  # of a message: the largest object, and what encryption adds
HELD, ERASURE = "held", "erasure"
ERASED_TOO = {"en": "Erased here too, as its author asked."}
AGE_LINE = b"age-encryption.org/v1\n"


class Outcome(Word):
    """What came of something received."""

    KEPT = "kept"  # proved, and kept in the vault
    RECEIPT = "receipt"  # another says that it holds, or has erased, what we sealed to it
    ERASED = "erased"  # its author erased it, and so did we
    COPY = "copy"  # for others to open; held here as it came
    WAITING = "waiting"  # whole or in part, and the rest or its entry is not here yet
    REFUSED = "refused"  # it does not hold; nothing of it was kept


@dataclass(frozen=True, slots=True)
class Received:
    """What came of one message, or of one parcel that holds none; it says nothing of what is inside."""

    author: str  # origin of the log whose node sent it
    object: str  # id of the sealed entry, 32 hex; empty: not known
    outcome: Outcome
    why: str = ""  # for what was refused or waits: in words


def receive(node: Node, vault: Vault, body: Identity, former: Sequence[Identity] = ()) -> tuple[Received, ...]:
    """Open what has come, and keep what holds; what came of each. `former`: keys of the body before a change of them.

    Raises Locked for what is no key of this body; then nothing is touched.
    """
    if vault.recipient not in {body.recipient, *(one.recipient for one in former)}:
        raise Locked("this key is not the one that this body has enrolled: unlock as an officer of this node")
    with closing(Parcels(node.path)) as parcels:
        receiving = Receiving(node, vault, parcels, (body, *former))
        # A crash anywhere leaves parcels and pieces where they were: the next time goes on, and keeps nothing twice.
        return (*receiving.parcels_opened(), *receiving.messages())


def frames(plain: bytes) -> Iterator[Piece]:
    """The pieces in what a parcel's body decrypts to; raises ValueError where it is not what `batches.body` writes."""
    at = 0
    while at + FRAME_B <= len(plain) and any(plain[at : at + FRAME_B]):
        object_ = plain[at : at + 16].hex()
        index, count, size = (int.from_bytes(plain[at + 16 + i : at + 20 + i], "big") for i in (0, 4, 8))
        if not 1 <= count <= MOST_PIECES or index >= count:
            raise ValueError(f"a piece of at most {MOST_PIECES:,}, not piece {index:,} of {count:,}")
        if not 1 <= size <= min(PIECE_B, len(plain) - at - FRAME_B):
            raise ValueError(f"a piece of 1 to {PIECE_B:,} bytes that is all there, not one of {size:,}")
        yield Piece(object_, index, count, plain[at + FRAME_B : at + FRAME_B + size])
        at += FRAME_B + size
    if any(plain[at:]):
        raise ValueError("zeros behind the last piece")


class _Refusal(Exception):
    """Why something received is not kept."""


@dataclass(frozen=True, slots=True)
class Receiving:
    """One look at what has come."""

    node: Node
    vault: Vault
    parcels: Parcels
    keys: tuple[Identity, ...]  # the body's, the newest first
    leaves: dict[str, dict[str, Entry]] = field(default_factory=dict)  # sealed entries by log and id, as looked up

    def parcels_opened(self) -> Iterator[Received]:
        """Each parcel opened, and its pieces laid beside those that came before."""
        for arrived in self.parcels.inbox():
            try:
                pieces = self._pieces(arrived)
            except (_Refusal, ValueError) as error:
                self.parcels.done(arrived.author, arrived.n)
                yield Received(arrived.author, "", Outcome.REFUSED, f"parcel {arrived.n:,}: expected {error}")
                continue
            known = [one for one in pieces if not self.parcels.is_gone(arrived.author, one.object)]
            self.parcels.done(arrived.author, arrived.n, known)

    def _pieces(self, arrived: Arrived) -> list[Piece]:
        size = int.from_bytes(arrived.body[:4], "big")
        if size > len(arrived.body) - 4 or any(arrived.body[4 + size :]):
            raise _Refusal(f"an age file of at most {len(arrived.body) - 4:,} bytes and zeros, not one of {size:,}")
        plain = self._opened(arrived.body[4 : 4 + size])
        if plain is None:
            raise _Refusal("an age file that this body's key opens")
        return list(frames(plain))

    def _opened(self, data: bytes) -> bytes | None:
        for key in self.keys:
            try:
                return age.decrypt(data, key)
            except Locked:
                continue
        return None

    # ── messages ──────────────────────────────────────────────────────────────────────────────

    def messages(self) -> Iterator[Received]:
        """Each message of which there are pieces: kept, refused, or still waiting."""
        for begun in self.parcels.begun():
            if self.parcels.is_gone(begun.author, begun.object):
                continue  # by an erasure that came with it
            try:
                outcome, why = self._message(begun)
            except (_Refusal, RecordError) as error:
                self.parcels.drop_parts(begun.author, begun.object)
                outcome, why = Outcome.REFUSED, f"expected {error}"
            yield Received(begun.author, begun.object, outcome, why)

    def _message(self, begun: Begun) -> tuple[Outcome, str]:
        author, object_ = begun.author, begun.object
        if begun.least != begun.most:
            raise _Refusal("pieces that all say of how many they are")
        if begun.here < begun.most:
            return Outcome.WAITING, f"{begun.here:,} of {begun.most:,} pieces are here"
        leaf = self._sealed(author).get(object_)
        if leaf is None:
            return Outcome.WAITING, "its entry is not in the log held here; sync"
        message = b"".join(one.data for one in self.parcels.parts(author, object_))
        said = self._opened(message)
        if said is None:
            return self._copied(author, object_, message)
        found = self._proved(author, leaf, said)
        outcome = self._kept(found)
        if found.envelope and found.envelope.sealing is Sealing.REPLICATED:
            self.parcels.keep_copy(author, object_, message)  # as everybody does
        self.parcels.drop_parts(author, object_)
        return outcome

    def _sealed(self, author: str) -> dict[str, Entry]:
        if author not in self.leaves:
            self.leaves[author] = _sealed(self.node, author)
        return self.leaves[author]

    def _copied(self, author: str, object_: str, message: bytes) -> tuple[Outcome, str]:
        """What we cannot open, and hold for those who can."""
        if not message.startswith(AGE_LINE):
            raise _Refusal("an age file")
        if not self.parcels.keep_copy(author, object_, message):
            raise _Refusal("less than was sent: no more is held of what its author sends and we cannot open")
        return Outcome.COPY, ""

    def _proved(self, author: str, leaf: Entry, said: bytes) -> SealedObject:
        """The object, where it is what the leaf commits to; `loads` has every commitment opened."""
        found = objects.loads(said)
        if (found.origin, found.id) != (author, leaf.id):
            raise _Refusal("an object of its sender's own log, and of the entry it was sent as")
        if found.commitments != leaf.commitments:
            raise _Refusal("an object that opens the commitments of its entry")
        if found.envelope is None or found.payload is None:
            raise _Refusal("all eight fields, readable as what they say they are")
        if self.node.origin not in found.envelope.audience:
            raise _Refusal("an object addressed to this node's log")
        if {one.digest for one in found.envelope.files} != set(found.files):
            raise _Refusal("the files that the object names, and no others")
        return found

    def _kept(self, found: SealedObject) -> tuple[Outcome, str]:
        if isinstance(found.payload, Erasure):
            return self._erased(found, found.payload)
        if self.vault.erased(found.id):
            raise _Refusal("nothing that was erased here")
        self.vault.keep(found, queued=False)
        if isinstance(found.payload, Held):
            return Outcome.RECEIPT, ""
        # A crash before this sends no receipt; the message is here still, and is gone through again.
        self._answer(found.origin, HELD, Held(found.commitments))
        return Outcome.KEPT, ""

    def _erased(self, found: SealedObject, said: Erasure) -> tuple[Outcome, str]:
        """Erase what its author erased; an erasure of what is another's to erase is kept as what it is: a statement."""
        self.vault.keep(found, queued=False)
        named = frozenset(said.commitments)
        about = [leaf for leaf in self._sealed(found.origin).values() if named & set(leaf.commitments)]
        if not about:
            return Outcome.RECEIPT, ""
        owed = set[str]()
        for leaf in about:
            # Each of these may be done again after a crash, and does no more then.
            self.parcels.forget(found.origin, leaf.id)
            owed |= {str(one.path) for one in shred(self.node, self.vault, leaf.id).owed}
        self._answer(found.origin, ERASURE, Erasure(said.commitments, dict(ERASED_TOO)))
        return Outcome.ERASED, f"copies of its key that could not be reached: {len(owed)}" if owed else ""

    def _answer(self, to: str, kind: str, payload: Payload) -> None:
        """Seal an answer for one log, where that can be sent any; it leaves with a batch of ours."""
        recipient = recipient_of(self.node, to)
        if not recipient:
            return
        envelope = Envelope(kind, self.node.world.now(), Sealing.LOCAL, Marking.AMBER_STRICT, (to,))
        one = objects.seal(self.node.origin, Sealable(kind, payload, envelope), self.node.world)
        self.vault.keep(one, to={to: recipient})


def _sealed(node: Node, origin: str) -> dict[str, Entry]:
    """The sealed entries of a log by their id: the first of an id is the one that counts."""
    found = dict[str, Entry]()
    for leaf in node.leaves(origin):
        if b'"commitments"' in leaf:
            entry = entries.parse(leaf)
            if entry.kind == SEALED:
                found.setdefault(entry.id, entry)
    return found
