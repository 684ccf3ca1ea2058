"""One language's words: messages by id, with that language's own plurals, dates and direction.

Messages are Fluent files under `locale/LANGUAGE/`, so that a translator never touches code and
grammatical number is the language's own (Arabic has six forms, Russian four). Every language holds the same
ids; a test says so. Digits are Western in all three, as the monitors' own bulletins write them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache, reduce
from importlib.resources import files

from babel.dates import format_date, format_datetime
from fluent.runtime import FluentBundle, FluentResource

from truceline.agreement import LANGUAGES
from truceline.errors import UnknownName
from truceline.period import Instant

_LOCALES = {"en": "en-GB", "ar": "ar-AE", "ru": "ru-RU"}
_BABEL = {"en": "en_GB", "ar": "ar_AE", "ru": "ru_RU"}
NAMES = {"en": "English", "ar": "العربية", "ru": "Русский"}


class Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        """Load every message of the language; raises UnknownName."""
        if language not in LANGUAGES:
            raise UnknownName("language", language, LANGUAGES)
        self.language = language
        self._bundle = _bundle(language)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``, as HTML has it."""
        return "rtl" if self.language == "ar" else "ltr"

    def say(self, message: str, **values: str | int) -> str:
        """The message of that id with its values; raises KeyError for an id the language lacks."""
        found = self._bundle.get_message(message)
        if found.value is None:
            raise KeyError(message)
        text, errors = self._bundle.format_pattern(found.value, values)
        if errors:
            raise ValueError(f"{self.language}: {message}: {errors[0]}")
        return str(text)

    def knows(self, message: str) -> bool:
        """Whether the language has a message of that id."""
        return bool(self._bundle.has_message(message))

    def pick(self, text: Mapping[str, str]) -> str:
        """An agreement's own text in this language, else in English, else in whichever there is."""
        return text.get(self.language) or text.get("en") or next(iter(text.values()), "")

    def listing(self, items: tuple[str, ...]) -> str:
        """Items in a row, joined as the language joins them: "A, B and C"."""
        if len(items) < 2:
            return "".join(items)
        most = reduce(lambda row, item: self.say("list-comma", most=row, next=item), items[:-1])
        return self.say("list-last", most=most, last=items[-1])

    def date(self, day: dt.date) -> str:
        """A date, in full."""
        return format_date(day, "d MMMM y", locale=_BABEL[self.language])

    def moment(self, at: Instant, zone: str) -> str:
        """An instant on the wall clock of a named zone."""
        local = at.datetime(zone)
        return format_datetime(local, "d MMMM y HH:mm", tzinfo=local.tzinfo, locale=_BABEL[self.language])


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([_LOCALES[language]], use_isolating=language == "ar")
    folder = files("truceline.doors.render") / "locale" / language
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(entry.read_text(encoding="utf-8")))
    return bundle
