"""Claims into happenings and threads: what cannot be one is never held together, and every merge says why."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.claims import Claim, Copied, Link, Modality, Passage, Precision, Published, Step
from truceline.incidents.threads import DAY_S, RULES, Happening, deed_of, happenings, threads
from truceline.period import Instant, Period
from truceline.terms import When

PAPER = Link(Step.CITES, "The Ledger", "ledger", (1, 9))


def days(first: int, last: int) -> When:
    """From the start of one day to the end of another."""
    return When(Period(Instant(first * DAY_S), Instant((last + 1) * DAY_S)))


def claim(article: str = "a", at: int = 0, **more: Any) -> Claim:  # noqa: ANN401 - fields by name
    """Somebody's claim that east proposed something to west."""
    said: dict[str, Any] = {"kind": "proposal", "by": ("east",), "against": ("west",), "modality": Modality.REPORTED}
    chain = (Link(Step.OUTLET, article, article),)
    return Claim(article, (at, at + 5), "words", **{"chain": chain, **said, **more})


def cited(article: str, **more: Any) -> Claim:  # noqa: ANN401 - as above
    """The same, on the word of a paper."""
    return claim(article, chain=(Link(Step.OUTLET, article, article), PAPER), **more)


def groups(*claims: Claim, **known: object) -> list[tuple[int, ...]]:
    return [one.claims for one in happenings(claims, **known)]  # type: ignore[arg-type]  # as `happenings` has them


def rules(found: tuple[Happening, ...]) -> set[str]:
    return {why.rule for one in found for why in one.why}


# ── what is one happening ─────────────────────────────────────────────────────────────────────


def test_days_that_can_be_the_same_are_held_together_and_others_are_not() -> None:
    """Both sides of the border: the last day of one is the first of the other, or the day before it."""
    assert groups(claim("a", time=days(10, 12)), claim("b", time=days(12, 14))) == [(0, 1)]
    assert groups(claim("a", time=days(10, 11)), claim("b", time=days(12, 14))) == [(0,), (1,)]


def test_what_has_no_day_is_held_together_by_article_copy_or_citation_alone() -> None:
    """An unknown day is no day in common."""
    assert groups(claim("a"), claim("b")) == [(0,), (1,)]
    assert groups(claim("a"), claim("b", time=days(1, 1))) == [(0,), (1,)]
    assert groups(claim("a"), claim("a", 20)) == [(0, 1)]
    assert groups(cited("a"), cited("b")) == [(0, 1)]
    copies = (Copied("a", "b", 900, (Passage((0, 9), (0, 9)),)),)
    assert groups(claim("a"), claim("b"), copies=copies) == [(0, 1)]


def test_a_citation_holds_nothing_together_whose_days_cannot_meet() -> None:
    """What was published before it cannot be what was done after."""
    early = Published(Instant(100 * DAY_S), Precision.DAY, "byline")
    assert groups(cited("a"), claim("b", time=days(120, 120)), published={"a": early}) == [(0,), (1,)]
    found = happenings([cited("a"), cited("b", time=days(120, 120))], {"a": early})
    assert [one.claims for one in found] == [(0,), (1,)]


def test_a_weekday_that_was_named_must_be_that_of_the_day() -> None:
    """Day 4 of 1970 was a Monday: 1970-01-05."""
    named = cited("a", topic="proposal|east|west|monday")
    assert groups(named, cited("b", time=days(4, 4))) == [(0, 1)]
    assert groups(named, cited("b", time=days(5, 5))) == [(0,), (1,)]
    assert groups(named, cited("b", topic="proposal|east|west|tuesday")) == [(0,), (1,)]


def test_what_its_author_proposes_in_the_days_news_is_made_by_saying_it() -> None:
    """On the day of publication or the day before it; one whose author is not heard is only not later."""
    known = {"a": Published(Instant(100 * DAY_S), Precision.DAY, "byline")}
    outlet = Link(Step.OUTLET, "a", "a")
    (own,) = happenings([claim("a", chain=(outlet, Link(Step.SAID, "A minister", "east.minister", (1, 9))))], known)
    assert (own.days, own.dated) == ((99, 100), True)
    (told,) = happenings([claim("a", chain=(outlet, Link(Step.SAID, "A visitor", "north", (1, 9))))], known)
    assert (told.days, told.dated) == ((None, 100), False)


def test_a_day_given_to_the_second_is_that_day() -> None:
    (one,) = happenings([claim("a", time=When(Instant(5 * DAY_S + 60)))])
    assert one.days == (5, 5)


def test_another_deed_or_another_doer_is_another_happening() -> None:
    assert groups(claim("a", time=days(1, 1)), claim("b", time=days(1, 1), by=("west",), against=("east",))) == [
        (0,),
        (1,),
    ]
    assert groups(claim("a", time=days(1, 1)), claim("b", time=days(1, 1), kind="agreement")) == [(0,), (1,)]


