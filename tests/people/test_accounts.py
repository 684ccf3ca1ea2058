"""Officers' accounts: who is handed the body's key, what unlocks, what a guess learns, what is left of what is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nacl.pwhash import argon2id

from tests.node.nodes import a_world, audited
from tests.people.bodies import FAR, PASSWORD, Body, a_body
from truceline.desk.guard import Action, Role
from truceline.desk.node import rotation
from truceline.desk.people import NotUnlocked, People, Unlocked, enrolling, signed
from truceline.desk.people.codes import code_at
from truceline.desk.people.lockout import FIRST_S, LONGEST_S
from truceline.desk.sealing.recipients import recipient_of
from truceline.desk.sealing.vault import Vault
from truceline.errors import RecordError, Refused, TrucelineError, UnknownName
from truceline.kinds import KeyEnd

DUTY, SECOND, KEEPER = "Duty officer, north", "Second officer", "Keeper of the machine"


@pytest.fixture
def body(tmp_path: Path) -> Iterator[Body]:
    """A body with one officer who opens things."""
    with a_body(tmp_path) as found:
        found.add(DUTY, Role.MONITOR_OFFICER)
        yield found


@pytest.fixture
def stretched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How much memory each password took that was stretched since."""
    found: list[int] = []
    kdf: Callable[..., bytes] = argon2id.kdf

    def counted(size: int, password: bytes, salt: bytes, operations: int, memory_b: int) -> bytes:
        found.append(memory_b)
        return kdf(size, password, salt, operations, memory_b)

    monkeypatch.setattr(argon2id, "kdf", counted)
    return found


def far(
    body: Body, name: str = DUTY, password: str = PASSWORD, code: str | None = None, address: str = FAR
) -> Unlocked:
    """A try over the network, with the right code unless another is said."""
    right = body.code(name) if code is None and name in body.added else code
    return body.people.unlock(name, password, right, address)


# ── adding ────────────────────────────────────────────────────────────────────────────────────


def test_the_first_officer_makes_the_bodys_key_and_hands_it_on(body: Body) -> None:
    """Both keys are enrolled; the next officer opens the same; an administrator and an auditor open nothing."""
    recipient = body.added[DUTY].recipient
    assert recipient_of(body.node, body.node.origin) == recipient == body.people.recipient
    body.add(SECOND, Role.PARTY_LIAISON, by=DUTY)
    body.add(KEEPER, Role.ADMINISTRATOR)
    body.add("Auditor", Role.AUDITOR)
    opens = {one.name: body.people.unlock(one.name, PASSWORD).body for one in body.people.officers()}
    assert {name: one.recipient if one else "" for name, one in opens.items()} == {
        DUTY: recipient,
        SECOND: recipient,
        KEEPER: "",
        "Auditor": "",
    }
    said = [dict(entry.payload or {}) for entry in audited(body.node)]
    assert [one["purpose"] for one in said] == ["genesis", "officer", "sealing", "officer", "officer", "officer"]
    assert [one["name"] for one in said if one["purpose"] == "officer"] == [*body.added]
    assert not body.people.unenrolled()
    assert not body.people.unfinished


def test_the_key_begins_with_the_first_who_opens_anything(tmp_path: Path) -> None:
    """An administrator before is none of them, and needs nobody to be added."""
    with a_body(tmp_path) as body:
        assert body.add(KEEPER, Role.ADMINISTRATOR).recipient == ""
        assert recipient_of(body.node, body.node.origin) == ""
        assert body.add(DUTY, Role.OBSERVER).recipient


def test_who_is_not_added(body: Body) -> None:
    """Nobody without the key hands it on, nor a token; names are taken once; a passphrase is not short."""
    add, people = enrolling.add, body.people
    body.add(KEEPER, Role.ADMINISTRATOR)
    bearer = people.by_token(body.token(DUTY, Action.SEE))
    for by in (None, people.unlock(KEEPER, PASSWORD), bearer):
        with pytest.raises(Refused, match="is handed the key by an officer who does"):
            add(body.node, people, SECOND, Role.NOTIFIER, PASSWORD, by)
    for name in (DUTY, "duty officer - NORTH"):
        with pytest.raises(Refused, match="was added before; choose another name"):
            add(body.node, people, name, Role.AUDITOR, PASSWORD)
    with pytest.raises(Refused, match="a passphrase of 8 to 1000 characters"):
        add(body.node, people, SECOND, Role.AUDITOR, "short")
    with pytest.raises(Refused, match="a name of 1 to 200 characters"):
        add(body.node, people, "\n", Role.AUDITOR, PASSWORD)
    with pytest.raises(UnknownName, match="role"):
        add(body.node, people, SECOND, "king", PASSWORD)
    assert [one.name for one in people.officers()] == [DUTY, KEEPER]


