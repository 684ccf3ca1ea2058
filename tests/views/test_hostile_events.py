"""Events that nobody could judge, in a batch that anybody may import: their author's findings end there, no other's."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.floor.ground import event
from tests.kinds.examples import GOOD
from tests.state.ground import Ground
from tests.views.conftest import Truce
from tests.views.test_judging import looked, results
from truceline.canon import dumps, loads
from truceline.claims import Dataset, Event
from truceline.desk.verbs import from_files
from truceline.errors import DataError
from truceline.state.fitting import MOST_VERSIONS, unfit, versions, weighable
from truceline.terms.vocabulary import KINDS

Plain = dict[str, Any]


def plain(name: str = "e0", **conduct: object) -> Plain:
    """An event as JSON, some facts of its conduct put in place of others."""
    tree: Plain = json.loads(dumps(Event, event({}, name)))
    tree["conduct"] |= conduct
    return tree


def several(*values: object) -> list[Plain]:
    """Versions of one fact."""
    return [{"value": one} for one in values]


def batch(ground: Ground, *events: Plain) -> str:
    """The leaf hash of an entry that imports them."""
    rows = b"".join(json.dumps(one, sort_keys=True, separators=(",", ":")).encode() + b"\n" for one in events)
    said = {"datasets": [{"name": "ours", "licence": "", "citation": ""}], "count": len(events), "time_zone": "UTC"}
    return ground.watch.add("batch.imported", {**said, "events": ground.blobs.put(rows)}).hash


def days(count: int) -> list[Plain]:
    """Versions of when it was: each another day."""
    return several(*({"span": f"2016-03-{i + 1:02d}T12:00:00Z"} for i in range(count)))


def names(count: int) -> list[Plain]:
    """Versions of who it was: each another that no list has."""
    return several(*({"members": [{"actor": None, "name": f"n{i}"}]} for i in range(count)))


NOBODY_JUDGES: list[tuple[Plain, str]] = [
    ({"kind": several("teleportation")}, "kind"),
    ({"weapon": several("")}, "weapon"),
    ({"platform": several("broom")}, "platform"),
    ({"purpose": several("fun")}, "purpose"),
    ({"site": several("moon")}, "site"),
    ({"harmed": several({"classes": ["robots"]})}, "harmed"),
    ({"answers": several({"items": [["east", "perhaps"]]})}, "answers"),
    ({"time": []}, "time"),
    ({"time": several({"span": [None, "2016-03-01T00:00:00Z"]})}, "time"),
    ({"time": several({"span": ["2000-01-01T00:00:00Z", "2016-03-01T00:00:00Z"]})}, "time"),
    ({"kind": several(*list(KINDS)[:11]), "time": days(10), "a": names(10)}, "at most 1,000 versions"),
]


@pytest.mark.parametrize(("conduct", "said"), NOBODY_JUDGES)
def test_an_event_that_nobody_can_judge_stops_nobody(tmp_path: Path, conduct: Plain, said: str) -> None:
    """A batch tells what comes before it, every other batch tells everything, and there is a digest."""
    ground = Ground()
    ground.agree()
    batch(ground, plain("before"), plain("odd", **conduct), plain("after"))
    batch(ground, plain("other"))
    with looked(ground, tmp_path) as found:
        assert set(results(found)) == {"before", "other"}
        assert len(found.digest()) == 64
    assert unfit(loads(Event, json.dumps(plain("odd", **conduct)).encode())).startswith(said)
    assert unfit(loads(Event, json.dumps(plain()).encode())) == ""


def test_an_event_that_nobody_can_judge_is_not_signed(bare: Truce, tmp_path: Path) -> None:
    """Whoever would import it is told which it is, and why; nothing is appended."""
    file, node = tmp_path / "events.jsonl", bare.council.node
    events = [event({}, "good"), loads(Event, json.dumps(plain("odd", kind=several("teleportation"))).encode())]
    from_files.keep_events(events, Dataset("ours", "", ""), "UTC", file)
    with pytest.raises(DataError, match=r"odd: expected kind: one of its words, not .*teleportation"):
        bare.run("import", "events", str(file), "--node", str(node.path), "--yes")
    assert node.record.size(node.origin) == 1


@pytest.mark.parametrize("count", [5, 12, 60])
def test_however_much_is_held_together_it_is_weighed(tmp_path: Path, count: int) -> None:
    """An incident whose members differ in everything leaves unsaid what most versions differ in; it is told."""
    ground = Ground()
    ground.agree()
    kinds = list(KINDS)
    told = [
        plain(f"e{i}", kind=several(kinds[i % len(kinds)]), a=[names(i + 1)[i]], time=[days(28)[i % 28]])
        for i in range(count)
    ]
    leaf = batch(ground, *told, plain("odd", kind=several("teleportation")))
    members = [{"entry": leaf, "event": f"e{i}"} for i in range(count)]
    held = {**GOOD["incident.linked"], "members": [*members, {"entry": leaf, "event": "odd"}]}
    incident = ground.watch.add("incident.linked", held)
    with looked(ground, tmp_path) as found:
        assert set(results(found)) == {incident.hash}


@pytest.mark.parametrize("many", [lambda: days(28), lambda: several({"span": ["2016-03-01T00:00:00Z", None]}) * 3])
def test_what_is_left_of_many_times(many: Callable[[], list[Plain]]) -> None:
    """Of more times than can be weighed, the period that spans them all; open where one of them is."""
    one = loads(Event, json.dumps(plain(time=many(), a=names(50), kind=several(*KINDS))).encode()).conduct
    one = replace(one, time=one.time * 400)
    left = weighable(one)
    assert versions(left) <= MOST_VERSIONS < versions(one)
    (when,) = left.time
    assert str(when.value.span) in {"[2016-03-01T12:00:00Z, 2016-03-28T12:00:01Z)", "[…, …)"}
