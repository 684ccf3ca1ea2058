"""`truceline seal`, `open`, `disclose` and `erase`: what is kept sealed, as an officer may see and do.

What is inside goes to the terminal that asks for it and nowhere else: no error text, no `--json` of another command, no
file name has any of it. With `--yes` nothing is shown before it is sealed, since what scripts print is kept somewhere.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from truceline.desk import files
from truceline.desk.sealing import disclosing
from truceline.desk.sealing.payloads import payload_of
from truceline.desk.verbs import Pen, sealing
from truceline.desk.verbs.sealing import Wanted
from truceline.doors.cli import batches, signing
from truceline.doors.cli.acts.said import argument, option, prose
from truceline.doors.cli.console import err, note, out
from truceline.doors.cli.officers import OfficerName, unlocked
from truceline.doors.cli.signing import DryRun, NodeDir, Time, Yes, instant, opened
from truceline.doors.render.sealed import (
    before_erasing,
    disclosure_in_words,
    erasure_in_words,
    object_in_words,
    row_in_words,
)
from truceline.errors import DataError, Fault, Refused
from truceline.kinds import Aspect, Marking, Sealing

if TYPE_CHECKING:
    from truceline.desk.sealing.erasing import Beyond
    from truceline.desk.verbs.sealing import Row

OWED = 9  # exit code where a key copy could not be reached
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON: one object, or one a line.")]
SealedRef = Annotated[
    str, argument(metavar="REF", help="Its id or the first 8 digits of it, or its entry as ORIGIN#INDEX.")
]


class Field(StrEnum):
    """A field of a sealed entry, by what it tells of."""

    ENVELOPE = "envelope"
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHAT = "what"
    WORDS = "words"
    FILES = "files"
    TERMS = "terms"

    @property
    def aspect(self) -> Aspect:
        """The same as the record numbers it."""
        return Aspect[self.name]


class _SealsByDefault(TyperGroup):
    """`truceline seal KIND PAYLOAD` is short for `truceline seal entry KIND PAYLOAD`."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # Typer's own context
        if args and args[0] not in {*self.commands, "--help"}:
            args = ["entry", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_SealsByDefault,
    help="Seal something; let batches leave and take in what came. Without a word before it: entry.",
    no_args_is_help=True,
)

batches.add_to(app)  # once, however many command lines are made of it


def add_to(room: typer.Typer) -> None:
    """Add these commands to a room."""
    room.add_typer(app, name="seal")
    room.command("open")(open_)
    room.command()(disclose)
    room.command()(erase)


