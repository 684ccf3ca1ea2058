# What reports claim, by way of whom, and how many origins that has.

sources-title = Where { $reports ->
    [one] one report has
   *[other] { $reports } reports have
} it from
sources-thread = Thread { $number }: { $parties }, { $count ->
    [one] one happening
   *[other] { $count } happenings
} in order of time
sources-done = Other happenings: { $count }
sources-rest = Other statements: { $count }
sources-refused = Read out and refused, since no report bears it out: { $count }
sources-contested = Contested: { $count ->
    [one] one claim denies it
   *[other] { $count } claims deny it
}
sources-document = One document: { $name }
sources-statement = Statement
sources-deed-proposal = Proposal
sources-deed-talks = Talks
sources-deed-agreement = Agreement
sources-from-to = by { $first } to { $second }
sources-unresolved = day not resolved ({ $basis })
sources-until = not after { $last }
sources-from = not before { $first }
sources-between = between { $first } and { $last }
sources-undated = day not known
sources-roots = { $low } to { $high } origins
sources-roots-sure = { $count ->
    [one] one origin
   *[other] { $count } origins
}
sources-over = { $roots } over { $outlets ->
    [one] one outlet
   *[other] { $outlets } outlets
}
sources-origin = origin { $number }
sources-may-be-one = Origins { $numbers } may be one.
sources-unknown-outlet = outlet not known
sources-step-outlet = { $name }
sources-step-cites = cites { $name }
sources-step-said = said by { $name }
sources-step-unnamed = somebody not named: { $name }
sources-step-document = document: { $name }
sources-step-dateline = dateline of { $name }
sources-step-credit = credits { $name }
sources-step-carried = carries the text of { $name }
sources-step-owner = of the house of { $name }
sources-modality-asserted = asserted
sources-modality-reported = reported
sources-modality-denied = denied
sources-modality-proposed = proposed
sources-modality-threatened = threatened
sources-not = { $how }, that it is not so
sources-claim = { $how }, characters { $first }–{ $last }
sources-labels = the outlet's labels: { $labels }
sources-accounts = Who is to stop what, account by account: { $count }
sources-stops = { $who } is to stop: { $what }, against { $whom }
sources-presses = { $who } is to press { $whom }
sources-not-said = somebody not named
sources-credibility = Credibility { $grade } of 6, { $meaning } ({ $status }). { $rule }: { $why }.
sources-grade-1 = confirmed by other sources
sources-grade-2 = probably true
sources-grade-3 = possibly true
sources-grade-4 = doubtful
sources-grade-5 = improbable
sources-grade-6 = truth cannot be judged
sources-status-fair = fair
sources-status-weak = weak
sources-status-contested = contested
sources-status-uncorroborated = uncorroborated
sources-status-undetermined = undetermined
sources-rule-C1 = nobody says that it was so
sources-rule-C2 = it cannot be as said
sources-rule-C3 = only parties say so, in their own cause
sources-rule-C4 = more independent origins deny it than say so
sources-rule-C5 = independent origins deny it, and not fewer than surely say so
sources-rule-C6 = independent origins deny it, fewer than surely say so
sources-rule-C7 = independent origins differ in what they say
sources-rule-C8 = one origin, and it is unlike what is known
sources-rule-C9 = two or more origins, and it is unlike what is known
sources-rule-C10 = two or more origins that are surely independent, and nothing against it
sources-rule-C11 = several origins that may be one, and nothing against it
sources-rule-C12 = one origin, and nothing against it
