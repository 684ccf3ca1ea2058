"""Sealing, looking, disclosing and erasing, as officers do: what they are shown, and what each refusal says."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.examples import GOOD
from tests.node.nodes import NOON, introduced, made, mirrored
from tests.sealing.ground import BODY, CANARIES, PHOTO, SAID_BY, WHERE, WORDS, a_body, a_report, an_officer
from truceline.canon import canonical_text
from truceline.desk.guard import Role
from truceline.desk.node import Node, rotation
from truceline.desk.node.parcels import Parcels
from truceline.desk.sealing import batches, disclosing, keycopies
from truceline.desk.sealing.age import Identity
from truceline.desk.sealing.vault import Vault
from truceline.desk.verbs import Act, Pen, sealing
from truceline.desk.verbs.sealing import Row, Wanted
from truceline.errors import DataError, RecordError, Refused, UnknownName
from truceline.kinds import Erasure, Marking, Payload, Sealing, payload_of
from truceline.kinds.aspects import Aspect
from truceline.tlog.commitment import Opening

PEER = Identity.make()
WHY = {"en": "The witness asked."}


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    with a_body(tmp_path) as found:
        yield found


@pytest.fixture
def peer(node: Node, tmp_path: Path) -> Iterator[Node]:
    """A guarantor whose body can be sent something sealed, admitted and held."""
    with made(tmp_path, "kalvessar") as found:
        rotation.enrol_sealing(found, PEER.recipient)
        introduced(node, found)
        mirrored(found, node)
        yield found


def pen(node: Node) -> Pen:
    return Pen(node, lambda _: None)


def kept(node: Node, *audience: str, marking: Marking = Marking.AMBER, by: str = "duty") -> str:
    """A report with its photograph, sealed by an officer; its id."""
    what = a_report(node)
    wanted = sealing.sealable(pen(node), what.kind, what.payload, Wanted(audience, marking, files=(PHOTO,)))
    return sealing.seal(pen(node), wanted, officer=an_officer(node, name=by)).id


def gone_out(node: Node) -> None:
    """A batch leaves."""
    assert len(batches.leave(node)) == 8


def no_question(_: object, __: object) -> None:
    return


# ── sealing ───────────────────────────────────────────────────────────────────────────────────


def test_what_is_agreed_to_is_kept_and_nothing_is_appended(node: Node) -> None:
    """The log does not grow; what a person was shown is what is inside."""
    seen: list[Act] = []
    officer = an_officer(node)
    size = node.record.size(node.origin)
    what = sealing.sealable(pen(node), "report.received", a_report(node).payload, Wanted(files=(PHOTO,)))
    found = sealing.seal(Pen(node, seen.append), what, officer=officer)
    assert node.record.size(node.origin) == size
    with Vault(node) as vault:
        one = vault.open(found.id, BODY)
    assert one.payload == seen[0].payload
    assert one.envelope == seen[0].sealed
    assert (found.leaves, found.batches) == (NOON, 0)


def test_what_nobody_agrees_to_is_not_kept(node: Node) -> None:
    def no(_: Act) -> None:
        raise Refused("no")

    with pytest.raises(Refused):
        sealing.seal(Pen(node, no), a_report(node))
    with Vault(node) as vault:
        assert vault.ids() == ()


def test_what_is_never_sealed_and_what_nobody_could_open_is_refused(node: Node, tmp_path: Path) -> None:
    """Each says who must do what; nothing of what was to be sealed is in the words."""
    what = a_report(node)
    with pytest.raises(Refused, match=r"zone\.declared is not sealed"):
        sealing.sealable(pen(node), "zone.declared", what.payload, Wanted())
    with pytest.raises(UnknownName, match="no other log named 'nobody'"):
        sealing.sealable(pen(node), what.kind, what.payload, Wanted(("nobody",)))
    with made(tmp_path, "silent") as silent:
        introduced(node, silent)
        mirrored(silent, node)
        wanted = sealing.sealable(pen(node), what.kind, what.payload, Wanted((silent.origin,), files=(PHOTO,)))
        with pytest.raises(Refused, match=r"no sealing key .* Ask its people to run `truceline officer add`"):
            sealing.seal(pen(node), wanted)
        with pytest.raises(Refused, match="this body has no key to seal to yet"):
            sealing.seal(pen(silent), a_report(silent))
    alone = replace(what, envelope=replace(what.envelope, sealing=Sealing.REPLICATED))
    with pytest.raises(Refused, match="what everybody holds is for somebody to open"):
        sealing.seal(pen(node), alone)
    with pytest.raises(Refused, match="names 1 file by SHA-256") as refused:
        sealing.seal(pen(node), replace(what, envelope=replace(what.envelope, files=()), files=()))
    assert not any(canary in str(refused.value) for canary in CANARIES)
    with pytest.raises(Refused, match="TLP:RED is for the officers named"):
        sealing.seal(pen(node), replace(what, envelope=replace(what.envelope, marking=Marking.RED)))


def test_what_is_red_is_for_the_officers_named(node: Node) -> None:
    """Not for the one who wrote it where others are; and for nobody of a body that it is not for."""
    what = a_report(node, photo=False)
    chief = f"{node.origin}/officer/chief"
    wanted = Wanted(marking=Marking.RED, named=(chief,))
    id_ = sealing.seal(
        pen(node), sealing.sealable(pen(node), what.kind, what.payload, wanted), officer=an_officer(node)
    ).id
    assert [row.id for row in sealing.listed(node, an_officer(node, name="chief"))] == [id_]
    assert sealing.listed(node, an_officer(node)) == ()
    alien = replace(wanted, named=("truceline/other-01234567/officer/chief",))
    with pytest.raises(Refused, match="is no officer of this body, nor of one that it is for"):
        sealing.seal(pen(node), sealing.sealable(pen(node), what.kind, what.payload, alien))


def test_what_is_read_out_of_a_sealed_report_names_it_inside(node: Node) -> None:
    """By an officer who may see it, once it has left; the entry outside refers to nothing."""
    report = kept(node)
    said = payload_of("claims.read", GOOD["claims.read"])
    assert isinstance(said, Payload)
    with pytest.raises(Refused, match="what it is about has not left yet"):
        sealing.subject(node, report, an_officer(node))
    gone_out(node)
    about = sealing.subject(node, report, an_officer(node))
    what = sealing.sealable(pen(node), "claims.read", said, Wanted(), about)
    id_ = sealing.seal(pen(node), what, about=about, officer=an_officer(node)).id
    assert sealing.look(node, an_officer(node), id_).envelope["refs"] == [about.place]
    with pytest.raises(Refused, match="about an object of another kind"):
        sealing.seal(pen(node), what, about=sealing.subject(node, about.place, None))
    assert sealing.subject(node, f"{node.origin}#0", an_officer(node)).entry.kind == "key.enrolled"


def test_an_administrator_and_an_auditor_seal_nothing(node: Node) -> None:
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        with pytest.raises(Refused, match="your role does not do this"):
            sealing.seal(pen(node), a_report(node), officer=an_officer(node, role, "keeper", None))


def test_it_goes_to_its_audience_alone_or_to_all_where_all_hold_it(node: Node, peer: Node, tmp_path: Path) -> None:
    with made(tmp_path, "zulmerand") as other:
        rotation.enrol_sealing(other, Identity.make().recipient)
        introduced(node, other)
        mirrored(other, node)
        here = kept(node, "kalvessar")
        all_hold = Wanted((peer.origin,), sealing=Sealing.REPLICATED)
        what = sealing.sealable(pen(node), "report.received", a_report(node, photo=False).payload, all_hold)
        everywhere = sealing.seal(pen(node), what)
        gone_out(node)
        assert inside(node, peer) == {here, everywhere.id}
        assert inside(node, other) == {everywhere.id}
        assert everywhere.batches == 1


def inside(node: Node, peer: Node) -> set[str]:
    """What lies in the newest parcel for a peer."""
    with closing(Parcels(node.path)) as parcels:
        return {piece.object for piece in parcels.inside(peer.origin, parcels.last_out(peer.origin)[0])}


# ── looking ───────────────────────────────────────────────────────────────────────────────────


def test_an_officer_is_shown_what_the_guard_gives_and_the_signature_inside(node: Node) -> None:
    id_ = kept(node)
    officer = an_officer(node)
    assert [(row.id, row.kind, row.marking) for row in sealing.listed(node, officer)] == [
        (id_, "report.received", "TLP:AMBER")
    ]
    shown = sealing.look(node, officer, id_[:8])
    assert (shown.tree["text"], shown.tree["place_name"], shown.tree["source"]) == (WORDS, WHERE, SAID_BY)
    assert (shown.place, shown.signed) == ("", "signed by duty")
    assert sealing.taken_out(node, officer, id_) == (PHOTO,)
    gone_out(node)
    assert sealing.look(node, officer, id_).place.startswith(f"{node.origin}#")
    assert sealing.look(node, officer, sealing.look(node, officer, id_).place).row.id == id_


def test_a_name_without_that_officers_signature_is_said_to_be_just_that(node: Node) -> None:
    """Whoever writes another's name into an envelope signs with no key that the log enrolled for it."""
    what = sealing.named_officer(a_report(node), an_officer(node, name="other"))
    forged = replace(what, envelope=replace(what.envelope, officer_signature="ab" * 64))
    sealing.seal(pen(node), forged)
    signed = [sealing.look(node, an_officer(node), row.id).signed for row in sealing.listed(node, an_officer(node))]
    assert signed == ["other is named, and no key enrolled for them signed it"]


