"""Calendars that a household writes: whose, and into what; what is wrong with them is in tests/bad-input/88 to 91."""

from pathlib import Path

from kinrota.model.published import Published
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
    assert found == (
        Published("ana", "cloud", "Plan", of="ana"),
        Published("work", "cloud", "Ana / busy", feed="busy"),
        Published("leo", "cloud", "Leo", of="leo"),
    )
    assert [one.purpose for one in found] == [
        "ana into cloud/Plan", "feed busy into cloud/Ana / busy", "leo into cloud/Leo",
    ]  # fmt: skip
