"""What is taken as so until rebutted: attributed, in order, only where unknown, and never against what is told."""

from typing import Any

import pytest

from tests.floor.ground import common, judged, rule, truce
from truceline.terms import Result

Plain = dict[str, Any]

BOTH = ["east", "west"]
ARMED = rule(conduct=[{"kind": ["flight"]}], reach=[{"armed": True}])
FLIGHT: Plain = {"kind": "combat_flight", "b": "nobody"}
CAME_BY_AIR: Plain = {"kind": "air_strike", "a": "unknown"}


def presumption(name: str = "p", adopters: list[str] = BOTH, **sections: Any) -> Plain:  # noqa: ANN401
    """A presumption about combat flights, less or more as said."""
    return {"id": name, "author": adopters[0], "adopters": adopters, "when": [{"kind": ["combat_flight"]}], **sections}


def said(*presumptions: Plain, rules: tuple[Plain, ...] = (ARMED,), facts: Plain = FLIGHT) -> tuple[Any, ...]:
    """Result of the first rule, worlds, presumptions leaned on and rebutted, in the common column."""
    found = common(truce(*rules, presumptions=list(presumptions)), facts)
    return next(iter(found.clauses.values())).result, found.worlds, found.leaned_on, found.rebutted


def test_what_is_unknown_is_read_as_presumed() -> None:
    """Nobody says whether it was armed; both guarantors presume so, and that they are leaned on is said."""
    assert said(facts=FLIGHT) == (Result.UNDETERMINED, 1, (), ())
    assert said(presumption(holds=[{"armed": True}])) == (Result.CERTAIN, 1, ("p",), ())
    assert said(presumption(holds=[{"armed": False}])) == (Result.UNDETERMINED, 1, ("p",), ())
    assert said(presumption(holds=[{"not": {"armed": True}}])) == (Result.NOT_REACHED, 1, ("p",), ())


def test_what_is_told_goes_before_it() -> None:
    """A presumption that every version of the facts contradicts is rebutted; one it does not touch is not leaned on."""
    assert said(presumption(holds=[{"armed": True}]), facts={**FLIGHT, "armed": False}) == (
        Result.NOT_REACHED, 1, (), ("p",),
    )  # fmt: skip
    other = {**FLIGHT, "kind": "transport_flight"}
    assert said(presumption(holds=[{"armed": True}]), facts=other) == (Result.UNDETERMINED, 1, (), ())


def test_versions_it_contradicts_are_set_aside() -> None:
    """Where one account agrees with what is presumed and one does not, the one that does is left."""
    accounts = {"armed": {"candidates": [{"value": True, "source": "s"}, {"value": False, "source": "t"}]}}
    assert said(facts={**FLIGHT, **accounts}) == (Result.POSSIBLE, 2, (), ())
    assert said(presumption(holds=[{"armed": True}]), facts={**FLIGHT, **accounts}) == (Result.CERTAIN, 1, ("p",), ())


def test_they_apply_in_order() -> None:
    """Of two that contradict each other the first stands, and the second is rebutted."""
    accounts = {"armed": {"candidates": [{"value": True, "source": "s"}, {"value": False, "source": "t"}]}}
    yes, no = presumption("yes", holds=[{"armed": True}]), presumption("no", holds=[{"armed": False}])
    assert said(yes, no, facts={**FLIGHT, **accounts}) == (Result.CERTAIN, 1, ("yes",), ("no",))
    assert said(no, yes, facts={**FLIGHT, **accounts}) == (Result.NOT_REACHED, 1, ("no",), ("yes",))


def test_whose_it_is() -> None:
    """Adopted by one guarantor it counts in that one's column; by every guarantor, everywhere; its author adopts it."""
    single = truce(ARMED, presumptions=[presumption(adopters=["east"], holds=[{"armed": True}])])
    columns = judged(single, FLIGHT).columns
    assert {name: column.clauses["R"].result for name, column in columns.items()} == {
        "common": Result.UNDETERMINED,
        "east": Result.CERTAIN,
    }
    author = presumption(adopters=["west"], author="east", holds=[{"armed": True}])
    columns = judged(truce(ARMED, presumptions=[author]), FLIGHT).columns
    assert {column.clauses["R"].result for column in columns.values()} == {Result.CERTAIN}
    assert list(columns) == ["common", "east", "west"]