def test_what_is_not_there_and_what_is_not_for_one_are_told_alike(node: Node) -> None:
    """By the same words, for an id, a place of a cover entry, and another's red one."""
    id_ = kept(node, marking=Marking.RED, by="chief")
    gone_out(node)
    officer = an_officer(node)
    cover = next(
        one for one in range(node.record.size(node.origin)) if b'"sealed"' in node.record.leaf(node.origin, one)
    )
    names = (id_, "0" * 32, f"{node.origin}#{cover}", f"{node.origin}#999", "nonsense")
    for name in names:
        with pytest.raises(UnknownName) as refused:
            sealing.look(node, officer, name)
        assert str(refused.value) == f"no sealed object named {name!r}; expected one of: none there"
    assert sealing.listed(node, officer) == ()
    assert [row.id for row in sealing.listed(node, an_officer(node, name="chief"))] == [id_]


def test_whoever_keeps_the_machine_is_shown_nothing(node: Node) -> None:
    id_ = kept(node)
    keeper = an_officer(node, Role.ADMINISTRATOR, "keeper", None)
    assert sealing.listed(node, keeper) == ()
    with pytest.raises(UnknownName):
        sealing.look(node, keeper, id_)


def test_after_another_key_of_the_body_what_is_still_under_the_old_one_opens(node: Node) -> None:
    """A crash in the middle of changing keys: the officer holds both."""
    id_ = kept(node)
    both = replace(an_officer(node, body=PEER), former=(BODY,))
    assert sealing.look(node, both, id_).tree["text"] == WORDS
    with Vault(node) as vault:
        vault.rekey(BODY, PEER.recipient)
    assert sealing.look(node, both, id_).tree["text"] == WORDS


