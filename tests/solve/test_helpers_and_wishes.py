"""Help that has to be asked for, and what is better among plans that cover the same."""

from kinrota.model.household import Household
from tests.solve.weeks import adults, planned

OMA = """
    adult ana walk
    helper oma walk {more}
    child leo 2023-01-10
    way home nursery walk 10
    way home ward walk 20
    """


def welcome(household: Household) -> Household:
    return adults(household, oma={"help": "welcome"})


def test_a_helper_fetches_as_late_as_she_may() -> None:
    # 130 minutes at 2 per 15. One journey of Ana's with Leo, ten minutes after his time, one handover: 1 + 2/3 + 4.
    made = planned(
        OMA.format(more="")
        + """
        available oma mon 11:00 mon 15:00
        attends leo nursery 08:15 12:00
        work ana ward mon 09:00 mon 14:00
        """
    )
    assert made.values == {"lost": "52/3", "strain": "17/3"}
    assert made.told("leo") == ["00:00 ana", "08:15 nursery", "12:10 oma", "14:20 ana"]
    # She stays until Ana has been home for five minutes.
    assert made.asked == ["oma 12:10-14:25"]


def test_a_limit_leaves_the_rest_uncovered() -> None:
    made = planned(OMA.format(more="limit=60") + "available oma mon 08:00 mon 18:00\nwork ana ward mon 09:00 mon 11:00")
    assert made.values == {"gap": str((160 - 60) * 3), "lost": "8"}
    assert sum(ask.span.minutes for ask in made.plan.to_ask) == 60


def test_nobody_is_asked_who_is_not_needed() -> None:
    made = planned(OMA.format(more="") + "available oma mon 08:00 mon 18:00")
    assert made.asked == []
    assert made.values == {}


def test_a_helper_who_has_to_go_at_midnight_leaves_the_night_uncovered() -> None:
    text = "available oma mon 18:00 tue 10:00\nwork ana ward mon 21:00 tue 07:00"
    # Leo sleeps until 06:30; then Ana owes six hours of sleep by day.
    going, staying = (planned(OMA.format(more=more) + text, days=2) for more in ("", "overnight"))
    assert "leo 00:00-05:00 near" in going.gaps
    assert "leo 00:00-05:00 near" not in staying.gaps
    assert staying.child_at("leo", "tue 03:00").met_by == "oma"


def test_a_welcome_helper_costs_nothing_but_the_handovers() -> None:
    made = planned(
        OMA.format(more="") + "available oma mon 08:00 mon 13:00\nwork ana ward mon 09:00 mon 12:00", but=welcome
    )
    assert made.values == {"strain": "8"}


def test_a_club_is_worth_four_journeys_but_not_five() -> None:  # three hours are too long to stay there
    near = """
        adult ana walk
        child leo 2023-01-10
        way home gym walk 10
        club leo gym mon 15:00 mon 18:00
        """
    assert planned(near).values == {"strain": "4"}
    assert planned(near).told("leo") == ["00:00 ana", "15:00 gym", "18:00 ana"]
    # Mia, whom Ana takes along, has a club as well: two more journeys for each would be dearer than missing one.
    two = near + "child ida 2024-10-01\nclub ida gym mon 18:30 mon 19:30"
    missed = planned(two)
    assert len(missed.plan.misses) <= 1
    assert missed.gaps == []


def test_windows_are_used_at_the_usual_time_where_nothing_speaks_against_it() -> None:
    made = planned(
        """
        adult ana walk
        child leo 2023-01-10
        way home nursery walk 10
        attends leo nursery 07:30-09:30 12:00-16:30
        """
    )
    assert made.told("leo") == ["00:00 ana", "09:30 nursery", "12:00 ana"]


def test_a_day_is_kept_within_its_longest() -> None:
    # From the usual 09:30 on, seven hours end at 16:30; Ana is there at 16:20.
    made = planned(
        """
        adult ana walk
        child leo 2023-01-10
        way home nursery walk 10
        way nursery ward walk 20
        way home ward walk 30
        attends leo nursery 07:30-09:30 12:00-16:30 at_most=420
        work ana ward mon 10:00 mon 16:00
        """
    )
    assert made.told("leo") == ["00:00 ana", "09:30 nursery", "16:20 ana"]
    assert made.gaps == []
