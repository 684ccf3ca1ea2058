"""How credible a matter is: each rule, both sides of it, and what a party's own word never does."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.claims.saying import OUTLETS, said
from tests.floor.ground import rule, truce
from truceline.actors import Actor, Roster
from truceline.agreement import compiled
from truceline.claims import (
    GRADES,
    Claim,
    Credibility,
    Modality,
    Parties,
    Precision,
    Published,
    Standing,
    Status,
    credibility,
)
from truceline.claims.credibility import RULES, differing
from truceline.claims.parties import of_root
from truceline.period import Instant, Period
from truceline.terms import Compiled, When

TEXT = compiled(truce(rule(), umbrellas=[{"id": "league", "members": ["fox", "owl"], "open": False}]))
PARTIES = Parties(TEXT, OUTLETS)
STRUCK: dict[str, Any] = {"by": ("crown",), "against": ("fox",), "kind": "shelling"}
NOON = When(Instant.parse("2016-03-01T12:00Z"))


def struck(*steps: str, **more: Any) -> Claim:  # noqa: ANN401 - fields of any type
    """Somebody says that the crown struck the fox."""
    return said(*steps, **{**STRUCK, **more})


def denied(*steps: str) -> Claim:
    return struck(*steps, modality=Modality.DENIED)


def graded(*claims: Claim, **more: Any) -> Credibility:  # noqa: ANN401 - arguments of any type
    return credibility(claims, PARTIES, OUTLETS, **more)


BAKER, MILLER = struck("river", "said:folk/baker"), struck("herald", "said:folk/miller")
NOT_BAKER, NOT_MILLER = denied("river", "said:folk/baker"), denied("gazette", "said:folk/miller")
CROWNS, EASTS = struck("herald", "said:crown/minister"), struck("herald", "said:east/envoy")
FOXES, WESTS = struck("river", "said:fox/spokesman"), struck("river", "unnamed:west.cabinet")

CASES: list[tuple[str, list[Claim], int, Status]] = [
    ("C1", [], 6, Status.UNDETERMINED),
    ("C1", [NOT_BAKER], 6, Status.UNDETERMINED),
    ("C3", [FOXES], 6, Status.UNCORROBORATED),
    ("C3", [FOXES, WESTS], 6, Status.UNCORROBORATED),
    ("C4", [BAKER, NOT_MILLER, denied("post", "said:folk/smith")], 5, Status.CONTESTED),
    ("C5", [BAKER, NOT_MILLER], 4, Status.CONTESTED),
    ("C6", [BAKER, MILLER, denied("post", "said:folk/smith")], 3, Status.CONTESTED),
    ("C7", [BAKER, replace(MILLER, by=("wolf",))], 3, Status.CONTESTED),
    ("C10", [BAKER, MILLER], 1, Status.FAIR),
    ("C11", [struck("herald", "unnamed:folk"), struck("river", "unnamed:folk")], 2, Status.WEAK),
    ("C12", [BAKER], 3, Status.WEAK),
    ("C12", [BAKER, struck("gazette", "cites:river"), struck("post", "cites:river")], 3, Status.WEAK),
    ("C12", [CROWNS], 3, Status.WEAK),  # an admission
    ("C10", [BAKER, CROWNS], 1, Status.FAIR),
    ("C10", [BAKER, EASTS], 1, Status.FAIR),  # by who stands with it
    ("C12", [BAKER, FOXES, WESTS], 3, Status.WEAK),  # the other side's word corroborates nothing
    ("C12", [BAKER, denied("herald", "said:crown/minister")], 3, Status.CONTESTED),
    ("C5", [BAKER, denied("herald", "said:fox/spokesman")], 4, Status.CONTESTED),  # against its own interest
]


@pytest.mark.parametrize(("name", "claims", "grade", "status"), CASES)
def test_rules(name: str, claims: list[Claim], grade: int, status: Status) -> None:
    found = graded(*claims)
    assert (found.rule, found.grade, found.status) == (name, grade, status)
    assert found.words.endswith(".")
    assert "{" not in found.words
    assert found.grade in GRADES


def test_what_people_doubt_needs_two_origins() -> None:
    """C8 and C9: unlike what is known, with one origin and with two."""
    doubts = ["no such weapon is known to be there"]
    assert [graded(BAKER, doubts=doubts).rule, graded(BAKER, MILLER, doubts=doubts).rule] == ["C8", "C9"]
    assert graded(BAKER, doubts=doubts).words.endswith("no such weapon is known to be there.")


def test_what_was_reported_before_it_happened_is_improbable() -> None:
    """C2: only where every report came out before, by whatever clock its day was a day."""
    early = replace(BAKER, article="e", time=NOON)
    late = replace(MILLER, article="l", time=NOON)
    days = {
        "e": Published(Instant.parse("2016-02-27T00:00Z"), Precision.DAY, "dateline"),
        "l": Published(Instant.parse("2016-03-02T00:00Z"), Precision.DAY, "dateline"),
    }
    assert graded(early, published=days).rule == "C2"
    assert graded(early, late, published=days).rule == "C10"
    assert graded(early).rule == "C12"
    near = {"e": Published(Instant.parse("2016-02-29T23:00Z"), Precision.DAY, "dateline")}
    assert graded(early, published=near).rule == "C12"
    unknown = {"e": Published(None, Precision.UNKNOWN)}
    assert graded(early, published=unknown).rule == "C12"
    open_start = replace(early, time=When(Period(None, Instant.parse("2016-03-01T12:00Z"))))
    assert graded(open_start, published=days).rule == "C12"


def test_every_rule_is_tried() -> None:
    assert {name for name, *_ in CASES} | {"C2", "C8", "C9"} == set(RULES)


def test_claims_are_named_by_their_place_among_all() -> None:
    """Indices are those of the claims given, denials among them."""
    found = graded(NOT_BAKER, struck("gazette", "said:fox/spokesman"), BAKER, struck("post", "cites:river"))
    assert found.denials.surely == ((0,),)
    assert found.roots.surely == ((1,), (2, 3))
    assert [(one.i, one.j) for one in found.roots.why if one.rule == "R6"] == [(2, 3)]
    assert found.own_cause == (1,)


def test_a_threat_or_an_offer_says_nothing_of_a_deed() -> None:
    offered = replace(MILLER, modality=Modality.PROPOSED)
    assert graded(BAKER, offered).counts.high == 1
    assert graded(offered).counts.high == 1  # that it was offered
    ending = replace(offered, affirms=False)
    assert graded(BAKER, ending).denials.high == 0


# ── who speaks in whose cause ─────────────────────────────────────────────────────────────────

STANDINGS = [
    (struck("herald"), Standing.APART),
    (struck("herald", "said:council/clerk"), Standing.APART),  # an organisation is no party
    (struck("crown-tv"), Standing.ADMISSION),
    (struck("crown-tv", by=("fox",), against=("crown",)), Standing.PARTY),
    (struck("crown-tv", "said:folk/baker", by=("fox",), against=("crown",)), Standing.THROUGH),
    (struck("crown-tv", "said:folk/baker"), Standing.ADMISSION),
    (struck("herald", "cites:crown-news", by=("fox",), against=("crown",)), Standing.PARTY),
    (struck("herald", "unnamed:crown.cabinet", by=("owl",)), Standing.PARTY),
    (struck("herald", "said:guard/officer"), Standing.ADMISSION),  # part of the crown
    (struck("herald", "said:guard/officer", by=("league",), against=("crown",)), Standing.PARTY),
    (struck("herald", "said:fox/spokesman", by=("league",), against=("crown",)), Standing.ADMISSION),
    (struck("herald", "said:crown/x", by=()), Standing.PARTY),
    (struck("crown-tv", "said:fox/x"), Standing.PARTY),  # one party, as the other's outlet has it
    (said(**STRUCK), Standing.APART),
]


@pytest.mark.parametrize(("claim", "standing"), STANDINGS)
@pytest.mark.parametrize("time", [None, NOON, When(Period(None, None)), When(Period(Instant(0), Instant(9)))])
def test_standing(claim: Claim, standing: Standing, time: When | None) -> None:
    """At every time and at none, for nothing in the ground changes."""
    assert PARTIES.standing(replace(claim, time=time)) is standing


def test_claims_of_one_root_count_as_the_most_partial_says() -> None:
    """Whoever carries a party's word may have left out that it is one; another may have it without a party."""
    through, apart = STANDINGS[4][0], STANDINGS[0][0]
    foxes = struck("river", "said:fox/x")
    assert of_root(PARTIES, [apart, foxes], [foxes]) is Standing.PARTY
    assert of_root(PARTIES, [through, apart], [apart]) is Standing.APART
    assert of_root(PARTIES, [through, apart], [through]) is Standing.THROUGH


