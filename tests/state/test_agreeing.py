"""What is agreed, as the record has it: texts and who adopted them, adherence, exclusions, presumptions, zones."""

import pytest

from tests.floor.ground import event, rule, truce
from tests.state.chance import prove
from tests.state.ground import REPORT, SQUARE, WHY, WIDER, Ground, row, standings, text
from tests.state.logs import Blobs, Writer, logs_of
from truceline.actors import Status
from truceline.agreement import canonical, compiled, fingerprint
from truceline.errors import RecordError
from truceline.findings import Assessor
from truceline.period import Instant
from truceline.state import SHAPES, Leaf, fold, governing, in_force, take
from truceline.terms.vocabulary import AboveBaseline, Not
from truceline.tlog.entry import Entry

LATER = Instant.parse("2031-05-10T00:00:00Z")


def force(ground: Ground) -> str:
    """The fingerprint of the text in force; empty where none is."""
    return governing(ground.state().shelf).one


def test_in_force_when_every_guarantor_has_adopted() -> None:
    """A text is in force once all guarantors that it names have adopted it, and not before; parties add nothing."""
    ground = Ground()
    text_ = ground.propose()
    ground.adopt(text_, ground.east, ground.fox)
    assert force(ground) == ""
    assert ground.row(text_)["status"] == "proposed"
    assert ground.row(text_)["versions"][0]["parties"] == ["fox"]
    ground.adopt(text_, ground.west)
    assert force(ground) == ground.fingerprint
    state = ground.state()
    assert row(state, text_)["versions"][0]["adopted_by"] == ["east", "west"]
    found = in_force(state.shelf, ground.blobs)
    assert found is not None
    assert fingerprint(found) == ground.fingerprint


def test_no_text_no_agreement() -> None:
    """Where nothing is adopted there is no agreement; where its bytes are not held, nothing can be computed."""
    ground = Ground()
    assert in_force(ground.state().shelf, ground.blobs) is None
    ground.agree()
    with pytest.raises(RecordError, match="cannot recompute"):
        in_force(ground.state().shelf, Blobs())


def test_an_amendment_takes_its_place_when_all_adopt_it() -> None:
    """An amended text leaves the one before it in force until all have adopted it, and then replaces it."""
    ground = Ground()
    first = ground.agree()
    second = ground.amend(first, "R", "S")
    ground.adopt(second, ground.east)
    assert force(ground) == ground.fingerprint
    ground.adopt(second, ground.west)
    state = ground.state()
    assert governing(state.shelf).one == fingerprint(text("R", "S"))
    assert [one["status"] for one in row(state, first)["versions"]] == ["replaced", "adopted"]


def test_rival_amendments_contradict() -> None:
    """Of two texts that replace one, the one all adopted last is in force; adopted crosswise, they contradict."""
    ground = Ground()
    first = ground.agree()
    rivals = [ground.amend(first, "R", name) for name in ("S", "T")]
    ground.adopt(rivals[0])
    ground.adopt(rivals[1])
    assert force(ground) == fingerprint(text("R", "T"))
    assert [one["status"] for one in ground.row(first)["versions"]] == ["replaced", "replaced", "adopted"]
    west = ground.west.entries
    west[-2:] = []
    for one in reversed(rivals):
        ground.adopt(one, ground.west)
    assert force(ground) == ""
    assert ground.row(first)["status"] == "contradictory"


def crossing(ground: Ground) -> list[Entry]:
    """Two texts adopted by each guarantor in another order."""
    texts = [ground.propose(), ground.propose("R", "S")]
    ground.adopt(texts[0], ground.east)
    ground.adopt(texts[1], ground.west)
    ground.adopt(texts[1], ground.east)
    ground.adopt(texts[0], ground.west)
    return texts


def test_texts_adopted_crosswise_contradict() -> None:
    """Of two texts that each guarantor adopted in another order neither is in force, and both are named."""
    ground = Ground()
    crossing(ground)
    state = ground.state()
    assert len(governing(state.shelf).fingerprints) == 2
    assert in_force(state.shelf, ground.blobs) is None


def test_the_text_that_all_adopted_last_is_in_force() -> None:
    """A text that every guarantor adopted after another takes its place, though nobody called it an amendment."""
    ground = Ground()
    ground.agree()
    ground.adopt(ground.propose("R", "S"))
    assert force(ground) == fingerprint(text("R", "S"))


