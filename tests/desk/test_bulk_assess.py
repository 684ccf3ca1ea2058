"""Rows assessed into a directory: the same by engine and floor, whole or not at all, and explained again from it."""

import csv
import datetime as dt
import hashlib
import json
import pickle
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.formats.flat import csv as csv_text
from tests.formats.flat import in_arrow, in_parquet, read
from tests.fuzz.test_texts import GEOJSON, SMALL
from truceline.agreement import Agreement
from truceline.claims import Dataset
from truceline.desk import assessing, shelf
from truceline.desk.assessing import again, planning
from truceline.desk.assessing.directory import Run, read_run
from truceline.desk.assessing.flat import event_of, sides_of, wanted
from truceline.desk.assessing.parts import judge_part
from truceline.desk.verbs import from_files
from truceline.errors import DataError, Refused, UnknownName
from truceline.terms import NOBODY, UNKNOWN_SIDE, Member, Side

ROWS = [
    {
        "id": f"e{i}",
        "from": f"2031-0{1 + i % 6}-0{1 + i % 9}T12:00Z",
        "to": "2031-07-02T00:00Z" if i % 7 == 0 else "",
        "side_a": ("Government", "the army", "gov", "?")[i % 4],
        "side_b": ("rebels", "river", "Somebody Else", "-", "")[i % 5],
        "direction": ("", "a_to_b")[i % 2],
        "kind": ("shelling", "attack", "flight")[i % 3],
        "lon": f"88.{i % 10}5",
        "lat": "-29.5",
        "radius_m": ("", "2000")[i % 2],
        "note": f"row {i}",
    }
    for i in range(40)
]
BAD = {**ROWS[0], "id": "bad", "lat": "94"}


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A small truce, as a directory of its own."""
    return str(text_at(tmp_path_factory.mktemp("text")))


@pytest.fixture(scope="module")
def agreement(text: str) -> Agreement:
    return shelf.find(text)


def text_at(folder: Path, text: str = SMALL) -> Path:
    (folder / "agreement.yaml").write_text(text, encoding="utf-8")
    (folder / "map.geojson").write_text(GEOJSON, encoding="utf-8")
    return folder


def table(rows: Sequence[dict[str, str]] = ROWS) -> pa.Table:
    """Rows with their columns in the types that other programs write."""
    found = pa.Table.from_pylist([{name: cell or None for name, cell in row.items()} for row in rows])
    types = {"radius_m": pa.int64(), "lon": pa.float64(), "lat": pa.float64()}
    for name, kind in types.items():
        found = found.set_column(found.schema.get_field_index(name), name, found.column(name).cast(kind))
    return found


def assess(agreement: Agreement, out: Path, *files: Path, engine: str | None = None) -> Run:
    """Assess files into a directory, which is then as it should be."""
    run = assessing.assess_rows(agreement, assessing.plan(files, out, engine), out, None)
    assert read_run(out) == run
    assert not list(out.parent.glob("*.part"))
    assert {path.name for path in out.iterdir()} - {"bad_rows.csv"} == {
        "run.json", "answers.parquet", *(path.name for path in out.glob("part-*.parquet"))
    }  # fmt: skip
    assert (out / "bad_rows.csv").exists() == bool(run.bad)
    held = rows_of(out)
    assert held.num_rows == run.rows == sum(run.results.values())
    told = parquet.read_table(out / "answers.parquet").to_pylist()
    assert sum(one["rows"] for one in told) == run.rows
    assert all(hashlib.sha256(one["text"].encode()).hexdigest() == one["answer"] for one in told)
    lines = sorted(
        json.dumps({"answer": sha, "event": name}, separators=(",", ":"), ensure_ascii=False) + "\n"
        for name, sha in zip(held.column("id").to_pylist(), held.column("answer").to_pylist(), strict=True)
    )
    assert run.digest == hashlib.sha256("".join(lines).encode()).hexdigest()
    return run


def rows_of(out: Path) -> pa.Table:
    parts: list[pa.Table] = [parquet.read_table(path) for path in sorted(out.glob("part-*.parquet"))]
    empty = pa.table({"id": pa.array([], pa.string()), "answer": pa.array([], pa.string())})
    return pa.concat_tables(parts, promote_options="permissive") if parts else empty


def listed(out: Path) -> list[dict[str, str]]:
    with (out / "bad_rows.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def flat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty rows and a bad one, as CSV."""
    path = tmp_path_factory.mktemp("flat") / "rows.csv"
    path.write_bytes(csv_text(*ROWS[:3], BAD, *ROWS[3:]))
    return path