@app.command()
def entry(
    kind: Annotated[str, argument(help="What it really is, as report.received; outside it shows as sealed.")],
    payload: Annotated[Path, argument(metavar="PAYLOAD.json|-", help="What it says, as JSON; - is standard input.")],
    audience: Annotated[
        list[str] | None, option("--audience", metavar="LOG", help="A log whose body may open it; again for each.")
    ] = None,
    marking: Annotated[Marking, option("--marking", help="How far it may be passed on (TLP 2.0).")] = Marking.AMBER,
    named: Annotated[
        list[str] | None,
        option("--for-officer", metavar="LOG/officer/NAME", help="Whom TLP:RED is for, by their key; again for each."),
    ] = None,
    file: Annotated[
        list[Path] | None, option("--file", metavar="PATH", help="A file to be sealed with it; again for each.")
    ] = None,
    about: Annotated[str, option("--about", metavar="REF", help="The entry it is about, where its kind has one.")] = "",
    node: NodeDir = None,
    officer: OfficerName = None,
    time: Time = None,
    *,
    replicated: Annotated[bool, option("--replicated", help="All hold it; its audience alone opens it.")] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Seal what a file says: shown, agreed to, kept; its commitments leave with the next batch. Prints its id.

    Example: truceline seal report.received report.json --audience truceline/mission --file photo.jpg --node DIR

    No secret is needed to seal but the node's passphrase; with --officer the officer signs inside. Exit code 0; 3 for a
    payload that cannot be read, 5 for an unknown log, 6 where it is refused, 8 where something is locked.
    """
    said = payload_of(kind, _read(payload), str(payload))
    given = tuple(files.read(one) for one in file or ())
    with ExitStack() as stack:
        held = stack.enter_context(opened(node, reading=dry_run))
        who = stack.enter_context(unlocked(held, officer)) if officer else None
        pen = Pen(held, signing.consent(yes=yes, dry_run=dry_run), instant(time))
        subject = sealing.subject(held, about, who) if about else None
        way = Sealing.REPLICATED if replicated else Sealing.LOCAL
        wanted = Wanted(tuple(audience or ()), marking, way, given, tuple(named or ()))
        what = sealing.sealable(pen, kind, said, wanted, subject)
        kept = sealing.seal(pen, what, about=subject, officer=who)
    note(f"It leaves with a batch, at {kept.leaves} at the earliest.")
    if kept.batches > 1:
        note(f"Whoever it is for has it after {kept.batches:,} batches or more: so much fits into each parcel.")
    typer.echo(kept.id)


def open_(
    what: Annotated[
        str, argument(metavar="[REF|FILE]", help="A sealed object or its entry; or a disclosure file, checked offline.")
    ] = "",
    files_to: Annotated[
        Path | None, option("--files-to", metavar="DIR", help="Write the files sealed with it there, byte for byte.")
    ] = None,
    node: NodeDir = None,
    officer: OfficerName = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List what this officer may see of what is sealed here, show one of it, or check a disclosure file.

    Example: truceline open 1f2e3d4c --officer "Duty officer, north" --node DIR

    A FILE is checked with neither node nor officer: its log's first entry and keys, its proof, its commitments. Exit
    code 0; 3 for a file that does not hold, 5 for what is not there or not for this officer, 7 for what was erased, 8
    locked.
    """
    if what and os.path.isfile(what):  # noqa: PTH113 - which takes any text, of any length
        _checked(Path(what), as_json=as_json)
        return
    with opened(node, reading=True) as held, unlocked(held, officer) as who:
        if not what:
            for row in sealing.listed(held, who):
                _print(_json(row.plain()) if as_json else row_in_words(row))
            return
        shown = sealing.look(held, who, what)
        taken = sealing.taken_out(held, who, what) if files_to else ()
    _lines([_json(shown.plain())] if as_json else object_in_words(shown))
    if files_to:
        _written(files_to, shown.row.id[:8], taken)


def disclose(
    name: SealedRef,
    field: Annotated[list[Field], option("--field", help="A field to be told; again for each.")],
    to: Annotated[Path | None, option("--to", metavar="FILE", help="Write a file to be mailed and checked.")] = None,
    reason: Annotated[list[str] | None, option("--reason", metavar="TEXT", help="With --publish: why.")] = None,
    node: NodeDir = None,
    officer: OfficerName = None,
    *,
    publish: Annotated[bool, option("--publish", help="Open it for all, for good, as an entry of the log.")] = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: signing.AsJson = False,
) -> None:
    """Tell some fields of a sealed entry: in a file for one, or with --publish openly for all, for good.

    Example: truceline disclose 1f2e3d4c --field where --to where.json --officer "Duty officer, north" --node DIR

    The file holds payload, salt and proof of these fields, and nothing of the others; whoever has it can show it to
    others. Exit code 0; 5 for what is not there or not for this officer, 6 where it is refused, 8 locked.
    """
    if (to is None) is not publish:
        fault = Fault(
            "", 0, "--to, --publish", "one of both", "both" if publish else "none", "Give --to FILE, or --publish."
        )
        raise DataError("nothing was disclosed", (fault,))
    fields = sorted({one.aspect for one in field})
    with opened(node, reading=dry_run or not publish) as held, unlocked(held, officer) as who:
        if to is not None:
            files.write(to, sealing.disclosure(held, who, name, fields), files.OWNER_ALONE)
            note(f"{to}: checked with `truceline open {to}`; the words of its log are: {held.words}")
            return
        pen = Pen(held, signing.consent(yes=yes, dry_run=dry_run))
        signing.told(sealing.publish(pen, who, name, fields, prose(reason, "--reason")), as_json=as_json)


def erase(
    name: SealedRef,
    reason: Annotated[list[str], option("--reason", metavar="TEXT", help="Why; told, sealed, to whoever was sent it.")],
    node: NodeDir = None,
    officer: OfficerName = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Erase without asking: for scripts.")] = False,
    as_json: AsJson = False,
) -> None:
    """Erase what is sealed: its key, ciphertext and what waits of it, here and in every key copy in reach.

    Example: truceline erase 1f2e3d4c --reason "The witness asked." --officer "Duty officer, north" --node DIR

    It can be given again, and then goes on where it was cut short. What cannot be reached is said. Exit code 0; 5 for
    what is not there or not for this officer, 6 where it is refused, 8 locked, 9 where a key copy is owed.
    """

    def asked(row: Row, beyond: Beyond) -> None:
        if not yes:
            for line in before_erasing(row, beyond):
                err().print(line, markup=False, emoji=False, soft_wrap=True)
            _agreed()

    with opened(node, reading=True) as held, unlocked(held, officer) as who:
        done = sealing.erase(held, who, name, prose(reason, "--reason"), asked)
    _lines([_json(done.plain())] if as_json else erasure_in_words(done))
    if done.shredded.owed:
        raise typer.Exit(OWED)


def _written(folder: Path, name: str, taken: Iterable[bytes]) -> None:
    """What was taken out, in the clear, for its owner alone."""
    for number, data in enumerate(taken, start=1):
        files.write(folder / f"{name}-{number}", data, files.OWNER_ALONE)
        note(f"{folder / f'{name}-{number}'}: {len(data):,} bytes, no longer sealed")


def _agreed() -> None:
    if not sys.stdin.isatty():
        raise Refused("nothing was erased: there is no terminal to ask on; give the same command with --yes")
    if not typer.confirm("Erase this?", err=True):
        raise Refused("nothing was erased: the answer was no")


def _checked(path: Path, *, as_json: bool) -> None:
    """A disclosure file, checked with nothing but itself."""
    told = disclosing.read(files.read(path), path.name)
    if as_json:
        opened_fields = {field.name.lower(): dict(members) for field, members in told.opened.items()}
        place = {
            "origin": told.entry.origin,
            "index": told.entry.seq,
            "entry": told.entry.hash,
            "time": told.entry.time,
        }
        _print(_json({**place, "words": told.words, "name": told.author.name, "opened": opened_fields}))
        return
    _lines(disclosure_in_words(told))


def _read(path: Path) -> bytes:
    return sys.stdin.buffer.read() if str(path) == "-" else files.read(path)


def _json(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False, sort_keys=True)


def _lines(lines: Iterable[str]) -> None:
    for line in lines:
        _print(line)


def _print(line: str) -> None:
    out().print(line, markup=False, emoji=False, soft_wrap=True)
