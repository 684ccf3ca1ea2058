"""The forms that are shipped: built from one table, the same bytes everywhere, nobody's person or position in them."""

import io
import re
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest

from truceline.agreement import LANGUAGES
from truceline.formats.forms import FORMS, build, choices, form, shipped
from truceline.formats.monitors.rose import POINTS
from truceline.kinds import Denial, Means, Sense, Unit
from truceline.terms.vocabulary import KINDS, SITES, WEAPONS

TYPES = {"text", "date", "dateTime", "integer", "note", "calculate", "begin_group", "end_group"}
# What a form of ours never asks for (xlsform.org, types and metadata).
NEVER = {"geopoint", "geotrace", "geoshape", "start-geopoint", "deviceid", "phonenumber", "username", "email", "audit",
         "image", "audio", "video", "background-audio", "barcode", "simserial", "subscriberid"}  # fmt: skip
Cells = Mapping[str, str]


def sheet(name: str, title: str) -> list[Cells]:
    book = openpyxl.load_workbook(io.BytesIO(shipped(name)))
    header, *rows = book[title].iter_rows(values_only=True)
    return [{str(key): str(value or "") for key, value in zip(header, row, strict=True)} for row in rows]


@pytest.mark.parametrize("name", FORMS)
def test_the_shipped_form_is_the_one_the_table_makes(name: str) -> None:
    """Byte for byte: whoever changes the table builds the forms anew (tools/build-forms.py)."""
    assert shipped(name) == build(name) == build(name)


@pytest.mark.parametrize("name", FORMS)
def test_a_workbook_holds_no_time(name: str) -> None:
    """Nothing of when, or on what, it was written."""
    with zipfile.ZipFile(io.BytesIO(shipped(name))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"dcterms:created" not in archive.read("docProps/core.xml")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_an_xlsform(name: str) -> None:
    """Its sheets, columns, types and references are such as the platforms take; groups are closed, names used once."""
    survey, listed, settings = (sheet(name, title) for title in ("survey", "choices", "settings"))
    assert settings[0]["form_id"] == f"truceline_{name}"
    assert f"label::{settings[0]['default_language']}" in survey[0]
    lists = {row["list_name"] for row in listed}
    names = [row["name"] for row in survey if row["name"]]
    assert len(names) == len(set(names))
    for row in survey:
        kind, _, answers = row["type"].partition(" ")
        assert (kind == "select_one" and answers in lists) or row["type"] in TYPES
        assert not row["name"] or re.fullmatch(r"[a-z][a-z_]*", row["name"])
        used = set(re.findall(r"\$\{(\w+)\}", " ".join(row.values())))
        assert used <= set(names[: names.index(row["name"]) + 1] if row["name"] else names)
    kinds = [row["type"] for row in survey]
    assert kinds.count("begin_group") == kinds.count("end_group")
    assert len({(row["list_name"], row["name"]) for row in listed}) == len(listed)


@pytest.mark.parametrize("name", FORMS)
def test_everything_is_said_in_three_languages(name: str) -> None:
    """Every label, in the script of its language."""
    scripts = {"en": "[A-Za-z]", "ar": "[\u0600-\u06ff]", "ru": "[\u0400-\u04ff]"}
    for row in (*sheet(name, "survey"), *sheet(name, "choices")):
        labels = {key.rpartition("(")[2].rstrip(")"): value for key, value in row.items() if key.startswith("label::")}
        assert set(labels) == set(LANGUAGES)
        if row.get("type") not in {"calculate", "begin_group", "end_group"}:
            assert all(re.search(scripts[language], label) for language, label in labels.items()), row


@pytest.mark.parametrize("name", FORMS)
def test_no_person_and_no_position_is_asked_for(name: str) -> None:
    """Not by a question, not by what the telephone adds of itself."""
    kinds = {row["type"].partition(" ")[0] for row in sheet(name, "survey")}
    assert not kinds & NEVER
    assert {row["name"] for row in sheet(name, "survey")}.isdisjoint({"name", "phone", "gps", "location"})


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_read_back_and_leaves_a_receipt(name: str) -> None:
    """It goes on only where it is agreed to; the receipt is chance alone, and explained."""
    survey = {row["name"]: row for row in sheet(name, "survey")}
    assert survey["agreed"]["constraint"] == ". = 'yes'"
    assert survey["agreed"]["required"] == "yes"
    for asked in form(name).read_back:
        assert f"${{{asked}" in survey["read_back"]["label::English (en)"]
    assert survey["receipt"]["calculation"] == "once(substr(uuid(), 0, 8))"
    assert "names nobody" in survey["receipt_note"]["label::English (en)"]


@pytest.mark.parametrize(
    ("listed", "words"),
    [("kind", tuple(KINDS)), ("weapon", tuple(WEAPONS)), ("site", tuple(SITES)), ("means", tuple(Means)),
     ("sense", tuple(Sense)), ("unit", tuple(Unit)), ("denial", tuple(Denial)), ("bearing", POINTS)],
)  # fmt: skip
def test_answers_are_words_of_the_record(listed: str, words: tuple[str, ...]) -> None:
    """So that a submission is an entry's payload without anybody translating it."""
    found = set(choices(listed)) - {"undetermined"}
    assert found <= set(words)
    if listed in {"means", "sense", "unit", "denial", "bearing"}:
        assert found == set(words)


@pytest.mark.parametrize("name", FORMS)
def test_the_platforms_own_checker_takes_it(name: str) -> None:
    """Where pyxform is installed; our own checks stand above."""
    xls2json = pytest.importorskip("pyxform.xls2xform", reason="pyxform is not installed")
    assert xls2json.convert(io.BytesIO(shipped(name)), validate=False).xform
