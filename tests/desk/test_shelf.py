"""Agreements are found by shipped name, by variant, and by directory; what is not there is said with what is."""

from pathlib import Path

import pytest

from truceline.desk import shelf
from truceline.errors import AgreementError, UnknownName

SHIPPED = ("exercise", "minsk-ii", "syria-2016-02", "syria-2016-07")
ACCOUNTS = ("ap", "press-tv", "rt", "sputnik", "upi")


def test_what_is_shipped() -> None:
    assert shelf.shipped() == SHIPPED


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_text_lints(name: str) -> None:
    for text in shelf.texts(name):
        assert shelf.lint(text).faults == ()


def test_the_proposal_is_its_five_accounts() -> None:
    """Nothing of it was ever in force, so no account is the default one."""
    assert shelf.texts("syria-2016-07") == tuple(f"syria-2016-07/{one}" for one in ACCOUNTS)


def test_the_exercise_means_its_adopted_draft() -> None:
    assert shelf.texts("exercise") == ("exercise",)
    assert shelf.find("exercise").id == "exercise/second-draft"


def test_an_unknown_name_says_what_there_is() -> None:
    with pytest.raises(UnknownName) as raised:
        shelf.find("syria-2017")
    assert str(raised.value) == (
        "no agreement named 'syria-2017'; "
        "expected one of: exercise, minsk-ii, syria-2016-02, syria-2016-07, or a directory"
    )


def test_an_unknown_variant_says_which_there_are() -> None:
    with pytest.raises(UnknownName, match="no variant of exercise named 'third'; expected one of: first-draft, second"):
        shelf.find("exercise/third")


def test_a_directory_of_ones_own(tmp_path: Path) -> None:
    source = 'sources: [{id: s, title: "ours", standing: own}]\n'
    head = "id: mine\ntitle: {en: Mine}\nstatus: draft\ntime_zone: UTC\n"
    (tmp_path / "agreement.yaml").write_text(head + source, encoding="utf-8")
    (tmp_path / "variants" / "short").mkdir(parents=True)
    (tmp_path / "variants" / "short" / "note.yaml").write_text("note: {en: Short}\n", encoding="utf-8")
    assert shelf.find(str(tmp_path)).note == {}
    assert shelf.find(f"{tmp_path}/short").id == "mine/short"
    assert shelf.find(f"{tmp_path}/short").note == {"en": "Short"}


def test_a_fault_names_file_line_field_and_cure(tmp_path: Path) -> None:
    """The whole text: a mediator mends the file from this line alone."""
    head = "id: mine\ntitle: {en: Mine}\nstatus: draught\ntime_zone: UTC\nsource: []\n"
    (tmp_path / "agreement.yaml").write_text(head, encoding="utf-8")
    faults = [str(one) for one in shelf.lint(str(tmp_path)).faults]
    known = (
        "actors, adherence, baselines, default_variant, designations, extent, guarantors, id, instruments, "
        "lines, lists, monitor, non_parties, note, obligations, places, presumptions, procedure, rules, sources, "
        "status, time_zone, title, umbrellas, zones"
    )
    assert faults == [
        "agreement.yaml:1: sources: expected a value for sources, got nothing. Add it.",
        "agreement.yaml:3: status: expected 'in_force', 'draft' or 'fictional', got draught. Correct this value.",
        f"agreement.yaml:5: source: expected one of: {known}, got source. Did you mean sources?",
    ]


def test_an_empty_directory_is_no_agreement(tmp_path: Path) -> None:
    with pytest.raises(
        AgreementError, match=r"expected a directory with .yaml files, got none. Put agreement.yaml there."
    ):
        shelf.find(str(tmp_path))