# ── disclosing ────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def mailed(node: Node) -> bytes:
    """A file that tells where it happened."""
    id_ = kept(node)
    rotation.rotate(node, "an exercise, not a secret")
    gone_out(node)
    return sealing.disclosure(node, an_officer(node), id_, [Aspect.WHERE])


def test_a_mailed_file_is_checked_with_nothing_else_and_tells_one_field(node: Node, mailed: bytes) -> None:
    """After the entry key was changed, too: the way from the first key to the one that signed is in it."""
    told = disclosing.read(mailed, "where.json")
    assert told.opened == {Aspect.WHERE: {"place_name": WHERE}}
    assert (told.words, told.author.name, told.entry.kind) == (node.words, "mission", "sealed")
    assert len(json.loads(mailed)["enrolled"]) == 1
    assert WHERE.encode() in mailed
    with Vault(node) as vault:
        one = vault.open(told.entry.id, BODY)
    for opening in one.openings:
        if opening.index != Aspect.WHERE:
            assert opening.salt.hex().encode() not in mailed
    assert not any(canary.encode() in mailed for canary in CANARIES if canary != WHERE)


def test_a_mailed_file_that_says_anything_else_does_not_hold(mailed: bytes) -> None:
    """Another format, log or place; nothing told; the keys between left out; another place of the map."""
    told = json.loads(mailed)
    others = {"format": "truceline/disclosure/v2", "origin": "truceline/other-01234567", "index": 1}
    for member, value in {**others, "opened": [], "enrolled": []}.items():
        with pytest.raises(DataError, match="this disclosure does not hold"):
            disclosing.read(canonical_text({**told, member: value}).encode() + b"\n", "where.json")
    with pytest.raises(DataError, match="open the commitment to field 3"):
        disclosing.read(mailed.replace(WHERE.encode(), b"Lower Mill Bridge"), "where.json")


