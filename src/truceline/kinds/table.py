"""The table of kinds: for each, what it says, who may append it, about whose object, sealed or open.

One row a kind, so that a lawyer can read it down. The rules of fitting that go beyond a row (an adoption repeats the
fingerprint, nobody adheres for another) are in `kinds.standing`.
"""

from __future__ import annotations

from collections.abc import Mapping

from truceline.kinds import activities as v
from truceline.kinds import agreeing as a
from truceline.kinds import deciding as d
from truceline.kinds import evidence as e
from truceline.kinds import humanitarian as h
from truceline.kinds import keeping as k
from truceline.kinds import telling as t
from truceline.kinds.model import Kind, Role, Whose

ALL = frozenset(Role)
VOICES = ALL - {Role.OBSERVER}
LOOKERS = ALL - {Role.PARTY}
BODIES = frozenset({Role.GUARANTOR, Role.MONITOR})
BOUND = frozenset({Role.GUARANTOR, Role.PARTY})
GUARANTOR = frozenset({Role.GUARANTOR})
MONITOR = frozenset({Role.MONITOR})
NOTHING, OWN, OTHERS, ANY = Whose.NOTHING, Whose.OWN, Whose.OTHERS, Whose.ANY

_TEXTS = ("agreement.proposed", "agreement.amended", "agreement.adopted")
_ZONES = ("zone.declared", "zone.amended")
_NOTICES = ("activity.notified", "activity.amended")
_INCIDENTS = ("incident.linked", "incident.split", "incident.merged")
_VISITS = ("visit.requested", "visit.answered", "visit.carried_out")
_TOLD = ("batch.imported", "report.received", "observation.made", "access.denied")
_READ = ("claims.read", "source.graded", "coverage.observed", *_VISITS)
# What one can be asked to answer for, and what can be determined.
_FACTS = (*_TOLD, *_INCIDENTS, *_NOTICES, "activity.started", "activity.astray", "activity.ended", "attested")
_CALL, _SITE = ("stopfire.called",), ("site.notified",)
# What has legal effect is amended, ended or withdrawn; only the rest is corrected.
_CORRECTABLE = (*_TOLD, *_READ, "evidence.transferred", "step.done", *_CALL, *_SITE, "correction.made")
# What falls by being withdrawn. Zones are lifted, exclusions and adherence ended, activities withdrawn by kinds of
# their own; an acknowledgement cannot be unsaid, and an answer stands until it expires.
_WITHDRAWABLE = (
    *_TEXTS, "presumption.declared", "presumption.adopted", *_TOLD, *_READ, *_INCIDENTS, *_CALL, *_SITE, "attested",
    "reply.made", "determination.made", "step.done", "consequence.taken", "correction.made", "evidence.transferred",
    "bulletin.issued",
)  # fmt: skip

