"""Which keys may sign the next entry of a log: enrolled by its own entries, the next announced by its hash."""

import pytest

from tests.tlog.logs import Log, hash_of, signer
from truceline.tlog.entry import Entry, parse
from truceline.tlog.keyring import NO_KEYS, Keyring
from truceline.tlog.keys import COSIGNATURE_KEY, NOTE_KEY


def folded(log: Log) -> Keyring:
    """The keys after all entries of a log."""
    keyring = NO_KEYS
    for entry in log.entries:
        assert keyring.key_for(entry).name == entry.key_name
        keyring = keyring.after(entry)
    return keyring


def test_a_log_begins_by_enrolling_its_own_keys() -> None:
    """The first entry says who keeps the log, and names the keys of log, entries, witness and mirror."""
    log = Log("red")
    keyring = folded(log)
    said = keyring.identity
    assert said
    assert (said.origin, said.genesis, said.name, said.role, said.actor) == (
        log.origin, log.entries[0].hash, "red", "guarantor", "red",
    )  # fmt: skip
    assert said.log_key == log.log_key.public
    assert said.succeeds == ""
    assert list(keyring.keys.values()) == [log.entry_key().public]
    assert keyring.cosigners == (log.witness.public, log.mirror.public)
    assert keyring.next_key == hash_of(log.entry_key(1))
    assert keyring.next_log_key == hash_of(signer("red/next"))


def beginning(**changed: object) -> Entry:
    """A first entry with some members of its payload changed, or left out."""
    log = Log("red")
    payload = {name: value for name, value in {**log.beginning(), **changed}.items() if value is not None}
    log.entries.clear()
    return log.draft("key.enrolled", payload)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (beginning(purpose="entry"), "a log that begins with key.enrolled of purpose genesis"),
        (beginning(log_key=signer("other").public.vkey), "log_key: a key named truceline/red-435ecae2, not other"),
        (beginning(log_key=None), "key.enrolled: log_key: text, not None"),
        (beginning(log_key="x"), "key.enrolled: log_key: a verifier key"),
        (beginning(witness_key=signer("red").public.vkey), "witness_key: a key of type 0x04, not 0x01"),
        (beginning(entry_key=signer("red", COSIGNATURE_KEY).public.vkey), "entry_key: a key of type 0x01, not 0x04"),
        (beginning(mirror_key=Log("red").witness.public.vkey), "four different keys"),
        (beginning(next_entry_key="0"), "next_entry_key: a SHA-256 in hex, not '0'"),
        (beginning(role=3), "role: text, not 3"),
    ],
)
def test_another_beginning_begins_no_log(entry: Entry, told: str) -> None:
    """A first entry that does not enrol a log's four keys is refused, and says what it lacks."""
    with pytest.raises(ValueError, match=told):
        NO_KEYS.after(entry)


def test_a_log_begins_with_its_enrolment() -> None:
    """An entry of any other kind, or of a later place, begins none."""
    log = Log("red").fill(2)
    with pytest.raises(ValueError, match="not with observation"):
        NO_KEYS.after(log.entries[1])
    with pytest.raises(ValueError, match="entry_key: text"):
        NO_KEYS.key_for(log.entries[1])


def test_only_a_key_in_force_signs() -> None:
    """An entry signed by a stranger has no key, and neither has one signed by the next key before it is enrolled."""
    log = Log("red").fill(3)
    keyring = folded(log)
    for stranger in (signer("stranger"), log.entry_key(1), log.log_key):
        with pytest.raises(ValueError, match="an entry signed by the key truceline/red-435ecae2/entry/0, not by"):
            keyring.key_for(log.draft("observation.made", signer=stranger))


def test_a_rotation_overlaps_until_the_old_key_is_retired() -> None:
    """Both keys sign once the next is enrolled; a retired one signs no more; the last is never retired."""
    log = Log("red").fill(2)
    old = log.entry_key()
    log.rotate()
    new = log.entry_key()
    keyring = folded(log)
    assert set(keyring.keys.values()) == {old.public, new.public}
    log.append("key.retired", {"key": old.public.name, "why": "rotated"})
    keyring = folded(log)
    assert list(keyring.keys.values()) == [new.public]
    with pytest.raises(ValueError, match="entry/1, not by"):
        keyring.key_for(log.draft("observation.made", signer=old))
    log.append("key.retired", {"key": new.public.name, "why": "stolen"})
    assert folded(log).keys == keyring.keys
    log.append("key.retired", {})
    assert folded(log).keys == keyring.keys


