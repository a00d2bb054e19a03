import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from kinrota.model.duties import Chore, Occasion, Pause, Step
from kinrota.model.plan import Verified
from kinrota.model.time import Span, WallSpan
from kinrota.publish.agenda import agenda, deed_words
from kinrota.publish.deeds import deeds_of, occasions_of
from kinrota.publish.nights import Night, night_runs
from kinrota.publish.ribbon import ribbon
from kinrota.testing import MONDAY

SUNDAY = MONDAY + dt.timedelta(days=6)


def said(verified: Verified, date: dt.date) -> list[str]:
    items = agenda(verified)[date]
    return [" ".join(filter(None, [item.time, item.what, item.who, item.note])) for item in items]


def beside(verified: Verified, date: dt.date) -> tuple[str, ...]:
    return next(day.words.said for week in ribbon(verified).weeks for day in week.days if day.date == date)


def test_a_day_is_a_list_with_times_and_people(full: Verified) -> None:
    assert said(full, MONDAY) == [
        "08:00 Ben brings Mia to school and Leo to nursery",
        "14:40 Ana fetches Leo from nursery",
        "15:00 Ana fetches Mia from school",
        "16:00-16:40 Cooking Ana",
        "19:15-19:55 Bedtime Leo Ana",
        "20:00-20:10 Laundry, load Ana then waits until Tue 3 20:15",
        "21:30-23:00 Own time Ana",
    ]
    assert said(full, MONDAY + dt.timedelta(days=1))[1] == "15:00-16:30 Nobody fetches Mia from school"
    assert said(full, MONDAY + dt.timedelta(days=2))[1] == "15:00 Oma fetches Mia from school to ask"
    assert said(full, MONDAY + dt.timedelta(days=2))[2] == "15:00-17:30 Oma is there comes to school, to ask"
    assert said(full, SUNDAY) == [
        "09:00-09:45 Breakfast for all Ana",
        "15:00-18:00 Leo birthday Ana and Leo without Ben",
    ]


def test_what_a_helper_does_has_to_be_asked(full: Verified) -> None:
    oma = tuple(replace(span, doing="routine:bedtime-leo") for span in full.plan.adults["oma"] if span.doing == "care")
    shown = replace(full, plan=replace(full.plan, adults={**full.plan.adults, "oma": oma}))
    assert "15:15-17:30 Bedtime Leo Oma to ask" in said(shown, MONDAY + dt.timedelta(days=2))


def test_what_two_do_together_is_one_deed(full: Verified) -> None:
    shared = [deed for deed in deeds_of(full) if deed.kind == "together"]
    assert [(deed.title, deed.who) for deed in shared] == [("Evening for two", ("ana", "ben"))]


def test_the_familys_time_is_the_childrens_too(full: Verified) -> None:
    shared = replace(full.week.household.together[0], who=("ana", "ben", "leo"))
    home = replace(full.week.household, together=(shared,))
    shown = replace(full, week=replace(full.week, household=home))
    assert said(shown, SUNDAY - dt.timedelta(days=1))[-1] == "20:30-22:00 Evening for two Ana, Ben and Leo"


def test_who_goes_alone_is_on_the_list_once(full: Verified) -> None:
    alone = tuple(
        replace(stay, how="alone", met_by="self") if stay.to_place else stay for stay in full.plan.children["mia"]
    )
    shown = replace(full, plan=replace(full.plan, children={**full.plan.children, "mia": alone}))
    assert [line for line in said(shown, MONDAY) if "alone" in line] == [
        "08:00 Mia goes to school alone",
        "15:15 Mia comes home from school alone",
    ]


def test_who_does_the_bedtime_puts_to_bed_though_another_answers_later(full: Verified) -> None:
    spans = tuple(
        replace(span, doing="routine:bedtime-leo") if span.doing == "own" else span for span in full.plan.adults["ben"]
    )
    ana = tuple(replace(span, doing="care") if "bedtime" in span.doing else span for span in full.plan.adults["ana"])
    plan = replace(full.plan, adults={**full.plan.adults, "ben": spans, "ana": ana})
    assert beside(replace(full, plan=plan), MONDAY + dt.timedelta(days=2))[-1] == "bed Ana (Mia), Ben 18:00 (Leo)"


