"""A time-stamp is verified offline against the certificates given, and vouches for the very bytes it was asked for."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truceline.desk.evidence import stamps
from truceline.errors import DataError, RecordError

OPENSSL = shutil.which("openssl")
SETTINGS = """
[req]
distinguished_name = name
[name]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[tsa]
basicConstraints = CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsr]
serial = serial
crypto_device = builtin
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Authority:
    """A time-stamp authority in a folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        (folder / "conf").write_text(SETTINGS, encoding="utf-8")
        (folder / "serial").write_text("01", encoding="utf-8")
        key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -config conf -days 30"
        self.do(f"req -x509 {key} -keyout ca.key -out ca.pem -subj /CN=Root -extensions ca")
        self.do(f"req -new {key} -keyout tsa.key -out tsa.csr -subj /CN=Clock")
        signed = "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 30"
        self.do(f"{signed} -extfile conf -extensions tsa -out tsa.pem")
        self.certificates = (folder / "tsa.pem").read_bytes() + (folder / "ca.pem").read_bytes()

    def do(self, command: str) -> None:
        assert OPENSSL
        subprocess.run([OPENSSL, *command.split()], cwd=self.folder, check=True, capture_output=True)

    def reply(self, request: bytes) -> bytes:
        (self.folder / "request").write_bytes(request)
        self.do("ts -reply -config conf -section tsr -queryfile request -signer tsa.pem -inkey tsa.key -out reply")
        return (self.folder / "reply").read_bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if OPENSSL is None:
        pytest.skip("openssl is not here: there is no authority to ask")
    return tmp_path_factory.mktemp("authorities")


@pytest.fixture(scope="module")
def authority(folder: Path) -> Authority:
    return Authority(folder / "one")


@pytest.fixture(scope="module")
def other(folder: Path) -> Authority:
    return Authority(folder / "other")


OVER = stamps.of_leaf(b"an entry's leaf")


@pytest.fixture(scope="module")
def reply(authority: Authority) -> bytes:
    return authority.reply(stamps.request(OVER))


def test_a_stamp_says_when_and_by_whom(authority: Authority, reply: bytes) -> None:
    stamp = stamps.verified(reply, OVER, authority.certificates)
    assert (stamp.authority, stamp.serial, stamp.policy) == ("CN=Clock", 2, "1.2.3.4.1")
    assert stamp.digest == hashlib.sha256(OVER).hexdigest()


def test_a_stamp_vouches_for_no_other_bytes(authority: Authority, reply: bytes) -> None:
    with pytest.raises(RecordError, match="does not hold"):
        stamps.verified(reply, OVER + b"!", authority.certificates)


def test_an_authority_of_the_same_name_is_not_believed(other: Authority, reply: bytes) -> None:
    """Only the certificates that the person gives count, whatever the reply brings along."""
    with pytest.raises(RecordError, match="does not hold"):
        stamps.verified(reply, OVER, other.certificates)


def test_a_certificate_for_other_things_makes_no_stamps(authority: Authority, reply: bytes) -> None:
    root = (authority.folder / "ca.pem").read_bytes()
    assert stamps.verified(reply, OVER, root).authority == "CN=Clock"
    with pytest.raises(DataError, match="certificates cannot be read"):
        stamps.verified(reply, OVER, b"none")


def test_a_request_holds_a_hash_and_nothing_else() -> None:
    """What goes to the authority is the SHA-256 of what everybody has: neither the entry nor the log's name."""
    asked = stamps.request(stamps.of_leaf(b"canary-leaf"))
    assert b"canary" not in asked
    assert hashlib.sha256(b"\x00canary-leaf").digest() in asked
    assert len(asked) < 100


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_damage_anywhere_is_refused(authority: Authority, reply: bytes, data: st.DataObject) -> None:
    """A reply with one byte changed, or cut short, is refused as one of ours: or it still says the very same."""
    broken = bytearray(reply)
    broken[data.draw(st.integers(0, len(broken) - 1))] ^= data.draw(st.integers(1, 255))
    cut = bytes(broken[: data.draw(st.sampled_from([len(broken), len(broken) // 2, 3, 0]))])
    whole = stamps.verified(reply, OVER, authority.certificates)
    try:
        found = stamps.verified(cut, OVER, authority.certificates)
    except (DataError, RecordError):
        return
    assert (found.time, found.digest) == (whole.time, whole.digest)
