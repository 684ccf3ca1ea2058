"""Officers' paths: a session begun with name, passphrase and code; what is sealed here, as far as it is for them.

    POST   /officers/session        {"name", "password", "code"} -> a token, for 12 hours and two scopes unless said;
                                    with a token from before, which may have ended, others' guesses are no hindrance
    DELETE /officers/session        ends the token that asks
    GET    /officers/sealed         what this officer may know of, 50 at once; ?after=ID
    GET    /officers/sealed/{id}    one of them
    GET    /officers/counts         how many, in all and by kind

A token comes in the Authorization header (Bearer) and nowhere else. There are no cookies, so that no other site's page
can make a browser ask in an officer's name; a session is begun with application/json alone, which such a page cannot
send unasked. Who asks is for `desk.people`, what they are given for the guard. One passphrase is tried at a time, and
one question answered, each in a thread of its own with the node open for reading: neither guesses nor long lists keep
the node from its peers, nor guesses those who have a token.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from truceline import canon
from truceline.canon import Json
from truceline.desk.guard import Action
from truceline.desk.node import Node, open_node
from truceline.desk.node.sync.serving import Serving
from truceline.desk.people import NotUnlocked, People, Unlocked, reading
from truceline.desk.people.tokens import SCOPES
from truceline.doors.api.bounds import address, body, flooded
from truceline.doors.api.problems import problem
from truceline.errors import Refused, UnknownName

LARGEST_B = 1 << 12  # what begins a session
MOST_WAITING, MOST_EACH = 8, 4  # requests that wait for their turn, in all and of one address; more are sent away
TRY_COST = 200.0  # of the quota: a passphrase costs the node a second
HOUR_S, MOST_HOURS = 3_600, 24
NO_SUCH = "there is nothing of that name here for you"
_EXPECTED = (
    "expected a JSON object with name, password and code as text; "
    "it may have scopes, of those a token may have, and hours, 1 to 24"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What begins a session."""

    name: str
    password: str = field(repr=False)
    code: str = field(repr=False)
    scopes: tuple[str, ...] = (Action.SEE.value, Action.COUNT.value)
    hours: int = 12


Act = Callable[[Node, People], Response]
Reading = Callable[[Node, Unlocked], dict[str, Json]]


@dataclass(slots=True)
class Queue:
    """Requests that are done one after the other."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: Counter[str] = field(default_factory=Counter)  # by address; the one whose turn it is among them

    @asynccontextmanager
    async def turn(self, address: str) -> AsyncIterator[None]:
        """One's turn; raises HTTPException where too many wait for theirs."""
        if self.waiting.total() >= MOST_WAITING or self.waiting[address] >= MOST_EACH:
            raise HTTPException(503, "as many officers ask as may; ask again", {"Retry-After": "5"})
        self.waiting[address] += 1
        try:
            async with self.lock:
                yield
        finally:
            self.waiting[address] -= 1
            self.waiting += Counter()  # without those of whom none waits


@dataclass(slots=True)
class Officers:
    """The officers' paths of one node."""

    serving: Serving  # whose node and quota
    tries: Queue = field(default_factory=Queue)  # of passphrases
    questions: Queue = field(default_factory=Queue)  # with a token: whoever guesses keeps none of them waiting

    async def begin(self, request: Request) -> Response:
        """Begin a session."""
        wait_s = self.serving.quota.take(address(request), TRY_COST)
        if wait_s:
            return flooded(wait_s)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return problem(415, "a session is begun with application/json")
        asked, where = _asked(await body(request, LARGEST_B)), address(request)
        if asked is None:
            return problem(400, _EXPECTED)
        # An address is never empty here: the terminal alone has none.
        before = _token(request)

        def act(node: Node, people: People) -> Response:
            return _begun(node, people, asked, where or "unknown", before)

        async with self.tries.turn(where):
            return await asyncio.to_thread(self._done, act)

    async def end(self, request: Request) -> Response:
        """End the session whose token asks."""
        token = _token(request)

        def act(_: Node, people: People) -> Response:
            people.revoke(people.by_token(token).token)
            return Response(status_code=204, headers={"Cache-Control": "no-store"})

        return await self._within(request, act)

    async def sealed(self, request: Request) -> Response:
        """What this officer may know of."""
        after = request.query_params.get("after", "")
        return await self._read(request, lambda node, who: reading.listed(node, who, after))

    async def one(self, request: Request) -> Response:
        """One sealed object."""
        id_ = request.path_params["id"]
        return await self._read(request, lambda node, who: reading.read(node, who, id_))

    async def counts(self, request: Request) -> Response:
        """How many there are."""
        return await self._read(request, reading.counts)

    async def _read(self, request: Request, read: Reading) -> Response:
        token = _token(request)
        return await self._within(request, lambda node, people: _answer(read(node, people.by_token(token))))

    async def _within(self, request: Request, act: Act) -> Response:
        wait_s = self.serving.quota.take(address(request))
        if wait_s:
            return flooded(wait_s)
        async with self.questions.turn(address(request)):
            return await asyncio.to_thread(self._done, act)

    def _done(self, act: Act) -> Response:
        """An act with the node open for reading, and the answer where it is refused."""
        world = self.serving.node.world
        try:
            with open_node(self.serving.node.path, None, world) as node, People(node.path, world) as people:
                return act(node, people)
        except NotUnlocked as error:
            return problem(401, str(error), {"WWW-Authenticate": "Bearer"})
        except UnknownName:
            return problem(404, NO_SUCH)
        except Refused as error:
            return problem(403, str(error))


def routes(serving: Serving) -> list[Route]:
    """The officers' paths of a node."""
    door = Officers(serving)
    return [
        Route("/officers/session", door.begin, methods=["POST"]),
        Route("/officers/session", door.end, methods=["DELETE"]),
        Route("/officers/sealed", door.sealed),
        Route("/officers/sealed/{id}", door.one),
        Route("/officers/counts", door.counts),
    ]


def _begun(node: Node, people: People, asked: Asked, where: str, before: str) -> Response:
    who = people.unlock(asked.name, asked.password, asked.code, where, before=before)
    until = node.world.now().plus(asked.hours * HOUR_S)
    text = people.issue(who, [Action(scope) for scope in asked.scopes], until)
    return _answer({"token": text, "until": str(until), "scopes": [*sorted(asked.scopes)]}, 201)


def _asked(sent: bytes) -> Asked | None:
    """What begins a session; None for anything else. What was sent is never told back: it may hold a passphrase."""
    try:
        found = canon.loads(Asked, sent)
        f"{found.name}{found.password}{found.code}".encode()
    except (ValueError, RecursionError):
        return None
    known = {one.value for one in SCOPES}
    return found if 1 <= found.hours <= MOST_HOURS and known.issuperset(found.scopes) else None


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _answer(facts: dict[str, Json], status: int = 200) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return Response(text, status, headers, media_type="application/json")
