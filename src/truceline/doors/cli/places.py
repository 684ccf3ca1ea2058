"""`truceline places …`: which place a written name may mean, and where coordinates lie; questions where it is open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from truceline.desk import files, gazetteers
from truceline.doors.cli.console import LANG, Language, faults, note, out, words
from truceline.doors.render.places import asked_of, where, which
from truceline.errors import DataError, Fault
from truceline.formats.zone_files import read_area
from truceline.gazetteer import Candidate, Gazetteer
from truceline.place import E7, Area, Position
from truceline.place.given import Asked, Reading, given

app = typer.Typer(help="Find places by name, read coordinates as people give them.", no_args_is_help=True)
SHOWN_FAULTS = 10

Lang = Annotated[Language, LANG]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")]


@app.command()
def find(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A place's name, as it was heard or written.", show_default=False)
    ],
    gazetteer: Annotated[
        list[Path] | None,
        typer.Option(
            "--gazetteer",
            metavar="FILE",
            help="CSV, TSV, XLSX or GeoJSON of places; again for more. Left out: the fictional country's.",
        ),
    ] = None,
    near: Annotated[
        str | None, typer.Option("--near", metavar="COORD", help="Where it may be: nearer places come first.")
    ] = None,
    most: Annotated[int, typer.Option("--most", help="How many candidates; namesakes are all shown.", min=1)] = 5,
    lang: Lang = Language.EN,
    *,
    as_json: AsJson = False,
) -> None:
    """Find the places a name may mean, the likeliest first, and the question to ask back.

    Example: truceline places find "Tor Makeel" --near "30.0 S 86.9 E"

    Latin, Arabic and Cyrillic names find one another. Nothing is chosen: people choose.
    """
    held = _gazetteer(gazetteer)
    found = held.find(name, _spot(near) if near else None, most)
    if as_json:
        rows = [_row(one) for one in found]
        typer.echo(json.dumps({"name": name, "candidates": rows}, ensure_ascii=False, sort_keys=True))
        return
    for one in found:
        place = one.place
        told = "  ".join(part for part in (place.id, place.kind, place.parent, place.pcode) if part)
        line = f"{one.score:>5}  {place.name}  {where(place.position)}  {told}  ({one.why}: {one.name})"
        out().print(escape(line), soft_wrap=True)
    out().print(escape(which(words(lang), found)), soft_wrap=True)


@app.command()
def read(
    coordinates: Annotated[
        str,
        typer.Argument(
            metavar="COORD",
            help="Coordinates as they were given; after -- where they begin with a minus.",
            show_default=False,
        ),
    ],
    area: Annotated[
        str | None,
        typer.Option("--area", metavar="FILE[#ID]", help="GeoJSON polygon in which positions are expected."),
    ] = None,
    lang: Lang = Language.EN,
    *,
    as_json: AsJson = False,
) -> None:
    """Read coordinates of any usual kind: the position with its error, or the question to ask back.

    Example: truceline places read "SK-42 X 3712345 Y 7412345"

    Degrees in every usual spelling, MGRS, UTM, Pulkovo 1942, and EPSG:CODE before coordinates of any other grid.
    Where something is missing or looks exchanged, candidates are shown and nothing is decided.
    """
    answer = _read(coordinates, _area(area) if area else None)
    if as_json:
        typer.echo(json.dumps(_answer(answer), ensure_ascii=False, sort_keys=True))
        return
    for one in answer.candidates if isinstance(answer, Asked) else (answer,):
        out().print(escape(f"{where(one.position)}  ±{one.error_m:,} m  {one.system}"), soft_wrap=True)
    if isinstance(answer, Asked):
        out().print(escape(asked_of(words(lang), answer)), soft_wrap=True)


def _gazetteer(paths: list[Path] | None) -> Gazetteer:
    """The places of files, their bad rows told on standard error; the fictional country's where none is named."""
    if not paths:
        return gazetteers.exercise()
    held, read_files = gazetteers.loaded(paths)
    for path, one in zip(paths, read_files, strict=True):
        faults(tuple(row.fault for row in one.bad[:SHOWN_FAULTS]))
        if one.bad:
            note(f"{path}: {len(one.bad):,} rows could not be read, {len(one.places):,} could")
    return held


def _read(coordinates: str, expected: Area | None) -> Reading | Asked:
    """What a text comes to; raises DataError."""
    try:
        return given(coordinates, expected)
    except ValueError as error:
        cure = "Write degrees with N or S and E or W, or name the grid: MGRS, UTM, SK-42, EPSG:CODE."
        raise DataError("no coordinates", (Fault("", 0, "COORD", str(error), coordinates, cure),)) from None


def _spot(text: str) -> Position:
    """The position of an option, where it leaves no question; raises DataError."""
    answer = _read(text, None)
    if isinstance(answer, Reading):
        return answer.position
    fault = Fault("", 0, "--near", "one position", text, "Write which is which, like 30.0 S 86.9 E.")
    raise DataError("a position that can be read in several ways", (fault,))


def _area(text: str) -> Area:
    path, _, name = text.partition("#")
    return read_area(files.read(Path(path)), path, name)


def _row(one: Candidate) -> dict[str, object]:
    place = one.place
    return {
        "id": place.id,
        "name": place.name,
        "matched": one.name,
        "why": one.why,
        "score": one.score,
        "kind": place.kind,
        "parent": place.parent,
        "pcode": place.pcode,
        **_degrees(place.position),
    }


def _answer(answer: Reading | Asked) -> dict[str, object]:
    if isinstance(answer, Reading):
        return _told(answer)
    return {"asked": str(answer.question), "candidates": [_told(one) for one in answer.candidates]}


def _told(one: Reading) -> dict[str, object]:
    return {"system": one.system, "error_m": one.error_m, "as_given": one.as_given, **_degrees(one.position)}


def _degrees(at: Position) -> dict[str, object]:
    return {"lat": at.lat_e7 / E7, "lon": at.lon_e7 / E7, "lat_e7": at.lat_e7, "lon_e7": at.lon_e7}
