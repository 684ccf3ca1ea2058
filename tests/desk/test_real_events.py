"""The published events of 2016 under the cessation of hostilities: what is known, what is not, what to ask.

Runs where the data lie beside the project, and says so where they do not.
"""

from collections import Counter
from pathlib import Path

import pytest

from truceline.bulletin import Entry
from truceline.desk import files, shelf
from truceline.desk.verbs import from_files
from truceline.findings import lead
from truceline.formats.ucdp import read_ucdp
from truceline.period import Instant, Period
from truceline.terms import Result

TRUCE = Instant.parse("2016-02-27T00:00+02:00")


@pytest.fixture(scope="module")
def entries(shared: Path) -> tuple[Entry, ...]:
    data = files.read(shared / "data" / "ucdp" / "ged_syria_2016-01_2016-07.csv")
    imported = read_ucdp(data, "ged.csv", from_files.NOBODY_KNOWN, "Asia/Damascus", None)
    assert imported.bad == ()
    return from_files.assessed(shelf.find("syria-2016-02"), imported.events)


def clashes(entries: tuple[Entry, ...]) -> list[Entry]:
    """Government against the umbrella, no direction said, from the first second of the truce."""
    return [
        one
        for one in entries
        if one.finding.sides == ("gov", "insurgents")
        and not one.event.conduct.direction
        and from_files.within((one,), Period(TRUCE, None))
    ]


def test_every_row_has_its_finding(entries: tuple[Entry, ...]) -> None:
    assert len(entries) == 3586
    assert sum(Counter(one.finding.result for one in entries).values()) == 3586


def test_no_clash_with_the_umbrella_is_certain_and_every_one_is_possible(entries: tuple[Entry, ...]) -> None:
    """Sides without direction under a name for many: somebody on some list may have adhered, or nobody."""
    assert {one.finding.result for one in clashes(entries)} == {Result.POSSIBLE}


def test_every_such_clash_would_be_certain_on_one_answer(entries: tuple[Entry, ...]) -> None:
    """Whether a group that had adhered took part: yes makes it certain, by whichever side."""
    leads = Counter((lead(one.finding.common), one.finding.list_sizes != ()) for one in clashes(entries))
    assert all(answered is not None for answered, _ in leads)
    asked = {(answered.atom.kind, answered.atom.side, answered.answer) for answered, _ in leads if answered}
    assert asked == {("took_part", "b", "yes")}


def test_nothing_before_the_truce_is_reached(entries: tuple[Entry, ...]) -> None:
    """The last day before it counts as before: a row is of a day, and days are local."""
    before = [one for one in entries if from_files.within((one,), Period(None, TRUCE))]
    ended = [one for one in before if _ends_by(one, TRUCE)]
    assert len(ended) > 1000
    assert {one.finding.result for one in ended} <= {Result.NOT_REACHED, Result.NOT_ENGAGED}


def _ends_by(entry: Entry, at: Instant) -> bool:
    spans = [candidate.value.span for candidate in entry.event.conduct.time]
    return all(not isinstance(span, Instant) and span.end is not None and span.end <= at for span in spans)


def test_the_bulletin_leads_with_that_question_and_its_count(entries: tuple[Entry, ...]) -> None:
    agreement = shelf.find("syria-2016-02")
    made = from_files.make_bulletin(agreement, entries, (), from_files.days(agreement, entries, None, None))
    assert made.headlines[0].about == "insurgents"
    assert len(made.headlines[0].findings) == len(set(made.headlines[0].findings))
    assert len(made.headlines[0].findings) >= len(clashes(entries))
