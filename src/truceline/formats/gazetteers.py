"""Gazetteers as files: GeoNames' tables and dumps, OCHA-style p-code tables, our own CSV and GeoJSON.

A table is told by its columns. Names keep their language where a column says it (``name_ar``, ``ADM3_AR``); others
are put with a language by their script alone. A row that cannot be read is listed with what to do and stops none
of the others. What is not read: boundaries; a place is a point and, where told, a radius.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from truceline.errors import DataError, Fault, shortened
from truceline.formats import cells
from truceline.formats.bad_rows import BadRow
from truceline.formats.cells import BadCell, clean
from truceline.formats.rows import Row, read_rows
from truceline.gazetteer import Place

MOST_NAMES = 200  # of one place
MOST_M = 1_000_000  # metres of a radius
OWN = ("id", "name", "name_ar", "name_ru", "other_names", "lat", "lon", "radius_m", "kind", "parent", "pcode",
       "population")  # fmt: skip
_DUMP = ("geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code",
         "country code", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code", "population", "elevation",
         "dem", "timezone", "modification date")  # fmt: skip
_ALIASES = {
    "id": ("id", "geonameid", "place_id"),
    "lat": ("lat", "latitude", "latitude_y", "y"),
    "lon": ("lon", "lng", "long", "longitude", "longitude_x", "x"),
    "radius_m": ("radius_m",),
    "kind": ("kind", "type", "feature code", "featurecode", "fcode"),
    "parent": ("parent", "admin1code", "admin1 code", "admin1"),
    "pcode": ("pcode", "p_code"),
    "population": ("population", "pop"),
}
_NAMES = ("name", "asciiname")
_OTHERS = ("other_names", "alternatenames", "alternate_names")
_TAGGED = re.compile(r"name[_:]([a-z]{2,3})")
_LEVEL_CODE = re.compile(r"adm(?:in)?(\d)_?pcode")
_LEVEL_NAME = re.compile(r"adm(?:in)?(\d)_?(?:name_?)?([a-z]{2})?")
_COLUMNS = "a table with columns like id, name, lat, lon (or those of GeoNames, or of an OCHA p-code table)"


@dataclass(frozen=True, slots=True)
class Places:
    """What came of one file; every row of it is a place or a bad row."""

    places: tuple[Place, ...]
    bad: tuple[BadRow, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column says what."""

    columns: Mapping[str, str]  # what → column
    names: tuple[tuple[str, str], ...]  # language or empty, column; the usual name's first
    others: tuple[str, ...]  # columns of several names in one cell
    between: str  # what stands between those


def read_places(data: bytes, file: str) -> Places:
    """The places of a file, its kind told by how it begins; raises DataError where it is no gazetteer."""
    if data.lstrip()[:1] == b"{":
        return _collected(_features(data, file), file)
    dump = _is_dump(data)
    head = "\t".join(_DUMP).encode() + b"\n" if dump else b""
    table = read_rows(head + data, file, "\t" if dump else None)
    layout = _layout(table.columns, file, "," if dump else "|")
    found = _collected(((row, layout) for row in table.rows), file, earlier=int(dump))
    moved = [BadRow(_moved(one.fault, int(dump)), one.row) for one in table.bad]
    return Places(found.places, tuple(sorted((*moved, *found.bad), key=lambda one: one.fault.line)))


# ── tables ────────────────────────────────────────────────────────────────────────────────────


def _is_dump(data: bytes) -> bool:
    """A dump of GeoNames has nineteen columns, the first a number, and no header."""
    first = data[:4096].partition(b"\n")[0].removeprefix(b"\xef\xbb\xbf").split(b"\t")
    return len(first) == len(_DUMP) and first[0].isdigit()


def _moved(fault: Fault, by: int) -> Fault:
    """The fault on its line in the file as it is, without the header that was put before it."""
    return Fault(fault.file, max(0, fault.line - by), fault.field, fault.expected, fault.got, fault.cure)


def _layout(columns: Sequence[str], file: str, between: str) -> Layout:
    """What the columns of a table are; raises DataError where one that is needed is missing."""
    by_lower = {column.lower(): column for column in columns}
    found = {what: by_lower[name] for what, some in _ALIASES.items() for name in reversed(some) if name in by_lower}
    names = [("en" if name == "asciiname" else "", by_lower[name]) for name in _NAMES if name in by_lower]
    names += [(tag[1], column) for lower, column in by_lower.items() if (tag := _TAGGED.fullmatch(lower))]
    level = _levels(by_lower, found, names)
    missing = [what for what in ("lat", "lon") if what not in found] + ([] if names else ["name"])
    if missing:
        got = shortened(", ".join(columns)) or "no columns"
        cure = f"Name the columns so; missing: {', '.join(missing)}{level}."
        raise DataError("no gazetteer", (Fault(file, 1, "", _COLUMNS, got, cure),))
    others = tuple(by_lower[name] for name in _OTHERS if name in by_lower)
    return Layout(found, tuple(names), others, between)


