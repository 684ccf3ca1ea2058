"""How many origins claims have: each rule, and the laws that hold whatever is put in."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.claims.saying import OUTLETS, article, chain, said
from truceline.claims import (
    RULES,
    SURE,
    Claim,
    Link,
    Outlet,
    Precision,
    Published,
    Registry,
    Roots,
    Step,
    copied,
    roots,
)
from truceline.claims.origins import apart, related
from truceline.period import Instant


def counted(*claims: Claim) -> tuple[int, int]:
    found = roots(claims, OUTLETS)
    return found.low, found.high


def rules(*claims: Claim) -> set[str]:
    return {one.rule for one in roots(claims, OUTLETS).why}


def day(text: str, precision: Precision = Precision.DAY) -> Published:
    return Published(Instant.parse(f"{text}T10:00Z"), precision, "dateline")


# ── each rule ─────────────────────────────────────────────────────────────────────────────────


def test_nothing_has_no_roots() -> None:
    assert roots([], OUTLETS) == Roots(0, 0, (), (), ())


def test_one_article_from_one_source_is_one_root() -> None:
    """R1: a statement told twice in one article counts once; two articles of one outlet may be two."""
    twice = [said("herald", "said:crown/minister", article="x") for _ in range(2)]
    assert counted(*twice) == (1, 1)
    assert rules(*twice) == {"R1"}
    assert counted(said("herald"), said("herald")) == (1, 2)


WIRE = (
    "HIGHBRIDGE (Norda) - Shells fell on the market of Lower Ford before noon on Tuesday and two stalls burned out, "
    "the town's fire brigade said. Nobody was hurt. The brigade counted five craters and took away two that had not "
    "gone off. Traders said that they had closed early because of the heat."
)


def test_words_carried_are_one_root() -> None:
    """R2: a page that holds an agency's text inside its own, whoever it says it has it from."""
    wire = article(WIRE)
    page = article(
        "Our own words about the weather come first, at some length. " + WIRE + " More of ours follows here."
    )
    copies = copied([page, wire])
    quote = "Shells fell on the market of Lower Ford before noon on Tuesday"
    spans = [(one.text.index(quote), one.text.index(quote) + len(quote)) for one in (wire, page)]
    claims = [
        said("norda", article=wire.id, span=spans[0]),
        said("gazette", article=page.id, span=spans[1]),
        said("gazette", "said:crown/x", article=page.id, span=(0, 20)),  # its own words, not carried
    ]
    found = roots(claims, OUTLETS, copies)
    assert (found.high, found.surely) == (2, ((0, 1), (2,)))
    assert (found.why[0].i, found.why[0].j, found.why[0].rule) == (0, 1, "R2")
    assert "100 %" in found.why[0].words


def test_one_document_is_one_root() -> None:
    """R3: several outlets have seen the same cable."""
    cable = "document:west.ministry.cable"
    assert counted(said("herald", cable), said("river", cable), said("post", cable)) == (1, 1)
    assert counted(said("herald", cable), said("river", "document:other")) == (2, 2)


def test_one_named_statement_of_one_day_is_one_root() -> None:
    """R4: the same day surely, another day or an unknown one only perhaps."""
    claims = [said("herald", "said:crown/minister", article=name) for name in "abc"]
    days = {"a": day("2016-07-01"), "b": day("2016-07-01"), "c": day("2016-07-02")}
    assert [roots(claims[:2], OUTLETS, (), days).high, roots(claims, OUTLETS, (), days).high] == [1, 2]
    assert counted(*claims) == (1, 3)
    vague = dict.fromkeys("abc", day("2016-07-01", Precision.MONTH))
    assert roots(claims, OUTLETS, (), vague).high == 3
    assert roots(claims, OUTLETS, (), dict.fromkeys("abc", Published())).high == 3


def test_a_statement_is_of_the_day_that_the_report_gives_it() -> None:
    """R4: papers of two successive days carry one statement; those of one day that give it two days carry two."""
    tuesday, wednesday = dt.date(2016, 7, 5), dt.date(2016, 7, 6)
    days = {"a": day("2016-07-05"), "b": day("2016-07-06")}

    def most(*said_on: dt.date | None, where: str = "ab") -> int:
        told = [
            said("herald", "said:crown/minister", article=one, said_on=on)
            for one, on in zip(where, said_on, strict=True)
        ]
        return roots(
            [replace(one, chain=chain(f"o{i}", "said:crown/minister")) for i, one in enumerate(told)], OUTLETS, (), days
        ).high

    assert most(tuesday, tuesday) == most(tuesday, tuesday, where="bb") == 1
    assert most(None, tuesday) == 1  # the first came out on that day
    assert most(tuesday, None) == most(tuesday, wednesday) == most(tuesday, wednesday, where="bb") == 2


