"""How a plan says what work somebody has to ask to give up."""

from dataclasses import replace

from kinrota.model.plan import Verified
from kinrota.publish.account import ask_days, asks, condition, finding_groups, work_asks
from kinrota.publish.page import page
from kinrota.publish.terminal import plan_text
from kinrota.verify import verified
from tests.verify.good_releases import CARE_DAYS, RELEASED


def given_up() -> Verified:
    return verified(RELEASED.week, RELEASED.plan)


def test_work_is_asked_for_beside_the_helpers() -> None:
    assert list(asks(given_up())) == ["Oma"]
    assert work_asks(given_up()) == {
        "Eva": (
            "Mon 2 Mar: begin at 08:30 instead of 08:00 (30 min)",
            "Tue 3 Mar: leave at 11:15 instead of 12:00 (45 min)",
        )
    }
    assert ask_days(given_up()) == (
        "Oma: Mon 2, Tue 3", "for Eva to begin later: Mon 2", "for Eva to leave earlier: Tue 3",
    )  # fmt: skip


def test_care_days_are_told_with_their_hours() -> None:
    week = verified(CARE_DAYS.week, CARE_DAYS.plan)
    assert work_asks(week)["Eva"][-1] == "Tue 3 Mar: care day 11:20-15:00 (3 h 40)"
    assert ask_days(week) == ("for care days of Eva: Mon 2, Tue 3",)


def test_the_plan_depends_on_it() -> None:
    assert condition(given_up()) == "Oma can come and the work of Eva allows it"
    sure = replace(RELEASED.plan, to_ask=())
    assert condition(replace(given_up(), plan=sure)) == ""


def test_terminal_and_page_say_it_once() -> None:
    assert finding_groups(RELEASED.plan.findings) == ()
    for text in (plan_text(given_up(), 100), page(given_up())):
        assert text.count("begin at 08:30 instead of 08:00") == 1
        assert "if Oma can come and the work of Eva allows it" in text