def test_leaving_out_that_it_was_a_partys_word_makes_no_second_root() -> None:
    first = struck("post", "said:fox/spokesman")
    assert graded(first, struck("herald", "cites:post"), struck("river", "cites:herald")).rule == "C3"


def test_the_accused_cannot_make_another_report_its_own() -> None:
    """Its outlet says that the River Radio has it from the crown: the radio's report still counts."""
    poison = struck("crown-tv", "cites:river", "said:crown/minister", by=())
    alone = graded(struck("river"))
    assert graded(struck("river"), poison).grade == alone.grade
    assert graded(struck("river"), poison).own_cause == (1,)


def differs(*claims: Claim) -> tuple[str, ...]:
    """In what claims differ, each of a root of its own."""
    return differing([[one] for one in claims])


def test_what_cannot_all_be_so() -> None:
    """Fields differ only where both are told, and a kind and its species agree."""
    hour = Instant.parse("2016-03-01T13:00Z")
    later = When(Period(hour, hour.plus(60)))
    assert differs(BAKER, replace(MILLER, by=("crown", "wolf"), kind="attack")) == ()
    assert differs(replace(BAKER, kind="attack"), MILLER) == ()
    assert differs(BAKER, replace(MILLER, kind="air_strike")) == ("kind",)
    assert differs(replace(BAKER, kind="talks"), replace(MILLER, kind="talks")) == ()
    assert differs(replace(BAKER, time=NOON), replace(MILLER, time=later)) == ("time",)
    assert differs(replace(BAKER, time=later), replace(MILLER, time=NOON)) == ("time",)
    assert differs(replace(BAKER, time=later), replace(MILLER, time=When(Period(None, None)))) == ()
    assert differs(BAKER, replace(MILLER, by=(), kind="", time=NOON)) == ()


