"""What came before what, and by when it was known: from references and anchors, never from a claimed time."""

from tests.state.ground import REPORT, Ground, row
from tests.state.logs import START, Writer
from truceline.state import Leaf, Plain, before, known_by, take
from truceline.tlog.entry import Entry
from truceline.tlog.keys import NOTE_KEY, Signer


def saw(ground: Ground, later: Entry, earlier: Entry) -> bool:
    """Whether an entry had seen another."""
    return before(ground.state().shelf, (earlier.origin, earlier.seq), (later.origin, later.seq))


def test_within_a_log_the_place_decides() -> None:
    """Each entry has seen all earlier ones of its own log, and not itself."""
    ground = Ground()
    first, second = ground.east.add("report.received", REPORT), ground.east.add("report.received", REPORT)
    assert saw(ground, second, first)
    assert not saw(ground, first, second)
    assert not saw(ground, first, first)


def test_a_reference_shows_everything_before_it() -> None:
    """What refers to an entry has seen it and all before it, and so has everything after in that log."""
    ground = Ground()
    first, second, third = (ground.east.add("report.received", REPORT) for _ in range(3))
    about = ground.west.add("report.received", REPORT, second)
    after = ground.west.add("report.received", REPORT)
    assert all(saw(ground, later, earlier) for later in (about, after) for earlier in (first, second))
    assert not saw(ground, after, third)
    assert not saw(ground, second, about)


def test_seeing_goes_on_from_log_to_log() -> None:
    """What has seen an entry that had seen another has seen that one too."""
    ground = Ground()
    first = ground.east.add("report.received", REPORT)
    second = ground.west.add("report.received", REPORT, first)
    ground.watch.anchor(ground.west.head())
    last = ground.fox.add("report.received", REPORT, ground.watch.entries[-1])
    assert saw(ground, last, first)
    assert saw(ground, last, second)


def test_an_anchor_shows_what_lies_under_it_and_no_more() -> None:
    """An anchor has seen the entries under the heads that it embeds; a head that its log did not sign shows nothing."""
    ground = Ground()
    first, second = ground.east.add("report.received", REPORT), ground.east.add("report.received", REPORT)
    anchor = ground.west.anchor(ground.east.head(first.seq + 1))
    assert saw(ground, anchor, first)
    assert not saw(ground, anchor, second)
    forger = ground.east.forked(len(ground.east.entries))
    forger.log_key = Signer.from_seed(forger.origin, NOTE_KEY, b"\x05" * 32)
    odd = ground.watch.anchor(forger.head(), b"no head\n")
    assert not saw(ground, odd, second)


def test_no_clock_decides() -> None:
    """An entry that claims to be years older has not seen less, and is not seen by more."""
    ground = Ground()
    first = ground.east.add("report.received", REPORT)
    other = ground.west.add("report.received", REPORT, time=START.plus(-(10**8)))
    assert not saw(ground, first, other)
    assert not saw(ground, other, first)


def test_known_by_is_the_earliest_cosignature_over_it() -> None:
    """An entry is known by the earliest time at which somebody counted vouched for a head that covers it."""
    ground = Ground()
    entries = [ground.east.add("report.received", REPORT) for _ in range(600)]
    at = START.epoch_s
    ground.watch.anchor(ground.east.head(300, cosigned={ground.west: at + 30, ground.east: at + 1}))
    ground.fox.anchor(ground.east.head(601, cosigned={ground.west: at + 60, ground.watch: at + 50}))
    shelf = ground.state().shelf
    east = frozenset({ground.east.origin})
    times = [
        known_by(shelf, (one.origin, one.seq), east) for one in (entries[0], entries[298], entries[299], entries[599])
    ]
    assert [one and one.epoch_s - at for one in times] == [30, 30, 50, 50]
    assert known_by(shelf, (ground.east.origin, 0)) == START.plus(1)
    assert known_by(shelf, (ground.east.origin, 601)) is None


def test_cosigners_may_come_after_what_they_cosigned() -> None:
    """A cosignature counts once its cosigner's log is here, whichever came first; one from nobody known never does."""
    ground = Ground()
    notice = ground.notify()
    stranger = Writer("stranger", "observer")
    ground.watch.anchor(ground.fox.head(cosigned={ground.east: START.epoch_s, stranger: START.epoch_s - 9}))
    shelf = Plain()
    for writer in (ground.watch, ground.fox, ground.east):
        assert known_by(shelf, (notice.origin, notice.seq)) is None
        take((Leaf(writer.origin, i, leaf) for i, leaf in enumerate(writer.leaves)), shelf, ground.blobs)
    assert known_by(shelf, (notice.origin, notice.seq)) == START
    assert "2031-05-01T01:00:00Z" in (shelf.get("line", notice.hash) or "")


def test_seeing_learnt_late_changes_what_rested_on_not_seeing() -> None:
    """Where the log that carried the news comes last, what seemed concurrent is put in its order."""
    ground = Ground()
    ground.agree()
    batch = ground.batch({}, {})
    members = [{"entry": batch.hash, "event": f"e{i}"} for i in range(2)]
    incident = ground.watch.add("incident.linked", {"members": members, "reason": {"en": "r"}})
    parts = {"parts": [[one] for one in members], "reason": {"en": "r"}}
    first = ground.east.add("incident.split", parts, incident)
    ground.fox.anchor(ground.east.head())
    ground.west.anchor(ground.fox.head())
    second = ground.west.add("incident.split", parts, incident)
    here = [ground.watch, ground.crown, ground.east, ground.west]
    early = ground.state(*here)
    assert row(early, incident)["status"] == "contested"
    leaves = [Leaf(ground.fox.origin, i, leaf) for i, leaf in enumerate(ground.fox.leaves)]
    take(leaves, early.shelf, ground.blobs)
    line = early.shelf.get("line", incident.hash) or ""
    assert '"status":"split"' in line
    assert f'"steps":["{second.hash}"]' in line
    assert first.hash in line
