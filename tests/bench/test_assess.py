"""The benchmark of whole assessments: its rows, its agreement, and that everyone answers the stated part alike."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from bench.assess import growth, ours, question, truce
from bench.assess.handed import Handed
from bench.assess.rows import CHUNK, SCHEMA, row, rows
from truceline.bulk.columns import COLUMNS, READ_AS, conduct
from truceline.terms import Result, evaluate

ROWS = 40_000
SAMPLE = 60  # rows of the stated part that the plain evaluator judges here


@pytest.fixture(scope="module")
def batches() -> list[pa.RecordBatch]:
    return list(rows(ROWS))


@pytest.fixture(scope="module")
def held(batches: list[pa.RecordBatch]) -> Handed:
    once = question.made_once()
    return question.handed(once, question.stated(batches, once.agreement))


@pytest.fixture(scope="module")
def floor(batches: list[pa.RecordBatch], held: Handed) -> list[dict[str, bool]]:
    """What the plain evaluator says of the first rows of the stated part, clause by clause."""
    once, (batch,) = question.made_once(), batches
    found = []
    for number in held.rows["row"].to_pylist()[:SAMPLE]:
        column = evaluate(once.text, conduct(row(batch, number), once.sides)).columns[truce.OURS]
        found.append({name: one.result is Result.CERTAIN for name, one in column.clauses.items()})
    return found


def test_the_agreement_is_as_large_as_it_says() -> None:
    """Forty clauses over two hundred zones, two lists, and a column for each of the two guarantors."""
    once = question.made_once()
    assert (len(once.agreement.rules), len(once.agreement.zones)) == (40, 200)
    assert [one.author for one in once.agreement.roster.lists.values()] == [truce.OURS, truce.THEIRS]
    assert [one.name for one in once.text.columns] == ["common", truce.OURS, truce.THEIRS]


def test_rows_have_the_columns_of_the_flat_table(batches: list[pa.RecordBatch]) -> None:
    """Every column is one of the flat table's, as read; the required ones are in every row."""
    known = [READ_AS.get(one.name, one.name) for one in COLUMNS]
    assert set(SCHEMA.names) < set(known)
    assert batches[0].schema == SCHEMA
    assert [batches[0][READ_AS.get(one.name, one.name)].null_count for one in COLUMNS if one.required] == [0, 0]


def test_rows_are_the_same_however_many_are_asked_for() -> None:
    """The first rows of a seed do not depend on how many follow; another seed gives others; no id comes twice."""
    many = pa.Table.from_batches(rows(CHUNK + 10))
    assert many.slice(0, 100).equals(pa.Table.from_batches(rows(100)))
    assert not many.slice(0, 100).equals(pa.Table.from_batches(rows(100, seed=1)))
    assert pc.count_distinct(many["id"]).as_py() == CHUNK + 10


def test_rows_hold_what_lists_of_events_hold(batches: list[pa.RecordBatch]) -> None:
    """Discs and untold directions, umbrellas, unknown and several names, days and instants: all of it in some rows."""
    (batch,) = batches
    shares = {
        "radius_m": (0.08, 0.12),  # known to a radius only
        "direction": (0.70, 0.80),  # told
        "to_s": (0.25, 0.35),  # days
    }
    told = {name: 1 - batch[name].null_count / ROWS for name in shares}
    assert {name for name, (low, high) in shares.items() if not low <= told[name] <= high} == set()
    assert batch["origin"].null_count == ROWS
    (telling,) = rows(ROWS, own_words=True)
    assert 0.005 < 1 - telling["origin"].null_count / ROWS < 0.02
    assert telling.drop_columns(["origin"]).equals(batch.drop_columns(["origin"]))
    sides = set(batch["side_b"].to_pylist())
    assert {truce.UMBRELLA, "?", "civilians", "group-01; group-02", "local fighters", None} <= sides
    exact = batch.filter(pc.is_null(batch["radius_m"]))
    assert pc.count_distinct(exact["lon_e7"]).as_py() > ROWS // 5  # beside two thousand towns


def test_the_stated_part_is_what_it_says(held: Handed, batches: list[pa.RecordBatch]) -> None:
    """An exact place, an instant, one actor on each side, one who began, nobody's own word: nothing else is in it."""
    (batch,) = batches
    inside = set(held.rows["row"].to_pylist())
    names = question.names(question.made_once().agreement)
    for number in range(500):
        one = row(batch, number)
        fits = (
            one["lon_e7"] is not None
            and one["radius_m"] is None
            and one["to_s"] is None
            and one["origin"] is None
            and one["side_a"] in names
            and one["side_b"] in names
            and one["direction"] in ("a_to_b", "b_to_a")
        )
        assert (number in inside) == fits


def test_the_engine_answers_the_stated_part_as_the_floor_does(
    batches: list[pa.RecordBatch], held: Handed, floor: list[dict[str, bool]]
) -> None:
    """In the stated column a clause is certain by the engine where it is by the plain evaluator, row by row."""
    numbers = held.rows["row"].to_numpy()[:SAMPLE]
    chosen = batches[0].take(pa.array(numbers))
    _, engine, found = ours.over([chosen], question.made_once())
    assert ours.engaged(engine, found).to_pylist() == floor


def test_duckdb_answers_the_stated_part_as_the_floor_does(held: Handed, floor: list[dict[str, bool]]) -> None:
    """One SQL query, in SQL's own three values, gives the plain evaluator's flags."""
    pytest.importorskip("duckdb_extension_spatial", reason="DuckDB and its spatial extension are for benchmarks alone")
    from bench.assess.duck import Duck  # noqa: PLC0415 - only where it is installed

    assert Duck(held).engaged().slice(0, SAMPLE).to_pylist() == floor


def test_frames_answer_the_stated_part_as_the_floor_does(held: Handed, floor: list[dict[str, bool]]) -> None:
    """Masks over data frames give the plain evaluator's flags."""
    pytest.importorskip("geopandas", reason="GeoPandas is for benchmarks alone")
    from bench.assess.frames import Frames  # noqa: PLC0415 - only where it is installed

    assert Frames(held).engaged().slice(0, SAMPLE).to_pylist() == floor


def test_growth_is_the_slope_of_the_logarithms() -> None:
    """As many times the time as the rows is 1; the square is 2; a constant cost flattens it."""
    assert growth.exponent([10, 100, 1000], [2, 20, 200]) == pytest.approx(1)
    assert growth.exponent([10, 100], [1, 100]) == pytest.approx(2)
    assert growth.exponent([10, 100], [5, 5]) == pytest.approx(0)
