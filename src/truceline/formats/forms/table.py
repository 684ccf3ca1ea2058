"""The one table of questions and answers from which forms are built and by which submissions are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from truceline.agreement import LANGUAGES

Said = Mapping[str, str]  # language → text
FORMS = ("flash_report", "incident_report", "patrol_report", "access_denied")


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form."""

    name: str
    type: str  # of XLSForm: text, date, dateTime, integer, select_one LIST
    ask: Said
    required: bool = False
    appearance: str = ""
    constraint: str = ""  # an expression of XLSForm; empty: none
    message: Said | None = None  # where the constraint does not hold

    @property
    def answers(self) -> str:
        """The list its answer is chosen from; empty where it is not chosen."""
        return self.type.removeprefix("select_one ") if self.type.startswith("select_one ") else ""


@dataclass(frozen=True, slots=True)
class Form:
    """One form."""

    name: str
    title: Said
    intro: Said
    questions: tuple[Question, ...]
    read_back: tuple[str, ...]  # names of the questions whose answers are read back before it is sent


@cache
def whole() -> Mapping[str, Any]:
    """The table as it is written."""
    found: Mapping[str, Any] = yaml.safe_load((resources.files(__package__) / "table.yaml").read_bytes())
    return found


def version() -> str:
    """Of the table, which every submission carries."""
    return str(whole()["version"])


def shared(name: str) -> Said:
    """A text that all forms have."""
    found: Said = whole()["shared"][name]
    return found


@cache
def form(name: str) -> Form:
    """One form of FORMS."""
    told = whole()["forms"][name]
    questions = tuple(_question(one) for one in told["questions"])
    return Form(name, told["title"], told["intro"], questions, tuple(told["read_back"]))


def _question(told: Mapping[str, Any]) -> Question:
    return Question(
        told["name"],
        told["type"],
        {language: told[language] for language in LANGUAGES},
        told.get("required", False),
        told.get("appearance", ""),
        told.get("constraint", ""),
        shared(told["message"]) if "message" in told else None,
    )


def choices(name: str) -> Mapping[str, Said]:
    """The answers of a list, by the word that stands for each."""
    # YAML takes a bare yes or no for a truth value.
    return {{True: "yes", False: "no"}.get(word, str(word)): said for word, said in whole()["choices"][name].items()}
