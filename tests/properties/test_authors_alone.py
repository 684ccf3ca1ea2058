"""What one author makes for itself counts in its own column alone: an alias, a presumption; a designation on its list.

Random agreements and conducts, judged before and after the author's addition; every column that may not change is
compared in full: results, exceptions, sets of clauses, number of versions, presumptions leaned on.
"""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties.chance import Plain, Said, case, said, seeds

ACTORS = ["crown", "guard", "fox", "owl"]
NAMES = ["Foo Brigade", "the Foxes", "the Owls", "the Reds"]


def added(agreement: Plain, section: str, entry: Plain) -> Plain:
    """The agreement with one more entry in a section."""
    return {**agreement, section: [*agreement.get(section, []), entry]}


def with_alias(agreement: Plain, actor: str, name: str, author: str) -> Plain:
    """The agreement with one author's own name for an actor, in place of any it had for that name."""
    told = copy.deepcopy(agreement)
    for one in told["actors"]:
        held = [alias for alias in one.get("aliases", []) if (alias["name"], alias.get("by")) != (name, author)]
        one["aliases"] = [*held, {"name": name, "by": author}] if one["id"] == actor else held
    return told


def apart(columns: dict[str, Said], *authors: str) -> dict[str, Said]:
    """All columns but those of some authors."""
    return {name: column for name, column in columns.items() if name not in authors}


def kept(before: dict[str, Said], after: dict[str, Said], *authors: str) -> None:
    """Every column there was, but those of some authors, says what it said."""
    assert {name: after[name] for name in apart(before, *authors)} == apart(before, *authors)
    assert set(after) - set(before) <= set(authors)


authors = st.sampled_from(["east", "west", "council", "crown"])


@given(seed=seeds, actor=st.sampled_from(ACTORS), name=st.sampled_from(NAMES), author=authors)
def test_an_alias_of_ones_own(seed: int, actor: str, name: str, author: str) -> None:
    """Whoever calls an actor by a name of its own is heard so in its own column, and in no other."""
    agreement, conduct = case(seed)
    conduct = {**conduct, "b": {"names": [name]}}
    kept(said(agreement, conduct), said(with_alias(agreement, actor, name, author), conduct), author)


def test_an_alias_is_heard_in_its_column() -> None:
    """The property above is no accident: in its author's column the alias does decide."""
    heard = 0
    for seed in range(60):
        agreement, conduct = case(seed)
        conduct = {**conduct, "b": {"names": ["the Reds"]}}
        before = said(agreement, conduct)
        after = said(with_alias(agreement, "fox", "the Reds", "east"), conduct)
        heard += before.get("east") != after["east"]
    assert heard > 10


@given(seed=seeds, author=authors, what=st.sampled_from(["holds", "by_one_of"]), chosen=st.integers(0, 5))
def test_a_presumption_of_ones_own(seed: int, author: str, what: str, chosen: int) -> None:
    """What one author presumes, and no other guarantor adopts, counts in its own column, and in no other."""
    agreement, conduct = case(seed)
    conditions = [one for rule in agreement["rules"] for one in [*rule["conduct"], *rule["reach"]]]
    facts = [one for one in conditions if "status" not in str(one)]
    content: Any = [facts[chosen % len(facts)]] if what == "holds" else ["crown", "fox"]
    entry = {"id": "own", "author": author, "adopters": [author], "rebuttal": {"en": "-"},
             "when": [{"kind": ["attack", "flight", "movement", "deployment"]}], what: content}  # fmt: skip
    kept(said(agreement, conduct), said(added(agreement, "presumptions", entry), conduct), author)


LISTS = [
    {"id": f"list-{name}", "author": name, "names": "published", "recognises": ["council"]} for name in ("east", "west")
]


def listed(agreement: Plain) -> Plain:
    """The agreement with a list of either guarantor, of which both recognise the council."""
    return {**agreement, "lists": LISTS}


@given(seed=seeds, actor=st.sampled_from(ACTORS), author=st.sampled_from(["east", "west"]))
def test_a_designation_by_a_lists_author(seed: int, actor: str, author: str) -> None:
    """It counts on its author's list, hence in its column and in the common one; the other's column stays as it was."""
    agreement, conduct = case(seed)
    agreement = listed(agreement)
    after = said(added(agreement, "designations", {"actor": actor, "by": author}), conduct)
    kept(said(agreement, conduct), after, author, "common")


@given(seed=seeds, actor=st.sampled_from(ACTORS), by=st.sampled_from(["crown", "fox", "guard"]))
def test_a_designation_by_anybody_else(seed: int, actor: str, by: str) -> None:
    """One by an authority that no list recognises counts nowhere."""
    agreement, conduct = case(seed)
    agreement = listed(agreement)
    assert said(added(agreement, "designations", {"actor": actor, "by": by}), conduct) == said(agreement, conduct)


@pytest.mark.parametrize("by", ["east", "council"])
def test_a_designation_is_heard(by: str) -> None:
    """The properties above are no accident: a designation that is heeded does decide, on one list or on both."""
    changed: dict[str, int] = {"common": 0, "east": 0, "west": 0}
    for seed in range(80):
        agreement, conduct = case(seed)
        agreement = listed(agreement)
        before, after = (
            said(agreement, conduct),
            said(added(agreement, "designations", {"actor": "fox", "by": by}), conduct),
        )
        for column in changed:
            changed[column] += before[column] != after[column]
    assert changed["east"] > 5
    assert changed["common"] > 5
    assert (changed["west"] > 5) is (by == "council")