def test_a_document_that_recurs_is_one_only_on_one_day() -> None:
    """R4: a body's statement of another day may be another statement."""
    claims = [
        said("herald", "document:crown/statement", article="a"),
        said("river", "document:crown/statement", article="b"),
    ]
    assert counted(*claims) == (1, 2)
    assert roots(claims, OUTLETS, (), dict.fromkeys("ab", day("2016-07-01"))).high == 1


def test_several_outlets_on_one_report_are_one_root() -> None:
    """R5: three outlets, one newspaper's one official; a fourth with another newspaper's sources."""
    three = [said(one, "cites:post", "unnamed:west.cabinet") for one in ("herald", "crown-tv", "gazette")]
    fourth = said("gazette", "cites:river", "unnamed:west")
    assert counted(*three) == (1, 1)
    assert counted(*three, fourth) == (1, 2)
    assert rules(*three, fourth) == {"R5", "R8"}


def test_who_cites_an_outlet_rests_on_its_report() -> None:
    """R6: on its report where that is here; on one of them where there are several, and is in each group."""
    post, other, citing = said("post", "unnamed:west"), said("post", "said:folk/baker"), said("river", "cites:post")
    assert counted(post, citing) == (1, 1)
    found = roots([post, citing, other], OUTLETS)
    assert (found.high, found.surely) == (2, ((0, 1), (1, 2)))
    further = said("herald", "cites:river", "cites:post", "unnamed:west")
    assert counted(post, citing, further) == (1, 1)


def test_a_dateline_is_a_citation() -> None:
    assert counted(said("norda", "said:folk/baker"), said("gazette", "dateline:norda", "said:folk/baker")) == (1, 1)
    assert counted(said("norda"), said("gazette", "carried:norda")) == (1, 1)


def test_an_origin_in_other_words_behind_a_report_that_is_here() -> None:
    """R6: the council in the report, its head or глава in what cites it; a baker is another."""
    post = said("post", "said:ford.council")
    assert counted(post, said("river", "cites:post", "said:east.council")) == (1, 1)
    assert counted(
        post, said("river", "cites:post", "said:council-head"), said("gazette", "cites:post", "said:глава")
    ) == (
        1,
        1,
    )
    assert counted(post, said("river", "cites:post", "said:folk/baker")) == (2, 2)
    two = roots([post, said("post", "said:folk/глава"), said("river", "cites:post", "said:глава-совета")], OUTLETS)
    assert two.surely == ((0, 2), (1, 2))  # one of them, nobody can say which
    exact = roots([post, said("post", "said:глава"), said("river", "cites:post", "said:глава")], OUTLETS)
    assert exact.surely == ((0,), (1, 2))


def test_an_origin_in_other_words_without_the_report_may_be_one() -> None:
    """R9: both cite an outlet that nobody has here; R7: a ministry, and the same with its country."""
    cited = said("herald", "cites:post", "said:home-guard"), said("river", "cites:post", "said:гвардия")
    assert counted(*cited) == (1, 2)
    assert rules(*cited) == {"R9"}
    ministry = said("herald", "said:interior-ministry"), said("river", "said:crown.interior-ministry")
    assert counted(*ministry) == (1, 2)
    assert rules(*ministry) == {"R7"}
    assert counted(said("herald", "said:ministry"), said("river", "said:crown.interior-ministry")) == (2, 2)


def test_others_may_name_what_an_outlet_left_out() -> None:
    """R6: one who names the origin of a report that names none is still one root with it; two who differ are two."""
    post = said("post")
    baker, miller = said("river", "cites:post", "said:folk/baker"), said("herald", "cites:post", "said:folk/miller")
    assert counted(post, baker) == (1, 1)
    assert roots([post, baker, miller], OUTLETS).surely == ((0, 1), (0, 2))
    both = roots([post, said("post"), baker, miller], OUTLETS)  # nobody can say which report is whose
    assert both.high == 4
    assert roots([post, said("post"), baker], OUTLETS).surely == ((0, 2), (1, 2))


