import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from kinrota.model.duties import Illness
from kinrota.model.household import Household
from kinrota.model.people import Adult, Child, Need
from kinrota.model.places import Journeys, Place
from kinrota.model.plan import LEVELS, AdultSpan, ChildSpan, Gap, Level, Plan, Verified
from kinrota.model.time import DAY, Clock, Span, minus
from kinrota.model.week import Week
from kinrota.publish.page import page
from kinrota.publish.ribbon import DAYTIME, ROUND_THE_CLOCK, ChildRow, DayRow, ribbon
from kinrota.publish.terminal import plan_text
from kinrota.publish.words import uncovered
from kinrota.testing import week_of

BERLIN = Clock("Europe/Berlin")
MONDAY = dt.date(2026, 3, 2)


def single(day: dt.date, stays: list[tuple[str, str, str | None]], days: int = 1) -> Verified:
    """A lone parent's child for some days: (ISO from, ISO to, carer)."""
    home = Household(
        "X", "Europe/Berlin", (Place("home"),), Journeys(()), (Adult("kim", "Kim"), Adult("lee", "Lee")),
        (Child("tom", "Tom", born=dt.date(2020, 1, 1)),),
    )  # fmt: skip
    horizon = Span(BERLIN.midnight(day), BERLIN.at(day, days * DAY))
    spans = tuple(
        ChildSpan(Span(_at(start), _at(end)), "home", Need.WATCH, "care" if who else "gap", who)
        for start, end, who in stays
    )
    plan = Plan(
        "", (), "Europe/Berlin", horizon, "feasible", tuple(Level(name, Fraction(0), Fraction(0)) for name in LEVELS),
        {"tom": spans}, {"kim": (AdultSpan(horizon, "care", "home"),)},
        gaps=tuple(Gap("tom", span.span, span.need, "") for span in spans if span.how == "gap"),
    )  # fmt: skip
    return Verified(Week(home, "", BERLIN, horizon), plan)


def _at(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).timestamp()) // 60


def instead(verified: Verified, child: str, when: Span, **changes: Any) -> Verified:  # noqa: ANN401 -- fields of a span
    """The plan with a child's time otherwise in a stretch."""
    stays: list[ChildSpan] = []
    for stay in verified.plan.children[child]:
        common = stay.span.common(when)
        rest = minus([stay.span], [when])
        parts = [replace(stay, span=part) for part in rest]
        stays += sorted(parts + ([replace(stay, span=common, **changes)] if common else []), key=lambda one: one.span)
    plan = replace(verified.plan, children={**verified.plan.children, child: tuple(stays)})
    return replace(verified, plan=plan)


def day_of(verified: Verified, number: int) -> DayRow:
    return [day for week in ribbon(verified).weeks for day in week.days][number]


def bands(row: ChildRow) -> list[tuple[str, int, int]]:
    return [(band.label, band.left, band.right) for band in row.bands]


def test_the_number_is_clock_time_with_a_child_uncovered_and_the_stretches_of_it(verified: Verified) -> None:
    # Mia 15:00-16:30 and Leo 15:30-16:30 on Tuesday are one stretch; Leo 12:30-12:50 on Thursday is another.
    number = ribbon(verified).uncovered
    assert (number.minutes, number.places) == (110, 2)
    assert number.text == "1 h 50 uncovered on Tue 3 and Thu 5"


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        ([], "nothing uncovered"),
        ([(8, 8.75)], "45 min uncovered on Mon 2"),
        ([(8, 9), (9, 10), (33, 34)], "3 h 00 uncovered on Mon 2 and Tue 3"),
        ([(22, 30)], "8 h 00 uncovered on Mon 2"),
        ([(22, 54)], "32 h 00 uncovered on Mon 2, Tue 3 and Wed 4"),
        ([(8, 9), (32, 33), (56, 57), (80, 81)], "4 h 00 uncovered on 4 days"),
    ],
)
def test_the_number_in_words(hours: list[tuple[float, float]], text: str) -> None:
    spans = [Span(BERLIN.at(MONDAY, int(start * 60)), BERLIN.at(MONDAY, int(end * 60))) for start, end in hours]
    assert uncovered(spans, BERLIN).text == text


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (0, "brings Ben 08:00 · fetches Ana 14:40 (Leo), 15:00 (Mia) · bed Ana"),
        (1, "brings Ana 08:00 · fetches Nobody 15:00 (Mia), 15:30 (Leo) · bed Ben"),
        (2, "brings Ben 08:00 · fetches Oma 15:00 (Mia), 15:30 (Leo) · bed Ana"),
        (3, "brings Ana 08:00 · fetches Ana 15:00 · bed Ben"),
        (5, "bed Ben"),
    ],
)
def test_the_words_beside_the_date(verified: Verified, day: int, words: str) -> None:
    assert day_of(verified, day).words.text == words


