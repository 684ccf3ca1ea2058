"""One of those compared, in a process of its own, so that its memory is its own: a line in, a line of JSON out.

`python -m bench.assess.worker KIND FOLDER` loads what FOLDER holds and answers: `round`, one timed round; `keep`, its
flags into FOLDER; `end`, the most memory it held. Peers may run under another Python, which need not know this
project.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.feather

from bench.assess.handed import Handed
from bench.quiet import between, reading
from bench.zones.worker import peak_mib

Answer = dict[str, Any]


def main() -> None:
    """Serve until the end."""
    kind, folder = sys.argv[1], Path(sys.argv[2])
    start = time.perf_counter()
    keep, rounds = _made(kind, Handed.read(folder), folder)
    _say({"loaded_s": time.perf_counter() - start})
    for line in sys.stdin:
        asked = line.strip()
        if asked == "end":
            _say({"peak_mib": peak_mib()})
            return
        if asked == "keep":
            pyarrow.feather.write_feather(keep(), str(folder / f"{kind}.engaged"), compression="uncompressed")
            _say({})
        else:
            before = reading()
            answer = rounds[asked]()
            noise = between(before, reading())
            _say({**answer, "others": noise.others, "stolen": noise.stolen})


def _made(kind: str, held: Handed, folder: Path) -> tuple[Callable[[], Any], dict[str, Callable[[], Answer]]]:
    """What keeps its flags, and the rounds it can be asked for."""
    if kind == "ours":
        from bench.assess.ours import Ours  # noqa: PLC0415 - the others' Python need not know it

        ours = Ours(held, folder)
        return ours.engaged, {"round": lambda: ours.over_stated().plain(), "all": lambda: ours.over_all().plain()}
    if kind == "duck":
        from bench.assess.duck import Duck  # noqa: PLC0415 - installed for this one only

        return _peer(Duck(held))
    from bench.assess.frames import Frames  # noqa: PLC0415 - installed for this one only

    return _peer(Frames(held))


def _peer(peer: Any) -> tuple[Callable[[], Any], dict[str, Callable[[], Answer]]]:  # noqa: ANN401 - either peer
    def timed() -> Answer:
        start = time.perf_counter()
        found = peer.engaged()
        return {"seconds": time.perf_counter() - start, "rows": found.num_rows}

    return peer.engaged, {"round": timed}


def _say(answer: Answer) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
