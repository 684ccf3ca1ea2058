"""The whole reasoning of one finding, as structured text that a door prints.

What the row says; what each column says; each clause with its source, its worlds and what is open; what is
presumed, by whom; what is taken as so; what would settle it; how far the borders are; and what a finding is.
A finding read back from a file explains itself from this alone: nothing is judged again.

What it does not do: show a margin that the finding withholds, or name a group as one that acted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from truceline.agreement import Agreement
from truceline.claims import Event
from truceline.doors.render.sentences import asking, names, telling
from truceline.doors.render.sentences.rows import row_lines
from truceline.doors.render.words import Words
from truceline.findings import ENGAGED, ClauseFinding, ColumnFinding, Finding, Margin, Participant, Witness
from truceline.period import Period
from truceline.terms import COMMON, Clause, OpenQuestion, Presumption, Result, Rule
from truceline.terms.settle import Atom, Settling


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with what stands under it."""

    title: str
    lines: tuple[str, ...]  # at least one


def explain(words: Words, agreement: Agreement, event: Event, finding: Finding) -> list[Section]:
    """The whole reasoning of one finding; sections with nothing to say are left out."""
    teller = _Teller(words, agreement, event, finding)
    sections = [
        Section(words.say("explain-row"), tuple(row_lines(words, agreement, event))),
        *(teller.column(column) for column in finding.columns),
        *(teller.clause(clause) for clause in finding.common.clauses if not _of_no_account(finding, clause)),
        Section(words.say("explain-not-engaged"), tuple(teller.not_engaged())),
        Section(words.say("explain-presumptions"), tuple(teller.presumptions())),
        Section(words.say("explain-closure"), tuple(names.label(words, "closure", one) for one in finding.closure)),
        Section(words.say("explain-lists"), tuple(teller.lists())),
        Section(words.say("explain-settle"), tuple(teller.settling(finding.common.settle))),
        Section(words.say("explain-margins"), tuple(teller.margin(one) for one in finding.margins)),
        Section(words.say("explain-notice"), tuple(teller.notice())),
    ]
    return [section for section in sections if section.lines]


def _of_no_account(finding: Finding, clause: ClauseFinding) -> bool:
    """Whether a clause speaks of another kind of conduct, whatever the column."""
    every = (one.result for column in finding.columns for one in column.clauses if one.rule == clause.rule)
    return all(result is Result.NOT_ENGAGED for result in every)


