"""What to ask, and what an answer would settle: atoms as questions, as premises, and as "if yes …".

An atom is a fact that differs between the versions of one conduct. People cannot look up an atom; they can
be asked who was there, who began, on which side of a border. Each kind of atom has one question here, each
of its answers a premise ("in which …") and a short "if …".

What it does not do: say which answer is likely.
"""

from __future__ import annotations

from truceline.agreement import Agreement
from truceline.doors.render.sentences import names
from truceline.doors.render.words import Words
from truceline.terms.settle import Answered, Atom

Sides = tuple[str, str]  # labels of side a and side b; "" where not said
NEITHER: Sides = ("", "")


def question(words: Words, agreement: Agreement, atom: Atom, about: str) -> str:
    """An atom as a question that people can go and ask; `about` is the side's label where it speaks of a side."""
    if atom.kind == "condition":
        return _condition(words, agreement, atom)
    if atom.kind == "took_part":
        if _of_one(agreement, atom, about):
            side = names.side_name(words, agreement, about)
            return words.say("ask-was", side=side, status=_statuses(words, atom))
        return words.say("ask-took-part", which=_which(words, agreement, atom), side=_on_side(words, agreement, about))
    return words.say(f"ask-{_form(atom)}", **_values(words, agreement, atom))


def question_of(words: Words, agreement: Agreement, atom: Atom, sides: Sides) -> str:
    """As `question`, where both sides of the finding are known by name."""
    return question(words, agreement, atom, side_of(atom, sides))


def answered(words: Words, agreement: Agreement, answer: Answered, about: str) -> str:
    """What follows from one answer: "If yes: certain, under one of clauses A4 and A5; by which side is unknown"."""
    return then(words, answer, _if(words, agreement, answer, _sides(answer.atom, about)))


def answered_of(words: Words, agreement: Agreement, answer: Answered, sides: Sides) -> str:
    """As `answered`, where both sides of the finding are known by name."""
    return then(words, answer, _if(words, agreement, answer, sides))


def if_answered(words: Words, agreement: Agreement, atom: Atom, answer: str, about: str) -> str:
    """The "if …" of an answer alone, for whoever counts what follows from it."""
    return _if(words, agreement, Answered(atom, answer, False, (), False), _sides(atom, about))  # noqa: FBT003


def then(words: Words, answer: Answered, condition: str) -> str:
    """What an answer settles, after its "if …"."""
    if not answer.certain:
        return words.say("then-cleared", **{"if": condition})
    under = names.clauses(words, "clauses-under", answer.clauses)
    tail = words.say("tail-side") if answer.direction_open else ""
    return words.say("then-certain", clauses=under, tail=tail, **{"if": condition})


def premise(words: Words, agreement: Agreement, answer: Answered, sides: Sides) -> str:
    """The versions in which an answer holds, to follow "in which"."""
    atom = answer.atom
    if atom.kind == "took_part":
        return _took_part(words, agreement, answer, sides)
    if atom.kind == "direction":
        return _direction(words, agreement, answer, sides)
    if atom.kind == "condition":
        asked = names.quoted(words, _condition(words, agreement, atom))
        return words.say(f"premise-answer-{answer.answer}", question=asked)
    values = _values(words, agreement, atom)
    if atom.kind in {"list", "reading", "source"}:
        return words.say(f"premise-{atom.kind}", **values, **_chosen(words, agreement, answer))
    return words.say(f"premise-{_form(atom)}-{answer.answer}", **values)


def side_of(atom: Atom, sides: Sides) -> str:
    """The label of the side that an atom speaks of; empty where it speaks of none."""
    return {"a": sides[0], "b": sides[1]}.get(atom.side, "")


def _sides(atom: Atom, about: str) -> Sides:
    return {"a": (about, ""), "b": ("", about)}.get(atom.side, NEITHER)


# ── who took part ─────────────────────────────────────────────────────────────────────────────


def _took_part(words: Words, agreement: Agreement, answer: Answered, sides: Sides) -> str:
    atom = answer.atom
    about = side_of(atom, sides)
    if _of_one(agreement, atom, about):
        side = names.side_name(words, agreement, about)
        return words.say(f"premise-was-{answer.answer}", side=side, status=_statuses(words, atom))
    on, which = _on_side(words, agreement, about), _which(words, agreement, atom)
    return words.say(f"premise-took-part-{answer.answer}", which=which, side=on)


def _of_one(agreement: Agreement, atom: Atom, about: str) -> bool:
    """Whether it asks for the status of one actor that is named: then it surely took part."""
    return about in agreement.roster.actors and not atom.roles and not atom.actors


def _which(words: Words, agreement: Agreement, atom: Atom) -> str:
    """Which groups are meant: by status, by role, by name, all of which must fit."""
    found = []
    if atom.statuses:
        had = (words.say(f"which-status-{status}") for status in atom.statuses)
        found.append(words.say("which-status", list=names.either(words, had)))
    if atom.roles:
        roles = (names.quoted(words, names.role_name(words, agreement, role)) for role in atom.roles)
        found.append(words.say("which-role", list=names.either(words, roles)))
    if atom.actors:
        bodies = (names.quoted(words, names.actor_name(words, agreement, one)) for one in atom.actors)
        found.append(words.say("which-actor", list=names.either(words, bodies)))
    return " ".join(found)


def _statuses(words: Words, atom: Atom) -> str:
    labels = (names.quoted(words, names.label(words, "status", one)) for one in atom.statuses)
    return names.either(words, labels)


def _on_side(words: Words, agreement: Agreement, about: str) -> str:
    if about in {"", "?"}:
        return words.say("side-on-unnamed")
    return words.say("side-on", side=names.side_name(words, agreement, about))


