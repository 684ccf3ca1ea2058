"""What works on files works on a node: import, assess, explain, settle, backtest, bulletin; and the record's digest."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.formats.samples import csv_text, ged_row
from tests.views.conftest import EVENTS, TEXT, Truce
from truceline.agreement import fingerprint
from truceline.claims import Dataset
from truceline.desk import shelf
from truceline.desk.verbs import from_files
from truceline.desk.verbs.looking import newest
from truceline.errors import DataError, RecordError, Refused, UnknownName

ZONE = ("--time-zone", "Etc/GMT-6")
LATER = {"source": "a wire", "channel": "published", "received": "2031-05-01T00:00:00Z", "text": "Later."}


def path(truce: Truce, name: str = "council") -> str:
    """The folder of a node."""
    return str(truce.folder / name)


def in_file(folder: Path) -> Path:
    """The same events in a file."""
    from tests.floor.ground import event  # noqa: PLC0415 - of the floor's tests

    events = [event(one, f"e{i}") for i, one in enumerate(EVENTS)]
    from_files.keep_events(events, Dataset("ours", "", ""), "UTC", folder / "events.jsonl")
    return folder / "events.jsonl"


# ── digest and rebuild ────────────────────────────────────────────────────────────────────────


def test_nodes_that_read_the_same_print_one_digest(at_work: Truce) -> None:
    """The digest is one number for all; so it stays when the views are made anew."""
    printed = {at_work.run("digest", path(at_work, name)).stdout for name in ("east", "west", "council")}
    (told,) = printed
    head, *logs, counts = told.splitlines()
    assert (len(head.split()[0]), head.split()[1:]) == (64, ["fold", "1"])
    assert [line.split()[1] for line in logs] == sorted(one.node.origin for one in at_work.made.values())
    assert counts == "logs: 3  entries: 8  objects: 9  findings: 3"
    assert at_work.run("node", "rebuild", path(at_work)).stdout == told


def test_the_digest_is_over_the_lines_that_are_written(at_work: Truce, tmp_path: Path) -> None:
    """Whoever has the dump and the heads computes the digest with any SHA-256."""
    printed = at_work.run("digest", path(at_work), "--json", "--lines", str(tmp_path / "dump")).stdout
    told = json.loads(printed)
    assert sorted(told) == ["digest", "entries", "findings", "fold_version", "heads", "logs", "objects"]
    heads = "".join(f"{origin} {size} {root}\n" for origin, size, root in told["heads"])
    whole = f"truceline/fold/v1\n{heads}".encode() + (tmp_path / "dump").read_bytes()
    assert hashlib.sha256(whole).hexdigest() == told["digest"]


def test_a_digest_without_its_blobs_is_none(at_work: Truce) -> None:
    """A node that lacks a blob names it, and gives no number."""
    mark = fingerprint(TEXT)
    at_work.west.node.blobs.shred(mark)
    with pytest.raises(RecordError, match=f"cannot recompute.*\n.*{mark}"):
        at_work.run("digest", path(at_work, "west"))


# ── commands that take files ──────────────────────────────────────────────────────────────────


def test_a_node_stands_for_agreement_events_and_findings(at_work: Truce, tmp_path: Path) -> None:
    """What is found of a node is what is found of the same events in a file, under the text in force."""
    node, file = path(at_work), str(in_file(tmp_path))
    at_work.run("assess", node, "--out", str(tmp_path / "of-node.jsonl"))
    at_work.run("assess", node, file, "--out", str(tmp_path / "of-file.jsonl"))
    by_node, by_file = (from_files.load_findings(tmp_path / name) for name in ("of-node.jsonl", "of-file.jsonl"))
    assert by_node.entries == by_file.entries == from_files.load_findings(Path(node)).entries
    assert fingerprint(shelf.find(node)) == fingerprint(TEXT)
    assert from_files.load_events(Path(node)).events == from_files.load_events(Path(file)).events
    assert at_work.run("agreement", "compile", node).stdout.startswith(fingerprint(TEXT))
    findings = str(tmp_path / "of-file.jsonl")
    named = ("--agreement", node)
    for asked in (("explain", "{}#e1"), ("settle", "{}"), ("bulletin", "{}", "--from", "2016-03-01")):
        of_node = at_work.run(*(word.format(node) for word in asked)).stdout
        assert of_node == at_work.run(*(word.format(findings) for word in asked), *named).stdout
    texts = ("backtest", node, "syria-2016-02", "--events")
    assert at_work.run(*texts, node).stdout == at_work.run(*texts, file).stdout


def test_what_is_asked_of_a_node_in_vain(at_work: Truce) -> None:
    """An event that is not there, another text's findings and rows nobody named are refused with what to do."""
    with pytest.raises(UnknownName, match="e0, e1, e2"):
        at_work.run("explain", f"{path(at_work)}#e9")
    with pytest.raises(Refused, match="Assess again"):
        at_work.run("settle", path(at_work), "--agreement", "minsk-ii")
    with pytest.raises(DataError, match="nothing to judge"):
        at_work.run("assess", "minsk-ii", "--out", "f.jsonl")


def test_without_an_agreement_in_force(bare: Truce) -> None:
    """Findings need a text; which one to name, or how one comes into force, is said."""
    bare.told()
    with pytest.raises(Refused, match="every guarantor"):
        bare.run("settle", path(bare))
    assert "3" in bare.run("backtest", "syria-2016-02", "--events", path(bare)).stdout


# ── import ────────────────────────────────────────────────────────────────────────────────────


