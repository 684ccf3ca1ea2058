"""The decision: whether somebody may do something with one aspect of one thing, now."""

from __future__ import annotations

from truceline.desk.guard.model import Action, Asker, Decision, Given, Thing, decision
from truceline.kinds.aspects import Aspect
from truceline.period import Instant


def decide(asker: Asker, action: Action, thing: Thing, aspect: Aspect, now: Instant) -> Decision:  # noqa: ARG001 - the rows are read next
    """What is given of an aspect of a thing to somebody who asks to do something with it."""
    if thing.sealing == "open":
        return decision(Given.WHOLE, "open")
    return decision(Given.NOTHING, "not_here")
