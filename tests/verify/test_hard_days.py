"""Days that are easily got wrong: clock changes, nights at work, overlapping work, calendars that tell nothing."""

import datetime as dt

import pytest
from msgspec.structs import replace

from kinrota.errors import VerificationError
from kinrota.model.household import Vehicle
from kinrota.model.people import Need, Sleep
from kinrota.model.places import Journeys
from kinrota.model.plan import Finding, Miss, Verified
from kinrota.model.time import WallSpan
from kinrota.verify import verified, verify
from tests.verify.good_plans import CUSTODY, SCHOOL, Good

LONE = """
    adult eva walk
    child mia 2018-11-14
    way home ward walk 30
    way home gym walk 10
    way ward gym walk 20
    """


def broken(good: Good, *findings: Finding) -> set[str]:
    return {finding.kind for finding in verify(good.week, replace(good.plan, findings=findings))}


@pytest.mark.parametrize(
    ("day", "up", "load"),
    [
        # 5 h 30 are owed from midnight. On call until 06:30: 330 min, 6 quarters; 450 min, 8. Then 61 on either day.
        (dt.date(2026, 3, 29), "06:30", 67 * 15),
        (dt.date(2026, 10, 25), "04:30", 69 * 15),
    ],
    ids=["23 hours", "25 hours"],
)
def test_a_night_with_a_clock_change(day: dt.date, up: str, load: int) -> None:
    eva = f"eva:\n sun 00:00 sleep home\n {up} care home\nmia:\n sun 00:00 near home eva"
    good = Good(LONE, eva, {}, {"eva": load}, first=day)
    assert verify(good.week, good.plan) == []
    by_the_clock = good.but((f"{up} care", "05:30 care"))
    assert {"sleep-owed", "sleep-unowed"} <= broken(by_the_clock)


# A night shift from Sunday to Monday. Sleep by day is not enough for a child of seven, so Mia is away until then.
NIGHT_SHIFT = Good(
    LONE
    + """
    work eva ward -sun 21:00 mon 07:00
    custody mia -sun 18:00 mon 18:00
    """,
    """
    eva:
      mon 00:00 work ward work#1
      07:00 travel ward>home walk
      07:30 free home
      09:00 sleep home
      15:00 free home
      18:00 care home
    mia:
      mon 00:00 none away
      18:00 watch home eva
      18:05 near home eva
    """,
    levels={},
    loads={"eva": 15 * 15},
)  # 180 min awake and 45 on call: 15 quarters.


def test_sleep_after_a_night_shift_begins_within_three_hours() -> None:
    assert broken(NIGHT_SHIFT) == set()
    assert broken(NIGHT_SHIFT.but(("09:00 sleep", "10:30 sleep"), ("15:00 free", "16:30 free"))) == set()
    late = NIGHT_SHIFT.but(("09:00 sleep", "10:31 sleep"), ("15:00 free", "16:31 free"))
    assert broken(late) == {"sleep-owed", "sleep-unowed"}


def test_sleep_by_day_does_not_answer_for_a_young_child() -> None:
    asleep = NIGHT_SHIFT.but(("custody mia -sun 18:00 mon 18:00", "custody mia -sun 18:00 mon 12:00"))
    here = asleep.but(("18:00 watch", "12:00 watch"), ("18:05 near", "12:05 near"))
    assert "met" in broken(here)


def test_work_that_leaves_too_little_sleep_is_said() -> None:
    # Home at 01:30, away again at 05:30: four hours are left of the 5 h 30 owed, and all of them are slept.
    short = Good(
        LONE
        + """
        work eva ward -sun 18:00 mon 01:00
        work eva ward mon 06:00 mon 12:00
        custody mia -sun 12:00 +mon 12:00
        """,
        """
        eva:
          00:00 work ward work#1
          01:00 travel ward>home walk
          01:30 sleep home
          05:30 travel home>ward walk
          06:00 work ward work#2
          12:00 travel ward>home walk
          12:30 free home
        mia:
          00:00 none away
        """,
        levels={},
        loads={"eva": 0},
    )
    assert broken(short) == {"work-findings"}
    assert broken(short, Finding("sleep-broken-by-work", "Too little.", "eva", "work#2")) == set()
    assert "sleep-owed" in broken(short.but(("01:30 sleep", "01:45 sleep"), ("01:00 travel", "01:15 travel")))


