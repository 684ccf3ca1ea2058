"""`python -m bench.attribution [--wrong] [--write]`: cues of attribution found, beside a list of words."""

from __future__ import annotations

import argparse
import datetime as dt
import re

from bench.attribution.sentences import LANGUAGES, Finder, Span, later, measure, outlets, sentences
from bench.machine import machine_class, versions
from bench.table import markdown, measured, write
from truceline.claims import Article, Step
from truceline.formats.reading import Known, read
from truceline.formats.reading.english import English
from truceline.formats.reading.ruled import Arabic, Russian
from truceline.formats.reading.words import load

EXTRACTORS = {"en": English, "ar": Arabic, "ru": Russian}

# What anybody would try first: the words for saying, wherever they stand.
_WORDS = {
    "en": r"said|says?|told|reported|according to|announced|claims?|confirmed|denied|stated?s?|quot(?:ed|ing)|citing",
    "ar": r"قال|وقال|أفادت?|نقلت|ذكرت?|أكدت?|أعلنت?|نفى|صرّح|بحسب|وفقا|زعم|أضافت",
    "ru": r"сообщил[аио]?|заявил[аи]?|по словам|передаёт|согласно|рассказал[аи]?|подтвердил[аи]?|пишет|по данным",
}


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(prog="python -m bench.attribution", description=__doc__)
    asked.add_argument("--wrong", action="store_true", help="print every sentence that is wrong")
    asked.add_argument("--write", action="store_true", help="write the figures into docs/benchmarks.md")
    given = asked.parse_args()
    text = _report()
    print(text)
    if given.wrong:
        _print_wrong()
    if given.write:
        write("attribution", text)


def _report() -> str:
    finders: dict[str, Finder] = {"Truceline": _ours(), "a list of words for saying": _words}
    rows = []
    groups = {language: [one for one in sentences() if one.language == language] for language in LANGUAGES}
    for language, asked in {**groups, "all": list(sentences()), "en, kept back": list(later())}.items():
        for name, finder in finders.items():
            right = measure(asked, finder)
            rows.append(
                [
                    name,
                    language,
                    f"{len(asked)} ({sum(one.cue is not None for one in asked)})",
                    f"{right.precision:.3f}",
                    f"{right.recall:.3f}",
                    f"{right.balance:.3f}",
                    f"{right.halves}/{right.found}",
                ]
            )
    head = ["program", "language", "sentences (with a cue)", "precision", "recall", "F1", "half of the words or more"]
    return f"{measured(str(dt.datetime.now(dt.UTC).date()), machine_class(), versions(()))}\n\n{markdown(head, rows)}"


def _print_wrong() -> None:
    finder = _ours()
    for one in (*sentences(), *later()):
        right = measure([one], finder)
        if right.wrong or right.missed:
            spans = [one.text[slice(*span)] for span in finder(one.article())]
            print(f"{one.language}  {'missed' if right.missed else 'wrong'}  {one.text}  {spans}")


def _ours() -> Finder:
    known = {language: Known(load(language), outlets()) for language in LANGUAGES}

    def found(article: Article) -> list[Span]:
        words = known[article.language].words
        claims = read(article, known[article.language], (EXTRACTORS[article.language](words),))
        return [link.cue for claim in claims for link in claim.chain if link.step is not Step.OUTLET]

    return found


def _words(article: Article) -> list[Span]:
    pattern = rf"\b(?:{_WORDS[article.language]})\b"
    return [one.span() for one in re.finditer(pattern, article.text, re.IGNORECASE)]


if __name__ == "__main__":
    main()
