"""How people answer: replies, determinations alone and jointly, attestations, corrections, withdrawals, incidents."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.verbs.conftest import NOON, Around, Desk, made_world
from truceline.canon import dumps
from truceline.claims import Dataset, Event
from truceline.desk import shelf
from truceline.desk.node import Draft, create, rotation
from truceline.desk.node.founding import predecessor
from truceline.desk.verbs import Signed, agreeing, deciding, find, from_files, looking, telling
from truceline.desk.verbs.deciding import Judgement, Word
from truceline.errors import DataError, Refused, UnknownName
from truceline.kinds import (
    AccessDenied,
    Answer,
    BatchImported,
    Blob,
    Denial,
    DeterminationMade,
    Grade,
    KeyEnd,
    Means,
    ObservationMade,
    Sense,
    SourceGraded,
    Stance,
    Unit,
)
from truceline.period import Period
from truceline.state import fold

HOUR = Period(NOON, NOON.plus(3600))
WHY = {"en": "Because."}
RULE = "separation-artillery"  # of the text that is proposed here


def observed(desk: Desk) -> Signed:
    made = ObservationMade(HOUR, Means.PATROL, Sense.SEEN, Unit.SHOT, count=(3, 5), place_name="Nolquesh")
    return telling.observe(desk.pen(), made)


def proposed(desk: Desk) -> Signed:
    return agreeing.propose(desk.pen(), "minsk-ii", {})


def imported(desk: Desk) -> str:
    """A batch of the incidents shipped beside an agreement; its place."""
    events, _ = from_files.published_facts(shelf.find("syria-2016-02"), "en")
    rows = b"".join(dumps(Event, one) + b"\n" for one in events)
    blob = Blob(desk.node.blobs.put(rows))
    batch = BatchImported((Dataset("Facts", "", ""),), blob, len(events), "Asia/Damascus")
    desk.node.append("batch.imported", batch)
    return desk.last()


# ── replies ───────────────────────────────────────────────────────────────────────────────────


def test_a_party_replies_to_an_event_of_a_batch(around: Around, tmp_path: Path) -> None:
    batch = imported(around.mission)
    around.river.hears(around.mission)
    proof = tmp_path / "film.mp4"
    proof.write_bytes(b"\x00film")
    with pytest.raises(UnknownName, match="no event in"):
        deciding.reply(around.river.pen(), f"{batch}@no-such-event", Stance.DENIES, WHY)
    signed = deciding.reply(around.river.pen(), f"{batch}@camps-12-july", Stance.DENIES, WHY, [proof])
    assert isinstance(signed.payload, dict)
    matter = {"entry": find(around.river.node, batch).entry.hash, "event": "camps-12-july"}
    assert signed.payload["matter"] == matter
    assert signed.payload["evidence"] == [hashlib.sha256(b"\x00film").hexdigest()]


def test_an_event_is_named_of_a_batch_alone(around: Around) -> None:
    seen = observed(around.mission)
    with pytest.raises(Refused, match="has no events: only a batch that was imported has"):
        deciding.reply(around.mission.pen(), f"{seen.place}@x", Stance.DENIES, WHY)


def test_a_monitor_is_not_accused_and_replies_to_nothing(around: Around) -> None:
    seen = observed(around.mission)
    with pytest.raises(Refused, match="such entries are for: guarantor, party"):
        deciding.reply(around.mission.pen(), seen.place, Stance.EXPLAINS, WHY)


# ── determinations ────────────────────────────────────────────────────────────────────────────


def judged(desk: Desk, seen: Signed, text: Signed, *, jointly: bool) -> Signed:
    judgement = Judgement(
        seen.place, text.place, "separation-artillery", Answer.BREACH, {"en": "Shots were counted."}, (text.place,)
    )
    return deciding.determine(desk.pen(), judgement, jointly=jointly)


def test_one_body_determines_alone(around: Around) -> None:
    seen, text = observed(around.mission), proposed(around.mission)
    signed = judged(around.mission, seen, text, jointly=False)
    made = find(around.mission.node, signed.place)
    assert isinstance(made.payload, DeterminationMade)
    assert (made.payload.mode, made.payload.text, made.payload.basis) == ("alone", "", (text.entry,))
    assert [ref.leaf for ref in made.entry.refs] == [seen.entry, text.entry]


def test_a_joint_determination_is_one_text_under_two_signatures(around: Around) -> None:
    seen, text = observed(around.mission), proposed(around.mission)
    around.kalvessar.hears(around.mission)
    first = judged(around.kalvessar, seen, text, jointly=True)
    around.zulmerand.hears(around.mission, around.kalvessar)
    second = deciding.sign_jointly(around.zulmerand.pen(), first.place)
    assert second.payload == first.payload
    assert find(around.zulmerand.node, second.place).entry.refs[0].leaf == first.entry
    assert around.zulmerand.seen[-1].fingerprint == around.kalvessar.seen[-1].fingerprint


def test_nobody_signs_jointly_with_itself_or_joins_what_was_made_alone(around: Around) -> None:
    seen, text = observed(around.mission), proposed(around.mission)
    first = judged(around.mission, seen, text, jointly=True)
    with pytest.raises(Refused, match="nobody acknowledges, answers or adopts for itself"):
        deciding.sign_jointly(around.mission.pen(), first.place)
    alone = judged(around.mission, seen, text, jointly=False)
    around.kalvessar.hears(around.mission)
    with pytest.raises(Refused, match="determines alone, and nobody joins it afterwards"):
        deciding.sign_jointly(around.kalvessar.pen(), alone.place)


def test_a_determination_is_of_a_rule_that_the_text_has(around: Around) -> None:
    seen, text = observed(around.mission), proposed(around.mission)
    judgement = Judgement(seen.place, text.place, "art-99", Answer.BREACH, WHY)
    with pytest.raises(UnknownName, match="named 'art-99'; expected one of: separation-artillery"):
        deciding.determine(around.mission.pen(), judgement, jointly=False)


def test_a_party_determines_nothing(around: Around) -> None:
    seen, text = observed(around.mission), proposed(around.mission)
    around.river.hears(around.mission)
    with pytest.raises(Refused, match="such entries are for: guarantor, monitor"):
        judged(around.river, seen, text, jointly=False)


# ── for a group without a node ────────────────────────────────────────────────────────────────


def test_a_guarantor_attests_that_a_group_accepts_and_leaves(around: Around, tmp_path: Path) -> None:
    text = proposed(around.kalvessar)
    letter = tmp_path / "letter.txt"
    letter.write_text("We accept.", encoding="utf-8")
    word = Word("hill-league", "a letter", NOON, letter)
    accepts = deciding.attest_adherence(around.kalvessar.pen(), word, text.place, NOON, {"en": "We accept."})
    assert isinstance(accepts.payload, dict)
    assert (accepts.payload["actor"], accepts.payload["kind"]) == ("hill-league", "adherence.declared")
    assert accepts.payload["payload"]["actor"] == "hill-league"  # type: ignore[index,call-overload]  # JSON
    assert around.kalvessar.node.blobs.get(str(accepts.payload["document"])) == b"We accept."
    leaves = deciding.attest_ending(around.kalvessar.pen(), Word("hill-league", "a call"), accepts.place, None, WHY)
    assert isinstance(leaves.payload, dict)
    assert leaves.payload["kind"] == "adherence.ended"


def test_a_group_without_a_node_replies_through_the_monitor(around: Around) -> None:
    seen = observed(around.mission)
    word = Word("hill-league", "a meeting")
    signed = deciding.attest_reply(around.mission.pen(), word, seen.place, Stance.DISPUTES, WHY)
    assert isinstance(signed.payload, dict)
    assert signed.payload["said"] == signed.time


def test_nobody_attests_for_itself_and_a_party_for_nobody(around: Around) -> None:
    text = proposed(around.kalvessar)
    with pytest.raises(Refused, match=r"attests here for itself.*Say it in this log itself, without attesting"):
        deciding.attest_adherence(around.kalvessar.pen(), Word("kalvessar", "we know"), text.place, NOON, {})
    around.river.hears(around.kalvessar)
    with pytest.raises(Refused, match="such entries are for: guarantor, monitor"):
        deciding.attest_adherence(around.river.pen(), Word("hill-league", "a call"), text.place, NOON, {})


def rows(around: Around) -> list[dict[str, object]]:
    """What the monitor's record comes to."""
    node = around.mission.node
    state = fold({log.origin: list(node.leaves(log.origin)) for log in node.logs()}, node.blobs.get)
    return [json.loads(line) for line in state.lines]


