"""The gate behind every extractor: a quote is what stands in the report, whoever made the claim."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.claims import Article, Claim, Link, Step
from truceline.errors import DataError
from truceline.formats.reading import Known, read, sift
from truceline.formats.reading.english import English
from truceline.formats.reading.words import load
from truceline.formats.reports import Given, read_report

TEXT = "Norda shelled the village of Tarn on Monday, the Quay Courier reported. Nothing else is known so far.\nlog in\n"


def _article(text: str = TEXT) -> Article:
    return read_report(text.encode(), "report.txt", Given(language="en")).article


@dataclass(frozen=True)
class Fixed:
    """An extractor that yields what it was given."""

    claims: tuple[Claim, ...]
    name: str = "fixed"

    def read(self, article: Article, known: Known) -> Iterable[Claim]:
        del article, known
        return self.claims


def _one(quote: str, span: tuple[int, int], cue: tuple[int, int] = (0, 0), of: str = "") -> Claim:
    return Claim(of or _article().id, span, quote, chain=(Link(Step.OUTLET, "", "a-paper", cue),))


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (_one("Norda shelled", (0, 12)), "its quote is not what stands at its span"),
        (_one("Norda bombed!", (0, 13)), "its quote is not what stands at its span"),
        (_one("", (5, 5)), "its span is no stretch of the report"),
        (_one("Norda", (-5, 0)), "its span is no stretch of the report"),
        (_one("Norda", (0, 9999)), "its span is no stretch of the report"),
        (_one("Norda", (0, 5), cue=(4, 9999)), "a cue of its chain is no stretch of the report"),
        (_one("Norda", (0, 5), of="f" * 64), "it is of another article"),
        (_one("log in", (TEXT.index("log in"), TEXT.index("log in") + 6)), "it is read from the page's furniture"),
        (Claim(_article().id, (0, 5), "Norda", count=(3, 2)), "its count is no range"),
    ],
)
def test_what_the_report_does_not_bear_out_is_refused(claim: Claim, reason: str) -> None:
    """Each fault has its reason, and reading raises with the extractor's name, the span and the quote."""
    known = Known(load("en"))
    sifted = sift(_article(), known, [Fixed((claim,))])
    assert sifted.claims == ()
    assert [one.reason for one in sifted.refused] == [reason]
    with pytest.raises(DataError, match="a quote is never made up") as raised:
        read(_article(), known, [Fixed((claim,))])
    assert "by fixed" in str(raised.value)


def test_what_stands_there_passes() -> None:
    """A quote that is the report's own words at its span passes unchanged, beside others' claims."""
    good = _one("Norda", (0, 5))
    assert good in read(_article(), Known(load("en")), [Fixed((good,)), English()])


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.sampled_from("Norda said. “”\"',;—\n\u00a0(AP)-12 theof"), max_size=300))
def test_whatever_the_text_every_quote_is_in_it(text: str) -> None:
    """Our own rules pass the gate on any text."""
    it = _article(f"Norda. {text}")
    for claim in read(it, Known(load("en")), [English()]):
        assert it.text[claim.span[0] : claim.span[1]] == claim.quote
