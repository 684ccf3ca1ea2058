"""How far a log counts: forks, successors, rivals, and what others had anchored."""

import pytest

from tests.kinds.examples import GOOD
from tests.state.chance import prove
from tests.state.ground import REPORT, Ground, row, standings
from tests.state.logs import Writer, logs_of
from truceline.state import fold
from truceline.tlog.entry import Entry


def forked(ground: Ground, size: int, accuser: Writer | None = None) -> Entry:
    """The fox tells another story from `size` entries on, and somebody proves it."""
    other = ground.fox.forked(size)
    other.add("report.received", REPORT)
    return prove(accuser or ground.west, ground.fox, other)


def test_a_fork_stops_extension() -> None:
    """What lies beyond the accepted size and nobody had anchored is shown and counts no more; what lies below does."""
    ground = Ground()
    zones = [ground.zone(ground.fox, f"n{i}") for i in range(3)]
    proof = forked(ground, 3)
    ground.zone(ground.fox, "late")
    state = ground.state()
    assert [row(state, one)["standing"] for one in zones] == ["entitled", "entitled", "stopped_by_fork"]
    line = row(state, ground.fox.origin)
    assert (line["status"], line["accepted"], line["forks"]) == ("forked", 3, [proof.hash])


def test_what_others_had_anchored_stays_binding() -> None:
    """Entries of the forked log that another body anchored before it knew of the fork count as before."""
    ground = Ground()
    zones = [ground.zone(ground.fox, f"n{i}") for i in range(3)]
    ground.east.anchor(ground.fox.head(4))
    forked(ground, 2)
    late = ground.zone(ground.fox, "late")
    state = ground.state()
    assert [row(state, one)["standing"] for one in (*zones, late)] == ["entitled"] * 3 + ["stopped_by_fork"]


def test_a_friend_who_knows_of_the_fork_holds_nothing() -> None:
    """An anchor whose author had seen the proof makes no history binding; nor does the forker's own."""
    ground = Ground()
    zone = ground.zone(ground.fox)
    proof = forked(ground, 1)
    ground.crown.add("report.received", REPORT, proof)
    ground.crown.anchor(ground.fox.head())
    ground.fox.anchor(ground.fox.head())
    assert ground.row(zone)["standing"] == "stopped_by_fork"


def test_an_anchor_of_the_other_history_holds_nothing_here() -> None:
    """An anchor of another history of the log does not make this one binding."""
    ground = Ground()
    zone = ground.zone(ground.fox)
    other = ground.fox.forked(1)
    other.add("report.received", REPORT)
    ground.east.anchor(other.head())
    prove(ground.west, ground.fox, other)
    assert ground.row(zone)["standing"] == "stopped_by_fork"


def test_the_least_of_all_proofs_is_accepted() -> None:
    """Nodes that hold the same proofs accept the same size: the least that any leaves."""
    ground = Ground()
    zones = [ground.zone(ground.fox, f"n{i}") for i in range(4)]
    forked(ground, 4)
    assert ground.row(ground.fox.origin)["accepted"] == 4
    forked(ground, 2, ground.east)
    state = ground.state()
    assert row(state, ground.fox.origin)["accepted"] == 2
    assert [row(state, one)["standing"] for one in zones] == ["entitled"] + ["stopped_by_fork"] * 3


@pytest.mark.parametrize("damage", ["nothing", "log", "proof"])
def test_a_proof_is_checked(damage: str) -> None:
    """A proof that is none, or of another log than it says, stops nobody, and holds whoever hands it on."""
    ground = Ground()
    zone = ground.zone(ground.fox)
    other = ground.fox.forked(1)
    other.add("report.received", REPORT)
    said = dict(prove(ground.watch, ground.fox, other).payload or {})
    ground.watch.entries.pop()
    if damage == "log":
        said["log"] = ground.crown.origin
    if damage == "proof":
        said["proof"] = "fork"
    ground.watch.add("fork.proved", said)
    expected = "stopped_by_fork" if damage == "nothing" else "entitled"
    assert ground.row(zone)["standing"] == expected
    assert "no_effect" not in ground.row(ground.crown.origin)["status"]


def test_a_proof_may_come_before_the_log() -> None:
    """A proof that comes before the log that it is about stops it as soon as it comes."""
    ground = Ground()
    zone = ground.zone(ground.fox)
    forked(ground, 1)
    logs = logs_of(ground.west, ground.fox)
    assert row(fold(logs, ground.blobs), zone)["standing"] == "stopped_by_fork"


def test_humanitarian_notices_are_quarantined() -> None:
    """A call from beyond the accepted size is kept and shown, marked as quarantined, and has no effect."""
    ground = Ground()
    call = ground.fox.add("stopfire.called", GOOD["stopfire.called"])
    site = ground.fox.add("site.notified", GOOD["site.notified"])
    zone = ground.zone(ground.fox)
    forked(ground, 1)
    state = ground.state()
    assert [row(state, one)["standing"] for one in (call, site, zone)] == ["quarantined"] * 2 + ["stopped_by_fork"]


def succeeded(ground: Ground) -> Writer:
    """The fox goes on in a log that begins with the key it had committed to."""
    ground.more.append(Writer("fox2", "party", "fox", succeeds=ground.fox))
    return ground.more[-1]


def attest(by: Writer, recovery: Entry, actor: str = "fox") -> Entry:
    """Somebody attests that a recovered log is that body's."""
    said = {"actor": actor, "kind": "node.recovered", "payload": dict(recovery.payload or {}), "how": "a meeting"}
    return by.add("attested", said | {"said": "2031-05-02T00:00:00Z"}, recovery)


