"""The database of views: one table of text under keys, and one row that says how far it has been folded.

SQLite in a file beside the record, or the PostgreSQL that `TRUCELINE_VIEWS` names; through SQLAlchemy Core, with
nothing that one of the two lacks. All of it can be dropped and folded again from the record, so it is written
without a sync a transaction (SQLite's `synchronous=NORMAL` over its write-ahead log): a power cut may take the last
transactions whole, rows and heads together, and they are folded again. With the syncs off altogether it could leave
a torn page that nobody notices, and a digest over that would be a false alarm at best.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from truceline.errors import DataError, Fault, Locked, RecordError

SETTING = "TRUCELINE_VIEWS"  # a database's URL, as SQLAlchemy writes them; unset: views.sqlite in the node's folder
FILE = "views.sqlite"
# Only where a fork is proved: the record folded as if it were not, as far as all histories agree, and by each of them.
UNHEEDED, AGREED, BRANCH = "views-unheeded.sqlite", "views-agreed.sqlite", "views-branch-{}.sqlite"
WRITES = "truceline_writes"  # option of a connection: False where it only reads
_BUSY_S = 60
_LOCKED = ("database is locked", "lock timeout", "could not obtain lock")
# Keys are compared by code points, as Python does it: by bytes of UTF-8, in both.
_EXACT = Text(collation="BINARY").with_variant(Text(collation="C"), "postgresql")

_META = MetaData()
ROWS = Table(
    "truceline_row",
    _META,
    Column("place", _EXACT, primary_key=True),  # the table of the shelf
    Column("key", _EXACT, primary_key=True),
    Column("value", Text, nullable=False),
)
STATE = Table(
    "truceline_state",
    _META,
    Column("id", Integer, primary_key=True),  # always 1: there is one row
    Column("origin", Text, nullable=False),  # whose views these are
    Column("made_by", Text, nullable=False),  # which program and fold; any other makes them anew
    Column("heads", Text, nullable=False),  # how far each log is folded: JSON, origin → [size, root]
    Column("writes", BigInteger, nullable=False),  # grows with each transaction, so that others' are noticed
)


def opened(folder: Path, environment: Mapping[str, str] = os.environ, file: str = FILE) -> Engine:
    """The database of a node's views, its tables made where there are none; raises RecordError and DataError."""
    url = (environment.get(SETTING) if file == FILE else None) or f"sqlite:///{folder / file}"
    with errors():
        engine = _engine(url)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _settings)
            event.listen(engine, "begin", _begin)
        _META.create_all(engine)
    return engine


def _engine(url: str) -> Engine:
    try:
        options = {"timeout": _BUSY_S} if make_url(url).get_backend_name() == "sqlite" else {}
        return create_engine(url, connect_args=options)
    except (ArgumentError, ModuleNotFoundError) as error:
        fault = Fault("", 0, SETTING, "a database URL with its driver installed", str(error), "Correct it or unset it.")
        raise DataError("no database for views", (fault,)) from None


def _settings(db: sqlite3.Connection, _: object) -> None:
    """Set up a connection to SQLite; SQLAlchemy then begins transactions itself, and at once for writing."""
    db.isolation_level = None
    for setting in ("journal_mode=WAL", "synchronous=NORMAL", "cache_size=-131072", "wal_autocheckpoint=8000"):
        db.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    # IMMEDIATE: two processes that fold at the same time wait for one another before they read the heads.
    writes = connection.get_execution_options().get(WRITES, True)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def dropped(folder: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Drop everything, a file that is damaged included; what is folded next makes it anew."""
    # A crash leaves some of it: the row of the heads goes with the rest, or what remains is folded from its heads on.
    if environment.get(SETTING):
        with errors():
            engine = _engine(environment[SETTING])
            with engine.begin() as connection:
                _META.drop_all(connection)
            engine.dispose()
    with errors():
        for pattern in (FILE, UNHEEDED, AGREED, BRANCH.format("*")):
            for file in folder.glob(f"{pattern}*"):
                file.unlink(missing_ok=True)


@contextlib.contextmanager
def errors() -> Iterator[None]:
    """An error of driver or disk becomes ours: Locked where another writes, else RecordError with what to do."""
    try:
        yield
    except OSError as error:
        raise _unusable(error) from None
    except OperationalError as error:
        if any(words in str(error.orig) for words in _LOCKED):
            raise Locked("the views are being written to by another process; try again when it is done") from None
        raise _unusable(error.orig) from None
    except SQLAlchemyError as error:
        raise _unusable(error) from None


def _unusable(error: Any) -> RecordError:  # noqa: ANN401 - whatever a driver raises
    cure = "Views hold nothing of their own: run `truceline node rebuild`, and look at the disk."
    return RecordError("the views cannot be used", (Fault(FILE, 0, "", "a database", str(error), cure),))
