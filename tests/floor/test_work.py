"""The work order and the comparison of texts: which question settles most, and what one wording reaches."""

from typing import Any

from tests.floor.ground import event, found, rule, truce
from truceline.agreement import Agreement
from truceline.findings import Assessor, Finding, about, backtest, lead, work_order
from truceline.terms import Result

Plain = dict[str, Any]

MIXED: Plain = {"umbrellas": [{"id": "league", "members": ["fox", "wolf"], "open": False}]}
AGAINST_PARTY = rule(reach=[{"against": {"status": "party"}}])
BY_CROWN = rule("crown", binds={"role": "crown_side"}, reach=[{"against": {"status": "party"}}])
BY_LEAGUE = rule("league", binds={"role": "league", "status": "party"})


def findings(agreement: Agreement, **facts: Plain) -> list[Finding]:
    """The findings of events by id."""
    assessor = Assessor(agreement)
    return [assessor.finding(event(one, name)) for name, one in facts.items()]


LEAGUE: Plain = {"b": {"umbrella": "league"}}
UNSAID: Plain = {"direction": None, "b": ["hare"]}


def test_the_question_that_settles_most_comes_first() -> None:
    """Each question once for each side it speaks of, with how many findings each answer would settle, and which."""
    told = findings(truce(AGAINST_PARTY, **MIXED), e1=LEAGUE, e2={}, e3=LEAGUE, e4=UNSAID)
    assert [one.result for one in told] == [Result.POSSIBLE, Result.CERTAIN, Result.POSSIBLE, Result.POSSIBLE]
    first, second = work_order(told)
    assert (first.atom.kind, first.atom.side, first.about) == ("took_part", "b", "league")
    assert (first.settles, first.settles_if, first.findings) == (2, (("no", 0, 2), ("yes", 2, 0)), ("e1", "e3"))
    assert (second.atom.kind, second.settles_if, second.findings) == ("direction", (("a", 0, 1), ("b", 1, 0)), ("e4",))


def test_a_question_that_settles_under_one_answer_alone() -> None:
    """Where only one answer settles, it counts as settling under that answer and not whatever the answer."""
    told = findings(truce(BY_CROWN, **MIXED), e1={**LEAGUE, "direction": None})
    order = {item.atom.kind: item for item in work_order(told)}
    assert {kind: (item.settles, item.settles_if) for kind, item in order.items()} == {
        "took_part": (0, (("no", 0, 1),)),
        "direction": (0, (("b", 0, 1),)),
    }


def test_the_same_question_about_another_side_is_another_question() -> None:
    """Whether a party took part is asked of each umbrella by itself."""
    sections = {"umbrellas": [*MIXED["umbrellas"], {"id": "others", "members": ["owl", "hare"], "open": False}]}
    told = findings(truce(AGAINST_PARTY, **sections), e1=LEAGUE, e2={"b": {"umbrella": "others"}})
    assert [(item.about, item.findings) for item in work_order(told)] == [("league", ("e1",)), ("others", ("e2",))]
    atom = work_order(told)[0].atom
    assert (about(told[0], atom), about(told[1], atom)) == ("league", "others")


def test_another_column_has_its_own_work() -> None:
    """What is settled in one guarantor's column may be open in another's."""
    lists = [{"id": f"{name}-list", "author": name, "names": "published"} for name in ("east", "west")]
    sections = {"lists": lists, "adherence": [{"actor": "fox", "at": "2016-02-01T00:00:00Z", "attested_by": ["east"]}],
                **MIXED}  # fmt: skip
    told = findings(truce(AGAINST_PARTY, **sections), e1=LEAGUE)
    assert [item.findings for item in work_order(told, "east")] == [("e1",)]
    assert work_order(told, "west") == ()
    assert work_order([]) == ()


def test_the_lead_is_the_first_answer_that_makes_it_certain() -> None:
    """A finding leads with what would make it certain, and with nothing where no single answer would."""
    certain = lead(found(truce(AGAINST_PARTY, **MIXED), LEAGUE).common)
    assert certain is not None
    assert (certain.atom.kind, certain.answer, certain.clauses) == ("took_part", "yes", ("R",))
    assert lead(found(truce(BY_CROWN, **MIXED), {**LEAGUE, "direction": None}).common) is None


# ── texts over the same events ────────────────────────────────────────────────────────────────


def named(name: str, *rules: Plain, **sections: Any) -> Agreement:  # noqa: ANN401 - sections of any shape
    """A text of that name."""
    return truce(*rules, id=name, **sections)


NARROW = rule("R", conduct=[{"kind": ["shelling"]}], assessments=[{"id": "scale"}])
WIDE = rule("R", justifications=[{"id": "defence"}])
EVENTS: dict[str, Plain] = {
    "air": {"kind": "air_strike"},
    "guns": {"kind": "shelling"},
    "siege": {"kind": "siege"},
    "either": {"kind": {"candidates": [{"value": "air_strike", "source": "s"}, {"value": "siege", "source": "t"}]}},
}


def test_what_each_text_reaches() -> None:
    """Counts by result, what one reaches and the other does not with the surest first, what is left to people."""
    texts = [named("narrow", NARROW), named("wide", WIDE)]
    told = backtest({text.id: findings(text, **EVENTS) for text in texts}, texts)
    assert (told.events, told.reached_by_none) == (4, 1)
    narrow, wide = told.texts
    assert {result: number for result, number in narrow.results if number} == {Result.CERTAIN: 1, Result.NOT_ENGAGED: 3}
    assert {result: number for result, number in wide.results if number} == {
        Result.CERTAIN: 2, Result.POSSIBLE: 1, Result.NOT_ENGAGED: 1,
    }  # fmt: skip
    assert (narrow.for_people, wide.for_people) == (1, 3)
    assert [(one.rule, one.example) for one in (*narrow.clauses, *wide.clauses)] == [("R", "guns"), ("R", "air")]
    assert [(one.reached_by, one.not_by, one.events, one.examples) for one in told.differences] == [
        ("wide", "narrow", 2, ("air", "either"))
    ]
    assert [item.atom.kind for item in wide.work] == ["source"]


def test_texts_that_reach_the_same_do_not_differ() -> None:
    """Where two texts reach the same events there is no difference; a clause that reaches none has no example."""
    never = rule("never", conduct=[{"kind": ["propaganda"]}])
    texts = [named("one", WIDE, never), named("two", WIDE)]
    told = backtest({text.id: findings(text, **EVENTS) for text in texts}, texts)
    assert told.differences == ()
    assert told.texts[0].clauses[1].example == ""


def test_no_texts_and_no_events() -> None:
    """Nothing over nothing is nothing."""
    assert (backtest({}, []).events, backtest({}, []).reached_by_none) == (0, 0)
    text = named("one", WIDE)
    empty = backtest({"one": []}, [text])
    assert (empty.events, empty.texts[0].clauses[0].example, empty.texts[0].work) == (0, "", ())
