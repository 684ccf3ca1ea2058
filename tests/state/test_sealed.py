"""What is sealed, disclosed, compared: the shared state moves by entries alone; an audience has its own digest."""

import hashlib
import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.state.chance import World
from tests.state.ground import WHY, Ground, row, standings
from tests.state.logs import Blobs, Writer, kept_apart, logs_of, shown
from truceline.errors import RecordError
from truceline.state import Leaf, Plain, Unsealed, audience_digest, events, fold, lines, take
from truceline.tlog.commitment import Opening, commit, opens
from truceline.tlog.entry import Entry

WHERE = '{"place_name":"The crossing"}'


def basis(entry: Entry, *told: int) -> list[str]:
    """The commitments of an entry but for the fields told."""
    return [f"sealed:{one}" for i, one in enumerate(entry.commitments) if i not in told]


# ── what is disclosed ─────────────────────────────────────────────────────────────────────────


def test_what_is_disclosed_stands_for_all() -> None:
    """A field that opens its commitment stands in the row, its act counts, and the rest stays undetermined."""
    ground = Ground()
    sealed, openings = ground.watch.seal("", '{"source":"canary"}', "{}", WHERE)
    act = ground.watch.disclose(sealed, openings[3])
    found = ground.row(sealed)
    assert found["opened"] == [[3, {"place_name": "The crossing"}]]
    assert (found["status"], found["basis"]) == ("undetermined", basis(sealed, 3))
    assert standings(ground.state(), sealed) == {act.hash: "entitled"}
    assert "canary" not in json.dumps(ground.state().lines), "a field that was not told stands nowhere"


def test_more_is_told_field_by_field_until_nothing_is_sealed() -> None:
    """Disclosures add up, told twice or together; with the last field the entry rests on nothing unseen."""
    ground = Ground()
    sealed, openings = ground.watch.seal(*(f'{{"f":{i}}}' for i in range(8)))
    ground.watch.disclose(sealed, *openings[:3])
    ground.watch.disclose(sealed, openings[2], openings[5])
    assert ground.row(sealed)["basis"] == basis(sealed, 0, 1, 2, 5)
    ground.watch.disclose(sealed, *openings)
    found = ground.row(sealed)
    assert (found["status"], found["basis"]) == ("disclosed", [])
    assert found["opened"] == [[i, {"f": i}] for i in range(8)]


def test_until_something_is_told_the_row_is_as_it_was() -> None:
    """A sealed entry's line says nothing of openings where none is told: it is the line of a cover entry."""
    ground = Ground()
    sealed, _ = ground.watch.seal(WHERE)
    cover = ground.watch.add("sealed", commitments=[f"{i:064x}" for i in range(8)])
    one, other = ground.row(sealed), ground.row(cover)
    assert one.keys() == other.keys()
    assert (one["status"], one["basis"]) == ("undetermined", basis(sealed))


@pytest.mark.parametrize(
    "changed",
    [{"salt": "00" * 32}, {"payload": '{"place_name":"The bridge"}'}, {"padding": 0}, {"field": 4}],
    ids=["salt", "payload", "padding", "field"],
)
def test_what_does_not_open_does_not_count(changed: dict[str, Any]) -> None:
    """One part that is another keeps the whole disclosure from counting, with its reason; nothing of it is told."""
    ground = Ground()
    sealed, openings = ground.watch.seal("{}", "{}", "{}", WHERE)
    opened = [shown(openings[1]), shown(openings[3]) | changed]
    act = ground.watch.add("disclosed", {"opened": opened, **WHY}, sealed)
    state = ground.state()
    assert standings(state, sealed) == {act.hash: "not_opened"}
    assert "opened" not in row(state, sealed)
    assert row(state, sealed)["basis"] == basis(sealed)


def test_a_field_beyond_the_commitments_does_not_open() -> None:
    """A sealed entry with fewer commitments, or with none, has nothing there to be opened."""
    ground = Ground()
    _, openings = ground.watch.seal()
    for entry in (ground.watch.add("sealed", commitments=["ab" * 32]), ground.watch.add("sealed")):
        act = ground.watch.disclose(entry, openings[7])
        assert standings(ground.state(), entry) == {act.hash: "not_opened"}


