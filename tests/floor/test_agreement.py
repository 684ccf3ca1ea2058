"""The compiled form: bytes that parties sign, a hash that any one change changes, columns and their views."""

import copy
import datetime as dt
import json
from dataclasses import replace
from enum import StrEnum
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from tests.floor.ground import GROUND, SQUARE, rule, truce
from truceline.actors import Status
from truceline.agreement import Agreement, canonical, compiled, fingerprint, plain
from truceline.agreement.comparing import compact, differences
from truceline.formats.agreement import read_inline
from truceline.period import ALWAYS, Instant, Period
from truceline.place import Area, Position
from truceline.terms import COMMON, Column, Selector
from truceline.terms import vocabulary as v

Plain = dict[str, Any]
Path = tuple[str | int, ...]

FIELD: Plain = {"polygon": [[[0, 0], ["0.01", 0], ["0.01", "0.01"], [0, "0.01"], [0, 0]]]}

CLAUSE = {"instrument": "v", "paragraph": "1", "gist": {"en": "No attacks."}, "source": "v"}

WHOLE: Plain = {
    "id": "whole",
    "title": {"en": "The whole of it", "ru": "Целое"},
    "status": "fictional",
    "time_zone": "UTC",
    "note": {"en": "Made up."},
    "extent": {"polygon": [[["-0.1", "-0.1"], ["0.1", "-0.1"], ["0.1", "0.1"], ["-0.1", "0.1"], ["-0.1", "-0.1"]]]},
    "sources": [{"id": "v", "title": "ours", "standing": "own"}],
    "instruments": [{"id": "v", "title": {"en": "The text"}, "date": "2016-01-01", "languages": ["en"],
                     "authority": "English", "source": "v"}],
    "actors": [*GROUND["actors"][:3], {"id": "wolf", "kind": "armed_group",
               "aliases": [{"name": "Wolves"}, {"name": "the pack", "by": "east"}]}, *GROUND["actors"][5:]],
    "umbrellas": [{"id": "league", "members": ["fox", "wolf"], "open": True, "open_roles": ["league"]}],
    "lists": [{"id": "east-list", "author": "east", "names": "published", "recognises": ["council"]},
              {"id": "west-list", "author": "west", "names": "count_only", "opened": "2016-02-01T00:00:00Z",
               "counts": [{"at": "2016-02-02T00:00:00Z", "groups": 3}]}],
    "adherence": [{"actor": "crown", "at": "2016-01-05T00:00:00Z", "until": "2016-09-01T00:00:00Z",
                   "attested_by": ["east", "west"]}],
    "designations": [{"actor": "wolf", "by": "council", "from": "2016-01-01T00:00:00Z"}],
    "non_parties": [{"actor": "hare", "by": "west", "to": "2016-12-01T00:00:00Z"}],
    "guarantors": GROUND["guarantors"],
    "monitor": {"actor": "council"},
    "zones": [{"id": "square", "groups": ["safe"], "geometry": FIELD, "periods": [{"from": "2016-02-01T00:00:00Z"}],
               "altitude": {"lower_m": 0, "upper_m": 100, "datum": "AMSL"},
               "schedule": {"days": ["mon"], "from": "06:00", "to": "20:00", "time_zone": "UTC"}}],
    "lines": [{"id": "front", "of": ["crown_side"], "forward": "left",
               "geometry": {"line": [[0, "-0.1"], [0, "0.1"]]}}],
    "baselines": [{"id": "posts", "measure": "presence", "actor": "crown", "amount": 12, "unit": "posts"}],
    "places": [{"id": "town", "kind": "town", "population": 1000, "geometry": {"point": {"lon": 2, "lat": 2}}}],
    "rules": [
        rule("one", binds={"role": "crown_side"}, reach=[{"within": {"m": 500, "of": ["safe", "front"]}}],
             exceptions=[{"id": "x", "when": [{"not": {"armed": True}}]}],
             justifications=[{"id": "defence", "question": {"en": "Self-defence?"}}],
             readings=[{"id": "wide", "authors": ["east"]},
                       {"id": "narrow", "authors": ["west"], "reach": [{"inside": ["square"]}]}]),
        rule("two", effect={"require_notice": {"hours": 48}}, in_force={"from": "2016-02-01T00:00:00Z"}),
        rule("three", conduct=[{"kind": ["troop_movement"]}], reach=[{"forward_of_own_line": True}]),
    ],
    "presumptions": [{"id": "p", "author": "east", "adopters": ["east", "west"], "when": [{"kind": ["air_strike"]}],
                      "holds": [{"armed": True}]}],
    "obligations": [{"id": "report", "kind": "cadence", "every": {"hours": 24}, "text": {"en": "Report."}}],
    "procedure": [{"id": "organ", "topic": "organ", "text": {"en": "A commission sits."}}],
}  # fmt: skip


