"""`truceline node …` as people give it: what it prints, what it asks, its exit codes."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.node.nodes import NOON, PASSPHRASE, SAID, a_world, audited, made, mirrored
from tests.terminal import Run, Told, runs
from truceline.desk.node import open_node


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Gives a command to the program, in this process; its exit code must be the one expected."""
    monkeypatch.setenv("TRUCELINE_MARKERS", str(tmp_path / "markers"))
    monkeypatch.setenv("TRUCELINE_PASSPHRASE", PASSPHRASE)
    given = runs(monkeypatch, capsys, "node")

    def command(*arguments: str, code: int = 0, passphrase: str = PASSPHRASE) -> Told:
        monkeypatch.setenv("TRUCELINE_PASSPHRASE", passphrase)
        return given(*arguments, code=code)

    return command


@pytest.fixture
def two(tmp_path: Path, run: Run) -> Path:
    """A folder with two nodes, alpha and beta, and beta's bundle."""
    with made(tmp_path) as alpha, made(tmp_path, "beta", "monitor") as beta:
        beta.append("report.received", SAID)
        assert alpha.origin != beta.origin
    run("export", str(tmp_path / "bundle"), "--node", str(tmp_path / "beta"))
    return tmp_path


def test_a_node_is_made_and_looked_at(tmp_path: Path, run: Run) -> None:
    """Init says origin, words and where the marker lies; status shows the same, and the folder is not made twice."""
    folder = str(tmp_path / "alpha")
    options = ("--name", "Alpha Side", "--role", "guarantor", "--actor", "alpha", "--stretching", "interactive")
    said = run("init", folder, *options).out
    for name in ("keys.json", "next-keys.json"):
        assert json.loads((tmp_path / "alpha" / name).read_bytes())["wrapping"]["memory_b"] == 1 << 26
    words = re.search(r"words to read to others: (\S+)", said)
    assert words
    assert "truceline/alpha-side-" in said
    assert "head marker, not to be copied by backups" in said
    shown = run("status", "--node", folder).out
    assert words[1] in shown
    assert re.search(r"own: Alpha Side +guarantor +1 +[0-9a-f]{8} +now +0 +0 +0", shown)
    assert "no room for a node" in run("init", folder, *options, code=3).err
    assert "this log's entries" not in shown


def test_a_log_is_continued_by_another(two: Path, run: Run) -> None:
    """Init --succeeds begins a log with the key that the old one committed to."""
    options = ("--name", "alpha", "--role", "guarantor", "--actor", "alpha", "--succeeds", str(two / "alpha"))
    said = json.loads(run("init", str(two / "new"), "--json", "--next-keys", str(two / "next.json"), *options).out)
    with open_node(two / "alpha", None, a_world(two)) as old, open_node(two / "new", None, a_world(two)) as new:
        assert new.identity.succeeds == old.origin
        facts = {"path": str(new.path), "origin": new.origin, "words": new.words, "genesis": new.genesis}
        assert said == {**facts, "marker": str(new.marker.path)}
    node = ("--node", str(two / "new"))
    assert "next-keys.json" in run("rotate", "--yes", *node, code=7).err
    assert "2  key.enrolled" in run("rotate", "--yes", "--next-keys", str(two / "next.json"), *node).out


def test_a_passphrase_is_asked_or_given(tmp_path: Path, run: Run) -> None:
    """Without a terminal and without a passphrase a command says how to give one; a wrong one is exit code 8."""
    made(tmp_path).close()
    folder = str(tmp_path / "alpha")
    assert "TRUCELINE_PASSPHRASE" in run("rotate", "--yes", "--node", folder, code=8, passphrase="").err
    refused = run("rotate", "--yes", "--node", folder, code=8, passphrase="guess").err  # noqa: S106 - it is wrong
    assert "the passphrase does not open" in refused
    asked = run("init", str(tmp_path / "b"), "--name", "b", "--role", "party", code=8, passphrase="").err
    assert "give it in TRUCELINE_PASSPHRASE" in asked
    assert "no node named" in run("status", code=3).err


