"""Reports as articles: spans are of one text, times have a basis and a precision, a language is told or is not."""

import hashlib
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from truceline.claims import Article, Precision, Published
from truceline.claims.articles import Part
from truceline.errors import DataError
from truceline.formats.reports import Given, ReportRead, read_pages, read_report
from truceline.formats.reports.decoding import decoded, spaced
from truceline.formats.reports.languages import language_of
from truceline.formats.reports.publishing import of_byline, of_dateline, of_stamp, of_url
from truceline.period import Instant

ENGLISH = "The commission of the two sides said on Monday that it was not informed of the guns at the river."
ARABIC = "قالت اللجنة يوم الاثنين إن المدافع عند النهر لم تكن في مكانها وإن القرى القريبة كانت هادئة بعد الظهر."
RUSSIAN = "Комиссия сообщила в понедельник, что орудия у реки не были на своих местах и что в сёлах было тихо."
PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Guns fall silent - The Belquora Post</title>
<meta property="og:site_name" content="The Belquora Post">
<link rel="canonical" href="https://post.example/2031/05/03/guns">
<meta property="article:published_time" content="2031-05-03T10:20:00+06:00"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Guns fall silent at the river</h1>
<p>The guns along the river fell silent on&nbsp;Monday, the joint commission said in a statement that its office
read out in the capital before noon.</p>
<figure><img src="x"><figcaption>A bridge at dusk</figcaption><span class="photo-credit">Gazette</span></figure>
<p>The commission said that <a href="#">four explosions</a> had been heard before noon, and that nobody had been hurt
in any of the villages near the crossing.</p>
<div class="related"><a href="/x">Another headline about something else</a></div>
<p>A deputy minister denied that any of the guns had been moved from where they had been kept since the winter.</p>
</article><script>var hidden = "never shown";</script>
<footer>All rights with the Belquora Post</footer></body></html>"""


def read(text: str | bytes, name: str = "report.txt", **given: str) -> ReportRead:
    data = text.encode() if isinstance(text, str) else text
    return read_report(data, name, Given(**given))  # type: ignore[arg-type]  # texts alone are given here


def parts(article: Article) -> dict[str, Part]:
    return {article.text[one.start : one.end]: one.part for one in article.blocks}


# ── bytes ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("text", [ENGLISH, ARABIC, RUSSIAN])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_marked_or_not(text: str, encoding: str) -> None:
    """With its mark or without, in either order of bytes."""
    assert decoded(text.encode(encoding), "f").text == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "windows-1251"), (RUSSIAN, "koi8-r"), (ARABIC, "windows-1256"), ("Café — «née» où", "windows-1252")],
)
def test_letters_of_one_byte_are_found_where_nothing_is_declared(text: str, encoding: str) -> None:
    """By the letters that a language uses most; and it is said that it was found."""
    found = decoded(text.encode(encoding, "replace"), "f")
    assert (found.text, found.encoding) == (text.encode(encoding, "replace").decode(encoding), encoding)
    assert found.notes == (f"no encoding declared; read as {encoding}",)


def test_what_is_declared_holds_unless_it_is_plainly_wrong() -> None:
    """A wrong declaration is not followed, and is said; a right one is not mentioned."""
    data = RUSSIAN.encode("windows-1251")
    assert decoded(data, "f", "windows-1251").notes == ()
    wrong = "declared as koi8-r, which it is not; read as windows-1251"
    assert decoded(data, "f", "koi8-r") == decoded(data, "f", "koi8-r")
    assert decoded(data, "f", "koi8-r").notes == (wrong,)
    assert decoded(RUSSIAN.encode(), "f", "windows-1251").text == RUSSIAN
    assert decoded(ENGLISH.encode(), "f", "windows-1251").notes == ()  # ASCII is right in all of them


def test_a_damaged_place_in_utf_8_stays_one_damaged_place() -> None:
    """One bad byte does not turn a whole text into another encoding."""
    data = RUSSIAN.encode()[:-1] + b"\xff."
    found = decoded(data, "f", "utf-8")
    assert found.encoding == "utf-8"
    assert "\ufffd" in found.text
    assert found.notes[0].startswith(f"{found.text.count(chr(0xFFFD))} characters that are not utf-8")


@given(st.text(max_size=200))
def test_spaces_are_mapped_one_to_one(text: str) -> None:
    """No quote moves, and none holds what an entry refuses."""
    found = spaced(text)
    assert len(found) == len(text)
    assert not set(found) & {"\u00a0", "\u202e", "\r\x00"[0], "\x00", "\t", "\u2028"}


def test_the_bytes_are_hashed_as_they_came() -> None:
    """An article is known by the bytes it was read from, whatever was made of them."""
    data = RUSSIAN.encode("windows-1251")
    assert read(data).article.id == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "got"),
    [
        (b"", "nothing"),
        (b"  \n", "nothing"),
        (b"%PDF-1.7 ...", "a PDF, whose text was not read"),
        (b"PK\x03\x04...", "a ZIP archive or office document"),
        (b"\x89PNG...", "a picture"),
        (bytes(range(256)) * 4, "binary data"),
    ],
)
def test_what_is_no_text_is_refused_with_what_it_is(data: bytes, got: str) -> None:
    """The error names the file, what was expected, what it is, and what to do."""
    with pytest.raises(DataError) as error:
        read(data, "thing")
    (fault,) = error.value.faults
    assert (fault.file, fault.got) == ("thing", got)
    assert fault.cure


# ── language ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (ARABIC, "ar"),
        (RUSSIAN, "ru"),
        ("La commission a déclaré lundi que les canons près du fleuve étaient silencieux depuis midi.", ""),
        ("Комісія повідомила в понеділок, що гармати біля річки не були на своїх місцях і її села тихі.", ""),  # noqa: RUF001 - Ukrainian
        ("کمیسیون روز دوشنبه گفت که توپ‌های کنار رودخانه در جای خود نبودند و پیش از ظهر چیزی نشنیدند.", ""),
        ("12 345 — !", ""),
    ],
)
def test_a_language_is_told_or_is_not(text: str, language: str) -> None:
    """A neighbour of the same script is not taken for one of ours."""
    assert language_of(text) == language


# ── parts ─────────────────────────────────────────────────────────────────────────────────────


def test_a_page_is_one_text_with_its_parts() -> None:
    """What is not the article stays in the text, marked; scripts are no text."""
    found = read(PAGE, "page.html")
    told = parts(found.article)
    assert told["Guns fall silent at the river"] is Part.TITLE
    assert told["A bridge at dusk"] is Part.CAPTION
    assert told["Gazette"] is Part.CREDIT
    assert told["Another headline about something else"] is Part.LINK
    assert told["Home News"] is Part.FURNITURE
    assert told["All rights with the Belquora Post"] is Part.FURNITURE
    assert sum(one is Part.BODY for one in told.values()) == 3
    assert "on Monday" in found.article.text
    assert "never shown" not in found.article.text
    assert (found.site, found.media, found.article.language) == ("The Belquora Post", "text/html", "en")
    assert found.article.title == "Guns fall silent at the river"
    assert found.article.url == "https://post.example/2031/05/03/guns"
    assert found.article.published == Published(
        Instant.parse("2031-05-03T10:20:00+06:00"), Precision.SECOND, "metadata"
    )


def test_a_page_in_another_encoding_than_it_declares_is_read_and_said() -> None:
    """The declared one is tried first, and not believed where the bytes are another's."""
    page = f'<html><head><meta charset="koi8-r"></head><body><p>{RUSSIAN}</p></body></html>'.encode("windows-1251")
    found = read(page, "page.html")
    assert RUSSIAN in found.article.text
    assert found.notes[0] == "declared as koi8-r, which it is not; read as windows-1251"


