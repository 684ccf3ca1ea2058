"""Articles, modalities and chains as values."""

import pytest

from tests.claims.saying import OUTLETS, article, chain, said
from truceline.claims import Block, Link, Modality, Step, roots
from truceline.claims.articles import Part


def test_what_lies_in_no_block_is_body() -> None:
    page = article("Log in. Shells fell.", blocks=(Block(Part.FURNITURE, 0, 7),))
    assert [page.part_at(0), page.part_at(6), page.part_at(7)] == [Part.FURNITURE, Part.FURNITURE, Part.BODY]


def test_a_modality_that_is_none_names_those_that_are() -> None:
    with pytest.raises(ValueError, match="one of asserted, reported, denied, proposed, threatened, not 'guessed'"):
        Modality("guessed")


def test_what_is_denied() -> None:
    """A denial, or a statement that it was not so; never an offer that something end."""
    cases = [(Modality.DENIED, True, True), (Modality.ASSERTED, True, False), (Modality.REPORTED, False, True)]
    cases += [(Modality.PROPOSED, False, False), (Modality.THREATENED, True, False)]
    assert [said("river", modality=one, affirms=so).denies for one, so, _ in cases] == [no for *_, no in cases]


def test_an_institution_stands_before_the_stroke() -> None:
    assert [one.institution for one in chain("river", "unnamed:crown.cabinet", "unnamed:", "said:folk/baker")] == [
        "river",
        "crown.cabinet",
        "",
        "folk",
    ]


def test_a_credit_line_alone_is_all_that_is_known() -> None:
    credit = said("river")
    credited = [type(credit)(name, (0, 1), "x", chain=(Link(Step.CREDIT, "Norda", "norda"),)) for name in "ab"]
    assert (roots(credited, OUTLETS).low, roots(credited, OUTLETS).high) == (1, 2)