def test_a_routine_long_before_the_night_is_no_bedtime(full: Verified) -> None:
    bedtime, *others = full.week.household.routines
    early = replace(bedtime, window=WallSpan(15 * 60, 18 * 60))
    home = replace(full.week.household, routines=(early, *others))
    assert beside(full, SUNDAY - dt.timedelta(days=1))[-1] == "bed Ben 19:15"
    shown = replace(full, week=replace(full.week, household=home))
    assert beside(shown, SUNDAY - dt.timedelta(days=1))[-1] == "bed Ben"


def test_occasions_and_protected_time_stand_beside_the_date(full: Verified) -> None:
    assert beside(full, SUNDAY)[:2] == ("Leo birthday 15:00-18:00 without Ben", "Weekend protected")
    assert beside(full, MONDAY + dt.timedelta(days=2))[0] == "Choir 18:00-20:00 protected (Ben)"


def held(verified: Verified, **changes: Any) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:  # noqa: ANN401 -- fields of an occasion
    """Who is there and who is missing from an occasion that is otherwise in something."""
    occasion: Occasion = replace(verified.week.household.occasions[0], **changes)
    home = replace(verified.week.household, occasions=(occasion,))
    shown = replace(verified, week=replace(verified.week, household=home))
    return [((*deed.who, *deed.children), deed.missing) for deed in occasions_of(shown)]


def test_who_is_there_for_an_occasion(full: Verified) -> None:
    assert held(full) == [(("ana", "leo"), ("ben",))]
    # Ana is asleep and at work, Leo sleeps.
    assert held(full, wall=WallSpan(0, 60)) == [((), ("ana", "ben", "leo"))]
    # Ana's own time, and Ben's care; until 14:30 Leo naps.
    saturday = SUNDAY - dt.timedelta(days=1)
    assert held(full, on=saturday, wall=WallSpan(14 * 60 + 30, 15 * 60)) == [(("ben", "leo"), ("ana",))]
    assert held(full, on=saturday, wall=WallSpan(14 * 60, 15 * 60)) == [(("ben",), ("ana", "leo"))]
    # A chore, and a child at nursery.
    assert held(full, on=MONDAY, wall=WallSpan(16 * 60, 17 * 60), who=("ana", "leo")) == [(("leo",), ("ana",))]
    assert held(full, on=MONDAY, wall=WallSpan(10 * 60, 11 * 60), who=("leo",)) == [((), ("leo",))]
    assert held(full, place="nursery") == [((), ("ana", "ben", "leo"))]


def test_an_occasion_may_be_where_somebody_works(full: Verified) -> None:
    # On Monday Ana is at the hospital until 14:20; Leo is taken to see her.
    leo = tuple(
        replace(stay, place="hospital") if stay.span.holds(full.week.clock.at(MONDAY, 10 * 60)) else stay
        for stay in full.plan.children["leo"]
    )
    plan = replace(full.plan, children={**full.plan.children, "leo": leo})
    visits = tuple(replace(busy, terms=replace(busy.terms, visits=busy.adult == "ana")) for busy in full.week.busy)
    there: dict[str, Any] = {"on": MONDAY, "wall": WallSpan(10 * 60, 11 * 60), "who": ("ana", "leo")}
    shown = replace(full, plan=plan, week=replace(full.week, busy=visits))
    assert held(shown, **there, may_move=True) == [(("ana", "leo"), ())]
    assert held(shown, **there, place="hospital") == [(("ana", "leo"), ())]
    assert held(shown, **there) == [((), ("ana", "leo"))]
    assert held(replace(shown, week=full.week), **there, may_move=True) == [((), ("ana", "leo"))]
    home = full.week.household
    moved = replace(home, occasions=(replace(home.occasions[0], **there, may_move=True),))
    at_work = replace(shown, week=replace(shown.week, household=moved))
    assert "10:00-11:00 Leo birthday Ana and Leo at hospital" in said(at_work, MONDAY)
    assert beside(at_work, MONDAY)[0] == "Leo birthday 10:00-11:00 at hospital"


