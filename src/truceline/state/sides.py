"""Who stands with whom among those that keep logs, by the text in force."""

from __future__ import annotations

from truceline.actors import Actor, Roster, Umbrella
from truceline.agreement import Agreement
from truceline.kinds import Author
from truceline.state.agreeing import governing, text_of
from truceline.state.reading import Read
from truceline.state.threads import Thread


def allies(thread: Thread, read: Read) -> frozenset[str]:
    """The origins of all logs on the side of an entry's author: their cosignatures start no time limit for it."""
    author = read.author
    if author is None:
        return frozenset()
    fingerprint = governing(thread.fold.shelf).one
    form = thread.blob(fingerprint) if fingerprint else None
    text = text_of(form) if form is not None else None
    mine = _sides(text, author)
    return frozenset(
        log.origin
        for log in thread.fold.logs.every()
        if log.author is not None and (author.is_same_as(log.author) or mine & _sides(text, log.author))
    )


def _sides(text: Agreement | None, author: Author) -> set[str]:
    """The guarantors with whom a body stands, itself where it is one; itself alone where no text says."""
    if text is None or not author.actor:
        return {author.actor or author.origin}
    named = {author.actor, *_called(text.roster, author.actor)}
    found = {one.actor for one in text.guarantors if one.actor == author.actor or named & set(one.stands_with)}
    return found or {author.actor}


def _called(roster: Roster, actor: str) -> set[str]:
    """Everything an actor is part of, and every role of its, at whatever time."""
    found, waiting = set[str](), [actor]
    while waiting:
        known = roster.actors.get(waiting.pop())
        if known is None or known.id in found:
            continue
        found |= {known.id, *(one.of for one in known.roles)}
        waiting += [one.of for one in known.part_of]
    return found


def nearness(text: Agreement | None, author: str, name: str) -> str:
    """Whether somebody named is the author itself or part of it (own), stands with it (allied), or is another."""
    meant = _meant(text, name)
    if text is None:
        return "own" if author in meant else "other"
    if any(author == one or author in _called(text.roster, one) for one in meant):
        return "own"
    vouched = {one for guarantor in text.guarantors if guarantor.actor == author for one in guarantor.stands_with}
    return "allied" if any(vouched & _called(text.roster, one) for one in meant) else "other"


def _meant(text: Agreement | None, name: str) -> set[str]:
    """The actors that a name stands for: by id, by an alias that counts for all, or as members of an umbrella."""
    if text is None:
        return {name}
    named: tuple[Actor | Umbrella, ...] = (*text.roster.actors.values(), *text.roster.umbrellas.values())
    ids = {
        one.id
        for one in named
        if one.id == name or any(alias.by is None and alias.name == name for alias in one.aliases)
    }
    umbrellas = [text.roster.umbrellas[one] for one in ids if one in text.roster.umbrellas]
    return {*ids, *(member for one in umbrellas for member in one.members)} or {name}
