"""What kind of machine a benchmark ran on, and with which versions: enough to compare, nothing that names it."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from collections.abc import Iterable
from pathlib import Path

_WIDTHS = {"avx512f": "512-bit vectors", "avx2": "256-bit vectors", "asimd": "128-bit vectors"}  # widest first


def machine_class() -> str:
    """Cores, memory, architecture and processor family, as "2 cores, 23 GiB, x86-64 family 25, 512-bit vectors"."""
    return ", ".join([f"{os.cpu_count()} cores", f"{_memory_gib()} GiB", *_processor()])


def versions(names: Iterable[str]) -> dict[str, str]:
    """The version of Python and of each package by name, of those that are installed."""
    found = {"Python": platform.python_version()}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _memory_gib() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _processor() -> list[str]:
    """Architecture with its family where the system tells, its widest vectors, its last cache, and whether virtual."""
    about = _cpuinfo()
    family = about.get("cpu family")
    kind = platform.machine().replace("_", "-") + (
        f" family {family} model {about.get('model', '?')}" if family else ""
    )
    flags = set((about.get("flags") or about.get("Features") or "").split())
    width = next((words for flag, words in _WIDTHS.items() if flag in flags), None)
    return [kind, *([width] if width else []), *(["virtual"] if "hypervisor" in flags else [])]


def _cpuinfo() -> dict[str, str]:
    """What the kernel says of the first processor; empty where it does not."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8").split("\n\n", 1)[0]
    except OSError:
        return {}
    pairs = (line.partition(":") for line in text.splitlines())
    return {key.strip(): value.strip() for key, _, value in pairs}
