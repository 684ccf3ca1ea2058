"""The parts of the pages that come from the code, so that pages and code cannot part.

A page holds `<!-- generated: NAME -->` … `<!-- end -->`; what stands between is written here. `make docs` writes it
anew, and a test compares. It reads the package and writes Markdown; it decides nothing.
"""

import re
from collections.abc import Callable
from pathlib import Path

from docs import grade_text, guard_text, kind_text, record_text
from docs.command_text import reference
from docs.schema_text import CLOSED_LISTS, condition_forms, one_of, sections, table
from truceline import errors
from truceline.bulk.columns import COLUMNS
from truceline.terms import vocabulary
from truceline.terms.evaluate import Result

DOCS = Path(__file__).resolve().parent
RESULT_NEEDS = {
    Result.CERTAIN: "yes in all worlds",
    Result.POSSIBLE: "yes in at least one",
    Result.UNDETERMINED: "unknown in at least one",
    Result.EXCEPTED: "an exception lifts it in at least one",
    Result.NOT_REACHED: "the conduct is true or unknown in at least one: agreement silent; other law applies",
    Result.NOT_ENGAGED: "the conduct is false in all",
    Result.CONTRADICTORY: "there is no world at all: what was said cannot be so",
}
BETWEEN = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def first_sentence(documented: object) -> str:
    """What a docstring says first, on one line."""
    text = " ".join((documented.__doc__ or "").split("\n\n")[0].split())
    return text.replace("``", "`")


def error_kinds(base: type[errors.TrucelineError] = errors.TrucelineError) -> list[type[errors.TrucelineError]]:
    """A kind of error and all kinds below it, in the order of their exit codes."""
    below = [kind for child in base.__subclasses__() for kind in error_kinds(child)]
    return sorted([base, *below], key=lambda kind: (kind.exit_code, kind.__name__))


def error_table() -> str:
    """Every exit code with the kinds of error behind it."""
    rows = [[str(kind.exit_code), f"`{kind.__name__}`", first_sentence(kind)] for kind in error_kinds()]
    return table(["exit code", "error", "what it means"], rows)


def condition_table() -> str:
    """Every condition of the vocabulary: its key, what may stand there, and what it asks."""
    forms = condition_forms()
    rows = [[f"`{key}`", forms[key], first_sentence(kind)] for key, kind in vocabulary.KEYS.items()]
    return table(["key", "value", "what it asks"], rows)


def words(listed: dict[str, tuple[str, ...]], above: str = "") -> str:
    """Words with those that are kinds of them in brackets behind, down from the given one."""
    below = [word for word, wider in listed.items() if (wider[0] if wider else "") == above]
    inner = {word: words(listed, word) for word in below}
    return ", ".join(f"`{word}` ({more})" if more else f"`{word}`" for word, more in inner.items())


def class_table() -> str:
    """Every closed list of words that conditions and conducts use."""
    return table(["of", "words"], [[name, words(each)] for name, each in CLOSED_LISTS.items()])


def result_table() -> str:
    """Every result, heaviest first, with what it takes."""
    return table(["result", "when"], [[f"`{each}`", RESULT_NEEDS[each]] for each in Result])


def flat_table() -> str:
    """Every column of the flat table: what it holds, of which kind or words, and whether it must be there."""
    kinds = {"whole": "whole number", "word": ""}
    rows = [
        [
            f"`{one.name}`",
            kinds.get(one.kind, one.kind) or one_of(list(map(str, one.words))),
            one.meaning,
            "yes" if one.required else "",
        ]
        for one in COLUMNS
    ]
    return table(["column", "kind", "what it says", "required"], rows)


PARTS: dict[str, Callable[[], str]] = {
    "classes": class_table,
    "commands": reference,
    "conditions": condition_table,
    "credibility": grade_text.credibility_rules,
    "errors": error_table,
    "flat-table": flat_table,
    "guard-deeds": guard_text.deeds,
    "guard-groups": guard_text.groups,
    "guard-onward": guard_text.onward,
    "guard-readers": guard_text.readers,
    "guard-reasons": guard_text.reasons,
    "guard-rows": guard_text.rows,
    "kinds": kind_text.kinds,
    "payloads": kind_text.payloads,
    "record-checkpoint": record_text.checkpoint_text,
    "record-commitment": record_text.commitment_text,
    "record-entry": record_text.entry_text,
    "record-keys": record_text.key_text,
    "record-request": record_text.request_text,
    "record-tiles": record_text.tile_text,
    "record-tree": record_text.tree_text,
    "results": result_table,
    "root-rules": grade_text.root_rules,
    "sections": sections,
}


def renewed(page: str) -> str:
    """The page with each generated part written anew; raises KeyError for a part that nobody writes."""
    return BETWEEN.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]().strip()}\n\n{found[3]}", page)


def pages() -> list[Path]:
    """Every page of the documentation."""
    return sorted(DOCS.glob("*.md"))


def main() -> None:
    """Write every generated part anew, where it changed."""
    for path in pages():
        page = path.read_text(encoding="utf-8")
        if (new := renewed(page)) != page:
            path.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
