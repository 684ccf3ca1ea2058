"""Small faults seeded into the floor, each with whom it would hurt; the vectors and the oracle must catch every one.

A mutant names a file, a function and one expression or statement in it, and what to read in its place. It is found in
the syntax tree, so that reformatting does not matter; where it is not found exactly once, the mutant is out of date and
says so. It shows that the tests of the terms bite; it does not show that the terms are right.
"""

import ast
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mutant:
    """One seeded fault."""

    file: str  # below src/truceline
    scope: str  # function, or Class.method
    old: str  # one expression or statement, found once in the scope
    new: str  # what stands there instead
    hurt: str  # what would follow for somebody

    @property
    def name(self) -> str:
        """A short name for reports."""
        return f"{self.file}:{self.scope}:{self.new}"


def mutated(source: str, mutant: Mutant) -> str:
    """The source with the mutant's fault in it; raises LookupError where its place is not found exactly once."""
    module = ast.parse(source)
    scope = _scope(module, mutant)
    old, new = _parsed(mutant.old), _parsed(mutant.new)
    places = [node for node in ast.walk(scope) if ast.dump(node) == ast.dump(old)]
    if len(places) != 1:
        found = f"expected `{mutant.old}` once, found it {len(places)} times"
        msg = f"{mutant.file}, {mutant.scope}: {found}; rewrite the mutant"
        raise LookupError(msg)
    return ast.unparse(ast.fix_missing_locations(_Swap(places[0], new).visit(module)))