@pytest.fixture(scope="module")
def judged(agreement: Agreement, flat: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the floor makes of them."""
    out = tmp_path_factory.mktemp("out") / "findings"
    assert assess(agreement, out, flat).engine == "floor"
    return out


# ── the same answers ──────────────────────────────────────────────────────────────────────────


def test_engine_and_floor_write_the_same_bytes(agreement: Agreement, flat: Path, judged: Path, tmp_path: Path) -> None:
    """Rows, answers, bad rows and digest; only the engine's name differs, and what it sent to the floor."""
    out = tmp_path / "findings"
    run = assess(agreement, out, flat, engine="bulk")
    for name in ("part-00000.parquet", "answers.parquet", "bad_rows.csv"):
        assert (out / name).read_bytes() == (judged / name).read_bytes()
    assert replace(run, engine="floor", sent={}) == read_run(judged)


def test_the_digest_is_the_same_in_every_form_and_order(agreement: Agreement, judged: Path, tmp_path: Path) -> None:
    """CSV, Parquet, Arrow file and stream; backwards, and over several files."""
    digest = read_run(judged).digest
    forms = {
        "rows.parquet": in_parquet(table()),
        "rows.arrow": in_arrow(table()),
        "rows.arrows": in_arrow(table(), stream=True),
        "back.csv": csv_text(*reversed(ROWS)),
    }
    for name, data in forms.items():
        (tmp_path / name).write_bytes(data)
        assert assess(agreement, tmp_path / f"{name}.out", tmp_path / name).digest == digest
    parts = tmp_path / "parts"
    (parts / "day=1").mkdir(parents=True)
    (parts / "_SUCCESS").touch()
    (parts / "a.csv").write_bytes(csv_text(*ROWS[:20]))
    (parts / "day=1" / "b.parquet").write_bytes(in_parquet(table(ROWS[20:])))
    run = assess(agreement, tmp_path / "parts.out", parts)
    assert (run.digest, run.sources) == (digest, ("a.csv", "b.parquet"))


def test_every_row_stands_with_its_columns_and_where_it_came_from(judged: Path) -> None:
    """What came in goes out: read, in types that other programs know, and columns nobody asked for as they were."""
    row = rows_of(judged).slice(3, 1).to_pylist()[0]
    assert (row["id"], row["note"], row["lon"], row["source_file"], row["source_line"]) == (
        "e3", "row 3", 88.35, "rows.csv", 6
    )  # fmt: skip
    assert row["from"] == dt.datetime(2031, 4, 4, 12, tzinfo=dt.UTC)
    assert {"result", "clause_A1", "column_north", "answer"} <= set(row)


def test_good_and_bad_are_all(judged: Path) -> None:
    """The bad row is listed with its line and what stood there."""
    run = read_run(judged)
    assert (run.rows, run.bad) == (40, 1)
    (one,) = listed(judged)
    assert (one["file"], one["line"], one["field"], one["got"]) == ("rows.csv", "5", "lat", "94")
    assert one["row"].startswith("bad,2031-01-01T12:00Z,")


def test_an_output_goes_in_again(agreement: Agreement, judged: Path, tmp_path: Path) -> None:
    """A directory of findings is a flat table too; its older results stand beside the new ones."""
    run = assess(agreement, tmp_path / "again", judged)
    assert run.digest == read_run(judged).digest
    held = rows_of(tmp_path / "again")
    assert held.column("given_answer").to_pylist() == held.column("answer").to_pylist()


def test_a_second_row_of_one_id_is_left_out(agreement: Agreement, judged: Path, tmp_path: Path) -> None:
    """Also where it stands in another file; the first one stays."""
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_bytes(csv_text(*ROWS, {**ROWS[1], "kind": "flight"}))
    second.write_bytes(csv_text({**ROWS[2], "kind": "flight"}))
    out = tmp_path / "out"
    run = assess(agreement, out, first, second)
    assert (run.rows, run.bad, run.digest) == (40, 2, read_run(judged).digest)
    told = [(one["file"], one["line"], one["field"], one["got"]) for one in listed(out)]
    assert told == [("first.csv", "42", "id", "e1"), ("second.csv", "2", "id", "e2")]
    assert listed(out)[0]["row"].endswith(",row 1")


def test_no_rows_at_all(agreement: Agreement, tmp_path: Path) -> None:
    """A header alone is a table without rows, and a table of bad rows has none either."""
    for name, data in {"none": b"id,from\n", "bad": csv_text(BAD)}.items():
        (tmp_path / f"{name}.csv").write_bytes(data)
        run = assess(agreement, tmp_path / name, tmp_path / f"{name}.csv")
        assert (run.rows, run.bad, run.results) == (0, int(name == "bad"), {})


def test_an_end_at_the_beginning_is_an_instant(agreement: Agreement, tmp_path: Path) -> None:
    """A row that ends when it begins says the same as one that does not say when it ends."""
    rows = [{**ROWS[1], "id": "x", "to": ""}, {**ROWS[1], "id": "y", "to": ROWS[1]["from"]}]
    (tmp_path / "two.csv").write_bytes(csv_text(*rows))
    assess(agreement, tmp_path / "out", tmp_path / "two.csv")
    assert len(set(rows_of(tmp_path / "out").column("answer").to_pylist())) == 1


# ── whole or not at all ───────────────────────────────────────────────────────────────────────


def test_a_fault_of_a_file_leaves_what_was_there(agreement: Agreement, flat: Path, tmp_path: Path) -> None:
    """A broken file among good ones writes nothing, and the older directory stays."""
    out, broken = tmp_path / "out", tmp_path / "broken.parquet"
    before = assess(agreement, out, flat)
    whole = in_parquet(table(), rows=10)
    broken.write_bytes(whole[:200] + b"\xff" * 300 + whole[500:])
    with pytest.raises(DataError, match=r"broken\.parquet"):
        assess(agreement, out, flat, broken)
    assert read_run(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.parquet", "out"]


def test_an_older_directory_is_replaced_and_nothing_else(agreement: Agreement, flat: Path, tmp_path: Path) -> None:
    """What a crash left is removed; a directory that is no assessment is not touched."""
    out = tmp_path / "out"
    (tmp_path / "out.part").mkdir()
    (tmp_path / "out.part" / "left").touch()
    assess(agreement, out, flat)
    (tmp_path / "one.csv").write_bytes(csv_text(ROWS[0]))
    assert assess(agreement, out, tmp_path / "one.csv").rows == 1
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").touch()
    for taken in (other, flat):
        with pytest.raises(DataError, match="a place that is taken"):
            assess(agreement, taken, flat)
    assert [path.name for path in other.iterdir()] == ["mine.txt"]


def test_a_part_can_be_judged_twice_and_elsewhere(
    agreement: Agreement, flat: Path, judged: Path, tmp_path: Path
) -> None:
    """A part is sent to another process as it is; judged again, its files are the same."""

    def elsewhere(text: Agreement, works: Sequence[assessing.Work], _: object) -> list[assessing.Done]:
        (Path(works[0].out) / ".part-00000.parquet.0").touch()  # a worker that died
        judge = pickle.loads(pickle.dumps(partial(judge_part, text)))  # noqa: S301 - our own
        return [judge(work) for work in [*works, *works]][len(works) :]

    out = tmp_path / "out"
    run = assessing.assess_rows(agreement, assessing.plan([flat], out, None), out, None, elsewhere)
    assert run == read_run(judged)
    assert (out / "part-00000.parquet").read_bytes() == (judged / "part-00000.parquet").read_bytes()
    assert not list(out.glob(".*"))


def test_progress_is_told_in_rows(agreement: Agreement, tmp_path: Path) -> None:
    """Every row is told of, in parts of a file that says how many it holds."""
    (tmp_path / "rows.parquet").write_bytes(in_parquet(table()))
    told: list[tuple[int, int]] = []
    out = tmp_path / "out"
    plan = assessing.plan([tmp_path / "rows.parquet"], out, None)
    assessing.assess_rows(agreement, plan, out, lambda done, total: told.append((done, total)))
    assert told == [(40, 40)]


# ── what is judged how ────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def events(agreement: Agreement, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same rows as an events file."""
    sides = sides_of(from_files.NOBODY_KNOWN)
    made = [event_of(row, sides, i) for i, row in enumerate(_as_read())]
    made = [replace(one, titles={"en": f"Title of {one.id}"}) for one in made]
    path = tmp_path_factory.mktemp("events") / "events.parquet"
    from_files.keep_events(made, Dataset("A log", "own", ""), agreement.time_zone, path)
    return path


def _as_read() -> list[dict[str, str | int | bool | None]]:
    good, bad = read(csv_text(*[{**row, "side_a": row["side_a"].replace("gov", "Government")} for row in ROWS]))
    assert bad == []
    return [{**row, "side_b": {"river": "River Guard"}.get(str(row["side_b"]), row["side_b"])} for row in good.values()]


def test_an_events_file_comes_to_the_same(
    text: str, agreement: Agreement, events: Path, judged: Path, tmp_path: Path
) -> None:
    """By the engine or the floor, and as the flat table of the same rows; whose lists it comes from is kept."""
    for engine in ("floor", "bulk"):
        run = assess(agreement, tmp_path / engine, events, engine=engine)
        assert (run.digest, run.engine) == (read_run(judged).digest, engine)
        assert run.datasets == (Dataset("A log", "own", ""),)
    parts = [tmp_path / engine / "part-00000.parquet" for engine in ("floor", "bulk")]
    assert parts[0].read_bytes() == parts[1].read_bytes()
    assert assess(agreement, tmp_path / "again", tmp_path / "bulk").digest == read_run(judged).digest
    entry, _ = assessing.explained_again(tmp_path / "bulk", "e7", text)
    assert entry.event.titles == {"en": "Title of e7"}


def test_small_events_files_are_judged_whole(events: Path, tmp_path: Path) -> None:
    """As are events in a form that is read whole; an engine that is asked for is used."""
    file, folder = tmp_path / "f.parquet", tmp_path / "f"
    assert assessing.plan([events], file, None).whole == events
    assert assessing.plan([events], file, "floor").whole == events
    assert assessing.plan([events], folder, "floor").whole is None
    assert assessing.plan([events], folder, "bulk").engine == "bulk"
    held = from_files.load_events(events)
    for ending in ("jsonl", "csv", "geojson"):
        other = tmp_path / f"events.{ending}"
        from_files.keep_events(held.events, held.datasets[0], held.time_zone, other)
        assert assessing.plan([other], file, None).whole == other


def test_large_events_files_go_to_the_engine(events: Path, tmp_path: Path) -> None:
    """One event more than is judged whole, and a directory is written."""
    held = parquet.read_table(events).select(["id", "event"])
    for rows, whole in ((planning.LARGEST_WHOLE, True), (planning.LARGEST_WHOLE + 1, False)):
        path = tmp_path / f"{rows}.parquet"
        parquet.write_table(held.take(pa.array([0] * rows)), path)
        chosen = assessing.plan([path], tmp_path / "out", None)
        assert (chosen.whole == path, chosen.engine) == (whole, "floor" if whole else "bulk")


def test_an_event_that_cannot_be_read_is_listed(agreement: Agreement, events: Path, tmp_path: Path) -> None:
    """In a directory it costs itself alone; the rest of the file is judged."""
    held = parquet.read_table(events)
    told = ["{", "[]", *held.column("event").to_pylist()[2:]]
    broken = tmp_path / "broken.parquet"
    parquet.write_table(held.set_column(held.schema.get_field_index("event"), "event", pa.array(told)), broken)
    run = assess(agreement, tmp_path / "out", broken, engine="floor")
    assert (run.rows, run.bad) == (38, 2)
    assert [(one["line"], one["field"]) for one in listed(tmp_path / "out")] == [("1", "event"), ("2", "event")]
    parquet.write_table(held.drop_columns(["event"]), broken)
    with pytest.raises(DataError, match="a text column named event"):
        assess(agreement, tmp_path / "out", broken, engine="floor")


def test_large_tables_go_to_the_engine(tmp_path: Path) -> None:
    """Above the size at which it pays, told by rows where a file says them and by bytes where not."""
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_bytes(csv_text(*ROWS))
    large.write_bytes(csv_text(*[{**ROWS[0], "note": "x" * 1000}] * 300))
    many, few = tmp_path / "many.parquet", tmp_path / "few.parquet"
    few.write_bytes(in_parquet(table()))
    many.write_bytes(in_parquet(pa.concat_tables([table()] * 60)))
    chosen = {path.name: assessing.plan([path], tmp_path / "out", None).engine for path in (small, large, many, few)}
    assert chosen == {"small.csv": "floor", "large.csv": "bulk", "many.parquet": "bulk", "few.parquet": "floor"}


def test_what_cannot_be_read_is_said_before_anything_is_judged(tmp_path: Path) -> None:
    """A file that is not there, an empty directory, one with other files, an engine nobody knows."""
    out = tmp_path / "out"
    for given, told in ((tmp_path / "nowhere", "none there"), (tmp_path, "files of rows")):
        with pytest.raises(DataError, match=told):
            assessing.plan([given], out, None)
    (tmp_path / "readme.txt").touch()
    with pytest.raises(DataError, match=r"a file ending in \.csv"):
        assessing.plan([tmp_path], out, None)
    with pytest.raises(UnknownName, match="engine"):
        assessing.plan([tmp_path], out, "abacus")


def test_columns_for_people_are_never_judged(agreement: Agreement, events: Path, tmp_path: Path) -> None:
    """Those of a findings file, or of events without their exact values, would say more than anybody said."""
    findings, other = tmp_path / "findings.parquet", tmp_path / "events.arrow"
    from_files.assess(agreement, events, findings, None)
    with pytest.raises(DataError, match="a file of events, version 1, got findings version 1"):
        assess(agreement, tmp_path / "out", findings)
    other.write_bytes(in_arrow(parquet.read_table(events)))
    with pytest.raises(DataError, match="expected a flat table, got a file of events or findings"):
        assess(agreement, tmp_path / "out", other)


def test_sides_are_ids_or_names(agreement: Agreement) -> None:
    """An exact id wins; then the agreement's own names; else the name stays as written."""
    meant = sides_of(agreement.roster)
    assert meant("gov") == meant("Government") == Side((Member("gov"),))
    assert meant("gov, river") == Side((Member("gov"), Member("river")))
    assert meant("rebels") == Side(umbrella="rebels")
    assert meant("gov, Nobody Known") == Side((Member(None, "gov"), Member(None, "Nobody Known")))
    row: dict[str, str | int | bool | None] = {"id": "x", "from_s": 0, "side_a": "?", "side_b": "-"}
    event = event_of(row, meant, 1)
    assert (event.conduct.a[0].value, event.conduct.b[0].value) == (UNKNOWN_SIDE, NOBODY)
    assert set(wanted()) >= {"id", "from", "harmed"}


# ── explained again ───────────────────────────────────────────────────────────────────────────


def test_a_row_is_explained_as_if_it_had_been_judged_alone(text: str, agreement: Agreement, judged: Path) -> None:
    """The finding is the floor's own, with witnesses and what would settle it."""
    entry, found = assessing.explained_again(judged, "e3", text)
    (alone,) = from_files.assessed(agreement, [entry.event])
    assert (entry, found.id) == (alone, agreement.id)
    assert (entry.event.row, entry.event.place_precision) == (6, "within 2 km")
    with pytest.raises(UnknownName, match="no event named 'nobody'"):
        assessing.explained_again(judged, "nobody", text)


def test_a_row_that_was_changed_is_refused(text: str, agreement: Agreement, flat: Path, tmp_path: Path) -> None:
    """Another word in a row, or one that nobody knows: its answer is no longer its own."""
    out = tmp_path / "out"
    assess(agreement, out, flat)
    part = out / "part-00000.parquet"
    held = parquet.read_table(part)
    for word, told in (("propaganda", "comes to something else now"), ("nonsense", "no longer what it was")):
        at = held.schema.get_field_index("kind")
        parquet.write_table(held.set_column(at, "kind", pa.array([word] * held.num_rows)), part)
        with pytest.raises(Refused, match=told):
            assessing.explained_again(out, "e3", text)
        with pytest.raises(Refused, match=told):
            assessing.findings_within(out, text, None, None)


def test_another_text_is_refused(judged: Path, tmp_path: Path) -> None:
    """As for a findings file: explained by the text it was made under, or not at all."""
    other = text_at(tmp_path, SMALL.replace("Made for tests", "Made for other tests"))
    with pytest.raises(Refused, match="Assess again"):
        assessing.explained_again(judged, "e3", str(other))


def test_the_rows_of_some_days(text: str, judged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Local days of the agreement, first and last included; the days before only where a bulletin compares."""

    def within(first: dt.date | None, last: dt.date | None, *, before: bool = False) -> set[str]:
        held, _, _ = assessing.findings_within(judged, text, first, last, before=before)
        assert all(one.finding.event == one.event.id for one in held.entries)
        return {one.event.id for one in held.entries}

    def starting(*days: str) -> set[str]:
        return {row["id"] for row in ROWS if row["from"][:10] in days}

    assert within(None, None) == {row["id"] for row in ROWS}
    day, before = dt.date(2031, 1, 7), dt.date(2031, 1, 4)
    assert within(day, day) == starting("2031-01-07")
    assert within(before, day) == starting("2031-01-04", "2031-01-07")
    assert within(day, day, before=True) >= starting("2031-01-07")
    assert within(day, dt.date(2031, 1, 9), before=True) >= starting("2031-01-04", "2031-01-07")
    monkeypatch.setattr(again, "MOST_ROWS", 39)
    with pytest.raises(Refused, match="at most 39 are judged anew"):
        within(None, None)
    with pytest.raises(DataError, match="no period to report on"):
        within(day, before)


def test_a_directory_that_is_none(text: str, judged: Path, tmp_path: Path) -> None:
    """What a directory says of itself is read strictly."""
    with pytest.raises(DataError, match=r"a directory with run\.json"):
        assessing.findings_within(tmp_path, text, None, None)
    for told in ("{", "[]", '{"holds": "events", "version": 1}', json.dumps({"holds": "assessment", "version": 1})):
        (tmp_path / "run.json").write_text(told, encoding="utf-8")
        with pytest.raises(DataError, match="a directory that is no assessment"):
            assessing.explained_again(tmp_path, "e3", text)
    assert read_run(judged).agreement == "small"
