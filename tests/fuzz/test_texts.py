"""Agreements, maps, incidents, tallies and conducts, however written: values, or every fault with its place."""

import contextlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.formats.samples import ROSTER
from tests.formats.test_incidents import TOLD
from tests.formats.test_table import MAP, ROW, as_csv
from tests.formats.test_tallies import COUNTED
from tests.fuzz.damage import damaged, fewer, odd_values, worded
from truceline.agreement import canonical, compiled
from truceline.canon import dumps, loads
from truceline.errors import InputError
from truceline.formats.agreement import Read, default_variant, read_agreement, variants_of
from truceline.formats.conduct import ConductModel, read_conduct
from truceline.formats.incidents import read_incidents
from truceline.formats.table import read_table
from truceline.formats.tallies import read_tallies
from truceline.formats.yaml_text import read_yaml
from truceline.terms import Conduct, evaluate

SMALL = """
id: small
title: {en: A small truce}
status: fictional
time_zone: Etc/GMT-6
sources: [{id: s, title: Made for tests, standing: own}]
instruments: [{id: text, title: {en: The text}, source: s}]
extent: map.geojson#extent
guarantors: [{actor: north, stands_with: [gov], source: s}]
actors:
  - id: gov
    names: {en: Government}
    kind: state
    aliases: [{name: the army, by: north, source: s}]
    roles: [{role: government_side, from: 2031-01-01T00:00Z, source: s}]
    source: s
  - {id: river, names: {en: River Guard}, kind: armed_group, part_of: [{actor: gov, source: s}], source: s}
  - {id: north, names: {en: North}, kind: state, source: s}
umbrellas: [{id: rebels, names: {en: rebels}, members: [river], open: true, open_roles: [opposition], source: s}]
lists:
  - {id: book, author: north, names: count_only, recognises: [council], opened: 2031-01-01T00:00Z, title: {en: Book},
     counts: [{at: 2031-01-02T00:00Z, groups: 3, source: s}], source: s}
adherence: [{actor: gov, at: 2031-01-01T00:00Z, until: 2031-06-01T00:00Z, attested_by: [north], source: s}]
designations: [{actor: river, by: council, from: 2031-03-01T00:00Z, source: s}]
zones:
  - {id: z, names: {en: Zone}, groups: [g], geometry: map.geojson#zone,
     altitude: {lower_m: 0, upper_m: 300, datum: AGL},
     schedule: {days: [mon], from: "22:00", to: "06:00", time_zone: Etc/GMT-6}, source: s}
  - {id: d, names: {en: Disc}, geometry: {disc: {lon: 88.5, lat: -29.25, radius_m: 5000}}, source: s}
lines: [{id: l, names: {en: Line}, of: [gov], geometry: map.geojson#line, forward: left, source: s}]
baselines: [{id: b, names: {en: Guns}, measure: strength, actor: gov, amount: 10, unit: guns, source: s}]
rules:
  - id: A1
    clause: {instrument: text, paragraph: "1", gist: {en: No attacks}, source: s}
    in_force: {from: 2031-01-01T00:00Z}
    binds: {status: party}
    effect: prohibit
    conduct: [{kind: attack}]
    reach: [{against: {role: government_side}}, {inside: [z]}, {within: {m: 500, of: l}}, {not: {weapon: mortar}}]
    exceptions: [{id: x, clause: {instrument: text, paragraph: "2", gist: {en: Notice}, source: s},
                  when: [{notified_before: {hours: 48}}]}]
    readings: [{id: r, title: {en: Wide}, authors: north, source: s, reach: []}]
presumptions:
  - {id: p, clause: {instrument: text, paragraph: "3", gist: {en: Air}, source: s}, author: north,
     question: {en: "Whose?"}, rebuttal: {en: Evidence}, when: [{platform: fixed_wing}], by_one_of: [gov]}
obligations:
  - {id: o, clause: {instrument: text, paragraph: "4", gist: {en: Leave}, source: s}, kind: deadline, text: {en: Leave},
     after_start: {days: 14}}
"""
GEOJSON = """{"type": "FeatureCollection", "features": [
{"type": "Feature", "id": "extent", "properties": {}, "geometry": {"type": "Polygon", "coordinates":
 [[[88, -30], [89, -30], [89, -29], [88, -29], [88, -30]]]}},
{"type": "Feature", "id": "zone", "properties": {"edges": "geodesic"}, "geometry": {"type": "MultiPolygon",
 "coordinates": [[[[88.2, -29.8], [88.6, -29.8], [88.6, -29.2], [88.2, -29.8]]]]}},
{"type": "Feature", "id": "line", "properties": {}, "geometry": {"type": "LineString", "coordinates":
 [[88.4, -30.5], [88.4, -28.5]]}}]}"""
WORDS = (
    *("gov", "river", "north", "rebels", "s", "text", "z", "l", "b", "map.geojson#zone", "not_published", "en"),
    *("id", "source", "kind", "status", "party", "attack", "mortar", "prohibit", "2031-01-01T00:00Z"),
    *("null", "[]", "{}", "true", "48", "-1", "0"),
)


def read(text: bytes, geojson: bytes = GEOJSON.encode()) -> Read:
    return read_agreement({"agreement.yaml": text, "map.geojson": geojson})