def test_a_copied_commitment_opens_nothing() -> None:
    """Whoever repeats another's commitments, in its own log or in a later entry, cannot open them there."""
    ground = Ground()
    sealed, openings = ground.watch.seal(WHERE)
    for thief in (ground.fox, ground.watch):
        copy = thief.add("sealed", commitments=sealed.commitments)
        act = thief.disclose(copy, openings[0])
        assert standings(ground.state(), copy) == {act.hash: "not_opened"}


def test_nobody_discloses_for_another() -> None:
    """An audience can open what it was given, and still tells nobody in the record: its author alone does."""
    ground = Ground()
    sealed, openings = ground.watch.seal(WHERE)
    act = ground.east.disclose(sealed, openings[0])
    state = ground.state()
    assert standings(state, sealed) == {act.hash: "not_own"}
    assert row(state, sealed)["basis"] == basis(sealed)


def test_a_successor_discloses_what_the_old_log_sealed() -> None:
    """A log that goes on for the same actor opens what was committed to under the old one's name."""
    ground = Ground()
    fox = Writer("hare", "party", "hare")
    sealed, openings = fox.seal(WHERE)
    later = Writer("hare2", "party", "hare", succeeds=fox)
    recovered = later.add("node.recovered", {"way": "override", "size": 2, "root": fox.root().hex(), "reason": "lost"})
    said = {"actor": "hare", "kind": "node.recovered", "payload": dict(recovered.payload or {}), "how": "a call"}
    ground.watch.add("attested", {**said, "said": "2031-05-02T00:00:00Z"}, recovered)
    act = later.disclose(sealed, openings[0])
    state = ground.state(*ground.writers, fox, later)
    assert standings(state, sealed) == {act.hash: "entitled"}
    assert row(state, sealed)["opened"] == [[0, {"place_name": "The crossing"}]]


@pytest.mark.parametrize("text", ["no JSON", "[1]", '{"n":1.5}', '{"a":1,"a":2}', '{"a":"\\ud800"}'])
def test_a_field_that_machines_read_differently_is_told_as_text(text: str) -> None:
    """What is no JSON object that all read alike is told as it was written."""
    ground = Ground()
    sealed, openings = ground.watch.seal(text)
    ground.watch.disclose(sealed, openings[0])
    assert ground.row(sealed)["opened"] == [[0, text]]


def test_a_disclosure_kept_apart_waits_for_its_bytes() -> None:
    """A long disclosure is a blob: until it is here the row says that it lacks it, and then what it says."""
    ground, held = Ground(), Blobs()
    sealed, openings = ground.watch.seal(WHERE)
    apart = kept_apart({"opened": [shown(openings[0])], **WHY}, ground.blobs)
    ground.watch.add("disclosed", None, sealed, blob=apart)
    state = fold(logs_of(*ground.writers), held)
    assert (row(state, sealed)["status"], row(state, sealed)["lacks"]) == ("cannot_recompute", [apart])
    take((), state.shelf, ground.blobs)
    assert tuple(lines(state.shelf)) == ground.state().lines


# ── incidents that hold what is sealed ────────────────────────────────────────────────────────


def link(ground: Ground, *members: dict[str, str]) -> Entry:
    """An incident of these."""
    return ground.watch.add("incident.linked", {"members": list(members), **WHY})


def notes(ground: Ground, incident: Entry) -> tuple[str, ...]:
    """What findings on an incident rest on unseen."""
    told = events(ground.state().shelf, ground.blobs)
    return next(one.event.notes for one in told if one.leaf == incident.hash)


def test_an_incident_rests_on_what_is_not_disclosed() -> None:
    """An incident that names a sealed leaf rests on its commitments, less those disclosed, whichever came first."""
    ground = Ground()
    batch = ground.batch({})
    sealed, openings = ground.west.seal(WHERE)
    incident = link(ground, {"entry": batch.hash, "event": "e0"}, {"entry": sealed.hash})
    assert notes(ground, incident) == tuple(basis(sealed))
    assert ground.row(incident)["basis"] == sorted(basis(sealed))
    ground.west.disclose(sealed, openings[0], openings[3])
    assert notes(ground, incident) == tuple(basis(sealed, 0, 3))
    assert ground.row(incident)["basis"] == sorted(basis(sealed, 0, 3))
    ground.west.disclose(sealed, *openings)
    assert notes(ground, incident) == ()
    assert "basis" not in ground.row(incident)


