"""`truceline sync`, `audit` and `node serve` as a person gives them: what is printed, and the exit code."""

from __future__ import annotations

import contextlib
import json
import subprocess
from pathlib import Path

from tests.state.logs import Writer
from tests.sync.logs import grown
from tests.sync.nodes import admit, grow, made, stick
from tests.sync.served import COMMAND, environment, run
from tests.sync.test_auditing import altered


def test_a_day_of_two_nodes(tmp_path: Path) -> None:
    """Served by one, synced by the other, carried on, audited: every line a person reads on the way."""
    with made(tmp_path, "north") as north, made(tmp_path, "south", "monitor") as south:
        admit(north, south)
        grow(north, 3)
        command = [str(COMMAND), "node", "serve", "--port", "0"]
        serving = subprocess.Popen(command, env=environment(north), stderr=subprocess.PIPE, text=True)
        with serving, contextlib.ExitStack() as stack:
            stack.callback(serving.terminate)
            assert serving.stderr
            said = serving.stderr.readline()
            assert said.startswith(f"serving {north.origin} at http://127.0.0.1:")
            admit(south, north, url=said.split()[-1])
            told = run(south, "sync", "north")
            assert "  north: 4 entries came; 4 held" in told
            assert "anchored in entry 1" in told
            found = json.loads(
                run(south, "sync", "north", "--json", "--to", str(tmp_path / "south.tar")).splitlines()[0]
            )
            assert {one["origin"]: one["came"] for one in found["logs"]} == {
                north.origin: "same",
                south.origin: "absent",
            }
            audited = run(south, "audit", said.split()[-1])
            assert "4  entries, each in its tree, in its place, signed" in audited
            assert "nothing wrong was found" in audited
        assert "2  heads, each signed by its log" in run(south, "audit", str(tmp_path / "south.tar"))


def test_a_fork_and_an_altered_entry_are_exit_code_7(tmp_path: Path) -> None:
    """What does not hold is named with its place, by the sync and by the audit."""
    log = grown(Writer("north", "guarantor"), 299)
    other = grown(log.forked(200), 5, " otherwise")
    with made(tmp_path, "south", "monitor") as south:
        admit(south, log)
        run(south, "sync", str(stick(tmp_path / "one", log)))
        told = run(south, "sync", str(stick(tmp_path / "other.tar", other)), code=7)
        assert "FORKED: two signed histories" in told
        assert "whose first 205 are not those that it signed before" in told
        altered(south, b'note 7"', b'note 9"')
        told = run(south, "audit", str(south.path), code=7)
        assert f"{log.origin}#7: expected an entry with hash {log.entries[7].hash}" in told
