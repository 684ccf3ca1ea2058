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
        side = _side(words, agreement, about)
        if _of_one(agreement, atom, about):
            return words.say("ask-was", side=side, status=_statuses(words, atom))
        return words.say("ask-took-part", which=_which(words, agreement, atom), side=side)
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
        asked = _condition(words, agreement, atom)
        return words.say(f"premise-answer-{answer.answer}", question=asked)
    values = _values(words, agreement, atom)
    if atom.kind in ("list", "reading", "source"):
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
    side = _side(words, agreement, about)
    if _of_one(agreement, atom, about):
        return words.say(f"premise-was-{answer.answer}", side=side, status=_statuses(words, atom))
    return words.say(f"premise-took-part-{answer.answer}", which=_which(words, agreement, atom), side=side)


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
        roles = (names.quoted(words, names.role_name(words, role)) for role in atom.roles)
        found.append(words.say("which-role", list=names.either(words, roles)))
    if atom.actors:
        bodies = (names.quoted(words, names.actor_name(words, agreement, one)) for one in atom.actors)
        found.append(words.say("which-actor", list=names.either(words, bodies)))
    return " ".join(found)


def _statuses(words: Words, atom: Atom) -> str:
    labels = (names.quoted(words, names.label(words, "status", one)) for one in atom.statuses)
    return names.either(words, labels)


def _side(words: Words, agreement: Agreement, about: str) -> str:
    return names.quoted(words, names.side_name(words, agreement, about or "?"))


# ── who began ─────────────────────────────────────────────────────────────────────────────────


def _direction(words: Words, agreement: Agreement, answer: Answered, sides: Sides) -> str:
    if answer.answer == "both":
        return words.say("premise-direction-both")
    return words.say("premise-direction-side", side=_beginner(words, agreement, answer, sides))


def _beginner(words: Words, agreement: Agreement, answer: Answered, sides: Sides) -> str:
    about = sides[0] if answer.answer == "a" else sides[1]
    if not about or about == "?":
        return words.say("side-first" if answer.answer == "a" else "side-second")
    return words.say("side-named", side=_side(words, agreement, about))


# ── where, when, whose ────────────────────────────────────────────────────────────────────────


def _form(atom: Atom) -> str:
    """Which of the messages speaks of it; a place may be a zone, a band round something, or a forward side."""
    if atom.kind != "place":
        return atom.kind
    return {"band": "near", "forward": "forward"}.get("".join(atom.detail), "place")


def _values(words: Words, agreement: Agreement, atom: Atom) -> dict[str, str | int]:
    if atom.kind == "place":
        place = names.quoted(words, names.place_name(words, agreement, atom.name))
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

_FAMILIES = ("kind", "harmed", "site", "weapon", "platform", "purpose")  # conditions whose words have labels


def _condition(words: Words, agreement: Agreement, atom: Atom) -> str:
    """A condition as a question; its own words stand in `detail`, field by field."""
    return words.say(f"ask-{atom.name}", **_told(words, agreement, atom.name, atom.detail))


def _told(words: Words, agreement: Agreement, key: str, detail: tuple[str, ...]) -> dict[str, str | int]:
    if key in ("armed", "in_notified_volume", "control_changed"):
        return {"value": detail[0].lower()}
    if key == "notified_before":
        return {"lead": names.lead_time(words, int(detail[0]))}
    if key == "answer_held":
        of, answer = detail
        return {"of": names.word_of(words, agreement, of), "answer": names.label(words, "answer", answer)}
    if key == "above_baseline":
        return _baseline(words, agreement, *detail)
    if key in ("within", "own_line_within"):
        of = _any_of(words, agreement, key, detail[1:])
        return {"distance": names.distance(words, int(detail[0])), "list": of}
    return {"list": _any_of(words, agreement, key, detail)}


def _any_of(words: Words, agreement: Agreement, key: str, detail: tuple[str, ...]) -> str:
    families = (key,) if key in _FAMILIES else ()
    return names.either(words, (names.word_of(words, agreement, word, families) for word in detail))


def _baseline(words: Words, agreement: Agreement, baseline: str, amount: str) -> dict[str, str | int]:
    for one in agreement.baselines:
        if one.id == baseline:
            return {"baseline": names.quoted(words, words.pick(one.names)), "amount": int(amount)}
    return {"baseline": baseline, "amount": int(amount)}


# ── "if …" ────────────────────────────────────────────────────────────────────────────────────

_IN_OUT = {"place": ("in", "out"), "near": ("near", "far"), "forward": ("forward", "not-forward")}


def _if(words: Words, agreement: Agreement, answer: Answered, sides: Sides) -> str:
    kind, said = answer.atom.kind, answer.answer
    if kind == "direction" and said != "both":
        return words.say("if-side", side=_beginner(words, agreement, answer, sides))
    if kind in ("list", "reading"):
        (choice,) = _chosen(words, agreement, answer).values()
        return words.say("if-choice", choice=choice)
    if kind == "source":
        return words.say("if-source", n=int(said) + 1)
    if kind == "place":
        inside, outside = _IN_OUT[_form(answer.atom)]
        return words.say(f"if-{inside if said == 'in' else outside}")
    return words.say(f"if-{said}")
