"""The closed vocabulary: which word answers which question, and no word for an attack's purpose."""

import re
import typing

import pytest

from truceline.terms import KEYS, Condition
from truceline.terms import vocabulary as v

TREES = {"kinds": v.KINDS, "weapons": v.WEAPONS, "platforms": v.PLATFORMS, "purposes": v.PURPOSES, "sites": v.SITES}
FLAT = {"harmed": v.HARMED, "answers": v.ANSWERS}


@pytest.mark.parametrize(
    ("word", "asked", "answer"),
    [
        ("shelling", ("shelling",), True),
        ("shelling", ("attack",), True),
        ("attack", ("shelling",), None),
        ("shelling", ("air_strike",), False),
        ("drone_strike", ("air_strike",), True),
        ("drone_strike", ("attack",), True),
        ("air_strike", ("drone_strike",), None),
        ("attack", ("drone_strike",), None),
        ("attack", ("shelling", "siege"), None),
        ("attack", ("shelling", "attack"), True),
        ("siege", ("attack", "flight"), False),
        ("siege", (), False),
    ],
)
def test_species_and_genus(word: str, asked: tuple[str, ...], answer: bool | None) -> None:  # noqa: FBT001
    """A species is what its genus asks for; a genus alone may be the species, and is unknown; else no."""
    assert v.among(word, asked, v.KINDS) is answer


@pytest.mark.parametrize(
    ("word", "asked", "answer"),
    [("artillery_100mm", "artillery", True), ("artillery", "artillery_100mm", None), ("mortar", "artillery", False),
     ("mlrs_long", "mlrs", True), ("barrel_bomb", "air_bomb", True), ("air_bomb", "barrel_bomb", None)],
)  # fmt: skip
def test_weapon_classes_have_species_too(word: str, asked: str, answer: bool | None) -> None:  # noqa: FBT001
    """A gun of 100 mm is artillery; artillery may be such a gun."""
    assert v.among(word, (asked,), v.WEAPONS) is answer


@pytest.mark.parametrize("tree", TREES)
def test_every_genus_is_a_word_and_holds_its_own(tree: str) -> None:
    """What a word is a species of is itself a word, and whatever that is a species of is named as well."""
    words = TREES[tree]
    for genera in words.values():
        for genus in genera:
            assert set(words[genus]) < set(genera)


@pytest.mark.parametrize("name", [*TREES, *FLAT])
def test_words_are_plain(name: str) -> None:
    """Each word is lower case, stands once, and can be written unquoted in any format."""
    words = list(TREES.get(name) or FLAT[name])
    assert len(words) == len(set(words))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", word) for word in words)


def test_no_purpose_is_an_attack() -> None:
    """No clearance to use force is ever asked for: nothing that a flight or movement is for is force."""
    assert set(v.PURPOSES) == {
        "medevac", "rescue", "fire_fighting", "humanitarian", "weather", "agriculture", "transport", "training",
        "patrol", "monitoring", "resupply",
    }  # fmt: skip
    force = re.compile(
        r"attack|strike|strik|target|combat|fire(?!_fighting)|offens|bomb|kill|assault|raid|shell|engage"
    )
    assert [word for word in v.PURPOSES if force.search(word)] == []


def test_every_condition_has_one_key() -> None:
    """The keys in agreements and the conditions of the evaluator are the same set, one to one."""
    assert set(KEYS.values()) == set(typing.get_args(Condition))
    assert len(set(KEYS.values())) == len(KEYS)
    assert v.key_of(v.Not(v.Armed(value=True))) == "not"
    assert v.key_of(v.Armed(value=True)) == "armed"