def test_who_says_less_of_an_unnamed_source_rests_on_who_says_more() -> None:
    found = roots(
        [
            said("herald", "cites:post", "unnamed:west.cabinet"),
            said("river", "cites:post", "unnamed:west"),
            said("gazette", "cites:post", "unnamed:"),
        ],
        OUTLETS,
    )
    assert (found.low, found.high) == (1, 1)


PERHAPS = {
    "R7": (said("herald", "said:crown/minister"), said("river", "said:crown/minister")),
    "R8": (said("herald", "unnamed:crown.cabinet"), said("river", "said:crown.cabinet/minister")),
    "R9": (said("herald", "cites:post", "unnamed:west"), said("river", "cites:post", "unnamed:folk")),
    "R10": (said("gazette", "credit:norda"), said("river", "credit:norda")),
    "R11": (said("herald"), said("evening")),
    "R12": (said("crown-tv"), said("crown-news")),
    "R13": (said("herald", "unnamed:"), said("river", "said:folk/baker")),
}


@pytest.mark.parametrize("rule", PERHAPS)
def test_what_may_share_an_origin_lowers_the_least_alone(rule: str) -> None:
    """From R7 on a rule merges in `low` and never in `high`."""
    found = roots(PERHAPS[rule], OUTLETS)
    assert (found.low, found.high) == (1, 2)
    assert [one.rule for one in found.why] == [rule]
    assert rule in RULES
    assert rule not in SURE


def test_an_agency_is_said_to_be_one() -> None:
    wired = rules(said("gazette", "cites:norda", "unnamed:west"), said("river", "credit:norda", "unnamed:folk"))
    assert wired == {"R10"}


def test_a_state_outlet_may_speak_for_its_state() -> None:
    assert counted(said("crown-tv"), said("river", "said:crown.army/spokesman")) == (1, 2)
    assert counted(said("crown-tv"), said("river", "said:west.army/spokesman")) == (2, 2)


def test_an_owner_named_in_the_chain_counts_as_the_outlets_own() -> None:
    assert counted(said("river", "owner:gazette"), said("gazette")) == (1, 2)
    assert counted(said("herald", "credit:norda", "said:folk/baker"), said("norda")) == (1, 2)


def test_two_who_are_surely_two_are_not_made_one_by_a_third() -> None:
    """An unnamed official may be either of two named ones; they stay two."""
    two = [said("herald", "said:crown.cabinet/a"), said("river", "said:crown.cabinet/b")]
    assert counted(*two) == (2, 2)
    found = roots([*two, said("gazette", "unnamed:crown.cabinet")], OUTLETS)
    assert (found.low, found.high, found.perhaps) == (2, 3, ((0, 2), (1, 2)))


def test_named_and_unnamed_of_different_bodies_behind_one_report_stay_two() -> None:
    assert counted(said("herald", "cites:post", "unnamed:west"), said("river", "cites:post", "said:crown/x")) == (2, 2)
    both = said("herald", "cites:post", "unnamed:crown.army"), said("river", "cites:post", "said:crown.cabinet/x")
    assert counted(*both) == (1, 2)


def test_a_claim_without_a_chain_may_be_anybodys() -> None:
    assert counted(said(), said("herald", "said:folk/baker")) == (1, 2)
    assert counted(said(), said()) == (1, 2)
    assert counted(said("unknown:1"), said("unknown:2"), said("herald", "said:folk/baker")) == (1, 3)
    nameless = replace(said(), chain=(Link(Step.OUTLET, "", ""),))
    assert counted(nameless, replace(nameless, article="b")) == (1, 2)


def test_who_told_an_outlet_that_is_cited_may_be_anothers_unnamed_source() -> None:
    """R13: but two outlets that are cited, or one and a named person, are two."""
    cited = said("herald", "cites:post")
    assert counted(cited, said("river", "cites:gazette", "unnamed:west")) == (1, 2)
    assert counted(cited, said("river", "cites:gazette")) == (2, 2)
    assert counted(cited, said("river", "said:folk/baker")) == (2, 2)
    assert counted(said("post"), said("river", "cites:gazette", "unnamed:west")) == (2, 2)


def test_sources_are_parts_of_one_another() -> None:
    assert apart("a.b/c") == {"a.b/c", "a.b", "a"}
    assert related("a.b/unnamed", "a/c") is False
    assert related("a/unnamed", "a/c")


def test_the_registry_knows_outlets_by_every_name() -> None:
    found = OUTLETS.named("the HERALD")
    assert found is not None
    assert found.id == "herald"
    assert OUTLETS.named("nobody") is None
    assert OUTLETS.outlet("nobody") == Outlet("nobody")


