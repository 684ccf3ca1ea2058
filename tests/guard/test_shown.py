"""What is shown: fields whole, coarse or left out without a trace; expected values worked out by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.guard.asking import AUDIENCE, AUTHOR, NOW, OTHER, SEALABLE, thing
from tests.guard.reading import GIVEN_COARSE, GIVEN_LATE
from tests.kinds.examples import GOOD
from truceline.canon import Json
from truceline.desk.guard import ANYBODY, Asker, Role, open_thing, seen, shown, shown_envelope, thing_of, unknown
from truceline.desk.guard.coarsening import COARSENED, cells_of, coarse, days_of
from truceline.desk.guard.model import officer_key
from truceline.kinds import ASPECTS, Envelope, Marking, SealedFile, Sealing
from truceline.period import Instant, Period
from truceline.place import area_from_flat

MEDIATOR = Asker(Role.MEDIATOR, OTHER)
LIAISON = Asker(Role.GUARANTOR_LIAISON, AUDIENCE)
AREA: Json = [[364_812_345, 351_999_999, 364_900_001, 351_999_999, 364_900_001, 352_000_001]]
CELLS: Json = [[364_000_000, 351_000_000, 365_000_000, 351_000_000, 365_000_000, 353_000_000, 364_000_000, 353_000_000]]
WINDOW: Json = ["2031-05-01T22:10:00Z", "2031-05-02T00:00:01Z"]
DAYS: Json = ["2031-05-01T00:00:00Z", "2031-05-03T00:00:00Z"]
HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("area", "period", "x")), inner),
    max_leaves=6,
)


@dataclass
class Known:
    """A sealed object as far as it is known."""

    envelope: Envelope | None
    tree: dict[str, Json] = field(default_factory=dict)
    origin: str = AUTHOR


def test_every_field_that_may_come_coarse_says_how() -> None:
    """Neither is there a field that comes coarse and nobody thought how, nor a way for one that never does."""
    told = {(kind, name) for kind, row in COARSENED.items() for name in row}
    assert told == {(kind, name) for kind, name in GIVEN_COARSE | GIVEN_LATE if name != "*"}


def test_a_patrol_is_shown_late_and_coarse() -> None:
    """Whole to those it was sealed to; to others nothing, then whole days, wide areas, and nothing that leads back."""
    tree: dict[str, Json] = {
        **GOOD["observation.made"], "window": WINDOW, "seen_from": AREA, "place": AREA,
    }  # fmt: skip
    about = thing("observation.made", Marking.GREEN, 71)
    assert shown(LIAISON, about, tree, NOW) == tree
    assert shown(MEDIATOR, about, tree, NOW) == {}
    assert shown(MEDIATOR, thing("observation.made", Marking.GREEN, 72), tree, NOW) == {
        "window": DAYS, "seen_from": CELLS, "place": CELLS, "means": "patrol", "sense": "heard", "unit": "explosion",
        "count": [2, 4], "kind": "shelling", "ordnance": "mortar", "direction": "a_to_b",
    }  # fmt: skip


def test_coverage_is_shown_in_tenths() -> None:
    """Of a zone, a window and a share."""
    tree: dict[str, Json] = {"window": WINDOW, "share_permille": 349, "means": "uav", "zone": "crossing", "area": AREA}
    expected = {"window": DAYS, "share_permille": 300, "means": "uav", "zone": "crossing", "area": CELLS}
    assert shown(MEDIATOR, thing("coverage.observed", Marking.CLEAR, 72), tree, NOW) == expected


def test_volumes_are_shown_without_heights() -> None:
    """Where an activity was, in cells and days; not to whom it was notified, nor what was noted."""
    volume: Json = {"area": AREA, "period": WINDOW, "altitudes": {"low": 0, "high": 300_000}}
    tree: dict[str, Json] = {"kind": "convoy_movement", "volumes": [volume], "to": ["north"], "note": {"en": "Slowly."}}
    expected = {"kind": "convoy_movement", "volumes": [{"area": CELLS, "period": DAYS}]}
    assert shown(MEDIATOR, thing("activity.notified", Marking.GREEN, 100), tree, NOW) == expected


def test_a_report_is_shown_without_who_brought_it() -> None:
    """Its words and its days; nothing that finds a person, nor the file as it came."""
    tree: dict[str, Json] = GOOD["report.received"]
    found = shown(MEDIATOR, thing("report.received", Marking.GREEN), tree, NOW)
    assert set(found) == {"channel", "received", "text", "title", "dated", "language"}
    assert str(found["received"]).endswith("T00:00:00Z")
    assert shown(ANYBODY, thing("report.received", Marking.GREEN), tree, NOW) == {}
    assert shown(Asker(Role.ADMINISTRATOR, AUTHOR), thing("report.received", Marking.CLEAR), tree, NOW) == {}


def test_a_way_is_shown_to_its_addressees_alone() -> None:
    """Whole, and never coarse to anybody else, however long it is over."""
    tree: dict[str, Json] = {**GOOD["site.notified"], "kind": "movement"}
    about = thing("site.notified", Marking.CLEAR, 10_000, moves=True)
    assert shown(LIAISON, about, tree, NOW) == tree
    assert shown(MEDIATOR, about, tree, NOW) == {}
    assert not seen(MEDIATOR, about, NOW)


def test_a_field_that_no_kind_has_is_left_out() -> None:
    """Also to those it was sealed to; in the open record it is everybody's as it stands."""
    tree: dict[str, Json] = {"text": "Shots.", "secret": "x"}
    assert shown(LIAISON, thing("report.received", Marking.AMBER), tree, NOW) == {"text": "Shots."}
    assert shown(ANYBODY, open_thing("no.such", AUTHOR), tree, NOW) == tree


