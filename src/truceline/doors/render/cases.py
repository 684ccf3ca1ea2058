"""What a reporter sees: the form read back, the phrase with how to keep it, what became of it. Lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from truceline.desk.reporting import Became, Erased, Form, Letter
from truceline.doors.render.acts import harmless
from truceline.doors.render.words import Words
from truceline.period import Instant

_KEPT = 5  # lines on how to keep a phrase


def read_back(form: Form, day: Instant, words: Words) -> Iterator[str]:
    """The report as it will be sealed."""
    yield words.say("case-back")
    nothing = words.say("case-back-nothing")
    for label, said in (
        ("words", form.words),
        ("where", form.where or nothing),
        ("when", form.when or nothing),
        ("who", form.who or words.say("case-back-not-named")),
        ("day", words.date(day.datetime().date())),
    ):
        yield f"  {words.say(f'case-back-{label}')}: {said}"
    for number, file in enumerate(form.files, 1):
        yield "  " + words.say("case-back-file", number=number, media=file.media, size=len(file.data))
        if file.removed:
            told = (words.say(f"case-removed-{one.replace('_', '-')}") for one in file.removed)
            yield "    " + words.say("case-back-removed", what=words.listing(tuple(told)))
    yield "  " + words.say("case-back-rest")


def phrase_told(phrase: str, words: Words) -> Iterator[str]:
    """The phrase, and in five sentences how it is kept."""
    yield words.say("case-phrase")
    yield f"\n    {phrase}\n"
    yield from (f"  {number}. {words.say(f'case-keep-{number}')}" for number in range(1, _KEPT + 1))


def returned(found: Sequence[Became], left: Sequence[Letter], words: Words) -> Iterator[str]:
    """What became of each report, and the letters, the newest first."""
    for number, one in enumerate(found, 1):
        yield f"{words.say('case-report', number=number)}: {words.say(f'case-answer-{one.answer}')}"
        fields = words.listing(tuple(words.say(f"case-field-{field}") for field in one.told))
        yield "  " + (words.say("case-told", what=fields) if fields else words.say("case-told-none"))
    for letter in left:
        yield words.say("case-letter", day=letter.day) if letter.day else words.say("case-letter-changed")
        yield f"  {harmless(letter.text)}"
    if not left:
        yield words.say("case-letters-none")


def erased(gone: Erased, words: Words) -> Iterator[str]:
    """That it is gone, and what cannot be called back."""
    yield words.say("case-erased", number=gone.reports)
    yield words.say("case-erased-not")
