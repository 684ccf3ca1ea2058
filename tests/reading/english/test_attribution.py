"""Who is said to have said it: fictional sentences, each with the chain that its words show."""

import pytest

from truceline.claims import Claim, Outlet, Registry
from truceline.formats.reading import Known, read
from truceline.formats.reading.english import English
from truceline.formats.reading.words import load
from truceline.formats.reports import Given, read_report

OUTLETS = Registry([Outlet("quay-courier", ("The Quay Courier", "Quay Courier")), Outlet("ona", ("ONA",), wire=True)])
KNOWN = Known(load("en"), OUTLETS)


def claims(text: str) -> tuple[Claim, ...]:
    """The claims of an article without a title."""
    given = Given(outlet="hill-herald", language="en")
    return read(read_report(text.encode(), "report.txt", given).article, KNOWN, [English()])


def chain(text: str, of: int = -1) -> list[str]:
    """The sources of one claim, the printing outlet left out."""
    return [link.source for link in claims(text)[of].chain[1:]]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Norda shelled Tarn, the Quay Courier reported, citing an official in the Nordan cabinet.",
         ["quay-courier", "nordan.cabinet/unnamed"]),
        ("Citing unnamed officials, the Quay Courier reported that Norda had shelled Tarn.",
         ["quay-courier", "/unnamed"]),
        ("Norda shelled Tarn, Ostland Deputy Foreign Minister Nomen Nescio told ONA on Thursday.",
         ["ona", "ostland.deputy-foreign-minister"]),
        ("According to a diplomat quoted by the Evening Ledger, Norda shelled Tarn.", ["evening-ledger", "/unnamed"]),
        ("Norda shelled Tarn, said a military official who asked not to be identified.", ["military/unnamed"]),
        ("A spokeswoman for the Ostland foreign office, Nomen Nescio, said Norda shelled Tarn.",
         ["ostland.foreign-office/nomen-nescio"]),
        ("Sources familiar with the plan told the Quay Courier it would fail.", ["quay-courier", "/unnamed"]),
        ("Norda is said to have shelled Tarn.", ["/unnamed"]),
        ("Ostland's foreign minister was quoted by ONA as saying that Norda had shelled Tarn.",
         ["ona", "ostland.foreign-minister"]),
        ("A leaked memo seen by the Quay Courier says the army will withdraw.",
         ["quay-courier", "memo of quay-courier"]),
        ("A letter signed by 51 officers last month called for strikes on Tarn.", ["/signed-by-51"]),
        ("51 Ostland officers sent a letter to the palace calling for strikes on Tarn.", ["ostland/signed-by-51"]),
        ("The Gull Bay Gazette, which cited a source close to the cabinet, reported that Norda shelled Tarn.",
         ["gull-bay-gazette", "cabinet/unnamed"]),
        ("Norda shelled Tarn.", []),
    ],
)  # fmt: skip
def test_one_sentence(text: str, sources: list[str]) -> None:
    """From the nearer source to the origin."""
    assert chain(text) == sources


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("The Quay Courier reported that Norda shelled Tarn. The newspaper said nobody was hurt.", ["quay-courier"]),
        ("Ostland envoy Nomen Nescio said Norda shelled Tarn. “Nobody was hurt,” the envoy said.", ["ostland.envoy"]),
        (("A Nordan aide said Tarn was shelled. The aide, who spoke on condition of not being named, "
         "said nobody was hurt."),
         ["nordan/unnamed"]),
        ("“We saw it,” mayor Nomen Nescio told ONA. “Nobody was hurt.”", ["ona", "mayor"]),
        ("A letter signed by 51 officers was read out. The memo called for strikes on Tarn.", ["/signed-by-51"]),
    ],
)  # fmt: skip
def test_taken_up_again(text: str, sources: list[str]) -> None:
    """Words that take a source up resolve to the one named before."""
    assert chain(text) == sources


def test_every_link_shows_its_cue() -> None:
    """Each link but the outlet's has words of the report for its cue."""
    text = "Norda shelled Tarn, the Quay Courier reported, citing an official in the Nordan cabinet."
    for link in claims(text)[0].chain[1:]:
        assert text[slice(*link.cue)]
        assert link.name.split()[-1] in text[slice(*link.cue)]


def test_wire_copy_is_seen_at_either_end() -> None:
    """A dateline's agency and a credit line's stand in the chain of every claim."""
    assert chain("TARN, June 4 (ONA) — Norda shelled the village of Eldmoor on Monday.") == ["ona"]
    assert chain("Norda shelled the village of Eldmoor on Monday.\n\n- AFP") == ["afp"]


def test_two_speakers_have_their_own_words() -> None:
    """Each covers its own part of the sentence."""
    found = claims("Ostland officials said Norda shelled Tarn, but Norda insisted it hit only fighters.")
    assert [one.chain[-1].source for one in found] == ["ostland/unnamed", "norda"]
    assert "insisted" not in found[0].quote


def test_a_lead_takes_the_source_told_after_it() -> None:
    """What a lead asserts and the next paragraph lays to a newspaper is that newspaper's, and shows its cue."""
    text = (
        "Russia has offered Turkey a truce.\n\n"
        "Russia offered Turkey the truce on Monday, the Quay Courier reported, citing a diplomat."
    )
    found = claims(text)
    assert [one.chain[-1].source for one in found] == ["/unnamed", "/unnamed"]
    assert found[0].chain[1].cue == found[1].chain[1].cue


def test_a_dateline_is_no_time_of_a_deed() -> None:
    """The day of a dateline is when it was published."""
    assert claims("TARN, June 4, 2031 (ONA) — Norda shelled the village of Eldmoor.")[0].time is None