def test_a_plain_text_is_parted_by_form() -> None:
    """A headline said twice, a credit with the caption glued to it, a link, buttons, the line of the date."""
    lines = (
        "- The Lantern",
        "Guns fall silent at the river, commission says",
        "Guns fall silent at the river, commission says",
        "3 May 2031 10:20",
        "Share Tweet Print",
        "© GAZETTE / OfficePeople cross the long bridge at dusk",
        "People cross the long bridge at dusk - The Lantern",
        ENGLISH,
        "READ MORE: the bridge is open again",
        "Deputy Minister Denies That Any Guns Were Moved",
    )
    found = read("\n".join(lines))
    counted = Counter(one.part for one in found.article.blocks)
    assert counted == {
        Part.TITLE: 2,
        Part.FURNITURE: 3,
        Part.CREDIT: 1,
        Part.CAPTION: 1,
        Part.LINK: 2,
        Part.BODY: 1,
    }
    assert found.article.title == "Guns fall silent at the river, commission says"
    assert found.article.published.basis == "byline"


@given(st.text(alphabet="abc ABC.\n\u00a0©-", max_size=300))
def test_blocks_are_spans_of_the_text(text: str) -> None:
    """They lie in its order, do not overlap, and leave out nothing but white space."""
    if not text.strip():
        return
    article = read(text).article
    ends = [0, *(one.end for one in article.blocks)]
    assert all(end <= one.start < one.end for end, one in zip(ends, article.blocks, strict=False))
    covered = "".join(article.text[one.start : one.end] for one in article.blocks)
    assert "".join(covered.split()) == "".join(article.text.split())


