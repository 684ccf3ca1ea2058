"""Which aspect of the matter each field of each kind tells: who, when, where, what, words, files, or terms.

A sealed entry commits to its aspects one by one, so that a place can be told and a name not; the guard decides,
coarsens and holds back by them. Every field of every kind has exactly one: a field that nobody thought about would be
shown or sealed in the wrong company, and a test refuses it.

`WHERE` is wherever somebody or something was, `WHO` whoever could be found or blamed by it, `WORDS` free text, in which
anything may stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum

from truceline.canon import Json


class Aspect(IntEnum):
    """What of a matter a field tells; its number is that of the commitment."""

    ENVELOPE = 0  # what the entry really is; no field of a payload
    WHO = 1  # actors, offices, sources
    WHEN = 2
    WHERE = 3  # areas, places by name, bearings and distances
    WHAT = 4  # kinds, means, counts, answers; other entries it is about
    WORDS = 5  # free text, in which anything may stand
    FILES = 6  # digests of files and of other bytes kept apart
    TERMS = 7  # everything else: texts, keys, heads, versions


def _row(**fields: str) -> Mapping[str, Aspect]:
    """A kind's fields, each with its aspect, from their names listed by aspect."""
    return {name: Aspect[aspect.upper()] for aspect, names in fields.items() for name in names.split()}


_NOTICE = _row(
    who="to",
    what="kind purpose armed platform amount",
    where="volumes",
    words="note",
    terms="agreement answer_within_s",
)
_TEXT = _row(terms="id fingerprint replaces", words="title note", files="form")
_ZONE = _row(where="id names area groups altitudes", when="periods schedule", words="reason")
_AT = _row(when="at")

ASPECTS: Mapping[str, Mapping[str, Aspect]] = {
    "key.enrolled": _row(
        who="name role actor",
        terms="purpose log_key entry_key witness_key mirror_key officer_key next_entry_key next_log_key succeeds"
        " sealing_key",
    ),
    "key.retired": _row(terms="key why", words="note"),
    "anchor": _row(terms="checkpoints"),
    "fork.proved": _row(who="log", terms="size proof", files="branches"),
    "node.recovered": _row(who="asked", terms="way size root", words="reason"),
    "sealed": _row(),
    "held": _row(what="commitments"),
    "erasure": _row(what="commitments", words="reason"),
    "disclosed": _row(what="opened", words="reason"),
    "evidence.received": _row(who="by source", when="collected", what="media how report", words="note", files="files"),
    "evidence.examined": _row(who="by", when="at", what="purpose", words="found", files="files"),
    "evidence.transferred": _row(who="to", when="at", words="note", files="evidence receipt"),
    "agreement.proposed": {name: aspect for name, aspect in _TEXT.items() if name != "replaces"},
    "agreement.adopted": _row(terms="fingerprint", words="note"),
    "agreement.amended": _TEXT,
    "adherence.declared": _row(who="actor", when="since", terms="agreement", words="statement"),
    "adherence.ended": _row(who="actor", when="at", words="reason"),
    "designation.declared": _row(who="actor", when="period", terms="authority", words="reason"),
    "designation.ended": _row(when="at", words="reason"),
    "presumption.declared": _row(
        who="by_one_of", what="when holds", terms="id instrument paragraph", words="gist question rebuttal"
    ),
    "presumption.adopted": _row(terms="id"),
    "zone.declared": _ZONE,
    "zone.amended": _ZONE,
    "zone.lifted": _row(when="at", words="reason"),
    "activity.notified": _NOTICE,
    "activity.acknowledged": _row(when="received"),
    "activity.amended": _NOTICE,
    "activity.withdrawn": _row(words="reason"),
    "activity.started": _AT,
    "activity.astray": _row(when="at", words="note"),
    "activity.ended": _AT,
    "answer.given": _row(
        what="notification answer looked_at", when="expires", terms="agreement", words="conditions reason"
    ),
    "stopfire.called": _row(who="to", when="since for_s", where="area place_name", what="need", words="note"),
    "stopfire.relayed": _row(who="to", when="at"),
    "stopfire.answered": _row(what="answer", when="at", words="note"),
    "stopfire.ended": _AT,
    "stopfire.recurred": _AT,
    "site.notified": _row(what="kind", where="area place_name", when="window", words="note"),
    "site.acknowledged": _row(when="received"),
    "site.passed_on": _row(when="at", who="to"),
    "site.confirmed": _AT,
    "site.revalidated": _row(when="at", what="there"),
    "batch.imported": _row(who="datasets", what="count bad", terms="time_zone version", files="events file source"),
    "report.received": _row(
        who="source via url",
        what="channel",
        when="received dated happened",
        where="place_name",
        words="text title language",
        files="original",
    ),
    "claims.read": _row(who="method", what="reader", words="claims"),
    "source.graded": _row(who="source", what="grade", words="reason"),
    "observation.made": _row(
        who="sides",
        when="window",
        where="seen_from place bearing_deg distance_m place_name",
        what="means sense unit count kind ordnance direction undetermined",
        words="note",
    ),
    "coverage.observed": _row(when="window", what="share_permille means", where="zone area"),
    "access.denied": _row(who="by", when="window", where="area place_name", what="how purpose", words="note"),
    "visit.requested": _row(who="to", when="window", what="purpose", where="area"),
    "visit.answered": _row(what="answer", when="window", words="reason"),
    "visit.carried_out": _row(when="window", what="whole", words="note"),
    "incident.linked": _row(what="members", words="reason titles"),
    "incident.split": _row(what="parts", words="reason"),
    "incident.merged": _row(what="incidents", words="reason"),
    "reply.made": _row(what="matter stance", words="text", files="evidence"),
    "determination.made": _row(what="matter answer basis", terms="agreement clause mode text", words="reasons"),
    "step.done": _row(what="obligation amount", terms="agreement", when="at", words="text", files="evidence"),
    "consequence.taken": _row(terms="procedure", when="since", words="text"),
    "attested": _row(who="actor", what="kind how", when="said", words="payload", files="document"),
    "correction.made": _row(words="fields reason"),
    "withdrawal.declared": _row(what="purpose", when="at", terms="agreement", words="reason"),
    "bulletin.issued": _row(terms="heads fold_version digest agreement version", when="period", files="bulletin"),
}


def split(kind: str, tree: Mapping[str, Json]) -> tuple[dict[str, Json], ...]:
    """A payload's members by aspect, eight parts of which the first is empty; raises ValueError for one without."""
    row = ASPECTS.get(kind, {})
    parts: tuple[dict[str, Json], ...] = tuple({} for _ in Aspect)
    for name, value in tree.items():
        if name not in row:
            raise ValueError(f"{kind}: a field of that kind, not {name}")
        parts[row[name]][name] = value
    return parts


def joined(parts: Iterable[Mapping[str, Json]]) -> dict[str, Json]:
    """The members of all parts together; raises ValueError where two parts tell the same."""
    tree: dict[str, Json] = {}
    for part in parts:
        twice = sorted(tree.keys() & part.keys())
        if twice:
            raise ValueError(f"each field in one part, not twice {', '.join(twice)}")
        tree |= part
    return tree
