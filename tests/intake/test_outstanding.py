"""What `kinrota check` says of the history: asks without an answer, own time owed, who did more before."""

import datetime as dt

import pytest
from msgspec.structs import replace

from kinrota.intake.check import report, text
from kinrota.intake.outstanding import declined, outstanding
from kinrota.model.history import Accepted, Done, Promise, Proposal, Wish
from kinrota.model.week import Week
from kinrota.testing import MONDAY, span_of, week_of

HOME = """
adult ana walk own=180/60
adult ben walk
helper oma walk
child leo 2022-05-10
available oma tue 08:00 wed 20:00
"""
DAY = dt.timedelta(days=1)


def asked(week: Week, when: str) -> Promise:
    return Promise("oma", "helper", span_of(week, when), "help", ("leo",), "home")


def own(week: Week, when: str) -> Promise:
    return Promise("ana", "adult", span_of(week, when), "own", (), "home")


def with_plans(week: Week, *plans: tuple[str, list[Promise]]) -> Week:
    accepted = tuple(
        Accepted(100 + n, 0, f"plan {n}", span_of(week, when), tuple(promises))
        for n, (when, promises) in enumerate(plans)
    )
    return replace(week, history=replace(week.history, accepted=accepted))


def planned(said: str, *asks: str) -> Week:
    week = week_of(f"{HOME}\n{said}", days=3)
    return with_plans(week, ("mon 00:00 thu 00:00", [asked(week, when) for when in asks]))


def test_without_a_history_nothing_is_open() -> None:
    assert outstanding(week_of(HOME, days=14)) == ()


def test_asks_without_an_answer() -> None:
    week = planned(
        "answer oma yes tue 12:00 tue 18:00", "tue 13:00 tue 18:00", "tue 21:00 wed 06:00", "wed 08:00 wed 9:00"
    )
    line = "Still to be answered by Oma: Tue 3 Mar 21:00-Wed 06:00, Wed 4 Mar 08:00-09:00"
    assert outstanding(week) == (line,)
    assert line in text(report(week)).splitlines()
    assert report(week).clean


def test_a_yes_to_a_part_is_no_answer_to_the_whole() -> None:
    assert len(outstanding(planned("answer oma yes tue 12:00 tue 17:00", "tue 13:00 tue 18:00"))) == 1


def test_a_plan_that_counts_on_who_said_no() -> None:
    week = planned("answer oma no tue 12:00 tue 15:00", "tue 13:00 tue 18:00")
    assert outstanding(week) == ()
    (note,) = declined(week)
    assert note.sentence == (
        "Oma said no to Tue 3 Mar 13:00-15:00, and the plan that was accepted counts on Oma then. "
        "Maybe plan these days again."
    )
    assert not report(week).clean


def test_a_plan_that_counts_on_who_declined() -> None:
    week = week_of(f"{HOME}\ndeclined ana leo tue 15:00 tue 18:00\ndeclined ben leo tue 15:00 tue 18:00", days=3)
    day = [
        Promise("leo", "child", span_of(week, "tue 08:00 tue 16:00"), "care", ("ana",), "home"),
        Promise("leo", "child", span_of(week, "tue 16:00 tue 16:20"), "escort", ("ana",), "home", "park"),
        Promise("leo", "child", span_of(week, "tue 16:20 tue 18:00"), "alone", ("oma",), "home"),
        Promise("ben", "adult", span_of(week, "tue 15:00 tue 17:00"), "own", ("leo",), "home"),
    ]
    (note,) = declined(with_plans(week, ("mon 00:00 thu 00:00", day)))
    assert (note.kind, note.who) == ("declined-but-planned", "ana")
    assert note.sentence == (
        "Ana said no to being with Leo Tue 3 Mar 15:00-16:20, and the plan that was accepted counts on Ana then. "
        "Maybe plan these days again."
    )
    assert declined(week) == ()


WISHES = (
    ("moved", "wed 19:00 wed 19:40", "moved to Wed 4 Mar 19:00-19:40"),
    ("removed", None, "left out"),
    ("changed", None, "changed in the calendar"),
)


