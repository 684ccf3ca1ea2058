"""The examples of every kind, with the keys of a log put in."""

import hashlib
from pathlib import Path
from typing import Any

import yaml

from truceline.tlog.keys import COSIGNATURE_KEY, NOTE_KEY, Signer


def _vkey(name: str, kind: int, seed: int) -> str:
    return Signer.from_seed(name, kind, bytes([seed]) * 32).public.vkey


_LOG = Signer.from_seed("x", NOTE_KEY, bytes([1]) * 32).public.raw
ORIGIN = f"truceline/north-{hashlib.sha256(_LOG).hexdigest()[:8]}"
KEYS = {
    "$log": _vkey(ORIGIN, NOTE_KEY, 1),
    "$entry": _vkey(f"{ORIGIN}/entry/0", NOTE_KEY, 2),
    "$witness": _vkey(f"{ORIGIN}/witness", COSIGNATURE_KEY, 3),
    "$mirror": _vkey(f"{ORIGIN}/mirror", COSIGNATURE_KEY, 4),
    "$officer": _vkey(f"{ORIGIN}/officer/duty", NOTE_KEY, 5),
    "$misnamed": _vkey("truceline/north-00000000", NOTE_KEY, 1),
    "$alien": _vkey("truceline/south-60303ae2/mirror", COSIGNATURE_KEY, 4),
    "$twin": _vkey(f"{ORIGIN}/mirror", COSIGNATURE_KEY, 3),
    "$numberless": _vkey(f"{ORIGIN}/entry/", NOTE_KEY, 2),
    "$long": "a" * 4_001,
}


def _filled(tree: Any) -> Any:  # noqa: ANN401 - YAML
    if isinstance(tree, dict):
        return {key: _filled(one) for key, one in tree.items()}
    if isinstance(tree, list):
        return [_filled(one) for one in tree]
    return KEYS.get(tree, tree) if isinstance(tree, str) else tree


EXAMPLES: dict[str, dict[str, Any]] = _filled(
    yaml.safe_load((Path(__file__).parent / "examples.yaml").read_text(encoding="utf-8"))
)
del EXAMPLES["values"]
GOOD: dict[str, Any] = {kind: one["good"] for kind, one in EXAMPLES.items()}
