"""Coordinates as people give them: read within the stated error, or asked back; never a wrong place in silence."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.place import saying
from tests.place.saying import (
    ARABIC,
    PERSIAN,
    SPELLINGS,
    apart_m,
    around,
    decimal,
    dms,
    halves,
    never_wrong,
    positions,
    read,
)
from truceline.place import E7, Area, Position
from truceline.place.given import Asked, Question, Reading, frames
from truceline.place.given import given as answered

few = settings(max_examples=60)
RUSSIA = positions(45, 70, 31, 150)
SYRIA = positions(33, 36, 36, 41)
LEVANT = Area((((35 * E7, 32 * E7), (43 * E7, 32 * E7), (43 * E7, 38 * E7), (35 * E7, 38 * E7)),))


def asked(text: str, expected: Area | None = None) -> Asked:
    answer = answered(text, expected)
    assert isinstance(answer, Asked), (text, answer)
    return answer


def offered(answer: Asked, truth: Position) -> bool:
    """Whether the true place is among the candidates."""
    return any(apart_m(one.position, truth) <= one.error_m for one in answer.candidates)


# ── round trips ───────────────────────────────────────────────────────────────────────────────


@given(positions(), st.integers(0, 7), st.sampled_from(("{0} {2} {1} {3}", "{2}{0}, {3}{1}", "{1}°{3}; {0}°{2}")))
def test_decimal_degrees(at: Position, digits: int, form: str) -> None:
    """Decimal degrees with letters, in any order and to any precision, give the place within half of the last digit."""
    found = read(form.format(*decimal(at, digits), *halves(at)))
    assert apart_m(found.position, at) <= found.error_m
    assert found.error_m <= max(2, 160_000 / 10**digits)


@given(positions(), st.integers(1, 6), st.sampled_from((ARABIC, PERSIAN)))
def test_decimal_degrees_in_other_digits(at: Position, digits: int, script: dict[int, int]) -> None:
    """Arabic and Persian digits are digits."""
    lat, lon = (one.translate(script) for one in decimal(at, digits))
    north, east = (saying.ARABIC_HALVES[half] for half in halves(at))
    found = read(f"{lat} {north}، {lon} {east}")
    assert apart_m(found.position, at) <= found.error_m


@given(positions(), st.integers(1, 6), st.sampled_from(("{0} {2} {1} {3}", "{0}° {2}, {1}° {3}")))
def test_decimal_commas(at: Position, digits: int, form: str) -> None:
    """A comma between digits is a point where nothing else makes sense."""
    lat, lon = (one.replace(".", ",") for one in decimal(at, digits))
    found = read(form.format(lat, lon, *(saying.RUSSIAN[half] for half in halves(at))))
    assert apart_m(found.position, at) <= found.error_m


@given(positions(), st.integers(0, 3), st.sampled_from(SPELLINGS), st.sampled_from((" ", ", ", " ; ", "\n")))
def test_degrees_minutes_seconds(at: Position, digits: int, spelling: object, between: str) -> None:
    """Degrees, minutes and seconds give the place in every usual spelling."""
    found = read(between.join(dms(at, digits, spelling)))  # type: ignore[arg-type]
    assert apart_m(found.position, at) <= found.error_m <= max(3, 25 / 10**digits)


@given(positions(), st.integers(0, 5))
def test_mgrs(at: Position, figures: int) -> None:
    """A square gives its middle, and the place in it within half of its diagonal."""
    lon = at.lon_e7 / E7
    assume(at.lat_e7 < 56 * E7 or not -1 < lon < 43)  # the widened zones have letters of their own
    found = read(saying.mgrs_of(at, figures))
    assert apart_m(found.position, at) <= found.error_m + 1
    assert found.error_m <= 75_000 / 10**figures + 1
    squeezed = saying.mgrs_of(at, figures).replace(" ", "").lower()
    assert read(f"MGRS {squeezed}").position == found.position


@pytest.mark.parametrize(
    ("text", "lat", "lon"),
    [("33UXP04", 48.25, 16.41), ("18S UJ 23483 06479", 38.8894, -77.0352), ("32V KM 9", None, None)],
)
def test_mgrs_as_published(text: str, lat: float | None, lon: float | None) -> None:
    """References that others publish come out where they say; an odd number of figures is refused."""
    if lat is None or lon is None:
        with pytest.raises(ValueError, match="even number of figures"):
            answered(text)
    else:
        found = read(text)
        truth = Position(round(lon * E7), round(lat * E7))
        assert apart_m(found.position, truth) <= found.error_m + 20


@given(positions(), st.sampled_from(("{z}{h} {e} {n}", "UTM zone {z} {half} E {e} N {n}", "utm {z}{h} {n}mN {e}mE")))
def test_utm(at: Position, form: str) -> None:
    """UTM gives the place; the letter S alone is a band as well, and is asked back."""
    zone, south, east, north = saying.utm_of(at)
    half = "south" if south else "north"
    text = form.format(z=zone, h=half[0].upper(), half=half, e=f"{east:.0f}", n=f"{north:.0f}")
    answer = never_wrong(text, at)
    assert answer is not None
    assert isinstance(answer, Reading) or (offered(answer, at) and answer.question in ("hemisphere", "axes"))
    assert isinstance(never_wrong(text, at, around(at)), Reading | Asked)


@few
@given(RUSSIA, st.sampled_from(("SK-42 X {0} Y {1}", "СК-42 х={0}; у={1}", "Pulkovo 1942 {1} E {0} N")))  # noqa: RUF001 - Cyrillic
def test_gauss_kruger(at: Position, form: str) -> None:
    """Gauss-Krüger coordinates on Pulkovo 1942 give the place within the transformation's stated error."""
    north, east = saying.gauss_kruger_of(at)
    found = read(form.format(f"{north:.0f}", f"{east:.0f}"))
    assert apart_m(found.position, at) <= found.error_m < 60
    assert "Pulkovo" in found.system


