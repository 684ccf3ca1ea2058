"""Where each value of an agreement stands, so that a fault can name its file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from truceline.errors import Fault
from truceline.formats.yaml_text import Path, Tree, dotted


@dataclass
class Where:
    """The merged tree of an agreement's files, with file and line of every value."""

    tree: dict[str, Tree] = field(default_factory=dict)
    places: dict[Path, tuple[str, int]] = field(default_factory=dict)  # path → file, 1-based line
    faults: list[Fault] = field(default_factory=list)

    def of(self, path: Path) -> tuple[str, int]:
        """File and line of a value, or of the nearest value around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.places:
                return self.places[path[:end]]
        return self.places.get((), ("", 0))

    def fault(self, path: Path, expected: str, got: str, cure: str) -> None:
        """Note one thing wrong."""
        file, line = self.of(path)
        self.faults.append(Fault(file, line, dotted(path), expected, got, cure))

    def walk(self, path: Path = ()) -> Iterator[tuple[Path, Tree]]:
        """Every value below a path, parents first."""
        value = self.at(path)
        yield path, value
        children = value.keys() if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
        for key in children:
            yield from self.walk((*path, key))

    def at(self, path: Path) -> Tree:
        """The value at a path; None where there is none."""
        value: Tree = self.tree
        for key in path:
            if isinstance(value, dict) and isinstance(key, str):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                return None
        return value
