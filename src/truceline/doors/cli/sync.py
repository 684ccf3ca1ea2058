"""`truceline sync`: what others wrote comes here, what was written here goes to them; by network or by stick."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from truceline.desk.node import Node
from truceline.desk.node.exporting import export
from truceline.desk.node.parcels import recipient
from truceline.doors.cli.console import note, out, progress
from truceline.doors.cli.signing import NodeDir, opened
from truceline.errors import DataError, Fault, RecordError, Unreachable

if TYPE_CHECKING:
    from truceline.desk.node.sync import Pulled, Synced

_CAME = {
    "absent": "not there",
    "same": "nothing new",
    "new": "came",
    "behind": "less of it there than here",
    "rolled-back": "its own node now shows less of it than it signed before: a restored copy, or a step back",
    "restored": "came back of this node's own log: it is a restored copy",
    "forked": "FORKED: two signed histories; the proof is kept and told",
    "refused": "refused: it does not hold",
}


def sync(
    where: Annotated[
        str,
        typer.Argument(
            metavar="[WHERE]",
            help="An admitted log or its node, an address, a folder, a .tar file. Left out: all with an address.",
            show_default=False,
        ),
    ] = "",
    node: NodeDir = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="WHERE", help="Write a bundle there: a folder, or a .tar file.")
    ] = None,
    for_: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="LOG",
            help="With --to: for one admitted log, with what is sealed for it alone.",
            show_default=False,
        ),
    ] = "",
    *,
    read_only: Annotated[bool, typer.Option("--read-only", help="Without passphrase: take, and sign nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what came as one JSON object a place.")] = False,
) -> None:
    """Take every admitted log that a peer or a stick has, prove it, hold it, cosign it; bring a peer what it lacks.

    With --to, a bundle is written, after what WHERE brought. Cut off anywhere, the same command goes on. A batch of
    sealed entries whose time has come leaves first.

    Example: truceline sync --to /media/stick --for LOG --node DIR
    """
    wrong: list[Fault] = []
    gone: list[str] = []
    if for_ and to is None:
        cure = "Name the folder or .tar file with --to; by network, each peer is given its own."
        raise DataError("nothing to write for that log", (Fault("", 0, "--for", "--to WHERE as well", "none", cure),))
    with opened(node, reading=read_only or bool(to and not where and not for_)) as held:
        if not read_only:
            _leave(held)
        if where or to is None:
            wrong, gone = _met(held, where, as_json=as_json)
        if to is not None:
            with progress(to.name) as tell:
                count = export(held, to, tell, _origin(held, for_) if for_ else "")
            note(f"{to}  {count} files")
    if wrong:
        raise RecordError("not everything there holds; what does not was not taken", tuple(wrong))
    if gone:
        raise Unreachable("\n".join(gone))


def _leave(node: Node) -> None:
    """Let a batch leave that is due; none is where nothing was ever enrolled to seal to."""
    if node.witness and recipient(node.record, node.origin):
        from truceline.desk.sealing.batches import leave  # noqa: PLC0415 - loads what only sealing needs

        leave(node)


def _origin(node: Node, log: str) -> str:
    """The admitted log that is meant, by its origin or its node's name; raises UnknownName."""
    called = [one.origin for one in node.logs() if not one.own and log in {one.origin, one.name}]
    return called[0] if len(called) == 1 else node.peers[log].origin


def _met(node: Node, where: str, *, as_json: bool) -> tuple[list[Fault], list[str]]:
    """Sync with each place that is meant; what did not hold, and who did not answer."""
    from truceline.desk.node.sync import places  # noqa: PLC0415 - loads the network, which others do not need
    from truceline.desk.node.sync import sync as synced  # noqa: PLC0415 - as above

    wrong: list[Fault] = []
    gone: list[str] = []
    for place in places(node, where):
        try:
            with progress(place.where) as tell:
                done = synced(node, place, lambda _, count, total: tell(count, total))
        except Unreachable as error:
            gone.append(str(error))
            continue
        _told(node, done, as_json=as_json)
        wrong += [fault for one in done.pulled for fault in _faults(place.where, one)]
    return wrong, gone


def _faults(where: str, pulled: Pulled) -> tuple[Fault, ...]:
    """What did not hold of one log."""
    if pulled.fork is None:
        return pulled.faults
    cure = "The proof is in this node's evidence, and in its log where it could be signed; sync, and all have it."
    return (Fault(where, 0, pulled.origin, "one history", "two, both signed", cure),)


def _told(node: Node, done: Synced, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_plain(done), sort_keys=True, ensure_ascii=False))
        return
    for line in _lines(node, done):
        out().print(escape(line), soft_wrap=True)


def _lines(node: Node, done: Synced) -> Iterator[str]:
    """What came, a line a log, and what followed from it."""
    names = {one.origin: one.name or one.origin for one in node.logs()}
    yield done.where
    for one in done.pulled:
        more = f", {one.cosignatures} cosignatures" if one.cosignatures else ""
        count = f"{one.entries:,} entries " if one.entries else ""
        yield f"  {names[one.origin]}: {count}{_CAME[one.came]}{more}; {one.size:,} held"
        if one.fork:
            yield f"    {one.fork.says}"
    for pushed in done.pushed:
        what = pushed.refused or f"{pushed.entries:,} entries brought, {pushed.cosignatures} cosignatures given"
        yield f"  {names[pushed.origin]}: {what}"
    if done.blobs.came or done.blobs.missing:
        why = f"; not given: {done.refused}" if done.refused else ""
        yield f"  blobs: {done.blobs.came} came, {done.blobs.missing} still missing{why}"
    for each in done.parcels:
        gap = "; some before are lost" if each.missing else ""
        why = f"; not taken: {each.refused}" if each.refused else ""
        yield f"  parcels of {names[each.origin]}: {each.came} came, {each.brought} brought{gap}{why}"
    if done.anchor:
        yield f"  anchored in entry {done.anchor.seq}"
    if done.unsigned:
        yield f"  nothing was signed: {done.unsigned}"


def _plain(done: Synced) -> dict[str, object]:
    """What came, for machines."""
    parcels = [
        {
            "origin": one.origin,
            "came": one.came,
            "brought": one.brought,
            "lost": bool(one.missing),
            "refused": one.refused,
        }
        for one in done.parcels
    ]
    return {
        "where": done.where,
        "logs": [
            {"origin": one.origin, "came": one.came, "entries": one.entries, "size": one.size,
             "cosignatures": one.cosignatures, "fork": one.fork.says if one.fork else "",
             "faults": [str(fault) for fault in one.faults]}
            for one in done.pulled
        ],
        "brought": [
            {"origin": one.origin, "entries": one.entries, "cosignatures": one.cosignatures, "refused": one.refused}
            for one in done.pushed
        ],
        "blobs": {"came": done.blobs.came, "missing": done.blobs.missing, "refused": done.refused},
        "anchor": done.anchor.seq if done.anchor else None,
        "unsigned": done.unsigned,
        **({"parcels": parcels} if parcels else {}),
    }  # fmt: skip
