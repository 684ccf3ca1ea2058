"""A case: the pseudonym under which one reporter tells something, and comes back to it.

It is a key pair of its own, made of a receipt phrase by argon2id with the node's salt. Nothing of the phrase is kept:
whoever has the phrase has the key, whoever has the node's disk tries phrases as slowly as passphrases, and has 2⁸⁰ of
them to try. Two cases of one person have two phrases and nothing in common; one phrase used on two nodes makes two
keys, since their salts differ.

The case signs what it adds (Ed25519, inside the sealed envelope), and letters for it are encrypted to the same key
(X25519, as libsodium converts it): whoever leaves one needs the public key only, which stands inside the sealed object.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from nacl.exceptions import CryptoError
from nacl.public import PublicKey as BoxKey
from nacl.public import SealedBox
from nacl.secret import SecretBox
from nacl.signing import SigningKey, VerifyKey

from truceline.desk.reporting import phrases
from truceline.desk.reporting.kept import Cases
from truceline.desk.reporting.phrases import Phrases
from truceline.desk.sealing.objects import Sealable, SealedObject, statement
from truceline.errors import Locked
from truceline.tlog.keys import NOTE_KEY, PublicKey


@dataclass(frozen=True, slots=True)
class Case:
    """A case whose phrase is known."""

    public: str  # its public key, 64 hex: stands inside what is sealed, nowhere else
    secret: bytes = field(repr=False)  # 32 bytes that the slow hash made of the phrase

    @property
    def key(self) -> SigningKey:
        """What signs for the case."""
        return SigningKey(self.secret)

    @property
    def book(self) -> SecretBox:
        """What opens the case's list of its objects."""
        return SecretBox(hashlib.blake2b(key=self.secret, person=b"case book", digest_size=32).digest())

    def read(self, box: bytes) -> bytes:
        """What was encrypted to the case; raises Locked where it was not."""
        try:
            return bytes(SealedBox(self.key.to_curve25519_private_key()).decrypt(box))
        except CryptoError:
            raise Locked(
                "a letter that this case's key does not open: it is not for this case, or has changed"
            ) from None


def new_case(cases: Cases, kind: Phrases) -> tuple[str, Case]:
    """A phrase that nobody has had before, to be shown once and forgotten, and its case, kept from now on."""
    phrase = phrases.drawn(kind, cases.world.random)
    case = _made(phrase, cases)
    cases.begin(case.public, addressed(case.public), case.book)
    return phrase, case


def case_of(phrase: str, cases: Cases) -> Case:
    """The case of a phrase; raises DataError for what is none, Locked where no case here has it.

    A phrase that opens nothing is answered as slowly as one that does, and by the same words whatever is wrong.
    """
    case = _made(phrase, cases)
    if not cases.holds(case.public):
        raise Locked(
            "no case here opens with this phrase: compare each word, or group of digits, with what was written down, "
            "and the node with the one where the report was made. A case that was erased does not open any more"
        )
    return case


def _made(phrase: str, cases: Cases) -> Case:
    secret = cases.stretched(phrases.read(phrase))
    return Case(SigningKey(secret).verify_key.encode().hex(), secret)


def addressed(public: str) -> SealedBox[BoxKey]:
    """What encrypts to a case, by its public key alone."""
    return SealedBox(VerifyKey(bytes.fromhex(public)).to_curve25519_public_key())


def signed(case: Case, origin: str, what: Sealable) -> Sealable:
    """The same as said by the case: its key and signature inside the envelope."""
    envelope = replace(what.envelope, case=case.public, case_signature="")
    mark = case.key.sign(statement(origin, envelope, what.payload)).signature
    return replace(what, envelope=replace(envelope, case_signature=mark.hex()))


def case_in(one: SealedObject) -> str:
    """The public key of the case that said this, 64 hex; empty where none did, or its signature does not hold.

    It is asked of an object that is known whole: of a part of it, nobody can say.
    """
    envelope, payload = one.envelope, one.payload
    if envelope is None or payload is None or not (envelope.case and envelope.case_signature):
        return ""
    try:
        key = PublicKey("case", NOTE_KEY, bytes.fromhex(envelope.case))
    except ValueError:
        return ""
    holds = key.verifies(statement(one.origin, envelope, payload), bytes.fromhex(envelope.case_signature))
    return envelope.case if holds else ""