def test_a_proposal_withdrawn_after_all_adopted_it_stays_adopted() -> None:
    """A proposer cannot take the truce away from those who adopted it; before that it can take back its proposal."""
    ground = Ground()
    adopted, other = ground.agree(), ground.propose("R", "S")
    for one in (adopted, other):
        ground.watch.add("withdrawal.declared", {"purpose": "entry", **WHY}, one)
    state = ground.state()
    assert [row(state, one)["status"] for one in (adopted, other)] == ["adopted", "withdrawn"]


def test_who_leaves_before_all_have_adopted_has_not_adopted() -> None:
    """Leaving is shown, and undoes an adoption only where it came before the last of the others."""
    ground = Ground()
    proposed = ground.propose()
    east = ground.adopt(proposed, ground.east)[0]
    left = {"purpose": "agreement", **WHY, "at": "2031-06-01T00:00:00Z", "agreement": ground.fingerprint}
    ground.east.add("withdrawal.declared", left, east)
    west = ground.adopt(proposed, ground.west)[0]
    assert force(ground) == ""
    assert ground.row(proposed)["versions"][0]["left"] == [["east", "2031-06-01T00:00:00Z"]]
    ground.east.entries.pop()
    ground.east.add("withdrawal.declared", left, east, west)
    assert force(ground) == ground.fingerprint


def test_an_adoption_may_name_anothers() -> None:
    """Adopting what another adopted, by naming that adoption, adopts the same text."""
    ground = Ground()
    first = ground.adopt(ground.propose(), ground.east)[0]
    ground.west.add("agreement.adopted", {"fingerprint": ground.fingerprint}, first)
    assert force(ground) == ground.fingerprint


def test_a_form_that_nobody_can_read_is_never_in_force() -> None:
    """A text whose bytes are no canonical form is shown as unreadable, whoever adopts it."""
    ground = Ground()
    mark = ground.blobs.put(b"our truce")
    said = {"title": {"en": "t"}, "id": "t", "fingerprint": mark, "form": mark}
    proposed = ground.watch.add("agreement.proposed", said)
    ground.adopt(proposed)
    assert force(ground) == ""
    assert ground.row(proposed)["versions"][0]["status"] == "unreadable"


# ── who is bound ──────────────────────────────────────────────────────────────────────────────


def adhere(ground: Ground, by: Writer, actor: str, *about: Entry) -> Entry:
    """An adherence declared by its own log, or attested by another."""
    said = {"actor": actor, "since": "2031-05-02T00:00:00Z", "agreement": ground.fingerprint}
    if by.actor == actor:
        return by.add("adherence.declared", said)
    how = {"how": "a letter", "said": "2031-05-01T00:00:00Z"}
    return by.add("attested", {"actor": actor, "kind": "adherence.declared", "payload": said, **how}, *about)


def status(ground: Ground, actor: str, book: str) -> Status:
    """An actor's one status on a list, under what is in force, a while later."""
    found = in_force(ground.state().shelf, ground.blobs)
    assert found is not None
    (one,) = found.roster.standings(actor, book, LATER)
    return one.status


def test_attested_adherence_counts_on_the_attesters_list() -> None:
    """A group attested by one guarantor is a party for those who follow its list; nobody attests for itself."""
    ground = Ground()
    ground.agree()
    assert status(ground, "hare", "all") is Status.UNLISTED
    attested = adhere(ground, ground.east, "hare")
    assert status(ground, "hare", "all") is Status.PARTY
    assert ground.row(attested)["on"] == [[["east"], ["2031-05-02T00:00:00Z", None]]]


def test_ends_count_where_they_are_said() -> None:
    """An end attested by one counts for that one; the actor's own end counts everywhere."""
    ground = Ground()
    ground.agree()
    own = adhere(ground, ground.fox, "fox")
    adhere(ground, ground.east, "fox", own)
    adhere(ground, ground.west, "fox", own)
    ended = {"actor": "fox", "at": "2031-05-05T00:00:00Z"}
    how = {"how": "a letter", "said": "2031-05-04T00:00:00Z"}
    ground.east.add("attested", {"actor": "fox", "kind": "adherence.ended", "payload": ended, **how}, own)
    still = [None, "2031-05-05T00:00:00Z"]
    rows = ground.row(own)["on"]
    assert [[sorted(by), period[1]] for by, period in rows] == [[["east"], still[1]], [["fox", "west"], still[0]]]
    ground.fox.add("adherence.ended", {"actor": "fox", "at": "2031-05-04T00:00:00Z"}, own)
    line = ground.row(own)
    assert [period[1] for _, period in line["on"]] == ["2031-05-04T00:00:00Z"]
    assert line["status"] == "ended"


