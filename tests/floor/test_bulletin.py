"""The day as data: this period and the last, the answer that settles most, days, gaps, what is left to people."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.floor.ground import event, rule, truce
from truceline.agreement import Agreement
from truceline.bulletin import Bulletin, Entry, bulletin, counted, first_instant, whole_period
from truceline.claims import Dataset, Tally
from truceline.findings import Assessor
from truceline.period import Instant, Period, local_day
from truceline.place import position
from truceline.terms import Result

Plain = dict[str, Any]

ZONE = "Asia/Damascus"
COUNTS = [{"at": "2016-02-20T00:00:00Z", "groups": 30}, {"at": "2016-03-02T00:00:00Z", "groups": 43}]
OPENED = "2016-02-01T00:00:00Z"
LISTS = [{"id": "west-list", "author": "west", "names": "count_only", "opened": OPENED, "counts": COUNTS}]
TEXT = truce(
    rule("guns", conduct=[{"kind": ["shelling"]}], reach=[{"against": {"status": "party"}}],
         justifications=[{"id": "defence"}], assessments=[{"id": "scale"}]),
    rule("armed", conduct=[{"kind": ["flight"]}], reach=[{"armed": True}], assessments=[{"id": "size"}]),
    time_zone=ZONE,
    lists=LISTS,
)  # fmt: skip


def entries(agreement: Agreement, **events: Plain) -> list[Entry]:
    """Events by id with their findings."""
    assessor = Assessor(agreement)
    made = [event(facts, name) for name, facts in events.items()]
    return [Entry(one, assessor.finding(one)) for one in made]


def at(text: str) -> Plain:
    """A time."""
    return {"time": {"at": text}}


def made(found: Sequence[Entry], period: Period, agreement: Agreement = TEXT, **more: Any) -> Bulletin:  # noqa: ANN401
    """The bulletin of a period."""
    cutoff = Instant.parse("2016-04-01T00:00Z")
    known = {"fingerprint": "f", "version": "0", "cutoff": cutoff, "datasets": (), **more}
    return bulletin(agreement, found, period, **known)


DAY = local_day(dt.date(2016, 3, 2), 1, ZONE)  # 1 March 22:00 to 2 March 22:00 UTC
SHELLING: Plain = {"kind": "shelling", "b": ["hare"]}


# ── what counts ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("time", "this", "last"),
    [
        ("2016-03-01T21:59:59Z", 0, 1),
        ("2016-03-01T22:00:00Z", 1, 0),
        ("2016-03-02T21:59:59Z", 1, 0),
        ("2016-03-02T22:00:00Z", 0, 0),
        ("2016-02-29T22:00:00Z", 0, 1),
        ("2016-02-29T21:59:59Z", 0, 0),
    ],
)
def test_an_event_counts_on_its_local_day(time: str, this: int, last: int) -> None:
    """A day is the agreement's local day; the period before is as long and ends where this one begins."""
    told = made(entries(TEXT, e={**SHELLING, **at(time)}), DAY)
    assert (told.this.total, told.last.total) == (this, last)
    assert told.previous == local_day(dt.date(2016, 3, 1), 1, ZONE)


@pytest.mark.parametrize(
    ("day", "days", "before"),
    [(26, 1, (25, 1)), (25, 1, (24, 1)), (25, 2, (23, 2)), (27, 3, (24, 3))],
)
def test_the_period_before_is_of_whole_days_too(day: int, days: int, before: tuple[int, int]) -> None:
    """About the day of 23 hours in March 2016 the period before is as many local days, whatever their hours."""
    told = made([], local_day(dt.date(2016, 3, day), days, ZONE))
    assert told.previous == local_day(dt.date(2016, 3, before[0]), before[1], ZONE)
    assert told.previous.end == told.period.start


def test_the_period_before_some_hours_is_as_many_hours() -> None:
    """A period that is not of whole days has the same number of seconds before it."""
    start = Instant.parse("2016-03-02T05:00:00Z")
    told = made([], Period(start, start.plus(3600)))
    assert told.previous == Period(start.plus(-3600), start)