@few
@given(st.one_of(RUSSIA, SYRIA), st.integers(3, 6))
def test_pulkovo_in_degrees(at: Position, digits: int) -> None:
    """Degrees on Pulkovo 1942 too, also where nobody states an error: then ours is wide."""
    lon, lat = saying.pulkovo_of(at)
    found = read(f"СК-42 {lat:.{digits}f} с.ш. {lon:.{digits}f} в.д.")  # noqa: RUF001 - Cyrillic
    assert apart_m(found.position, at) <= found.error_m
    assert found.error_m > (50 if at.lat_e7 < 35 * E7 else 2)


@few
@given(SYRIA, st.sampled_from(("EPSG:22770", "EPSG:22780", "EPSG:32637", "EPSG:3857")))
def test_local_grids(at: Position, code: str) -> None:
    """A grid by its code gives the place within the error of its transformation."""
    east, north = saying.on_grid(at, code)
    answer = never_wrong(f"{code} {east:.0f} {north:.0f}", at, around(at))
    assert isinstance(answer, Reading) or (answer is not None and offered(answer, at))
    assert isinstance(never_wrong(f"{code} E {east:.0f} N {north:.0f}", at), Reading)


def test_the_levant_grid_as_published() -> None:
    """The example of IOGP's guidance on EPSG method 9817 lies where it says, before the change of datum."""
    here = frames._local("EPSG:22700")(15707.96, 623165.96, inverse=True)  # type: ignore[operator]
    assert here == pytest.approx((34.1364697, 37.5215625), abs=1e-6)


# ── nothing in silence ────────────────────────────────────────────────────────────────────────

SLIPS = {  # what is written, and what is typed for a decimal point
    "both letters lost": ("{lat} {lon}", "."),
    "both lost, exchanged": ("{lon}, {lat}", "."),
    "first letter lost": ("{lat}, {lon} {e}", "."),
    "second letter lost": ("{lat} {n}, {lon}", "."),
    "minus with a letter": ("-{lat} {n} {lon} {e}", "."),
    "as in files": ("({lon};{lat})", "."),
    "one comma": ("{lat},{lon}", "."),
    "all commas": ("{lat},{lon}", ","),
    "points as spaces": ("{lat} {n} {lon} {e}", " "),
    "no spaces": ("{lat}{n}{lon}{e}", "."),
    "a word between": ("{lat} {n} approx {lon} {e}", "."),
}
KNOWN_SLIPS = {
    "exchanged": "{lon} {n} {lat} {e}",
    "wrong half": "{lat} {other_n} {lon} {e}",
    "other half": "{lat} {n} {lon} {other_e}",
}
OTHER = {"N": "S", "S": "N", "E": "W", "W": "E"}


