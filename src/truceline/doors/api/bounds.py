"""What bounds every request: where it came from, how much its body may be, what is said to a flood."""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from truceline.doors.api.problems import problem

SLOWEST_S = 120  # a body that is not here by then is not waited for


def address(request: Request) -> str:
    """Where a request came from; what stands between us and them may say anything in a header, so none is read."""
    return request.client.host if request.client else ""


def flooded(wait_s: int) -> Response:
    """The answer to who asked more than their quota."""
    return problem(429, f"more was asked than this node's quota; ask again in {wait_s} s", {"Retry-After": str(wait_s)})


async def body(request: Request, largest_b: int) -> bytes:
    """The body as sent; never more of it in memory than may come."""
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > largest_b:
        raise HTTPException(413, f"a body of {largest_b} bytes at most; send the rest in further requests")
    read = bytearray()
    try:
        async with asyncio.timeout(SLOWEST_S):
            async for chunk in request.stream():
                read += chunk
                if len(read) > largest_b:
                    raise HTTPException(413, f"a body of {largest_b} bytes at most; send the rest in further requests")
    except TimeoutError:
        raise HTTPException(408, f"the body was not here within {SLOWEST_S} s") from None
    except ClientDisconnect:
        raise HTTPException(400, "the sender went away") from None
    return bytes(read)
