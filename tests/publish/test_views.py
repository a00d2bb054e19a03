"""What each audience knows of the example week, and what a calendar of it says."""

import datetime as dt
import re
from pathlib import Path

import pytest
from msgspec.structs import fields, replace

from kinrota.intake.feeds import KEYS_OF
from kinrota.model.duties import Illness, Occasion, Pause, Routine
from kinrota.model.feeds import Feed
from kinrota.model.household import CalendarSource, Household
from kinrota.model.plan import Verified
from kinrota.model.time import DAY, Span, WallSpan
from kinrota.publish import facts as all_facts
from kinrota.publish.calendars import VIEWS, person_facts
from kinrota.publish.facts import Contact, Exchange
from kinrota.publish.sheets import sheet_of
from kinrota.publish.ticks import inwards, outwards, tick
from kinrota.publish.views.household import child_facts, wall_facts
from kinrota.publish.views.naming import initials
from kinrota.publish.views.outside import custody_facts, family_facts, helper_facts, work_facts
from kinrota.publish.views.seeing import AUDIENCES, seen_by
from kinrota.testing import MONDAY, plan_of, week_of

REFERENCE = (Path(__file__).parents[2] / "docs/reference/who-sees-what.md").read_text(encoding="utf-8")


def told(verified: Verified, spans: tuple[Span, ...]) -> list[str]:
    clock = verified.week.clock
    return [f"{clock.local(span.start):%a %H:%M}-{clock.text(span.end)}" for span in spans]


def at_home(verified: Verified, **changes: object) -> Verified:
    home: Household = replace(verified.week.household, **changes)
    return replace(verified, week=replace(verified.week, household=home))


def test_work_is_told_when_its_adult_is_busy_to_the_half_hour_and_no_more(full: Verified) -> None:
    assert told(full, work_facts(full, "ben").busy)[:3] == ["Mon 00:00-17:30", "Mon 22:30-06:00", "Tue 07:00-17:00"]
    lines = sheet_of(work_facts(full, "ben")).lines
    assert {(line.summary, line.text, line.place, line.busy, line.settled) for line in lines} == {
        ("Busy", "", "", True, True)
    }


def test_unknown_time_is_busy_and_a_chore_can_wait() -> None:
    week = week_of("adult ana walk\nchild mia 2018-09-14")
    ana = "ana:\n mon 00:00 unknown home\n 08:10 free home\n 12:00 chore:wash#1/load home\n 12:40 free home"
    verified = Verified(week, plan_of(week, f"{ana}\nmia:\n mon 00:00 near home ana"))
    assert told(verified, work_facts(verified, "ana").busy) == ["Mon 00:00-08:30"]


def test_other_families_are_offered_one_slot_a_day_and_only_a_few(full: Verified) -> None:
    assert told(full, family_facts(full, Feed("play", "family")).slots) == [
        "Mon 17:00-19:00", "Tue 18:00-19:00", "Wed 16:00-19:00", "Thu 15:30-18:30", "Fri 15:30-18:30",
    ]  # fmt: skip
    few = Feed("play", "family", children=("leo",), most=1)
    assert told(full, family_facts(full, few).slots) == ["Mon 17:00-19:00"]


def test_slots_are_whole_half_hours_inside_the_day_with_a_resident_at_home(full: Verified) -> None:
    for slot in family_facts(full, Feed("play", "family", most=14)).slots:
        assert slot.start % 30 == slot.end % 30 == 0
        assert 60 <= slot.minutes <= 180
        for minute in range(slot.start, slot.end):
            assert any(
                one.place == "home" and one.doing in ("care", "free") and one.span.holds(minute)
                for who in ("ana", "ben")
                for one in full.plan.adults[who]
            )


def test_there_is_no_slot_where_the_day_is_taken(full: Verified) -> None:
    feed = Feed("play", "family")
    tuesday, wednesday = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=2)
    ill = at_home(full, illness=(Illness("mia", tuesday, tuesday),))
    assert "Tue 18:00-19:00" not in told(ill, family_facts(ill, feed).slots)
    away = at_home(full, pauses=(Pause(wednesday, wednesday),))
    assert not [slot for slot in told(away, family_facts(away, feed).slots) if slot.startswith("Wed")]
    party = Occasion("party", wednesday, WallSpan(16 * 60, 17 * 60), ("mia", "ana"), "home")
    kept = at_home(full, occasions=(party,))
    assert "Wed 17:00-19:00" in told(kept, family_facts(kept, feed).slots)