def test_a_log_is_admitted_by_its_words(two: Path, run: Run) -> None:
    """Words are checked against a bundle; wrong ones admit nothing; without a bundle they wait for first contact."""
    alpha, folder = str(two / "alpha"), two / "beta"
    with open_node(folder, None, a_world(two)) as beta:
        origin, words = beta.origin, beta.words
    wrong = "babad-babad-babad-babad-babad-babad-babad-babad"
    bundle = ("--from", str(two / "bundle"), "--node", alpha)
    refused = run("admit", origin, "--fingerprint", wrong, *bundle, code=6).err
    assert "compare the words again over a line you trust" in refused
    waiting = run("admit", origin, "--fingerprint", words, "--node", alpha, "--url", "http://127.0.0.1:1").out
    assert waiting == f"{origin}  not met yet\n"
    assert "admitted and not met yet" in run("status", "--node", alpha).out
    met = run("admit", origin, "--fingerprint", words.replace("-", " "), *bundle).out
    assert met == f"{origin}  beta, monitor: the words are right\n"
    status = json.loads(run("status", "--json", "--node", alpha).out)
    assert [log["origin"] for log in status["logs"]] == [status["origin"], origin]
    assert [log["size"] for log in status["logs"]] == [1, 0]
    assert [log["last"] for log in status["logs"]] == [str(NOON), None]
    assert status["policy"][-1] == "quorum firm"
    assert run("forget", origin, "--node", alpha).out == f"{origin}  forgotten\n"
    assert "no admitted log named" in run("forget", origin, "--node", alpha, code=5).err
    own = run("admit", status["origin"], "--fingerprint", words, "--node", alpha, code=6).err
    assert "this node's own log" in own
    (two / "alpha" / "policy").write_text("quorum none\n", encoding="utf-8")
    told = run("admit", origin, "--fingerprint", words, *bundle).out
    assert "the policy was written by hand and is left as it is" in told


def test_a_first_entry_by_itself_and_places_that_have_none(two: Path, run: Run) -> None:
    """The first entry may come as a file; a bundle without the log is an error that says so."""
    with open_node(two / "beta", None, a_world(two)) as beta:
        origin, words, first = beta.origin, beta.words, beta.record.leaf(beta.origin, 0)
    (two / "first.txt").write_bytes(first)
    alpha = ("--node", str(two / "alpha"))
    assert (
        "the words are right"
        in run("admit", origin, "--fingerprint", words, "--from", str(two / "first.txt"), *alpha).out
    )
    other = run("admit", f"{origin}0", "--fingerprint", words, "--from", str(two / "bundle"), *alpha, code=7).err
    assert "no first entry there" in other


def test_keys_are_rotated_and_retired(two: Path, run: Run) -> None:
    """Each says what will be signed, and signs nothing without being told to."""
    node = ("--node", str(two / "alpha"))
    refused = run("rotate", *node, code=6)
    assert "This will be signed: enrol truceline/alpha-" in refused.err
    assert "give the same command with --yes" in refused.err
    done = run("rotate", "--yes", *node).out
    found = re.fullmatch(r"(truceline/alpha-\w{8}) 1  key\.enrolled  [0-9a-f]{64}\n", done)
    assert found
    retired = run("retire", f"{found[1]}/entry/0", "--why", "stolen", "--note", "a laptop", "--yes", *node)
    assert "2  key.retired" in retired.out
    assert f"retire {found[1]}/entry/0, stolen: a laptop" in retired.err
    with open_node(two / "alpha", None, a_world(two)) as alpha:
        assert [entry.kind for entry in audited(alpha)] == [
            "key.enrolled",
            "key.enrolled",
            "key.retired",
        ]


def test_a_restored_node_is_brought_back_by_command(two: Path, run: Run) -> None:
    """Restored from a copy it does not sign; from nobody it does not recover; an override is asked about and noted."""
    node = ("--node", str(two / "alpha"))
    shutil.copytree(two / "alpha", two / "backup")
    run("rotate", "--yes", *node)
    shutil.rmtree(two / "alpha")
    shutil.copytree(two / "backup", two / "alpha")
    assert "its record holds 1" in run("rotate", "--yes", *node, code=6).err
    assert "! " in run("status", *node).out
    assert "the marker says it signed 2 entries" in run("recover", *node, code=9).err
    reason = "the laptop never left the office"
    assert f"because: {reason}" in run("recover", "--override", reason, *node, code=6).err
    assert "2  node.recovered" in run("recover", "--override", reason, "--yes", *node).out
    run("rotate", "--yes", *node)


def test_a_bundle_is_one_file_too(two: Path, run: Run) -> None:
    """A name that ends in .tar makes one file, the same each time."""
    node = ("--node", str(two / "alpha"))
    with (
        open_node(two / "alpha", PASSPHRASE, a_world(two)) as alpha,
        open_node(two / "beta", None, a_world(two)) as beta,
    ):
        alpha.peers.admit(beta.origin, beta.words, beta.record.leaf(beta.origin, 0))
        mirrored(beta, alpha)
    for name in ("one.tar", "two.tar"):
        assert re.fullmatch(r"\S+  \d+ files\n", run("export", str(two / name), *node).out)
    assert (two / "one.tar").read_bytes() == (two / "two.tar").read_bytes()


def test_the_installed_command_has_it(two: Path) -> None:
    """What is tried above in one process is what a person starts."""
    command = [str(Path(sys.executable).with_name("truceline")), "node", "status", "--node", str(two / "beta")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "own: beta" in done.stdout