def test_a_proposal_is_of_the_talks_at_which_it_was_made() -> None:
    """In one article, undated, by who was there; what has a day of its own stands alone."""
    talks = claim("a", 40, kind="talks", by=("east", "west"), against=(), time=days(10, 10))
    found = happenings([claim("a"), talks])
    assert [(one.deed, one.claims) for one in found] == [("talks", (0, 1))]
    assert rules(found) == {"T3"}
    assert groups(claim("a", time=days(3, 3)), talks) == [(0,), (1,)]
    assert groups(claim("b"), talks) == [(0,), (1,)]


def test_strikes_at_one_named_place_on_one_day_need_no_named_doer() -> None:
    """Another place or another day is another strike."""
    strike: dict[str, Any] = {"kind": "shelling", "by": (), "against": (), "place_name": "Dosmarin", "time": days(7, 7)}
    assert groups(claim("a", **strike), claim("b", **strike)) == [(0, 1)]
    assert groups(claim("a", **strike), claim("b", **{**strike, "kind": "attack"})) == [(0, 1)]
    assert groups(claim("a", **strike), claim("b", **{**strike, "place_name": "Ebrandole"})) == [(0,), (1,)]
    assert groups(claim("a", **strike), claim("b", **{**strike, "time": days(8, 8)})) == [(0,), (1,)]


def test_what_is_only_proposed_or_threatened_was_not_done() -> None:
    assert deed_of(claim(kind="air_strike", modality=Modality.PROPOSED)) == ""
    assert deed_of(claim(kind="air_strike", modality=Modality.THREATENED)) == ""
    assert deed_of(claim(kind="air_strike")) == "air_strike"
    assert deed_of(claim(kind="", modality=Modality.PROPOSED)) == "proposal"


def test_denials_stand_among_the_claims_they_deny() -> None:
    (found,) = happenings([claim("a"), claim("a", 20, modality=Modality.DENIED)])
    assert found.contested == (1,)


SOME = st.builds(
    claim,
    st.sampled_from("abc"),
    st.integers(0, 90),
    kind=st.sampled_from(["proposal", "talks", "attack", "air_strike", ""]),
    by=st.sampled_from([(), ("east",), ("west",), ("east", "west")]),
    time=st.none() | st.builds(lambda first, more: days(first, first + more), st.integers(0, 9), st.integers(0, 4)),
    modality=st.sampled_from(Modality),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(SOME, max_size=9))
def test_whatever_is_told_no_happening_holds_what_cannot_be_one(told: list[Claim]) -> None:
    """Every claim in one happening at most; days of any two can meet; every merge has its rule."""
    found = happenings(told)
    held = [i for one in found for i in one.claims]
    assert len(held) == len(set(held))
    assert set(held) == {i for i, one in enumerate(told) if deed_of(one)}
    for one in found:
        assert len(one.why) == len(one.claims) - 1
        assert rules((one,)) <= set(RULES)
        assert all({why.i, why.j} <= set(one.claims) for why in one.why)
        spans = [told[i].time.span for i in one.claims if told[i].time]  # type: ignore[union-attr]  # those that have one
        assert all(_meet(a, b) for a, b in combinations(spans, 2))


def _meet(a: object, b: object) -> bool:
    return isinstance(a, Period) and isinstance(b, Period) and a.start < b.end and b.start < a.end  # type: ignore[operator]  # both bounded


# ── threads ───────────────────────────────────────────────────────────────────────────────────

MATTER = "joint patrols of the border highway"


def spoken(article: str, day: int, quote: str = MATTER, **more: Any) -> Claim:  # noqa: ANN401 - as above
    one = claim(article, time=days(day, day), **more)
    return Claim(**{name: getattr(one, name) for name in Claim.__slots__} | {"quote": quote})


def test_a_thread_holds_one_matter_of_the_same_parties_in_order_of_time() -> None:
    """The answer of west comes before the talks; another matter, and other parties, are other threads."""
    told = [
        spoken("a", 30, kind="talks", by=("east", "west"), against=()),
        spoken("b", 10),
        spoken("c", 20, by=("west",), against=("east",)),
        spoken("d", 15, "release of fishermen from prison"),
        spoken("e", 16, against=("north",)),
    ]
    done = happenings(told)
    found = [one for one in threads(done, told) if len(one.happenings) > 1]
    assert [one.happenings for one in found] == [(1, 2, 0)]
    assert found[0].parties == ("east", "west")
    assert {why.rule for why in found[0].why} == {"T6"}


def test_a_mention_without_a_day_is_in_no_thread() -> None:
    """Nor is what only one party is named of."""
    told = [spoken("a", 10), claim("b"), spoken("c", 12, against=())]
    assert [one.happenings for one in threads(happenings(told), told)] == [(0,)]
