"""The bulletin for a terminal: the same things in the same order as on the page, from 80 columns up.

It must be readable without colour, when piped into a file, and read aloud: bars are blocks, each result has a
letterform of its own, and every bar stands beside its number. The lead comes first. Arabic is written in logical
order, without marks of direction; ordering it for the eye is the terminal's work.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from truceline.bulletin import Bulletin, Count
from truceline.doors.render import view
from truceline.doors.render.findings_text import plain, work_table
from truceline.doors.render.view import period_text
from truceline.doors.render.words import Words
from truceline.terms import Result

WORK_ROWS = 8  # questions printed
BLOCKS = 3  # sentences printed of each result
EVENTS = 3  # events printed under each sentence
BAR = 24  # characters of the longest bar
# Told apart without colour, the heaviest fullest.
SIGNS = {
    Result.CERTAIN: "█",
    Result.POSSIBLE: "▓",
    Result.UNDETERMINED: "▒",
    Result.EXCEPTED: "◊",
    Result.NOT_REACHED: "░",
    Result.NOT_ENGAGED: "·",
    Result.CONTRADICTORY: "×",
}


def terminal(bulletin: Bulletin, words: Words, console: Console) -> None:
    """Print the bulletin; long lists are cut with the number of what is left out."""
    printer = _Printer(bulletin, words, console)
    printer.head()
    printer.brief()
    printer.counts()
    printer.days()
    printer.work()
    printer.gaps()
    printer.findings()
    printer.columns()
    printer.people()
    printer.tallies()
    printer.foot()


class _Printer:
    """Prints one bulletin in one language."""

    def __init__(self, bulletin: Bulletin, words: Words, console: Console) -> None:
        self._bulletin, self._words, self._console = bulletin, words, console

    # ── pieces ────────────────────────────────────────────────────────────────────────────────

    def _say(self, message: str, **values: str | int) -> str:
        return plain(self._words.say(message, **values))

    def _line(self, text: str, style: str = "") -> None:
        self._console.print(Text(plain(text), style=style))

    def _indented(self, text: str, by: int = 2, style: str = "") -> None:
        self._console.print(Padding(Text(plain(text), style=style), (0, 0, 0, by)))

    def _heading(self, message: str) -> None:
        self._console.print()
        self._line(self._words.say(message), "bold")

    def _mark(self) -> None:
        if self._bulletin.simulated:
            mark = f" {self._say('page-simulated-mark')} · {self._say('page-simulated')} "
            self._line(mark, "bold reverse")

    # ── sections ──────────────────────────────────────────────────────────────────────────────

    def head(self) -> None:
        """Title, period, zone, cut-off, status."""
        agreement, zone = self._bulletin.agreement, self._bulletin.agreement.time_zone
        self._mark()
        self._line(self._words.pick(agreement.title), "bold")
        facts = (
            ("page-period", period_text(self._words, self._bulletin.period, zone)),
            ("page-zone", zone),
            ("page-cutoff", self._words.moment(self._bulletin.cutoff, zone)),
            ("page-status", self._words.say(f"agreement-status-{agreement.status}")),
        )
        self._line(" · ".join(f"{self._say(name)}: {value}" for name, value in facts))

    def brief(self) -> None:
        """The lead, what is known, what is not, what to ask."""
        told = view.brief(self._bulletin, self._words)
        self._console.rule(characters="─", style="")
        self._line(told.lead, "bold")
        for name, rows in (("known", told.known), ("unknown", told.unknown), ("ask", told.ask)):
            self._heading(f"page-brief-{name}")
            if not rows:
                self._indented(self._words.say("page-ask-none"))
            self._told(rows)
        self._console.rule(characters="─", style="")

    def _told(self, rows: Iterable[view.Told]) -> None:
        table = Table.grid(padding=(0, 1))
        table.add_column(justify="right", min_width=6, no_wrap=True)
        table.add_column()
        for row in rows:
            table.add_row(self._number(row.number), Text(plain(row.text)))
        self._console.print(table)

    def _number(self, number: int) -> Text:
        return Text(self._say("number", n=number))

    def counts(self) -> None:
        """Each result with its bar, this period and the last."""
        rows = view.count_rows(self._words, self._bulletin.this, self._bulletin.last)
        longest = max((row.this for row in rows), default=0)
        table = self._table(("page-result", "left"), ("page-this", "right"), ("page-last", "right"), ("", "left"))
        for row in rows:
            bar = SIGNS[row.result] * _share(row.this, longest, BAR)
            table.add_row(Text(plain(row.label)), self._number(row.this), self._number(row.last), Text(bar))
        totals = (self._number(self._bulletin.this.total), self._number(self._bulletin.last.total))
        table.add_row(Text(self._say("page-total")), *totals, "")
        self._heading("page-counts")
        self._console.print(table)

    def days(self) -> None:
        """Each day as a bar stacked by result, with what the signs mean."""
        most = max((day.counts.total for day in self._bulletin.days), default=0)
        table = Table.grid(padding=(0, 1))
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True)
        for day in self._bulletin.days:
            bar = _stacked(day.counts, most, BAR)
            table.add_row(Text(plain(self._words.date(day.date))), self._number(day.counts.total), Text(bar))
        self._heading("page-days")
        self._console.print(table)
        rows = view.count_rows(self._words, self._bulletin.this, self._bulletin.last)
        self._line("  ".join(f"{SIGNS[row.result]} {plain(row.label)}" for row in rows if row.this))

    def work(self) -> None:
        """The first questions of the work order."""
        rows = view.work_rows(self._bulletin, self._words)
        self._heading("page-work")
        if not rows:
            self._line(self._words.say("page-work-none"))
            return
        self._console.print(work_table(self._words, rows[:WORK_ROWS]))
        if rows[WORK_ROWS:]:
            self._line(self._words.say("page-more-questions", number=len(rows) - WORK_ROWS))

    def gaps(self) -> None:
        """What nobody's statement answers."""
        rows = view.gap_rows(self._bulletin, self._words)
        if rows:
            self._heading("page-gaps")
            self._told(rows[:WORK_ROWS])
            if rows[WORK_ROWS:]:
                self._line(self._words.say("page-more-questions", number=len(rows) - WORK_ROWS))

    def findings(self) -> None:
        """By result, the sentences that most findings share, with their first events."""
        self._heading("page-findings")
        for group in view.groups(self._bulletin, self._words):
            self._console.print()
            self._line(f"{SIGNS[group.result]} {group.label} {self._say('number', n=group.total)}", "bold")
            for block in group.blocks[:BLOCKS]:
                self._block(block)
            others = group.total - sum(block.total for block in group.blocks[:BLOCKS])
            if others:
                self._indented(self._words.say("page-untold-otherwise", number=others))
        if not self._bulletin.entries:
            self._line(self._words.say("page-findings-none"))

    def _block(self, block: view.Block) -> None:
        self._indented(block.sentence)
        cited = (f"{clause.rule}, {clause.paragraph}: {clause.label}" for clause in block.clauses)
        if block.clauses:
            self._indented(" · ".join(cited), 4)
        for row in block.rows[:EVENTS]:
            where = self._words.say("page-terminal-event", when=row.when, where=row.where, precision=row.precision)
            who = self._words.say("page-terminal-sides", sides=row.sides, deaths=row.deaths)
            self._indented(f"{row.id} {row.kind} · {where} · {who}", 4)
        if block.total > EVENTS:
            self._indented(self._words.say("page-untold", number=block.total - EVENTS), 4)

    def columns(self) -> None:
        """The same findings in every column."""
        found = view.columns(self._bulletin, self._words)
        if len(found.names) < 2:
            return
        table = self._table(("page-result", "left"))
        for name in found.names:
            table.add_column(Text(plain(name)), justify="right", overflow="fold")
        for _, label, numbers in found.rows:
            table.add_row(Text(plain(label)), *(self._number(number) for number in numbers))
        self._heading("page-columns")
        self._line(self._words.say("page-columns-note", events=self._bulletin.this.total))
        self._console.print(table)
        message = "page-columns-differ" if found.differences else "page-columns-agree"
        self._line(self._words.say(message, number=len(found.differences)))

    def people(self) -> None:
        """What clauses leave to people."""
        rows = view.people_rows(self._bulletin, self._words)
        if rows:
            self._heading("page-people")
            self._told([view.Told(row.findings, f"{row.question} ({row.rule}; {row.kind})") for row in rows])

    def tallies(self) -> None:
        """Published totals of others, each as published."""
        rows = view.tally_rows(self._bulletin, self._words)
        if rows:
            self._heading("page-tallies")
            self._line(self._words.say("page-tallies-note"))
            self._told([view.Told(row.tally.total, self._tally(row)) for row in rows])

    def _tally(self, row: view.TallyRow) -> str:
        one = row.tally
        told = [
            f"“{one.unit}”",
            one.reporter,
            one.covers or self._say("not-said"),
            f"{self._say('page-tally-accused')}: {one.accused or self._say('not-said')}",
            f"{self._say('page-tally-parts')}: {row.parts or self._say('not-said')}",
        ]
        return " · ".join([*told, row.remark] if row.remark else told)

    def foot(self) -> None:
        """Sources, licences, the notices, the mark of the agreement."""
        self._heading("page-sources")
        for one in self._bulletin.datasets:
            cited = f" · {self._say('page-citation')} {one.citation}" if one.citation else ""
            self._indented(f"{one.name} · {self._say('page-licence')} {one.licence or self._say('not-said')}{cited}")
        self._console.rule(characters="─", style="")
        self._line(self._words.say("page-prima-facie"))
        self._line(self._words.say("page-coverage"))
        mark = self._say("page-agreement-mark", id=self._bulletin.agreement.id)
        self._line(self._say("page-version", version=self._bulletin.version))
        self._line(f"{mark} {self._bulletin.fingerprint}")
        self._mark()

    def _table(self, *heads: tuple[str, str]) -> Table:
        table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
        for name, side in heads:
            justify = "right" if side == "right" else "left"
            table.add_column(Text(self._say(name)) if name else "", justify=justify)  # type: ignore[arg-type]
        return table


def _share(number: int, most: int, width: int) -> int:
    """How many characters of a bar; at least one for anything there is."""
    return max(1, round(number * width / most)) if number and most else 0


def _stacked(counts: Count, most: int, width: int) -> str:
    """One bar of all results; rounded along the whole, so that parts end where their sums do."""
    if not most:
        return ""
    done, drawn, parts = 0, 0, []
    for result, number in counts.results:
        done += number
        upto = round(done * width / most)
        parts.append(SIGNS[result] * (upto - drawn))
        drawn = upto
    return "".join(parts)
