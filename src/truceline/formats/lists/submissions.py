"""What came back on our forms, from KoboToolbox or ODK Central: CSV, XLSX or JSON.

Flash and incident reports become reports, patrol reports observations, and access denied just that. Answers are read
by the word that stands for them or by their label in any of the three languages, since platforms export either.
Whoever sent a form, by which account, telephone or device, and where the telephone was, is in columns that are not
read.

An answer left empty was not given: a count is None then, never zero.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, partial

from truceline.errors import DataError, Fault
from truceline.formats import cells
from truceline.formats.bad_rows import BadRow
from truceline.formats.cells import BadCell, clean
from truceline.formats.forms.table import FORMS, choices, form
from truceline.formats.lists.taking import Taken, TakenRow, payload, taken, tree_of
from truceline.formats.monitors.rose import POINTS, bearing_of
from truceline.formats.names import folded
from truceline.formats.reports.decoding import spaced
from truceline.formats.reports.languages import language_of
from truceline.formats.rows import Progress, Row, read_rows
from truceline.kinds import AccessDenied, Channel, Denial, Means, ObservationMade, ReportReceived, Sense, Unit
from truceline.period import Instant, Period

Told = Mapping[str, str]  # question → answer as exported
Range = tuple[int, int]
_IDS = ("_uuid", "instanceID", "KEY", "__id", "_id")  # by which platforms know a submission, the surest first
_SENT = ("_submission_time", "SubmissionDate", "submissionDate")
UNDETERMINED = "undetermined"


def read_submissions(
    data: bytes, file: str, received: Instant, form_name: str = "", progress: Progress | None = None
) -> Taken:
    """Every submission as a payload or a bad row; `received` is when they came in here.

    `form_name` is for exports that lack the column `form`. Raises DataError where the file is neither a table nor JSON,
    or where nothing says which form it is of.
    """
    if form_name and form_name not in FORMS:
        fault = Fault(file, 0, "--form", f"one of {', '.join(FORMS)}", form_name, "Name one of our forms.")
        raise DataError("no form of that name", (fault,))
    rows, bad = _rows(data, file)
    columns = tuple(dict.fromkeys(name for row in rows for name in row.cells))
    if rows and not form_name and not {"form", *_versions()} & set(columns):
        cure = f"Name it with --form: {', '.join(FORMS)}."
        raise DataError("submissions of no known form", (Fault(file, 1, "form", "a column `form`", "none", cure),))
    reader = _Reader(received, form_name)
    done, wrong = taken(rows, file, reader.row, _IDS[0], bad, progress)
    return Taken(done, wrong, tuple(name for name in columns if name not in reader.read))


def _versions() -> tuple[str, ...]:
    return ("_xform_id_string", "formId")


def _rows(data: bytes, file: str) -> tuple[list[Row], tuple[BadRow, ...]]:
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
        tree = tree_of(data, file)
        found = tree.get("results", tree.get("value")) if isinstance(tree, dict) else tree
        if not isinstance(found, list):
            fault = Fault(file, 0, "results", "a list of submissions", "none", "Export the submissions again.")
            raise DataError("a file that cannot be read", (fault,))
        return [Row(at, _flat(one), json.dumps(one, ensure_ascii=False)[:2_000]) for at, one in enumerate(found, 1)], ()
    table = read_rows(data, file)
    return [Row(row.line, _short(row.cells), row.written) for row in table.rows], table.bad


def _short(told: Told) -> dict[str, str]:
    """Answers by the last part of their column's name: platforms put groups before it."""
    found: dict[str, str] = {}
    for name, answer in told.items():
        found.setdefault(_last(name), answer)
    return found


def _last(name: str) -> str:
    short = name.rpartition("/")[2].strip()
    return short.rpartition("-")[2] if "-" in short and not short.startswith("_") else short


def _flat(tree: object, depth: int = 0) -> dict[str, str]:
    """The answers of a submission in JSON, those in groups among them."""
    found: dict[str, str] = {}
    for name, value in tree.items() if isinstance(tree, dict) else ():
        if isinstance(value, dict) and depth < 5:
            for inner, text in _flat(value, depth + 1).items():
                found.setdefault(inner, text)
        elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
            found.setdefault(_last(str(name)), str(value))
    return found


