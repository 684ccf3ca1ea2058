"""Tokens: what stands for an officer for a while, and for no more than it says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.canaries import search
from tests.people.bodies import PASSWORD, Body, a_body
from truceline.desk.guard import Action, Role
from truceline.desk.people import NotUnlocked, tokens
from truceline.desk.people.people import MOST_TOKENS
from truceline.errors import Refused, UnknownName

DUTY, KEEPER = "Duty officer, north", "Keeper of the machine"


@pytest.fixture
def body(tmp_path: Path) -> Iterator[Body]:
    """A body with one officer who opens things."""
    with a_body(tmp_path) as found:
        found.add(DUTY, Role.MONITOR_OFFICER)
        yield found


def test_a_token_has_what_its_scopes_need_and_no_more(body: Body) -> None:
    """Seeing takes the body's key, sealing the signature, auditing neither; an administrator's opens nothing."""
    body.add(KEEPER, Role.ADMINISTRATOR)
    wants = {
        (DUTY, Action.SEE): (True, False),
        (DUTY, Action.COUNT): (True, False),
        (DUTY, Action.SEAL): (False, True),
        (DUTY, Action.AUDIT): (False, False),
        (DUTY, Action.ERASE): (True, True),
        (KEEPER, Action.SEE): (False, False),
    }
    for (name, scope), has in wants.items():
        who = body.people.by_token(body.token(name, scope))
        assert (who.body is not None, bool(who.sign(b"x"))) == has
        assert who.asker(body.node.origin).scopes == {scope}
        assert who.officer.role is body.added[name].officer.role


def test_a_token_ends_and_is_revoked(body: Body) -> None:
    """At its end, by its id, or with its officer's account; each time with the same words."""
    body.add("Second officer", Role.OBSERVER, by=DUTY)
    people = body.people
    over, revoked, closed = body.token(DUTY, Action.SEE), body.token(DUTY, Action.SEE, lasts_s=600), ""
    closed = body.token("Second officer", Action.SEE, lasts_s=600)
    people.revoke(people.by_token(revoked).token)
    people.disable("Second officer")
    people.by_token(over)
    body.clock.goes_on(60)
    never = tokens.text_of(bytes(32))
    for text in (over, revoked, closed, never, "", "truceline_", over[:-1], over + "A", f"Bearer {over}", "\ud800"):
        with pytest.raises(NotUnlocked):
            people.by_token(text)
    with pytest.raises(UnknownName, match="token"):
        people.revoke("0" * 16)
    assert people.tokens() == ()


def test_what_is_no_token(body: Body) -> None:
    """None by a token, none for managing, none without scope or end, none for ever; and no more than fifty."""
    people, now = body.people, body.clock.at
    who = people.unlock(DUTY, PASSWORD)
    bearer = people.by_token(body.token(DUTY, Action.SEE))
    for one, scopes, until, words in (
        (bearer, [Action.SEE], now.plus(60), "a token begets none"),
        (who, [Action.MANAGE], now.plus(60), "scopes are one or more of"),
        (who, [], now.plus(60), "scopes are one or more of"),
        (who, [Action.SEE], now, "its end must lie ahead"),
        (who, [Action.SEE], now.plus(91 * 86_400), "within 90 days"),
    ):
        with pytest.raises(Refused, match=words):
            people.issue(one, scopes, until)
    for _ in range(MOST_TOKENS - 1):
        people.issue(who, [Action.COUNT], now.plus(60))
    with pytest.raises(Refused, match="revoke some"):
        people.issue(who, [Action.COUNT], now.plus(60))
    body.clock.goes_on(60)
    people.issue(who, [Action.COUNT], body.clock.at.plus(60))
    body.add("Second officer", Role.OBSERVER, by=DUTY)
    people.disable(DUTY)
    with pytest.raises(NotUnlocked):
        people.issue(who, [Action.COUNT], body.clock.at.plus(60))


def test_a_token_is_in_no_file(body: Body) -> None:
    """Neither as text nor as bytes, in any way of writing; nor is a passphrase, or the secret of the codes."""
    text = body.token(DUTY, Action.SEE)
    raw = tokens.raw_of(text)
    assert raw
    secrets = [text.removeprefix("truceline_"), raw.hex(), PASSWORD, body.added[DUTY].totp_secret]
    assert search(body.node.path.parent, secrets) == ()
    assert not any(raw in path.read_bytes() for path in body.node.path.parent.rglob("*") if path.is_file())


def test_what_stands_beside_the_box_of_a_token_counts_for_nothing(body: Body) -> None:
    """Whoever can write the file gives a token no scope, no time and no other officer."""
    body.add("Second officer", Role.OBSERVER, by=DUTY)
    text = body.token(DUTY, Action.COUNT)
    with sqlite3.connect(body.node.path / "people.sqlite") as db:
        db.execute("UPDATE token SET scopes = 'see erase manage', until_s = 99999999999, officer = 'Second officer'")
    who = body.people.by_token(text)
    assert (who.officer.name, who.scopes) == (DUTY, frozenset({Action.COUNT}))
    body.clock.goes_on(60)
    with pytest.raises(NotUnlocked):
        body.people.by_token(text)


@given(st.text(max_size=80))
@settings(max_examples=50)
def test_any_text_is_read_as_a_token_or_is_none(text: str) -> None:
    """No text breaks the reader, and what it reads is written the same."""
    for one in (text, f"truceline_{text}"):
        raw = tokens.raw_of(one)
        assert raw is None or (len(raw) == 32 and tokens.raw_of(tokens.text_of(raw)) == raw)
