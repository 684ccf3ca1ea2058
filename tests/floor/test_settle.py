"""What would settle a result: which fact, under which answer, and the smallest sets; every case worked out by hand."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.floor.ground import SQUARE, found, judged, rule, truce
from truceline.agreement import Agreement
from truceline.findings import findings_of
from truceline.terms import Result
from truceline.terms.settle import LARGEST_SET, NOTHING, Answered, Atom, Settling, _Row, _smallest_sets

Plain = dict[str, Any]

BY_CROWN = rule("crown", binds={"role": "crown_side"}, reach=[{"against": {"status": "party"}}])
BY_LEAGUE = rule("league", binds={"role": "league", "status": "party"}, reach=[{"against": {"role": "crown_side"}}])
CLASH: Plain = {"b": {"umbrella": "league"}, "direction": None}
MIXED: Plain = {"umbrellas": [{"id": "league", "members": ["fox", "wolf"], "open": False}]}


def settle(agreement: Agreement, facts: Plain, clause: str = "") -> Settling:
    """What would settle one clause, or all together."""
    column = found(agreement, facts).common
    return next(one.settle for one in column.clauses if one.rule == clause) if clause else column.settle


def short(atom: Atom) -> str:
    """An atom in a few words."""
    parts = (atom.kind, atom.side, *atom.statuses, *atom.roles, *atom.actors, atom.name, *atom.detail)
    return " ".join(str(part) for part in (*parts, atom.distance_m or "", atom.instant or "") if part)


def under(answers: tuple[Answered, ...]) -> list[tuple[str, str, str]]:
    """The answers in a few words: (atom, answer, clauses it makes certain, or "cleared")."""
    return [(short(one.atom), one.answer, " ".join(one.clauses) if one.certain else "cleared") for one in answers]


# ── who took part, who began ──────────────────────────────────────────────────────────────────


def test_a_clash_with_an_umbrella() -> None:
    """The 2016 case: a government and a mixed umbrella, nobody says who began.

    Six worlds: {fox}, {wolf}, {fox, wolf}, each begun by either side. If a party took part, one of the two clauses
    is certain, by whom is open; if none did, none. Nothing else settles it: the crown may have begun against the wolf.
    """
    told = settle(truce(BY_CROWN, BY_LEAGUE, **MIXED), CLASH)
    assert [short(one) for one in told.whatever] == ["took_part b party"]
    assert under(told.under) == [
        ("took_part b party", "yes", "crown league"),
        ("took_part b party", "no", "cleared"),
    ]
    assert told.under[0].direction_open
    assert (told.sets, told.unanswered) == ((), ())


def test_each_clause_of_that_clash_needs_two_answers() -> None:
    """The crown's clause is engaged where it began and a party took part: one answer can clear it, two settle it."""
    told = settle(truce(BY_CROWN, BY_LEAGUE, **MIXED), CLASH, "crown")
    assert told.whatever == ()
    assert under(told.under) == [("took_part b party", "no", "cleared"), ("direction", "b", "cleared")]
    assert [[short(one) for one in chosen] for chosen in told.sets] == [["took_part b party", "direction"]]


def test_the_direction_alone() -> None:
    """Between two named parties who began decides which clause, and some clause is certain anyway."""
    agreement = truce(BY_CROWN, BY_LEAGUE)
    assert settle(agreement, {"direction": None}) == NOTHING
    told = settle(agreement, {"direction": None}, "crown")
    assert [short(one) for one in told.whatever] == ["direction"]
    assert under(told.under) == [("direction", "a", "crown"), ("direction", "b", "cleared")]
    assert not any(one.direction_open for one in told.under)


@pytest.mark.parametrize(("facts", "result"), [({}, Result.CERTAIN), ({"b": ["hare"]}, Result.NOT_REACHED)])
def test_what_is_settled_asks_nothing(facts: Plain, result: Result) -> None:
    """A result that is the same in every world has nothing to settle."""
    finding = found(truce(BY_CROWN), facts)
    assert (finding.result, finding.common.settle, finding.common.clauses[0].settle) == (result, NOTHING, NOTHING)


def test_of_a_list_of_numbers_one_asks_whether_it_names() -> None:
    """Whether the group was on the list is the question, put as whether a party took part."""
    lists = [{"id": "l", "author": "west", "names": "count_only", "opened": "2016-02-01T00:00:00Z"}]
    told = settle(truce(rule(reach=[{"against": {"status": "party"}}]), lists=lists), {"b": ["hare"]})
    assert under(told.under) == [("took_part b party", "yes", "R"), ("took_part b party", "no", "cleared")]


