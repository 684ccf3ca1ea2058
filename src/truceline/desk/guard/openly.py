"""What may not be said in the open yet, or so exactly: coverage, where patrols were, ways of movements."""

from __future__ import annotations

from truceline.desk.guard.model import Decision, Given, decision
from truceline.kinds import Payload
from truceline.period import Instant


def may_say_openly(kind: str, payload: Payload, now: Instant) -> Decision:  # noqa: ARG001 - the rules follow
    """Whether an entry may stand in the open now; the words say why not, and what to do."""
    return decision(Given.WHOLE, "open")
