"""The shelf: whatever keeps what is folded must answer like this."""

from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.state import Plain

words = st.lists(st.sampled_from(["a", "b", "ab", "é", "0"]), min_size=1, max_size=4).map(" ".join)
deeds = st.lists(st.tuples(st.sampled_from(["put", "drop"]), st.sampled_from(["t", "u"]), words, st.text(max_size=3)))


@settings(max_examples=60, deadline=None)
@given(deeds, words)
def test_a_shelf_is_a_table_with_groups(done: list[tuple[str, str, str, str]], asked: str) -> None:
    """What was put last is there until dropped; a group is every key that begins with its words, in order."""
    shelf, plain = Plain(), dict[tuple[str, str], str]()
    for deed, table, key, value in done:
        if deed == "put":
            shelf.put(table, key, value)
            plain[table, key] = value
        else:
            shelf.drop(table, key)
            plain.pop((table, key), None)
    held = sorted((key, value) for (table, key), value in plain.items() if table == "t")
    assert list(shelf.all("t")) == held
    assert shelf.get("t", asked) == plain.get(("t", asked))
    group = " ".join(asked.split(" ")[:2])
    assert list(shelf.under("t", group)) == [(key, value) for key, value in held if key.startswith(f"{group} ")]


def test_leaves_are_given_back() -> None:
    """A leaf that was kept is there."""
    shelf = Plain()
    shelf.keep("o", 0, b"leaf")
    assert shelf.leaf("o", 0) == b"leaf"
