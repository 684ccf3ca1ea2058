"""Views are the fold: whatever the steps, the crashes and the order in which logs come, the same lines and digest."""

import json
import random
from pathlib import Path

import pytest

from tests.state.logs import Blobs, Writer, kept_apart, logs_of
from tests.views.records import Logs, dump, folded, source, views, whole
from truceline.desk.views import database
from truceline.desk.views.folding import Source, Views, cut
from truceline.errors import DataError, RecordError
from truceline.state import digest, fold


@pytest.fixture(scope="module")
def record() -> tuple[Logs, Blobs]:
    """Three logs that refer to one another, one of them forked and proved so, with a payload kept apart."""
    blobs = Blobs()
    west, east = Writer("west", "guarantor", "west"), Writer("east", "guarantor", "east")
    monitor = Writer("monitor", "monitor")
    zones = [east.add("zone.declared", {"odd": i}) for i in range(3)]
    for i in range(12):
        west.add("reply.made", {"text": str(i)}, zones[i % 3])
        seen = monitor.add("observation.made", {"n": i}, blob=kept_apart({"n": i}, blobs) if i % 4 == 0 else "")
        east.add("reply.made", {"text": "no"}, seen)
    monitor.anchor(west.head(cosigned={monitor: 2_000_000_000, east: 2_000_000_100}), east.head())
    east.rotate()
    other = west.forked(4)
    other.add("reply.made", {"text": "another story"}, zones[0])
    fork = monitor.forked(len(monitor.entries))  # the same log, going on
    fork.add("fork.proved", {"log": west.origin, "size": 4, "proof": "none that holds"})
    return logs_of(west, east, fork), blobs


def test_many_small_steps_are_one_fold(record: tuple[Logs, Blobs], tmp_path: Path) -> None:
    """Logs that grow by turns, in any order, come to the plain fold's lines and digest."""
    logs, blobs = record
    plain = fold(logs, blobs)
    for seed in range(4):
        order, sizes = random.Random(seed), dict.fromkeys(logs, 0)  # noqa: S311 - a test's order, to be had again
        folder = tmp_path / str(seed)
        folder.mkdir()
        while sizes != whole(logs):
            sizes = {origin: min(len(log), sizes[origin] + order.choice((0, 1, 3, 9))) for origin, log in logs.items()}
            with views(folder, source(logs, sizes, blobs)) as found:
                found.brought_up()
        assert dump(found_again(folder, logs, blobs)) == list(plain.lines)


def found_again(folder: Path, logs: Logs, blobs: Blobs) -> Views:
    """Views opened once more, without folding."""
    return Views(source(logs, whole(logs), blobs), database.opened(folder, {}))


def test_one_sweep_is_the_plain_fold(record: tuple[Logs, Blobs], monkeypatch: pytest.MonkeyPatch) -> None:
    """A rebuild in batches of any size, with the filter of keys, gives the plain fold's digest."""
    logs, blobs = record
    plain = fold(logs, blobs)
    monkeypatch.setattr("truceline.desk.views.folding._MANY", 1)
    for at_once in (1, 7, 1000):
        monkeypatch.setattr("truceline.desk.views.folding._AT_ONCE", at_once)
        with folded(source(logs, whole(logs), blobs)) as found:
            assert dump(found) == list(plain.lines)
            assert digest(plain.heads, dump(found)) == plain.digest


def test_progress_is_told(record: tuple[Logs, Blobs], monkeypatch: pytest.MonkeyPatch) -> None:
    """How many entries of how many are folded, never fewer than before, all at the end."""
    logs, blobs = record
    monkeypatch.setattr("truceline.desk.views.folding._AT_ONCE", 7)
    told: list[tuple[int, int]] = []
    with folded(source(logs, whole(logs), blobs), lambda done, total: told.append((done, total))):
        assert told[-1] == (sum(whole(logs).values()),) * 2
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_blob_that_comes_late_changes_its_rows(record: tuple[Logs, Blobs], tmp_path: Path) -> None:
    """Rows that lacked a payload say so, and are what they would have been once it is here."""
    logs, blobs = record
    with views(tmp_path, source(logs, whole(logs), Blobs())) as found:
        found.brought_up()
        assert dump(found) == list(fold(logs, Blobs()).lines)
        assert any(json.loads(line).get("status") == "cannot_recompute" for line in dump(found))
    with views(tmp_path, source(logs, whole(logs), blobs)) as found:
        found.brought_up()
        assert dump(found) == list(fold(logs, blobs).lines)


