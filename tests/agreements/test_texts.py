"""What every shipped agreement owes its readers: no fault, three languages, a source for each clause."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.agreements.shelf import FOLDER, NAMES, Shipped, mappings, read, shipped, tree, trees

WORDS = ("gist", "text", "question", "title", "names", "note", "rebuttal", "reporter")
SCRIPTS = {"en": r"[A-Za-z]", "ar": r"[\u0620-\u064A]", "ru": r"[\u0400-\u04FF]"}
A_IDS = tuple(f"A{number}" for number in range(1, 14))


def texts(name: str) -> list[tuple[Path, dict[str, str]]]:
    """Every text meant for people in the files of an agreement."""
    return [
        (path, one[word])
        for path, whole in trees(name)
        for one in mappings(whole)
        for word in WORDS
        if isinstance(one.get(word), dict)
    ]


def citations(name: str) -> list[dict[str, Any]]:
    """Every source an agreement names, its fact files' own among them."""
    return [one for _, whole in trees(name) for one in mappings(whole) if {"standing", "fact"} <= set(one)]


def _squeezed(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def facts(shared: Path) -> dict[str, str]:
    """The list of facts by section letter, on one line each."""
    parts = re.split(r"^## ([A-G])\. ", (shared / "FACTS.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {letter: _squeezed(body) for letter, body in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize(("name", "variant"), shipped())
def test_lints_clean(name: str, variant: str | None) -> None:
    """A shipped agreement reads without a fault, in every variant."""
    agreement = read(name, variant)
    assert agreement.id == (f"{name}/{variant}" if variant else name)
    assert agreement.rules


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_there_in_three_languages(name: str) -> None:
    """Each text has English, Arabic and Russian, each in its own script and in no other."""
    found = texts(name)
    assert found
    for path, text in found:
        assert set(text) == set(SCRIPTS), f"{path.name}: {text}"
        for language, words in text.items():
            letters = "".join(one for one in words if one.isalpha())
            wrong = [one for one in letters if not re.match(SCRIPTS[language], one)]
            assert letters, f"{path.name}: no word in {language}: {text}"
            assert not wrong, f"{path.name}: {language} with {''.join(wrong)!r}: {words}"


@pytest.mark.parametrize("name", NAMES)
def test_sentences_end_alike(name: str) -> None:
    """A sentence in one language is a sentence in the others, and a question a question."""
    for path, text in texts(name):
        ends = {words[-1].translate({ord("؟"): "?"}) in ".?" for words in text.values()}
        asks = {words[-1] in "?؟" for words in text.values()}
        assert len(ends) == 1, f"{path.name}: {text}"
        assert len(asks) == 1, f"{path.name}: {text}"


@pytest.mark.parametrize("name", NAMES)
def test_every_declared_source_is_cited(name: str) -> None:
    """A source stands there because something rests on it."""
    wholes = [whole for _, whole in trees(name)]
    declared = {one["id"] for whole in wholes for one in whole.get("sources", [])}
    cited = {one["source"] for whole in wholes for one in mappings(whole) if isinstance(one.get("source"), str)}
    assert declared - cited == set()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "exercise"])
def test_every_fact_cited_is_in_the_list_of_facts(name: str, facts: dict[str, str]) -> None:
    """A real agreement's source names its fact: a row's id, or the section's letter and its words."""
    found = citations(name)
    assert found
    for one in found:
        section, _, words = one["fact"].partition(": ")
        if words:
            assert _squeezed(words) in facts[section], one
        else:
            assert f"| {section} |" in facts[section[0]], one


@pytest.mark.parametrize("name", [name for name in NAMES if name != "exercise"])
def test_a_real_agreement_rests_on_facts(name: str) -> None:
    """Only what is marked as our own may stand without a fact; a report of a report is secondary."""
    for _, whole in trees(name):
        for source in whole.get("sources", []):
            assert source.get("fact") or source["standing"] == "own", source
            if "general knowledge" in source["title"].lower():
                assert source["standing"] == "own", source
            if source["title"].startswith("Press report"):
                assert source["standing"] == "secondary", source


def test_the_exercise_is_all_our_own() -> None:
    """Nothing in the fictional agreement claims an outside source."""
    sources = [one for _, whole in trees("exercise") for one in whole.get("sources", [])]
    assert {one["standing"] for one in sources} == {"own"}
    assert not any(one.get("url") for one in sources)
    assert all("(invented)" in one["title"] for one in sources)


def test_every_fact_of_the_cessation_is_used() -> None:
    """Each of A1 to A13 is cited by something in the agreement in force, not merely listed."""
    wholes = [whole for path, whole in trees("syria-2016-02") if path.parent.name != "facts"]
    fact_of = {one["id"]: one.get("fact", "") for whole in wholes for one in whole.get("sources", [])}
    cited = {fact_of[one["source"]] for whole in wholes for one in mappings(whole) if one.get("source") in fact_of}
    assert set(A_IDS) <= cited


def test_who_is_who_is_the_same_in_both_agreements_on_syria() -> None:
    """The actors of the truce and of the proposal are one list."""
    assert (FOLDER / "syria-2016-02/actors.yaml").read_bytes() == (FOLDER / "syria-2016-07/actors.yaml").read_bytes()


@pytest.mark.parametrize(("name", "variant"), [one for one in shipped() if one[0] != "exercise"])
def test_no_place_is_drawn_in_a_real_country(name: str, variant: str | None) -> None:
    """Where no map was published there is no shape."""
    agreement = read(name, variant)
    assert [zone.id for zone in agreement.zones if zone.area is not None] == []
    assert [line.id for line in agreement.lines if line.chain is not None] == []
    assert agreement.extent is None
    assert agreement.places == ()
    assert not list((FOLDER / name).rglob("*.geojson"))


@pytest.mark.parametrize(("name", "variant"), shipped())
def test_words_kept_for_people_are_not_used_of_findings(name: str, variant: str | None) -> None:
    """No gist calls a conduct a breach; the one definition that must speak of violations is the procedures' own."""
    for rule in read(name, variant).rules:
        said = rule.clause.gist["en"].lower()
        assert "breach" not in said, rule.id
        assert "violation" not in said or rule.id == "P-definition", rule.id


def test_no_file_names_an_anchor() -> None:
    """A lawyer reads each file from top to bottom: no YAML anchors or references."""
    for name in NAMES:
        for path, _ in trees(name):
            lines = path.read_text(encoding="utf-8").splitlines()
            assert not [line for line in lines if re.search(r"(: |- )[&*]\w", line)], path


def test_shipped_names_are_the_four() -> None:
    """What is shipped is addressed by these names."""
    expected: list[Shipped] = [
        ("exercise", "first-draft"),
        ("exercise", "second-draft"),
        ("minsk-ii", None),
        ("syria-2016-02", None),
        *(("syria-2016-07", variant) for variant in ("ap", "press-tv", "rt", "sputnik", "upi")),
    ]
    assert shipped() == expected
    assert tree(FOLDER / "exercise/agreement.yaml")["default_variant"] == "second-draft"
