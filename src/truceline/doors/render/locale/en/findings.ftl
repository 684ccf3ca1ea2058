# What a finding says, what to ask, and what an answer would settle.
# A finding is computed and prima facie; the words for what an organ determines are not used here.

number = { $n }
quoted = “{ $text }”
list-or = { $most } or { $last }
list-or-comma = { $most }, { $next }
list-beside = { $most }, { $next }

## Results

result-certain = certain
result-possible = possible
result-undetermined = undetermined
result-excepted = excepted
result-not_reached = not reached
result-not_engaged = not engaged
result-contradictory = contradictory

## Status on a list

status-party = party
status-excluded = excluded
status-non_party = non-party
status-unlisted = unlisted

## What was done

kind-attack = attack
kind-air_strike = air strike
kind-shelling = shelling
kind-ground_assault = ground assault
kind-small_arms_fire = small-arms fire
kind-explosive_device = explosive device
kind-missile_strike = missile strike
kind-drone_strike = drone strike
kind-flight = flight
kind-combat_flight = combat flight
kind-reconnaissance_flight = reconnaissance flight
kind-transport_flight = transport flight
kind-movement = movement
kind-troop_movement = movement of troops
kind-weapon_movement = movement of weapons
kind-convoy_movement = movement of a convoy
kind-deployment = deployment
kind-weapon_deployment = deployment of weapons
kind-troop_deployment = deployment of troops
kind-fortification = fortification
kind-territory_gain = gain of territory
kind-access_denied = denial of access
kind-detention = detention
kind-abduction = abduction
kind-provocation = provocation
kind-looting = looting
kind-siege = siege
kind-propaganda = propaganda

## With what, from what, what for

weapon-small_arms = small arms
weapon-machine_gun = machine gun
weapon-mortar = mortar
weapon-artillery = artillery
weapon-artillery_100mm = artillery of 100 mm calibre or more
weapon-mlrs = multiple rocket launcher
weapon-mlrs_long = long-range multiple rocket launcher
weapon-tactical_missile = tactical missile
weapon-tank = tank
weapon-anti_tank_missile = anti-tank guided missile
weapon-rocket = rocket
weapon-air_bomb = air bomb
weapon-barrel_bomb = barrel bomb
weapon-explosive_device = explosive device
weapon-chemical = chemical weapon
weapon-anti_aircraft = anti-aircraft weapon

platform-fixed_wing = fixed-wing aircraft
platform-rotary_wing = helicopter
platform-uav = uncrewed aircraft
platform-ground_vehicle = ground vehicle
platform-vessel = vessel
platform-foot = on foot

purpose-medevac = medical evacuation
purpose-rescue = rescue
purpose-fire_fighting = fire-fighting
purpose-humanitarian = humanitarian relief
purpose-weather = weather observation
purpose-agriculture = agriculture
purpose-transport = transport
purpose-training = training
purpose-patrol = patrol
purpose-monitoring = monitoring
purpose-resupply = resupply

## What was struck, who was harmed

site-civilian_object = civilian object
site-medical = medical facility
site-school = school
site-camp = camp
site-market = market
site-worship = place of worship
site-water = water supply
site-power = power supply
site-humanitarian = humanitarian site
site-cultural = cultural property
site-military = military object

harmed-civilian = civilians
harmed-medical = medical personnel
harmed-humanitarian = humanitarian personnel
harmed-journalist = journalists
harmed-child = children
harmed-detainee = detainees
harmed-combatant = combatants
harmed-monitor = monitors

answer-concurred = concurrence
answer-objected = objection
answer-acknowledged = acknowledgement

## Fields of a conduct

field-a = one side
field-b = the other side
field-direction = who began
field-kind = what was done
field-weapon = weapon
field-platform = vehicle or aircraft
field-purpose = purpose
field-site = what was struck
field-armed = armed
field-control_changed = change of control over the place
field-in_notified_volume = within what was notified
field-harmed = who was harmed
field-place = place
field-own_line_mm = distance from the own line of whoever began
field-time = time
field-altitude = altitude
field-notice = advance notice
field-answers = answers held
field-amounts = strength or presence