def test_where_to_is_said_on_a_day_on_which_a_child_has_several_places(verified: Verified) -> None:
    swim = Span(BERLIN.at(MONDAY, 15 * 60 + 15), BERLIN.at(MONDAY, 16 * 60))
    shown = instead(verified, "mia", swim, how="attendance", met_by="pool", place="pool")
    assert day_of(shown, 0).words.text == (
        "brings Ben 08:00 (Mia: school, Leo: nursery), Ana 15:00 (Mia: pool) · "
        "fetches Ana 14:40 (Leo: nursery), 15:00 (Mia: school), 16:00 (Mia: pool) · bed Ana"
    )


def test_illness_and_closures_stand_beside_the_date(verified: Verified) -> None:
    friday, saturday = dt.date(2026, 3, 6), dt.date(2026, 3, 7)
    school = week_of("adult ana\nchild mia 2018-09-14\nway home school walk 9\nattends mia school 08:15 15:00")
    home = replace(
        verified.week.household,
        attendance=school.household.attendance,
        illness=(Illness("leo", friday, friday, 10 * 60),),
    )
    closed = ("closures", "school", Span(BERLIN.midnight(friday), BERLIN.at(saturday, DAY)))
    shown = replace(verified, week=replace(verified.week, household=home, closures=(closed,)))
    assert day_of(shown, 4).words.text.startswith("Leo ill · school closed · brings Ben 08:00 · ")
    assert day_of(shown, 5).words.text == "bed Ben"  # on a Saturday there is no school
    assert '<span class="duty off">school closed</span>' in page(shown)
    assert "\nFri 6   Leo ill · school closed · brings Ben" in plan_text(shown)


def test_a_child_that_goes_alone_has_its_time(verified: Verified) -> None:
    monday = dt.date(2026, 3, 2)
    morning = Span(BERLIN.at(monday, 8 * 60), BERLIN.at(monday, 8 * 60 + 15))
    home = Span(BERLIN.at(monday, 15 * 60), BERLIN.at(monday, 15 * 60 + 15))
    for way in (morning, home):
        verified = instead(verified, "mia", way, how="alone", met_by="self")
    assert day_of(verified, 0).words.said == (
        "brings Ben 08:00 (Leo)",
        "Mia leaves 08:00",
        "fetches Ana 14:40 (Leo)",
        "Mia comes home 15:15",
        "bed Ana",
    )


def test_who_brings_whom_is_told_where_it_is_not_one_person(verified: Verified) -> None:
    stays = verified.plan.children["leo"]
    alone = tuple(replace(stay, met_by="oma") if stay.to_place == "nursery" else stay for stay in stays)
    plan = replace(verified.plan, children={**verified.plan.children, "leo": alone})
    assert day_of(replace(verified, plan=plan), 0).words.said[0] == "brings Ben 08:00 (Mia), Oma 08:00 (Leo)"


def test_the_bed_is_where_the_child_falls_asleep_not_where_the_day_ends(verified: Verified) -> None:
    # Leo's night begins at 20:00, Mia's at 21:00.
    friday = dt.date(2026, 3, 6)
    later = Span(BERLIN.at(friday, 20 * 60 + 30), BERLIN.at(friday, DAY))
    for child in ("mia", "leo"):
        verified = instead(verified, child, later, met_by="ben")
    assert day_of(verified, 4).words.said[-1] == "bed Ben (Mia), Ana (Leo)"


def test_the_clock_is_the_day_where_nothing_happens_at_night(quiet: Verified) -> None:
    assert ribbon(quiet).axis == DAYTIME


def test_the_clock_is_round_where_somebody_works_nights(verified: Verified) -> None:
    assert ribbon(verified).axis == ROUND_THE_CLOCK


