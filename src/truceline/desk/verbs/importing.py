"""Real events brought into a record: read as published, the good rows in one signed entry.

The events are kept as one blob, a line of canonical JSON each in the order of the file, their sides named as they
were written: one import serves many texts, and everybody reads the same bytes.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from truceline import __version__
from truceline.canon import dumps
from truceline.claims import Event
from truceline.desk import files
from truceline.desk.verbs.acting import Pen, Signed, appended, circulated, decided
from truceline.desk.verbs.saying import stated
from truceline.errors import DataError, Fault
from truceline.formats.events import EventFile
from truceline.kinds import BatchImported, Blob
from truceline.state.fitting import unfit


def import_batch(pen: Pen, held: EventFile, source: Path, bad: int = 0) -> Signed:
    """Append the events that were read from a file; `bad`: how many of its rows could not be read.

    Raises DataError where one of them could be judged by nobody: its batch would tell nothing from there on.
    """
    # gather
    _check(held, source)
    rows = b"".join(dumps(Event, event) + b"\n" for event in held.events)
    # decide
    batch = stated(
        BatchImported,
        datasets=held.datasets,
        events=Blob(hashlib.sha256(rows).hexdigest()),
        count=len(held.events),
        time_zone=held.time_zone,
        file=source.name,
        source=hashlib.sha256(files.read(source)).hexdigest(),
        bad=bad,
        version=__version__,
    )
    act = decided(pen, "batch.imported", batch, blobs=(rows,))
    # append
    entry = appended(pen, act)
    # circulate
    return circulated(pen, act, entry)


def _check(held: EventFile, source: Path) -> None:
    cure = "Correct it, or leave it out."
    wrong = ((number, event, unfit(event)) for number, event in enumerate(held.events, 1))
    faults = tuple(Fault(str(source), number, event.id, what, "another", cure) for number, event, what in wrong if what)
    if faults:
        raise DataError("events that nobody could judge", faults)