@pytest.mark.parametrize(("wish", "wished", "words"), WISHES)
def test_what_is_proposed_is_told_and_nothing_to_look_at(wish: Wish, wished: str | None, words: str) -> None:
    week = week_of(HOME, days=3)
    planned, moved = span_of(week, "tue 18:30 tue 19:10"), span_of(week, wished) if wished else None
    one = Proposal(4, 0, "ana", "routine:bedtime-leo", "Bedtime\n Leo", planned, wish, moved)
    before = report(week)
    proposed = report(replace(week, history=replace(week.history, proposals=(one,))))
    line = f"Proposed by Ana: Bedtime Leo, Tue 3 Mar 18:30-19:10, {words}"
    assert (line in text(proposed).splitlines(), proposed.clean) == (True, before.clean)
    (facts,) = proposed.proposals
    assert (facts.sentence, facts.source) == (line, "history.jsonl:4")
    assert (facts.start, facts.wish_end) == (
        "2026-03-03T18:30:00+01:00", "2026-03-04T19:40:00+01:00" if wished else None,
    )  # fmt: skip


def test_a_proposal_without_a_title_is_told_by_what_it_is_about() -> None:
    week = week_of(HOME, days=3)
    one = Proposal(4, 0, "leo", "own:ana", " ", span_of(week, "tue 18:30 tue 19:10"), "removed")
    (facts,) = report(replace(week, history=replace(week.history, proposals=(one,)))).proposals
    assert facts.sentence == "Proposed by Leo: own:ana, Tue 3 Mar 18:30-19:10, left out"


def test_the_plan_accepted_last_counts() -> None:
    week = week_of(HOME, days=3)
    first = ("mon 00:00 thu 00:00", [asked(week, "tue 13:00 tue 18:00"), asked(week, "wed 13:00 wed 18:00")])
    assert outstanding(with_plans(week, first, ("wed 00:00 thu 00:00", []))) == (
        "Still to be answered by Oma: Tue 3 Mar 13:00-18:00",
    )
    assert outstanding(with_plans(week, ("thu 00:00 fri 00:00", [asked(week, "thu 13:00 thu 18:00")]))) == ()


def test_own_time_owed_in_whole_weeks() -> None:
    week = week_of(HOME, days=14)
    promised = [own(week, "mon 10:00 mon 11:30"), own(week, "wed 20:00 wed 20:30"), own(week, "+mon 09:00 +mon 12:00")]
    both = with_plans(week, ("mon 00:00 ++mon 00:00", promised))
    assert outstanding(both) == ("Own time owed to Ana: 1 h 00 in the week from Mon 2 Mar (2 h 00 of 3 h 00 promised)",)
    assert outstanding(with_plans(week, ("tue 00:00 ++mon 00:00", promised))) == ()
    paused = with_plans(week_of(f"{HOME}\npause fri sun", days=7), ("mon 00:00 ++mon 00:00", promised))
    assert outstanding(paused) == ()


def done(**minutes: int) -> Week:
    week = week_of(HOME, days=1)
    lines = tuple(
        Done(n, 0, MONDAY - back * DAY, who, own) for n, (who, own) in enumerate(minutes.items()) for back in (1, 2)
    )
    return replace(week, history=replace(week.history, done=lines))


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ({"ana": 300, "ben": 60}, ": Ana 10 h 00, Ben 2 h 00; Ana's share would be 4 h less"),
        ({"ana": 60, "ben": 70}, ": Ana 2 h 00, Ben 2 h 20, as the shares are"),
    ],
)
def test_who_did_more(minutes: dict[str, int], said: str) -> None:
    head = "Done for the children and the home in the weeks before, as far as known (2 days)"
    assert outstanding(done(**minutes)) == (f"{head}{said}",)


def test_a_day_of_which_one_is_not_known_counts_for_nobody() -> None:
    assert outstanding(done(ana=300)) == ()


def test_a_plan_tells_what_was_done_where_nobody_says_otherwise() -> None:
    week, sunday = week_of(HOME, days=1), MONDAY - DAY
    loads = {sunday: {"ana": 60, "ben": 30}}
    plan = Accepted(1, 0, "plan", span_of(week, "-sun 00:00 mon 00:00"), (), loads)
    really = Done(2, 0, sunday, "ben", 90)
    one = replace(week, history=replace(week.history, accepted=(plan,)))
    assert "(1 day): Ana 1 h 00, Ben 0 h 30" in outstanding(one)[0]
    assert (
        "(1 day): Ana 1 h 00, Ben 1 h 30" in outstanding(replace(one, history=replace(one.history, done=(really,))))[0]
    )


def test_a_lone_resident_has_no_share_to_look_at() -> None:
    week = done(ana=300)
    alone = replace(week, household=replace(week.household, adults=week.household.adults[:1]))
    assert outstanding(alone) == ()


def test_days_that_leave_no_debt_are_left_out() -> None:
    week = done(ana=300, ben=60)
    ill = week_of(f"{HOME}\nill leo -sat -sun", days=1).household
    assert outstanding(replace(week, household=ill)) == ()
