"""Signed requests: taken once, in time, from an admitted peer, for this node, as signed."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.state.logs import Writer
from truceline.desk.node.sync import asking
from truceline.desk.node.sync.asking import WINDOW_S, Admission, Asked, Request, header
from truceline.tlog.cosign import cosignature

NORTH, STRANGER = Writer("north", "party"), Writer("stranger", "party")
NOW_S = 1_935_000_000
REQUEST = Request("GET", "/blob/" + "ab" * 32, "south.example:8000")
NONCE = bytes(16)


def asked(since_s: int = 0) -> Asked:
    """A node that has admitted north."""
    keys = {NORTH.witness_key.public.name: NORTH.witness_key.public}
    return Asked(keys.get, {REQUEST.host}, since_s)


def value(request: Request = REQUEST, time_s: int = NOW_S, nonce: bytes = NONCE, who: Writer = NORTH) -> str:
    return header(request, who.witness_key, time_s, nonce)


def test_an_admitted_peer_is_known_by_its_signature() -> None:
    """The peer's key is named, and no reason stands beside it."""
    assert asked().admit(value(), REQUEST, NOW_S) == Admission(NORTH.witness_key.public.name, "")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (replace(REQUEST, method="POST"), "not one by"),
        (replace(REQUEST, path="/blob/" + "ac" * 32), "not one by"),
        (replace(REQUEST, path=REQUEST.path + "?x"), "not one by"),
        (replace(REQUEST, body=b"x"), "not one by"),
        (replace(REQUEST, host="west.example"), "signed for west.example, which is no name of this node"),
    ],
)
def test_a_signature_is_over_everything_asked(other: Request, why: str) -> None:
    """Another method, path, query, body or host is another request."""
    found = asked().admit(value(), other, NOW_S)
    assert found.peer == ""
    assert why in found.reason


def test_a_request_signed_for_another_node_is_not_taken_here() -> None:
    """What one peer was sent, it cannot use at another."""
    elsewhere = replace(REQUEST, host="west.example:8000")
    assert "no name of this node" in asked().admit(value(elsewhere), elsewhere, NOW_S).reason


@pytest.mark.parametrize(
    ("late_s", "taken"), [(WINDOW_S, True), (WINDOW_S + 1, False), (-WINDOW_S, True), (-WINDOW_S - 1, False)]
)
def test_a_request_is_taken_within_its_window(late_s: int, *, taken: bool) -> None:
    """Five minutes to either side, and no second more."""
    assert bool(asked().admit(value(), REQUEST, NOW_S + late_s).peer) is taken


def test_a_request_is_taken_once() -> None:
    """The same bytes again are refused for as long as their time would let them in."""
    node = asked()
    assert node.admit(value(), REQUEST, NOW_S).peer
    for later_s in (0, 1, WINDOW_S):
        assert "taken before" in node.admit(value(), REQUEST, NOW_S + later_s).reason
    assert node.admit(value(nonce=b"1" * 16), REQUEST, NOW_S).peer


def test_a_node_that_began_anew_takes_nothing_signed_before() -> None:
    """What it may have taken before it stopped, it cannot remember, so it asks for a new signature."""
    assert "before this node began" in asked(NOW_S + 1).admit(value(), REQUEST, NOW_S + 2).reason


def test_a_stranger_is_told_so() -> None:
    """A good signature by a key that nobody admitted is no admission."""
    assert "no admitted peer" in asked().admit(value(who=STRANGER), REQUEST, NOW_S).reason


def test_a_cosignature_is_no_request() -> None:
    """The one key signs both, and neither can stand for the other."""
    text = REQUEST.signed_text(NOW_S, NONCE.hex()).decode()
    line = cosignature(text, NORTH.witness_key, NOW_S)
    signed = base64.b64encode(line.blob[8:]).decode()
    forged = value().rpartition('signature="')[0] + f'signature="{signed}"'
    assert "not one by" in asked().admit(forged, REQUEST, NOW_S).reason


def test_a_flood_of_nonces_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """When no more can be remembered nobody new is taken; once the window has passed, they are again."""
    monkeypatch.setattr(asking, "NONCES", 3)
    node = asked()
    given_nonces = [bytes([number]) * 16 for number in range(4)]
    found = [node.admit(value(nonce=nonce), REQUEST, NOW_S) for nonce in given_nonces]
    assert [bool(one.peer) for one in found] == [True, True, True, False]
    later_s = NOW_S + WINDOW_S + 1
    assert node.admit(value(time_s=later_s, nonce=given_nonces[3]), REQUEST, later_s).peer


@settings(max_examples=60)
@given(st.text(max_size=300) | st.integers(0, 300).map(lambda at: value()[:at] + "x" + value()[at + 1 :]))
def test_any_other_text_is_refused_with_a_reason(text: str) -> None:
    """A header of any other bytes admits nobody, says why, and never fails."""
    if text != value():
        found = asked().admit(text, REQUEST, NOW_S)
        assert found.peer == ""
        assert found.reason
