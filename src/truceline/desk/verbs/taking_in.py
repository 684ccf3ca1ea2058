"""Lists of others, forms that came back, and monitors' lines: read from files, kept, or brought into a record.

What anybody could read already, and what leads back to nobody, is signed in the open. A report is about somebody, or
from somebody, and what a monitor saw or heard leads back to where it stands: both are sealed for this body alone. What
this body has said in the open before is not said twice: a file that was read in half, or that has grown, is read anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from truceline.canon import canonical_text, to_json
from truceline.desk import files
from truceline.desk.countries import zone_of
from truceline.desk.guard.coarsening import cells_of
from truceline.desk.people import Unlocked
from truceline.desk.verbs.acting import Pen, Signed, entered
from truceline.desk.verbs.from_files import FIRST_ROWS_B, NOBODY_KNOWN
from truceline.desk.verbs.looking import newest
from truceline.desk.verbs.sealing import Kept, Wanted, seal, sealable
from truceline.desk.verbs.telling import receive_report
from truceline.errors import DataError, Fault
from truceline.formats.bad_rows import BadRow, Imported, bad_rows_csv
from truceline.formats.forms import FORMS, shipped
from truceline.formats.lists import Taken, TakenRow, read_acled, read_airwars, read_submissions, read_ushahidi
from truceline.formats.monitors import CELL_RADIUS_M, Context, Post, Unclear, Where, coarse, read_line
from truceline.formats.reports.decoding import decoded
from truceline.formats.rows import read_rows
from truceline.gazetteer import Gazetteer, read_back
from truceline.kinds import Marking, ObservationMade, Payload, ReportReceived
from truceline.period import Instant
from truceline.place import E7
from truceline.place.given import Asked, given

Progress = Callable[[int, int], None]
LEAST_RADIUS_M = 1_000  # how far a settlement reaches at least from its point
MOST_COMPARED = 100_000  # entries of one's own that are looked through for what was said already


# ── lists ─────────────────────────────────────────────────────────────────────────────────────


def acled_rows(source: Path, time_zone: str | None, progress: Progress | None) -> Imported:
    """The rows of an ACLED export; its days are local days of the zone, or of the rows' country."""
    data = files.read(source)
    return read_acled(data, source.name, NOBODY_KNOWN, time_zone or zone_of(_country(data, source.name)), progress)


def airwars_rows(source: Path, time_zone: str | None, progress: Progress | None) -> Imported:
    """The rows of an Airwars-style table; its days are local days of the zone, or of the rows' country."""
    data = files.read(source)
    return read_airwars(data, source.name, NOBODY_KNOWN, time_zone or zone_of(_country(data, source.name)), progress)


def _country(data: bytes, file: str) -> str:
    """The country of the first row; empty where it names none."""
    first = data if data.startswith((b"PK", b"PAR1")) else data[:FIRST_ROWS_B]
    rows = read_rows(first, file).rows
    cells = {name.casefold(): value for name, value in rows[0].cells.items()} if rows else {}
    return cells.get("country", "")


def post_rows(source: Path, deployment: str, received: Instant, progress: Progress | None) -> Taken:
    """The posts of an Ushahidi export."""
    return read_ushahidi(files.read(source), source.name, deployment, received, progress)


def submission_rows(source: Path, form: str, received: Instant, progress: Progress | None) -> Taken:
    """The submissions of our forms, as KoboToolbox or ODK Central export them."""
    return read_submissions(files.read(source), source.name, received, form, progress)


def keep_taken(taken: Taken, out: Path) -> Path | None:
    """Write payloads as JSON, one a line, and the bad rows beside; where these are listed."""
    trees = (
        {"id": one.id, "kind": one.kind, "row": one.line, "payload": to_json(type(one.payload), one.payload)}
        for one in taken.rows
    )
    files.write(out, b"".join(json.dumps(one, ensure_ascii=False, sort_keys=True).encode() + b"\n" for one in trees))
    return list_bad(taken.bad, out)


def list_bad(bad: tuple[BadRow, ...], beside: Path) -> Path | None:
    """Write what could not be read into a file beside another; None where there is nothing."""
    if not bad:
        return None
    listed = beside.with_name(f"{beside.name}.bad.csv")
    files.write(listed, bad_rows_csv(bad))
    return listed


def write_forms(folder: Path) -> tuple[Path, ...]:
    """Write the forms that are shipped into a folder."""
    made = tuple(folder / f"{name}.xlsx" for name in FORMS)
    for name, path in zip(FORMS, made, strict=True):
        files.write(path, shipped(name))
    return made


