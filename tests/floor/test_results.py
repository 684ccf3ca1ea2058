"""From worlds to a result: the first row of the table that fits, one clause and all together; the limit."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.floor.ground import clause, common, judged, rule, truce
from truceline.agreement import compiled
from truceline.terms import Conduct, Result, evaluate
from truceline.terms.evaluate import result_of, smallest_cover
from truceline.terms.judging import Outcome

Plain = dict[str, Any]


def outcome(value: bool | None, *, conduct: bool | None = True, lifted: tuple[int, ...] = ()) -> Outcome:  # noqa: FBT001
    """What a clause says in one world."""
    return Outcome(value, conduct, lifted)


YES, NO, UNKNOWN = (outcome(value) for value in (True, False, None))
LIFTED, MAYBE, OTHER = outcome(False, lifted=(0,)), outcome(False, conduct=None), outcome(False, conduct=False)  # noqa: FBT003


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        ([], Result.CONTRADICTORY),
        ([YES], Result.CERTAIN),
        ([YES, YES], Result.CERTAIN),
        ([YES, NO], Result.POSSIBLE),
        ([YES, UNKNOWN], Result.POSSIBLE),
        ([YES, LIFTED], Result.POSSIBLE),
        ([UNKNOWN, LIFTED, NO, OTHER], Result.UNDETERMINED),
        ([LIFTED, NO, OTHER], Result.EXCEPTED),
        ([NO, OTHER], Result.NOT_REACHED),
        ([MAYBE, OTHER], Result.NOT_REACHED),
        ([OTHER, OTHER], Result.NOT_ENGAGED),
    ],
)
def test_the_first_row_that_fits(outcomes: list[Outcome], result: Result) -> None:
    """Yes in all; in one; unknown in one; lifted in one; the conduct true or unknown in one; none of these."""
    assert result_of(outcomes) is result
    assert result_of(outcomes[::-1]) is result


def test_results_weigh_in_the_tables_order() -> None:
    """From certain down to not engaged each is lighter; contradictory is lightest."""
    names = "certain possible undetermined excepted not_reached not_engaged contradictory"
    assert [str(one) for one in Result] == names.split()
    assert sorted(Result, key=lambda one: -one.weight) == list(Result)


# ── silence and exceptions keep their own names ───────────────────────────────────────────────

FLIGHT = rule(
    conduct=[{"kind": ["flight"]}],
    reach=[{"platform": ["uav"]}],
    exceptions=[
        {"id": "rescue", "when": [{"purpose": ["rescue"]}]},
        {"id": "unarmed", "when": [{"armed": False}, {"in_notified_volume": True}]},
    ],
)


@pytest.mark.parametrize(
    ("facts", "result", "lifted_by"),
    [
        ({"platform": "uav", "purpose": "patrol", "armed": True}, Result.CERTAIN, ()),
        ({"platform": "uav", "purpose": "rescue"}, Result.EXCEPTED, ("rescue",)),
        ({"platform": "uav", "purpose": "rescue", "armed": False, "in_notified_volume": True}, Result.EXCEPTED,
         ("rescue", "unarmed")),
        ({"platform": "uav", "purpose": "patrol", "armed": False}, Result.UNDETERMINED, ()),
        ({"platform": "uav", "armed": False, "in_notified_volume": True}, Result.EXCEPTED, ("unarmed",)),
        ({"purpose": "rescue"}, Result.EXCEPTED, ("rescue",)),
        ({"platform": "foot", "purpose": "rescue"}, Result.NOT_REACHED, ()),
        ({"platform": "foot"}, Result.NOT_REACHED, ()),
        ({"kind": "attack", "platform": "uav", "purpose": "rescue"}, Result.NOT_ENGAGED, ()),
    ],
)  # fmt: skip
def test_an_exception_lifts_with_all_its_conditions(facts: Plain, result: Result, lifted_by: tuple[str, ...]) -> None:
    """All its facts lift; one of them unknown leaves it open; where nothing is reached nothing is lifted."""
    found = clause(truce(FLIGHT), {"kind": "flight", "b": "nobody", **facts})
    assert (found.result, found.lifted_by) == (result, lifted_by)


def test_each_reading_names_its_own_exceptions() -> None:
    """An exception that only the second reading has is named by its own id."""
    readings = [
        {"id": "one", "authors": ["east"], "exceptions": [{"id": "a", "when": [{"armed": True}]},
                                                          {"id": "b", "when": [{"armed": False}]}]},
        {"id": "two", "authors": ["west"], "exceptions": [{"id": "c", "when": [{"weapon": ["tank"]}]},
                                                          {"id": "d", "when": [{"weapon": ["rocket"]}]},
                                                          {"id": "e", "when": [{"armed": False}]}]},
    ]  # fmt: skip
    assert clause(truce(rule(readings=readings)), {"armed": False, "weapon": "mortar"}).lifted_by == ("b", "e")


@pytest.mark.parametrize(
    ("effect", "facts", "result"),
    [
        ({"require_notice": {"hours": 48}}, {"notified": {"hours": 48}}, Result.EXCEPTED),
        ({"require_notice": {"hours": 48}}, {"notified": {"hours": 47}}, Result.CERTAIN),
        ({"require_notice": {"hours": 48}}, {}, Result.UNDETERMINED),
        ({"require_concurrence": {"of": "west"}}, {"answers": {"west": "concurred"}}, Result.EXCEPTED),
        ({"require_concurrence": {"of": "west"}}, {"answers": {"west": "acknowledged"}}, Result.CERTAIN),
        ({"require_concurrence": {"of": "west"}}, {}, Result.UNDETERMINED),
    ],
)
def test_notice_and_concurrence_are_exceptions(effect: Plain, facts: Plain, result: Result) -> None:
    """What needs notice, or an answer, is excepted where that was given, and prohibited where not."""
    found = clause(truce(rule(effect=effect)), facts)
    assert found.result is result
    assert bool(found.lifted_by) is (result is Result.EXCEPTED)


# ── all clauses together ──────────────────────────────────────────────────────────────────────

NEVER = rule("never", conduct=[{"kind": ["siege"]}])
BY_CROWN = rule("by-crown", binds={"role": "crown_side"})
BY_LEAGUE = rule("by-league", binds={"role": "league"})
ADVICE = rule("advice", effect="advise")


def test_one_of_two_is_certain_where_neither_alone_is() -> None:
    """Of a clash without direction each side's clause is possible, and one of them certain."""
    said = common(truce(NEVER, BY_CROWN, ADVICE, BY_LEAGUE), {"direction": None})
    assert {name: one.result for name, one in said.clauses.items()} == {
        "never": Result.NOT_ENGAGED,
        "by-crown": Result.POSSIBLE,
        "advice": Result.CERTAIN,
        "by-league": Result.POSSIBLE,
    }
    assert (said.together.result, said.together.clauses) == (Result.CERTAIN, ("by-crown", "by-league"))


