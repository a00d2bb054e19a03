"""One calendar with its server, its people and its plans: kinrota runs on it as it does, and everything is watched."""

import contextlib
import datetime as dt
import itertools
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from msgspec.structs import replace

from kinrota.model.plan import Plan
from kinrota.model.published import Entry, Meaning, Published
from kinrota.model.time import EPOCH
from kinrota.net.address import parse
from kinrota.net.caldav import Account
from kinrota.net.client import Credentials
from kinrota.net.wire import Wire
from kinrota.pipeline.publication import Asked as AskedFor
from kinrota.pipeline.publishing import Publisher
from kinrota.publish.caldav.edits import Edit, Whose
from kinrota.publish.caldav.resource import FIELDS, value_of
from kinrota.publish.caldav.restoring import Pick, pick_of
from kinrota.publish.caldav.wanted import Wanted
from kinrota.publish.ics import Sheet
from kinrota.store.own import OWN
from kinrota.store.published import FOLDER, ledger
from tests.dav import faults
from tests.dav.faults import WRITING, Fault, Pass
from tests.dav.phone import Phone, Told
from tests.dav.servers import Dav
from tests.dav.sync.hands import hands_of, in_place, words_in
from tests.dav.sync.model import Event, Model, broken, is_marked, meaning_of, versions
from tests.dav.sync.people import Act, People
from tests.dav.sync.plans import NOW, Days, Draft, sheet_of
from tests.dav.sync.restored import check_restored, restored
from tests.dav.sync.shelf import HOME, RULES, START, Shelf, ShelfPhone
from tests.dav.sync.way import Crossing, Direct, Fuse, KilledError
from tests.dav.sync.weather import CALM, FAULTS, Weather
from tests.net.servers import Asked, Reply

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 -- a folder that needs no disk, of a name of its own
SECONDS = 600.0
MANY = 1000
_numbers = itertools.count(1)


@dataclass
class Site:
    """A server and an account on it."""

    name: str
    version: str
    home: str
    start: str
    port: int
    phone: Phone
    dav: Dav
    server: Callable[[Asked], Reply] | None = None


def site_of(dav: Dav) -> Site:
    """A real server."""
    return Site(dav.name, dav.version, dav.home, dav.start, dav.port, dav.phone(), dav)


def shelf(name: str) -> Site:
    """A server in memory, one of `RULES`."""
    assert name in RULES
    one = Shelf(name)
    dav = Dav(name, "", 1, START, HOME)
    return Site(name, "", HOME, START, 1, ShelfPhone(1, "ana", "canary", one), dav, one.answer)


