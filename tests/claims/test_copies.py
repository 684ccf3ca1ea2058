"""What one article carries of another, in any script, and what only looks like it."""

import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.claims.saying import article
from truceline.claims import Block, copied
from truceline.claims.articles import Part
from truceline.claims.copies import one_text

LONG = " ".join(f"word{i}" for i in range(60))
OTHER = " ".join(f"other{i}" for i in range(200))


def test_a_short_text_within_a_long_one_is_carried() -> None:
    """Containment, not likeness: a fifth of the page, and all of the agency's text."""
    wire, page = article(LONG), article(f"{OTHER} {LONG} {OTHER}")
    (found,) = copied([page, wire])
    assert (found.part, found.whole, found.share_permille) == (wire.id, page.id, 1000)
    (passage,) = found.passages
    assert wire.text[slice(*passage.part)] == page.text[slice(*passage.whole)] == LONG


def test_an_edited_text_is_carried_where_it_was_not_edited() -> None:
    words = LONG.split()
    edited = " ".join([*words[:25], "EDITED", *words[26:]])
    wire, page = article(LONG), article(edited)
    (found,) = copied([wire, page])
    assert found.share_permille == 1000 * 51 // 56
    assert len(found.passages) == 2
    ids = {wire.id: LONG, page.id: edited}
    spans = [(0, len(ids[found.part])), (0, len(ids[found.whole]))]
    assert one_text(spans[0], spans[1], found)
    assert not one_text((0, 20), (len(LONG) - 20, len(LONG)), found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "قال مسؤول إن القذائف سقطت على السوق قبل ظهر يوم الثلاثاء ولم يصب أحد بأذى في البلدة",
            "قَالَ مسؤول إن القذائف سقطت على الســوق قبل ظهر يوم الثلاثاء ولم يصب أحد بأذى في البلدة",
        ),
        (
            "Снаряды упали на рынок до полудня во вторник и два прилавка сгорели сообщила пожарная охрана города",
            "СНАРЯДЫ упали на рынок до полудня, во вторник, и два прилавка сгорели - сообщила пожарная охрана города",
        ),
        (
            "星期二中午之前炮弹落在市场上两个摊位被烧毁消防队说没有人受伤",
            "「星期二中午之前炮弹落在市场上两个摊位被烧毁」消防队说没有人受伤",
        ),
        (
            "Les obus sont tombés sur le marché avant midi mardi et deux étals ont brûlé",
            "Les obus sont tombe\u0301s sur le marché avant midi mardi et deux e\u0301tals ont brûlé",
        ),
    ],
)
def test_words_are_those_of_any_script(one: str, other: str) -> None:
    """Case, marks over letters, strokes and punctuation do not count."""
    (found,) = copied([article(one), article(other)])
    assert found.share_permille > 900


def test_what_stands_around_the_text_is_left_out() -> None:
    """The same links and share lines on two pages of one house are no copy."""
    frame = " ".join(f"link{i}" for i in range(80))
    pages = []
    for own in (LONG, OTHER):
        text = f"{frame} {own}"
        pages.append(article(text, blocks=(Block(Part.LINK, 0, len(frame)), Block(Part.BODY, len(frame), len(text)))))
    assert copied(pages) == ()
    assert copied([article(one.text) for one in pages])


def test_no_run_crosses_what_is_left_out() -> None:
    text = LONG[:200] + " FRAME " + LONG[201:]
    cut = article(text, blocks=(Block(Part.FURNITURE, 200, 207),))
    (found,) = copied([cut, article(LONG)])
    assert all("FRAME" not in text[slice(*(one.part if found.part == cut.id else one.whole))] for one in found.passages)


def test_the_same_article_is_no_copy_of_itself_and_short_ones_tell_nothing() -> None:
    assert copied([article(LONG), article(LONG)]) == ()
    assert copied([article("one two three four five six"), article("one two three four five six seven")]) == ()
    assert copied([]) == ()


def test_words_said_over_and_over_are_read_in_time() -> None:
    """A text that repeats itself does not keep anybody waiting."""
    begun = time.perf_counter()
    (found,) = copied([article(f"{LONG} " * 100), article(f"{LONG} " * 130 + OTHER)])
    assert found.share_permille == 1000
    assert time.perf_counter() - begun < 5


def test_a_hundred_articles_are_compared_with_a_hundred_in_seconds() -> None:
    rng = Random(6)  # noqa: S311 - chance, not secrecy
    texts = [" ".join(f"w{rng.randrange(2000)}" for _ in range(250)) for _ in range(100)]
    pages = [f"{OTHER} {one}" for one in texts]
    begun = time.perf_counter()
    found = copied([article(one) for one in (*texts, *pages)])
    assert time.perf_counter() - begun < 20
    assert len([one for one in found if one.share_permille == 1000]) == 100


@given(st.lists(st.text(alphabet="ab ٠ъ中\u0301.", max_size=120), max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_any_text_is_read_and_order_does_not_matter(texts: list[str], rng: Random) -> None:
    """Passages lie within their texts and are the same words."""
    articles = [article(one) for one in texts]
    found = copied(articles)
    held = {one.id: one.text for one in articles}
    for one in found:
        assert 300 <= one.share_permille <= 1000
        assert all(0 <= p.part[0] < p.part[1] <= len(held[one.part]) for p in one.passages)
        assert all(0 <= p.whole[0] < p.whole[1] <= len(held[one.whole]) for p in one.passages)
    rng.shuffle(articles)
    assert copied(articles) == found
