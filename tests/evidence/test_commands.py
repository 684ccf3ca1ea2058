"""`truceline evidence …` as people type it: what is sealed, shown, handed on, and told of its way."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests import canaries
from tests.evidence import files
from tests.evidence.conftest import OFFICER, PASSWORD, Room
from tests.evidence.test_stamps import Authority, authority, folder  # noqa: F401 - fixtures
from tests.verbs.conftest import Around
from truceline.desk.evidence import keeping
from truceline.desk.guard import Role
from truceline.desk.people import People, enrolling
from truceline.desk.sealing.objects import SealedObject
from truceline.desk.sealing.vault import Vault
from truceline.desk.verbs import sealing
from truceline.errors import DataError, RecordError, Refused, UnknownName
from truceline.kinds import Aspect, Blob, EvidenceTransferred, Grade, SourceGraded
from truceline.tlog.commitment import commit

PURPOSE = "place and time"


def words(room: Room, *said: str) -> list[str]:
    """The lines of a command, without their indents."""
    return [line.strip() for line in room.run(*said).stdout.splitlines()]


def gaps(room: Room, id_: str) -> list[str]:
    return [one["reason"] for one in room.told("custody", id_)["gaps"]]


# ── taken in and shown ────────────────────────────────────────────────────────────────────────


def test_originals_come_out_byte_for_byte(room: Room, tmp_path: Path) -> None:
    """Whatever they are, hostile ones too: only their preview may be refused. Nobody else at the machine reads them."""
    given = {"a.jpg": files.photograph(), "b.png": files.bomb(), "c.bin": b"\0\1\2"}
    id_ = room.add(*given.items())
    room.run("show", id_, "--originals-to", str(tmp_path / "out"))
    written = sorted((tmp_path / "out").iterdir())
    assert [one.read_bytes() for one in written] == list(given.values())
    assert [one for one in (tmp_path / "out", *written) if one.stat().st_mode & 0o077] == []
    assert [one.name for one in written] == [f"{id_[:8]}-1.jpg", f"{id_[:8]}-2.png", f"{id_[:8]}-3"]


def test_metadata_is_told_by_its_sorts_alone(room: Room) -> None:
    """Which sorts stand in the original is said, and none of what they say."""
    id_ = room.add(("a.jpg", files.photograph()))
    told = room.run("show", id_).stdout
    assert "a position (GPS)" in told
    assert "as it came" not in told
    assert files.canaries_in(told.encode()) == ()
    assert "image/jpeg" in told


def test_nothing_that_is_handed_on_or_kept_shows_what_stands_in_a_file(room: Room, tmp_path: Path) -> None:
    """Previews, printed lines, and every file of the node are searched for what stood in the originals."""
    given = {"canary-name.jpg": files.photograph(), "p.pdf": files.document()}
    id_ = room.add(*given.items())
    out = tmp_path / "out"
    printed = [room.run("preview", id_, "--to", str(out)).output]
    printed += [room.run(*one).output for one in (["show", id_], ["custody", id_], ["custody", id_, "--json"])]
    room.leave()
    assert len(list(out.iterdir())) == len(given)
    assert [one for one in (out, *out.iterdir()) if one.stat().st_mode & 0o077] == []
    sought = ("canary-owner", "canary-gps", "canary-xmp", "canary-title", "canary-name")
    assert [hit for line in printed for hit in canaries.in_bytes(line.encode(), sought)] == []
    assert canaries.search(out, sought) == ()
    assert canaries.search(room.desk.node.path, sought) == ()


def test_no_digest_of_an_original_is_printed_or_kept_in_the_open(room: Room) -> None:
    """A plain hash would let whoever has the file test who holds it."""
    data = files.photograph()
    id_ = room.add(("a.jpg", data))
    room.run("examine", id_, "--purpose", PURPOSE, "--yes")
    room.leave()
    digest = keeping.File(data, "").digest
    for said in (["show", id_], ["custody", id_], ["show", id_, "--json"], ["custody", id_, "--json"]):
        assert digest not in room.run(*said).output
    assert canaries.search(room.desk.node.path, (digest,)) == ()


def test_a_preview_is_written_for_each_file_that_can_be_drawn(room: Room, tmp_path: Path) -> None:
    id_ = room.add(("a.jpg", files.photograph()), ("b.png", files.bomb()), ("c.txt", files.WORDS))
    done = room.run("preview", id_, "--to", str(tmp_path / "out"))
    assert "file 2: no preview is shown: it unpacks to more than is drawn here" in done.stderr
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == [f"{id_[:8]}-1.png", f"{id_[:8]}-3.txt"]
    with Image.open(io.BytesIO((tmp_path / "out" / f"{id_[:8]}-1.png").read_bytes())) as picture:
        assert picture.size == (64, 96)


def test_files_too_large_together_are_refused_before_they_are_read(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text names the largest, the bound and what to do; nothing is sealed."""
    monkeypatch.setattr(keeping, "LARGEST_B", 100)
    with pytest.raises(DataError, match="at most 100 bytes together in one entry, got 140") as caught:
        room.add(("a.txt", b"a" * 60), ("b.txt", b"b" * 80))
    assert "b.txt" in str(caught.value)
    assert "Add them in several entries" in str(caught.value)


