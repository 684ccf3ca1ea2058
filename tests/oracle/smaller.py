"""What can be left out of a case so that it stays one, and the smallest case that still shows a difference.

It exists so that a disagreement between two evaluators is shown as a case a person can read, and so that Hypothesis
can take cases apart. Nothing is changed here, only left out.
"""

from collections.abc import Callable, Iterable
from copy import deepcopy
from typing import Any

Plain = dict[str, Any]
Path = tuple[str | int, ...]

ENTRIES = ["adherence", "designations", "non_parties", "lists", "presumptions", "rules"]
RULE_KEYS = ["in_force", "binds", "readings", "exceptions"]
ZONE_KEYS = ["periods", "altitude", "schedule"]
ACTOR_KEYS = ["aliases", "part_of"]
SIDES = ["a", "b"]
NEEDED = ["id", "a", "b", "kind", "time", "sources"]


def leavable(case: Plain) -> list[Path]:
    """The path of everything that may be left out of a case, each by itself."""
    agreement, conduct = case["agreement"], case["conduct"]
    found: list[Path] = []
    for section in ENTRIES:
        entries = agreement.get(section, [])
        found += [("agreement", section, number) for number in range(section == "rules", len(entries))]
    for section, keys in (("rules", RULE_KEYS), ("zones", ZONE_KEYS), ("actors", ACTOR_KEYS)):
        for number, entry in enumerate(agreement.get(section, [])):
            found += [("agreement", section, number, key) for key in keys if key in entry]
    for number, rule in enumerate(agreement["rules"]):
        found += [("agreement", "rules", number, "conduct", one) for one in range(1, len(rule["conduct"]))]
        found += [("agreement", "rules", number, "reach", one) for one in range(len(rule["reach"]))]
    found += [("conduct", field) for field in conduct if field not in NEEDED]
    for field, value in conduct.items():
        if isinstance(value, dict) and "candidates" in value:
            found += [("conduct", field, "candidates", number) for number in range(1, len(value["candidates"]))]
        if field in SIDES and isinstance(value, list):
            found += [("conduct", field, number) for number in range(1, len(value))]
    return found


def without(case: Plain, left_out: Iterable[Path]) -> Plain:
    """The case without all that lies at these paths."""
    found = deepcopy(case)
    for path in sorted(left_out, key=lambda path: tuple(str(step).zfill(3) for step in path), reverse=True):
        holder = found
        for step in path[:-1]:
            holder = holder[step]  # type: ignore[index]
        del holder[path[-1]]  # type: ignore[arg-type]
    return found


def smallest(case: Plain, differs: Callable[[Plain], bool]) -> Plain:
    """The case with everything left out without which it still differs."""
    shrinking = True
    while shrinking:
        shrinking = False
        for path in leavable(case):
            smaller = without(case, [path])
            if differs(smaller):
                case, shrinking = smaller, True
                break
    return case
