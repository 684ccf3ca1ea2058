"""Receipt phrases: lists that cannot be mistaken over a telephone, enough chance, one reading of what is typed."""

import contextlib
import csv
import hashlib
import math
import re
from collections.abc import Iterator
from itertools import combinations, count
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.desk import shelf
from truceline.desk.reporting import phrases
from truceline.desk.reporting.phrases import GROUP_DIGITS, GROUPS, LETTERS, WORDS, Phrases
from truceline.errors import DataError

LISTS = [kind for kind in Phrases if kind is not Phrases.DIGITS]
# Letters that a poor line makes one: voiced and unvoiced, m and n, the unstressed vowels of Russian, emphatic Arabic.
ALIKE: dict[Phrases, dict[str, str | int | None]] = {
    Phrases.EN: dict(zip("bdgcqvzmyw", "ptkkkfsniu", strict=True)),
    Phrases.RU: {**dict(zip("бдгвзжщоеэяюыймё", "пткфсшшаииауиини", strict=True)), "ь": None, "ъ": None},
    Phrases.AR: dict(zip("صثزظضطقغحعمذ", "سسسددتكخهاند", strict=True)),
}


def apart(one: str, other: str) -> bool:
    """Whether two words differ by two letters at least, put in, left out or changed."""
    if abs(len(one) - len(other)) > 1:
        return True
    cut = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rests = (one[cut + 1 :], other[cut + 1 :]), (one[cut:], other[cut + 1 :]), (one[cut + 1 :], other[cut:])
    return one != other and all(a != b for a, b in rests)


def chance(name: str) -> Iterator[bytes]:
    return (hashlib.sha256(f"{name} {n}".encode()).digest() for n in count())


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_has_256_words_that_cannot_be_confused(kind: Phrases) -> None:
    """Each is known by its first four letters, and two letters at least part any two of them, even as they sound."""
    plain = [phrases._plain(word) for word in phrases.listed(kind)]
    assert len(plain) == len(set(plain)) == 256
    assert all(3 <= len(word) <= 9 and word.isalpha() for word in plain)
    assert len({word[:LETTERS] for word in plain}) == 256
    heard = [word.translate(str.maketrans(ALIKE[kind])) for word in plain]
    assert [pair for pair in combinations(heard, 2) if not apart(*pair)] == []


def test_beginnings_of_all_lists_differ() -> None:
    """Whoever types a phrase need not say in which language it is."""
    assert len(phrases._known()) == 3 * 256


def test_no_word_is_a_real_place_or_group(shared: Path) -> None:
    """Neither a country in any of the three languages, nor an actor of a shipped agreement, nor a place at hand."""
    real = {name for language in LISTS for name in Locale(str(language)).territories.values()}
    for text in ("syria-2016-02", "syria-2016-07", "minsk-ii"):
        actors = shelf.find(text).roster.actors.values()
        real |= {part for actor in actors for name in actor.names.values() for part in name.split() if len(part) > 3}
    for gazetteer in (shared / "data/gazetteer").glob("*.csv"):
        with gazetteer.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        real |= {name for row in rows for name in (row["name"], *row["alternatenames"].split("|"))}
    names = {phrases._plain(name) for name in real}
    named = names | {name.removeprefix("ال") for name in names}
    assert len(named) > 900
    assert {phrases._plain(word) for kind in LISTS for word in phrases.listed(kind)} & named == set()


@pytest.mark.parametrize("kind", list(Phrases))
def test_a_phrase_has_80_bits_at_least(kind: Phrases) -> None:
    """Every byte of chance goes into it: ten words of 256, or 25 digits, all values equally often."""
    drawn = chance(kind)
    phrase = phrases.drawn(kind, lambda size: next(drawn)[:size])
    if kind is Phrases.DIGITS:
        assert [len(group) for group in phrase.split()] == [GROUP_DIGITS] * GROUPS
        assert math.log2(10 ** len(phrase.replace(" ", ""))) > 80
    else:
        assert len(phrase.split()) == WORDS
        assert math.log2(len(phrases.listed(kind)) ** WORDS) == 80
    assert phrases.read(phrase) == phrases._plain(phrase).replace(" ", "" if kind is Phrases.DIGITS else " ")


def test_digits_are_drawn_fairly() -> None:
    """A byte that would make some digits likelier is drawn anew."""
    given_bytes = iter([255, 250, 249, *range(24)])
    assert phrases.drawn(Phrases.DIGITS, lambda _: bytes([next(given_bytes)])) == "90123 45678 90123 45678 90123"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  ACORN-apple  Apro backpacks bagel balcony banana barley basket beaver", "acorn apple apron"),
        ("إبرة أَبْرِيق ارنب إسفنجة اصبع إكليل ألوان أناناس أنبوب إوزّة", "ابره ابريق ارنب"),
        ("Чайник ЯЩЕРИЦА якорь ямщик ещё-нет", ""),
        ("١٢٣٤٥ 67890 12345 67890 12345", "12345678901234567890"),
        ("1234567890123456789012345", "12345678901234567890"),
    ],
)
def test_what_is_typed_is_read_generously(typed: str, meant: str) -> None:
    """Capitals, hyphens, endings, marks and the digits of either script change nothing; a strange word does."""
    if meant:
        assert phrases.read(typed).startswith(meant)
    else:
        with pytest.raises(DataError, match=r"another as word 5, 6\."):
            phrases.read(typed)


@settings(max_examples=60)
@given(st.text(max_size=120))
def test_whatever_is_typed_is_read_or_refused_without_being_repeated(typed: str) -> None:
    """An error says how many words or which place, and holds nothing else of what was typed."""
    told = re.compile(
        r"expected (25 digits, got \d+|10 words, got \d+|words of the list, got another as word [\d, …]+)\. Compare it"
    )
    with contextlib.suppress(DataError):
        phrases.read(typed)
        return
    with pytest.raises(DataError) as raised:
        phrases.read(typed)
    assert told.search(str(raised.value))


@pytest.mark.parametrize(
    ("typed", "expected"), [("", "10 words, got 0"), ("acorn", "10 words, got 1"), ("12", "25 digits, got 2")]
)
def test_too_few_is_said(typed: str, expected: str) -> None:
    with pytest.raises(DataError, match=expected):
        phrases.read(typed)