@settings(max_examples=60)
@given(at=st.floats(0, 1, exclude_max=True), bits=st.integers(1, 255), cut=st.booleans())
def test_a_mailed_file_with_any_byte_changed_or_cut_does_not_hold(at: float, bits: int, cut: bool) -> None:  # noqa: FBT001 - drawn
    data = _MAILED[0]
    where = int(at * len(data))
    altered = data[:where] if cut else data[:where] + bytes([data[where] ^ bits]) + data[where + 1 :]
    with pytest.raises(DataError, match="this disclosure does not hold"):
        disclosing.read(altered, "where.json")


_MAILED: list[bytes] = []


@pytest.fixture(autouse=True, scope="module")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    with a_body(tmp_path_factory.mktemp("mailed")) as node:
        id_ = kept(node)
        gone_out(node)
        _MAILED.append(sealing.disclosure(node, an_officer(node), id_, [Aspect.WHO, Aspect.WHERE]))


def test_what_has_not_left_is_not_disclosed_nor_by_everybody_who_sees_it(node: Node) -> None:
    id_ = kept(node, marking=Marking.GREEN)
    with pytest.raises(Refused, match="it has not left yet"):
        sealing.disclosure(node, an_officer(node), id_, [Aspect.WHERE])
    gone_out(node)
    with pytest.raises(Refused, match="nothing was done: your role does not do this"):
        sealing.disclosure(node, an_officer(node, Role.OBSERVER, "looker"), id_, [Aspect.WORDS])
    with pytest.raises(Refused, match="nothing was done"):
        sealing.taken_out(node, an_officer(node, Role.OBSERVER, "looker"), id_)


def test_a_field_that_cannot_be_told_is_not_disclosed() -> None:
    with pytest.raises(DataError, match="a field cannot be told") as refused:
        disclosing.opened([Opening(5, bytes(32), b"x" * 1_000_001)])
    assert "xxx" not in str(refused.value)


def test_what_is_published_stands_open_in_the_log_and_cannot_be_erased_there(node: Node) -> None:
    id_ = kept(node)
    gone_out(node)
    signed = sealing.publish(pen(node), an_officer(node), id_, [Aspect.WHERE], WHY)
    assert signed.kind == "disclosed"
    assert WHERE in json.dumps(signed.payload)
    done = sealing.erase(node, an_officer(node), id_, WHY, no_question)
    assert done.beyond.disclosed == (signed.place,)


# ── erasing ───────────────────────────────────────────────────────────────────────────────────


def test_what_is_erased_is_gone_and_whoever_was_sent_it_is_told(node: Node, peer: Node, tmp_path: Path) -> None:
    """A sealed erasure waits for its audience; what it does not reach is said; given again it changes nothing."""
    keycopies.add(node.path, tmp_path / "stick")
    id_ = kept(node, "kalvessar")
    gone_out(node)
    asked: list[Row] = []
    done = sealing.erase(node, an_officer(node), id_, WHY, lambda row, _: asked.append(row))
    assert ([row.id for row in asked], done.shredded.here, done.told) == ([id_], True, (peer.origin,))
    assert (done.beyond.audience, done.shredded.owed) == ((peer.origin,), ())
    with Vault(node) as vault:
        ((waiting, _),) = vault.queued()
        said = vault.open(waiting, BODY).payload
        assert isinstance(said, Erasure)
        assert dict(said.reason) == WHY
    with pytest.raises(RecordError, match="erased"):
        sealing.look(node, an_officer(node), id_)
    again = sealing.erase(node, an_officer(node), id_, WHY, no_question)
    assert (again.shredded.here, again.told) == (False, ())
    with Vault(node) as vault:
        assert len(vault.queued()) == 1


