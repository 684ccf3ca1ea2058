"""Everything that can go wrong, one base, the tree drawn here.

    TrucelineError
    ├── InputError        what came in cannot be used; carries the faults found
    │   ├── AgreementError    an agreement directory does not lint
    │   ├── DataError         a file of events, claims, maps or findings
    │   └── RecordError       a log, entry, checkpoint, bundle or proof that does not hold
    ├── UnknownName       no agreement, variant, finding or column of that name
    ├── Refused           asked for something the design does not do
    ├── Locked            a key that the passphrase does not open, or a node at work elsewhere
    └── Unreachable       a peer that does not answer

A door turns an error into an exit code (``exit_code``) or an HTTP answer; nobody else does. Nothing
here knows about files: a ``Fault`` carries the place as words, so that every reader can name its own.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one place, said so that the reader can mend it."""

    file: str  # the file as the reader named it; empty where there was none
    line: int  # 1-based line or row; 0 where a place has no line
    field: str  # dotted path or column name; empty for the file as a whole
    expected: str  # what would have been right
    got: str  # what stood there, cut to a readable length
    cure: str  # what to do next

    def __str__(self) -> str:
        """``file:line: field: expected …, got …. cure``."""
        place = ":".join(part for part in (self.file, str(self.line) if self.line else "") if part)
        head = ": ".join(part for part in (place, self.field) if part)
        body = f"expected {self.expected}, got {shortened(self.got)}. {self.cure}"
        return f"{head}: {body}" if head else body


def shortened(text: str, limit: int = 80) -> str:
    """The text on one line, cut at `limit` characters with an ellipsis."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


class TrucelineError(Exception):
    """Base of all errors that a door reports; anything else is a defect of ours."""

    exit_code = 1  # what the command line returns


class InputError(TrucelineError):
    """What came in cannot be used; `faults` says where and how to mend it."""

    exit_code = 3

    def __init__(self, what: str, faults: tuple[Fault, ...] = ()) -> None:
        """`what` is one sentence; `faults` may be empty only where `what` says it all."""
        self.what = what
        self.faults = faults
        super().__init__("\n".join([what, *(f"  {fault}" for fault in faults)]))


class AgreementError(InputError):
    """An agreement directory that does not lint."""

    exit_code = 4


class DataError(InputError):
    """A file of events, claims, maps or findings that cannot be read at all."""


class RecordError(InputError):
    """A log, entry, checkpoint, bundle or proof that does not hold; each fault names the log and the entry."""

    exit_code = 7


class UnknownName(TrucelineError):
    """Nothing of that name; says which names there are."""

    exit_code = 5

    def __init__(self, kind: str, name: str, known: tuple[str, ...]) -> None:
        """`kind` in words ("agreement", "finding"); `known` is what could have been meant."""
        choices = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
        super().__init__(f"no {kind} named {name!r}; expected one of: {choices or 'none there'}")
        self.kind, self.name, self.known = kind, name, known


class Refused(TrucelineError):
    """Asked for something this product does not do, with the reason."""

    exit_code = 6


class Locked(TrucelineError):
    """A key that the passphrase given does not open, or a node that another process is writing to."""

    exit_code = 8


class Unreachable(TrucelineError):
    """A peer that does not answer, or a medium that is not there; nothing is lost, and the same command goes on."""

    exit_code = 9
