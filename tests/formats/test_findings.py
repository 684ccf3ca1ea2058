"""Findings as files: every event has its row, and the finding is read back exactly."""

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from pyarrow import parquet

from tests.formats.samples import ZONE, csv_text, ged_row
from tests.formats.values import any_of
from truceline.agreement import Agreement
from truceline.bulletin import Entry
from truceline.canon import dumps, loads
from truceline.errors import DataError
from truceline.findings import Assessor, Finding
from truceline.formats.agreement import read_inline
from truceline.formats.findings import FindingFile, read_findings, write_findings
from truceline.formats.record_files import ENDINGS
from truceline.formats.ucdp import read_ucdp

SECTIONS: dict[str, Any] = {
    "id": "small",
    "actors": [
        {"id": "gov", "kind": "state", "names": {"en": "Government of Ormavela"}},
        {"id": "river", "kind": "armed_group", "names": {"en": "River Guard"}},
        {"id": "hill", "kind": "armed_group", "names": {"en": "Hill League"}},
        {"id": "north", "kind": "state"},
    ],
    "umbrellas": [{"id": "rebels", "names": {"en": "rebels of Ormavela"}, "members": ["river", "hill"], "open": False}],
    "lists": [{"id": "book", "author": "north", "names": "published"}],
    "adherence": [{"actor": name, "at": "2031-01-01T00:00Z", "attested_by": ["north"]} for name in ("gov", "river")],
    "rules": [
        {
            "id": "4",
            "effect": "prohibit",
            "conduct": [{"kind": ["attack"]}],
            "reach": [{"by": {"status": "party"}}, {"against": {"status": "party"}}],
            "assessments": [{"id": "scale"}],
        },
        {"id": "5", "effect": "prohibit", "conduct": [{"kind": ["siege"]}]},
    ],
}


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return read_inline(SECTIONS)


@pytest.fixture(scope="module")
def held(agreement: Agreement) -> FindingFile:
    """Three events: between two that adhere, with an umbrella, and with one that does not adhere."""
    rows = [ged_row(), ged_row(id="2", side_b="rebels of Ormavela"), ged_row(id="3", side_b="Hill League")]
    imported = read_ucdp(csv_text(rows), "ged.csv", agreement.roster, ZONE)
    assessor = Assessor(agreement)
    entries = tuple(Entry(event, assessor.finding(event)) for event in imported.events)
    return FindingFile(agreement.id, assessor.fingerprint, "0.1", entries, (imported.dataset,))


@settings(max_examples=50)
@given(any_of(Finding))
def test_any_finding_is_read_back_exactly(finding: Finding) -> None:
    """Witnesses, atoms, margins: nothing is lost."""
    assert loads(Finding, dumps(Finding, finding)) == finding


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_of_findings_is_read_back_exactly(held: FindingFile, ending: str) -> None:
    """Whatever the form, and the same findings are the same bytes."""
    data = write_findings(held, f"f{ending}")
    assert read_findings(data, f"f{ending}") == held
    assert write_findings(read_findings(data, "f"), f"g{ending}") == data


def test_every_event_has_its_row(held: FindingFile) -> None:
    """Result, clauses, each clause, each author's column, what would make it certain, what is for people."""
    told = replace(held, for_people=("4",), sentences={"1": {"en": "It falls under clause 4.", "ar": "تندرج"}})
    table = parquet.read_table(io.BytesIO(write_findings(told, "f.parquet")))
    rows = [{key: value for key, value in row.items() if key not in ("event", "finding")} for row in table.to_pylist()]
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert [row["result"] for row in rows] == ["certain", "possible", "not_reached"]
    assert [row["clauses"] for row in rows] == ["4", "4", None]
    assert [row["clause_4"] for row in rows] == ["certain", "possible", "not_reached"]
    assert [row["clause_5"] for row in rows] == ["not_engaged"] * 3
    assert [row["column_north"] for row in rows] == ["certain", "possible", "not_reached"]
    assert [row["conditional"] for row in rows] == [None, "took_part b party: yes → 4; by which side unknown", None]
    assert [row["needs_people"] for row in rows] == ["4", "4", None]
    assert [row["sentence_en"] for row in rows] == ["It falls under clause 4.", None, None]
    assert [row["sentence_ar"] for row in rows] == ["تندرج", None, None]
    assert [row["side_b"] for row in rows] == ["river", "rebels", "hill"]


def test_on_a_map_a_finding_stands_where_its_event_does(held: FindingFile) -> None:
    """And nowhere, where the event has no marker."""
    nowhere = tuple(replace(one, event=replace(one.event, marker=None)) for one in held.entries)
    collection = json.loads(write_findings(replace(held, entries=nowhere), "f.geojson"))
    assert [feature["geometry"] for feature in collection["features"]] == [None] * 3
    assert collection["features"][0]["properties"]["result"] == "certain"
    points = json.loads(write_findings(held, "f.geojson"))["features"]
    assert [feature["geometry"]["coordinates"] for feature in points] == [[88.5, -29.25]] * 3


def test_findings_that_cannot_be_read_say_where(held: FindingFile) -> None:
    """With row, way and cure."""
    head, first, second, third = (json.loads(line) for line in write_findings(held, "f.jsonl").decode().splitlines())
    del first["finding"]["columns"][0]["together"]
    second["finding"]["columns"] = []
    third["finding"] = 7
    data = "\n".join(json.dumps(row) for row in (head, first, second, third)).encode()
    with pytest.raises(DataError) as caught:
        read_findings(data, "f.jsonl")
    assert [str(one) for one in caught.value.faults] == [
        "f.jsonl:2: finding: expected 0: ColumnFinding with together, got another value. Assess the events again.",
        "f.jsonl:3: finding: expected a finding with a common column, got another value. Assess the events again.",
        "f.jsonl:4: finding: expected an object, got another value. Assess the events again.",
    ]


def test_no_event_twice(held: FindingFile) -> None:
    """A finding has one row."""
    twice = write_findings(replace(held, entries=(*held.entries, held.entries[0])), "f.jsonl")
    with pytest.raises(DataError) as caught:
        read_findings(twice, "f.jsonl")
    told = [str(one) for one in caught.value.faults]
    assert told == ["f.jsonl:5: id: expected each id once, got 1. Remove one of the two rows."]


def test_events_are_no_findings(held: FindingFile) -> None:
    """The head says which it is."""
    data = write_findings(held, "f.jsonl").replace(b'"holds":"findings"', b'"holds":"events"')
    with pytest.raises(DataError, match="expected a file of findings, version 1, got events version 1"):
        read_findings(data, "f.jsonl")