def test_no_file_of_the_node_keeps_a_run_of_what_was_erased(node: Node, peer: Node) -> None:
    """Once it waits in a parcel, too: vault, keys, parcels, and whatever journals there are."""
    gone = [kept(node, peer.origin) for _ in range(2)]
    kept(node, peer.origin)
    ours = [run for id_ in gone for run in runs(node, id_)]
    gone_out(node)
    with closing(Parcels(node.path)) as parcels:
        number, _ = parcels.last_out(peer.origin)
        pieces = [one.data for one in parcels.inside(peer.origin, number) if one.object in gone]
    ours += [data[at : at + 16] for data in pieces for at in range(40, len(data) - 16, 16)]
    there = all_bytes(node)
    assert pieces
    assert sum(run in there for run in ours) > 0.9 * len(ours)
    for id_ in gone:
        assert sealing.erase(node, an_officer(node), id_, WHY, no_question).shredded.here
    there = all_bytes(node)
    assert not any(run in there for run in ours)
    with closing(sqlite3.connect(node.path / "parcels.sqlite")) as db:
        assert db.execute("PRAGMA freelist_count").fetchone() == (0,), "written anew"


def runs(node: Node, id_: str) -> list[bytes]:
    """Of an object's ciphertext and key and of its pieces: sixteen bytes each, from where age files differ."""
    found: list[bytes] = []
    for file, column, table in (
        ("sealed", "data", "object"),
        ("sealed", "data", "piece"),
        ("object-keys", "wrapped", "key"),
    ):
        with closing(sqlite3.connect(node.path / f"{file}.sqlite")) as db:
            query = f"SELECT {column} FROM {table} WHERE id = ?"  # noqa: S608 - of the test
            found += [data for (data,) in db.execute(query, (bytes.fromhex(id_),))]
    return [data[at : at + 16] for data in found for at in range(40, len(data) - 16, 16)]


def all_bytes(node: Node) -> bytes:
    return b"".join(one.read_bytes() for one in node.path.rglob("*") if one.is_file())


def test_a_key_copy_that_is_not_there_is_owed_and_written_when_it_is(node: Node, tmp_path: Path) -> None:
    """Owed until the medium is back; the same command then settles it."""
    stick = tmp_path / "medium" / "keys"
    stick.parent.mkdir()
    id_ = kept(node)
    keycopies.add(node.path, stick)
    assert id_ in stick.read_text(encoding="utf-8")
    stick.parent.rename(tmp_path / "away")
    done = sealing.erase(node, an_officer(node), id_, WHY, no_question)
    assert [one.path for one in done.shredded.owed] == [stick]
    (tmp_path / "away").rename(stick.parent)
    assert sealing.erase(node, an_officer(node), id_, WHY, no_question).shredded.owed == ()
    assert id_ not in stick.read_text(encoding="utf-8")


def test_what_had_not_left_is_gone_without_a_word_to_anybody(node: Node, peer: Node) -> None:
    """Nobody else was told of it, and no entry of it ever leaves."""
    id_ = kept(node, peer.origin)
    done = sealing.erase(node, an_officer(node), id_, WHY, no_question)
    assert (done.told, done.beyond.audience) == ((), ())
    with Vault(node) as vault:
        assert (vault.queued(), vault.ids()) == ((), ())


def test_only_whoever_may_erases(node: Node) -> None:
    id_ = kept(node, marking=Marking.GREEN)

    def no(_: object, __: object) -> None:
        raise Refused("no")

    with pytest.raises(Refused, match="your role does not do this"):
        sealing.erase(node, an_officer(node, Role.OBSERVER, "looker"), id_, WHY, no_question)
    with pytest.raises(Refused):
        sealing.erase(node, an_officer(node), id_, WHY, no)
    assert sealing.look(node, an_officer(node), id_).tree["text"] == WORDS
