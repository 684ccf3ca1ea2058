"""Russian reports: who is said to have said it, what was done, where, when, how many. All texts are made up."""
# ruff: noqa: RUF001 - letters that look alike are meant

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.ruled_texts import Reading, article, days, steps
from truceline.claims import Modality
from truceline.formats.reading import sift
from truceline.formats.reading.aliases import Aliases
from truceline.formats.reading.ruled import Russian
from truceline.period import Instant


@pytest.fixture(scope="module")
def ru() -> Reading:
    return Reading(Russian())


# ── who said it ──


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "Министерство обороны Кальвессара сообщило, что деревня обстреляна.",
            [("said", "kalvessar.defence-ministry")],
        ),
        (
            "«Удар нанесён», — заявил журналистам представитель МИД Зульмеранда.",
            [("said", "zulmerand.foreign-ministry")],
        ),
        ("По данным Миссии по наблюдению за перемирием, обстрел начался ночью.", [("said", "mission")]),
        ("В зульмерандском МИД сообщили об обстреле.", [("said", "zulmerand.foreign-ministry")]),
        ("Обстрел начался ночью, передаёт «Норда».", [("cites", "norda")]),
        ("Как пишет газета «Портовый листок», переговоры сорваны.", [("cites", "портов-листок")]),
        (
            "Норда со ссылкой на источник в правительстве Ормавелы сообщает о перемирии.",
            [("cites", "norda"), ("unnamed", "gov/unnamed")],
        ),
        (
            "Источник в МИД Кальвессара, пожелавший остаться неназванным, рассказал «Норде», что переговоры сорваны.",
            [("cites", "norda"), ("unnamed", "kalvessar.foreign-ministry/unnamed")],
        ),
        ("По словам очевидцев, обстрел начался ночью.", [("unnamed", "/unnamed")]),
        (
            "В заявлении МИД Кальвессара говорится, что обстрел начался ночью.",
            [("document", "kalvessar.foreign-ministry/statement")],
        ),
        ("Обстрел начался ночью, рассказал начальник порта Белькоры.", [("said", "начальник-порт-белькор")]),
        ("Зульмеранд: удар по лагерю Веншорель нанесла авиация Кальвессара", [("said", "zulmerand")]),
        ("Смотритель гаваней Кальвессара сообщил, что начался обстрел.", [("said", "kalvessar.смотрител-гаван")]),
        ("Власти Кальвессара сообщили, что начался обстрел.", [("said", "kalvessar")]),
        ("Ранее сообщалось о перемирии.", [("unnamed", "/unnamed")]),
        ("Кальвессар обстрелял деревню Меврано.", []),
        ("Кальвессар передал Зульмеранду проект соглашения.", []),
        ("Норда передала со слов коменданта, что осада снята.", [("cites", "norda"), ("said", "комендант")]),
        ("Предупредил об этом жителей начальник порта.", [("said", "начальник-порт")]),
        ("Согласно плану, переговоры начнутся в среду.", []),
        (
            "Газета «Портовый листок», ссылаясь на МИД Зульмеранда, пишет об обстреле.",
            [("cites", "портов-листок"), ("said", "zulmerand.foreign-ministry")],
        ),
    ],
)
def test_the_way_to_the_origin(ru: Reading, text: str, chain: list[tuple[str, str]]) -> None:
    """Each cue leads to its source, before or after; a plain sentence is the outlet's own; a plan is nobody's word."""
    assert ru.chain(text) == chain


def test_an_unknown_body_keeps_its_name(ru: Reading) -> None:
    """Who is in no dictionary is still who said it, and never whoever spoke before."""
    _, second = ru.claims("МИД Кальвессара сообщил об обстреле. Совет гаваней заявил, что перемирие сорвано.")
    assert steps(second.chain[1:]) == [("said", "совет-гаван")]


def test_every_link_shows_its_words(ru: Reading) -> None:
    text = "Норда со ссылкой на источник в правительстве Ормавелы сообщает о перемирии."
    paper, person = ru.claim(text).chain[1:]
    assert text[slice(*person.cue)] == "со ссылкой на источник в правительстве Ормавелы"
    assert text[slice(*paper.cue)].startswith("Норда")
    assert paper.name == "Норда"


