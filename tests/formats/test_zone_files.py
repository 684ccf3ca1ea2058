"""A zone comes in as a GeoJSON feature; what is wrong with it is said with file, field and cure."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.errors import DataError, UnknownName
from truceline.formats.zone_files import read_area, read_zone
from truceline.period import Instant, Period
from truceline.place import Altitudes

SQUARE = [[[100.0, -50], [100.2, -50], [100.2, -49.9], [100.0, -49.9], [100.0, -50]]]


def feature(**properties: object) -> dict[str, Any]:
    """A feature as a map program exports it."""
    return {
        "type": "Feature",
        "id": "camp",
        "properties": {"name": "Camp", "stroke": "#f00", **properties},
        "geometry": {"type": "Polygon", "coordinates": SQUARE},
    }


def collection(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_the_only_feature_is_the_zone() -> None:
    """Coordinates are read digit by digit; properties that are not ours are left where they are."""
    zone = read_zone(json.dumps(feature()).encode(), "z.geojson")
    assert (zone.id, zone.names, zone.groups, zone.altitudes) == ("camp", {"en": "Camp"}, (), None)
    assert zone.area is not None
    assert zone.area.box == (1000000000, -500000000, 1002000000, -499000000)


def test_what_an_agreement_says_of_a_zone_a_feature_may_say() -> None:
    told = feature(
        names={"en": "Camp", "ru": "Лагерь"},
        groups=["camps"],
        periods=[{"from": "2031-05-01T00:00Z", "to": "2031-06-01T00:00Z"}],
        altitude={"lower_m": 0, "upper_m": 300, "datum": "AGL"},
    )
    zone = read_zone(collection(told), "z.geojson", "camp")
    assert zone.names["ru"] == "Лагерь"
    assert zone.groups == ("camps",)
    assert zone.altitudes == Altitudes(0, 300_000, "AGL")
    assert zone.periods == (Period(Instant.parse("2031-05-01T00:00Z"), Instant.parse("2031-06-01T00:00Z")),)


def test_one_of_several_is_named() -> None:
    other = {**feature(), "id": "clinic"}
    assert read_zone(collection(feature(), other), "z.geojson", "clinic").id == "clinic"
    with pytest.raises(DataError, match=r"one feature of that id, got 2\. Write z\.geojson#ID with one of: camp"):
        read_zone(collection(feature(), other), "z.geojson")
    with pytest.raises(UnknownName, match=r"no feature of z\.geojson named 'depot'; expected one of: camp, clinic"):
        read_zone(collection(feature(), other), "z.geojson", "depot")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"properties": {}}, "names: expected a value for names, got nothing. Add it."),
        (
            {"properties": {"name": "x", "altitude": {"lower_m": 9, "upper_m": 1, "datum": "AGL"}}},
            "altitude: expected",
        ),
        ({"geometry": {"type": "Point", "coordinates": [1, 2]}}, "geometry: expected an area, got another kind"),
        ({"geometry": None}, "geometry: expected a feature with a geometry, got z.geojson#one"),
        ({"geometry": {"type": "Polygon", "coordinates": [[[300, 1]]]}}, "a longitude within ±180"),
        ({"geometry": {"type": "Polygon", "coordinates": [[1]]}}, "coordinates of a Polygon as RFC 7946 has them"),
    ],
)
def test_a_feature_that_is_no_zone_says_why(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(DataError) as caught:
        read_zone(collection({**feature(), **wrong}), "z.geojson")
    assert said in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"features": {}}', b"\xff", b"[" * 100_000, b'{"features":[1]}'])
def test_bytes_that_are_no_geojson_are_refused_as_such(data: bytes) -> None:
    with pytest.raises(DataError, match=r"z\.geojson holds no zone"):
        read_zone(data, "z.geojson")


def test_an_area_needs_no_name_of_its_own() -> None:
    """Where something was seen is drawn by any feature, and what is no area is said to be none."""
    bare = {**feature(), "properties": None, "id": None}
    assert read_area(collection(bare), "z.geojson").box == (1000000000, -500000000, 1002000000, -499000000)
    with pytest.raises(DataError, match=r"z\.geojson holds no area"):
        read_area(
            collection({**bare, "geometry": {"type": "LineString", "coordinates": [[1, 2], [2, 2]]}}), "z.geojson"
        )


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(TREES, TREES, TREES)
def test_no_file_gets_past_with_another_error(names: object, periods: object, coordinates: object) -> None:
    """Whatever stands in the feature, it is a zone or a fault of the file."""
    told = feature(names=names, periods=periods)
    told["geometry"]["coordinates"] = coordinates
    with suppress(DataError):
        assert read_zone(collection(told), "z.geojson").id == "camp"
