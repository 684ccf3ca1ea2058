"""Checkpoints: the signed head of a log, to the byte, and by whom it is signed and cosigned."""

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint as OutsideCheckpoint

from tests.tlog.signers import ENTRY, LOG, MONITOR, ORIGIN, OTHER, OWN, head
from truceline.tlog import note
from truceline.tlog.checkpoint import Checkpoint, Cosignature, decimal, signed, text
from truceline.tlog.cosign import cosignature
from truceline.tlog.keys import NOTE_KEY, Signer
from truceline.tlog.note import Signature

ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
LINE = (
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
# The example that C2SP tlog-checkpoint prints.
PRINTED = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n\n{LINE}".encode()


def with_text(*lines: str) -> bytes:
    return f"{chr(10).join(lines)}\n\n{LINE}".encode()


def test_the_printed_example_reads() -> None:
    found = Checkpoint.parse(PRINTED)
    assert (found.origin, found.size, found.extensions) == ("example.com/behind-the-sofa", 20852163, ())
    assert found.root == base64.b64decode(ROOT)
    assert text(found.origin, found.size, found.root) == found.note.text
    assert found.note.data == PRINTED


def test_extension_lines_are_kept_as_they_are() -> None:
    found = Checkpoint.parse(with_text("o", "0", ROOT, "one  ", "two"))
    assert (found.size, found.extensions) == (0, ("one  ", "two"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (with_text("o", "1"), "at least three lines"),
        (with_text("", "1", ROOT), "none empty"),
        (with_text("o", "1", ROOT, "", "x"), "none empty"),
        (with_text("o", "1", ROOT, ""), "none empty"),
        (with_text("o", "01", ROOT), "without leading zeros"),
        (with_text("o", "00", ROOT), "without leading zeros"),
        (with_text("o", "+1", ROOT), "without leading zeros"),
        (with_text("o", "-1", ROOT), "without leading zeros"),
        (with_text("o", " 1", ROOT), "without leading zeros"),
        (with_text("o", "1_0", ROOT), "without leading zeros"),
        (with_text("o", "١", ROOT), "without leading zeros"),
        (with_text("o", "", ROOT), "none empty"),
        (with_text("o", str(2**63), ROOT), "2\\^63 - 1"),
        (with_text("o", "9" * 5000, ROOT), "2\\^63 - 1"),
        (with_text("o", "1", ROOT[:-4]), "a root hash of 32 bytes, not 30|in base64"),
        (with_text("o", "1", base64.b64encode(bytes(31)).decode()), "a root hash of 32 bytes, not 31"),
        (with_text("o", "1", base64.b64encode(bytes(33)).decode()), "a root hash of 32 bytes, not 33"),
        (with_text("o", "1", f"{ROOT} "), "a root hash in base64"),
        (with_text("o", "1", ROOT.replace("2I=", "2J=")), "stray bits"),
        (b"", "an empty line"),
    ],
)
def test_what_is_no_checkpoint(data: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Checkpoint.parse(data)


def test_the_largest_size_reads() -> None:
    assert decimal(str(2**63 - 1), "a size") == 2**63 - 1


@pytest.mark.parametrize(
    ("origin", "size", "root"), [("", 1, 32), ("a\nb", 1, 32), ("a", -1, 32), ("a", 2**63, 32), ("a", 1, 31)]
)
def test_what_no_checkpoint_can_say(origin: str, size: int, root: int) -> None:
    with pytest.raises(ValueError, match=r"an origin|a size"):
        text(origin, size, bytes(root))


def test_a_log_signs_in_its_own_name() -> None:
    found = head(5)
    assert found.signed_by(LOG.public)
    with pytest.raises(ValueError, match=f"the key of {ORIGIN}, not of {ENTRY.public.name}"):
        signed(ORIGIN, 5, found.root, ENTRY)


def test_who_did_not_sign() -> None:
    """Another log's key, another key of that name, the log's key as a cosigner's, and nobody."""
    found = head(5)
    namesake = Signer.from_seed(ORIGIN, NOTE_KEY, b"n" * 32)
    assert not any(found.signed_by(key) for key in (ENTRY.public, namesake.public, OWN.public))
    other = Checkpoint.parse(note.signed(found.note.text, ENTRY))
    assert not other.signed_by(ENTRY.public)
    assert not other.signed_by(LOG.public)


def test_unknown_signatures_are_ignored_and_a_known_key_must_verify() -> None:
    found = head(5)
    stranger = Signature(ORIGIN, b"????", b"x"), Signature("stranger", LOG.public.id, b"x")
    assert Checkpoint.parse(note.with_signatures(found.note.data, *stranger)).signed_by(LOG.public)
    forged = Signature(ORIGIN, LOG.public.id, bytes(64))
    assert not Checkpoint.parse(note.with_signatures(found.note.data, forged)).signed_by(LOG.public)


def test_whoever_cosigned_counts_once_at_the_earliest_time() -> None:
    """In the order of the keys; lines that do not verify take nothing away."""
    lines = [cosignature(head(5).note.text, one, time_s) for one, time_s in ((OWN, 9), (OTHER, 8), (OWN, 7))]
    forged = (
        lines[0]._replace(blob=lines[0].blob[:-1] + b"\0"),
        Signature(MONITOR.public.name, MONITOR.public.id, b"5"),
    )
    found = Checkpoint.parse(note.with_signatures(head(5).note.data, *lines, *forged))
    keys = [OTHER.public, OWN.public, MONITOR.public, LOG.public, OWN.public]
    assert found.cosigned(keys) == (Cosignature(OTHER.public.name, 8), Cosignature(OWN.public.name, 7))
    assert found.cosigned([]) == ()
    assert head(6).cosigned(keys) == ()


def test_a_cosignature_of_another_head_counts_for_nothing() -> None:
    line = cosignature(head(5).note.text, OTHER, 8)
    assert Checkpoint.parse(note.with_signatures(head(6).note.data, line)).cosigned([OTHER.public]) == ()


def test_an_outside_reader_reads_and_verifies_our_checkpoints() -> None:
    found = head(5, OTHER)
    read = OutsideCheckpoint.from_text(found.note.data.decode())
    assert (read.origin, read.size, read.root_hash) == (found.origin, found.size, found.root)
    assert read.serialize().encode() == found.note.data
    read.verify(Vkey.from_string(LOG.public.vkey))


def test_openssl_verifies_our_checkpoints(tmp_path: Path) -> None:
    """With nothing of ours: the text, the 64 bytes after the key id, and the key behind a fixed prefix of DER."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("needs openssl on this machine")
    found = head(5)
    (tmp_path / "text").write_bytes(found.note.text.encode())
    (tmp_path / "sig").write_bytes(found.note.signatures[0].blob)
    (tmp_path / "key").write_bytes(bytes.fromhex("302a300506032b6570032100") + LOG.public.raw)
    command = [openssl, "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin", "-in", "text"]
    done = subprocess.run([*command, "-sigfile", "sig"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "Success" in done.stdout) == (0, True), done.stderr
    (tmp_path / "text").write_bytes(found.note.text.encode() + b" ")
    done = subprocess.run([*command, "-sigfile", "sig"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0


origins = st.text(min_size=1, max_size=30).filter(lambda origin: origin.isprintable())


@settings(max_examples=60)
@given(origins, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_reads_back(origin: str, size: int, root: bytes) -> None:
    found = Checkpoint.parse(note.signed(text(origin, size, root), LOG))
    assert (found.origin, found.size, found.root, found.extensions) == (origin, size, root, ())


@settings(max_examples=100)
@given(
    st.binary(max_size=80)
    | st.lists(st.sampled_from(["o", "", "1", "02", ROOT, ROOT[1:], "x"])).map("\n".join).map(str.encode)
)
def test_whatever_reads_as_a_checkpoint_is_written_the_same(start: bytes) -> None:
    try:
        found = Checkpoint.parse(start + b"\n\n" + LINE.encode())
    except ValueError:
        return
    lines = text(found.origin, found.size, found.root) + "".join(f"{one}\n" for one in found.extensions)
    assert lines.encode() == start + b"\n"
