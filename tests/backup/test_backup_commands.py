"""`truceline backup` and `truceline restore` as people give them: what they print, what they ask, exit codes."""

import json
from pathlib import Path

import pytest

from tests.backup.saved import KEY
from tests.canaries import search
from tests.node.nodes import PASSPHRASE, SAID, introduced, made, reopened
from tests.sealing.posting import KEYS, Body
from tests.terminal import Run, runs
from truceline.desk.node import rotation
from truceline.desk.sealing import keycopies

SECRET = "five words drawn by dice"  # noqa: S105 - of an exercise


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Gives a command to the program, in this process; its exit code must be the one expected."""
    monkeypatch.setenv("TRUCELINE_MARKERS", str(tmp_path / "markers"))
    monkeypatch.setenv("TRUCELINE_PASSPHRASE", PASSPHRASE)
    return runs(monkeypatch, capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A node with a sealed report, its peer's bundle to come, and a stick and a safe."""
    with made(tmp_path) as node, made(tmp_path, "beta", "monitor") as peer:
        introduced(node, peer)
        introduced(peer, node)
        node.append("report.received", SAID)
    (tmp_path / "key.txt").write_text(f"# created: by age-keygen\n{KEY.secret}\n")
    for name in ("stick", "safe"):
        (tmp_path / name).mkdir()
    return tmp_path


def sealed_once(folder: Path) -> None:
    """A report sealed to a key of the body's that the test holds."""
    with reopened(folder) as node:
        rotation.enrol_sealing(node, KEYS["mission"].recipient)
        Body(node, KEYS["mission"]).seals(words="said in confidence")


def origin_of(folder: Path) -> str:
    """Its log's name."""
    with reopened(folder) as node:
        return node.origin


def size_of(folder: Path) -> int:
    """How many entries its log has."""
    with reopened(folder) as node:
        return node.record.size(node.origin)


