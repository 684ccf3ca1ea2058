"""Prima facie findings: made, ordered into work, and compared between texts."""

from truceline.findings.making import finding, findings_of
from truceline.findings.model import (
    ENGAGED,
    ClauseFinding,
    ColumnFinding,
    Finding,
    ListSize,
    Margin,
    Witness,
)
from truceline.findings.work import WorkItem, lead, work_order

__all__ = [
    "ENGAGED",
    "ClauseFinding",
    "ColumnFinding",
    "Finding",
    "ListSize",
    "Margin",
    "Witness",
    "WorkItem",
    "finding",
    "findings_of",
    "lead",
    "work_order",
]
