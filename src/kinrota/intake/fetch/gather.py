"""All calendars of a household that are on the network, asked side by side within one time, and what came of each."""

from __future__ import annotations

import datetime as dt
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from msgspec import Struct, field

from kinrota.errors import InputError, Problem, reason
from kinrota.intake.arrivals import Arrival, Arrivals, arrived, last_good, source_hash
from kinrota.intake.fetch.collection import read_collection
from kinrota.intake.fetch.feed import read_feed
from kinrota.intake.fetch.shrinkage import refuse_shrunk
from kinrota.intake.ics import Reader
from kinrota.model.household import CALDAV, SECRET, CalendarSource, Household
from kinrota.model.kept import Kept, Secrets, Shelf
from kinrota.net.address import parse
from kinrota.net.caldav import account_of, no_secret
from kinrota.net.client import Client
from kinrota.net.refused import RefusedError, refuse

FEED, ACCOUNT, ALL = 20.0, 40.0, 45.0
"""Seconds for a calendar at an address, for an account with all its calendars, and for everything."""

ASKING = "asking"
"""What the threads are called that wait for answers."""

Came = Kept | Exception
Told = Callable[[str, Came], None]
Job = Callable[[Told], None]


class Desk(Struct, frozen=True):
    """What a household's calendars are asked with: `accept` names those that may be smaller than before."""

    household: Household
    shelf: Shelf
    secrets: Secrets
    client: Client
    accept: frozenset[str] = frozenset()
    progress: Callable[[str], None] = field(default=lambda _: None)
    mistaken: Callable[[Exception], None] = field(default=lambda _: None)
    """Is told of a mistake of ours, which may hold addresses."""
    seconds: float = ALL

    def gather(self, moment: dt.datetime, reader: Reader) -> Arrivals:
        """Ask for everything, keep what is new and good and nothing else, and give what counts of each."""
        calendars = [calendar for calendar in self.household.calendars if calendar.remote]
        self.shelf.keep_only([calendar.id for calendar in calendars])
        kept = {calendar.id: last_good(self.shelf, calendar, self.household) for calendar in calendars}
        came = self._asked(calendars, kept, moment.isoformat())
        return {
            calendar.id: self._taken(calendar, kept[calendar.id], came.get(calendar.id), moment, reader)
            for calendar in calendars
        }

    def _taken(
        self, calendar: CalendarSource, kept: Kept | None, came: Came | None, moment: dt.datetime, reader: Reader
    ) -> Arrival:
        """What counts of a calendar after it was asked for."""
        try:
            taken = self._good(calendar, kept, came, moment, reader)
        except RefusedError as refusal:
            return arrived(calendar, kept, moment, refusal.reason)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever a server sends costs its own calendar only
            self.mistaken(error)
            return arrived(calendar, kept, moment, _mistake(error))
        self._keep(calendar.id, taken)
        return arrived(calendar, taken, moment)

    def _good(
        self, calendar: CalendarSource, kept: Kept | None, came: Came | None, moment: dt.datetime, reader: Reader
    ) -> Kept:
        """What came, if it may be taken over; whatever went wrong is raised."""
        if isinstance(came, Exception):
            raise came
        if came is None:
            refuse(f"There was no answer within {self.seconds:g} seconds.")
        if kept and calendar.id not in self.accept:
            refuse_shrunk(reader, calendar.id, kept.data, came.data, self.household.zone, moment)
        return came

    def _keep(self, calendar: str, kept: Kept) -> None:
        try:
            self.shelf.save(calendar, kept)
        except OSError as error:
            message = f"cannot be kept in the household's folder: {reason(error)}."
            problem = Problem(
                "household.toml", None, f"calendars.{calendar}", "", message, "Maybe allow writing there."
            )
            raise InputError((problem,)) from error

    def _asked(self, calendars: list[CalendarSource], kept: Mapping[str, Kept | None], moment: str) -> dict[str, Came]:
        """The answers that came in time; who has not answered by then is left to itself."""
        answers: queue.SimpleQueue[tuple[str, Came]] = queue.SimpleQueue()
        deadline, found = self.client.wire.deadline(self.seconds), dict[str, Came]()
        self.progress(f"asking for {len(calendars)} calendar{'' if len(calendars) == 1 else 's'} from the network")

        def tell(name: str, came: Came) -> None:
            answers.put((name, came))

        for job in self._jobs(calendars, kept, moment):
            threading.Thread(target=job, args=(tell,), name=ASKING, daemon=True).start()
        while len(found) < len(calendars):
            try:
                name, came = answers.get(timeout=deadline.left())
            except (queue.Empty, TimeoutError):
                break
            found[name] = came
        return found

    def _jobs(self, calendars: list[CalendarSource], kept: Mapping[str, Kept | None], moment: str) -> Iterator[Job]:
        """One for each address, and one for each account."""
        new = {one.id: Kept(source_hash(one, self.household), b"", moment) for one in calendars}
        accounts: dict[str, list[tuple[str, str]]] = {}
        for calendar in calendars:
            if calendar.source.startswith(CALDAV):
                account, _, name = calendar.source.removeprefix(CALDAV).partition("/")
                accounts.setdefault(account, []).append((calendar.id, name))
            else:
                yield self._feed(calendar, self._address(calendar), kept[calendar.id], new[calendar.id])
        for account, named in accounts.items():
            yield self._account(account, self.secrets.get(account), named, kept, new)

    def _address(self, calendar: CalendarSource) -> str | None:
        if calendar.source.startswith(SECRET):
            return self.secrets.get(calendar.source.removeprefix(SECRET))
        return calendar.source

    def _feed(self, calendar: CalendarSource, text: str | None, kept: Kept | None, new: Kept) -> Job:
        def ask() -> Kept:
            if text is None:
                refuse(no_secret(calendar.source.removeprefix(SECRET)))
            return read_feed(self.client, parse(text), kept, new, self.client.wire.deadline(FEED))

        return lambda tell: tell(calendar.id, _caught(ask))

    def _account(
        self,
        name: str,
        password: str | None,
        named: list[tuple[str, str]],
        kept: Mapping[str, Kept | None],
        new: Mapping[str, Kept],
    ) -> Job:
        known = next(account for account in self.household.accounts if account.id == name)

        def job(tell: Told) -> None:
            if password is None:
                for calendar, _ in named:
                    tell(calendar, RefusedError(no_secret(name)))
                return
            account = account_of(self.client, known, password, ACCOUNT)
            for calendar, title in named:
                tell(calendar, _caught(partial(read_collection, account, title, kept[calendar], new[calendar])))

        return job


def _mistake(error: Exception) -> str:
    """What is said of a mistake that is not foreseen: its kind, and nothing of the answer or the address."""
    return f"Its answer could not be used, which is a mistake of kinrota's ({type(error).__name__})."


def _caught(ask: Callable[[], Kept]) -> Came:
    """What came, or what went wrong: that is told where it is waited for."""
    try:
        return ask()
    except Exception as error:  # noqa: BLE001 -- what becomes of it is decided where it is waited for
        return error
