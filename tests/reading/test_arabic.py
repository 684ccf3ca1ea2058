"""Arabic reports: who is said to have said it, what was done, where, when, how many. All texts are made up."""
# ruff: noqa: RUF001 - letters that look alike are meant

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.ruled_texts import Reading, article, days, steps
from truceline.claims import Modality
from truceline.formats.reading import sift
from truceline.formats.reading.letters import folded, tokens
from truceline.formats.reading.ruled import Arabic


@pytest.fixture(scope="module")
def ar() -> Reading:
    return Reading(Arabic())


# ── who said it ──


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("قالت وزارة الدفاع في كالفيسار إن قرية قصفت.", [("said", "kalvessar.defence-ministry")]),
        ("وأعلن المتحدث باسم وزارة الخارجية الزولميراندية أن الهدنة انتهت.", [("said", "zulmerand.foreign-ministry")]),
        ("ذكرت وكالة نوردا أن قصفا وقع.", [("cites", "norda")]),
        ("بحسب وكالة نوردا، وقع قصف مدفعي.", [("cites", "norda")]),
        ("ووفقًا لبعثة مراقبة الهدنة وقعت غارة جوية.", [("said", "mission")]),
        ("وقع هجوم على البلدة، وفق ما أفادت به إذاعة المرفأ.", [("cites", "مرفا")]),
        ("قال مصدر في حكومة أورمافيلا، طلب عدم الكشف عن اسمه، إن العرض رُفض.", [("unnamed", "gov/unnamed")]),
        ("أفادت مصادر مطلعة بأن المحادثات انتهت.", [("unnamed", "/unnamed")]),
        (
            "نقلت صحيفة «رسائل المرفأ» عن دبلوماسي في كالفيسار قوله إن العرض رُفض.",
            [("cites", "رسايل-مرفا"), ("unnamed", "kalvessar/unnamed")],
        ),
        ("ذكرت وكالة نوردا نقلا عن مسؤولين لم تسمهم أن هدنة أُبرمت.", [("cites", "norda"), ("unnamed", "/unnamed")]),
        (
            "جاء في بيان لوزارة الدفاع في زولميراند أن غارة نُفذت.",
            [("document", "zulmerand.defence-ministry/statement")],
        ),
        (
            "قال مدير ميناء بيلكورا لمراسل وكالة نوردا إن الرصيف قُصف.",
            [("cites", "norda"), ("said", "مدير-ميناء-بيلكورا")],
        ),
        ("زولميراند: طيران كالفيسار قصف مخيم فنشوريل", [("said", "zulmerand")]),
        ("ترددت أنباء عن انفجار في دوسمارين.", [("unnamed", "/unnamed")]),
        ("قصفت كالفيسار بلدة ميفرانو.", []),
        ("قال أمين الموانئ في كالفيسار إن قصفا وقع.", [("said", "kalvessar.امين-مواني")]),
        ("حذر مدير الميناء من قصف جديد.", [("said", "مدير-ميناء")]),
        ("نقلت سيارات الإسعاف الجرحى إلى ميفرانو بعد القصف.", []),
        ("نفت وزارة الخارجية في كالفيسار أنباء عن اتفاق.", [("said", "kalvessar.foreign-ministry")]),
        ("كشف مسؤول محلي، فضل عدم ذكر اسمه، أن الحصار رُفع.", [("unnamed", "/unnamed")]),
        ("وفق الاتفاق تنسحب القوات من ميفرانو.", []),
    ],
)
def test_the_way_to_the_origin(ar: Reading, text: str, chain: list[tuple[str, str]]) -> None:
    """Each cue leads to its source; a plain sentence is the outlet's own; a plan is nobody's word."""
    assert ar.chain(text) == chain


def test_every_link_shows_its_words(ar: Reading) -> None:
    text = "نقلت صحيفة «رسائل المرفأ» عن دبلوماسي في كالفيسار قوله إن العرض رُفض."
    paper, person = ar.claim(text).chain[1:]
    assert text[slice(*paper.cue)] == "نقلت صحيفة «رسائل المرفأ»"
    assert text[slice(*person.cue)] == "عن دبلوماسي في كالفيسار"
    assert (paper.name, person.name) == ("رسائل المرفأ", "دبلوماسي في كالفيسار")