direction-a_to_b = { $a } began
direction-b_to_a = { $b } began
direction-mutual = both sides acted

## What is taken as so

closure-no_third_actor = Nobody but the sides named is taken to have acted.
closure-umbrella_as_listed = The umbrella is taken to hold the groups that the agreement lists under it and, where the agreement leaves it open, others.
closure-adherence_constant = A group that a list without names may hold is taken to have been on it, or not, throughout the event.
closure-place_not_enumerable = A place known only vaguely is not drawn; whatever turns on the place is unknown.

standing-primary = the text itself
standing-secondary = a later report
standing-draft = press account of a proposal
standing-own = made for this collection

clause-effect-prohibit = prohibition
clause-effect-require_notice = advance notice required
clause-effect-require_concurrence = concurrence required
clause-effect-advise = advice, not a prohibition

role-government_side = government side
role-opposition = opposition
role-coalition = coalition

## Names of bodies and places

body-another = another, not named in the agreement
body-unknown = not said who
body-nobody = nobody
column-common = Common column
column-of = Column of { $author }
column-all = Common column: everybody’s lists and readings
column-own = Column of { $author }: its own list and readings
place-band = { $place }, within { $distance }
distance-m = { $n } m
distance-km = { $n } km
lead-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
lead-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
groups = { $n ->
    [one] { $n } group
   *[other] { $n } groups
}
versions = { $n ->
    [one] { $n } version of the facts
   *[other] { $n } versions of the facts
}
paragraphs = { $n ->
    [one] paragraph { $list }
   *[other] paragraphs { $list }
}

## The sentence

clauses-under = { $n ->
    [0] a clause of the agreement
    [1] clause { $list }
   *[other] one of clauses { $list }
}
clauses-some = { $n ->
    [0] a clause of the agreement
    [1] clause { $list }
   *[other] one or more of clauses { $list }
}
clauses-any = { $n ->
    [0] a clause of the agreement
    [1] clause { $list }
   *[other] any of clauses { $list }
}
clauses-listed = { $n ->
    [1] clause { $list }
   *[other] clauses { $list }
}
clauses-speak = { $n ->
    [0] a clause of the agreement speaks
    [1] clause { $list } speaks
   *[other] clauses { $list } speak
}
finding-certain = On every version of the facts before us, the conduct falls under { $clauses }
finding-lead = On every version of the facts before us in which { $premise }, the conduct falls under { $clauses }
finding-some = On some versions of the facts before us, but not on all, the conduct falls under { $clauses }
finding-undetermined = Whether the conduct falls under { $clauses } cannot be said. No statement that counts answers: { $questions }
finding-excepted = On no version of the facts before us does the conduct fall under { $clauses }; on at least one of them an exception lifts it: { $exceptions }; not a permission
finding-not-reached = Agreement silent; other law applies: the conduct is, or may be, of the kind of which { $clauses }, but on no version of the facts before us does the agreement reach it; not a permission
finding-not-engaged = No rule engaged; not a permission: on no version of the facts before us is the conduct of a kind of which a prohibition or requirement of the agreement speaks
finding-not-engaged-clause = Not engaged; not a permission: on no version of the facts before us is the conduct of the kind of which { $clauses }
finding-contradictory = No version of the facts fits all that is stated; nothing is computed
finding-too-many = More than { $limit } versions of the facts differ; nothing is computed, and the result is undetermined
finding-advice = { $sentence } (advice, not a prohibition)
text-cited = { $text } ({ $paragraph })
column-says = List and reading: { $author }. { $sentence }
exception-notice-given = notice given in time ({ $paragraph })
exception-concurrence-held = concurrence held ({ $paragraph })
tail-subject = , subject to { $questions } (for people)
tail-justified = ; justification ({ $paragraphs }) not examined
tail-side = ; by which side is unknown
tail-advice = ; the advice of { $clauses } applies or may apply
tail-lists = {" "}(on the { $n ->
    [one] list
   *[other] lists
}: { $sizes })
list-size = { $author } – { $groups }
list-all = every adherence, whoever attested it

## The versions in which the sentence holds