def test_adherence_that_ended_before_it_began_is_none() -> None:
    """An adherence ended at or before its own beginning is on no list."""
    ground = Ground()
    own = adhere(ground, ground.fox, "fox")
    ground.fox.add("adherence.ended", {"actor": "fox", "at": "2031-05-02T00:00:00Z"}, own)
    assert ground.row(own)["on"] == []


def test_adherence_to_another_text_is_none() -> None:
    """Only adherence to the text in force, or to one that it replaced, is joined to it."""
    ground = Ground()
    ground.agree()
    ground.fingerprint, kept = "0" * 64, ground.fingerprint
    adhere(ground, ground.east, "hare")
    ground.fingerprint = kept
    assert status(ground, "hare", "all") is Status.UNLISTED


def test_adherence_holds_through_an_amendment() -> None:
    """Who accepted a text is bound by the one that replaced it."""
    ground = Ground()
    first = ground.agree()
    adhere(ground, ground.east, "hare")
    ground.adopt(ground.amend(first, "R", "S"))
    assert status(ground, "hare", "all") is Status.PARTY


def test_designations_count_on_their_authors_list() -> None:
    """An exclusion holds until its author lifts it, and one lifted before it began never held."""
    ground = Ground()
    ground.agree()
    said = {"actor": "hare", "period": ["2031-05-02T00:00:00Z", None], "authority": "the council", **WHY}
    excluded = ground.east.add("designation.declared", said)
    assert status(ground, "hare", "all") is Status.EXCLUDED
    ground.west.add("designation.ended", {"at": "2031-05-03T00:00:00Z"}, excluded)
    assert status(ground, "hare", "all") is Status.EXCLUDED
    ground.east.add("designation.ended", {"at": "2031-05-03T00:00:00Z"}, excluded)
    assert status(ground, "hare", "all") is Status.UNLISTED
    assert ground.row(excluded)["period"] == ["2031-05-02T00:00:00Z", "2031-05-03T00:00:00Z"]
    ground.east.add("designation.ended", {"at": "2031-05-01T00:00:00Z"}, excluded)
    assert ground.row(excluded)["status"] == "ended"
    assert status(ground, "hare", "all") is Status.UNLISTED


# ── what is presumed, which zones ─────────────────────────────────────────────────────────────


def presume(by: Writer, name: str = "p", *, kind: str = "air_strike", **more: object) -> Entry:
    """A presumption declared."""
    said = {
        "id": name,
        "instrument": "i",
        "paragraph": "1",
        "gist": {"en": "g"},
        "question": {"en": "q"},
        "rebuttal": {"en": "r"},
        "when": [{"kind": {"words": [kind]}}],
        "holds": [{"armed": {"value": True}}],
    }
    return by.add("presumption.declared", said | more)