def test_a_field_told_to_be_nothing_is_shown_as_it_stands() -> None:
    """Null given whole is null; given coarse it is left out."""
    assert shown(LIAISON, thing("report.received", Marking.AMBER), {"original": None}, NOW) == {"original": None}
    assert shown(MEDIATOR, thing("report.received", Marking.GREEN), {"dated": None}, NOW) == {}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(COARSENED)), HOSTILE)
def test_whatever_a_hostile_author_wrote_is_coarse_or_left_out(kind: str, value: Json) -> None:
    """An area, a day or a share that is none stops nothing; and coarse is coarse: done twice it is as done once."""
    for name in COARSENED[kind]:
        found = coarse(kind, name, value)
        assert coarse(kind, name, found) == found


@pytest.mark.parametrize("edge", [-1_800_000_000, 1_800_000_000, 0])
def test_cells_stay_on_the_globe_and_hold_what_was_drawn(edge: int) -> None:
    """At the edge of the world and along the edge of a cell; twice coarsened is once coarsened."""
    inward = -1 if edge > 0 else 1
    drawn = area_from_flat([[edge, 899_999_999, edge + inward, 899_999_999, edge, 900_000_000]])
    west, south, east, north = cells_of(drawn).box
    assert -1_800_000_000 <= west < east <= 1_800_000_000
    assert (south, north) == (899_000_000, 900_000_000)
    assert west <= drawn.box[0] <= drawn.box[2] <= east
    assert cells_of(cells_of(drawn)) == cells_of(drawn)


def test_days_hold_the_period() -> None:
    """From midnight to midnight, UTC; an open end stays open; the last day of time is no defect."""
    exact = Period(Instant.parse("2031-05-01T00:00:00Z"), Instant.parse("2031-05-02T00:00:00Z"))
    assert days_of(exact) == exact
    assert days_of(Period(None, Instant.parse("2031-05-01T00:00:01Z"))).end == exact.end
    assert str(days_of(Period(None, Instant.parse("9999-12-31T12:00:00Z")))) == "[…, 9999-12-31T23:59:59Z)"


# ── envelopes, and what a thing is ────────────────────────────────────────────────────────────

FILE = SealedFile("a" * 64, 100, "image/jpeg", "bridge.jpg")
ENVELOPE = Envelope(
    "report.received", Instant.parse("2031-05-02T13:14:15Z"), Sealing.LOCAL, Marking.GREEN, (AUDIENCE,),
    ((AUDIENCE, 3, "b" * 64),), (FILE,), officer="Duty officer, north",
)  # fmt: skip


