"""What the row of an event says, field by field, as it says it.

Every version that a source gives is told; what nobody said is named as not said, and a missing number is
never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from truceline.agreement import Agreement
from truceline.claims import Deaths, Event, Report
from truceline.doors.render import facts
from truceline.doors.render.sentences import names
from truceline.doors.render.words import Words
from truceline.place import Altitudes
from truceline.terms import FACTS, Candidate, Direction, HarmedFact, Notice, Stated

_WORDS = ("kind", "weapon", "platform", "purpose", "site")
_YES_NO = ("armed", "control_changed", "in_notified_volume")


def row_lines(words: Words, agreement: Agreement, event: Event) -> Iterator[str]:
    """The row of an event, one line a field; then what it does not say."""
    yield _line(words, "line-event", event.id)
    if words.pick(event.titles):
        yield _line(words, "line-title", words.pick(event.titles))
    teller = _Teller(words, agreement, event)
    stated = {name: teller.field(name) for name in FACTS}
    for name, value in stated.items():
        if value:
            yield words.say("line", name=_heading(words, name), value=value)
    silent = tuple(names.label(words, "field", name) for name, value in stated.items() if not value)
    if silent:
        yield _line(words, "line-not-said", names.joined(words, silent))
    if event.district:
        yield _line(words, "line-district", event.district)
    yield from _deaths(words, event.deaths, (teller.side("a"), teller.side("b")))
    for report in event.reports:
        yield _line(words, "line-report", _report(words, report))
    for note in event.notes:
        yield _line(words, "line-note", note)


def _line(words: Words, name: str, value: str, **values: str) -> str:
    return words.say("line", name=words.say(name, **values), value=value)


def _heading(words: Words, field: str) -> str:
    """A field's label at the head of a line."""
    told = names.label(words, "field", field)
    return told[:1].upper() + told[1:]


class _Teller:
    """Puts one event's fields into words."""

    def __init__(self, words: Words, agreement: Agreement, event: Event) -> None:
        self._words, self._agreement, self._event = words, agreement, event
        self._told: Mapping[str, Callable[[Any], str]] = {
            "direction": self._direction,
            "harmed": self._harmed,
            "own_line_mm": self._own_line,
            "altitude": self._altitude,
            "notice": self._notice,
            "answers": self._answers,
            "amounts": self._amounts,
        }

    def field(self, name: str) -> str:
        """What is said of a field; empty where nobody said anything."""
        candidates: tuple[Candidate[Any], ...] = getattr(self._event.conduct, name)
        if name == "time":
            return facts.when(self._words, self._agreement, self._event)
        if name == "place":
            return self._place(stated=bool(candidates))
        told = [self._version(name, one) for one in candidates]
        if len(told) > 1:
            told = [self._words.say("version-no", n=n, value=value) for n, value in enumerate(told, start=1)]
        return names.joined(self._words, told) if told else ""

    def _version(self, name: str, one: Candidate[Any]) -> str:
        value = self._value(name, one.value)
        if not one.source:
            return value
        return self._words.say("version-of-source", value=value, source=one.source)

    def _value(self, name: str, value: Any) -> str:  # noqa: ANN401 - any field
        if name in _WORDS:
            return names.label(self._words, name, value)
        if name in _YES_NO:
            return self._words.say("yes" if value else "no")
        if name in ("a", "b"):
            return names.side_name(self._words, self._agreement, value.label())
        return self._told[name](value)

    def _place(self, *, stated: bool) -> str:
        if not stated and not self._event.place_name:
            return ""
        where = facts.where(self._words, self._event)
        return names.joined(self._words, (where, facts.precision(self._words, self._event)))

    def _direction(self, value: Direction) -> str:
        return self._words.say(f"direction-{value}", a=self.side("a"), b=self.side("b"))

    def side(self, name: str) -> str:
        """A side by name, every version of it."""
        labels = [one.value.label() for one in getattr(self._event.conduct, name)] or ["?"]
        return names.side_name(self._words, self._agreement, " / ".join(dict.fromkeys(labels)))

    def _harmed(self, value: HarmedFact) -> str:
        classes = names.row(self._words, (names.label(self._words, "harmed", one) for one in value.classes))
        classes = classes or self._words.say("harmed-none")
        if not value.members:
            return classes
        members = names.row(self._words, (names.actor_name(self._words, self._agreement, one) for one in value.members))
        return self._words.say("harmed-members", classes=classes, members=members)

    def _own_line(self, millimetres: int) -> str:
        return names.distance(self._words, millimetres // 1000)

    def _altitude(self, value: Altitudes) -> str:
        lower, upper = value.lower_mm // 1000, value.upper_mm // 1000
        return self._words.say("altitude", lower=lower, upper=upper, datum=value.datum)

    def _notice(self, value: Notice) -> str:
        if value.lead_s is None:
            return self._words.say("notice-none")
        return self._words.say("notice-lead", lead=names.lead_time(self._words, value.lead_s))

    def _answers(self, value: Stated[str]) -> str:
        return self._table((actor, names.label(self._words, "answer", answer)) for actor, answer in value.items)

    def _amounts(self, value: Stated[int]) -> str:
        return self._table((name, self._words.say("number", n=amount)) for name, amount in value.items)

    def _table(self, items: Iterator[tuple[str, str]]) -> str:
        lines = [self._words.say("line", name=self._named(name), value=value) for name, value in items]
        return names.joined(self._words, lines) if lines else self._words.say("not-said")

    def _named(self, name: str) -> str:
        for one in self._agreement.baselines:
            if one.id == name:
                return self._words.pick(one.names)
        return names.actor_name(self._words, self._agreement, name)


def _deaths(words: Words, deaths: Deaths, sides: tuple[str, str]) -> Iterator[str]:
    """The range of deaths and its parts; None is silence."""
    yield _line(words, "line-deaths", facts.deaths(words, replace(deaths, civilians=None)))
    parts = (deaths.side_a, deaths.side_b, deaths.civilians, deaths.unknown)
    if all(part is None for part in parts):
        yield _line(words, "line-deaths-parts", words.say("not-said"))
        return
    yield _line(words, "line-deaths-part", _number(words, deaths.side_a), side=sides[0])
    yield _line(words, "line-deaths-part", _number(words, deaths.side_b), side=sides[1])
    yield _line(words, "line-deaths-civilians", _number(words, deaths.civilians))
    yield _line(words, "line-deaths-unknown", _number(words, deaths.unknown))


def _number(words: Words, number: int | None) -> str:
    return words.say("not-said") if number is None else words.say("number", n=number)


def _report(words: Words, report: Report) -> str:
    if report.dated is None:
        told = words.say("report-undated", office=report.office, headline=report.headline)
    else:
        told = words.say("report-by", office=report.office, day=words.date(report.dated), headline=report.headline)
    return words.say("report-original", report=told, original=report.original) if report.original else told
