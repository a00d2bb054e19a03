"""Minutes between places: what is given, and the shortest way through it, one mode at a time."""

from kinrota.model.places import ELSEWHERE, MODES, Journey, Journeys, Mode


def both(start: str, end: str, **minutes: int) -> tuple[Journey, ...]:
    """The journeys between two places, both ways alike."""
    return tuple(
        Journey(a, b, mode, minutes[mode]) for mode in MODES if mode in minutes for a, b in ((start, end), (end, start))
    )


TOWN = Journeys(
    (
        *both("home", "school", walk=12, bike=6),
        *both("home", "nursery", walk=8, car=3),
        *both("school", "office", bike=10, transit=15),
        *both("nursery", "office", car=9),
    )
)


def minutes(start: str, end: str) -> dict[Mode, int]:
    """The minutes of each mode that goes there."""
    return {mode: known for mode in MODES if (known := TOWN.minutes(start, end, mode)) is not None}


def test_what_is_given_goes_both_ways() -> None:
    assert minutes("home", "school") == minutes("school", "home") == {"walk": 12, "bike": 6}


def test_a_pair_that_is_not_given_goes_through_those_that_are_by_one_mode() -> None:
    assert minutes("school", "nursery") == {"walk": 20}
    assert minutes("home", "office") == {"bike": 16, "car": 12}


def test_modes_are_not_joined() -> None:
    # By transit to school, and on by car: nobody goes so.
    assert minutes("nursery", "office") == {"car": 9}
    assert TOWN.minutes("home", "office", "transit") is None
    assert TOWN.minutes("home", "office", "walk") is None


def test_a_detour_that_is_shorter_than_what_is_given_is_taken() -> None:
    journeys = Journeys((*both("a", "b", walk=30), *both("a", "c", walk=10), *both("c", "b", walk=11)))
    assert journeys.minutes("a", "b", "walk") == 21


def test_ways_join_over_many_places() -> None:
    chain = Journeys(tuple(Journey(f"p{n}", f"p{n + 1}", "walk", n + 1) for n in range(6)))
    assert chain.minutes("p0", "p6", "walk") == 21
    assert chain.minutes("p6", "p0", "walk") is None


def test_one_way_is_not_the_other() -> None:
    up, down = Journey("home", "hill", "bike", 20), Journey("hill", "home", "bike", 5)
    journeys = Journeys((up, down, *both("hill", "farm", bike=3)))
    assert (journeys.minutes("home", "farm", "bike"), journeys.minutes("farm", "home", "bike")) == (23, 8)


def test_of_one_pair_given_twice_the_shorter_counts() -> None:
    assert Journeys((*both("a", "b", car=9), *both("a", "b", car=7))).minutes("a", "b", "car") == 7


def test_to_the_same_place_and_to_one_that_nobody_knows_it_takes_nothing() -> None:
    assert TOWN.minutes("home", "home", "walk") == 0
    assert TOWN.minutes("home", ELSEWHERE, "walk") == 0
    assert TOWN.minutes("moon", "home", "walk") is None


def test_the_quickest_of_the_modes_one_has() -> None:
    assert TOWN.quickest("home", "school", ("walk", "bike")) == (6, "bike")
    assert TOWN.quickest("home", "school", ("walk", "car")) == (12, "walk")
    assert TOWN.quickest("home", "school", ("car", "transit")) is None
    assert TOWN.quickest("home", "school", ()) is None


def test_of_equals_the_first_mode_goes() -> None:
    journeys = Journeys(both("a", "b", walk=5, bike=5, car=5, transit=5))
    assert journeys.quickest("a", "b", ("transit", "car", "bike")) == (5, "bike")