def test_what_is_said_of_persons_never_stands_on_the_command_line(room: Room) -> None:
    """Everybody at the machine can read an argument list; the refusal does not repeat it either."""
    path = room.folder / "a.txt"
    path.write_bytes(files.WORDS)
    for said in (["--source", "canary-owner"], ["--note", "canary-owner"], ["--note", "ar=canary-owner"]):
        with pytest.raises(DataError, match="words on the command line") as caught:
            room.run("add", str(path), "--how", "handed over", "--by", OFFICER, "--yes", *said)
        assert "canary" not in str(caught.value)


# ── custody ───────────────────────────────────────────────────────────────────────────────────


def test_every_step_is_an_entry_and_the_chain_tells_them(room: Room) -> None:
    """Received, examined, handed over with a receipt: signed by an officer, in the log once the batch has left."""
    receipt = room.folder / "receipt.pdf"
    receipt.write_bytes(files.pages())
    id_ = room.add(("a.jpg", files.photograph()), ("b.txt", files.WORDS))
    found = room.folder / "found.txt"
    found.write_text("The shadows fit.", encoding="utf-8")
    room.run("examine", id_, "--purpose", PURPOSE, "--found", f"@{found}", "--yes")
    room.run("transfer", id_, "--to", "The commission", "--receipt", str(receipt), "--yes")
    assert gaps(room, id_) == ["not_in_log"] * 3
    room.leave()
    told = room.told("custody", id_)
    assert [(one["way"], one["signature"]) for one in told["steps"]] == [
        ("received", "holds"), ("examined", "holds"), ("transferred", "holds")
    ]  # fmt: skip
    assert told["originals"] == [{"number": 1, "whole": True}, {"number": 2, "whole": True}]
    assert told["unbroken"]
    assert {one["place"].rpartition("#")[0] for one in told["steps"]} == {room.desk.node.origin}
    lines = words(room, "custody", id_)
    assert lines[-1] == "nothing is missing"
    assert any(f"examined by {OFFICER}: {PURPOSE}" in line for line in lines)
    assert any("transferred to The commission, with its receipt" in line for line in lines)


def test_the_chain_is_found_from_each_of_its_steps(room: Room) -> None:
    id_ = room.add(("a.txt", files.WORDS))
    later = room.run("examine", id_, "--purpose", PURPOSE, "--yes").stdout.strip()
    room.leave()
    whole = room.told("custody", id_)
    assert room.told("custody", later) == whole
    assert room.told("custody", whole["steps"][1]["place"]) == whole


def sent(room: Room, around: Around, changed: Callable[[SealedObject], SealedObject]) -> tuple[Room, str]:
    """Evidence sealed to another body and kept at its node, as it was sent or changed; that node, and the id."""
    other, path = around.zulmerand, room.folder / "a.txt"
    path.write_bytes(files.WORDS)
    with People(other.node.path, other.node.world) as people:
        enrolling.add(other.node, people, OFFICER, Role.GUARANTOR_LIAISON, PASSWORD)
    room.desk.hears(other)
    said = ["--how", "handed over", "--by", OFFICER, "--audience", other.node.origin]
    id_ = room.run("add", str(path), *said, "--yes").stdout.strip()
    room.leave()
    other.hears(room.desk)
    with People(room.desk.node.path, room.desk.node.world) as people, Vault(room.desk.node) as vault:
        who = people.unlock(OFFICER, PASSWORD)
        assert who.body
        one = changed(vault.open(id_, who.body))
    with Vault(other.node) as vault:
        vault.keep(one, queued=False)
    return Room(other, room.markers, room.folder), id_


