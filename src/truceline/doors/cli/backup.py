"""`truceline backup` and `truceline restore`: one encrypted file of a node, its key copies elsewhere, and the way back.

The passphrase of a backup comes from a prompt, TRUCELINE_BACKUP_PASSPHRASE, or the file that
TRUCELINE_BACKUP_PASSPHRASE_FILE names; never from an argument.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from truceline.desk import files
from truceline.desk.backing_up import Lock, Opener, Restored, Written, needs_passphrase
from truceline.desk.backing_up import backup as backed_up
from truceline.desk.backing_up import restore as restored
from truceline.desk.node import world
from truceline.desk.sealing import keycopies
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.keycopies import Owed
from truceline.doors.cli.console import note, out, progress
from truceline.doors.cli.signing import NodeDir, opened
from truceline.errors import Locked, Refused, Unreachable

_VARIABLE = "TRUCELINE_BACKUP_PASSPHRASE"

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")]


def backup(
    to: Annotated[
        Path | None,
        typer.Argument(
            metavar="TO",
            help="The file to write, or a folder to put it into. Left out: only the key copies are looked after.",
            show_default=False,
        ),
    ] = None,
    node: NodeDir = None,
    keys: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="Keep a key copy there: a file, or a folder, on another medium; remembered from then."
        ),
    ] = None,
    forget_keys: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Write that key copy no more: it was destroyed.")
    ] = None,
    recipients: Annotated[
        list[str] | None,
        typer.Option("--recipient", metavar="AGE1…", help="Encrypt to this age recipient; may be repeated."),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write one encrypted file of a node, which may be at work meanwhile; keep its key copy elsewhere.

    Example: truceline backup /media/safe/ --keys /media/stick/ --node DIR

    The file opens by a passphrase, asked twice or from
    TRUCELINE_BACKUP_PASSPHRASE, or by the identity of a --recipient. The keys of sealed objects are never in it: they
    are in the key copy, which is written anew at every erasure. A node needs both to come back whole; whoever has one
    of them alone reads nothing that is sealed. Never in it: the head marker, and next keys that lie elsewhere.

    Exit code 6: the place is taken. 9: a key copy is owed, since its place cannot be reached; everything else was done,
    and the same command tries it again.
    """
    with opened(node, reading=True) as held:
        if forget_keys:
            keycopies.forget(held.path, forget_keys)
        if keys:
            keycopies.add(held.path, keys)
        written = None
        if to is not None:
            lock = Lock(tuple(recipients)) if recipients else Lock(passphrase=_secret(twice=True))
            with progress(to.name) as tell:
                written = backed_up(held, to, lock, tell)
        owed = written.owed if written else keycopies.settle(held.path)
        _told(written, keycopies.remembered(held.path), owed, as_json=as_json)
    if owed:
        raise Unreachable("\n".join(f"a key copy is owed: {one.path}: {one.why}" for one in owed))


