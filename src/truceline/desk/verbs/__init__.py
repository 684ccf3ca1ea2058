"""One function for each thing a person does: gather, decide, append, circulate.

`from_files` holds what works on files alone; the other modules hold the acts of a participant, each of
which becomes one signed entry of a node's log. Nothing here draws or asks: that is a door's concern.
"""

from truceline.desk.verbs.acting import Act, Consent, Pen, Signed, appended, circulated, decided
from truceline.desk.verbs.from_files import (
    FIRST_ROWS_B,
    NOBODY_KNOWN,
    ImportOutcome,
    Progress,
    Sentences,
    assess,
    assessed,
    backtested,
    between,
    compile_to,
    days,
    entry_of,
    import_table,
    import_ucdp,
    keep_events,
    load_events,
    load_findings,
    load_with_agreement,
    make_bulletin,
    published_facts,
    same_text,
    with_names,
    within,
)
from truceline.desk.verbs.naming import Found, find
from truceline.desk.verbs.saying import stated

__all__ = [
    "FIRST_ROWS_B",
    "NOBODY_KNOWN",
    "Act",
    "Consent",
    "Found",
    "ImportOutcome",
    "Pen",
    "Progress",
    "Sentences",
    "Signed",
    "appended",
    "assess",
    "assessed",
    "backtested",
    "between",
    "circulated",
    "compile_to",
    "days",
    "decided",
    "entry_of",
    "find",
    "import_table",
    "import_ucdp",
    "keep_events",
    "load_events",
    "load_findings",
    "load_with_agreement",
    "make_bulletin",
    "published_facts",
    "same_text",
    "stated",
    "with_names",
    "within",
]