def test_an_officer_signs_and_the_log_has_the_key(body: Body) -> None:
    """What was signed is verified by the key enrolled; not what is like it, nor by another's."""
    who = body.people.unlock(DUTY, PASSWORD)
    signature = who.sign(b"a report")
    assert signed(who.officer.vkey, b"a report", signature)
    assert not signed(who.officer.vkey, b"another", signature)
    assert not signed(body.node.entry_key.vkey, b"a report", signature)
    assert not signed(who.officer.vkey, b"a report", "nothing")
    assert (who.asker("truceline/x").role, who.asker("truceline/x").name) == (Role.MONITOR_OFFICER, DUTY)


def test_a_crash_between_account_and_log_is_brought_on(tmp_path: Path) -> None:
    """An account whose keys were not enrolled is enrolled by whoever manages accounts next, once."""
    with a_body(tmp_path) as body:
        body.people.add(DUTY, Role.MONITOR_OFFICER, PASSWORD)  # and the power went
        assert body.people.unfinished
        assert len(audited(body.node)) == 1
        assert [one.kind for one in enrolling.mend(body.node, body.people)] == ["key.enrolled", "key.enrolled"]
        assert enrolling.mend(body.node, body.people) == []
        assert recipient_of(body.node, body.node.origin) == body.people.recipient


# ── unlocking ─────────────────────────────────────────────────────────────────────────────────


def test_whatever_is_wrong_is_one_answer_after_the_same_work(body: Body, stretched: list[int]) -> None:
    """Wrong name, passphrase, code, a wait, a disabled account: the same words, and argon2 once, as hard."""
    body.add(SECOND, Role.OBSERVER, by=DUTY)
    body.add("Gone", Role.AUDITOR)
    body.people.disable("Gone")
    gone = body.code("Gone")
    for _ in range(5):
        with pytest.raises(NotUnlocked):
            body.people.unlock(DUTY, "guess", "000000", "192.0.2.66")
    tries: dict[str, tuple[Any, ...]] = {
        "name": ("Nobody", PASSWORD, body.code(DUTY), FAR),
        "nothing": ("", "", "", FAR),
        "no text": ("\ud800", "\udfff", "\ud900", FAR),
        "passphrase": (DUTY, "guess", body.code(DUTY), FAR),
        "endless": (DUTY, PASSWORD * 100_000, body.code(DUTY), FAR),
        "code": (DUTY, PASSWORD, f"{(int(body.code(DUTY)) + 1) % 10**6:06}", FAR),
        "no code": (DUTY, PASSWORD, None, FAR),
        "another's code": (SECOND, PASSWORD, body.code(DUTY), FAR),
        "waits": (DUTY, PASSWORD, body.code(DUTY), "192.0.2.66"),
        "disabled": ("Gone", PASSWORD, gone, FAR),
        "another's passphrase box": (KEEPER, PASSWORD, "", ""),
    }
    said, work = set(), {}
    for what, one in tries.items():
        stretched.clear()
        with pytest.raises(NotUnlocked) as refused:
            body.people.unlock(*one)
        said.add((str(refused.value), refused.value.exit_code, refused.value.__cause__))
        work[what] = tuple(stretched)
    assert len(said) == 1
    assert set(work.values()) == {(8192,)}, work
    stretched.clear()
    assert far(body).officer.name == DUTY
    assert stretched == [8192]


def test_a_code_is_not_taken_twice(body: Body) -> None:
    """Nor one from before it; the next one is; a clock off by half a minute is no harm, by two minutes it is."""
    now = body.clock.at.epoch_s
    secret = body.added[DUTY].totp_secret
    before, code, after = (code_at(secret, now + off) for off in (-30, 0, 30))
    far(body, code=code)
    for again in (code, before):
        with pytest.raises(NotUnlocked):
            far(body, code=again)
    far(body, code=f"{after[:3]} {after[3:]}")
    body.clock.goes_on(600)
    with pytest.raises(NotUnlocked):
        far(body, code=code_at(secret, body.clock.at.epoch_s + 120))
    with pytest.raises(NotUnlocked):
        body.people.unlock(DUTY, PASSWORD, "000000")  # at the terminal too, where one is given