def test_those_it_was_sealed_to_follow_the_chain_at_their_own_node(room: Room, around: Around) -> None:
    """They verify the officer's signature by the keys that the author's log enrolled, and see the place in that log."""
    there, id_ = sent(room, around, lambda one: one)
    told = there.told("custody", id_)
    assert [(one["way"], one["signature"]) for one in told["steps"]] == [("received", "holds")]
    assert told["steps"][0]["place"].startswith(f"{room.desk.node.origin}#")
    assert told["unbroken"]


def test_what_is_kept_and_not_what_the_log_committed_to_is_told(room: Room, around: Around) -> None:
    """Whoever changes what is kept, keys and all, does not change what the log committed to."""

    def changed(one: SealedObject) -> SealedObject:
        openings = tuple(opening._replace(salt=bytes(32)) for opening in one.openings)
        return replace(one, openings=openings, commitments=tuple(commit(one.origin, one.id, each) for each in openings))

    there, id_ = sent(room, around, changed)
    assert gaps(there, id_) == ["not_committed"]


def test_an_original_that_is_not_here_as_it_came_is_not_shown(room: Room, around: Around) -> None:
    """What a step names is hashed each time it is opened; what is missing is told, and nothing else shown for it."""
    there, id_ = sent(room, around, lambda one: replace(one, files={}))
    with pytest.raises(RecordError, match="not here as it came"):
        there.run("show", id_)
    assert gaps(there, id_) == ["original_missing"]


def test_gaps_are_shown_in_their_place(room: Room) -> None:
    """Nobody signed, another office examined, no receipt was kept: each is a line of the chain, and counted."""
    path = room.folder / "a.txt"
    path.write_bytes(files.WORDS)
    id_ = room.run(
        "add", str(path), "--how", "found published", "--by", "Night desk", "--collected", "2021-04-30T10:00Z", "--yes",
        officer="",
    ).stdout.strip()  # fmt: skip
    room.run("examine", id_, "--purpose", PURPOSE, "--yes")
    room.run("transfer", id_, "--to", "The commission", "--yes")
    room.leave()
    assert sorted(gaps(room, id_)) == ["before_receipt", "hands", "no_receipt", "not_signed"]
    lines = words(room, "custody", id_)
    assert lines[-1] == "4 gaps"
    assert any("2021-04-30T10:00:00Z until " in line and "GAP: no entry says where it was" in line for line in lines)
    assert any(f"from Night desk to {OFFICER}" in line for line in lines)


def test_what_was_disclosed_is_a_step(room: Room) -> None:
    id_ = room.add(("a.txt", files.WORDS))
    room.leave()
    with People(room.desk.node.path, room.desk.node.world) as people:
        who = people.unlock(OFFICER, PASSWORD)
    sealing.publish(room.desk.pen(), who, id_, [Aspect.WHEN], {"en": "The mediator asked."})
    told = room.told("custody", id_)
    assert [one["way"] for one in told["steps"]] == ["received", "disclosed"]
    assert told["unbroken"]


def test_what_was_erased_is_told_as_a_gap(room: Room) -> None:
    """That it was there and was erased stays; what it said does not, and no preview of it can be made."""
    id_ = room.add(("a.txt", files.WORDS))
    later = room.run("examine", id_, "--purpose", PURPOSE, "--yes").stdout.strip()
    room.leave()
    with People(room.desk.node.path, room.desk.node.world) as people:
        who = people.unlock(OFFICER, PASSWORD)
    sealing.erase(room.desk.node, who, id_, {"en": "The witness asked."}, lambda *_: None)
    assert gaps(room, id_)[0] == "erased"
    assert "not_received" in gaps(room, later)
    assert "original_missing" in gaps(room, later)
    with pytest.raises(RecordError, match="erased"):
        room.run("preview", id_, "--to", str(room.folder))