def read(tree: Plain) -> Agreement:
    """The agreement of a tree; the tree is not changed."""
    return read_inline(copy.deepcopy(tree))


def changed(path: Path, value: object) -> Plain:
    """The whole with one value put in place of another."""
    tree = copy.deepcopy(WHOLE)
    inner: Any = tree
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return tree


# ── bytes and hash ────────────────────────────────────────────────────────────────────────────


def test_canonical_bytes_are_rfc_8785() -> None:
    """Canonical JSON: reading it and writing it again gives the same bytes; no float is in it."""
    data = canonical(read(WHOLE))

    def no_float(text: str) -> float:
        raise AssertionError(text)

    assert rfc8785.dumps(json.loads(data, parse_float=no_float)) == data
    assert len(fingerprint(read(WHOLE))) == 64


@given(st.randoms(use_true_random=False))
def test_the_order_of_keys_says_nothing(rng: Any) -> None:  # noqa: ANN401 - Hypothesis' generator
    """The same mapping written in another order is the same agreement, to the byte."""

    def shuffled(value: Any) -> Any:  # noqa: ANN401 - a tree of any shape
        if isinstance(value, dict):
            keys = list(value)
            rng.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(one) for one in value] if isinstance(value, list) else value

    assert canonical(read(shuffled(WHOLE))) == canonical(read(WHOLE))


CHANGES: list[tuple[Path, object]] = [
    (("title", "ru"), "Целое!"),
    (("status",), "draft"),
    (("time_zone",), "Asia/Damascus"),
    (("note", "en"), "Made up"),
    (("extent", "polygon", 0, 2), ["0.1000001", "0.1"]),
    (("sources", 0, "title"), "our"),
    (("sources", 0, "standing"), "draft"),
    (("instruments", 0, "date"), "2016-01-02"),
    (("instruments", 0, "languages"), ["en", "ru"]),
    (("instruments", 0, "authority"), "none"),
    (("actors", 0, "roles", 0), {"role": "crown_side", "from": "2016-01-01T00:00:00Z"}),
    (("actors", 1, "part_of", 0), {"actor": "crown", "to": "2016-12-01T00:00:00Z"}),
    (("actors", 3, "kind"), "state"),
    (("actors", 3, "aliases", 0, "name"), "wolves"),
    (("actors", 3, "aliases", 1, "by"), "west"),
    (("umbrellas", 0, "open"), False),
    (("umbrellas", 0, "members"), ["fox"]),
    (("lists", 0, "recognises"), []),
    (("lists", 0, "names"), "count_only"),
    (("lists", 1, "opened"), "2016-02-01T00:00:01Z"),
    (("lists", 1, "counts", 0, "groups"), 4),
    (("adherence", 0, "until"), "2016-08-31T23:59:59Z"),
    (("adherence", 0, "attested_by"), ["east"]),
    (("designations", 0, "from"), "2016-01-01T00:00:01Z"),
    (("designations", 0, "by"), "east"),
    (("non_parties", 0, "by"), "east"),
    (("guarantors", 0, "stands_with"), ["crown"]),
    (("monitor", "actor"), "west"),
    (("zones", 0, "geometry", "polygon", 0, 1), ["0.0100001", 0]),
    (("zones", 0, "groups"), ["safe", "quiet"]),
    (("zones", 0, "periods", 0, "from"), "2016-02-01T00:00:01Z"),
    (("zones", 0, "altitude", "upper_m"), 101),
    (("zones", 0, "altitude", "datum"), "AGL"),
    (("zones", 0, "schedule", "to"), "20:01"),
    (("zones", 0, "schedule", "time_zone"), "Europe/London"),
    (("lines", 0, "forward"), "right"),
    (("lines", 0, "of"), ["crown"]),
    (("baselines", 0, "amount"), 13),
    (("places", 0, "population"), 1001),
    (("places", 0, "geometry", "point", "lon"), "2.0000001"),
    (("rules", 0, "id"), "first"),
    (("rules", 0, "effect"), "advise"),
    (("rules", 0, "binds"), {"role": "league"}),
    (("rules", 0, "reach", 0, "within", "m"), 501),
    (("rules", 0, "exceptions", 0, "when", 0), {"armed": False}),
    (("rules", 0, "justifications", 0, "question", "en"), "Was it self-defence?"),
    (("rules", 0, "readings", 0, "authors"), ["west"]),
    (("rules", 0, "clause"), CLAUSE),
    (("rules", 1, "effect", "require_notice"), {"hours": 47}),
    (("rules", 1, "in_force", "from"), "2016-01-31T23:59:59Z"),
    (("rules",), WHOLE["rules"][::-1]),
    (("actors",), WHOLE["actors"][::-1]),
    (("lists",), WHOLE["lists"][::-1]),
    (("presumptions", 0, "adopters"), ["east"]),
    (("presumptions", 0, "holds"), [{"armed": False}]),
    (("obligations", 0, "every"), {"hours": 23}),
    (("procedure", 0, "text", "en"), "A commission sits in town."),
]


