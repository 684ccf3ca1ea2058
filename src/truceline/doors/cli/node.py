"""`truceline node …`: a node made, looked at, its peers admitted, its keys changed, its place found again.

Each command that signs says what it will sign and asks, unless `--yes` is given. What a person must hear from
another person, the words of a fingerprint, is typed and never copied from what the network shows.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from truceline.canon import to_json
from truceline.desk.node import Entry, create, exporting, policies, recovery, rotation, world
from truceline.desk.node.founding import predecessor
from truceline.desk.node.passphrases import passphrase
from truceline.desk.node.status import Status
from truceline.desk.node.status import status as status_of
from truceline.desk.node.world import STRETCHINGS
from truceline.desk.sealing import keycopies
from truceline.doors.cli.console import out, progress
from truceline.doors.cli.signing import NodeDir, agreed, opened
from truceline.doors.render.node_text import show_status
from truceline.errors import Locked
from truceline.kinds import KeyEnd, Role

app = typer.Typer(help="A node: one log of your own, and everybody's beside it.", no_args_is_help=True)

Yes = Annotated[bool, typer.Option("--yes", help="Sign without asking: for scripts.")]
NextKeys = Annotated[
    Path | None,
    typer.Option(
        metavar="PATH", help="Where the next keys lie, as on a stick in a safe; left out: in the node's folder."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")]


class Hardness(StrEnum):
    """How hard passphrases are to try, as people say it."""

    INTERACTIVE = "interactive"
    MODERATE = "moderate"
    SENSITIVE = "sensitive"


@app.command()
def init(
    path: Annotated[Path, typer.Argument(metavar="DIR", help="Where: a folder that is not there yet.")],
    name: Annotated[str, typer.Option(help="The node's name, for people.", show_default=False)],
    role: Annotated[Role, typer.Option(help="What it is to the agreement.", show_default=False)],
    actor: Annotated[str, typer.Option(help="Actor id in the agreement for whom it speaks.")] = "",
    succeeds: Annotated[
        Path | None,
        typer.Option(metavar="OLD_DIR", help="The node whose log this one continues, by the key it committed to."),
    ] = None,
    next_keys: NextKeys = None,
    old_next_keys: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Where the old node's next keys lie.")
    ] = None,
    stretching: Annotated[
        Hardness,
        typer.Option(
            help="How long one try of a passphrase takes, the node's and its officers': a tenth of a second and "
            "64 MiB, for exercises; a second and 256 MiB; or four and 1 GiB."
        ),
    ] = Hardness.MODERATE,
    *,
    as_json: AsJson = False,
) -> None:
    """Make a node: keys, record, policy. The passphrase is asked twice, or comes from TRUCELINE_PASSPHRASE.

    With --succeeds the old node's passphrase is the new one's too. Nobody can find a lost passphrase, and a copy of
    the folder without its head marker will not sign.
    """
    secret = passphrase() or _asked(f"Passphrase of {path}", twice=True)
    after = predecessor(succeeds, secret, old_next_keys) if succeeds else None
    here = replace(world(), stretching=STRETCHINGS[stretching])
    with create(path, name, role, actor, secret, here, after=after, next_keys=next_keys) as node:
        if as_json:
            facts = {"path": node.path, "origin": node.origin, "words": node.words, "genesis": node.genesis}
            typer.echo(json.dumps({**facts, "marker": node.marker.path}, default=str, sort_keys=True))
            return
        _said(f"{node.path}  {node.origin}")
        _said(f"words to read to others: {node.words}")
        _said(f"head marker, not to be copied by backups: {node.marker.path}")
        _said(f"next keys, best kept elsewhere: {next_keys or node.path / 'next-keys.json'}")
        if after:
            _said(f"to count, it is attested by somebody opposite: truceline attest node {node.origin}#1")


@app.command()
def status(node: NodeDir = None, *, as_json: AsJson = False) -> None:
    """Show what is held, from whom, how fresh, how firm, and what is wrong."""
    with opened(node, reading=True) as held:
        found, owed = status_of(held), keycopies.owed(held.path)
        if as_json:
            late = [{"path": str(one.path), "why": one.why} for one in owed]
            facts: dict[str, object] = dict(to_json(Status, found), key_copies_owed=late)  # type: ignore[arg-type]  # a dataclass is an object
            typer.echo(json.dumps(facts, ensure_ascii=False, sort_keys=True))
        else:
            show_status(found, held.world.now(), out())
            for one in owed:
                _said(f"KEY COPY OWED  {one.path}: {one.why}")


@app.command()
def admit(
    origin: Annotated[str, typer.Argument(help="The log's name, as its people gave it.", show_default=False)],
    fingerprint: Annotated[str, typer.Option(help="Its eight words, as its people say them.", show_default=False)],
    node: NodeDir = None,
    url: Annotated[str, typer.Option(help="Where its node listens.")] = "",
    place: Annotated[str, typer.Option("--from", metavar="WHERE", help="A bundle or address: check at once.")] = "",
) -> None:
    """Admit a log: from then on it is read, mirrored and cosigned. The words must be those of its first entry.

    Without --from they are kept, and checked when the log is first met.
    """
    from truceline.desk.node.admitting import admit as admit_log  # noqa: PLC0415 - loads the network

    with opened(node, reading=True) as held:
        peer = admit_log(held, origin, fingerprint, url, place)
        met = peer.identity
        _said(f"{peer.origin}  " + (f"{met.name}, {met.role}: the words are right" if met else "not met yet"))
        if not policies.arrange(held):
            _said("the policy was written by hand and is left as it is: add the new cosigners to it")


@app.command()
def forget(
    origin: Annotated[str, typer.Argument(help="The log's name.", show_default=False)], node: NodeDir = None
) -> None:
    """Read a log no more; what is held of it stays in the record."""
    with opened(node, reading=True) as held:
        held.peers.forget(origin)
        policies.arrange(held)
        _said(f"{origin}  forgotten")


@app.command()
def rotate(node: NodeDir = None, next_keys: NextKeys = None, *, yes: Yes = False) -> None:
    """Let the next entry key take over, as committed to beforehand; the old one counts until it is retired."""
    with opened(node) as held:
        path = next_keys or held.path / "next-keys.json"
        agreed(f"enrol {rotation.coming(held, path)[1].vkey}; from then on it signs this log's entries", yes=yes)
        _signed(rotation.rotate(held, passphrase() or _asked(f"Passphrase of {path}"), path))


@app.command()
def retire(
    key: Annotated[str, typer.Argument(help="The key's name; the log's own, to end the log.", show_default=False)],
    why: Annotated[KeyEnd, typer.Option(help="What became of it.")] = KeyEnd.ROTATED,
    remark: Annotated[str, typer.Option("--note", help="In words, for everybody to read.")] = "",
    node: NodeDir = None,
    *,
    yes: Yes = False,
) -> None:
    """Retire a key, or end the whole log: what is signed with it from then on counts for nothing."""
    with opened(node) as held:
        what = "end this log for good" if key == held.origin else f"retire {key}"
        agreed(f"{what}, {why}{f': {remark}' if remark else ''}", yes=yes)
        _signed(rotation.retire(held, key, why, remark))


@app.command()
def recover(
    node: NodeDir = None,
    places: Annotated[
        list[str] | None, typer.Option("--from", metavar="WHERE", help="A bundle or an address; may be repeated.")
    ] = None,
    override: Annotated[
        str, typer.Option(metavar="REASON", help="Go on without peers, for this reason; it stands in the log for ever.")
    ] = "",
    *,
    yes: Yes = False,
) -> None:
    """Bring a restored node back to the newest head of its own log, as its peers hold it, before it signs again."""
    from truceline.desk.node.sync import own  # noqa: PLC0415 - loads the network

    with opened(node) as held, progress("own log") as tell:
        if override:
            agreed(f"go on without peers where they do not answer, because: {override}", yes=yes)
        _signed(recovery.recover(held, own.asking(tuple(places or ()), tell), override))


@app.command()
def export(
    to: Annotated[Path, typer.Argument(metavar="WHERE", help="A folder, or a file that ends in .tar.")],
    node: NodeDir = None,
) -> None:
    """Write all logs and blobs as plain files: a bundle for a memory stick, or a folder for any web server."""
    with opened(node, reading=True) as held, progress(to.name) as tell:
        files = exporting.export(held, to, tell)
        _said(f"{to}  {files} files")


def _asked(of: str, *, twice: bool = False) -> str:
    if not sys.stdin.isatty():
        raise Locked(
            f"{of}: expected one, got none, and there is no terminal to ask on; give it in TRUCELINE_PASSPHRASE"
        )
    asked: str = typer.prompt(of, hide_input=True, confirmation_prompt=twice, err=True)
    return asked


def _signed(entry: Entry) -> None:
    _said(f"{entry.origin} {entry.seq}  {entry.kind}  {entry.hash}")


def _said(text: str) -> None:
    out().print(escape(text), soft_wrap=True)
