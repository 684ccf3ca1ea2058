"""Real events through the whole walk: seconds an event for import, assessment and bulletin.

`python -m bench.events GED.csv [AGREEMENT]`; without a file, the simulated fortnight of the exercise. There
is no other program to stand beside; the yardstick is the same run with every event judged anew, nothing
remembered between events, whose findings must be equal.
"""

from __future__ import annotations

import datetime as dt
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from truceline.agreement import Agreement, compiled, fingerprint
from truceline.bulletin import Entry
from truceline.claims import Event
from truceline.desk import files, shelf
from truceline.desk.simulate import simulate
from truceline.desk.verbs import from_files
from truceline.findings import Finding, finding, findings_of
from truceline.formats.ucdp import read_ucdp
from truceline.terms import evaluate


def main() -> None:
    """Run and print."""
    start = time.perf_counter()
    if len(sys.argv) > 1:
        data = files.read(Path(sys.argv[1]))
        events: Sequence[Event] = read_ucdp(data, sys.argv[1], from_files.NOBODY_KNOWN, "Asia/Damascus", None).events
        agreement = shelf.find(sys.argv[2] if len(sys.argv) > 2 else "syria-2016-02")
    else:
        agreement = shelf.find("exercise")
        events, _ = simulate(agreement, 2016, dt.date(2031, 5, 1), 14)
    read = time.perf_counter()
    entries = from_files.assessed(agreement, events)
    judged = time.perf_counter()
    anew = _anew(entries, agreement)
    end = time.perf_counter()
    assert [one.finding for one in entries] == anew, "remembering an answer changed it"  # noqa: S101
    print(f"{len(events)} events under {agreement.id}, one core")
    print(f"read             {read - start:7.2f} s")
    print(f"assess           {judged - read:7.2f} s   {(judged - read) * 1000 / len(events):6.2f} ms an event")
    print(f"each anew        {end - judged:7.2f} s   {(end - judged) * 1000 / len(events):6.2f} ms an event")
    print(f"anew ÷ assess    {(end - judged) / (judged - read):7.2f}")
    print(f"peak memory      {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MiB")


def _anew(entries: Sequence[Entry], agreement: Agreement) -> list[Finding]:
    """Every event judged with nothing remembered from the one before."""
    text, mark = compiled(agreement), fingerprint(agreement)
    return [
        finding(one.event, agreement, text, mark, findings_of(evaluate(text, one.event.conduct), agreement))
        for one in entries
    ]


if __name__ == "__main__":
    main()
