"""Arabic keeps its order when its parts are names in other letters: messages without a letter of their own say so."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast

from tests.render.test_sentences import LOCALE

CATALOGS = sorted((LOCALE / "ar").glob("*.ftl"))


def forms(pattern: ast.Pattern) -> Iterator[ast.Pattern]:
    """A pattern and every variant inside it."""
    yield pattern
    for one in pattern.elements:
        if isinstance(one, ast.Placeable) and isinstance(one.expression, ast.SelectExpression):
            for variant in one.expression.variants:
                yield from forms(variant.value)


def own_text(pattern: ast.Pattern) -> str:
    """What the pattern itself writes, less what is put into it."""
    parts = []
    for one in pattern.elements:
        if isinstance(one, ast.TextElement):
            parts.append(one.value or "")
        elif isinstance(one.expression, ast.StringLiteral):
            parts.append(str(one.expression.parse()["value"]))
    return "".join(parts)


def needs_a_mark(pattern: ast.Pattern) -> bool:
    """Whether it puts things side by side, or into signs, without a letter that says which way to read."""
    text = own_text(pattern)
    put_in = sum(isinstance(one, ast.Placeable) for one in pattern.elements)
    directed = any(unicodedata.bidirectional(one) in ("L", "R", "AL") for one in text)
    return not directed and put_in > 0 and (put_in > 1 or bool(text.strip()))


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.name)
def test_rows_of_names_keep_their_order(path: Path) -> None:
    """A message made of parts and signs alone begins with a mark of direction; else its parts would change places."""
    body = FluentParser().parse(path.read_text(encoding="utf-8")).body
    wrong = [
        one.id.name
        for one in body
        if isinstance(one, ast.Message) and one.value is not None and any(map(needs_a_mark, forms(one.value)))
    ]
    assert wrong == []
