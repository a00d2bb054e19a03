"""All calendars of a household at once: what is kept, what counts when nothing newer comes, and what shrinks."""

import datetime as dt
import threading
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from kinrota.errors import InputError
from kinrota.intake.arrivals import NEVER, Arrival, as_planned, from_shelf
from kinrota.intake.fetch.gather import ASKING, Desk
from kinrota.intake.household import read_household
from kinrota.intake.ics import Reader
from kinrota.model.kept import Kept
from kinrota.model.plan import PlanInput
from tests.net.conftest import Host
from tests.net.servers import HOST, Asked, Net, Reply, calendar, event

NOW = dt.datetime(2026, 3, 1, 18, tzinfo=dt.UTC)
HOUSEHOLD = f"""
kinrota = 1
timezone = "Europe/Berlin"
adults.ana = {{}}
children.mia = {{ born = 2018-09-14 }}
[calendars.rota]
source = "https://{HOST}/hidden.ics"
of = "ana"
means = "work"
"""
SHIFTS = [event(str(day), f"202603{day:02}") for day in range(2, 12)]


@dataclass
class Shelf:
    """Keeps in memory."""

    kept: dict[str, Kept] = field(default_factory=dict)

    def load(self, name: str) -> Kept | None:
        return self.kept.get(name)

    def save(self, name: str, kept: Kept) -> None:
        self.kept[name] = kept

    def keep_only(self, names: Collection[str]) -> None:
        self.kept = {name: kept for name, kept in self.kept.items() if name in names}


class Full(Shelf):
    def save(self, *_: object) -> None:
        raise OSError(28, "No space left on device")


@dataclass
class Secrets:
    known: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        return self.known.get(name)


class Feed:
    """A calendar that is whatever was put there."""

    def __init__(self, *events: str) -> None:
        self.reply = Reply(200, calendar(*events))

    def __call__(self, _: Asked) -> Reply:
        return self.reply


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as made:
        yield made


@pytest.fixture
def feed(host: Host) -> Feed:
    made = Feed(*SHIFTS)
    host(made)
    return made


def desk(net: Net, shelf: Shelf, text: str = HOUSEHOLD, secrets: dict[str, str] | None = None) -> Desk:
    return Desk(read_household(text, "household.toml"), shelf, Secrets(secrets or {}), net.client())


def later(hours: int) -> dt.datetime:
    return NOW + dt.timedelta(hours=hours)


def test_what_comes_is_kept(net: Net, feed: Feed, reader: Reader) -> None:
    shelf, said = Shelf(), list[str]()
    arrivals = replace(desk(net, shelf), progress=said.append).gather(NOW, reader)
    assert arrivals == {"rota": Arrival(feed.reply.body, NOW.isoformat())}
    assert shelf.kept["rota"].data == feed.reply.body
    assert said == ["asking for 1 calendar from the network"]
    assert not arrivals["rota"].stale


def test_what_the_household_names_no_more_is_kept_no_more(net: Net, feed: Feed, reader: Reader) -> None:
    shelf = Shelf({"other": Kept("source", b"data", NOW.isoformat())})
    desk(net, shelf).gather(NOW, reader)
    assert list(shelf.kept) == ["rota"]


def test_what_fails_keeps_its_last_good_reading_for_a_while(net: Net, feed: Feed, reader: Reader) -> None:
    shelf, good = Shelf(), feed.reply.body
    desk(net, shelf).gather(NOW, reader)
    feed.reply = Reply(503)
    reason = f"{HOST} cannot give it just now (503)."
    young, old = (desk(net, shelf).gather(later(hours), reader)["rota"] for hours in (48, 49))
    assert young == Arrival(good, NOW.isoformat(), reason)
    assert old == Arrival(good, NOW.isoformat(), reason, unknown=True)
    assert young.stale


def test_a_household_says_how_long_a_reading_is_good_for(net: Net, feed: Feed, reader: Reader) -> None:
    shelf = Shelf()
    text = f'{HOUSEHOLD}[network]\ngood_for = "3h"\n'
    desk(net, shelf, text).gather(NOW, reader)
    feed.reply = Reply(503)
    assert [desk(net, shelf, text).gather(later(hours), reader)["rota"].unknown for hours in (3, 4)] == [False, True]
    own = text.replace('means = "work"', 'means = "work"\ngood_for = "5h"')
    assert not desk(net, shelf, own).gather(later(4), reader)["rota"].unknown


def test_what_never_came_is_nothing(net: Net, reader: Reader) -> None:
    shelf = Shelf()
    (arrival,) = desk(net, shelf).gather(NOW, reader).values()
    assert arrival == Arrival(None, "", f"Nobody knows a host {HOST}. Maybe there is no network just now.")
    assert shelf.kept == {}