def test_a_gap_at_ten_to_six_is_never_outside_the_picture() -> None:
    early = single(
        dt.date(2026, 3, 2),
        [
            ("2026-03-02T00:00+01:00", "2026-03-02T05:50+01:00", "kim"),
            ("2026-03-02T05:50+01:00", "2026-03-02T06:10+01:00", None),
            ("2026-03-02T06:10+01:00", "2026-03-03T00:00+01:00", "kim"),
        ],
    )
    shown = ribbon(early)
    assert shown.axis == ROUND_THE_CLOCK
    (day,) = shown.weeks[0].days
    assert bands(day.children[0]) == [("Kim", 240, 350), ("nobody", 350, 370), ("Kim", 370, 1440)]


def test_a_gap_before_four_on_the_first_day_is_in_the_picture_and_no_day_before_it() -> None:
    early = single(
        dt.date(2026, 3, 2),
        [
            ("2026-03-02T00:00+01:00", "2026-03-02T01:00+01:00", None),
            ("2026-03-02T01:00+01:00", "2026-03-03T00:00+01:00", "kim"),
        ],
    )
    (week,) = ribbon(early).weeks
    assert [day.date.day for day in week.days] == [2]
    assert bands(week.days[0].children[0]) == [("nobody", 0, 60), ("Kim", 60, 1440)]
    assert plan_text(early).splitlines()[3].split()[:3] == ["0", "2", "4"]


def test_a_day_of_the_round_clock_runs_to_four_the_next_morning(verified: Verified) -> None:
    mia = day_of(verified, 0).children[0]
    assert bands(mia) == [("Ben", 240, 495), ("school", 495, 900), ("Ana", 900, 1680)]
    assert mia.bands[0].moves == ((480, 495),)


def test_the_last_day_ends_with_the_horizon(verified: Verified) -> None:
    assert day_of(verified, 6).children[0].bands[-1].right == 1440


def test_care_that_has_to_be_asked_is_marked(verified: Verified) -> None:
    asked = [band for band in day_of(verified, 2).children[0].bands if band.ask]
    assert [(band.label, band.left, band.right) for band in asked] == [("Oma", 900, 1050)]


def test_handovers_are_changes_between_adults_across_school_too(verified: Verified) -> None:
    mia = day_of(verified, 2).children[0]
    assert [(one.at, one.before.name, one.after.name) for one in mia.handovers] == [
        (900, "Ben", "Oma"), (1050, "Oma", "Ana"),
    ]  # fmt: skip


def test_a_gap_between_two_carers_is_no_handover(verified: Verified) -> None:
    assert day_of(verified, 1).children[0].handovers == ()


def test_one_occurrence_of_a_series_is_shown_by_a_title_of_its_own(verified: Verified) -> None:
    series = "ben-jobs#series"
    titles = {MONDAY: "Cutting", MONDAY + dt.timedelta(days=4): "Cutting, with the client"}
    busy = tuple(
        replace(one, event=series, title=titles.get(BERLIN.date(one.span.start), "Cutting"))
        for one in verified.week.busy
        if one.adult == "ben"
    )
    mine = tuple(replace(span, event=series if span.event else None) for span in verified.plan.adults["ben"])
    plan = replace(verified.plan, adults={**verified.plan.adults, "ben": mine})
    shown = replace(verified, week=replace(verified.week, busy=busy), plan=plan)
    labels = {day: [lane.label for lane in day_of(shown, day).adults[1].lanes if lane.kind == "work"] for day in (0, 4)}
    assert labels == {0: ["Cutting"], 4: ["Cutting, with the client"]}


def test_lanes_show_work_and_what_may_not_happen_of_residents_alone(verified: Verified) -> None:
    day = day_of(verified, 3)
    assert [adult.name for adult in day.adults] == ["Ana", "Ben"]
    assert [(lane.kind, lane.label) for lane in day.adults[1].lanes if lane.kind in ("work", "hold")] == [
        ("hold", "Shoot <1st option>")
    ]


def test_who_is_there_first_and_who_then_is_said_of_a_night(verified: Verified) -> None:
    evening = Span(BERLIN.at(MONDAY, 21 * 60 + 30), BERLIN.at(MONDAY, 30 * 60 + 30))
    shared = verified
    for child in ("mia", "leo"):
        shared = instead(shared, child, evening, met_by="ben")
    assert ribbon(shared).nights[0].text(BERLIN) == "Ana until 21:30, then Ben"
    shorter = verified
    for child in ("mia", "leo"):
        shorter = instead(shorter, child, Span(evening.start, evening.start + 20), met_by="ben")
    assert ribbon(shorter).nights[0].text(BERLIN) == "Ana"
    one_each = instead(verified, "leo", Span(BERLIN.at(MONDAY, 18 * 60), evening.end), met_by="ben")
    assert ribbon(one_each).nights[0].text(BERLIN) == "Ben until 21:00, then Ana and Ben"


