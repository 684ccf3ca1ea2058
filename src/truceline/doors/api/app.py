"""The paths of a node over HTTP, and nothing else.

    GET  /{log}/checkpoint                  the newest signed head held, with every cosignature known
    GET  /{log}/tile/{L}/{N}[.p/{W}]        hashes        (tlog-tiles)
    GET  /{log}/tile/entries/{N}[.p/{W}]    entries       (tlog-tiles)
    GET  /{log}/proof/{index}.tlog-proof    one entry, its place and the head (tlog-proof)
    GET  /blob/{digest}                     for admitted peers: a signed request
    GET  /parcel/{n}                        likewise: the asker's own parcel of that number, of one size
    POST /parcel                            likewise: one of the asker's for this node
    POST /add-checkpoint                    tlog-witness
    POST /add-entries                       tlog-mirror
    /officers/…                             for officers of this node: see `officers`

`{log}` is the SHA-256 of the log's origin in hex. The door counts requests against quotas, bounds what it
reads before it reads it, and hands over; what is answered is decided in `desk.node.sync.serving`. One thread
of its own has the node, so that a check and what it persists are never two.
"""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from truceline.desk.node.parcels import MOST_B
from truceline.desk.node.sync.asking import Request as Signed
from truceline.desk.node.sync.serving import Answer, Asker, Serving
from truceline.doors.api import officers
from truceline.doors.api.bounds import address as _address
from truceline.doors.api.bounds import body as _body
from truceline.doors.api.bounds import flooded as _flooded
from truceline.doors.api.problems import defect, problem, refused, told
from truceline.errors import TrucelineError

LARGEST_CHECKPOINT_B = 1 << 16  # a head with 63 hashes of proof and hundreds of cosignatures
LARGEST_PARCEL_B = MOST_B  # as the largest that there is
LARGEST_UPLOAD_B = 1 << 25  # 32 MiB, as sent and unpacked; a larger upload comes in parts, as tlog-mirror has it
BODIES, BODIES_EACH = 8, 2  # uploads at once, in all and from one address: 256 MiB of them as sent
PER_TOKEN_B = 1 << 16  # what an upload costs: one token, and one for each 64 KiB

Act = Callable[[], Answer]


@dataclass(slots=True)
class Door:
    """What every path has at hand."""

    serving: Serving  # the node, as others may use it
    hands: Executor  # the one thread that touches the node
    reading: Counter[str] = field(default_factory=Counter)  # uploads under way, by address

    async def public(self, request: Request, act: Act) -> Response:
        """Answer whoever asks, within the quota of their address."""
        return await self._within(request, Asker(_address(request)), 1.0, act)

    async def checkpoint(self, request: Request) -> Response:
        """The newest head."""
        log = request.path_params["log"]
        return await self.public(request, lambda: self.serving.checkpoint(log))

    async def tile(self, request: Request) -> Response:
        """Hashes or entries."""
        log, path = request.path_params["log"], request.path_params["path"]
        return await self.public(request, lambda: self.serving.tile(log, path))

    async def proof(self, request: Request) -> Response:
        """One entry's proof."""
        log, index = request.path_params["log"], request.path_params["index"]
        return await self.public(request, lambda: self.serving.proof(log, index))

    async def blob(self, request: Request) -> Response:
        """A blob, to an admitted peer."""
        digest = request.path_params["digest"]
        return await self._for_peer(request, lambda asker: self.serving.blob(digest, asker))

    async def parcel(self, request: Request) -> Response:
        """A parcel, to the peer that it is for."""
        n = request.path_params["n"]
        return await self._for_peer(request, lambda asker: self.serving.parcel(n, asker))

    async def _for_peer(self, request: Request, act: Callable[[Asker], Answer]) -> Response:
        asker = await self._asker(request, b"")
        if not asker.peer:
            wait_s = self.serving.quota.take(asker.address)
            return _flooded(wait_s) if wait_s else _unknown(act(asker))
        return await self._within(request, asker, 1.0, lambda: act(asker))

    async def add_checkpoint(self, request: Request) -> Response:
        """A head to cosign; the signature inside is who asks."""
        return await self._upload(request, LARGEST_CHECKPOINT_B, lambda body, _: self.serving.add_checkpoint(body))

    async def add_parcel(self, request: Request) -> Response:
        """A parcel for this node, by the peer that made it."""
        return await self._upload(request, LARGEST_PARCEL_B, self.serving.add_parcel)

    async def add_entries(self, request: Request) -> Response:
        """Entries to mirror, under a head that came before."""
        answer = await self._upload(request, LARGEST_UPLOAD_B, lambda body, _: self.serving.add_entries(body))
        # tlog-mirror: "mirrors SHOULD send an Accept-Encoding header that includes gzip"
        answer.headers["Accept-Encoding"] = "gzip"
        return answer

    async def _upload(self, request: Request, largest_b: int, act: Callable[[bytes, Asker], Answer]) -> Response:
        wait_s = self.serving.quota.take(_address(request))
        if wait_s:
            return _flooded(wait_s)
        async with self._place(_address(request)):
            sent = await _body(request, largest_b)
            asker = await self._asker(request, sent)
            body = _unpacked(sent, request.headers.get("content-encoding", "identity"), largest_b)
            return await self._within(request, asker, len(body) / PER_TOKEN_B, lambda: act(body, asker))

    @asynccontextmanager
    async def _place(self, address: str) -> AsyncIterator[None]:
        """A place among the uploads under way, until the node is done; whoever is slow fills its own places alone."""
        if self.reading[address] >= BODIES_EACH or self.reading.total() >= BODIES:
            raise HTTPException(
                503, "as many uploads are under way as may be; bring this one again", {"Retry-After": "2"}
            )
        self.reading[address] += 1
        try:
            yield
        finally:
            self.reading[address] -= 1
            self.reading += Counter()  # without those of whom none is read

    async def _asker(self, request: Request, body: bytes) -> Asker:
        """Who asks: the peer whose key signed the request, or an address."""
        value = request.headers.get("authorization", "")
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        asked = Signed(request.method, path, request.headers.get("host", ""), body)
        here = asyncio.get_running_loop()
        return await here.run_in_executor(self.hands, self.serving.asker, value, asked, _address(request))

    async def _within(self, request: Request, asker: Asker, cost: float, act: Act) -> Response:
        wait_s = self.serving.quota.take(asker.peer or asker.address, cost)
        if wait_s:
            return _flooded(wait_s)
        answer = await asyncio.get_running_loop().run_in_executor(self.hands, act)
        return _response(answer, packed="gzip" in request.headers.get("accept-encoding", ""))


