"""The sentence of a finding: what holds on every version of the facts, what is open, and what nobody has said.

The sentence is the product's heart. It never says more than the worlds do: "on every version of the facts
before us", "on some but not on all", "cannot be said". What only people can decide is always named with it, and
the lighter the result, the plainer it says that silence of the text is no permission.

The words for what an organ determines are not used here: a finding is prima facie.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from truceline.agreement import Agreement
from truceline.bulletin import Headline
from truceline.doors.render.sentences import asking, names
from truceline.doors.render.words import Words
from truceline.findings import ENGAGED, ClauseFinding, ColumnFinding, Finding, ListSize, lead
from truceline.terms import COMMON, WORLD_LIMIT, Effect, Result
from truceline.terms.settle import Answered, Atom, Settling

# The results after which advice, which is never counted with the rest, would else go unsaid.
LIGHTEST = (Result.EXCEPTED, Result.NOT_REACHED, Result.NOT_ENGAGED)


def sentence(words: Words, agreement: Agreement, finding: Finding, column: str = COMMON) -> str:
    """The sentence for all clauses together in one column; raises KeyError for a column it has not."""
    found = finding.column(column)
    advice = [one for one in found.clauses if agreement.rule(one.rule).effect is Effect.ADVISE]
    counted = [one for one in found.clauses if one not in advice]
    scope = _Scope(words, agreement, finding, found, found.settle, counted)
    text = _all_together(scope)
    advised = [one.rule for one in advice if one.result in ENGAGED]
    if advised and found.together in LIGHTEST:
        listed = names.clauses(words, "clauses-listed", advised)
        text = text.removesuffix(".") + words.say("tail-advice", clauses=listed) + "."
    return _of_column(words, agreement, column, text)


def clause_sentence(
    words: Words, agreement: Agreement, finding: Finding, clause: ClauseFinding, column: str = COMMON
) -> str:
    """The sentence for one clause in one column."""
    scope = _Scope(words, agreement, finding, finding.column(column), clause.settle, [clause])
    text = _one_clause(scope, clause)
    if agreement.rule(clause.rule).effect is Effect.ADVISE and clause.result in ENGAGED:
        text = words.say("finding-advice", sentence=text.rstrip(".")) + "."
    return _of_column(words, agreement, column, text)


def headline(words: Words, agreement: Agreement, lead_with: Headline, total: int | None = None) -> str:
    """A bulletin's lead: how many findings one answer would make certain; `total` is out of how many."""
    atom = lead_with.atom
    answer = Answered(atom, lead_with.answer, True, lead_with.clauses, lead_with.direction_open)  # noqa: FBT003
    told = {
        "question": asking.question(words, agreement, atom, lead_with.about),
        "then": asking.answered(words, agreement, answer, lead_with.about),
        "lists": _lists(words, agreement, atom, lead_with.list_sizes),
    }
    count = len(lead_with.findings)
    if total is None:
        return words.say("headline", n=count, **told) + "."
    return words.say("headline-of", n=count, total=total, **told) + "."


# ── the forms ─────────────────────────────────────────────────────────────────────────────────


class _Scope:
    """What one sentence speaks of: some clauses of one column of one finding."""

    def __init__(
        self,
        words: Words,
        agreement: Agreement,
        finding: Finding,
        column: ColumnFinding,
        settle: Settling,
        clauses: Sequence[ClauseFinding],
    ) -> None:
        self.words, self.agreement, self.finding, self.column = words, agreement, finding, column
        self.settle, self.clauses = settle, clauses

    def rules(self, *results: Result) -> list[str]:
        """The clauses with one of these results, by id."""
        return [one.rule for one in self.clauses if one.result in results]

    def say(self, message: str, rules: Iterable[str], **values: str) -> str:
        """A form that speaks of clauses, one of which it falls under."""
        return self.words.say(message, clauses=names.clauses(self.words, "clauses-under", rules), **values)

    def say_any(self, message: str, rules: Iterable[str], **values: str) -> str:
        """A form that speaks of clauses, any of which it may fall under."""
        return self.words.say(message, clauses=names.clauses(self.words, "clauses-any", rules), **values)

    def sizes(self) -> tuple[ListSize, ...]:
        """The list sizes that count in the column: those of its author's own lists, or all where it has none."""
        own = [book.id for book in self.agreement.roster.lists.values() if book.author == self.column.name]
        return tuple(size for size in self.finding.list_sizes if not own or size.list_id in own)