def restore(
    source: Annotated[Path, typer.Argument(metavar="FROM", help="The backup.", show_default=False)],
    to: Annotated[Path, typer.Argument(metavar="DIR", help="Where: a folder that is not there yet.")],
    keys: Annotated[Path | None, typer.Option(metavar="PATH", help="The newest key copy of this node.")] = None,
    identity: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A file with the age identity the backup was encrypted to.")
    ] = None,
    *,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help="There is no key copy: nothing sealed will open, ever.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make a node's folder of a backup, checked whole first: all of it or nothing.

    Example: truceline restore /media/safe/mission-1a2b3c4d.backup DIR --keys /media/stick/mission-1a2b3c4d.keys

    The restored node signs nothing, for itself or others, until `truceline node recover` has fetched back what it
    signed since. Restore on one machine only: two that recover apart from each other would fork the log.

    Exit code 3: the backup or key copy cannot be used, or the folder is taken. 7: the record in it does not hold.
    8: it does not open.
    """
    copy = _copy(keys, without_keys=without_keys)
    opener = Opener(passphrase=_secret()) if needs_passphrase(source) else Opener(identities=_identities(identity))
    with progress(source.name) as tell:
        made = restored(source, to, opener, copy, world(), tell)
    if as_json:
        typer.echo(json.dumps(_plain(made), sort_keys=True, ensure_ascii=False))
    else:
        _told_restored(made)


def _copy(keys: Path | None, *, without_keys: bool) -> Path | None:
    """The key copy, asked for where it is not said; None where there is none."""
    if bool(keys) and without_keys:
        raise Refused("a key copy and --without-keys: give one of the two")
    if keys or without_keys:
        return keys
    if not sys.stdin.isatty():
        raise Refused(
            "nothing was restored: without the key copy nothing sealed opens again. Give --keys PATH, or "
            "--without-keys where there is none"
        )
    said: str = typer.prompt("Key copy of this node (empty: there is none)", default="", show_default=False, err=True)
    return Path(said) if said else None


def _secret(*, twice: bool = False) -> str:
    said = os.environ.get(_VARIABLE)
    if said:
        return said
    path = os.environ.get(f"{_VARIABLE}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").removesuffix("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise Locked(f"the passphrase file {path} cannot be read: {error}; mend its place") from None
    if not sys.stdin.isatty():
        raise Locked(
            f"the passphrase of the backup: expected one, got none, and there is no terminal to ask on; give it in "
            f"{_VARIABLE} or {_VARIABLE}_FILE"
        )
    asked: str = typer.prompt("Passphrase of the backup", hide_input=True, confirmation_prompt=twice, err=True)
    return asked


def _identities(path: Path | None) -> tuple[Identity, ...]:
    """The identities of a file as age writes it: one a line, remarks after #."""
    if path is None:
        raise Locked("the backup is encrypted to a recipient: give the file of its identity with --identity")
    none = Locked(f"{path} holds no age identity; give the file that `age-keygen` wrote, and nothing else in it")
    try:
        lines = [line.strip() for line in files.read(path).decode().splitlines()]
        found = tuple(Identity.read(line) for line in lines if line and not line.startswith("#"))
    except (UnicodeDecodeError, Locked):
        raise none from None
    if not found:
        raise none
    return found


def _told(
    written: Written | None, places: tuple[keycopies.Place, ...], owed: tuple[Owed, ...], *, as_json: bool
) -> None:
    late = {str(one.path): one.why for one in owed}
    if as_json:
        said: dict[str, object] = {"key_copies": [{"path": one.path, "owed": late.get(one.path, "")} for one in places]}
        if written:
            said["backup"] = {
                "path": str(written.path),
                "bytes": written.bytes,
                "origin": written.contents.origin,
                "size": written.contents.size,
                "files": [one.name for one in written.contents.files],
                "left_out": list(written.unknown),
                "unsent": list(written.contents.unsent),
            }
        typer.echo(json.dumps(said, sort_keys=True, ensure_ascii=False))
        return
    if written:
        listed = written.contents
        _said(f"{written.path}  {written.bytes:,} bytes  {listed.origin}, {listed.size:,} entries")
        _said(f"  {', '.join(one.name for one in listed.files)}")
        if written.unknown:
            note(f"left out, being no files of a node: {', '.join(written.unknown)}")
        if listed.unsent:
            note(f"{len(listed.unsent)} sealed objects have not been sent yet: a restored node cannot send them")
    for one in places:
        _said(f"key copy {one.path}  {'OWED' if one.path in late else 'as the keys are now'}")
    if not places:
        note("no key copy is kept anywhere: a restored node would open nothing sealed. Add one with --keys PATH")


def _plain(made: Restored) -> dict[str, object]:
    return {
        "path": str(made.path),
        "origin": made.origin,
        "words": made.words,
        "size": made.size,
        "files": list(made.files),
        "objects": made.objects,
        "shredded": list(made.shredded),
        "unsent": list(made.unsent),
        "stale": made.stale,
    }


def _told_restored(made: Restored) -> None:
    _said(f"{made.path}  {made.origin}, {made.size:,} entries")
    _said(f"its words, which your people know: {made.words}")
    _said(f"sealed objects that open again: {made.objects}")
    if made.stale:
        _said("the key copy is older than the backup: it may open what was erased. Is there no newer one?")
    if made.shredded:
        _said(f"shredded, since the key copy has no key of theirs: {', '.join(made.shredded)}")
    if made.unsent:
        _said(f"not sent to everybody, and to be sealed anew where it matters: {', '.join(made.unsent)}")
    if made.accounts:
        _said("officers' accounts are as they were then: disable and revoke again what was since")
    if not made.next_keys:
        _said("the keys to come were kept elsewhere: leave them there")
    _said(f"it signs nothing yet; next: truceline node recover --node {made.path}")


def _said(text: str) -> None:
    out().print(escape(text), soft_wrap=True)
