"""Names as they are heard and written find their places; people choose, and nothing is chosen in silence."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.gazetteer.country import country, place, with_namesakes
from truceline.formats.gazetteers import read_places
from truceline.gazetteer import Gazetteer, Place, read_back
from truceline.gazetteer.likeness import _ALIKE, _LEFT_OUT, SOUND, likenesses
from truceline.gazetteer.names import run_together, skeleton, sound, words
from truceline.place import E7, Position

EVERY_NAME = [(one.id, name) for one in country().places for some in one.names.values() for name in some]


def first(text: str, held: Gazetteer | None = None) -> str:
    """The id of the first candidate."""
    return (held or with_namesakes()).find(text)[0].place.id


@pytest.mark.parametrize(("id_", "name"), EVERY_NAME)
def test_every_name_finds_its_place(id_: str, name: str) -> None:
    """A name as the gazetteer has it, in any of its scripts, leads to its place with the full score."""
    best = country().find(name)[0]
    assert (best.place.id, best.name, best.why) == (id_, name, "same name")
    assert best.score >= 1000
    assert first(f"  {name.upper()} ") == id_


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tor Makeel", "tormaquil"),
        ("Turmakil", "tormaquil"),
        ("تورمكيل", "tormaquil"),
        ("Тормакил", "tormaquil"),
        ("Belkoora", "belquora"),
        ("Bilkura", "belquora"),
        ("Дозмарин", "dosmarin"),
        ("Doosmareen", "dosmarin"),
        ("Kandriloo", "kandrelo"),
        ("Effmeshour", "falmeshur"),
        ("Hesskwarin", "hesquarin"),
        ("رافلمش", "ravelmesh"),
        ("Rafelmish", "ravelmesh"),
        ("Йолмерия", "yolmeria"),
        ("Zandrafol", "zendravol"),
        ("Hirvolnifsa", "hirvolnifsah"),
        ("Harvol Mebsi", "hirvolnifsah"),  # as a hotline's operator writes what he hears
        ("Deir el Kuzmeel", "dayr-quzmel"),
        ("دير القزميل", "dayr-quzmel"),
        ("Дейр-эль-Кузмель", "dayr-quzmel"),
        ("Elkolma", "qolmah"),
        ("Golmeh", "qolmah"),
        ("القلمة", "qolmah"),
    ],
)
def test_a_name_as_heard_finds_its_place(written: str, meant: str) -> None:
    """Other spellings, other scripts and what a listener makes of a name offer the right place first."""
    found = with_namesakes().find(written)
    assert found[0].place.id == meant, [(one.place.id, one.score) for one in found]
    assert found[0].score < 1000


def test_what_was_heard_is_read_back() -> None:
    """What only resembles is asked, never taken: the question names what it is, where, and its own script."""
    question = read_back(country().find("Tor Makeel", most=1))
    assert question.startswith("Do you mean Tormaquil (تورماكيل) [town, 29.780 S 87.140 E]?")
    assert with_namesakes().only("Tor Makeel") is None
    assert "or Tormaquil airfield" in read_back(country().find("Tor Makeel", most=2))


def test_nothing_like_it_is_no_candidate() -> None:
    """A name unlike any other finds nothing, and the question asks for its spelling."""
    for text in ("Xyzzyx Wthgr", "", "   ", "?!", "123"):
        assert country().find(text) == ()
    assert "spell it" in read_back(())


def test_namesakes_are_all_offered() -> None:
    """A name that several places bear brings each of them, however few were asked for, the larger first."""
    found = with_namesakes().find("Ash-Shurmel", most=1)
    assert [one.place.id for one in found] == ["old-2", "old-1", "old-3"]
    assert with_namesakes().only("Ash-Shurmel") is None
    assert with_namesakes().only("Qolmah") is not None


def test_the_nearer_namesake_comes_first() -> None:
    """Among small namesakes, nearness decides; it never puts another name before the very name."""
    held = Gazetteer(
        [place("a", "Umm Velsar", at=(85, -30)), place("b", "Umm Velsar", at=(87, -30)), place("c", "Umm Velzar")]
    )
    for where, meant in ((85, "a"), (87, "b")):
        found = held.find("Umm Velsar", Position(where * E7, -30 * E7))
        assert found[0].place.id == meant
        assert found[2].place.id == "c"


def test_a_known_case_of_a_hotline(shared: Path) -> None:
    """What an operator once wrote, "Harb Bebsi", offers the village that was meant, by its official name alone too."""
    (file,) = (shared / "data/gazetteer").glob("*.csv")
    places = read_places(file.read_bytes(), file.name).places
    assert len(places) == 308
    (meant,) = (one for one in places if "Ḩarbinafsah" in [name for some in one.names.values() for name in some])
    bare = Place(meant.id, {"en": ("Ḩarbinafsah",)}, meant.position)
    for held in (Gazetteer(places), Gazetteer([bare if one is meant else one for one in places])):
        found = held.find("Harb Bebsi")
        assert found[0].place.id == meant.id
        assert found[0].score < 1000
        assert held.only("Harb Bebsi") is None
        assert read_back(found).startswith("Which do you mean: ") or len(found) == 1


def test_none_of_ours_resolves_in_a_real_gazetteer(shared: Path) -> None:
    """No name of the fictional country is the name of a real place, nor sounds the same as one."""
    (file,) = (shared / "data/gazetteer").glob("*.csv")
    real = Gazetteer(read_places(file.read_bytes(), file.name).places)
    for _, name in EVERY_NAME:
        assert real.named(name) == ()
        assert all(one.why == "resembles" for one in real.find(name))


# ── sounds ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "alike",
    [
        ("al-Qusaymel", "El Kusaymel", "Qusaymel", "القصيمل", "Эль-Кусаймель"),
        ("Ash Shavrune", "Al-Shavroon", "Ash-Shavroun"),
        ("Tormeeda", "Tormīdah", "Turmida", "Tormidé", "تورميدة", "تورميده"),
        ("Dhulmaq", "Dhoolmak", "Dhulmack"),
        ("Khalvesh", "Khálvesh"),
    ],
)
def test_spellings_of_one_name_have_one_skeleton(alike: tuple[str, ...]) -> None:
    """Articles, marks, long vowels, doubled letters, taa marbuta and q or k change nothing in a skeleton."""
    assert len({skeleton(run_together(map(sound, words(one)))) for one in alike}) == 1


def plain_distance(a: str, b: str) -> int:
    """The same distance by the plain recursion."""
    out = [_LEFT_OUT.get(one, SOUND) for one in a], [_LEFT_OUT.get(one, SOUND) for one in b]
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            ways = [table[i - 1][j] + out[0][i - 1]] if i else []
            ways += [table[i][j - 1] + out[1][j - 1]] if j else []
            if i and j:
                same = (
                    0
                    if a[i - 1] == b[j - 1]
                    else _ALIKE.get(a[i - 1] + b[j - 1], _ALIKE.get(b[j - 1] + a[i - 1], SOUND))
                )
                ways.append(table[i - 1][j - 1] + same)
            table[i][j] = min(ways, default=0)
    return table[-1][-1]


heard = st.text("aiuwybpfnmtdrlszSjkghx", max_size=9)


@given(heard, st.lists(heard, min_size=1, max_size=6))
def test_likeness_is_what_the_recursion_says(one: str, others: list[str]) -> None:
    """Many names compared at once come out as one by one, and as the textbook has it."""
    weights = [sum(_LEFT_OUT.get(sign, SOUND) for sign in name) for name in others]
    own = sum(_LEFT_OUT.get(sign, SOUND) for sign in one)
    expected = [
        max(0, 1000 - 1000 * plain_distance(one, other) // max(own, weight, 1))
        for other, weight in zip(others, weights, strict=True)
    ]
    assert likenesses(one, others) == expected


@given(st.text(max_size=40))
def test_any_text_is_a_question(text: str) -> None:
    """Whatever is looked for, what comes is candidates in order, each a place of the gazetteer, and a question."""
    found = with_namesakes().find(text, most=3)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert read_back(found).endswith(("?", "."))
    assert len({one.place.id for one in found}) == len(found)


# ── many ──────────────────────────────────────────────────────────────────────────────────────


def test_a_large_gazetteer_finds_each_of_its_names_again() -> None:
    """Of thousands of names, one spelled otherwise leads to its place or to one that sounds the same."""
    dice = random.Random(4)  # noqa: S311 - names, not secrets
    signs = ("b", "d", "f", "h", "j", "k", "l", "m", "n", "r", "s", "t", "z", "sh", "gh", "kh")

    def name() -> str:
        return "".join(dice.choice(signs) + dice.choice("aiu") for _ in range(4)).title()

    held = Gazetteer(Place(str(at), {"en": (name(),)}, Position(0, 0)) for at in range(4_000))
    for one in held.places[::100]:
        heard_as = one.name.replace("u", "ou").replace("i", "ee").replace("k", "q") + "h"
        assert one.id in {each.place.id for each in held.find(heard_as)}
