import datetime as dt

import pytest
from msgspec.structs import replace

from kinrota.model.duties import Together
from kinrota.model.household import Release
from kinrota.testing import week_of

HOME = week_of("adult ana\nadult ben\nchild leo 2025-01-20").household


@pytest.mark.parametrize(
    ("name", "title", "called"),
    [
        ("bedtime-leo", "", "Bedtime Leo"),
        ("leo_first_birthday", "", "Leo first birthday"),
        ("evening-for-two", "Our evening", "Our evening"),
        ("-", "", "-"),
    ],
)
def test_a_duty_is_called_by_its_title_or_by_its_id_in_words(name: str, title: str, called: str) -> None:
    assert HOME.called(Together(name, ("ana", "ben"), 60, 60, title)) == called


def test_people_in_an_id_have_their_names() -> None:
    home = replace(HOME, children=(replace(HOME.children[0], name="Leonhard"),))
    assert home.called(Together("reading-leo", ("ana", "leo"), 60, 60)) == "Reading Leonhard"


def test_a_release_is_counted_in_its_day_week_month_or_year() -> None:
    thursday = dt.date(2026, 4, 2)
    periods = {
        per: Release("ana", "late start", 60, 1, per).period(thursday) for per in ("day", "week", "month", "year")
    }
    assert periods == {
        "day": thursday,
        "week": dt.date(2026, 3, 30),
        "month": dt.date(2026, 4, 1),
        "year": dt.date(2026, 1, 1),
    }
