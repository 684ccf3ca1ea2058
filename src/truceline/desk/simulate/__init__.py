"""A made-up fortnight in a fictional country, from a seed: for demonstrations, tests and training.

One seed is one fortnight, on every machine: chance is whole numbers from one generator, and people, towns and
zones come from the agreement, which must be fictional. One day is quiet; on every other some things happen, among
them each kind of scene at least once. The data set says of itself that it is simulated.

What it does not do: resemble any real war's statistics, or make up an event in a real place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from truceline.agreement import Agreement
from truceline.bulletin import first_instant
from truceline.claims import Dataset, Event, Report
from truceline.desk.simulate import clauses, fighting
from truceline.desk.simulate.dice import Dice
from truceline.desk.simulate.stage import Draft, Stage, other_side, side
from truceline.desk.simulate.theatre import Theatre
from truceline.desk.simulate.titles import UNKNOWN, headline
from truceline.terms import FACTS, Candidate, Conduct

FEWEST, MOST = 9, 13  # events on a day that is not quiet

Scene = Callable[[Stage, dt.date], Draft]

SCENES: tuple[tuple[int, Scene], ...] = (  # each with its weight
    (30, fighting.clash),
    (22, fighting.shelling),
    (8, fighting.between_parties),
    (12, fighting.from_the_air),
    (2, fighting.hospital),
    (5, fighting.excluded),
    (5, fighting.near_a_zone),
    (4, fighting.disputed),
    (3, fighting.told_twice),
    (1, fighting.month),
    (24, clauses.watched),
    (6, clauses.excepted),
    (3, clauses.beside),
)


def simulate(agreement: Agreement, seed: int, start: dt.date, days: int) -> tuple[tuple[Event, ...], Dataset]:
    """The events of so many local days from `start` on, in order of time, and the data set they are of.

    Raises Refused for an agreement that is not fictional or in which nothing can be played, and ValueError for
    no days at all.
    """
    if days < 1:
        msg = "at least one day"
        raise ValueError(msg)
    theatre, dice = Theatre(agreement), Dice(seed)
    stage = Stage(theatre, dice)
    drafts = [scene(stage, day) for day, scene in _plan(theatre, dice, start, days)]
    events = sorted((_event(theatre, one) for one in drafts), key=first_instant)
    name = f"Simulated events under {agreement.id}, seed {seed}"
    return tuple(_numbered(events)), Dataset(name, licence="", citation="", simulated=True)


def _plan(theatre: Theatre, dice: Dice, start: dt.date, days: int) -> Iterator[tuple[dt.date, Scene]]:
    """Which scene on which day: everything once, the rest by weight; one day without anything."""
    quiet = dice.between(days // 3, days - 2) if days > 3 else -1
    busy = [start + dt.timedelta(days=k) for k in range(days) if k != quiet]
    slots = [day for day in busy for _ in range(dice.between(FEWEST, MOST))]
    once = [scene for _, scene in SCENES]
    chosen = dice.shuffled([*once, *(dice.weighted(SCENES) for _ in slots[len(once) :])])
    yield from zip(slots, chosen, strict=False)
    yield from _turns(theatre, busy)


def _turns(theatre: Theatre, busy: list[dt.date]) -> Iterator[tuple[dt.date, Scene]]:
    """An attack inside each zone whose effect begins or ends meanwhile: the day before, and the day itself."""
    for zone in theatre.drawn:
        for change in sorted({end for period in zone.periods for end in period.ends()}):
            day = change.datetime(theatre.agreement.time_zone).date()
            yield from (
                (one, partial(fighting.in_zone, zone=zone)) for one in (day - dt.timedelta(days=1), day) if one in busy
            )


def _event(theatre: Theatre, made: Draft) -> Event:
    """The event without its number."""
    town = theatre.nearest(made.at).place
    a, b = (made.a.names if made.a else UNKNOWN), (made.b.names if made.b else None)
    titles = headline(made.what, town.names, a, b, directed="direction" in made.facts)
    facts = {"a": side(made.a), "b": other_side(made.b), "place": made.place, "time": made.when, **made.facts}
    conduct = Conduct("", **{name: _candidates(facts[name]) for name in FACTS if name in facts})
    event = Event(
        id="",
        conduct=replace(conduct, sources=made.sources),
        titles=titles,
        place_name=town.names["en"],
        district="",
        place_precision=made.place_words,
        time_precision=made.time_words,
        marker=made.at,
        deaths=made.deaths,
        reports=(),
    )
    day = first_instant(event).datetime(theatre.agreement.time_zone).date()
    return replace(event, reports=tuple(Report(office, day, titles["en"] + more) for office, more in made.told))


def _candidates(value: Any) -> Any:  # noqa: ANN401 - the value of any field
    return value if isinstance(value, tuple) else (Candidate(value),)


def _numbered(events: list[Event]) -> Iterator[Event]:
    for number, event in enumerate(events, start=1):
        name = f"sim-{number:03d}"
        yield replace(event, id=name, conduct=replace(event.conduct, id=name))