def test_what_is_sealed_within_an_incident_within_one_is_not_lost() -> None:
    """An incident held by another, or merged with it, brings along what it rests on unseen."""
    ground = Ground()
    batch = ground.batch({}, {})
    sealed, openings = ground.west.seal(WHERE)
    inner = link(ground, {"entry": batch.hash, "event": "e0"}, {"entry": sealed.hash})
    outer = link(ground, {"entry": inner.hash}, {"entry": "00" * 32})
    other = link(ground, {"entry": batch.hash, "event": "e1"})
    ground.east.add("incident.merged", {"incidents": sorted([inner.hash, other.hash]), **WHY}, other)
    assert notes(ground, outer) == tuple(basis(sealed))
    for one in (inner, outer, other):
        assert ground.row(one)["basis"] == sorted(basis(sealed)), one.kind
    ground.west.disclose(sealed, *openings[1:])
    for one in (inner, outer, other):
        assert ground.row(one)["basis"] == basis(sealed, *range(1, 8)), one.kind
    assert notes(ground, outer) == (f"sealed:{sealed.commitments[0]}",)


def test_an_incident_is_told_anew_when_more_is_disclosed() -> None:
    """Taken in step by step, an incident's line follows each disclosure, and comes to what the whole comes to."""
    ground = Ground()
    sealed, openings = ground.west.seal(WHERE)
    incident = link(ground, {"entry": sealed.hash})
    shelf, done = Plain(), dict.fromkeys((one.origin for one in ground.writers), 0)
    for count in range(3):
        for one in ground.writers:
            leaves = [Leaf(one.origin, i, leaf) for i, leaf in enumerate(one.leaves)][done[one.origin] :]
            take(leaves, shelf, ground.blobs)
            done[one.origin] = len(one.leaves)
        line = json.loads(shelf.get("line", incident.hash) or "")
        assert line["basis"] == sorted(basis(sealed, *range(count)))
        assert tuple(lines(shelf)) == ground.state().lines
        ground.west.disclose(sealed, openings[count])


# ── the shared digest, and an audience's ──────────────────────────────────────────────────────


def opened(world: World, rng: Random) -> dict[str, Unsealed]:
    """Some of what was sealed, as an audience holds it."""
    by_hash = {one.hash: one for one in world.entries("sealed")}
    every = [
        (by_hash[leaf].commitments[one.index], Unsealed(by_hash[leaf].origin, by_hash[leaf].id, one))
        for leaf, openings in world.sealed.items()
        for one in openings
    ]
    return dict(rng.sample(every, rng.randint(0, len(every))))


def sealing(seed: int) -> tuple[World, Random]:
    """A random record in which something is sealed."""
    rng = Random(seed)  # noqa: S311 - chance, not secrecy
    world = World(rng, rng.randint(5, 40))
    for writer in rng.sample(world.writers, 3):
        world.seal(writer)
    return world, rng


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_openings_that_come_go_or_are_erased_move_nothing(seed: int) -> None:
    """The shared digest is one whether a node holds what was sealed, some of it, or erased it; it asks for none."""
    world, rng = sealing(seed)
    before = fold(world.logs(), world.blobs).digest
    held = Blobs(world.blobs)
    for commitment, one in opened(world, rng).items():
        held[commitment] = one.opening.payload
        held.put(one.opening.payload)
    asked: set[str] = set()

    def blob(name: str) -> bytes | None:
        asked.add(name)
        return held(name)

    assert fold(world.logs(), blob).digest == before
    for name in set(held) - set(world.blobs):
        if rng.random() < 0.5:
            del held[name]
    assert fold(world.logs(), blob).digest == before
    commitments = {one for entry in world.entries("sealed") for one in entry.commitments}
    assert not asked & commitments, "no commitment is ever asked for as a blob"


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_only_an_entry_moves_the_shared_digest(seed: int) -> None:
    """Nothing but an entry tells all: with a disclosure in its log the digest is another, without it the same."""
    world, rng = sealing(seed)
    before = fold(world.logs(), world.blobs).digest
    sealed = rng.choice([one for one in world.entries("sealed") if one.hash in world.sealed])
    author = next(one for one in world.writers if one.origin == sealed.origin)
    author.disclose(sealed, world.sealed[sealed.hash][0])
    assert fold(world.logs(), world.blobs).digest != before
    author.entries.pop()
    assert fold(world.logs(), world.blobs).digest == before


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_an_audience_comes_to_one_digest(seed: int) -> None:
    """Two nodes with the same openings, got in whatever order, have one digest; with one fewer, another's."""
    world, rng = sealing(seed)
    state = fold(world.logs(), world.blobs)
    held = opened(world, rng)
    mixed = rng.sample(sorted(held), len(held))
    one = audience_digest(state.heads, state.lines, held, held.get)
    assert audience_digest(reversed(state.heads), state.lines, [*mixed, *mixed[:1]], dict(held).get) == one
    assert (one == state.digest) == (not held), "with nothing opened it is the shared digest"
    if held:
        assert audience_digest(state.heads, state.lines, mixed[1:], held.get) != one


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_after_an_erasure_there_is_no_number(seed: int) -> None:
    """Where a payload that was opened is gone, the audience digest is not recomputable; the shared one stays."""
    world, rng = sealing(seed)
    state = fold(world.logs(), world.blobs)
    held = opened(world, rng)
    commitments = sorted(held)
    gone = [one for one in commitments if rng.random() < 0.5]
    for one in gone:
        del held[one]
    if not gone:
        assert len(audience_digest(state.heads, state.lines, commitments, held.get)) == 64
        return
    with pytest.raises(RecordError, match="the audience digest is not recomputable") as raised:
        audience_digest(state.heads, state.lines, commitments, held.get)
    assert {one.file for one in raised.value.faults} == {f"commitment {one}" for one in gone}
    assert fold(world.logs(), world.blobs).digest == state.digest


