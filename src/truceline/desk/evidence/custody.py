"""The chain of custody: every step that an entry tells, in the order of time, and every gap between them.

A chain is worth what its weakest link is. So a gap is shown as a gap: a time for which no entry speaks, hands through
which nothing says that it went, a step that nobody signed, a transfer without a receipt, an original that is not here.
What is missing is said in words of a closed list; nothing is filled in and nothing is smoothed over.

Pure: steps in, gaps out. `following` finds the steps. Whether a chain with a gap is good enough is for people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from truceline.period import Instant

UNTOLD_S = 3_600  # from collection to receipt; above it, somebody had it and no entry says who
LATE_S = 86_400  # from what was done to the entry that tells it


class Way(StrEnum):
    """What was done with a piece of evidence."""

    RECEIVED = "received"
    EXAMINED = "examined"
    TRANSFERRED = "transferred"
    DISCLOSED = "disclosed"
    ERASED = "erased"


class Signature(StrEnum):
    """Who answers for a step."""

    HOLDS = "signed"  # an officer whose key the log enrolled
    NONE = "not signed"
    BROKEN = "broken"  # there is a signature, and it is not that officer's
    LOG = "by the log"  # an open entry, signed with the log's own key


@dataclass(frozen=True, slots=True)
class Step:
    """One step, as its entry tells it."""

    way: Way
    id: str  # of the entry, 32 hex
    place: str  # ORIGIN#INDEX; empty: it waits for its batch
    at: Instant  # when it was done, as its author says
    entered: Instant  # when its author wrote it down
    left: Instant | None  # when its batch left, which others vouch for; None: it waits, or another's node knows
    by: str  # the office that did it; of an open step the log
    words: str  # what was done, in its author's words
    signature: Signature
    files: frozenset[str] = frozenset()  # SHA-256 of each, hex; never shown
    collected: Instant | None = None  # received: when it was collected
    to: str = ""  # transferred: the receiving body
    receipt: bool = False  # transferred: whether the body's receipt is kept
    committed: bool = True  # whether its entry in the log commits to what is kept here


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing, and where."""

    reason: str  # one word of GAPS
    words: str
    start: Instant  # from when; for a gap at one moment, that moment
    end: Instant  # until when
    step: str = ""  # id of the step that it belongs to; empty: of the whole


GAPS = {
    "before_receipt": "no entry says where it was between its collection and its receipt",
    "hands": "no entry says how it came from the office that had it to the one that did this",
    "no_receipt": "no receipt of the receiving body is kept",
    "backwards": "the times contradict one another: it is said to have been done before it was collected",
    "entered_late": "it was entered more than a day after it was done",
    "not_in_log": "its entry has not left in a batch yet: nobody else can vouch for when it was written",
    "not_committed": "its entry in the log commits to something else than what is kept here",
    "not_signed": "no officer signed it: who did it rests on this node's word",
    "signature_broken": "the officer's signature does not hold",
    "not_received": "no entry here says how it came in",
    "original_missing": "the original bytes are not here",
    "erased": "it was erased: what it said is not kept, and what was done with it cannot be told from here",
}


@dataclass(frozen=True, slots=True)
class Original:
    """One file of the evidence, without its digest: an unsalted hash stays inside what is sealed."""

    number: int  # from 1, in the order in which it came in
    media: str  # media type; empty: not known
    size: int  # bytes; 0 where it is not here
    whole: bool  # whether its bytes are here and have the SHA-256 that was sealed with them


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain of custody of some evidence."""

    steps: tuple[Step, ...]  # in the order of when they were done
    originals: tuple[Original, ...]
    gaps: tuple[Gap, ...]

    @property
    def unbroken(self) -> bool:
        """Whether nothing is missing."""
        return not self.gaps


def chained(steps: Iterable[Step], originals: Iterable[Original]) -> Chain:
    """The chain of these steps, with what is missing."""
    # Received before all else at the same second: a clock of whole seconds does not tell them apart.
    order = list(Way)
    found = tuple(sorted(steps, key=lambda one: (one.at, order.index(one.way), one.id)))
    kept = tuple(originals)
    return Chain(found, kept, tuple(sorted(_gaps(found, kept), key=lambda one: (one.start, one.end, one.reason))))


def _gaps(steps: tuple[Step, ...], originals: tuple[Original, ...]) -> Iterator[Gap]:
    if not steps:
        return
    for step in steps:
        yield from _gaps_of(step)
    yield from _of_receipt(steps)
    yield from _of_hands(steps)
    if not all(one.whole for one in originals):
        yield _gap("original_missing", steps[-1].at, steps[-1].at)


def _gap(reason: str, start: Instant, end: Instant, step: Step | None = None, more: str = "") -> Gap:
    words = f"{GAPS[reason]}{': ' if more else ''}{more}"
    return Gap(reason, words, min(start, end), max(start, end), step.id if step else "")


def _gaps_of(step: Step) -> Iterator[Gap]:
    """What one step lacks in itself."""
    if step.way is Way.RECEIVED and step.collected and step.at.epoch_s - step.collected.epoch_s > UNTOLD_S:
        yield _gap("before_receipt", step.collected, step.at, step)
    if step.collected and step.at < step.collected:
        yield _gap("backwards", step.at, step.collected, step)
    if step.entered.epoch_s - step.at.epoch_s > LATE_S:
        yield _gap("entered_late", step.at, step.entered, step)
    if not step.place:
        yield _gap("not_in_log", step.entered, step.entered, step)
    if not step.committed:
        yield _gap("not_committed", step.at, step.at, step)
    if step.signature is Signature.NONE:
        yield _gap("not_signed", step.at, step.at, step)
    if step.signature is Signature.BROKEN:
        yield _gap("signature_broken", step.at, step.at, step)
    if step.way is Way.TRANSFERRED and not step.receipt:
        yield _gap("no_receipt", step.at, step.at, step, step.to)
    if step.way is Way.ERASED:
        yield _gap("erased", step.at, step.at, step)


def _of_receipt(steps: tuple[Step, ...]) -> Iterator[Gap]:
    """What was done with files before they came in, or with files that never did."""
    handled = [one for one in steps if one.files]
    for step in (one for one in handled if one.way is not Way.RECEIVED):
        came = [one for one in handled if one.way is Way.RECEIVED and one.files & step.files]
        if step.files - frozenset[str]().union(*(one.files for one in came)):
            yield _gap("not_received", step.at, step.at, step)
        elif step.at < (first := min(one.collected or one.at for one in came)):
            yield _gap("backwards", step.at, first, step)


def _of_hands(steps: tuple[Step, ...]) -> Iterator[Gap]:
    """Where an office does something with what another had, and no entry says that it was handed over."""
    holders: dict[str, Instant] = {}
    for step in (one for one in steps if one.files):
        if step.way is not Way.RECEIVED and holders and step.by not in holders:
            since = max(holders.values())
            last = next(one for one, at in holders.items() if at == since)
            yield _gap("hands", since, step.at, step, f"from {last} to {step.by}")
        holders[step.by] = step.at
        if step.to:
            holders[step.to] = step.at
