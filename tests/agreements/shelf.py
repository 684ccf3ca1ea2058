"""The shipped agreements as tests see them: their files, read, and their YAML as plain trees."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from truceline.agreement import Agreement
from truceline.formats.agreement import read_agreement, variants_of

Shipped = tuple[str, str | None]  # name of the agreement, name of the variant

FOLDER = Path(__file__).resolve().parents[2] / "src" / "truceline" / "agreements"
NAMES = tuple(sorted(one.name for one in FOLDER.iterdir() if (one / "agreement.yaml").is_file()))


def files_of(name: str) -> dict[str, bytes]:
    """The files of a shipped agreement by their path inside it."""
    folder = FOLDER / name
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def shipped() -> list[Shipped]:
    """Every agreement with every variant it has."""
    return [(name, variant) for name in NAMES for variant in (variants_of(files_of(name)) or (None,))]


def tree(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    """A YAML file with every scalar as text."""
    return yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)  # noqa: S506 - makes text and nothing else


def trees(name: str) -> Iterator[tuple[Path, Any]]:
    """Every YAML file of an agreement, its variants and facts among them."""
    return ((path, tree(path)) for path in sorted((FOLDER / name).rglob("*.yaml")))


def mappings(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - a tree of any shape
    """Every mapping inside a tree, the tree itself first."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from mappings(one)


def read(name: str, variant: str | None) -> Agreement:
    """A shipped agreement, which must read without a fault."""
    outcome = read_agreement(files_of(name), variant)
    assert not outcome.faults, "\n".join(map(str, outcome.faults))
    assert outcome.agreement is not None
    return outcome.agreement