def test_what_does_not_open_is_no_number_either() -> None:
    """A payload that is not the one committed to, or of a log that is not read, gives no digest but its fault."""
    ground = Ground()
    sealed, openings = ground.watch.seal(WHERE)
    state, commitment = ground.state(), sealed.commitments[0]
    assert opens(commitment, sealed.origin, sealed.id, openings[0])

    def fault(other: Unsealed, *heads: Any) -> str:  # noqa: ANN401 - heads
        with pytest.raises(RecordError) as raised:
            audience_digest(heads or state.heads, state.lines, [commitment], lambda _: other)
        (found,) = raised.value.faults
        return f"{found.expected}, not {found.got}"

    right = Unsealed(sealed.origin, sealed.id, openings[0])
    assert fault(right._replace(opening=openings[1])) == "a payload and salt that open it, not others"
    assert fault(right._replace(id="00" * 16)) == "a payload and salt that open it, not others"
    assert fault(right, ("truceline/else", 1, "ab" * 32)) == f"the log {sealed.origin} among those read, not none of it"


def test_an_audience_digest_is_over_what_was_opened() -> None:
    """By hand: the shared digest's bytes, then a line for each commitment with its place and what it tells."""
    ground = Ground()
    sealed, openings = ground.watch.seal("", "{}", "{}", WHERE)
    state = ground.state()
    pair = {sealed.commitments[i]: Unsealed(sealed.origin, sealed.id, openings[i]) for i in (0, 3)}
    told = {sealed.commitments[0]: "", sealed.commitments[3]: {"place_name": "The crossing"}}
    by_hand = [
        json.dumps(
            {"field": one.opening.index, "id": sealed.id, "log": sealed.origin, "opened": name, "tells": told[name]},
            separators=(",", ":"),
        )
        for name, one in sorted(pair.items())
    ]
    shared = (*state.lines, *by_hand)
    assert audience_digest(state.heads, state.lines, pair, pair.get) == digest_of(state.heads, shared)


def digest_of(heads: Any, texts: tuple[str, ...]) -> str:  # noqa: ANN401 - heads
    """The digest of these heads and lines, by hand."""
    whole = "truceline/fold/v1\n" + "".join(f"{o} {n} {r}\n" for o, n, r in heads) + "".join(f"{t}\n" for t in texts)
    return hashlib.sha256(whole.encode()).hexdigest()


def test_bytes_that_are_no_text_are_opened_too() -> None:
    """A field that holds no text has its place in an audience's digest, though it can never be disclosed."""
    ground = Ground()
    opening = Opening(0, bytes(32), b"\xff\xfe")
    name = "ab" * 16
    sealed = ground.watch.add("sealed", id=name, commitments=[commit(ground.watch.origin, name, opening)])
    state = ground.state()
    found = audience_digest(
        state.heads, state.lines, sealed.commitments, lambda _: Unsealed(sealed.origin, name, opening)
    )
    assert found != state.digest