def _levels(by_lower: Mapping[str, str], found: dict[str, str], names: list[tuple[str, str]]) -> str:
    """Take the deepest level of a p-code table for the place, the one above it for its parent."""
    coded = sorted(
        (int(code[1]), column) for lower, column in by_lower.items() if (code := _LEVEL_CODE.fullmatch(lower))
    )
    if not coded:
        return ""
    level, column = coded[-1]
    found.setdefault("pcode", column)
    named = [(name, by_lower[name[0]]) for name in map(_LEVEL_NAME.fullmatch, by_lower) if name]
    names += [(name[2] or "", column) for name, column in named if int(name[1]) == level]
    above = [(name[2] != "en", column) for name, column in named if int(name[1]) == level - 1]
    if above:
        found.setdefault("parent", min(above)[1])
    return f" (the deepest level is {level})"


def _place(row: Row, layout: Layout) -> Place:
    """The place of one row; raises BadCell."""
    cell = row.cells
    column = layout.columns
    pcode = clean(cell[column["pcode"]]) if "pcode" in column else ""
    written = clean(cell[column["id"]]) if "id" in column else pcode or f"row-{row.line}"
    radius = cells.count("radius_m", cell[column["radius_m"]]) if "radius_m" in column else None
    if radius is not None and radius > MOST_M:
        raise BadCell("radius_m", f"at most {MOST_M:,} metres", str(radius), "Is it in metres?")
    return Place(
        id=cells.word(column.get("id", "id"), written),
        names=_names(cell, layout),
        position=cells.position(*((column[what], cell[column[what]]) for what in ("lat", "lon"))),
        radius_m=radius or 0,
        kind=clean(cell[column["kind"]]) if "kind" in column else "",
        parent=clean(cell[column["parent"]]) if "parent" in column else "",
        pcode=pcode,
        population=(cells.count(column["population"], cell[column["population"]]) if "population" in column else None),
    )


def _names(cell: Mapping[str, str], layout: Layout) -> dict[str, tuple[str, ...]]:
    """Every name by its language; raises BadCell where there is none."""
    found: dict[str, dict[str, None]] = {}
    told = [(language, cell[column]) for language, column in layout.names]
    told += [("", one) for column in layout.others for one in cell[column].split(layout.between)[:MOST_NAMES]]
    for language, written in told:
        name = clean(written)
        if name:
            found.setdefault(language or language_of(name), {})[name] = None
    if not found:
        column = layout.names[0][1]
        raise BadCell(column, "a name", "", "Fill it in; a place without a name cannot be found.")
    return {language: tuple(some) for language, some in found.items()}


def language_of(name: str) -> str:
    """What its script says of a name's language: en, ar, ru for Latin, Arabic and Cyrillic; else empty."""
    letter = next((one for one in unicodedata.normalize("NFD", name) if one.isalpha()), "")
    if letter < "\u0250":
        return "en" if letter else ""
    if "\u0400" <= letter <= "\u04ff":
        return "ru"
    return "ar" if "\u0600" <= letter <= "\u06ff" else ""


def _collected(rows: Iterable[tuple[Row, Layout]], file: str, earlier: int = 0) -> Places:
    """Every row as a place or a bad row; a second row of one id is bad."""
    places: dict[str, Place] = {}
    bad: list[BadRow] = []
    for row, layout in rows:
        line = row.line - earlier
        try:
            place = _place(row, layout)
        except BadCell as trouble:
            bad.append(trouble.at(file, line, row.written))
            continue
        if places.setdefault(place.id, place) is not place:
            again = BadCell("id", "an id that no other row has", place.id, "Is the row in the file twice?")
            bad.append(again.at(file, line, row.written))
    return Places(tuple(places.values()), tuple(bad))


# ── GeoJSON ───────────────────────────────────────────────────────────────────────────────────


def _features(data: bytes, file: str) -> Iterator[tuple[Row, Layout]]:
    """The points of a GeoJSON file (RFC 7946) as rows, each with its number in the collection as its line."""
    try:
        tree = json.loads(data, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise _no_geojson(file, "GeoJSON", str(error)) from None
    held = tree.get("features") if isinstance(tree, dict) else None
    if not isinstance(held, list):
        raise _no_geojson(file, "a FeatureCollection", "none")
    for number, feature in enumerate(held, start=1):
        yield _row(feature, number)


def _row(feature: object, number: int) -> tuple[Row, Layout]:
    """A feature as a row: its properties, its id and its point."""
    written = feature if isinstance(feature, dict) else {}
    properties = written.get("properties")
    told = {key.lower(): _text(one) for key, one in properties.items()} if isinstance(properties, dict) else {}
    if "id" in written:
        told["id"] = _text(written["id"])
    geometry = written.get("geometry")
    spot = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
    lon, lat = (_text(one) for one in spot[:2]) if isinstance(spot, list) and len(spot) >= 2 else ("", "")
    told |= {"lon": lon, "lat": lat, "name": told.get("name", "")}
    layout = _layout(tuple(told), "", "|")
    shown = shortened(json.dumps(feature, ensure_ascii=False), 400)
    return Row(number, told, shown), layout


def _text(value: object) -> str:
    """A JSON value as a cell; a list of names is parted as in our own CSV."""
    if isinstance(value, list):
        return "|".join(_text(one) for one in value[:MOST_NAMES] if not isinstance(one, list | dict))
    return "" if value is None or isinstance(value, dict | bool) else str(value)


def _no_geojson(file: str, expected: str, got: str) -> DataError:
    cure = "Export the places as points in GeoJSON, RFC 7946."
    return DataError("no gazetteer", (Fault(file, 0, "", expected, shortened(got), cure),))
