"""What is not said in the open: ways of movements; coverage, and where somebody looked from, too fresh or too fine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.verbs.conftest import NOON, Around
from truceline.desk.guard import Given, may_say_openly
from truceline.desk.verbs.acting import entered
from truceline.errors import Refused
from truceline.kinds import (
    CorrectionMade,
    CoverageObserved,
    Means,
    ObservationMade,
    Payload,
    Sense,
    SiteNotified,
    Tree,
    Unit,
)
from truceline.period import DAY_S, Instant, Period
from truceline.place import Area, area_from_flat

DAY = Period(Instant.parse("2031-04-20T00:00:00Z"), Instant.parse("2031-04-21T00:00:00Z"))
OVER = Instant.parse("2031-04-24T00:00:00Z")  # three days after it
CELL = area_from_flat([[1_002_000_000, -499_000_000, 1_002_000_000, -500_000_000, 1_000_000_000, -500_000_000,
                        1_000_000_000, -499_000_000]])  # fmt: skip
FINE = area_from_flat([[1_000_000_001, -500_000_000, 1_002_000_000, -500_000_000, 1_002_000_000, -499_000_000]])
TWO = Area((*CELL.rings, *CELL.rings))
COVERED = CoverageObserved(DAY, 300, Means.PATROL, "crossing", CELL)
LOOKED = ObservationMade(DAY, Means.PATROL, Sense.SEEN, Unit.SHOT, seen_from=CELL)


@pytest.mark.parametrize("payload", [COVERED, LOOKED, replace(COVERED, area=None), replace(COVERED, share_permille=0)])
def test_late_and_coarse_is_said_openly(payload: Payload) -> None:
    """From three days after its end on, to the second; before, it is for later, and says from when."""
    assert may_say_openly("any", payload, OVER).given is Given.WHOLE
    early = may_say_openly("any", payload, OVER.plus(-1))
    assert (early.given, early.reason, early.until) == (Given.LATER, "too_fresh", OVER)


@pytest.mark.parametrize(
    "payload",
    [
        replace(COVERED, window=Period(DAY.start, OVER.plus(-3 * DAY_S - 3600))),
        replace(COVERED, window=Period(OVER.plus(-4 * DAY_S + 3600), DAY.end)),
        replace(COVERED, share_permille=301),
        replace(COVERED, share_permille=250),
        replace(COVERED, area=FINE),
        replace(COVERED, area=TWO),
        replace(LOOKED, seen_from=FINE),
        replace(LOOKED, seen_from=None, place=FINE, bearing_deg=(40, 60)),
        replace(LOOKED, seen_from=None, place=FINE, distance_m=(100, 200)),
        replace(LOOKED, place=FINE, distance_m=(100, 200)),
    ],
)
def test_fine_is_not_said_openly_however_late(payload: Payload) -> None:
    """Parts of days, shares that are no whole tenths, areas that are no boxes of cells."""
    said = may_say_openly("any", payload, OVER.plus(365 * DAY_S))
    assert (said.given, said.reason) == (Given.COARSE, "too_fine")


def test_what_does_not_lead_back_to_who_looked_is_said_at_once() -> None:
    """What was seen, and where that was, is not held back for being fresh or exact."""
    now = Instant.parse("2031-04-20T00:00:01Z")
    for payload in (
        replace(LOOKED, seen_from=None),
        replace(LOOKED, seen_from=None, place=FINE),
        replace(LOOKED, seen_from=None, bearing_deg=(40, 60), distance_m=(100, 200)),
        SiteNotified("medical", FINE, window=DAY),
    ):
        assert may_say_openly("any", payload, now).reason == "open"


def test_the_last_day_of_time_is_waited_for() -> None:
    """An end after which no text tells an instant is no defect."""
    never = Period(DAY.start, Instant.parse("9999-12-31T12:00:00Z"))
    assert str(may_say_openly("any", replace(COVERED, window=never), OVER).until) == "9999-12-31T23:59:59Z"
    hours = Period(Instant.parse("9999-12-31T11:00:00Z"), Instant.parse("9999-12-31T12:00:00Z"))
    assert may_say_openly("any", replace(COVERED, window=hours), OVER).reason == "too_fresh"


def test_the_way_of_a_movement_is_never_said_openly(around: Around) -> None:
    """However long it is over, and whoever asks for it: it is sealed to those it is for."""
    way = SiteNotified("movement", CELL, window=DAY)
    with pytest.raises(Refused) as refused:
        entered(around.watcher.pen(), "site.notified", way)
    assert str(refused.value) == (
        "site.notified was not signed: the way of a movement is for those whom it is for, and for nobody else. "
        "Seal it for those it is for (`truceline seal`)."
    )
    assert around.watcher.node.record.size(around.watcher.node.origin) == 1


def test_fresh_coverage_is_refused_with_when_it_may_be_said(around: Around) -> None:
    """By the node's own clock: an older time that its author claims changes nothing."""
    fresh = replace(COVERED, window=Period(NOON.plus(-12 * 3600 - DAY_S), NOON.plus(-12 * 3600)))
    with pytest.raises(Refused, match=r"or wait until 2031-05-04T00:00:00Z\.$"):
        entered(around.mission.pen(time=NOON.plus(30 * DAY_S)), "coverage.observed", fresh)
    with pytest.raises(Refused, match=r"or say it coarsely: days that begin and end at midnight UTC, shares in whole"):
        entered(around.mission.pen(), "coverage.observed", replace(COVERED, share_permille=333))
    assert entered(around.mission.pen(), "coverage.observed", COVERED).kind == "coverage.observed"


def test_a_correction_does_not_make_it_finer(around: Around) -> None:
    """Nor does a correction of a correction: what is then said is what is asked about."""
    desk = around.mission
    said = entered(desk.pen(), "coverage.observed", COVERED)
    sharper = CorrectionMade({"share_permille": Tree(333)}, {"en": "Counted anew."})
    rounder = CorrectionMade({"share_permille": Tree(400)}, {"en": "Counted anew."})
    round_too = entered(desk.pen(), "correction.made", rounder, said.place)
    for about in (said.place, round_too.place):
        with pytest.raises(Refused, match=r"^correction\.made was not signed: it would show in the open more exactly"):
            entered(desk.pen(), "correction.made", sharper, about)
    assert desk.last() == round_too.place
