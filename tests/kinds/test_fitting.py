"""What a payload must fit: its author's name, the version it adopts, the text it signs with another, its matter."""

from dataclasses import replace
from typing import Any

import pytest

from tests.kinds.examples import GOOD
from truceline.canon import to_json
from truceline.kinds import ATTESTABLE, KINDS, Author, Role, Subject, corrected, entitled, joint, payload_of

LEAF, OTHER = "ab" * 32, "cd" * 32
NORTH = Author("truceline/north-1", Role.GUARANTOR, "north")
SOUTH = Author("truceline/south-1", Role.GUARANTOR, "south")
VALLEY = Author("truceline/valley-1", Role.PARTY, "valley")
WATCH = Author("truceline/watch-1", Role.MONITOR, "watch")


def example(kind: str, /, **changed: Any) -> Any:  # noqa: ANN401 - a payload of that kind
    """The kind's example with some fields of its JSON changed; None takes one away."""
    return payload_of(kind, {name: one for name, one in {**GOOD[kind], **changed}.items() if one is not None})


def about(kind: str, author: Author, /, **changed: Any) -> Subject:  # noqa: ANN401 - fields of JSON
    return Subject(kind, author, example(kind, **changed), LEAF)


def reason(kind: str, author: Author, subject: Subject | None, payload: object) -> str:
    return entitled(kind, author, subject, payload).reason


def test_nobody_adheres_for_another() -> None:
    """Adherence is declared and ended in the name of the log's own actor; an author without one adheres for nobody."""
    said = example("adherence.declared", actor="valley")
    assert reason("adherence.declared", VALLEY, None, said) == "entitled"
    assert reason("adherence.declared", NORTH, None, said) == "other_actor"
    assert reason("adherence.declared", replace(VALLEY, actor=""), None, said) == "other_actor"
    ended = example("adherence.ended", actor="valley")
    subject = about("adherence.declared", VALLEY, actor="valley")
    assert reason("adherence.ended", VALLEY, subject, ended) == "entitled"
    assert reason("adherence.ended", NORTH, subject, ended) == "other_actor"


def test_an_adherence_attested_for_one_is_ended_by_itself() -> None:
    """Whoever was attested to adhere may leave by its own log; nobody ends another's, nor anything else attested."""
    ended = example("adherence.ended", actor="valley")
    inner = {**GOOD["adherence.declared"], "actor": "valley"}
    assert reason("adherence.ended", VALLEY, about("attested", NORTH, payload=inner), ended) == "entitled"
    others = about("attested", NORTH, actor="hills", payload={**inner, "actor": "hills"})
    assert reason("adherence.ended", VALLEY, others, ended) == "not_repeated"
    reply = about("attested", NORTH, kind="reply.made", payload=GOOD["reply.made"])
    assert reason("adherence.ended", VALLEY, reply, ended) == "subject_of_other_kind"


@pytest.mark.parametrize("kind", ["agreement.proposed", "agreement.amended", "agreement.adopted"])
def test_an_adoption_repeats_the_fingerprint(kind: str) -> None:
    """Whoever adopts names exactly the bytes proposed, amended or adopted before."""
    subject = about(kind, SOUTH)
    assert reason("agreement.adopted", NORTH, subject, example("agreement.adopted")) == "entitled"
    assert reason("agreement.adopted", NORTH, subject, example("agreement.adopted", fingerprint=LEAF)) == "not_repeated"


def test_an_amendment_names_the_version_it_replaces() -> None:
    """The fingerprint it replaces is that of the version it is about, not of an ancestor."""
    subject = about("agreement.adopted", SOUTH, fingerprint=LEAF)
    assert reason("agreement.amended", WATCH, subject, example("agreement.amended", replaces=LEAF)) == "entitled"
    assert reason("agreement.amended", WATCH, subject, example("agreement.amended")) == "not_repeated"


@pytest.mark.parametrize(
    ("kind", "of"), [("presumption.adopted", "presumption.declared"), ("zone.amended", "zone.declared")]
)
def test_an_id_is_repeated(kind: str, of: str) -> None:
    """A presumption is adopted and a zone amended under the id it has."""
    by = SOUTH if kind == "presumption.adopted" else NORTH
    assert reason(kind, NORTH, about(of, by), example(kind)) == "entitled"
    assert reason(kind, NORTH, about(of, by), example(kind, id="another")) == "not_repeated"
    assert reason(kind, NORTH, Subject(of, by, None), example(kind)) == "not_repeated"


@pytest.mark.parametrize("kind", ["reply.made", "determination.made"])
def test_the_matter_is_the_entry_it_is_about(kind: str) -> None:
    """A reply or determination names the entry that its first reference names."""
    subject = about("batch.imported", WATCH)
    assert reason(kind, NORTH, subject, example(kind, matter={"entry": LEAF})) == "entitled"
    assert reason(kind, NORTH, subject, example(kind, matter={"entry": OTHER})) == "not_repeated"
    assert reason(kind, NORTH, replace(subject, leaf=""), example(kind, matter={"entry": OTHER})) == "entitled"


def test_a_joint_determination_is_one_text_under_two_signatures() -> None:
    """The second signer repeats the text of another's joint entry; not its own, not other words, not one made alone."""
    first = joint(example("determination.made"))
    subject = Subject("determination.made", NORTH, first, LEAF)
    assert reason("determination.made", SOUTH, subject, first) == "entitled"
    assert reason("determination.made", NORTH, subject, first) == "own"
    alone = example("determination.made")
    assert reason("determination.made", SOUTH, subject, alone) == "not_repeated"
    assert reason("determination.made", SOUTH, subject, joint(replace(alone, clause="r-2"))) == "not_repeated"
    assert reason("determination.made", SOUTH, replace(subject, payload=alone), alone) == "not_repeated"
    assert reason("determination.made", SOUTH, replace(subject, payload=None), first) == "not_repeated"