def test_who_spoke_last_goes_on(ru: Reading) -> None:
    """A pronoun, "the publication" and "by his words" take up who was named before, with the whole way."""
    text = (
        "Газета «Портовый листок» сообщает со ссылкой на дипломата из Кальвессара, что переговоры сорваны. "
        "Он добавил, что перемирие кончилось. По его словам, обстрел начался ночью. "
        "Издание отмечает, что ударов не было."
    )
    way = [("cites", "портов-листок"), ("unnamed", "kalvessar/unnamed")]
    assert [steps(one.chain[1:]) for one in ru.claims(text)] == [way, way, way, way[:1]]


def test_about_this_is_laid_to_the_sentence_before(ru: Reading) -> None:
    one, *more = ru.claims("Речная стража обстреляла Меврано. Об этом сообщает «Норда» со ссылкой на МИД Зульмеранда.")
    assert steps(one.chain[1:]) == [("cites", "norda"), ("said", "zulmerand.foreign-ministry")]
    assert (one.modality, more) == (Modality.REPORTED, [])


def test_about_this_an_outlet_was_told(ru: Reading) -> None:
    one, *_ = ru.claims(
        "Речная стража обстреляла Меврано. Об этом «Норде» рассказал комендант порта, который был рядом."
    )
    assert steps(one.chain[1:]) == [("cites", "norda"), ("said", "комендант-порт")]


def test_a_denial_is_laid_to_the_one_who_denies(ru: Reading) -> None:
    said, denied = ru.claims("МИД Зульмеранда сообщил об обстреле Меврано, однако МИД Кальвессара опроверг обстрел.")
    assert (said.modality, steps(said.chain[1:])) == (Modality.REPORTED, [("said", "zulmerand.foreign-ministry")])
    assert (denied.denies, steps(denied.chain[1:])) == (True, [("said", "kalvessar.foreign-ministry")])


def test_denying_this_is_of_the_deed_before(ru: Reading) -> None:
    told, denied = ru.claims("МИД Зульмеранда сообщил об обстреле Меврано. В МИД Кальвессара отвергли эти обвинения.")
    assert (denied.kind, denied.denies, denied.place_name) == (told.kind, True, told.place_name)


def test_not_confirming_is_no_denial(ru: Reading) -> None:
    one = ru.claim("В Минобороны Зульмеранда не подтвердили удар.")
    assert (one.modality, one.denies, one.kind) == (Modality.REPORTED, False, "")
    assert steps(one.chain[1:]) == [("said", "zulmerand.defence-ministry")]


def test_dateline_gives_agency_and_day(ru: Reading) -> None:
    """A full day before the dash is the day of publication where the page gives none."""
    one = ru.claim("БЕЛЬКОРА, 15 июля 2031 г. — НОРДА. Вчера Кальвессар обстрелял деревню Меврано.", day="")
    assert steps(one.chain[1:]) == [("dateline", "norda")]
    assert (days(one), one.place_name) == ("2031-07-14/2031-07-14", "Меврано")


def test_a_line_with_a_day_is_the_day_of_publication(ru: Reading) -> None:
    """A day in full on a line of its own; a title before a dateline is still read."""
    assert days(ru.claim("15 июля 2031, 14:30\nВчера начался обстрел Меврано.", day="")) == "2031-07-14/2031-07-14"
    title, _ = ru.claims("Меврано обстреляли\n\nБЕЛЬКОРА (НОРДА) — Обстрел Меврано начался ночью.")
    assert title.quote == "Меврано обстреляли"


def test_a_capital_after_in_is_a_place(ru: Reading) -> None:
    """A capital that speaks is its government; one in which something happens is a place."""
    assert ru.named("Москва сообщила") == ru.named("Москве") == ["ru"]
    assert ru.named("приехали в Москву") == ru.named("живут в Москве") == []


# ── what was done ──


