agreement-as-it-stands = { $title }, as it stands at { $moment } ({ $zone })
agreement-status-in_force = in force
agreement-status-draft = a draft, never in force
agreement-status-fictional = fictional, for training
agreement-who = Who is bound, and on whose list
agreement-actor = Actor
agreement-roles = Roles
agreement-rules = Clauses
agreement-clause = Clause
agreement-effect = Effect
agreement-says = What it says
agreement-source = Source
agreement-now = In force
agreement-yes = yes
agreement-no = no
agreement-zones = Zones
agreement-zone = Zone
agreement-area = Area
agreement-not-published = no map published: its reach is unknown
agreement-km2 = about { $number } km²
agreement-lists = Lists
agreement-list-published = { $title }: names published
agreement-list-count = { $title }: names not published; { $groups } groups said on { $day } ({ $source })
agreement-list-no-count = { $title }: names not published; no number said by then
agreement-disputed = disputed
agreement-either = { $one } or { $other }
agreement-readings = read differently: { $readings }
agreement-fingerprint = Fingerprint of the compiled form: { $mark }
effect-prohibit = forbids
effect-require_notice = allows after notice of { $hours } h
effect-require_concurrence = allows with the concurrence of { $who }
effect-advise = advises
diff-none = { $a } and { $b } say the same.
diff-head = What { $b } says otherwise than { $a }
diff-added = only in { $b }
diff-removed = only in { $a }
diff-changed = changed
diff-was = was: { $text }
diff-is = is: { $text }
diff-nothing = nothing
backtest-head = { $texts ->
    [one] One text over { $events } events
   *[other] { $texts } texts over { $events } events
  }
backtest-text = Text
backtest-clause = Clause
backtest-people = Left to people
backtest-example = Surest example
backtest-differences = What one reaches and another does not
backtest-difference = { $a } reaches { $events ->
    [one] one event
   *[other] { $events } events
  } that { $b } does not; for example { $examples }
backtest-same = They reach the same events.
backtest-none = Reached by none of them: { $events }
backtest-asked = What would settle most under { $text }
lint-clean = { $name }: nothing wrong; { $rules } clauses, fingerprint { $mark }
lint-faults = { $name }: { $faults ->
    [one] one fault
   *[other] { $faults } faults
  }
