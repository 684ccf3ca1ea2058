"""What nobody gains by lying about places, sizes and depth: not the future, not another's answer, not a standstill."""

from __future__ import annotations

import json

import pytest

from tests.kinds.examples import GOOD
from tests.state.ground import REPORT, Ground
from tests.state.logs import kept_apart
from truceline.state import before, in_force
from truceline.tlog import checkpoint
from truceline.tlog.entry import Entry, Ref

FAR = 2**53 - 2  # the largest place that an entry can name


def incident(ground: Ground) -> Entry:
    """An incident of one observation, the monitor's."""
    seen = ground.watch.add("observation.made", GOOD["observation.made"])
    return ground.watch.add("incident.linked", {**GOOD["incident.linked"], "members": [{"entry": seen.hash}]})


def test_a_place_where_an_entry_does_not_stand_shows_nothing() -> None:
    """A true hash beside a place far ahead is no sight of what comes there: later steps go on being later."""
    ground = Ground()
    about = incident(ground)
    liar = ground.east.add("report.received", REPORT, Ref(ground.watch.origin, FAR, about.hash))
    early = ground.east.add("incident.split", GOOD["incident.split"], about)
    late = ground.watch.add("incident.split", GOOD["incident.split"], about, early)
    state = ground.state()
    assert ground.row(liar)["standing"] == "reference"
    assert before(state.shelf, (early.origin, early.seq), (late.origin, late.seq))
    assert not before(state.shelf, (late.origin, late.seq), (early.origin, early.seq))
    assert ground.row(about)["steps"] == [late.hash]


def test_a_head_of_entries_to_come_takes_nobodys_word_away() -> None:
    """Two who embed each other's made-up heads have each seen the other: both are shown, neither is lost."""
    ground = Ground()
    about = incident(ground)
    for one, other in ((ground.east, ground.west), (ground.west, ground.east)):
        one.anchor(checkpoint.signed(other.origin, 2**62, bytes(32), other.log_key))
    steps = [one.add("incident.split", GOOD["incident.split"], about) for one in (ground.east, ground.west)]
    row = ground.row(about)
    assert (row["status"], row["steps"]) == ("contested", sorted(one.hash for one in steps))


@pytest.mark.parametrize("size", [2**40, 2**62, 2**63 - 1])
def test_the_size_of_a_head_costs_nothing(size: int) -> None:
    """Nobody counts up to the size of a head, or of a place, that somebody made up: a deadline is found at once."""
    ground = Ground()
    ground.agree()
    notice = ground.notify(ground.fox)
    ground.crown.add("report.received", REPORT, Ref(ground.fox.origin, FAR, notice.hash))
    ground.crown.anchor(checkpoint.signed(ground.fox.origin, size, bytes(32), ground.fox.log_key))
    ground.crown.anchor(ground.fox.head(cosigned={ground.watch: 1_935_446_400}))
    found = ground.row(notice)["answers"]
    assert [one["deadline"] for one in found] == ["2031-05-02T01:00:00Z"]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(REPORT).encode("utf-16"),
        json.dumps(REPORT).encode("utf-8-sig"),
        json.dumps(REPORT).encode()[:-1] + b',"text":"Otherwise."}',
        json.dumps({"kind": "report.received"}).encode(),
        b'{"a":' * 100_000 + b"0" + b"}" * 100_000,
        b'{"text":"\\ud800"}',
        b'{"text":1e400}',
        b'{"text":' + b"9" * 5000 + b"}",
        b"[]",
        b"",
    ],
)
def test_a_payload_kept_apart_is_read_as_strictly_as_an_entry(data: bytes) -> None:
    """What one machine could read and another not, or read otherwise, says nothing on any."""
    ground = Ground()
    entry = ground.east.add("report.received", None, blob=ground.blobs.put(data))
    row = ground.row(entry)
    assert (row["standing"], row["status"]) == ("payload", "no_effect")


@pytest.mark.parametrize(("deep", "standing"), [(40, "not_attested"), (70, "payload"), (400, "payload")])
def test_how_deep_a_payload_kept_apart_may_be(deep: int, standing: str) -> None:
    """As deep as an entry, on every machine, where its kind leaves open what stands in it."""
    ground = Ground()
    inner: object = "said"
    for _ in range(deep):
        inner = [inner]
    payload = GOOD["attested"] | {"kind": "exercise.noted", "payload": {"x": inner}}
    entry = ground.watch.add("attested", None, blob=kept_apart(payload, ground.blobs))
    assert ground.row(entry)["standing"] == standing


def test_a_zone_that_would_keep_everybody_drawing_is_left_out() -> None:
    """Round half the earth, or in teeth by the thousand: it stands in the record, and nothing is measured from it."""
    ground = Ground()
    ground.agree()
    ground.zone(ground.fox, "vast", [[0, 0, 900_000_000, 0, 900_000_000, 600_000_000, 0, 600_000_000]])
    teeth = [part for i in range(6_000) for part in (i * 1000, 0, i * 1000 + 500, 100_000)]
    jagged = {"id": "jagged", "names": {"en": "jagged"}, "area": [[*teeth, 6_000_000, -100_000]]}
    ground.fox.add("zone.declared", None, blob=kept_apart(jagged, ground.blobs))
    ground.zone(ground.fox, "plain")
    state = ground.state()
    assert [json.loads(line)["standing"] for line in state.lines if "zone.declared" in line] == ["entitled"] * 3
    found = in_force(state.shelf, ground.blobs)
    assert found is not None
    assert [one.id for one in found.zones] == ["plain"]
