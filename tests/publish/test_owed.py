from fractions import Fraction

import pytest
from msgspec.structs import replace

from kinrota.model.duties import Pause
from kinrota.model.plan import Miss, Verified
from kinrota.model.time import Span
from kinrota.model.week import Club
from kinrota.publish.owed import misses, week_words
from kinrota.testing import MONDAY


def missing(verified: Verified, *whats: tuple[str, str], because: str = "", level: str = "lost") -> tuple[str, ...]:
    """What is said where a plan misses these, each with its date."""
    found = tuple(Miss(what, on, level, Fraction(1), because) for what, on in whats)
    return misses(replace(verified, plan=replace(verified.plan, misses=found)))


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("routine:bedtime-leo", "Leo's bedtime is left out on Mon 2."),
        ("routine:sunday-breakfast", "“Breakfast for all” is left out on Mon 2."),
        ("at-least:bedtime-leo/ben", "Ben does Leo's bedtime twice this week instead of 3 times."),
        ("own:ben", "Ben has 2 hours of 3 hours of own time this week."),
        ("together:evening-for-two", "Ana and Ben have 1 hour 30 minutes of 2 hours together this week."),
        ("chore:vacuum#1", "The vacuum stays undone this week."),
        ("chore:cooking#1", "The cooking stays undone on Mon 2."),
        ("chore:dishes#1", "The dishes stay undone this week."),
        ("occasion:leo-birthday", "Ben misses Leo's birthday on Sun 8."),
        ("something:new", "something:new is left out on Mon 2."),
        ("own:nobody", "own:nobody is left out on Mon 2."),
    ],
)
def test_what_is_missed_is_said_in_the_words_of_a_household(full: Verified, what: str, sentence: str) -> None:
    on = "2026-03-08" if what.startswith("occasion") else "2026-03-02"
    assert missing(full, (what, on)) == (sentence,)


def test_the_same_miss_on_several_days_is_one_sentence(full: Verified) -> None:
    days = [f"2026-03-0{day}" for day in (3, 5, 6)]
    assert missing(full, *(("routine:bedtime-leo", day) for day in days)) == (
        "Leo's bedtime is left out on Tue 3, Thu 5 and Fri 6.",
    )
    assert missing(full, *(("chore:cooking#1", day) for day in days)) == (
        "The cooking stays undone on Tue 3, Thu 5 and Fri 6.",
    )


def test_other_reasons_are_other_sentences_and_many_are_counted(full: Verified) -> None:
    found = tuple(
        Miss("routine:bedtime-leo", f"2026-03-0{day}", "lost", Fraction(1), because)
        for day, because in ((2, "Ana sleeps"), (3, "Ben sleeps"), (4, "Ana sleeps"), (5, "Oma sleeps"))
    )
    assert misses(replace(full, plan=replace(full.plan, misses=found))) == (
        "Leo's bedtime is left out on Mon 2 and Wed 4. Ana sleeps.",
        "Leo's bedtime is left out on Tue 3. Ben sleeps.",
        "Leo's bedtime is left out on Thu 5. Oma sleeps.",
    )
    more = (*found, replace(found[0], on="2026-03-06", because="Leo sleeps"))
    assert misses(replace(full, plan=replace(full.plan, misses=more)))[1:] == (
        "Leo's bedtime is left out on Tue 3. Ben sleeps.",
        "Leo's bedtime is left out on 2 more days.",
    )


def test_a_chore_that_is_done_in_part_says_how_often(full: Verified) -> None:
    assert missing(full, ("chore:laundry#2", "2026-03-02")) == ("The laundry is done once instead of twice this week.",)


def test_own_time_in_pieces_is_another_sentence(full: Verified) -> None:
    said = missing(full, ("own:ana", "2026-03-02"), level="strain")
    assert said == ("Ana's own time comes in pieces shorter than 1 h 00 this week.",)


def test_a_reason_follows_and_a_sentence_of_the_planners_own_stays(full: Verified) -> None:
    because = "Ana is at work until 21:30; Ben sleeps until 19:00"
    assert missing(full, ("routine:bedtime-leo", "2026-03-02"), because=because) == (
        "Leo's bedtime is left out on Mon 2. Ana is at work until 21:30; Ben sleeps until 19:00.",
    )
    assert missing(full, ("own:ben", "2026-03-02"), because="of the hours of that week go 40 to sleep") == (
        "Ben has 2 hours of 3 hours of own time this week: of the hours of that week go 40 to sleep.",
    )
    assert missing(full, ("club:leo-swim", "2026-03-02"), because="Nobody brings Leo.") == ("Nobody brings Leo.",)