def test_the_pages_of_a_pdf_are_one_text() -> None:
    """As the desk hands them in; a PDF of pictures says that it has none."""
    found = read_pages(b"%PDF-1.7", ["Page\u00a0one", "page two"])
    assert found.article.text == "Page one\npage two"
    assert "no text in it" in read_pages(b"%PDF-1.7", ["", " "]).notes[0]


# ── e-mail ────────────────────────────────────────────────────────────────────────────────────


def mail(body: str, *, charset: str = "utf-8", html: str = "") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "desk@post.example", "office@mission.example", "Guns silent"
    message["Date"], message["Message-ID"] = "Sat, 03 May 2031 10:20:00 +0600", "<1@post.example>"
    message.set_content(body, charset=charset)
    if html:
        message.add_alternative(html, subtype="html")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="bridge.png")
    return message.as_bytes()


def test_an_e_mail_is_its_text_with_its_attachments_listed() -> None:
    """Who sent it to whom stays in the bytes: nothing of it is in the article."""
    found = read(mail(RUSSIAN, charset="windows-1251", html="<p>the same</p>"), "one.eml")
    assert (found.media, found.article.title, found.article.language) == ("message/rfc822", "Guns silent", "ru")
    assert found.article.text.strip() == RUSSIAN
    assert found.article.published == Published(
        Instant.parse("2031-05-03T10:20:00+06:00"), Precision.SECOND, "metadata"
    )
    (one,) = found.attachments
    assert (one.name, one.media, one.size_b) == ("bridge.png", "image/png", 4)
    assert one.sha256 == hashlib.sha256(b"\x89PNG").hexdigest()
    assert "example" not in repr(found.article)


def test_a_message_without_text_is_refused() -> None:
    """A picture alone cannot be read."""
    data = b"From: a@b\nDate: x\nSubject: y\nContent-Type: image/png\n\nxx"
    with pytest.raises(DataError, match="a message with a text"):
        read(data, "one.eml")


# ── publication ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("stamp", "at", "precision"),
    [
        ("2031-05-03T10:20:30+06:00", "2031-05-03T04:20:30Z", Precision.SECOND),
        ("2031-05-03T10:20Z", "2031-05-03T10:20:00Z", Precision.MINUTE),
        ("2031-05-03T10:20:30", "2031-05-03T00:00:00Z", Precision.DAY),  # by which clock, nobody says
        ("2031-05-03", "2031-05-03T00:00:00Z", Precision.DAY),
        ("2031-05", "2031-05-01T00:00:00Z", Precision.MONTH),
        ("Sat, 03 May 2031 10:20:30 +0600", "2031-05-03T04:20:30Z", Precision.SECOND),
    ],
)
def test_a_stamp_is_worth_what_it_says(stamp: str, at: str, precision: Precision) -> None:
    """A time without a zone is a day."""
    assert of_stamp(stamp) == Published(Instant.parse(at), precision, "metadata")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published: 3 May 2031", "2031-05-03"),
        ("May 3, 2031 at 10:20 AM", "2031-05-03"),
        ("15/05/2031 21:13 by admin", "2031-05-15"),
        ("05/15/2031", "2031-05-15"),
        ("03.05.2031, 10:20", "2031-05-03"),
        ("3 мая 2031, 10:20", "2031-05-03"),
        ("نشر في 3 أيار 2031", "2031-05-03"),
        ("٣ مايو ٢٠٣١", "2031-05-03"),
        ("04/05/2031", ""),  # the third of which month?
        ("31 June 2031", ""),
        ("The guns had been kept there ever since 3 May 2031, the office said", ""),  # part of the story
    ],
)
def test_a_byline_is_a_date_with_hardly_a_word_beside(line: str, day: str) -> None:
    """What could be two dates is none."""
    found = of_byline(["A headline", line])
    assert ("" if found.at is None else str(found.at)[:10]) == day
    assert found.basis == ("byline" if day else "")