# ── laws ──────────────────────────────────────────────────────────────────────────────────────

ORIGINS = [
    (),
    ("unnamed:",),
    ("unnamed:crown",),
    ("unnamed:crown.cabinet",),
    ("said:crown.cabinet",),
    ("said:crown.cabinet/minister",),
    ("said:folk/baker",),
    ("document:cable",),
    ("said:cabinet",),
    ("said:кабинет",),
]
ways = st.builds(
    lambda outlet, cited, end: (outlet, *cited, *end),
    st.sampled_from(sorted(OUTLETS.outlets)),
    st.lists(
        st.builds("{}:{}".format, st.sampled_from(["cites", "dateline", "credit"]), st.sampled_from(["post", "norda"])),
        max_size=2,
    ),
    st.sampled_from(ORIGINS),
)
telling = st.builds(lambda way, name: said(*way, article=name), ways, st.sampled_from("abcdef"))
DAYS = {name: day("2016-07-01") for name in "abc"}


def sets(groups: Sequence[Sequence[int]], names: Sequence[int]) -> set[frozenset[int]]:
    return {frozenset(names[i] for i in one) for one in groups}


@given(st.lists(telling, max_size=9), st.integers(0, 99))
@settings(max_examples=90, deadline=None)
def test_order_does_not_matter_and_the_least_is_never_above_the_most(claims: list[Claim], seed: int) -> None:
    """Bounds fit their groups, every claim is in some group, and shuffling changes no group."""
    found = roots(claims, OUTLETS, (), DAYS)
    assert (len(found.perhaps), len(found.surely)) == (found.low, found.high)
    assert min(1, len(claims)) <= found.low <= found.high <= len(claims)
    assert set().union(*found.surely) == set().union(*found.perhaps) == set(range(len(claims)))
    assert all(any(set(one) <= set(other) for other in found.perhaps) for one in found.surely)
    assert all(one.rule in RULES and one.words and one.i < one.j for one in found.why)
    order = list(range(len(claims)))
    Random(seed).shuffle(order)  # noqa: S311 - chance, not secrecy
    again = roots([claims[i] for i in order], OUTLETS, (), DAYS)
    assert sets(again.surely, order) == sets(found.surely, range(len(claims)))
    assert sets(again.perhaps, order) == sets(found.perhaps, range(len(claims)))


@given(st.lists(telling, min_size=1, max_size=8), st.data())
@settings(max_examples=90, deadline=None)
def test_citing_what_is_there_adds_no_root(claims: list[Claim], data: st.DataObject) -> None:
    """An outlet that carries a claim, with all of its way told or less, raises neither bound."""
    cited = data.draw(st.sampled_from(claims))
    told = data.draw(st.integers(1, len(cited.chain)))
    carrier = data.draw(st.sampled_from(["harbour", "river", "crown-tv", "post"]))
    first = Link(Step.CITES, cited.chain[0].name, cited.chain[0].source)
    added = replace(said(carrier), chain=(*chain(carrier), first, *cited.chain[1:told]))
    before, after = roots(claims, OUTLETS, (), DAYS), roots([*claims, added], OUTLETS, (), DAYS)
    assert after.high <= before.high
    assert after.low <= before.low


RENAMED = {"post": "zz-post", "norda": "aa", "herald": "m", "crown": "wolf", "cabinet": "x", "baker": "y", "folk": "z"}


def renamed(text: str) -> str:
    return re.sub("|".join(RENAMED), lambda found: RENAMED[found[0]], text)


@given(st.lists(telling, max_size=9))
@settings(max_examples=80, deadline=None)
def test_names_do_not_matter(claims: list[Claim]) -> None:
    """Outlets, officials and bodies under other names throughout: the same groups."""
    others = Registry(
        replace(one, id=renamed(one.id), owner=renamed(one.owner), state_of=renamed(one.state_of))
        for one in OUTLETS.outlets.values()
    )
    told = [
        replace(one, chain=tuple(replace(link, source=renamed(link.source)) for link in one.chain)) for one in claims
    ]
    here, there = roots(claims, OUTLETS, (), DAYS), roots(told, others, (), DAYS)
    assert (here.low, here.high, here.surely, here.perhaps) == (there.low, there.high, there.surely, there.perhaps)
    assert [(one.i, one.j, one.rule) for one in here.why] == [(one.i, one.j, one.rule) for one in there.why]
