"""The benchmark of attribution: its sentences are whole, and its counting is what it says."""

from __future__ import annotations

import pytest

from bench.attribution.sentences import Right, Sentence, Span, measure, sentences
from truceline.claims import Article

SAID = Sentence("The clerk said that it burned.", "en", (0, 14))
PLAIN = Sentence("It burned.", "en", None)


def test_sentences_are_enough_and_of_both_kinds() -> None:
    """At least 150 sentences in three languages, neither kind less than two fifths in any; none comes twice."""
    every = sentences()
    assert len(every) == len({one.text for one in every}) == 170
    for language in ("en", "ar", "ru"):
        cued = [one.cue is not None for one in every if one.language == language]
        assert 0.4 <= sum(cued) / len(cued) <= 0.6
    assert not any(mark in one.text for one in every for mark in "[]")


def test_brackets_stand_where_the_words_do() -> None:
    """The label is a stretch of the sentence without its brackets."""
    first = sentences()[0]
    assert first.cue is not None
    assert first.text[slice(*first.cue)] == "The town clerk said"


@pytest.mark.parametrize(
    ("spans", "right"),
    [
        ([(4, 14)], Right(found=1, wrong=1, missed=0, halves=1)),
        ([(9, 14)], Right(found=1, wrong=1, missed=0, halves=0)),
        ([(20, 25)], Right(found=0, wrong=2, missed=1, halves=0)),
        ([], Right(found=0, wrong=0, missed=1, halves=0)),
    ],
)
def test_a_cue_is_found_where_it_touches_the_words(spans: list[Span], right: Right) -> None:
    """What is found elsewhere, or where nobody said anything, is wrong."""

    def finder(_: Article) -> list[Span]:
        return spans

    assert measure([SAID, PLAIN], finder) == right


def test_shares_are_of_what_was_found_and_of_what_is_there() -> None:
    """Precision, recall and their harmonic mean."""
    right = Right(found=6, wrong=2, missed=4, halves=3)
    assert (right.precision, right.recall) == (0.75, 0.6)
    assert right.balance == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))