def test_a_child_that_is_put_to_bed_has_no_visitors(full: Verified) -> None:
    early = Routine("bath", ("mia",), "any", ("ana",), frozenset(range(7)), WallSpan(900, 1140), 60, "want", "home")
    spans = tuple(replace(one, doing="routine:bath") if one.doing == "care" else one for one in full.plan.adults["ana"])
    busy = at_home(replace(full, plan=replace(full.plan, adults={**full.plan.adults, "ana": spans})), routines=(early,))
    assert not [slot for slot in told(busy, family_facts(busy, Feed("p", "family")).slots) if slot.startswith("Thu")]


def exchanging(verified: Verified) -> Verified:
    clock = verified.week.clock
    away = Span(clock.at(MONDAY, 5 * DAY + 600), clock.at(MONDAY, 6 * DAY + 17 * 60))
    calendar = CalendarSource("away", "away.ics", "custody", children=("mia",))
    beyond = Span(verified.week.horizon.end - 5, verified.week.horizon.end + 500)
    changed = replace(verified, week=replace(verified.week, custody=(("mia", away), ("leo", beyond))))
    return at_home(changed, calendars=(calendar,))


def test_the_other_household_is_told_when_and_where_a_child_is_handed_over(verified: Verified) -> None:
    changed, feed = exchanging(verified), Feed("other", "custody", agreed=("Inhaler at 8",))
    found = custody_facts(changed, feed)
    assert [(one.child, one.goes, one.place) for one in found.exchanges] == [
        ("Mia", True, "home"),
        ("Mia", False, "home"),
    ]
    lines = sheet_of(found).lines
    assert [(line.summary, line.place, line.text) for line in lines] == [
        ("Mia comes to you", "home", "Inhaler at 8"), ("Mia goes from you", "home", "Inhaler at 8"),
    ]  # fmt: skip
    assert len({line.known_by for line in lines}) == 2
    assert custody_facts(changed, replace(feed, named="initial")).exchanges[0].child == "M"


def test_a_child_on_its_way_is_handed_over_where_the_way_leads(verified: Verified) -> None:
    clock = verified.week.clock
    away = Span(clock.at(MONDAY, 8 * 60 + 5), clock.at(MONDAY, 15 * 60 + 5))
    changed = replace(verified, week=replace(verified.week, custody=(("mia", away),)))
    found = custody_facts(changed, Feed("other", "custody", children=("mia",))).exchanges
    assert found == (
        Exchange(away.start, "Mia", goes=True, place="school"),
        Exchange(away.end, "Mia", goes=False, place="school"),
    )


def test_a_helper_reaches_those_who_live_there_while_it_is_asked_for_something(verified: Verified) -> None:
    adults = tuple(replace(one, phone=f"030 {one.id}") for one in verified.week.household.adults)
    called = at_home(verified, adults=adults)
    found = helper_facts(called, "oma")
    assert found.contacts == (Contact("Ana", "030 ana"), Contact("Ben", "030 ben"))
    (line,) = sheet_of(found).lines
    assert line.text.splitlines()[-2:] == ["Ana: 030 ana", "Ben: 030 ben"]
    free = replace(called, plan=replace(called.plan, to_ask=()))
    assert helper_facts(free, "oma").contacts == ()


def test_a_helper_may_know_children_by_their_initials_alone(full: Verified) -> None:
    (shift,) = helper_facts(full, "oma", named="initial").shifts
    assert shift.title == "With M and L?"
    assert "Mia" not in shift.text
    assert "Fetch M from school" in shift.text


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["Mia", "Leo"], ["M", "L"]), (["Mia", "Max", "Leo"], ["Mi", "Ma", "L"]), (["Ann", "Anna"], ["A", "A2"]),
        (["Kim", "Kim"], ["K", "K2"]), (["Mia", "Mila", "Max"], ["M", "M2", "Ma"]), (["Jo", "Jim"], ["J", "Ji"]),
    ],
)  # fmt: skip
def test_initials_tell_people_apart(names: list[str], wanted: list[str]) -> None:
    assert list(initials([(str(n), name) for n, name in enumerate(names)]).values()) == wanted


@pytest.mark.parametrize("name", ["Leo", "Ben", "Oma"])
def test_no_name_is_whole_where_there_are_to_be_initials(full: Verified, name: str) -> None:
    """Whatever others are called: a name that stands at the beginning of another's, or is another's, too."""
    children = (replace(full.week.household.children[0], name=name), *full.week.household.children[1:])
    named = at_home(full, children=children)
    longer = at_home(full, children=(replace(children[0], name=f"{name}nie"), *children[1:]))
    for one in (named, longer):
        told_ = " ".join(entry.title for entry in wall_facts(one).entries)
        assert not re.search(r"\b(Ana|Ben|Leo|Oma)(nie)?\b", told_)


