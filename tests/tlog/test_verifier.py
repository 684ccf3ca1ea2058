"""The single-file verifier: written apart from the product, it comes to the audit's verdict on good and bad folders."""

import ast
import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tlog.logs import Files, Folder, Held, Log, signer, three_logs, written
from tests.tlog.test_audit import forged, two_branches
from truceline.tlog import note
from truceline.tlog.audit import audit
from truceline.tlog.keys import COSIGNATURE_KEY, words
from truceline.tlog.mirror import log_id

LOGS, FILES = three_logs()
SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "truceline-verify.py"


def loaded() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("truceline_verify", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFY = loaded()


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    """The script, as a stranger runs it: alone."""
    command = [sys.executable, "-I", str(SCRIPT), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def holds(folder: Path) -> bool:
    """The verifier's verdict on a folder."""
    try:
        VERIFY.check(folder)
    except VERIFY.Wrong:
        return False
    return True


def audited(files: Files) -> bool:
    """The audit's verdict."""
    *_, step = audit(Held(files))
    return step.fault is None


def test_it_imports_nothing_of_ours_and_little_of_others() -> None:
    """Only the standard library and, for Ed25519, one of two well-known libraries."""
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = {name.name.partition(".")[0] for one in ast.walk(tree) if isinstance(one, ast.Import) for name in one.names}
    names |= {str(one.module).partition(".")[0] for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    assert names - set(sys.stdlib_module_names) == {"nacl", "cryptography"}


def test_a_good_folder_holds_and_its_fingerprints_are_shown_as_words(tmp_path: Path) -> None:
    """Exit code 0; each log with its words, its root, and who cosigned it."""
    done = run(written(FILES, tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    for log in LOGS:
        assert f"fingerprint: {words(bytes.fromhex(log.genesis))}" in done.stdout
        assert f"{len(log.entries)} entries, root {log.head().root.hex()}" in done.stdout
    assert done.stdout.count("/witness") == 6
    assert done.stdout.endswith("all holds: 310 entries, 3 embedded heads, 5 references, 1 payloads kept apart\n")


def test_an_altered_folder_is_wrong_and_the_place_is_named(tmp_path: Path) -> None:
    """Exit code 1, and the entry that was changed."""
    red = LOGS[0]
    path = written(FILES, tmp_path) / log_id(red.origin) / "tile/entries/000"
    path.write_bytes(path.read_bytes().replace(b'quiet at 9"', b'quiet at 8"'))
    done = run(tmp_path)
    assert done.returncode == 1
    assert done.stdout == f"WRONG: {red.origin}#9: the signature of {red.origin}/entry/0 does not hold\n"


def test_without_a_folder_it_says_what_it_is() -> None:
    """Exit code 2, with its own text."""
    done = run(Path("nowhere"))
    assert done.returncode == 2
    assert done.stderr.startswith("Check a Truceline record without trusting Truceline")


@settings(max_examples=40)
@given(st.data())
def test_no_altered_file_is_judged_otherwise_than_by_the_audit(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any bit of any file changed: both find it, or both count a cosignature the fewer."""
    path = data.draw(st.sampled_from(sorted(FILES)))
    changed = bytearray(FILES[path])
    bit = data.draw(st.integers(0, 8 * len(changed) - 1))
    changed[bit // 8] ^= 1 << bit % 8
    files = {**FILES, path: bytes(changed)}
    folder = written(files, tmp_path_factory.mktemp("altered"))
    assert holds(folder) == audited(files)
    shutil.rmtree(folder)


@pytest.mark.parametrize("path", sorted(FILES))
def test_no_missing_file_is_judged_otherwise_than_by_the_audit(path: str, tmp_path: Path) -> None:
    """A file that is gone is missed, but for a payload kept apart."""
    files = {name: data for name, data in FILES.items() if name != path}
    assert holds(written(files, tmp_path)) == audited(files) == path.startswith("blob/")


def grown(change: Callable[[Log], object]) -> Files:
    """A log honestly signed over whatever was changed in it, beside one that is well kept."""
    log = Log("red").fill(5)
    change(log)
    return {**log.files(), **Log("blue").fill(3).files()}


def replaced(log: Log, index: int, leaf: bytes) -> None:
    """Put other bytes in place of an entry."""
    object.__setattr__(log.entries[index], "leaf", leaf)


def begun(log: Log, **changed: object) -> None:
    """Begin otherwise."""
    payload = {**log.beginning(), **changed}
    log.entries.clear()
    log.append("key.enrolled", payload)


def rotated(log: Log) -> None:
    """Change keys, and retire the old one."""
    log.rotate()
    log.append("key.retired", {"key": log.entry_key(0).public.name, "why": "rotated"})


def signed_by_the_retired(log: Log) -> None:
    """Go on with the old key all the same."""
    rotated(log)
    log.append("observation.made", signer=log.entry_key(0))


@pytest.mark.parametrize(
    ("change", "good"),
    [
        (lambda log: log.fill(260), True),
        (rotated, True),
        (lambda log: log.append("key.enrolled", {"purpose": "witness", "witness_key": "nonsense"}), True),
        (lambda log: log.append("key.enrolled", {"purpose": "entry", "entry_key": 3}), True),
        (lambda log: log.append("key.enrolled", {"purpose": "sealing", "sealing_key": "age1" + "q" * 58}), True),
        (lambda log: log.append("sealed", commitments=["0" * 64] * 8), True),
        (signed_by_the_retired, False),
        (lambda log: log.append("observation.made", signer=log.entry_key(1)), False),
        (lambda log: forged(log, 3, seq=4), False),
        (lambda log: forged(log, 3, genesis="0" * 64), False),
        (lambda log: forged(log, 3, origin="truceline/blue"), False),
        (lambda log: forged(log, 3, id=log.entries[1].id), False),
        (lambda log: forged(log, 3, signer=signer("stranger")), False),
        (lambda log: log.append("anchor", {"checkpoints": ["x"]}), False),
        (lambda log: log.append("anchor", {"checkpoints": [Log("blue").head().note.data.decode()]}), True),
        (lambda log: log.append("anchor", {"checkpoints": [Log("green").head().note.data.decode()]}), True),
        (lambda log: log.append("reply.made", refs=[log.entries[2].ref]), True),
        (lambda log: log.append("reply.made", refs=[log.entries[2].ref._replace(leaf="0" * 64)]), False),
        (lambda log: log.append("reply.made", refs=[log.entries[2].ref._replace(index=99)]), True),
        (lambda log: log.append("batch.imported", blob="0" * 64), True),
        (lambda log: replaced(log, 3, b"nothing of the kind"), False),
        (lambda log: replaced(log, 3, log.entries[3].leaf + log.entries[3].leaf.split(b"\n")[-2] + b"\n"), False),
        (lambda log: replaced(log, 3, log.entries[2].leaf), False),
        (lambda log: begun(log, purpose="entry"), False),
        (lambda log: begun(log, log_key=signer("other").public.vkey), False),
        (lambda log: begun(log, mirror_key=log.witness.public.vkey), False),
        (lambda log: begun(log, next_log_key="0"), False),
        (lambda log: begun(log, witness_key=signer("w").public.vkey), False),
    ],
)  # fmt: skip
def test_every_way_of_keeping_a_log_is_judged_alike(
    change: Callable[[Log], object],
    good: bool,  # noqa: FBT001 - the verdict
    tmp_path: Path,
) -> None:
    """Rotations, retirements, slips, replays, forgeries: verifier and audit agree on each."""
    files = grown(change)
    assert (holds(written(files, tmp_path)), audited(files)) == (good, good)


ANYTHING: list[object] = [
    None, 1, -1, 1.5, True, "", "x", "0" * 64, [], [1], {}, {"a": 1}, 2**60, "\u0661", "entry", "genesis", "witness",
    ["x", 3], [["a", 1, "0" * 64]], [[["x"], 1, "0" * 64]], [["a", -1, "0" * 64]], [["a", True, "0" * 64]],
    "truceline/red-435ecae2", "2016-02-30T00:00:00Z", {"purpose": "entry"},
]  # fmt: skip


def of_every_sort() -> tuple[Log, Log]:
    """A log with an entry of each sort that is read here, and another that it speaks of."""
    red, blue = Log("red").fill(2), Log("blue").fill(2)
    red.rotate()
    red.append("reply.made", refs=blue.refs(1))
    red.anchor(blue)
    red.append("batch.imported", blob="0" * 64)
    red.append("key.retired", {"key": red.entry_key(0).public.name, "why": "rotated"})
    return red.fill(8), blue


@settings(max_examples=60)
@given(st.data())
def test_no_form_of_an_entry_is_judged_otherwise_than_by_the_audit(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any member of any entry left out, added or of another sort, signed all the same by the log's own keys."""
    red, blue = of_every_sort()
    index = data.draw(st.integers(0, 7))
    tree = json.loads(red.entries[index].leaf.split(b"\n")[1])
    within = tree["payload"] if tree.get("payload") and data.draw(st.booleans()) else tree
    member = data.draw(st.sampled_from([*sorted(within), "new"]))
    if data.draw(st.booleans()):
        within.pop(member, None)
    else:
        within[member] = data.draw(st.sampled_from(ANYTHING))
    leaf = note.signed(f"truceline/entry/v1\n{json.dumps(tree)}\n", red.entry_key(0 if index <= 2 else 1))
    replaced(red, index, leaf)
    del red.entries[index + 1 if index == 0 else 8 :]  # later ones name the first by its hash
    files = {**red.files(), **blue.files()}
    folder = written(files, tmp_path_factory.mktemp("form"))
    assert holds(folder) == audited(files)
    shutil.rmtree(folder)


def test_a_cosignature_that_does_not_hold(tmp_path: Path) -> None:
    """A line in the name of a known cosigner is verified."""
    blue = LOGS[1]
    impostor = type(blue.witness).from_seed(blue.witness.public.name, COSIGNATURE_KEY, b"\x09" * 32)
    files = {**Log("red").fill(3).files([impostor]), **blue.files()}
    assert holds(written(files, tmp_path)) == audited(files) is True  # another key id: a stranger, counted as one
    path = f"{log_id(Log('red').origin)}/checkpoint"
    files[path] = Log("red").fill(4).files([blue.witness])[path].replace(b"\n4\n", b"\n5\n")
    assert holds(written(files, tmp_path)) == audited(files) is False


def test_an_anchor_too_long_for_its_entry_is_read_where_it_is_kept(tmp_path: Path) -> None:
    """Heads embedded in a payload kept apart are compared like others."""
    red, blue = Log("red").fill(4), Log("blue")
    for text, good in [
        (red.head().note.data.decode(), True),
        (Log("red").head().note.data.decode(), True),
        ("x", False),
    ]:
        payload = json.dumps({"checkpoints": [text]}).encode()
        blue.append("anchor", blob=sha256(payload).hexdigest())
        written({**red.files(), **blue.files(), f"blob/{sha256(payload).hexdigest()}": payload}, tmp_path)
        *_, step = audit(Folder(tmp_path))
        assert (holds(tmp_path), step.fault is None) == (good, good)


def test_two_histories_are_always_said(tmp_path: Path) -> None:
    """Unlike the audit, which a fork proof satisfies, a stranger is told of two histories in any case."""
    files = two_branches(proved=True)
    assert audited(files)
    done = run(written(files, tmp_path))
    assert done.returncode == 1
    assert "SIGNED TWO HISTORIES of 4 entries" in done.stdout
    *_, step = audit(Folder(tmp_path))
    assert step.fault is None
