"""The benchmark of the record: its entries count, its turns do what they say, its table judges."""

import json
import sys
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import pytest

from bench.record import ours, report
from bench.record.__main__ import durable, folds, whole
from bench.record.apart import Apart
from bench.record.entries import ENTRY_B, drafts, fill, node_in, reopened
from bench.record.report import Bound, Found
from bench.record.rounds import Rates, Taken, rates, timed
from truceline.desk.node import Node
from truceline.desk.views.folding import views_of


@pytest.fixture
def node(tmp_path: Path) -> Node:
    """A node of thirty entries."""
    made = node_in(tmp_path, "large")
    fill(made, 29)
    return made


def test_every_entry_counts_and_a_report_has_the_size_that_is_said(node: Node) -> None:
    """Otherwise the fold would pass over what it is timed with."""
    with node, views_of(node) as views, views.reading() as shelf:
        rows = [json.loads(line) for _, line in shelf.all("line") if "object" in json.loads(line)]
        reports = [len(leaf) for leaf in list(node.leaves(node.origin))[2::2]]
    assert (len(rows), {row["standing"] for row in rows}) == (30, {"entitled"})
    assert set(reports) == {ENTRY_B}


def test_what_is_said_is_the_same_each_time() -> None:
    """From any place on."""
    assert list(islice(drafts(5), 4)) == list(islice(drafts(3), 6))[2:]


def test_what_waits_for_the_disk_is_timed_without_a_peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every append and every cosignature has to come about; rates are of what was done, not of rounds."""
    monkeypatch.setattr("bench.record.__main__.EACH", 3)
    found = Found(0)
    durable(tmp_path, None, 1, found)
    assert found.a_second.keys() == {"sync", "append", "cosign"}


def test_proofs_and_roots_of_a_bulk_append_are_those_of_the_node(node: Node, tmp_path: Path) -> None:
    """The same leaves in another file: the same root, and proofs that verify."""
    with node:
        leaves, root = list(node.leaves(node.origin)), node.record.root(node.origin, 30).hex()
    bulk = ours.Bulk(tmp_path, leaves)
    assert [bulk().number for _ in range(2)] == [30, 30]
    assert bulk.root(30) == root
    assert bulk.prove([0, 13, 29], 30).number == 3
    bulk.dropped()
    assert not list(tmp_path.glob("bulk-*.sqlite"))


def test_a_whole_log_is_audited_caught_up_with_and_folded_in_processes_apart(
    node: Node, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each says the same as the node; the fold step by step has the digest of the fold made anew."""
    monkeypatch.setattr("bench.record.__main__.VERIFIED", 3)
    monkeypatch.setattr("bench.record.__main__.MORE", 2)
    found = Found(30)
    with reopened(node) as again:
        whole(tmp_path, again, 1, found)
        folds(again, found)
    assert found.a_second.keys() == {"verify × cores", "verify at once", "audit", "catch-up"}
    assert [one.what.split(" ")[0] for one in found.bounds] == ["peak", "peak", "fold", "fold", "peak"]
    assert all(one.figure > 0 for one in found.bounds)


def test_a_process_that_is_gone_is_told_apart_from_an_answer() -> None:
    """Otherwise a table would lack a row and nobody knew why."""
    with Apart(sys.executable, "-c", "pass") as gone, pytest.raises((RuntimeError, BrokenPipeError)):
        gone.ask("anything")


def test_everybody_has_as_many_turns_and_the_clock_is_that_of_one_deed() -> None:
    """Two hundred deeds in one second are two hundred a second, whatever a round is."""
    turns = {"one": lambda: Taken(1.0, 200), "other": lambda: timed(1, lambda: None)}
    found = rates(turns, 2)
    assert found.a_second["one"] == 200
    assert found.counted + found.thrown_out >= 4


def told(a_second: Mapping[str, float], noisy: frozenset[str] = frozenset()) -> str:
    """The tables of some rates."""
    found = Found(1_000)
    found.take(Rates(a_second, noisy, 4, 1), {"verify × cores": 2})
    return report.text(found)


def test_a_ratio_is_met_at_its_aim_and_not_below() -> None:
    """Both sides of the border."""
    assert "| 40/s | raw fdatasync | 100/s | 0.40 | ≥ 0.4 | yes |" in told({"append": 40, "sync": 100})
    assert "| 0.39 | ≥ 0.4 | **no** |" in told({"append": 39, "sync": 100})


def test_rates_of_one_core_are_multiplied_where_all_are_compared() -> None:
    """The audit has all cores."""
    assert "| 160/s | raw PyNaCl verify × cores | 200/s | 0.80 | ≥ 0.8 | yes |" in told(
        {"audit": 160, "verify × cores": 100}
    )


def test_a_row_stands_only_where_both_took_part_and_a_busy_machine_is_marked() -> None:
    """Without pymerkle its rows are missing; what had no quiet round has its mark."""
    said = told({"append": 40, "sync": 100}, frozenset({"sync"}))
    assert "pymerkle" not in said
    assert "| 100/s* |" in said
    assert "4 rounds counted, 1 thrown out because others used the machine. 1 figures, marked *" in said


def test_a_bound_is_met_at_it_and_not_above() -> None:
    """Both sides of the border."""
    assert Bound("fold", 120.0, "s", 120).row == ["fold", "120.0 s", "≤ 120 s", "yes"]
    assert Bound("fold", 120.1, "s", 120).row[-1] == "**no**"
