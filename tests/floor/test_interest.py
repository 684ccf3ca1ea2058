"""Whose word is its own cause: who is accused, who speaks for whom, and in which ways own words are counted."""

from itertools import combinations
from typing import Any

import pytest

from tests.floor.ground import GROUND, clause, common, judged, rule, truce
from truceline.agreement import Agreement, compiled
from truceline.formats.conduct import read_conduct
from truceline.terms import FACTS, Question, Result, reduced
from truceline.terms.interest import Named, interested, weighings

Plain = dict[str, Any]

BY_CROWN = rule(binds={"role": "crown_side"})


def told(field: str, *accounts: tuple[object, str]) -> Plain:
    """A field with accounts (value, source); each source has one root, itself."""
    return {
        field: {"candidates": [{"value": value, "source": source} for value, source in accounts]},
        "sources": {source: {"roots": source.split("+")} for _, source in accounts},
    }


def question(agreement: Agreement, facts: Plain) -> Question:
    """What the facts, with an attack of the crown on the fox around them, ask."""
    conduct = {
        "a": ["crown"],
        "b": ["fox"],
        "direction": "a_to_b",
        "kind": "attack",
        "time": {"at": "2016-03-01T12:00Z"},
    }
    return reduced(compiled(agreement), read_conduct({"id": "t", **conduct, **facts}))


@pytest.mark.parametrize(
    ("source", "own"),
    [
        ("crown", True),
        ("guard", True),  # part of it
        ("east", True),  # the guarantor that stands with its side
        ("crown+east", True),
        ("west", False),
        ("fox", False),
        ("agency", False),
        ("agency+crown", False),
        ("council", False),
    ],
)
def test_who_speaks_for_the_accused(source: str, own: bool) -> None:  # noqa: FBT001
    """Its own word, its parts', and that of a guarantor standing with it; with another origin it is anybody's."""
    found = clause(truce(BY_CROWN), told("kind", ("attack", "observers"), ("looting", source)))
    assert found.result is (Result.CERTAIN if own else Result.POSSIBLE)
    assert found.set_aside == ((source,) if own else ())


def test_a_source_without_roots_is_nobodys_own() -> None:
    """Of a source whose origin is not said it is not presumed to be a side's."""
    facts = told("kind", ("attack", "observers"), ("looting", "crown"))
    facts["sources"]["crown"] = {"roots": []}
    assert clause(truce(BY_CROWN), facts).result is Result.POSSIBLE


@pytest.mark.parametrize(
    ("binds", "facts", "result"),
    [
        ({"role": "crown_side"}, {}, Result.CERTAIN),
        ({"role": "league"}, {"direction": "b_to_a"}, Result.POSSIBLE),  # the crown is not accused by it
        ({"status": "party"}, {"a": ["wolf"]}, Result.NOT_REACHED),
        ({"status": "party"}, {"a": ["crown", "wolf"]}, Result.CERTAIN),
        ({"role": "crown_side"}, {"a": ["guard"]}, Result.CERTAIN),  # the whole speaks for itself, not for a part
    ],
)
def test_who_is_accused(binds: Plain, facts: Plain, result: Result) -> None:
    """Whoever a clause may bind, on either side; a denial by anybody else counts as any account does."""
    accounts = told("kind", ("attack", "observers"), ("looting", "guard"))
    assert clause(truce(rule(binds=binds)), {**accounts, **facts}).result is result


def test_the_members_of_an_umbrella_are_accused() -> None:
    """Where some group of an umbrella struck, the word of each of its groups is its own."""
    facts = {"a": {"umbrella": "league"}, "b": ["crown"]}
    by_league = truce(rule(binds={"role": "league"}))
    own = told("kind", ("attack", "observers"), ("looting", "fox"))
    assert clause(by_league, {**facts, **own}).result is Result.CERTAIN
    victims = told("kind", ("attack", "observers"), ("looting", "crown"))
    assert clause(by_league, {**facts, **victims}).result is Result.POSSIBLE


def test_whoever_a_presumption_accuses_is_accused() -> None:
    """Where nobody knows who, and it is presumed to be the crown, the crown's word is its own; else it is not."""
    presumed = [{"id": "p", "author": "east", "adopters": ["east", "west"], "when": [{"kind": ["attack"]}],
                 "by_one_of": ["crown"]}]  # fmt: skip
    excused = rule(exceptions=[{"id": "x", "when": [{"purpose": ["training"]}]}])
    own, others = told("purpose", ("training", "crown")), told("purpose", ("training", "agency"))
    agreement = truce(excused, presumptions=presumed)
    assert clause(agreement, {"a": "unknown", **own}).result is Result.UNDETERMINED
    assert clause(agreement, {"a": "unknown", **others}).result is Result.EXCEPTED
    assert clause(agreement, {"a": ["hare"], **own}).result is Result.EXCEPTED
    assert clause(truce(excused), {"a": "unknown", **own}).result is Result.EXCEPTED


def test_an_admission_counts() -> None:
    """What an accused side says against itself raises the result; nobody else need say it."""
    admitted = told("kind", ("attack", "crown"))
    assert clause(truce(BY_CROWN), admitted).result is Result.CERTAIN
    mixed = told("kind", ("attack", "crown"), ("looting", "agency"))
    assert clause(truce(BY_CROWN), mixed).result is Result.POSSIBLE


