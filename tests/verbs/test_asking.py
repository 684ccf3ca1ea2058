"""Site notices, calls to cease fire, activities: who may make them known, and who may answer."""

import json

import pytest

from tests.verbs.conftest import NOON, Around
from truceline.desk.verbs import agreeing, asking
from truceline.errors import DataError, Refused
from truceline.formats.zone_files import read_area
from truceline.kinds import (
    ActivityNotified,
    Consent,
    Need,
    SiteNotified,
    StopfireAnswer,
    StopfireCalled,
    Volume,
)
from truceline.period import Period
from truceline.place import Area

HOUR = Period(NOON, NOON.plus(3600))


@pytest.fixture
def area() -> Area:
    ring = [[100.0, -50], [100.2, -50], [100.2, -49.9], [100.0, -49.9], [100.0, -50]]
    shape = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return read_area(json.dumps(shape).encode(), "a.geojson")


def test_a_site_is_made_known_acknowledged_and_confirmed(around: Around, area: Area) -> None:
    notice = asking.notify_site(around.watcher.pen(), SiteNotified("medical", area, place_name="Nolquesh"))
    around.river.hears(around.watcher)
    assert asking.acknowledge_site(around.river.pen(), notice.place, None).kind == "site.acknowledged"
    assert asking.confirm_site(around.river.pen(), notice.place, NOON).payload == {"at": str(NOON)}


def test_nobody_acknowledges_its_own_site(around: Around, area: Area) -> None:
    notice = asking.notify_site(around.river.pen(), SiteNotified("medical", area))
    with pytest.raises(Refused, match="It is for the others to answer; ask them"):
        asking.acknowledge_site(around.river.pen(), notice.place, None)
    around.watcher.hears(around.river)
    with pytest.raises(Refused, match="such entries are for: guarantor, monitor, party"):
        asking.confirm_site(around.watcher.pen(), notice.place, None)


def test_a_call_goes_to_the_commander_and_back(around: Around, area: Area) -> None:
    call = asking.call_stopfire(around.watcher.pen(), StopfireCalled(area, Need.WOUNDED, ("river-guard",), NOON))
    around.mission.hears(around.watcher)
    relayed = asking.relay_stopfire(around.mission.pen(), call.place, "river-guard", None)
    around.river.hears(around.watcher, around.mission)
    answered = asking.answer_stopfire(around.river.pen(), call.place, StopfireAnswer.WILL_CEASE, None, {})
    ended = asking.end_stopfire(around.watcher.pen(), call.place, NOON.plus(600))
    assert [one.kind.partition(".")[2] for one in (relayed, answered, ended)] == ["relayed", "answered", "ended"]


def test_only_those_bound_answer_a_call(around: Around, area: Area) -> None:
    call = asking.call_stopfire(around.watcher.pen(), StopfireCalled(area, Need.SHELLING, ("gov",), NOON))
    around.mission.hears(around.watcher)
    with pytest.raises(Refused, match="such entries are for: guarantor, party"):
        asking.answer_stopfire(around.mission.pen(), call.place, StopfireAnswer.CANNOT, None, {})


def test_an_activity_is_notified_acknowledged_and_answered(around: Around, area: Area) -> None:
    text = agreeing.propose(around.kalvessar.pen(), "minsk-ii", {})
    mark = agreeing.fingerprint_of(around.kalvessar.pen(), text.place)
    flight = ActivityNotified(mark, "flight", "monitoring", (Volume(area, HOUR),), ("zulmerand",))
    notice = asking.notify_activity(around.kalvessar.pen(), flight)
    with pytest.raises(Refused, match="nobody acknowledges, answers or adopts for itself"):
        asking.answer_activity(around.kalvessar.pen(), notice.place, Consent.OBJECTED, None, {})
    around.zulmerand.hears(around.kalvessar)
    pen = around.zulmerand.pen()
    assert asking.acknowledge_activity(pen, notice.place, NOON).kind == "activity.acknowledged"
    until = NOON.plus(7200)
    given = asking.answer_activity(pen, notice.place, Consent.CONDITIONS, until, {"en": "Above 3000 m."}, [text.place])
    assert given.payload == {
        "notification": notice.entry,
        "agreement": mark,
        "answer": "concurred_with_conditions",
        "expires": str(until),
        "looked_at": [text.entry],
        "conditions": {"en": "Above 3000 m."},
    }
    refused = asking.answer_activity(pen, notice.place, Consent.OBJECTED, None, {"en": "No."})
    assert isinstance(refused.payload, dict)
    assert refused.payload["reason"] == {"en": "No."}


def test_a_concurrence_must_end(around: Around, area: Area) -> None:
    text = agreeing.propose(around.kalvessar.pen(), "minsk-ii", {})
    mark = agreeing.fingerprint_of(around.kalvessar.pen(), text.place)
    flight = ActivityNotified(mark, "flight", "monitoring", (Volume(area, HOUR),), ("zulmerand",))
    notice = asking.notify_activity(around.kalvessar.pen(), flight)
    around.zulmerand.hears(around.kalvessar)
    with pytest.raises(DataError, match="expires: expected when a concurrence ends"):
        asking.answer_activity(around.zulmerand.pen(), notice.place, Consent.CONCURRED, None, {})


def test_an_observer_notifies_no_activity(around: Around, area: Area) -> None:
    flight = ActivityNotified("0" * 64, "flight", "monitoring", (Volume(area, HOUR),), ("zulmerand",))
    with pytest.raises(Refused, match="such entries are for: guarantor, monitor, party"):
        asking.notify_activity(around.watcher.pen(), flight)
