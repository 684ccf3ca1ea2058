"""Prima facie findings: made, ordered into work, and compared between texts."""

from truceline.findings.backtest import Backtest, Difference, TextOutcome, backtest
from truceline.findings.making import Assessor, finding, findings_of
from truceline.findings.model import (
    ENGAGED,
    ClauseFinding,
    ColumnFinding,
    Finding,
    ListSize,
    Margin,
    Participant,
    Witness,
)
from truceline.findings.work import WorkItem, about, lead, work_order

__all__ = [
    "ENGAGED",
    "Assessor",
    "Backtest",
    "ClauseFinding",
    "ColumnFinding",
    "Difference",
    "Finding",
    "ListSize",
    "Margin",
    "Participant",
    "TextOutcome",
    "Witness",
    "WorkItem",
    "about",
    "backtest",
    "finding",
    "findings_of",
    "lead",
    "work_order",
]
