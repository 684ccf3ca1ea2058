"""The JSON Schema of an agreement directory as Markdown: one table for each kind of mapping.

Written for people who write the files by hand; the schema itself is what editors and other programs read.
"""

import re
from typing import Any

from truceline.agreement import LANGUAGES
from truceline.formats.agreement.schema import json_schema
from truceline.terms import vocabulary

Schema = dict[str, Any]

# What a kind of mapping is called where its name in the code says too little.
CALLED = {
    "Above": "baseline meant",
    "Held": "answer meant",
    "ListModel": "list of statuses",
    "Near": "distance",
    "OutsiderModel": "non-party",
    "OwnNear": "distance from own line",
    "Select": "selector",
    "HarmedSelect": "selector of the harmed",
    "Span": "period",
    "Weekly": "hours of the week",
}
CLOSED_LISTS: dict[str, dict[str, tuple[str, ...]]] = {
    "kinds": vocabulary.KINDS,
    "weapons": vocabulary.WEAPONS,
    "platforms": vocabulary.PLATFORMS,
    "purposes": vocabulary.PURPOSES,
    "sites": vocabulary.SITES,
    "harmed": dict.fromkeys(vocabulary.HARMED, ()),
    "answers": dict.fromkeys(vocabulary.ANSWERS, ()),
}
LONG = 8  # a closed list of more words than this is named and not written out


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows])


def called(model: str) -> str:
    """What people call a kind of mapping: `RuleModel` is a rule."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.removesuffix("Model")).lower()
    return CALLED.get(model, apart)


def link(model: str) -> str:
    """A link to the table of a kind of mapping."""
    return f"[{called(model)}](agreement-format.md#{called(model).replace(' ', '-')})"


def form(schema: Schema) -> str:  # noqa: C901, PLR0911 - one line for each shape of schema
    """What may stand for a value, in a few words."""
    match schema:
        case {"$ref": str(ref)}:
            return link(ref.rpartition("/")[2])
        case {"anyOf": list(choices)}:
            return " or ".join(form(each) for each in choices if each != {"type": "null"})
        case {"const": value}:
            return f"`{str(value).lower()}`"
        case {"enum": list(words)}:
            return one_of(words)
        case {"prefixItems": _}:
            return "`[lon, lat]`"
        case {"items": inner}:
            return f"list of {form(inner)}"
        case {"additionalProperties": {"type": "string"}}:
            return f"text in {', '.join(f'`{each}`' for each in LANGUAGES)}"
        case {"type": "string"}:
            return text_form(schema)
        case {"type": "integer"}:
            return "whole number" + (" above 0" if "exclusiveMinimum" in schema else "")
        case {"type": "boolean"}:
            return "`true` or `false`"
    raise ValueError(f"no words for the schema {schema}")


def one_of(words: list[str]) -> str:
    """A choice of words, or the name of the closed list where it is a long one."""
    for name, listed in CLOSED_LISTS.items():
        if words == list(listed) and len(words) > LONG - 1:
            return f"[{name}](terms.md#kinds-and-classes)"
    return " / ".join(f"`{word}`" for word in words)


def text_form(schema: Schema) -> str:
    """What a text must look like."""
    if "format" in schema:
        return {"date-time": "instant with offset", "date": "date"}[schema["format"]]
    pattern = schema.get("pattern", "")
    return "id" if pattern.startswith("^[A-Za-z0-9]") else "`HH:MM`" if pattern else "text"


def keys(schema: Schema) -> str:
    """The keys of one kind of mapping, with what may stand there and whether it must."""
    required = set(schema.get("required", ()))
    rows = [[f"`{key}`", form(value), "yes" if key in required else ""] for key, value in schema["properties"].items()]
    return table(["key", "value", "required"], rows)


def sections() -> str:
    """The whole of an agreement directory: its sections, then each kind of mapping in them."""
    whole = json_schema()
    below = sorted(whole["$defs"].items(), key=lambda item: called(item[0]))
    parts = [keys(whole)]
    parts += [f"### {called(name).capitalize()}\n\n{model['description']}\n\n{keys(model)}" for name, model in below]
    return "\n\n".join(parts)


def condition_forms() -> dict[str, str]:
    """What may stand for each condition, by its key."""
    return {key: form(value) for key, value in json_schema()["$defs"]["ConditionModel"]["properties"].items()}
