"""Who answers for a child at home, and what work and sleep leave."""

from fractions import Fraction

from tests.solve.weeks import adults, nights, planned

PAIR = """
    adult ana walk
    adult ben walk
    child leo 2023-01-10
    way home nursery walk 10
    way home ward walk 20
    """
LONE = PAIR.replace("adult ben walk", "")


def test_work_at_home_that_may_be_interrupted_is_near() -> None:
    made = planned(
        """
        adult ana walk
        adult ben walk
        child tom 2019-06-01
        way home ward walk 20
        work ana home mon 09:00 mon 12:00 interruptible
        work ben ward mon 08:00 mon 13:00
        """
    )
    assert made.gaps == []
    assert made.child_at("tom", "mon 10:00").met_by == "ana"
    assert made.adult_at("ana", "mon 10:00").doing == "work"


def test_who_sleeps_by_day_is_not_counted_on() -> None:
    # Ana comes home at 07:20, when Ben leaves with Leo, and has slept her six hours when Leo is fetched.
    made = planned(
        PAIR
        + """
        attends leo nursery 07:00-08:00 15:00-16:30
        work ana ward mon 21:00 tue 07:00
        work ben ward tue 08:00 tue 16:00
        """,
        days=2,
    )
    by_day = [span for span in nights(made, "ana") if made.week.clock.wall(span.start) > 7 * 60]
    assert made.gaps == []
    assert [span.minutes for span in by_day] == [360]
    assert made.instant("tue 07:20") <= by_day[0].start <= made.instant("tue 10:20")
    assert made.child_at("leo", "tue 07:25").met_by == "ben"
    assert made.child_at("leo", "tue 16:00").met_by == "ana"


def test_two_works_that_leave_too_little_sleep_are_told() -> None:
    # Home at 06:20, away at 10:40: all of it is slept, and Leo is alone all the while.
    made = planned(LONE + "work ana ward mon 21:00 tue 06:00\nwork ana ward tue 11:00 tue 15:00", days=3)
    assert made.findings == ["ana sleep-broken-by-work"]
    assert made.adult_at("ana", "tue 08:00").doing == "sleep"
    assert made.hours(made.adult_at("ana", "tue 08:00").span) == "06:20-10:40"
    assert made.values == {"gap": str(590 * 2 + 530 * 3)}


def test_shares_decide_how_long_each_one_cares() -> None:
    # Ana: 6.5 quarters on call, rounded up to 7, and 10 until nine. Ben: 46 and 3.5, rounded up to 50, of 67.
    made = planned(PAIR, but=lambda home: adults(home, ana={"share": Fraction(1, 4)}, ben={"share": Fraction(3, 4)}))
    assert made.values == {"strain": "4"}
    assert made.told("leo") == ["00:00 ana", "09:00 ben"]


def test_an_early_leaver_hands_over_in_the_night() -> None:
    made = planned(PAIR + "work ana ward mon 14:00 mon 22:00\nwork ben ward tue 06:00 tue 14:00", days=2)
    assert made.gaps == []
    assert made.child_at("leo", "mon 23:00").met_by == "ben"
    assert made.child_at("leo", "tue 05:45").met_by == "ana"


def test_the_first_night_owes_what_is_left_of_it() -> None:
    # Of seven hours from 22:30 on, an hour and a half were before midnight.
    made = planned(LONE)
    assert [span.minutes for span in nights(made, "ana")] == [330]


def test_without_a_child_in_need_nobody_is_asked_for_anything() -> None:
    made = planned(
        "adult ana walk\nadult ben walk\nchild kai 2008-01-10\nway home ward walk 20\nwork ana ward mon 09:00 mon 12:00"
    )
    assert made.values == {}
    assert made.told("kai") == ["00:00 self"]
    assert made.doing("ana", "care", "work") == ["09:00-12:00 work"]


def test_a_night_shift_after_the_days_that_are_planned_owes_no_sleep_in_them() -> None:
    made = planned(
        """
        adult ana walk
        child leo 2023-01-10
        way home ward walk 15
        work ana ward mon 13:30 mon 21:30
        work ana ward wed 21:00 thu 07:00
        """
    )
    assert len(made.doing("ana", "sleep")) == 1
