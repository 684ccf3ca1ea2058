"""`truceline observe`: what a monitor saw or heard, by options, or as monitors say it on one line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer

from truceline.desk.verbs import Pen, stated, taking_in, telling
from truceline.doors.cli.acts.said import MaybeNote, area, between, long_text, option, period, prose
from truceline.doors.cli.acts.telling import Place
from truceline.doors.cli.console import note as beside
from truceline.doors.cli.officers import OfficerName, unlocked
from truceline.doors.cli.signing import AsJson, DryRun, NodeDir, Time, Yes, consent, instant, opened, told
from truceline.errors import DataError, Fault
from truceline.formats.monitors import Context
from truceline.gazetteer import Gazetteer
from truceline.kinds import Means, ObservationMade, Sense, Unit
from truceline.terms import Direction

T = TypeVar("T")


def observe(
    means: Annotated[Means | None, option(help="By what it was made.")] = None,
    sense: Annotated[Sense | None, option(help="How it was perceived.")] = None,
    unit: Annotated[Unit | None, option(help="What one count is.")] = None,
    first: Annotated[str | None, option("--from", help="First second, with its offset.")] = None,
    end: Annotated[str | None, option("--until", help="First second after it, with its offset.")] = None,
    count: Annotated[str | None, option(help="Least and most units, as 2-5.")] = None,
    bearing: Annotated[str | None, option(help="Degrees, clockwise, as 40-60.")] = None,
    distance: Annotated[str | None, option(help="Metres, as 800-1500.")] = None,
    kind: Annotated[str, option(help="What was done, as assessed.")] = "",
    ordnance: Annotated[str, option(help="With what, as assessed.")] = "",
    sides: Annotated[str | None, option(metavar="A,B", help="Two actors; one left empty: unknown.")] = None,
    direction: Annotated[Direction | None, option(help="From one side to the other.")] = None,
    seen_from: Annotated[
        str | None,
        option(metavar="FILE[#ID]", help="Where the monitor was: an area of 1 km² or more."),
    ] = None,
    place: Annotated[str | None, option(metavar="FILE[#ID]", help="The area in which it lies.")] = None,
    place_name: Place = "",
    undetermined: Annotated[list[str] | None, option(help="What could not be determined; again for each.")] = None,
    note: MaybeNote = None,
    line: Annotated[
        str | None, option("--line", metavar="TEXT", help="The whole as monitors say it: TEXT, @FILE or -.")
    ] = None,
    lines: Annotated[
        Path | None, option("--lines", metavar="FILE", help="A file of such lines; bad ones are listed beside it.")
    ] = None,
    gazetteer: Annotated[
        list[Path] | None, option("--gazetteer", metavar="FILE", help="Places that lines name; again for each.")
    ] = None,
    day: Annotated[str | None, option("--day", help="Day of lines that name none, as 2031-05-03.")] = None,
    time_zone: Annotated[str, option("--time-zone", help="Clock of lines that name none, as Asia/Damascus.")] = "",
    node: NodeDir = None,
    officer: OfficerName = None,
    time: Time = None,
    *,
    openly: Annotated[bool, option("--openly", help="Say lines in the open: late, and their places as boxes.")] = False,
    yes: Yes = False,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Say what this monitor saw or heard: when, by what means, in which direction, how far, how many.

    What is left out is said to be undetermined where --undetermined names it, and is not said otherwise. A line, in
    English, Arabic or Russian, says all of it in place of the options; what is missing in it is asked back. It leads
    back to where the monitor stands, so it is sealed for this body alone, unless --openly is given. Example:

    truceline observe --line "positioned at X between 09:10 and 09:40 heard 4 undetermined explosions, 3-5 km, WNW"
    """
    by_line = line is not None or lines is not None
    if by_line:
        made = _of_lines(line, lines, _context(gazetteer, day, time_zone))
    else:
        means, sense, unit = _needed(means, "--means"), _needed(sense, "--sense"), _needed(unit, "--unit")
        window = period(_needed(first, "--from"), _needed(end, "--until"))
        a, _, b = (sides or "").partition(",")
        made = [
            stated(
                ObservationMade,
                window=window,
                means=means,
                sense=sense,
                unit=unit,
                seen_from=area(seen_from) if seen_from else None,
                place=area(place) if place else None,
                bearing_deg=between(bearing, "--bearing"),
                distance_m=between(distance, "--distance"),
                count=between(count, "--count"),
                kind=kind,
                ordnance=ordnance,
                sides=(a, b) if sides is not None else None,
                direction=direction,
                undetermined=tuple(undetermined or ()),
                place_name=place_name,
                note=prose(note, "--note"),
            )
        ]
    how = _How(sealed=by_line and not openly, officer=officer, as_json=as_json)
    with opened(node, reading=dry_run) as held:
        for one in made:
            pen = Pen(held, consent(yes=yes, dry_run=dry_run), instant(time))
            _kept(pen, taking_in.for_all(one) if by_line and openly else one, how)


@dataclass(frozen=True, slots=True)
class _How:
    """In which way observations are kept."""

    sealed: bool
    officer: str | None  # who seals; None: nobody signs inside
    as_json: bool


def _kept(pen: Pen, observation: ObservationMade, how: _How) -> None:
    """Sign an observation, or seal it, and say so."""
    if not how.sealed:
        told(telling.observe(pen, observation), as_json=how.as_json)
        return
    with ExitStack() as stack:
        who = stack.enter_context(unlocked(pen.node, how.officer)) if how.officer else None
        done = taking_in.seal_alone(pen, "observation.made", observation, who)
    shown = {"id": done.id, "leaves": str(done.leaves)}
    typer.echo(json.dumps(shown, sort_keys=True) if how.as_json else f"{done.id}  sealed")


def _needed(value: T | None, option: str) -> T:
    if value is None:
        raise typer.BadParameter("missing; give it, or the whole as --line or --lines", param_hint=option)
    return value


def _context(gazetteer: Sequence[Path] | None, day: str | None, time_zone: str) -> Context:
    """What is known beside the lines; raises DataError for a day or zone that is none."""
    try:
        begins = dt.date.fromisoformat(day) if day else None
        if time_zone:
            ZoneInfo(time_zone)
    except (ValueError, KeyError, OSError):
        fault = Fault("", 0, "--day, --time-zone", "a day like 2031-05-03 and a zone like Asia/Damascus",
                      f"{day or ''} {time_zone}".strip(), "Correct it.")  # fmt: skip
        raise DataError("lines cannot be read by this", (fault,)) from None
    return Context(begins, time_zone, taking_in.posts(_places(gazetteer) if gazetteer else None))


def _places(paths: Sequence[Path]) -> Gazetteer:
    from truceline.desk import gazetteers  # noqa: PLC0415 - few lines are read with places of their own

    return gazetteers.load(paths)


def _of_lines(line: str | None, lines: Path | None, context: Context) -> list[ObservationMade]:
    """The observations of a line and of a file of lines; what has to be asked of the file is listed beside it."""
    made = [taking_in.one_line(long_text(line, "--line"), context)] if line is not None else []
    if lines is not None:
        found = taking_in.line_file(lines, context)
        made += [one for _, one in found.said]
        listed = taking_in.list_bad(found.bad, lines)
        if listed:
            asked = len({one.fault.line for one in found.bad})
            beside(f"lines that have to be asked back: {asked}; each is listed with its questions in {listed}")
    return made
