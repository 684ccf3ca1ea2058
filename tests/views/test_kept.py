"""The shelf in a database answers as the one in memory, whatever is put, dropped, written and forgotten between."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.desk.views import database
from truceline.desk.views.kept import Filter, Kept
from truceline.state.shelf import Plain, Shelf

TABLES = ("entry", "act")
WORDS = st.sampled_from(["a", "aa", "b", "é", "\U0001f54a", "!", "~"])
KEYS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
OPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "put", "drop", "write", "forget", "expect_many"]), st.sampled_from(TABLES), KEYS
    ),
    max_size=40,
)


@contextmanager
def kept(folder: Path) -> Iterator[Kept]:
    """A shelf in a database of its own, in one transaction."""
    engine = database.opened(folder, {})
    with engine.connect() as connection, connection.begin():
        yield Kept(connection, lambda origin, index: f"{origin} {index}".encode())
    engine.dispose()


def answers(shelf: Shelf) -> list[object]:
    """All that a shelf says when asked for everything."""
    keys = [f"{a}{b}" for a in ("a", "aa", "b", "é", "\U0001f54a", "!", "~") for b in ("", " a", " b !")]
    asked: list[object] = [list(shelf.all(table)) for table in TABLES]
    asked += [shelf.get(table, key) for table in TABLES for key in keys]
    return asked + [list(shelf.under(table, key)) for table in TABLES for key in keys]


@given(OPS)
@settings(max_examples=40, deadline=None)
def test_it_is_the_plain_shelf(ops: list[tuple[str, str, str]]) -> None:
    """Put, drop, look up and walk come to the same on both; what was not written is what forgetting takes."""
    with TemporaryDirectory() as folder, kept(Path(folder)) as shelf:
        plain, written = Plain(), list[tuple[str, str, str]]()
        for i, (op, table, key) in enumerate(ops):
            if op == "put":
                shelf.put(table, key, str(i))
                plain.put(table, key, str(i))
            elif op == "drop":
                shelf.drop(table, key)
                plain.drop(table, key)
            elif op == "forget":
                shelf.forget()
                plain = filled(written)
            else:
                shelf.write()
                written = rows(plain)
                if op == "expect_many":
                    shelf.expect_many()
        assert answers(shelf) == answers(plain)
        shelf.write()
        shelf.forget()
        assert answers(shelf) == answers(plain)


def rows(shelf: Plain) -> list[tuple[str, str, str]]:
    """Everything on a shelf."""
    return [(table, key, value) for table in TABLES for key, value in shelf.all(table)]


def filled(held: list[tuple[str, str, str]]) -> Plain:
    """A shelf with rows on it."""
    shelf = Plain()
    for row in held:
        shelf.put(*row)
    return shelf


def test_what_was_read_is_forgotten_before_memory_fills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows are read, two generations at most are remembered, and none is read wrongly."""
    monkeypatch.setattr("truceline.desk.views.kept._MOST_READ", 10)
    monkeypatch.setattr("truceline.desk.views.kept._AT_ONCE", 7)
    with kept(tmp_path) as shelf:
        for i in range(100):
            shelf.put("entry", f"k{i:03}", str(i))
        shelf.write()
        shelf.forget()
        for _ in range(2):
            assert [shelf.get("entry", f"k{i:03}") for i in range(100)] == [str(i) for i in range(100)]
        assert len(shelf._young) + len(shelf._old) <= 22
        assert [value for _, value in shelf.all("entry")] == [str(i) for i in range(100)]


def test_leaves_of_a_batch_are_at_hand_and_others_are_the_records(tmp_path: Path) -> None:
    """A leaf just taken is not looked up again; an old one comes from the record."""
    with kept(tmp_path) as shelf:
        shelf.keep("log", 0, b"new")
        assert (shelf.leaf("log", 0), shelf.leaf("log", 1)) == (b"new", b"log 1")
        shelf.write()
        assert shelf.leaf("log", 0) == b"log 0"


@given(st.sets(KEYS, max_size=30))
@settings(max_examples=20, deadline=None)
def test_the_filter_never_denies_what_is_there(keys: set[str]) -> None:
    """A key that was added, and every group it belongs to, may be there."""
    found = Filter()
    found.add("entry", keys)
    groups = {("entry", key[: i + 1]) for key in keys for i, sign in enumerate(key) if sign == " "}
    assert all(one in found for one in {("entry", key) for key in keys} | groups)