def test_nights_with_a_night_elsewhere_between_them_are_two_runs(full: Verified) -> None:
    nights = [Night(MONDAY + dt.timedelta(days=day), ((("Ana",), 0),), (), ()) for day in (0, 1, 3)]
    assert night_runs(nights, full.week.clock) == [("Mon 2 to Tue 3", "Ana"), ("Thu 5", "Ana")]


def test_the_same_deed_of_a_day_is_named_once(full: Verified) -> None:
    own = [deed for deed in deeds_of(full) if deed.kind == "own" and deed.who == ("ana",)]
    names = {"ana": "Ana"}
    twice = deed_words([own[0], own[0], replace(own[0], who=("ben",))], names, full.week.clock)
    assert twice == ("Own time: Ana 21:30-23:00, 21:30-23:00", "Own time: ben 21:30-23:00")


def test_who_is_with_the_other_household_misses_no_occasion(full: Verified) -> None:
    clock = full.week.clock
    away = ("leo", Span(clock.at(SUNDAY, 0), clock.at(SUNDAY, 16 * 60)))
    assert held(replace(full, week=replace(full.week, custody=(away,)))) == [(("ana",), ("ben",))]


def test_an_occasion_of_other_days_or_in_a_pause_is_not_shown(full: Verified) -> None:
    assert held(full, on=SUNDAY + dt.timedelta(days=1)) == []
    home = replace(full.week.household, pauses=(Pause(SUNDAY, SUNDAY),))
    assert held(replace(full, week=replace(full.week, household=home))) == []


Steps = Callable[[tuple[Step, ...]], list[str]]


@pytest.fixture
def titles(full: Verified) -> Steps:
    """The titles of a chore's steps, done one after the other on Sunday."""

    def found(steps: tuple[Step, ...]) -> list[str]:
        chore = Chore("wash", 1, "week", None, steps, ("ana",))
        at, spans = full.week.clock.at(SUNDAY, 10 * 60), []
        for step in range(len([one for one in steps if not one.waits])):
            spans.append(
                replace(full.plan.adults["ana"][0], span=Span(at, at + 20), doing=chore.label(1, step), place="home")
            )
            at += 20
        home = replace(full.week.household, chores=(chore,), occasions=())
        plan = replace(full.plan, adults={"ana": tuple(spans)})
        return [deed.title for deed in deeds_of(Verified(replace(full.week, household=home), plan))]

    return found


def test_a_chore_of_one_step_goes_without_its_name_and_a_repeated_step_without_its_number(titles: Steps) -> None:
    turn = Step("turn-over", 10, 10)
    assert titles((turn,)) == ["Wash"]
    assert titles((turn, Step("wait", 5, 9), turn)) == ["Wash, turn-over", "Wash, turn-over"]


def test_a_chore_that_is_done_every_day_does_not_wait_for_tomorrow(full: Verified) -> None:
    cooking = [deed for deed in deeds_of(full) if deed.title == "Cooking"]
    assert len(cooking) == 2
    assert {deed.waits for deed in cooking} == {None}


def test_a_pause_says_who_works_all_the_same(full: Verified) -> None:
    pause = Pause(MONDAY, SUNDAY, "By the sea")
    week = replace(full.week, household=replace(full.week.household, pauses=(pause,)))
    off = [day.words.off for week in ribbon(replace(full, week=week)).weeks for day in week.days]
    assert off[0][:2] == ("By the sea", "Ana and Ben work all the same")
    assert off[3][1] == "Ana works all the same"
    assert off[5][0] == "By the sea"
    assert not any("all the same" in words for words in off[5])
    assert not any("all the same" in " ".join(day.words.off) for day in ribbon(full).weeks[0].days)