class _Reader:
    """Turns submissions into payloads, and remembers from which columns it read."""

    def __init__(self, received: Instant, form_name: str) -> None:
        self._received = received
        self._form = form_name
        self.read = {"form", "agreed", "receipt", *_IDS, *_SENT, *_versions()}
        self._makers: Mapping[str, Callable[[_Answers], TakenRow]] = {
            "flash_report": self._flash,
            "incident_report": self._incident,
            "patrol_report": self._patrol,
            "access_denied": self._denied,
        }

    def row(self, row: Row) -> TakenRow:
        """One submission; raises BadCell."""
        named = self._form or self._named(row.cells)
        told = _Answers(named, row, next((one for name in _IDS if (one := clean(row.cells.get(name, "")))), ""))
        if not told.id:
            raise BadCell(_IDS[0], "the id of the submission", "", "Export the submissions with their ids.")
        self.read |= {one.name for one in form(named).questions}
        if clean(row.cells.get("agreed", "yes")) and told.chosen("agreed", "agreed") == "no":
            raise BadCell("agreed", "yes: it was read back", "no", "Ask whoever sent it to send it again.")
        return self._makers[named](told)

    def _named(self, cell: Told) -> str:
        for name in ("form", *_versions()):
            written = clean(cell.get(name, "")).removeprefix("truceline_").partition("/")[0]
            if written in FORMS:
                return written
        raise BadCell("form", f"one of {', '.join(FORMS)}", cell.get("form", ""), "Is it a submission of our form?")

    # ── reports ───────────────────────────────────────────────────────────────────────────────

    def _flash(self, told: _Answers) -> TakenRow:
        source = told.label("told_by", "en") or "somebody"
        return self._report(told, source, ("happened", "known_by"))

    def _incident(self, told: _Answers) -> TakenRow:
        for name in ("dead", "injured"):
            told.between(f"{name}_least", f"{name}_most")
        told.chosen("kind")
        shown = (
            "kind",
            "weapon",
            "site",
            "by_name",
            "dead_least",
            "dead_most",
            "injured_least",
            "injured_most",
            "known_by",
        )
        return self._report(told, told.text("office"), shown)

    def _report(self, told: _Answers, source: str, shown: tuple[str, ...]) -> TakenRow:
        """What somebody said, its words first and the answers that were chosen below; for sealing."""
        words = told.text("words")
        language = language_of(words)
        lines = [line for name in shown if (line := told.line(name, language or "en"))]
        make = partial(
            ReportReceived,
            source=source,
            channel=Channel.MESSAGE,
            received=self._received,
            text="\n".join([words, "", *lines]).strip(),
            title=told.title(),
            dated=told.sent(),
            language=language,
            place_name=", ".join(
                one for name in ("place_name", "district") if (one := told.text(name, needed=name == "place_name"))
            ),
            happened=told.when(),
        )
        names = {"source": "office", "text": "words", "place_name": "place_name"}
        return TakenRow(told.id, "report.received", payload(make, names), told.line_number, open=False)

    # ── what a monitor says in its own name ───────────────────────────────────────────────────

    def _patrol(self, told: _Answers) -> TakenRow:
        bearing, weapon = told.chosen("bearing"), told.chosen("weapon")
        count = told.between("count_least", "count_most")
        distance = told.between("distance_least_m", "distance_most_m")
        missing = {
            "bearing": bearing in {"", UNDETERMINED},
            "count": count is None,
            "distance": distance is None,
            "ordnance": weapon in {"", UNDETERMINED},
        }
        words = told.text("words", needed=False)
        # Not for the open record as it is: place, direction and distance lead back to where the monitor stands.
        make = partial(
            ObservationMade,
            window=told.window(),
            means=Means(told.chosen("means", needed=True)),
            sense=Sense(told.chosen("sense", needed=True)),
            unit=Unit(told.chosen("unit", needed=True)),
            bearing_deg=bearing_of(bearing) if bearing in POINTS else None,
            distance_m=distance,
            count=count,
            ordnance="" if missing["ordnance"] else weapon,
            undetermined=tuple(name for name, absent in missing.items() if absent),
            place_name=told.text("place_name"),
            note={language_of(words) or "en": words} if words else {},
        )
        names = {"distance_m": "distance_most_m", "count": "count_most", "note": "words"}
        return TakenRow(told.id, "observation.made", payload(make, names), told.line_number, open=False)

    def _denied(self, told: _Answers) -> TakenRow:
        words, by = told.text("words", needed=False), told.text("by_name", needed=False)
        language = language_of(words) or "en"
        note = "\n".join(part for part in (words, told.line("by_name", language) if by else "") if part)
        make = partial(
            AccessDenied,
            window=told.window(),
            how=Denial(told.chosen("how", needed=True, answers="denial")),
            purpose=told.label("purpose", "en"),
            place_name=told.text("place_name"),
            note={language: note} if note else {},
        )
        return TakenRow(told.id, "access.denied", payload(make, {"note": "words"}), told.line_number, open=True)


