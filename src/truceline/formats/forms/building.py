"""XLSForms from the table: survey, choices and settings, byte for byte the same on every machine.

Follows the XLSForm reference (xlsform.org). A workbook is a ZIP archive that would hold the time it was written and be
packed as the machine's library packs; ours is put together again without either. Every form ends with its read-back,
which has to be agreed to, and a receipt made on the telephone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from truceline.agreement import LANGUAGES
from truceline.formats.forms.table import Form, Said, choices, form, shared, version

VERSION = version()
_SPOKEN = {"en": "English (en)", "ar": "العربية (ar)", "ru": "Русский (ru)"}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first time a ZIP archive can hold
_TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_LABELS = tuple(f"label::{_SPOKEN[language]}" for language in LANGUAGES)
_MESSAGES = tuple(f"constraint_message::{_SPOKEN[language]}" for language in LANGUAGES)
SURVEY = ("type", "name", *_LABELS, "required", "appearance", "constraint", *_MESSAGES, "calculation")
CHOICES = ("list_name", "name", *_LABELS)
SETTINGS = ("form_title", "form_id", "version", "default_language", "style")
Cells = Mapping[str, str]
_ASKS = "?؟"
_SHOWN = "{}_shown"  # the label of an answer, by the name of its question


def build(name: str) -> bytes:
    """The XLSX of a form."""
    made = form(name)
    book = openpyxl.Workbook()
    _fill(book.active, "survey", SURVEY, survey(made))
    _fill(book.create_sheet(), "choices", CHOICES, _choices(made))
    title = {"form_title": made.title["en"], "form_id": f"truceline_{name}", "version": VERSION}
    _fill(book.create_sheet(), "settings", SETTINGS, [{**title, "default_language": _SPOKEN["en"], "style": "pages"}])
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def survey(made: Form) -> Iterator[Cells]:
    """The rows of the survey sheet: what it is, its questions, the read-back, the receipt."""
    yield {"type": "calculate", "name": "form", "calculation": f"'{made.name}/{VERSION}'"}
    yield {"type": "note", "name": "intro", **_said(_LABELS, made.intro)}
    for one in made.questions:
        told = {"type": one.type, "name": one.name, **_said(_LABELS, one.ask), "appearance": one.appearance}
        told |= {"required": "yes"} if one.required else {}
        told |= {"constraint": one.constraint} if one.constraint else {}
        yield {**told, **(_said(_MESSAGES, one.message) if one.message else {})}
    yield from _labels(made)
    yield {"type": "begin_group", "name": "check", "appearance": "field-list"}
    yield {"type": "note", "name": "read_back", **_said(_LABELS, _read_back(made))}
    yield {
        "type": "select_one agreed",
        "name": "agreed",
        **_said(_LABELS, shared("read_back")),
        "required": "yes",
        "constraint": ". = 'yes'",
        **_said(_MESSAGES, shared("not_so")),
    }
    yield {"type": "end_group"}
    # Made once on the telephone, of chance alone: it says nothing of who, where or when.
    yield {"type": "calculate", "name": "receipt", "calculation": "once(substr(uuid(), 0, 8))"}
    yield {"type": "note", "name": "receipt_note", **_said(_LABELS, shared("receipt"))}


def _read_back(made: Form) -> Said:
    """The answers that are read back, each behind its question; chosen ones by their label."""
    asked = {one.name: one for one in made.questions}
    return {
        language: "\n".join(
            f"{asked[name].ask[language].rstrip(_ASKS)}: ${{{_SHOWN.format(name) if asked[name].answers else name}}}"
            for name in made.read_back
        )
        for language in LANGUAGES
    }


def _labels(made: Form) -> Iterator[Cells]:
    """A calculation for each chosen answer that is read back: its label in the language of the form."""
    for one in made.questions:
        if one.answers and one.name in made.read_back:
            said = f"jr:choice-name(${{{one.name}}}, '${{{one.name}}}')"
            yield {"type": "calculate", "name": _SHOWN.format(one.name), "calculation": said}


def _choices(made: Form) -> Iterator[Cells]:
    lists = dict.fromkeys([*(one.answers for one in made.questions if one.answers), "agreed"])
    for name in lists:
        for word, said in choices(name).items():
            yield {"list_name": name, "name": word, **_said(_LABELS, said)}


def _said(columns: tuple[str, ...], said: Said) -> Cells:
    return dict(zip(columns, (said[language] for language in LANGUAGES), strict=True))


def _fill(sheet: Worksheet, title: str, columns: tuple[str, ...], rows: Iterator[Cells] | list[Cells]) -> None:
    sheet.title = title
    sheet.append(columns)
    for row in rows:
        sheet.append([row.get(column) or None for column in columns])


def _timeless(workbook: bytes) -> bytes:
    """The same workbook without times, its parts in one order and not packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            part = zipfile.ZipInfo(name, _EPOCH)
            part.create_system, part.external_attr = 3, 0o644 << 16
            new.writestr(part, _TIMES.sub(b"", old.read(name)))
    return out.getvalue()