premise-took-part-yes = at least one group { $which } took part on { $side }
premise-took-part-no = no group { $which } took part on { $side }
premise-was-yes = { $side } had the status { $status } at that time
premise-was-no = { $side } did not have the status { $status } at that time
premise-direction-side = { $side } began
premise-direction-both = both sides began
premise-place-in = it happened inside { $place }
premise-place-out = it happened outside { $place }
premise-near-in = it happened within { $distance } of { $place }
premise-near-out = it happened more than { $distance } from { $place }
premise-forward-in = it happened forward of { $place }
premise-forward-out = it did not happen forward of { $place }
premise-moment-before = it happened before { $moment }
premise-moment-after = it happened on { $moment } or later
premise-list = { $list } governs
premise-reading = clause { $clause } is read as { $reading }
premise-source = the account of “{ $field }” counted as no. { $n } is right
premise-answer-yes = the answer to the question { $question } is yes
premise-answer-no = the answer to the question { $question } is no

which-status = that { $list }
which-role = in the role { $list }
which-actor = that is { $list } or part of it
which-status-party = had adhered
which-status-excluded = was excluded
which-status-non_party = was said to stand outside
which-status-unlisted = was not on the list
side-named = the side named { $side }
side-on = the side { $side }
side-on-unnamed = the side that is not named
side-unnamed = not named
the-zone = zone { $name }
the-line = { $name }
the-group = one of the { $n } zones called { $name }
side-first = the side named first
side-second = the side named second

## Questions that people can go and ask

ask-took-part = Did at least one group { $which } take part on { $side }?
ask-was = Did { $side } have the status { $status } at that time?
ask-direction = Which side began?
ask-place = On which side of the boundary of { $place } did it happen?
ask-near = Did it happen within { $distance } of { $place }?
ask-forward = Did it happen forward of { $place }?
ask-moment = Was it before or after { $moment }?
ask-source = Whose account of “{ $field }” is right?
ask-list = Whose list of adhering groups governs? (for the guarantors)
ask-reading = Which reading of clause { $clause } governs? (for the guarantors)
ask-kind = Was the conduct of this kind: { $list }?
ask-by = Was whoever began one { $which }?
ask-against = Was whoever it was directed against one { $which }?
ask-harmed = Was anybody of these harmed: { $list }?
ask-harmed-who = Was anybody { $which } harmed?
ask-harmed-both = Was anybody { $which } harmed, and anybody of these: { $list }?
ask-site = Was what was struck of this kind: { $list }?
ask-inside = Did it happen inside { $list }?
ask-outside = Did it happen outside { $list }?
ask-within = Did it happen within { $distance } of { $list }?
ask-forward_of_own_line = Did it happen forward of the own line of whoever began?
ask-own_line_within = Was it less than { $distance } from the own line of whoever began?
ask-weapon = Was the weapon of this kind: { $list }?
ask-platform = Was the vehicle or aircraft of this kind: { $list }?
ask-purpose = Was this the purpose: { $list }?
ask-armed = { $value ->
    [true] Was it armed?
   *[other] Was it unarmed?
}
ask-in_notified_volume = { $value ->
    [true] Did it stay within what was notified?
   *[other] Did it leave what was notified?
}
ask-control_changed = { $value ->
    [true] Did control of the place change?
   *[other] Did control of the place stay as it was?
}
ask-period = Did it fall within the period that the clause names?
ask-schedule = Did it fall within the hours that the clause names?
ask-notified_before = Was it notified at least { $lead } before?
ask-answer_held = Was this answer given: { $of } – { $answer }?
ask-above_baseline = Was it above what was declared: { $baseline } ({ $amount })?
ask-not = Is this ruled out: { $list }?

if-yes = If yes
if-no = If no
if-side = If { $side } began
if-both = If both began
if-in = If inside
if-out = If outside
if-near = If within that distance
if-far = If further away
if-forward = If forward of it
if-not-forward = If not forward of it
if-before = If before
if-after = If then or later
if-source = If the one counted as no. { $n }
if-choice = If { $choice } governs
then-certain = { $if }: certain, under { $clauses }{ $tail }
then-cleared = { $if }: not engaged

