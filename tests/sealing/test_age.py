"""Encryption to a recipient: opened by its identity alone, and whoever counts stanzas learns nothing."""

import re

import pytest

from truceline.desk.sealing import age
from truceline.desk.sealing.age import Identity
from truceline.errors import Locked, Refused


def test_what_is_encrypted_to_some_is_opened_by_each_of_them_and_by_nobody_else() -> None:
    one, other, stranger = Identity.make(), Identity.make(), Identity.make()
    sealed = age.encrypt(b"words", [one.recipient, other.recipient])
    assert age.decrypt(sealed, one) == age.decrypt(sealed, other) == b"words"
    with pytest.raises(Locked, match="does not open it"):
        age.decrypt(sealed, stranger)


def test_what_was_changed_does_not_open() -> None:
    """Neither a header nor a byte of what is encrypted can be changed unseen."""
    one = Identity.make()
    sealed = age.encrypt(b"words" * 100, [one.recipient])
    for at in (30, len(sealed) // 2, len(sealed) - 1):
        with pytest.raises(Locked):
            age.decrypt(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], one)
    for wrong in (b"", b"age-encryption.org/v1\n", sealed[:-1]):
        with pytest.raises(Locked):
            age.decrypt(wrong, one)


def test_however_many_it_is_for_it_seems_to_be_for_as_many() -> None:
    """Throwaway recipients fill up, and more than that are not cut."""
    some = [Identity.make().recipient for _ in range(9)]
    stanzas = [
        len(re.findall(rb"^-> X25519 ", age.encrypt(b"x", some[:n], stanzas=8), re.MULTILINE)) for n in (1, 7, 9)
    ]
    assert stanzas == [8, 8, 9]


def test_a_recipient_that_is_none_is_refused_and_nothing_is_encrypted() -> None:
    """A log can enrol what looks like one: the checksum tells."""
    good = Identity.make().recipient
    wrong = good[:-1] + ("q" if good[-1] != "q" else "p")
    assert [age.is_recipient(one) for one in (good, wrong, "", "age1")] == [True, False, False, False]
    with pytest.raises(Refused, match="expected a sealing recipient"):
        age.encrypt(b"x", [good, wrong])
    with pytest.raises(Refused, match="got none"):
        age.encrypt(b"x", [])


def test_an_identity_says_its_secret_to_nobody_who_prints_it() -> None:
    one = Identity.make()
    assert one.secret not in repr(one)
    assert Identity.read(one.secret) == one
    with pytest.raises(Locked) as refused:
        Identity.read(one.secret[:-1])
    assert one.secret[:-1] not in str(refused.value)