@pytest.mark.parametrize(
    ("text", "kind", "by", "against"),
    [
        (
            "Авиация Кальвессара нанесла авиаудар по позициям Речной стражи.",
            "air_strike",
            ("kalvessar",),
            ("river-guard",),
        ),
        ("Речная стража обстреляла Лигу холмов.", "shelling", ("river-guard",), ("hill-league",)),
        ("Обстрел со стороны Зульмеранда начался ночью.", "shelling", ("zulmerand",), ()),
        ("Кальвессар предложил Зульмеранду перемирие.", "proposal", ("kalvessar",), ("zulmerand",)),
        ("Переговоры Кальвессара и Зульмеранда начались в среду.", "talks", ("kalvessar", "zulmerand"), ()),
        ("Движение «Вольные гавани» похитило врача.", "abduction", ("free-harbours",), ()),
        ("Террористы захватили деревню Меврано.", "territory_gain", (), ()),
    ],
)
def test_deeds_and_sides(ru: Reading, text: str, kind: str, by: tuple[str, ...], against: tuple[str, ...]) -> None:
    one = ru.claim(text)
    assert (one.kind, one.by, one.against) == (kind, by, against)


def test_what_must_stop_is_proposed_and_not_denied(ru: Reading) -> None:
    one = ru.claim("Кальвессар должен прекратить бомбардировки позиций Речной стражи.")
    assert (one.kind, one.by, one.against) == ("air_strike", ("kalvessar",), ("river-guard",))
    assert (one.modality, one.affirms, one.denies) == (Modality.PROPOSED, False, False)


def test_an_offer_never_received(ru: Reading) -> None:
    one = ru.claim("Правительство Ормавелы не получало официальных предложений.")
    assert (one.kind, one.by, one.against, one.affirms) == ("proposal", (), ("gov",), False)


def test_threats_and_what_was_not_done(ru: Reading) -> None:
    one, other = ru.claims("Зульмеранд пригрозил ударить по Лиге холмов. Зульмеранд не обстреливал Меврано.")
    assert (one.modality, one.by, one.against) == (Modality.THREATENED, ("zulmerand",), ("hill-league",))
    assert (other.kind, other.affirms) == ("shelling", False)


def test_labels_name_nobody(ru: Reading) -> None:
    one = ru.claim("Боевики, которых называют террористами, обстреляли Меврано.")
    assert (one.labels, one.by) == (("Боевики", "террористами"), ())


# ── where, when, how many ──


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Обстрел начался близ Нолькеша.", "Нолькеша"),
        ("Обстрел в Досмарине продолжается.", "Досмарине"),
        ("Обстрелян город Нолькеш, начался штурм.", "Нолькеш"),
        ("Обстрел деревни Верхние Ивы продолжается.", "Верхние Ивы"),
        ("Обстрел начался ночью.", ""),
    ],
)
def test_places(ru: Reading, text: str, place: str) -> None:
    """Names in any case; unknown ones after a word for a place."""
    one = ru.claim(text)
    assert one.place_name == place
    assert (one.place is not None) == (place not in {"", "Верхние Ивы"})


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("вчера", "2031-07-14/2031-07-14"),
        ("позавчера", "2031-07-13/2031-07-13"),
        ("в четверг", "2031-07-10/2031-07-10"),
        ("в минувшую пятницу", "2031-07-11/2031-07-11"),
        ("в следующую среду", "2031-07-16/2031-07-16"),
        ("14 июля", "2031-07-14/2031-07-14"),
        ("14-го июля", "2031-07-14/2031-07-14"),
        ("27-28 июня", "2031-06-27/2031-06-28"),
        ("с 3 по 5 мая", "2031-05-03/2031-05-05"),
        ("20 декабря", "2030-12-20/2030-12-20"),
        ("14 июля 2029 года", "2029-07-14/2029-07-14"),
        ("14.07.2029", "2029-07-14/2029-07-14"),
        ("2029-07-14", "2029-07-14/2029-07-14"),
        ("в феврале 2030 года", "2030-02-01/2030-02-28"),
        ("31 июня", "unresolvable: no such day"),
    ],
)
def test_days(ru: Reading, said: str, expected: str) -> None:
    assert days(ru.claim(f"Обстрел начался {said}.")) == expected


