"""No laundering, over the whole chain: report, claims, roots, event, incident, finding.

What rests only on an accused side, or on a guarantor standing with it, never moves a clause that accuses that side down
the table of results; nor do outlets that carry it. Random reports of one happening under the small truce; to each,
claims of the crown's or the east's are added by some outlet, with or without saying whose they are.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.claims.saying import OUTLETS, article, chain, said
from tests.floor.ground import EXTENT, SQUARE, rule, truce
from truceline.claims import Article, Claim, Event, Link, Parties, Precision, Published, Step, copied, told
from truceline.findings import Assessor, Finding
from truceline.period import Instant, Period
from truceline.place import position
from truceline.state.telling import together
from truceline.terms import When

BY_CROWN = {"by": {"role": ["crown_side"]}}
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # one judgement takes a while
RULES = [
    rule("any"),
    rule("crown", conduct=[{"kind": ["attack"]}, BY_CROWN]),
    rule("inside", conduct=[{"kind": ["attack"]}, BY_CROWN, {"inside": ["square"]}]),
    rule("on-fox", conduct=[{"kind": ["attack"]}, {"against": {"actor": ["fox"]}}]),
]
NOON = Instant.parse("2016-03-01T12:00Z")
BEFORE = Instant.parse("2016-01-01T12:00Z")  # nobody had adhered


@pytest.fixture(scope="session")
def assessor() -> Assessor:
    zone = {"id": "square", "geometry": SQUARE}
    return Assessor(truce(*RULES, zones=[zone], extent=EXTENT))


PLACES = [None, position("0.5", "0.5"), position("5", "5")]
TIMES = [When(NOON), When(Period(NOON.plus(-3600), NOON.plus(3600)))]
fields = st.fixed_dictionaries(
    {
        "by": st.sampled_from([(), (), ("crown",), ("wolf",), ("some gunmen",)]),
        "against": st.sampled_from([(), ("fox",), ("owl",)]),
        "kind": st.sampled_from(["", "shelling", "attack"]),
        "place": st.sampled_from(PLACES),
        "time": st.sampled_from(TIMES),
    }
)
others = st.builds(
    lambda way, more: said(*way, **more),
    st.sampled_from(
        [
            ("river", "said:folk/baker"),
            ("herald",),
            ("post", "cites:river"),
            ("gazette", "unnamed:"),
            ("river", "said:fox/x"),
        ]
    ),
    fields,
)
own_fields = st.fixed_dictionaries(
    {
        "by": st.sampled_from([(), ("crown",), ("wolf",), ("fox",), ("some gunmen",)]),
        "against": st.sampled_from([(), ("fox",), ("wolf",), ("crown",)]),
        "kind": st.sampled_from(["", "shelling", "movement", "flight"]),
        "place": st.sampled_from(PLACES),
        "time": st.sampled_from([None, *TIMES, When(BEFORE)]),
        "affirms": st.sampled_from([True, True, False]),
    }
)
own = st.builds(
    lambda way, more: said(*way, **more),
    st.sampled_from(
        [
            ("herald", "said:crown/minister"),
            ("river", "said:east/envoy"),
            ("gazette", "unnamed:crown.cabinet"),
            ("crown-tv",),
            ("crown-tv", "said:folk/baker"),
            ("crown-news", "cites:river"),
            ("crown-news", "cites:river", "said:crown/x"),
            ("post", "cites:crown-tv"),
            ("post", "cites:crown-tv", "said:folk/baker"),
        ]
    ),
    own_fields,
)


def found(assessor: Assessor, claims: Sequence[Claim], apart: int = 0) -> Finding:
    """The finding of what these claims tell, the first `apart` of them as an event that is linked with the others."""
    events = [
        told(f"e{i}", part, assessor.compiled, OUTLETS)
        for i, part in enumerate((claims[:apart], claims[apart:]))
        if any(not one.denies for one in part)
    ]
    return assessor.finding(together("incident", {}, events, ()) if apart else events[0])


def weights(finding: Finding) -> dict[tuple[str, str], int]:
    return {(column.name, one.rule): one.result.weight for column in finding.columns for one in column.clauses}


def not_lighter(before: Finding, after: Finding, rules: Sequence[str] = ("any", "crown", "inside", "on-fox")) -> None:
    was, now = weights(before), weights(after)
    assert all(now[key] >= was[key] for key in was if key[1] in rules), (was, now)


def is_crowns(claims: Sequence[Claim]) -> bool:
    """Whether somebody apart names the crown, so that whatever clause is engaged is engaged by it."""
    return all(one.by == ("crown",) for one in claims)


@given(st.lists(others, min_size=1, max_size=4), st.lists(own, min_size=1, max_size=2))
@settings(max_examples=35, deadline=None, phases=NO_SHRINKING)
def test_ones_own_word_never_moves_a_result_down(assessor: Assessor, claims: list[Claim], mine: list[Claim]) -> None:
    """For clauses that can accuse the crown alone in every case; for the others where all say that it was the crown."""
    before, after = found(assessor, claims), found(assessor, [*claims, *mine])
    not_lighter(before, after, ("crown", "inside"))
    if is_crowns(claims):
        not_lighter(before, after)


@given(
    st.lists(others, min_size=1, max_size=3), own, st.lists(st.sampled_from(["herald", "post", "evening"]), max_size=4)
)
@settings(max_examples=25, deadline=None, phases=NO_SHRINKING)
def test_outlets_that_carry_it_do_not_either(
    assessor: Assessor, claims: list[Claim], mine: Claim, carriers: list[str]
) -> None:
    """Each cites the one before, and says less and less of where it comes from."""
    carried = [mine]
    for one in carriers:
        last = carried[-1].chain
        more = (*chain(one), Link(Step.CITES, last[0].source, last[0].source), *last[1:-1])
        carried.append(replace(mine, article=f"{one}{len(carried)}", chain=more))
    before, after = found(assessor, claims), found(assessor, [*claims, *carried])
    not_lighter(before, after, ("crown", "inside"))


@given(st.lists(others, min_size=1, max_size=3), own)
@settings(max_examples=25, deadline=None, phases=NO_SHRINKING)
def test_nor_where_it_is_linked_to_an_incident(assessor: Assessor, claims: list[Claim], mine: Claim) -> None:
    """Its own event, held together with that of the others, while somebody apart names the crown."""
    claims = [replace(claims[0], by=("crown",)), *claims[1:]]
    if mine.affirms and mine.time:
        not_lighter(found(assessor, claims), found(assessor, [*claims, mine], len(claims)), ("crown", "inside"))


def read(text: str, quote: str, outlet: str, **more: Any) -> tuple[Article, Claim]:  # noqa: ANN401 - fields of any type
    """An article with one claim in it, whose quote is its own words."""
    page = article(text, outlet=outlet, published=Published(NOON, Precision.DAY, "dateline"))
    start = text.index(quote)
    more = {"by": ("crown",), "against": ("fox",), "kind": "shelling", "time": When(NOON), **more}
    return page, replace(said(outlet, article=page.id, **more), span=(start, start + len(quote)), quote=quote)


def test_a_text_carried_word_for_word_stays_its_authors(assessor: Assessor) -> None:
    """The crown's bulletin under an agency's name is the crown's, where its text shows it."""
    quote = "a convoy moved along the river road on Tuesday under the protection of the guard and nobody was hurt"
    bulletin = f"The crown's headquarters stated before noon that {quote}, and that it would go on doing so every week."
    crown, crowns = read(bulletin, quote, "crown-tv", kind="movement")
    wire, wires = read(f"From our own desk. {bulletin}", quote, "norda", kind="movement")
    _, baker = read("Shells fell, the baker said, and two stalls burned.", "Shells fell", "river")

    def result(*claims: Claim, known: Sequence[Article] = (crown, wire)) -> Event:
        return told("e", claims, assessor.compiled, OUTLETS, copied(known))

    alone = assessor.finding(result(baker))
    not_lighter(alone, assessor.finding(result(baker, crowns, wires)))
    # The property is no accident: told by somebody else, the same words lighten.
    other = weights(assessor.finding(result(baker, wires, known=())))
    assert other["common", "crown"] < weights(alone)["common", "crown"]