# ── into a record ─────────────────────────────────────────────────────────────────────────────


def said_already(pen: Pen, rows: Iterable[TakenRow]) -> frozenset[str]:
    """The ids of those rows that this body has said in the open before; what is sealed is not looked into."""
    wanted = [one for one in rows if one.open]
    known: set[str] = set()
    for kind in {one.kind for one in wanted}:
        found = newest(pen.node, kind, pen.node.origin, MOST_COMPARED)
        known |= {_mark(kind, one.tree) for one in found if one.entry.kind == kind}
    return frozenset(one.id for one in wanted if _mark(one.kind, to_json(type(one.payload), one.payload)) in known)


def _mark(kind: str, tree: object) -> str:
    """What makes two payloads the same: all of it, but for when it was taken in."""
    told = {name: value for name, value in tree.items() if name != "received"} if isinstance(tree, dict) else {}
    return f"{kind} {canonical_text(told)}"


def take_in(pen: Pen, row: TakenRow, officer: Unlocked | None = None) -> Signed | Kept:
    """Sign one row in the open, or seal it for this body alone."""
    payload = row.payload
    if not row.open:
        return seal_alone(pen, row.kind, payload, officer)
    if isinstance(payload, ReportReceived):
        return receive_report(pen, lambda _: payload, None)
    return entered(pen, row.kind, payload)


def seal_alone(pen: Pen, kind: str, payload: Payload, officer: Unlocked | None) -> Kept:
    """Seal something for this body alone."""
    return seal(pen, sealable(pen, kind, payload, Wanted(marking=Marking.AMBER_STRICT)), officer=officer)


def for_all(told: ObservationMade) -> ObservationMade:
    """The observation with its areas as boxes of whole cells, as the open record takes them when it is time."""
    return replace(
        told,
        seen_from=cells_of(told.seen_from) if told.seen_from else None,
        place=cells_of(told.place) if told.place else None,
    )


# ── monitors' lines ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Lines:
    """What came of monitors' lines."""

    said: tuple[tuple[int, ObservationMade], ...]  # by the number of their line
    bad: tuple[BadRow, ...]  # a line that has to be asked back is there once for each question


def read_lines(text: str, file: str, context: Context) -> Lines:
    """Every line as an observation, or with what has to be asked; empty ones and remarks (#) are left out."""
    said: list[tuple[int, ObservationMade]] = []
    bad: list[BadRow] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = read_line(line, context)
        if isinstance(found, ObservationMade):
            said.append((number, found))
        else:
            bad += [BadRow(_fault(one, file, number), line) for one in found]
    return Lines(tuple(said), tuple(bad))


def line_file(source: Path, context: Context) -> Lines:
    """The lines of a file."""
    return read_lines(decoded(files.read(source), source.name).text, source.name, context)


def one_line(text: str, context: Context) -> ObservationMade:
    """The observation of one line; raises DataError with every question it leaves."""
    found = read_line(text, context)
    if isinstance(found, ObservationMade):
        return found
    raise DataError("a line that has to be asked back", tuple(_fault(one, "", 0) for one in found))


def _fault(one: Unclear, file: str, line: int) -> Fault:
    return Fault(file, line, one.part, "one meaning", one.got or "nothing", one.question)


def posts(gazetteer: Gazetteer | None) -> Where:
    """What finds posts: coordinates, kept as their cell of about a kilometre, or a place of the gazetteer by its name.

    Without a gazetteer a name is kept as it is, and no place is drawn from it.
    """

    def where(name: str) -> Post | str | None:
        if sum(sign.isdecimal() for sign in name) >= 4:
            return _of_coordinates(name)
        if gazetteer is None:
            return None
        exact = gazetteer.named(name)
        if len(exact) == 1:
            return Post(name, exact[0].position, max(exact[0].radius_m, LEAST_RADIUS_M))
        return read_back(gazetteer.find(name))

    return where


def _of_coordinates(written: str) -> Post | str:
    """The cell of coordinates; or what has to be asked about them."""
    try:
        read = given(written)
    except ValueError as error:
        return f"Which coordinates are meant? Expected {error}."
    if isinstance(read, Asked):
        shown = " or ".join(
            f"{one.position.lat_e7 / E7:.4f}, {one.position.lon_e7 / E7:.4f}" for one in read.candidates[:3]
        )
        return f"Which is meant ({read.question}): {shown or 'latitude, longitude'}?"
    middle = coarse(read.position)
    name = f"{middle.lat_e7 / E7:.3f}, {middle.lon_e7 / E7:.3f}"
    return Post(name, middle, CELL_RADIUS_M + read.error_m)
