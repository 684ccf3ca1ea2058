"""What was agreed, by whom it was read how, and the compiled form that everybody evaluates."""

from truceline.agreement.comparing import Change, FieldChange, differences
from truceline.agreement.compiling import canonical, compiled, fingerprint, plain
from truceline.agreement.model import (
    LANGUAGES,
    Agreement,
    Citation,
    Force,
    Grade,
    Instrument,
    Monitor,
    Obligation,
    Procedure,
)
from truceline.agreement.reading_back import from_canonical
from truceline.agreement.showing import Bound, Shown, last_change, shown

__all__ = [
    "LANGUAGES",
    "Agreement",
    "Bound",
    "Change",
    "Citation",
    "FieldChange",
    "Force",
    "Grade",
    "Instrument",
    "Monitor",
    "Obligation",
    "Procedure",
    "Shown",
    "canonical",
    "compiled",
    "differences",
    "fingerprint",
    "from_canonical",
    "last_change",
    "plain",
    "shown",
]
