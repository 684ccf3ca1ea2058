"""The floor at work while the world is watched: run by test_purity in a process of its own.

It works once to warm up (libraries load their data then), bars the world, and works again: the same values, and not one
file, socket, clock, environment or locale touched. What is barred stays barred, hence the process of its own.
"""

import locale
import os
import random
import sys
import time
from collections.abc import Callable
from typing import NoReturn

from truceline.actors import Actor, Adherence, Designation, Roster, Status, StatusList, Tenure, Umbrella
from truceline.agreement import Agreement, Force, compiled, fingerprint, plain
from truceline.bulletin import Entry, bulletin
from truceline.claims import Dataset, Deaths, Event
from truceline.findings import Assessor, backtest
from truceline.period import Instant, Period, Schedule, local_day, slices
from truceline.place import band, cells, disc, line, polygon, position
from truceline.terms import (
    Candidate,
    Clause,
    Conduct,
    Effect,
    Guarantor,
    Member,
    Rule,
    Selector,
    Side,
    When,
    evaluate,
)
from truceline.terms.vocabulary import Against, Inside, Kind, OnSchedule
from truceline.zones import Zone

START = Instant.parse("2016-03-24T22:00+02:00")
NIGHTS = Schedule(("thu", "fri"), 22 * 60, 6 * 60, "Asia/Damascus")
FROM_START = Period(START, None)
SQUARE = polygon(
    [[[position(lon, lat) for lon, lat in (("36.0", "35.0"), ("36.2", "35.0"), ("36.2", "35.2"), ("36.0", "35.2"))]]],
    "geodesic",
)

WATCHED = (
    "ctypes.", "ftplib.", "glob.", "http.", "import", "mmap.", "open", "os.", "pathlib.", "poplib.", "shutil.",
    "smtplib.", "socket.", "sqlite3.", "subprocess.", "syslog.", "tempfile.", "time.", "urllib.",
)  # fmt: skip


def about_time() -> list[object]:
    """Instants read and cut, over a change of the clocks."""
    edges = NIGHTS.edges(START, START.plus(3 * 86_400))
    days = local_day(START.datetime("Asia/Damascus").date(), 2, "Asia/Damascus")
    return [str(START), edges, slices(Period(START, START.plus(86_400)), edges), str(days)]


def about_place() -> list[object]:
    """Areas drawn, and a disc cut by them."""
    near = band(line([position("36.0", "35.1"), position("36.3", "35.1")]), 2_000)
    return [near, sorted(map(sorted, cells(disc(position("36.2", "35.1"), 5_000), [SQUARE, near])))]


def roster() -> Roster:
    """A side with two groups on two lists, one of them designated, and an umbrella over both."""
    crown = Actor("crown", {"en": "Crown"}, "state", roles=(Tenure("crown_side", FROM_START, "own"),))
    groups = [Actor(name, {"en": name}, "armed_group") for name in ("alder", "birch")]
    return Roster(
        actors=[crown, *groups],
        umbrellas=[Umbrella("trees", {"en": "the trees"}, ("alder", "birch"), open=True)],
        lists=[
            StatusList("east-list", "east", published=True, recognises=("council",), opened=None),
            StatusList("west-list", "west", published=False, recognises=(), opened=START),
        ],
        adherence=[
            Adherence("crown", FROM_START, ("east", "west"), "own"),
            Adherence("alder", FROM_START, ("east",), "own"),
        ],
        designations=[Designation("birch", "council", FROM_START, "own")],
    )


def agreement() -> Agreement:
    """Two clauses: no attacks on parties, and none in a zone at night without a day's notice."""
    clause = Clause("text", "1", {"en": "No attacks."}, "own")
    protected = Rule("1", clause, FROM_START, Selector(role=("crown_side",)), Effect.PROHIBIT, None, None,
                     (Kind(("attack",)),), (Against(Selector(status=(Status.PARTY,))),))  # fmt: skip
    nights = Rule("2", clause, FROM_START, None, Effect.REQUIRE_NOTICE, 86_400, None,
                  (Kind(("air_strike",)),), (Inside(("square",)), OnSchedule(NIGHTS)))  # fmt: skip
    return Agreement(
        id="small",
        title={"en": "Small"},
        status=Force.FICTIONAL,
        time_zone="Asia/Damascus",
        note={},
        extent=None,
        sources={},
        instruments={},
        monitor=None,
        roster=roster(),
        guarantors=(Guarantor("east", ()), Guarantor("west", ("crown_side",))),
        lines=(),
        baselines=(),
        places=(),
        zones=(Zone("square", {"en": "Square"}, (), SQUARE),),
        rules=(protected, nights),
        presumptions=(),
        obligations=(),
        procedure=(),
    )


def conduct() -> Conduct:
    """An attack by the crown on the umbrella, at the square's edge, on a night that is not told to the hour."""
    return Conduct(
        "event",
        a=(Candidate(Side(members=(Member("crown"),))),),
        b=(Candidate(Side(umbrella="trees")),),
        kind=(Candidate("attack"),),
        place=(Candidate(disc(position("36.2", "35.1"), 5_000)),),
        time=(Candidate(When(Period(START, START.plus(86_400)))),),
    )


def about_terms() -> list[object]:
    """An agreement compiled and hashed, a conduct judged under it in every column."""
    judged = evaluate(compiled(agreement()), conduct())
    return [
        fingerprint(agreement()),
        [
            (name, column.worlds, str(column.together.result), [str(each.result) for each in column.clauses.values()])
            for name, column in judged.columns.items()
        ],
    ]


def about_findings() -> list[object]:
    """An event found on, a bulletin and a backtest made of it."""
    deaths = Deaths(0, 1, 2)
    event = Event("event", conduct(), {"en": "Night"}, "", "", "", "", position("36.2", "35.1"), deaths, ())
    found = Assessor(agreement()).finding(event)
    period = local_day(START.datetime("Asia/Damascus").date(), 2, "Asia/Damascus")
    sources = [Dataset("ours", "own", "", simulated=True)]
    day = bulletin(agreement(), [Entry(event, found)], period, fingerprint=found.fingerprint, version="0",
                   cutoff=START, datasets=sources)  # fmt: skip
    text = agreement()
    return [plain(found), day.this, day.headlines, day.work, backtest({text.id: [found]}, [text]).texts[0].results]


def work() -> str:
    """Everything the floor does, as one text."""
    return repr([about_time(), about_place(), about_terms(), about_findings()])


def barred(name: str) -> Callable[..., NoReturn]:
    """What stands in place of a function of the world."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError(f"the floor touched {name}")

    return refuse


def watch() -> list[str]:
    """Bar clocks, environment, randomness and locale, and note whatever else the interpreter reports of the world."""
    touched: list[str] = []
    for module in (time, random, locale):
        for name in vars(module):
            if callable(getattr(module, name)) and not isinstance(getattr(module, name), type):
                setattr(module, name, barred(f"{module.__name__}.{name}"))
    for name in ("getenv", "urandom", "getcwd", "stat", "getpid"):
        setattr(os, name, barred(f"os.{name}"))

    def note(event: str, args: tuple[object, ...]) -> None:
        if event.startswith(WATCHED):
            touched.append(f"{event} {args[:1]}")

    sys.addaudithook(note)
    return touched


def main() -> int:
    """0 where the second piece of work is as the first and touched nothing."""
    first = work()
    touched = watch()
    second = work()
    seen = list(touched)
    if first != second:
        seen.append("the second answer is not the first")
    sys.stdout.write("\n".join(seen))
    return 1 if seen else 0


if __name__ == "__main__":
    sys.exit(main())