## The lead of a bulletin

headline = { $n ->
    [one] { $n } finding
   *[other] { $n } findings
} would be certain on one answer to one question: { $question } { $then }{ $lists }
headline-of = { $n } of { $total ->
    [one] { $total } finding
   *[other] { $total } findings
} would be certain on one answer to one question: { $question } { $then }{ $lists }

## The whole reasoning

explain-row = What the row says
explain-clause = Clause { $clause } ({ $paragraphs })
explain-not-engaged = Clauses not engaged
explain-presumptions = What is presumed, and by whom
explain-closure = What is taken as so
explain-lists = Lists whose names are not published
explain-settle = What would settle it
explain-margins = How far from the borders
explain-notice = What this is

line = { $name }: { $value }
line-event = Event
line-title = Title
line-list = Lists
line-reading = Reading of clause { $clause }
line-result = Result
line-versions = Weighed
line-not-said = Not said
line-district = District
line-deaths = Deaths
line-deaths-part = Deaths on the side { $side }
line-deaths-civilians = Deaths of civilians
line-deaths-unknown = Deaths, side not said
line-deaths-parts = Deaths by side
line-report = Report
line-note = Note on the row
line-cites = Cites
line-source = Source
line-effect = Effect
line-in-force = In force
line-counts = Versions
line-witness = A version that shows it
line-counter = A version in which it is not engaged
line-exception = An exception lifts it
line-assessment = For people
line-justification = Not examined
line-set-aside = Its own word not counted in its favour
line-presumed = Presumed
line-rebutted = Presumed, and contradicted by the facts
line-whatever = Settles it whatever the answer
line-under = Settles it on one answer
line-together = Settle it together
line-unanswered = No statement that counts answers
line-organ = The agreement names

not-said = not said
in-force-always = without limit in time
in-force-from = from { $start }
in-force-until = until { $end }
in-force-between = from { $start } until { $end }
yes = yes
no = no
and-also = { $first }; { $next }
version-of-source = { $value } (source { $source })
version-no = no. { $n }: { $value }
with-status = { $body } ({ $status })
altitude = { $lower }–{ $upper } m ({ $datum })
notice-none = none given
notice-lead = { $lead } before
harmed-none = none of the classes named
harmed-members = { $classes } ({ $members })
report-by = { $office }, { $day }: { $headline }
report-undated = { $office }: { $headline }
report-original = { $report } (first said by { $original })
cited = { $instrument }, { $paragraphs }
source-cited = { $title } ({ $standing })
source-at = { $title } ({ $standing }), { $url }
counts = engaged in { $yes }, cannot be said in { $unknown }, of { $n ->
    [one] { $n } version of the facts
   *[other] { $n } versions of the facts
}
witness-began = began: { $who }
witness-struck = against: { $who }
witness-list = list: { $list }
witness-reading = read: { $reading }
witness-inside = place: { $areas }
witness-outside = place: in no area of which a map was published
witness-unplaced = place: not known closely enough
witness-since = as things stood from { $moment }
witness-version = the account of “{ $field }” counted as no. { $n }
witness-uncounted = no account of “{ $field }” counted
such-as = { $body } ({ $status }; one name for all of { $umbrella } whom no clause tells apart)
area-forward = forward side of { $line }
presumed-by = attributed to { $author }, never the machine’s: { $gist } { $question } Rebutted by: { $rebuttal } Counts in: { $columns }
presumed-adopters = { $author } (adopted by { $adopters })
list-said = { $list }: { $groups }, as said on { $day } ({ $source })
margin-inside = { $area }: { $distance } inside the border
margin-outside = { $area }: { $distance } outside the border
notice-prima-facie = Computed, and prima facie: a clause is cited, nothing is determined. Whether the agreement was kept is for the organ it names.
notice-not-permission = It permits nothing, before or after the event.
notice-one-name = In the versions shown, one name may stand for several groups; it accuses nobody.
notice-recomputable = Agreement { $agreement }, fingerprint { $mark }: whoever holds the same text and the same row comes to the same answer.
