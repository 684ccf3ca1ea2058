"""Reports in files, PDFs among them, and posts of monitors, as the desk reads them."""

from pathlib import Path

import pytest

from truceline.desk.verbs.intake import read_article
from truceline.desk.verbs.taking_in import posts
from truceline.errors import DataError
from truceline.formats.monitors import CELL_RADIUS_M, Post
from truceline.gazetteer import Gazetteer, Place
from truceline.place import Position

PLACES = Gazetteer(
    [
        Place("1", {"en": ("Mevrano",)}, Position(885_000_000, -292_500_000), 2_000),
        Place("2", {"en": ("Nolquesh",)}, Position(886_000_000, -292_500_000)),
        Place("3", {"en": ("Nolquesh",)}, Position(890_000_000, -292_500_000), parent="Upper Reach"),
    ]
)


def pdf(text: str) -> bytes:
    """A PDF of one page with a line of text."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode()
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + end % (table, len(out))


def test_the_text_of_a_pdf_is_an_article(tmp_path: Path) -> None:
    """Its bytes are what is hashed; a damaged one is refused with what to do."""
    path = tmp_path / "one.pdf"
    path.write_bytes(pdf("The commission said on Monday that the guns were not at the river."))
    found = read_article(path)
    assert found.media == "application/pdf"
    assert found.article.text.strip() == "The commission said on Monday that the guns were not at the river."
    path.write_bytes(b"%PDF-1.4 and nothing after")
    with pytest.raises(DataError, match="damaged, protected or too large"):
        read_article(path)


def test_a_text_and_what_is_none(tmp_path: Path) -> None:
    """Any other file is read as what its bytes are."""
    path = tmp_path / "one.txt"
    path.write_text("A headline of some words\n\nAnd the story itself, which is short.", encoding="utf-8")
    assert read_article(path).article.title == "A headline of some words"
    with pytest.raises(DataError, match="a file"):
        read_article(tmp_path / "none.txt")


def test_a_post_is_a_place_of_that_one_name() -> None:
    """A name that two bear, or that is none, is asked back; without places a name stays a name."""
    where = posts(PLACES)
    assert where("mevrano") == Post("mevrano", Position(885_000_000, -292_500_000), 2_000)
    assert "Which do you mean" in str(where("Nolquesh"))
    assert str(where("Xq")).endswith("?") or "No place of that name" in str(where("Xq"))
    assert posts(None)("Mevrano") is None


def test_coordinates_are_kept_as_their_cell() -> None:
    """And are asked back where they could be two places."""
    found = posts(None)("29.2512 S 88.5098 E")
    assert isinstance(found, Post)
    assert (found.name, found.position) == ("-29.255, 88.505", Position(885_050_000, -292_550_000))
    assert found.radius_m > CELL_RADIUS_M
    assert isinstance(posts(None)("95.2512 N 88.5098 E"), str)
