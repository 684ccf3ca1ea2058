"""Equal rows of words have one number, different rows never."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.bulk.interning import FIRST_ROWS, Interning

words = st.one_of(st.integers(0, 3), st.integers(0, 2**64 - 1))


@given(st.lists(st.lists(st.tuples(words, words), max_size=30), max_size=5))
def test_numbers_in_the_order_of_first_coming(batches: list[list[tuple[int, int]]]) -> None:
    """The first new row is 0, the next new one 1; a row met again has its number, in whatever batch."""
    table, numbers = Interning(2), dict[tuple[int, int], int]()
    for batch in batches:
        wanted = [numbers.setdefault(row, len(numbers)) for row in batch]
        assert table.ids(np.array(batch, np.uint64).reshape(-1, 2)).tolist() == wanted
    assert len(table) == len(numbers)
    assert [tuple(row) for row in table.rows.tolist()] == list(numbers)


def test_many_rows_grow_the_table() -> None:
    """Beyond the first room every row is still told apart, and rows seen before stay as they were."""
    count = 40 * FIRST_ROWS
    rows = np.stack([np.arange(count) % 7, np.arange(count) // 7, np.zeros(count)], axis=1).astype(np.uint64)
    table = Interning(3)
    early = table.rows
    assert table.ids(np.vstack([rows, rows[::-1]])).tolist() == [*range(count), *reversed(range(count))]
    assert (table.rows == rows).all()
    assert early.shape == (0, 3)


def test_a_single_column_and_arrays_that_may_not_be_written() -> None:
    """One word a row may come as a plain column; a read-only one too; no rows are no rows."""
    column = np.array([9, 8, 9], np.uint64)
    column.flags.writeable = False
    table = Interning(1)
    assert table.ids(column).tolist() == [0, 1, 0]
    assert table.ids(np.empty((0, 1), np.uint64)).tolist() == []
    assert table.rows.tolist() == [[9], [8]]


def test_what_is_no_row_is_refused() -> None:
    """Another width, and a width of nothing."""
    with pytest.raises(ValueError, match=r"^rows of 2 words, not 3$"):
        Interning(2).ids(np.zeros((1, 3), np.uint64))
    with pytest.raises(ValueError, match=r"^rows of at least one word$"):
        Interning(0)


def test_several_threads_share_one_table() -> None:
    """Whichever comes first, one row has one number."""
    rows = np.arange(60_000, dtype=np.uint64) % 5_000
    table = Interning(1)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(table.ids, np.array_split(rows, 12)))
    assert len(table) == 5_000
    assert (table.rows[np.concatenate(found), 0] == rows).all()