class _Swap(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> Any:  # noqa: ANN401 - as the base class has it
        return self._new if node is self._old else self.generic_visit(node)


def _parsed(text: str) -> ast.AST:
    """An expression, or else a statement."""
    (statement,) = ast.parse(text).body
    return statement.value if isinstance(statement, ast.Expr) else statement


def _scope(module: ast.Module, mutant: Mutant) -> ast.AST:
    """The function that a mutant names."""
    here: ast.AST = module
    for name in mutant.scope.split("."):
        inside = [
            node
            for node in ast.iter_child_nodes(here)
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name
        ]
        if len(inside) != 1:
            msg = f"{mutant.file}: no function {mutant.scope}; rewrite the mutant"
            raise LookupError(msg)
        here = inside[0]
    return here


TIME = [
    Mutant(
        "period.py",
        "Period.holds",
        "self.start <= at",
        "self.start < at",
        "What was done in the first second of a truce would be outside it.",
    ),
    Mutant(
        "period.py",
        "Period.holds",
        "at < self.end",
        "at <= self.end",
        "A clause that has ended would bind for one second more.",
    ),
    Mutant(
        "period.py",
        "Schedule._window",
        "self.end_min <= self.start_min",
        "self.end_min < self.start_min",
        "A day of calm from midnight to midnight would protect nobody.",
    ),
    Mutant(
        "period.py",
        "Schedule.holds",
        "_around(today)",
        "(today,)",
        "A night's protection would end at midnight.",
    ),
    Mutant(
        "period.py",
        "Schedule._window",
        "DAYS[day.weekday()] not in self.days",
        "False",
        "Friday's market hours would hold every day.",
    ),
    Mutant(
        "period.py",
        "Schedule._at",
        "ZoneInfo(self.zone)",
        "dt.UTC",
        "Local hours would be read as hours of UTC.",
    ),
    Mutant(
        "period.py",
        "Schedule.edges",
        "start < edge < end",
        "False",
        "A battle through the night would be judged by its first minute.",
    ),
    Mutant(
        "period.py",
        "slices",
        "(period.start, *inside)",
        "(period.start,)",
        "Whatever changed within an interval would not count.",
    ),
    Mutant(
        "terms/worlds.py",
        "_times",
        "time.throughout",
        "False",
        "A battle that went on into the truce would be one of two possibilities.",
    ),
]

STATUS = [
    Mutant(
        "actors.py",
        "Roster._excluded",
        "(book.author, *book.recognises)",
        "book.recognises",
        "A guarantor's own designation would not count on its own list.",
    ),
    Mutant(
        "actors.py",
        "Roster._excluded",
        "not book.author or entry.by in (book.author, *book.recognises)",
        "True",
        "One side's designation would strip a group of protection on the other's list.",
    ),
    Mutant(
        "actors.py",
        "Roster._attested",
        "not book.author or book.author in entry.attested_by",
        "True",
        "A group that one guarantor attested would be a party for both.",
    ),
    Mutant(
        "actors.py",
        "Roster.standings",
        "self._party(actor, book, at)",
        "None",
        "No group would ever be a party.",
    ),
    Mutant(
        "actors.py",
        "Roster.standings",
        "self._excluded(actor, book, at) or self._party(actor, book, at) or self._outside(actor, book, at)"
        " or self._ended(actor, book, at)",
        "self._party(actor, book, at) or self._excluded(actor, book, at) or self._outside(actor, book, at)"
        " or self._ended(actor, book, at)",
        "An excluded group would be protected by an adherence it once declared.",
    ),
    Mutant(
        "actors.py",
        "Roster._ended",
        "entry.period.end <= at",
        "entry.period.end < at",
        "A group would belong to nothing in the second in which it left.",
    ),
    Mutant(
        "actors.py",
        "Roster._outside",
        "entry.by is None or not book.author or entry.by == book.author",
        "True",
        "One side could put a group outside on the other's list.",
    ),
    Mutant(
        "actors.py",
        "Roster._may_be_named",
        "known.kind == 'armed_group'",
        "True",
        "A town that nobody attested might be a party.",
    ),
    Mutant(
        "actors.py",
        "Roster._may_be_named",
        "book.opened <= at",
        "book.opened < at",
        "A counted group would have no protection in the list's first second.",
    ),
    Mutant(
        "actors.py",
        "Roster.wholes",
        "tenure.period.holds(at) and tenure.of not in found",
        "tenure.of not in found",
        "A militia would be the government's before it joined and after it left.",
    ),
    Mutant(
        "actors.py",
        "Roster.roles",
        "self.wholes(actor, at)",
        "(actor,)",
        "The army would not be on its government's side.",
    ),
    Mutant(
        "terms/worlds.py",
        "possible",
        "range(max(len(possible) for possible in standings))",
        "range(1)",
        "A group that a guarantor only counts would be held to be on its list.",
    ),
    Mutant(
        "terms/worlds.py",
        "consistent",
        "seen.setdefault(body.label, body.statuses) == body.statuses",
        "True",
        "A group split against itself would be a party and unlisted at once.",
    ),
]

SIDES = [
    Mutant(
        "terms/worlds.py",
        "_numbers",
        "reachable | with_it",
        "with_it",
        "Every group under an umbrella would be held to have taken part.",
    ),
    Mutant(
        "terms/worlds.py",
        "_under",
        "umbrella.open",
        "False",
        "A clash with an unnamed group would be a certain finding against the government.",
    ),
    Mutant(
        "terms/worlds.py",
        "way",
        "body.present and not body.civilian",
        "body.present",
        "Civilians would be found to have attacked.",
    ),
    Mutant(
        "terms/worlds.py",
        "way",
        "body.present and not body.civilian",
        "not body.civilian",
        "Nobody would be found to have attacked.",
    ),
    Mutant(
        "terms/worlds.py",
        "_directed",
        "(forth, back)",
        "(forth,)",
        "Of mutual fire only the side named first would answer.",
    ),
    Mutant(
        "terms/worlds.py",
        "_directed",
        "back and said is not Direction.A_TO_B",
        "back and said is Direction.B_TO_A",
        "Where no source says who began, the side named first would be held to have.",
    ),
    Mutant(
        "terms/truth.py",
        "_against",
        "selected(c.who, against, i)",
        "selected(c.who, _by, i)",
        "The attacker's own adherence would count as the victim's.",
    ),
    Mutant(
        "terms/truth.py",
        "selected",
        "return None",
        "return False",
        "Fire by an unknown hand would be fire by nobody bound.",
    ),
    Mutant(
        "terms/judging.py",
        "outcome",
        "either(both(row[: shape.reach_end]) for row in group)",
        "both(either(row[k] for row in group) for k in range(shape.reach_end))",
        "Two groups, each meeting one half of a clause, would be found to meet it together.",
    ),
    Mutant(
        "terms/judging.py",
        "outcome",
        "both(one for row in group for one in row[a:b])",
        "either(both(row[a:b]) for row in group)",
        "One excluded group among the struck would take away everybody's protection.",
    ),
]

PLACE = [
    Mutant(
        "place/grid.py",
        "Area._holds",
        "side == 0 and _between(x1, lon_e7, x2) and _between(y1, lat_e7, y2)",
        "False",
        "A strike on a zone's very border might be outside it.",
    ),
    Mutant(
        "place/grid.py",
        "Area._holds",
        "(y1 > lat_e7) != (y2 > lat_e7) and (side > 0) == (y2 > y1)",
        "(y1 > lat_e7) != (y2 > lat_e7)",
        "Places beside a zone would be inside it or not by the accident of its shape.",
    ),
    Mutant(
        "place/grid.py",
        "Area.holds",
        "abs(at.lon_e7) == HALF_TURN",
        "False",
        "A place on the antimeridian would lie in one half of the zone only.",
    ),
    Mutant(
        "place/cells.py",
        "_upward",
        "above > height and -1 in here",
        "above >= height and -1 in here",
        "A district that only touches a zone would lie in it.",
    ),
    Mutant(
        "place/cells.py",
        "_upward",
        "above > height and -1 in here",
        "above > height",
        "Zones beside a district would count as reaching into it.",
    ),
    Mutant(
        "place/cells.py",
        "cells",
        "area.holds(_vertex(place))",
        "False",
        "A place wholly inside a zone would be outside it.",
    ),
    Mutant(
        "place/shapes.py",
        "_hand",
        "'left' if along * ((bx - ax) * (x2 - x1) + (by - ay) * (y2 - y1)) > 0 else 'right'",
        "'right' if along * ((bx - ax) * (x2 - x1) + (by - ay) * (y2 - y1)) > 0 else 'left'",
        "Whoever stayed behind his line would be found forward of it.",
    ),
    Mutant(
        "place/shapes.py",
        "band",
        "[*parts, *hulls]",
        "hulls",
        "The middle of a town would be nowhere near the town.",
    ),
    Mutant(
        "place/altitudes.py",
        "Altitudes.holds",
        "self.datum != other.datum",
        "False",
        "Heights above ground would be read as heights above the sea.",
    ),
    Mutant(
        "place/altitudes.py",
        "Altitudes.holds",
        "other.upper_mm < self.lower_mm",
        "other.upper_mm <= self.lower_mm",
        "A flight up to the very floor of a zone would be said to be clear of it.",
    ),
    Mutant(
        "terms/truth.py",
        "_at_height",
        "None if said is None else band.holds(said)",
        "True if said is None else band.holds(said)",
        "A flight of unknown height would be held to be in the zone.",
    ),
    Mutant(
        "terms/worlds.py",
        "_scenes",
        "zone.in_force(at)",
        "True",
        "A zone that has lapsed would still bind.",
    ),
    Mutant(
        "terms/truth.py",
        "_in_zone",
        "both((None, _at_height(zone.altitudes, s)))",
        "False",
        "A zone whose map was kept from us would protect nobody.",
    ),
    Mutant(
        "terms/truth.py",
        "_own_line",
        "stated_mm < c.distance_m * 1000",
        "stated_mm <= c.distance_m * 1000",
        "A gun withdrawn to the very distance asked for would be too near.",
    ),
    Mutant(
        "terms/truth.py",
        "own_lines",
        "mine.intersection(line.of)",
        "True",
        "A gun would be measured from the other side's line.",
    ),
    Mutant(
        "terms/truth.py",
        "_own_line",
        "not c.of or name in c.of",
        "True",
        "Of two lines the nearer would count where the text names the older.",
    ),
]

FACTS = [
    Mutant(
        "terms/truth.py",
        "both",
        "truth is False",
        "not truth",
        "What nobody told would count as denied.",
    ),
    Mutant(
        "terms/truth.py",
        "either",
        "return True",
        "return None",
        "No clause would ever be met.",
    ),
    Mutant(
        "terms/truth.py",
        "opposite",
        "None if truth is None else not truth",
        "not truth",
        "An unknown group would be one that is surely not excluded.",
    ),
    Mutant(
        "terms/truth.py",
        "_word",
        "None if said is None else v.among(said, asked, words)",
        "False if said is None else v.among(said, asked, words)",
        "A shell of which no source names the gun would not be artillery's.",
    ),
    Mutant(
        "terms/truth.py",
        "_notified",
        "said.lead_s >= c.lead_s",
        "said.lead_s > c.lead_s",
        "Notice of exactly the time asked for would be too short.",
    ),
    Mutant(
        "terms/truth.py",
        "_baseline",
        "amount > c.amount",
        "amount >= c.amount",
        "A garrison of exactly its declared strength would be above it.",
    ),
    Mutant(
        "terms/truth.py",
        "_harmed",
        "c.who is None or not classed",
        "True",
        "Whose the harmed were would not matter to a clause that asks for it.",
    ),
    Mutant(
        "terms/truth.py",
        "_surely",
        "len(found) == 1",
        "True",
        "A harmed group that is only counted would be a party or not by chance.",
    ),
    Mutant(
        "terms/truth.py",
        "_answer",
        "answer == c.answer and (actor == c.of or c.of in roster.roles(actor, at))",
        "actor == c.of or c.of in roster.roles(actor, at)",
        "An objection would be taken for concurrence.",
    ),
    Mutant(
        "terms/vocabulary.py",
        "among",
        "word in asked or any(genus in asked for genus in words[word])",
        "word in asked",
        "A drone strike would be no air strike.",
    ),
    Mutant(
        "terms/vocabulary.py",
        "among",
        "None if any(word in words[one] for one in asked) else False",
        "False",
        "An attack not further described would surely not be an air strike.",
    ),
]

RULES = [
    Mutant(
        "terms/rules.py",
        "Rule.full_reach",
        "(During(self.in_force), *bound, *self.reach)",
        "(*bound, *self.reach)",
        "A clause would bind before it was agreed.",
    ),
    Mutant(
        "terms/rules.py",
        "Rule.full_reach",
        "(By(self.binds),) if self.binds else ()",
        "()",
        "A clause would bind those who never signed it.",
    ),
    Mutant(
        "terms/rules.py",
        "Rule.full_exceptions",
        "self.effect is Effect.REQUIRE_NOTICE and self.lead_s is not None",
        "False",
        "A convoy duly notified would be forbidden.",
    ),
    Mutant(
        "terms/rules.py",
        "Rule.read_as",
        "not reading",
        "True",
        "What a guarantor reads differently would not be shown.",
    ),
    Mutant(
        "terms/judging.py",
        "outcome",
        "opposite(either(exempt))",
        "True",
        "A medical flight would be forbidden like any other.",
    ),
    Mutant(
        "terms/judging.py",
        "outcome",
        "reached is not False",
        "reached",
        "A convoy of unknown place, duly notified, would be reported as beyond the text.",
    ),
    Mutant(
        "terms/judging.py",
        "Shape.layout",
        "(self.conduct_end, self.reach_end, self.exceptions)",
        "None",
        "Two readings that mean the opposite would be merged, and the first one's finding certain.",
    ),
]

PRESUMPTIONS = [
    Mutant(
        "terms/judging.py",
        "presumed",
        "remaining and not after",
        "False",
        "A presumption against all evidence would leave no version of the facts.",
    ),
    Mutant(
        "terms/judging.py",
        "_held",
        "_met(world, presumption.holds) is not False",
        "True",
        "Evidence against a presumption would not count.",
    ),
    Mutant(
        "terms/judging.py",
        "_held",
        "not _met(world, presumption.when)",
        "_met(world, presumption.when) is False",
        "What is presumed of air strikes would be presumed of any attack.",
    ),
    Mutant(
        "terms/judging.py",
        "_presumed",
        "straight == held_straight",
        "True",
        "A presumed aeroplane would also be presumed to be none.",
    ),
    Mutant(
        "agreement/compiling.py",
        "_joint",
        "guarantors <= {presumption.author, *presumption.adopters}",
        "guarantors & {presumption.author, *presumption.adopters}",
        "One guarantor's presumption would be read into the common column.",
    ),
]

COLUMNS = [
    Mutant(
        "agreement/compiling.py",
        "_held_readings",
        "own or rule.readings",
        "rule.readings",
        "A guarantor would be held to the other's reading in its own column.",
    ),
    Mutant(
        "agreement/compiling.py",
        "_views",
        "own or [book.id for book in books]",
        "[book.id for book in books]",
        "A guarantor would be held to the other's list in its own column.",
    ),
    Mutant(
        "terms/worlds.py",
        "worlds",
        "column.views",
        "column.views[:1]",
        "What is disputed between two lists would be settled by the first.",
    ),
]

RESULTS = [
    Mutant(
        "terms/evaluate.py",
        "result_of",
        "all(one.value for one in outcomes)",
        "any(one.value for one in outcomes)",
        "What is possible would be called certain.",
    ),
    Mutant(
        "terms/evaluate.py",
        "result_of",
        "not outcomes",
        "False",
        "Where no version of the facts is left, everything would be certain.",
    ),
    Mutant(
        "terms/evaluate.py",
        "result_of",
        "one.conduct is not False",
        "one.conduct",
        "An attack of unknown kind beyond the text would be called no conduct of its kind.",
    ),
    Mutant(
        "terms/evaluate.py",
        "_Scales._weigh",
        "len(distinct) > self._limit",
        "len(distinct) >= self._limit",
        "Two machines would differ on what is too much to weigh.",
    ),
    Mutant(
        "terms/evaluate.py",
        "_together",
        "rule.effect is not Effect.ADVISE",
        "True",
        "Advice not taken would be a finding.",
    ),
    Mutant(
        "terms/evaluate.py",
        "_joined",
        "all(engaged)",
        "any(engaged)",
        "A clash in which perhaps nobody bound took part would certainly fall under the text.",
    ),
    Mutant(
        "terms/evaluate.py",
        "smallest_cover",
        "range(1, len(counted) + 1)",
        "range(len(counted), 0, -1)",
        "A finding would name every clause instead of those that decide.",
    ),
    Mutant(
        "terms/evaluate.py",
        "smallest_cover",
        "combinations(counted, size)",
        "combinations(counted[::-1], size)",
        "Two machines would name different clauses for one finding.",
    ),
]

OWN_WORD = [
    Mutant(
        "terms/evaluate.py",
        "_clause",
        "result.weight > best.result.weight",
        "result.weight < best.result.weight",
        "An accused side's denial would clear it.",
    ),
    Mutant(
        "terms/interest.py",
        "weighings",
        "range(len(named) + 1)",
        "range(1)",
        "An accused side's denial would stand beside the accusation.",
    ),
    Mutant(
        "terms/interest.py",
        "weighings",
        "own_word.difference(chosen)",
        "own_word",
        "Seven admissions would be undone by one denial.",
    ),
    Mutant(
        "terms/interest.py",
        "speaks_for",
        "all(any(_stands_for(compiled, root, actor, at) for at in instants) for root in roots)",
        "any(any(_stands_for(compiled, root, actor, at) for at in instants) for root in roots)",
        "An agency that also quotes a ministry would be silenced.",
    ),
    Mutant(
        "terms/interest.py",
        "_stands_for",
        "guarantor.actor == root and ties.intersection(guarantor.stands_with)",
        "False",
        "A guarantor could deny for the side it stands with.",
    ),
    Mutant(
        "terms/interest.py",
        "_stands_for",
        "actor in roster.wholes(root, at)",
        "actor == root",
        "A government could deny through its ministry.",
    ),
    Mutant(
        "terms/interest.py",
        "_may_accuse",
        "all(selected(who, body, 0) for who in asked)",
        "True",
        "The victim's word would be dropped in the attacker's clause.",
    ),
]

MUTANTS = [*TIME, *STATUS, *SIDES, *PLACE, *FACTS, *RULES, *PRESUMPTIONS, *COLUMNS, *RESULTS, *OWN_WORD]
