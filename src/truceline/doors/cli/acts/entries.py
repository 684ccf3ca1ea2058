"""`truceline entries` and `truceline entry show`: what came, and one entry with its standing and proof."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from truceline.desk import files
from truceline.desk.verbs import looking
from truceline.doors.cli.acts.said import Ref, option
from truceline.doors.cli.console import note, out
from truceline.doors.cli.signing import NodeDir, opened
from truceline.doors.render.acts import entry_in_words, row_of

entry = typer.Typer(help="Look at one entry of the record.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON: one object, or one a line.")]


@entry.command("show")
def show(
    name: Ref,
    proof: Annotated[
        Path | None, option("--proof", metavar="FILE", help="Write its proof (tlog-proof) and, beside it, its bytes.")
    ] = None,
    node: NodeDir = None,
    as_json: AsJson = False,  # noqa: FBT002 - Typer's way
) -> None:
    """Show an entry: what it says, whether it counts, its proof, and who cosigned the head it stands under."""
    with opened(node, reading=True) as held:
        looked = looking.look(held, name)
    if as_json:
        typer.echo(json.dumps(looked.plain(), ensure_ascii=False, sort_keys=True))
    else:
        for line in entry_in_words(looked):
            out().print(line, markup=False, emoji=False, soft_wrap=True)
    if proof:
        bytes_too = proof.with_name(f"{proof.name}.entry")
        files.write(proof, looked.proof)
        files.write(bytes_too, looked.found.entry.leaf)
        note(f"{proof}: its proof; {bytes_too}: its bytes")


def entries(
    kind: Annotated[str, option("--kind", help="Only this kind, or those that begin so, as zone.")] = "",
    log: Annotated[str, option("--log", help="Only this log, by its origin or how that begins.")] = "",
    most: Annotated[int, typer.Option("--most", help="How many.", min=1)] = 20,
    node: NodeDir = None,
    as_json: AsJson = False,  # noqa: FBT002 - Typer's way
) -> None:
    """List what came, newest first: time as authors say, place, kind, and what is said."""
    with opened(node, reading=True) as held:
        for found in looking.newest(held, kind, log, most):
            if as_json:
                typer.echo(json.dumps(found.plain(), ensure_ascii=False, sort_keys=True))
            else:
                out().print("  ".join(row_of(found)), markup=False, emoji=False, soft_wrap=True)
