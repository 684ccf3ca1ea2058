"""A node's status for a terminal: one row a log, and below it what is wrong, in words.

Readable without colour and when piped into a file: nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from truceline.desk.node.status import LogStatus, Status
from truceline.period import DAY_S, Instant


def show_status(status: Status, now: Instant, console: Console) -> None:
    """Print how a node stands; `now` is what its logs are fresh against."""
    who = ", ".join(part for part in (status.role, status.actor) if part)
    console.print(escape(f"{status.name} ({who})  {status.origin}"), soft_wrap=True)
    console.print(escape(f"words to read to others: {status.words}"), soft_wrap=True)
    console.print(_table(status, now))
    for line in _wrong(status):
        console.print(escape(f"! {line}"), soft_wrap=True)


def _table(status: Status, now: Instant) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("log", "role", "entries", "root", "fresh", "held", "firm", "cosigners"):
        table.add_column(head, justify="right" if head in {"entries", "held", "firm"} else "left")
    for log in status.logs:
        table.add_row(
            escape(("own: " if log.own else "") + (log.name or log.origin)),
            log.role or "—",
            f"{log.size:,}",
            log.root[:8] or "—",
            fresh(log.last, now),
            _upto(log, log.held),
            _upto(log, log.firm),
            str(len(log.cosigners)),
        )
    return table


def fresh(last: Instant | None, now: Instant) -> str:
    """How long ago the last sign of life was, in the largest unit that fits."""
    if last is None:
        return "never"
    passed_s = now.epoch_s - last.epoch_s
    for unit, length_s in (("d", DAY_S), ("h", 3600), ("min", 60)):
        if passed_s >= length_s:
            return f"{passed_s // length_s} {unit} ago"
    return "now" if passed_s >= 0 else "in the future"


def _upto(log: LogStatus, size: int) -> str:
    """Up to which entry; "all" where it is every one."""
    return "all" if size and size == log.size else f"{size:,}"


def _wrong(status: Status) -> Iterator[str]:
    for log in status.logs:
        yield from (f"{log.origin}: {line}" for line in log.wrong)
    if status.missing:
        some = ", ".join(status.missing[:3]) + (" …" if len(status.missing) > 3 else "")
        yield f"{len(status.missing)} blobs that entries name are not here: {some}. Sync with a node that has them"
    asking = [line for line in status.policy if line.startswith("group")]
    if not asking:
        yield "the policy asks for no cosigner yet: admit other logs"