def recovery(around: Around, place: str) -> object:
    """How the monitor's record stands to a `node.recovered`."""
    return next(row["recovery"] for row in rows(around) if f"{row.get('by')}#{row.get('index')}" == place)


def test_a_log_is_ended_by_its_own_name(around: Around) -> None:
    """What is signed in it afterwards counts for nothing, and everybody sees that it is over."""
    node = around.river.node
    rotation.retire(node, node.origin, KeyEnd.LOST, "The office was given up.")
    node.append("reply.made", {"text": {"en": "Too late."}})
    around.mission.hears(around.river)
    found = rows(around)
    assert [row["status"] for row in found if row.get("log") == node.origin] == ["ended"]
    assert [row["standing"] for row in found if row.get("kind") == "reply.made"] == ["ended"]


def test_a_log_that_continues_another_is_its_actors_once_somebody_opposite_says_so(around: Around) -> None:
    """The new log says by itself what it continues; that it is really its actor's, others attest."""
    world = made_world("again", around.folder / "markers")
    after = predecessor(around.river.node.path, "a passphrase")
    with create(around.folder / "again", "Again", "party", "river-guard", "a passphrase", world, after=after) as node:
        again, place = Desk(node), f"{node.origin}#1"
        around.mission.hears(around.river, again)
        assert recovery(around, place) == "not_attested"
        signed = deciding.attest_node(around.mission.pen(), place, "a call on the hotline", NOON, None)
        assert isinstance(signed.payload, dict)
        assert (signed.payload["actor"], signed.payload["kind"]) == ("river-guard", "node.recovered")
        assert recovery(around, place) == "attested"
        with pytest.raises(Refused, match="such entries are for: guarantor, monitor"):
            deciding.attest_node(again.pen(), place, "we know", None, None)
        with pytest.raises(Refused, match=r"was named where node\.recovered is meant"):
            deciding.attest_node(around.mission.pen(), f"{node.origin}#0", "a call", None, None)