def test_the_announced_key_enrols_itself_where_the_old_one_is_gone() -> None:
    """Whoever lost the key in use goes on with the next, whose hash was published before: nobody else can."""
    log = Log("red").fill(2)
    following = log.entry_key(1)
    payload: dict[str, object] = {
        "purpose": "entry", "entry_key": following.public.vkey, "next_entry_key": hash_of(log.entry_key(2)),
    }  # fmt: skip
    entry = log.draft("key.enrolled", payload, signer=following)
    keyring = folded(log)
    assert keyring.key_for(entry) == following.public
    assert keyring.after(entry).next_key == hash_of(log.entry_key(2))
    thief = signer("thief")
    forged = log.draft("key.enrolled", {**payload, "entry_key": thief.public.vkey}, signer=thief)
    with pytest.raises(ValueError, match="not by thief"):
        keyring.key_for(forged)


@pytest.mark.parametrize(
    "changed",
    [
        {"entry_key": signer("thief").public.vkey},
        {"entry_key": "nonsense"},
        {"next_entry_key": "nonsense"},
        {"purpose": "officer"},
        {"purpose": 3},
        {"purpose": "witness", "witness_key": "nonsense"},
        {"purpose": "genesis"},
    ],
)
def test_an_enrolment_that_does_not_hold_enrols_nothing(changed: dict[str, object]) -> None:
    """An author's slip, or a thief's key that was not announced, changes no key and does not close the log."""
    log = Log("red").fill(2)
    keyring = folded(log)
    payload: dict[str, object] = {
        "purpose": "entry", "entry_key": log.entry_key(1).public.vkey, "next_entry_key": hash_of(log.entry_key(2)),
    }  # fmt: skip
    entry = log.draft("key.enrolled", {**payload, **changed})
    assert keyring.key_for(entry) == log.entry_key().public
    assert keyring.after(entry) == keyring


def test_further_cosigners_and_a_further_next_log_key() -> None:
    """A log may enrol another witness or mirror key, the old ones staying known, and announce another log key."""
    log = Log("red")
    more = signer(f"{log.origin}/witness/1", COSIGNATURE_KEY)
    log.append("key.enrolled", {"purpose": "witness", "witness_key": more.public.vkey})
    log.append("key.enrolled", {"purpose": "log_next", "next_log_key": hash_of(signer("later"))})
    keyring = folded(log)
    assert keyring.cosigners == (log.witness.public, log.mirror.public, more.public)
    assert keyring.next_log_key == hash_of(signer("later"))


def test_an_entry_read_back_enrols_the_same() -> None:
    """Keys follow from the bytes alone."""
    log = Log("red")
    assert NO_KEYS.after(parse(log.entries[0].leaf)) == folded(log)


@pytest.mark.parametrize("purpose", ["witness", "mirror"])
def test_nobody_enrols_anothers_cosigner(purpose: str) -> None:
    """Another's key, whose text is public, or one's own under another's name: neither is a cosigner of this log."""
    log, other = Log("red"), Log("blue")
    before = folded(log).cosigners
    log.append("key.enrolled", {"purpose": purpose, f"{purpose}_key": other.witness.public.vkey})
    passing = signer(f"{other.origin}/witness", COSIGNATURE_KEY).public
    log.append("key.enrolled", {"purpose": purpose, f"{purpose}_key": passing.vkey})
    assert folded(log).cosigners == before


@pytest.mark.parametrize("member", ["entry_key", "witness_key", "mirror_key"])
def test_a_log_begins_with_keys_of_its_own_name(member: str) -> None:
    """A first entry that enrols keys named below another log begins none."""
    kind = NOTE_KEY if member == "entry_key" else COSIGNATURE_KEY
    entry = beginning(**{member: signer(f"{Log('blue').origin}/x", kind).public.vkey})
    with pytest.raises(ValueError, match=f"{member}: a key named below truceline/red-435ecae2, not truceline/blue"):
        NO_KEYS.after(entry)


def test_a_key_to_seal_to_is_no_key_that_signs() -> None:
    """Enrolling what others seal to, or anything unknown, leaves the keys that sign and cosign as they were."""
    log = Log("red").fill(2)
    before = folded(log)
    log.append("key.enrolled", {"purpose": "sealing", "sealing_key": "age1" + "q" * 58})
    log.append("key.enrolled", {"purpose": "exercise"})
    assert folded(log) == before
