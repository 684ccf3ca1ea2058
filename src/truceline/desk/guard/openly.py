"""What may not be said in the open yet, or so exactly: coverage, where somebody looked from, ways of movements.

The open record is everybody's at once and for ever, so the guard can hold nothing back there: it asks before. Coverage
comes in whole days, tenths and wide areas, three days late; so does where an observer stood, be it told or drawn out of
a place with a bearing or distance. The way of a movement is sealed to those it is for, always. A notification of an
activity is its author's own to make, early and exactly: for that it exists.
"""

from __future__ import annotations

from truceline.desk.guard.coarsening import LAST, cells_of, days_of, tenths_of
from truceline.desk.guard.model import Decision, Given, decision
from truceline.desk.guard.table import DELAY_S
from truceline.kinds import CoverageObserved, ObservationMade, Payload, SiteNotified
from truceline.period import Instant, Period
from truceline.place import Area

OPEN = decision(Given.WHOLE, "open")


def may_say_openly(kind: str, payload: Payload, now: Instant) -> Decision:  # noqa: ARG001 - a payload says its kind
    """Whether what an entry would say may stand in the open now; for whom or from when instead, where it may not."""
    match payload:
        case SiteNotified(kind="movement"):
            return decision(Given.NOTHING, "addressees_only")
        case CoverageObserved(window=window):
            return _late_and_coarse(window, now, coarse=_is_coarse(payload))
        case ObservationMade(window=window) if _leads_back(payload):
            return _late_and_coarse(window, now, coarse=all(map(_is_wide, (payload.seen_from, _drawn(payload)))))
    return OPEN


def _late_and_coarse(window: Period, now: Instant, *, coarse: bool) -> Decision:
    due = min(window.end.plus(DELAY_S), LAST) if window.end else None
    if due is None or now < due:
        return decision(Given.LATER, "too_fresh", due)
    return OPEN if coarse else decision(Given.COARSE, "too_fine")


def _is_coarse(said: CoverageObserved) -> bool:
    whole = said.window == days_of(said.window) and said.share_permille == tenths_of(said.share_permille)
    return whole and _is_wide(said.area)


def _leads_back(said: ObservationMade) -> bool:
    """Whether it tells where whoever looked was."""
    return said.seen_from is not None or _drawn(said) is not None


def _drawn(said: ObservationMade) -> Area | None:
    """The place, where it leads back to who looked."""
    return said.place if said.bearing_deg is not None or said.distance_m is not None else None


def _is_wide(area: Area | None) -> bool:
    """Whether it is a box of whole cells already, in whatever order its corners are written."""
    return area is None or (len(area.rings) == 1 and sorted(area.rings[0]) == sorted(cells_of(area).rings[0]))
