"""A finding's language: every form in three languages, grammatical number, and no word that only people may use.

The texts stand in `golden/LANGUAGE.txt` under the names of the cases of `truce.yaml`, read and corrected as a native
reader would. The cases of the vector files then show that whatever can be found can be said.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser, ast

from tests.vectors.files import cases as vectors
from truceline.agreement import LANGUAGES, Agreement, compiled, fingerprint
from truceline.bulletin import Headline
from truceline.claims import Deaths, Event, Report
from truceline.doors.render.sentences import (
    FAMILIES,
    answered,
    clause_sentence,
    explain,
    headline,
    label,
    question,
    result_label,
    sentence,
    status_label,
)
from truceline.doors.render.sentences.asking import premise
from truceline.doors.render.words import Words
from truceline.findings import Finding, finding, findings_of
from truceline.formats.agreement import read_inline
from truceline.formats.conduct import read_conduct
from truceline.formats.yaml_text import read_yaml
from truceline.period import Instant
from truceline.place import position
from truceline.terms import KEYS, WORLD_LIMIT, Compiled, Conduct, Result, evaluate
from truceline.terms.settle import Answered, Atom

HERE = Path(__file__).resolve().parent
LOCALE = HERE.parents[1] / "src" / "truceline" / "doors" / "render" / "locale"
NUMBERS = (1, 2, 3, 11, 100, 1405)
HIDDEN = str.maketrans("", "", "\u2068\u2069\u200f")  # isolates and marks of direction
FORBIDDEN = {
    "en": r"violat|breach|infring|target|perpetrat|\bclients?\b|\busers?\b|\bfences?\b",
    "ar": "نتهاك|خرق|مخالف|استهداف|المستهدف",
    "ru": r"наруш|мишен|\bцел[ьи]\b|преступ",
}


class Listening(Words):
    """Words that remember which messages were said."""

    def __init__(self, language: str) -> None:
        """Nothing said yet."""
        super().__init__(language)
        self.said: set[str] = set()

    def say(self, message: str, **values: str | int) -> str:
        """As Words do."""
        self.said.add(message)
        return super().say(message, **values)


# ── the truce of these tests ──────────────────────────────────────────────────────────────────


@cache
def truce() -> tuple[Agreement, Compiled, dict[str, Conduct]]:
    """The agreement and the conducts of truce.yaml."""
    document = read_yaml((HERE / "truce.yaml").read_bytes(), "truce.yaml")
    assert not document.faults
    tree: Any = document.tree
    agreement = read_inline(tree["agreement"])
    conducts = {one["id"]: read_conduct({**one["conduct"], "id": one["id"]}) for one in tree["cases"]}
    return agreement, compiled(agreement), conducts


def found(name: str, *, limit: int = WORLD_LIMIT) -> Finding:
    """The finding of one conduct of truce.yaml."""
    agreement, drawn, conducts = truce()
    columns = findings_of(evaluate(drawn, conducts[name], limit=limit), agreement)
    return finding(event(conducts[name]), agreement, drawn, fingerprint(agreement), columns)


def event(conduct: Conduct) -> Event:
    """A bare row about a conduct."""
    silent = Deaths(None, None, None)
    return Event(conduct.id, conduct, {}, "", "", "", "", None, silent, ())


def row(conduct: Conduct) -> Event:
    """A row that says all it can, some of it twice."""
    reports = (
        Report("River Post", None, "Shots heard", ""),
        Report("River Post", Instant.parse("2031-05-10T09:00Z").datetime().date(), "Shots heard again", "a shepherd"),
    )
    return replace(
        event(conduct),
        titles={"en": "Clash at the ford", "ar": "اشتباك عند المخاضة", "ru": "Столкновение у брода"},
        place_name="Ford",
        district="Lower Valley",
        place_precision="district",
        marker=position("10.1", "1.1"),
        deaths=Deaths(3, 4, 11, 1, 0, None, 2),
        reports=reports,
        notes=("source dated before the event",),
    )


def atoms() -> dict[str, Atom]:
    """One atom of each kind and, for conditions nobody answered, one of each key."""
    detail: dict[str, tuple[str, ...]] = {
        "kind": ("ground_assault", "shelling"),
        "by": ("government_side",),
        "against": ("opposition", "party"),
        "harmed": ("civilian", "medical"),
        "site": ("school",),
        "inside": ("meadow",),
        "outside": ("meadow", "spring"),
        "within": ("500", "meadow"),
        "forward_of_own_line": (),
        "own_line_within": ("25000",),
        "weapon": ("mortar", "mlrs", "tank"),
        "platform": ("uav",),
        "purpose": ("rescue",),
        "armed": ("True",),
        "in_notified_volume": ("True",),
        "control_changed": ("True",),
        "period": (),
        "schedule": (),
        "notified_before": ("172800",),
        "answer_held": ("kelmar", "concurred"),
        "above_baseline": ("police", "1200"),
        "not": ("mortar",),
    }
    made = {f"condition {key}": Atom("condition", name=key, detail=detail[key]) for key in KEYS}
    return made | {
        "condition by a body": Atom("condition", name="by", detail=("villagers",)),
        "condition by a coalition": Atom("condition", name="by", detail=("coalition",)),
        "condition harmed who": Atom("condition", name="harmed", detail=("party",)),
        "condition harmed both": Atom("condition", name="harmed", detail=("civilian", "excluded")),
        "condition unarmed": Atom("condition", name="armed", detail=("False",)),
        "condition left": Atom("condition", name="in_notified_volume", detail=("False",)),
        "condition held": Atom("condition", name="control_changed", detail=("False",)),
        "condition minutes": Atom("condition", name="notified_before", detail=("5400",)),
        "took part": Atom("took_part", "b", statuses=("party",)),
        "took part in a role": Atom("took_part", "b", roles=("opposition",), statuses=("excluded", "unlisted")),
        "took part by name": Atom("took_part", "b", actors=("willow",)),
        "said to stand outside": Atom("took_part", "b", statuses=("non_party",)),
        "direction": Atom("direction"),
        "place": Atom("place", name="meadow", detail=("zone",)),
        "near": Atom("place", name="meadow", distance_m=500, detail=("band",)),
        "forward": Atom("place", name="ridge", detail=("forward",)),
        "moment": Atom("moment", instant=Instant.parse("2031-06-01T00:00+03:00")),
        "source": Atom("source", name="weapon"),
        "list": Atom("list"),
        "reading": Atom("reading", name="K"),
    }


ANSWERS: Mapping[str, tuple[str, ...]] = {
    "took part": ("yes", "no"),
    "direction": ("a", "b", "both"),
    "place": ("in", "out"),
    "near": ("in", "out"),
    "forward": ("in", "out"),
    "moment": ("before", "after"),
    "source": ("0",),
    "list": ("list-k",),
    "reading": ("large",),
    "condition weapon": ("yes", "no"),
}


def headlined(count: int, total: int | None, words: Words) -> str:
    """A bulletin's lead for so many findings."""
    agreement, sizes = truce()[0], found("possible-with-lead").list_sizes
    events = tuple(str(number) for number in range(count))
    lead = Headline(atoms()["took part"], "yes", "hills", ("A", "B"), True, events, sizes)  # noqa: FBT003 - a field
    return headline(words, agreement, lead, total)


