"""Bulletins for the tests of pages: every result, every section, none at all, and far too many."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from tests.render.test_sentences import truce
from truceline.agreement import Agreement, compiled, fingerprint
from truceline.bulletin import Bulletin, Entry, bulletin
from truceline.claims import Dataset, Deaths, Event, Part, Report, Tally
from truceline.desk import shelf
from truceline.desk.verbs import from_files
from truceline.findings import finding, findings_of
from truceline.period import Instant, Period, local_day
from truceline.place import Position, disc, polygon, position
from truceline.terms import Candidate, Conduct, When, evaluate

MADE_UP = Dataset("Two valleys, seed 7", "CC0 1.0", "", simulated=True)
SQUARE = tuple(position(lon, lat) for lon, lat in (("-73", "-23"), ("-72", "-23"), ("-72", "-22"), ("-73", "-22")))
CUTOFF = Instant.parse("2031-05-14T09:30+03:00")
FIRST_DAY = dt.date(2031, 5, 10)
DEATHS = (
    Deaths(None, None, None),
    Deaths(0, 0, 0),
    Deaths(2, 3, 5, civilians=1),
    Deaths(1, None, 4),
)
TALLIES = (
    Tally(
        "k",
        "Kelmar",
        "2031-05-12",
        "10 to 12 May",
        15,
        "breaches",
        "government",
        (Part("north", 7), Part("south", 6)),
        40,
        "https://example.org/k",
    ),
    Tally(
        "d",
        "Dovrin",
        "2031-05-12",
        "10 to 12 May",
        11,
        "violations",
        "",
        (Part("north", 11),),
        None,
        "",
        "none confirmed",
    ),
    Tally("n", "River post", "2031-05-12", "", 3, "bursts", "not said", (), None, ""),
)


def moved(conduct: Conduct, days: int) -> Conduct:
    """The conduct so many days later; one that only says a period stays."""
    first = conduct.time[0].value.span
    if not isinstance(first, Instant):
        return conduct
    return replace(conduct, time=(Candidate(When(first.plus(days * 86_400))),))


def event(number: int, name: str, conduct: Conduct, marker: Position | None) -> Event:
    """One row about a conduct; every fourth with a hostile name, all with what rows may have."""
    title = f"<b>{name}</b> & “more”" if number % 4 == 0 else f"Report on {name}"
    return Event(
        id=name,
        conduct=conduct,
        titles={"en": title} if number % 3 else {},
        place_name=("Upper ford, <east>" if number % 8 else "") if marker is None else f"Place {number % 5}",
        district="North, Upper valley" if number % 2 else "",
        place_precision="governorate",
        time_precision="minute",
        marker=marker,
        deaths=DEATHS[number % len(DEATHS)],
        reports=(Report("River Post", FIRST_DAY, title), Report("Hill Radio", None, "")),
        notes=("source dated before the event",) if number % 5 == 0 else (),
        row=number + 2,
    )


@cache
def entries() -> tuple[Entry, ...]:
    """A case of every form, over four days; one lies in the period before, one after."""
    agreement, drawn, conducts = truce()
    found = []
    for number, name in enumerate(CASES):
        conduct = conducts[name]
        here = moved(conduct, number % 4 - (number % 9 == 0))
        marker = position(f"{9.6 + number % 5 * 0.6:.1f}", f"{0.4 + number % 3 * 0.8:.1f}") if number % 4 else None
        one = event(number, name, here, marker)
        columns = findings_of(evaluate(drawn, here), agreement)
        found.append(Entry(one, finding(one, agreement, drawn, "0" * 64, columns)))
    return tuple(found)


def of(
    found: Sequence[Entry], *, simulated: bool = True, tallies: Sequence[Tally] = TALLIES, days: int = 4
) -> Bulletin:
    """A bulletin of the invented truce."""
    agreement = truce()[0]
    return bulletin(
        agreement,
        found,
        local_day(FIRST_DAY, days, agreement.time_zone),
        fingerprint="5e" * 32,
        version="0.1.0",
        cutoff=CUTOFF,
        datasets=(replace(MADE_UP, simulated=simulated),),
        tallies=tallies,
    )


@cache
def full() -> Bulletin:
    """Every result and every section."""
    return of(entries())


@cache
def empty() -> Bulletin:
    """A period in which nothing came in, of a text with one column."""
    return of((), simulated=False, tallies=())


@cache
def crowded() -> Bulletin:
    """More findings under one sentence than a page tells, and more places than a map names."""
    one = next(entry for entry in entries() if entry.event.id == "possible-with-lead")
    found = []
    for number in range(260):
        marker = position(f"{9.1 + number % 20 * 0.15:.2f}", f"{0.2 + number // 20 * 0.2:.2f}")
        here = replace(one.event, id=f"clash-{number:03}", marker=marker, place_name=f"Hamlet {number:03}")
        found.append(Entry(here, replace(one.finding, event=here.id)))
    return of(found)


@cache
def real() -> Bulletin:
    """The incidents and totals published about the truce of 2016: nothing drawn, nothing placed, nothing made up."""
    agreement = shelf.find("syria-2016-02")
    incidents, tallies = from_files.published_facts(agreement, "en")
    found = from_files.assessed(agreement, incidents)
    return from_files.make_bulletin(
        agreement, found, (), from_files.days(agreement, found, None, None), tallies=tallies
    )


@cache
def mapped() -> Bulletin:
    """Three made-up events on the map of the fictional country."""
    agreement = shelf.find("exercise")
    drawn, mark = compiled(agreement), fingerprint(agreement)
    conducts = truce()[2]
    when = (Candidate(When(local_day(dt.date(2031, 5, 10), 1, agreement.time_zone))),)
    found = []
    for number, (lon, lat) in enumerate((("85.6", "-30.6"), ("86.5", "-30.05"), ("86.5", "-30.05"))):
        conduct = replace(conducts["not-engaged"], a=(), b=(), time=when, place=(Candidate(position(lon, lat)),))
        one = event(number + 1, f"made-up-{number}", conduct, position(lon, lat))
        found.append(Entry(one, finding(one, agreement, drawn, mark, findings_of(evaluate(drawn, conduct), agreement))))
    return _exercise(agreement, found, mark)


CASES = (
    *("certain", "certain-of-two", "certain-for-people"),
    *("possible-with-lead", "possible-by-status", "possible-by-direction", "possible-by-place"),
    *("possible-by-distance", "possible-by-forward-side", "possible-by-moment", "possible-by-source"),
    *("possible-by-reading", "possible-on-some", "undetermined", "undetermined-place"),
    *("excepted", "excepted-by-notice", "excepted-by-concurrence", "not-reached", "not-engaged"),
    *("contradictory", "advice", "presumed", "explained-clash", "explained-flight"),
)
VAGUE = ("district", "governorate", "a line or part of a region", "country", "international waters or airspace", "")


def roughly(number: int) -> Event:
    """One event whose place and time are known more or less: a point, a circle, an area, or a word."""
    conduct = truce()[2]["not-engaged"]
    at = position(f"-{70 + number}.5", f"-{20 + number}.25")
    shapes = (at, disc(at, 700), disc(at, 25_000), polygon([[[*SQUARE]]]))
    place = shapes[number] if number < len(shapes) else None
    whole = local_day(dt.date(2031, 5, 10), 2, "Etc/GMT-3")
    hours = Period(Instant.parse("2031-05-10T06:00+03:00"), Instant.parse("2031-05-10T08:30+03:00"))
    time = When(hours if number % 2 else whole, throughout=number % 4 > 1)
    here = replace(conduct, place=(Candidate(place),), time=(Candidate(time),))
    one = event(number, f"rough-{number}", here, at if place is not None else None)
    return replace(one, place_precision=VAGUE[number - len(shapes)] if place is None else "exact")


@cache
def rough() -> Bulletin:
    """Events known more or less surely, in the west and the south, from a data set that says how to be cited."""
    found = next(one.finding for one in entries() if one.event.id == "not-engaged")
    events = [roughly(number) for number in range(10)]
    cited = Dataset("Rough data 2", "", "River Post, 2031")
    made = of([Entry(one, replace(found, event=one.id)) for one in events], simulated=False)
    return replace(made, datasets=(cited,))


def _exercise(agreement: Agreement, found: Sequence[Entry], mark: str) -> Bulletin:
    period = local_day(dt.date(2031, 5, 10), 1, agreement.time_zone)
    return bulletin(
        agreement, found, period, fingerprint=mark, version="0.1.0", cutoff=CUTOFF, datasets=(MADE_UP,), tallies=()
    )


EVERY = {"full": full, "empty": empty, "crowded": crowded, "real": real, "mapped": mapped, "rough": rough}
