"""The audit: a good record passes with everything counted; each altered one fails at the place that was altered."""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tlog.logs import NOON, Files, Folder, Held, Log, signer, three_logs, written
from truceline.errors import Fault
from truceline.tlog import fork
from truceline.tlog.audit import Step, Tally, audit
from truceline.tlog.cosign import cosignature
from truceline.tlog.keys import COSIGNATURE_KEY
from truceline.tlog.merkle import leaf_hash
from truceline.tlog.mirror import log_id
from truceline.tlog.note import with_signatures
from truceline.tlog.tiles import bundle

LOGS, FILES = three_logs()
RED, BLUE, WHITE = LOGS


def last(files: Files, **more: Any) -> Step:  # noqa: ANN401 - arguments passed on
    """The last step of an audit."""
    *_, step = audit(Held(files), **more)
    return step


def at(log: Log, path: str) -> str:
    """A path below a log's."""
    return f"{log_id(log.origin)}/{path}"


def fault(files: Files, **more: Any) -> Fault:  # noqa: ANN401 - arguments passed on
    """What an audit finds wrong."""
    found = last(files, **more).fault
    assert found is not None
    return found


def test_a_good_record_passes_with_everything_counted() -> None:
    """Every entry, head, cosignature, anchor, reference and payload kept apart is checked and counted."""
    step = last(FILES)
    assert step.fault is None
    assert (step.log, step.origin, step.done, step.total) == ("", "", 310, 310)
    assert step.tally == Tally(entries=310, heads=3, cosignatures=8, anchors=3, refs=5, blobs=1)


def test_a_folder_is_audited_as_well(tmp_path: Path) -> None:
    """The files of an export are a source."""
    *_, step = audit(Folder(written(FILES, tmp_path)))
    assert (step.fault, step.tally) == (None, last(FILES).tally)


