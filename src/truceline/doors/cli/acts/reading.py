"""`truceline report read`: what a report in the record claims, read by the program or corrected by a person."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from truceline.desk import files
from truceline.desk.people import Unlocked
from truceline.desk.verbs import Pen
from truceline.doors.cli.acts.said import Ref, option
from truceline.doors.cli.acts.telling import report
from truceline.doors.cli.console import note
from truceline.doors.cli.officers import OfficerName, unlocked
from truceline.doors.cli.signing import AsJson, DryRun, NodeDir, Time, Yes, consent, instant, opened, told
from truceline.errors import DataError, Fault
from truceline.kinds import ClaimsRead

if TYPE_CHECKING:
    from truceline.desk.verbs.claiming import Heard
    from truceline.desk.verbs.reading import Knowledge

Gazetteer = Annotated[list[Path] | None, option("--gazetteer", metavar="FILE", help="Places; again for each.")]
Outlets = Annotated[list[Path] | None, option("--outlets", metavar="FILE", help="Outlets as TOML; again for each.")]
Claims = Annotated[
    Path | None,
    option("--claims", metavar="FILE|-", help="Claims that a person read or corrected, as --draft prints them."),
]


@report.command("read")
def read(
    entry: Ref,
    claims: Claims = None,
    post: Annotated[str, option("--by", help="The post of whoever read them; only with --claims.")] = "",
    gazetteer: Gazetteer = None,
    outlets: Outlets = None,
    node: NodeDir = None,
    officer: OfficerName = None,
    time: Time = None,
    *,
    draft: Annotated[bool, typer.Option("--draft", help="Print the claims as JSON and sign nothing.")] = False,
    yes: Yes = False,
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """Read the claims out of a report that came in, show them with their places in its text, and sign them.

    Example: truceline report read mission#4 --draft --node DIR > claims.json

    The program reads, and the entry says so. Whoever drops or corrects some of it gives the file back with --claims and
    is named instead. What a sealed report claims is sealed like it: name an officer who may see its words. Exit code 0;
    3 for claims that the report does not bear out, 5 where there is no such entry, 6 where it is refused, 8 where
    something is locked.
    """
    from truceline.desk.verbs import claiming  # noqa: PLC0415 - loads the readers of reports, for this alone
    from truceline.doors.cli.sources import knowledge  # noqa: PLC0415 - as above

    known = knowledge(gazetteer, outlets)
    with ExitStack() as stack:
        held = stack.enter_context(opened(node, reading=draft or dry_run))
        who = stack.enter_context(unlocked(held, officer)) if officer else None
        one = claiming.heard(held, entry, known, who)
        made = _made(one, known, claims, post or (officer or ""))
        if draft:
            typer.echo(json.dumps(claiming.draft(made), ensure_ascii=False, indent=1))
            return
        pen = Pen(held, consent(yes=yes, dry_run=dry_run), instant(time))
        _signed(pen, one, made, who, as_json=as_json)


def _made(one: Heard, known: Knowledge, claims: Path | None, post: str) -> ClaimsRead:
    from truceline.desk.verbs import claiming  # noqa: PLC0415 - as above

    if claims is None:
        return claiming.by_program(one, known)
    if not post:
        cure = "Name the post of whoever read them: --by POST."
        raise DataError("nothing was signed", (Fault("", 0, "--by", "who read the claims", "nobody", cure),))
    data = sys.stdin.buffer.read() if str(claims) == "-" else files.read(claims)
    return claiming.by_person(one, data, post)


def _signed(pen: Pen, one: Heard, made: ClaimsRead, who: Unlocked | None, *, as_json: bool) -> None:
    from truceline.desk.verbs import claiming  # noqa: PLC0415 - as above

    if one.marking is None or who is None:
        told(claiming.say(pen, one, made), as_json=as_json)
        return
    kept = claiming.seal(pen, one, made, who)
    note(f"Sealed. It leaves with a batch, at {kept.leaves} at the earliest.")
    typer.echo(json.dumps({"id": kept.id, "leaves": str(kept.leaves)}, sort_keys=True) if as_json else kept.id)
