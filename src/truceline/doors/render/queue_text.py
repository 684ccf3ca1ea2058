"""The review queue in words: the question, why it is asked, what would change, by what command it is answered."""

from __future__ import annotations

from collections.abc import Iterator

from truceline.doors.render.acts import harmless
from truceline.doors.render.words import Words
from truceline.incidents.queue import Change, Choice, Decision, Measure


def lines(one: Decision, words: Words) -> Iterator[str]:
    """One decision, the question first."""
    matters = words.listing(tuple(map(harmless, one.matters)))
    yield words.say(f"queue-{one.choice}", matters=matters)
    yield "  " + words.say("queue-why", why=" · ".join(map(harmless, one.why)))
    for change in one.changes:
        yield "  " + words.say(
            f"queue-change-{change.measure}",
            of=harmless(change.of),
            before=_state(change, change.before, words),
            after=_state(change, change.after, words),
        )
    yield "  " + words.say("queue-answer", command=command(one))


def _state(change: Change, state: str, words: Words) -> str:
    """A result in the language's word; grades and numbers as they are."""
    return words.say(f"result-{state}") if change.measure is Measure.RESULT else state


def command(one: Decision) -> str:
    """The command by which people answer."""
    named = " ".join(f"'{harmless(matter)}'" if " " in matter else harmless(matter) for matter in one.matters)
    match one.choice:
        case Choice.MERGE:
            return f"truceline incident link {named} --reason …"
        case Choice.SPLIT:
            return f"truceline incident split {named} --part … --part … --reason …"
        case Choice.GRADE:
            return f"truceline source grade {named} A|B|C|D|E|F --reason …"
        case Choice.PLACE:
            return f"truceline reply {named} asks --text …"
