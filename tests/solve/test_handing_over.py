"""Handing over to who is there when nobody knows any more where the one before is."""

from tests.solve.weeks import planned

LEO = """
adult ana walk
adult ben walk
child leo 2022-05-10
way home ward walk 10
"""


def test_who_hands_over_is_known_to_be_there_for_the_minutes_to_meet() -> None:
    # Ben is home at 11:58, two minutes before Ana's time is unknown: three too few. They are a gap instead.
    custody = "custody leo -sun 00:00 mon 09:00\ncustody leo mon 14:00 ++mon 00:00\n"
    made = planned(f"{LEO}{custody}work ben ward mon 08:00 mon 11:48\nunknown ana mon 12:00 tue 00:00")
    assert made.gaps == ["leo 11:58-12:00 watch"]
    assert made.told("leo")[1:-1] == ["09:00 ana", "11:58 gap", "12:00 ben"]


def test_somebody_follows_at_night_who_is_not_known_to_be_there() -> None:
    custody = "custody leo -sun 00:00 mon 19:00\n"
    made = planned(f"{LEO}{custody}work ben ward mon 17:00 mon 21:30\nunknown ana mon 22:37 tue 00:00")
    assert made.gaps == []
    assert made.told("leo")[-1] == "22:37 ben"
