"""Time-stamps by an outside authority (RFC 3161): a request to carry out, a reply to verify offline.

Stamped is a checkpoint of a log, or the leaf of one entry: never what is sealed, for whoever sees the hash of a file
could test every file he has against it. A checkpoint is the better choice: it dates every entry below it, and asking
for it tells the authority nothing. Who asks about one sealed entry says that this one is no cover.

Nothing here calls an authority: the request is a file, and so is the reply. The certificates that it is verified
against are those that the person gives, as of the moment it states; whether one was revoked since is not asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    Verifier,
    VerifierBuilder,
    decode_timestamp_response,
)

from truceline.desk.node import Node
from truceline.desk.verbs.naming import Found
from truceline.errors import DataError, Fault, RecordError
from truceline.period import Instant
from truceline.tlog.checkpoint import Checkpoint

LEAF = b"\x00"  # before a leaf's bytes when they are hashed (RFC 6962)
MOST_B = 2**20  # of a reply or a file of certificates


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an authority vouched for: these bytes were there at that time."""

    time: Instant
    authority: str  # the subject of its certificate
    serial: int  # of the stamp
    policy: str  # under which it was given, as a dotted number
    digest: str  # SHA-256 of what was stamped, hex: a leaf hash, or that of a checkpoint's text


def of_leaf(leaf: bytes) -> bytes:
    """What is stamped of an entry: the bytes whose SHA-256 is its leaf hash."""
    return LEAF + leaf


def of_checkpoint(checkpoint: bytes) -> bytes:
    """What is stamped of a checkpoint: its text, without the signatures that come later; raises ValueError."""
    return Checkpoint.parse(checkpoint).note.text.encode()


def request(over: bytes) -> bytes:
    """A time-stamp request (DER) over the SHA-256 of these bytes, with a nonce, asking for the certificate."""
    builder = TimestampRequestBuilder().data(over).hash_algorithm(HashAlgorithm.SHA256)
    return builder.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes()


def verified(reply: bytes, over: bytes, certificates: bytes) -> Stamp:
    """The stamp of a reply (DER) over these bytes, by certificates in PEM.

    Raises DataError where a file is none of its sort, RecordError where the stamp does not hold.
    """
    known = _certificates(certificates)
    try:
        answer = decode_timestamp_response(reply[:MOST_B])
        told = answer.tst_info
    except ValueError:
        raise _unreadable("reply", "a time-stamp reply (RFC 3161, DER)", "something else", _AGAIN) from None
    try:
        _verifier(known).verify_message(answer, over)
    except (VerificationError, ValueError) as error:
        fault = Fault("", 0, "reply", "a stamp over this, by one of the certificates given", str(error), _AGAIN)
        raise RecordError("a time-stamp that does not hold", (fault,)) from None
    signer = next(iter(answer.signed_data.signer_infos))
    subject = _subject(signer.serial_number, [*known, *_carried(answer.signed_data.certificates)])
    policy = told.policy.dotted_string
    return Stamp(Instant.of(told.gen_time), subject, told.serial_number, policy, hashlib.sha256(over).hexdigest())


_AGAIN = "Ask the authority again with the request, and give the certificates that it publishes."


# ── of a log ──────────────────────────────────────────────────────────────────────────────────


def newest(node: Node, found: Found) -> bytes:
    """The newest checkpoint that is held of the entry's log, with its signatures: what a request is made of."""
    return node.checkpoint(found.entry.origin)


def covering(node: Node, found: Found, checkpoint: bytes) -> bytes:
    """What is stamped of a checkpoint that was kept, where it is one of the entry's log, over the entry.

    Raises DataError, RecordError.
    """
    try:
        head = Checkpoint.parse(checkpoint)
    except ValueError as error:
        raise _unreadable("checkpoint", "the checkpoint that the request was made of", str(error), _KEPT) from None
    origin, seq = found.entry.origin, found.entry.seq
    held = node.record.size(origin)
    if head.origin != origin or not seq < head.size <= held or node.record.root(origin, head.size) != head.root:
        expected = f"a head of {origin} over {seq + 1} to {held} entries, with the root that is held here"
        fault = Fault("", 0, "checkpoint", expected, f"{head.origin}, {head.size} entries", _KEPT)
        raise RecordError("the checkpoint does not cover this entry", (fault,))
    return of_checkpoint(checkpoint)


_KEPT = "Give the file ending in .checkpoint that was written beside the request."


def _verifier(known: Sequence[x509.Certificate]) -> Verifier:
    roots = [one for one in known if one.subject == one.issuer] or list(known[-1:])
    return VerifierBuilder(roots=roots, intermediates=[one for one in known if one not in roots]).build()


def _certificates(pem: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem[:MOST_B])
    except ValueError:
        cure = "Give the authority's certificates as one PEM file, its own first and the root last."
        raise _unreadable("certificates", "certificates in PEM", "something else", cure) from None


def _carried(certificates: set[bytes]) -> list[x509.Certificate]:
    return [x509.load_der_x509_certificate(one) for one in certificates]


def _subject(serial: int, certificates: Sequence[x509.Certificate]) -> str:
    return next((one.subject.rfc4514_string() for one in certificates if one.serial_number == serial), "")


def _unreadable(what: str, expected: str, got: str, cure: str) -> DataError:
    return DataError(f"the {what} cannot be read", (Fault("", 0, what, expected, got, cure),))
