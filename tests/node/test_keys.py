"""Keys: made apart, wrapped, rotated to what was committed beforehand, retired; passphrases from outside."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.node.nodes import PASSPHRASE, SAID, Dice, a_world, audited, made, reopened
from truceline.desk.node import Node, create, open_node, rotation
from truceline.desk.node import keys as keyfiles
from truceline.desk.node.passphrases import passphrase
from truceline.desk.node.world import MODERATE, markers, world
from truceline.errors import DataError, Locked, RecordError, Refused
from truceline.kinds import KeyEnd
from truceline.tlog.entry import signed_by
from truceline.tlog.keys import NOTE_KEY, Signer


def ahead(node: Node) -> keyfiles.Keys:
    """The node's keys to come."""
    return keyfiles.unlock(node.path / "next-keys.json", PASSPHRASE, keyfiles.NEXT)


def test_every_key_is_its_own(tmp_path: Path) -> None:
    """Six keys of six seeds; what is on the disk shows none of them and belongs to its owner alone."""
    with made(tmp_path) as node:
        both = (node.keys, ahead(node))
        assert len({one.public.raw for keys in both for one in keys.signers.values()}) == 6
        for name in ("keys.json", "next-keys.json"):
            path = node.path / name
            assert path.stat().st_mode & 0o777 == 0o600
            data = path.read_bytes()
            assert not any(seed in data or seed.hex().encode() in data for keys in both for seed in keys.seeds.values())
            assert PASSPHRASE.encode() not in data


def test_keys_to_come_are_not_in_an_open_node(tmp_path: Path) -> None:
    """An unlocked node has the keys in use: those to come are neither in its memory nor in its file of keys."""
    with made(tmp_path) as node:
        later = ahead(node)
        assert set(node.keys.signers) == {"log", "entry", "witness", "mirror"}
        assert not set(later.seeds.values()) & set(node.keys.seeds.values())
        assert later.file.wrapping.salt != node.keys.file.wrapping.salt
        used = (node.path / "keys.json").read_text(encoding="utf-8")
        assert not any(one.vkey in used for one in later.file.keys.values())


def test_keys_to_come_may_lie_elsewhere(tmp_path: Path) -> None:
    """On a stick, say: without it nothing is rotated, with another one neither; with it, as ever."""
    stick = tmp_path / "stick" / "alpha.json"
    stick.parent.mkdir()
    world = a_world(tmp_path)
    with create(tmp_path / "alpha", "alpha", "guarantor", "", PASSPHRASE, world, next_keys=stick) as node:
        assert not (node.path / "next-keys.json").exists()
        with pytest.raises(RecordError, match=r"the keys cannot be read\n.*next-keys\.json.*from where it is kept"):
            rotation.rotate(node, PASSPHRASE)
        with pytest.raises(Locked, match=r"the passphrase does not open .*alpha\.json"):
            rotation.rotate(node, "guess", stick)
        with (
            made(tmp_path, "beta") as beta,
            pytest.raises(Refused, match=r"does not hold the key that .* has committed to"),
        ):
            rotation.rotate(node, PASSPHRASE, beta.path / "next-keys.json")
        with pytest.raises(RecordError, match="the keys cannot be read"):
            rotation.rotate(node, PASSPHRASE, node.path / "keys.json")
        assert len(audited(node)) == 1
        rotation.rotate(node, PASSPHRASE, stick)
        rotation.rotate(node, PASSPHRASE, stick)
        assert node.append("report.received", SAID).key_name == f"{node.origin}/entry/2"
    with pytest.raises(DataError, match="no room for the next keys"):
        create(tmp_path / "other", "other", "guarantor", "", PASSPHRASE, world, next_keys=stick)


def test_a_wrong_passphrase_opens_nothing(tmp_path: Path) -> None:
    """It is said whose keys they are and what a lost passphrase means."""
    made(tmp_path).close()
    with pytest.raises(Locked, match=r"the passphrase does not open .*keys\.json; try again.*cannot be found"):
        open_node(tmp_path / "alpha", "guess", a_world(tmp_path))


