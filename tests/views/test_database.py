"""The database of views: SQLite and PostgreSQL in one, its setting, its errors."""

import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_mock_engine, text
from sqlalchemy.dialects.postgresql.base import PGDialect

from tests.state.ground import Ground
from tests.state.logs import logs_of
from tests.views.records import dump, source, whole
from truceline.desk.views import database
from truceline.desk.views.folding import kept_views
from truceline.desk.views.kept import _upsert
from truceline.errors import Locked
from truceline.state import fold

DIALECT = PGDialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it so
URL = os.environ.get(database.SETTING, "")


def test_in_postgresql_keys_are_compared_by_code_points() -> None:
    """The order of a digest's lines must not depend on where a database thinks it is."""
    made: list[str] = []

    def kept(sql: Any, *_: Any, **__: Any) -> None:  # noqa: ANN401 - whatever an engine is given
        made.append(str(sql.compile(dialect=DIALECT)))

    database.ROWS.create(create_mock_engine("postgresql+psycopg2://", kept), checkfirst=False)
    assert made[0].count('TEXT COLLATE "C"') == 2
    assert "ON CONFLICT (place, key) DO UPDATE" in str(_upsert("postgresql").compile(dialect=DIALECT))


@pytest.mark.skipif(not URL.startswith("postgresql"), reason=f"{database.SETTING} names no PostgreSQL to try")
def test_views_in_postgresql_are_the_plain_fold(tmp_path: Path) -> None:
    """The same lines in a server's database, which is dropped before and after."""
    ground = Ground()
    ground.agree()
    ground.batch({})
    logs = logs_of(*ground.writers)
    database.dropped(tmp_path)
    with kept_views(source(logs, whole(logs), ground.blobs), database.opened(tmp_path)) as found:
        assert dump(found) == list(fold(logs, ground.blobs).lines)
    database.dropped(tmp_path)


def test_a_setting_names_another_database(tmp_path: Path) -> None:
    """Views may lie elsewhere than beside the record, and are dropped there."""
    setting = {database.SETTING: f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"}
    ground = Ground()
    logs = logs_of(*ground.writers)
    with kept_views(source(logs, whole(logs), ground.blobs), database.opened(tmp_path, setting)) as found:
        assert len(dump(found)) == len(fold(logs, ground.blobs).lines)
    assert not (tmp_path / database.FILE).exists()
    database.dropped(tmp_path, setting)
    with kept_views(source(logs, {}, ground.blobs), database.opened(tmp_path, setting)) as found:
        assert dump(found) == []


def test_who_writes_is_waited_for_and_then_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fold that another process holds up is told so, and reading goes on meanwhile."""
    monkeypatch.setattr(database, "_BUSY_S", 0.05)
    ground = Ground()
    of = source(logs_of(*ground.writers), whole(logs_of(*ground.writers)), ground.blobs)
    with kept_views(of, database.opened(tmp_path, {})) as found:
        other = database.opened(tmp_path, {})
        with other.begin() as holding:
            holding.execute(text("DELETE FROM truceline_state"))
            with pytest.raises(Locked, match="another process"):
                found.brought_up()
            assert dump(found) == list(fold(logs_of(*ground.writers), ground.blobs).lines)
            holding.rollback()
        other.dispose()
        found.brought_up()