def test_a_party_that_blames_another_clears_nobody(assessor: Assessor) -> None:
    """Nobody else says who it was: the crown's word that it was the wolf leaves it open that it was the crown."""
    silent, blame = said("river", kind="shelling", time=When(NOON)), said("crown-tv", by=("wolf",), kind="shelling")
    assert weights(found(assessor, [silent, blame])) == weights(found(assessor, [silent]))
    another = replace(blame, chain=chain("herald", "said:folk/baker"))
    assert (
        weights(found(assessor, [silent, another]))["common", "crown"]
        < weights(found(assessor, [silent]))["common", "crown"]
    )


def test_where_parties_alone_tell_of_it_anybody_may_have_done_it(assessor: Assessor) -> None:
    """The fox names nobody; neither the crown's other kind of conduct nor its blame of the wolf clears the crown."""
    fox = said("river", "said:fox/x", kind="shelling", time=When(NOON))
    alone = found(assessor, [fox])
    for mine in (
        said("crown-tv", kind="movement"),
        said("crown-tv", by=("wolf",), kind="shelling"),
        said("crown-tv", by=("some gunmen",), kind="flight", time=When(BEFORE)),
    ):
        not_lighter(alone, found(assessor, [fox, mine]))
    accused = [replace(fox, by=("crown",))]
    not_lighter(found(assessor, accused), found(assessor, [*accused, said("crown-tv", kind="movement")]))


def test_parties_are_those_of_the_agreement(assessor: Assessor) -> None:
    parties = Parties(assessor.compiled, OUTLETS)
    assert [parties.voice(one) for one in ("crown.cabinet/unnamed", "crown-tv", "council", "folk/baker", "")] == [
        "crown",
        "crown",
        "",
        "",
        "",
    ]
