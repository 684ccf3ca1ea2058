"""Intake at the command line: events into files and nodes, reports and observations sealed, forms out and back."""

import json
from pathlib import Path

import pytest

from tests.formats.test_lists import ACLED, AIRWARS, DENIED, FLASH, PATROL, POST, table
from tests.formats.test_monitors import LINES
from tests.intake.conftest import Shell
from truceline.desk.sealing.vault import Vault
from truceline.errors import DataError, Refused
from truceline.formats.forms import FORMS, shipped

ZONE = ("--time-zone", "Etc/GMT-6")
DAY = ("--day", "2031-05-03", *ZONE)


def saved(folder: Path, name: str, data: bytes) -> str:
    (folder / name).write_bytes(data)
    return str(folder / name)


def kinds(shell: Shell) -> list[str]:
    """The kinds of the open entries that were added."""
    told = shell.run("entries", "--most", "100", "--json").splitlines()
    return [one["kind"] for one in map(json.loads, told) if one["index"] >= shell.open_before]


def sealed(shell: Shell) -> int:
    """How many objects were sealed."""
    with Vault(shell.node) as vault:
        return len(list(vault.ids())) - shell.sealed_before


@pytest.mark.parametrize(("command", "row"), [("acled", ACLED), ("airwars", AIRWARS)])
def test_lists_become_events_in_a_file_and_in_a_node(
    shell: Shell, tmp_path: Path, command: str, row: dict[str, str]
) -> None:
    """Bad rows are listed beside the file that was written, good ones go on."""
    key = next(iter(row))
    source = saved(tmp_path, "rows.csv", table({**row, key: "a"}, {**row, key: ""}, {**row, key: "z"}))
    out = tmp_path / "events.jsonl"
    printed = shell.run("import", command, source, *ZONE, "--out", str(out), "--node", str(shell.node.path), "--yes")
    assert "2 events" in printed
    assert (tmp_path / "events.jsonl.bad.csv").read_text().count("\n") >= 2
    assert kinds(shell) == ["batch.imported"]


def test_posts_that_were_published_are_open_and_others_sealed(shell: Shell, tmp_path: Path) -> None:
    """The same file once more says no open one twice."""
    source = saved(tmp_path, "posts.csv", table(POST, {**POST, "Post ID": "18", "Post Status": "draft"}))
    shell.run("import", "ushahidi", source, "--source", "River watch", "--node", str(shell.node.path), "--yes")
    assert (kinds(shell), sealed(shell)) == (["report.received"], 1)
    shell.run("import", "ushahidi", source, "--source", "River watch", "--node", str(shell.node.path), "--yes")
    assert kinds(shell) == ["report.received"]


def test_forms_go_out_and_come_back(shell: Shell, tmp_path: Path) -> None:
    """Reports and observations are sealed, access denied is signed; a file of payloads can be written instead."""
    shell.run("import", "forms", str(tmp_path / "forms"))
    assert all((tmp_path / "forms" / f"{name}.xlsx").read_bytes() == shipped(name) for name in FORMS)
    source = saved(tmp_path, "back.csv", table(FLASH, PATROL, DENIED, {**FLASH, "_uuid": "u-9", "words": ""}))
    shell.run("import", "kobo", source, "--node", str(shell.node.path), "--yes")
    assert (kinds(shell), sealed(shell)) == (["access.denied"], 2)
    assert "words" in (tmp_path / "back.csv.bad.csv").read_text()
    out = tmp_path / "payloads.jsonl"
    shell.run("import", "kobo", source, "--out", str(out))
    told = [json.loads(line) for line in out.read_text().splitlines()]
    assert [one["kind"] for one in told] == ["report.received", "observation.made", "access.denied"]


def test_somewhere_has_to_be_named(shell: Shell, tmp_path: Path) -> None:
    """What is read goes into a file or a node; what is neither table nor JSON is refused."""
    with pytest.raises(DataError, match="nowhere to keep what was read"):
        shell.run("import", "kobo", saved(tmp_path, "back.csv", table(FLASH)))


# ── lines ─────────────────────────────────────────────────────────────────────────────────────


def test_a_line_is_sealed_because_it_leads_back(shell: Shell) -> None:
    """Nothing of it is in the open record."""
    shell.run("observe", "--line", LINES[0], *DAY, "--yes")
    assert (kinds(shell), sealed(shell)) == ([], 1)


def test_coordinates_in_a_line_are_kept_as_their_cell(shell: Shell) -> None:
    """In the open once its time has come, as a box; before that it is refused, and said from when."""
    line = LINES[0].replace("Mevrano", '"29.2512 S 88.5098 E"')
    long_ago = shell.run("observe", "--line", line, "--day", "2021-05-03", *ZONE, "--openly", "--yes", "--json")
    told = json.loads(long_ago)["payload"]
    assert told["place_name"] == "-29.255, 88.505"
    assert len(told["place"][0]) == 8
    with pytest.raises(Refused, match="or wait until"):
        shell.run("observe", "--line", line, "--day", "2031-05-01", *ZONE, "--openly", "--yes")


def test_lines_of_a_file_are_sealed_and_the_unclear_listed(shell: Shell, tmp_path: Path) -> None:
    """Each question on a line of its own, beside the file."""
    text = "\n".join(["# the morning", *LINES, "", "positioned at Mevrano heard explosions"])
    shell.run("observe", "--lines", saved(tmp_path, "lines.txt", text.encode()), *DAY, "--yes")
    assert sealed(shell) == len(LINES)
    listed = (tmp_path / "lines.txt.bad.csv").read_text()
    assert "In which direction, as in WNW? Or is it undetermined?" in listed


def test_a_line_that_is_not_clear_is_asked_back(shell: Shell) -> None:
    """With every question at once, and nothing kept."""
    with pytest.raises(DataError, match="How far away, from and to") as error:
        shell.run("observe", "--line", "positioned at Mevrano heard explosions", *DAY, "--yes")
    assert len(error.value.faults) == 5
    assert sealed(shell) == 0
    with pytest.raises(DataError, match="a day like 2031-05-03"):
        shell.run("observe", "--line", LINES[0], "--day", "yesterday", "--yes")


def test_without_a_line_the_options_are_needed(shell: Shell) -> None:
    """As ever."""
    with pytest.raises(AssertionError, match="--means"):
        shell.run("observe", "--sense", "heard", "--yes")
