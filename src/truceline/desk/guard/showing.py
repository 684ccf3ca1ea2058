"""What somebody is shown of a thing, what they may count, and what they are told of a thing that is not theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from truceline.canon import Json
from truceline.desk.guard.deciding import decide
from truceline.desk.guard.model import Action, Asker, Given, Thing
from truceline.errors import UnknownName
from truceline.kinds.aspects import ASPECTS, Aspect
from truceline.period import Instant


def shown(asker: Asker, thing: Thing, tree: Mapping[str, Json], now: Instant) -> dict[str, Json]:
    """The members of a payload that somebody is given: whole, coarsened, or left out without a trace."""
    if thing.sealing == "open":
        return dict(tree)
    row = ASPECTS.get(thing.kind, {})
    whole = {one for one in Aspect if decide(asker, Action.SEE, thing, one, now).given is Given.WHOLE}
    return {name: value for name, value in tree.items() if row.get(name) in whole}


def seen(asker: Asker, thing: Thing, now: Instant) -> bool:
    """Whether somebody may know that the thing is there: where not, it is left out of every list and look-up."""
    return decide(asker, Action.SEE, thing, Aspect.ENVELOPE, now).given >= Given.COARSE


def counted(asker: Asker, things: Iterable[Thing], now: Instant, by: Iterable[Aspect] = ()) -> int:
    """How many of the things somebody may count, told apart by these aspects."""
    aspects = (Aspect.ENVELOPE, *by)
    return sum(
        all(decide(asker, Action.COUNT, one, aspect, now).given >= Given.COARSE for aspect in aspects) for one in things
    )


def unknown(name: str) -> UnknownName:
    """What is said of a sealed object that is not there, and of one that is not for whoever asks: the same."""
    return UnknownName("sealed object", name, ())