def test_two_processes_do_not_take_the_same_code(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another took the code while the passphrase was stretched, it is not taken here."""
    code, kdf = body.code(DUTY), argon2id.kdf

    def raced(*arguments: Any) -> bytes:  # noqa: ANN401 - libsodium's own
        monkeypatch.setattr(argon2id, "kdf", kdf)
        far(body, code=code)
        return kdf(*arguments)

    monkeypatch.setattr(argon2id, "kdf", raced)
    with pytest.raises(NotUnlocked):
        far(body, code=code)


def guess(body: Body, times: int, name: str = DUTY, address: str = FAR) -> None:
    """So many wrong tries."""
    for _ in range(times):
        with pytest.raises(NotUnlocked):
            body.people.unlock(name, "guess", "000000", address)


def test_who_guesses_waits_longer_each_time(body: Body) -> None:
    """After five tries half a minute, then twice as long, 15 minutes at most; a try meanwhile prolongs nothing."""
    guess(body, 5)
    body.clock.goes_on(FIRST_S - 1)
    guess(body, 20)
    with pytest.raises(NotUnlocked):
        far(body)
    body.clock.goes_on(1)
    guess(body, 1)
    body.clock.goes_on(FIRST_S)
    with pytest.raises(NotUnlocked):
        far(body)
    body.clock.goes_on(FIRST_S)
    far(body)
    body.clock.goes_on(60)
    guess(body, 4)
    far(body)  # a right one begins anew
    for _ in range(12):
        guess(body, 1)
        body.clock.goes_on(LONGEST_S)
    far(body)


def test_nobody_is_shut_out_for_ever(body: Body) -> None:
    """While many guess at a name, strange addresses wait a while; known ones, the terminal and tokens do not."""
    far(body, address="198.51.100.1")
    token = body.token(DUTY, Action.COUNT, lasts_s=86_400)
    for number in range(30):
        guess(body, 1, address=f"203.0.113.{number}")
        body.clock.goes_on(1)
    with pytest.raises(NotUnlocked):
        far(body, address="192.0.2.200")
    far(body, address="198.51.100.1")
    assert body.people.unlock(DUTY, PASSWORD).body
    assert body.people.by_token(token).officer.name == DUTY
    body.clock.goes_on(LONGEST_S)
    far(body, address="192.0.2.200")


def test_a_token_from_before_has_a_lane_of_its_own(body: Body) -> None:
    """Behind one address with everybody who guesses, the bearer of an ended token is let in; with another's, not."""
    body.add(SECOND, Role.OBSERVER, by=DUTY)
    own, other = body.token(DUTY, Action.COUNT), body.token(SECOND, Action.COUNT)
    body.clock.goes_on(3600)
    guess(body, 5)
    for before in ("", other, "truceline_" + "A" * 43):
        with pytest.raises(NotUnlocked):
            body.people.unlock(DUTY, PASSWORD, body.code(DUTY), FAR, before=before)
    assert body.people.unlock(DUTY, PASSWORD, body.code(DUTY), FAR, before=own).officer.name == DUTY
    with pytest.raises(NotUnlocked):
        body.people.by_token(own)
    for _ in range(5):
        with pytest.raises(NotUnlocked):
            body.people.unlock(DUTY, "guess", "000000", FAR, before=own)
    body.clock.goes_on(1)
    with pytest.raises(NotUnlocked):
        body.people.unlock(DUTY, PASSWORD, body.code(DUTY), FAR, before=own)
    assert all(one == b"" for (one,) in body.people._store.db.execute("SELECT box FROM token"))


def test_an_address_that_tries_many_names_waits(body: Body) -> None:
    """Whether the names are there or not; and a lane nobody used for a day is forgotten."""
    for number in range(20):
        guess(body, 1, name=f"Officer {number}")
    with pytest.raises(NotUnlocked):
        far(body)
    far(body, address="198.51.100.1")
    body.clock.goes_on(2 * 86_400)
    far(body)


def test_a_try_that_is_killed_counts(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is counted before the passphrase is looked at: ending the process in time gains no guess."""

    def killed(*_: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(argon2id, "kdf", killed)
        for _ in range(5):
            with pytest.raises(KeyboardInterrupt):
                far(body)
    with pytest.raises(NotUnlocked):
        far(body)


def test_a_clock_put_right_leaves_nobody_waiting(body: Body) -> None:
    """A wait that a clock set to next year counted does not last until next year."""
    now = body.clock.at
    body.clock.goes_on(365 * 86_400)
    guess(body, 5)
    body.clock.at = now
    far(body)


# ── disabling ─────────────────────────────────────────────────────────────────────────────────


def test_a_disabled_officers_secrets_are_gone_from_the_disk(body: Body) -> None:
    """Box, wrap and tokens are on no page of the file; the key is retired; the name is not given anew."""
    body.add(SECOND, Role.OBSERVER, by=DUTY)
    people, path = body.people, body.node.path / "people.sqlite"
    token = body.token(SECOND, Action.SEE)
    row = people._store.account(SECOND)
    (box,) = people._store.db.execute("SELECT box FROM token").fetchone()
    assert row
    assert row.wrap
    secrets = (row.box, row.wrap, box)
    assert all(secret[-64:] in path.read_bytes() for secret in secrets)
    officer, entry = enrolling.disable(body.node, people, SECOND, KeyEnd.STOLEN, "a laptop")
    assert not any(secret[at : at + 16] in path.read_bytes() for secret in secrets for at in range(-64, -16, 16))
    assert (
        dict(entry.payload or {})
        == {
            "key": f"{body.node.origin}/officer/second-officer",
            "reason": "stolen",
            "note": "a laptop",
        }
        or entry.kind == "key.retired"
    )
    assert officer.name == SECOND
    with pytest.raises(NotUnlocked):
        people.by_token(token)
    with pytest.raises(UnknownName):
        people.disable(SECOND)
    with pytest.raises(Refused, match="also where it is disabled"):
        body.add(SECOND, Role.OBSERVER, by=DUTY)
    assert [(one.name, one.active, one.opens) for one in people.officers()] == [
        (DUTY, True, True),
        (SECOND, False, False),
    ]


def test_the_last_who_opens_things_is_not_disabled(body: Body) -> None:
    """Nobody would ever open what is sealed."""
    body.add(KEEPER, Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="Add another first"):
        body.people.disable(DUTY)
    body.add(SECOND, Role.MEDIATOR, by=DUTY)
    body.people.disable(DUTY)
    assert body.people.unlock(SECOND, PASSWORD).body


# ── after a compromise ────────────────────────────────────────────────────────────────────────


def test_a_rekey_leaves_the_old_key_opening_nothing(body: Body) -> None:
    """A new key is enrolled, objects and officers are under it, the old wraps and all tokens are gone."""
    body.add(SECOND, Role.OBSERVER, by=DUTY)
    people, path, sealed = body.people, body.node.path / "people.sqlite", body.seal()
    old = people.unlock(DUTY, PASSWORD)
    assert old.body
    token = people.issue(old, [Action.SEE], body.clock.at.plus(60))
    wraps = [one.wrap or b"" for one in people._store.accounts()]
    recipient, owed = enrolling.rekey(body.node, people, old)
    assert owed == ()
    assert recipient == recipient_of(body.node, body.node.origin) == people.recipient != old.body.recipient
    assert not any(wrap[-32:] in path.read_bytes() for wrap in wraps)
    with pytest.raises(NotUnlocked):
        people.by_token(token)
    later = body.seal()
    with Vault(body.node) as vault:
        for name in (DUTY, SECOND):
            now = people.unlock(name, PASSWORD)
            assert now.body
            assert (now.body.recipient, now.former) == (recipient, (old.body,))
            assert {vault.open(one, now.body).id for one in (sealed, later)} == {sealed, later}
        for one in (sealed, later):
            with pytest.raises(Exception, match="does not open"):
                vault.open(one, old.body)
    with pytest.raises(Refused, match="the body's key was changed meanwhile"):
        people.issue(old, [Action.SEE], body.clock.at.plus(60))
    with pytest.raises(Refused, match="the key was not changed"):
        people.rekey(old)


def test_a_rekey_cut_short_is_brought_to_its_end(body: Body) -> None:
    """After the accounts were changed: whoever unlocks next opens what is there, and the log is told by the next."""
    sealed, people = body.seal(), body.people
    people.rekey(people.unlock(DUTY, PASSWORD))  # and the power went
    who = people.unlock(DUTY, PASSWORD)
    enrolling.go_on(body.node, people, who)
    still = people.unfinished
    with Vault(body.node) as vault:
        assert who.body
        assert vault.open(sealed, who.body).id == sealed
        kept = body.seal()  # to the old key: the log has no other yet
        enrolling.mend(body.node, people, who)
        assert vault.open(kept, who.body).id == kept
    assert (still, people.unfinished) == (True, False)
    assert recipient_of(body.node, body.node.origin) == people.recipient


def test_a_rekey_cut_short_after_it_was_enrolled_is_brought_to_its_end(body: Body) -> None:
    """By the next officer who unlocks, without the node's passphrase."""
    sealed, people = body.seal(), body.people
    people.rekey(people.unlock(DUTY, PASSWORD))
    rotation.enrol_sealing(body.node, people.recipient)  # and the power went
    who = people.unlock(DUTY, PASSWORD)
    enrolling.go_on(body.node, people, who)
    assert not people.unfinished
    with Vault(body.node) as vault:
        assert who.body
        assert vault.open(sealed, who.body).id == sealed


def test_nothing_secret_is_shown_of_an_officer(body: Body) -> None:
    """Neither of an account just made nor of one unlocked, in whatever a defect may print."""
    who, made = body.people.unlock(DUTY, PASSWORD), body.added[DUTY]
    assert who.body
    assert who.signer
    shown = repr(who) + repr(made)
    assert not any(one in shown for one in (who.body.secret, who.signer.secret[:32].hex(), made.totp_secret))


def test_only_who_opens_things_changes_the_key(body: Body) -> None:
    """No administrator, and no token."""
    body.add(KEEPER, Role.ADMINISTRATOR)
    people = body.people
    token = body.token(DUTY, Action.SEE)
    for who in (people.unlock(KEEPER, PASSWORD), people.by_token(token)):
        with pytest.raises(Refused, match="the key was not changed"):
            people.rekey(who)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A node's folder with an officer and a token, a copy of its accounts beside it; and the token."""
    folder = tmp_path_factory.mktemp("written")
    with a_body(folder) as body:
        body.add(DUTY, Role.MONITOR_OFFICER)
        token = body.token(DUTY, Action.SEE, lasts_s=3600)
        (folder / "whole").write_bytes((body.node.path / "people.sqlite").read_bytes())
        return body.node.path, token


@given(st.booleans(), st.integers(0, 10**6), st.binary(min_size=1, max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_file_is_an_error_of_ours(
    written: tuple[Path, str],
    cut: bool,  # noqa: FBT001 - Hypothesis draws it
    place: int,
    other: bytes,
) -> None:
    """Whatever bytes stand in people.sqlite: an error that says so, or the officer who was there."""
    path, token = written
    whole = (path.parent / "whole").read_bytes()
    text = whole[: len(whole) // 2] if cut else whole
    at = place % len(text)
    (path / "people.sqlite").write_bytes(text[:at] + other + text[at + 1 :])
    (path / "people.sqlite-journal").unlink(missing_ok=True)
    try:
        with People(path, a_world(path.parent, "again")) as people:
            people.officers(), people.tokens()
            for who in (people.unlock(DUTY, PASSWORD), people.by_token(token)):
                assert who.officer.role is Role.MONITOR_OFFICER
    except TrucelineError:
        return


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("officer", "role = 'king'"),
        ("officer", "vkey = 'none'"),
        ("officer", "salt = x'00'"),
        ("officer", "box = 7"),
        ("body", "operations = 0"),
        ("body", "memory_b = 1099511627776"),
        ("body", "lane_key = 'text'"),
    ],
)
def test_accounts_that_nobody_could_have_written(body: Body, table: str, change: str) -> None:
    """It is said where, and what to do."""
    with sqlite3.connect(body.node.path / "people.sqlite") as db:
        db.execute(f"UPDATE {table} SET {change}")  # noqa: S608 - a test's own
    with pytest.raises(RecordError, match=rf"{table}: expected the accounts of officers.*from a backup"):
        body.people.unlock(DUTY, PASSWORD)
