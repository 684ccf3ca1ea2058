"""What things are called: actors, sides, zones, lists, readings, amounts, and every word of the vocabulary.

Names come from the agreement in the reader's language, and stand in quotation marks and uninflected wherever a
language would decline them, because nobody can decline a name that only the agreement knows.

What it does not do: invent a name. What the agreement does not call anything is shown as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Final

from truceline.actors import EVERYONES, Status
from truceline.agreement import Agreement, Grade
from truceline.doors.render.words import Words
from truceline.findings import ListSize
from truceline.terms import FACTS, Effect, Result, Rule
from truceline.terms import vocabulary as v

NAMED_ZONES = 3  # zones of one group named one by one; more are counted
ADDED_EXCEPTIONS = ("notice-given", "concurrence-held")  # those that a rule's effect adds by itself
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

_INNER_MARKS = {
    "en": str.maketrans("“”", "‘’"),
    "ar": str.maketrans("«»", "“”"),
    "ru": str.maketrans("«»", "„“"),
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
    """A name in quotation marks; marks inside it become the inner ones of the language."""
    return words.say("quoted", text=text.translate(_INNER_MARKS[words.language]))


def actor_name(words: Words, agreement: Agreement, name: str) -> str:
    """What an actor or umbrella is called; a name that the agreement does not know stays as written."""
    roster = agreement.roster
    known = roster.actors.get(name) or roster.umbrellas.get(name)
    if known is not None:
        return words.pick(known.names)
    bodies = {"": "body-nobody", "?": "body-unknown", "another": "body-another"}
    return words.say(bodies[name]) if name in bodies else name


def side_name(words: Words, agreement: Agreement, side: str) -> str:
    """What a finding's side is called, in quotation marks; `side` is its label, " / " between versions."""
    return either(words, (_version(words, agreement, version) for version in side.split(" / ")))


def _version(words: Words, agreement: Agreement, version: str) -> str:
    """One version of a side; a name that itself holds a comma stays whole if the agreement knows it."""
    if version == "?":
        return quoted(words, words.say("side-unnamed"))
    roster = agreement.roster
    whole = version in roster.actors or version in roster.umbrellas
    members = [version] if whole else version.split(", ")
    return quoted(words, row(words, (actor_name(words, agreement, member) for member in members)))


def role_name(words: Words, agreement: Agreement, role: str) -> str:
    """What a role is called: in words where it is a common one, else as its only bearer, else as written."""
    message = f"role-{role}"
    if words.knows(message):
        return words.say(message)
    bearers = [one for one in agreement.roster.actors.values() if any(held.of == role for held in one.roles)]
    return words.pick(bearers[0].names) if len(bearers) == 1 else role.replace("_", " ")


def place_name(words: Words, agreement: Agreement, name: str) -> str:
    """What a zone, group of zones or line is called."""
    for line in agreement.lines:
        if line.id == name:
            return words.pick(line.names)
    zones = [words.pick(zone.names) for zone in agreement.zones if zone.called(name)]
    return either(words, zones) if zones else name


def the_place(words: Words, agreement: Agreement, name: str) -> str:
    """A zone, group of zones or line as a sentence speaks of it: "zone “X”", "one of the 7 zones called “Y”"."""
    zones = [zone for zone in agreement.zones if zone.called(name)]
    if len(zones) > NAMED_ZONES:
        return words.say("the-group", n=len(zones), name=quoted(words, name))
    if zones:
        spoken = (words.say("the-zone", name=quoted(words, words.pick(zone.names))) for zone in zones)
        return either(words, spoken)
    return words.say("the-line", name=quoted(words, place_name(words, agreement, name)))


def area_name(words: Words, agreement: Agreement, area: str) -> str:
    """What an area of a witness or margin is called: a zone or line, or a band round it ("z1+500m")."""
    name, plus, rest = area.rpartition("+")
    if plus and rest.endswith("m") and rest[:-1].isdigit():
        near = distance(words, int(rest[:-1]))
        return words.say("place-band", place=place_name(words, agreement, name), distance=near)
    return place_name(words, agreement, area)


def list_name(words: Words, agreement: Agreement, list_id: str) -> str:
    """Whose list it is: its title, else its author, else its id."""
    if list_id == EVERYONES:
        return words.say("list-all")
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


def word_of(words: Words, agreement: Agreement, word: str, family: str = "") -> str:
    """What a condition's word is called: of its own family, else a status, actor, zone, line or role."""
    for one in (family, "status"):
        if word in FAMILIES.get(one, ()):
            return label(words, one, word)
    roster = agreement.roster
    if word in roster.actors or word in roster.umbrellas:
        return quoted(words, actor_name(words, agreement, word))
    if any(place.called(word) for place in agreement.zones) or any(line.id == word for line in agreement.lines):
        return the_place(words, agreement, word)
    return quoted(words, role_name(words, agreement, word))


# ── rows and amounts ──────────────────────────────────────────────────────────────────────────


def row(words: Words, items: Iterable[str]) -> str:
    """Items joined as "A, B and C"."""
    return words.listing(tuple(items))


def either(words: Words, items: Iterable[str]) -> str:
    """Items joined as "A, B or C"."""
    chosen = tuple(items)
    if len(chosen) < 2:
        return "".join(chosen)
    most = reduce(lambda row, item: words.say("list-or-comma", most=row, next=item), chosen[:-1])
    return words.say("list-or", most=most, last=chosen[-1])


def beside(words: Words, items: Iterable[str]) -> str:
    """Items side by side, none of them the last: "A, B"."""
    return reduce(lambda most, item: words.say("list-beside", most=most, next=item), items)


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
    number = sum(_how_many(one) for one in named)
    return words.say("paragraphs", n=number, list=row(words, (_paragraph(words, one) for one in named)))


def _how_many(cited: str) -> int:
    """How many paragraphs a citation names: "1–2" names two."""
    span = re.fullmatch(r"(\d+)–(\d+)", cited)
    return int(span[2]) - int(span[1]) + 1 if span else 1


def _paragraph(words: Words, cited: str) -> str:
    """A number as it stands; a heading in quotation marks."""
    return cited if cited[:1].isdigit() else quoted(words, cited)


def exception_name(words: Words, rule: Rule, exception: str) -> str:
    """What an exception of a rule, under any of its readings, is called, with its paragraph."""
    if exception in ADDED_EXCEPTIONS:
        return words.say(f"exception-{exception}", paragraph=paragraphs(words, (rule.clause.paragraph,)))
    for one in (*rule.exceptions, *(e for reading in rule.readings for e in reading.exceptions or ())):
        if one.id == exception:
            cited = paragraphs(words, (one.clause.paragraph,))
            gist = quoted(words, words.pick(one.clause.gist).rstrip("."))
            return words.say("text-cited", text=gist, paragraph=cited)
    return exception