@pytest.mark.parametrize(("path", "value"), CHANGES, ids=[".".join(map(str, path)) for path, _ in CHANGES])
def test_any_one_change_changes_the_hash_and_is_told(path: Path, value: object) -> None:
    """One vertex, second, word or name changed: another hash, and a difference that is shown."""
    before, after = read(WHOLE), read(changed(path, value))
    assert fingerprint(before) != fingerprint(after)
    assert differences(before, after)
    assert differences(before, read(WHOLE)) == ()


def test_the_hash_holds_what_was_drawn() -> None:
    """The areas that conditions ask about are in the canonical form, each with what it is."""
    whole = json.loads(canonical(read(WHOLE)))
    assert [area[:3] for area in whole["areas"]] == [
        ["band", "front", 500], ["band", "square", 500], ["forward", "front", 0], ["zone", "square", 0],
    ]  # fmt: skip
    assert whole["areas"][3][3] == [[0, 0, 100_000, 0, 100_000, 100_000, 0, 100_000]]
    assert whole["canonical_version"] == 1


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None), (True, True), (7, 7), ("word", "word"),
        (Colour.RED, "red"), (Status.PARTY, "party"),
        (Instant(0), "1970-01-01T00:00:00Z"), (dt.date(2016, 2, 29), "2016-02-29"),
        (ALWAYS, [None, None]), (Period(Instant(0), None), ["1970-01-01T00:00:00Z", None]),
        (Area((((0, 0), (1, 0), (1, 1)),)), [[0, 0, 1, 0, 1, 1]]),
        (Position(1, 2), {"lon_e7": 1, "lat_e7": 2}),
        ({"b": 1, "a": (2,)}, {"a": [2], "b": 1}),
        (v.Not(v.Armed(value=True)), {"not": {"condition": {"armed": {"value": True}}}}),
        (v.By(Selector(role=("r",))), {"by": {"who": {"role": ["r"], "actor": [], "status": []}}}),
        ((1, (2, 3)), [1, [2, 3]]),
    ],
)  # fmt: skip
def test_values_as_plain_json(value: object, shown: object) -> None:
    """Instants are text, areas whole numbers, conditions named by their key, dataclasses by field."""
    assert plain(value) == shown


def test_what_is_no_value_of_the_floor_is_refused() -> None:
    """Nothing gets into the canonical form unnoticed."""
    with pytest.raises(TypeError, match=r"^a value of the floor, not a object$"):
        plain(object())


def test_the_roster_is_shown_whole() -> None:
    """Actors, umbrellas, lists and every declaration are in the canonical form."""
    roster = json.loads(canonical(read(WHOLE)))["agreement"]["roster"]
    assert set(roster) == {"actors", "umbrellas", "lists", "adherence", "designations", "outsiders"}
    assert roster["designations"][0]["by"] == "council"


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), ([], ""), ({}, ""), (3, "3"), (["a", "b"], "a, b"), ([["a"], ["b"]], "a; b"),
     ({"words": ["a"], "x": 1, "y": ""}, "a, x 1")],
)  # fmt: skip
def test_differences_are_told_in_few_words(value: object, text: str) -> None:
    """Lists and mappings read as people write them; what is empty says nothing."""
    assert compact(value) == text


