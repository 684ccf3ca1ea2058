"""The threats of docs/reporters.md, one after the other: what somebody has in hand, and what they find in it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.canaries import in_bytes, search
from tests.reporting.conftest import TOLD, Office, files_in, office
from tests.sealing.posting import posting
from tests.sealing.test_mirrors import masked
from truceline.canon import to_json
from truceline.desk import reporting
from truceline.desk.guard import Action, Asker, Given, Role, decide, thing_of
from truceline.desk.node import open_node
from truceline.desk.node.exporting import export
from truceline.desk.reporting import Case, Cases, Phrases, attached, case_in, case_of, drafted, new_case, phrases
from truceline.desk.sealing import batches, erasing, objects
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.vault import KEYS, Vault
from truceline.desk.verbs import looking
from truceline.errors import Locked, RecordError
from truceline.kinds import Aspect, ReportReceived
from truceline.tlog.commitment import Opening, opens

LETTER = "Kommen Sie nicht am Mittwoch, Ulzvarta."
FILE_NAME = "IMG_20310429_0440.jpg"
HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
LEAST_B = 16  # of a digest, by which it is told


@dataclass
class Told:
    """What a reporter told an office, and what of it a thief could have."""

    office: Office
    phrase: str
    case: Case
    id: str
    photograph: bytes  # as it came off the telephone
    attached: bytes  # as it was sealed

    @property
    def folder(self) -> Path:
        return self.office.node.path

    @property
    def canaries(self) -> list[str]:
        """Words that must be nowhere."""
        *_, last, end = first, second, *_ = self.phrase.split()
        pairs = f"{first} {second}", f"{last} {end}"
        return [TOLD.words, "Melkqvist", "Qzvelkar-17", TOLD.when, "Ulzvarta", FILE_NAME, *pairs]

    @property
    def secrets(self) -> list[bytes]:
        """Everything a seized telephone, or a good guess, could hold of it, in every form that could be hashed."""
        report = self.office.open(self.id)
        fields = [one.payload for one in report.openings]
        texts = [TOLD.words, TOLD.who, TOLD.where, TOLD.when, self.phrase, phrases.read(self.phrase), self.case.public]
        whole = [json.dumps(form, ensure_ascii=ascii_).encode() for form in (report.tree,) for ascii_ in (True, False)]
        raw = [self.photograph, self.attached, objects.dumps(report), bytes.fromhex(self.case.public)]
        return [*fields, *whole, *raw, *(text.encode() for text in texts)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A case of two reports, one with a photograph, one of them waiting; a letter; and a case beside it."""
    made = office(tmp_path_factory.mktemp("told"), "mission")
    picture = photograph()
    file = attached(picture)
    phrase, case, id_ = made.told(replace(TOLD, files=(file,)))
    made.told()
    batches.leave_due(made.node, made.vault)
    made.more(case)
    reporting.leave(made.cases, made.open(id_), LETTER)
    yield Told(made, phrase, case, id_, picture, file.data)
    made.close()


def photograph() -> bytes:
    """With the camera's name and where it stood in it."""
    exif, held = Image.Exif(), io.BytesIO()
    exif[0x010F], exif[0x0132] = "Kwarvelli", "2031:04:29 04:40:17"  # maker, time
    noise = np.frombuffer(hashlib.shake_256(b"a photograph").digest(12 * 12 * 3), np.uint8).reshape(12, 12, 3)
    Image.fromarray(noise).save(held, "JPEG", exif=exif)
    return held.getvalue()


# ── searching for hashes ──────────────────────────────────────────────────────────────────────


def digests(secret: bytes) -> Iterator[bytes]:
    """How a hash of it would begin, raw, in hex and in base64, by each function that somebody might have used."""
    for name in HASHES:
        digest = hashlib.new(name, secret).digest()
        yield digest[:LEAST_B]
        yield digest.hex()[: 2 * LEAST_B].encode()
        yield digest.hex()[: 2 * LEAST_B].upper().encode()
        for alphabet in (base64.b64encode, base64.urlsafe_b64encode, base64.b32encode):
            yield alphabet(digest)[:LEAST_B]


