"""`truceline officer …` as people give it: what it prints and what never, what it asks, its exit codes."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from tests.canaries import search
from tests.node.nodes import PASSPHRASE, a_world, audited, made
from tests.terminal import Run, runs
from truceline.desk.guard import Action
from truceline.desk.node import open_node, world
from truceline.desk.people import NotUnlocked, People
from truceline.doors.cli.officers import unlocked
from truceline.errors import DataError, Locked, Refused

DUTY, SECOND = "Duty officer, north", "Second officer"
FIRST_WORD, SECOND_WORD = "the first one's own", "the second one's own"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Gives a command to the program, in this process, at a node that is there; its exit code must be as expected."""
    made(tmp_path, role="monitor").close()
    monkeypatch.setenv("TRUCELINE_MARKERS", str(tmp_path / "markers"))
    monkeypatch.setenv("TRUCELINE_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("TRUCELINE_NODE", str(tmp_path / "alpha"))
    monkeypatch.setenv("TRUCELINE_OFFICER_PASSPHRASE", FIRST_WORD)
    return runs(monkeypatch, capsys, "officer", never=(PASSPHRASE, FIRST_WORD, SECOND_WORD))


def test_officers_come_and_go(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Added, the second by the first; listed; given a token, which is revoked; one disabled, the key changed."""
    assert "give the same command with --yes" in run("add", DUTY, "--role", "monitor-officer", code=6).err
    first = run("add", DUTY, "--role", "monitor-officer", "--yes").out
    key = re.search(r"others seal to (age1\w+)", first)
    assert key
    assert re.search(r"shown once.*\n  [A-Z2-7]{32}\n", first)
    monkeypatch.setenv("TRUCELINE_NEW_OFFICER_PASSPHRASE", SECOND_WORD)
    assert "--officer NAME" in run("add", SECOND, "--role", "observer", "--yes", code=6).err
    monkeypatch.setenv("TRUCELINE_OFFICER", DUTY)
    said = run("add", SECOND, "--role", "observer", "--yes", "--json").out
    assert json.loads(said)["sealing_key"] == key[1]
    given = run("token", "--officer", DUTY, "--for", "see", "--for", "count", "--hours", "2")
    assert re.fullmatch(r"truceline_[\w-]{43}\n", given.out)
    token_id = re.search(r"token ([0-9a-f]{16}) of Duty officer, north, until", given.err)
    assert token_id
    listed = run("list").out
    assert f"{DUTY}  monitor-officer  opens what is sealed\n  token {token_id[1]}  count see  until " in listed
    facts = json.loads(run("list", "--json").out)
    assert [one["name"] for one in facts["officers"]] == [DUTY, SECOND]
    assert [one["id"] for one in facts["tokens"]] == [token_id[1]]
    assert run("revoke", token_id[1]).out == f"token {token_id[1]}  revoked\n"
    run("revoke", token_id[1], code=5)
    again = run("token", "--officer", DUTY).out.strip()
    assert again not in run("revoke", again, code=3).err
    changed = json.loads(run("rekey", "--officer", DUTY, "--yes", "--json").out)
    assert (changed["sealing_key"] != key[1], changed["copies_owed"]) == (True, [])
    gone = run("disable", SECOND, "--why", "lost", "--note", "left", "--yes")
    assert "retire the key of Second officer, lost: left" in gone.err
    assert f"{SECOND}  disabled" in gone.out
    assert "not right" in run("rekey", "--officer", SECOND, "--yes", code=8).err
    with open_node(tmp_path / "alpha", None, a_world(tmp_path)) as node:
        assert [entry.kind for entry in audited(node)] == ["key.enrolled"] * 5 + ["key.retired"]


def test_nobody_gets_anothers_passphrase(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable of the officer who does it is the new one's for the first officer alone."""
    monkeypatch.setenv("TRUCELINE_OFFICER", DUTY)
    run("add", DUTY, "--role", "monitor-officer", "--yes")
    for role in ("administrator", "observer"):
        refused = run("add", "Keeper", "--role", role, "--yes", code=8).err
        assert "give it in TRUCELINE_NEW_OFFICER_PASSPHRASE" in refused
    monkeypatch.setenv("TRUCELINE_NEW_OFFICER_PASSPHRASE", SECOND_WORD)
    monkeypatch.setenv("TRUCELINE_OFFICER_PASSPHRASE", "a guess")
    run("add", "Keeper", "--role", "administrator", "--yes")
    run("add", SECOND, "--role", "observer", "--yes", code=8)


def test_who_is_let_in(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name and passphrase, which a file may hold; by a token where nobody is named; else it is said what to give."""
    with open_node(tmp_path / "alpha", None, world()) as node:
        with pytest.raises(Refused, match="truceline officer add"), unlocked(node, DUTY):
            pass
        run("add", DUTY, "--role", "monitor-officer", "--yes", "--json")
        with unlocked(node, DUTY) as who:
            assert who.body
        with pytest.raises(DataError, match="no officer named"), unlocked(node, None):
            pass
        monkeypatch.setenv("TRUCELINE_OFFICER_PASSPHRASE", "guess")
        with pytest.raises(NotUnlocked), unlocked(node, DUTY):
            pass
        monkeypatch.delenv("TRUCELINE_OFFICER_PASSPHRASE")
        with (
            pytest.raises(Locked, match=r"there is no terminal.*TRUCELINE_OFFICER_PASSPHRASE_FILE"),
            unlocked(node, DUTY),
        ):
            pass
        (tmp_path / "word").write_text(f"{FIRST_WORD}\n", encoding="utf-8")
        monkeypatch.setenv("TRUCELINE_OFFICER_PASSPHRASE_FILE", str(tmp_path / "word"))
        token = run("token", "--officer", DUTY, "--for", "count").out.strip()
        monkeypatch.setenv("TRUCELINE_OFFICER_TOKEN", token)
        with unlocked(node, None) as who:
            assert who.scopes == {Action.COUNT}
        monkeypatch.setenv("TRUCELINE_OFFICER_PASSPHRASE_FILE", str(tmp_path / "nowhere"))
        with pytest.raises(Locked, match="cannot be read; mend its place"), unlocked(node, DUTY):
            pass
    (tmp_path / "word").unlink()
    assert search(tmp_path, [FIRST_WORD, token[10:]]) == ()


def test_it_is_asked_at_a_terminal(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice where it is new; nobody sees what is typed."""
    monkeypatch.delenv("TRUCELINE_OFFICER_PASSPHRASE")
    asked: list[tuple[str, bool, bool]] = []

    def prompt(text: str, *, hide_input: bool, confirmation_prompt: bool, err: bool) -> str:
        asked.append((text, hide_input, confirmation_prompt and err))
        return FIRST_WORD

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("typer.prompt", prompt)
    run("add", DUTY, "--role", "monitor-officer", "--yes")
    run("token", "--officer", DUTY)
    assert asked == [(f"Passphrase of {DUTY}", True, True), (f"Passphrase of {DUTY}", True, False)]
    with People(tmp_path / "alpha", a_world(tmp_path)) as people:
        assert [one.name for one in people.officers()] == [DUTY]