def test_there_and_back(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two reports sealed, saved, one erased, the disk lost: restored, recovered from the peer, and one opens again."""
    node, peer = ("--node", folder / "alpha"), ("--node", folder / "beta")
    officer = ("--officer", "Duty officer")
    monkeypatch.setenv("TRUCELINE_OFFICER_PASSPHRASE", "an officer's own secret")
    run("officer", "add", "Duty officer", "--role", "guarantor-liaison", "--yes", *node)
    sealed = [sealing(folder, run, words) for words in ("Witness Zdravomira", "Smoke behind the weir")]
    said = run("backup", folder / "safe", "--keys", folder / "stick", "--recipient", KEY.recipient, *node).out
    (file,), (copy,) = (folder / "safe").iterdir(), (folder / "stick").iterdir()
    assert f"{file}  " in said
    assert f"{size_of(folder)} entries" in said
    assert f"key copy {copy}  as the keys are now" in said
    assert json.loads(run("retention", "--due", "--json", *officer, *node).out) == {"due": []}
    run("erase", sealed[0], "--reason", "They asked.", "--yes", *officer, *node)
    for one, other, name in ((peer, node, "of beta"), (node, peer, "of alpha"), (peer, node, "of beta again")):
        run("node", "export", folder / name, *one)
        run("sync", folder / name, *other)
    (folder / "alpha").rename(folder / "lost")
    back = run("restore", file, folder / "alpha", "--keys", copy, "--identity", folder / "key.txt").out
    assert "sealed objects that open again: 1" in back
    assert f"shredded, since the key copy has no key of theirs: {sealed[0]}" in back
    assert f"it signs nothing yet; next: truceline node recover --node {folder / 'alpha'}" in back
    assert "restored from a backup" in run("node", "status", *node).out
    assert "nothing was signed" in run("sync", folder / "of beta", *node).out
    run("node", "export", folder / "bundle", *peer)
    assert "node.recovered" in run("node", "recover", "--from", folder / "bundle", "--yes", *node).out
    assert "restored from a backup" not in run("node", "status", *node).out
    assert "Smoke behind the weir" in run("open", sealed[1], *officer, *node).out
    run("open", sealed[0], *officer, *node, code=7)
    # And what an operator does where the old machine may be in somebody's hands.
    first = keycopies.read(copy).keys[0].recipient
    run("node", "rotate", "--yes", *node)
    run("node", "retire", f"{origin_of(folder)}/entry/0", "--why", "stolen", "--yes", *node)
    run("officer", "rekey", "--yes", *officer, *node)
    assert first not in {one.recipient for one in keycopies.read(copy).keys}
    assert "Smoke behind the weir" in run("open", sealed[1], *officer, *node).out
    assert "as the keys are now" in run("backup", *node).out
    found = search(folder, ["Zdravomira", "Smoke behind the weir", "an officer's own secret"])
    assert {hit.where for hit in found} == {"report.json"}


def sealing(folder: Path, run: Run, words: str) -> str:
    """Seal a report; its id."""
    said = {"source": "a miller", "channel": "meeting", "received": "2031-05-01T10:00:00Z", "text": words}
    (folder / "report.json").write_text(json.dumps(said))
    return run("seal", "report.received", folder / "report.json", "--yes", "--node", folder / "alpha").out.strip()


def test_a_passphrase(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the environment, or a file named there; one object of JSON; nothing of the passphrase anywhere."""
    sealed_once(folder)
    monkeypatch.setenv("TRUCELINE_BACKUP_PASSPHRASE", SECRET)
    made = run("backup", folder / "b", "--json", "--node", folder / "alpha")
    said = json.loads(made.out)
    assert (said["backup"]["size"], said["backup"]["left_out"], said["key_copies"]) == (3, [], [])
    assert len(said["backup"]["unsent"]) == 0
    monkeypatch.delenv("TRUCELINE_BACKUP_PASSPHRASE")
    (folder / "pass").write_text(f"{SECRET}\n")
    monkeypatch.setenv("TRUCELINE_BACKUP_PASSPHRASE_FILE", str(folder / "pass"))
    back = json.loads(run("restore", folder / "b", folder / "r", "--without-keys", "--json").out)
    assert (back["size"], back["objects"], len(back["shredded"])) == (3, 0, 1)
    (folder / "pass").write_text("another one, not that")
    wrong = run("restore", folder / "b", folder / "again", "--without-keys", code=8)
    assert "the passphrase does not open" in wrong.err
    assert "another one" not in wrong.err + wrong.out + made.err + made.out
    monkeypatch.setenv("TRUCELINE_BACKUP_PASSPHRASE_FILE", str(folder / "nowhere"))
    assert "cannot be read" in run("restore", folder / "b", folder / "again", "--without-keys", code=8).err
    assert not (folder / "again").exists()


def test_nothing_is_assumed(folder: Path, run: Run) -> None:
    """Without a terminal: the key copy, the passphrase and the identity are asked for by their names."""
    node = ("--node", folder / "alpha")
    assert "give it in TRUCELINE_BACKUP_PASSPHRASE" in run("backup", folder / "b", *node, code=8).err
    run("backup", folder / "b", "--recipient", KEY.recipient, *node)
    missing = run("restore", folder / "b", folder / "r", code=6).err
    assert "Give --keys PATH, or --without-keys where there is none" in missing
    both = ("--keys", folder / "b", "--without-keys")
    assert "give one of the two" in run("restore", folder / "b", folder / "r", *both, code=6).err
    assert "with --identity" in run("restore", folder / "b", folder / "r", "--without-keys", code=8).err
    options = ("--without-keys", "--identity", folder / "strange")
    for said in (b"# nothing\n", b"AGE-SECRET-KEY-1NONE\n", b"\xff\xfe"):
        (folder / "strange").write_bytes(said)
        assert "holds no age identity" in run("restore", folder / "b", folder / "r", *options, code=8).err
    strange = ("--keys", folder / "b", "--identity", folder / "key.txt")
    assert "expected a key copy, got" in run("restore", folder / "b", folder / "r", *strange, code=3).err
    assert not (folder / "r").exists()


def test_key_copies_alone(folder: Path, run: Run) -> None:
    """Looked after without a backup; owed with exit code 9 while the stick is away; forgotten when it is destroyed."""
    sealed_once(folder)
    node = ("--node", folder / "alpha")
    assert "no key copy is kept anywhere" in run("backup", *node).err
    said = json.loads(run("backup", "--keys", folder / "stick", "--json", *node).out)
    (path,) = (one["path"] for one in said["key_copies"])
    (folder / "stick").rename(folder / "away")
    with reopened(folder) as held:
        Body(held, KEYS["mission"]).erases(keycopies.read(folder / "away" / Path(path).name).keys[0].id)
    owed = run("backup", *node, code=9)
    assert f"a key copy is owed: {path}: it is not there" in owed.err
    assert f"key copy {path}  OWED" in owed.out
    assert f"KEY COPY OWED  {path}" in run("node", "status", *node).out
    assert json.loads(run("node", "status", "--json", *node).out)["key_copies_owed"][0]["path"] == path
    (folder / "away").rename(folder / "stick")
    assert "as the keys are now" in run("backup", *node).out
    run("backup", "--forget-keys", path, *node)
    assert "is no place of a key copy" in run("backup", "--forget-keys", path, *node, code=6).err
    assert json.loads(run("backup", "--json", *node).out) == {"key_copies": []}


def test_periods_are_set_and_shown(folder: Path, run: Run) -> None:
    """By kind and days; what cannot be is said, with exit codes 3 and 5; without an officer nothing is told."""
    node = ("--node", folder / "alpha")
    assert "no period is set" in run("retention", *node).err
    assert run("retention", "report.received=365", "others=1825", *node).out.split("\n")[:2] == [
        "others  1,825 days",
        "report.received  365 days",
    ]
    assert json.loads(run("retention", "others=0", "--json", *node).out) == {"report.received": 365}
    assert "expected KIND=DAYS" in run("retention", "report.received=soon", *node, code=3).err
    assert "no sealable kind named" in run("retention", "zone.declared=5", *node, code=5).err
    run("retention", "--due", *node, code=6)


def test_help_shows_an_example(run: Run) -> None:
    """Each begins with what it does and a line to type."""
    assert "Example: truceline backup /media/safe/ --keys /media/stick/" in run("backup", "--help").out
    assert "Example: truceline restore /media/safe/" in run("restore", "--help").out
