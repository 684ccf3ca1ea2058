"""Bounds of what a payload may hold: both sides of each border."""

import pytest

from truceline.kinds import Anchored
from truceline.kinds.bounds import (
    VERTICES,
    Among,
    Chars,
    Coarse,
    Drawn,
    Hours,
    Items,
    Length,
    Origin,
    Shape,
    Tongues,
    Within,
    Word,
)
from truceline.period import Schedule
from truceline.place import E7, area_from_flat

SIDE = E7 // 100  # a hundredth of a degree


def test_text_is_as_long_as_it_may_be_and_shows_what_it_says() -> None:
    """Characters are counted; what would change a terminal or the way text reads is refused, a line's end is not."""
    bound = Chars(1, 3)
    assert [bound.fault(text) for text in ("a", "abc", "a\nb")] == ["", "", ""]
    assert bound.fault("") == "1 to 3 characters, not 0"
    assert bound.fault("abcd") == "1 to 3 characters, not 4"
    for code in (0x00, 0x09, 0x0B, 0x0D, 0x1B, 0x7F, 0x85, 0x9F, 0x2028, 0x202A, 0x202E):
        assert bound.fault(chr(code)) == f"text without control or direction marks, not U+{code:04X}"
    for code in (0x20, 0xA0, 0x200F, 0x2066, 0x0645, 0x0416, 0x1F54A):
        assert bound.fault(chr(code)) == ""


def test_a_shape_is_of_the_whole_text_in_plain_letters() -> None:
    """A line's end behind it, or a digit of another script, makes another text."""
    bound = Shape("[0-9]+", "digits")
    assert bound.fault("12") == ""
    for text in ("", "12\n", "a", "١٢"):
        assert bound.fault(text) == f"digits, not {text.strip()!r}"


def test_a_note_of_another_is_carried_whatever_it_holds() -> None:
    """A hostile head cannot keep others from anchoring it: a note's text is bounded in length alone."""
    assert [Length(3).fault(text) for text in ("a", "\u202e\t\x1b")] == ["", ""]
    assert Length(3).fault("") == "1 to 3 characters, not 0"
    assert Length(3).fault("abcd") == "1 to 3 characters, not 4"
    assert Anchored(("log\n5\nAAAA\n\u202e\n\n— log AAAA\n", "— log AAAA\n" * 1_000)).checkpoints
    bound = Origin.__metadata__[0]  # type: ignore[attr-defined]  # an annotated type
    assert [bound.fault(one) for one in ("truceline/a-1", "журнал.example", "a" * 255)] == ["", "", ""]
    for one in ("", "a b", "a\u00a0b", "a+b", "a\n", "a" * 256):
        assert "a log's origin, without spaces and plus signs" in bound.fault(one)


def test_words_numbers_and_items() -> None:
    """Of a closed list; from one to another, both included; so many, and none twice."""
    assert [Among(("a",)).fault(one) for one in ("a", "b", "")] == ["", "one of a, not 'b'", "one of a, not ''"]
    assert Among(("a",), empty=True).fault("") == ""
    assert [Within(1, 2).fault(one) for one in (1, 2)] == ["", ""]
    assert [Within(1, 2).fault(one) for one in (0, 3)] == ["a whole number from 1 to 2"] * 2
    assert [Items(1, 2).fault(one) for one in (("a",), ("a", "b"))] == ["", ""]
    assert Items(1, 2).fault(()) == "1 to 2 items, not 0"
    assert Items(1, 2).fault(("a", "b", "c")) == "1 to 2 items, not 3"
    assert Items(1, 2).fault(("a", "a")) == "no item twice"


def test_text_in_the_languages_of_the_record() -> None:
    """English, Arabic, Russian; at least one of them unless it may be silent."""
    assert Tongues(5).fault({"en": "a", "ar": "ا", "ru": "а"}) == ""
    assert Tongues(5).fault({}) == "text in one or more of en, ar, ru, not none"
    assert Tongues(5, empty=True).fault({}) == ""
    assert Tongues(5, empty=True).fault({"fr": "a"}) == "text in one or more of en, ar, ru, not fr"
    assert Tongues(5).fault({"en": "abcdef"}) == "en: 1 to 5 characters, not 6"


def test_an_area_is_no_point_in_disguise() -> None:
    """What must be coarse encloses 10⁻⁴ square degree; a step less is refused, however long it is drawn."""
    bound = Coarse.__metadata__[0]  # type: ignore[attr-defined]  # an annotated type
    square = area_from_flat([[0, 0, SIDE, 0, SIDE, SIDE, 0, SIDE]])
    assert bound.fault(square) == ""
    shaved = area_from_flat([[0, 0, SIDE, 0, SIDE, SIDE - 1, 0, SIDE - 1]])
    assert "nobody's position is kept here" in bound.fault(shaved)
    sliver = area_from_flat([[0, 0, 100 * E7, 0, 100 * E7, 1, 0, 1]])
    assert "nobody's position is kept here" in bound.fault(sliver)
    specks = area_from_flat([[k, 0, k + 1, 0, k, 1] for k in range(0, 99, 3)])
    assert "nobody's position is kept here" in bound.fault(specks)


def test_an_area_has_so_many_vertices() -> None:
    """An area that only a machine of tomorrow could judge is refused."""
    ring = [number for k in range(VERTICES) for number in (k, k % 2)]
    assert Drawn(0).fault(area_from_flat([ring])) == ""
    assert Drawn(0).fault(area_from_flat([[*ring, 0, 5]])) == "at most 20,000 vertices"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc/passwd", "Europe", "a" * 5000, "\0"])
def test_hours_are_of_a_known_zone(zone: str) -> None:
    """A name that is no time zone's is refused, whatever it looks like."""
    assert Hours().fault(Schedule(("mon",), 0, 60, "Asia/Damascus")) == ""
    assert "an IANA time zone like Asia/Damascus" in Hours().fault(Schedule(("mon",), 0, 60, zone))


def test_hours_are_hours_of_the_week() -> None:
    """Days are named, and minutes are those of a day."""
    assert "one or more days" in Hours().fault(Schedule((), 0, 60, "UTC"))
    assert "one or more days" in Hours().fault(Schedule(("day",), 0, 60, "UTC"))
    for start, end in ((-1, 60), (1440, 60), (0, -1), (0, 1441)):
        assert "minutes from midnight" in Hours().fault(Schedule(("mon",), start, end, "UTC"))
    assert Hours().fault(Schedule(("mon",), 1439, 1440, "UTC")) == ""


def test_a_closed_list_says_what_is_on_it() -> None:
    """Asked for another word, a list names its own."""

    class Mood(Word):
        GOOD = "good"
        BAD = "bad"

    assert Mood("good") is Mood.GOOD
    with pytest.raises(ValueError, match="one of good, bad, not 'ugly'"):
        Mood("ugly")
