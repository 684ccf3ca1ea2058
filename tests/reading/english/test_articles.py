"""A page's parts, and its day of publication with where it was read."""

import pytest

from truceline.claims import Precision
from truceline.formats.reading.articles import publication
from truceline.formats.reading.sentences import sentences
from truceline.formats.reading.words import load
from truceline.formats.reports import Given, read_report
from truceline.period import Instant

WORDS = load("en")
PAGE = """icon menuicon search
3 June, 2031 09:15

Norda offers Ostland a truce along the river

Norda offers Ostland a truce along the river

© Quay Pictures / The bridge at Tarn, May 2, 2030
Ostland Weighs a Second Offer From Norda
Norda has offered Ostland a truce, the Quay Courier reported. The offer covers
the river.

READ MORE: Norda and Ostland warn of floods
It was made on Monday.

SHARE THIS ARTICLE
- AFP
"""


def test_each_line_is_what_it_is() -> None:
    """Icons, dates, titles given twice, captions, others' headlines, share lines and credits are told from the body."""
    it = read_report(PAGE.encode(), "page.txt", Given(language="en")).article
    assert [one.part.value for one in it.blocks] == [
        "furniture", "furniture", "title", "title", "credit", "link",
        "body", "body", "link", "body", "furniture", "credit",
    ]  # fmt: skip
    assert it.title == "Norda offers Ostland a truce along the river"


def test_a_line_that_goes_on_is_one_sentence() -> None:
    """A sentence broken over two lines is read whole."""
    it = read_report(PAGE.encode(), "page.txt", Given(language="en")).article
    texts = [" ".join(it.text[one.start : one.end].split()) for one in sentences(it, WORDS)]
    assert texts[1] == "The offer covers the river."


@pytest.mark.parametrize(
    ("text", "when", "precision", "basis"),
    [
        ("TARN, June 4, 2031 (ONA) — Norda agreed.", "2031-06-04T00:00Z", Precision.DAY, "dateline"),
        ("13/06/2031 21:13 by admin\n\nNorda agreed to talks today.", "2031-06-13T21:13Z", Precision.MINUTE, "byline"),
        ("03/06/2031 by admin\n\nNorda agreed to talks today.", "2031-06-03T00:00Z", Precision.DAY, "byline"),
        ("20 May, 2031 12:41\n\nNorda agreed to talks today.", "2031-05-20T12:41Z", Precision.MINUTE, "byline"),
        ("Updated: June 3, 2031\n\nNorda agreed to talks today.", "2031-06-03T00:00Z", Precision.DAY, "byline"),
        ("2031-06-03\n\nNorda agreed to talks today.", "2031-06-03T00:00Z", Precision.DAY, "byline"),
    ],
)
def test_the_day_is_read_with_its_basis(text: str, when: str, precision: Precision, basis: str) -> None:
    """Day first where figures leave it open."""
    found = publication(text, WORDS)
    assert (found.at, found.precision, found.basis) == (Instant.parse(when), precision, basis)


def test_nothing_is_guessed() -> None:
    """A dateline without a year has one only from when it came in; a photograph's date is none of the article's."""
    dispatch = "TARN, June 4 (ONA) — Norda agreed."
    assert publication(dispatch, WORDS).at is None
    came = publication(dispatch, WORDS, received=Instant.parse("2031-07-01T00:00Z"))
    assert (came.at, came.basis) == (Instant.parse("2031-06-04T00:00Z"), "dateline, its year from when it came in")
    photo = "© Quay Pictures / The bridge at Tarn, May 2, 2030\n\nNorda agreed to talks today."
    assert publication(photo, WORDS).at is None
    assert publication(photo, WORDS, url="https://paper.example/2031/06/05/offer").basis == "url"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Capt. Nomen Nescio of the U.S. mission met No. 4 Brigade. He left.", 2),
        ('"We waited. Nobody came," she said. They left.', 2),
        ("He left the U.S. The talks went on without him there.", 2),
        ("J. F. Nescio spoke. Nobody listened!", 2),
        ("“They met. We know it.” The minister left.", 2),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    """Titles, initials and abbreviations end none; a quotation is not cut."""
    assert len(sentences(read_report(text.encode(), "report.txt", Given(language="en")).article, WORDS)) == count
