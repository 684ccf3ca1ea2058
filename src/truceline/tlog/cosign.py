"""Cosignatures: another node's word that a checkpoint extends all it has seen of that log, and when.

A cosignature is a signature line below a checkpoint. Its time is the cosigner's own; a time limit may count
from it where the cosigner is not on the sender's side.

Follows C2SP tlog-cosignature, the Ed25519 type (0x04). The ML-DSA-44 type (0x06) is an unknown key here, and so is
ignored, not refused: it can come without a new format.
"""

from __future__ import annotations

from truceline.tlog.keys import COSIGNATURE_KEY, SIGNATURE_BYTES, PublicKey, Signer
from truceline.tlog.note import Signature

LATEST_S = 2**63 - 1
_TIME_BYTES = 8


def cosignature(checkpoint_text: str, signer: Signer, time_s: int) -> Signature:
    """The cosigner's signature of a checkpoint's text at a POSIX time; raises ValueError."""
    if signer.public.kind != COSIGNATURE_KEY:
        raise ValueError("a key of type 0x04 to cosign with")
    message = _message(checkpoint_text, time_s)
    # "`timestamp` is the time at which the cosignature was generated [...] serialized in sequence, with the timestamp
    # encoded in big-endian order." tlog-cosignature
    blob = time_s.to_bytes(_TIME_BYTES) + signer.sign(message)
    return Signature(signer.public.name, signer.public.id, blob)


def verified(checkpoint_text: str, signature: Signature, key: PublicKey) -> int:
    """The POSIX time at which the key cosigned that text; raises ValueError where it did not."""
    if key.kind != COSIGNATURE_KEY or (signature.name, signature.key_id) != (key.name, key.id):
        raise ValueError(f"a cosignature of {key.name}, not of {signature.name}")
    if len(signature.blob) != _TIME_BYTES + SIGNATURE_BYTES:
        raise ValueError(f"a cosignature of 72 bytes, not {len(signature.blob)}")
    time_s = int.from_bytes(signature.blob[:_TIME_BYTES])
    if not key.verifies(_message(checkpoint_text, time_s), signature.blob[_TIME_BYTES:]):
        raise ValueError(f"a cosignature of {key.name} over this checkpoint: the one there does not verify")
    return time_s


def _message(checkpoint_text: str, time_s: int) -> bytes:
    """What a cosigner signs."""
    # "It MUST NOT exceed 2^63 - 1" tlog-cosignature. Zero would say that no time is stated, and this type states one.
    if not 0 < time_s <= LATEST_S:
        raise ValueError(f"a cosignature's time from 1 to 2^63 - 1, not {time_s}")
    # "The signed message MUST be two newline (U+000A) terminated lines (one header line and one timestamp line)
    # followed by the whole note body of the cosigned checkpoint" tlog-cosignature
    return f"cosignature/v1\ntime {time_s}\n{checkpoint_text}".encode()
