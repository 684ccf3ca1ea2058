"""Claims of one happening as one event: a version for each origin, and what is not told stays unsaid."""

from dataclasses import replace
from typing import Any

import pytest

from tests.claims.saying import OUTLETS, said
from tests.floor.ground import rule, truce
from truceline.agreement import compiled
from truceline.claims import Claim, Event, Modality, told
from truceline.period import Instant
from truceline.place import Area, position
from truceline.terms import Candidate, Direction, Member, Side, Source, When

TEXT = compiled(truce(rule()))
NOON = When(Instant.parse("2016-03-01T12:00Z"))


def event(*claims: Claim) -> Event:
    return told("e", claims, TEXT, OUTLETS)


def struck(*steps: str, **more: Any) -> Claim:  # noqa: ANN401 - fields of any type
    return said(*steps, **{"by": ("crown",), "against": ("fox",), "kind": "shelling", "time": NOON, **more})


def side(actor: str) -> Side:
    return Side((Member(actor, actor),))


def test_what_is_told_becomes_versions_with_their_origins() -> None:
    found = event(struck("herald", "said:folk/baker", place_name="Lower Ford"), struck("river", by=("wolf",), kind=""))
    conduct = found.conduct
    assert conduct.a == (Candidate(side("crown"), "folk/baker"), Candidate(side("wolf"), "river"))
    assert conduct.kind == (Candidate("shelling", "folk/baker"),)
    assert conduct.place == (Candidate(None, "folk/baker"),)  # named, and not found
    both = Source(("folk/baker", "river"))
    assert conduct.b == (Candidate(side("fox"), "folk/baker; river"),)
    assert conduct.sources["folk/baker; river"] == both
    assert (found.id, found.place_name, found.marker) == ("e", "Lower Ford", None)


def test_whoever_carries_it_adds_no_version() -> None:
    first = struck("post", "said:crown/minister")
    carried = [struck(one, "cites:post") for one in ("herald", "river")]
    assert event(first, *carried).conduct == event(first).conduct
    assert event(first).conduct.sources == {"crown": Source(("crown",))}


def test_what_only_a_partys_outlets_have_is_that_partys() -> None:
    through = struck("crown-tv", "said:folk/baker")
    assert event(through).conduct.sources == {"crown": Source(("crown",))}
    known = event(through, struck("river", "cites:crown-tv", "said:folk/baker"))
    assert known.conduct.sources == {"crown": Source(("crown",))}


def test_one_of_several_origins_names_them_all() -> None:
    found = event(struck("post", "said:crown/x"), struck("post", "said:folk/baker"), struck("river", "cites:post"))
    assert set(found.conduct.sources) == {"crown; folk/baker; post"}


def test_a_claim_without_a_chain_is_its_articles() -> None:
    assert event(struck(article="page")).conduct.sources == {"page": Source(("page",))}


def test_two_who_accuse_one_another_are_the_same_two_sides() -> None:
    """One pair of sides and two directions; nobody is said to have struck himself."""
    conduct = event(struck("herald"), struck("river", by=("fox",), against=("crown",))).conduct
    assert {one.value.label() for one in conduct.a} == {"crown"}
    assert {one.value.label() for one in conduct.b} == {"fox"}
    assert {one.value for one in conduct.direction} == {Direction.A_TO_B, Direction.B_TO_A}
    more = event(
        struck("herald"),
        struck("river", by=("fox",), against=("crown",)),
        struck("post", against=()),
        struck("gazette", by=("fox",), against=()),
        struck("evening", by=(), against=("crown",)),
    ).conduct
    assert {one.value.label() for one in more.a} == {"crown"}
    assert {one.value.label() for one in more.b} == {"fox"}


def test_umbrellas_and_strangers_are_sides() -> None:
    conduct = event(struck("herald", by=("league",), against=("some gunmen",))).conduct
    assert conduct.a[0].value == Side(umbrella="league")
    assert conduct.b[0].value == Side((Member(None, "some gunmen"),))


def test_a_place_is_as_wide_as_was_said() -> None:
    at = position("0.5", "0.5")
    wide = event(struck("herald", place=at, radius_m=2_000))
    assert isinstance(wide.conduct.place[0].value, Area)
    assert wide.marker is not None
    assert event(struck("herald", place=at)).conduct.place[0].value == at


def test_numbers_of_killed_are_the_origins() -> None:
    found = event(struck("herald", count=(2, 3), unit="killed"), struck("river", count=(5, 5), unit="killed"))
    assert (found.deaths.low, found.deaths.best, found.deaths.high) == (2, None, 5)
    assert event(struck("herald", count=(2, 2), unit="people")).deaths.low is None


def test_order_says_nothing() -> None:
    claims = [struck("herald"), struck("river", by=("wolf",)), struck("crown-tv", by=("owl",))]
    assert event(*claims).conduct == event(*reversed(claims)).conduct


@pytest.mark.parametrize("modality", [Modality.DENIED, Modality.PROPOSED, Modality.THREATENED])
def test_what_is_denied_offered_or_threatened_did_not_happen_by_that(modality: Modality) -> None:
    claim = struck("herald", modality=modality)
    with pytest.raises(ValueError, match="a claim that something happened"):
        event(claim)
    assert event(struck("river"), claim).conduct == event(struck("river")).conduct
    assert event(struck("river"), replace(claim, modality=Modality.ASSERTED, affirms=False)).conduct.a


def test_without_a_time_it_says_none() -> None:
    assert event(struck("herald", time=None, kind="talks")).conduct.time == ()