# ── who may ───────────────────────────────────────────────────────────────────────────────────


def test_who_may_not_learns_nothing(room: Room) -> None:
    """An auditor is told the same of evidence that is there as of evidence that is not."""
    id_ = room.add(("a.txt", files.WORDS))
    node = room.desk.node
    with People(node.path, node.world) as people:
        by = people.unlock(OFFICER, PASSWORD)
        enrolling.add(node, people, "Auditor", Role.AUDITOR, PASSWORD, by)
    texts = []
    for name in (id_, "f" * 32):
        for said in (["show", name], ["custody", name], ["examine", name, "--purpose", PURPOSE, "--yes"]):
            with pytest.raises(UnknownName) as caught:
                room.run(*said, officer="Auditor")
            texts.append(str(caught.value).replace(name, "REF"))
    assert len(set(texts)) == 1


def test_what_is_no_evidence_is_said_to_be_none(room: Room) -> None:
    pen = room.desk.pen()
    payload = EvidenceTransferred("x", pen.now, (Blob("0" * 64),))
    kept = sealing.seal(pen, sealing.sealable(pen, "evidence.transferred", payload, sealing.Wanted()))
    assert room.told("custody", kept.id)["gaps"][0]["reason"] in {
        "no_receipt",
        "not_in_log",
        "not_received",
        "not_signed",
    }
    with pytest.raises(Refused, match="no evidence"):
        room.run("show", _grade(room))


def _grade(room: Room) -> str:
    pen = room.desk.pen()
    said = SourceGraded("The Courier", Grade("B"), {"en": "Mostly."})
    return sealing.seal(pen, sealing.sealable(pen, "source.graded", said, sealing.Wanted())).id


# ── stamps ────────────────────────────────────────────────────────────────────────────────────


def test_a_checkpoint_over_the_entry_is_stamped_and_verified_offline(
    room: Room,
    authority: Authority,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    """Request and checkpoint are files; the reply is verified against them later, when the log has grown."""
    id_ = room.add(("a.txt", files.WORDS))
    room.leave()
    asked, answer, known = tmp_path / "a.tsq", tmp_path / "a.tsr", tmp_path / "known.pem"
    room.run("stamp", id_, "--request", str(asked))
    answer.write_bytes(authority.reply(asked.read_bytes()))
    known.write_bytes(authority.certificates)
    room.desk.node.append("source.graded", {"source": "x", "grade": "B", "reason": {"en": "y"}})
    kept = Path(f"{asked}.checkpoint")
    said = ["stamp", id_, "--reply", str(answer), "--certificates", str(known)]
    told = json.loads(room.run(*said, "--checkpoint", str(kept), "--json").stdout)
    assert (told["authority"], told["over"]) == ("CN=Clock", "checkpoint")
    with pytest.raises(RecordError, match="does not hold"):
        room.run(*said, "--entry")
    kept.write_bytes(room.desk.node.checkpoint(room.desk.node.origin))
    with pytest.raises(RecordError, match="does not hold"):
        room.run(*said, "--checkpoint", str(kept))


def test_an_entry_alone_can_be_stamped(room: Room, authority: Authority, tmp_path: Path) -> None:  # noqa: F811 - the fixture
    id_ = room.add(("a.txt", files.WORDS))
    room.leave()
    asked, answer, known = tmp_path / "a.tsq", tmp_path / "a.tsr", tmp_path / "known.pem"
    room.run("stamp", id_, "--request", str(asked), "--entry")
    assert keeping.File(files.WORDS, "").digest not in asked.read_bytes().hex()
    answer.write_bytes(authority.reply(asked.read_bytes()))
    known.write_bytes(authority.certificates)
    line = room.run("stamp", id_, "--reply", str(answer), "--certificates", str(known), "--entry").stdout
    assert "was there at" in line
    assert "CN=Clock" in line


def test_what_has_not_left_cannot_be_stamped(room: Room, tmp_path: Path) -> None:
    id_ = room.add(("a.txt", files.WORDS))
    with pytest.raises(UnknownName):
        room.run("stamp", id_, "--request", str(tmp_path / "a.tsq"))
    with pytest.raises(DataError, match="nothing was stamped"):
        room.run("stamp", id_)
