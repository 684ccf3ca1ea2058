"""`truceline audit`: everything signed or hashed at a place derived anew, and the first thing wrong named."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.markup import escape

from truceline.desk.node import Node, world
from truceline.doors.cli.console import out, progress
from truceline.doors.cli.signing import NodeDir, opened

_SAID = {
    "entries": "entries, each in its tree, in its place, signed",
    "heads": "heads, each signed by its log",
    "cosignatures": "cosignatures",
    "anchors": "anchors, each of the log that is here",
    "refs": "references",
    "blobs": "blobs, each with its digest",
    "forks": "proofs of a fork that hold",
    "anchors_unchecked": "anchors not compared: of logs that are not here, or longer than here",
    "refs_unchecked": "references not compared: likewise",
    "cosigners_unknown": "cosignatures by keys that nobody here enrolled",
    "blobs_missing": "blobs that are not here, or not for us",
    "on_branches": "statements about another branch of a log that is proved to have forked",
}


def audit(
    where: Annotated[str, typer.Argument(metavar="WHERE", help="A node's folder, a bundle, or an address.")],
    node: NodeDir = None,
    log: Annotated[
        list[str] | None, typer.Option(metavar="ORIGIN", help="A log to ask an address for; may be repeated.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as one JSON object.")] = False,
) -> None:
    """Derive every root, signature, cosignature, anchor and reference anew; name the first thing wrong, and where.

    Needs no node and no passphrase. With --node, logs must be those that its people admitted. Cut off, the same
    command goes on from where it was.
    """
    from truceline.desk.node.sync.auditing import audit as audited  # noqa: PLC0415 - loads what other commands do not need

    def run(reader: Node | None) -> None:
        with progress(where) as tell:
            tally = audited(where, world(), tell, reader, tuple(log or ()))._asdict()
        if as_json:
            typer.echo(json.dumps(tally, sort_keys=True))
            return
        for name, count in tally.items():
            if count or name in {"entries", "heads"}:
                out().print(escape(f"{count:>9,}  {_SAID[name]}"), soft_wrap=True)
        out().print("nothing wrong was found")

    if node is None:
        run(None)
    else:
        with opened(node, reading=True) as reader:
            run(reader)
