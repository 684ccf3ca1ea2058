"""`truceline seal send`, `receive` and `schedule`: batches of sealed entries leave, and what others sealed comes in.

What is printed by `send` and `schedule` is what everybody can see in the log: how many entries a batch has, and when it
left. How much waits is told to nobody. `receive` needs an officer, and tells which entries were kept, never what is in
them.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Annotated

import typer
from rich.markup import escape

from truceline.desk.guard import knows_of_lost
from truceline.desk.node import Node
from truceline.desk.sealing import batches
from truceline.desk.sealing.batches import Schedule
from truceline.desk.sealing.receiving import Outcome, Received
from truceline.desk.sealing.receiving import receive as received
from truceline.desk.sealing.recipients import recipient_of, recipients
from truceline.desk.sealing.vault import Vault
from truceline.doors.cli.console import out
from truceline.doors.cli.officers import OfficerName, unlocked
from truceline.doors.cli.signing import NodeDir, opened
from truceline.errors import DataError, Fault, Locked, RecordError, Refused

AsJson = Annotated[bool, typer.Option("--json", help="Print it as one JSON object.")]
_LENGTH = re.compile(r"([1-9]\d{0,6})(s|m|h|d)", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


def add_to(app: typer.Typer) -> None:
    """Add these commands to a room."""
    for command in (send, receive, schedule):
        app.command(command.__name__)(command)


def send(node: NodeDir = None, *, as_json: AsJson = False) -> None:
    """Let the batch leave whose time has come: always as many entries, whether anything was sealed or nothing.

    Example: truceline seal send --node DIR

    `sync` and `node serve` do the same by themselves. Exit code 0, also where none is due yet; 6 where nothing was ever
    enrolled to seal to, or this node does not sign; 8 where another process is writing.
    """
    with opened(node) as held:
        if not recipient_of(held, held.origin):
            raise Refused("no batch leaves: this body has no key to seal to. Add an officer: `truceline officer add`")
        if why := held.unsigned_because():
            raise Refused(why)
        left = batches.leave(held)
        told = {"left": len(left), **_times(held), "parcels": len(recipients(held)) if left else 0}
    if as_json:
        typer.echo(json.dumps(told, sort_keys=True))
    elif left:
        _say(f"{len(left)} sealed entries left for {told['last']}, and {told['parcels']} parcels; next {told['next']}")
    else:
        _say(f"none is due: the last batch left for {told['last']}; next {told['next']}")


def receive(node: NodeDir = None, officer: OfficerName = None, *, as_json: AsJson = False) -> None:
    """Open the parcels that have come, keep what holds, and seal a receipt for each; erase what its author erased.

    Example: truceline seal receive --officer "Duty officer, north" --node DIR

    Sync before. Receipts leave with the next batches. Exit code 0; 7 where something did not hold, which was not kept;
    8 where the officer was not let in, or opens nothing.
    """
    with opened(node) as held, unlocked(held, officer) as who:
        if who.body is None:
            raise Locked(f"{who.officer.role}: opens nothing that is sealed. Ask an officer who does")
        if not knows_of_lost(who.asker(held.origin)):
            raise Locked(f"{who.officer.role}: does not take in what comes sealed. Ask an officer whose role does")
        with Vault(held) as vault:
            found = received(held, vault, who.body, who.former)
    if as_json:
        typer.echo(json.dumps({"received": [_plain(one) for one in found]}, sort_keys=True))
    for one in found if not as_json else ():
        _say(f"{one.author}  {one.object}  {one.outcome}{': ' if one.why else ''}{one.why}")
    wrong = tuple(_fault(one) for one in found if one.outcome is Outcome.REFUSED)
    if wrong:
        raise RecordError("not everything that came holds; what does not was not kept", wrong)


def schedule(
    node: NodeDir = None,
    every: Annotated[
        str, typer.Option(metavar="TIME", help="From slot to slot: 30m, 6h, 1d.", show_default=False)
    ] = "",
    entries: Annotated[int, typer.Option(help="Entries in every batch, 1 to 256; 0: as before.", min=0)] = 0,
    parcel_kib: Annotated[int, typer.Option(help="KiB of every parcel, 32 to 4,096; 0: as before.", min=0)] = 0,
    *,
    as_json: AsJson = False,
) -> None:
    """Show when batches leave and how large they are, or change it.

    Example: truceline seal schedule --every 6h --entries 8 --node DIR

    Everybody sees the schedule, and any change of it: choose it for the largest need, and change it for no report.
    Exit code 0; 3 for one that cannot be.
    """
    with opened(node, reading=True) as held:
        plan = batches.schedule(held.path)
        if every or entries or parcel_kib:
            plan = _changed(plan, every, entries, parcel_kib)
            batches.set_schedule(held.path, plan)
        times = _times(held)
    if as_json:
        facts = {"every_s": plan.every_s, "entries": plan.entries, "parcel_b": plan.parcel_b}
        typer.echo(json.dumps({**facts, **times}, sort_keys=True))
        return
    _say(f"every {_length(plan.every_s)}: {plan.entries} entries, and parcels of {plan.parcel_b:,} bytes")
    _say(f"last {times['last']}; next {times['next']}")


def _changed(plan: Schedule, every: str, entries: int, parcel_kib: int) -> Schedule:
    match = _LENGTH.fullmatch(every) if every else None
    if every and match is None:
        fault = Fault("", 0, "--every", "a length of time like 30m, 6h or 1d", every, "Write it so.")
        raise DataError("no such schedule can be", (fault,))
    try:
        return replace(
            plan,
            every_s=int(match[1]) * _SECONDS[match[2]] if match else plan.every_s,
            entries=entries or plan.entries,
            parcel_b=parcel_kib * 1024 or plan.parcel_b,
        )
    except ValueError as error:
        fault = Fault("", 0, "", str(error), "", "Choose one within these bounds.")
        raise DataError("no such schedule can be", (fault,)) from None


def _times(node: Node) -> dict[str, str]:
    """When the last batch left, and from when on the next one does."""
    last, next_ = batches.times(node)
    return {"last": str(last or "none yet"), "next": str(next_)}


def _length(seconds: int) -> str:
    """As it is given.

    >>> _length(21_600), _length(90)
    ('6h', '90s')
    """
    unit = next(one for one in "dhms" if seconds % _SECONDS[one] == 0)
    return f"{seconds // _SECONDS[unit]}{unit}"


def _plain(one: Received) -> dict[str, str]:
    return {"author": one.author, "id": one.object, "outcome": str(one.outcome), "why": one.why}


def _fault(one: Received) -> Fault:
    cure = "Tell the people of that log; ask them to seal it again."
    return Fault(one.author, 0, one.object, one.why.removeprefix("expected "), "something else", cure)


def _say(text: str) -> None:
    out().print(escape(text), soft_wrap=True)
