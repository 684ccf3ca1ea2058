"""What a person does, from the files they have to the files they get."""

import datetime as dt
from pathlib import Path

import pytest

from tests.formats.samples import ROSTER
from truceline.claims import Dataset
from truceline.desk import shelf
from truceline.desk.countries import zone_of
from truceline.desk.verbs import from_files
from truceline.errors import DataError, Refused
from truceline.formats.names import resolver
from truceline.terms import Candidate, Conduct, Member, Side

HEADER = b"id,type_of_violence,country\n"


def test_a_country_with_one_zone_gives_the_days_theirs() -> None:
    assert zone_of("Syria") == "Asia/Damascus"


@pytest.mark.parametrize("country", ["Russia", "Ruritania", ""])
def test_a_country_with_several_zones_or_none_is_asked_back(country: str) -> None:
    with pytest.raises(DataError, match="Name the zone of the rows' dates with --time-zone"):
        zone_of(country)


def test_rows_without_a_zone_are_not_read_on_a_guess(tmp_path: Path) -> None:
    (tmp_path / "ged.csv").write_bytes(HEADER + b"1,1,Russia\n")
    with pytest.raises(DataError, match="Russia: Europe/Kaliningrad"):
        from_files.ucdp_rows(tmp_path / "ged.csv", None, None)
    assert not (tmp_path / "out.parquet").exists()


def test_written_names_are_resolved_by_the_text_that_judges() -> None:
    """A side already resolved stays; a written list of names is read whole, commas and all."""
    name = next(iter(ROSTER.actors.values()))
    written = Conduct("x", a=(Candidate(Side(members=(Member(None, name.names["en"]),))),))
    meant = from_files.with_names(written, resolver(ROSTER))
    assert meant.a[0].value == Side(members=(Member(name.id),))
    assert from_files.with_names(meant, resolver(ROSTER)) == meant


def test_the_first_row_names_the_country_also_behind_quoted_lines() -> None:
    data = b'id,source_article,country\n1,"two\nlines, and a comma",Syria\n'
    assert from_files._country(data, "ged.csv") == "Syria"


def test_every_fact_shipped_beside_an_agreement_is_read() -> None:
    incidents, tallies = from_files.published_facts(shelf.find("syria-2016-02"), "en")
    assert next(one.id for one in incidents) == "camps-12-july"
    assert [one.id for one in tallies if one.adds_up() is False]
    assert from_files.published_facts(shelf.find("minsk-ii"), "en") == ((), ())


def test_the_camps_of_12_july_lean_on_one_account() -> None:
    """A camp is a civilian site, so the May statement reaches it, whoever was aimed at; the rest is for people."""
    agreement = shelf.find("syria-2016-02")
    incidents, _ = from_files.published_facts(agreement, "en")
    found = next(one.finding for one in from_files.assessed(agreement, incidents) if one.event.id == "camps-12-july")
    assert (str(found.result), found.common.together_clauses) == ("certain", ("M-sites",))


def test_a_day_outside_the_events_is_an_empty_bulletin() -> None:
    agreement = shelf.find("syria-2016-02")
    entries = from_files.assessed(agreement, from_files.published_facts(agreement, "en")[0])
    day = dt.date(2016, 3, 1)
    made = from_files.make_bulletin(agreement, entries, (), from_files.days(agreement, entries, day, day))
    assert (made.this.total, made.headlines, made.entries) == (0, (), ())


def test_findings_of_another_text_are_refused(tmp_path: Path) -> None:
    agreement = shelf.find("syria-2016-02")
    incidents, _ = from_files.published_facts(agreement, "en")
    events, out = tmp_path / "e.jsonl", tmp_path / "f.jsonl"
    from_files.keep_events(incidents, Dataset("facts", "", ""), agreement.time_zone, events)
    from_files.assess(agreement, events, out, None)
    assert from_files.load_with_agreement(out, None)[1].id == "syria-2016-02"
    with pytest.raises(Refused, match="Assess again"):
        from_files.load_with_agreement(out, "minsk-ii")
