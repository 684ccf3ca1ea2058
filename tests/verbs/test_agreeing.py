"""What makes the agreement: each act where it may be done, and refused with reason and cure where it may not."""

import json
from pathlib import Path

import pytest

from tests.verbs.conftest import NOON, Around, Desk
from truceline.agreement import fingerprint
from truceline.desk import shelf
from truceline.desk.verbs import Signed, agreeing, deciding, find
from truceline.errors import DataError, Refused, UnknownName
from truceline.kinds import AgreementAdopted, ZoneDeclared
from truceline.period import ALWAYS, Period

SQUARE = [[[100.0, -50], [100.2, -50], [100.2, -49.9], [100.0, -49.9], [100.0, -50]]]
PRESUMPTION = """
id: shells-from-the-ridge
clause: {instrument: truce, paragraph: "4", gist: {en: Nobody shells towns.}}
question: {en: "Whose shells were they?"}
rebuttal: {en: A firing position elsewhere.}
when: [{kind: [shelling]}]
by_one_of: [gov]
"""


def drawn(folder: Path, zone: str = "camp", west: float = 100.0) -> Path:
    """A GeoJSON file of one zone."""
    corners = [[[west, -50], [west + 0.2, -50], [west + 0.2, -49.9], [west, -49.9], [west, -50]]]
    feature = {"type": "Feature", "id": zone, "properties": {"name": zone.title()}}
    path = folder / f"{zone}-{west}.geojson"
    path.write_text(json.dumps({**feature, "geometry": {"type": "Polygon", "coordinates": corners}}), encoding="utf-8")
    return path


def proposed(desk: Desk, text: str = "minsk-ii") -> Signed:
    return agreeing.propose(desk.pen(), text, {})


# ── texts ─────────────────────────────────────────────────────────────────────────────────────


def test_a_text_is_proposed_whole(around: Around) -> None:
    """The entry names the canonical bytes, and they are on the disk."""
    signed = proposed(around.kalvessar)
    mark = fingerprint(shelf.find("minsk-ii"))
    assert (signed.kind, signed.index, signed.size) == ("agreement.proposed", 1, 2)
    assert isinstance(signed.payload, dict)
    assert (signed.payload["id"], signed.payload["fingerprint"]) == ("minsk-ii", mark)
    assert around.kalvessar.node.blobs.get(mark) is not None


def test_what_is_shown_is_what_is_signed(around: Around) -> None:
    signed = proposed(around.kalvessar)
    (act,) = around.kalvessar.seen
    entry = find(around.kalvessar.node, signed.place).entry
    assert (act.plain, str(act.time), act.refs) == (entry.payload, entry.time, entry.refs)
    assert act.key == entry.key_name


def test_an_observer_proposes_nothing(around: Around) -> None:
    with pytest.raises(Refused) as caught:
        proposed(around.watcher)
    assert str(caught.value).startswith(
        "agreement.proposed was not signed: its author's role may not append this kind."
    )
    assert "such entries are for: guarantor, monitor, party. Ask one of them" in str(caught.value)
    assert around.watcher.node.record.size(around.watcher.node.origin) == 1
    assert around.watcher.seen == []


def test_the_other_guarantor_adopts_what_it_holds(around: Around) -> None:
    text = proposed(around.kalvessar)
    around.zulmerand.hears(around.kalvessar)
    signed = agreeing.adopt(around.zulmerand.pen(), text.place, {"en": "Gladly."})
    adopted = find(around.zulmerand.node, signed.place)
    assert adopted.payload == AgreementAdopted(fingerprint(shelf.find("minsk-ii")), {"en": "Gladly."})
    assert adopted.entry.refs[0].leaf == text.entry
    assert signed.index == 2, "an anchor of the log that is answered stands before it"


def test_nobody_adopts_a_text_that_is_not_here(around: Around) -> None:
    text = proposed(around.kalvessar)
    around.zulmerand.hears(around.kalvessar, files=False)
    with pytest.raises(Refused, match=r"nobody signs what they cannot read\. Run `truceline sync`"):
        agreeing.adopt(around.zulmerand.pen(), text.place, {})


def test_only_a_text_is_adopted(around: Around) -> None:
    with pytest.raises(Refused, match=r"#0 \(key\.enrolled\) was named where agreement\.proposed or"):
        agreeing.adopt(around.kalvessar.pen(), f"{around.kalvessar.node.origin}#0", {})


def test_a_monitor_adopts_nothing(around: Around) -> None:
    text = proposed(around.mission)
    with pytest.raises(Refused, match="may not append this kind"):
        agreeing.adopt(around.mission.pen(), text.place, {})


def test_an_amendment_names_the_version_it_replaces(around: Around) -> None:
    text = proposed(around.kalvessar, "minsk-ii")
    signed = agreeing.amend(around.kalvessar.pen(), text.place, "syria-2016-02", {})
    assert isinstance(signed.payload, dict)
    assert signed.payload["replaces"] == fingerprint(shelf.find("minsk-ii"))
    with pytest.raises(DataError, match="replaces: expected another version than this one"):
        agreeing.amend(around.kalvessar.pen(), text.place, "minsk-ii", {})


def test_leaving_is_not_taking_an_entry_back(around: Around) -> None:
    """Two acts that must never be taken for one another have two commands."""
    text = proposed(around.kalvessar)
    adopted = agreeing.adopt(around.kalvessar.pen(), text.place, {})
    with pytest.raises(Refused, match="`truceline agreement leave`"):
        deciding.withdraw(around.kalvessar.pen(), adopted.place, {"en": "No."})
    signed = deciding.leave_agreement(around.kalvessar.pen(), adopted.place, NOON, {"en": "No."})
    assert isinstance(signed.payload, dict)
    assert (signed.payload["purpose"], signed.payload["at"]) == ("agreement", str(NOON))