def cells(path: Path) -> Iterator[bytes]:
    """Every value of a database, which its pages may hold in pieces."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in db.execute(f"SELECT * FROM {table}"):  # noqa: S608 - names of its own
                yield from (cell if isinstance(cell, bytes) else str(cell).encode() for cell in row)


def hashed_in(folder: Path, secrets: list[bytes]) -> list[str]:
    """The files below a folder in which a hash of a secret stands."""
    sought = {one for secret in secrets for one in digests(secret)}
    found = []
    for path in (one for one in folder.rglob("*") if one.is_file()):
        held = [path.read_bytes(), *(cells(path) if path.suffix == ".sqlite" else ())]
        whole = b"\0".join((path.name.encode(), *held))
        found += [path.name for one in sought if one in whole]
    return found


def test_hashes_are_found_where_there_are_some(tmp_path: Path) -> None:
    """The search itself: of each function and writing, in a file, its name, and a cell that is torn over pages."""
    secrets = [b"one", b"another"]
    (tmp_path / hashlib.sha3_256(b"one").hexdigest()).write_bytes(b"")
    (tmp_path / "file").write_bytes(b"..." + base64.b64encode(hashlib.blake2s(b"another").digest()))
    with closing(sqlite3.connect(tmp_path / "cells.sqlite")) as db:
        db.execute("CREATE TABLE one (cell BLOB)")
        db.execute("INSERT INTO one VALUES (?)", (b"x" * 4077 + hashlib.sha256(b"one").digest() + b"x" * 4077,))
        db.commit()
    assert len(set(hashed_in(tmp_path, secrets))) == 3
    assert hashed_in(tmp_path, [b"a third"]) == []


# ── a telephone is seized ─────────────────────────────────────────────────────────────────────


def test_a_seized_phone_cannot_be_tested_against_a_node(told: Told, tmp_path: Path) -> None:
    """With the very report, photograph and phrase in hand: no hash of any of it is in the node or what it gives out."""
    export(told.office.node, tmp_path / "export", lambda *_: None)
    for folder in (told.folder, told.office.node.world.markers, tmp_path / "export"):
        assert hashed_in(folder, told.secrets) == []
        assert files_in(folder)


def test_a_right_guess_opens_no_commitment(told: Told) -> None:
    """Whoever knows every word of a field and not its salt cannot show that the log speaks of it."""
    report = told.office.open(told.id)
    leaf = erasing.leaf_of(told.office.node, report.origin, report.id)
    assert leaf is not None
    known = b"".join(files_in(told.folder).values())
    for commitment, opening in zip(leaf.commitments, report.openings, strict=True):
        assert opens(commitment, report.origin, report.id, opening)
        assert opening.salt not in known
        for salt in (bytes(32), bytes.fromhex(report.id) * 2, bytes.fromhex(told.case.public)):
            guess = Opening(opening.index, salt, opening.payload, opening.padding)
            assert not opens(commitment, report.origin, report.id, guess)


# ── a laptop is seized ────────────────────────────────────────────────────────────────────────


def test_a_seized_laptop_tells_nothing(told: Told) -> None:
    """No phrase, name, place, word or file name in any file of the node, however written; nor a file left beside."""
    assert search(told.folder, told.canaries) == ()
    assert search(told.office.node.world.markers, told.canaries) == ()
    kept = [name for name in files_in(told.folder) if name.startswith(("sealed", "object-keys", "cases"))]
    assert kept == ["cases.sqlite", "object-keys.sqlite", "sealed.sqlite"]


def test_the_node_s_own_passphrase_opens_no_report(told: Told) -> None:
    """Whoever was made to give it up signs in the node's name, and reads nothing."""
    with open_node(told.folder, "a passphrase", told.office.node.world) as node, Vault(node) as vault:
        for one in vault.ids():
            with pytest.raises(Locked):
                vault.open(one.id, Identity.make())
        with Cases(node.path, node.world) as cases, pytest.raises(Locked):
            case_of("acorn " * 10, cases)