def test_a_byline_with_its_zone_is_known_to_the_minute() -> None:
    """A day otherwise, whatever the clock shows."""
    assert of_byline(["3 May 2031 10:20 GMT"]) == Published(
        Instant.parse("2031-05-03T10:20Z"), Precision.MINUTE, "byline"
    )
    assert of_byline(["3 May 2031 12:20 AM UTC"]).at == Instant.parse("2031-05-03T00:20Z")


@pytest.mark.parametrize(
    ("url", "day", "precision"),
    [
        ("https://post.example/2031/05/03/guns", "2031-05-03", Precision.DAY),
        ("https://post.example/news/2031-05-03-guns.html", "2031-05-03", Precision.DAY),
        ("https://post.example/2031/may/03/guns", "2031-05-03", Precision.DAY),
        ("https://post.example/world/20310503/1042.html", "2031-05-03", Precision.DAY),
        ("https://post.example/2031/05/guns", "2031-05-01", Precision.MONTH),
        ("https://post.example/2031/13/45/guns", "", Precision.UNKNOWN),
        ("https://post.example/guns", "", Precision.UNKNOWN),
    ],
)
def test_an_address_may_have_the_day(url: str, day: str, precision: Precision) -> None:
    """Or the month, or nothing."""
    found = of_url(url)
    assert ("" if found.at is None else str(found.at)[:10], found.precision) == (day, precision)


def test_a_dateline_without_a_year_is_no_date() -> None:
    """It is said what it names; nothing asks the clock which year that may be."""
    assert of_dateline("BELQUORA, May 3, 2031 (Norda Wire) — The guns")[0].basis == "dateline"
    assert of_dateline("BELQUORA, May 3 (Norda Wire) — The guns") == (Published(), "May 3")
    found = read("BELQUORA, May 3 (Norda Wire) — The guns were silent.")
    assert found.article.published == Published()
    assert found.notes == ("its dateline names May 3 and no year", "nothing says when it was published")


def test_what_is_given_wins() -> None:
    """Whoever hands a report in knows better than its page."""
    when = Published(Instant.parse("2031-05-04T00:00Z"), Precision.DAY, "given")
    found = read_report(
        PAGE.encode(), "page.html", Given(outlet="post", url="u", title="t", published=when, language="ru")
    )
    article = found.article
    assert (article.outlet, article.url, article.title, article.published, article.language) == (
        *("post", "u", "t", when, "ru"),
    )


# ── the five articles ─────────────────────────────────────────────────────────────────────────


def test_articles_as_they_were_found(root: Path) -> None:
    """Headline, language and parts of real pages' texts, where they are at hand."""
    folder = root.parent / "shared" / "seeds"
    if not folder.is_dir():
        pytest.skip("the five articles are not beside the repository")
    for path in sorted(folder.glob("*.txt")):
        found = read_report(path.read_bytes(), path.name).article
        told = Counter(one.part for one in found.blocks)
        assert found.language == "en"
        assert found.title
        assert told[Part.BODY] > sum(told.values()) / 2
        assert "\u00a0" not in found.text


def test_a_piece_of_a_page_is_read_and_an_empty_one_refused() -> None:
    """What somebody saved need not be a whole page; one without a word is no report."""
    assert read(f"<p>{ENGLISH}</p>", "piece.html").article.text == ENGLISH
    deep = read("<html><body>" + "<div>" * 240 + ENGLISH + "</div>" * 240 + "</body></html>", "deep.html")
    assert deep.article.text == ENGLISH
    with pytest.raises(DataError, match="a web page with a text"):
        read("<html><body><script>x</script></body></html>", "empty.html")