def test_the_smallest_set_is_named_and_ties_go_by_order() -> None:
    """One clause that covers every version is named alone; of two such, the one that stands first."""
    either = rule("either", binds={"status": "party"})
    assert common(truce(BY_CROWN, BY_LEAGUE, either), {"direction": None}).together.clauses == ("either",)
    twice = truce(BY_LEAGUE, BY_CROWN, {**either, "id": "x"}, either)
    assert common(twice, {"direction": None}).together.clauses == ("x",)


def test_advice_does_not_count_together() -> None:
    """A clause that only advises makes nothing certain together; with advice alone nothing is engaged."""
    said = common(truce(ADVICE, NEVER), {})
    assert (said.together.result, said.together.clauses) == (Result.NOT_ENGAGED, ())
    assert common(truce(ADVICE), {}).together.result is Result.NOT_ENGAGED


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        ({"direction": None, "b": ["hare"]}, Result.POSSIBLE),
        ({"a": "unknown"}, Result.UNDETERMINED),
        ({"a": ["hare"]}, Result.NOT_REACHED),
        ({"kind": "siege", "a": ["hare"]}, Result.CERTAIN),
        ({"kind": "looting"}, Result.NOT_ENGAGED),
        ({"a": ["folk"]}, Result.CONTRADICTORY),
    ],
)
def test_else_the_heaviest_clause(facts: Plain, result: Result) -> None:
    """Where no set of clauses covers all worlds, the heaviest of the clauses' results stands."""
    assert common(truce(NEVER, BY_CROWN, BY_LEAGUE), facts).together.result is result


