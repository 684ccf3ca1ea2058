"""What the reference pages name in code type is in the code, and what the code's vocabulary holds is on the pages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from docs import generated
from docs.schema_text import CLOSED_LISTS
from truceline.agreement import LANGUAGES
from truceline.formats.agreement.schema import json_schema
from truceline.formats.conduct import ConductModel
from truceline.terms.evaluate import Result
from truceline.terms.vocabulary import KEYS

LITERAL = re.compile(r"(?<!\})`([a-z][a-z0-9]*(?:_[a-z0-9]+)*)`")


def words_in(schema: Any) -> Iterator[str]:  # noqa: ANN401 - a JSON value
    """Every key and every word of a closed choice in a JSON Schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (word for word in [*schema.get("enum", ()), schema.get("const")] if isinstance(word, str))
        for value in schema.values():
            yield from words_in(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from words_in(value)


def written() -> set[str]:
    """Every word that files of agreements and conducts may hold."""
    listed = {word for words in CLOSED_LISTS.values() for word in words}
    schemas = {*words_in(json_schema()), *words_in(ConductModel.model_json_schema(by_alias=True))}
    return schemas | listed | set(Result) | set(LANGUAGES) | {"true", "false", "not_published"}


@pytest.mark.parametrize("name", ["terms.md", "agreement-format.md"])
def test_every_word_named_exists(name: str) -> None:
    """A reference page puts no word into code type that no file may hold."""
    text = (generated.DOCS / name).read_text(encoding="utf-8")
    assert set(LITERAL.findall(text)) - written() == set()


def test_every_condition_and_result_is_explained() -> None:
    """The terms page holds every condition, every word of the closed lists, and every result."""
    named = set(LITERAL.findall((generated.DOCS / "terms.md").read_text(encoding="utf-8")))
    assert set(KEYS) - named == set()
    assert {word for words in CLOSED_LISTS.values() for word in words} - named == set()
    assert set(Result) - named == set()


def test_every_error_stands_with_its_exit_code() -> None:
    """The errors page holds every kind of error beside its exit code."""
    text = (generated.DOCS / "errors.md").read_text(encoding="utf-8")
    for kind in generated.error_kinds():
        assert f"| {kind.exit_code} | `{kind.__name__}` |" in text


def settings(source: str) -> Iterator[str]:
    """The environment variables of a module: whatever is named as ours, and what it looks up in an environment."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Constant(str(name)) if re.fullmatch("TRUCELINE_[A-Z_]+", name):
                yield name
            case ast.Call(ast.Attribute(ast.Name("environment"), "get"), [ast.Constant(str(name)), *_]):
                yield name
            case ast.Subscript(ast.Name("environment") | ast.Attribute(attr="environ"), ast.Constant(str(name))):
                yield name


def test_every_environment_variable_is_explained(root: Path) -> None:
    """The table of settings holds what the program looks up in its environment, and nothing else."""
    looked_up = {name for path in (root / "src").rglob("*.py") for name in settings(path.read_text(encoding="utf-8"))}
    told = (generated.DOCS / "record.md").read_text(encoding="utf-8").partition("\n## Settings\n")[2]
    assert set(re.findall(r"^\| `([A-Z_]+)` \|", told, re.MULTILINE)) == looked_up
