"""What is told of sealed objects: a list, one object as far as it is given, a disclosure, and what an erasure came to.

Every line goes through `harmless`: what a hostile log sealed is shown to a person too.
"""

from __future__ import annotations

from collections.abc import Iterator

from truceline.desk.sealing.disclosing import Disclosure
from truceline.desk.sealing.erasing import Beyond
from truceline.desk.verbs.sealing import Erased, Row, Shown
from truceline.doors.render.acts import STEP, harmless, tree_in_words
from truceline.kinds.aspects import Aspect

_FIELDS = {
    Aspect.ENVELOPE: "what it really is",
    Aspect.WHO: "who",
    Aspect.WHEN: "when",
    Aspect.WHERE: "where",
    Aspect.WHAT: "what",
    Aspect.WORDS: "words",
    Aspect.FILES: "files",
    Aspect.TERMS: "everything else",
}


def row_in_words(row: Row) -> str:
    """One object on a line of a list."""
    left = f"left {row.left}" if row.left else "not left in a batch of ours"
    return harmless("  ".join((row.id, row.kind or "not readable", row.marking, row.origin, left)))


def object_in_words(one: Shown) -> Iterator[str]:
    """The lines that show an object."""
    yield row_in_words(one.row)
    yield f"{STEP}entry: {harmless(one.place) or 'it has not left yet'}"
    yield from (STEP + line for line in tree_in_words(one.envelope))
    yield from (STEP + line for line in tree_in_words(one.tree))
    if one.signed:
        yield f"{STEP}{harmless(one.signed)}"


def disclosure_in_words(told: Disclosure) -> Iterator[str]:
    """The lines that show what a disclosure file tells, and what is left for people to compare."""
    entry, author = told.entry, told.author
    yield harmless(f"{entry.origin}#{entry.seq}: a sealed entry that left at {entry.time}; entry {entry.hash}")
    for field, members in told.opened.items():
        yield f"{STEP}field {field}, {_FIELDS[field]}, opens its commitment:"
        lines = list(tree_in_words(members)) or ["nothing stands in it"]
        yield from (STEP * 2 + line for line in lines)
    yield f"{STEP}the other fields are not told; their commitments show nothing of them"
    yield f"{STEP}it stands under a head of {told.head.size:,} entries, root {told.head.root.hex()}, signed by its log"
    yield harmless(f"{STEP}that log says it is kept by: {author.name}, {author.role}{_speaking(author.actor)}")
    yield f"{STEP}compare these words with what its people read out to you, over a line that you trust:"
    yield f"{STEP * 2}{told.words}"


def _speaking(actor: str) -> str:
    return f", speaking for {actor}" if actor else ""


def before_erasing(row: Row, beyond: Beyond) -> Iterator[str]:
    """The lines that a person reads before an object is erased."""
    yield "To be erased, for good: its key, its ciphertext, what waits to be sent of it, and the copies of its key"
    yield STEP + row_in_words(row)
    yield from (STEP + line for line in _out_of_reach(beyond))


def erasure_in_words(done: Erased) -> Iterator[str]:
    """The lines that say what an erasure came to, and what it did not reach."""
    yield f"{done.id}  erased{'' if done.shredded.here else ' before; nothing of it was left in the vault'}"
    if done.shredded.recalled:
        yield f"{STEP}parcels that waited to be fetched, made anew without it: {done.shredded.recalled}"
    for origin in done.told:
        yield harmless(f"{STEP}a sealed erasure leaves with a batch to come for {origin}")
    for one in done.shredded.owed:
        yield harmless(f"{STEP}OWED: the key copy at {one.path} still holds its key: {one.why}. Bring it back, and")
        yield f"{STEP * 2}give this command again; until then an old backup opens with it"
    yield from (STEP + line for line in _out_of_reach(done.beyond))


def _out_of_reach(beyond: Beyond) -> Iterator[str]:
    """What no command here can reach."""
    for origin in beyond.audience:
        yield harmless(f"beyond reach: {origin} may hold it; it is asked to erase it too, and that it does is its word")
    for origin in beyond.copied:
        yield harmless(f"beyond reach: {origin} may hold a ciphertext of it that it cannot open")
    for place in beyond.disclosed:
        yield harmless(f"beyond reach: {place} opened fields of it for all, and stays in every copy of the log")
    yield "beyond reach: files that disclosed it, what people copied or remember, what a disk keeps in blocks given up"
