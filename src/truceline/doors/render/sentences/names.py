"""What things are called: actors, sides, zones, lists, readings, amounts, and every word of the vocabulary.

Names come from the agreement in the reader's language, and stand in quotation marks and uninflected wherever a
language would decline them, because nobody can decline a name that only the agreement knows.

What it does not do: invent a name. What the agreement does not call anything is shown as it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Final

from truceline.actors import Status
from truceline.agreement import Agreement, Grade
from truceline.doors.render.words import Words
from truceline.findings import ListSize
from truceline.terms import FACTS, Effect, Result, Rule
from truceline.terms import vocabulary as v

CLOSURES = ("no_third_actor", "umbrella_as_listed", "adherence_constant", "place_not_enumerable")

# Every closed list of words that has a label in each language, by the family under which labels stand.
FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "result": tuple(Result),
    "status": tuple(Status),
    "kind": tuple(v.KINDS),
    "weapon": tuple(v.WEAPONS),
    "platform": tuple(v.PLATFORMS),
    "purpose": tuple(v.PURPOSES),
    "site": tuple(v.SITES),
    "harmed": v.HARMED,
    "answer": v.ANSWERS,
    "field": FACTS,
    "closure": CLOSURES,
    "standing": tuple(Grade),
    "clause-effect": tuple(Effect),
}


def label(words: Words, family: str, word: str) -> str:
    """The label of a word of one of FAMILIES; raises KeyError for a word that is not in it."""
    if word not in FAMILIES[family]:
        raise KeyError(word)
    return words.say(f"{family}-{word}")


def result_label(words: Words, result: Result) -> str:
    """What a result is called."""
    return label(words, "result", result)


def status_label(words: Words, status: Status) -> str:
    """What a status on a list is called."""
    return label(words, "status", status)


def quoted(words: Words, text: str) -> str:
    """A name in quotation marks, unless it brings its own."""
    return text if "«" in text else words.say("quoted", text=text)


def actor_name(words: Words, agreement: Agreement, name: str) -> str:
    """What an actor or umbrella is called; a name that the agreement does not know stays as written."""
    roster = agreement.roster
    known = roster.actors.get(name) or roster.umbrellas.get(name)
    if known is not None:
        return words.pick(known.names)
    bodies = {"": "body-nobody", "?": "body-unknown", "another": "body-another"}
    return words.say(bodies[name]) if name in bodies else name


def side_name(words: Words, agreement: Agreement, side: str) -> str:
    """What a finding's side is called; `side` is its label, with " / " between versions and ", " between members."""
    versions = [
        ", ".join(actor_name(words, agreement, member) for member in _members(agreement, version))
        for version in side.split(" / ")
    ]
    return " / ".join(versions)


def _members(agreement: Agreement, version: str) -> list[str]:
    """The members of one version; a name that itself holds a comma stays whole if the agreement knows it."""
    roster = agreement.roster
    whole = version in roster.actors or version in roster.umbrellas
    return [version] if whole else version.split(", ")


def role_name(words: Words, role: str) -> str:
    """What a role is called; the common ones have words, any other stays as the agreement writes it."""
    message = f"role-{role}"
    return words.say(message) if words.knows(message) else role


def place_name(words: Words, agreement: Agreement, name: str) -> str:
    """What a zone, group of zones or line is called."""
    for line in agreement.lines:
        if line.id == name:
            return words.pick(line.names)
    zones = [words.pick(zone.names) for zone in agreement.zones if zone.called(name)]
    return either(words, zones) if zones else name


def area_name(words: Words, agreement: Agreement, area: str) -> str:
    """What an area of a witness or margin is called: a zone or line, or a band round it ("z1+500m")."""
    name, plus, rest = area.rpartition("+")
    if plus and rest.endswith("m") and rest[:-1].isdigit():
        near = distance(words, int(rest[:-1]))
        return words.say("place-band", place=place_name(words, agreement, name), distance=near)
    return place_name(words, agreement, area)