def test_who_spoke_last_goes_on(ar: Reading) -> None:
    """A verb without a subject, "the source" and "the newspaper" take up who was named before, with the whole way."""
    text = (
        "نقلت صحيفة «رسائل المرفأ» عن دبلوماسي في كالفيسار قوله إن العرض رُفض. وأضاف أن المحادثات انتهت. "
        "وأوضح المصدر أن اتفاقا وُقع. وذكرت الصحيفة أن هدنة أُعلنت."
    )
    way = [("cites", "رسايل-مرفا"), ("unnamed", "kalvessar/unnamed")]
    assert [steps(one.chain[1:]) for one in ar.claims(text)] == [way, way, way, way[:1]]


def test_a_denial_is_laid_to_the_one_who_denies(ar: Reading) -> None:
    """A sentence that turns is cut there: one reports, the other denies."""
    said, denied = ar.claims("قالت حكومة أورمافيلا إن كالفيسار قصفت ميفرانو، فيما نفت وزارة الدفاع في كالفيسار القصف.")
    assert (said.modality, said.affirms, steps(said.chain[1:])) == (Modality.REPORTED, True, [("said", "gov")])
    assert (denied.modality, denied.denies) == (Modality.DENIED, True)
    assert steps(denied.chain[1:]) == [("said", "kalvessar.defence-ministry")]


def test_denying_this_is_of_the_deed_before(ar: Reading) -> None:
    told, denied = ar.claims("قالت حكومة أورمافيلا إن كالفيسار قصفت بلدة ميفرانو أمس. ونفت كالفيسار ذلك.")
    assert (
        (denied.kind, denied.by, denied.place_name)
        == (told.kind, told.by, told.place_name)
        == (
            "shelling",
            ("kalvessar",),
            "ميفرانو",
        )
    )
    assert (denied.denies, days(denied), denied.quote) == (True, days(told), "ونفت كالفيسار ذلك.")


def test_not_confirming_is_no_denial(ar: Reading) -> None:
    one = ar.claim("ولم تؤكد وزارة الدفاع في زولميراند وقوع الغارة.")
    assert (one.modality, one.denies, one.kind) == (Modality.REPORTED, False, "")


def test_dateline_and_credit(ar: Reading) -> None:
    """An agency before the dash and one below the text stand in the chain; where it was sent from is no place."""
    one = ar.claim("بيلكورا (نوردا) - قصفت كالفيسار بلدة ميفرانو.\n\nالمصدر: نوردا")
    assert steps(one.chain) == [("outlet", "tide"), ("dateline", "norda")]
    assert one.place_name == "ميفرانو"
    assert steps(ar.claim("قصفت كالفيسار بلدة ميفرانو.\n\nالمصدر: نوردا").chain[1:]) == [("credit", "norda")]


# ── what was done ──


@pytest.mark.parametrize(
    ("text", "kind", "by", "against"),
    [
        ("شنت طائرات كالفيسار غارتين على مواقع حرس النهر.", "air_strike", ("kalvessar",), ("river-guard",)),
        ("تعرضت مواقع رابطة التلال لقصف مدفعي من جانب زولميراند.", "shelling", ("zulmerand",), ("hill-league",)),
        ("اقترحت كالفيسار على زولميراند هدنة.", "proposal", ("kalvessar",), ("zulmerand",)),
        ("اجتمعت وفود كالفيسار وزولميراند.", "talks", ("kalvessar", "zulmerand"), ()),
        ("خطف حرس النهر طبيبين.", "abduction", ("river-guard",), ()),
        ("سيطر الإرهابيون على بلدة ميفرانو.", "territory_gain", (), ()),
    ],
)
def test_deeds_and_sides(ar: Reading, text: str, kind: str, by: tuple[str, ...], against: tuple[str, ...]) -> None:
    one = ar.claim(text)
    assert (one.kind, one.by, one.against) == (kind, by, against)


