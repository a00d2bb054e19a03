"""What has gone wrong elsewhere with what families share, as far as files can have it."""

import os
import stat
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from kinrota.model.feeds import Feed
from kinrota.model.household import Household
from kinrota.model.kept import Kept
from kinrota.model.plan import Verified
from kinrota.publish.calendars import VIEWS, feed_calendar, key_of
from kinrota.publish.write import write
from kinrota.store.feeds_key import secret_of
from kinrota.store.kept import KeptCalendars
from kinrota.store.published import ledger
from kinrota.store.secrets import KeptSecrets
from tests.publish.privacy.drawn import state
from tests.publish.privacy.remote import published

FEEDS = (Feed("ana-busy", "work", "ana"), Feed("oma", "helper", "oma"), Feed("play", "family"), Feed("hall", "wall"))

SECRETS = {
    "Ana", "Ben", "Oma", "Mia", "Leo", "Linden", "school", "nursery", "hospital", "Ward", "Shoot", "555 0101",
    "Berlin", "ana-rota", "office", "Nobody", "care", "laundry",
}  # fmt: skip
"""What strangers may not read."""


def sharing(verified: Verified, *feeds: Feed) -> Verified:
    home: Household = replace(verified.week.household, feeds=feeds)
    return replace(verified, week=replace(verified.week, household=home))


def test_a_locator_showed_the_children_of_strangers_after_an_update(tmp_path: Path, verified: Verified) -> None:
    """Another household, written where one was before, has nothing of the first, and the other way round."""
    other = state(3)
    write(other, tmp_path, b"o" * 32)
    write(sharing(verified, *FEEDS), tmp_path, b"s" * 32)
    theirs = {person.name for person in other.week.household.adults}
    theirs |= {person.name for person in other.week.household.children}
    for path in (tmp_path / "feeds").iterdir():
        assert not [name for name in theirs if name in path.read_text(encoding="utf-8")]
    assert {path.name for path in (tmp_path / "feeds").iterdir()} == {"ana-busy.ics", "oma.ics", "play.ics", "hall.ics"}
    write(other, tmp_path, b"o" * 32)
    for path in (tmp_path / "feeds").iterdir():
        assert "Mia" not in path.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
def test_a_token_that_gives_access_was_disclosed(tmp_path: Path, verified: Verified) -> None:
    """The secret is readable for nobody else, and in no file that is handed out; no key tells it, or another."""
    secret, out = secret_of(tmp_path), tmp_path / "out"
    assert stat.S_IMODE((tmp_path / ".kinrota/feeds.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / ".kinrota").stat().st_mode) == 0o700
    assert "*" in (tmp_path / ".kinrota/.gitignore").read_text(encoding="ascii").splitlines()
    keys = {key_of(secret, feed.audience, feed.of, feed.id) for feed in FEEDS}
    assert len(keys) == len(FEEDS)
    for path in write(sharing(verified, *FEEDS), out, secret).files:
        content = path.read_bytes()
        for key in (secret, *keys):
            assert key not in content
            assert key.hex().encode() not in content


def test_a_feed_that_becomes_another_cannot_be_joined_with_what_it_was(verified: Verified) -> None:
    def names(feed: Feed) -> set[bytes]:
        lines = feed_calendar(sharing(verified, feed), feed, b"s" * 32).splitlines()
        return {line for line in lines if line.startswith(b"UID:")}

    assert names(Feed("one", "work", "ana"))
    assert not names(Feed("one", "work", "ana")) & names(Feed("two", "work", "ana"))
    assert not names(Feed("one", "work", "ana")) & names(Feed("one", "work", "ben"))


def test_a_way_to_write_was_unfiltered_where_the_way_to_read_was_filtered(tmp_path: Path, full: Verified) -> None:
    """What lies in the folder that is handed out has nothing of what strangers may not read, half written or whole."""
    home = full.week.household
    told = replace(home, adults=tuple(replace(one, phone="030 555 0101") for one in home.adults))
    strangers = sharing(replace(full, week=replace(full.week, household=told)), FEEDS[0], FEEDS[2])
    write(strangers, tmp_path, b"s" * 32)
    files = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "feeds").iterdir()}
    assert set(files) == {"ana-busy.ics", "play.ics"}
    for content in files.values():
        assert content.count("BEGIN:VEVENT") > 0
        assert not [secret for secret in SECRETS if secret.casefold() in content.casefold()]


@pytest.mark.parametrize("feed", [FEEDS[0], FEEDS[2]], ids=["work", "family"])
def test_another_way_to_write_is_filtered_as_well(full: Verified, feed: Feed) -> None:
    """Nothing that a server is asked has anything of what strangers may not read, its new calendar included."""
    home = full.week.household
    told = replace(
        home, adults=tuple(replace(one, phone="030 555 0101", addresses=("me@work",)) for one in home.adults)
    )
    strangers = sharing(replace(full, week=replace(full.week, household=told)), *FEEDS)
    asked = published(feed.audience, VIEWS[feed.audience](strangers, feed), strangers)
    text = "\n".join(f"{name}\n{body.decode()}" for name, body in asked.items()).casefold()
    assert text.count("put /u/kinrota-plan/") > 1
    assert not [secret for secret in SECRETS if secret.casefold() in text]


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
def test_a_database_of_families_stood_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is kept beside the household's own files is its owner's alone, whatever was usual for files there."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    usual = os.umask(0)
    try:
        secret_of(tmp_path)
        KeptSecrets(tmp_path).put("cloud", "password")
        KeptCalendars(tmp_path).save("rota", Kept("source", b"BEGIN:VCALENDAR", "2026-03-01T18:00:00+00:00", "there"))
        with ledger(tmp_path, "ana") as kept:
            kept.settle("https://dav.example.org/plan/", "ana into cloud/Plan")
    finally:
        os.umask(usual)
    found = list((tmp_path / ".kinrota").rglob("*"))
    assert {path.name for path in found} >= {"feeds.key", "calendars", "published"}
    assert (tmp_path / ".kinrota").stat().st_mode & 0o077 == 0
    for path in found:
        assert path.stat().st_mode & 0o077 == 0 or path.name == ".gitignore", path


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_filter_was_bypassed_by_a_redirect(tmp_path: Path, verified: Verified) -> None:
    """A link where a calendar is to be is replaced by it; what it leads to is neither read nor changed."""
    elsewhere, out = tmp_path / "elsewhere.ics", tmp_path / "out"
    write(sharing(verified, *FEEDS), out, b"s" * 32)
    fresh = (out / "feeds/ana-busy.ics").read_bytes()
    elsewhere.write_bytes(fresh.replace(b"SEQUENCE:0", b"SEQUENCE:7").replace(b"SUMMARY:Busy", b"SUMMARY:Ward"))
    (out / "feeds/ana-busy.ics").unlink()
    (out / "feeds/ana-busy.ics").symlink_to(elsewhere)
    write(sharing(verified, *FEEDS), out, b"s" * 32)
    assert not (out / "feeds/ana-busy.ics").is_symlink()
    assert (out / "feeds/ana-busy.ics").read_bytes() == fresh
    assert b"SUMMARY:Ward" in elsewhere.read_bytes()