TWO_PLACES = Good(
    LONE
    + """
    work eva ward mon 08:00 mon 12:00
    work eva gym mon 12:10 mon 15:00
    custody mia -sun 12:00 +mon 12:00
    """,
    """
    eva:
      00:00 sleep home
      05:30 free home
      07:30 travel home>ward walk
      08:00 work ward work#1
      12:00 travel ward>gym walk
      12:20 work gym work#2
      15:00 travel gym>home walk
      15:10 free home
    mia:
      00:00 none away
    """,
    levels={},
    loads={"eva": 0},
)


def test_a_journey_may_take_the_beginning_of_the_next_work() -> None:
    assert broken(TWO_PLACES) == {"work-findings"}
    assert broken(TWO_PLACES, Finding("journey-into-work", "The way.", "eva", "work#2")) == set()


def test_of_two_works_at_once_the_earlier_is_kept() -> None:
    overlapping = TWO_PLACES.but(("gym mon 12:10", "gym mon 11:00"))
    assert broken(overlapping) == {"work-findings"}
    assert broken(overlapping, Finding("work-overlap", "Two at once.", "eva", "work#2")) == set()


LATE = Finding("journey-into-work", "The way.", "eva", "work#2")
BY_CAR = TWO_PLACES.but(
    ("adult eva walk", "adult eva car walk"),
    ("way home ward walk 30", "way home ward car 10"),
    ("way ward gym walk 20", ""),
    ("07:30 travel home>ward walk", "07:50 travel home>ward car"),
    ("12:00 travel ward>gym walk", "12:00 travel ward>home car\n      12:10 travel home>gym walk"),
)


def test_where_no_one_mode_goes_to_the_next_work_the_way_is_through_home() -> None:
    assert broken(BY_CAR, LATE) == set()
    at_once = BY_CAR.but(
        ("12:00 travel ward>home car\n      12:10 travel home>gym walk\n      12:20 work gym", "12:10 work gym"),
    )
    assert {"one-place", "work-kept"} <= broken(at_once, LATE)


def test_a_car_does_not_stay_at_the_first_work() -> None:
    near = BY_CAR.but(("way home gym walk 10", "way home gym walk 10\n    way ward gym walk 2"))
    assert broken(near, LATE) == set()
    through_home = "12:00 travel ward>home car\n      12:10 travel home>gym walk"
    assert broken(near.but((through_home, "12:00 travel ward>gym walk\n      12:02 free gym")), LATE) == {"mode"}


def test_a_car_does_not_bind_where_it_cannot_be_driven_home() -> None:
    gone = BY_CAR.but(
        ("way home gym walk 10", "way home gym walk 10\n    way home ward walk 90"),
        ("12:00 travel ward>home car\n      12:10", "12:00 travel ward>home walk\n      13:30"),
        ("12:20 work gym", "13:40 work gym"),
    )
    one_way = [way for way in gone.week.household.journeys.given if (way.start, way.mode) != ("ward", "car")]
    household = replace(gone.week.household, journeys=Journeys(tuple(one_way)))
    plan = replace(gone.plan, findings=(LATE,))
    assert verify(replace(gone.week, household=household), plan) == []
    assert {finding.kind for finding in verify(gone.week, plan)} == {"mode", "work-kept"}


def test_work_that_its_journey_takes_whole_is_as_if_it_were_not_there() -> None:
    short = TWO_PLACES.but(
        ("gym mon 12:10 mon 15:00", "gym mon 12:10 mon 12:20\n work eva ward mon 12:30 mon 15:00"),
        ("12:00 travel ward>gym walk\n      12:20 work gym work#2", "12:00 free ward\n 12:30 work ward work#3"),
        ("15:00 travel gym>home walk\n      15:10", "15:00 travel ward>home walk\n      15:30"),
    )
    assert broken(short, LATE) == set()
    assert broken(short) == {"work-findings"}


