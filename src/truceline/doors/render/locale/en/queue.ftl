# What people are asked first, and what their answer would change.

queue-merge = Are these one happening? { $matters }
queue-split = Is this several happenings? { $matters }
queue-grade = How far is this source reliable? { $matters }
queue-place = Which place is meant? { $matters }
queue-why = asked because: { $why }
queue-change-result = finding of { $of }: { $before } → { $after }
queue-change-reliability = reliability of { $of }: { $before } → { $after }
queue-change-roots = origins: { $before } → { $after }
queue-change-findings = findings: { $before } → { $after }
queue-answer = answered by: { $command }
