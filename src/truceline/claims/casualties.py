"""How many were harmed, as told: one vote for each origin, from the least to the most, and silence left out.

Ten outlets that carry one ministry's figure are one vote. An origin's vote is everything that those who rest on it say.
A total that does not equal its own parts is kept as it was said, and said not to add up. Nothing is averaged, and a
number of one unit is never set against one of another. Where an origin says "at least nine" nobody knows a most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from truceline.claims.claims import Claim, Count
from truceline.claims.roots import Roots


@dataclass(frozen=True, slots=True)
class Vote:
    """What one origin says."""

    claims: tuple[int, ...]  # those that rest on it and give a number
    low: int  # the least that any of them says
    high: int | None  # the most; None: one of them says no most


@dataclass(frozen=True, slots=True)
class Sum:
    """A total that was told with its parts."""

    total: int  # index of the claim that gives it
    parts: tuple[int, ...]  # and of those that give the parts
    adds_up: bool  # whether the parts can come to the total
    words: str


@dataclass(frozen=True, slots=True)
class Casualties:
    """What is said of one unit: killed, injured, as the claims have it."""

    unit: str
    low: int | None  # the least that any origin says; None: nobody says a number
    high: int | None  # the most; None: nobody says a number, or an origin says no most
    votes: tuple[Vote, ...]  # one for each origin that says a number
    silent: int  # origins that say none
    sums: tuple[Sum, ...] = ()


def casualties(
    claims: Sequence[Claim], found: Roots, totals: Mapping[int, Sequence[int]] | None = None
) -> tuple[Casualties, ...]:
    """What the origins say of each unit; with no number said, one of an empty unit with silence alone.

    `found` are the roots of these claims; `totals` gives for the index of a total the indices of its parts, which then
    have no vote of their own.
    """
    sums = [_sum(claims, total, tuple(parts)) for total, parts in sorted((totals or {}).items())]
    inside = {i for one in sums for i in one.parts}
    units = sorted({one.unit for i, one in enumerate(claims) if one.count is not None and i not in inside})
    return tuple(_of_unit(unit, claims, found, sums, inside) for unit in units or [""])


def _of_unit(unit: str, claims: Sequence[Claim], found: Roots, sums: Sequence[Sum], inside: set[int]) -> Casualties:
    votes = []
    for group in found.surely:
        counts = {i: said for i in group if (said := _said(claims[i], unit)) is not None and i not in inside}
        if counts:
            low, high = min(one for one, _ in counts.values()), _most(one for _, one in counts.values())
            votes.append(Vote(tuple(counts), low, high))
    return Casualties(
        unit=unit,
        low=min((one.low for one in votes), default=None),
        high=_most(one.high for one in votes) if votes else None,
        votes=tuple(votes),
        silent=found.high - len(votes),
        sums=tuple(one for one in sums if claims[one.total].unit == unit),
    )


def _said(claim: Claim, unit: str) -> Count | None:
    """What it says of that unit; a denial says none."""
    return None if claim.unit != unit or claim.denies else claim.count


def _sum(claims: Sequence[Claim], total: int, parts: tuple[int, ...]) -> Sum:
    """Whether the parts can come to the total; only where each gives a number of the same unit."""
    said = [claims[i].count for i in (total, *parts) if claims[i].unit == claims[total].unit]
    known = [one for one in said if one is not None]
    if len(known) <= len(parts) or not parts:
        raise ValueError(f"claim {total}: a number, and a number of the same unit in each of its parts")
    (low, high), rest = known[0], known[1:]
    ends = [one for _, one in rest if one is not None]
    least, most = sum(one for one, _ in rest), sum(ends) if len(ends) == len(rest) else None
    fits = (high is None or least <= high) and (most is None or low <= most)
    words = f"{_range(low, high)} in all, {_range(least, most)} in its {len(rest)} parts"
    return Sum(total, parts, fits, words if fits else f"{words}: it does not add up, and is kept as it was said")


def _most(ends: Iterable[int | None]) -> int | None:
    """The greatest of them; none where one is open."""
    known = list(ends)
    closed = [one for one in known if one is not None]
    return max(closed) if len(closed) == len(known) else None


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low} to {high}"
