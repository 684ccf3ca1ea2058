"""What is wrong with an agreement that each of its values alone does not show.

Ids that nothing bears, names that mean two actors, roles nobody has, zones nobody drew, presumptions
that contradict a dated adherence. Every check walks the files' own tree, so that its fault names
file, line and field, and says what to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from truceline.agreement import Agreement
from truceline.formats.agreement.where import Where
from truceline.formats.yaml_text import Path, Tree
from truceline.place import forward_of
from truceline.terms.worlds import selectors_of

SECTIONS_WITH_IDS = (
    "sources",
    "instruments",
    "actors",
    "umbrellas",
    "lists",
    "zones",
    "lines",
    "baselines",
    "places",
    "rules",
    "presumptions",
    "obligations",
    "procedure",
)
_WITH_CONDITIONS = ("rules", "presumptions", "obligations")


def check(where: Where, agreement: Agreement) -> None:
    """Run every check; faults go to `where`."""
    names = _Names(where, agreement)
    for section in SECTIONS_WITH_IDS:
        _ids_once(where, section)
    _actors_and_umbrellas_apart(where)
    _sources(where, names)
    _people(where, names)
    _conditions(where, names)
    _aliases(where)
    _presumptions(where, agreement)
    _lines(where, agreement)


class _Names:
    """What there is to refer to."""

    def __init__(self, where: Where, agreement: Agreement) -> None:
        roster = agreement.roster
        self._where = where
        self.actors = set(roster.actors)
        self.umbrellas = set(roster.umbrellas)
        self.sources = set(agreement.sources)
        self.instruments = set(agreement.instruments)
        self.roles = {one.of for actor in roster.actors.values() for one in actor.roles}
        self.roles |= {role for one in roster.umbrellas.values() for role in one.open_roles}
        self.list_authors = {one.author for one in roster.lists.values() if one.author}
        self.recognised = {name for one in roster.lists.values() for name in one.recognises}
        self.lines = {one.id for one in agreement.lines}
        zones = agreement.zones
        self.zones = {one.id for one in zones} | {name for one in zones for name in one.groups}
        self.baselines = {one.id for one in agreement.baselines}

    def need(self, path: Path, value: Tree, known: set[str], kind: str) -> None:
        """Fault each name in a value that is none of those known."""
        named = value if isinstance(value, list) else [value]
        for i, name in enumerate(named):
            if isinstance(name, str) and name not in known:
                near = get_close_matches(name, sorted(known), n=1)
                cure = f"Did you mean {near[0]}?" if near else f"Declare it, or use one of: {_some(known)}."
                at = (*path, i) if isinstance(value, list) else path
                self._where.fault(at, f"the id of {kind}", name, cure)


def _some(known: set[str]) -> str:
    ordered = sorted(known)
    return ", ".join(ordered[:8]) + (" …" if len(ordered) > 8 else "") if ordered else "(none declared)"


def _ids_once(where: Where, section: str) -> None:
    items = where.at((section,))
    ids = [one.get("id") for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    seen: Counter[Tree] = Counter()
    for i, name in enumerate(ids):
        if isinstance(name, str):
            seen[name] += 1
            if seen[name] > 1:
                where.fault((section, i, "id"), "each id once", name, "Rename one of the two.")


def _actors_and_umbrellas_apart(where: Where) -> None:
    actors = {where.at(("actors", i, "id")) for i in range(_length(where, "actors"))}
    for i in range(_length(where, "umbrellas")):
        name = where.at(("umbrellas", i, "id"))
        if name in actors:
            where.fault(("umbrellas", i, "id"), "an id no actor bears", str(name), "Rename the umbrella.")


def _length(where: Where, section: str) -> int:
    items = where.at((section,))
    return len(items) if isinstance(items, list) else 0


def _sources(where: Where, names: _Names) -> None:
    for path, value in where.walk():
        if path and path[-1] == "source" and isinstance(value, str):
            names.need(path, value, names.sources, "a source")
        elif path and path[-1] == "instrument" and isinstance(value, str):
            names.need(path, value, names.instruments, "an instrument")


def _people(where: Where, names: _Names) -> None:
    """Who is named outside conditions: guarantors, members, authors, those who attest."""
    actor_fields = (
        ("guarantors", "actor"),
        ("umbrellas", "members"),
        ("lists", "author"),
        ("adherence", "actor"),
        ("designations", "actor"),
        ("non_parties", "actor"),
        ("baselines", "actor"),
        ("presumptions", "author"),
        ("presumptions", "adopters"),
        ("presumptions", "by_one_of"),
    )
    for section, key in actor_fields:
        for i in range(_length(where, section)):
            names.need((section, i, key), where.at((section, i, key)), names.actors, "an actor")
    names.need(("monitor", "actor"), where.at(("monitor", "actor")), names.actors, "an actor")
    _tied(where, names, ("guarantors", "stands_with"), names.actors | names.roles, "an actor or role")
    _tied(where, names, ("lines", "of"), names.actors | names.roles, "an actor or role")
    _tied(where, names, ("adherence", "attested_by"), names.actors | names.list_authors, "an actor")
    authorities = names.actors | names.recognised | names.list_authors
    _tied(where, names, ("designations", "by"), authorities, "an actor, or an authority some list recognises")
    for path, value in where.walk(("actors",)):
        if len(path) == 5 and path[2] == "part_of" and path[4] == "actor":
            names.need(path, value, names.actors, "an actor")
    for path, value in where.walk(("rules",)):
        if path[-1] == "authors":
            names.need(path, value, names.actors, "an actor")


def _tied(where: Where, names: _Names, key: tuple[str, str], known: set[str], kind: str) -> None:
    section, field = key
    for i in range(_length(where, section)):
        names.need((section, i, field), where.at((section, i, field)), known, kind)


def _conditions(where: Where, names: _Names) -> None:
    """Every name that a condition or selector uses."""
    for section in _WITH_CONDITIONS:
        for path, value in where.walk((section,)):
            for at, name, known, kind in _uses(path, value, names):
                names.need(at, name, known, kind)


def _uses(path: Path, value: Tree, names: _Names) -> Iterator[tuple[Path, Tree, set[str], str]]:
    key = path[-1]
    if key in ("inside", "outside"):
        yield path, value, names.zones, "a zone or group"
    elif not isinstance(value, dict):
        return
    elif key in ("by", "against", "binds", "harmed"):
        yield (*path, "role"), value.get("role"), names.roles, "a role somebody has"
        yield (*path, "actor"), value.get("actor"), names.actors, "an actor"
    elif key == "within":
        yield (*path, "of"), value.get("of"), names.zones | names.lines, "a zone, group or line"
    elif key == "own_line_within":
        yield (*path, "of"), value.get("of"), names.lines, "a line"
    elif key in ("answer_held", "require_concurrence"):
        yield (*path, "of"), value.get("of"), names.actors | names.roles, "an actor or role"
    elif key == "above_baseline":
        yield (*path, "of"), value.get("of"), names.baselines, "a baseline"


def _aliases(where: Where) -> None:
    """No name may mean two actors to the same author; an author's alias needs an author that exists."""
    meant: dict[tuple[str, str], str] = {}
    for section in ("actors", "umbrellas"):
        for i in range(_length(where, section)):
            owner = str(where.at((section, i, "id")))
            for j, alias in enumerate(_list(where.at((section, i, "aliases")))):
                if not isinstance(alias, dict):
                    continue
                key = (str(alias.get("name", "")).casefold(), str(alias.get("by") or ""))
                other = meant.setdefault(key, owner)
                if other != owner:
                    path: Path = (section, i, "aliases", j, "name")
                    cure = f"{other} bears it already; give it to one of the two."
                    where.fault(path, "a name that means one actor", str(alias.get("name")), cure)


