"""Officers' paths of a node over HTTP: who is let in, what they are given, what nobody else can make of them."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nacl.pwhash import argon2id

from tests.people.bodies import PASSWORD, WORDS, Body, a_body
from truceline.desk.guard import Action, Role
from truceline.desk.node.sync.listening import serving
from truceline.desk.people import NotUnlocked, reading
from truceline.desk.sealing.vault import Vault
from truceline.doors import cli
from truceline.doors.api import application, officers
from truceline.kinds import Marking

DUTY, KEEPER = "Duty officer, north", "Keeper of the machine"
HOST = "south.example"
Ask = Callable[..., httpx.Response]


@pytest.fixture
def body(tmp_path: Path) -> Iterator[Body]:
    """A monitor with an officer, and the keeper of the machine."""
    with a_body(tmp_path) as found:
        found.add(DUTY, Role.MONITOR_OFFICER)
        found.add(KEEPER, Role.ADMINISTRATOR)
        yield found


@contextmanager
def served(body: Body, quota: tuple[float, float] = (1e6, 1e6)) -> Iterator[httpx.AsyncClient]:
    """The node as the network has it, without a socket."""
    with serving(body.node, {HOST}, lambda: 0.0, quota) as open_node, ThreadPoolExecutor(1) as hands:
        app = application(open_node, hands)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("192.0.2.7", 5000))
        yield httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}")


@contextmanager
def asked_of(body: Body, quota: tuple[float, float] = (1e6, 1e6)) -> Iterator[Ask]:
    """Ask it one thing after the other."""
    with served(body, quota) as web:

        def ask(method: str, path: str, *, token: str = "", **more: Any) -> httpx.Response:  # noqa: ANN401 - httpx's
            more["headers"] = dict(more.get("headers", {})) | ({"Authorization": f"Bearer {token}"} if token else {})
            return asyncio.run(web.request(method, path, **more))

        yield ask


@pytest.fixture
def ask(body: Body) -> Iterator[Ask]:
    """The node, asked without a quota."""
    with asked_of(body) as asked:
        yield asked


def session(ask: Ask, body: Body, name: str = DUTY, **more: object) -> httpx.Response:
    """A session begun with the right passphrase and a code that was not taken yet."""
    body.clock.goes_on(30)
    return ask("POST", "/officers/session", json={"name": name, "password": PASSWORD, "code": body.code(name), **more})


def is_problem(answer: httpx.Response, status: int, detail: str = "") -> None:
    """RFC 9457, not to be kept, nothing of this machine in it."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    assert answer.headers["cache-control"] == "no-store"
    said = answer.json()
    assert (said["type"], said["status"]) == ("about:blank", status)
    assert detail in said["detail"]
    for secret in (PASSWORD, "Traceback", "pytest-of", "sqlite", ".py"):
        assert secret not in answer.text


def test_a_session_from_its_beginning_to_its_end(body: Body, ask: Ask) -> None:
    """Passphrase and code give a token; it lists, reads and counts; ended, it does nothing."""
    sealed = body.seal()
    begun = session(ask, body)
    assert begun.status_code == 201
    assert begun.headers["cache-control"] == "no-store"
    assert "set-cookie" not in begun.headers
    said = begun.json()
    assert (said["scopes"], said["until"]) == (["count", "see"], str(body.clock.at.plus(12 * 3600)))
    token = said["token"]
    listed = ask("GET", "/officers/sealed", token=token)
    assert listed.headers["cache-control"] == "no-store"
    assert [(one["id"], one["envelope"]["kind"]) for one in listed.json()["sealed"]] == [(sealed, "report.received")]
    one = ask("GET", f"/officers/sealed/{sealed}", token=token).json()
    assert (one["payload"]["text"], one["envelope"]["marking"]) == (WORDS, "TLP:AMBER")
    assert ask("GET", "/officers/counts", token=token).json() == {"kinds": {"report.received": 1}, "sealed": 1}
    assert ask("GET", f"/officers/sealed?after={sealed}", token=token).json() == {"sealed": []}
    assert ask("DELETE", "/officers/session", token=token).status_code == 204
    for method, path in (("GET", "/officers/sealed"), ("DELETE", "/officers/session")):
        is_problem(ask(method, path, token=token), 401, "nothing was unlocked")


