"""An agreement for a terminal: as it stands at an instant, how two differ, how several do on the same events."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from truceline.actors import Count, Standing, StatusList
from truceline.agreement import LANGUAGES, Agreement, Bound, Change, FieldChange, Shown, fingerprint
from truceline.doors.render.sentences import label, question
from truceline.doors.render.words import Words
from truceline.findings import Backtest, TextOutcome
from truceline.place import rough_km2
from truceline.terms import Effect, Result, Rule
from truceline.zones import Zone


def print_shown(words: Words, what: Shown, console: Console) -> None:
    """Who is bound, by whose list; what is in force, and where."""
    agreement = what.agreement
    moment = words.moment(what.at, agreement.time_zone)
    title = words.say(
        "agreement-as-it-stands", title=words.pick(agreement.title), moment=moment, zone=agreement.time_zone
    )
    console.print(f"[bold]{escape(title)}[/bold]")
    console.print(words.say(f"agreement-status-{agreement.status}"))
    if agreement.note:
        console.print(escape(words.pick(agreement.note)))
    console.print(words.say("agreement-fingerprint", mark=fingerprint(agreement)), soft_wrap=True)
    for book, count in what.lists:
        if book.title:
            console.print("· " + escape(_list_line(words, book, count, agreement.time_zone)))
    console.print(_people(words, what))
    console.print(_rules(words, what))
    if what.zones:
        console.print(_zones(words, what))


def _list_line(words: Words, book: StatusList, count: Count | None, zone: str) -> str:
    title = words.pick(book.title or {})
    if book.published:
        return words.say("agreement-list-published", title=title)
    if count is None:
        return words.say("agreement-list-no-count", title=title)
    day = words.date(count.at.datetime(zone).date())
    return words.say("agreement-list-count", title=title, groups=count.groups, day=day, source=count.source)


def _people(words: Words, what: Shown) -> Table:
    table = Table(title=words.say("agreement-who"), title_justify="left")
    table.add_column(words.say("agreement-actor"))
    table.add_column(words.say("agreement-roles"))
    for book, _ in what.lists:
        table.add_column(words.pick(book.title or {"en": book.id}))
    for bound in what.bound:
        table.add_row(*_person(words, bound))
    return table


def _person(words: Words, bound: Bound) -> list[str]:
    name = escape(words.pick(bound.actor.names))
    if bound.disputed:
        name += f" ({words.say('agreement-disputed')})"
    return [name, ", ".join(bound.roles), *(_standing(words, standing) for _, standing in bound.standings)]


def _standing(words: Words, standing: tuple[Standing, ...]) -> str:
    names = [label(words, "status", one.status) for one in standing]
    if len(names) == 1:
        return names[0]
    return words.say("agreement-either", one=names[0], other=names[1])


def _rules(words: Words, what: Shown) -> Table:
    table = Table(title=words.say("agreement-rules"), title_justify="left")
    for name in ("clause", "now", "effect", "says", "source"):
        table.add_column(words.say(f"agreement-{name}"))
    for rule in (*what.in_force, *what.not_in_force):
        now = words.say("agreement-yes" if rule in what.in_force else "agreement-no")
        source = what.agreement.sources[rule.clause.source]
        says = words.pick(rule.clause.gist)
        if rule.readings:
            held = tuple(words.pick(one.title) for one in rule.readings)
            says += f"\n{words.say('agreement-readings', readings=words.listing(held))}"
        table.add_row(rule.id, now, _effect(words, rule), escape(says), escape(source.title))
    return table


def _effect(words: Words, rule: Rule) -> str:
    if rule.effect is Effect.REQUIRE_NOTICE:
        return words.say("effect-require_notice", hours=(rule.lead_s or 0) // 3600)
    if rule.effect is Effect.REQUIRE_CONCURRENCE:
        return words.say("effect-require_concurrence", who=rule.concurrence_of or "")
    return words.say(f"effect-{rule.effect}")


def _zones(words: Words, what: Shown) -> Table:
    table = Table(title=words.say("agreement-zones"), title_justify="left")
    for name in ("zone", "now", "area"):
        table.add_column(words.say(f"agreement-{name}"))
    for zone, now in what.zones:
        in_force = words.say("agreement-yes" if now else "agreement-no")
        table.add_row(escape(words.pick(zone.names)), in_force, _extent(words, zone))
    return table


def _extent(words: Words, zone: Zone) -> str:
    if zone.area is None:
        return words.say("agreement-not-published")
    return words.say("agreement-km2", number=max(1, round(rough_km2(zone.area))))


# ── how two differ ────────────────────────────────────────────────────────────────────────────


def print_differences(words: Words, a: Agreement, b: Agreement, changes: tuple[Change, ...], console: Console) -> None:
    """Every difference in words, section by section."""
    told = [change for change in changes if change.kind != "changed" or _told(words, change)]
    if not told:
        console.print(words.say("diff-none", a=a.id, b=b.id))
        return
    console.print(f"[bold]{words.say('diff-head', a=a.id, b=b.id)}[/bold]")
    for change in told:
        what = words.say(f"diff-{change.kind}", a=a.id, b=b.id)
        console.print(f"[bold]{change.section}[/bold] {escape(change.item)}: {what}")
        for field in _told(words, change):
            before, after = (text or words.say("diff-nothing") for text in (field.before, field.after))
            console.print(f"  {field.field}", style="dim")
            console.print(f"    {escape(words.say('diff-was', text=before))}")
            console.print(f"    {escape(words.say('diff-is', text=after))}")


def _told(words: Words, change: Change) -> tuple[FieldChange, ...]:
    """The fields to tell: texts in the reader's language alone."""
    others = tuple(f".{language}" for language in LANGUAGES if language != words.language)
    return tuple(field for field in change.fields if not field.field.endswith(others))