def test_what_was_kept_of_another_source_is_not_this_calendar(net: Net, feed: Feed, reader: Reader) -> None:
    shelf = Shelf()
    desk(net, shelf).gather(NOW, reader)
    feed.reply = Reply(503)
    moved = desk(net, shelf, HOUSEHOLD.replace("hidden.ics", "other.ics"))
    assert moved.gather(NOW, reader)["rota"].data is None


@pytest.mark.parametrize(("left", "taken"), [(5, True), (4, False), (0, False)])
def test_a_calendar_that_lost_most_of_what_is_ahead_waits(
    net: Net, feed: Feed, reader: Reader, left: int, *, taken: bool
) -> None:
    shelf, full = Shelf(), feed.reply.body
    desk(net, shelf).gather(NOW, reader)
    feed.reply = Reply(200, calendar(*SHIFTS[:left]))
    arrival = desk(net, shelf).gather(later(1), reader)["rota"]
    assert (arrival.data == feed.reply.body) is taken
    assert (shelf.kept["rota"].data == full) is not taken
    if not taken:
        assert "Of 10 events ahead" in arrival.because
        assert "kinrota check FOLDER --accept-smaller rota" in arrival.because


def test_one_event_that_is_left_is_one(net: Net, feed: Feed, reader: Reader) -> None:
    shelf = Shelf()
    desk(net, shelf).gather(NOW, reader)
    feed.reply = Reply(200, calendar(SHIFTS[0]))
    assert "Of 10 events ahead 1 is left" in desk(net, shelf).gather(later(1), reader)["rota"].because


def test_what_has_passed_is_not_lost(net: Net, feed: Feed, reader: Reader) -> None:
    shelf = Shelf()
    desk(net, shelf).gather(NOW, reader)
    feed.reply = Reply(200, calendar(SHIFTS[-1]))
    last_but_one = dt.datetime(2026, 3, 10, 18, tzinfo=dt.UTC)
    assert desk(net, shelf).gather(last_but_one, reader)["rota"].because == ""


def test_an_adult_can_say_that_it_is_right_so(net: Net, feed: Feed, reader: Reader) -> None:
    shelf = Shelf()
    desk(net, shelf).gather(NOW, reader)
    feed.reply = Reply(200, calendar())
    confirmed = replace(desk(net, shelf), accept=frozenset({"rota"}))
    assert confirmed.gather(later(1), reader)["rota"] == Arrival(calendar(), later(1).isoformat())
    assert desk(net, shelf).gather(later(2), reader)["rota"].because == ""


def test_what_can_be_read_no_longer_is_not_taken(net: Net, feed: Feed, reader: Reader) -> None:
    shelf = Shelf()
    desk(net, shelf).gather(NOW, reader)
    feed.reply = Reply(200, calendar("CALSCALE:HEBREW", *SHIFTS))
    assert "another calendar" in desk(net, shelf).gather(later(1), reader)["rota"].because


def test_who_does_not_answer_in_time_is_not_waited_for(net: Net, host: Host, reader: Reader) -> None:
    over = threading.Event()

    def never(_: Asked) -> Reply:
        over.wait(30)
        return Reply(200, calendar())

    host(never)
    clock = iter(range(1000))
    net.clock = lambda: float(next(clock))
    impatient = replace(desk(net, Shelf()), seconds=1.0)
    (arrival,) = impatient.gather(NOW, reader).values()
    over.set()
    for thread in threading.enumerate():
        if thread.name == ASKING:
            thread.join()
    assert arrival.because == "There was no answer within 1 seconds."


def test_a_slow_one_holds_up_no_other(net: Net, host: Host, reader: Reader) -> None:
    quick = threading.Event()

    def slow(_: Asked) -> Reply:
        assert quick.wait(30)
        return Reply(200, calendar())

    def fast(_: Asked) -> Reply:
        quick.set()
        return Reply(200, calendar())

    host(slow)
    host(fast, "fast.example.org", at="93.184.216.35")
    more = HOUSEHOLD + '[calendars.fast]\nsource = "webcal://fast.example.org/"\nmeans = "closed"\ncloses = ["home"]\n'
    found = desk(net, Shelf(), more).gather(NOW, reader)
    assert [arrival.because for arrival in found.values()] == ["", ""]


OTHER = """
[calendars.other]
source = "https://other.example.org/hidden.ics"
of = "ana"
means = "busy"
"""


def broken(net: Net, error: Exception) -> None:
    """Whoever asks for the other calendar's host meets an error."""
    known = net.resolve

    def resolve(host: str, port: int) -> list[str]:
        if host == "other.example.org":
            raise error
        return known(host, port)

    net.resolve = resolve  # type: ignore[assignment, method-assign]


