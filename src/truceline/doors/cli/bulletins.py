"""`truceline bulletin`: a day or period rendered, issued as a signed entry, recomputed by whoever holds the record."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from truceline.bulletin import Bulletin
from truceline.desk import files, verbs
from truceline.desk.node import is_node, open_node, world
from truceline.desk.verbs import from_files
from truceline.doors.cli import signing
from truceline.doors.cli.console import LANG, Language, note, out, progress, words
from truceline.doors.cli.findings import Findings, First, Last, Named, day, found_within
from truceline.doors.render.data import geojson_text
from truceline.doors.render.page import html
from truceline.doors.render.terminal import terminal
from truceline.errors import DataError, Fault, RecordError
from truceline.formats.bulletin import json_text
from truceline.period import Instant

if TYPE_CHECKING:
    from truceline.desk.verbs.issuing import Recomputed


class _RendersByDefault(TyperGroup):
    """`truceline bulletin FINDINGS` is short for `truceline bulletin render FINDINGS`."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # Typer's own context
        if args and args[0] not in {*self.commands, "--help"}:
            args = ["render", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_RendersByDefault,
    help="A day or period: rendered from findings or a node, issued, recomputed. Without a word before it: render.",
    no_args_is_help=True,
)

Cutoff = Annotated[str | None, typer.Option("--cutoff", help="Nothing known later counts: instant with its offset.")]
Written = tuple[tuple[Path | None, Callable[[], str]], ...]


@app.command()
def render(
    findings: Findings,
    first: First = None,
    last: Last = None,
    cutoff: Cutoff = None,
    html_to: Annotated[Path | None, typer.Option("--html", help="Write one self-contained page.")] = None,
    json_to: Annotated[Path | None, typer.Option("--json", help="Write the bulletin as JSON.")] = None,
    geojson_to: Annotated[Path | None, typer.Option("--geojson", help="Write what a map shows.")] = None,
    agreement: Named = None,
    lang: Annotated[Language, LANG] = Language.EN,
    *,
    issue: Annotated[bool, typer.Option("--issue", help="Of a node: sign it and append it to its log.")] = False,
    yes: signing.Yes = False,
    dry_run: signing.DryRun = False,
    signed_json: Annotated[bool, typer.Option("--signed-json", help="Print what was signed as a JSON object.")] = False,
) -> None:
    """Render a day or period: in the terminal, and as page, JSON or GeoJSON where asked.

    With --issue a node's bulletin becomes an entry, with everything from which others recompute it.
    """
    if issue:
        consent = signing.consent(yes=yes, dry_run=dry_run)
        made, signed = _issued(findings, (first, last, cutoff), consent, dry_run=dry_run)
        signing.told(signed, as_json=signed_json)
    else:
        held, text, period = found_within(findings, agreement, first, last, before=True)
        made = from_files.make_bulletin(text, held.entries, held.datasets, period, cutoff=_cutoff(cutoff))
    written: Written = (
        (html_to, lambda: html(made, words(lang))),
        (json_to, lambda: json_text(made)),
        (geojson_to, lambda: geojson_text(made)),
    )
    for path, text_of in written:
        if path:
            files.write(path, text_of().encode())
            note(str(path))
    if not issue and not any(path for path, _ in written):
        terminal(made, words(lang), out())


def _issued(
    path: Path, told: tuple[str | None, str | None, str | None], consent: verbs.Consent, *, dry_run: bool
) -> tuple[Bulletin, verbs.Signed]:
    """A bulletin of a node's record, signed and appended; `told`: its first day, its last, its cut-off."""
    if not is_node(path):
        cure = "Name the node's directory, or leave out --issue."
        raise DataError("only a node issues bulletins", (Fault(str(path), 0, "", "a node's directory", "none", cure),))
    from truceline.desk.verbs import issuing  # noqa: PLC0415 - opens a database, which files do not need
    from truceline.desk.views.view import view_of  # noqa: PLC0415 - likewise

    first, last, cutoff = told
    with (
        signing.opened(path, reading=dry_run) as node,
        progress(path.name) as tell,
        view_of(node, tell) as view,
    ):
        text, entries = view.agreement(), view.entries()
        period = from_files.days(text, entries, day(first), day(last))
        made = from_files.make_bulletin(text, entries, view.datasets(), period, cutoff=_cutoff(cutoff))
        return made, issuing.issue(verbs.Pen(node, consent), view, made)


def _cutoff(text: str | None) -> Instant | None:
    return signing.instant(text, "--cutoff")


@app.command()
def recompute(
    node: Annotated[Path, typer.Argument(metavar="NODE", help="The node's directory.", show_default=False)],
    entry: Annotated[
        str, typer.Argument(metavar="[ENTRY]", help="ORIGIN#INDEX, id or hash of the bulletin; left out: the newest.")
    ] = "",
    *,
    as_json: signing.AsJson = False,
) -> None:
    """Recompute an issued bulletin from the record as of the heads it names; leave with 7 where it differs.

    The logs are cut to those heads and folded anew; digest and bulletin are compared byte for byte.
    """
    from truceline.desk.verbs import issuing  # noqa: PLC0415 - as above

    with open_node(node, None, world()) as held, progress(node.name) as tell:
        found = issuing.recompute(held, entry or None, tell)
    if as_json:
        typer.echo(json.dumps(found.plain(), ensure_ascii=False, sort_keys=True))
    elif found.difference is None:
        out().print(f"{found.entry.place}  equal  {found.issued.digest}", soft_wrap=True)
    if found.difference is not None:
        raise _differs(found)


def _differs(found: Recomputed) -> RecordError:
    apart, place = found.difference, found.entry.entry
    faults = (
        [
            Fault(
                place.origin,
                place.seq,
                apart.where,
                apart.recomputed,
                apart.issued,
                "Audit this record and its author's.",
            )
        ]
        if apart
        else []
    )
    return RecordError("recomputed, and not what was issued", tuple(faults))
