"""`truceline link`: which events of one list are which of another, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from truceline.desk.verbs import linking
from truceline.desk.verbs.linking import Link, Links
from truceline.doors.cli.console import note, out
from truceline.incidents import GAPS
from truceline.incidents.scoring import NONE, ONE, SAME

SIDES = {str(SAME): "both the same", str(ONE): "one the same", str(NONE): "others"}
Events = Annotated[
    Path, typer.Argument(help="Events file (.parquet or .jsonl), or a node's folder.", show_default=False)
]


def link(
    first: Events,
    second: Events,
    to: Annotated[Path | None, typer.Option("--out", help="Write the links as a table (CSV).")] = None,
    explain: Annotated[
        str, typer.Option(metavar="ID", help="Say of one account, by its id, what speaks for its link.")
    ] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, a link a line.")] = False,
) -> None:
    """Link two lists of events: what tells of one happening, with points that add up, and how likely each link is.

    Example: truceline link ours.parquet theirs.parquet --out links.csv

    How often accounts of one happening differ is learned from the two lists. A link is a proposal: people say so by
    `truceline incident link`. Exit code 0; 3 for a list that cannot be read, 6 for a list beside itself.
    """
    found = linking.link(first, second)
    if to:
        linking.keep(found, to)
    for one in [linking.named(found, explain)] if explain else found.links if as_json else ():
        _tell(one, as_json=as_json)
    if not as_json and not explain:
        _sum(found, to)


def _tell(one: Link, *, as_json: bool) -> None:
    if as_json:
        parts = {part.name: {"level": part.level, "points": part.points} for part in one.score.parts}
        told = {"first": one.first, "second": one.second, "likely": round(one.likely, 3), "points": one.score.total}
        typer.echo(json.dumps({**told, "parts": parts}, sort_keys=True, ensure_ascii=False))
        return
    out().print(f"{one.first} = {one.second}  {one.score.total:+d} points, {one.likely:.0%} likely", markup=False)
    for part in one.score.parts:
        out().print(f"  {part.points:+4d}  {_in_words(part.name, part.level)}", markup=False)


def _in_words(name: str, level: str) -> str:
    if name == "place":
        return "the same place as written" if level == "0" else f"up to {int(level) // 1000} km apart"
    if name == "day":
        return "the same day" if level == "0" else f"{level} of at most {GAPS - 1} days apart"
    if name == "sides":
        return f"sides: {SIDES[level]}"
    return f"dead: {level.replace(' ', ' and ')}" if name == "dead" else "before anything is compared"


def _sum(found: Links, to: Path | None) -> None:
    out().print(f"{len(found.links):,} links; without a counterpart: {found.alone[0]:,} and {found.alone[1]:,}")
    for which, ids in zip(("first", "second"), found.left_out, strict=True):
        if ids:
            shown = ", ".join(ids[:5]) + (", …" if len(ids) > 5 else "")
            note(f"{len(ids):,} of the {which} list say no place or no day and were not compared: {shown}")
    if to:
        note(f"{to}")