# ── about one's own ───────────────────────────────────────────────────────────────────────────


def test_fields_are_corrected_as_text_or_json(around: Around) -> None:
    seen = observed(around.mission)
    changes = {"count": "[4, 4]", "place_name": "12", "note": '{"en": "Counted again."}'}
    signed = deciding.correct(around.mission.pen(), seen.place, changes, WHY)
    assert isinstance(signed.payload, dict)
    assert signed.payload["fields"] == {"count": [4, 4], "place_name": "12", "note": {"en": "Counted again."}}


def test_a_correction_that_could_not_be_read_is_refused(around: Around) -> None:
    seen = observed(around.mission)
    with pytest.raises(UnknownName, match=r"no field of .* named 'counts'; expected one of: window, means"):
        deciding.correct(around.mission.pen(), seen.place, {"counts": "4"}, WHY)
    with pytest.raises(Refused, match="could not be read with these fields"):
        deciding.correct(around.mission.pen(), seen.place, {"count": "[5, 4]"}, WHY)
    with pytest.raises(Refused, match="could not be read with these fields"):
        deciding.correct(around.mission.pen(), seen.place, {"count": "many"}, WHY)


def test_only_what_is_ones_own_is_withdrawn(around: Around) -> None:
    seen = observed(around.mission)
    around.kalvessar.hears(around.mission)
    with pytest.raises(Refused, match="Only whoever appended it can; ask them"):
        deciding.withdraw(around.kalvessar.pen(), seen.place, WHY)
    assert deciding.withdraw(around.mission.pen(), seen.place, WHY).kind == "withdrawal.declared"


