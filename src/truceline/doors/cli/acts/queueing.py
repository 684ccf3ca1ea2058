"""`truceline incident queue`: what people are asked first, and what their answer would change."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from truceline.doors.cli.acts.deciding import incident
from truceline.doors.cli.console import LANG, Language, note, out, words
from truceline.doors.cli.signing import NodeDir, opened
from truceline.doors.render.queue_text import lines


@incident.command("queue")
def show(
    node: NodeDir = None,
    most: Annotated[int, typer.Option("--most", help="How many.", min=1)] = 12,
    lang: Annotated[Language, LANG] = Language.EN,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, one decision a line.")] = False,
) -> None:
    """Show what people should decide first: what would change a grade or a finding most.

    Example: truceline incident queue --node mission --most 5

    Each question stands with what speaks for asking it, what would change, and the command that answers it. Nothing is
    decided by standing here. Exit code 0; 6 where no agreement is in force.
    """
    from truceline.desk.verbs import queueing  # noqa: PLC0415 - loads the bulk engine, for this alone

    with opened(node, reading=True) as held:
        found = queueing.asked(held)
    for one in found[:most]:
        if as_json:
            typer.echo(json.dumps(queueing.plain(one), ensure_ascii=False, sort_keys=True))
        else:
            for line in lines(one, words(lang)):
                out().print(line, markup=False, emoji=False, soft_wrap=True)
    if len(found) > most:
        note(f"{len(found) - most} more; --most shows them.")
