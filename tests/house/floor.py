"""Which modules are the floor: what the import contract in pyproject.toml says, from `bulletin` down to `errors`."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "truceline"


def layers() -> list[str]:
    """The layers of the import contract, from doors to errors, rooms not yet built left out."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = pyproject["tool"]["importlinter"]["contracts"][0]
    named = [name.strip() for layer in contract["layers"] for name in layer.split("|")]
    return [name for name in named if not name.startswith("(")]


def floor() -> list[str]:
    """The names of the floor's modules, `bulletin` first."""
    names = layers()
    return names[names.index("bulletin") :]


def floor_files() -> list[Path]:
    """Every Python file of the floor."""
    return sorted(
        path for name in floor() for path in [PACKAGE / f"{name}.py", *(PACKAGE / name).rglob("*.py")] if path.is_file()
    )