def test_presumptions_are_their_authors_until_all_adopt_them() -> None:
    """A presumption counts in its author's column, and in the common one when every guarantor has adopted it."""
    ground = Ground()
    ground.agree()
    declared = presume(ground.east)

    def held() -> dict[str, tuple[str, ...]]:
        found = in_force(ground.state().shelf, ground.blobs)
        assert found is not None
        return {one.name: tuple(p.id for p in one.presumptions) for one in compiled(found).columns}

    assert held() == {"common": (), "east": ("p",)}
    adopted = ground.west.add("presumption.adopted", {"id": "p"}, declared)
    assert held() == {"common": ("p",), "east": ("p",), "west": ("p",)}
    assert ground.row(declared)["adopted_by"] == ["west"]
    ground.west.add("withdrawal.declared", {"purpose": "entry", **WHY}, adopted)
    assert held() == {"common": (), "east": ("p",)}


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "song"},
        {"by_one_of": ["nobody"]},
        {"holds": [{"not": {"condition": {"inside": {"zones": ["nowhere"]}}}}]},
        {"holds": [{"outside": {"zones": ["nowhere"]}}]},
        {"holds": [{"within": {"distance_m": 10, "of": ["nowhere"]}}]},
        {"holds": [{"own_line_within": {"distance_m": 2_000_000}}]},
        {"holds": [{"above_baseline": {"baseline": "none"}}]},
        {"holds": [{"answer_held": {"of": "fox", "answer": "sung"}}]},
        {"holds": [{"harmed": {"classes": ["kings"], "who": None}}]},
        {"holds": [{"weapon": {"words": ["song"]}}]},
    ],
    ids=str,
)
def test_a_presumption_about_nothing_is_left_out(more: dict[str, object]) -> None:
    """What a presumption names must be there; one that names what is not is left out, and all others can compute."""
    ground = Ground()
    ground.agree()
    presume(ground.east, "odd", **more)  # type: ignore[arg-type]  # the kind, or sections
    presume(ground.east, "even")
    found = in_force(ground.state().shelf, ground.blobs)
    assert found is not None
    assert [one.id for one in found.presumptions] == ["even"]
    Assessor(found).finding(event({}))


def test_two_presumptions_of_one_name_are_told_apart() -> None:
    """A name that another author has taken is told apart by the entry."""
    ground = Ground()
    ground.agree()
    presume(ground.east)
    presume(ground.west)
    found = in_force(ground.state().shelf, ground.blobs)
    assert found is not None
    assert len({one.id for one in found.presumptions}) == 2


def test_a_zone_has_effect_from_its_declaration_until_it_is_lifted() -> None:
    """Each version holds from its own entry to the next; nothing had effect before it was declared."""
    ground = Ground()
    ground.agree()
    declared = ground.zone(ground.fox)
    drawn = ground.redraw(declared, ground.fox)
    found = in_force(ground.state().shelf, ground.blobs)
    assert found is not None
    old, new = found.zones
    assert (new.id, new.periods[0].start, new.periods[0].end) == ("n1", drawn_at(drawn), None)
    assert (old.called("n1"), old.periods[0].start, old.periods[0].end) == (True, drawn_at(declared), drawn_at(drawn))
    ground.fox.add("zone.lifted", {"at": "2031-05-09T00:00:00Z"}, drawn)
    found = in_force(ground.state().shelf, ground.blobs)
    assert found is not None
    assert not any(one.in_force(LATER) for one in found.zones)
    assert ground.row(declared)["status"] == "lifted"


def drawn_at(entry: Entry) -> Instant:
    """When an entry says it was made."""
    return Instant.parse(entry.time)


def test_an_ancestor_is_never_replaced_again() -> None:
    """An amendment that names a version which its author knew to be replaced does not count."""
    ground = Ground()
    declared = ground.zone(ground.fox)
    drawn, again = ground.redraw(declared, ground.fox), ground.redraw(declared, ground.fox)
    state = ground.state()
    assert standings(state, declared) == {drawn.hash: "entitled", again.hash: "overtaken"}
    assert row(state, declared)["live"] == [drawn.hash]


def test_rival_versions_contradict() -> None:
    """Two versions whose authors had not seen one another are both live, and contradict."""
    ground = Ground()
    declared = ground.zone(ground.fox)
    ground.more.append(Writer("fox2", "party", "fox", succeeds=ground.fox))
    recovery = ground.more[0].add("node.recovered", {"way": "override", "size": 1, "root": "0" * 64, "reason": "lost"})
    said = {"actor": "fox", "kind": "node.recovered", "payload": dict(recovery.payload or {}), "how": "a call"}
    ground.watch.add("attested", said | {"said": "2031-05-01T00:00:00Z"}, recovery)
    rivals = [ground.redraw(declared, one) for one in (ground.fox, ground.more[0])]
    line = ground.row(declared)
    assert (line["status"], line["live"]) == (
        "contradictory",
        [one.hash for one in sorted(rivals, key=lambda e: e.origin)],
    )