@given(st.data())
def test_a_damaged_key_file_is_an_error_of_ours(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever bytes stand in keys.json: Locked or RecordError, or the keys that were there."""
    folder = tmp_path_factory.mktemp("keys")
    made_keys, _ = keyfiles.make("alpha", "secret", a_world(folder))
    keyfiles.save(folder / "keys.json", made_keys.file)
    whole = (folder / "keys.json").read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    (folder / "keys.json").write_bytes(whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + 1 :])
    try:
        found = keyfiles.unlock(folder / "keys.json", "secret")
    except (Locked, RecordError):
        return
    assert {purpose: key.public.raw for purpose, key in found.signers.items()} == {
        purpose: key.public.raw for purpose, key in made_keys.signers.items()
    }


def test_a_rotation_goes_to_the_key_committed_to(tmp_path: Path) -> None:
    """The next key takes over as announced, the old one counts until it is retired, and all of it opens again."""
    with made(tmp_path) as node:
        announced = node.record.keyring(node.origin).next_key
        made_ = rotation.rotate(node, PASSPHRASE)
        assert made_.key_name == f"{node.origin}/entry/0"
        ring = node.record.keyring(node.origin)
        assert keyfiles.committed(node.keys["entry"].public) == announced
        assert ring.next_key == keyfiles.committed(ahead(node)["next_entry"].public) != announced
        assert len(ring.keys) == 2
        after = node.append("report.received", SAID)
        assert after.key_name == node.entry_key.name == f"{node.origin}/entry/1"
        assert signed_by(after, node.entry_key)
        rotation.retire(node, f"{node.origin}/entry/0", KeyEnd.STOLEN, "a laptop was taken")
        assert list(node.record.keyring(node.origin).keys) == [(node.entry_key.name, node.entry_key.id)]
    with reopened(tmp_path) as node:
        rotation.rotate(node, PASSPHRASE)
        assert node.append("report.received", SAID).key_name == f"{node.origin}/entry/2"
        audited(node)


def test_a_key_in_use_or_unknown_is_not_retired(tmp_path: Path) -> None:
    """One cannot saw off the branch one sits on, nor retire what does not count."""
    with made(tmp_path) as node:
        with pytest.raises(Refused, match="signs this log's entries now; run `truceline node rotate` first"):
            rotation.retire(node, node.entry_key.name, KeyEnd.LOST)
        with pytest.raises(Refused, match="no key nobody counts in this log; expected one of"):
            rotation.retire(node, "nobody", KeyEnd.LOST)
        assert len(audited(node)) == 1


@pytest.mark.parametrize("enrolled", [False, True])
def test_a_rotation_cut_short_is_mended_at_the_next_opening(tmp_path: Path, *, enrolled: bool) -> None:
    """Before its entry is in the log the coming key is dropped; after it, it is the one in use; then one may rotate."""
    with made(tmp_path) as node:
        before = node.keys
        if enrolled:
            rotation.rotate(node, PASSPHRASE)
            coming = node.keys["entry"].public.name, 1, node.keys.seeds["entry"]
        else:
            coming = f"{node.origin}/entry/1", 1, ahead(node).seeds["next_entry"]
        keyfiles.save(node.path / "keys.json", before.moved(node.world, coming=coming).file)
    with reopened(tmp_path) as node:
        assert set(node.keys.signers) == set(keyfiles.USED)
        assert node.entry_key.name == f"{node.origin}/entry/{int(enrolled)}"
        rotation.rotate(node, PASSPHRASE)
        assert node.entry_key.name == f"{node.origin}/entry/{int(enrolled) + 1}"
        node.append("report.received", SAID)
        audited(node)


def test_an_officers_key_is_enrolled_and_retired(tmp_path: Path) -> None:
    """Its public half alone is kept with the node's keys, so that it can be retired by its name."""
    with made(tmp_path) as node:
        signer = Signer.from_seed(f"{node.origin}/officer/officer-one", NOTE_KEY, node.world.random(32))
        enrolled = rotation.enrol_officer(node, "Officer One", signer.public.vkey)
        assert dict(enrolled.payload or {})["name"] == "Officer One"
        rotation.enrol_officer(node, "Officer One", signer.public.vkey)
        rotation.rotate(node, PASSPHRASE)
        assert node.keys.file.officers == (signer.public.vkey,)
        rotation.retire(node, signer.public.name, KeyEnd.CLOSED)
    with reopened(tmp_path) as node:
        assert node.keys.file.officers == (signer.public.vkey,)
        audited(node)


# ── passphrases and the world ─────────────────────────────────────────────────────────────────


def test_where_a_passphrase_comes_from(tmp_path: Path) -> None:
    """The variable, then the file named, then the service manager's credential; else nobody has said."""
    (tmp_path / "file").write_text("of a file\n", encoding="utf-8")
    (tmp_path / "truceline-passphrase").write_text("of a credential", encoding="utf-8")
    environment = {
        "TRUCELINE_PASSPHRASE": "of the environment",
        "TRUCELINE_PASSPHRASE_FILE": str(tmp_path / "file"),
        "CREDENTIALS_DIRECTORY": str(tmp_path),
    }
    for said in ("of the environment", "of a file", "of a credential"):
        assert passphrase(environment) == said
        environment.pop(next(iter(environment)))
    assert passphrase(environment) is None
    assert passphrase({"CREDENTIALS_DIRECTORY": str(tmp_path / "none")}) is None
    with pytest.raises(Locked, match=r"the passphrase file .*nowhere cannot be read"):
        passphrase({"TRUCELINE_PASSPHRASE_FILE": str(tmp_path / "nowhere")})


def test_where_markers_lie(tmp_path: Path) -> None:
    """As told, else in the state folder: not beside the node, where a backup would copy them."""
    assert markers({"TRUCELINE_MARKERS": str(tmp_path)}) == tmp_path
    assert markers({"XDG_STATE_HOME": "/state"}) == Path("/state/truceline/heads")
    assert markers({}) == Path.home() / ".local/state/truceline/heads"
    real = world({"TRUCELINE_MARKERS": str(tmp_path)})
    assert (real.stretching, real.markers) == (MODERATE, tmp_path)
    assert len(real.random(32)) == 32
    assert real.now().epoch_s > 0


def test_the_stretching_is_kept_with_the_keys(tmp_path: Path) -> None:
    """A node opens with the argon2id that its keys were made under, whatever is usual now."""
    with made(tmp_path) as node:
        said = json.loads((node.path / "keys.json").read_bytes())["wrapping"]
        assert (said["operations"], said["memory_b"]) == (1, 8192)
    later = replace(a_world(tmp_path), random=Dice("later"), stretching=MODERATE)
    open_node(tmp_path / "alpha", PASSPHRASE, later).close()
