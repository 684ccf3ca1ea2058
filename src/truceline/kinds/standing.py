"""Whether an entry counts: may its author say this, of this, and does it fit what it is about.

One question with one answer and its reason, asked alike by whoever is about to append and by whoever folds. An
entry that does not count is kept, mirrored and shown. Unknown kinds are no errors: a later version may know them.
Two things are not asked here, because they are the fold's: whether a log has forked, and what came before what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields

from truceline.canon import from_json, to_json
from truceline.kinds import activities as v
from truceline.kinds import agreeing as a
from truceline.kinds import deciding as d
from truceline.kinds import keeping as k
from truceline.kinds.model import REASONS, Author, Kind, Role, Standing, Subject, Whose
from truceline.kinds.table import KINDS
from truceline.tlog.commitment import opens

# What a body may say in the name of an actor without a node. Never a signature: nobody adopts for another.
ATTESTABLE = (
    "adherence.declared",
    "adherence.ended",
    "node.recovered",  # that a log is really the actor's that it says it is
    "reply.made",
    "step.done",
    "stopfire.answered",
    "visit.answered",
)


def payload_of(kind: str, tree: object) -> object:
    """The payload of an entry of that kind; raises ValueError with what was expected where."""
    if kind not in KINDS:
        raise ValueError(f"a kind known to this version, not {kind!r}")
    known = KINDS[kind].payload
    try:
        return known() if tree is None and not fields(known) else from_json(known, tree)
    except RecursionError:
        raise ValueError("a payload that is not so deep") from None


def entitled(
    kind: str, author: Author, subject: Subject | None, payload: object | None = None, *, opened: bool = False
) -> Standing:
    """Whether such an entry counts, and why; without its payload, only what the kind alone decides.

    `subject` is what its first reference names (None: nothing, or nothing held here); `opened`: it was sealed, and
    is read by somebody to whom it is open.

    1. the kind is known
    2. what may come sealed only came sealed
    3. the author's role may append it
    4. it is about an object of a kind that it can be about
    5. that is its author's own, or another's, as the kind asks
    6. its payload fits its author and its subject
    """
    known = KINDS.get(kind)
    if known is None:
        return _no("unknown_kind", kind)
    reason = _by_kind(known, author, subject, opened=opened)
    if not reason and payload is not None and kind in _FITTING:
        reason = _FITTING[kind](author, subject, payload)
    return _no(reason, kind) if reason else Standing(True, "entitled", f"{kind}: {REASONS['entitled']}")  # noqa: FBT003 - a standing says so


def _no(reason: str, kind: str) -> Standing:
    return Standing(False, reason, f"{kind}: {REASONS[reason]}")  # noqa: FBT003 - a standing says so


def _by_kind(kind: Kind, author: Author, subject: Subject | None, *, opened: bool) -> str:
    """Why the kind alone keeps such an entry from counting; empty if it does not."""
    if kind.only_sealed and not opened:
        return "only_sealed"
    if author.role not in kind.roles:
        return "wrong_role"
    if not kind.subjects:  # it makes a new object; what it refers to besides is not its subject
        return ""
    if subject is None:
        return "" if kind.optional else "subject_missing"
    if subject.kind not in kind.subjects:
        return "subject_of_other_kind"
    own = author.is_same_as(subject.author)
    if kind.about is Whose.OWN and not own:
        return "not_own"
    return "own" if kind.about is Whose.OTHERS and own else ""


# ── whether a payload fits its author and its subject ─────────────────────────────────────────


def _adherence(author: Author, _: Subject | None, said: a.AdherenceDeclared) -> str:
    return "" if said.actor and said.actor == author.actor else "other_actor"


def _adherence_ended(author: Author, subject: Subject | None, said: a.AdherenceEnded) -> str:
    if said.actor != author.actor:
        return "other_actor"
    return _ends_that_of(said.actor, subject)


def _ends_that_of(actor: str, subject: Subject | None) -> str:
    """Whether what is ended is that actor's adherence, declared or attested."""
    of = subject.payload if subject else None
    if isinstance(of, d.Attested) and of.kind != "adherence.declared":
        return "subject_of_other_kind"
    return "" if isinstance(of, a.AdherenceDeclared | d.Attested) and of.actor == actor else "not_repeated"


def _adopts(_: Author, subject: Subject | None, said: a.AgreementAdopted) -> str:
    return _same(subject, "fingerprint", said.fingerprint)


def _amends(_: Author, subject: Subject | None, said: a.AgreementAmended) -> str:
    return _same(subject, "fingerprint", said.replaces)


