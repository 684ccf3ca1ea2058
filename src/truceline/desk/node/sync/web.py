"""Logs over HTTP: a node, or any web server that has a bundle's tree.

Requests are tried again while a node is busy or out of reach; one that is not public is signed (`asking`).
Redirects are not followed: what was signed for one host is not carried to another.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx

from truceline.desk.node.sync.asking import Request
from truceline.desk.node.sync.sources import Sign, asked, largest_b, too_large
from truceline.errors import Unreachable, shortened

TIMEOUT_S = 30.0
TRIES = 4
LONGEST_WAIT_S = 60
SLOWEST_S, SLOWEST_BS = 120.0, 65536.0  # an answer takes no longer than this, and a second for so many bytes
_AGAIN = {429, 500, 502, 503, 504}  # answers worth asking again after


@dataclass(slots=True)
class Url:
    """A node, or a web server that has a bundle's tree."""

    base: str  # as a person named it, without a slash at the end
    sign: Sign | None = None  # signs requests for blobs; None: they are asked for without
    only: tuple[str, ...] = ()  # the logs to read; a node lists none
    pause: Callable[[float], None] = time.sleep  # waits between tries
    clock: Callable[[], float] = time.monotonic  # seconds
    near: bool = False
    refused: str = ""  # why it last gave us nothing, in its words; empty: it gave what it had
    _web: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=TIMEOUT_S, follow_redirects=False))

    @property
    def name(self) -> str:
        """The address."""
        return self.base

    def logs(self) -> tuple[str, ...]:
        """The logs asked for when this was opened."""
        return self.only

    def get(self, path: str) -> bytes | None:
        """What the node answers for a path; None where it has nothing there, or not for us.

        Raises Unreachable where it does not answer, after several tries.
        """
        status, body, media = self._sent("GET", asked(path), b"", {}, signed=path.startswith("blob/"))
        if status == 401:
            self.refused = _detail(body, media)
        return body if status == 200 else None

    def asked(self, path: str) -> bytes | None:
        """What the node answers to a signed request for a path; None where it has nothing there for us.

        Raises Unreachable as `get` does.
        """
        status, body, _ = self._sent("GET", path, b"", {}, signed=True)
        return body if status == HTTPStatus.OK else None

    def post(self, path: str, body: bytes, media: str, *, packed: bool = False) -> tuple[int, bytes, str]:
        """Upload a body, `packed` by gzip or not; the status, body and media type of the answer. Raises Unreachable."""
        headers = {"Content-Type": media, **({"Content-Encoding": "gzip"} if packed else {})}
        return self._sent("POST", path, body, headers, signed=True)

    def close(self) -> None:
        """Let go of the connections."""
        self._web.close()

    def _sent(
        self, method: str, path: str, body: bytes, headers: dict[str, str], *, signed: bool
    ) -> tuple[int, bytes, str]:
        """One request, tried again while the node is busy or out of reach."""
        why = ""
        for turn in range(TRIES):
            # Built and signed anew for each try: a signed request is taken once.
            request = self._web.build_request(method, f"{self.base}/{path}", content=body or None, headers=headers)
            if signed and self.sign:
                target = request.url.raw_path.decode("ascii")
                wanted = Request(method, target, request.headers["host"], body)
                request.headers["Authorization"] = self.sign(wanted)
            try:
                status, data, media, wait_s = self._answered(request, path)
            except httpx.HTTPError as error:
                why, wait_s = f"{type(error).__name__}: {error}", float(turn)
            else:
                if status not in _AGAIN:
                    return status, data, media
                why = f"it answers {status}"
            if turn < TRIES - 1:
                self.pause(wait_s)
        raise Unreachable(f"{self.base} does not answer ({why}); nothing is lost, and the same command goes on")

    def _answered(self, request: httpx.Request, path: str) -> tuple[int, bytes, str, float]:
        """The answer's status, body, media type, and how long it asks to wait, in seconds."""
        began_s = self.clock()
        with self._stream(request) as response:
            data = bytearray()
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > largest_b(path):
                    raise too_large(self.base, path)
                if self.clock() - began_s > SLOWEST_S + len(data) / SLOWEST_BS:
                    raise Unreachable(
                        f"{self.base} answers so slowly that it is not waited for; the same command goes on"
                    )
            wait = response.headers.get("retry-after", "1")
            wait_s = min(float(wait), LONGEST_WAIT_S) if wait.isdecimal() else 1.0
            return response.status_code, bytes(data), response.headers.get("content-type", ""), wait_s

    @contextmanager
    def _stream(self, request: httpx.Request) -> Iterator[httpx.Response]:
        response = self._web.send(request, stream=True)
        try:
            yield response
        finally:
            response.close()


def _detail(body: bytes, media: str) -> str:
    """The reason in a problem (RFC 9457)."""
    try:
        said = json.loads(body) if media == "application/problem+json" else {}
    except ValueError:
        said = {}
    detail = said.get("detail") if isinstance(said, dict) else None
    return shortened(detail, 200) if isinstance(detail, str) else "it does not say why"