def slipped(at: Position, digits: int, form: str) -> str:
    """A position written in a form, with a slip in it."""
    (lat, lon), (north, east) = decimal(at, digits), halves(at)
    return form.format(lat=lat, lon=lon, n=north, e=east, other_n=OTHER[north], other_e=OTHER[east])


@given(positions(), st.integers(2, 6), st.sampled_from(sorted(SLIPS)), st.booleans())
def test_a_slip_is_never_a_wrong_place(at: Position, digits: int, slip: str, known: bool) -> None:  # noqa: FBT001
    """Whatever is lost, what comes is the place, a question or a refusal, with an expected area and without."""
    form, point = SLIPS[slip]
    text = slipped(at, digits, form).replace(".", point)
    lat, lon = decimal(at, digits)
    if slip == "points as spaces":
        assume(lat.partition(".")[2] > "6" and lon.partition(".")[2] > "6")  # else it is degrees and minutes to all
    never_wrong(text, at, around(at) if known else None)


@given(
    positions(5, 40, 46, 170), st.sampled_from((1, -1)), st.sampled_from((1, -1)), st.sampled_from(sorted(KNOWN_SLIPS))
)
def test_a_contradiction_with_the_expected_area_is_asked_back(at: Position, north: int, east: int, slip: str) -> None:
    """Exchanged axes and wrong halves of the globe are asked back where it is known where positions lie."""
    at = Position(at.lon_e7 * east, at.lat_e7 * north)
    answer = never_wrong(slipped(at, 5, KNOWN_SLIPS[slip]), at, around(at))
    assert (answer is None and slip == "exchanged") or (isinstance(answer, Asked) and offered(answer, at))


@pytest.mark.parametrize(
    ("text", "question", "candidates"),
    [
        ("33.5138, 36.2765", Question.AXES, 2),
        ("36.2765 33.5138", Question.AXES, 2),
        ("120 N 36 E", Question.AXES, 1),
        ("33.5138 170.5", Question.HEMISPHERE, 1),
        ("33.5138, 36.2765 W", Question.HEMISPHERE, 2),
        ("-33.5 N 36.2 E", Question.HEMISPHERE, 2),
        ("UTM 37 250123 3712345", Question.HEMISPHERE, 2),
        ("37S 250123 3712345", Question.HEMISPHERE, 2),
        ("37N 3712345 250123", Question.AXES, 1),
        ("UTM 250123 3712345", Question.ZONE, 0),
        ("SK-42 3712345 412345", Question.ZONE, 0),
        ("SK-42 3712345 7412345", Question.AXES, 2),
        ("BT 51234 12345", Question.ZONE, 0),
        ("EPSG:22770 412345 212345", Question.AXES, 2),
        ("33 30,36 15 20", Question.NUMBERS, 4),
        ("33.5 E 136.2 N", Question.AXES, 1),
        ("SK-42 412345 3712345", Question.ZONE, 0),
        ("33,30 N 36,15 E", None, 1),
    ],
)
def test_questions(text: str, question: Question | None, candidates: int) -> None:
    """What is missing is asked for, with what may be meant; what is too much to list is not listed."""
    if question is None:
        assert read(text).error_m < 1000
        return
    answer = asked(text)
    assert (answer.question, len(answer.candidates)) == (question, candidates)


@pytest.mark.parametrize(
    ("text", "lon", "lat"),
    [
        ("33d30.5mN 36d15.5mE", 36.2583333, 33.5083333),
        ("EPSG:4326 -33.5, -170.25", -170.25, -33.5),
        ("latitude -33.5 longitude +36.25", 36.25, -33.5),
        ("37T E 250123 N 4712345", 35.95847, 42.52123),
        ("37 Ю 250123 7712345", 36.59813, -20.66717),
        ("SK-42 zone 7 X 3712345 Y 412345", 38.05523, 33.53286),
        ("UTM 1N 100000 0", None, 0.0),
        ("EPSG:4202 33.5 S 145.2 E", 145.2, -33.5),
    ],
)
def test_other_ways_of_writing(text: str, lon: float | None, lat: float) -> None:
    """Minutes with decimals, signs, bands, Russian halves, zones in words."""
    found = read(text)
    assert found.position.lat_e7 / E7 == pytest.approx(lat, abs=0.01)
    assert lon is None or found.position.lon_e7 / E7 == pytest.approx(lon, abs=0.01)