def test_what_came_and_went() -> None:
    """Items are matched by id: one renamed is one gone and one come; a changed field is named with both values."""
    (change,) = differences(read(WHOLE), read(changed(("baselines", 0, "amount"), 13)))
    assert (change.section, change.item, change.kind) == ("baselines", "posts", "changed")
    assert [(one.field, one.before, one.after) for one in change.fields] == [("amount", "12", "13")]
    assert fingerprint(read(changed(("id",), "other"))) != fingerprint(read(WHOLE))
    renamed = differences(read(WHOLE), read(changed(("procedure", 0, "id"), "body")))
    assert [(one.item, one.kind) for one in renamed] == [("organ", "removed"), ("body", "added")]


def test_declarations_alike_are_told_apart() -> None:
    """Two declarations of the same actor, author and beginning are two; a change in the second is told."""
    twice = [{"actor": "hare", "by": "west", "to": f"2016-{month}-01T00:00:00Z"} for month in ("11", "12")]
    before = read(changed(("non_parties",), twice))
    after = read(changed(("non_parties",), [twice[0], {**twice[1], "to": "2016-12-02T00:00:00Z"}]))
    (change,) = differences(before, after)
    assert (change.item, change.kind) == ("hare (west) … #2", "changed")


def test_an_order_that_counts_is_told() -> None:
    """Of clauses the order decides ties, of lists the order of columns; of sources it says nothing."""
    (change,) = differences(read(WHOLE), read(changed(("rules",), WHOLE["rules"][::-1])))
    assert (change.section, change.item) == ("rules", "order")
    assert [(one.before, one.after) for one in change.fields] == [("one, two, three", "three, two, one")]
    (change,) = differences(read(WHOLE), read(changed(("lists",), WHOLE["lists"][::-1])))
    assert (change.section, change.item) == ("lists", "order")
    sources = [{"id": "v", "title": "ours", "standing": "own"}, {"id": "w", "title": "theirs", "standing": "own"}]
    one, other = read(changed(("sources",), sources)), read(changed(("sources",), sources[::-1]))
    assert (fingerprint(one), differences(one, other)) == (fingerprint(other), ())


# ── areas and times that are asked about ──────────────────────────────────────────────────────


def test_only_what_is_asked_is_drawn() -> None:
    """A zone no clause speaks of is not drawn; one that a reading, an exception or a presumption asks about is."""
    names = ("unasked", "read", "excepted", "presumed")
    zones: list[Plain] = [{"id": name, "groups": [], "geometry": SQUARE} for name in names]
    agreement = truce(
        rule(exceptions=[{"id": "x", "when": [{"not": {"outside": ["excepted"]}}]}],
             readings=[{"id": "a", "authors": ["east"], "reach": [{"inside": ["read"]}]}]),
        zones=zones,
        presumptions=[{"id": "p", "author": "east", "when": [{"inside": ["presumed"]}], "holds": [{"armed": True}]}],
    )  # fmt: skip
    assert [key[1] for key in compiled(agreement).areas] == ["excepted", "presumed", "read"]


def test_bands_of_own_lines() -> None:
    """A distance from one's own line draws every line it may mean, or those it names; none that was not published."""
    lines = [
        {"id": "l1", "of": ["crown_side"], "geometry": {"line": [[0, 0], [0, 1]]}},
        {"id": "l2", "of": ["league"], "geometry": {"line": [[1, 0], [1, 1]]}},
        {"id": "l3", "of": ["league"], "geometry": "not_published"},
    ]
    anybody = truce(rule(reach=[{"own_line_within": {"m": 15000}}]), lines=lines)
    one = truce(rule(reach=[{"own_line_within": {"m": 15000, "of": ["l2"]}}]), lines=lines)
    assert list(compiled(anybody).areas) == [("band", "l1", 15000), ("band", "l2", 15000)]
    assert list(compiled(one).areas) == [("band", "l2", 15000)]


def test_a_forward_side_without_a_theatre_cannot_be_drawn() -> None:
    """Should an agreement that was never linted lack its extent, compiling says which geometry is missing."""
    with pytest.raises(ValueError, match=r"^geometry for \('forward', 'front', 0\)$"):
        compiled(replace(read(WHOLE), extent=None))