@settings(max_examples=150)
@given(st.data())
def test_no_altered_file_passes(data: st.DataObject) -> None:
    """Any bit of any file changed is a fault, or a cosignature the fewer: never the same as before."""
    path = data.draw(st.sampled_from(sorted(FILES)))
    changed = bytearray(FILES[path])
    bit = data.draw(st.integers(0, 8 * len(changed) - 1))
    changed[bit // 8] ^= 1 << bit % 8
    step = last({**FILES, path: bytes(changed)})
    if step.fault is None:
        assert path.endswith("/checkpoint")
        assert step.tally.cosignatures == 7
        assert step.tally.cosigners_unknown == 1


@pytest.mark.parametrize("path", sorted(FILES))
def test_no_missing_file_passes(path: str) -> None:
    """A file that is gone is named; only a payload kept apart may be elsewhere, and is counted."""
    files = {name: data for name, data in FILES.items() if name != path}
    step = last(files)
    if path.startswith("blob/"):
        assert step.fault is None
        assert (step.tally.blobs, step.tally.blobs_missing) == (0, 1)
    else:
        assert step.fault
        assert (step.fault.file, step.fault.got) == (path, "nothing there")


def altered(path: str, change: Callable[[bytes], bytes]) -> Files:
    """The record with one file changed."""
    assert change(FILES[path]) != FILES[path]
    return {**FILES, path: change(FILES[path])}


def flip(at_byte: int) -> Callable[[bytes], bytes]:
    """Change one bit."""
    return lambda data: data[:at_byte] + bytes([data[at_byte] ^ 1]) + data[at_byte + 1 :]


def test_an_altered_entry_is_named() -> None:
    """Bytes of an old entry changed on disk: the entry, by its log and place."""
    place = bundle([entry.leaf for entry in RED.entries[:120]])
    found = fault(altered(at(RED, "tile/entries/000"), flip(len(place) + 60)))
    assert found.file == f"{RED.origin}#120"
    assert found.expected == f"an entry with hash {RED.entries[120].hash}"
    assert found.cure == "fetch this log again from another node, and keep this copy as it is"


def test_an_altered_hash_is_laid_at_its_tiles_door() -> None:
    """A changed stored hash is not blamed on the entry, whose bytes still give the signed root."""
    found = fault(altered(at(RED, "tile/0/000"), flip(32 * 100 + 3)))
    assert (found.file, found.field) == (at(RED, "tile/0/000"), f"hash 100 ({RED.origin}#100)")
    assert found.expected == RED.entries[100].hash
    found = fault(altered(at(RED, "tile/1/000.p/1"), flip(0)))
    assert (found.file, found.field) == (at(RED, "tile/1/000.p/1"), "hash 0 (entries from 0)")


def test_where_entries_and_hashes_were_both_altered_the_first_that_disagree_are_named() -> None:
    """With several things wrong in one bundle, no one of them explains the signed root alone."""
    place = bundle([entry.leaf for entry in RED.entries[:120]])
    files = altered(at(RED, "tile/0/000"), flip(32 * 100 + 3))
    found = fault({**files, at(RED, "tile/entries/000"): flip(len(place) + 60)(FILES[at(RED, "tile/entries/000")])})
    assert (found.file, found.got) == (f"{RED.origin}#100", RED.entries[100].hash)


def test_an_entry_and_its_hash_altered_together_leave_its_signature_broken() -> None:
    """Whoever changes the entry and rebuilds the tiles cannot sign it: the entry is named all the same."""
    log, _ = three_logs()
    red = log[0]
    forged = red.entries[7].leaf.replace(b"quiet", b"Quiet")
    leaves = [forged if i == 7 else entry.leaf for i, entry in enumerate(red.entries[:256])]
    hashes = b"".join(map(leaf_hash, leaves))
    found = fault({**FILES, at(RED, "tile/entries/000"): bundle(leaves), at(RED, "tile/0/000"): hashes})
    assert (found.file, found.field) == (f"{RED.origin}#7", "signature")


def rewritten(change: Callable[[Log], object], log: Log | None = None) -> Files:
    """A record of one log, honestly signed over whatever was changed in it."""
    log = log or Log("red").fill(5)
    change(log)
    return log.files()


def forged(log: Log, index: int, **more: object) -> None:
    """Replace an entry by another, signed by the log's own key."""
    kept = log.entries[index:]
    del log.entries[index:]
    log.entries += [log.draft("observation.made", {"text": "other"}, **more), *kept[1:]]


STRANGER = signer("stranger")


@pytest.mark.parametrize(
    ("change", "place", "field", "told"),
    [
        (lambda log: forged(log, 3, seq=4), "#3", "seq", "3"),
        (lambda log: forged(log, 3, genesis="0" * 64), "#3", "genesis", None),
        (lambda log: forged(log, 3, origin="truceline/blue"), "#3", "origin", "truceline/red-435ecae2"),
        (lambda log: forged(log, 3, id=log.entries[1].id), "#3", "id", "an id of its own"),
        (lambda log: forged(log, 3, signer=STRANGER), "#3", "", None),
        (lambda log: log.append("anchor", {"checkpoints": ["x"]}), "#5", "payload.checkpoints[0]", None),
    ],
)
def test_a_log_that_is_not_well_kept(change: Callable[[Log], object], place: str, field: str, told: str | None) -> None:
    """An entry out of its place, replayed, doubled, or by another's key is named, though the log signed its tree."""
    found = fault(rewritten(change))
    assert (found.file, found.field) == (f"truceline/red-435ecae2{place}", field)
    assert told is None or found.expected == told


@pytest.mark.parametrize(("hostile", "kept"), [("red", "blue"), ("blue", "red")])
def test_what_an_author_signs_amiss_hides_nothing(hostile: str, kept: str) -> None:
    """A doubled id and a head that nobody signed end no audit: what was altered is named first, wherever it stands."""
    liar, honest = Log(hostile).fill(3), Log(kept).fill(5)
    liar.append("observation.made", {}, id=liar.entries[1].id)
    liar.append("anchor", {"checkpoints": ["x", honest.head(3).note.data.decode().replace("\n3\n", "\n4\n")]})
    files = {**liar.files(), **honest.files()}
    found = fault(files)
    assert (found.file, found.field) == (f"{liar.origin}#3", "id")
    path = at(honest, "tile/entries/000.p/5")
    found = fault({**files, path: files[path].replace(b"quiet", b"Quiet", 1)})
    assert found.file.startswith(f"{honest.origin}#")


def test_a_log_that_does_not_begin_as_one() -> None:
    """A first entry that enrols no keys begins no log; nor does none at all."""
    log = Log("red")
    log.entries = [log.append("observation.made", {}, seq=0, genesis="")]
    found = fault(log.files())
    assert (found.file, found.field) == ("truceline/red-435ecae2#0", "")
    log.entries = []
    found = fault(log.files())
    assert (found.expected, found.got) == ("at least the entry that begins a log", "0")


def test_bytes_that_are_no_entry() -> None:
    """A leaf that cannot be read is named, though the tree holds it."""
    log = Log("red").fill(3)
    object.__setattr__(log.entries[2], "leaf", b"nothing of the kind")
    found = fault(log.files())
    assert found.file == "truceline/red-435ecae2#2"


@pytest.mark.parametrize("data", [b"", b"\x00\x09short", bundle([b"a"] * 256) + b"x"])
def test_bytes_that_are_no_bundle(data: bytes) -> None:
    """A bundle that does not end with its last entry is named as a file."""
    found = fault({**FILES, at(RED, "tile/entries/001.p/47"): data})
    assert found.file == at(RED, "tile/entries/001.p/47")


def test_a_bundle_with_too_few_entries_and_a_tile_of_another_size() -> None:
    """What is missing at the end of a bundle or tile is named."""
    found = fault({**FILES, at(BLUE, "tile/entries/000.p/3"): bundle([one.leaf for one in BLUE.entries[:2]])})
    assert (found.file, found.got) == (f"{BLUE.origin}#2", "the end of its bundle")
    found = fault(altered(at(BLUE, "tile/0/000.p/3"), lambda data: data[:-1]))
    assert (found.file, found.expected, found.got) == (at(BLUE, "tile/0/000.p/3"), "96 bytes", "95 bytes")


def test_a_full_tile_stands_in_for_a_partial_one() -> None:
    """Where the log has grown while it was copied, the full tile and bundle serve the smaller tree."""
    log = Log("red").fill(300)
    small = Log("red", entries=log.entries[:200])
    files = {name: data for name, data in small.files().items() if name.endswith("checkpoint")} | {
        name: data for name, data in log.files().items() if not name.endswith("checkpoint")
    }
    assert last(files).fault is None
    assert last(files).done == 200


def test_a_head_under_another_logs_path() -> None:
    """A log is where the hash of its origin says."""
    files = {**Log("red").files(), f"{'0' * 64}/checkpoint": Log("blue").files()[at(Log("blue"), "checkpoint")]}
    found = fault(files)
    assert (found.file, found.field, found.got) == (f"{'0' * 64}/checkpoint", "origin", Log("blue").origin)


def test_a_head_that_the_logs_own_key_did_not_sign() -> None:
    """A head signed by another key of the same name is named."""
    log = Log("red").fill(3)
    true = log.log_key
    log.log_key = type(true).from_seed(log.origin, 1, b"\x07" * 32)
    files = log.files()
    found = fault(files)
    assert (found.file, found.field) == (at(log, "checkpoint"), "signature")


def test_the_log_that_people_admitted() -> None:
    """A log that begins otherwise than the one whose words were compared is named."""
    admitted = {log.origin: log.genesis for log in LOGS}
    assert last(FILES, admitted=admitted).fault is None
    found = fault(FILES, admitted={**admitted, BLUE.origin: "0" * 64})
    assert (found.file, found.got) == (f"{BLUE.origin}#0", BLUE.genesis)
    assert "eight words" in found.cure


def test_cosigners_known_from_elsewhere() -> None:
    """A cosigner that no log here enrolled is counted as unknown, and checked where its key is given."""
    log, outside = Log("red").fill(3), signer("outside/witness", COSIGNATURE_KEY)
    assert last(log.files([outside])).tally.cosigners_unknown == 1
    assert last(log.files([outside]), cosigners=[outside.public]).tally.cosignatures == 1
    head = log.head().note
    forged_line = cosignature(head.text.replace("\n3\n", "\n4\n"), outside, NOON)
    files = {**log.files(), at(log, "checkpoint"): with_signatures(head.data, forged_line)}
    found = fault(files, cosigners=[outside.public])
    assert (found.file, found.field) == (at(log, "checkpoint"), "outside/witness")


def test_what_is_said_of_logs_that_are_elsewhere_is_counted() -> None:
    """References and anchors to a log that is not here, or not so far, are neither right nor wrong."""
    files = {name: data for name, data in FILES.items() if not name.startswith(log_id(RED.origin))}
    step = last(files)
    assert step.fault is None
    assert (step.tally.refs_unchecked, step.tally.anchors_unchecked, step.tally.anchors) == (3, 2, 1)
    short = Log("red", entries=RED.entries[:2])
    step = last({**files, **short.files()})
    assert (step.fault, step.tally.refs_unchecked, step.tally.anchors_unchecked) == (None, 3, 2)


def test_a_reference_to_another_entry_than_is_there() -> None:
    """A reference whose hash is not that entry's is named, once nothing explains it."""
    red, blue = Log("red").fill(5), Log("blue")
    wrong = red.entries[3].ref._replace(leaf="0" * 64)
    blue.append("reply.made", {}, refs=(red.entries[2].ref, wrong))
    found = fault({**red.files(), **blue.files()})
    assert (found.file, found.field, found.got) == (f"{blue.origin}#1", "refs[1]", "0" * 64)
    assert found.expected == f"{red.origin}#3, whose hash is {red.entries[3].hash}"


def two_branches(*, proved: bool) -> Files:
    """One log that forked; another that anchored the branch that is not here, and perhaps has the proof."""
    red = Log("red").fill(4)
    other = Log("red", entries=red.entries[:3])
    other.append("observation.made", {"text": "otherwise"})
    blue = Log("blue")
    blue.anchor(other)
    blue.append("reply.made", {}, refs=other.refs(3))
    if proved:
        proof = fork.prove(red.head(), other.head())
        assert proof
        said = {"log": red.origin, "size": 3, "proof": proof.write().decode()}
        blue.append("fork.proved", {**said, "proof": "nonsense"})
        blue.append("fork.proved", said)
    return {**red.files(), **blue.files()}


def test_what_rests_on_another_branch_is_explained_by_a_fork_proof_alone() -> None:
    """An anchored head that is not of the history held is a fault, unless the log is proved to have forked."""
    found = fault(two_branches(proved=False))
    assert found.field == "payload.checkpoints[0]"
    assert found.cure.startswith("if the signature holds, this log signed two histories")
    step = last(two_branches(proved=True))
    assert step.fault is None
    assert (step.tally.forks, step.tally.on_branches) == (1, 2)


def test_an_anchor_that_its_log_did_not_sign() -> None:
    """Whoever embeds a head with a signature that does not verify has not seen it."""
    red, blue = Log("red").fill(4), Log("blue")
    text = red.head().note.data.decode().replace("\n4\n", "\n3\n")
    blue.append("anchor", {"checkpoints": [text]})
    found = fault({**red.files(), **blue.files()})
    assert (found.file, found.field) == (f"{blue.origin}#1", "payload.checkpoints[0]")
    assert found.got == "a signature that does not verify"


def test_keys_changed_within_what_was_examined_ahead() -> None:
    """A pool examines bundles before it is known which keys are in force there; the outcome is the same."""
    log = Log("red").fill(200)
    for size in (500, 800, 1100):
        log.rotate()
        log.append("key.retired", {"key": log.entry_key(log.generation - 1).public.name, "why": "rotated"})
        log.fill(size)

    def eager(function: Callable[[Any], Any], works: Iterable[Any]) -> Iterator[Any]:
        with ThreadPoolExecutor(2) as pool:
            yield from pool.map(function, list(works))

    step = last(log.files(), spread=eager)
    assert (step.fault, step.done) == (None, 1100)
    retired = log.draft("observation.made", signer=log.entry_key(0))
    log.entries.append(retired)
    assert fault(log.files(), spread=eager).file == f"{log.origin}#1100"


def test_an_interrupted_audit_goes_on_from_its_state() -> None:
    """From the state of any step, the rest is audited; what was changed since is found nevertheless."""
    log = Log("red").fill(5000)
    steps = list(audit(Held(log.files())))
    assert [step.done for step in steps] == [0, 0, 4096, 5000, 5000]
    state = json.loads(json.dumps(steps[2].state))
    assert state == {"version": 1, "logs": {log_id(log.origin): [4096, log.head(4096).root.hex()]}}

    def verified(resume: dict[str, Any]) -> list[bool]:
        seen: list[bool] = []

        def spread(function: Callable[[Any], Any], works: Iterable[Any]) -> Iterator[Any]:
            for work in works:
                seen.append(work.signatures)
                yield function(work)

        assert last(log.files(), spread=spread, resume=resume).fault is None
        return seen

    assert verified(state) == [False] * 16 + [True] * 4
    state["logs"][log_id(log.origin)][1] = "0" * 64
    assert verified(state) == [True] * 20
    assert verified({"logs": {log_id(log.origin): "nonsense"}}) == [True] * 20
    assert steps[-1].state["logs"] == {log_id(log.origin): [5000, log.head().root.hex()]}


def test_steps_say_how_far() -> None:
    """Each step names the log being read, and how many entries of all are done."""
    steps = list(audit(Held(FILES)))
    opened, read = [(log.origin, 0) for log in LOGS], [(RED.origin, 303), (BLUE.origin, 306), (WHITE.origin, 310)]
    assert [(step.origin, step.done) for step in steps] == [("", 0), *opened, *read, ("", 310)]
    assert all(step.total == 310 for step in steps)
    assert last({}).total == 0


def test_an_anchor_too_long_for_its_entry_is_read_where_it_is_kept() -> None:
    """Heads embedded in a payload kept apart are compared like others; bytes that say nothing say nothing."""
    red, blue = Log("red").fill(4), Log("blue")
    other = Log("red", entries=red.entries[:3])
    other.append("observation.made", {"text": "otherwise"})
    payloads = [json.dumps({"checkpoints": [log.head().note.data.decode()]}).encode() for log in (red, other)]
    blobs = {f"blob/{sha256(data).hexdigest()}": data for data in (*payloads, b"[", b"[]")}
    for path in [path for path in blobs if blobs[path] != payloads[1]]:
        blue.append("anchor", blob=path.removeprefix("blob/"))
    step = last({**red.files(), **blue.files(), **blobs})
    assert (step.fault, step.tally.anchors, step.tally.blobs) == (None, 1, 3)
    blue.append("anchor", blob=sha256(payloads[1]).hexdigest())
    found = fault({**red.files(), **blue.files(), **blobs})
    assert (found.file, found.field) == (f"{blue.origin}#4", "payload.checkpoints[0]")


def test_a_digest_is_of_the_bytes() -> None:
    """A payload kept apart with other bytes than its digest says is named, with the entry that names it."""
    digest = sha256(b'{"text":"long"}').hexdigest()
    found = fault({**FILES, f"blob/{digest}": b"{}"})
    assert found.file == f"blob/{digest}"
    assert found.expected == f"the payload that {WHITE.origin}#1 names"
