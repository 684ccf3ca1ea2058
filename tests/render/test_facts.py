"""An event's own facts in words: as coarse as they are known, silence never zero, versions side by side."""

from dataclasses import replace

import pytest

from tests.render.bulletins import roughly
from tests.render.test_sentences import truce
from truceline.claims import Deaths
from truceline.doors.render import facts
from truceline.doors.render.words import Words
from truceline.period import Instant, Period
from truceline.place import Area, disc, position
from truceline.terms import Candidate, Conduct, Direction, Member, Side, When

EN = Words("en")


def text(told: str) -> str:
    """Without marks of direction."""
    return told.translate(dict.fromkeys(map(ord, "\u2068\u2069\u200f")))


@pytest.mark.parametrize(
    ("number", "precision", "when"),
    [
        (0, "exact", "some time from 10 May 2031 to 11 May 2031"),
        (1, "within 700 m", "some time from 10 May 2031 06:00 to 10 May 2031 08:30"),
        (2, "within 25 km", "throughout 10 May 2031 to 11 May 2031"),
        (3, "an area of about 11,449 km²", "throughout 10 May 2031 06:00 to 10 May 2031 08:30"),
        (4, "district", "some time from 10 May 2031 to 11 May 2031"),
        (5, "governorate", "some time from 10 May 2031 06:00 to 10 May 2031 08:30"),
        (6, "a line or part of a region", "throughout 10 May 2031 to 11 May 2031"),
        (7, "country", "throughout 10 May 2031 06:00 to 10 May 2031 08:30"),
        (8, "international waters or airspace", "some time from 10 May 2031 to 11 May 2031"),
        (9, "known only vaguely", "some time from 10 May 2031 06:00 to 10 May 2031 08:30"),
    ],
)
def test_as_coarse_as_known(number: int, precision: str, when: str) -> None:
    """A point, a circle, an area or a word; whole days as dates, hours as hours, a span or a battle.

    The area is one degree square at 22.5° S: 111.32² × cos 22.5° = 12 392.1 × 0.92388 = 11 448.8 square kilometres.
    """
    one = roughly(number)
    assert facts.precision(EN, one) == precision
    assert facts.when(EN, truce()[0], one) == when


@pytest.mark.parametrize(
    ("deaths", "told"),
    [
        (Deaths(None, None, None), "not said"),
        (Deaths(0, 0, 0), "0"),
        (Deaths(4, 4, 4), "4"),
        (Deaths(2, 3, 5), "2–5, best estimate 3"),
        (Deaths(1, None, 4), "1–4"),
        (Deaths(None, 3, None), "3"),
        (Deaths(2, 3, 5, civilians=2), "2–5, best estimate 3; civilians: 2"),
        (Deaths(2, 3, 5, civilians=0), "2–5, best estimate 3"),
    ],
)
def test_deaths(deaths: Deaths, told: str) -> None:
    """A range is a range, silence is said to be silence, and no number is made up."""
    assert facts.deaths(EN, deaths) == told


A, B = Side(members=(Member("gov"),)), Side(umbrella="hills")


@pytest.mark.parametrize(
    ("a", "b", "direction", "together", "began"),
    [
        ((A,), (B,), (), "Valley Government – Hill groups", "Began: not said"),
        ((A,), (B,), (Direction.A_TO_B,), "Valley Government – Hill groups", "Began: Valley Government"),
        ((A,), (B,), (Direction.B_TO_A,), "Valley Government – Hill groups", "Began: Hill groups"),
        ((A,), (B,), (Direction.MUTUAL,), "Valley Government – Hill groups", "Began: both at once"),
        (
            (A,),
            (B,),
            (Direction.A_TO_B, Direction.MUTUAL),
            "Valley Government – Hill groups",
            "Began: Valley Government / both at once",
        ),
        ((A, Side(unknown=True)), (B,), (), "Valley Government / not said who – Hill groups", "Began: not said"),
        ((A,), (Side(),), (), "Valley Government – nobody", "Began: not said"),
        ((A,), (), (), "Valley Government", ""),
        ((), (), (), "not said", ""),
        (
            (Side(members=(Member(None, "The <Ford> men"), Member("cedar"))),),
            (),
            (),
            "The <Ford> men and Cedar Brigade",
            "",
        ),
    ],
)
def test_sides(
    a: tuple[Side, ...], b: tuple[Side, ...], direction: tuple[Direction, ...], together: str, began: str
) -> None:
    """Sides are named as the agreement names them, else as written; who began only as the source means it."""
    conduct = Conduct(
        "x",
        a=tuple(Candidate(one) for one in a),
        b=tuple(Candidate(one) for one in b),
        direction=tuple(Candidate(one) for one in direction),
    )
    one = replace(roughly(0), conduct=conduct)
    assert facts.sides_together(EN, truce()[0], one) == together
    assert facts.began(EN, truce()[0], one) == began
    assert text(facts.began(Words("ar"), truce()[0], one)).startswith("البادئ: " if began else "")


def test_place_not_named_or_not_said() -> None:
    """A row without a place's name, or without any place, says so."""
    one = roughly(0)
    assert facts.where(EN, replace(one, place_name="")) == "place not named"
    assert facts.precision(EN, replace(one, conduct=replace(one.conduct, place=()))) == "place not said"


def test_an_open_span_is_shown_as_it_is() -> None:
    """A span without an end has no last day to name."""
    span = Period(Instant.parse("2031-05-10T00:00+03:00"), None)
    one = replace(roughly(0), conduct=Conduct("x", time=(Candidate(When(span)),)))
    assert facts.when(EN, truce()[0], one) == "[2031-05-09T21:00:00Z, …)"


def test_versions_of_time_stand_side_by_side() -> None:
    """Where sources differ on the day, both days are told."""
    days = [When(Instant.parse(f"2031-05-1{day}T12:00+03:00")) for day in (0, 1)]
    one = replace(roughly(0), conduct=Conduct("x", time=tuple(Candidate(day) for day in days)))
    assert facts.when(EN, truce()[0], one) == "10 May 2031 12:00 / 11 May 2031 12:00"


SQUARE_OF_64 = ((0, 0, 9, 0), (144, 0, 0, 9), (144, 144, -9, 0), (0, 144, 0, -9))  # corner and step of each side


def test_a_radius_is_known_of_circles_alone() -> None:
    """A district has no radius, nor has a point, nor a polygon of 64 corners that is no circle."""
    place = roughly(2).conduct.place[0].value
    middle, marker = facts.middle_of_circle(place), roughly(2).marker
    assert middle is not None
    assert marker is not None
    assert abs(middle.lon_e7 - marker.lon_e7) + abs(middle.lat_e7 - marker.lat_e7) < 100  # one metre
    assert facts.radius_m(roughly(3).conduct.place[0].value) is None
    assert facts.radius_m(roughly(0).conduct.place[0].value) is None
    sides = [[(k * dx + x, k * dy + y) for k in range(16)] for x, y, dx, dy in SQUARE_OF_64]
    assert facts.radius_m(Area((tuple(point for side in sides for point in side),))) is None


@pytest.mark.parametrize("latitude", ["0", "35.2", "-60", "75"])
@pytest.mark.parametrize("radius", [50, 700, 1_000, 5_000, 25_000, 50_000, 100_000])
def test_radii_are_found_again(radius: int, latitude: str) -> None:
    """A circle drawn at intake is told with the radius it was drawn with, wherever it lies."""
    assert facts.radius_m(disc(position("36", latitude), radius)) == radius