# ── several texts over the same events ────────────────────────────────────────────────────────


def print_backtest(words: Words, what: Backtest, console: Console) -> None:
    """What each text reaches, what only one does, and what would settle most under each."""
    head = words.say("backtest-head", texts=len(what.texts), events=what.events)
    console.print(f"[bold]{head}[/bold]")
    console.print(_texts(words, what))
    for text in what.texts:
        console.print(_clauses(words, text))
    console.print(f"[bold]{words.say('backtest-differences')}[/bold]")
    for one in what.differences:
        examples = ", ".join(one.examples)
        told = words.say("backtest-difference", a=one.reached_by, b=one.not_by, events=one.events, examples=examples)
        console.print(f"· {escape(told)}")
    if not what.differences:
        console.print(words.say("backtest-same"))
    console.print(words.say("backtest-none", events=what.reached_by_none))
    for text in what.texts:
        _asked(words, text, console)


def _texts(words: Words, what: Backtest) -> Table:
    rows = [(text.agreement.id, text.results, str(text.for_people)) for text in what.texts]
    return _results(words, "backtest-text", rows, "backtest-people")


def _clauses(words: Words, text: TextOutcome) -> Table:
    rows = [(clause.rule, clause.results, clause.example) for clause in text.clauses]
    table = _results(words, "backtest-clause", rows, "backtest-example")
    table.title, table.title_justify = escape(f"{text.agreement.id}: {words.pick(text.agreement.title)}"), "left"
    return table


_Row = tuple[str, tuple[tuple[Result, int], ...], str]  # name, numbers by result, last cell


def _results(words: Words, first: str, rows: list[_Row], last: str) -> Table:
    """A row for each text or clause, a column for each result that any of them has."""
    occurring = [result for result in Result if any(dict(numbers)[result] for _, numbers, _ in rows)]
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column(words.say(first), no_wrap=True)
    for result in occurring:
        table.add_column(label(words, "result", result), justify="right")
    table.add_column(words.say(last), justify="right")
    for name, numbers, cell in rows:
        table.add_row(name, *(f"{dict(numbers)[result]:,}" for result in occurring), cell)
    return table


def _asked(words: Words, text: TextOutcome, console: Console) -> None:
    if text.work:
        console.print(f"[bold]{words.say('backtest-asked', text=text.agreement.id)}[/bold]")
    for item in text.work:
        asked = question(words, text.agreement, item.atom, item.about)
        console.print(f"· {len(item.findings)}: {escape(asked)}")