def test_an_event_counts_on_the_first_day_on_which_it_may_have_been() -> None:
    """An event known to some days counts on the first of them, by the earliest account."""
    span = {"time": {"from": "2016-03-02T10:00:00Z", "to": "2016-03-09T00:00:00Z"}}
    (one,) = entries(TEXT, e={**SHELLING, **span})
    assert first_instant(one.event) == Instant.parse("2016-03-02T10:00:00Z")
    assert made([one], DAY).this.total == 1
    two = {"candidates": [{"value": {"at": "2016-03-05T00:00:00Z"}, "source": "s"},
                          {"value": {"at": "2016-03-02T00:00:00Z"}, "source": "t"}]}  # fmt: skip
    (other,) = entries(TEXT, e={**SHELLING, "time": two})
    assert first_instant(other.event) == Instant.parse("2016-03-02T00:00:00Z")


def test_counts_name_every_result() -> None:
    """A result that did not occur is counted as none."""
    count = counted([Result.POSSIBLE, Result.CERTAIN, Result.POSSIBLE])
    assert [result for result, _ in count.results] == list(Result)
    assert (count.total, count.of(Result.POSSIBLE), count.of(Result.EXCEPTED)) == (3, 2, 0)


def test_days_without_events_are_shown() -> None:
    """Each local day of the period has its count, none being a count too; a 23-hour day is a day."""
    period = local_day(dt.date(2016, 3, 24), 3, ZONE)  # the clock goes forward on the 25th
    told = made(
        entries(TEXT, a={**SHELLING, **at("2016-03-24T21:59:59Z")}, b={**SHELLING, **at("2016-03-24T22:00:00Z")}),
        period,
    )
    assert [(day.date.day, day.counts.total) for day in told.days] == [(24, 1), (25, 1), (26, 0)]


def test_the_whole_period_of_some_events() -> None:
    """From the first local day to the last, both whole; of no events there is none."""
    some = entries(TEXT, a={**SHELLING, **at("2016-03-01T21:59:59Z")}, b={**SHELLING, **at("2016-03-04T22:00:00Z")})
    assert whole_period(some, ZONE) == local_day(dt.date(2016, 3, 1), 5, ZONE)
    with pytest.raises(ValueError, match=r"^at least one event to make a bulletin of$"):
        whole_period([], ZONE)


@pytest.mark.parametrize("period", [Period(None, DAY.end), Period(DAY.start, None)])
def test_a_bulletins_period_has_both_ends(period: Period) -> None:
    """Of a period without a beginning or an end no bulletin is made."""
    with pytest.raises(ValueError, match=r"^a bulletin's period has both ends$"):
        made([], period)


# ── what to lead with ─────────────────────────────────────────────────────────────────────────

MIXED: Plain = {"umbrellas": [{"id": "league", "members": ["fox", "wolf"], "open": False},
                              {"id": "others", "members": ["owl", "hare"], "open": False}]}  # fmt: skip
TWO_SIDED = truce(
    rule("by-crown", binds={"role": "crown_side"}, reach=[{"against": {"status": "party"}}]),
    rule("by-party", reach=[{"by": {"status": "party"}}, {"against": {"role": "crown_side"}}]),
    time_zone=ZONE,
    **MIXED,
)
CLASH: Plain = {"b": {"umbrella": "league"}, "direction": None, **at("2016-03-02T12:00:00Z")}


def test_it_leads_with_the_answer_that_would_make_most_certain() -> None:
    """Findings that wait for the same answer are one headline, with the clauses one of which would be engaged."""
    told = made(entries(
        TWO_SIDED,
        e1=CLASH, e2=CLASH, e3={**CLASH, "b": {"umbrella": "others"}}, e4={**CLASH, "b": ["fox"]},
        e5={**CLASH, "direction": "a_to_b"},
    ), DAY, TWO_SIDED)  # fmt: skip
    first, second = told.headlines
    assert (first.atom.kind, first.answer, first.about, first.findings) == (
        "took_part",
        "yes",
        "league",
        ("e1", "e2", "e5"),
    )
    assert (first.clauses, first.direction_open) == (("by-crown", "by-party"), True)
    assert (second.about, second.findings) == ("others", ("e3",))
    assert told.this.of(Result.CERTAIN) == 1
    assert told.unsettled == 0
    assert [item.about for item in told.work][:2] == ["league", "others"]