# How logs keep themselves.
_KEEPING = (
    Kind("key.enrolled", k.KeyEnrolled, ALL, NOTHING),
    Kind("key.retired", k.KeyRetired, ALL, OWN, ("key.enrolled",)),
    Kind("anchor", k.Anchored, ALL, NOTHING),
    Kind("fork.proved", k.ForkProved, ALL, NOTHING),
    Kind("node.recovered", k.NodeRecovered, ALL, NOTHING),
    Kind("sealed", k.Sealed, ALL, NOTHING),
    Kind("held", k.Held, ALL, NOTHING, sealable=True, only_sealed=True),
    Kind("erasure", k.Erasure, ALL, NOTHING, sealable=True, only_sealed=True),
    Kind("disclosed", k.Disclosed, ALL, OWN, ("sealed",)),
    Kind("evidence.received", e.EvidenceReceived, ALL, NOTHING, sealable=True, only_sealed=True),
    Kind("evidence.examined", e.EvidenceExamined, ALL, NOTHING, sealable=True, only_sealed=True),
    Kind("evidence.transferred", e.EvidenceTransferred, VOICES, NOTHING, sealable=True),
)
# What the agreement is, whom it binds, what is presumed, which zones hold.
_AGREEING = (
    Kind("agreement.proposed", a.AgreementProposed, VOICES, NOTHING, legal=True),
    Kind("agreement.adopted", a.AgreementAdopted, BOUND, ANY, _TEXTS, legal=True),
    Kind("agreement.amended", a.AgreementAmended, VOICES, ANY, _TEXTS, legal=True),
    Kind("adherence.declared", a.AdherenceDeclared, BOUND, NOTHING, legal=True),
    Kind("adherence.ended", a.AdherenceEnded, BOUND, ANY, ("adherence.declared", "attested"), legal=True),
    Kind("designation.declared", a.DesignationDeclared, GUARANTOR, NOTHING, legal=True),
    Kind("designation.ended", a.DesignationEnded, GUARANTOR, OWN, ("designation.declared",), legal=True),
    Kind("presumption.declared", a.PresumptionDeclared, BOUND, NOTHING, legal=True),
    Kind("presumption.adopted", a.PresumptionAdopted, BOUND, OTHERS, ("presumption.declared",), legal=True),
    Kind("zone.declared", a.ZoneDeclared, BOUND, NOTHING, legal=True),
    Kind("zone.amended", a.ZoneAmended, BOUND, OWN, _ZONES, legal=True),
    Kind("zone.lifted", a.ZoneLifted, BOUND, OWN, _ZONES, legal=True),
)
# What a side means to do, and what its counterpart answers. A notification is for its addressees, and may be sealed.
_ACTIVITIES = (
    Kind("activity.notified", v.ActivityNotified, VOICES, NOTHING, sealable=True),
    Kind("activity.acknowledged", v.ActivityAcknowledged, VOICES, OTHERS, _NOTICES, legal=True),
    Kind("activity.amended", v.ActivityAmended, VOICES, OWN, _NOTICES, sealable=True),
    Kind("activity.withdrawn", v.ActivityWithdrawn, VOICES, OWN, _NOTICES, sealable=True),
    Kind("activity.started", v.ActivityStarted, VOICES, ANY, _NOTICES, sealable=True),
    Kind("activity.astray", v.ActivityAstray, VOICES, ANY, _NOTICES, sealable=True),
    Kind("activity.ended", v.ActivityEnded, VOICES, ANY, _NOTICES, sealable=True),
    Kind("answer.given", v.AnswerGiven, BOUND, OTHERS, _NOTICES, legal=True),
)
# Calls and notices that go on whatever else is in dispute.
_HUMANITARIAN = (
    Kind("stopfire.called", h.StopfireCalled, ALL, NOTHING, sealable=True, humanitarian=True),
    Kind("stopfire.relayed", h.StopfireRelayed, ALL, ANY, _CALL, sealable=True, humanitarian=True),
    Kind("stopfire.answered", h.StopfireAnswered, BOUND, OTHERS, _CALL, sealable=True, humanitarian=True),
    Kind("stopfire.ended", h.StopfireEnded, ALL, ANY, _CALL, sealable=True, humanitarian=True),
    Kind("stopfire.recurred", h.StopfireRecurred, ALL, ANY, _CALL, sealable=True, humanitarian=True),
    Kind("site.notified", h.SiteNotified, ALL, NOTHING, sealable=True, humanitarian=True),
    Kind("site.acknowledged", h.SiteAcknowledged, VOICES, OTHERS, _SITE, sealable=True, humanitarian=True),
    Kind("site.passed_on", h.SitePassedOn, VOICES, OTHERS, _SITE, sealable=True, humanitarian=True),
    Kind("site.confirmed", h.SiteConfirmed, VOICES, OTHERS, _SITE, sealable=True, humanitarian=True),
    Kind("site.revalidated", h.SiteRevalidated, ALL, OWN, _SITE, sealable=True, humanitarian=True),
)
# What came in, what was seen, and where nobody could look.
_TELLING = (
    Kind("batch.imported", t.BatchImported, ALL, NOTHING),
    Kind("report.received", t.ReportReceived, ALL, NOTHING, sealable=True),
    Kind("claims.read", t.ClaimsRead, ALL, ANY, ("report.received",), sealable=True),
    Kind("source.graded", t.SourceGraded, BODIES, NOTHING, sealable=True),
    Kind("observation.made", t.ObservationMade, MONITOR, NOTHING, sealable=True),
    Kind("coverage.observed", t.CoverageObserved, MONITOR, NOTHING, sealable=True),
    Kind("access.denied", t.AccessDenied, LOOKERS, NOTHING, sealable=True),
    Kind("visit.requested", t.VisitRequested, BODIES, NOTHING, sealable=True),
    Kind("visit.answered", t.VisitAnswered, BOUND, OTHERS, ("visit.requested",), sealable=True),
    Kind("visit.carried_out", t.VisitCarriedOut, BODIES, OWN, ("visit.requested",), sealable=True),
)
# What people answer, determine and do about it; what they take back; what goes out.
_DECIDING = (
    Kind("incident.linked", d.IncidentLinked, BODIES, NOTHING, sealable=True),
    Kind("incident.split", d.IncidentSplit, BODIES, ANY, _INCIDENTS, sealable=True),
    Kind("incident.merged", d.IncidentMerged, BODIES, ANY, _INCIDENTS, sealable=True),
    Kind("reply.made", d.ReplyMade, BOUND, ANY, (*_FACTS, "determination.made"), legal=True),
    Kind("determination.made", d.DeterminationMade, BODIES, ANY, (*_FACTS, "determination.made"), legal=True),
    Kind("step.done", d.StepDone, VOICES, NOTHING),
    Kind("consequence.taken", d.ConsequenceTaken, BODIES, ANY, ("determination.made",), legal=True),
    Kind(
        "attested",
        d.Attested,
        BODIES,
        ANY,
        ("adherence.declared", *_FACTS, "determination.made", *_CALL, "visit.requested", "node.recovered"),
        legal=True,
        optional=True,
    ),
    Kind("correction.made", d.CorrectionMade, ALL, OWN, _CORRECTABLE, sealable=True),
    Kind("withdrawal.declared", d.WithdrawalDeclared, ALL, OWN, _WITHDRAWABLE, legal=True),
    Kind("bulletin.issued", d.BulletinIssued, VOICES, NOTHING),
)

_ALL_KINDS = (*_KEEPING, *_AGREEING, *_ACTIVITIES, *_HUMANITARIAN, *_TELLING, *_DECIDING)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL_KINDS}
