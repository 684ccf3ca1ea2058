"""Whether an event, read from bytes that anybody may have written, is one that can be judged at all.

Its form says nothing of its words: a kind that no vocabulary has, or a conduct without a time, would stop everybody's
findings and not its author's alone. Each such fault is named; who is meant by a name, the text decides elsewhere.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from math import prod
from typing import Any

from truceline.claims import Event
from truceline.errors import shortened
from truceline.period import Period
from truceline.terms import FACTS, Candidate, Conduct, When
from truceline.terms import vocabulary as v

DAY_S = 86_400
MOST_S = 1_100 * DAY_S  # three years: a clause with hours of the day is asked of each day in between
MOST_VERSIONS = 1_000  # of one conduct: all its facts' versions, each with each other's
_WORDS: dict[str, Container[str]] = {
    "kind": v.KINDS,
    "weapon": v.WEAPONS,
    "platform": v.PLATFORMS,
    "purpose": v.PURPOSES,
    "site": v.SITES,
}


def unfit(event: Event) -> str:
    """What keeps an event from being judged, in words; empty where nothing does."""
    return next(_faults(event.conduct), "")


def _faults(conduct: Conduct) -> Iterator[str]:
    if not conduct.time:
        yield "time: at least one version of it"
    if any(_longer(one.value) for one in conduct.time):
        yield f"time: an instant, or a period of at most {MOST_S // DAY_S:,} days"
    for name, words in _WORDS.items():
        said = [one.value for one in getattr(conduct, name)]
        yield from (f"{name}: one of its words, not {shortened(one)!r}" for one in said if one not in words)
    classes = [one for held in conduct.harmed for one in held.value.classes]
    yield from (f"harmed: one of its classes, not {shortened(one)!r}" for one in classes if one not in v.HARMED)
    answers = [one for held in conduct.answers for _, one in held.value.items]
    yield from (f"answers: one of its words, not {shortened(one)!r}" for one in answers if one not in v.ANSWERS)
    if versions(conduct) > MOST_VERSIONS:
        yield f"at most {MOST_VERSIONS:,} versions of what was done, each fact's with each other's"


def versions(conduct: Conduct) -> int:
    """How many versions of a conduct there are, each fact's with each other's."""
    return prod(max(1, len(getattr(conduct, name))) for name in FACTS)


def weighable(conduct: Conduct) -> Conduct:
    """The conduct of many that were held together, with no more versions than can be weighed.

    What most versions differ in is left unsaid, which settles nothing; of its time, and last, what spans them all.
    """
    while versions(conduct) > MOST_VERSIONS:
        name = max(FACTS, key=lambda one: (one != "time", len(getattr(conduct, one)), one))
        name = name if len(getattr(conduct, name)) > 1 else "time"
        less: dict[str, Any] = {name: _spanning(conduct.time) if name == "time" else ()}
        conduct = replace(conduct, **less)
    return conduct


def _spanning(times: Iterable[Candidate[When]]) -> tuple[Candidate[When]]:
    """One period within which all of it lies."""
    spans = [one.value.span for one in times]
    starts = [one.start if isinstance(one, Period) else one for one in spans]
    ends = [one.end if isinstance(one, Period) else one.plus(1) for one in spans]
    if None in starts or None in ends:
        return (Candidate(When(Period(None, None))),)
    return (Candidate(When(Period(min(one for one in starts if one), max(one for one in ends if one)))),)


def _longer(when: When) -> bool:
    span = when.span
    if not isinstance(span, Period):
        return False
    return span.start is None or span.end is None or span.end.epoch_s - span.start.epoch_s > MOST_S
