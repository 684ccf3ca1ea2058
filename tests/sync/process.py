"""A node's processes without the command line, which costs a second each: `serve`, or `sync` with one place.

Run as ``python -m tests.sync.process serve DIR MARKERS`` or ``… sync DIR MARKERS WHERE``. The commands themselves
are tried where they are meant.
"""

import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import uvicorn

from tests.sync.nodes import PASSPHRASE, Clock, quiet
from truceline.desk.node import Node, open_node, world
from truceline.desk.node.sync import Place, sync
from truceline.desk.node.sync.listening import serving
from truceline.doors.api import application


def serve(node: Node) -> None:
    """Serve until the process is ended; the address is the first line printed."""
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as hands:
        here = f"127.0.0.1:{listener.getsockname()[1]}"
        with serving(node, {here}) as asked:
            print(f"http://{here}", flush=True)  # noqa: T201 - what the test waits for
            uvicorn.Server(uvicorn.Config(application(asked, hands), log_level="error")).run([listener])


if __name__ == "__main__":
    what, folder, markers, *where = sys.argv[1:]
    with open_node(Path(folder), PASSPHRASE, replace(world(), markers=Path(markers), now=Clock())) as opened:
        if what == "serve":
            serve(opened)
        else:
            sync(opened, Place(where[0]), quiet)