# ── incidents ─────────────────────────────────────────────────────────────────────────────────


def test_incidents_are_linked_merged_and_split(around: Around) -> None:
    desk = around.mission
    batch, seen = imported(desk), observed(desk)
    one = deciding.link(desk.pen(), [f"{batch}@camps-12-july", seen.place], WHY, {"en": "The camps"})
    other = deciding.link(desk.pen(), [batch], WHY, {})
    merged = deciding.merge(desk.pen(), [one.place, other.place], WHY)
    parts = [[f"{batch}@camps-12-july"], [seen.place, batch]]
    split = deciding.split(desk.pen(), merged.place, parts, WHY)
    assert isinstance(merged.payload, dict)
    assert isinstance(split.payload, dict)
    assert merged.payload["incidents"] == [one.entry, other.entry]
    assert [len(part) for part in split.payload["parts"]] == [1, 2]  # type: ignore[union-attr,arg-type]  # JSON
    assert len(find(desk.node, one.place).entry.refs) == 2


def test_a_member_is_in_one_part_and_a_party_links_nothing(around: Around) -> None:
    seen = observed(around.mission)
    whole = deciding.link(around.mission.pen(), [seen.place], WHY, {})
    with pytest.raises(DataError, match="no member in two of them"):
        deciding.split(around.mission.pen(), whole.place, [[seen.place], [seen.place]], WHY)
    around.river.hears(around.mission)
    with pytest.raises(Refused, match="such entries are for: guarantor, monitor"):
        deciding.link(around.river.pen(), [seen.place], WHY, {})


# ── naming ────────────────────────────────────────────────────────────────────────────────────


def test_an_entry_is_named_by_place_id_or_hash(around: Around) -> None:
    desk = around.mission
    seen = observed(desk)
    names = (seen.place, "mission#1", seen.id, seen.entry, seen.entry[:8], f" {seen.entry[:12].upper()} ")
    assert {find(desk.node, name).entry.hash for name in names} == {seen.entry}


def test_in_a_long_log_as_in_a_short_one(around: Around) -> None:
    """Beyond one tile of 256: named by hash, and listed from the end."""
    node = around.mission.node
    made = node.append_many(Draft("source.graded", SourceGraded(f"Paper {i}", Grade.C, WHY)) for i in range(299))
    assert [find(node, made[i].hash[:16]).entry.seq for i in (1, 255, 256, 298)] == [2, 256, 257, 299]
    assert find(node, made[270].id).entry.hash == made[270].hash
    assert [one.entry.seq for one in looking.newest(node, most=300)] == list(range(299, -1, -1))


@pytest.mark.parametrize("name", ["", "mission#2", "nobody#0", "deadbeef", "abc", "mission", "#1", "0" * 32])
def test_a_name_of_nothing_says_what_is_held(around: Around, name: str) -> None:
    """What is held: a log that was admitted and has not been met has no places to name."""
    observed(around.mission)
    around.mission.node.peers.admit(around.kalvessar.node.origin, around.kalvessar.node.words)
    with pytest.raises(UnknownName, match=r"no entry named .*; expected one of: truceline/mission-\w+#0 to #1$"):
        find(around.mission.node, name)


def test_an_ambiguous_name_says_what_could_have_been_meant(around: Around) -> None:
    """Two logs whose names begin alike: the beginning names neither."""
    observed(around.mission)
    around.kalvessar.hears(around.mission)
    twin = around.desk("mission-b", "observer", "")
    around.kalvessar.hears(twin)
    with pytest.raises(UnknownName, match=r"no single entry named 'mission#0'.*\(key\.enrolled\), truceline/mission-b"):
        find(around.kalvessar.node, "mission#0")


def test_access_denied_can_be_answered_for(around: Around) -> None:
    denial = AccessDenied(HOUR, Denial.DELAYED, "a visit", by="river-guard", place_name="Nolquesh")
    told = telling.deny_access(around.mission.pen(), denial)
    around.river.hears(around.mission)
    assert deciding.reply(around.river.pen(), told.place, Stance.ACCEPTS, WHY).index == 2
