"""Whichever history of a forked log is held, everybody comes to the same states: by the branches that proofs name."""

import json
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.state.chance import branch_of, in_parts, prove
from tests.state.ground import REPORT, Ground, row
from tests.state.logs import Blobs, Writer, logs_of
from tests.state.test_branches import EVENTS, TEXT, Play, weights
from truceline.state import Leaf, Plain, State, common, fold, lines, may_be_accused, tails, take, worst_for
from truceline.terms import Result


def states(ground: Ground, held: Writer) -> list[State]:
    """What a record comes to on a node that holds one history of the log that forked, all it agrees on with others."""
    logs = logs_of(*ground.writers) | {held.origin: held.leaves}
    size = common(fold(logs, ground.blobs).shelf)[held.origin]
    shared = logs | {held.origin: held.leaves[:size]}
    base = fold(shared, ground.blobs)
    found = tails(base.shelf, held.origin, ground.blobs)
    return [base, *(fold(shared | {held.origin: [*held.leaves[:size], *tail]}, ground.blobs) for tail in found)]


def forked(size: int) -> tuple[Ground, Writer]:
    """The fox has declared six zones, and something else from `size` entries on."""
    ground = Ground()
    for _ in range(6):
        ground.zone(ground.fox)
    other = ground.fox.forked(size)
    for _ in range(3):
        other.add("report.received", REPORT)
    return ground, other


def sizes(ground: Ground, held: Writer) -> list[int]:
    """How far the fox's log is read in each state."""
    return [size for one in states(ground, held) for origin, size, _ in one.heads if origin == held.origin]


def test_what_others_had_anchored_is_folded_on_each_branch() -> None:
    """Each history as far as somebody else had anchored it, in one order, whichever is held."""
    ground, other = forked(2)
    ground.west.anchor(ground.fox.head(5))
    ground.east.anchor(other.head(3))
    ground.east.anchor(other.head(4))
    prove(ground.watch, ground.fox, other, ground.blobs)
    assert sizes(ground, ground.fox) == sizes(ground, other) == [2, 4, 5]
    one, two = states(ground, ground.fox), states(ground, other)
    assert [(x.heads, x.lines) for x in one] == [(x.heads, x.lines) for x in two]
    assert not [line for state in one for line in state.lines if "stopped_by_fork" in line]


def test_what_nobody_else_had_anchored_in_time_does_not_count() -> None:
    """Not what the forker's own body anchors, nor what is anchored by who had seen a proof, nor without a branch."""
    ground, other = forked(2)
    prove(ground.watch, ground.fox, other, ground.blobs)
    ground.watch.anchor(ground.fox.head(5))
    ground.fox.anchor(other.head(4))
    assert sizes(ground, ground.fox) == sizes(ground, other) == [2]
    ground.east.anchor(ground.fox.head(6))
    assert sizes(ground, other) == [2, 6]
    ground.blobs.clear()
    assert sizes(ground, ground.fox) == [4]  # by the two heads alone, that are of five entries


def test_a_friend_of_the_forker_holds_a_few_histories_at_most() -> None:
    """Whoever anchors many histories of one log does not make everybody fold them all; an honest one's is there."""
    ground, other = forked(2)
    ground.east.anchor(ground.fox.head(4))
    for number in range(9):
        more = other.forked(3)
        more.add("report.received", REPORT | {"text": f"{number} shots."})
        ground.west.anchor(more.head())
        prove(ground.watch, ground.fox, more, ground.blobs)
    found = states(ground, other)
    assert len(found) == 6
    assert sum(ground.fox.entries[3].hash in "".join(one.lines) for one in found) == 1


def test_histories_that_part_one_from_another() -> None:
    """A third history that leaves the second later is folded too: its branch goes on from that of the second."""
    ground, other = forked(2)
    third = other.forked(4)
    third.add("report.received", REPORT | {"text": "Others."})
    ground.west.anchor(third.head())
    prove(ground.east, other, third, ground.blobs)
    prove(ground.watch, ground.fox, other, ground.blobs)
    for held in (ground.fox, other, third):
        assert sizes(ground, held) == [2, 5]