def test_nobody_is_asked_about_somebody_unknown() -> None:
    """Where one account names nobody, asking whether a party took part settles nothing; asking whose is right does."""
    accounts = {"candidates": [{"value": ["crown"], "source": "s"}, {"value": "unknown", "source": "t"}]}
    bound = rule(binds={"role": "crown_side", "status": "party"})
    told = settle(truce(bound, rule("S", binds={"actor": "hare"})), {"a": accounts})
    assert under(told.under) == [("source a", "0", "R")]
    assert [short(one) for one in told.unanswered] == ["condition by crown_side party", "condition by hare"]


# ── where and when ────────────────────────────────────────────────────────────────────────────

RING = [["0.5", "0.2"], ["1.5", "0.2"], ["1.5", "0.8"], ["0.5", "0.8"], ["0.5", "0.2"]]
ACROSS: Plain = {"place": {"polygon": [RING]}}


def test_on_which_side_of_a_border() -> None:
    """A place across a zone's border is settled by the side on which it was; a band round it by its own border."""
    zones = [{"id": "square", "groups": [], "geometry": SQUARE}]
    told = settle(truce(rule(reach=[{"inside": ["square"]}]), zones=zones), ACROSS)
    assert under(told.under) == [("place square zone", "in", "R"), ("place square zone", "out", "cleared")]
    near = settle(truce(rule(reach=[{"within": {"m": 20000, "of": ["square"]}}]), zones=zones), ACROSS)
    assert under(near.under)[0] == ("place square band 20000", "in", "R")


def test_before_or_after_a_change() -> None:
    """Some time of a day on which a clause begins at noon is settled by whether it was before noon."""
    day = {"time": {"from": "2016-03-01T00:00:00Z", "to": "2016-03-02T00:00:00Z"}}
    told = settle(truce(rule(in_force={"from": "2016-03-01T12:00:00Z"})), day)
    assert under(told.under) == [
        ("moment 2016-03-01T12:00:00Z", "after", "R"),
        ("moment 2016-03-01T12:00:00Z", "before", "cleared"),
    ]


def test_changes_that_change_nothing_for_a_clause_are_not_asked_about() -> None:
    """A zone that opens and shuts all week, and a status of somebody else, leave one question: before or after noon."""
    hours = {"from": "06:00", "to": "08:00", "time_zone": "UTC"}
    zones = [{"id": "z", "groups": [], "geometry": SQUARE, "schedule": hours}]
    other = rule("other", conduct=[{"kind": ["flight"]}], reach=[{"inside": ["z"]}])
    agreement = truce(rule(in_force={"from": "2016-03-03T12:00:00Z"}), other, zones=zones)
    week = {"time": {"from": "2016-03-01T00:00:00Z", "to": "2016-03-08T00:00:00Z"}, **ACROSS}
    assert [short(one.atom) for one in settle(agreement, week).under] == ["moment 2016-03-03T12:00:00Z"] * 2


# ── accounts, lists, readings ─────────────────────────────────────────────────────────────────


def test_whose_account_whose_list_which_reading() -> None:
    """Accounts that differ, lists that differ and readings that differ each are a question by name."""
    accounts = {"candidates": [{"value": "attack", "source": "s"}, {"value": "looting", "source": "t"}]}
    assert under(settle(truce(rule()), {"kind": accounts}).under) == [
        ("source kind", "0", "R"), ("source kind", "1", "cleared"),
    ]  # fmt: skip
    lists = [{"id": f"{name}-list", "author": name, "names": "published"} for name in ("east", "west")]
    adherence = [{"actor": "fox", "at": "2016-02-01T00:00:00Z", "attested_by": ["east"]}]
    disputed = truce(rule(reach=[{"against": {"status": "party"}}]), lists=lists, adherence=adherence)
    assert under(settle(disputed, {}).under)[0] == ("took_part b party", "yes", "R")
    readings = [{"id": "wide", "authors": ["east"]},
                {"id": "narrow", "authors": ["west"], "conduct": [{"kind": ["looting"]}]}]  # fmt: skip
    assert under(settle(truce(rule(readings=readings)), {}).under) == [
        ("reading R", "wide", "R"), ("reading R", "narrow", "cleared"),
    ]  # fmt: skip


# ── what nobody answers ───────────────────────────────────────────────────────────────────────


def test_a_condition_that_nobody_answers_is_tried_both_ways() -> None:
    """Not said whether it was armed: armed makes the clause certain, unarmed clears it."""
    told = settle(truce(rule(reach=[{"armed": True}])), {}, "R")
    assert under(told.under) == [("condition armed True", "yes", "R"), ("condition armed True", "no", "cleared")]
    assert [short(one) for one in told.unanswered] == ["condition armed True"]


