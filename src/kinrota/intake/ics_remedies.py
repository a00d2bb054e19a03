"""What a person can do about what could not be used in a calendar: a sentence each."""

from __future__ import annotations

TIMES_ANEW = "Maybe open it in the calendar, set its times anew, and save it."
ANOTHER_END = "Maybe give it an end after its beginning."
REPEATS_ANEW = "Maybe open it in the calendar, choose anew how it repeats, and save it."
WHOLE_AGAIN = "Maybe the rest was lost on the way: export or download the calendar again."
WITH_ITS_SERIES = "Maybe export the whole calendar, with the series that it belongs to."
WITH_EVENTS = "Maybe export the calendar with its events."
NO_EVENT = "Maybe take it out of this calendar."
OWNER_LOOKS = "Maybe its owner looks into it with kinrota events."