def _all_together(scope: _Scope) -> str:
    column, result = scope.column, scope.column.together
    if result is Result.CERTAIN:
        return _certain(scope, column.together_clauses)
    if result is Result.POSSIBLE:
        return _possible(scope, lead(column), scope.rules(*ENGAGED))
    if result is Result.NOT_ENGAGED:
        return scope.words.say("finding-not-engaged") + "."
    return _lighter(scope, result, scope.rules(result))


def _one_clause(scope: _Scope, clause: ClauseFinding) -> str:
    if clause.result is Result.CERTAIN:
        return _certain(scope, (clause.rule,))
    if clause.result is Result.POSSIBLE:
        certain = next((one for one in clause.settle.under if one.certain), None)
        return _possible(scope, certain, [clause.rule])
    if clause.result is Result.NOT_ENGAGED:
        speaks = names.clauses(scope.words, "clauses-speak", [clause.rule])
        return scope.words.say("finding-not-engaged-clause", clauses=speaks) + "."
    return _lighter(scope, clause.result, [clause.rule])


def _certain(scope: _Scope, rules: Sequence[str]) -> str:
    return scope.say("finding-certain", rules) + _open(scope, rules) + "."


def _possible(scope: _Scope, certain: Answered | None, rules: Sequence[str]) -> str:
    """With the answer that would make it certain where there is one; else "on some versions, not on all"."""
    words = scope.words
    if certain is None:
        some = names.clauses(words, "clauses-some", rules)
        return words.say("finding-some", clauses=some) + _open(scope, rules) + "."
    holds = asking.premise(words, scope.agreement, certain, scope.finding.sides)
    holds += _lists(words, scope.agreement, certain.atom, scope.sizes())
    side = words.say("tail-side") if certain.direction_open else ""
    return scope.say("finding-lead", certain.clauses, premise=holds) + _open(scope, certain.clauses) + side + "."


def _lighter(scope: _Scope, result: Result, rules: Sequence[str]) -> str:
    words = scope.words
    if result is Result.CONTRADICTORY:
        return words.say("finding-contradictory") + "."
    if result is Result.EXCEPTED:
        return scope.say_any("finding-excepted", rules, exceptions=_exceptions(scope)) + "."
    if result is Result.NOT_REACHED:
        speak = names.clauses(words, "clauses-speak", rules)
        return words.say("finding-not-reached", clauses=speak) + "."
    return _undetermined(scope, rules)


def _undetermined(scope: _Scope, rules: Sequence[str]) -> str:
    words = scope.words
    if not scope.settle.unanswered:  # nothing was weighed
        return words.say("finding-too-many", limit=WORLD_LIMIT) + "."
    sides = scope.finding.sides
    asked = (asking.question_of(words, scope.agreement, atom, sides) for atom in scope.settle.unanswered)
    return scope.say_any("finding-undetermined", rules, questions=" ".join(asked))


# ── what goes with a form ─────────────────────────────────────────────────────────────────────


def _open(scope: _Scope, rules: Sequence[str]) -> str:
    """What the clauses leave to people, and the justifications that nothing here examines."""
    words, chosen = scope.words, [scope.agreement.rule(rule) for rule in rules]
    questions = dict.fromkeys(words.pick(one.question) for rule in chosen for one in rule.assessments)
    cited = tuple(dict.fromkeys(one.clause.paragraph for rule in chosen for one in rule.justifications))
    tail = ""
    if questions:
        asked = names.row(words, (names.quoted(words, one) for one in questions))
        tail += words.say("tail-subject", questions=asked)
    if cited:
        tail += words.say("tail-justified", paragraphs=names.paragraphs(words, cited))
    return tail


def _exceptions(scope: _Scope) -> str:
    """The exceptions that lift the clauses, each with its paragraph."""
    found = dict.fromkeys(
        names.exception_name(scope.words, scope.agreement.rule(one.rule), name)
        for one in scope.clauses
        if one.result is Result.EXCEPTED
        for name in one.lifted_by
    )
    return names.row(scope.words, found)


def _lists(words: Words, agreement: Agreement, atom: Atom, sizes: Sequence[ListSize]) -> str:
    """How many groups the lists hold, where the answer turns on who had adhered."""
    if not sizes or not atom.statuses:
        return ""
    return words.say("tail-lists", n=len(sizes), sizes=names.list_sizes(words, agreement, sizes))


def _of_column(words: Words, agreement: Agreement, column: str, text: str) -> str:
    if column == COMMON:
        return text
    return words.say("column-says", author=names.actor_name(words, agreement, column), sentence=text)
