"""`truceline seal`, `open`, `disclose`, `erase` as people give them: what is printed and what never, exit codes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.canaries import in_bytes, search
from tests.kinds.examples import GOOD
from tests.node.nodes import PASSPHRASE, made
from tests.sealing.ground import CANARIES, PHOTO, SAID_BY, WHERE, WORDS
from tests.terminal import Run, runs
from truceline.desk.sealing.payloads import payload_of
from truceline.errors import DataError, UnknownName

OFFICER_WORD = "the officer's own"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Gives a command to the program, in this process, at a monitor's node with one officer."""
    made(tmp_path, role="monitor").close()
    said = {"MARKERS": tmp_path / "markers", "PASSPHRASE": PASSPHRASE, "NODE": tmp_path / "alpha"}
    for name, value in {**said, "OFFICER_PASSPHRASE": OFFICER_WORD, "OFFICER": "Duty officer"}.items():
        monkeypatch.setenv(f"TRUCELINE_{name}", str(value))
    command = runs(monkeypatch, capsys, never=(PASSPHRASE, OFFICER_WORD))
    monkeypatch.delenv("TRUCELINE_OFFICER")
    command("officer", "add", "Duty officer", "--role", "monitor-officer", "--yes")
    monkeypatch.setenv("TRUCELINE_OFFICER", "Duty officer")
    return command


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """What a report says, and the photograph beside it, in a folder of its own."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "photo.jpg").write_bytes(PHOTO)
    said = {
        "source": SAID_BY, "channel": "meeting", "received": "2031-05-01T11:00:00Z", "text": WORDS,
        "place_name": WHERE, "original": CANARIES[-1],
    }  # fmt: skip
    (folder / "report.json").write_text(json.dumps(said) + "\n", encoding="utf-8")
    return folder / "report.json"


def sealed(run: Run, report: Path, *more: str) -> str:
    """Seal the report; its id, which is all that is printed."""
    told = run("seal", "report.received", report, "--file", report.with_name("photo.jpg"), "--yes", *more)
    assert re.fullmatch(r"[0-9a-f]{32}\n", told.out)
    assert in_bytes((told.out + told.err).encode(), CANARIES) == ()
    return told.out.strip()


def shown(run: Run, *words: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(run("open", *words, "--json").out)


def for_others(*paths: Path) -> list[Path]:
    """Those that anybody but their owner can read."""
    return [path for path in paths if path.stat().st_mode & 0o077]


def test_from_sealing_to_erasing(run: Run, report: Path, tmp_path: Path) -> None:
    """Sealed, seen, one field mailed, checked with nothing else, erased; and it is in no file but the mailed one."""
    id_ = sealed(run, report)
    assert shown(run)["id"] == id_
    assert shown(run, id_[:8])["payload"]["text"] == WORDS
    assert WHERE in run("open", id_).out
    run("open", id_, "--files-to", tmp_path / "out")
    assert (tmp_path / "out" / f"{id_[:8]}-1").read_bytes() == PHOTO
    assert for_others(tmp_path / "out", *(tmp_path / "out").iterdir()) == []
    run("seal", "send")
    mailed = tmp_path / "mailed" / "where.json"
    words = run("disclose", id_, "--field", "where", "--to", mailed).err.rpartition(": ")[2]
    assert for_others(mailed.parent, mailed) == []
    assert search(tmp_path / "alpha", CANARIES) == ()
    assert {hit.canary for hit in search(mailed.parent, CANARIES)} == {WHERE}
    told = run("erase", id_, "--reason", "The witness asked.", "--yes")
    assert told.out.startswith(f"{id_}  erased\n")
    assert "beyond reach" in told.out
    assert "does not open any more" in run("open", id_, code=7).err
    shutil.rmtree(tmp_path / "alpha")
    checked = run("open", mailed).out
    assert WHERE in checked
    assert words in checked
    assert shown(run, str(mailed))["opened"] == {"where": {"place_name": WHERE}}


def test_what_a_person_agrees_to_is_shown_and_what_a_script_seals_is_not(run: Run, report: Path) -> None:
    """Without a terminal nothing is sealed; a dry run shows all of it and keeps nothing."""
    dry = run("seal", "report.received", report, "--file", report.with_name("photo.jpg"), "--dry-run")
    assert WORDS in dry.err
    assert "To be sealed: report.received." in dry.err
    assert "sealed-local" in dry.err
    assert dry.out == ""
    refused = run("seal", "report.received", report, "--file", report.with_name("photo.jpg"), code=6)
    assert "there is no terminal to ask on" in refused.err
    assert run("open").out == ""


def test_each_refusal_ends_with_its_code_and_a_cure(run: Run, report: Path, tmp_path: Path) -> None:
    assert "--file PATH" in run("seal", "report.received", report, "--yes", code=6).err
    assert "no kind named 'report'" in run("seal", "report", report, "--yes", code=5).err
    assert "no other log named" in run("seal", "report.received", report, "--audience", "x", "--yes", code=5).err
    assert "made by `truceline erase`" in run("seal", "erasure", _erasure(tmp_path), "--yes", code=6).err
    assert "none there" in run("seal", "report.received", tmp_path / "no.json", "--yes", code=3).err
    assert "no sealed object named '00000000'" in run("open", "00000000", code=5).err
    id_ = sealed(run, report)
    assert "expected one of both, got none" in run("disclose", id_, "--field", "who", code=3).err
    assert "it has not left yet" in run("disclose", id_, "--field", "who", "--to", tmp_path / "it", code=6).err
    assert "give the same command with --yes" in run("erase", id_, "--reason", "x", code=6).err
    assert "cannot be used" in run("open", id_, "--files-to", report, code=3).err
    assert "no sealed object named" in run("open", "x" * 5_000, code=5).err
    (tmp_path / "other.json").write_text("{}")
    assert "this disclosure does not hold" in run("open", tmp_path / "other.json", code=3).err


def _erasure(folder: Path) -> Path:
    (folder / "erasure.json").write_text(json.dumps({"commitments": ["ab" * 32], "reason": {"en": "x"}}))
    return folder / "erasure.json"


def test_a_wrong_passphrase_of_an_officer_opens_nothing(
    run: Run, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = sealed(run, report)
    monkeypatch.setenv("TRUCELINE_OFFICER_PASSPHRASE", "another")
    told = run("open", id_, code=8)
    assert in_bytes((told.out + told.err).encode(), CANARIES) == ()
    assert run("erase", id_, "--reason", "x", "--yes", code=8).out == ""


def test_what_is_published_is_told_to_all(run: Run, report: Path) -> None:
    id_ = sealed(run, report, "--marking", "TLP:CLEAR")
    run("seal", "send")
    signed = json.loads(
        run("disclose", id_, "--field", "where", "--publish", "--reason", "Agreed.", "--yes", "--json").out
    )
    assert signed["kind"] == "disclosed"
    assert WHERE in signed["payload"]["opened"][0]["payload"]


def test_a_key_copy_that_is_owed_ends_with_its_code(run: Run, report: Path, tmp_path: Path) -> None:
    from truceline.desk.sealing import keycopies  # noqa: PLC0415 - for this alone

    (tmp_path / "stick").mkdir()
    id_ = sealed(run, report)
    keycopies.add(tmp_path / "alpha", tmp_path / "stick" / "keys")
    (tmp_path / "stick").rename(tmp_path / "away")
    told = run("erase", id_, "--reason", "x", "--yes", code=9)
    assert "OWED: the key copy at" in told.out


# ── the reader of PAYLOAD.json ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{", "line|JSON"),
        (b"[]", "one JSON object"),
        (b'{"a": 1, "a": 2}', "each member once"),
        (b'{"count": 1.5}', "whole numbers"),
        (b"\xff", "text in UTF-8"),
        (b"{}", "ReportReceived with source, channel, received"),
        (json.dumps({**GOOD["report.received"], "source": 5}).encode(), "source: expected text"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_place(data: bytes, said: str) -> None:
    with pytest.raises(DataError, match=said):
        payload_of("report.received", data, "report.json")


def test_a_kind_that_there_is_not_is_told_with_those_that_can_be_sealed() -> None:
    with pytest.raises(UnknownName, match=r"report\.received"):
        payload_of("report", b"{}", "report.json")


_CANARY = "zq4canary"
_LEAVES = st.sampled_from([_CANARY, f"not {_CANARY}", f"x: {_CANARY}, not {_CANARY}", 93_716_254, None, True])
_NAMES = st.sampled_from(["en", _CANARY, f"a, not {_CANARY}: b"])
_TREES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["en", _CANARY, f"a, not {_CANARY}: b"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=150)
@given(st.sampled_from(["report.received", "observation.made", "site.notified", "claims.read"]), st.data())
def test_no_error_tells_what_stands_in_the_file(kind: str, data: st.DataObject) -> None:
    """Whichever field is wrong and however: the words of a file that is to be sealed are in no text of an error."""
    tree = dict(GOOD[kind])
    fields = data.draw(st.lists(st.sampled_from([*tree, _CANARY]), min_size=1, max_size=2))
    tree |= {field: data.draw(_TREES) for field in fields}
    try:
        payload_of(kind, json.dumps(tree).encode(), "report.json")
    except DataError as error:
        assert _CANARY not in str(error)  # noqa: PT017 - an error, or none
        assert "93716254" not in str(error)  # noqa: PT017 - as above
