"""What a node takes from the world around it: the time, chance, and where its head marker lies.

These are arguments, so that a test says what the time is, and a restored copy can be tried beside its original.
Everything else of the world, disk and network, stands in the modules that use it.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from nacl.pwhash import argon2id

from truceline.period import Instant


@dataclass(frozen=True, slots=True)
class Stretching:
    """How hard argon2id makes it to try passphrases."""

    operations: int  # passes over the memory
    memory_b: int  # bytes


# A second and 256 MiB on a laptop: a seized disk is tried slowly, a node opens at once.
MODERATE = Stretching(argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE)
# A tenth of that, for exercises, and four seconds and 1 GiB, for a node that is seldom opened.
INTERACTIVE = Stretching(argon2id.OPSLIMIT_INTERACTIVE, argon2id.MEMLIMIT_INTERACTIVE)
SENSITIVE = Stretching(argon2id.OPSLIMIT_SENSITIVE, argon2id.MEMLIMIT_SENSITIVE)
STRETCHINGS = {"interactive": INTERACTIVE, "moderate": MODERATE, "sensitive": SENSITIVE}  # by what people call them


@dataclass(frozen=True, slots=True)
class World:
    """The time, chance and places that a node is given."""

    now: Callable[[], Instant]  # what the time is
    random: Callable[[int], bytes]  # that many bytes nobody can guess
    markers: Path  # the folder of head markers: outside what backups copy
    stretching: Stretching = MODERATE  # for passphrases of keys that are made
    patience_s: float = 15.0  # how long a write waits for another process's, in seconds


def world(environment: Mapping[str, str] = os.environ) -> World:
    """The real world."""
    return World(lambda: Instant.of(dt.datetime.now(dt.UTC)), secrets.token_bytes, markers(environment))


def markers(environment: Mapping[str, str]) -> Path:
    """Where head markers lie: $TRUCELINE_MARKERS, or truceline/heads in the state folder (XDG base directories)."""
    if environment.get("TRUCELINE_MARKERS"):
        return Path(environment["TRUCELINE_MARKERS"])
    state = environment.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(state) / "truceline" / "heads"
