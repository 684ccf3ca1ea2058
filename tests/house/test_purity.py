"""The floor is pure: values in, values out; no file, clock, socket, randomness, locale."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.floor import PACKAGE, floor, floor_files

WORLDLY = {
    "asyncio", "builtins", "concurrent", "ctypes", "getpass", "glob", "http", "importlib", "io", "locale",
    "logging", "multiprocessing", "os", "pathlib", "platform", "random", "secrets", "select", "shutil", "signal",
    "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
CLOCKS = {"now", "utcnow", "today", "fromtimestamp"}
BUILTINS = {"open", "input", "print", "exec", "eval", "compile", "__import__"}


def worldly_uses(source: str) -> list[str]:
    """What in a module's text reaches out of it: imports, clocks, built-in functions that touch the world."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found += [name.name for name in names if name.name.partition(".")[0] in WORLDLY]
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in WORLDLY:
                found.append(module)
            case ast.Attribute(value=ast.Name(id="datetime" | "date"), attr=attr) if attr in CLOCKS:
                found.append(attr)
            case ast.Call(func=ast.Name(id=name)) if name in BUILTINS:
                found.append(name)
    return found


@pytest.mark.parametrize("path", floor_files(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_the_floor_names_nothing_of_the_world(path: Path) -> None:
    """No module of the floor imports a clock, a file system, a network, randomness or a locale, nor opens or prints."""
    assert worldly_uses(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "use"),
    [
        ("import os.path", "os.path"),
        ("from time import monotonic", "time"),
        ("from datetime import datetime\ndatetime.now()", "now"),
        ("open('x')", "open"),
    ],
)
def test_a_worldly_use_is_seen(source: str, use: str) -> None:
    """The check above sees what it is there to see."""
    assert worldly_uses(source) == [use]


def test_every_layer_of_the_floor_is_there() -> None:
    """The floor that is checked is the floor of the design, and none of it is missing."""
    there = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in floor_files()}
    assert there == set(floor())
    assert {"errors", "period", "place", "actors", "zones", "terms", "agreement", "claims", "findings"} <= there


def test_the_floor_at_work_touches_nothing(root: Path) -> None:
    """Once warm, it draws, judges and counts without a file, clock, socket, environment, randomness or locale."""
    command = [sys.executable, "-m", "tests.house.floor_at_work"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "deed", ["open('Makefile')", "time.time()", "os.listdir('.')", "random.random()", "os.getenv('TZ')"]
)
def test_the_watch_sees(root: Path, deed: str) -> None:
    """What the watch is there to see, it sees."""
    program = (
        f"import os, random, time; from tests.house.floor_at_work import watch\nseen = watch()\n{deed}\nprint(seen)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert "touched" in done.stderr or ("[]" not in done.stdout and done.stdout)


def test_the_floor_answers_alike_everywhere(root: Path) -> None:
    """Hash seed, time zone and locale of the machine change nothing in any answer."""
    command = [sys.executable, "-c", "from tests.house.floor_at_work import work; print(work())"]
    machines = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Apia", "LC_ALL": "ar_SY.UTF-8"},
        {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
    ]
    answers = [
        subprocess.run(command, cwd=root, env=os.environ | machine, capture_output=True, text=True, check=True).stdout
        for machine in machines
    ]
    assert answers == [answers[0]] * len(machines)
    assert "possible" in answers[0]
