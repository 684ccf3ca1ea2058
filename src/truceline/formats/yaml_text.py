"""YAML as agreements are written in it, with the line of every value.

Every plain scalar is text until a schema says otherwise, so that a country code NO stays NO and a
date stays as written. Keys may not repeat, and anchors, tags and several documents are refused: a
lawyer must be able to read the file from top to bottom. Follows YAML 1.2 otherwise, by PyYAML's parser.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import yaml

from truceline.errors import Fault

Tree = str | None | list["Tree"] | dict[str, "Tree"]
Path = tuple[str | int, ...]
DEEPEST = 40  # levels; no agreement needs more, and a parser must not be made to need them


@dataclass
class Document:
    """One file's tree with the line on which each value stands."""

    tree: Tree = None
    lines: dict[Path, int] = field(default_factory=dict)  # path → 1-based line
    faults: list[Fault] = field(default_factory=list)


def read_yaml(data: bytes, file: str) -> Document:
    """Read one file; what cannot be read is in `faults`, never raised."""
    document = Document()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        got = repr(data[error.start : error.end])
        document.faults.append(Fault(file, line, "", "UTF-8 text", got, "Save the file as UTF-8."))
        return document
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        document.tree = _value(node, (), document, file) if node is not None else None
    except yaml.MarkedYAMLError as error:
        document.faults.append(_yaml_fault(error, file))
    except yaml.YAMLError as error:
        cure = "Remove the character; YAML allows printable text only."
        document.faults.append(Fault(file, 0, "", "printable text", str(error), cure))
    except RecursionError:
        document.faults.append(_too_deep(file, 0, ""))
    return document


def _yaml_fault(error: yaml.MarkedYAMLError, file: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    got = f"{error.context or ''} {error.problem or ''}".strip()
    return Fault(file, line, "", "YAML", got, "Check indentation, colons and quotes on this line.")


def _value(node: yaml.Node, path: Path, document: Document, file: str) -> Tree:
    document.lines[path] = node.start_mark.line + 1
    if len(path) > DEEPEST:
        document.faults.append(_too_deep(file, node.start_mark.line + 1, dotted(path[:3])))
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, document, file)
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, (*path, i), document, file) for i, one in enumerate(node.value)]
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)


def _mapping(node: yaml.MappingNode, path: Path, document: Document, file: str) -> Tree:
    found: dict[str, Tree] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            fault = Fault(file, line, dotted(path), "a word as key", "a list or mapping", "Use a plain key.")
            document.faults.append(fault)
            continue
        key = str(key_node.value)
        where = dotted((*path, key))
        if key in found:
            cure = "Keep one of the two."
            document.faults.append(Fault(file, line, where, "each key once", f"{key} again", cure))
            continue
        found[key] = _value(value_node, (*path, key), document, file)
        document.lines[(*path, key)] = line
    return found


def _too_deep(file: str, line: int, where: str) -> Fault:
    return Fault(file, line, where, f"at most {DEEPEST} levels", "more", "Flatten the file.")


def dotted(path: Path) -> str:
    """A path as people write it: ``rules[2].clause.gist``."""
    return "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path).lstrip(".")
