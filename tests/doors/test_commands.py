"""The commands from end to end, as a person types them; every exit code that is documented."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.doors.conftest import run
from truceline.desk.verbs import from_files
from truceline.doors.cli import ROOMS, Room, holding

GED = """id,type_of_violence,side_a,side_b,source_article,source_office,source_date,source_headline,source_original,\
where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,country,event_clarity,date_prec,date_start,date_end,\
deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high,dyad_name,number_of_sources
1,1,Government of Syria,Syrian insurgents,,SOHR,2016-03-03,Clashes,SOHR,1,Somewhere,Homs Governorate,,34.80,36.70,\
Syria,1,1,2016-03-03,2016-03-03,1,0,0,0,1,1,1,Government of Syria - Syrian insurgents,1
2,1,Government of Syria,Syrian insurgents,,SOHR,2016-03-04,Clashes,SOHR,1,Somewhere,Homs Governorate,,94.80,36.70,\
Syria,1,1,2016-03-04,2016-03-04,1,0,0,0,1,1,1,Government of Syria - Syrian insurgents,1
"""


def test_lint_says_all_is_well_with_what_is_shipped() -> None:
    done = run("agreement", "lint", "syria-2016-07")
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        f"syria-2016-07/{one}" for one in ("ap", "press-tv", "rt", "sputnik", "upi")
    ]


def test_lint_leaves_with_4_and_names_place_and_cure(tmp_path: Path) -> None:
    (tmp_path / "agreement.yaml").write_text("id: x\n", encoding="utf-8")
    done = run("agreement", "lint", str(tmp_path), code=4)
    assert "agreement.yaml:1: title: expected a value for title, got nothing. Add it." in done.stderr


def test_an_unknown_agreement_leaves_with_5() -> None:
    assert "no agreement named 'nowhere'" in run("agreement", "show", "nowhere", code=5).stderr


@pytest.mark.parametrize(("lang", "word"), [("en", "Who is bound"), ("ar", "من هو الملزَم"), ("ru", "Кто связан")])
def test_show_tells_who_is_bound_in_each_language(lang: str, word: str) -> None:
    assert word in run("agreement", "show", "minsk-ii", "--lang", lang).stdout


def test_show_at_an_instant_before_anything_is_in_force() -> None:
    """Both sides of the first second of the cessation: A4 is not in force, then it is."""
    before = run("agreement", "show", "syria-2016-02", "--at", "2016-02-26T23:59:59+02:00").stdout
    after = run("agreement", "show", "syria-2016-02", "--at", "2016-02-27T00:00:00+02:00").stdout
    row = next(line for line in before.splitlines() if " A4 " in line)
    assert " no " in row
    row = next(line for line in after.splitlines() if " A4 " in line)
    assert " yes " in row


def test_an_instant_without_its_offset_is_refused() -> None:
    done = run("agreement", "show", "exercise", "--at", "2031-05-01T00:00", code=3)
    assert "--at: expected an instant like 2016-02-27T00:00+02:00, with its offset" in done.stderr


def test_compile_prints_the_fingerprint_of_the_bytes_it_writes(tmp_path: Path) -> None:
    import hashlib  # noqa: PLC0415 - the check is the hash itself

    out = tmp_path / "minsk.json"
    printed = run("agreement", "compile", "minsk-ii", "--out", str(out)).stdout.split()
    assert printed[0] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert json.loads(out.read_bytes())["agreement"]["id"] == "minsk-ii"


def test_diff_says_what_the_second_draft_adds() -> None:
    told = run("agreement", "diff", "exercise/first-draft", "exercise/second-draft").stdout
    assert "rules art-13-people: only in exercise/second-draft" in told
    assert "rules art-6: only in exercise/first-draft" in told


def test_the_schema_is_json_schema() -> None:
    assert json.loads(run("agreement", "schema").stdout)["title"] == "Truceline agreement"


def test_good_rows_go_in_and_bad_ones_are_listed_beside(tmp_path: Path) -> None:
    source, out = tmp_path / "ged.csv", tmp_path / "events.parquet"
    source.write_text(GED, encoding="utf-8")
    done = run("import", "ucdp", str(source), "--out", str(out))
    assert "1 events, days of Asia/Damascus" in done.stdout
    listed = list(csv.DictReader(io.StringIO((tmp_path / "events.parquet.bad.csv").read_text(encoding="utf-8"))))
    assert [(row["line"], row["field"]) for row in listed] == [("3", "latitude")]


def test_any_table_by_a_map_and_its_names_through_the_agreement(tmp_path: Path) -> None:
    """Names stay as written on the way in; the agreement that judges says who is meant."""
    source, out, told = tmp_path / "ours.csv", tmp_path / "events.jsonl", tmp_path / "map.yaml"
    source.write_text("nr,day,who,whom\n1,2031-05-02,Government of Ormavela,Grey Column\n", encoding="utf-8")
    told.write_text(
        "dataset: {name: ours}\ntime_zone: Etc/GMT-6\nid: {column: nr}\ntime: {date: {column: day}}\n"
        "sides: {a: {column: who}, b: {column: whom}}\nkind: {constant: attack}\n",
        encoding="utf-8",
    )
    run("import", "table", str(source), "--map", str(told), "--out", str(out))
    findings = tmp_path / "findings.jsonl"
    run("assess", "exercise", str(out), "--out", str(findings))
    assert from_files.load_findings(findings).entries[0].finding.sides == ("gov", "grey-column")


def test_a_map_that_is_wrong_says_where(tmp_path: Path) -> None:
    source, told = tmp_path / "ours.csv", tmp_path / "map.yaml"
    source.write_text("nr,day\n1,2031-05-02\n", encoding="utf-8")
    told.write_text("dataset: {name: ours}\nid: nr\n", encoding="utf-8")
    done = run("import", "table", str(source), "--map", str(told), "--out", str(tmp_path / "e.jsonl"), code=3)
    assert "map.yaml:2: id: expected a mapping, got nr." in done.stderr


def test_the_schema_of_maps_is_json_schema() -> None:
    assert json.loads(run("import", "schema").stdout)["type"] == "object"


def test_a_file_that_is_no_data_leaves_with_3(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1 not really")
    out = str(tmp_path / "f.parquet")
    assert "x.parquet" in run("assess", "exercise", str(tmp_path / "x.parquet"), "--out", out, code=3).stderr


def test_every_event_has_a_finding(days: Path) -> None:
    held = from_files.load_findings(days / "findings.parquet")
    events = from_files.load_events(days / "events.parquet").events
    assert [one.event.id for one in held.entries] == [one.id for one in events]
    assert {one.finding.event for one in held.entries} == {one.id for one in events}


@pytest.mark.parametrize("ending", ["jsonl", "csv", "geojson"])
def test_findings_in_each_form_hold_the_same_results(days: Path, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"findings.{ending}"
    run("assess", "exercise", str(days / "events.parquet"), "--out", str(out))
    results = [one.finding.result for one in from_files.load_findings(days / "findings.parquet").entries]
    assert [one.finding.result for one in from_files.load_findings(out).entries] == results


def test_explain_tells_the_whole_reasoning(days: Path) -> None:
    entries = from_files.load_findings(days / "findings.parquet").entries
    event = next(one.event.id for one in entries if one.finding.result == "possible")
    told = run("explain", f"{days / 'findings.parquet'}#{event}").stdout
    for heading in ("What the row says", "Common column", "Clause ", "What would settle it"):
        assert heading in told
    assert "prima facie" in told


def test_explain_without_an_event_says_how_to_name_one(days: Path) -> None:
    done = run("explain", str(days / "findings.parquet"), code=3)
    assert "expected FILE#ID" in done.stderr
    assert "no event named 'nobody'" in run("explain", f"{days / 'findings.parquet'}#nobody", code=5).stderr


def test_settle_is_the_work_order(days: Path) -> None:
    assert "If yes: " in run("settle", str(days / "findings.parquet"), "--most", "3").stdout


def test_backtest_lays_both_drafts_side_by_side(days: Path) -> None:
    events = str(days / "events.parquet")
    told = run("backtest", "exercise/first-draft", "exercise/second-draft", "--events", events).stdout
    assert "exercise/second-draft reaches " in told


def test_the_bulletin_is_written_as_page_json_and_geojson(days: Path, tmp_path: Path) -> None:
    files = {kind: tmp_path / f"b.{kind}" for kind in ("html", "json", "geojson")}
    options = [part for kind, path in files.items() for part in (f"--{kind}", str(path))]
    run("bulletin", str(days / "findings.parquet"), "--from", "2031-05-02", "--to", "2031-05-02", *options)
    assert "SIMULATED" in files["html"].read_text(encoding="utf-8")
    assert json.loads(files["json"].read_bytes())["simulated"] is True
    assert json.loads(files["geojson"].read_bytes())["type"] == "FeatureCollection"


def test_the_bulletin_is_the_same_bytes_twice(days: Path, tmp_path: Path) -> None:
    pages = [tmp_path / "one.html", tmp_path / "two.html"]
    for page in pages:
        run("bulletin", str(days / "findings.parquet"), "--html", str(page), "--lang", "ar")
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_a_period_that_ends_before_it_starts_is_refused(days: Path) -> None:
    done = run("bulletin", str(days / "findings.parquet"), "--from", "2031-05-03", "--to", "2031-05-01", code=3)
    assert "no period to report on" in done.stderr


def test_findings_made_under_another_text_are_refused(days: Path) -> None:
    """A finding is explained by the text it was made under, or not at all."""
    done = run("settle", str(days / "findings.parquet"), "--agreement", "exercise/first-draft", code=6)
    assert "Assess again" in done.stderr


def test_a_language_nobody_wrote_is_a_usage_error(days: Path) -> None:
    run("settle", str(days / "findings.parquet"), "--lang", "fr", code=2)


def test_the_version() -> None:
    assert run("--version").stdout == "truceline 0.1.0\n"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: min(room.words))
def test_a_room_holds_the_commands_it_is_known_by(room: Room) -> None:
    """A run loads the room that its first word names: no word leads to a room without it, none is missing."""
    app = holding([room])
    named = [str(group.name) for group in app.registered_groups]
    named += [str(one.name or getattr(one.callback, "__name__", "")) for one in app.registered_commands]
    assert sorted(named) == sorted(room.words)