def test_what_must_stop_is_proposed_and_not_denied(ar: Reading) -> None:
    one = ar.claim("يجب على كالفيسار وقف القصف الجوي على مواقع حرس النهر.")
    assert (one.kind, one.by, one.against) == ("air_strike", ("kalvessar",), ("river-guard",))
    assert (one.modality, one.affirms, one.denies) == (Modality.PROPOSED, False, False)


def test_an_offer_never_received(ar: Reading) -> None:
    """Who received nothing is whom the offer would have been made to."""
    one = ar.claim("لم تتلق حكومة أورمافيلا أي عرض رسمي، بحسب وزير الإعلام.")
    assert (one.kind, one.by, one.against, one.affirms) == ("proposal", (), ("gov",), False)


def test_threats(ar: Reading) -> None:
    one = ar.claim("هددت زولميراند بضرب رابطة التلال.")
    assert (one.modality, one.by, one.against) == (Modality.THREATENED, ("zulmerand",), ("hill-league",))


def test_labels_name_nobody(ar: Reading) -> None:
    one = ar.claim("قصف الإرهابيون التكفيريون بلدة ميفرانو.")
    assert (one.labels, one.by) == (("الإرهابيون", "التكفيريون"), ())


def test_an_article_that_belongs_to_a_name(ar: Reading) -> None:
    """القاعدة is a name, قاعدة a base."""
    assert ar.named("تنظيم القاعدة") == ar.named("والقاعدة") == ["al-qaida"]
    assert ar.named("في قاعدة") == []


# ── where, when, how many ──


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("وقع قصف قرب بلدة نولكويش.", "نولكويش"),
        ("وقع قصف في نَوْلكُويش.", "نَوْلكُويش"),  # as written
        ("وقع قصف بنولكويش.", "نولكويش"),
        ("وقع قصف في بلدة أم التين.", "أم"),  # unknown: what follows the word for a place, and no more
        ("ذكرت وكالة نوردا أن قصفا وقع.", ""),
    ],
)
def test_places(ar: Reading, text: str, place: str) -> None:
    assert ar.claim(text).place_name == place


def test_a_known_place_has_its_reach(ar: Reading) -> None:
    one = ar.claim("وقع قصف قرب بلدة نولكويش.")
    assert one.place is not None
    assert one.radius_m
    assert ar.claim("وقع قصف في بلدة أم التين.").place is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("أمس", "2031-07-14/2031-07-14"),
        ("أمس الأول", "2031-07-13/2031-07-13"),
        ("يوم الخميس", "2031-07-10/2031-07-10"),
        ("الثلاثاء", "2031-07-15/2031-07-15"),
        ("الأربعاء المقبل", "2031-07-16/2031-07-16"),
        ("في 14 نيسان", "2031-04-14/2031-04-14"),
        ("في ٣ أيار/مايو", "2031-05-03/2031-05-03"),
        ("في 27 و28 حزيران", "2031-06-27/2031-06-28"),
        ("في ۱۲ تشرين الثاني ۲۰۲۹", "2029-11-12/2029-11-12"),
        ("في 20 كانون الأول", "2030-12-20/2030-12-20"),
        ("في شباط 2030", "2030-02-01/2030-02-28"),
        ("في 12/07/2031", "2031-07-12/2031-07-12"),
        ("في 31 نيسان", "unresolvable: no such day"),
    ],
)
def test_days(ar: Reading, said: str, expected: str) -> None:
    """A day is resolved against publication, the last such day; the months of the Levant and of the Gulf alike."""
    assert days(ar.claim(f"وقع قصف {said}.")) == expected


