# The bulletin: its page, its charts and map, its form for a terminal.
# A computed finding is prima facie; the words for what an organ determines are not used here.

## Head and foot

page-bulletin = Bulletin
page-skip = Skip to the bulletin
page-simulated-mark = SIMULATED
page-simulated = Training data: nothing in this bulletin happened.
page-period = Period
page-days-from-to = { $first } – { $last }
page-zone = Time zone
page-cutoff = Cut-off
page-status = Agreement
page-events = Events
page-contents = Contents
page-prima-facie = Findings are computed and prima facie; people determine.
page-coverage = A quiet day nobody could observe is not a compliant day: coverage is not recorded here.
page-version = Truceline { $version }
page-agreement-mark = Agreement { $id }, SHA-256 of its canonical form:

## Ten seconds

page-brief = In ten seconds
page-brief-known = What is known
page-brief-unknown = What is not
page-brief-ask = What to ask
page-ask-none = No single answer would settle anything.
page-lead-certain = { $number } of { $total ->
    [one] { $total } finding
   *[other] { $total } findings
} certain: on every version of the facts before us a clause is engaged.
page-lead-none = { $total ->
    [0] No event in this period.
    [one] { $total } event in this period, and no clause certainly or possibly engaged.
   *[other] { $total } events in this period, and no clause certainly or possibly engaged.
}
page-lead-open = { $number } of { $total ->
    [one] { $total } finding
   *[other] { $total } findings
} open, and no single answer would make any of them certain.
page-known-certain = certain: on every version of the facts a clause is engaged
page-known-excepted = excepted: an exception lifts the clause
page-known-not_reached = not reached: agreement silent; other law applies
page-known-not_engaged = not engaged: no clause speaks of such a conduct; not a permission
page-unknown-possible = possible: engaged on some versions of the facts, not on all
page-unknown-undetermined = undetermined: what would decide it is not in any statement
page-unknown-unsettled = of these, no single answer would make certain
page-unknown-contradictory = contradictory: no version of the facts fits all that is stated

## Counts, days

page-counts = Counts by result
page-counts-note = This period: { $period }. The one before it: { $previous }. All clauses that forbid or require together, in the common column.
page-counts-caption = Findings by result, this period and the one before
page-result = Result
page-this = This period
page-last = Last period
page-total = All
page-days = Day by day
page-days-note = An event counts on the first day on which it may have been.
page-days-caption = Findings by day and result
page-day = Day
page-days-left-out = Days without an event, not listed here: { $number }.
page-as-table = As a table
chart-periods = Findings by result, this period and the one before
chart-periods-description = Two bars stacked by result: { $this } findings in this period, { $last } in the one before. The table below has every number.
chart-days = Findings by day
chart-days-description = A column for each of { $days ->
    [one] { $days } day
   *[other] { $days } days
}, stacked by result. The table below has every number.
chart-this-wide = This period
chart-last-wide = Last period
chart-this-narrow = This
chart-last-narrow = Last
chart-day = { $day }/{ $month }
chart-month = { $month }/{ $year }

## Map

page-map = Map
page-map-note = The area of a marker grows with the number of events; within it the heaviest result lies in the middle. Zones and lines are drawn as far as the agreement ships their geometry and they had effect in this period.
page-map-size = { $number ->
    [one] { $number } event
   *[other] { $number } events
}
page-map-doubt = may lie anywhere inside: the place is known only so far
page-map-unplaced = On the map: { $placed }. Without a place that a map could show: { $unplaced }.
page-map-undrawn = Spoken of by the agreement, but no map was published, so not drawn and its reach unknown:
page-map-caption = Places on the map, by result
page-map-untold = Events at further places, told in the findings file: { $number }.
page-place = Place
page-position = Latitude, longitude
map = Map of the events and of the agreement’s zones
map-description = { $placed ->
    [one] { $placed } event
   *[other] { $placed } events
} by place and result, { $unplaced } without a place. The table below has every number.
map-marker = { $place }: { $counts }
map-km = { $km } km
map-east = { $degrees } E
map-west = { $degrees } W
map-north = { $degrees } N
map-south = { $degrees } S

## Work order, gaps