# ── a mirror is hostile, a watcher listens ────────────────────────────────────────────────────


def sent(folder: Path, *, busy: bool) -> list[dict[str, bytes]]:
    """What the monitor sends to one who is no addressee, at two slots; busy: a case is told, added to and erased."""
    with posting(folder) as all_:
        mission = all_.mission
        for slot in (1, 2):
            all_.at(slot)
            with mission.vault() as vault, Cases(mission.node.path, mission.node.world) as cases:
                if busy and slot == 1:
                    _, case = new_case(cases, Phrases.DIGITS)
                    id_ = reporting.tell(vault, cases, case, drafted(vault.node, TOLD))
                    reporting.leave(cases, vault.open(id_, mission.key), LETTER)
                elif busy:
                    reporting.tell(vault, cases, case, drafted(vault.node, TOLD))
                    assert reporting.erase(vault, cases, case).reports == 2
            mission.leaves()
            all_.carry(mission, all_.zulmerand)
        return all_.seen


def test_a_traffic_watcher_counts_the_same_with_a_case_and_without(tmp_path: Path) -> None:
    """What leaves the monitor has the same files, sizes and bytes, but for what is random, whatever a reporter does."""
    quiet, busy = sent(tmp_path / "quiet", busy=False), sent(tmp_path / "busy", busy=True)
    assert [len(files) for files in quiet] == [len(files) for files in busy]
    for before, after in zip(quiet, busy, strict=True):
        assert {name: len(data) for name, data in before.items()} == {name: len(data) for name, data in after.items()}
        assert all(masked(name, before[name]) == masked(name, after[name]) for name in before)
    assert sum("/parcels/" in name for files in busy for name in files) == 2
    whole = b"".join(data for files in busy for data in files.values())
    assert in_bytes(whole, [TOLD.words, TOLD.who, TOLD.where, LETTER]) == ()


def test_a_hostile_mirror_sees_commitments_alone(told: Told, tmp_path: Path) -> None:
    """Of a report a mirror holds one of eight entries that look alike: no kind, no refs, no size, the batch's time."""
    export(told.office.node, tmp_path / "export", lambda *_: None)
    assert search(tmp_path / "export", [*told.canaries, told.case.public]) == ()
    sealed = [one for one in looking.newest(told.office.node, "sealed", "", 100) if one.entry.kind == "sealed"]
    looks = {(one.entry.time, one.entry.refs, one.entry.audience, one.tree, len(one.entry.leaf)) for one in sealed}
    assert len(sealed) == batches.schedule(told.folder).entries
    assert len({(time, refs, audience, str(tree)) for time, refs, audience, tree, _ in looks}) == 1
    assert told.id in {one.entry.id for one in sealed}


# ── a guarantor is curious, an administrator too ──────────────────────────────────────────────


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", [Action.SEE, Action.COUNT, Action.EXPORT, Action.DISCLOSE, Action.ERASE])
def test_a_curious_guarantor_is_told_that_there_is_nothing(told: Told, role: Role, action: Action) -> None:
    """No officer of another body, whatever their role, is given anything of a case's report, then or years later."""
    thing, now = thing_of(told.office.open(told.id)), told.office.node.world.now()
    asker = Asker(role, "truceline/kalvessar-12345678", "Liaison")
    for aspect in Aspect:
        for later in (0, 10**9):
            answer = decide(asker, action, thing, aspect, now.plus(later))
            assert (answer.given, answer.words) == (Given.NOTHING, "there is nothing of that name here for you")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.MEDIATOR, Role.NOTIFIER, Role.OBSERVER])
def test_an_administrator_is_given_no_content(told: Told, role: Role) -> None:
    """At the office itself, neither whoever keeps the machine nor whoever checks the books sees a field of it."""
    thing, now = thing_of(told.office.open(told.id)), told.office.node.world.now()
    asker = Asker(role, told.office.node.origin, "Keeper")
    for action in (Action.SEE, Action.EXPORT, Action.DISCLOSE):
        assert all(decide(asker, action, thing, aspect, now).given is Given.NOTHING for aspect in Aspect)


