"""`truceline node serve`: a node that others can read from and bring to, over HTTP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Annotated

import typer

from truceline.desk.node import Node
from truceline.doors.cli import node as nodes
from truceline.doors.cli.console import note
from truceline.doors.cli.signing import NodeDir, opened
from truceline.errors import TrucelineError, Unreachable

LOOK_S = 20.0  # how often it is looked whether a batch is due, in seconds
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

    Example: truceline node serve --known-as records.example:443 --node DIR

    It cosigns and mirrors what admitted logs bring. At each slot of its schedule a batch of sealed entries leaves. Put
    a web server with TLS before it; name the host that others use with --known-as, or their signed requests are not
    taken.
    """
    import uvicorn  # noqa: PLC0415 - loads the network, which no other command needs

    from truceline.desk.node.sync.listening import serving  # noqa: PLC0415 - as above
    from truceline.doors.api import application  # noqa: PLC0415 - as above
    from truceline.doors.api.connections import MOST, Prompt  # noqa: PLC0415 - as above

    with opened(node, reading=read_only) as held, _bound(host, port) as listener, ThreadPoolExecutor(1) as hands:
        here = f"{host}:{listener.getsockname()[1]}"
        names = {here, here.replace("127.0.0.1:", "localhost:"), *(known_as or ())}
        with serving(held, names) as open_node, leaving(held, hands):
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


@contextmanager
def leaving(node: Node, hands: Executor, look_s: float = LOOK_S) -> Iterator[None]:
    """Meanwhile, batches leave at their slots, by the one thread that has the node."""
    stop = threading.Event()
    looking = threading.Thread(target=_look, args=(node, hands, stop, look_s), name="batches", daemon=True)
    looking.start()
    try:
        yield
    finally:
        stop.set()
        looking.join()


def _look(node: Node, hands: Executor, stop: threading.Event, look_s: float) -> None:
    from truceline.desk.sealing.batches import leave  # noqa: PLC0415 - loads what only sealing needs

    said = ""
    while True:
        try:
            hands.submit(leave, node).result()
        except TrucelineError as error:
            # Somebody else is writing, or the disk is full: it is tried again, and said once.
            if said != str(error):
                note(f"no batch of sealed entries left: {error}")
            said = str(error)
        if stop.wait(look_s):
            return


def _bound(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), backlog=256)
    except OSError as error:
        raise Unreachable(f"{host}:{port} cannot be listened on: {error.strerror}. Choose another --port") from None