def test_a_club_that_is_missed_is_told_by_its_title(full: Verified) -> None:
    start = full.week.clock.at(MONDAY, 16 * 60)
    club = Club(Span(start, start + 60), "mia", "pool", "clubs#swim", "Swimming <1>")
    week = replace(full.week, clubs=(club, replace(club, child="leo")))
    missed = missing(replace(full, week=week), ("club:clubs#swim", "2026-03-02"), because="nobody can bring and fetch")
    assert missed == ("Mia and Leo miss “Swimming <1>” on Mon 2: nobody can bring and fetch.",)


def test_of_several_weeks_the_week_is_named(fortnight: Verified, full: Verified) -> None:
    longer = replace(fortnight, week=replace(full.week, horizon=fortnight.week.horizon))
    assert missing(longer, ("own:ana", "2026-03-09")) == ("Ana has 3 hours of 3 hours of own time in week 11.",)


def test_the_week_in_numbers(full: Verified) -> None:
    (week,) = week_words(full)
    assert week.lines == (
        ("Own time", "Ana 4 h 30 (3 h 00 owed), Ben 2 h 00 of 3 h 00"),
        ("Evening for two", "1 h 30 of 2 h 00"),
        ("Bedtime Leo", "Ana 3 : 2 Ben, 2 missed"),
        ("Breakfast for all", "once"),
        ("Cooking", "2 of 4 done"),
        ("Laundry", "done once"),
        ("Vacuum", "left undone"),
        ("Help of Oma", "2 h 30 to ask for"),
    )


def test_days_in_a_pause_ask_for_less(full: Verified) -> None:
    home = replace(full.week.household, pauses=(Pause(MONDAY, MONDAY.replace(day=4)),))
    (week,) = week_words(replace(full, week=replace(full.week, household=home)))
    # 180 x 4 / 7 minutes.
    assert week.lines[0] == (
        "Own time",
        "Ana 4 h 30 (1 h 42 owed in these days), Ben 2 h 00 (1 h 42 owed in these days)",
    )


def numbers(verified: Verified, **changes: object) -> dict[str, str]:
    """The week in numbers where the household is otherwise."""
    home = replace(verified.week.household, **changes)
    (week,) = week_words(replace(verified, week=replace(verified.week, household=home)))
    return dict(week.lines)


def test_a_pause_of_a_week_owes_nothing(full: Verified) -> None:
    pause = Pause(MONDAY, MONDAY.replace(day=7))
    none = numbers(full, pauses=(replace(pause, last=MONDAY.replace(day=8)),))
    assert none["Own time"] == "Ana 4 h 30 (none owed in these days), Ben 2 h 00 (none owed in these days)"
    less = numbers(full, pauses=(replace(pause, last=MONDAY.replace(day=2)),))
    assert less["Own time"] == "Ana 4 h 30 (2 h 34 owed in these days), Ben 2 h 00 of 2 h 34 owed in these days"


def test_what_is_not_owed_in_these_days_is_not_counted(full: Verified) -> None:
    home = full.week.household
    bedtime, laundry = home.routines[0], next(chore for chore in home.chores if chore.id == "laundry")
    never = numbers(
        replace(full, plan=replace(full.plan, misses=())),
        routines=(replace(bedtime, id="swim"), replace(bedtime, id="song", by=("ana",))),
        chores=(replace(laundry, id="windows"),),
    )
    assert (never["Swim"], never["Song"], never["Windows"]) == ("not owed in these days",) * 3


def test_what_is_missed_or_undone_more_than_once(full: Verified) -> None:
    home = full.week.household
    routine, chore = replace(home.routines[0], id="song", by=("ana",)), replace(home.chores[0], id="windows")
    found = [Miss(what, f"2026-03-0{day}", "lost", Fraction(1), "") for what in ("routine:song",) for day in (2, 3)]
    found += [Miss(f"chore:windows#{turn}", "2026-03-02", "strain", Fraction(1), "") for turn in (1, 2, 3)]
    missed = replace(full, plan=replace(full.plan, misses=tuple(found)))
    said = numbers(missed, routines=(routine,), chores=(chore,))
    assert (said["Song"], said["Windows"]) == ("missed twice", "left undone 3 times")


def test_a_household_that_owes_itself_nothing_has_no_numbers(quiet: Verified) -> None:
    assert week_words(quiet) == ()


def test_of_three_who_share_a_routine_each_is_counted(full: Verified) -> None:
    bedtime, *others = full.week.household.routines
    home = replace(full.week.household, routines=(replace(bedtime, by=("ana", "ben", "oma")), *others))
    (week,) = week_words(replace(full, week=replace(full.week, household=home)))
    assert ("Bedtime Leo", "Ana 3, Ben 2, Oma 0, 2 missed") in week.lines


def test_help_that_was_accepted_is_no_longer_to_be_asked_for(full: Verified) -> None:
    asks = tuple(replace(ask, accepted=True) for ask in full.plan.to_ask)
    (week,) = week_words(replace(full, plan=replace(full.plan, to_ask=asks)))
    assert week.lines[-1] == ("Help of Oma", "2 h 30 accepted")
