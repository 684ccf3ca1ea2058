"""What this node says over HTTP when it does not do what was asked: RFC 9457 problem details.

The bodies that tlog-witness and tlog-mirror prescribe for a conflict are theirs and pass through as
they are; every other refusal is a problem with its status, what it is about and one sentence of reason.
No stack trace, path on disk or name of a library is ever in one.
"""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from truceline.errors import Locked, Unreachable

MEDIA = "application/problem+json"


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """A problem; its type is `about:blank`, so that its title is the status's own (RFC 9457, 4.2.1)."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return Response(json.dumps(said, ensure_ascii=False), status, kept, media_type=MEDIA)


async def refused(_: Request, error: Exception) -> Response:
    """A path that there is not, or a method that it does not take."""
    assert isinstance(error, HTTPException)  # noqa: S101 - the routes hand over nothing else
    return problem(error.status_code, error.detail, dict(error.headers or {}))


async def told(_: Request, error: Exception) -> Response:
    """An error of ours: one that passes is worth asking again, another is this node's own trouble, and stays here."""
    if isinstance(error, Locked | Unreachable):
        return problem(503, "the node is busy; ask again", {"Retry-After": "5"})
    return problem(500, "this node cannot give what was asked; ask another that holds it")


async def defect(_: Request, __: Exception) -> Response:
    """Anything else is a defect of this node; it says so and nothing more."""
    return problem(500, "a defect of this node; what was asked was not done")