@dataclass
class World:
    """A calendar on a site, from before it is there."""

    site: Site
    whose: Whose
    counts: Counter[str] = field(default_factory=Counter)
    model: Model = field(default_factory=Model)
    days: Days = field(default_factory=Days)
    drafts: tuple[Draft, ...] = ()
    sheet: Sheet | None = None
    outcome: str = ""
    trace: list[str] = field(default_factory=list)
    approved: bool = False
    restoring: Pick | None = None

    def __post_init__(self) -> None:
        number = next(_numbers)
        self.folder = Path(tempfile.mkdtemp(prefix="kinrota-sync-", dir=MEMORY))
        self.published = Published(f"c{number}", "cloud", f"Plan {number}", of=self.whose.person)
        self.whose = replace(self.whose, calendar=self.published.id)
        self.path = f"{self.site.home}kinrota-c{number}/"
        self.people = People(self.site.phone, self.model, "")
        self.proxy = Crossing(self.site.dav, self.site.dav, server=self.site.server)
        self.proxy.before, self.proxy.after = self._before, self._after
        self.fuse = Fuse()

    def close(self) -> None:
        self.site.phone.delete(self.path)
        shutil.rmtree(self.folder)

    def _before(self, asked: Asked) -> Told | None:
        return self.site.phone.get(asked.path) if asked.method in ("PUT", "DELETE") else None

    def _after(self, asked: Asked, seen: object, reply: Reply) -> None:
        """The moment at which the server has carried out what kinrota asked."""
        if asked.method == "MKCALENDAR" and reply.status == 201:
            self.people.path = asked.path
        if not isinstance(seen, Told) or not 200 <= reply.status < 300:
            return
        there = seen.body if seen.status == 200 else None
        if asked.method == "PUT":
            self.model.wrote(asked.path, there, asked.body)
        elif there is not None:
            self.model.deleted(asked.path, there)

    def act(self, act: Act) -> None:
        """Somebody does something between two runs."""
        self.trace.append(str(act))
        self.people.act(act)

    def lose_ledger(self) -> bool:
        """kinrota's memory of the calendar is gone; not where it is told that it then gives the calendar up."""
        bodies = self.site.phone.all(self.path).values() if self.people.path else ()
        if self.model.strangers or not all(map(is_marked, bodies)):
            return False
        self.forget()
        self.run(plan=False, approved=True)
        self._must("looked")
        return True

    def forget(self) -> None:
        """The ledger is lost, whatever is in the calendar."""
        shutil.rmtree(self.folder / OWN / FOLDER, ignore_errors=True)
        self.model.lost_ledger(self.site.phone.all(self.path) if self.people.path else {})
        self.trace.append("lose ledger")

    def plan(self, drafts: Sequence[Draft], days: Days) -> None:
        """A new plan."""
        self.drafts, self.days = tuple(drafts), days

    def run(
        self,
        weather: Weather = CALM,
        *,
        plan: bool = True,
        again: bool = False,
        approved: bool = False,
        restore: str = "",
    ) -> str:
        """kinrota publishes: the plan made anew after what was said so far, or `again` the same as before.

        `restore` tells which deletions were mistakes.
        """
        if not again or self.sheet is None:
            self.sheet = sheet_of(self.drafts, self.days, self.whose, self.model.history)
        self.model.running, self.model.taken_out, self.model.put_in, self.approved = True, 0, 0, approved
        self.model.meanwhile.clear()
        self.restoring = pick_of(restore, [self.published.id]) if restore else None
        there = len(self.model.paths)
        self.fuse = Fuse(weather.killed_at, weather.killed)
        self.proxy.journal.clear()
        self._stir(weather)
        try:
            self.outcome = self._run(self.sheet if plan else None, (restore,) if restore else ())
        except KilledError:
            self.outcome = "killed"
            self.counts[f"killed {weather.killed}"] += 1
            self.remember()
            self._died()
        finally:
            self.model.running = False
        self.proxy.calm()
        if self.restoring and self.outcome != "killed" and not self.outcome.startswith("refused"):
            check_restored(self, self.restoring)
        self.counts["runs"] += 1
        self.trace.append(
            f"run {weather} plan={plan} again={again} approved={approved} restore={restore}: {self.outcome}"
        )
        self._check(there)
        return self.outcome

    def _stir(self, weather: Weather) -> None:
        for one in weather.troubles:
            fault, methods = FAULTS[one.name]
            self.proxy.inject(self._counted(one.name, fault()), *methods, times=one.times, after=one.after)
        for other in weather.meanwhile:
            does = self._does(other.act)
            fault_of = faults.afterwards if other.late else faults.meanwhile
            self.proxy.inject(fault_of(does), *other.methods, after=other.after)

    def _does(self, act: Act) -> Callable[[], None]:
        def does() -> None:
            self.counts["meanwhile"] += 1
            self.people.act(act)

        return does

    def _counted(self, name: str, fault: Fault) -> Fault:
        def counted(asked: Asked, passing: Pass) -> Reply:
            self.counts[f"fault: {name}"] += 1
            return fault(asked, passing)

        return counted

    def account(self) -> Account:
        address = parse(f"http://localhost:{self.site.port}{self.site.start}")
        wire = Wire(resolve=lambda *_: ["127.0.0.1"])
        client = Direct(wire, frozenset({"localhost"}), say=self.proxy.say, fuse=self.fuse)
        return Account(client, address, Credentials("ana", "canary", frozenset({address.end})), wire.deadline(SECONDS))

    def _run(self, sheet: Sheet | None, restore: tuple[str, ...]) -> str:
        """kinrota's own publishing, of this one calendar; only what a plan is, and the way to the server, are given."""
        most = MANY if self.approved else 0
        asked = AskedFor(gone=most, delete=most, restore=restore)
        with in_place(hands_of(self)):
            came = Publisher(self.folder, now=lambda: EPOCH + dt.timedelta(minutes=NOW)).publish(
                cast("Plan", sheet) if sheet else None, asked
            )
        (one,) = came.calendars
        if one.refused:
            return f"refused: {one.refused}"
        if sheet is None:
            return "looked"
        if came.findings:
            return "does not fit"
        assert one.done
        return "again" if one.done.again or one.done.untaken else "done"

    def remember(self) -> None:
        """What is in the history, in order."""
        self.model.history = words_in(self.folder)

    def edited(self, edit: Edit) -> None:
        """What kinrota takes for a person's is one's; what it sees as it is now, it has seen."""
        uid = edit.entry.uid
        if edit.now is None and uid not in self.model.removed:
            broken("nothing is taken for deleted that is not", uid)
        path = self.model.at.get(uid)
        if edit.now == (meaning_of(self.site.phone.get(path).body) if path else None):
            self.model.meanwhile.discard(uid)

    def about(self, wanted: Mapping[str, Wanted], entries: Mapping[str, Entry]) -> None:
        self.model.wanted = {uid: one.meaning for uid, one in wanted.items()}
        self.model.begins = self.days.span.start
        self.model.kinds |= {uid: one.known_by[0] for uid, one in wanted.items()}
        self.model.stands |= {uid: one.known_by for uid, one in wanted.items()}
        self.agreed(wanted, entries, sure=False)

    def agreed(self, wanted: Mapping[str, Wanted], entries: Mapping[str, Entry], *, sure: bool) -> None:
        """Where the plan says by now what a person wrote, that is the plan's word, too."""
        for uid, want in wanted.items():
            one = self.model.events.get(uid)
            for name, value in list(one.person.items()) if one else ():
                assert one
                if value == value_of(want.meaning, name):
                    if sure and uid in entries and uid not in self.model.meanwhile:
                        one.person.pop(name)
                        one.written[name] = value
                        one.loose.discard(name)
                    else:
                        one.loose.add(name)
            if one and sure and uid in entries and uid not in self.model.meanwhile:
                self.model.agreed(uid, want.meaning)

    def tear(self) -> None:
        """The last line of the ledger is there by half only."""
        for path in (self.folder / OWN / FOLDER).glob("*.jsonl"):
            whole = path.read_bytes()
            last = whole.rstrip(b"\n").rfind(b"\n") + 1
            os.truncate(path, last + (len(whole) - last) // 2)

    def _died(self) -> None:
        """kinrota is no more: what its ledger has is all that it knows."""
        if (self.folder / OWN / FOLDER).is_dir():
            with ledger(self.folder, self.published.id, trial=True) as kept:
                for entry in kept.entries.values():
                    self.model.noted(entry)
                restored(self, kept.entries)

    def _check(self, there: int) -> None:
        """What has to be so after every run, whatever happened."""
        gone = self.model.taken_out - self.model.put_in
        if not self.approved and gone > max(5, there // 10):
            broken("nothing much is deleted without approval", gone, there)
        self._check_others()
        said = versions(self.model.history)
        for uid, versions_of in said.items():
            if len(versions_of) > self.model.events[uid].acts:
                broken("said once", uid, versions_of, self.model.events[uid].acts)

    def _check_others(self) -> None:
        for path, (body, etag) in self.model.strangers.items():
            got = self.site.phone.get(path)
            if (got.body, got.etag) != (body, etag):
                broken("nothing of others is touched", path)

    @property
    def writes(self) -> list[str]:
        """The writing requests of the last run."""
        return [f"{entry.method} {entry.path}" for entry in self.proxy.journal if entry.method in WRITING]

    def settle(self) -> None:
        """The faults end: people's words are taken up, the plan is made anew, and two runs bring all in order."""
        self.run(plan=False, approved=True)
        self._must("looked")
        self.run(approved=True)
        second = self.run(again=True, approved=True) if self.outcome != "done" else self.outcome
        if second != "done":
            broken("two runs bring all in order", self.outcome)
        self.run(again=True)
        self._must("done")
        if self.writes:
            broken("a run that changes nothing writes nothing", self.writes)
        self._check_all()
        self.counts["settled"] += 1

    def _must(self, outcome: str) -> None:
        if self.outcome != outcome:
            broken("two runs bring all in order", self.outcome)

    def _check_all(self) -> None:
        """The calendar is what the plan says, with what people keep of their own."""
        assert self.sheet
        bodies = self.site.phone.all(self.path)
        if bodies.keys() != self.model.paths.keys() | self.model.strangers.keys():
            broken("all in order", bodies.keys(), self.model.paths, self.model.strangers.keys())
        if len(self.model.wanted) != len(self.sheet.lines):
            broken("no duplicates", self.model.wanted, self.sheet.lines)
        for uid, meaning in self.model.wanted.items():
            self._check_wanted(uid, meaning, bodies)
        for path, uid in self.model.paths.items():
            if uid not in self.model.wanted:
                self._check_dropped(uid, self.model.events[uid], meaning_of(bodies[path]))

    def _check_wanted(self, uid: str, want: Meaning, bodies: Mapping[str, bytes]) -> None:
        one = self.model.events.get(uid)
        if one is None:
            broken("all in order", uid, "is missing")
        if uid not in self.model.at:
            if one.deleted != (want.start, want.end):
                broken("all in order", uid, "is missing", one.deleted, want)
            return
        have = meaning_of(bodies[self.model.at[uid]])
        for name in () if one.strange else FIELDS:
            value, plan = value_of(have, name), value_of(want, name)
            theirs = name in one.person and value == one.person[name]
            if value != plan and not theirs and not (name in one.blind and value == one.written[name]):
                broken("all in order", uid, name, value, plan, one)

    def _check_dropped(self, uid: str, one: Event, have: Meaning) -> None:
        start = have.start if "when" in one.blind else one.hours[0]
        if not self.days.span.holds(start) or one.strange:
            return
        if one.written["status"] == "CANCELLED":
            return
        if have.status != "CANCELLED":
            broken("all in order", uid, "is still there", have, one)


@contextlib.contextmanager
def world(site: Site, role: str = "adult") -> Iterator[World]:
    """A calendar, gone afterwards."""
    one = World(site, Whose("c", "ana" if role == "adult" else "oma", "adult" if role == "adult" else "helper"))
    try:
        yield one
    finally:
        one.close()
