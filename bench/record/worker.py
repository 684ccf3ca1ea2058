"""A process of its own that does what it is asked for (`bench.record.deeds`): a line of JSON in, one out."""

from __future__ import annotations

import json
import sys


def main() -> None:
    """Serve until the end of the input."""
    # Here, and not above: each process that an audit starts reads this file, and should load what an audit loads.
    from bench.record.deeds import Deeds  # noqa: PLC0415

    deeds = Deeds()
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(getattr(deeds, asked["do"])(*asked["of"])), flush=True)


if __name__ == "__main__":
    main()
