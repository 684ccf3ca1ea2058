"""Files of places: read whatever their layout, bad rows listed and good ones in; and the one that is shipped."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.damage import damaged, fewer
from tests.gazetteer.agreed import of_agreement
from tests.gazetteer.country import country
from truceline.desk import gazetteers, shelf
from truceline.errors import DataError, InputError
from truceline.formats.gazetteers import language_of, read_places
from truceline.place import Position

GEONAMES = """geonameid,name,latitude,longitude,countrycode,population,admin1code,alternatenames
7,Al Qolmah,-30.1,86.25,XX,1200,02,Al Qolma|Кольма|القلمة
8,Dayr Velsar,-30.2,86.5,XX,,02,
"""
DUMP = "\t".join(
    ["7", "Al Qolmah", "Al Qolmah", "Al Qolma,Кольма,القلمة", "-30.1", "86.25", "P", "PPL", "XX", "", "02", *[""] * 3,
     "1200", "", "7", "UTC", "2031-01-01\n"]
)  # fmt: skip
PCODES = """ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_AR,ADM2_PCODE,Latitude,Longitude
Ormavela,OR01,Kandrelo,كاندريلو,OR0101,-30.5,86.1
"""
POINTS = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "id": "q", "properties": {"name": "Al Qolmah", "name_ar": "القلمة", "population": 1200},
         "geometry": {"type": "Point", "coordinates": [86.25, -30.1]}},
        {"type": "Feature", "id": "line", "properties": {"name": "A road"},
         "geometry": {"type": "LineString", "coordinates": [[86, -30], [87, -30]]}},
        {"type": "Feature", "properties": None, "geometry": None},
        7,
    ],
}  # fmt: skip


@pytest.mark.parametrize("data", [GEONAMES, GEONAMES.replace(",", "\t"), DUMP], ids=["csv", "tsv", "dump"])
def test_geonames(data: str) -> None:
    """GeoNames' tables and its dump without a header: names by their script, position to the digit."""
    (first, *_) = read_places(data.encode(), "places.txt").places
    assert first.id == "7"
    assert first.position == Position(862500000, -301000000)
    assert first.population == 1200
    assert (first.names["en"][0], first.names["ru"], first.names["ar"]) == ("Al Qolmah", ("Кольма",), ("القلمة",))


def test_pcodes() -> None:
    """Of an OCHA-style table the deepest level is the place, with its code, and the one above its parent."""
    (only,) = read_places(PCODES.encode(), "adm.csv").places
    assert (only.id, only.pcode, only.parent) == ("OR0101", "OR0101", "Ormavela")
    assert only.names == {"en": ("Kandrelo",), "ar": ("كاندريلو",)}


def test_geojson() -> None:
    """Points of GeoJSON are places; what is no point or has no name is listed by its number, and stops nothing."""
    found = read_places(json.dumps(POINTS).encode(), "p.geojson")
    assert [(one.id, one.position) for one in found.places] == [("q", Position(862500000, -301000000))]
    assert [one.fault.line for one in found.bad] == [2, 3, 4]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("9,,-30.1,86.25,XX,1,02,", "places.csv:4: name: expected a name, got nothing. Fill it in"),
        ("9,X,95,36,XX,1,02,", "latitude: expected a latitude from -90 to 90, got 95. Are latitude and longitude exch"),
        ("9,X,-30.1,east,XX,1,02,", "longitude: expected decimal degrees like 36.7076, got east. Convert it"),
        ('9,X,"-30,1",86,XX,1,02,', "Is the comma a decimal point? Write a point."),
        ("9,X,-30.1,86.25,XX,many,02,", "population: expected a whole number from 0 to 1,000,000,000, got many."),
        ("7,X,-30.1,86.25,XX,1,02,", "id: expected an id that no other row has, got 7. Is the row in the file twice?"),
        (",X,-30.1,86.25,XX,1,02,", "geonameid: expected a value, got nothing"),
        ("9,X,-30.1", "expected 8 cells, got 3 cells"),
        ("9,X,-30.1,86.25,XX,1,02,\udcff", "expected UTF-8 text"),
    ],
)
def test_a_bad_row_is_listed_and_stops_nothing(row: str, told: str) -> None:
    """It says file, line, field, what was expected, what stood there and what to do next."""
    found = read_places((GEONAMES + row + "\n").encode("utf-8", "surrogateescape"), "places.csv")
    assert [one.id for one in found.places] == ["7", "8"]
    (bad,) = found.bad
    assert bad.fault.line == 4
    assert told in str(bad.fault)
    dumped = read_places((DUMP + "8\t\t\n").encode(), "dump.txt")
    assert [one.fault.line for one in dumped.bad] == [2]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("id,title\n1,x\n", "Name the columns so; missing: lat, lon, name"),
        ("id,name,lat\n1,x,3\n", "missing: lon"),
        ("ADM1_PCODE,ADM1_EN\nO1,x\n", "missing: lat, lon (the deepest level is 1)"),
        ("", "expected a header and rows"),
        ("{", "expected GeoJSON"),
        ('{"type": "Feature"}', "expected a FeatureCollection"),
        ("%PDF-1.7", "expected a CSV, XLSX or Parquet file, got a PDF"),
    ],
)
def test_a_file_that_is_none_is_refused(data: str, told: str) -> None:
    """With its name, what was expected and what to do next."""
    with pytest.raises(DataError) as caught:
        read_places(data.encode(), "file.csv")
    assert told in str(caught.value)
    assert "file.csv" in str(caught.value)


@fewer
@given(
    st.one_of(
        damaged(GEONAMES.encode()),
        damaged(json.dumps(POINTS).encode()),
        damaged(PCODES.encode()),
        damaged(DUMP.encode()),
    )
)
def test_any_damage(data: bytes) -> None:
    """A damaged file is read as far as it can be, or refused; ids are unique and every place has a name."""
    with contextlib.suppress(InputError):
        found = read_places(data, "places")
        assert len({one.id for one in found.places}) == len(found.places)
        assert all(any(one.names.values()) for one in found.places)
        assert all(one.fault.cure for one in found.bad)


def test_the_shipped_one_is_the_exercises() -> None:
    """The gazetteer that is shipped holds the places of the fictional agreement, and no others."""
    made = of_agreement(shelf.find("exercise/second-draft"))
    assert made == country().places
    assert len(made) > 20


def test_several_files_together(tmp_path: Path) -> None:
    """Places of several files are found together; an id that two files have is told apart by the second's name."""
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(GEONAMES, encoding="utf-8")
    held, read = gazetteers.loaded([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert [one.place.id for one in held.find("Al Qolmah")] == ["7", "b.csv:7"]
    assert [len(one.places) for one in read] == [2, 2]
    assert held.only("Dayr Velsar") is None


@pytest.mark.parametrize(
    ("name", "language"), [("Ḩolmah", "en"), ("‘Ayn", "en"), ("Холма", "ru"), ("حلمة", "ar"), ("Ω", ""), ("12", "")]
)
def test_a_names_language_by_its_script(name: str, language: str) -> None:
    """Latin, Cyrillic and Arabic letters say en, ru and ar; others say nothing."""
    assert language_of(name) == language