def test_rows_are_imported_into_a_log(bare: Truce, tmp_path: Path) -> None:
    """Good rows are one signed entry, bad ones are listed beside the file; the events are as a file would hold them."""
    source = tmp_path / "ged.csv"
    source.write_bytes(csv_text([ged_row(), ged_row(id="2", latitude="91")]))
    done = bare.run("import", "ucdp", str(source), *ZONE, "--node", str(bare.council.node.path), "--yes", "--json")
    signed = json.loads(done.stdout)
    assert (signed["kind"], signed["payload"]["count"], signed["payload"]["bad"]) == ("batch.imported", 1, 1)
    assert signed["payload"]["source"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert "To be signed: batch.imported" in done.stderr
    listed = list(csv.DictReader(io.StringIO((tmp_path / "ged.csv.bad.csv").read_text(encoding="utf-8"))))
    assert [(row["line"], row["field"]) for row in listed] == [("3", "latitude")]
    bare.run("import", "ucdp", str(source), *ZONE, "--out", str(tmp_path / "events.jsonl"))
    assert from_files.load_events(Path(path(bare))).events == from_files.load_events(tmp_path / "events.jsonl").events


def test_an_import_that_nobody_agrees_to_leaves_nothing(bare: Truce, tmp_path: Path) -> None:
    """Without --yes and without a terminal nothing is signed; neither is it on a dry run, nor without a place."""
    source = tmp_path / "ged.csv"
    source.write_bytes(csv_text([ged_row()]))
    node = str(bare.council.node.path)
    with pytest.raises(Refused, match="Nothing was signed"):
        bare.run("import", "ucdp", str(source), *ZONE, "--node", node, "--out", str(tmp_path / "e.jsonl"))
    bare.run("import", "ucdp", str(source), *ZONE, "--node", node, "--dry-run")
    with pytest.raises(DataError, match="--out or --node"):
        bare.run("import", "ucdp", str(source), *ZONE)
    assert bare.council.node.record.size(bare.council.node.origin) == 1
    assert not (tmp_path / "e.jsonl").exists()


# ── bulletins ─────────────────────────────────────────────────────────────────────────────────


def test_a_bulletin_is_issued_and_recomputed_by_everybody(at_work: Truce, tmp_path: Path) -> None:
    """An issued bulletin names the heads it was made from; whoever holds the record finds it equal, later as well."""
    node, json_to = path(at_work), tmp_path / "bulletin.json"
    days = ("--from", "2016-03-01", "--to", "2016-03-01", "--cutoff", "2016-03-05T00:00Z")
    done = at_work.run("bulletin", node, *days, "--issue", "--yes", "--signed-json", "--json", str(json_to))
    signed = json.loads(done.stdout)
    assert signed["payload"]["bulletin"] == hashlib.sha256(json_to.read_bytes()).hexdigest()
    assert (
        signed["payload"]["digest"]
        == json.loads(at_work.run("digest", path(at_work, "west"), "--json").stdout)["digest"]
    )
    at_work.east.node.append(
        "report.received",
        {"source": "a wire", "channel": "published", "received": "2031-05-01T00:00:00Z", "text": "Later."},
    )
    at_work.shared()
    for name in ("council", "west"):
        printed = at_work.run("bulletin", "recompute", path(at_work, name)).stdout
        assert printed.split()[1:] == ["equal", signed["payload"]["digest"]]
    told = json.loads(at_work.run("bulletin", "recompute", node, signed["id"], "--json").stdout)
    assert (told["equal"], told["difference"], told["entry"]) == (True, None, signed["entry"])


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"digest": "00" * 32}, "digest: expected"),
        ({"agreement": "00" * 32}, "agreement: expected"),
        ({"bulletin": "this"}, "unsettled: expected 0, got 7"),
        ({"fold_version": 2}, "cannot recompute this bulletin\n.*fold_version"),
        ({"heads": "roots"}, "two histories of one log"),
        ({"heads": "heads"}, "at least 99 entries"),
        ({"bulletin": "00" * 32}, "cannot recompute this bulletin\n.*its bytes"),
    ],
)
def test_a_bulletin_that_is_not_what_the_record_says(change: dict[str, object], where: str, at_work: Truce) -> None:
    """The first difference is told with its place, and the command leaves with 7."""
    node = at_work.council.node
    at_work.run("bulletin", path(at_work), "--issue", "--yes")
    (found,) = newest(node, "bulletin.issued")
    issued: Any = found.entry.payload
    origin, size, root = issued["heads"][0]
    changed = {
        "heads": [[origin, 99, root], *issued["heads"][1:]],
        "roots": [[origin, size, "00" * 32], *issued["heads"][1:]],
    }
    said = issued | change
    if change.get("heads"):
        said["heads"] = changed[str(change["heads"])]
    if change.get("bulletin") == "this":
        data = node.blobs.get(issued["bulletin"]) or b""
        said["bulletin"] = node.blobs.put(data.replace(b'"unsettled":0', b'"unsettled":7'))
    node.append("bulletin.issued", said)
    with pytest.raises(RecordError, match=where) as caught:
        at_work.run("bulletin", "recompute", path(at_work))
    assert caught.value.exit_code == 7


def test_only_a_node_issues(at_work: Truce, tmp_path: Path) -> None:
    """A findings file has no log to append to; a record without bulletins has none to recompute."""
    at_work.run("assess", path(at_work), "--out", str(tmp_path / "f.jsonl"))
    with pytest.raises(DataError, match="only a node issues"):
        at_work.run("bulletin", str(tmp_path / "f.jsonl"), "--issue")
    with pytest.raises(UnknownName, match="no issued bulletin"):
        at_work.run("bulletin", "recompute", path(at_work))
    with pytest.raises(Refused, match="Nothing was signed"):
        at_work.run("bulletin", path(at_work), "--issue")