def test_one_branch_alone_counts_beyond_the_two_heads() -> None:
    """Whoever has but its own history names that; where the histories part is known no closer then."""
    ground, other = forked(4)
    ground.west.anchor(ground.fox.head(6))
    proof = prove(ground.watch, ground.fox.forked(5), other.forked(5))
    said = {**(proof.payload or {}), "branches": [ground.blobs.put(branch_of(ground.fox, 4).write())]}
    ground.watch.entries.pop()
    ground.watch.add("fork.proved", said)
    assert sizes(ground, ground.fox) == sizes(ground, other) == [4, 6]


@pytest.mark.parametrize("what", ["nothing", "no branch", "of another log", "not signed"])
def test_a_branch_that_does_not_hold_says_nothing(what: str) -> None:
    """The two heads stand by themselves; what is named beside them and is not the log's changes nothing."""
    ground, other = forked(2)
    ground.west.anchor(ground.fox.head(4))
    proof = prove(ground.watch, ground.fox, other)
    wrong = branch_of(ground.fox, 3)
    data = {
        "nothing": b"",
        "no branch": b"truceline/branch/v1\n1\n\n0\n",
        "of another log": branch_of(ground.crown, 1).write(),
        "not signed": wrong.write().replace(wrong.leaves[0], wrong.leaves[1], 1),
    }
    ground.watch.entries.pop()
    ground.watch.add("fork.proved", {**(proof.payload or {}), "branches": [ground.blobs.put(data[what])]})
    assert sizes(ground, ground.fox) == [4]
    assert row(ground.state(), ground.fox.origin)["accepted"] == 4


def test_a_proof_beyond_a_fork_does_not_say_where_another_parts() -> None:
    """What stands in one history of a forked log others may never see: it stops nothing that all have to agree on."""
    ground, other = forked(2)
    lie = ground.crown.forked(1)
    ground.zone(ground.crown)
    lie.add("report.received", REPORT)
    prove(ground.fox, ground.crown, lie, ground.blobs)
    prove(ground.watch, ground.fox, other, ground.blobs)
    assert common(ground.state().shelf) == {ground.fox.origin: 2}


def test_a_branch_that_comes_late_is_read_then() -> None:
    """Until it is here the state says which blob is missing; in any order of entries and blobs all is the same."""
    ground, other = forked(2)
    proof = prove(ground.watch, ground.fox, other, ground.blobs)
    expected = ground.state()
    assert row(expected, ground.fox.origin)["accepted"] == 2
    digests = set(ground.blobs) & set(json.dumps(proof.payload).split('"'))
    late = Blobs({name: data for name, data in ground.blobs.items() if name not in digests})
    lacking = row(fold(logs_of(*ground.writers), late), proof)
    assert (lacking["status"], lacking["lacks"]) == ("cannot_recompute", sorted(digests))
    for seed in range(5):
        rng, shelf, some = Random(seed), Plain(), Blobs(late)  # noqa: S311 - chance, not secrecy
        logs = ground.writers
        rng.shuffle(logs)
        leaves = [Leaf(one.origin, i, leaf) for one in logs for i, leaf in enumerate(one.leaves)]
        for part in in_parts(rng, leaves):
            take(part, shelf, some)
            if rng.random() < 0.5:
                some.update(ground.blobs)
        some.update(ground.blobs)
        take([], shelf, some)
        assert tuple(lines(shelf)) == expected.lines
        assert not list(shelf.all("lack"))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["fox", "crown", "east", "west"]))
def test_one_result_whichever_history_is_held_and_never_better_for_the_forker(seed: int, forker: str) -> None:
    """All come to the same states, and their worst is never better for the forker than what any history came to."""
    play = Play(Random(seed), forker)  # noqa: S311 - chance, not secrecy
    ground = play.ground
    prove(ground.watch, play.forker, play.other, ground.blobs)
    found = states(ground, play.forker)
    assert [one.digest for one in found] == [one.digest for one in states(ground, play.other)]
    logs = logs_of(*ground.writers)
    readers = [fold(logs | {one.origin: one.leaves}, ground.blobs) for one in (play.forker, play.other)]
    judges, told = [play.judge(one) for one in found], [play.judge(one) for one in readers]
    for one in EVENTS:
        accused = may_be_accused(forker, TEXT, one)
        whole = weights(worst_for(forker, TEXT, one, [judge(one) for judge in judges]))
        for reader in told:
            for key, weight in weights(reader(one)).items():
                if accused:
                    assert whole[key] >= weight
                else:
                    assert whole[key] <= max(weight, Result.NOT_ENGAGED.weight)