def _same_id(_: Author, subject: Subject | None, said: a.PresumptionAdopted | a.ZoneAmended) -> str:
    return _same(subject, "id", said.id)


def _same(subject: Subject | None, field: str, said: str) -> str:
    return "" if subject and getattr(subject.payload, field, None) == said else "not_repeated"


def _of_matter(_: Author, subject: Subject | None, said: d.ReplyMade | d.DeterminationMade) -> str:
    return _names(subject, said.matter.entry)


def _names(subject: Subject | None, *leaves: str) -> str:
    """Whether the payload names the entry that it is about; not asked where that one's hash was not told."""
    return "not_repeated" if subject and subject.leaf and subject.leaf not in leaves else ""


def _determines(author: Author, subject: Subject | None, said: d.DeterminationMade) -> str:
    """Alone or first of several: of the matter; second: the same text, under another's signature."""
    if subject is None or subject.kind != "determination.made":
        return _of_matter(author, subject, said)
    if author.is_same_as(subject.author):
        return "own"
    first = subject.payload
    joint = isinstance(first, d.DeterminationMade) and said.mode is d.Mode.JOINT and said.text == first.text
    return "" if joint else "not_repeated"


def _attests(author: Author, subject: Subject | None, said: d.Attested) -> str:
    if said.actor == author.actor:
        return "own_actor"
    if said.kind not in ATTESTABLE:
        return "not_attested"
    speaker = Author("", Role.PARTY, said.actor)
    reason = _by_kind(KINDS[said.kind], speaker, subject, opened=True)
    if reason:
        return reason
    try:
        spoken = payload_of(said.kind, dict(said.payload))
    except ValueError:
        return "not_readable"
    if said.kind == "node.recovered":
        seen = subject is not None and subject.author.actor == said.actor and subject.payload == spoken
        return "" if seen else "not_repeated"
    return _FITTING[said.kind](speaker, subject, spoken) if said.kind in _FITTING else ""


def _corrects(_: Author, subject: Subject | None, said: d.CorrectionMade) -> str:
    if subject is None or subject.payload is None:
        return "subject_missing"
    try:
        corrected(subject.payload, said)
    except ValueError:
        return "not_corrected"
    return ""


def corrected(payload: object, correction: d.CorrectionMade) -> object:
    """The payload with its fields as corrected, or a correction with further ones; raises ValueError."""
    if isinstance(payload, d.CorrectionMade):
        return d.CorrectionMade({**payload.fields, **correction.fields}, correction.reason)
    tree = to_json(type(payload), payload)
    return from_json(type(payload), {**tree, **correction.fields})  # type: ignore[dict-item]  # a payload is an object


def _withdraws(_: Author, subject: Subject | None, said: d.WithdrawalDeclared) -> str:
    leaves = said.purpose is d.Withdrawn.AGREEMENT
    if leaves != (subject is not None and subject.kind == "agreement.adopted"):
        return "subject_of_other_kind"
    return _same(subject, "fingerprint", said.agreement) if leaves else ""


def _answers(_: Author, subject: Subject | None, said: v.AnswerGiven) -> str:
    return _names(subject, said.notification)


def _discloses(_: Author, subject: Subject | None, said: k.Disclosed) -> str:
    """Whether every payload with its salt opens the commitment of its field, in the entry that it is about."""
    return "" if subject and all(_opened(subject, one) for one in said.opened) else "not_opened"


def _opened(subject: Subject, one: k.Opened) -> bool:
    shown = subject.commitments[one.field : one.field + 1]
    return any(opens(each, subject.author.origin, subject.id, one.opening) for each in shown)


def _merges(_: Author, subject: Subject | None, said: d.IncidentMerged) -> str:
    return _names(subject, *said.incidents)


# Each is asked of its own kind's payload alone.
_FITTING: Mapping[str, Callable[..., str]] = {
    "adherence.declared": _adherence,
    "adherence.ended": _adherence_ended,
    "agreement.adopted": _adopts,
    "agreement.amended": _amends,
    "answer.given": _answers,
    "attested": _attests,
    "correction.made": _corrects,
    "determination.made": _determines,
    "disclosed": _discloses,
    "incident.merged": _merges,
    "presumption.adopted": _same_id,
    "reply.made": _of_matter,
    "withdrawal.declared": _withdraws,
    "zone.amended": _same_id,
}
FITTED = frozenset(_FITTING)  # the kinds whose payload has to fit