# ── who is bound ──────────────────────────────────────────────────────────────────────────────


def test_a_party_adheres_and_leaves(around: Around) -> None:
    text = proposed(around.kalvessar)
    around.river.hears(around.kalvessar)
    declared = agreeing.declare_adherence(around.river.pen(), text.place, NOON, {"en": "We accept."})
    assert isinstance(declared.payload, dict)
    assert (declared.payload["actor"], declared.payload["since"]) == ("river-guard", str(NOON))
    ended = agreeing.end_adherence(around.river.pen(), declared.place, None, {})
    assert ended.kind == "adherence.ended"


def test_nobody_ends_anothers_adherence(around: Around) -> None:
    text = proposed(around.kalvessar)
    around.river.hears(around.kalvessar)
    declared = agreeing.declare_adherence(around.river.pen(), text.place, NOON, {})
    around.kalvessar.hears(around.river)
    with pytest.raises(Refused, match=r"its author speaks here for somebody else.*`truceline attest`"):
        agreeing.end_adherence(around.kalvessar.pen(), declared.place, None, {})


def test_a_guarantor_excludes_and_lifts_that(around: Around) -> None:
    period = Period(NOON, None)
    signed = agreeing.designate(around.kalvessar.pen(), "grey-column", period, "Ocean Council", {"en": "Listed."})
    ended = agreeing.end_designation(around.kalvessar.pen(), signed.place, None, {})
    assert ended.kind == "designation.ended"
    with pytest.raises(Refused, match="such entries are for: guarantor"):
        agreeing.designate(around.river.pen(), "grey-column", period, "us", {"en": "-"})


def test_an_actor_that_cannot_be_is_a_fault_of_its_field(around: Around) -> None:
    with pytest.raises(DataError, match="nothing was signed") as caught:
        agreeing.designate(around.kalvessar.pen(), "no such id", ALWAYS, "x", {"en": "-"})
    assert caught.value.faults[0].field == "actor"
    assert around.kalvessar.seen == []


# ── presumptions and zones ────────────────────────────────────────────────────────────────────


def test_a_presumption_is_declared_by_one_and_adopted_by_the_other(around: Around, tmp_path: Path) -> None:
    source = tmp_path / "ours.yaml"
    source.write_text(PRESUMPTION, encoding="utf-8")
    declared = agreeing.presume(around.kalvessar.pen(), source)
    with pytest.raises(Refused, match="nobody acknowledges, answers or adopts for itself"):
        agreeing.adopt_presumption(around.kalvessar.pen(), declared.place)
    around.zulmerand.hears(around.kalvessar)
    adopted = agreeing.adopt_presumption(around.zulmerand.pen(), declared.place)
    assert adopted.payload == {"id": "shells-from-the-ridge"}


def test_a_presumption_of_a_baseline_belongs_into_a_text(around: Around, tmp_path: Path) -> None:
    source = tmp_path / "ours.yaml"
    source.write_text(PRESUMPTION.replace("{kind: [shelling]}", "{above_baseline: {of: garrison}}"), encoding="utf-8")
    with pytest.raises(DataError, match="apart from an agreement"):
        agreeing.presume(around.kalvessar.pen(), source)


def test_a_zone_is_declared_amended_and_lifted(around: Around, tmp_path: Path) -> None:
    pen = around.kalvessar.pen()
    declared = agreeing.declare_zone(pen, drawn(tmp_path), "", {"en": "People live there."})
    amended = agreeing.amend_zone(pen, declared.place, drawn(tmp_path, west=100.1), "", {})
    lifted = agreeing.lift_zone(pen, amended.place, NOON, {})
    before, after = (find(pen.node, one.place).payload for one in (declared, amended))
    assert isinstance(before, ZoneDeclared)
    assert isinstance(after, ZoneDeclared)
    assert (before.id, after.id) == ("camp", "camp")
    assert after.area.box[0] - before.area.box[0] == 1_000_000
    assert lifted.payload == {"at": str(NOON)}


def test_an_amended_zone_keeps_its_id(around: Around, tmp_path: Path) -> None:
    declared = agreeing.declare_zone(around.kalvessar.pen(), drawn(tmp_path), "", {})
    with pytest.raises(Refused, match=r"is zone camp, and clinic-100\.0\.geojson draws clinic"):
        agreeing.amend_zone(around.kalvessar.pen(), declared.place, drawn(tmp_path, "clinic"), "", {})


def test_nobody_lifts_anothers_zone_and_a_monitor_declares_none(around: Around, tmp_path: Path) -> None:
    declared = agreeing.declare_zone(around.kalvessar.pen(), drawn(tmp_path), "", {})
    around.zulmerand.hears(around.kalvessar)
    with pytest.raises(Refused, match=r"it must be about an object of its author's own.*Only whoever appended it can"):
        agreeing.lift_zone(around.zulmerand.pen(), declared.place, None, {})
    with pytest.raises(Refused, match="such entries are for: guarantor, party"):
        agreeing.declare_zone(around.mission.pen(), drawn(tmp_path), "", {})


def test_a_feature_that_is_not_there_is_an_unknown_name(around: Around, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="no feature of"):
        agreeing.declare_zone(around.kalvessar.pen(), drawn(tmp_path), "depot", {})
