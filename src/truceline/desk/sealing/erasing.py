"""Erasing a sealed object: its key, its ciphertext, what waits to be sent of it, and every copy of its key in reach.

The entry stays in the log and shows commitments, which without their salts tell nothing. Those to whom it was sealed
are told by an erasure, sealed like anything else; that they obey it is up to them, and is said so. A copy of the keys
that cannot be reached now is owed: as long as it is, an old backup together with it still opens.

All of it may be done again: after a crash the same call goes on, and does no more than is left to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

from truceline.desk.node import Node
from truceline.desk.node.parcels import Parcels
from truceline.desk.sealing import batches, keycopies, objects
from truceline.desk.sealing.keycopies import Owed
from truceline.desk.sealing.objects import Sealable, SealedObject
from truceline.desk.sealing.recipients import recipient_of, recipients
from truceline.desk.sealing.vault import Vault
from truceline.kinds import Disclosed, Envelope, Erasure, Marking, Sealing
from truceline.kinds import payload_of as read
from truceline.tlog import entry as entries
from truceline.tlog.entry import Entry


@dataclass(frozen=True, slots=True)
class Shredded:
    """What of an object is gone at this node, and which copies of its key are not."""

    here: bool  # whether it was here; False: it was gone already
    recalled: int  # parcels that waited to be fetched and were made anew without it
    owed: tuple[Owed, ...]  # key copies that could not be reached


@dataclass(frozen=True, slots=True)
class Beyond:
    """What no erasure at this node reaches."""

    audience: tuple[str, ...]  # logs whose bodies may hold it: an erasure asks them
    copied: tuple[str, ...]  # logs that may hold what they cannot open
    disclosed: tuple[str, ...]  # places in the log where it was opened for all, for good


def shred(
    node: Node,
    vault: Vault,
    id: str,  # noqa: A002 - an object's own word
    *,
    saying: SealedObject | None = None,
    to: Mapping[str, str] = {},
) -> Shredded:
    """Shred an object in the vault, in the parcels that wait, and in every copy of its key in reach.

    `saying`, a sealed erasure for these peers (origin -> recipient), is queued where the object was here.
    """
    # Parcels first: from here on nothing of it is fetched, whatever comes between. A crash leaves keys in copies, or
    # the object itself not sent and not erased: the same command, given again, goes on here.
    recalled = batches.recall(node, id)
    here = vault.erase(id, saying=saying, to=to)
    recalled += batches.recall(node, id)  # what another process put into a parcel meanwhile
    with closing(Parcels(node.path)) as parcels:
        parcels.rewrite()
    return Shredded(here, recalled, keycopies.refresh(node.path))


def erasure(node: Node, one: SealedObject, reason: Mapping[str, str]) -> tuple[SealedObject, dict[str, str]]:
    """The sealed erasure of an object of one's own, and whom it is for."""
    envelope = one.envelope
    audience = envelope.audience if envelope else ()
    sealing = envelope.sealing if envelope else Sealing.LOCAL
    said = Erasure(one.commitments, dict(reason))
    wrapped = Envelope("erasure", node.world.now(), sealing, Marking.AMBER_STRICT, audience)
    return objects.seal(node.origin, Sealable("erasure", said, wrapped), node.world), addressees(node, wrapped)


def addressees(node: Node, envelope: Envelope) -> dict[str, str]:
    """Each log that is given a sealed object, with its recipient: its audience, or everybody where all hold it."""
    if envelope.sealing is Sealing.REPLICATED:
        return recipients(node)
    found = {origin: recipient_of(node, origin) for origin in envelope.audience}
    return {origin: recipient for origin, recipient in found.items() if recipient}


def beyond(node: Node, one: SealedObject, leaf: Entry | None) -> Beyond:
    """What an erasure of this object will not reach; `leaf` is its entry, None where it never left."""
    if leaf is None or one.envelope is None:
        return Beyond((), (), ())
    audience = tuple(origin for origin in one.envelope.audience if origin != node.origin)
    others = recipients(node) if one.envelope.sealing is Sealing.REPLICATED else {}
    copied = tuple(origin for origin in others if origin not in audience)
    return Beyond(audience, copied, tuple(f"{one.origin}#{seq}" for seq in _disclosures(node, leaf)))


def leaf_of(node: Node, origin: str, id_: str) -> Entry | None:
    """The sealed entry of an id in a log; None where it has not left, or that log is not held so far."""
    written = f'"id":"{id_}"'.encode()
    found = (entries.parse(leaf) for leaf in node.leaves(origin) if written in leaf)
    return next((one for one in found if one.id == id_ and one.kind == "sealed"), None)


def _disclosures(node: Node, leaf: Entry) -> Iterator[int]:
    """Where in the log something of a sealed entry was opened for all."""
    for one in node.leaves(leaf.origin, leaf.seq + 1):
        if b'"kind":"disclosed"' in one and leaf.hash.encode() in one:
            entry = entries.parse(one)
            if entry.kind == "disclosed" and entry.refs[:1] == (leaf.ref,) and _opens(entry):
                yield entry.seq


def _opens(entry: Entry) -> bool:
    try:
        return entry.blob != "" or isinstance(read(entry.kind, entry.payload), Disclosed)
    except ValueError:
        return False
