"""A government named by its seat and a newspaper named by its town are no places; other names in texts are found."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gazetteer.country import country, with_namesakes
from truceline.gazetteer import guarded

GOVERNMENTS = [
    ("Tormaquil said it had agreed", "Tormaquil"),
    ("Tormaquil has not yet responded to the note", "Tormaquil"),
    ("Belquora and Tormaquil agreed on a draft", "Belquora"),
    ("Tormaquil's proposal was sent on Monday", "Tormaquil"),
    ("Tormaquil’s foreign minister left", "Tormaquil"),
    ("pressure on Belquora to stop", "Belquora"),
    ("talks between Tormaquil and Belquora", "Belquora"),
    ("talks between Tormaquil and Belquora", "Tormaquil"),
    ("Belquora-backed forces", "Belquora"),
    ("the note urged Belquora to answer", "Belquora"),
    ("the Belquora government", "Belquora"),
    ("قالت تورماكيل إنها لم تتلق شيئا", "تورماكيل"),
    ("وافقت بيلكورا على المقترح", "بيلكورا"),
    ("تورماكيل أعلنت قبولها", "تورماكيل"),
    ("محادثات بين تورماكيل وبيلكورا", "تورماكيل"),
    ("الضغط على بيلكورا", "بيلكورا"),
    ("Тормакиль заявил, что готов", "Тормакиль"),
    ("Белькора не согласилась с проектом", "Белькора"),
    ("давление на Белькору", "Белькору"),
    ("переговоры между Тормакилем и Белькорой", "Белькорой"),
    ("власти Тормакиля", "Тормакиля"),
]
PAPERS = [
    ("The Tormaquil Post reported", "Tormaquil"),
    ("the Belquora Evening Herald", "Belquora"),
    ("Radio Belquora said", "Belquora"),
    ("صحيفة تورماكيل اليوم", "تورماكيل"),
    ("بيلكورا تايمز", "بيلكورا"),
    ("газета «Тормакиль пост» сообщает", "Тормакиль"),
    ("радио Белькора", "Белькора"),
]
PLACES = [
    ("shells fell on Tormaquil and Belquora", "Tormaquil"),
    ("officials in Tormaquil said", "Tormaquil"),
    ("the road between Tormaquil and Belquora", "Belquora"),
    ("Clashes near Belquora, the ministry said", "Belquora"),
    ("Tormaquil was shelled at noon", "Tormaquil"),
    ("Belquora, residents said, was quiet", "Belquora"),
    ("سقطت قذائف في تورماكيل", "تورماكيل"),
    ("الطريق بين تورماكيل وبيلكورا", "تورماكيل"),
    ("обстрел Тормакиля", "Тормакиля"),
    ("дорога между Тормакилем и Белькорой", "Белькорой"),
    ("в Белькоре сообщили о взрывах", "Белькоре"),
]


def reason(text: str, name: str) -> str:
    at = text.index(name)
    return guarded(text, (at, at + len(name)))


@pytest.mark.parametrize(("text", "name"), GOVERNMENTS)
def test_a_government_is_no_place(text: str, name: str) -> None:
    """What says, wants, agrees or is pressed is a government, in three languages, whatever its seat is called."""
    assert reason(text, name) == "government"


@pytest.mark.parametrize(("text", "name"), PAPERS)
def test_a_newspaper_is_no_place(text: str, name: str) -> None:
    """A town in the name of a newspaper or station is none."""
    assert reason(text, name) == "newspaper"


@pytest.mark.parametrize(("text", "name"), PLACES)
def test_a_place_stays_one(text: str, name: str) -> None:
    """Where something happens, or somebody speaks from, is a place."""
    assert reason(text, name) == ""


@pytest.mark.parametrize(("text", "name"), [*GOVERNMENTS, *PAPERS])
def test_what_is_guarded_is_no_mention(text: str, name: str) -> None:
    """A guarded name is not found in a text."""
    at = text.index(name)
    assert all(one.span[0] != at for one in country().mentions(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Shells fell on Tormaquil and Port of Belquora.",
            [("Tormaquil", "tormaquil"), ("Port of Belquora", "port-of-belquora")],
        ),
        ("Garvolen's hospital; near BELQUORA", [("Garvolen", "garvolen"), ("BELQUORA", "belquora")]),
        ("обстрел Тормакиля и удар в Белькоре", [("Тормакиля", "tormaquil"), ("Белькоре", "belquora")]),
        ("قصف على تورماكيل وبيلكورا", [("تورماكيل", "tormaquil"), ("وبيلكورا", "belquora")]),
        ("the garvolen of old", []),
        ("Ormavela, Tormakeel, Belkora", []),  # what only resembles is no mention
        ("near Dayr al-Quzmēl", [("Dayr al-Quzmēl", "dayr-quzmel")]),
        ("at Qolmah", [("Qolmah", "qolmah")]),
    ],
)
def test_names_in_a_text(text: str, found: list[tuple[str, str]]) -> None:
    """Names are found whole and longest first, with case endings and with what Arabic writes together."""
    held = with_namesakes().mentions(text)
    assert [(text[slice(*one.span)], one.candidates[0].place.id) for one in held] == found


def test_a_mention_of_namesakes_has_them_all() -> None:
    """Whoever reads a text is told that a name is not one place's alone."""
    (one,) = with_namesakes().mentions("Fire was seen near Ash-Shurmel.")
    assert len(one.candidates) == 3


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_any_text_and_span(text: str, start: int, end: int) -> None:
    """Any span of any text is guarded or not, and any text has mentions that are spans of it."""
    assert guarded(text, (min(start, end), max(start, end))) in ("", "government", "newspaper")
    for one in with_namesakes().mentions(f"{text} Belquora {text}"):
        assert 0 <= one.span[0] < one.span[1] <= 2 * len(text) + 10


def test_long_texts_take_linear_time() -> None:
    """Four times the text takes about four times as long, and not sixteen."""
    for part in ("Tormaquil and ", "Aa-", "Tormaquil has not ", "A ", "في "):
        took = []
        for times in (300, 1_200):
            start = time.process_time()
            country().mentions(part * times)
            took.append(time.process_time() - start)
        assert took[1] < 10 * took[0] + 0.2, part