class _Teller:
    """Tells one finding in one language."""

    def __init__(self, words: Words, agreement: Agreement, event: Event, finding: Finding) -> None:
        self._words, self._agreement = words, agreement
        self._event, self._finding = event, finding

    def _line(self, name: str, value: str, **values: str) -> str:
        return self._words.say("line", name=self._words.say(name, **values), value=value)

    # ── columns ───────────────────────────────────────────────────────────────────────────────

    def column(self, column: ColumnFinding) -> Section:
        """What one column says of all clauses together."""
        words, agreement = self._words, self._agreement
        lines = [
            self._line("line-list", self._lists_of(column.name)),
            *self._readings_of(column.name),
            self._line("line-versions", words.say("versions", n=column.worlds)),
            self._line("line-result", names.result_label(words, column.together)),
            telling.sentence(words, agreement, self._finding, column.name),
        ]
        if column.name == COMMON:
            return Section(words.say("column-all"), tuple(lines))
        author = names.actor_name(words, agreement, column.name)
        return Section(words.say("column-own", author=author), tuple(lines))

    def _column_name(self, name: str) -> str:
        if name == COMMON:
            return self._words.say("column-common")
        return self._words.say("column-of", author=names.actor_name(self._words, self._agreement, name))

    def _lists_of(self, column: str) -> str:
        """The lists a column ranges over: its author's own, else all."""
        books = self._agreement.roster.lists.values()
        own = [book.id for book in books if book.author == column]
        every = own or [book.id for book in books]
        return self._joined(names.list_name(self._words, self._agreement, one) for one in every)

    def _readings_of(self, column: str) -> Iterator[str]:
        """How a column reads each clause that has readings: as its author does, else in every way."""
        for rule in self._agreement.rules:
            own = [one for one in rule.readings if column in one.authors]
            titles = [self._words.pick(one.title) for one in own or rule.readings]
            if titles:
                yield self._line("line-reading", self._joined(titles), clause=rule.id)

    # ── clauses ───────────────────────────────────────────────────────────────────────────────

    def clause(self, clause: ClauseFinding) -> Section:
        """One clause: what it says, where, what it comes to and what is open."""
        words, rule = self._words, self._agreement.rule(clause.rule)
        title = words.pick(self._agreement.instruments[rule.clause.instrument].title)
        cited = names.paragraphs(words, (rule.clause.paragraph,))
        lines = (
            words.pick(rule.clause.gist),
            self._line("line-cites", words.say("cited", instrument=title, paragraphs=cited)),
            self._line("line-source", self._read_in(rule.clause)),
            self._line("line-effect", names.label(words, "clause-effect", rule.effect)),
            self._line("line-in-force", self._in_force(rule.in_force)),
            self._line("line-result", names.result_label(words, clause.result)),
            telling.clause_sentence(words, self._agreement, self._finding, clause),
            *self._elsewhere(clause),
            *self._reasons(rule, clause),
        )
        return Section(self._heading(rule), lines)

    def not_engaged(self) -> Iterator[str]:
        """The clauses that speak of another kind of conduct, one line each."""
        for clause in self._finding.common.clauses:
            if _of_no_account(self._finding, clause):
                rule = self._agreement.rule(clause.rule)
                gist = self._words.pick(rule.clause.gist).rstrip(".")
                told = self._joined((gist, self._read_in(rule.clause)))
                yield self._words.say("line", name=self._heading(rule), value=told)

    def _heading(self, rule: Rule) -> str:
        cited = names.paragraphs(self._words, (rule.clause.paragraph,))
        return self._words.say("explain-clause", clause=rule.id, paragraphs=cited)

    def _read_in(self, clause: Clause) -> str:
        """Where a clause was read, how near to the text that is, and its address."""
        source = self._agreement.sources[clause.source]
        standing = names.label(self._words, "standing", source.standing)
        if not source.url:
            return self._words.say("source-cited", title=source.title, standing=standing)
        return self._words.say("source-at", title=source.title, standing=standing, url=source.url)

    def _in_force(self, period: Period) -> str:
        """From when until when, on the wall clock of the agreement's zone."""
        zone = self._agreement.time_zone
        start, end = (f"{self._words.moment(at, zone)} ({zone})" if at else "" for at in (period.start, period.end))
        forms = {(False, False): "always", (True, False): "from", (False, True): "until", (True, True): "between"}
        return self._words.say(f"in-force-{forms[bool(start), bool(end)]}", start=start, end=end)

    def _reasons(self, rule: Rule, clause: ClauseFinding) -> Iterator[str]:
        """On which versions the result rests, what lifts it, what is open, what would settle it."""
        yield self._line("line-counts", self._counts(clause))
        if clause.witness is not None:
            yield self._line("line-witness", self._version(rule, clause.witness))
        if clause.counter is not None:
            yield self._line("line-counter", self._version(rule, clause.counter))
        for exception in clause.lifted_by:
            yield self._line("line-exception", names.exception_name(self._words, rule, exception))
        yield from self._for_people(rule, clause)
        for source in clause.set_aside:
            yield self._line("line-set-aside", self._source(source))
        yield from self.settling(clause.settle)

    def _counts(self, clause: ClauseFinding) -> str:
        return self._words.say("counts", yes=clause.yes, unknown=clause.unknown, n=clause.worlds)

    def _version(self, rule: Rule, shown: Witness) -> str:
        """One version of the facts in words."""
        words, agreement = self._words, self._agreement
        readings = [reading for name, reading in shown.readings if name == rule.id]
        moment = f"{words.moment(shown.at, agreement.time_zone)} ({agreement.time_zone})"
        parts = [
            words.say("witness-began", who=self._bodies(shown.initiators)),
            words.say("witness-struck", who=self._bodies(shown.struck)),
            words.say("witness-list", list=names.list_name(words, agreement, shown.list_id)),
            *(
                words.say("witness-reading", reading=names.reading_title(words, agreement, rule.id, one))
                for one in readings
            ),
            self._placed(shown),
            words.say("witness-since", moment=moment),
            *(self._account(field, int(n)) for field, n in shown.versions),
        ]
        return self._joined(parts)

    def _account(self, field: str, position: int) -> str:
        """Which of a field's accounts a version takes; of those that count, none where the position is negative."""
        told = names.label(self._words, "field", field)
        if position < 0:
            return self._words.say("witness-uncounted", field=told)
        return self._words.say("witness-version", field=told, n=position + 1)

    def _bodies(self, bodies: Iterable[Participant]) -> str:
        return names.row(self._words, (self._body(one) for one in bodies))

    def _body(self, one: Participant) -> str:
        """A member of a version with its status there; under an umbrella it is said to stand for others."""
        body = names.actor_name(self._words, self._agreement, one.label)
        if not one.statuses:
            return body
        status = names.beside(self._words, (names.status_label(self._words, each) for each in one.statuses))
        for side in self._finding.sides:
            umbrella = self._agreement.roster.umbrellas.get(side)
            if umbrella is not None and one.label in {*umbrella.members, "another"}:
                under = names.quoted(self._words, self._words.pick(umbrella.names))
                return self._words.say("such-as", body=body, status=status, umbrella=under)
        return self._words.say("with-status", body=body, status=status)

    def _placed(self, shown: Witness) -> str:
        if not shown.place_known:
            return self._words.say("witness-unplaced")
        if not shown.inside:
            return self._words.say("witness-outside")
        return self._words.say("witness-inside", areas=self._joined(self._area(one) for one in shown.inside))

    def _area(self, area: str) -> str:
        """An area of the agreement; a line's own name stands for what lies forward of it."""
        name = names.area_name(self._words, self._agreement, area)
        if any(line.id == area for line in self._agreement.lines):
            return self._words.say("area-forward", line=names.quoted(self._words, name))
        return name

    def _for_people(self, rule: Rule, clause: ClauseFinding) -> Iterator[str]:
        if clause.result in ENGAGED:
            yield from (self._line("line-assessment", self._asked(one)) for one in rule.assessments)
            yield from (self._line("line-justification", self._asked(one)) for one in rule.justifications)

    def _asked(self, one: OpenQuestion) -> str:
        cited = names.paragraphs(self._words, (one.clause.paragraph,))
        text = names.quoted(self._words, self._words.pick(one.question))
        return self._words.say("text-cited", text=text, paragraph=cited)

    def _source(self, source: str) -> str:
        """Who is behind a source, with its id in the row."""
        roots = self._event.conduct.sources[source].roots
        named = names.row(self._words, (names.actor_name(self._words, self._agreement, one) for one in roots))
        return self._words.say("version-of-source", value=named, source=source)

    def _elsewhere(self, clause: ClauseFinding) -> Iterator[str]:
        """The columns in which the clause comes to something else."""
        for column in self._finding.columns[1:]:
            other = next(one for one in column.clauses if one.rule == clause.rule)
            if other.result is not clause.result:
                result = names.result_label(self._words, other.result)
                yield self._words.say("line", name=self._column_name(column.name), value=result)

    # ── what it leans on ──────────────────────────────────────────────────────────────────────

    def presumptions(self) -> Iterator[str]:
        """What some column presumes, with who does."""
        for one in self._agreement.presumptions:
            leaning = [column.name for column in self._finding.columns if one.id in column.leaned_on]
            if leaning:
                yield self._line("line-presumed", self._presumed(one, leaning))
            contradicted = [column.name for column in self._finding.columns if one.id in column.rebutted]
            if contradicted:
                yield self._line("line-rebutted", self._presumed(one, contradicted))

    def _presumed(self, one: Presumption, columns: Iterable[str]) -> str:
        words = self._words
        author = names.actor_name(words, self._agreement, one.author)
        others = [names.actor_name(words, self._agreement, name) for name in one.adopters if name != one.author]
        if others:
            author = words.say("presumed-adopters", author=author, adopters=names.row(words, others))
        return words.say(
            "presumed-by",
            author=author,
            gist=words.pick(one.clause.gist),
            question=words.pick(one.question),
            rebuttal=words.pick(one.rebuttal),
            columns=self._joined(self._column_name(name) for name in columns),
        )

    def lists(self) -> Iterator[str]:
        """How many groups each list without names was said to hold, when, by whom."""
        words, agreement = self._words, self._agreement
        for size in self._finding.list_sizes:
            yield words.say(
                "list-said",
                list=names.list_name(words, agreement, size.list_id),
                groups=words.say("groups", n=size.groups),
                day=words.date(size.as_of.datetime(agreement.time_zone).date()),
                source=agreement.sources[size.source].title,
            )

    def settling(self, settle: Settling) -> Iterator[str]:
        """What would settle a result: whatever the answer, on one answer, together, and what nobody says."""
        asked = dict.fromkeys(answer.atom for answer in settle.under)
        for atom in asked:
            message = "line-whatever" if atom in settle.whatever else "line-under"
            yield self._line(message, self._outcomes(atom, settle))
        for chosen in settle.sets:
            yield self._line("line-together", " ".join(self._question(atom) for atom in chosen))
        for atom in settle.unanswered:
            if atom not in asked:
                yield self._line("line-unanswered", self._question(atom))

    def _outcomes(self, atom: Atom, settle: Settling) -> str:
        """A question with what follows from each answer that settles it."""
        words, agreement, sides = self._words, self._agreement, self._finding.sides
        told = (asking.answered_of(words, agreement, one, sides) + "." for one in settle.under if one.atom == atom)
        return " ".join((self._question(atom), *told))

    def _question(self, atom: Atom) -> str:
        return asking.question_of(self._words, self._agreement, atom, self._finding.sides)

    def margin(self, margin: Margin) -> str:
        """How far inside or outside an area the event lies."""
        message = "margin-inside" if margin.inside else "margin-outside"
        far = names.distance(self._words, margin.metres)
        return self._words.say(message, area=self._area(margin.area), distance=far)

    def notice(self) -> Iterator[str]:
        """What a finding is, and who decides."""
        words, finding = self._words, self._finding
        yield words.say("notice-prima-facie")
        for one in self._agreement.procedure:
            if one.topic == "organ":
                yield self._line("line-organ", words.pick(one.text))
        yield words.say("notice-one-name")
        yield words.say("notice-not-permission")
        yield words.say("notice-recomputable", agreement=finding.agreement, mark=finding.fingerprint)

    def _joined(self, parts: Iterable[str]) -> str:
        return names.joined(self._words, parts)