def settled(found: Read) -> None:
    """An agreement without faults, which compiles and has a canonical form; or faults and no agreement."""
    assert (found.agreement is None) == bool(found.faults)
    assert all(fault.expected and fault.cure for fault in found.faults)
    if found.agreement is not None:
        compiled(found.agreement)
        canonical(found.agreement)


def test_the_sample_reads() -> None:
    """What is damaged below is whole before."""
    assert read(SMALL.encode()).faults == ()


@example(SMALL.replace("time_zone: Etc/GMT-6", "time_zone:").encode())
@fewer
@given(damaged(SMALL.encode()))
def test_damaged_agreements(text: bytes) -> None:
    """A damaged agreement reads or says what is wrong; it never reads in part."""
    settled(read(text))


@fewer
@given(worded(SMALL, WORDS))
def test_agreements_of_misplaced_words(text: bytes) -> None:
    """So does one whose own words stand in wrong places."""
    settled(read(text))


@fewer
@given(damaged(GEOJSON.encode()))
def test_damaged_maps_of_zones(geojson: bytes) -> None:
    """So does one with a damaged map."""
    settled(read(SMALL.encode(), geojson))


coordinates: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([88, 88.5, -29.25, "88", None, 1e308, -1e308, 181, 1e-9, True, {}]),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=12,
)


@fewer
@given(st.sampled_from(["Polygon", "MultiPolygon", "LineString", "Point", "Circle", None]), coordinates)
def test_geometries_of_any_shape(kind: str | None, found: Any) -> None:  # noqa: ANN401 - any JSON
    """So does one whose coordinates are none."""
    collection = json.loads(GEOJSON)
    collection["features"][1]["geometry"] = {"type": kind, "coordinates": found}
    settled(read(SMALL.encode(), json.dumps(collection).encode()))


@fewer
@given(odd_values)
def test_any_json_as_a_map(found: Any) -> None:  # noqa: ANN401 - any JSON
    """So does one whose map is JSON of another kind."""
    settled(read(SMALL.encode(), json.dumps(found).encode()))


@given(
    st.dictionaries(st.sampled_from(["a.yaml", "b.geojson", "variants/v/a.yaml", "variants/v"]), st.binary(max_size=60))
)
def test_directories_of_anything(files: Mapping[str, bytes]) -> None:
    """So does a directory of anything, with variants or none."""
    settled(read_agreement(files))
    default_variant(files)
    for variant in variants_of(files):
        settled(read_agreement(files, variant))


@pytest.mark.parametrize(
    "text", [b"a: &x [*x]", b"[" * 10_000, b"{a: " * 5_000, b"a: " * 5_000, b"? " * 5_000, b"- " * 3_000]
)
def test_depth_and_loops(text: bytes) -> None:
    """What nests without end is a fault and not a crash."""
    assert read_yaml(text, "a.yaml").faults or read(text).faults


@given(damaged(MAP.encode()))
def test_damaged_maps_of_columns(text: bytes) -> None:
    """A map of columns that is damaged reads, or says what is wrong."""
    with contextlib.suppress(InputError):
        read_table(as_csv(ROW), "log.csv", text, ROSTER)


@given(
    worded(MAP, ("column", "constant", "values", "gov", "null", "[]", "{}", "0", "Nr", "N", "shelling", "%Y", "date"))
)
def test_maps_of_misplaced_words(text: bytes) -> None:
    """So does one whose own words stand in wrong places."""
    with contextlib.suppress(InputError):
        read_table(as_csv(ROW), "log.csv", text, ROSTER)


@given(damaged(TOLD.encode()))
def test_damaged_incidents(text: bytes) -> None:
    """So do incidents."""
    with contextlib.suppress(InputError):
        read_incidents(text, "incidents.yaml")


@given(damaged(COUNTED.encode()))
def test_damaged_tallies(text: bytes) -> None:
    """So do tallies."""
    with contextlib.suppress(InputError):
        read_tallies(text, "tallies.yaml", ROSTER)


FIELDS = sorted(field.alias or name for name, field in ConductModel.model_fields.items())
stated = st.one_of(
    odd_values,
    st.sampled_from(
        ["unknown", "nobody", ["gov"], {"umbrella": "rebels"}, {"names": ["x"]}, "mutual", "attack", {"u": 1}]
    ),
    st.sampled_from([{"at": "2031-05-02T00:00Z"}, {"from": "2031-05-02T00:00Z", "to": "2031-05-02T00:00Z"}]),
    st.sampled_from(
        [{"disc": {"lon": 0, "lat": 90, "radius_m": 10**9}}, {"polygon": [[[0, 0], [1, 1], [0, 1], [1, 0]]]}]
    ),
    st.builds(lambda value: {"candidates": [{"value": value, "source": "s"}]}, odd_values),
)


@example({"time": {"at": "2031-05-02T00:00Z"}, "amounts": {"b": 2**80}})
@example({"time": {"at": "0001-01-01T00:00+23:59"}})
@given(st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=4), stated, max_size=5))
def test_conducts_of_anything(tree: dict[str, Any]) -> None:
    """A conduct reads and can be judged, or says what is wrong."""
    with contextlib.suppress(InputError):
        conduct = read_conduct({"time": {"at": "2031-05-02T00:00Z"}, **tree})
        agreement = read(SMALL.encode()).agreement
        assert agreement is not None
        evaluate(compiled(agreement), conduct)
        assert loads(Conduct, dumps(Conduct, conduct)) == conduct