def test_together_the_accused_of_every_clause_count() -> None:
    """Over all clauses the word of whoever one of them accuses is its own; each clause by itself may hear it."""
    both = truce(BY_CROWN, rule("S", binds={"role": "league"}))
    found = common(both, {"direction": "mutual", **told("kind", ("attack", "agency"), ("looting", "crown"))})
    assert [one.result for one in found.clauses.values()] == [Result.CERTAIN, Result.POSSIBLE]
    assert (found.together.result, found.together.clauses) == (Result.CERTAIN, ("R",))


def test_each_column_hears_names_as_its_author_does() -> None:
    """In the column of an author whose alias names the crown, the crown is accused; elsewhere the name is nobody's."""
    crown = {**GROUND["actors"][0], "aliases": [{"name": "the junta", "by": "west"}]}
    agreement = truce(rule(), actors=[crown, *GROUND["actors"][1:]])
    facts = {"a": {"names": ["the junta"]}, **told("kind", ("attack", "agency"), ("looting", "crown"))}
    columns = judged(agreement, facts).columns
    assert columns["west"].clauses["R"].result is Result.CERTAIN
    assert columns["common"].clauses["R"].result is Result.POSSIBLE


# ── ways to count own words ───────────────────────────────────────────────────────────────────


def _positions(agreement: Agreement, asked: Question) -> frozenset[Named]:
    drawn = compiled(agreement)
    return interested(drawn, drawn.columns[0], asked, agreement.rules)


FIELDS: dict[str, tuple[object, ...]] = {
    "kind": ("attack", "looting"),
    "weapon": ("tank", "mortar"),
    "site": ("medical", "market"),
    "armed": (True, False),
    "platform": ("uav", "foot"),
}


def own_words(number: int, *, others: tuple[str, ...] = ()) -> Plain:
    """So many statements of the crown, two for each field; an agency speaks in some fields too."""
    facts: Plain = {"sources": {"crown": {"roots": ["crown"]}, "agency": {"roots": ["agency"]}}}
    left = number
    for field, values in FIELDS.items():
        said = [{"value": value, "source": "crown"} for value in values[: min(2, left)]]
        said += [{"value": values[0], "source": "agency"}] if field in others else []
        left -= min(2, left)
        if said:
            facts[field] = {"candidates": said}
    return facts


@pytest.mark.parametrize("number", range(7))
def test_up_to_six_every_combination_is_left_out(number: int) -> None:
    """Each way is weighed once, as stated first."""
    agreement = truce(BY_CROWN)
    asked = question(agreement, own_words(number))
    named = _positions(agreement, asked)
    assert len(named) == number
    ways = list(weighings(asked, named))
    assert ways[0] == (asked, frozenset())
    expected = {frozenset(one) for size in range(number + 1) for one in combinations(sorted(named), size)}
    assert {dropped for _, dropped in ways} == expected
    assert len(ways) == 2**number
    assert all(left == asked.without(dropped) for left, dropped in ways)


def test_above_six_those_are_weighed_that_can_be_heaviest() -> None:
    """As stated; none; all but each one; as stated or silent; and one for each field in which nobody else speaks."""
    agreement = truce(BY_CROWN)
    asked = question(agreement, own_words(8, others=("kind",)))
    named = _positions(agreement, asked)
    ways = list(weighings(asked, named))
    kept = [named - dropped for _, dropped in ways]
    kind = FACTS.index("kind")
    assert kept[:2] == [named, frozenset()]
    assert ways[2][0].numbers[kind] == (0, 1, 2)
    assert ways[2][0].numbers[FACTS.index("weapon")] == (0, 1, -1)
    assert kept[3:11] == [frozenset({one}) for one in sorted(named)]
    assert len(kept[11:]) == 2 * 2 * 2
    assert {len(one) for one in kept[11:]} == {3}
    assert all(field != kind for one in kept[11:] for field, _ in one)


def test_one_more_denial_never_undoes_an_admission() -> None:
    """Seven facts of its own account make it certain; seven denials, one after another, leave it so."""
    facts = {"kind": "attack", "weapon": "air_bomb", "site": "medical", "armed": True, "platform": "uav",
             "control_changed": True, "direction": "a_to_b"}  # fmt: skip
    denials = {"kind": "looting", "weapon": "tank", "site": "market", "armed": False, "platform": "foot",
               "control_changed": False, "direction": "b_to_a"}  # fmt: skip
    admitted = {name: {"candidates": [{"value": value, "source": "crown"}]} for name, value in facts.items()}
    asked = [{"weapon": ["air_bomb"]}, {"site": ["medical"]}, {"armed": True}, {"platform": ["uav"]}]
    agreement = truce(rule(binds={"role": "crown_side"}, reach=[*asked, {"control_changed": True}]))
    sources = {"crown": {"roots": ["crown"]}, "east": {"roots": ["east"]}}
    said = dict(admitted)
    assert clause(agreement, {**said, "sources": sources}).result is Result.CERTAIN
    for name, value in denials.items():
        said[name] = {"candidates": [*admitted[name]["candidates"], {"value": value, "source": "east"}]}
        assert clause(agreement, {**said, "sources": sources}).result is Result.CERTAIN, name