# ── an insider, an officer who is forced ──────────────────────────────────────────────────────


def test_an_insider_cannot_speak_for_a_case(told: Told) -> None:
    """Whoever opens everything can read a report, and can make none that its case would have signed."""
    node, report = told.office.node, told.office.open(told.id)
    envelope, payload = report.envelope, report.payload
    assert envelope is not None
    assert isinstance(payload, ReportReceived)
    for other in (
        objects.Sealable("report.received", replace(payload, text="I lied."), envelope, tuple(report.files.values())),
        objects.Sealable("report.received", payload, replace(envelope, audience=("truceline/kalvessar-12345678",)),
                         tuple(report.files.values())),
    ):  # fmt: skip
        assert case_in(objects.seal(node.origin, other, node.world)) == ""
    assert case_in(report) == told.case.public


def test_a_coerced_officer_has_no_more_than_the_report(told: Told) -> None:
    """All the body's key opens: what was told and its day. No hour, no camera, no file name, no letter, no phrase."""
    opened = b"".join(objects.dumps(told.office.open(one.id)) for one in told.office.vault.ids())
    assert TOLD.words.encode() in opened
    hidden = ["Kwarvelli", "04:40:17", FILE_NAME, LETTER, *told.canaries[-2:], told.case.secret.hex()]
    assert in_bytes(opened, hidden) == ()
    report = told.office.open(told.id).payload
    assert isinstance(report, ReportReceived)
    assert {report.received.epoch_s % 86_400, told.office.open(told.id).envelope.time.epoch_s % 86_400} == {0}  # type: ignore[union-attr]  # it is known
    key = Case(told.case.public, hashlib.sha256(told.office.body.secret.encode()).digest())
    for box in told.office.cases.box(told.case.public):
        with pytest.raises(Locked):
            key.read(box)


# ── a court asks, somebody exports too much ───────────────────────────────────────────────────


def test_an_order_finds_nothing_of_what_was_erased(tmp_path: Path) -> None:
    """Once erased, the whole folder and every officer's key open nothing, nor does an older copy of the vault."""
    made = office(tmp_path, "mission")
    _, case, id_ = made.told()
    batches.leave_due(made.node, made.vault)
    shutil.copytree(made.node.path, tmp_path / "older")
    reporting.erase(made.vault, made.cases, case)
    with pytest.raises(RecordError, match="erased"):
        made.open(id_)
    made.close()
    # An older copy of the ciphertexts, as backups are, beside the keys that are left.
    shutil.copy(tmp_path / "mission" / KEYS, tmp_path / "older" / KEYS)
    with (
        open_node(tmp_path / "older", None, made.node.world) as node,
        Vault(node) as vault,
        pytest.raises(RecordError, match="erased"),
    ):
        vault.open(id_, made.body)
    assert search(tmp_path / "mission", [TOLD.words, TOLD.who, TOLD.where]) == ()
    with closing(sqlite3.connect(tmp_path / "mission" / "cases.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_careless_export_holds_nothing(told: Told, tmp_path: Path) -> None:
    """Whatever is copied out of the node by its own doors: a folder, a stick's archive, a list of entries."""
    node = told.office.node
    export(node, tmp_path / "folder", lambda *_: None)
    export(node, tmp_path / "stick.tar", lambda *_: None)
    listed = [json.dumps(one.plain(), ensure_ascii=False) for one in looking.newest(node, "", "", 1000)]
    (tmp_path / "entries.jsonl").write_text("\n".join(listed), encoding="utf-8")
    assert len(listed) > batches.schedule(told.folder).entries
    assert search(tmp_path, [*told.canaries, told.case.public]) == ()
    assert hashed_in(tmp_path, told.secrets) == []
    assert to_json(ReportReceived, told.office.open(told.id).payload)  # and it is all there