def test_an_envelope_is_shown_whole_or_as_kind_and_day() -> None:
    """Outside: no reference, no audience, no file, no officer; and nothing where it may not be known of."""
    about = thing_of(Known(ENVELOPE))
    assert set(shown_envelope(LIAISON, about, ENVELOPE, NOW)) > {"kind", "time", "audience", "refs", "files", "officer"}
    assert shown_envelope(MEDIATOR, about, ENVELOPE, NOW) == {"kind": "report.received", "time": "2031-05-02T00:00:00Z"}
    assert shown_envelope(ANYBODY, about, ENVELOPE, NOW) == {}


def test_a_thing_is_read_off_its_object() -> None:
    """Kind, audience, marking, when it was over; named is who is named, else the officer who wrote it."""
    found = thing_of(Known(ENVELOPE))
    assert (found.kind, found.author, found.audience, found.sealing) == (
        "report.received", AUTHOR, (AUDIENCE,), "sealed-local",
    )  # fmt: skip
    assert found.named == (f"{AUTHOR}/officer/duty-officer-north",) == (officer_key(AUTHOR, "Duty officer, north"),)
    assert thing_of(Known(Envelope(**{**_members(ENVELOPE), "named": ("x/officer/y",)}))).named == ("x/officer/y",)
    assert thing_of(Known(Envelope(**{**_members(ENVELOPE), "officer": ""}))).named == ()


def _members(one: Envelope) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def test_what_cannot_be_read_is_shown_least() -> None:
    """No envelope: for nobody. A site of unknown kind: a way. No end that can be read: not over."""
    bare = thing_of(Known(None, {"text": "x"}))
    assert not any(seen(Asker(role, AUTHOR, "named"), bare, NOW) for role in Role)
    site = Envelope("site.notified", NOW, Sealing.LOCAL, Marking.GREEN)
    assert thing_of(Known(site)).route
    assert thing_of(Known(site, {"kind": "movement"})).route
    assert not thing_of(Known(site, {"kind": "medical"})).route
    cover = Envelope("coverage.observed", NOW, Sealing.LOCAL, Marking.GREEN)
    for tree in ({}, {"window": "soon"}, {"window": [None, None]}, {"window": ["2031-05-01T00:00:00Z", None]}):
        assert thing_of(Known(cover, tree)).over is None  # type: ignore[arg-type]  # what others may write


@pytest.mark.parametrize(
    ("kind", "tree", "over"),
    [
        ("coverage.observed", {"window": WINDOW}, "2031-05-02T00:00:01Z"),
        ("activity.notified", {"volumes": [{"period": WINDOW}, {"period": DAYS}]}, "2031-05-03T00:00:00Z"),
        ("activity.notified", {"volumes": [{"area": 1}]}, None),
        ("activity.notified", {"volumes": 7}, None),
        ("activity.ended", {"at": "2031-05-01T00:00:00Z"}, "2031-05-01T00:00:00Z"),
        ("activity.ended", {"at": 5}, None),
        ("activity.started", {"at": "2031-05-01T00:00:00Z"}, None),
    ],
)
def test_when_what_is_told_of_was_over(kind: str, tree: dict[str, Json], over: str | None) -> None:
    """The last of its ends; what says no end is not over."""
    found = thing_of(Known(Envelope(kind, NOW, Sealing.LOCAL, Marking.GREEN), tree)).over
    assert (str(found) if found else None) == over


def test_unknown_is_said_without_what_could_have_been_meant() -> None:
    """A list of what there is would tell whoever guesses."""
    assert str(unknown("1234abcd")) == "no sealed object named '1234abcd'; expected one of: none there"
    assert (unknown("x").exit_code, unknown("x").known) == (5, ())


def test_every_good_example_is_given_whole_to_those_it_is_for() -> None:
    """Nothing of any kind that may be sealed is lost on the way to its audience."""
    for kind in SEALABLE:
        assert shown(LIAISON, thing(kind, Marking.AMBER), GOOD[kind], NOW) == GOOD[kind]
        assert set(GOOD[kind]) <= set(ASPECTS[kind])