def test_days_without_a_day_of_publication(ar: Reading) -> None:
    assert days(ar.claim("وقع قصف أمس.", day="")) == "unresolvable: no publication day"
    assert days(ar.claim("وقع قصف في 14 نيسان.", day="")) == "unresolvable: no publication day"
    assert days(ar.claim("وقع قصف في 14 نيسان 2030.", day="")) == "2030-04-14/2030-04-14"


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("17 قتيلا", (17, 17)),
        ("١٧ قتيلًا", (17, 17)),
        ("۱۷ قتیلا", (17, 17)),
        ("قتيلين", (2, 2)),
        ("خمسة أشخاص", (5, 5)),
        ("خمسة وعشرين شخصا", (25, 25)),
        ("ثلاثة عشر مدنيا", (13, 13)),
        ("مئة وعشرين شخصا", (120, 120)),
        ("ثلاثة آلاف نازح", (3000, 3000)),
        ("1٬200 شخص", (1200, 1200)),
        ("عشرات المدنيين", (20, 99)),
        ("مئات الأشخاص", (200, 999)),
        ("بين 20 و30 شخصا", (20, 30)),
        ("نحو 40 شخصا", (36, 44)),
        ("ما لا يقل عن 20 شخصا", (20, None)),
    ],
)
def test_counts(ar: Reading, said: str, count: tuple[int, int | None]) -> None:
    """Figures of three scripts, the dual, number words, words of tens, bounds: always a range."""
    assert ar.claim(f"أدى القصف إلى مقتل {said}.").count == count


def test_silence_is_no_count(ar: Reading) -> None:
    assert ar.claim("أدى القصف إلى مقتل مدنيين في ميفرانو.").count is None


# ── letters, spans, time ──


def test_folding_keeps_places() -> None:
    """Points, the lengthening stroke and joined forms do not matter; spans are of the text as it stands."""
    text = "قُتِلَ فــي «إدلبو» ﻻ ٣"
    found = tokens(text)
    assert [one.word for one in found] == ["قتل", "في", "«", "ادلبو", "»", "لا", "3"]
    assert [text[one.start : one.end] for one in found] == ["قُتِلَ", "فــي", "«", "إدلبو", "»", "ﻻ", "٣"]


def test_pointed_text_reads_as_plain(ar: Reading) -> None:
    plain, pointed = "قالت وكالة نوردا إن قصفا وقع.", "قَالَتْ وِكَالةُ نُورْدَا إنَّ قَصْفًا وَقَعَ."
    assert ar.chain(pointed) == ar.chain(plain) == [("cites", "norda")]
    assert ar.claim(pointed).quote == pointed


_PIECES = st.sampled_from(
    [
        "قال",
        "نقلت",
        "عن",
        "صحيفة",
        "«",
        "»",
        "إن",
        "و",
        "مصدر",
        "نوردا",
        "بحسب",
        "غارة",
        "على",
        "كالفيسار",
        "٣",
        "14",
        "تموز",
        "/",
        ".",
        "،",
        "\n",
        "عشرات",
        "قتيلين",
        "لم",
        "في",
        "نولكويش",
        ":",
        "-",
        "(",
        ")",
        "ـــ",
        "\u064b",
        "2031",
        "أمس",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.lists(_PIECES, max_size=40).map(" ".join), st.text(max_size=120)))
def test_anything_is_read_without_a_refusal(ar: Reading, text: str) -> None:
    """Whatever the text, nothing is raised and every claim passes the gate."""
    sifted = sift(article(text), ar.known, (ar.extractor,))
    assert sifted.refused == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_tokens_lie_in_order(text: str) -> None:
    """Each word is a stretch of the text, after the one before it, and folds to what is compared."""
    end = 0
    for one in tokens(text):
        assert end <= one.start < one.end <= len(text)
        assert one.word in folded(text[one.start : one.end]) or folded(text[one.start : one.end]) in one.word
        end = one.start


def test_time_grows_with_length(ar: Reading) -> None:
    """Twice the text takes about twice the time, whatever it repeats."""
    for piece in ("قال مصدر ", "«", "14 تموز ", "على كالفيسار ", "نقلت ", "خمسة و"):
        took = []
        for times in (150, 600):
            started = time.process_time()
            list(ar.extractor.read(article(piece * times), ar.known))
            took.append(time.process_time() - started)
        assert took[1] < 10 * took[0] + 0.3, piece
