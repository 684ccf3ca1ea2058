"""`truceline node serve`: a node that others can read from and bring to, over HTTP."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

import typer

from truceline.doors.cli import node as nodes
from truceline.doors.cli.console import note
from truceline.doors.cli.signing import NodeDir, opened
from truceline.errors import Unreachable

Names = Annotated[
    list[str] | None,
    typer.Option("--known-as", metavar="HOST[:PORT]", help="A name others reach it by; may be repeated."),
]


@nodes.app.command()
def serve(
    node: NodeDir = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0: any that is free.", min=0, max=65535)] = 8016,
    known_as: Names = None,
    *,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Without passphrase: cosign and mirror nothing.")
    ] = False,
) -> None:
    """Serve a node over HTTP until it is ended: checkpoints, tiles and proofs to all, blobs to admitted peers.

    It cosigns and mirrors what admitted logs bring. Put a web server with TLS before it; name the host that
    others use with --known-as, or their signed requests are not taken.
    """
    import uvicorn  # noqa: PLC0415 - loads the network, which no other command needs

    from truceline.desk.node.sync.listening import serving  # noqa: PLC0415 - as above
    from truceline.doors.api import application  # noqa: PLC0415 - as above
    from truceline.doors.api.connections import MOST, Prompt  # noqa: PLC0415 - as above

    with opened(node, reading=read_only) as held, _bound(host, port) as listener, ThreadPoolExecutor(1) as hands:
        here = f"{host}:{listener.getsockname()[1]}"
        names = {here, here.replace("127.0.0.1:", "localhost:"), *(known_as or ())}
        with serving(held, names) as open_node:
            config = uvicorn.Config(
                application(open_node, hands),
                http=Prompt,
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=MOST,
            )
            note(f"serving {held.origin} at http://{here}")
            uvicorn.Server(config).run([listener])


def _bound(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=256)
    except OSError as error:
        raise Unreachable(f"{host}:{port} cannot be listened on: {error.strerror}. Choose another --port") from None