def test_a_zone_that_cannot_be_drawn_is_left_out() -> None:
    """A shape round which no distance can be drawn keeps nobody from computing."""
    ground = Ground()
    ground.agree()
    ground.zone(ground.fox, "odd", [[0, 880_000_000, 10, 880_000_000, 10, 880_000_010]])
    ground.zone(ground.fox, "even", SQUARE)
    found = in_force(ground.state().shelf, ground.blobs)
    assert found is not None
    assert [one.id for one in found.zones] == ["even"]


def test_zones_of_one_name_are_told_apart() -> None:
    """A zone whose name another has taken has a name of its own, and keeps its groups."""
    ground = Ground()
    ground.agree()
    for by, area in ((ground.fox, SQUARE), (ground.crown, WIDER)):
        ground.zone(by, "n1", area)
    found = in_force(ground.state().shelf, ground.blobs)
    assert found is not None
    assert len({one.id for one in found.zones}) == 2


def test_what_shapes_the_agreement_is_named() -> None:
    """Only rows of the kinds named in SHAPES, and of logs, change what is in force."""
    ground = Ground()
    ground.agree()
    before = in_force(ground.state().shelf, ground.blobs)
    ground.notify()
    ground.batch({})
    after = in_force(fold(logs_of(*ground.writers), ground.blobs).shelf, ground.blobs)
    assert before is not None
    assert after is not None
    assert fingerprint(before) == fingerprint(after)
    assert "batch.imported" not in SHAPES


def test_what_does_not_count_is_not_joined() -> None:
    """What an author may not say, or says in no readable way, changes nothing of the agreement in force."""
    ground = Ground()
    ground.agree()
    before = in_force(ground.state().shelf, ground.blobs)
    how = {"how": "a letter", "said": "2031-05-01T00:00:00Z"}
    ground.east.add("attested", {"actor": "hare", "kind": "adherence.declared", "payload": {"sung": True}, **how})
    said = {"actor": "hare", "period": ["2031-05-02T00:00:00Z", None], "authority": "the council", **WHY}
    ground.fox.add("designation.declared", said)
    presume(ground.watch)
    ground.zone(ground.watch)
    ground.watch.add("adherence.declared", {"actor": "hare", "since": "2031-05-02T00:00:00Z", "agreement": "0" * 64})
    after = in_force(ground.state().shelf, ground.blobs)
    assert before is not None
    assert after is not None
    assert fingerprint(before) == fingerprint(after)


def test_a_fork_takes_back_what_nobody_had_anchored() -> None:
    """An adoption, or a proposal, beyond what is accepted of its forked log leaves the text not adopted."""
    ground = Ground()
    proposed = ground.propose()
    ground.adopt(proposed)
    assert force(ground) == ground.fingerprint
    other = ground.watch.forked(1)
    other.add("report.received", REPORT)
    prove(ground.east, ground.watch, other)
    assert force(ground) == ""
    assert ground.row(proposed)["standing"] == "stopped_by_fork"


def test_a_fork_proved_later_takes_it_back_step_by_step() -> None:
    """A text adopted on the shelf is adopted no more once a fork of its proposer's log is proved."""
    ground = Ground()
    proposed = ground.agree()
    state = ground.state()
    assert governing(state.shelf).one == ground.fingerprint
    other = ground.watch.forked(1)
    other.add("report.received", REPORT)
    proof = prove(ground.east, ground.watch, other)
    take([Leaf(proof.origin, proof.seq, proof.leaf)], state.shelf, ground.blobs)
    assert governing(state.shelf).one == ""
    assert '"stopped_by_fork"' in (state.shelf.get("line", proposed.hash) or "")


def test_a_presumption_may_speak_of_baselines() -> None:
    """A presumption about a declared baseline is given its amount, as the text's own are."""
    whole = truce(
        rule(),
        baselines=[{"id": "posts", "measure": "presence", "actor": "crown", "amount": 12, "unit": "posts"}],
    )
    ground = Ground()
    mark = ground.blobs.put(canonical(whole))
    said = {"title": {"en": "t"}, "id": "t", "fingerprint": mark, "form": mark}
    ground.adopt(ground.watch.add("agreement.proposed", said))
    holds = [{"not": {"condition": {"above_baseline": {"baseline": "posts"}}}}]
    presume(ground.east, holds=holds)
    found = in_force(ground.state().shelf, ground.blobs)
    assert found is not None
    assert found.presumptions[0].holds == (Not(AboveBaseline("posts", 12)),)