def test_a_long_list_comes_in_parts(body: Body, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each after the last of the one before, in order of id."""
    monkeypatch.setattr(reading, "PAGE", 2)
    ids, token, found = sorted(body.seal() for _ in range(3)), body.token(DUTY, Action.SEE), list[str]()
    while page := ask("GET", f"/officers/sealed?after={found[-1] if found else ''}", token=token).json()["sealed"]:
        assert len(page) <= 2
        found += [one["id"] for one in page]
    assert found == ids


def test_every_wrong_try_is_one_answer(body: Body, ask: Ask) -> None:
    """Name, passphrase, code, an account that waits, one that is disabled: the same bytes."""
    body.add("Gone", Role.AUDITOR)
    gone = body.code("Gone")
    body.people.disable("Gone")
    code = body.code(DUTY)
    tries = [("Nobody", PASSWORD, code), (DUTY, "guess", code), (DUTY, PASSWORD, "000000"), ("Gone", PASSWORD, gone)]
    tries += [(DUTY, "guess", code)] * 5 + [(DUTY, PASSWORD, code)]
    answers = [
        ask("POST", "/officers/session", json={"name": name, "password": password, "code": code})
        for name, password, code in tries
    ]
    for answer in answers:
        is_problem(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"
    assert len({(answer.content, str(sorted(answer.headers.items()))) for answer in answers}) == 1
    for token in ("", "x", "truceline_" + "A" * 43):
        assert ask("GET", "/officers/sealed", token=token).content == answers[0].content


def test_unknown_forbidden_and_erased_look_alike(body: Body, ask: Ask) -> None:
    """For whom it is not, a sealed object is not there: the same bytes, and no list and no count shows it."""
    body.add("Notifier", Role.NOTIFIER, by=DUTY)
    red, gone = body.seal(Marking.RED), body.seal()
    with Vault(body.node) as vault:
        vault.erase(gone)
    body.clock.goes_on(30)
    for name in ("Notifier", KEEPER):
        token = session(ask, body, name).json()["token"]
        paths = (red, gone, "0" * 32, "x", "%00", "é", red.upper())
        answers = [ask("GET", f"/officers/sealed/{one}", token=token) for one in paths]
        for answer in answers:
            is_problem(answer, 404, "nothing of that name here for you")
        assert len({(answer.content, str(sorted(answer.headers.items()))) for answer in answers}) == 1
        assert ask("GET", "/officers/sealed", token=token).json() == {"sealed": []}
        assert ask("GET", "/officers/counts", token=token).json() == {"kinds": {}, "sealed": 0}


def test_a_token_reaches_what_its_scopes_say(body: Body, ask: Ask) -> None:
    """One for counting counts, and finds nothing there to read."""
    sealed = body.seal()
    token = session(ask, body, scopes=["count"], hours=1).json()["token"]
    assert ask("GET", "/officers/counts", token=token).json()["sealed"] == 1
    assert ask("GET", "/officers/sealed", token=token).json() == {"sealed": []}
    is_problem(ask("GET", f"/officers/sealed/{sealed}", token=token), 404)
    blind = session(ask, body, scopes=["seal"]).json()["token"]
    assert ask("GET", "/officers/counts", token=blind).json() == {"kinds": {}, "sealed": 0}
    for more in ({"scopes": ["manage"]}, {"scopes": ["everything"]}, {"hours": 25}, {"hours": 0}):
        is_problem(session(ask, body, **more), 400, "expected a JSON object")
    is_problem(session(ask, body, scopes=[]), 403, "scopes are one or more")


def test_a_token_comes_in_its_header_alone(body: Body, ask: Ask) -> None:
    """In an address, a cookie or a body it is none; and no other scheme is taken."""
    token = body.token(DUTY, Action.SEE)
    for path in (f"/officers/sealed?token={token}", f"/officers/sealed?access_token={token}"):
        is_problem(ask("GET", path), 401)
    is_problem(ask("GET", "/officers/sealed", headers={"Cookie": f"token={token}"}), 401)
    is_problem(ask("GET", "/officers/sealed", headers={"Authorization": f"Basic {token}"}), 401)
    assert ask("GET", "/officers/sealed", headers={"Authorization": f"bearer {token}"}).status_code == 200


def test_no_page_of_another_site_begins_a_session(body: Body, ask: Ask) -> None:
    """A form cannot send application/json, and nothing here says that another site may ask or read."""
    right = json.dumps({"name": DUTY, "password": PASSWORD, "code": body.code(DUTY)})
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        is_problem(ask("POST", "/officers/session", content=right, headers={"Content-Type": kind}), 415)
    begun = session(ask, body)
    preflight = ask("OPTIONS", "/officers/session", headers={"Origin": "https://elsewhere.example"})
    assert preflight.status_code == 405
    assert not [one for answer in (begun, preflight) for one in answer.headers if "access-control" in one]


def test_what_is_sent_is_bounded(body: Body, ask: Ask) -> None:
    """A larger body is not read, and what was no question is told nothing of itself."""
    kind = {"Content-Type": "application/json"}
    is_problem(ask("POST", "/officers/session", content=b"x" * (officers.LARGEST_B + 1), headers=kind), 413)
    for sent in (b"", b"[]", b"null", b'{"name": "x"}', b"[" * 4000, b'{"a":' * 800, PASSWORD.encode()):
        is_problem(ask("POST", "/officers/session", content=sent, headers=kind), 400)
    lone = b'{"name": "\\ud800", "password": "%s", "code": "1"}' % PASSWORD.encode()
    is_problem(ask("POST", "/officers/session", content=lone, headers=kind), 400)
    assert not list(body.node.path.glob("*.part"))


def test_a_flood_is_told_to_wait(body: Body) -> None:
    """A try of a passphrase costs as much as two hundred questions, from the same bucket as every other path's."""
    with asked_of(body, (1.0, 2 * officers.TRY_COST)) as ask:
        assert session(ask, body).status_code == 201
        assert session(ask, body).status_code == 201
        is_problem(session(ask, body), 429, "quota")
        is_problem(ask("GET", "/officers/sealed"), 429, "quota")
        is_problem(ask("GET", f"/{'0' * 64}/checkpoint"), 429, "quota")


def test_guesses_keep_no_question_waiting(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases are tried one by one; of one address four wait, the next is sent away, and a token is answered."""
    token, entered, go_on = body.token(DUTY, Action.COUNT), threading.Semaphore(0), threading.Event()
    kdf = argon2id.kdf

    def slow(*arguments: Any) -> bytes:  # noqa: ANN401 - libsodium's own
        entered.release()
        go_on.wait(20)
        return kdf(*arguments)

    monkeypatch.setattr(argon2id, "kdf", slow)

    async def crowd(web: httpx.AsyncClient) -> tuple[int, list[int]]:
        guessed = {"name": DUTY, "password": "guess", "code": "000000"}
        tries = [asyncio.create_task(web.post("/officers/session", json=guessed)) for _ in range(6)]
        assert await asyncio.to_thread(entered.acquire, timeout=20)
        counted = await web.get("/officers/counts", headers={"Authorization": f"Bearer {token}"})
        go_on.set()
        return counted.status_code, sorted([answer.status_code for answer in await asyncio.gather(*tries)])

    with served(body) as web:
        assert asyncio.run(crowd(web)) == (200, [401] * 4 + [503] * 2)


def test_no_secret_is_in_a_log_line(body: Body, ask: Ask, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is logged of a passphrase, a code or a token, right or wrong."""
    caplog.set_level(logging.DEBUG)
    token = session(ask, body).json()["token"]
    ask("GET", "/officers/sealed", token=token)
    ask("POST", "/officers/session", json={"name": DUTY, "password": "a wrong guess", "code": "123123"})
    written = " ".join(record.getMessage() for record in caplog.records)
    for secret in (PASSWORD, token, token[10:], body.code(DUTY), "a wrong guess", "123123"):
        assert secret not in written


def test_the_server_logs_no_access(body: Body, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`node serve` starts its server without an access log: no address that was asked is written down."""
    seen: list[uvicorn.Config] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda server, _: seen.append(server.config))
    monkeypatch.setenv("TRUCELINE_MARKERS", str(tmp_path / "markers"))
    arguments = ["truceline", "node", "serve", "--node", str(body.node.path), "--port", "0", "--read-only"]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit, match="0"):
        cli.main()
    assert [config.access_log for config in seen] == [False]


words = st.text(max_size=12)


def _more(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4)


sent = st.one_of(
    st.binary(max_size=200),
    st.recursive(st.none() | st.integers() | words, _more, max_leaves=10).map(lambda tree: json.dumps(tree).encode()),
    st.fixed_dictionaries({"name": words, "password": words, "code": words}).map(
        lambda tree: json.dumps(tree).encode()
    ),
)


@given(sent, words)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_sent_is_a_problem_of_its_sender(ask: Ask, body: Body, data: bytes, token: str) -> None:
    """Never a defect of the node, never let in."""
    kind = {"Content-Type": "application/json"}
    assert ask("POST", "/officers/session", content=data, headers=kind).status_code in {400, 401, 413}
    header = {"Authorization": b"Bearer " + token.encode(errors="replace").replace(b"\n", b"").replace(b"\r", b"")}
    for path in ("/officers/sealed", "/officers/counts", "/officers/sealed/0"):
        assert ask("GET", path, headers=header).status_code == 401
    with pytest.raises(NotUnlocked):
        body.people.by_token(token)
