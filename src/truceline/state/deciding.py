"""Determinations and replies: who answered what, alone or jointly, and whether in its own cause.

A joint determination is one text under the signatures of all guarantors; until the last has signed it awaits them.
Others stand side by side, however they differ. Where the author is itself a side of what it judges, that is marked,
never hidden and never decisive.
"""

from __future__ import annotations

from truceline.canon import Json
from truceline.kinds import DeterminationMade, Mode, ReplyMade
from truceline.state.agreeing import text_of
from truceline.state.lines import Tree
from truceline.state.matters import Unknown, sides_of
from truceline.state.sides import nearness
from truceline.state.threads import Thread


def determination_facts(thread: Thread) -> Tree:
    """How a determination stands."""
    said = thread.root.read.payload
    if not isinstance(said, DeterminationMade):
        return {}
    if said.mode is Mode.JOINT:
        _keep_signed(thread, said)
    if not thread.root.counts:
        return {}
    signers = sorted({thread.root.actor, *_cosigners(thread, said)})
    return {
        "about": [said.matter.entry, said.matter.event],
        "under": said.agreement,
        "clause": said.clause,
        "answer": said.answer.value,
        "mode": said.mode.value,
        "text": said.text,
        "signers": list[Json](signers),
        "own_cause": _own_cause(thread, said),
        "replies": _replies(thread),
        "status": _status(thread, said, set(signers)),
    }


def _cosigners(thread: Thread, said: DeterminationMade) -> list[str]:
    """Who else signed the same text, in this thread or beside it."""
    if said.mode is not Mode.JOINT:
        return []
    return [actor for _, value in thread.fold.shelf.under("signed", said.text) for actor in value.split()]


def _keep_signed(thread: Thread, said: DeterminationMade) -> None:
    """Keep who signed a joint text here; where that changes, the same text's other threads are made anew."""
    fold, key = thread.fold, f"{said.text} {thread.root.hash}"
    signers = " ".join(sorted({one.actor for one in thread.counting("determination.made")}))
    if fold.shelf.get("signed", key) != signers:
        fold.shelf.put("signed", key, signers)
        for other, _ in fold.shelf.under("signed", said.text):
            fold.age(other.split(" ")[1], acts=True)


def _status(thread: Thread, said: DeterminationMade, signers: set[str]) -> str:
    if said.mode is not Mode.JOINT:
        return "stands"
    form = thread.blob(said.agreement)
    text = text_of(form) if form is not None else None
    if text is None:
        return "undetermined"
    return "joint" if {one.actor for one in text.guarantors} <= signers else "awaits_signature"


def _own_cause(thread: Thread, said: DeterminationMade) -> Json:
    """Whether the author judges itself, a body it stands with, or another; None where that cannot be said."""
    form = thread.blob(said.agreement)
    text = text_of(form) if form is not None else None
    try:
        sides = sides_of(thread, said.matter)
    except Unknown:
        return None
    found = {nearness(text, thread.root.actor, one) for one in sides}
    return next((one for one in ("own", "allied") if one in found), "other")


def _replies(thread: Thread) -> Json:
    return [
        [one.actor, one.read.payload.stance.value, one.hash]
        for one in thread.counting("reply.made")
        if isinstance(one.read.payload, ReplyMade)
    ]


def reply_facts(thread: Thread) -> Tree:
    """What a reply is to."""
    said = thread.root.read.payload
    if not isinstance(said, ReplyMade):
        return {}
    return {"about": [said.matter.entry, said.matter.event], "stance": said.stance.value}
