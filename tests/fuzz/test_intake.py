"""Whatever comes in, however damaged: read, listed, asked back, or refused with its faults; nothing else."""

import contextlib
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.samples import ROSTER, ZONE
from tests.formats.test_lists import ACLED, AIRWARS, DENIED, FLASH, INCIDENT, NOW, PATROL, POST, table
from tests.formats.test_monitors import BESIDE, LINES
from tests.formats.test_reports import ARABIC, PAGE, RUSSIAN, mail
from tests.fuzz.damage import damaged, fewer, odd_values
from truceline.errors import DataError
from truceline.formats.bad_rows import Imported, bad_rows_csv
from truceline.formats.lists import Taken, read_acled, read_airwars, read_submissions, read_ushahidi
from truceline.formats.monitors import read_line
from truceline.formats.reports import read_report
from truceline.kinds import ObservationMade

FORMS = table(FLASH, INCIDENT, PATROL, DENIED)
POSTS = json.dumps({"type": "FeatureCollection", "features": [{"properties": POST}, {"properties": POST}]}).encode()
FILES: dict[str, tuple[bytes, Callable[[bytes], Imported | Taken]]] = {
    "acled": (table(ACLED, ACLED), lambda data: read_acled(data, "f", ROSTER, ZONE)),
    "airwars": (table(AIRWARS, AIRWARS), lambda data: read_airwars(data, "f", ROSTER, ZONE)),
    "posts": (table(POST, POST), lambda data: read_ushahidi(data, "f", "River watch", NOW)),
    "geojson": (POSTS, lambda data: read_ushahidi(data, "f", "River watch", NOW)),
    "forms": (FORMS, lambda data: read_submissions(data, "f", NOW)),
    "json": (json.dumps([FLASH, PATROL]).encode(), lambda data: read_submissions(data, "f", NOW)),
}


@fewer
@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_damaged_list_is_read_or_refused(name: str, draw: st.DataObject) -> None:
    """Every bad row says where and what to do, and can be listed."""
    whole, read = FILES[name]
    with contextlib.suppress(DataError):
        bad = read(draw.draw(damaged(whole))).bad
        assert all(one.fault.expected and one.fault.cure for one in bad)
        bad_rows_csv(bad)


@fewer
@given(st.sampled_from((FLASH, INCIDENT, PATROL, DENIED, POST, ACLED, AIRWARS)), st.data())
def test_a_row_with_odd_cells_costs_itself_alone(row: dict[str, str], draw: st.DataObject) -> None:
    """Whatever stands in its cells, the row beside it is read."""
    changed = draw.draw(st.dictionaries(st.sampled_from(sorted(row)), odd_values.map(str), max_size=3))
    key = next(one for one in ("_uuid", "Post ID", "event_id_cnty", "Incident code") if one in row)
    with contextlib.suppress(UnicodeEncodeError):  # half characters cannot be in a file
        data = table({**row, key: "good"}, {**row, **changed})
        readers = {"_uuid": "forms", "Post ID": "posts", "event_id_cnty": "acled", "Incident code": "airwars"}
        found = FILES[readers[key]][1](data)
        rows = found.events if isinstance(found, Imported) else found.rows
        assert "good" in {one.id for one in rows}


@fewer
@given(odd_values)
def test_any_json_is_read_or_refused(tree: object) -> None:
    """Of posts and of forms."""
    for data in (json.dumps(tree), json.dumps({"features": [tree]}), json.dumps([tree])):
        for name in ("geojson", "json"):
            with contextlib.suppress(DataError, UnicodeEncodeError):
                FILES[name][1](data.encode())


@pytest.mark.parametrize(
    ("whole", "name"),
    [
        (PAGE.encode(), "page.html"),
        (mail(RUSSIAN, charset="windows-1251", html="<p>x</p>"), "one.eml"),
        (ARABIC.encode("windows-1256"), "text.txt"),
        (RUSSIAN.encode("utf-16"), "text.txt"),
    ],
)
@fewer
@given(st.data())
def test_a_damaged_report_is_an_article_or_refused(whole: bytes, name: str, draw: st.DataObject) -> None:
    """Its blocks are spans of its text, in their order."""
    with contextlib.suppress(DataError):
        article = read_report(draw.draw(damaged(whole)), name).article
        ends = [0, *(one.end for one in article.blocks)]
        assert all(end <= one.start < one.end for end, one in zip(ends, article.blocks, strict=False))
        assert not article.blocks or article.blocks[-1].end <= len(article.text)


@fewer
@given(st.sampled_from(LINES), st.data())
def test_a_damaged_line_is_an_observation_or_asked_back(line: str, draw: st.DataObject) -> None:
    """With a question for whatever is not clear."""
    text = draw.draw(damaged(line.encode())).decode("utf-8", "replace")
    found = read_line(text, BESIDE)
    assert isinstance(found, ObservationMade) or all(one.question for one in found)


@given(st.text(max_size=120))
def test_any_text_is_a_line_or_asked_back(text: str) -> None:
    """And never both, nor nothing."""
    assert read_line(text)