def test_a_negated_condition_is_asked_the_right_way_round() -> None:
    """A clause about what is not artillery: artillery clears it, anything else makes it certain."""
    told = settle(truce(rule(reach=[{"not": {"weapon": ["artillery"]}}])), {}, "R")
    assert under(told.under) == [
        ("condition weapon artillery", "no", "R"),
        ("condition weapon artillery", "yes", "cleared"),
    ]
    twice = settle(truce(rule(reach=[{"not": {"not": {"weapon": ["artillery"]}}}])), {}, "R")
    assert under(twice.under)[0] == ("condition weapon artillery", "yes", "R")
    unless = [{"id": "x", "when": [{"not": {"armed": True}}]}]
    both = settle(truce(rule(reach=[{"armed": True}], exceptions=unless)), {}, "R")
    assert under(both.under) == [("condition armed True", "yes", "R"), ("condition armed True", "no", "cleared")]


def test_two_unanswered_conditions_make_a_set() -> None:
    """Armed and in the notified volume: either no clears it, both answers settle it."""
    told = settle(truce(rule(reach=[{"armed": True}, {"in_notified_volume": True}])), {}, "R")
    assert under(told.under) == [
        ("condition armed True", "no", "cleared"),
        ("condition in_notified_volume True", "no", "cleared"),
    ]
    assert [[short(one) for one in chosen] for chosen in told.sets] == [
        ["condition armed True", "condition in_notified_volume True"]
    ]


def test_many_unanswered_conditions_are_listed_alone() -> None:
    """Above three they are listed, and nothing is tried."""
    reach = [{"armed": True}, {"in_notified_volume": True}, {"control_changed": True}, {"weapon": ["tank"]}]
    told = settle(truce(rule(reach=reach)), {}, "R")
    assert (told.under, told.sets) == ((), ())
    assert len(told.unanswered) == 4


def test_over_all_clauses_unanswered_conditions_are_listed_alone() -> None:
    """Together they are listed with the other gaps of the day; what nobody says is no world."""
    told = settle(truce(rule(reach=[{"armed": True}]), rule("S", reach=[{"armed": True}])), {})
    assert (told.whatever, told.under, told.sets) == ((), (), ())
    assert [short(one) for one in told.unanswered] == ["condition armed True"]


def test_certain_comes_before_cleared_and_facts_before_disputes() -> None:
    """The first answer is the one to lead with: it makes something certain, and people can find it out."""
    readings = [{"id": "wide", "authors": ["east"]},
                {"id": "narrow", "authors": ["west"], "conduct": [{"kind": ["looting"]}]}]  # fmt: skip
    party = rule(reach=[{"against": {"status": "party"}}])
    told = settle(truce(party, rule("S", readings=readings), **MIXED), {"b": {"umbrella": "league"}})
    assert [one.certain for one in told.under] == sorted((one.certain for one in told.under), reverse=True)
    assert under(told.under)[:2] == [("took_part b party", "yes", "R"), ("reading S", "wide", "S")]


def test_beyond_the_limit_nothing_is_asked() -> None:
    """Where there are more versions than can be weighed, no question is made up."""
    agreement = truce(BY_CROWN, BY_LEAGUE)
    (column,) = findings_of(judged(agreement, {"direction": None}, limit=1), agreement)
    assert (column.too_many, column.settle) == (True, NOTHING)


# ── the smallest sets, against trying all ─────────────────────────────────────────────────────

tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.tuples(st.tuples(*[st.sampled_from("xyz")] * width), st.booleans()), min_size=2, max_size=12, unique=True
    )
)


def settles(rows: list[_Row], chosen: tuple[int, ...]) -> bool:
    """Whether no two rows of unlike value answer the chosen atoms alike."""
    seen: dict[tuple[str, ...], object] = {}
    return all(seen.setdefault(tuple(row.answers[k] for k in chosen), row.value) == row.value for row in rows)


@given(tables)
def test_smallest_sets_are_all_of_the_smallest_size(table: list[tuple[tuple[str, ...], bool]]) -> None:
    """Whatever the worlds answer, the sets found are those, of two atoms or three, that trying every set finds."""
    rows = [_Row(answers, value, frozenset(), frozenset()) for answers, value in table]
    width = len(rows[0].answers)
    assume(not settles(rows, ()) and not any(settles(rows, (k,)) for k in range(width)))  # else sets are not asked for
    atoms = [Atom("source", name=str(k)) for k in range(width)]
    expected: list[tuple[int, ...]] = []
    for size in range(2, LARGEST_SET + 1):
        expected = expected or [one for one in combinations(range(width), size) if settles(rows, one)]
    assert [tuple(int(atom.name) for atom in chosen) for chosen in _smallest_sets(atoms, rows)] == expected


def test_what_cannot_be_said_is_settled_by_no_set() -> None:
    """A world in which the clause stays unknown is settled by no answer at all."""
    rows = [_Row((answer,), value, frozenset(), frozenset()) for answer, value in (("x", True), ("y", None))]
    assert list(_smallest_sets([Atom("list")], rows)) == []
