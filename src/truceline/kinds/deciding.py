"""Entries by which people answer: replies, determinations, attestations, corrections, incidents, bulletins.

The machine cites, people determine: "breach" and "no breach" are words of a determination and stand nowhere else.
One in which both guarantors determine jointly is one text under two signatures: each signs the same hash. What a
body does in another's name is `attested` and never that other's signature. Nothing is edited: one corrects or
withdraws one's own, by a further entry.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated

from truceline.canon import canonical_text, to_json
from truceline.kinds.bounds import (
    Blob,
    Count,
    Hash,
    Id,
    Items,
    MaybeHash,
    MaybeName,
    MaybeProse,
    Name,
    Origin,
    Payload,
    Prose,
    Span,
    Tree,
    Within,
    Word,
)
from truceline.period import Instant


@dataclass(frozen=True, slots=True)
class Matter(Payload):
    """What is spoken of: an entry, or one event of an imported batch."""

    entry: Hash  # leaf hash of the batch, observation, report, incident or whatever entry it is
    event: MaybeName = ""  # id of the event in that batch; empty: the entry itself


# ── replies and determinations ────────────────────────────────────────────────────────────────


class Stance(Word):
    """What somebody accused says to it."""

    ACCEPTS = "accepts"
    DISPUTES = "disputes"  # it was otherwise
    DENIES = "denies"  # it was not we
    EXPLAINS = "explains"  # it was so, and for a reason
    ASKS = "asks"  # more must be known first


@dataclass(frozen=True, slots=True)
class ReplyMade(Payload):
    """What somebody accused says."""

    matter: Matter  # what is replied to
    stance: Stance  # what is said to it
    text: Prose  # its words
    evidence: Annotated[tuple[Blob, ...], Items(0, 1_000)] = ()  # what it rests on; empty: its word


class Answer(Word):
    """What a determination says; words for people's determinations alone."""

    BREACH = "breach"
    NO_BREACH = "no_breach"
    UNVERIFIABLE = "unverifiable"  # it cannot be found out
    UNDETERMINED = "undetermined"  # it has not been found out


class Mode(Word):
    """Whether one body determines, or several in one text."""

    ALONE = "alone"
    JOINT = "joint"


@dataclass(frozen=True, slots=True)
class DeterminationMade(Payload):
    """The competent body's answer to one clause, with its reasons."""

    matter: Matter  # what is determined
    agreement: Hash  # fingerprint of the text under which it is judged
    clause: Id  # rule id in that text
    answer: Answer  # what is found
    reasons: Prose  # why
    mode: Mode = Mode.ALONE  # whether one body determines, or several in one text
    basis: Annotated[tuple[Hash, ...], Items(0, 1_000)] = ()  # entries and blobs it rests on; empty: its reasons alone
    text: MaybeHash = ""  # joint: hash of all fields but `mode` and this, the same in each signer's entry; alone: empty

    def fits(self) -> None:
        """Raise ValueError unless a joint determination, and no other, carries its own text's hash."""
        due = _text_of(self) if self.mode is Mode.JOINT else ""
        if self.text != due:
            raise ValueError(f"text: {due or 'nothing where one body determines alone'}")


def _text_of(made: DeterminationMade) -> str:
    """The SHA-256 of the text that signers of a joint determination share."""
    tree = to_json(DeterminationMade, made)
    shared = {name: value for name, value in tree.items() if name not in {"mode", "text"}}  # type: ignore[union-attr]  # an object
    return hashlib.sha256(canonical_text(shared).encode()).hexdigest()


def joint(alone: DeterminationMade) -> DeterminationMade:
    """The same as a joint determination, with the hash that every signer repeats."""
    return replace(alone, mode=Mode.JOINT, text=_text_of(alone))


@dataclass(frozen=True, slots=True)
class StepDone(Payload):
    """Its author says that it did a step the agreement asks of it."""

    obligation: Id  # obligation id in the agreement
    agreement: Hash  # fingerprint of the text that asks it
    at: Instant  # when it was done
    amount: Count | None = None  # how much, in the obligation's unit; None: not a matter of how much
    text: MaybeProse = field(default_factory=dict)  # empty: nothing more to say
    evidence: Annotated[tuple[Blob, ...], Items(0, 1_000)] = ()  # empty: its word