def test_no_world_at_all_is_contradictory_also_for_advice() -> None:
    """Civilians never initiate: a source that says they did contradicts the agreement's terms, whatever the clauses."""
    said = common(truce(ADVICE), {"a": ["folk"]})
    assert (said.worlds, said.together.result) == (0, Result.CONTRADICTORY)
    assert said.clauses["advice"].result is Result.CONTRADICTORY


engaged = st.lists(st.frozensets(st.integers(0, 4), min_size=1), min_size=1, max_size=6)


@given(engaged)
def test_a_cover_is_smallest_and_first(worlds: list[frozenset[int]]) -> None:
    """No smaller set engages one clause in every world, and none of its size that stands before it."""
    chosen = smallest_cover(worlds, range(5))
    covers = [
        one for size in range(1, 6) for one in combinations(range(5), size) if all(world & set(one) for world in worlds)
    ]
    assert chosen == min(covers, key=lambda one: (len(one), one))


# ── the limit ─────────────────────────────────────────────────────────────────────────────────


def many(number: int) -> tuple[Any, Plain]:
    """A conduct with two versions of so many facts, each asked about by a clause of its own."""
    facts = ["armed", "control_changed", "in_notified_volume"][:number]
    rules = [rule(name, reach=[{name: True}]) for name in facts]
    both_ways = {"candidates": [{"value": True, "source": "s"}, {"value": False, "source": "t"}]}
    return truce(*rules), dict.fromkeys(facts, both_ways)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_limit_is_exact(number: int) -> None:
    """As many differing worlds as the limit are weighed; with one more nothing is said, and that is said."""
    agreement, facts = many(number)
    worlds = 2**number
    enough = judged(agreement, facts, limit=worlds).common
    assert (enough.too_many, enough.worlds, enough.together.result) == (False, worlds, Result.POSSIBLE)
    over = judged(agreement, facts, limit=worlds - 1).common
    assert (over.too_many, over.worlds, over.together.result) == (True, 0, Result.UNDETERMINED)
    assert {one.result for one in over.clauses.values()} == {Result.UNDETERMINED}


def test_a_conduct_without_a_time_is_refused() -> None:
    """When it was must be said, however vaguely."""
    with pytest.raises(ValueError, match=r"^a time for conduct t7$"):
        evaluate(compiled(truce(rule())), Conduct("t7"))


# ── one and the same member ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sides", "result"),
    [
        ({"a": ["crown"]}, Result.CERTAIN),
        ({"a": ["hare", "crown"]}, Result.CERTAIN),
        ({"a": ["hare"]}, Result.NOT_REACHED),
    ],
)
def test_one_member_meets_all_conditions(sides: Plain, result: Result) -> None:
    """Of several on a side one and the same must be bound and be a party; what another is does not matter."""
    assert clause(truce(rule(binds={"role": "crown_side", "status": "party"})), sides).result is result


@pytest.mark.parametrize(
    ("struck", "result"),
    [(["wolf"], Result.EXCEPTED), (["wolf", "fox"], Result.CERTAIN), (["fox"], Result.CERTAIN)],
)
def test_an_exception_must_hold_for_every_member(struck: list[str], result: Result) -> None:
    """A strike on an excluded group that also struck a party is not lifted by the group's exclusion."""
    against_excluded = rule(exceptions=[{"id": "excluded", "when": [{"against": {"status": "excluded"}}]}])
    assert clause(truce(against_excluded), {"b": struck}).result is result


@pytest.mark.parametrize(
    ("direction", "worlds", "by_crown", "by_league"),
    [
        (None, 2, Result.POSSIBLE, Result.POSSIBLE),
        ("a_to_b", 1, Result.CERTAIN, Result.NOT_REACHED),
        ("b_to_a", 1, Result.NOT_REACHED, Result.CERTAIN),
        ("mutual", 1, Result.CERTAIN, Result.CERTAIN),
    ],
)
def test_directions(direction: str | None, worlds: int, by_crown: Result, by_league: Result) -> None:
    """Not said: either; mutual: both at once, in one world."""
    said = common(truce(BY_CROWN, BY_LEAGUE), {"direction": direction})
    results = [one.result for one in said.clauses.values()]
    assert (said.worlds, results) == (worlds, [by_crown, by_league])