def texts(words: Words) -> Iterator[tuple[str, str]]:
    """Every text that has a golden one, by name."""
    agreement, _, conducts = truce()
    for name in conducts:
        yield name, sentence(words, agreement, found(name))
    lead = found("possible-with-lead")
    yield "in a column", sentence(words, agreement, lead, "kelmar")
    yield "too many", sentence(words, agreement, found("possible-with-lead", limit=1))
    for name, rule in CLAUSES.items():
        one = found(name)
        clause = next(clause for clause in one.common.clauses if clause.rule == rule)
        yield f"clause {rule}: {name}", clause_sentence(words, agreement, one, clause)
    for name, atom in atoms().items():
        yield f"ask: {name}", question(words, agreement, atom, "hills" if atom.side else "")
    yield "ask: took part, unnamed", question(words, agreement, atoms()["took part"], "?")
    yield "ask: took part, two versions", question(words, agreement, atoms()["took part"], "cedar, willow / ?")
    yield "ask: status of one", question(words, agreement, atoms()["took part"], "willow")
    for name, answer, one_side in asked():
        yield f"if: {name} {answer.answer}", answered(words, agreement, answer, one_side)
        yield f"in which: {name} {answer.answer}", premise(words, agreement, answer, ("gov", "hills"))
    for answer_text in ("yes", "no"):
        was = Answered(atoms()["took part"], answer_text, True, ("A",), False)  # noqa: FBT003 - its fields
        yield f"in which: status of one {answer_text}", premise(words, agreement, was, ("gov", "willow"))
    yield "headline", headlined(1405, 2313, words)
    yield "headline, no total", headlined(1405, None, words)
    yield from told(words)


