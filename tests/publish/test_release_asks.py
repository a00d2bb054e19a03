"""How a plan says what work somebody has to ask to give up."""

import datetime as dt
import html

from msgspec.structs import replace

from kinrota.model.duties import Occasion
from kinrota.model.plan import Verified
from kinrota.model.time import WallSpan
from kinrota.publish.account import finding_groups
from kinrota.publish.agenda import agenda
from kinrota.publish.asking import ask_days, askings, condition, whereabouts
from kinrota.publish.page import page
from kinrota.publish.terminal import plan_text
from kinrota.verify import verified as checked
from tests.verify.good_releases import CARE_DAYS, RELEASED


def given_up() -> Verified:
    return checked(RELEASED.week, RELEASED.plan)


def test_work_is_asked_for_beside_the_helpers() -> None:
    oma, work = askings(given_up())
    assert oma.head == "Oma"
    assert work.lines == (
        "Eva asks work to start at 08:30 instead of 08:00 on Mon 2 Mar (30 min)",
        "Eva asks work to end at 11:15 instead of 12:00 on Tue 3 Mar (45 min)",
    )
    assert ask_days(given_up()) == (
        "Ask Oma: Mon 2, Tue 3", "Eva asks work to start later: Mon 2", "Eva asks work to end earlier: Tue 3",
    )  # fmt: skip


def test_care_days_are_told_with_their_hours() -> None:
    week = checked(CARE_DAYS.week, CARE_DAYS.plan)
    assert askings(week)[-1].times[-1] == "for a care day on Tue 3 Mar, 11:20-15:00 (3 h 40)"
    assert ask_days(week) == ("Eva asks work for care days: Mon 2, Tue 3",)


def test_a_helper_who_comes_to_school_is_told_so(verified: Verified) -> None:
    (oma,) = askings(verified)
    assert oma.lines == ("Oma: Wed 4 Mar 15:00-17:30 (2 h 30, comes to school)",)
    assert "15:00-17:30 (2 h 30, comes to school)" in " ".join(plan_text(verified, 100).split())
    assert "15:00-17:30 (2 h 30, comes to school)" in page(verified).replace("\xa0", " ")
    spans = [replace(span, place="nursery") if span.doing == "care" else span for span in verified.plan.adults["oma"]]
    plan = replace(verified.plan, adults={**verified.plan.adults, "oma": tuple(spans)})
    assert whereabouts(replace(verified, plan=plan), plan.to_ask[0]) == ("comes to school", "leaves from nursery")
    at_omas = tuple(replace(span, place="grange", to_place=None) for span in verified.plan.adults["oma"])
    home = verified.week.household
    adults = tuple(replace(adult, lives="grange" if adult.helper else None) for adult in home.adults)
    hers = replace(
        verified,
        week=replace(verified.week, household=replace(home, adults=adults)),
        plan=replace(plan, adults={**plan.adults, "oma": at_omas}),
    )
    assert whereabouts(hers, plan.to_ask[0]) == ("at grange",)


def test_the_list_of_a_day_has_what_is_asked() -> None:
    def said(week: Verified) -> list[str]:
        return [f"{one.time} {one.what} {one.note}" for items in agenda(week).values() for one in items]

    assert "08:00-08:30 Eva starts work at 08:30 instead of 08:00 to ask" in said(given_up())
    assert "11:15-12:00 Eva ends work at 11:15 instead of 12:00 to ask" in said(given_up())
    assert "11:20-15:00 Eva has a care day to ask" in said(checked(CARE_DAYS.week, CARE_DAYS.plan))


def test_the_plan_depends_on_it() -> None:
    assert condition(given_up()) == "Oma can come and Eva's work allows it"
    sure = replace(RELEASED.plan, to_ask=())
    assert condition(replace(given_up(), plan=sure)) == ""


def test_terminal_and_page_say_it_once() -> None:
    assert finding_groups(RELEASED.plan.findings) == ()
    for text in (plan_text(given_up(), 100), page(given_up())):
        assert text.count("to start at 08:30 instead of 08:00") == 1
        assert "if Oma can come and Eva's work allows it" in html.unescape(text)


def with_party(verified: Verified, hours: WallSpan) -> Verified:
    wednesday = dt.date(2026, 3, 4)
    party = Occasion("oma-birthday", wednesday, hours, ("ana", "oma", "mia"), "home")
    other = Occasion("show", wednesday, WallSpan(15 * 60, 18 * 60), ("ana", "mia"), "home")
    home = replace(verified.week.household, occasions=(party, other))
    return replace(verified, week=replace(verified.week, household=home))


def test_a_helper_is_invited_to_her_own_birthday(verified: Verified) -> None:
    party = with_party(verified, WallSpan(15 * 60, 18 * 60))
    assert askings(party)[0].lines == (
        "Oma: Wed 4 Mar 15:00-17:30 (2 h 30, comes to school, invited to “Oma birthday”)",
    )
    assert ask_days(party) == ("Invite Oma: Wed 4",)
    notes = [one.note for items in agenda(party).values() for one in items if one.what == "Oma is there"]
    assert notes == ["comes to school, to invite"]


def test_a_helper_who_comes_earlier_than_to_her_birthday_is_asked(verified: Verified) -> None:
    party = with_party(verified, WallSpan(16 * 60, 18 * 60))
    assert askings(party)[0].lines == ("Oma: Wed 4 Mar 15:00-17:30 (2 h 30, comes to school, with “Oma birthday”)",)
    assert ask_days(party) == ("Ask Oma: Wed 4",)
