"""Cosignatures: another's word on a head, with its time, bound to the whole text of the checkpoint."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint as OutsideCheckpoint

from tests.tlog.signers import LOG, MONITOR, OTHER, OWN, head
from truceline.tlog.cosign import LATEST_S, cosignature, verified
from truceline.tlog.note import Signature

TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
# The line that C2SP tlog-cosignature prints below that checkpoint.
PRINTED = Signature.parse(
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA=="
)


def test_the_printed_line_has_its_time_in_front() -> None:
    """Key id, eight bytes of time in big-endian order (1679315147, as printed in the message), 64 of signature."""
    assert (PRINTED.name, PRINTED.key_id.hex(), len(PRINTED.blob)) == ("witness.example.com/w1", "8d66cf3f", 72)
    assert int.from_bytes(PRINTED.blob[:8]) == 1679315147


def test_what_is_signed_is_two_lines_and_the_text() -> None:
    line = cosignature(TEXT, OTHER, 1679315147)
    assert (line.name, line.key_id) == (OTHER.public.name, OTHER.public.id)
    message = f"cosignature/v1\ntime 1679315147\n{TEXT}".encode()
    assert line.blob == (1679315147).to_bytes(8) + OTHER.sign(message)


@settings(max_examples=30)
@given(st.integers(1, LATEST_S), st.text(max_size=40))
def test_what_is_cosigned_verifies_at_its_time_and_for_nothing_else(time_s: int, extension: str) -> None:
    """The signed message is the whole text, extension lines included."""
    line = cosignature(TEXT + extension, OTHER, time_s)
    assert verified(TEXT + extension, line, OTHER.public) == time_s
    with pytest.raises(ValueError, match="does not verify"):
        verified(f"{TEXT}{extension}x", line, OTHER.public)
    later = line._replace(blob=(time_s ^ 2).to_bytes(8) + line.blob[8:])
    with pytest.raises(ValueError, match=r"does not verify|a cosignature's time"):
        verified(TEXT + extension, later, OTHER.public)


@pytest.mark.parametrize("time_s", [0, -1, LATEST_S + 1])
def test_a_time_is_from_1_to_2_63_less_1(time_s: int) -> None:
    """It MUST NOT exceed 2^63 - 1; zero states no time."""
    with pytest.raises(ValueError, match="a cosignature's time"):
        cosignature(TEXT, OTHER, time_s)


@pytest.mark.parametrize("time_s", [0, 2**63, 2**64 - 1])
def test_a_time_out_of_bounds_is_not_read_either(time_s: int) -> None:
    line = cosignature(TEXT, OTHER, 5)
    with pytest.raises(ValueError, match="a cosignature's time"):
        verified(TEXT, line._replace(blob=time_s.to_bytes(8) + line.blob[8:]), OTHER.public)


def test_only_a_cosigners_own_line_of_the_right_length_counts() -> None:
    line = cosignature(TEXT, OTHER, 5)
    for other in (MONITOR.public, LOG.public):
        with pytest.raises(ValueError, match=f"a cosignature of {other.name}, not of {OTHER.public.name}"):
            verified(TEXT, line, other)
    with pytest.raises(ValueError, match="72 bytes, not 64"):
        verified(TEXT, line._replace(blob=line.blob[8:]), OTHER.public)
    with pytest.raises(ValueError, match="type 0x04"):
        cosignature(TEXT, LOG, 5)


def test_a_note_keys_line_is_no_cosignature() -> None:
    """A name and id that fit are not enough: the type is the key's."""
    line = Signature(LOG.public.name, LOG.public.id, bytes(72))
    with pytest.raises(ValueError, match="a cosignature of"):
        verified(TEXT, line, LOG.public)


def test_an_outside_reader_verifies_our_cosignatures() -> None:
    checkpoint = OutsideCheckpoint.from_text(head(5, OWN, OTHER).note.data.decode())
    for signer in (OWN, OTHER):
        checkpoint.verify(Vkey.from_string(signer.public.vkey))
