"""Lists and forms that others keep: ACLED, Airwars-style tables, Ushahidi, submissions of our own forms.

What is an event there stays one row of somebody's list (`claims.Event`). What is a report, an observation or access
denied becomes the payload of an entry of that kind, and whoever imports it signs or seals it. Rows that cannot be read
are listed with file, line and field, and stop nothing. Names of reporters, telephones and devices are not read at all.
"""

from truceline.formats.lists.acled import read_acled
from truceline.formats.lists.airwars import read_airwars
from truceline.formats.lists.submissions import read_submissions
from truceline.formats.lists.taking import Taken, TakenRow
from truceline.formats.lists.ushahidi import read_ushahidi

__all__ = ["Taken", "TakenRow", "read_acled", "read_airwars", "read_submissions", "read_ushahidi"]
