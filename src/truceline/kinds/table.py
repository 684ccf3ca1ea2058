"""The table of kinds: for each, what it says, who may append it, about whose object, sealed or open.

One row a kind, so that a lawyer can read it down. The rules of fitting that go beyond a row (an adoption repeats the
fingerprint, nobody adheres for another) are in `kinds.standing`.
"""

from __future__ import annotations

from collections.abc import Mapping

from truceline.kinds import agreeing, deciding, keeping, telling
from truceline.kinds.model import Kind, Role, Whose

ALL = frozenset(Role)
VOICES = ALL - {Role.OBSERVER}
BODIES = frozenset({Role.GUARANTOR, Role.MONITOR})
BOUND = frozenset({Role.GUARANTOR, Role.PARTY})
GUARANTOR = frozenset({Role.GUARANTOR})
MONITOR = frozenset({Role.MONITOR})

_TEXTS = ("agreement.proposed", "agreement.amended", "agreement.adopted")
_INCIDENTS = ("incident.linked", "incident.split", "incident.merged")
_FACTS = ("batch.imported", "observation.made", "report.received", "access.denied", *_INCIDENTS, "attested")

_KEEPING = (
    Kind("key.enrolled", "A key of its author's log counts from here on.", keeping.KeyEnrolled, ALL, Whose.NOTHING),
    Kind(
        "key.retired",
        "A key of its author's log counts no more.",
        keeping.KeyRetired,
        ALL,
        Whose.OWN,
        ("key.enrolled",),
    ),
    Kind("anchor", "What its author had seen of the other logs.", keeping.Anchored, ALL, Whose.NOTHING),
    Kind("fork.proved", "A log has two histories; here is the proof.", keeping.ForkProved, ALL, Whose.NOTHING),
    Kind("node.recovered", "How a restored node found its place again.", keeping.NodeRecovered, ALL, Whose.NOTHING),
)
_AGREEING = (
    Kind(
        "agreement.proposed",
        "A whole text put forward for adoption.",
        agreeing.AgreementProposed,
        VOICES,
        Whose.NOTHING,
        legal=True,
    ),
    Kind(
        "agreement.adopted",
        "Its author accepts the text of that fingerprint.",
        agreeing.AgreementAdopted,
        BOUND,
        Whose.ANY,
        _TEXTS,
        legal=True,
    ),
    Kind(
        "agreement.amended",
        "A whole text put forward in place of a version.",
        agreeing.AgreementAmended,
        VOICES,
        Whose.ANY,
        _TEXTS,
        legal=True,
    ),
    Kind(
        "adherence.declared",
        "Its author's actor accepts the agreement.",
        agreeing.AdherenceDeclared,
        BOUND,
        Whose.NOTHING,
        legal=True,
    ),
    Kind(
        "adherence.ended",
        "Its author's actor leaves the agreement that it, or another for it, had said it accepts.",
        agreeing.AdherenceEnded,
        BOUND,
        Whose.ANY,
        ("adherence.declared", "attested"),
        legal=True,
    ),
    Kind(
        "designation.declared",
        "An actor is excluded on its author's list.",
        agreeing.DesignationDeclared,
        GUARANTOR,
        Whose.NOTHING,
        legal=True,
    ),
    Kind(
        "designation.ended",
        "An exclusion on its author's list is lifted.",
        agreeing.DesignationEnded,
        GUARANTOR,
        Whose.OWN,
        ("designation.declared",),
        legal=True,
    ),
    Kind(
        "presumption.declared",
        "Its author takes something as so until rebutted.",
        agreeing.PresumptionDeclared,
        BOUND,
        Whose.NOTHING,
        legal=True,
    ),
    Kind(
        "presumption.adopted",
        "Its author takes another's presumption as its own.",
        agreeing.PresumptionAdopted,
        BOUND,
        Whose.OTHERS,
        ("presumption.declared",),
        legal=True,
    ),
    Kind("zone.declared", "An area has legal effect.", agreeing.ZoneDeclared, BOUND, Whose.NOTHING, legal=True),
    Kind(
        "zone.amended",
        "A zone is drawn or dated anew.",
        agreeing.ZoneAmended,
        BOUND,
        Whose.OWN,
        ("zone.declared", "zone.amended"),
        legal=True,
    ),
    Kind(
        "zone.lifted",
        "A zone has no effect any more.",
        agreeing.ZoneLifted,
        BOUND,
        Whose.OWN,
        ("zone.declared", "zone.amended"),
        legal=True,
    ),
)
_TELLING = (
    Kind("batch.imported", "Events of outside data sets, as read.", telling.BatchImported, ALL, Whose.NOTHING),
    Kind("report.received", "A report came in.", telling.ReportReceived, ALL, Whose.NOTHING, sealable=True),
    Kind(
        "observation.made",
        "What a monitor saw or heard.",
        telling.ObservationMade,
        MONITOR,
        Whose.NOTHING,
        sealable=True,
    ),
    Kind(
        "access.denied",
        "Somebody who was entitled to pass or to look could not.",
        telling.AccessDenied,
        ALL - {Role.PARTY},
        Whose.NOTHING,
        sealable=True,
    ),
)
_DECIDING = (
    Kind(
        "reply.made",
        "What somebody accused says.",
        deciding.ReplyMade,
        BOUND,
        Whose.ANY,
        (*_FACTS, "determination.made"),
        legal=True,
    ),
    Kind(
        "determination.made",
        "The competent body's answer to one clause, with reasons.",
        deciding.DeterminationMade,
        BODIES,
        Whose.ANY,
        (*_FACTS, "determination.made"),
        legal=True,
    ),
    Kind(
        "attested",
        "What an actor without a node said or did, as its author attests.",
        deciding.Attested,
        BODIES,
        Whose.ANY,
        ("adherence.declared", "attested", *_FACTS, "determination.made"),
        legal=True,
        optional=True,
    ),
    Kind(
        "correction.made",
        "Fields of an entry of its author's own as they should have been.",
        deciding.CorrectionMade,
        ALL,
        Whose.OWN,
        ("batch.imported", "report.received", "observation.made", "access.denied", "correction.made"),
        sealable=True,
    ),
    Kind(
        "withdrawal.declared",
        "Its author takes back an entry of its own, or leaves the agreement it adopted.",
        deciding.WithdrawalDeclared,
        ALL,
        Whose.OWN,
        (
            *_TEXTS,
            "presumption.declared",
            "presumption.adopted",
            *_FACTS,
            "reply.made",
            "determination.made",
            "correction.made",
            "bulletin.issued",
        ),
        legal=True,
    ),
    Kind(
        "incident.linked",
        "Several events, observations or reports are one bounded happening.",
        deciding.IncidentLinked,
        BODIES,
        Whose.NOTHING,
    ),
    Kind("incident.split", "One incident is several.", deciding.IncidentSplit, BODIES, Whose.ANY, _INCIDENTS),
    Kind("incident.merged", "Several incidents are one.", deciding.IncidentMerged, BODIES, Whose.ANY, _INCIDENTS),
    Kind(
        "bulletin.issued",
        "A bulletin with everything from which others recompute it.",
        deciding.BulletinIssued,
        VOICES,
        Whose.NOTHING,
    ),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*_KEEPING, *_AGREEING, *_TELLING, *_DECIDING)}