def test_an_answer_names_the_version_it_answers() -> None:
    """An answer to one version of a notification is none to another."""
    subject = about("activity.amended", NORTH)
    assert reason("answer.given", SOUTH, subject, example("answer.given", notification=LEAF)) == "entitled"
    assert reason("answer.given", SOUTH, subject, example("answer.given")) == "not_repeated"


def test_a_merger_holds_the_incident_it_is_about() -> None:
    """The incidents merged name the one that the first reference names."""
    subject = about("incident.linked", WATCH)
    assert reason("incident.merged", WATCH, subject, example("incident.merged", incidents=[OTHER, LEAF])) == "entitled"
    assert reason("incident.merged", WATCH, subject, example("incident.merged")) == "not_repeated"


# ── attested ──────────────────────────────────────────────────────────────────────────────────


def attested(kind: str, by: str = "valley", /, **changed: Any) -> Any:  # noqa: ANN401 - an attestation
    """That an actor said such an entry's example, changed."""
    return example("attested", kind=kind, actor=by, payload={**GOOD[kind], **changed})


def test_one_attests_for_another_never_for_oneself() -> None:
    """X, as attested by Y: Y is not X, and what X said is said in X's name."""
    said = attested("adherence.declared", actor="valley")
    assert reason("attested", NORTH, None, said) == "entitled"
    assert reason("attested", replace(NORTH, actor="valley"), None, said) == "own_actor"
    assert reason("attested", NORTH, None, attested("adherence.declared", actor="hills")) == "other_actor"


@pytest.mark.parametrize("kind", sorted(set(KINDS) - set(ATTESTABLE)))
def test_what_is_a_signature_is_never_attested(kind: str) -> None:
    """Nobody adopts, answers, determines, declares a zone or attests for another."""
    said = example("attested", kind=kind)
    assert reason("attested", NORTH, None, said) == "not_attested"


def test_what_is_attested_is_about_what_that_kind_is_about() -> None:
    """A reply attested names its matter, an end of adherence an adherence; what cannot be read does not count."""
    matter = about("batch.imported", WATCH)
    assert reason("attested", NORTH, matter, attested("reply.made", matter={"entry": LEAF})) == "entitled"
    assert reason("attested", NORTH, matter, attested("reply.made", matter={"entry": OTHER})) == "not_repeated"
    assert reason("attested", NORTH, None, attested("reply.made")) == "subject_missing"
    assert reason("attested", NORTH, matter, attested("adherence.ended", actor="valley")) == "subject_of_other_kind"
    assert reason("attested", NORTH, matter, attested("reply.made", matter={"entry": ""})) == "not_readable"
    assert reason("attested", NORTH, None, attested("step.done")) == "entitled"
    call = about("stopfire.called", VALLEY)
    assert reason("attested", NORTH, call, attested("stopfire.answered", "hills")) == "entitled"
    assert reason("attested", NORTH, call, attested("stopfire.answered")) == "own"


def test_that_a_log_is_really_that_actors_is_attested_by_another() -> None:
    """A recovery attested repeats the recovery, and names the actor whose log says it."""
    subject = about("node.recovered", VALLEY)
    assert reason("attested", WATCH, subject, attested("node.recovered")) == "entitled"
    assert reason("attested", WATCH, subject, attested("node.recovered", "hills")) == "not_repeated"
    assert reason("attested", WATCH, subject, attested("node.recovered", size=13)) == "not_repeated"
    assert reason("attested", WATCH, None, attested("node.recovered")) == "not_repeated"


# ── corrections and withdrawals ───────────────────────────────────────────────────────────────


def test_a_correction_leaves_what_can_be_read() -> None:
    """Corrected fields are whole values of that kind's own fields; a correction of a correction adds to it."""
    subject = about("observation.made", WATCH)
    said = example("correction.made", fields={"count": [3, 4]})
    assert reason("correction.made", WATCH, subject, said) == "entitled"
    assert corrected(subject.payload, said) == example("observation.made", count=[3, 4])
    for wrong in ({"count": [4, 3]}, {"mood": "bad"}, {"window": 1}):
        assert reason("correction.made", WATCH, subject, example("correction.made", fields=wrong)) == "not_corrected"
    assert reason("correction.made", WATCH, replace(subject, payload=None), said) == "subject_missing"
    again = example("correction.made", fields={"unit": "shot"})
    both = corrected(said, again)
    assert to_json(type(said), both)["fields"] == {"count": [3, 4], "unit": "shot"}  # type: ignore[index, call-overload]  # an object
    assert reason("correction.made", WATCH, Subject("correction.made", WATCH, said), again) == "entitled"


def test_leaving_the_agreement_is_not_taking_back_an_entry() -> None:
    """One leaves the agreement by its own adoption of it, and takes back any other entry without leaving."""
    adopted = about("agreement.adopted", NORTH)
    leaves, unsays = (
        example("withdrawal.declared"),
        example("withdrawal.declared", purpose="entry", at=None, agreement=None),
    )
    assert reason("withdrawal.declared", NORTH, adopted, leaves) == "entitled"
    assert reason("withdrawal.declared", NORTH, adopted, unsays) == "subject_of_other_kind"
    assert reason("withdrawal.declared", NORTH, replace(adopted, payload=None), leaves) == "not_repeated"
    reply = about("reply.made", NORTH)
    assert reason("withdrawal.declared", NORTH, reply, unsays) == "entitled"
    assert reason("withdrawal.declared", NORTH, reply, leaves) == "subject_of_other_kind"
    assert reason("withdrawal.declared", SOUTH, reply, unsays) == "not_own"
