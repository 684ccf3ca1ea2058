# What a reporter is asked, shown and told. Read aloud by whoever sits beside them, so: short, and no term of ours.

## The form

case-ask-words = What happened? In your own words; an empty line ends it.
case-ask-where = Where did it happen? As you would say it; empty: I do not say.
case-ask-when = When did it happen? As you would say it; empty: I do not say.
case-ask-who = Who says so? A name is not needed, and most give none; empty: not named.
case-ask-files = Files to go with it, one path a line; an empty line ends it.
case-ask-phrase = Your receipt phrase (it is not shown while you type)
case-ask-seal = Is this right? It is sealed as it stands here.
case-ask-erase = Erase all reports of this case, for good?
case-ask-written = Written down? Enter clears the screen.

## The form read back

case-back = This will be sealed, for officers of this office only:
case-back-words = What happened
case-back-where = Where
case-back-when = When
case-back-who = Who says so
case-back-day = Told on
case-back-file = File { $number }: { $media }, { $size ->
    [one] { $size } byte
   *[other] { $size } bytes
}
case-back-removed = taken out of it: { $what }
case-back-nothing = not said
case-back-not-named = not named
case-back-rest = Not kept: the hour, names of files, your device, your address, this phrase.
case-removed-exif = camera, settings and times
case-removed-gps = the place where it was taken
case-removed-maker-notes = the camera's own notes
case-removed-thumbnail = a small picture made by the camera
case-removed-xmp = traces of editing, names, places
case-removed-iptc = captions and names
case-removed-colour-profile = a colour profile
case-removed-comments = remarks
case-removed-further-frames = further pictures
case-removed-bytes-after-its-end = what was hidden behind its end
case-removed-document-properties = author, title, program and times
case-removed-attachments = files attached
case-removed-scripts = scripts
case-removed-sound-tags = title, artist, device and times
case-removed-film-tags = device and times
case-removed-unreadable-metadata = data that cannot be read

## The phrase

case-phrase = Your receipt phrase. It is shown once; nobody here can find it again:
case-keep-1 = With these words, in this order, you come back to this office: to add something, to read our answer, or to have all of it erased.
case-keep-2 = Learn them by heart if you can; a little story with all the words in it helps.
case-keep-3 = If you must write them down: by hand, on paper, among other words such as a shopping list, and without our name. Never as a picture, in a telephone, a message or a mail.
case-keep-4 = Tell them to nobody, nor to us. Whoever has them can read our letters to you and erase your report.
case-keep-5 = Come back by a device and from a place that nobody watches for you. If the words are lost, tell it again as new; if somebody else has them, come and have the report erased.

## Coming back

case-sealed = Sealed. It is kept.
case-report = Report { $number }
case-answer-waiting = kept here; it has not left this office in any form
case-answer-kept = kept here; others hold a mark that it is unchanged, and cannot read it
case-answer-erased = erased; nobody can read it any more
case-answer-lost = never kept: the machine stopped. Please tell it again
case-told = made known to all: { $what }
case-told-none = nothing of it has been made known to all
case-field-0 = what it is
case-field-1 = who says so
case-field-2 = when
case-field-3 = where
case-field-4 = by what way it came
case-field-5 = the words
case-field-6 = files
case-field-7 = other terms
case-letters-none = No letter for you.
case-letter-changed = A letter that cannot be read: somebody has changed it.
case-letter = Letter of { $day }:
case-erased = { $number ->
    [0] There was nothing left to erase. The case is gone, and this phrase opens nothing any more.
    [one] One report is erased. The case is gone, and this phrase opens nothing any more.
   *[other] { $number } reports are erased. The case is gone, and this phrase opens nothing any more.
}
case-erased-not = What has been made known to all before cannot be taken back.
