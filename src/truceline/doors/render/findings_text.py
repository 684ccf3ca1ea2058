"""Findings for a terminal: the whole reasoning of one, and the work order of many.

Readable without colour, piped and at 80 columns; text in any language is written in logical order.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from truceline.agreement import Agreement
from truceline.doors.render import view
from truceline.doors.render.sentences import Section
from truceline.doors.render.words import Words
from truceline.findings import WorkItem

_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069"))


def plain(text: str) -> str:
    """The text without the invisible marks of direction that a page needs and a terminal shows."""
    return text.translate(_MARKS)


def print_explained(sections: Sequence[Section], console: Console) -> None:
    """Print the whole reasoning, section by section."""
    for number, section in enumerate(sections):
        if number:
            console.print()
        console.print(Text(plain(section.title), style="bold"))
        for line in section.lines:
            console.print(Padding(Text(plain(line)), (0, 0, 0, 2)))


def print_work(words: Words, agreement: Agreement, work: Sequence[WorkItem], findings: int, console: Console) -> None:
    """Print a work order over so many findings, the questions that can settle most first."""
    console.print(Text(plain(words.say("page-work")), style="bold"))
    rows = view.work_order_rows(work, agreement, words)
    if not rows:
        console.print(Text(plain(words.say("page-work-none"))))
        return
    console.print(Text(plain(words.say("page-work-of", findings=findings))))
    console.print(work_table(words, rows))


def work_table(words: Words, rows: Sequence[view.WorkRow]) -> Table:
    """The rows of a work order: how many it can settle, the question, what follows."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    table.add_column(Text(plain(words.say("page-work-total"))), justify="right", min_width=6)
    table.add_column(Text(plain(words.say("page-question"))), ratio=3)
    table.add_column(Text(plain(words.say("page-work-if"))), ratio=2)
    for row in rows:
        settled = words.say("page-work-settles", number=row.whatever)
        follows = [*row.outcomes, *([settled] if row.whatever else [])]
        number = Text(plain(words.say("number", n=row.total)))
        table.add_row(number, Text(plain(row.question)), Text("\n".join(plain(one) for one in follows)))
    return table
