"""What came in and what was seen: kept byte for byte, told by the field, refused to whoever may not say it."""

import hashlib
from pathlib import Path

import pytest

from tests.verbs.conftest import NOON, Around
from truceline.desk.verbs import stated, telling
from truceline.errors import DataError, Refused
from truceline.kinds import (
    AccessDenied,
    Blob,
    Channel,
    Denial,
    Grade,
    Means,
    ObservationMade,
    ReportReceived,
    Sense,
    Unit,
)
from truceline.period import Period

HOUR = Period(NOON, NOON.plus(3600))


def shots() -> ObservationMade:
    return ObservationMade(HOUR, Means.PATROL, Sense.HEARD, Unit.SHOT, count=(3, 5), undetermined=("actor", "place"))


def letter(original: Blob | None) -> ReportReceived:
    return ReportReceived("Town council", Channel.LETTER, NOON, original=original, via=("Courier", "Town council"))


def test_a_report_is_kept_as_it_came(around: Around, tmp_path: Path) -> None:
    """The very bytes lie beside the record, under the digest that the entry names."""
    source = tmp_path / "letter.pdf"
    source.write_bytes(b"%PDF-1.7 \x00\xff not text")
    signed = telling.receive_report(around.watcher.pen(), letter, source)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    assert isinstance(signed.payload, dict)
    assert (signed.payload["original"], signed.payload["via"]) == (digest, ["Courier", "Town council"])
    assert around.watcher.node.blobs.get(digest) == source.read_bytes()


def test_a_report_that_says_nothing_is_none(around: Around) -> None:
    with pytest.raises(DataError, match="text: expected the report's words, or the original as a blob"):
        telling.receive_report(around.mission.pen(), letter, None)


def test_a_file_that_is_not_there_leaves_no_trace(around: Around, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="none there"):
        telling.receive_report(around.mission.pen(), letter, tmp_path / "gone.pdf")
    assert around.mission.node.record.size(around.mission.node.origin) == 1


def test_only_a_monitor_observes(around: Around) -> None:
    signed = telling.observe(around.mission.pen(), shots())
    assert isinstance(signed.payload, dict)
    assert (signed.payload["count"], signed.payload["undetermined"]) == ([3, 5], ["actor", "place"])
    with pytest.raises(Refused, match="such entries are for: monitor"):
        telling.observe(around.kalvessar.pen(), shots())


def test_what_is_told_is_not_undetermined() -> None:
    with pytest.raises(DataError, match="undetermined: expected not count, which is told"):
        stated(ObservationMade, HOUR, Means.UAV, Sense.SEEN, Unit.FLIGHT, count=(1, 1), undetermined=("count",))


def test_whoever_was_turned_back_says_so_and_a_party_does_not(around: Around) -> None:
    """A party may not grade whether it let others in."""
    denial = AccessDenied(HOUR, Denial.REFUSED, "a patrol", by="gov", place_name="Nolquesh")
    assert telling.deny_access(around.mission.pen(), denial).kind == "access.denied"
    assert telling.deny_access(around.watcher.pen(), denial).index == 1
    with pytest.raises(Refused, match="such entries are for: guarantor, monitor, observer"):
        telling.deny_access(around.river.pen(), denial)


def test_people_who_watch_grade_sources(around: Around) -> None:
    signed = telling.grade_source(around.mission.pen(), "The Herald", Grade.B, {"en": "Right in nine of ten."})
    assert isinstance(signed.payload, dict)
    assert signed.payload["grade"] == "B"
    with pytest.raises(Refused, match="such entries are for: guarantor, monitor"):
        telling.grade_source(around.river.pen(), "The Herald", Grade.E, {"en": "Lies."})


def test_the_time_is_what_its_author_says_or_the_clock(around: Around) -> None:
    assert telling.observe(around.mission.pen(NOON.plus(-60)), shots()).time == str(NOON.plus(-60))
    assert telling.observe(around.mission.pen(), shots()).time > str(NOON)


def test_what_nobody_agrees_to_is_not_signed(around: Around) -> None:
    """A consent that is not given leaves neither entry nor file behind."""

    def no(_: object) -> None:
        raise Refused("no")

    from truceline.desk.verbs import Pen  # noqa: PLC0415 - only here is a pen made by hand

    with pytest.raises(Refused):
        telling.observe(Pen(around.mission.node, no), shots())
    assert around.mission.node.record.size(around.mission.node.origin) == 1