voices = st.sampled_from(["said:crown/minister", "said:east/envoy", "unnamed:crown.cabinet", "said:guard/x"])
partial = st.builds(
    lambda outlet, carried, voice, by, deny: said(
        outlet, *carried, voice, by=by, against=("fox",), modality=Modality.DENIED if deny else Modality.REPORTED
    ),
    st.sampled_from(["herald", "crown-tv", "river", "gazette"]),
    st.sampled_from([(), ("cites:river",), ("cites:crown-tv",)]),
    voices,
    st.sampled_from([(), ("fox",), ("wolf",)]),
    st.booleans(),
)
others = st.lists(
    st.sampled_from([BAKER, MILLER, NOT_BAKER, NOT_MILLER, struck("herald"), struck("river"), FOXES]), max_size=4
)


@given(others, partial)
@settings(max_examples=150, deadline=None)
def test_the_accuseds_own_word_makes_nothing_less_credible(claims: list[Claim], own: Claim) -> None:
    """A denial, another story, or a vague one, of the accused or its guarantor, by whichever outlet: the same grade."""
    if not any(one.by for one in claims if not one.denies and PARTIES.standing(one) is Standing.APART):
        claims = [*claims, BAKER]
    before, after = graded(*claims), graded(*claims, own)
    assert (after.grade, after.rule) == (before.grade, before.rule)


@given(others, st.data())
@settings(max_examples=100, deadline=None)
def test_outlets_that_carry_a_claim_make_it_no_more_credible(claims: list[Claim], data: st.DataObject) -> None:
    carried = data.draw(st.sampled_from([BAKER, *claims]))
    first = carried.chain[0].source
    carrier = struck(data.draw(st.sampled_from(["post", "evening"])), f"cites:{first}", modality=carried.modality)
    before = graded(BAKER, *claims)
    assert graded(BAKER, *claims, carrier).counts.high <= before.counts.high


def test_under_no_agreement_a_body_speaks_for_itself_alone() -> None:
    """Whoever is a state or an armed body is a party, and an offer of its own is its own word."""
    bodies = Roster([Actor("crown", {}, "state"), Actor("folk", {}, "civilians")])
    parties = Parties(Compiled.of(bodies), OUTLETS)
    offer = replace(said("herald", "said:crown"), kind="proposal", by=("crown",))
    found = credibility([offer], parties, OUTLETS).among((7,))
    assert (found.grade, found.rule, found.own_cause, found.roots.surely) == (6, "C3", (7,), ((7,),))
    assert credibility([replace(offer, kind="attack")], parties, OUTLETS).rule == "C12"
