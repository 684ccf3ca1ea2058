"""What one cell says, and how it is asked back where it says nothing usable."""

import contextlib
import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.formats import cells
from truceline.formats.cells import BadCell
from truceline.place import Position

DEGREES = "decimal degrees like 36.7076"
CONVERT = "Convert it to decimal degrees, minus for west and south."


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0", 0),
        (" 12 ", 12),
        ("4.0", 4),
        ("٣٤", 34),
        ("\u06f7", 7),  # Persian
        ("\u0967\u0966", 10),  # Hindi
        ("1000000000", 1_000_000_000),
        ("", None),
    ],
)
def test_a_count_in_any_digits(written: str, number: int | None) -> None:
    """A whole number in the digits of any script; an empty cell is silence and not zero."""
    assert cells.count("dead", written) == number


@pytest.mark.parametrize(
    "written", ["-1", "1.5", "1,000", "twelve", "1000000001", "9" * 5000, "NaN", "=1+1", "1e3", "½"]
)
def test_a_count_that_is_none(written: str) -> None:
    """Anything else is asked back, with what would have been right."""
    with pytest.raises(BadCell) as caught:
        cells.count("dead", written)
    bad = caught.value.at("f.csv", 3, "row").fault
    assert (bad.file, bad.line, bad.field) == ("f.csv", 3, "dead")
    assert bad.expected == "a whole number from 0 to 1,000,000,000"
    assert bad.cure == "Write the number alone, or leave the cell empty where none is known."


@pytest.mark.parametrize(
    ("written", "degrees"),
    [("36.7076", "36.7076"), ("-29.25", "-29.25"), ("٣٤\u066b٨", "34.8"), ("−7.5", "-7.5"), ("36.70760005", "36.7076"),
     ("36.70760015", "36.7076002"), ("+5", "5")],
)  # fmt: skip
def test_degrees_on_the_grid(written: str, degrees: str) -> None:
    """Degrees come to seven decimals, halves to even: that is the grid."""
    assert cells.degrees("lat", written) == Decimal(degrees)


@pytest.mark.parametrize(
    ("lat", "lon", "field", "expected", "cure"),
    [
        ("95.5", "36", "lat", "a latitude from -90 to 90", "Are latitude and longitude exchanged?"),
        ("3480.2", "36", "lat", DEGREES, CONVERT),
        ("200", "36", "lat", "a latitude from -90 to 90", "Is a decimal point missing?"),
        ("34", "367", "lon", "a longitude from -180 to 180", "Is a decimal point missing?"),
        ("34,8", "36", "lat", DEGREES, "Is the comma a decimal point? Write a point."),
        ("34°48N", "36", "lat", DEGREES, CONVERT),
        ("", "36", "lat", DEGREES, CONVERT),
        ("inf", "36", "lat", DEGREES, CONVERT),
    ],
)  # fmt: skip
def test_coordinates_are_asked_back(lat: str, lon: str, field: str, expected: str, cure: str) -> None:
    """What cannot be a position is refused with a question; nothing is exchanged or moved in silence."""
    with pytest.raises(BadCell) as caught:
        cells.position(("lat", lat), ("lon", lon))
    assert (caught.value.field, caught.value.expected, caught.value.cure) == (field, expected, cure)


def test_a_position() -> None:
    """Both sides of the limits."""
    assert cells.position(("lat", "90"), ("lon", "-180")) == Position(-1_800_000_000, 900_000_000)
    with pytest.raises(BadCell):
        cells.position(("lat", "90.0000001"), ("lon", "0"))


@pytest.mark.parametrize(
    ("written", "pattern", "day"),
    [
        ("2016-02-27", "", dt.date(2016, 2, 27)),
        ("2016-02-27 00:00:00.000", "", dt.date(2016, 2, 27)),
        ("2016-02-27", "%d/%m/%Y", dt.date(2016, 2, 27)),  # ISO is read whatever the pattern
        ("03/04/2016", "%d/%m/%Y", dt.date(2016, 4, 3)),
        ("03/04/2016", "%m/%d/%Y", dt.date(2016, 3, 4)),
        ("٢٠١٦-٠٢-٢٧", "", dt.date(2016, 2, 27)),
        ("", "", None),
    ],
)
def test_a_day(written: str, pattern: str, day: dt.date | None) -> None:
    """A date as ISO 8601, or by the pattern that the map names."""
    assert cells.day("d", written, pattern) == day


@pytest.mark.parametrize(
    "written", ["27/02/2016", "2016-02-30", "2016-02-27 14:00", "0016-02-27", "2301-01-01", "20160227", "NaN"]
)
def test_a_day_that_is_none(written: str) -> None:
    """A date that is not, or that could mean two, is asked back."""
    with pytest.raises(BadCell) as caught:
        cells.day("d", written)
    assert caught.value.expected == "a date like 2016-02-27, 1800 to 2200"
    assert caught.value.cure == "Correct the date; write years with four digits."


@pytest.mark.parametrize(
    ("written", "pattern", "time"),
    [
        ("2016-02-27T18:30", "", moment("2016-02-27T18:30:00")),
        ("2016-02-27 18:30:15.25", "", moment("2016-02-27T18:30:15")),
        ("2016-02-27T18:30Z", "", moment("2016-02-27T18:30:00+00:00")),
        ("27.02.2016 18:30", "%d.%m.%Y %H:%M", moment("2016-02-27T18:30:00")),
        ("", "", None),
    ],
)
def test_a_time(written: str, pattern: str, time: dt.datetime | None) -> None:
    """A time of day, aware only where the text has an offset; cut to the second."""
    assert cells.clock("t", written, pattern) == time


@pytest.mark.parametrize("written", ["2016-02-27", "2016-02-27T24:30", "18:30", "2016-02-27T18:30+99:00"])
def test_a_time_that_is_none(written: str) -> None:
    """A time that is not is asked back."""
    with pytest.raises(BadCell) as caught:
        cells.clock("t", written)
    assert caught.value.expected == "a date and time like 2016-02-27T18:30, 1800 to 2200"
    assert caught.value.cure == "Correct the time; hours run from 00 to 23."


def test_words_and_codes() -> None:
    """A text that must be there, and a code of a closed list."""
    assert cells.choice("code", "2.0", ("1", "2")) == "2"
    with pytest.raises(BadCell) as caught:
        cells.choice("code", "3", ("1", "2"))
    assert (caught.value.expected, caught.value.got, caught.value.cure) == ("one of 1, 2", "3", "Correct the code.")
    with pytest.raises(BadCell) as caught:
        cells.word("name", " \u200b ")
    assert caught.value.cure == "Fill it in; without it the row cannot be read."
    assert caught.value.at("f", 1, "").fault.got == "nothing"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a&#8217;b", "a’b"),
        ("a &amp;  b", "a & b"),
        ("AT&T; x", "AT&T; x"),
        ("&notit", "&notit"),
        ("\ufeffa\u200b\n b", "a b"),
        ("&#99999999999999999999999999999;", "\ufffd"),
        (f"&#{'9' * 5000};", f"&#{'9' * 5000};"),
    ],
)
def test_text_for_people(written: str, text: str) -> None:
    """Whole entities are resolved and white space is one; what only looks like an entity stays."""
    assert cells.clean(written) == text


@given(st.text(), st.sampled_from([cells.count, cells.degrees, cells.day, cells.clock, cells.word]))
def test_any_text_is_read_or_asked_back(written: str, read: Callable[[str, str], object]) -> None:
    """No text makes a cell's reader fail in another way."""
    with contextlib.suppress(BadCell):
        read("field", written)
