"""Our own files of events and findings, however damaged: read whole and exactly, or refused."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.samples import ROSTER, ZONE, csv_text, ged_row
from tests.formats.test_findings import SECTIONS
from tests.fuzz.damage import damaged, fewer, odd_values
from truceline.bulletin import Entry
from truceline.canon import dumps, from_json, to_json
from truceline.claims import Event
from truceline.errors import InputError
from truceline.findings import Assessor, Finding
from truceline.formats.agreement import read_inline
from truceline.formats.events import EventFile, read_events, write_events
from truceline.formats.findings import FindingFile, read_findings, write_findings
from truceline.formats.record_files import ENDINGS
from truceline.formats.ucdp import read_ucdp

IMPORTED = read_ucdp(csv_text([ged_row(), ged_row(id="2", where_prec="4")]), "ged.csv", ROSTER, ZONE)
EVENTS = EventFile(IMPORTED.events, (IMPORTED.dataset,), ZONE)
ASSESSOR = Assessor(read_inline(SECTIONS))
ENTRIES = tuple(Entry(one, ASSESSOR.finding(one)) for one in IMPORTED.events)
FINDINGS = FindingFile("small", ASSESSOR.fingerprint, "0", ENTRIES, (IMPORTED.dataset,))
EVENT_FILES = {ending: write_events(EVENTS, f"e{ending}") for ending in ENDINGS}
FINDING_FILES = {ending: write_findings(FINDINGS, f"f{ending}") for ending in ENDINGS}


@pytest.mark.parametrize("ending", ENDINGS)
@fewer
@given(st.data())
def test_damaged_events(ending: str, data: st.DataObject) -> None:
    """What is read can be written and read again; nothing of another kind is raised."""
    with contextlib.suppress(InputError):
        held = read_events(data.draw(damaged(EVENT_FILES[ending])), "e")
        assert read_events(write_events(held, "e.jsonl"), "e.jsonl") == held


@pytest.mark.parametrize("ending", ENDINGS)
@fewer
@given(st.data())
def test_damaged_findings(ending: str, data: st.DataObject) -> None:
    """So with findings."""
    with contextlib.suppress(InputError):
        held = read_findings(data.draw(damaged(FINDING_FILES[ending])), "f")
        assert read_findings(write_findings(held, "f.jsonl"), "f.jsonl") == held


def places(tree: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - any JSON
    """Every place in a tree where a value stands: what holds it, and under what key."""
    keys = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    return [(tree, key) for key in keys] + [place for key in keys for place in places(tree[key])]


@given(st.data())
def test_values_where_others_belong(data: st.DataObject) -> None:
    """A value of any kind in any place: the exact event or finding that the JSON says, or a fault."""
    kind, tree = data.draw(
        st.sampled_from([(Event, to_json(Event, EVENTS.events[0])), (Finding, to_json(Finding, ENTRIES[0].finding))])
    )
    changed = json.loads(json.dumps(tree))
    holder, key = data.draw(st.sampled_from(places(changed)))
    holder[key] = data.draw(odd_values)
    with contextlib.suppress(ValueError):
        value: Event | Finding = from_json(kind, changed)
        assert from_json(kind, json.loads(dumps(kind, value))) == value