def test_without_guarantors_nothing_is_joint() -> None:
    """Where nobody vouches, no presumption counts in the common column."""
    alone = truce(ARMED, guarantors=[], presumptions=[presumption(holds=[{"armed": True}])])
    assert judged(alone, FLIGHT).common.clauses["R"].result is Result.UNDETERMINED


# ── one of these ──────────────────────────────────────────────────────────────────────────────

AIRCRAFT = presumption(when=[{"kind": ["air_strike"]}], by_one_of=["crown", "hare"])
BY_CROWN, BY_HARE = rule("crown", binds={"actor": "crown"}), rule("hare", binds={"actor": "hare"})


def test_an_unknown_initiator_is_one_of_them() -> None:
    """Nobody saw whose aircraft it was: one of the two that have any, and one of their clauses certainly."""
    found = common(truce(BY_CROWN, BY_HARE, presumptions=[AIRCRAFT]), CAME_BY_AIR)
    assert [one.result for one in found.clauses.values()] == [Result.POSSIBLE, Result.POSSIBLE]
    assert (found.worlds, found.together.result, found.leaned_on) == (2, Result.CERTAIN, ("p",))


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "air_strike", "a": ["fox"]},
        {"kind": "shelling", "a": "unknown"},
        {"kind": "attack", "a": "unknown"},
        {"kind": "air_strike", "a": ["fox"], "b": "unknown"},
    ],
)
def test_it_speaks_of_unknown_initiators_of_that_kind_alone(facts: Plain) -> None:
    """A named initiator, another kind, a kind only perhaps it, an unknown side that is struck: nothing is presumed."""
    agreement = truce(BY_CROWN, BY_HARE)
    with_it = truce(BY_CROWN, BY_HARE, presumptions=[AIRCRAFT])
    before, after = common(agreement, facts), common(with_it, facts)
    assert after.leaned_on == after.rebutted == ()
    assert [one.result for one in after.clauses.values()] == [one.result for one in before.clauses.values()]


def test_of_both_sides_unknown_each_is_one_of_them() -> None:
    """In mutual fire between two unknown sides each is chosen by itself."""
    found = common(
        truce(BY_CROWN, BY_HARE, presumptions=[AIRCRAFT]),
        {"kind": "air_strike", "a": "unknown", "b": "unknown", "direction": "mutual"},
    )
    assert found.worlds == 3  # both of them, in some order, or the same one twice
    assert found.together.clauses == ("crown", "hare")


def test_a_name_that_nothing_resolves_is_unknown() -> None:
    """A side of unresolved names is as unknown as one that nobody named; a known member beside them makes it known."""
    agreement = truce(BY_CROWN, BY_HARE, presumptions=[AIRCRAFT])
    assert common(agreement, {**CAME_BY_AIR, "a": {"names": ["Foo"]}}).leaned_on == ("p",)
    assert common(agreement, {**CAME_BY_AIR, "a": ["no-such-actor", "fox"]}).leaned_on == ()


def test_one_of_them_who_may_be_on_an_unpublished_list_may_be_either() -> None:
    """Presumed to be a group that a list of numbers may name, it is a party in one world, unlisted in another."""
    lists = [{"id": "l", "author": "west", "names": "count_only", "opened": "2016-02-01T00:00:00Z"}]
    agreement = truce(rule(binds={"actor": "hare", "status": "party"}), presumptions=[AIRCRAFT], lists=lists)
    found = common(agreement, {**CAME_BY_AIR, "b": ["hare"]})
    assert found.clauses["R"].result is Result.POSSIBLE
    struck = truce(rule(binds={"status": "party"}, reach=[{"against": {"status": "unlisted"}}]),
                   presumptions=[{**AIRCRAFT, "by_one_of": ["hare"]}], lists=lists)  # fmt: skip
    assert common(struck, {**CAME_BY_AIR, "b": ["hare"]}).clauses["R"].result is Result.NOT_REACHED
