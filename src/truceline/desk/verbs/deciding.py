"""Acts by which people answer: replies, determinations, attestations, corrections, withdrawals, incidents.

A joint determination is proposed by one body and signed by the other as the very same text: the second signer types
nothing again. What a body says for a group without a node is attested in its own name. Nothing is edited:
a correction and a withdrawal are further entries.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import get_type_hints

from truceline.canon import to_json
from truceline.desk import files
from truceline.desk.verbs.acting import Act, Pen, Signed, appended, circulated, decided
from truceline.desk.verbs.agreeing import text_of
from truceline.desk.verbs.naming import Found, find, matter, said
from truceline.desk.verbs.saying import stated
from truceline.errors import Refused, UnknownName
from truceline.kinds import (
    AdherenceDeclared,
    AdherenceEnded,
    AgreementAdopted,
    AgreementProposed,
    Answer,
    Attested,
    Blob,
    CorrectionMade,
    DeterminationMade,
    IncidentLinked,
    IncidentMerged,
    IncidentSplit,
    Mode,
    NodeRecovered,
    Payload,
    ReplyMade,
    Stance,
    Tree,
    WithdrawalDeclared,
    Withdrawn,
    joint,
)
from truceline.period import Instant
from truceline.tlog.entry import Ref

Words = Mapping[str, str]  # language → text; empty: nothing said


def reply(pen: Pen, about: str, stance: Stance, text: Words, evidence: Sequence[Path] = ()) -> Signed:
    """Say something to an entry, or to one event of a batch (REF@EVENT), that accuses."""
    # gather
    entry, spoken_of = matter(pen.node, about)
    kept = [files.read(path) for path in evidence]
    # decide
    made = stated(ReplyMade, spoken_of, stance, text, _digests(kept))
    act = decided(pen, "reply.made", made, about=entry, blobs=kept)
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)


def _digests(kept: Iterable[bytes]) -> tuple[Blob, ...]:
    return tuple(Blob(hashlib.sha256(one).hexdigest()) for one in kept)


# ── determinations ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a body determines, before it is signed."""

    about: str  # the entry, or REF@EVENT
    text: str  # the agreement's proposal or amendment under which it is judged
    clause: str  # rule id in that text
    answer: Answer
    reasons: Words
    basis: tuple[str, ...] = ()  # further entries it rests on


def determine(pen: Pen, judgement: Judgement, *, jointly: bool) -> Signed:
    """Answer one clause, alone; or propose the text of a joint answer, which counts once the other body signs it."""
    # gather
    entry, spoken_of = matter(pen.node, judgement.about)
    version = find(pen.node, judgement.text)
    rests_on = [find(pen.node, one) for one in judgement.basis]
    rules = tuple(rule.id for rule in text_of(pen.node, version).rules)
    # decide
    if judgement.clause not in rules:
        raise UnknownName(f"rule in the text of {version}", judgement.clause, rules)
    alone = stated(
        DeterminationMade,
        spoken_of,
        said(version, AgreementProposed).fingerprint,
        judgement.clause,
        judgement.answer,
        judgement.reasons,
        basis=tuple(one.entry.hash for one in rests_on),
    )
    made = joint(alone) if jointly else alone
    act = decided(pen, "determination.made", made, about=entry, refs=_further(entry, [version, *rests_on]))
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)


def sign_jointly(pen: Pen, determination: str) -> Signed:
    """Put this body's signature to the joint text that another proposed: the same hash, unchanged."""
    # gather
    first = find(pen.node, determination)
    text = said(first, DeterminationMade)
    # decide
    if text.mode is not Mode.JOINT:
        raise Refused(
            f"determination.made was not signed: {first} determines alone, and nobody joins it afterwards. "
            "Propose one text to both with `truceline determine --jointly`."
        )
    act = decided(pen, "determination.made", text, about=first)
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)


def _further(subject: Found, others: Iterable[Found]) -> list[Ref]:
    """What is referred to besides the subject, each once."""
    return [ref for ref in dict.fromkeys(one.ref for one in others) if ref != subject.ref]


# ── for a group without a node ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Word:
    """How this author knows what it attests."""

    actor: str  # who said it
    how: str  # a letter, a call, a meeting
    said: Instant | None = None  # when it was said; None: as the entry's time
    document: Path | None = None  # what it rests on; None: its author's word


def attest_adherence(pen: Pen, word: Word, text: str, since: Instant | None, statement: Words) -> Signed:
    """Attest that an actor without a node accepts the text named."""
    # gather
    version = find(pen.node, text)
    mark = said(version, AgreementProposed).fingerprint
    # decide
    inner = stated(AdherenceDeclared, word.actor, since or pen.now, mark, statement)
    act = _attestation(pen, word, "adherence.declared", inner, refs=[version])
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)


def attest_ending(pen: Pen, word: Word, declaration: str, at: Instant | None, reason: Words) -> Signed:
    """Attest that an actor without a node leaves the agreement that it, or another for it, had said it accepts."""
    # gather
    declared = find(pen.node, declaration)
    # decide
    inner = stated(AdherenceEnded, word.actor, at or pen.now, reason)
    act = _attestation(pen, word, "adherence.ended", inner, about=declared)
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)


