"""Views that somebody changed behind the record's back: the digest says what stands there, and --check tells on it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.views.conftest import Truce
from truceline.desk.views import database
from truceline.errors import RecordError

CHANGES = (
    "UPDATE truceline_row SET value = replace(value, 'adopted', 'proposed') WHERE place = 'line'",
    "DELETE FROM truceline_row WHERE rowid = (SELECT max(rowid) FROM truceline_row WHERE place = 'line')",
    "INSERT INTO truceline_row VALUES ('line', 'zzz', '{\"object\":\"none\"}')",
    "UPDATE truceline_row SET value = replace(value, '\"e1\"', '\"e7\"') WHERE place = 'finding'",
)


@pytest.mark.parametrize("change", CHANGES)
def test_changed_views_are_found_out_and_made_anew(at_work: Truce, change: str) -> None:
    """Whatever line or finding was changed, taken away or added; made anew, they say what everybody's say."""
    node = at_work.council.node.path
    told = at_work.run("digest", str(node), "--check").stdout
    with closing(sqlite3.connect(node / database.FILE)) as db, db:
        assert db.execute(change).rowcount
    with pytest.raises(RecordError, match=r"not what the entries come to.*\n.*line [0-9]+.*node rebuild"):
        at_work.run("digest", str(node), "--check")
    assert at_work.run("node", "rebuild", str(node)).stdout == told
    assert at_work.run("digest", str(node), "--check").stdout == told


def test_views_that_cannot_be_dropped(tmp_path: Path) -> None:
    """Where the disk does not let them go, that is an error with what to do."""
    (tmp_path / database.FILE).mkdir()
    with pytest.raises(RecordError, match="the views cannot be used"):
        database.dropped(tmp_path, {})
