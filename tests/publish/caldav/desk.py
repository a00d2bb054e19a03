"""A household that publishes into an account in memory: sheets are given by hand, all else is the program's own."""

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kinrota.model.household import Household
from kinrota.model.plan import Plan, Verified
from kinrota.model.published import Published
from kinrota.model.time import EPOCH, Span
from kinrota.pipeline import household as household_of
from kinrota.pipeline import publishing
from kinrota.pipeline.publication import Asked, Outcome, Publication
from kinrota.pipeline.publishing import Publisher
from kinrota.publish.caldav.meaning import found
from kinrota.publish.calendars import key_for
from kinrota.publish.ics import Sheet
from kinrota.store.secrets import KeptSecrets
from tests.publish.caldav.made import SUNDAY, ZONE, hours
from tests.publish.caldav.memory import Memory

HOUSEHOLD = """
kinrota = 1
name = "Linden Street"
timezone = "Europe/Berlin"
[adults]
ana = {{ name = "Ana" }}
oma = {{ name = "Oma", helper = true, available = ["tue 08:00-18:00"] }}
[children]
leo = {{ name = "Leo", born = 2022-05-10 }}
[accounts.cloud]
server = "https://dav.example.org/"
user = "ana@example.org"
{published}
"""
ANA = '[published.ana]\nof = "ana"\ninto = "caldav:cloud/Plan"\n'


@dataclass(frozen=True)
class Told:
    """What stands for a plan here."""

    sheet: Sheet
    horizon: Span


@dataclass
class Desk:
    """Publishes; the account and the folder stay from one time to the next."""

    folder: Path
    memory: Memory = field(default_factory=Memory)
    now: int = SUNDAY
    path: str = "/ana/kinrota-ana/"

    def publish(
        self, sheet: Sheet | None = None, days: Span | None = None, **asked: str | int | tuple[str, ...]
    ) -> Outcome:
        """What came of the first calendar."""
        return self.all(sheet, days, **asked).calendars[0]

    def all(
        self, sheet: Sheet | None = None, days: Span | None = None, **asked: str | int | tuple[str, ...]
    ) -> Publication:
        plan = cast("Plan", Told(sheet, days or hours(0, 24))) if sheet else None
        at = EPOCH + dt.timedelta(minutes=self.now)
        return Publisher(self.folder, now=lambda: at).publish(plan, Asked(**asked))  # type: ignore[arg-type]

    @property
    def there(self) -> dict[str, bytes]:
        """The texts in the calendar by their addresses."""
        return {path: data for path, (_, data) in self.memory.calendars.get(self.path, {}).items()}

    @property
    def said(self) -> list[str]:
        """What the events there say: summary and hours."""
        found_ones = sorted(found(data, ZONE).meaning for data in self.there.values())
        return [
            f"{(one.start - hours(0, 1).start) / 60:g}-{(one.end - hours(0, 1).start) / 60:g} {one.summary}"
            for one in found_ones
        ]

    @property
    def history(self) -> list[dict[str, Any]]:
        path = self.folder / "history.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def address(self, summary: str) -> str:
        """Where the event of a title is."""
        (path,) = [path for path, data in self.there.items() if f"SUMMARY:{summary}\r\n".encode() in data]
        return path

    def change(self, summary: str, old: str, new: str) -> None:
        """A person changes an event's text."""
        path = self.address(summary)
        data = self.there[path]
        assert old.encode() in data
        self.memory.write(path, data.replace(old.encode(), new.encode()))

    def files(self) -> dict[str, bytes]:
        """All that is in the folder."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()
        }


def made_in(folder: Path, patch: pytest.MonkeyPatch, published: str = ANA) -> Desk:
    """A desk for a household with these calendars."""
    desk = Desk(folder)
    write(folder, published)

    @cache
    def read(text: str) -> Household:
        return household_of(folder)

    def household(at: Path) -> Household:
        return read((at / "household.toml").read_text(encoding="utf-8"))

    def verified(at: Path, plan: Told) -> Verified:
        week = SimpleNamespace(household=household(at))
        return cast("Verified", SimpleNamespace(plan=plan, week=week))

    def sheet_and_key(told: Verified, one: Published, secret: bytes) -> tuple[Sheet, bytes]:
        return cast("Told", told.plan).sheet, key_for(told.week.household, one, secret)

    patch.setattr(publishing, "household_of", household)
    patch.setattr(publishing, "account_of", lambda *_, **__: desk.memory.account)
    patch.setattr(KeptSecrets, "get", lambda *_: "canary")
    patch.setattr(publishing, "verified_in", verified)
    patch.setattr(publishing, "sheet_and_key", sheet_and_key)
    return desk


def write(folder: Path, published: str) -> None:
    (folder / "household.toml").write_text(HOUSEHOLD.format(published=published), encoding="utf-8")