def test_days_without_a_day_of_publication(ru: Reading) -> None:
    assert days(ru.claim("Обстрел начался вчера.", day="")) == "unresolvable: no publication day"
    assert days(ru.claim("Обстрел начался 14 июля 2029 года.", day="")) == "2029-07-14/2029-07-14"


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("17 человек", (17, 17)),
        ("1 200 человек", (1200, 1200)),
        ("двое военных", (2, 2)),
        ("двадцать один человек", (21, 21)),
        ("сто двадцать человек", (120, 120)),
        ("две тысячи человек", (2000, 2000)),
        ("3 тыс. человек", (3000, 3000)),
        ("десятки людей", (20, 99)),
        ("сотни жителей", (200, 999)),
        ("несколько мирных жителей", (3, 9)),
        ("не менее 20 человек", (20, None)),
        ("до 30 человек", (1, 30)),
        ("от 20 до 30 человек", (20, 30)),
        ("20–30 человек", (20, 30)),
        ("около 40 человек", (36, 44)),
    ],
)
def test_counts(ru: Reading, said: str, count: tuple[int, int | None]) -> None:
    assert ru.claim(f"В результате обстрела погибли {said}.").count == count


def test_not_one_is_no_count(ru: Reading) -> None:
    one = ru.claim("Ни одного удара по Ульмаврешу не было.")
    assert (one.count, one.affirms, one.kind) == (None, False, "attack")


def test_a_newspaper_with_a_capital_in_its_name_is_no_government(ru: Reading) -> None:
    one = ru.claim("Москва таймс: предложение отклонено")
    assert steps(one.chain[1:]) == [("cites", "москв-таимс")]
    assert one.by == ()


def test_killed_and_wounded_are_two_counts(ru: Reading) -> None:
    killed, wounded = ru.claims("При обстреле Меврано погибли 7 человек, ранены 12 человек.")
    assert (killed.count, wounded.count, wounded.kind) == ((7, 7), (12, 12), "harm")
    assert ru.claim("При обстреле Меврано погибли люди.").count is None


# ── names, anything, time ──


def test_names_in_three_scripts_and_belonging_with_days() -> None:
    """One actor by every name; what it belonged to has its days; a label is nobody's name."""
    shipped = Aliases.shipped()
    assert {shipped.actor(one) for one in ("Jabhat al-Nusra", "جبهة النصرة", "Джебхат ан-Нусра")} == {"al-nusra-front"}
    roster = shipped.roster()
    assert "al-qaida" in roster.wholes("al-nusra-front", Instant.parse("2016-07-27T00:00Z"))
    assert "al-qaida" not in roster.wholes("al-nusra-front", Instant.parse("2016-07-28T00:00Z"))
    assert [shipped.actor(one) for one in ("террористы", "إرهابيون", "terrorists", "боевики")] == [None] * 4


_PIECES = st.sampled_from(
    [
        "сообщил",
        "заявил",
        "по словам",
        "со ссылкой на",
        "источник",
        "в",
        "МИД",
        "Кальвессара",
        "«",
        "»",
        "—",
        ",",
        ".",
        ":",
        "что",
        "не",
        "14",
        "июля",
        "вчера",
        "в четверг",
        "двадцать",
        "один",
        "человек",
        "удар",
        "по",
        "Нолькешу",
        "об этом",
        "он",
        "\n",
        "14.07.2031",
        "-",
        "г.",
    ]
)


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.lists(_PIECES, max_size=40).map(" ".join), st.text(max_size=120)))
def test_anything_is_read_without_a_refusal(ru: Reading, text: str) -> None:
    """Whatever the text, nothing is raised and every claim passes the gate."""
    assert sift(article(text), ru.known, (ru.extractor,)).refused == ()


def test_time_grows_with_length(ru: Reading) -> None:
    """Four times the text takes nothing like sixteen times the time, whatever it repeats."""
    for piece in ("источник сообщил ", "«", "14 июля ", "по Кальвессару ", ", ", "двадцать "):
        took = []
        for times in (150, 600):
            started = time.process_time()
            list(ru.extractor.read(article(piece * times), ru.known))
            took.append(time.process_time() - started)
        assert took[1] < 10 * took[0] + 0.3, piece