def attest_reply(pen: Pen, word: Word, about: str, stance: Stance, text: Words) -> Signed:
    """Attest what an actor without a node says to something that accuses it."""
    # gather
    entry, spoken_of = matter(pen.node, about)
    # decide
    inner = stated(ReplyMade, spoken_of, stance, text)
    act = _attestation(pen, word, "reply.made", inner, about=entry)
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)


def attest_node(pen: Pen, entry: str, how: str, when: Instant | None, document: Path | None) -> Signed:
    """Attest that a log which continues another is really its actor's, by repeating what its node said of itself."""
    # gather
    about = find(pen.node, entry)
    inner = said(about, NodeRecovered)
    # decide
    word = Word(about.author.actor, how, when, document)
    act = _attestation(pen, word, "node.recovered", inner, about=about)
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)


def _attestation(
    pen: Pen, word: Word, kind: str, inner: Payload, *, about: Found | None = None, refs: Iterable[Found] = ()
) -> Act:
    """What will be signed in this node's own name, if it may."""
    kept = [files.read(word.document)] if word.document else []
    digests = _digests(kept)
    tree = to_json(type(inner), inner)
    attested = stated(
        Attested,
        word.actor,
        kind,
        {name: Tree(value) for name, value in tree.items()} if isinstance(tree, dict) else {},
        word.how,
        word.said or pen.now,
        digests[0] if digests else None,
    )
    return decided(pen, "attested", attested, about=about, refs=[one.ref for one in refs], blobs=kept)


# ── about one's own ───────────────────────────────────────────────────────────────────────────


def correct(pen: Pen, entry: str, changes: Mapping[str, str], reason: Words) -> Signed:
    """Say what fields of one's own entry should have said; the first text stays."""
    # gather
    wrong = find(pen.node, entry)
    # decide
    fixed = {name: _value(wrong, name, text) for name, text in changes.items()}
    act = decided(pen, "correction.made", stated(CorrectionMade, fixed, reason), about=wrong)
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)


def _value(wrong: Found, name: str, text: str) -> Tree:
    """The corrected value as JSON: text where the field holds text, else what the JSON says."""
    known = get_type_hints(type(wrong.payload)) if wrong.payload is not None else {}
    if name not in known:
        names = tuple(one.name for one in fields(wrong.payload)) if wrong.payload is not None else ()  # type: ignore[arg-type]  # a payload is a dataclass
        raise UnknownName(f"field of {wrong}", name, names)
    if isinstance(getattr(wrong.payload, name), str):
        return Tree(text)
    try:
        return Tree(json.loads(text))
    except ValueError:
        return Tree(text)


def withdraw(pen: Pen, entry: str, reason: Words) -> Signed:
    """Take back what an entry of one's own says; the entry stays."""
    # gather
    taken = find(pen.node, entry)
    # decide
    if isinstance(taken.payload, AgreementAdopted):
        raise Refused(
            f"withdrawal.declared was not signed: {taken} adopts an agreement, and taking it back means leaving that. "
            "If this is meant, give `truceline agreement leave`."
        )
    act = decided(pen, "withdrawal.declared", stated(WithdrawalDeclared, Withdrawn.ENTRY, reason), about=taken)
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)


def leave_agreement(pen: Pen, adoption: str, at: Instant | None, reason: Words) -> Signed:
    """Leave the agreement that this node adopted by the entry named."""
    # gather
    adopted = find(pen.node, adoption)
    # decide
    mark = said(adopted, AgreementAdopted).fingerprint
    leaving = stated(WithdrawalDeclared, Withdrawn.AGREEMENT, reason, at or pen.now, mark)
    act = decided(pen, "withdrawal.declared", leaving, about=adopted)
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)


# ── incidents ─────────────────────────────────────────────────────────────────────────────────


def link(pen: Pen, members: Sequence[str], reason: Words, titles: Words) -> Signed:
    """Say that entries, or events of batches (REF@EVENT), are one bounded happening."""
    # gather
    found = [matter(pen.node, one) for one in members]
    # decide
    linked = stated(IncidentLinked, tuple(spoken_of for _, spoken_of in found), reason, titles)
    act = decided(pen, "incident.linked", linked, refs=dict.fromkeys(entry.ref for entry, _ in found))
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)


def split(pen: Pen, incident: str, parts: Sequence[Sequence[str]], reason: Words) -> Signed:
    """Say that an incident is several, and what belongs to each."""
    # gather
    whole = find(pen.node, incident)
    found = [[matter(pen.node, one) for one in part] for part in parts]
    # decide
    sorted_out = tuple(tuple(spoken_of for _, spoken_of in part) for part in found)
    members = [entry for part in found for entry, _ in part]
    apart = stated(IncidentSplit, sorted_out, reason)
    act = decided(pen, "incident.split", apart, about=whole, refs=_further(whole, members))
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)


def merge(pen: Pen, incidents: Sequence[str], reason: Words) -> Signed:
    """Say that incidents are one."""
    # gather
    found = [find(pen.node, one) for one in incidents]
    # decide
    one = stated(IncidentMerged, tuple(each.entry.hash for each in found), reason)
    act = decided(pen, "incident.merged", one, about=found[0], refs=_further(found[0], found[1:]))
    # append
    signed = appended(pen, act)
    # circulate
    return circulated(pen, act, signed)