def test_a_hacked_party_is_not_silenced() -> None:
    """After a fork, humanitarian calls go on under the next key at once; all else waits for somebody opposite."""
    ground = Ground()
    ground.zone(ground.fox)
    forked(ground, 1)
    new = succeeded(ground)
    recovery = new.add("node.recovered", GOOD["node.recovered"])
    call, zone = new.add("stopfire.called", GOOD["stopfire.called"]), ground.zone(new, "n2")
    before = ground.state()
    assert [row(before, one)["standing"] for one in (recovery, call, zone)] == ["entitled", "entitled", "not_recovered"]
    assert row(before, new.origin)["status"] == "not_recovered"
    attest(ground.watch, recovery)
    after = ground.state()
    assert row(after, zone)["standing"] == "entitled"
    assert (row(after, recovery)["recovery"], row(after, new.origin)["status"]) == ("attested", "stands")


@pytest.mark.parametrize("who", ["fox", "crown", "fox2"])
def test_nobody_near_attests_a_recovery(who: str) -> None:
    """Neither the body itself nor a party attests a recovery: the monitor does, or a guarantor of another actor."""
    ground = Ground()
    new = succeeded(ground)
    recovery = new.add("node.recovered", GOOD["node.recovered"])
    zone = ground.zone(new)
    attest(next(one for one in ground.writers if one.name == who), recovery)
    assert ground.row(zone)["standing"] == "not_recovered"


def test_two_who_are_doubted_do_not_attest_one_another() -> None:
    """Two guarantors that both go on in new logs need somebody whom nobody doubts; from there it goes on."""
    ground = Ground()
    ground.more = [Writer(f"{one.name}2", "guarantor", one.actor, succeeds=one) for one in (ground.east, ground.west)]
    east, west = ground.more
    recoveries = [one.add("node.recovered", GOOD["node.recovered"]) for one in ground.more]
    zone = ground.zone(east)
    attest(west, recoveries[0], "east")
    attest(east, recoveries[1], "west")
    assert ground.row(zone)["standing"] == "not_recovered"
    attest(ground.watch, recoveries[1], "west")
    assert ground.row(zone)["standing"] == "entitled"


def test_a_successor_needs_the_key_committed_to() -> None:
    """A log that says it continues another, whose key nobody had committed to, has no effect, calls included."""
    ground = Ground()
    thief = Writer("thief", "party", "fox")
    thief.next_log_seed = b"\x07" * 32
    ground.more.append(Writer("fox2", "party", "fox", succeeds=thief))
    ground.more[0].entries, ground.more[0].genesis = [], ""
    ground.more[0]._begin(ground.fox.origin)
    call = ground.more[0].add("stopfire.called", GOOD["stopfire.called"])
    state = ground.state()
    assert row(state, call)["standing"] == "unproven_successor"
    assert row(state, ground.more[0].origin)["status"] == "unproven_successor"


def test_a_commitment_from_beyond_the_fork_is_the_thiefs() -> None:
    """A key that a forked log commits to beyond the accepted size proves no successor."""
    ground = Ground()
    thief = Writer("thief", "party", "fox")
    seen = dict(thief.entries[0].payload or {})["next_log_key"]
    ground.fox.add("key.enrolled", {"purpose": "log_next", "next_log_key": seen})
    other = Writer("fox2", "party", "fox", succeeds=thief)
    other.entries, other.genesis = [], ""
    other._begin(ground.fox.origin)
    ground.more.append(other)
    call = other.add("stopfire.called", GOOD["stopfire.called"])
    assert ground.row(call)["standing"] == "entitled"
    forked(ground, 1)
    assert ground.row(call)["standing"] == "unproven_successor"


def test_two_logs_of_one_body_have_no_legal_effect() -> None:
    """Of two logs of one actor in one role both are kept, and neither acts with legal effect until one is retired."""
    ground = Ground()
    ground.more.append(Writer("fox-too", "party", "fox"))
    zones = [ground.zone(one) for one in (ground.fox, ground.more[0])]
    report = ground.fox.add("report.received", REPORT)
    state = ground.state()
    assert [row(state, one)["standing"] for one in (*zones, report)] == ["rival_log", "rival_log", "entitled"]
    assert row(state, ground.fox.origin)["rivals"] == [ground.more[0].origin]
    ground.more[0].add("key.retired", {"key": ground.more[0].origin, "why": "closed"}, ground.more[0].entries[0])
    assert [row(ground.state(), one)["standing"] for one in zones] == ["entitled", "entitled"]


def test_a_successor_is_no_rival() -> None:
    """A log and the one that continues it are one body's, in one role, and do not stand in one another's way."""
    ground = Ground()
    new = succeeded(ground)
    third = Writer("fox3", "party", "fox", succeeds=new)
    ground.more.append(third)
    zone = ground.zone(ground.fox)
    state = ground.state()
    assert row(state, zone)["standing"] == "entitled"
    assert row(state, third.origin)["rivals"] == []


def test_keys_rotate_as_committed() -> None:
    """Each key is announced before it is used; a key that was not announced enrols nothing."""
    ground = Ground()
    for _ in range(3):
        ground.fox.rotate()
        ground.zone(ground.fox)
    state = ground.state()
    assert {row(state, one)["standing"] for one in ground.fox.entries} == {"entitled"}
    assert standings(state, ground.fox.entries[0]) == {}