def test_a_mistake_costs_one_calendar_only(net: Net, feed: Feed, reader: Reader) -> None:
    mistake_made, told = ZeroDivisionError("hidden"), list[Exception]()
    broken(net, mistake_made)
    shelf = Shelf()
    found = replace(desk(net, shelf, HOUSEHOLD + OTHER), mistaken=told.append).gather(NOW, reader)
    assert told == [mistake_made]
    assert found["rota"] == Arrival(feed.reply.body, NOW.isoformat())
    mistake = "Its answer could not be used, which is a mistake of kinrota's (ZeroDivisionError)."
    assert found["other"] == Arrival(None, "", mistake)
    assert list(shelf.kept) == ["rota"]


def test_without_memory_nothing_goes_on(net: Net, feed: Feed, reader: Reader) -> None:
    broken(net, MemoryError())
    with pytest.raises(MemoryError):
        desk(net, Shelf(), HOUSEHOLD + OTHER).gather(NOW, reader)


def test_a_folder_that_cannot_be_written_to_is_said(net: Net, feed: Feed, reader: Reader) -> None:
    with pytest.raises(InputError, match=r"calendars\.rota: cannot be kept in the household's folder: no space left"):
        desk(net, Full()).gather(NOW, reader)


SECRET = HOUSEHOLD.replace(f"https://{HOST}/hidden.ics", "secret:ana-rota")
CLOUD = HOUSEHOLD.replace(f"https://{HOST}/hidden.ics", "caldav:cloud/Work") + (
    f'[accounts.cloud]\nserver = "https://{HOST}/"\nuser = "ana"\n'
)


def test_an_address_can_be_a_secret(net: Net, feed: Feed, reader: Reader) -> None:
    found = desk(net, Shelf(), SECRET, {"ana-rota": f"webcal://{HOST}/hidden.ics"}).gather(NOW, reader)
    assert found["rota"].data == feed.reply.body


@pytest.mark.parametrize(("text", "name"), [(SECRET, "ana-rota"), (CLOUD, "cloud")])
def test_a_secret_that_is_missing_is_named(net: Net, reader: Reader, text: str, name: str) -> None:
    (arrival,) = desk(net, Shelf(), text).gather(NOW, reader).values()
    assert f"There is no secret {name} here, or none that can be opened." in arrival.because
    assert f"kinrota secret FOLDER {name}" in arrival.because


def test_an_account_is_asked_with_its_secret(net: Net, host: Host, reader: Reader) -> None:
    server = host(lambda _: Reply(401))
    (arrival,) = desk(net, Shelf(), CLOUD, {"cloud": "canary"}).gather(NOW, reader).values()
    assert "refuses this user and password" in arrival.because
    assert server.asked[0].headers["authorization"] == "Basic YW5hOmNhbmFyeQ=="


Then = Callable[[Shelf], Arrival]


def test_offline_nobody_is_asked(net: Net, feed: Feed, reader: Reader) -> None:
    shelf = Shelf()
    household = desk(net, shelf).household
    assert from_shelf(shelf)(household, NOW, reader)["rota"] == Arrival(None, "", NEVER)
    desk(net, shelf).gather(NOW, reader)
    net.dialled.clear()
    assert from_shelf(shelf)(household, later(1), reader)["rota"] == Arrival(feed.reply.body, NOW.isoformat())
    assert from_shelf(shelf)(household, later(49), reader)["rota"].unknown
    assert net.dialled == []


def test_a_plan_is_checked_with_what_it_was_made_from(net: Net, feed: Feed, reader: Reader) -> None:
    shelf = Shelf()
    household = desk(net, shelf).household
    desk(net, shelf).gather(NOW, reader)
    made = PlanInput("rota", "sha", NOW.isoformat(), stale=True, because="Nobody answered.", unknown=False)
    told = as_planned(shelf, (made,))(household, later(1000), reader)["rota"]
    assert told == Arrival(feed.reply.body, NOW.isoformat(), "Nobody answered.")
    assert as_planned(shelf, ())(household, later(1000), reader)["rota"].unknown


@pytest.mark.parametrize("read", ["", "yesterday", "2026-03-01T18:00:00", "0001-01-01T00:00:00+00:00"])
def test_what_a_plan_says_of_its_reading_may_be_anything(net: Net, feed: Feed, reader: Reader, read: str) -> None:
    shelf = Shelf()
    household = desk(net, shelf).household
    desk(net, shelf).gather(NOW, reader)
    made = PlanInput("rota", "sha", read, stale=True, because="Nobody answered.", unknown=True)
    told = as_planned(shelf, (made,))(household, NOW, reader)["rota"]
    assert told == Arrival(feed.reply.body, NOW.isoformat())


def test_a_plan_of_a_calendar_that_was_never_had(net: Net, reader: Reader) -> None:
    household = desk(net, Shelf()).household
    made = PlanInput("rota", "", "", stale=True, because="Nobody answered.")
    told = as_planned(Shelf(), (made,))(household, NOW, reader)["rota"]
    assert told == Arrival(None, "", "Nobody answered.")