@dataclass(frozen=True, slots=True)
class ConsequenceTaken(Payload):
    """What the agreement's procedure lets follow from a determination, taken."""

    procedure: Id  # procedure id in the agreement
    since: Instant  # when it takes effect
    text: Prose  # what is done


# ── for others, and about one's own ───────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Attested(Payload):
    """What an actor without a node said or did, as its author attests; it never counts as that actor's signature."""

    actor: Id  # who said it
    kind: Name  # the kind of entry it would have been
    payload: Mapping[str, Tree]  # what that entry would have said
    how: Name  # how its author knows: a letter, a call, a meeting
    said: Instant  # when it was said
    document: Blob | None = None  # what it rests on; None: its author's word


@dataclass(frozen=True, slots=True)
class CorrectionMade(Payload):
    """Fields of one's own entry as they should have been; the first text stays."""

    fields: Mapping[str, Tree]  # name of each field of the payload → its whole value as corrected
    reason: Prose  # why

    def fits(self) -> None:
        """Raise ValueError where nothing is corrected."""
        if not 1 <= len(self.fields) <= 100:
            raise ValueError("fields: one to 100 fields with what they should have said")


class Withdrawn(Word):
    """What is withdrawn: two acts that must never be taken for one another."""

    ENTRY = "entry"  # what that entry says is said no more
    AGREEMENT = "agreement"  # its author leaves the agreement it adopted


@dataclass(frozen=True, slots=True)
class WithdrawalDeclared(Payload):
    """Its author takes back an entry of its own, or leaves the agreement it adopted."""

    purpose: Withdrawn  # which of the two
    reason: Prose  # why
    at: Instant | None = None  # agreement: first second at which it is no longer bound; entry: None
    agreement: MaybeHash = ""  # agreement: fingerprint of the text it leaves; entry: empty

    def fits(self) -> None:
        """Raise ValueError unless exactly leaving an agreement names it and the time."""
        leaves = self.purpose is Withdrawn.AGREEMENT
        if leaves != (self.at is not None) or leaves != bool(self.agreement):
            told = "the time and the text left" if leaves else "no time and no text: the entry falls as a whole"
            raise ValueError(f"at, agreement: {told}")


# ── incidents ─────────────────────────────────────────────────────────────────────────────────

Matters = Annotated[tuple[Matter, ...], Items(1, 10_000)]


@dataclass(frozen=True, slots=True)
class IncidentLinked(Payload):
    """These are one bounded happening; undone by withdrawing this entry."""

    members: Matters  # what is held together
    reason: Prose  # why they are one
    titles: MaybeProse = field(default_factory=dict)  # what to call it; empty: as its first member


@dataclass(frozen=True, slots=True)
class IncidentSplit(Payload):
    """The incident it is about is several; undone by withdrawing this entry."""

    parts: tuple[Matters, ...]  # each part's members; every member of the incident in exactly one of them
    reason: Prose  # why they are several

    def fits(self) -> None:
        """Raise ValueError for fewer than two parts, or a member of two."""
        members = [one for part in self.parts for one in part]
        if not 2 <= len(self.parts) <= 1_000 or len(set(members)) < len(members):
            raise ValueError("parts: two to 1,000, no member in two of them")


@dataclass(frozen=True, slots=True)
class IncidentMerged(Payload):
    """These incidents are one; undone by withdrawing this entry."""

    incidents: Annotated[tuple[Hash, ...], Items(2, 1_000)]  # leaf hashes; the one it is about is among them
    reason: Prose  # why they are one


# ── what goes out ─────────────────────────────────────────────────────────────────────────────

Head = tuple[Origin, Count, Hash]  # a log's origin, its size, its root


@dataclass(frozen=True, slots=True)
class BulletinIssued(Payload):
    """A bulletin with everything from which others recompute it; it holds no words of any language."""

    heads: Annotated[tuple[Head, ...], Items(1, 10_000)]  # the logs read, sorted by origin
    fold_version: Annotated[int, Within(1, 10**6)]  # of the fold that was read by
    digest: Hash  # of the state so computed
    period: Span  # which the bulletin covers
    agreement: Hash  # fingerprint of the text under which it was computed
    bulletin: Blob  # the bulletin as data: canonical JSON
    version: MaybeName = ""  # of the program that made it

    def fits(self) -> None:
        """Raise ValueError for heads out of order, or two of one log."""
        origins = [origin for origin, _, _ in self.heads]
        if origins != sorted(set(origins)):
            raise ValueError("heads: sorted by origin, each log once")