def test_a_crash_in_a_batch_leaves_the_batch_before(record: tuple[Logs, Blobs], tmp_path: Path) -> None:
    """What stops a fold in its middle costs at most the batch it was at, and the next fold goes on from there."""
    logs, blobs = record
    half = {origin: len(log) // 2 for origin, log in logs.items()}
    with views(tmp_path, source(logs, half, blobs)) as found:
        found.brought_up()
        before = dump(found)
    broken = source(logs, whole(logs), blobs)
    asked: list[str] = []

    def failing(digest: str) -> bytes | None:
        asked.append(digest)
        raise KeyboardInterrupt

    torn = Source(broken.origin, broken.heads, broken.leaves, broken.leaf, broken.root, failing)
    with views(tmp_path, torn) as found:
        with pytest.raises(KeyboardInterrupt):
            found.brought_up()
        assert asked
        assert dump(found) == before
        found.source = broken
        found.brought_up()
        assert dump(found) == list(fold(logs, blobs).lines)


def test_another_history_of_a_log_makes_all_anew(record: tuple[Logs, Blobs], tmp_path: Path) -> None:
    """A log that is shorter now, differs or is no longer read leaves nothing behind."""
    logs, blobs = record
    west = next(origin for origin in logs if "west" in origin)
    shorter = {**logs, west: logs[west][:3]}
    without = {origin: log for origin, log in logs.items() if origin != west}
    for other in (shorter, without):
        with views(tmp_path, source(logs, whole(logs), blobs)) as found:
            found.brought_up()
        with views(tmp_path, source(other, whole(other), blobs)) as found:
            found.brought_up()
            assert dump(found) == list(fold(other, blobs).lines)


def test_two_processes_fold_one_database(record: tuple[Logs, Blobs], tmp_path: Path) -> None:
    """What another wrote meanwhile is noticed before anything is added to it."""
    logs, blobs = record
    half = {origin: len(log) // 2 for origin, log in logs.items()}
    with views(tmp_path, source(logs, half, blobs)) as one, views(tmp_path, source(logs, whole(logs), blobs)) as two:
        one.brought_up()
        two.brought_up()
        one.source = source(logs, whole(logs), blobs)
        one.brought_up()
        assert dump(one) == dump(two) == list(fold(logs, blobs).lines)


def test_views_of_another_node_are_refused(record: tuple[Logs, Blobs], tmp_path: Path) -> None:
    """One database holds one node's views; the other node's are not overwritten in silence."""
    logs, blobs = record
    with views(tmp_path, source(logs, {}, blobs, "mine")) as found:
        found.brought_up()
    with views(tmp_path, source(logs, {}, blobs, "theirs")) as found, pytest.raises(RecordError, match="another node"):
        found.brought_up()


def test_a_file_that_is_no_database_says_what_to_do(record: tuple[Logs, Blobs], tmp_path: Path) -> None:
    """A damaged file is an error with its cure, and dropping it is enough."""
    (tmp_path / database.FILE).write_bytes(b"no database" * 1000)
    with pytest.raises(RecordError, match="truceline node rebuild"):
        database.opened(tmp_path, {})
    database.dropped(tmp_path, {})
    with views(tmp_path, source(*record[:1], {}, record[1])) as found:
        found.brought_up()
        assert dump(found) == []


@pytest.mark.parametrize("url", ["nonsense", "nosuch://there/db"])
def test_a_setting_that_names_no_database(url: str, tmp_path: Path) -> None:
    """A wrong setting is named, with what to do."""
    with pytest.raises(DataError, match="TRUCELINE_VIEWS"):
        database.opened(tmp_path, {database.SETTING: url})


def test_the_record_as_of_earlier_heads(record: tuple[Logs, Blobs]) -> None:
    """Logs are cut to the heads named; heads that the record does not hold cannot be recomputed."""
    logs, blobs = record
    all_of_it = source(logs, whole(logs), blobs)
    half = source(logs, {origin: len(log) // 2 for origin, log in logs.items()}, blobs)
    heads = [(origin, size, root.hex()) for origin, size, root in half.heads]
    with folded(cut(all_of_it, heads)) as found:
        assert dump(found) == list(fold({origin: logs[origin][:size] for origin, size, _ in heads}, blobs).lines)
    with pytest.raises(RecordError, match="at least"):
        cut(half, [(origin, size, root.hex()) for origin, size, root in all_of_it.heads])
    with pytest.raises(RecordError, match="two histories"):
        cut(all_of_it, [(*heads[0][:2], "00" * 32)])