def _list(value: Tree) -> list[Tree]:
    return value if isinstance(value, list) else []


def _presumptions(where: Where, agreement: Agreement) -> None:
    for i, presumption in enumerate(agreement.presumptions):
        path: Path = ("presumptions", i)
        if bool(presumption.holds) == bool(presumption.by_one_of):
            where.fault(path, "either holds or by_one_of", "both or neither", "Keep one of the two.")
        if any(who.status for who in selectors_of(presumption.holds)):
            cure = "Declare the adherence with its date and who attested it."
            where.fault((*path, "holds"), "no status: who adheres is dated and attested", "a status", cure)
        if presumption.by_one_of and list(selectors_of(presumption.when)):
            cure = "Use conditions on platform, weapon, place or time."
            where.fault((*path, "when"), "no selector beside by_one_of", "by or against", cure)


def _lines(where: Where, agreement: Agreement) -> None:
    """A line with a forward side needs an extent that it cuts in two."""
    for i, line in enumerate(agreement.lines):
        if line.forward is None or line.chain is None:
            continue
        if agreement.extent is None:
            cure = "Add `extent`, the theatre's outline."
            where.fault(("lines", i, "forward"), "an extent for a line with a forward side", "none", cure)
            continue
        try:
            forward_of(agreement.extent, line.chain, line.forward)
        except ValueError as error:
            cure = "Draw the line from border to border of the extent."
            where.fault(("lines", i, "geometry"), str(error), line.id, cure)
