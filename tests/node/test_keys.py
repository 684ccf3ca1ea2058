"""Keys: made apart, wrapped, rotated to what was committed beforehand, retired; passphrases from outside."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.node.nodes import PASSPHRASE, SAID, Dice, a_world, audited, made, reopened
from truceline.desk.node import keys as keyfiles
from truceline.desk.node import open_node, rotation
from truceline.desk.node.passphrases import passphrase
from truceline.desk.node.world import MODERATE, markers, world
from truceline.errors import Locked, RecordError, Refused
from truceline.kinds import KeyEnd
from truceline.tlog.entry import signed_by


def test_every_key_is_its_own(tmp_path: Path) -> None:
    """Six keys of six seeds; what is on the disk shows none of them and belongs to its owner alone."""
    with made(tmp_path) as node:
        keys = node.keys
        assert len({keys[one].public.raw for one in keys.signers}) == 6
        path = node.path / "keys.json"
        assert path.stat().st_mode & 0o777 == 0o600
        data = path.read_bytes()
        assert not any(seed in data or seed.hex().encode() in data for seed in keys.seeds.values())
        assert PASSPHRASE.encode() not in data


def test_a_wrong_passphrase_opens_nothing(tmp_path: Path) -> None:
    """It is said whose keys they are and what a lost passphrase means."""
    made(tmp_path).close()
    with pytest.raises(Locked, match=r"the passphrase does not open .*keys\.json; try again.*cannot be found"):
        open_node(tmp_path / "alpha", "guess", a_world(tmp_path))


@given(st.data())
def test_a_damaged_key_file_is_an_error_of_ours(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Whatever bytes stand in keys.json: Locked or RecordError, or the keys that were there."""
    folder = tmp_path_factory.mktemp("keys")
    made_keys = keyfiles.make("alpha", "secret", a_world(folder))
    keyfiles.save(folder, made_keys.file)
    whole = (folder / "keys.json").read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    (folder / "keys.json").write_bytes(whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + 1 :])
    try:
        found = keyfiles.unlock(folder, "secret")
    except (Locked, RecordError):
        return
    assert {purpose: key.public.raw for purpose, key in found.signers.items()} == {
        purpose: key.public.raw for purpose, key in made_keys.signers.items()
    }


def test_a_rotation_goes_to_the_key_committed_to(tmp_path: Path) -> None:
    """The next key takes over as announced, the old one counts until it is retired, and all of it opens again."""
    with made(tmp_path) as node:
        announced = node.record.keyring(node.origin).next_key
        made_ = rotation.rotate(node)
        assert made_.key_name == f"{node.origin}/entry/0"
        ring = node.record.keyring(node.origin)
        assert node.keys.committed("entry") == announced
        assert ring.next_key == node.keys.committed("next_entry") != announced
        assert len(ring.keys) == 2
        after = node.append("report.received", SAID)
        assert after.key_name == node.entry_key.name == f"{node.origin}/entry/1"
        assert signed_by(after, node.entry_key)
        rotation.retire(node, f"{node.origin}/entry/0", KeyEnd.STOLEN, "a laptop was taken")
        assert list(node.record.keyring(node.origin).keys) == [(node.entry_key.name, node.entry_key.id)]
    with reopened(tmp_path) as node:
        rotation.rotate(node)
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
    """Before its entry is in the log the fresh key is dropped; after it, the rotation is brought to its end."""
    with made(tmp_path) as node:
        before = node.keys
        rotation.rotate(node)
        number = 1 if enrolled else 2
        seed = node.keys.seeds["next_entry"] if enrolled else node.world.random(32)
        fresh = (f"{node.origin}/entry/{number + 1}", 1, seed)
        base = before if enrolled else node.keys
        keyfiles.save(node.path, base.moved(node.world, fresh=fresh).file)
    with reopened(tmp_path) as node:
        assert "fresh" not in node.keys.signers
        assert node.entry_key.name == f"{node.origin}/entry/1"
        assert node.keys.committed("next_entry") == node.record.keyring(node.origin).next_key
        node.append("report.received", SAID)
        audited(node)


def test_an_officer_signs_under_a_passphrase_of_their_own(tmp_path: Path) -> None:
    """The key is enrolled, opens by the officer's passphrase and not by the node's, and can be retired."""
    with made(tmp_path) as node:
        enrolled = rotation.enrol_officer(node, "Officer One", "officer-one", "their own")
        assert dict(enrolled.payload or {})["name"] == "Officer One"
        (officer,) = node.keys.file.officers
        signer = keyfiles.officer_signer(officer, "their own")
        assert signer.public.name == f"{node.origin}/officer/officer-one"
        with pytest.raises(Locked, match="does not open the key of Officer One, which is the officer's own; try again"):
            keyfiles.officer_signer(officer, PASSPHRASE)
        with pytest.raises(Refused, match="is there already; choose another name"):
            rotation.enrol_officer(node, "Officer One again", "officer-one", "x")
        rotation.rotate(node)
        assert node.keys.file.officers == (officer,)
        rotation.retire(node, signer.public.name, KeyEnd.CLOSED)
    with reopened(tmp_path) as node:
        assert node.keys.file.officers == (officer,)
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