def test_a_wall_has_two_days_in_initials(full: Verified) -> None:
    found = wall_facts(full)
    titles = {entry.title for entry in found.entries}
    assert {"B is with M", "A fetches L from nursery", "M: school"} <= titles
    assert not [title for title in titles if re.search(r"Ana|Ben|Mia|Leo|Nobody|night|alone", title)]
    assert {full.week.clock.date(entry.span.start).day for entry in found.entries} == {2, 3}
    lines = sheet_of(found).lines
    assert len({line.known_by for line in lines}) == len(lines)


def test_a_child_reads_who_comes_back_and_when(verified: Verified) -> None:
    entries = child_facts(verified, "mia").entries
    told_ = [(entry.title, entry.text) for entry in entries if entry.kind in ("care", "night")]
    assert ("Ana is with Mia", "Ben is back 17:30") in told_
    assert ("Ben is there at night", "Ana is back Wed 4 07:20") in told_


def test_a_child_reads_what_it_needs_and_not_why_nobody_is_there(verified: Verified) -> None:
    (gap,) = (entry for entry in child_facts(verified, "mia").entries if entry.kind == "gap")
    assert gap.text == "Mia needs somebody near."


def test_a_child_reads_who_sees_what_of_it(verified: Verified) -> None:
    feeds = (
        Feed("other", "custody"), Feed("play", "family"), Feed("hall", "wall"), Feed("busy", "work", "ana"),
        Feed("leo", "family", children=("leo",)),
    )  # fmt: skip
    changed = at_home(exchanging(verified), feeds=feeds)
    said = seen_by(changed.week.household, "mia")
    assert said == (
        "Ana and Ben can see all of Mia's plan.",
        "Oma can see the times for which Oma is asked to be with Mia.",
        "The other home can see when and where Mia is handed over.",
        "Other families can see a few times when Mia could have visitors, but not Mia's name.",
        "Who sees the display on the wall can see two days of Mia's, with initials.",
    )
    assert len([line for line in seen_by(changed.week.household, "leo") if "visitors" in line]) == 2
    assert sheet_of(child_facts(changed, "mia")).about == "\n".join(said)


def test_a_household_says_who_sees_what_even_where_only_its_people_do() -> None:
    home = week_of("adult ana\nchild mia 2018-09-14").household
    assert seen_by(home, "mia") == ("Ana can see all of Mia's plan.",)


def test_the_grid_of_half_hours() -> None:
    assert outwards([Span(29, 61)]) == (Span(0, 90),)
    assert outwards([Span(0, 30), Span(35, 40)]) == (Span(0, 60),)
    assert inwards([Span(29, 91)]) == (Span(30, 90),)
    assert inwards([Span(1, 59)]) == ()
    assert inwards([Span(0, 40), Span(40, 60)]) == (Span(0, 60),)
    assert tick(5 * DAY + 17) == 5 * DAY


def test_what_has_no_sheet_is_refused() -> None:
    with pytest.raises(TypeError, match="int"):
        sheet_of(7)  # type: ignore[arg-type]


def test_somebody_of_each_role_has_facts_of_its_own(verified: Verified) -> None:
    kinds = [type(person_facts(verified, who)).__name__ for who in ("ana", "oma", "mia")]
    assert kinds == ["AdultFacts", "HelperFacts", "ChildFacts"]


def test_the_reference_has_the_table_that_the_program_has() -> None:
    rows = [f"| {row.audience} | {row.knows} | {row.never} |" for row in AUDIENCES]
    assert [line for line in REFERENCE.splitlines() if line in rows] == rows
    assert {row.audience for row in AUDIENCES} == {"adult", "child", *KEYS_OF} == {"adult", "child", *VIEWS}


def test_the_reference_has_every_fact_of_every_audience_and_no_other() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \| `(\w+)` \| .{8,} \|$", REFERENCE, flags=re.MULTILINE))
    kinds = {
        name.removesuffix("Facts").lower(): kind
        for name, kind in vars(all_facts).items()
        if name.endswith("Facts") and name != "Facts"
    }
    assert listed == {(name, one.name) for name, kind in kinds.items() for one in fields(kind)}