def test_one_sleep_may_serve_a_night_and_the_day_after_a_night_shift() -> None:
    # A shift from midnight to midnight: home at 00:30, seven hours for the night are six after the shift as well.
    shift = Good(
        LONE + "work eva ward mon 00:00 tue 00:00\n custody mia -sun 18:00 wed 18:00",
        """
        eva:
          mon 00:00 work ward work#1
          tue 00:00 travel ward>home walk
          00:30 free home
          01:00 sleep home
          08:00 free home
        mia:
          mon 00:00 none away
        """,
        levels={},
        loads={"eva": 0},
        days=2,
    )
    assert broken(shift) == set()
    assert "sleep-owed" in broken(shift.but(("08:00 free", "07:00 free")))
    assert "sleep-owed" in broken(shift.but(("01:00 sleep", "03:45 sleep"), ("08:00 free", "10:45 free")))


def test_two_sleeps_that_have_no_room_are_one() -> None:
    # Home at 14:30 and, after an hour of work, at 17:00; off again at 03:30. Six hours after the shift and then seven
    # for the night are too many, so the seven do for both.
    shift = Good(
        LONE
        + """
        work eva ward -sun 14:00 mon 14:00
        work eva ward mon 15:30 mon 16:30
        work eva ward tue 04:00 tue 12:00
        custody mia -sun 12:00 wed 18:00
        """,
        """
        eva:
          mon 00:00 work ward work#1
          14:00 travel ward>home walk
          14:30 free home
          15:00 travel home>ward walk
          15:30 work ward work#2
          16:30 travel ward>home walk
          17:00 sleep home
          00:00 free home
          03:30 travel home>ward walk
          04:00 work ward work#3
          12:00 travel ward>home walk
          12:30 free home
        mia:
          mon 00:00 none away
        """,
        levels={},
        loads={"eva": 0},
        days=2,
    )
    assert broken(shift) == set()
    assert "sleep-owed" in broken(shift.but(("00:00 free home\n          03:30", "23:00 free home\n          03:30")))
    night = shift.but(("17:00 sleep", "17:00 free home\n          20:30 sleep"), ("00:00 free", "03:30 free"))
    assert "sleep-owed" in broken(night.but(("          03:30 free home\n", "")))
    early = Finding("sleep-broken-by-work", "Too little.", "eva", "work#1")
    assert broken(shift, early) == {"work-findings"}


def test_the_last_night_may_begin_after_midnight() -> None:
    late = Good(
        LONE + "custody mia -sun 12:00 wed 18:00",
        """
        eva:
          mon 00:00 free home
          01:00 sleep home
          08:00 free home
          tue 01:00 sleep home
          08:00 free home
        mia:
          mon 00:00 none away
        """,
        levels={},
        loads={"eva": 0},
        days=2,
    )
    (eva,) = late.week.household.adults
    household = replace(late.week.household, adults=(replace(eva, sleep=Sleep(night=WallSpan(30, 510))),))
    week = replace(late.week, household=household)
    assert verify(week, late.plan) == []
    awake = late.but(("tue 01:00 sleep home\n          08:00 free home", ""))
    assert {finding.kind for finding in verify(week, awake.plan)} == {"sleep-owed"}


