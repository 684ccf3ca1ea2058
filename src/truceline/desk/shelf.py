"""Where agreements are found: shipped ones by name, others by directory, a node's in force; a variant after a slash.

`syria-2016-02`, `exercise/first-draft`, `./my-draft`, `./my-draft/second`. A name with variants and none
meant by default stands for all of them where a command takes several.
"""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from truceline.agreement import Agreement
from truceline.desk.node import is_node
from truceline.errors import AgreementError, Fault, UnknownName
from truceline.formats.agreement import Read, default_variant, read_agreement, variants_of

_READ = (".yaml", ".geojson")


def shipped() -> tuple[str, ...]:
    """The names of the agreements inside the package."""
    return tuple(sorted(one.name for one in _shelf().iterdir() if one.is_dir() and one.name[0] not in "_."))


def find(name: str) -> Agreement:
    """The agreement of that name or directory, of a node the one in force; raises AgreementError or UnknownName."""
    if is_node(Path(name)):
        from truceline.desk import standing_for  # noqa: PLC0415 - opens a database, which no directory of a text needs

        return standing_for.agreement(Path(name))
    found = lint(name)
    if found.agreement is None:
        raise AgreementError(f"{name} does not lint", found.faults)
    return found.agreement


def lint(name: str) -> Read:
    """Read an agreement and say everything that is wrong with it; raises UnknownName."""
    folder, variant = _located(name)
    held = _files(folder)
    known = variants_of(held)
    if variant is None:
        variant = default_variant(held)
    if variant is not None and variant not in known:
        raise UnknownName(f"variant of {folder.name}", variant, known)
    return read_agreement(held, variant)


def texts(name: str) -> tuple[str, ...]:
    """The names of all texts meant by a name: itself, or its variants where none is the default."""
    if is_node(Path(name)):
        return (name,)
    folder, variant = _located(name)
    held = _files(folder)
    if variant is not None or default_variant(held) is not None:
        return (name,)
    return tuple(f"{name.rstrip('/')}/{one}" for one in variants_of(held)) or (name,)


def fact_files(agreement: Agreement) -> dict[str, bytes]:
    """The files of published facts shipped beside an agreement, by name; none for a directory of one's own."""
    folder = _shelf() / agreement.id.partition("/")[0] / "facts"
    if not folder.is_dir():
        return {}
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.name.endswith(".yaml")}


def _shelf() -> Traversable:
    return files("truceline") / "agreements"


def _located(name: str) -> tuple[Traversable, str | None]:
    """The folder of an agreement and the variant named, if any."""
    path = Path(name)
    if path.is_dir():
        return path, None
    if path.parent.is_dir() and path.parent != Path() and list(path.parent.glob("*.yaml")):
        return path.parent, path.name
    base, _, variant = name.partition("/")
    if base in shipped():
        return _shelf() / base, variant or None
    raise UnknownName("agreement", name, (*shipped(), "or a directory"))


def _files(folder: Traversable) -> dict[str, bytes]:
    """Every file an agreement is made of, by path inside its directory."""
    found = {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file() and one.name.endswith(_READ)}
    variants = folder / "variants"
    if variants.is_dir():
        for variant in variants.iterdir():
            if variant.is_dir():
                for one in variant.iterdir():
                    if one.name.endswith(_READ):
                        found[f"variants/{variant.name}/{one.name}"] = one.read_bytes()
    if not found:
        cure = "Put agreement.yaml there."
        fault = Fault(str(folder), 0, "", "a directory with .yaml files", "none", cure)
        raise AgreementError(f"{folder.name} is not an agreement", (fault,))
    return found
