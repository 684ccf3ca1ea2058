"""What logs say of each other: references, anchors, fork proofs, payloads kept apart, cosignatures.

All trees are at hand here, so that each claim is compared at once with the log it is about. What contradicts a log
is a fault, unless a fork proof shows that the log itself had two histories: then both are kept, and what
rests on the other branch is counted, not blamed. What an author says amiss under its own signature ends no audit: it is
kept until all else was looked at, or one hostile entry would hide whatever was altered behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from truceline.errors import Fault
from truceline.tlog import fork
from truceline.tlog.audit.bundles import ANCHOR, FORK, Said, of_payload
from truceline.tlog.audit.model import Source, Tally
from truceline.tlog.audit.trees import NOT_THE_LOG, Tree
from truceline.tlog.checkpoint import Checkpoint
from truceline.tlog.cosign import verified
from truceline.tlog.entry import Ref, json_object
from truceline.tlog.keyring import Identity
from truceline.tlog.keys import PublicKey

SAID_AMISS = "its author signed this so: every copy has it, and it counts for nothing; all else was looked at"
FORKED = "if the signature holds, this log signed two histories: sync, and its fork proof will be shown"


@dataclass
class Crossing:
    """What has been compared so far, between all logs of one audit."""

    source: Source
    trees: Mapping[str, Tree]  # by origin
    identities: Mapping[str, Identity]  # by origin
    tally: Tally = field(default_factory=Tally)
    doubts: dict[str, Fault] = field(default_factory=dict)  # by origin: the first contradiction with that log
    forked: set[str] = field(default_factory=set)  # origins of which a fork proof holds
    amiss: Fault | None = None  # the first thing that an author signed and that cannot be so

    def take(self, origin: str, said: Said) -> Fault | None:
        """Compare what one entry of a log says; the fault where a payload kept apart was altered."""
        place = f"{origin}#{said.seq}"
        fault = None
        if said.blob:
            said, fault = self._blob(place, said)
        if said.fork:
            self._take_fork(said.fork)
        for number, text in enumerate(said.anchored):
            self._anchor(place, f"payload.checkpoints[{number}]", text)
        for number, ref in enumerate(said.refs):
            self._ref(place, f"refs[{number}]", ref)
        return fault

    def _blob(self, place: str, said: Said) -> tuple[Said, Fault | None]:
        """What the entry says with its payload, where that is here, and whether it is that payload."""
        digest = said.blob
        data = self.source.get(f"blob/{digest}")
        if data is None:
            self.tally = self.tally.plus(blobs_missing=1)
            return said, None
        got = sha256(data).hexdigest()
        if got != digest:
            told = f"the payload that {place} names"
            return said, Fault(f"blob/{digest}", 0, "", told, f"bytes of digest {got}", NOT_THE_LOG)
        self.tally = self.tally.plus(blobs=1)
        if said.kind in {ANCHOR, FORK}:  # one too long to stand in its entry
            return of_payload(said, _object(data)), None
        return said, None

    def _ref(self, place: str, member: str, ref: Ref) -> None:
        tree = self.trees.get(ref.origin)
        if tree is None or ref.index >= tree.size:
            self.tally = self.tally.plus(refs_unchecked=1)
        elif (got := tree.leaf(ref.index).hex()) != ref.leaf:
            fault = Fault(place, 0, member, f"{ref.origin}#{ref.index}, whose hash is {got}", ref.leaf, FORKED)
            self._doubt(ref.origin, fault)
        else:
            self.tally = self.tally.plus(refs=1)

    def blame(self, fault: Fault) -> None:
        """Keep what an author signed amiss, to be named where nothing else is wrong."""
        self.amiss = self.amiss or fault

    def _anchor(self, place: str, member: str, text: str) -> None:
        """Compare an embedded checkpoint with the log it is of, where that is here."""
        try:
            head = Checkpoint.parse(text.encode())
        except ValueError as fault:
            self.blame(Fault(place, 0, member, str(fault), text, SAID_AMISS))
            return
        tree, identity = self.trees.get(head.origin), self.identities.get(head.origin)
        if tree is None or identity is None:
            self.tally = self.tally.plus(anchors_unchecked=1)
            return
        if not head.signed_by(identity.log_key):
            told = f"a head signed by {head.origin}"
            self.blame(Fault(place, 0, member, told, "a signature that does not verify", SAID_AMISS))
        elif head.size > tree.size:
            self.tally = self.tally.plus(anchors_unchecked=1)
        elif (root := tree.root(head.size)) != head.root:
            told = f"root {root.hex()} for {head.origin} at {head.size}"
            self._doubt(head.origin, Fault(place, 0, member, told, head.root.hex(), FORKED))
        else:
            self.tally = self.tally.plus(anchors=1)

    def _doubt(self, origin: str, fault: Fault) -> None:
        """Keep a contradiction until it is known whether that log forked."""
        self.tally = self.tally.plus(on_branches=1)
        self.doubts.setdefault(origin, fault)

    def _take_fork(self, text: str) -> None:
        """A fork proof that holds, of a log that is here, explains what rests on its other branch."""
        try:
            proof = fork.parse(text.encode())
            fork.check(proof, self.identities[proof.origin].log_key)
        except (ValueError, KeyError):
            return
        self.forked.add(proof.origin)
        self.tally = self.tally.plus(forks=1)

    def contradiction(self) -> Fault | None:
        """The first contradiction that no fork proof explains, or what was signed amiss, once every entry was taken."""
        return next((fault for origin, fault in self.doubts.items() if origin not in self.forked), self.amiss)

    def heads(self, keys: Iterable[PublicKey]) -> Fault | None:
        """Check every cosignature of the stored heads that a known key made."""
        known = {(key.name, key.id): key for key in keys}
        for tree in self.trees.values():
            for line in tree.head.note.signatures:
                key = known.get((line.name, line.key_id))
                if key is None:
                    self.tally = self.tally.plus(cosigners_unknown=line.name != tree.head.origin)
                    continue
                try:
                    verified(tree.head.note.text, line, key)
                except ValueError as fault:
                    return Fault(f"{tree.id}/checkpoint", 0, line.name, str(fault), "another signature", NOT_THE_LOG)
                self.tally = self.tally.plus(cosignatures=1)
        return None


def _object(data: bytes) -> dict[str, object]:
    """The JSON object of these bytes; an empty one where they are none, since then nothing is said."""
    try:
        return json_object(data.decode())
    except ValueError:
        return {}