def list_name(words: Words, agreement: Agreement, list_id: str) -> str:
    """Whose list it is: its title, else its author, else its id."""
    book = agreement.roster.lists.get(list_id)
    if book is None:
        return list_id
    if book.title:
        return words.pick(book.title)
    return actor_name(words, agreement, book.author) if book.author else list_id


def reading_title(words: Words, agreement: Agreement, rule: str, reading: str) -> str:
    """What a reading of a clause is called."""
    for one in agreement.rule(rule).readings:
        if one.id == reading:
            return words.pick(one.title)
    return reading


def word_of(words: Words, agreement: Agreement, word: str, families: Iterable[str] = ()) -> str:
    """What a condition's word is called: of the families asked, else a status, role, actor, zone or line."""
    for family in (*families, "status"):
        if word in FAMILIES[family]:
            return label(words, family, word)
    roster = agreement.roster
    if word in roster.actors or word in roster.umbrellas:
        return quoted(words, actor_name(words, agreement, word))
    if any(zone.called(word) for zone in agreement.zones) or any(line.id == word for line in agreement.lines):
        return place_name(words, agreement, word)
    return quoted(words, role_name(words, word))


# ── rows and amounts ──────────────────────────────────────────────────────────────────────────


def row(words: Words, items: Iterable[str]) -> str:
    """Items joined as "A, B and C"."""
    return words.listing(tuple(items))


def either(words: Words, items: Iterable[str]) -> str:
    """Items joined as "A, B or C"."""
    chosen = tuple(items)
    if len(chosen) < 2:
        return "".join(chosen)
    return words.say("list-or", most=beside(words, chosen[:-1]), last=chosen[-1])


def beside(words: Words, items: Iterable[str]) -> str:
    """Items side by side, none of them the last: "A, B"."""
    return reduce(lambda most, item: words.say("list-comma", most=most, next=item), items)


def joined(words: Words, parts: Iterable[str]) -> str:
    """Statements one after the other: "A; B; C"."""
    return reduce(lambda first, part: words.say("and-also", first=first, next=part), parts)


def distance(words: Words, metres: int) -> str:
    """A distance: whole kilometres as such, any other in metres."""
    if metres and metres % 1000 == 0:
        return words.say("distance-km", n=metres // 1000)
    return words.say("distance-m", n=metres)


def lead_time(words: Words, seconds: int) -> str:
    """How long before, in hours, or in minutes where it is no whole number of hours."""
    if seconds % 3600 == 0:
        return words.say("lead-hours", n=seconds // 3600)
    return words.say("lead-minutes", n=seconds // 60)


def list_sizes(words: Words, agreement: Agreement, sizes: Iterable[ListSize]) -> str:
    """How many groups each list was said to hold: "Russia – 43 groups, United States – 97 groups"."""
    items = []
    for size in sizes:
        groups = words.say("groups", n=size.groups)
        items.append(words.say("list-size", author=actor_name(words, agreement, size.author), groups=groups))
    return beside(words, items)


# ── clauses ───────────────────────────────────────────────────────────────────────────────────


def clauses(words: Words, message: str, rules: Iterable[str]) -> str:
    """Clauses by id under one of the messages ``clauses-…``: "one of clauses A4 and A5"."""
    named = tuple(rules)
    return words.say(message, n=len(named), list=row(words, named))


def paragraphs(words: Words, cited: Iterable[str]) -> str:
    """Paragraphs as numbered or named in their instrument, each once."""
    named = tuple(dict.fromkeys(cited))
    return words.say("paragraphs", n=len(named), list=row(words, named))


def exception_name(words: Words, rule: Rule, exception: str) -> str:
    """What an exception of a rule, under any of its readings, is called, with its paragraph."""
    message = f"exception-{exception}"
    if words.knows(message) and exception in ("notice-given", "concurrence-held"):
        return words.say(message, paragraph=paragraphs(words, (rule.clause.paragraph,)))
    for one in (*rule.exceptions, *(e for reading in rule.readings for e in reading.exceptions or ())):
        if one.id == exception:
            cited = paragraphs(words, (one.clause.paragraph,))
            return words.say("exception-named", gist=words.pick(one.clause.gist).rstrip("."), paragraph=cited)
    return exception
