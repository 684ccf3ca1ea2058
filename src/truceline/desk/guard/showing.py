"""What somebody is shown of a thing, what they may count, and what they are told of a thing that is not theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truceline.canon import Json, to_json
from truceline.desk.guard.coarsening import coarse, coarse_envelope
from truceline.desk.guard.deciding import decide
from truceline.desk.guard.model import Action, Asker, Given, Thing
from truceline.desk.guard.table import MAY
from truceline.errors import UnknownName
from truceline.kinds.aspects import ASPECTS, Aspect
from truceline.kinds.sealing import Envelope
from truceline.period import Instant


def shown(asker: Asker, thing: Thing, tree: Mapping[str, Json], now: Instant) -> dict[str, Json]:
    """The members of a payload that somebody is given: whole, coarse, or left out without a trace."""
    if decide(asker, Action.SEE, thing, Aspect.TERMS, now).reason == "open":
        return dict(tree)
    row = ASPECTS.get(thing.kind, {})
    given = {aspect: decide(asker, Action.SEE, thing, aspect, now).given for aspect in {*row.values()}}
    found: dict[str, Json] = {}
    for name, value in tree.items():
        how = given[row[name]] if name in row else Given.NOTHING
        left = value if how is Given.WHOLE else coarse(thing.kind, name, value) if how is Given.COARSE else None
        if left is not None or how is Given.WHOLE:
            found[name] = left
    return found


def shown_envelope(asker: Asker, thing: Thing, envelope: Envelope, now: Instant) -> dict[str, Json]:
    """What somebody is given of what a sealed entry really is; nothing where they may not know that it is there."""
    given = decide(asker, Action.SEE, thing, Aspect.ENVELOPE, now).given
    if given is Given.WHOLE:
        return to_json(Envelope, envelope)  # type: ignore[return-value]  # a dataclass is an object
    return coarse_envelope(envelope) if given is Given.COARSE else {}


def seen(asker: Asker, thing: Thing, now: Instant) -> bool:
    """Whether somebody may know that the thing is there: where not, it is left out of every list and look-up."""
    return decide(asker, Action.SEE, thing, Aspect.ENVELOPE, now).given >= Given.COARSE


def counted(asker: Asker, things: Iterable[Thing], now: Instant, by: Iterable[Aspect] = ()) -> int:
    """How many of the things somebody may count, told apart by these aspects."""
    aspects = (Aspect.ENVELOPE, *by)
    return sum(
        all(decide(asker, Action.COUNT, one, aspect, now).given >= Given.COARSE for aspect in aspects) for one in things
    )


def knows_of_lost(asker: Asker, action: Action = Action.SEE) -> bool:
    """Whether somebody may know of a thing of which nothing can be read to decide by: erased, damaged, just coming in.

    Only officers whose role erases; for everybody else it never was.
    """
    return asker.role in MAY[Action.ERASE] and action in asker.scopes


def unknown(name: str) -> UnknownName:
    """What is said of a sealed object that is not there, and of one that is not for whoever asks: the same."""
    return UnknownName("sealed object", name, ())
