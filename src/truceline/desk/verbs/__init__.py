"""One function for each thing a person does: gather, decide, append, circulate.

`from_files` holds what works on files alone; the other modules hold the acts of a participant, each of
which becomes one signed entry of a node's log. Nothing here draws or asks: that is a door's concern. `from_files` is
imported by its own name, since it loads every format of events, which no act of a participant needs.
"""

from truceline.desk.verbs.acting import Act, Consent, Pen, Signed, appended, circulated, decided
from truceline.desk.verbs.naming import Found, find
from truceline.desk.verbs.saying import stated

__all__ = [
    "Act",
    "Consent",
    "Found",
    "Pen",
    "Signed",
    "appended",
    "circulated",
    "decided",
    "find",
    "stated",
]
