"""One function for each thing a person does: gather, decide, append, circulate.

`from_files` holds what works on files alone; the other modules hold the acts of a participant, each of
which becomes one signed entry of a node's log. Nothing here draws or asks: that is a door's concern.
"""

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

__all__ = [
    "FIRST_ROWS_B",
    "NOBODY_KNOWN",
    "ImportOutcome",
    "Progress",
    "Sentences",
    "assess",
    "assessed",
    "backtested",
    "between",
    "compile_to",
    "days",
    "entry_of",
    "import_table",
    "import_ucdp",
    "keep_events",
    "load_events",
    "load_findings",
    "load_with_agreement",
    "make_bulletin",
    "published_facts",
    "same_text",
    "with_names",
    "within",
]