def test_an_expected_area_narrows_what_is_offered() -> None:
    """A missing zone is asked back with the zones that lie in the area; a usual order in the area is taken."""
    (one,) = asked("BT 51234 12345", LEVANT).candidates
    assert one.position == read("37S BT 51234 12345").position
    assert {one.system for one in asked("UTM 250123 3712345", LEVANT).candidates} == {"UTM 37N", "UTM 38N"}
    assert read("33.5138, 36.2765", LEVANT).position == Position(362765000, 335138000)
    assert asked("40.5 N 70.2 E", LEVANT).question is Question.OUTSIDE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "a latitude and a longitude"),
        ("33.5138", "a latitude and a longitude"),
        ("33.5 N 36.2 N", "not two of a kind"),
        ("33°70' N 36° E", "below 60"),
        ("133 N 236 E", "up to 180"),
        ("near the old bridge", "nothing like the word 'near'"),
        ("33.5 N 36.2 E ☃", "nothing like '☃'"),
        ("33.5.1 N 36.2 E", "nothing like '3'"),
        ("37S BU 1234", "zone 37S has none lettered BU"),
        ("UTM 61N 250123 3712345", "a zone from 1 to 60"),
        ("95 100", "a latitude within 90 and a longitude within 180"),
        ("120 N 130 E", "a latitude within 90 and a longitude within 180"),
        ("181 5", "degrees up to 180"),
        ("12345 67890", "with their letters"),
        ("1 N 2 N 3 N", "a latitude and a longitude"),
        ("1 2 3 4 5 6 7 8", "a latitude and a longitude"),
        ("33.5 36.2 40.1", "a latitude and a longitude"),
        ("33.5' N 36.2' E", "a latitude and a longitude"),
        ("33.5-36.2", "a space or a comma between them"),
        ("UTM 37N 1 2", "an easting from 100000"),
        ("UTM 37N E 250123 E 3712345", "one easting and one northing"),
        ("UTM 37X 250123 3712345", "in the zone's band"),
        ("UTM 37N 250123", "an easting and a northing"),
        ("SK-42 zone 77 3712345 412345", "a zone from 1 to 60"),
        ("SK-42 99999999 12345", "X, the northing, and Y"),
        ("EPSG:4001 33.5 N 36.2 E", "states its error"),
        ("EPSG:5513 1 2", "EPSG:5513"),
        ("MGRS nowhere", "an MGRS reference like"),
        ("EPSG:99999 1 2", "EPSG registry"),
        ("EPSG:22770 1 2", "in the area of EPSG:22770"),
        ("1" * 300, "at most 200 characters"),
    ],
)
def test_a_refusal_says_what_was_expected(text: str, expected: str) -> None:
    """What is no position is refused with what would have been one."""
    with pytest.raises(ValueError, match=expected):
        answered(text)


SOUP = st.lists(
    st.sampled_from(
        ["33", "36.27", "7412345", "250123", "N", "S", "с.ш.", "شرق", "°", "'", ",", "-", "+", ";", "utm", "SK-42 ",
         "mgrs", "EPSG:22770 ", "37", "X", "zone", " ", "\n", "٣٣", "\u0660", "²", "½", "e", "lat", "=",
         "BT", "1e9", "\x00"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(st.one_of(SOUP, st.text(max_size=60)), st.booleans())
def test_any_text(text: str, known: bool) -> None:  # noqa: FBT001 - drawn
    """Any text is a reading, a question or a ValueError, and a reading's position is where it says."""
    try:
        answer = answered(text, LEVANT if known else None)
    except ValueError:
        return
    for one in answer.candidates if isinstance(answer, Asked) else (answer,):
        assert one.error_m >= 1
        assert one.as_given == text


def test_a_long_text_takes_no_longer() -> None:
    """A text of 200 characters is read in well under a tenth of a second, whatever stands in it."""
    for part in ("1 ", "1,1", "n ", "- ", "x 1 ", "12,", "с ш ", "utm ", "'1", "sk42 "):
        start = time.perf_counter()
        never_wrong((part * 200)[:200], Position(0, 0), LEVANT)
        assert time.perf_counter() - start < 0.5, part
