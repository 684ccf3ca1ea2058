"""The figures as tables: what is reached beside whom, and what has a bound of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bench.record.rounds import Rates
from bench.table import markdown

# What, beside what, at least so many times that, and who of the turns these are.
BESIDE = (
    ("single durable append, signed, two syncs", "raw fdatasync", 0.4, "append", "sync"),
    ("single durable append", "pymerkle", 4.0, "append", "append by pymerkle"),
    ("cosign (add-checkpoint)", "raw fdatasync", 0.3, "cosign", "sync"),
    ("bulk append with tiles", "pymerkle", 0.9, "bulk", "bulk by pymerkle"),
    ("inclusion proof, whole tree", "pymerkle", 40.0, "proof", "proof by pymerkle"),
    ("inclusion proof, whole tree", "the same at 10,000", 0.5, "proof", "near proof"),
    ("full audit, signatures included", "raw PyNaCl verify × cores", 0.8, "audit", "verify × cores"),
    ("full audit, signatures included", "raw verify on all cores at once", None, "audit", "verify at once"),
    ("catch-up from a bundle, verified", "local full audit", 0.5, "catch-up", "audit"),
)


@dataclass(frozen=True)
class Bound:
    """One figure that is to keep below another."""

    what: str
    figure: float
    unit: str
    most: float  # what it is to keep below, or at

    @property
    def row(self) -> list[str]:
        """As a row of the table."""
        told = f"{self.figure:,.1f} {self.unit}"
        return [self.what, told, f"≤ {self.most:,g} {self.unit}", _met(reached=self.figure <= self.most)]


@dataclass
class Found:
    """What was measured so far."""

    entries: int  # of the large log
    a_second: dict[str, float] = field(default_factory=dict)  # who: how many
    noisy: set[str] = field(default_factory=set)  # who had no quiet round
    counted: int = 0  # rounds
    thrown_out: int = 0  # rounds
    bounds: list[Bound] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def take(self, found: Rates, times: Mapping[str, int] | None = None) -> None:
        """Add rates; `times`: who has to be multiplied."""
        self.a_second |= {name: each * (times or {}).get(name, 1) for name, each in found.a_second.items()}
        self.noisy |= found.noisy
        self.counted, self.thrown_out = self.counted + found.counted, self.thrown_out + found.thrown_out


def text(found: Found) -> str:
    """Both tables, and what is to be said of them."""
    rows = [_row(found, *each) for each in BESIDE if {*each[3:]} <= found.a_second.keys()]
    busy = (
        f" {len(found.noisy)} figures, marked *, had no quiet round and are of a busy machine." if found.noisy else ""
    )
    return "\n".join(
        [
            *_section(("what", "ours", "beside", "theirs", "ratio", "aim", "met"), rows),
            *_section((f"{found.entries:,} entries", "measured", "aim", "met"), [one.row for one in found.bounds]),
            f"{found.counted} rounds counted, {found.thrown_out} thrown out because others used the machine.{busy}",
            *found.remarks,
        ]
    )


def _section(head: tuple[str, ...], rows: Iterable[list[str]]) -> list[str]:
    held = list(rows)
    return [markdown(head, held), ""] if held else []


def _row(found: Found, what: str, beside: str, aim: float | None, own: str, other: str) -> list[str]:
    ratio = found.a_second[own] / found.a_second[other]
    told = [_rate(found, own), beside, _rate(found, other), f"{ratio:.2f}"]
    return [what, *told, *(("—", "—") if aim is None else (f"≥ {aim:g}", _met(reached=ratio >= aim)))]


def _rate(found: Found, who: str) -> str:
    return f"{found.a_second[who]:,.0f}/s{'*' if who in found.noisy else ''}"


def _met(*, reached: bool) -> str:
    return "yes" if reached else "**no**"