# ── who began ─────────────────────────────────────────────────────────────────────────────────


def _direction(words: Words, agreement: Agreement, answer: Answered, sides: Sides) -> str:
    if answer.answer == "both":
        return words.say("premise-direction-both")
    return words.say("premise-direction-side", side=_beginner(words, agreement, answer, sides))


def _beginner(words: Words, agreement: Agreement, answer: Answered, sides: Sides) -> str:
    about = sides[0] if answer.answer == "a" else sides[1]
    if about in {"", "?"}:
        return words.say("side-first" if answer.answer == "a" else "side-second")
    return words.say("side-named", side=names.side_name(words, agreement, about))


# ── where, when, whose ────────────────────────────────────────────────────────────────────────


def _form(atom: Atom) -> str:
    """Which of the messages speaks of it; a place may be a zone, a band round something, or a forward side."""
    if atom.kind != "place":
        return atom.kind
    return {"band": "near", "forward": "forward"}.get("".join(atom.detail), "place")


def _values(words: Words, agreement: Agreement, atom: Atom) -> dict[str, str | int]:
    if atom.kind == "place":
        place = names.the_place(words, agreement, atom.name)
        return {"place": place, "distance": names.distance(words, atom.distance_m)}
    if atom.kind == "moment" and atom.instant is not None:
        zone = agreement.time_zone
        return {"moment": f"{words.moment(atom.instant, zone)} ({zone})"}
    if atom.kind == "source":
        return {"field": names.label(words, "field", atom.name)}
    return {"clause": atom.name} if atom.kind == "reading" else {}


def _chosen(words: Words, agreement: Agreement, answer: Answered) -> dict[str, str | int]:
    """Which list, reading or account an answer names."""
    if answer.atom.kind == "list":
        return {"list": names.quoted(words, names.list_name(words, agreement, answer.answer))}
    if answer.atom.kind == "reading":
        title = names.reading_title(words, agreement, answer.atom.name, answer.answer)
        return {"reading": names.quoted(words, title)}
    return {"n": int(answer.answer) + 1}


# ── conditions that nobody answered ───────────────────────────────────────────────────────────


def _condition(words: Words, agreement: Agreement, atom: Atom) -> str:
    """A condition as a question; its own words stand in `detail`, field by field."""
    key, detail = atom.name, atom.detail
    if key in {"by", "against"}:
        return words.say(f"ask-{key}", which=_which(words, agreement, _selector(agreement, detail)))
    if key == "harmed":
        return _harmed(words, agreement, detail)
    return words.say(f"ask-{key}", **_told(words, agreement, key, detail))


def _selector(agreement: Agreement, detail: tuple[str, ...]) -> Atom:
    """A selector's words, told apart again: statuses and actors by what they are, the rest are roles."""
    statuses = tuple(word for word in detail if word in names.FAMILIES["status"])
    actors = tuple(word for word in detail if word in agreement.roster.actors)
    roles = tuple(word for word in detail if word not in (*statuses, *actors))
    return Atom("took_part", statuses=statuses, roles=roles, actors=actors)


def _harmed(words: Words, agreement: Agreement, detail: tuple[str, ...]) -> str:
    """Who was harmed: by class, by what they are to the truce, or both."""
    classes = tuple(word for word in detail if word in names.FAMILIES["harmed"])
    rest = tuple(word for word in detail if word not in classes)
    listed = names.either(words, (names.label(words, "harmed", one) for one in classes))
    if not rest:
        return words.say("ask-harmed", list=listed)
    which = _which(words, agreement, _selector(agreement, rest))
    if not classes:
        return words.say("ask-harmed-who", which=which)
    return words.say("ask-harmed-both", which=which, list=listed)


def _told(words: Words, agreement: Agreement, key: str, detail: tuple[str, ...]) -> dict[str, str | int]:
    if key in {"armed", "in_notified_volume", "control_changed"}:
        return {"value": detail[0].lower()}
    if key == "notified_before":
        return {"lead": names.lead_time(words, int(detail[0]))}
    if key == "answer_held":
        of, answer = detail
        return {"of": names.word_of(words, agreement, of), "answer": names.label(words, "answer", answer)}
    if key == "above_baseline":
        return _baseline(words, agreement, *detail)
    if key in {"within", "own_line_within"}:
        of = names.either(words, (names.the_place(words, agreement, one) for one in detail[1:]))
        return {"distance": names.distance(words, int(detail[0])), "list": of}
    named = (names.word_of(words, agreement, word, key) for word in detail)
    return {"list": names.row(words, named) if key == "outside" else names.either(words, named)}


def _baseline(words: Words, agreement: Agreement, baseline: str, amount: str) -> dict[str, str | int]:
    known = {one.id: words.pick(one.names) for one in agreement.baselines}
    return {"baseline": names.quoted(words, known[baseline]), "amount": int(amount)}


# ── "if …" ────────────────────────────────────────────────────────────────────────────────────

_IN_OUT = {"place": ("in", "out"), "near": ("near", "far"), "forward": ("forward", "not-forward")}


def _if(words: Words, agreement: Agreement, answer: Answered, sides: Sides) -> str:
    kind, said = answer.atom.kind, answer.answer
    if kind == "direction" and said != "both":
        return words.say("if-side", side=_beginner(words, agreement, answer, sides))
    if kind in {"list", "reading"}:
        (choice,) = _chosen(words, agreement, answer).values()
        return words.say("if-choice", choice=choice)
    if kind == "source":
        return words.say("if-source", n=int(said) + 1)
    if kind == "place":
        inside, outside = _IN_OUT[_form(answer.atom)]
        return words.say(f"if-{inside if said == 'in' else outside}")
    return words.say(f"if-{said}")