page-work = What to ask: the work order
page-work-note = Each is one fact that differs between the versions of the facts. Nothing here says which answer is likely.
page-work-caption = Questions, those that can settle most findings first
page-work-caption-more = Further questions of the work order
page-work-none = No single question would settle a finding of this period.
page-work-total = Can settle
page-work-whatever = Whatever the answer
page-work-if = What follows
page-work-certain = { $answer }: { $number } certain
page-work-cleared = { $answer }: { $number } with no clause engaged
page-work-of = over { $findings ->
    [one] { $findings } finding
   *[other] { $findings } findings
}
page-work-settles = settled whatever the answer: { $number }
page-question = Question
page-more-questions = { $number ->
    [one] { $number } more question
   *[other] { $number } more questions
}
page-gaps = What nobody’s statement answers
page-gaps-note = Conditions of the clauses on which every source before us is silent, with the number of findings each keeps open.
page-gaps-more = Further conditions that nobody’s statement answers
page-gaps-none = No finding of this period is kept open by a silence.
page-findings-open = Findings

## Findings

page-findings = Findings
page-findings-note = By result, heaviest first; findings that read alike stand under one sentence. At most { $most } of each result are told here; the findings file has all.
page-findings-none = No event in this period.
page-events-caption = { $number ->
    [one] { $number } event
   *[other] { $number } events
}, { $result }
page-events-caption-more = { $number ->
    [one] { $number } further event
   *[other] { $number } further events
}, { $result }
page-more-findings = { $number ->
    [one] { $number } more event
   *[other] { $number } more events
} under the same sentence
page-more-sentences = { $number ->
    [one] { $number } more finding, under another sentence
   *[other] { $number } more findings, under other sentences
}
page-untold = { $number } more, told in the findings file alone.
page-untold-otherwise = { $number } more that read otherwise, told in the findings file alone.
page-event = Event
page-when = When
page-where = Where
page-sides = Sides
page-deaths = Deaths
page-reported-by = Reported by
page-source = source
page-silent = Agreement silent under:
event-sides = { $a } – { $b }
event-began = Began: { $who }
event-began-both = both at once
event-version-or = { $most } / { $next }
event-time-within = some time from { $start } to { $end }
event-time-throughout = throughout { $start } to { $end }
event-place-not-named = place not named
event-place-not-said = place not said
event-place-point = exact
event-place-within = within { $radius } km
event-place-within-m = within { $radius } m
event-place-area = an area of about { $area } km²
event-place-vague = known only vaguely
event-place-district = district
event-place-governorate = governorate
event-place-line = a line or part of a region
event-place-country = country
event-place-waters = international waters or airspace
event-deaths-range = { $low }–{ $high }
event-deaths-best = { $low }–{ $high }, best estimate { $best }
event-deaths-civilians = { $deaths }; civilians: { $civilians }

## Clauses, columns, people, tallies, sources

page-clauses = Clauses
page-clauses-note = Each clause by itself, in the common column. Large: this period; small below it: the one before.
page-clauses-caption = Findings by clause and result
page-clause = Clause
page-clause-reference = { $instrument }, { $paragraph }
page-columns = Columns side by side
page-columns-note = { $events ->
    [one] The same { $events } event
   *[other] The same { $events } events
} in every column: one list, judged by each author’s list of statuses and readings. These are not totals to be added up.
page-columns-caption = Findings by result in each column
page-columns-differ = { $number ->
    [one] { $number } finding on which the columns differ
   *[other] { $number } findings on which the columns differ
}
page-columns-differ-caption = Findings on which the columns differ
page-columns-agree = On no finding of this period do the columns differ.
page-people = Left to people
page-people-note = What the clauses ask and no machine may answer. It is open in so many findings of this period.
page-people-none = Nothing engaged in this period leaves a question of this kind.
page-people-kind = Kind
page-people-assessment = assessment
page-people-justification = justification
page-tallies = Published totals of others
page-tallies-note = As published, each with its unit, window and accused, in its reporter’s words. Unlike units: never added up, and not compared with the counts above.
page-tally-reporter = Reporter
page-tally-covers = Window
page-tally-total = Total
page-tally-accused = Accused
page-tally-parts = Parts
page-tally-part = { $name } { $number }
page-tally-cumulative = running total { $number }
page-tally-does-not-add-up = does not add up: parts sum to { $sum }
page-sources = Sources
page-sources-clauses = Of the clauses
page-sources-data = Of the events
page-sources-data-none = No data set named.
page-licence = Licence:
page-citation = Cite as:

## For a terminal

page-terminal-event = { $when }, { $where } ({ $precision })
page-terminal-sides = { $sides }; deaths: { $deaths }
