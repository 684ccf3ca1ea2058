"""What was agreed, by whom it was read how, and the compiled form that everybody evaluates."""

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

__all__ = [
    "LANGUAGES",
    "Agreement",
    "Citation",
    "Force",
    "Grade",
    "Instrument",
    "Monitor",
    "Obligation",
    "Procedure",
    "canonical",
    "compiled",
    "fingerprint",
    "plain",
]
