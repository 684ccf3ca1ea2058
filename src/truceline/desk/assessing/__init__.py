"""`truceline assess` over whatever holds rows: chosen, judged in parts, brought together, explained again."""

from truceline.desk.assessing.again import explained_again, findings_within
from truceline.desk.assessing.directory import ANSWERS, BAD_ROWS, Run, is_run, read_run
from truceline.desk.assessing.judging import assess_rows
from truceline.desk.assessing.machines import on
from truceline.desk.assessing.parts import Done, Work, judge_part
from truceline.desk.assessing.planning import ENGINES, Plan, plan

__all__ = [
    "ANSWERS",
    "BAD_ROWS",
    "ENGINES",
    "Done",
    "Plan",
    "Run",
    "Work",
    "assess_rows",
    "explained_again",
    "findings_within",
    "is_run",
    "judge_part",
    "on",
    "plan",
    "read_run",
]
