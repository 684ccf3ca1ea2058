"""Reporters: whoever tells something comes back with a phrase, and nothing of who they are is kept."""

from truceline.desk.reporting.cases import Case, case_in, case_of, new_case, signed
from truceline.desk.reporting.kept import Cases
from truceline.desk.reporting.phrases import Phrases
from truceline.desk.reporting.telling import (
    Answer,
    Attached,
    Became,
    Erased,
    Form,
    Letter,
    attached,
    became,
    drafted,
    erase,
    leave,
    letters,
    tell,
)

__all__ = [
    "Answer",
    "Attached",
    "Became",
    "Case",
    "Cases",
    "Erased",
    "Form",
    "Letter",
    "Phrases",
    "attached",
    "became",
    "case_in",
    "case_of",
    "drafted",
    "erase",
    "leave",
    "letters",
    "new_case",
    "signed",
    "tell",
]