# ── columns ───────────────────────────────────────────────────────────────────────────────────


def views(column: Column) -> list[tuple[str, ...]]:
    """Each view of a column as its list and its readings."""
    return [(view.list_id, *(reading for _, reading in view.readings)) for view in column.views]


def columns(agreement: Agreement) -> dict[str, Column]:
    """The columns by name."""
    return {column.name: column for column in compiled(agreement).columns}


LISTS = [{"id": f"{name}-list", "author": name, "names": "published"} for name in ("east", "west")]
READINGS = [{"id": "wide", "authors": ["east"]}, {"id": "narrow", "authors": ["west"]}]


def test_without_authors_there_is_the_common_column_alone() -> None:
    """Nobody keeps a list or a reading: one column, one list on which everything counts."""
    assert {name: views(column) for name, column in columns(truce(rule())).items()} == {COMMON: [("all",)]}


def test_each_author_has_a_column_of_its_own_lists_and_readings() -> None:
    """An author's column has its list and its readings; the common one has everybody's."""
    found = columns(truce(rule(readings=READINGS), lists=LISTS))
    assert {name: views(column) for name, column in found.items()} == {
        COMMON: [("east-list", "wide"), ("west-list", "narrow")],
        "east": [("east-list", "wide")],
        "west": [("west-list", "narrow")],
    }


def test_who_holds_no_list_or_reading_is_held_to_all() -> None:
    """An author with a list alone has all readings; one with a reading alone all lists."""
    lists = [LISTS[0]]
    readings = [{"id": "wide", "authors": ["west"]}, {"id": "narrow", "authors": ["council"]}]
    found = columns(truce(rule(readings=readings), lists=lists))
    assert views(found["east"]) == [("east-list", "wide"), ("east-list", "narrow")]
    assert views(found["west"]) == [("east-list", "wide")]
    assert views(found[COMMON]) == [("east-list", "wide"), ("east-list", "narrow")]


def test_two_readings_multiply() -> None:
    """Of two rules each read in two ways an author without either has all four combinations."""
    found = columns(truce(rule("R", readings=READINGS), rule("S", readings=READINGS), lists=[
        {"id": "c", "author": "council", "names": "published"}]))  # fmt: skip
    assert len(found["council"].views) == 4
    assert [[one.id for one in view.rules] for view in found["council"].views] == [["R", "S"]] * 4


def test_nobody_widens_the_common_column() -> None:
    """Who authors an alias or presumption alone has a column, of all lists and readings; the common gains none."""
    crown = {**GROUND["actors"][0], "aliases": [{"name": "the junta", "by": "council"}]}
    presumption = {"id": "p", "author": "hare", "when": [{"kind": ["attack"]}], "holds": [{"armed": True}]}
    found = columns(
        truce(rule(readings=READINGS), lists=LISTS, actors=[crown, *GROUND["actors"][1:]], presumptions=[presumption])
    )
    assert list(found) == [COMMON, "east", "west", "hare", "council"]
    assert views(found[COMMON]) == [("east-list", "wide"), ("west-list", "narrow")]
    assert len(found["council"].views) == len(found["hare"].views) == 4
    assert (found[COMMON].presumptions, len(found["hare"].presumptions)) == ((), 1)
    assert (found[COMMON].aliases, found["council"].aliases) == ({}, {"the junta": "crown"})


def test_an_authors_own_alias_wins_in_its_column() -> None:
    """A name that everybody uses of one may be used of another by one author, in its own column."""
    crown = {**GROUND["actors"][0], "aliases": [{"name": "the army"}]}
    fox = {**GROUND["actors"][2], "aliases": [{"name": "the army", "by": "west"}]}
    found = columns(truce(rule(), lists=LISTS, actors=[crown, GROUND["actors"][1], fox, *GROUND["actors"][3:]]))
    assert {name: column.aliases["the army"] for name, column in found.items()} == {
        COMMON: "crown",
        "east": "crown",
        "west": "fox",
    }


def test_a_rule_is_found_by_its_id() -> None:
    """An agreement gives a rule by its id, and says so where there is none."""
    agreement = read(WHOLE)
    assert agreement.rule("two").lead_s == 48 * 3600
    with pytest.raises(KeyError):
        agreement.rule("four")
