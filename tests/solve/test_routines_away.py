"""Routines at a place of their own in small weeks, counted on paper."""

from tests.solve.weeks import planned

POOL = """
    adult ana walk
    child leo 2022-05-10
    way home pool walk 10
"""


def test_the_doer_goes_there_with_the_child() -> None:
    """There and back, two journeys; who swims answers for him."""
    found = planned(f"{POOL}\n routine swim leo any=ana 09:00-11:00 60 protect place=pool")
    assert found.values == {"strain": "2"}
    swims = next(span for span in found.plan.adults["ana"] if span.doing == "routine:swim")
    assert (swims.place, swims.span.minutes) == ("pool", 60)
    assert found.child_at("leo", "mon 10:00").place == "pool"


def test_all_who_do_it_are_there() -> None:
    """Ben comes straight from work: his journey home counts, and the two of Ana's."""
    found = planned(
        """
        adult ana walk
        adult ben walk
        child leo 2022-05-10
        way home pool walk 10
        way home office walk 20
        way office pool walk 15
        work ben office mon 14:00 mon 16:00
        routine swim leo all=ana,ben 16:15-17:15 60 must place=pool
        """
    )
    assert found.values.get("broken") is None
    assert found.doing("ana", "routine:swim") == found.doing("ben", "routine:swim") == ["16:15-17:15 routine:swim"]
    assert found.journeys("ben")[1] == "16:00-16:15 office>pool walk"


def test_a_sibling_asleep_keeps_it_from_being_done() -> None:
    found = planned(
        f"{POOL}\n child ida 2024-10-01 nap=12:00-15:00\n routine swim leo any=ana 13:00-15:00 60 protect place=pool"
    )
    assert found.values == {"lost": "10"}


def test_a_sibling_comes_along() -> None:
    found = planned(f"{POOL}\n child ida 2024-10-01\n routine swim leo any=ana 09:00-11:00 60 protect place=pool")
    assert found.values == {"strain": "2"}


def test_a_wanted_one_is_worth_two_journeys() -> None:
    assert planned(f"{POOL}\n routine swim leo any=ana 09:00-11:00 60 want place=pool").values == {"strain": "2"}


def test_at_the_place_that_has_the_child() -> None:
    """After school Ana and Tom stay for two hours of football there: bringing and fetching are four journeys."""
    found = planned(
        """
        adult ana walk
        child tom 2019-06-01
        way home school walk 12
        attends tom school 08:15 13:30
        routine football tom any=ana 13:45-15:45 120 must place=school
        """
    )
    assert found.values == {"strain": "4"}
    assert found.doing("ana", "routine:football") == ["13:45-15:45 routine:football"]


def test_load_counts_once_where_the_doer_swims_and_answers() -> None:
    """Awake from 06:30 to 20:30 and on call for the night before and after: 7 and 60 quarter-hours."""
    found = planned(f"{POOL}\n routine swim leo any=ana 09:00-11:00 60 protect place=pool")
    assert found.plan.loads["ana"].minutes == 67 * 15