CLAUSES = {
    "possible-with-lead": "A",
    "possible-on-some": "N",
    "certain": "A",
    "undetermined": "L",
    "excepted": "D",
    "not-reached": "A",
    "not-engaged": "A",
    "contradictory": "A",
    "advice": "F",
}


def asked() -> Iterator[tuple[str, Answered, str]]:
    """Atoms with their answers; what follows alternates between certain and not."""
    for name, answers in ANSWERS.items():
        atom = atoms()[name]
        for number, answer in enumerate(answers):
            certain = number == 0
            yield name, Answered(atom, answer, certain, ("A", "B") if certain else (), certain), "hills"


def told(words: Words) -> Iterator[tuple[str, str]]:
    """Three findings explained, each as one text."""
    agreement, drawn, conducts = truce()
    for name in ("explained-clash", "explained-flight", "explained-own-word"):
        about = row(conducts[name])
        columns = findings_of(evaluate(drawn, conducts[name]), agreement)
        one = finding(about, agreement, drawn, "0" * 64, columns)
        sections = explain(words, agreement, about, one)
        yield f"explained: {name}", "\n".join(line for part in sections for line in (f"# {part.title}", *part.lines))


@cache
def golden(language: str) -> dict[str, str]:
    """The texts of a language by name."""
    parts = re.split(
        r"^== (.+)\n", (HERE / "golden" / f"{language}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    return {name: text.strip("\n") for name, text in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_golden(language: str) -> None:
    """Every form reads as its golden text, letter by letter, marks of direction included."""
    made = dict(texts(Words(language)))
    assert list(made) == list(golden(language))
    assert made == golden(language)


def test_every_result_has_its_text() -> None:
    """Among the golden sentences is one for each result."""
    results = {found(name).result for name in truce()[2]}
    assert results == set(Result)


def test_silence_is_no_permission() -> None:
    """Wherever no rule is engaged, the sentence says that this permits nothing."""
    said = {"en": "not a permission", "ar": "وليس ذلك إذناً", "ru": "это не разрешение"}
    agreement, _, conducts = truce()
    lightest = (Result.EXCEPTED, Result.NOT_REACHED, Result.NOT_ENGAGED)
    quiet = [one for one in map(found, conducts) if one.result in lightest]
    assert len(quiet) >= 6
    for language in LANGUAGES:
        for one in quiet:
            assert said[language] in sentence(Words(language), agreement, one)
    before = found("not-engaged")
    assert truce()[2]["not-engaged"].intended
    assert sentence(Words("en"), agreement, before).startswith("No rule engaged; not a permission")


# ── grammatical number ────────────────────────────────────────────────────────────────────────

GROUPS = {
    "en": ("1 group", "2 groups", "3 groups", "11 groups", "100 groups", "1,405 groups"),
    "ar": ("جماعة واحدة", "جماعتان", "3 جماعات", "11 جماعة", "100 جماعة", "1,405 جماعات"),
    "ru": (
        "1 группировка",
        "2 группировки",
        "3 группировки",
        "11 группировок",
        "100 группировок",
        "1\u00a0405 группировок",
    ),
}
VERSIONS = {
    "en": tuple(
        f"{n} version{s} of the facts"
        for n, s in zip(("1", "2", "3", "11", "100", "1,405"), ("", *"sssss"), strict=True)
    ),
    "ar": (
        "رواية واحدة للوقائع",
        "روايتان للوقائع",
        "3 روايات للوقائع",
        "11 رواية للوقائع",
        "100 رواية للوقائع",
        "1,405 روايات للوقائع",
    ),
    "ru": (
        "1 версия фактов",
        "2 версии фактов",
        "3 версии фактов",
        "11 версий фактов",
        "100 версий фактов",
        "1\u00a0405 версий фактов",
    ),
}
HOURS = {
    "en": ("1 hour", "2 hours", "3 hours", "11 hours", "100 hours", "1,405 hours"),
    "ar": ("ساعة واحدة", "ساعتين", "3 ساعات", "11 ساعة", "100 ساعة", "1,405 ساعات"),
    "ru": ("1 час", "2 часа", "3 часа", "11 часов", "100 часов", "1\u00a0405 часов"),
}
LEADS = {
    "en": (
        "1 finding would be certain",
        "2 findings would be certain",
        "3 findings would be certain",
        "11 findings would be certain",
        "100 findings would be certain",
        "1,405 findings would be certain",
    ),
    "ar": (
        "يصبح استنتاج واحد يقينياً",
        "يصبح استنتاجان يقينيين",
        "تصبح 3 استنتاجات يقينية",
        "يصبح 11 استنتاجاً يقينياً",
        "يصبح 100 استنتاج يقينياً",
        "تصبح 1,405 استنتاجات يقينية",
    ),
    "ru": (
        "1 вывод стал бы несомненным",
        "2 вывода стали бы несомненными",
        "3 вывода стали бы несомненными",
        "11 выводов стали бы несомненными",
        "100 выводов стали бы несомненными",
        "1\u00a0405 выводов стали бы несомненными",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("message", "expected"), [("groups", GROUPS), ("versions", VERSIONS), ("lead-hours", HOURS)])
def test_number(language: str, message: str, expected: Mapping[str, tuple[str, ...]]) -> None:
    """A counted noun takes the form its number asks for, and thousands are set apart as the language does it."""
    words = Words(language)
    assert tuple(words.say(message, n=n).translate(HIDDEN) for n in NUMBERS) == expected[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_of_a_headline(language: str) -> None:
    """Noun, verb and adjective of a bulletin's lead agree with its count."""
    leads = [headlined(n, None, Words(language)).translate(HIDDEN) for n in NUMBERS]
    assert [lead.startswith(one) for lead, one in zip(leads, LEADS[language], strict=True)] == [True] * len(NUMBERS)


def test_clauses_in_number() -> None:
    """One clause, two (a dual in Arabic) and more are counted as each language counts them."""
    expected = {
        "en": ("clause A", "one of clauses A and B", "one of clauses A, B and C"),
        "ar": ("البند A", "أحد البندين A وB", "أحد البنود A وB وC"),
        "ru": ("пункт A", "один из пунктов A и B", "один из пунктов A, B и C"),
    }
    agreement = truce()[0]
    for language, forms in expected.items():
        for number, form in enumerate(forms, start=1):
            answer = Answered(Atom("direction"), "both", True, tuple("ABC"[:number]), False)  # noqa: FBT003
            told_so = answered(Words(language), agreement, answer, "").translate(HIDDEN)
            assert told_so.endswith(form)


# ── the catalogs ──────────────────────────────────────────────────────────────────────────────


def messages(path: Path) -> dict[str, str]:
    """The messages of one catalog, by id, each as it is written."""
    source = path.read_text(encoding="utf-8")
    body = FluentParser().parse(source).body
    assert [one for one in body if isinstance(one, ast.Junk)] == []
    return {
        one.id.name: source[one.span.start : one.span.end] for one in body if isinstance(one, ast.Message) and one.span
    }


def catalogs(name: str = "*") -> list[Path]:
    """All catalogs of that name."""
    return sorted(LOCALE.glob(f"*/{name}.ftl"))


def test_same_messages() -> None:
    """Every catalog holds the same messages in all three languages."""
    for path in catalogs():
        english = messages(LOCALE / "en" / path.name)
        assert set(messages(path)) == set(english), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_once(language: str) -> None:
    """No message stands in two catalogs of a language."""
    ids = [name for path in sorted((LOCALE / language).glob("*.ftl")) for name in messages(path)]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("path", catalogs(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_words_for_people_alone(path: Path) -> None:
    """No catalog uses a word that belongs to a determination, or that this project does not use."""
    pattern = re.compile(FORBIDDEN[path.parent.name], re.IGNORECASE)
    wrong = [name for name, text in messages(path).items() if pattern.search(text.split("=", 1)[1])]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels(language: str) -> None:
    """Every word of the vocabulary has a label of its own."""
    words = Words(language)
    for family, known in FAMILIES.items():
        labels = [label(words, family, word) for word in known]
        assert all(labels)
        assert len(set(labels)) == len(labels), family
    assert result_label(words, Result.CERTAIN) == label(words, "result", "certain")
    assert status_label(words, next(iter(truce()[0].roster.standings("gov", "list-k", Instant(0)))).status)
    with pytest.raises(KeyError):
        label(words, "kind", "parade")


# ── whatever can be found can be said ─────────────────────────────────────────────────────────


@cache
def vector_agreement(sections: str) -> tuple[Agreement, Compiled]:
    """The agreement of a vector file or case."""
    agreement = read_inline(json.loads(sections))
    return agreement, compiled(agreement)


def everything(words: Words, agreement: Agreement, about: Event, one: Finding) -> Iterator[str]:
    """All that can be said of a finding."""
    for column in one.columns:
        yield sentence(words, agreement, one, column.name)
        for clause in column.clauses:
            yield clause_sentence(words, agreement, one, clause, column.name)
    for part in explain(words, agreement, about, one):
        yield part.title
        yield from part.lines


@cache
def vector_findings() -> list[tuple[Agreement, Event, Finding]]:
    """The finding of every vector, made once for all languages."""
    found = []
    for case in vectors():
        agreement, drawn = vector_agreement(json.dumps(case.agreement))
        about = event(read_conduct({**case.conduct, "id": case.id}))
        columns = findings_of(evaluate(drawn, about.conduct), agreement)
        found.append((agreement, about, finding(about, agreement, drawn, "0" * 64, columns)))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_found(language: str) -> None:
    """Every vector's finding is said, in every column, whole; isolates pair off; and no message is never said."""
    words, found = Listening(language), vector_findings()
    for agreement, about, one in found:
        for text in everything(words, agreement, about, one):
            assert text
            assert text.count("\u2068") == text.count("\u2069"), about.id
            assert not re.search(FORBIDDEN[language], text, re.IGNORECASE), f"{about.id}: {text}"
    assert len(found) >= 300
    assert all(text for _, text in texts(words))
    never = set(messages(LOCALE / language / "findings.ftl")) - words.said
    assert never - {f"{family}-{word}" for family, known in FAMILIES.items() for word in known} == set()


def test_no_margin_before_an_armed_activity() -> None:
    """Before the event nothing is said of how far an activity that may be armed would lie from a border."""
    agreement, drawn, conducts = truce()
    words = Words("en")

    def titles(about: Event) -> list[str]:
        columns = findings_of(evaluate(drawn, about.conduct), agreement)
        one = finding(about, agreement, drawn, "0" * 64, columns)
        return [part.title for part in explain(words, agreement, about, one)]

    after = row(conducts["explained-flight"])
    before = replace(after, conduct=replace(after.conduct, intended=True))
    assert words.say("explain-margins") in titles(after)
    assert words.say("explain-margins") not in titles(before)


def test_missing_numbers_are_not_zero() -> None:
    """A number of deaths that a row does not give is said not to be given."""
    agreement, drawn, conducts = truce()
    about = event(conducts["certain"])
    one = finding(about, agreement, drawn, "0" * 64, findings_of(evaluate(drawn, about.conduct), agreement))
    lines = explain(Words("en"), agreement, about, one)[0].lines
    assert "Deaths: not said" in lines
    assert "Deaths by side: not said" in lines
