"""What a file is, its bytes say: never its name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evidence import files
from truceline.desk.evidence.media import UNKNOWN, Sort, media_of, sort_of

MADE = {
    "image/jpeg": files.photograph(),
    "image/png": files.drawing(),
    "application/pdf": files.document(),
    "audio/wav": files.sound(),
    "audio/flac": files.sound("FLAC"),
    "audio/ogg": files.sound("OGG"),
    "audio/mpeg": files.sound("MP3"),
    "video/vnd.avi": files.film(),
    "text/plain": files.WORDS,
    "text/html": b"<!-- x --><!DOCTYPE html><p>",
    "image/svg+xml": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    "application/zip": b"PK\x03\x04rest",
    "video/mp4": b"\0\0\0\x18ftypisom",
    "video/quicktime": b"\0\0\0\x14ftypqt  ",
    "image/heif": b"\0\0\0\x18ftypheic",
    "video/matroska": b"\x1aE\xdf\xa3rest",
    UNKNOWN: b"\x00\x01\x02",
}


@pytest.mark.parametrize("media", MADE)
@pytest.mark.parametrize("name", ["", "holiday.jpg", "x.csv/../y"])
def test_the_bytes_say_what_it_is(media: str, name: str) -> None:
    assert media_of(MADE[media], name) == media


def test_a_name_chooses_among_texts_alone() -> None:
    assert media_of(b"a,b\n1,2\n", "rows.CSV") == "text/csv"
    assert media_of(b"a,b\n1,2\n", "rows.jpg") == "text/plain"
    assert media_of(b"", "rows.csv") == UNKNOWN


def test_a_document_hidden_behind_other_bytes_is_one() -> None:
    assert media_of(b"nonsense\n" + files.pages()) == "application/pdf"
    assert media_of(files.photograph()[:500] + files.pages()) == "image/jpeg"


def test_what_nothing_here_draws_is_of_no_sort() -> None:
    assert sort_of("image/heif") is sort_of("application/zip") is sort_of("") is Sort.OTHER
    assert sort_of("image/svg+xml") is Sort.TEXT


@settings(max_examples=40)
@given(st.binary(max_size=64), st.text(max_size=8))
def test_any_bytes_have_a_media_type(data: bytes, name: str) -> None:
    """Nothing raises, and the type is one that can stand in an entry."""
    assert 1 <= len(media_of(data, name)) <= 200