def test_a_car_stays_at_home_for_the_children_that_it_does_not_take_back() -> None:
    def fetched(by: str, back: str = "+leo +tom", home: str = "eva") -> set[str]:
        out = {"car": "12:50", "walk": "12:30"}[by]
        good = Good(
            "adult eva car walk\n child leo 2019-11-14\n child tom 2019-11-14\n way home school car 10 walk 30\n"
            "attends leo school 08:15 13:00\n attends tom school 08:15 13:00",
            f"""
            eva:
              00:00 care home
              01:00 sleep home
              06:30 care home
              07:45 travel home>school walk +leo +tom
              08:15 travel school>home walk
              08:45 free home
              {out} travel home>school {by}
              13:00 travel school>home walk {back}
              13:30 care home
            leo:
              00:00 near home eva
              07:45 near home>school walk eva
              08:15 none school
              13:00 near school>home walk eva
              13:30 near home eva
            tom:
              00:00 near home eva
              07:45 near home>school walk eva
              08:15 none school
              13:00 near {"school>home walk eva" if home == "eva" else "home gap"}
              13:30 near home {home}
            """,
            levels={"strain": 4},
            loads={},
        )
        household = replace(good.week.household, vehicles=(Vehicle("car", 2, ("eva",)),))
        return {finding.kind for finding in verify(replace(good.week, household=household), good.plan)}

    assert "mode" not in fetched("walk")
    assert "mode" in fetched("car")
    assert "mode" in fetched("walk", back="+leo", home="gap")


def test_who_worked_until_the_horizon_begins_is_at_home_then() -> None:
    # The way home is before the horizon, as everybody is where it starts: 5 h 30 of the first night from midnight on.
    early = Good(
        LONE + "work eva ward -sun 16:00 mon 00:00\n custody mia -sun 18:00 wed 18:00",
        "eva:\n mon 00:00 sleep home\n 05:30 free home\nmia:\n mon 00:00 none away",
        levels={},
        loads={"eva": 0},
    )
    assert broken(early) == set()


def test_work_at_a_place_that_nobody_knows_has_no_journey() -> None:
    away = TWO_PLACES.but(("gym mon 12:10", "? mon 13:00"), ("12:20 work gym", "13:00 work elsewhere"))
    away = away.but(("12:00 travel ward>gym walk", "12:00 travel ward>home walk\n12:30 free home"))
    assert broken(away.but(("15:00 travel gym>home walk\n      15:10", "15:00"))) == set()


def test_unknown_time_is_nowhere_but_for_work_that_was_read() -> None:
    dark = TWO_PLACES.but(("custody mia", "unknown eva mon 13:00 tue 00:00\n custody mia"))
    dark = dark.but(("15:00 travel gym>home walk\n      15:10 free home", "15:00 unknown"))
    assert broken(dark, Finding("journey-into-work", "The way.", "eva", "work#2")) == set()


CLUB = SCHOOL.but(
    ("work ana", "way home hall bike 5\n club mia hall mon 16:00 mon 17:00\n work ana"),
    (
        "13:39 care home",
        """13:39 care home
        15:55 travel home>hall bike +mia
        16:00 free hall
        17:00 travel hall>home bike +mia
        17:05 care home""",
    ),
    (
        "13:39 near home ben",
        """13:39 near home ben
        15:55 near home>hall bike ben
        16:00 none hall
        17:00 near hall>home bike ben
        17:05 near home ben""",
    ),
)


def test_a_club_is_visited_whole_or_missed() -> None:
    # Five journeys now, and an hour less awake: 29 quarters for Ben, who is 29 - 43 / 2 - 4 / 7 = 6.9 above: 2 hours.
    visited = replace(CLUB, levels={"unfair": 2, "strain": 5}, loads={"ana": 210, "ben": 435})
    assert broken(visited) == set()
    early = visited.but(("17:00 travel", "16:50 travel"), ("17:00 near", "16:50 near"), ("17:05", "16:55"))
    assert {"at-place", "misses-listed"} <= broken(early)


def test_nobody_stays_through_a_long_club() -> None:
    long = CLUB.but(("mon 17:00\n", "mon 18:30\n"), ("17:00 travel", "18:30 travel"), ("17:00 near", "18:30 near"))
    assert "waiting" in broken(long.but(("17:05", "18:35")))


