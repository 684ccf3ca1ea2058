"""Floods: what somebody appends by the thousand, on purpose, stops no honest node, nor slows it beyond its share."""

from random import Random

from tests.state.chance import prove
from tests.state.ground import REPORT, WHY, WIDER, Ground, row
from truceline.state import Leaf, Plain, lines, take

MANY = 1_500  # beyond any limit on recursion


def test_a_long_wait_ends() -> None:
    """Thousands of entries, each waiting for the one before, are all placed when the first one's reference comes."""
    ground = Ground()
    report = ground.east.add("report.received", REPORT)
    last = report
    for _ in range(MANY):
        last = ground.west.add("report.received", REPORT, last)
    shelf = Plain()
    for writer in (ground.west, ground.east):
        take((Leaf(writer.origin, i, leaf) for i, leaf in enumerate(writer.leaves)), shelf, ground.blobs)
    assert tuple(lines(shelf)) == ground.state(ground.west, ground.east).lines
    assert '"standing":"entitled"' in (shelf.get("line", last.hash) or "")


def test_many_wait_for_one() -> None:
    """Thousands of entries that wait for one and the same are all placed when it comes."""
    ground = Ground()
    report = ground.east.add("report.received", REPORT)
    for _ in range(MANY):
        ground.west.add("claims.read", {"reader": "person", "method": "desk", "claims": []}, report)
    shelf = Plain()
    for writer in (ground.west, ground.east):
        take((Leaf(writer.origin, i, leaf) for i, leaf in enumerate(writer.leaves)), shelf, ground.blobs)
    assert (shelf.get("line", report.hash) or "").count("claims.read") == MANY


def test_a_long_chain_of_versions_is_weighed() -> None:
    """Thousands of versions, each of the one before, come to the last of them."""
    ground = Ground()
    declared = last = ground.zone(ground.fox)
    for _ in range(MANY):
        said = {"id": "n1", "names": {"en": "n1"}, "area": WIDER}
        last = ground.fox.add("zone.amended", said, last)
    assert ground.row(declared)["live"] == [last.hash]


def test_a_long_chain_of_corrections_is_read() -> None:
    """Thousands of corrections of corrections leave what the last of them says."""
    ground = Ground()
    batch = last = ground.batch({})
    for i in range(MANY):
        last = ground.watch.add("correction.made", {"fields": {"fields": {"bad": i}} if i else {"bad": 0}, **WHY}, last)
    assert ground.row(batch)["status"] == "corrected"


def test_many_rivals_for_one_version_leave_the_first() -> None:
    """Of thousands of amendments to one version by one author the first stands, and all others are overtaken."""
    ground = Ground()
    declared = ground.zone(ground.fox)
    said = {"id": "n1", "names": {"en": "n1"}, "area": WIDER}
    first, *_ = [ground.fox.add("zone.amended", said, declared) for _ in range(MANY)]
    assert ground.row(declared)["live"] == [first.hash]


def test_many_anchors_of_a_forked_log_are_told_apart() -> None:
    """Among many anchors of a forked log those made before their author saw the proof count, and no later one."""
    ground = Ground()
    for _ in range(60):
        ground.zone(ground.fox)
    for size in range(2, 40):
        ground.east.anchor(ground.fox.head(size))
    other = ground.fox.forked(1)
    other.add("report.received", REPORT)
    prove(ground.east, ground.fox, other)
    for size in range(40, 60):
        ground.east.anchor(ground.fox.head(size))
    state = ground.state()
    standings = [row(state, one)["standing"] for one in ground.fox.entries]
    assert standings == ["entitled"] * 39 + ["stopped_by_fork"] * 22


def test_a_busy_object_is_made_once_a_taking() -> None:
    """However its acts are cut into takings, an object's line is the same."""
    ground = Ground()
    report = ground.east.add("report.received", REPORT)
    for _ in range(50):
        ground.west.add("claims.read", {"reader": "person", "method": "desk", "claims": []}, report)
    shelf, rng = Plain(), Random(1)  # noqa: S311 - chance, not secrecy
    leaves = [Leaf(one.origin, i, leaf) for one in (ground.east, ground.west) for i, leaf in enumerate(one.leaves)]
    while leaves:
        many = rng.randint(1, 9)
        take(leaves[:many], shelf, ground.blobs)
        leaves = leaves[many:]
    assert tuple(lines(shelf)) == ground.state(ground.east, ground.west).lines