class _Answers:
    """The answers of one submission."""

    def __init__(self, name: str, row: Row, number: str) -> None:
        self.id = number
        self.line_number = row.line
        self._form = form(name)
        self._cells = row.cells
        self._asked = {one.name: one for one in self._form.questions}

    def text(self, name: str, *, needed: bool = True) -> str:
        """An answer in words; raises BadCell where it is needed and there is none."""
        written = spaced(self._cells.get(name, "")).strip()
        if needed and not written:
            raise BadCell(name, "an answer", "", "It is asked for by the form; ask whoever sent it.")
        return written

    def chosen(self, name: str, answers: str = "", *, needed: bool = False) -> str:
        """The word of a chosen answer, also where its label was exported; raises BadCell."""
        written = clean(self._cells.get(name, ""))
        if not written and not needed:
            return ""
        listed = answers or self._asked[name].answers
        word = _words(listed).get(folded(written))
        if word is None:
            raise BadCell(name, f"one of {', '.join(choices(listed))}", written, "Correct the answer.")
        return word

    def label(self, name: str, language: str) -> str:
        """The label of a chosen answer; empty where there is none."""
        word = self.chosen(name)
        return choices(self._asked[name].answers)[word][language] if word else ""

    def line(self, name: str, language: str) -> str:
        """Question and answer on one line; empty where there is no answer."""
        asked = self._asked[name]
        said = self.label(name, language) if asked.answers else self.text(name, needed=False)
        return f"{asked.ask[language].rstrip('?؟')}: {said}" if said else ""

    def title(self) -> str:
        """What the form is called, and what it is about."""
        about = self.label("happened" if "happened" in self._asked else "kind", "en")
        return f"{self._form.title['en']}: {about}" if about else self._form.title["en"]

    def between(self, least: str, most: str) -> Range | None:
        """A range; one number alone stands for both, none is silence. Raises BadCell."""
        low, high = (cells.count(name, self._cells.get(name, "")) for name in (least, most))
        if low is None and high is None:
            return None
        low, high = (high if low is None else low), (low if high is None else high)
        if low is not None and high is not None and low > high:
            raise BadCell(most, f"not less than {least} ({low})", str(high), "Are the two exchanged?")
        return (low or 0, high or 0)

    def when(self) -> str:
        """The day it happened, with the part of the day where it is said."""
        day = cells.day("day", self._cells.get("day", ""))
        if day is None:
            raise BadCell("day", "a date like 2031-05-03", "", "It is asked for by the form; ask whoever sent it.")
        return ", ".join(part for part in (day.isoformat(), self.label("part_of_day", "en")) if part)

    def sent(self) -> Instant | None:
        """When it was sent, in UTC where the platform names no zone; None where it does not say."""
        for name in _SENT:
            moment = cells.clock(name, self._cells.get(name, ""))
            if moment is not None:
                return Instant.parse(f"{moment.isoformat()}{'' if moment.tzinfo else 'Z'}".replace("+00:00", "Z"))
        return None

    def window(self) -> Period:
        """From its beginning until its end; raises BadCell."""
        begin, end = (self._instant(name) for name in ("begin", "end"))
        if end <= begin:
            raise BadCell("end", f"a time after {begin}", str(end), "Are the two exchanged?")
        return Period(begin, end)

    def _instant(self, name: str) -> Instant:
        moment = cells.clock(name, self._cells.get(name, ""))
        if moment is None or moment.tzinfo is None:
            cure = "Export times with their offset."
            raise BadCell(name, "a time with its offset, like 2031-05-03T09:10+06:00", self._cells.get(name, ""), cure)
        return Instant.of(moment)


@cache
def _words(name: str) -> Mapping[str, str]:
    """The words of a list by themselves and by their labels, folded."""
    found = {folded(label): word for word, said in choices(name).items() for label in said.values()}
    return found | {folded(word): word for word in choices(name)}
