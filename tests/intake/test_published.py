"""Calendars that a household writes: whose, and into what; what is wrong with them is in tests/bad-input/88 to 91."""

from pathlib import Path

import pytest

from kinrota.errors import InputError
from kinrota.model.published import Published, login_of
from kinrota.pipeline import household

HOUSEHOLD = """
kinrota = 1
timezone = "Europe/Berlin"
adults = { ana = { name = "Ana" }, oma = { name = "Oma", helper = true } }
children = { leo = { name = "Leo", born = 2022-05-10 } }
accounts = { cloud = { server = "https://dav.example.org", user = "ana" } }
"""
PUBLISHED = """
[feeds.busy]
for = "work"
of = "ana"
[published.ana]
of = "ana"
into = "caldav:cloud/Plan"
[published.work]
feed = "busy"
into = "CALDAV:cloud/Ana / busy"
[published.leo]
of = "leo"
into = "caldav:cloud/Leo"
"""


def read(folder: Path, text: str) -> tuple[Published, ...]:
    (folder / "household.toml").write_text(HOUSEHOLD + text, encoding="utf-8")
    return household(folder).published


def test_who_says_nothing_writes_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == ()


def test_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = read(tmp_path, PUBLISHED)
    login = login_of("dav.example.org:443", "ana")
    assert found == (
        Published("ana", "cloud", "Plan", of="ana", login=login),
        Published("work", "cloud", "Ana / busy", feed="busy", login=login),
        Published("leo", "cloud", "Leo", of="leo", login=login),
    )
    was = ["ana into cloud/Plan", "feed busy into cloud/Ana / busy", "leo into cloud/Leo"]
    assert [one.purpose for one in found] == [f"{purpose} #{login}" for purpose in was]
    for number, one in enumerate(found):
        assert [(one.meant(purpose), one.told(purpose)) for purpose in was] == [(n == number,) * 2 for n in range(3)]


@pytest.mark.parametrize(
    ("server", "user", "same"),
    [
        ("https://dav.example.org", "ana", True),
        ("https://DAV.example.org:443/caldav", "ana", True),
        ("https://dav.example.org:8443", "ana", False),
        ("https://dav.example.com", "ana", False),
        ("https://dav.example.org", "ben", False),
    ],
)
def test_another_account_of_the_same_id_is_another(tmp_path: Path, server: str, user: str, *, same: bool) -> None:
    before = read(tmp_path, PUBLISHED)[0]
    other = HOUSEHOLD.replace("https://dav.example.org", server).replace('user = "ana"', f'user = "{user}"')
    (tmp_path / "household.toml").write_text(other + PUBLISHED, encoding="utf-8")
    one = household(tmp_path).published[0]
    assert (one.meant(before.purpose), one.told(before.purpose)) == (same, True)
    assert server not in one.purpose


@pytest.mark.parametrize("source", ["caldav:cloud/plan", "caldav:twin/Plan", "caldav:cloud/kinrota-ana"])
def test_what_is_read_is_not_written(tmp_path: Path, source: str) -> None:
    twin = 'cloud = { server = "https://dav.example.org:443/", user = "ana" }, twin ='
    text = HOUSEHOLD.replace("cloud =", twin) + PUBLISHED
    text += f'[calendars.shifts]\nsource = "{source}"\nof = "ana"\nmeans = "work"\n'
    (tmp_path / "household.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="is read as shifts") as caught:
        household(tmp_path)
    assert len(caught.value.problems) == 1
    (tmp_path / "household.toml").write_text(text.replace(source, "caldav:cloud/Shifts"), encoding="utf-8")
    assert len(household(tmp_path).published) == 3


def test_an_account_whose_server_is_none_is_said_once(tmp_path: Path) -> None:
    text = HOUSEHOLD.replace("https://dav.example.org", "ftp://dav.example.org") + PUBLISHED
    (tmp_path / "household.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        household(tmp_path)
    assert [problem.field for problem in caught.value.problems] == ["accounts.cloud.server"]