def application(serving: Serving, hands: Executor) -> Starlette:
    """The application of one node; `hands` has one thread and is shut by whoever made it."""
    door = Door(serving, hands)
    return Starlette(
        routes=[
            *officers.routes(serving),
            Route("/add-checkpoint", door.add_checkpoint, methods=["POST"]),
            Route("/add-entries", door.add_entries, methods=["POST"]),
            Route("/blob/{digest}", door.blob),
            Route("/parcel", door.add_parcel, methods=["POST"]),
            Route("/parcel/{n}", door.parcel),
            Route("/{log}/checkpoint", door.checkpoint),
            Route("/{log}/tile/{path:path}", door.tile),
            Route("/{log}/proof/{index}.tlog-proof", door.proof),
        ],
        exception_handlers={HTTPException: refused, TrucelineError: told, Exception: defect},
    )


def _unknown(answer: Answer) -> Response:
    """What is answered to those who are not known."""
    return problem(answer.status, answer.problem, {"WWW-Authenticate": "Truceline"})


def _unpacked(sent: bytes, encoding: str, largest_b: int) -> bytes:
    """The body meant; gzip is unpacked no further than may come ("Mirrors MUST support receiving gzip")."""
    if encoding == "identity":
        return sent
    if encoding != "gzip":
        raise HTTPException(415, "a body as it is, or packed with gzip", {"Accept-Encoding": "gzip"})
    try:
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        body = unpacker.decompress(sent, largest_b + 1)
    except zlib.error:
        raise HTTPException(400, "the body is not what gzip packs") from None
    if len(body) > largest_b:
        raise HTTPException(413, f"a body of {largest_b} bytes at most, unpacked")
    return body


def _response(answer: Answer, *, packed: bool) -> Response:
    """An answer of the desk, over HTTP; a refusal without a prescribed body is a problem."""
    headers = {"Cache-Control": answer.cache, "X-Content-Type-Options": "nosniff"}
    if answer.problem:
        return problem(answer.status, answer.problem)
    body = answer.body
    if answer.worth_packing:
        headers["Vary"] = "Accept-Encoding"
        if packed:
            body, headers["Content-Encoding"] = gzip.compress(body, 5, mtime=0), "gzip"
    # Set here and not by its media type, to which a charset would be added where the specification names none.
    return Response(body, answer.status, headers | {"Content-Type": answer.media})