def test_what_no_single_answer_settles_is_counted() -> None:
    """An open finding that no one answer would make certain is in no headline, and is counted so that none is lost."""
    told = made(entries(TEXT, e={"kind": "flight", "b": "nobody", **at("2016-03-02T12:00:00Z")}), DAY)
    assert (told.headlines, told.unsettled, told.this.of(Result.UNDETERMINED)) == ((), 1, 1)
    assert [(gap.atom.name, gap.findings) for gap in told.gaps] == [("armed", 1)]


def test_headlines_carry_the_latest_size_of_a_list() -> None:
    """How many groups the unpublished list was said to hold, as last said at the time of any of the findings."""
    found = entries(TEXT, e1={**SHELLING, **at("2016-03-01T23:00:00Z")}, e2={**SHELLING, **at("2016-03-02T12:00:00Z")})
    (headline,) = made(found, DAY).headlines
    assert [(one.list_id, one.groups) for one in headline.list_sizes] == [("west-list", 43)]
    assert headline.findings == ("e1", "e2")


def test_entries_are_in_order_of_weight_time_and_name() -> None:
    """Heaviest first, then earlier, then by id, whatever the order in which they came."""
    late, early = at("2016-03-02T12:00:00Z"), at("2016-03-02T06:00:00Z")
    found = entries(TEXT, c={**SHELLING, **late}, b={**SHELLING, **late}, a={"kind": "siege", **early},
                    d={"kind": "shelling", "b": ["folk"], **early}, e={**SHELLING, **early})  # fmt: skip
    assert [one.event.id for one in made(found[::-1], DAY).entries] == ["e", "b", "c", "d", "a"]


# ── clauses, columns, people ──────────────────────────────────────────────────────────────────


NOW = at("2016-03-02T12:00:00Z")


def test_clauses_and_columns_are_counted_apart() -> None:
    """Each clause for this period and the last, each column for this one; no column where nothing happened."""
    flight = {"kind": "flight", "armed": True, "b": "nobody", **NOW}
    before = {**SHELLING, **at("2016-03-01T12:00:00Z")}
    told = made(entries(TEXT, now={**SHELLING, **NOW}, before=before, flight=flight), DAY)
    guns, armed = told.clauses
    assert (guns.rule, guns.this.of(Result.POSSIBLE), guns.this.of(Result.CERTAIN), guns.last.total) == (
        "guns",
        1,
        0,
        1,
    )
    assert (armed.rule, armed.this.of(Result.POSSIBLE), armed.this.of(Result.CERTAIN)) == ("armed", 0, 1)
    assert [(one.name, one.this.total) for one in told.columns] == [("common", 2), ("west", 2)]
    assert made([], DAY).columns == ()


def test_questions_for_people_are_those_of_engaged_clauses() -> None:
    """A question counts the findings in which its clause may be engaged; one of another clause does not show."""
    told = made(entries(TEXT, a={**SHELLING, **NOW}, b={"kind": "siege", **NOW}), DAY)
    assert [(one.rule, one.question, one.kind, one.findings) for one in told.for_people] == [
        ("guns", "scale", "assessment", 1),
        ("guns", "defence", "justification", 1),
    ]


def test_what_stands_beside() -> None:
    """Data sets, totals and cut-off are carried along; simulated data mark the whole; unplaced events are counted."""
    (one,) = entries(TEXT, e={**SHELLING, **at("2016-03-02T12:00:00Z")})
    placed = replace(one, event=replace(one.event, id="p", marker=position(36, 35)))
    real, played = Dataset("real", "", ""), Dataset("played", "", "", simulated=True)
    tally = Tally("t", "r", "2016-03-02", "a day", 9, "breaches", "", (), None, "")
    told = made([one, placed], DAY, datasets=[real], tallies=[tally])
    assert (told.simulated, told.datasets, told.tallies, told.not_placed) == (False, (real,), (tally,), 1)
    assert made([one], DAY, datasets=[real, played]).simulated
    assert (told.period, str(told.cutoff), told.fingerprint, told.version) == (DAY, "2016-04-01T00:00:00Z", "f", "0")


def test_a_period_without_events_says_nothing_of_quiet() -> None:
    """No events: counts of none and the days, and no word that all was quiet."""
    told = made([], DAY)
    assert (told.this.total, told.headlines, told.work, told.gaps, told.for_people, told.entries) == (
        0,
        (),
        (),
        (),
        (),
        (),
    )
    assert [day.counts.total for day in told.days] == [0]