def test_a_club_missed_costs_and_is_listed() -> None:
    missed = SCHOOL.but(("work ana", "club mia hall mon 16:00 mon 17:00\n work ana"))
    missed = replace(missed, levels={"unfair": 3, "strain": 8})
    miss = Miss("club:club#1", "2026-03-02", "strain", missed.week.household.weights.club_missed, "Nobody brings her.")
    assert verify(missed.week, replace(missed.plan, misses=(miss,))) == []
    assert broken(missed) == {"misses-listed"}


def test_nobody_brings_although_somebody_is_at_home() -> None:
    # Eva has no mode of her own. Twice ten minutes of `watch`; 95 + 410 min awake and 52.5 on call: 37 and 7 quarters.
    week = "adult eva\nchild leo 2023-01-10\nway home nursery walk 10\nattends leo nursery 08:15 13:30"
    text = """
        eva:
          00:00 sleep home
          05:30 care home
          08:05 free home
          13:40 care home
        leo:
          00:00 near home eva
          06:30 watch home eva
          08:05 watch home gap
          08:15 none nursery
          13:30 watch home gap
          13:40 watch home eva
          20:30 near home eva
        """
    gaps = (("leo", "mon 08:05 mon 08:15", Need.WATCH), ("leo", "mon 13:30 mon 13:40", Need.WATCH))
    good = Good(week, text, {"gap": 60}, {"eva": 660}, gaps)
    assert broken(good) == set()
    short = good.but(("08:05 watch home gap", "08:10 watch home gap"), ("08:05 free", "08:10 free"))
    assert "brought-and-fetched" in broken(short)


def test_who_needs_nobody_comes_and_goes_where_no_way_is_known() -> None:
    week = "adult eva\nchild tom 2009-05-01\nattends tom school 08:00 13:00"
    text = """
        eva:
          00:00 sleep home
          05:30 free home
        tom:
          00:00 none home self
          08:00 none school
          13:00 none home self
        """
    assert broken(Good(week, text, {}, {"eva": 0})) == set()


def test_below_a_level_that_is_not_proved_no_bound_is_stated() -> None:
    levels = [
        replace(level, bound=None if level.name in ("unfair", "strain") else level.bound)
        for level in SCHOOL.plan.levels
    ]
    assert verify(SCHOOL.week, replace(SCHOOL.plan, levels=tuple(levels), status="feasible")) == []
    levels[-1] = SCHOOL.plan.level("strain")
    wrong = verify(SCHOOL.week, replace(SCHOOL.plan, levels=tuple(levels), status="feasible"))
    assert [finding.kind for finding in wrong] == ["level-bound"]


def test_a_right_plan_is_verified_and_a_wrong_one_is_held_back() -> None:
    assert verified(CUSTODY.week, CUSTODY.plan) == Verified(CUSTODY.week, CUSTODY.plan)
    early = CUSTODY.but(("17:55 watch home ben", "17:55 none away"))
    with pytest.raises(VerificationError) as caught:
        verified(early.week, early.plan)
    assert "Mia is here on Sun 08 Mar from 17:55 to 18:00, but the plan says otherwise." in caught.value.sentences


def test_four_weeks_of_three_children_and_three_adults_are_checked_whole() -> None:
    week_text = """
        adult ana walk
        adult ben walk
        helper oma walk
        child mia 2018-09-14
        child leo 2023-01-10
        child tom 2015-05-01
    """
    days = "\n".join(
        f"{'+' * n}{day} 05:30 care home\n{'+' * n}{day} 22:30 sleep home" for n in range(4) for day in DAYS
    )
    children = "".join(f"\n{child}:\n mon 00:00 near home ana" for child in ("mia", "leo", "tom"))
    text = f"ana:\n mon 00:00 sleep home\n{days}\nben:\n mon 00:00 sleep home\n{days}\noma:\n 00:00 away{children}"
    busy = Good(week_text, text, {}, {}, days=28)
    found = verify(busy.week, busy.plan)
    assert busy.week.horizon.minutes == 28 * 24 * 60 - 60  # the last Sunday of March has 23 hours
    assert {finding.kind for finding in found} >= {"need", "sleep-owed"}


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