def test_weeks_run_from_monday_to_sunday(fortnight: Verified) -> None:
    weeks = ribbon(fortnight).weeks
    assert [(week.monday.isoformat(), len(week.days)) for week in weeks] == [("2026-03-02", 7), ("2026-03-09", 7)]
    assert [week.uncovered.minutes for week in weeks] == [110, 110]


def test_hours_line_up_on_the_day_that_loses_one() -> None:
    spring = single(
        dt.date(2026, 3, 29),
        [
            ("2026-03-29T00:00+01:00", "2026-03-29T07:00+02:00", "kim"),
            ("2026-03-29T07:00+02:00", "2026-03-29T08:00+02:00", "lee"),
            ("2026-03-29T08:00+02:00", "2026-03-30T00:00+02:00", "kim"),
        ],
    )
    assert bands(day_of(spring, 0).children[0]) == [("Kim", 0, 420), ("Lee", 420, 480), ("Kim", 480, 1440)]


def test_the_hour_that_comes_twice_keeps_its_gap() -> None:
    autumn = single(
        dt.date(2026, 10, 24),
        [
            ("2026-10-24T00:00+02:00", "2026-10-25T02:45+02:00", "kim"),
            ("2026-10-25T02:45+02:00", "2026-10-25T02:15+01:00", None),
            ("2026-10-25T02:15+01:00", "2026-10-26T00:00+01:00", "kim"),
        ],
        days=2,
    )
    first, second = (day_of(autumn, number).children[0] for number in (0, 1))
    assert bands(first) == [("Kim", 240, 1605), ("nobody", 1605, 1635), ("Kim", 1575, 1680)]
    assert bands(second) == [("Kim", 240, 1440)]
    assert ribbon(autumn).uncovered.minutes == 30


def test_the_night_names_who_is_there_and_who_is_at_work(verified: Verified) -> None:
    said = [(night.date.day, night.text(verified.week.clock)) for night in ribbon(verified).nights]
    assert said == [
        (2, "Ana"), (3, "Ben (Ana is at work)"), (4, "Ana"), (5, "Ben (Ana is at work)"), (6, "Ana"), (7, "Ben"),
        (8, "Ana (nobody knows where Ben is)"),
    ]  # fmt: skip


def test_a_night_without_anybody_is_said(verified: Verified) -> None:
    monday = dt.date(2026, 3, 2)
    night = Span(BERLIN.at(monday, 26 * 60), BERLIN.at(monday, 27 * 60))
    empty = instead(verified, "leo", night, how="gap", met_by=None)
    assert ribbon(empty).nights[0].text(BERLIN) == "Ana, Nobody 02:00-03:00"


def test_a_child_alone_has_a_band_and_brings_itself(verified: Verified) -> None:
    monday = dt.date(2026, 3, 2)
    morning = Span(BERLIN.at(monday, 7 * 60), BERLIN.at(monday, 8 * 60 + 15))
    alone = instead(verified, "mia", morning, how="alone", met_by="self")
    day = day_of(alone, 0)
    assert bands(day.children[0])[:3] == [("Ben", 240, 420), ("alone", 420, 495), ("school", 495, 900)]
    assert day.words.text.startswith("brings Ben 08:00 (Leo) · Mia leaves 08:00 · ")


def test_a_child_by_itself_is_told_who_is_at_home(verified: Verified) -> None:
    monday = dt.date(2026, 3, 2)
    afternoon = Span(BERLIN.at(monday, 15 * 60 + 15), BERLIN.at(monday, 24 * 60))
    plan = instead(verified, "mia", afternoon, how="alone", met_by="self", reached_by="ben").plan
    shown = replace(verified, plan=plan)
    alone, beside = (band for band in day_of(shown, 0).children[0].bands if band.kind == "alone")
    assert (alone.label, alone.beside, alone.right) == ("alone", "", 17 * 60 + 30)
    assert (beside.label, beside.beside) == ("by itself", "Ben")
    assert "by itself, Ben is at home" in plan_text(shown, 180)
    assert "by itself (Ben)" in plan_text(shown, 120)
    assert ",,, alone or by itself" in plan_text(shown, 120)
    html = page(shown)
    assert '<span class="name">by itself, Ben is at home</span>' in html
    assert "by itself, Ben is at home;" in html
    assert "alone or by itself" in html
