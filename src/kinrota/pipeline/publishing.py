"""Plans into calendars on servers, and what people changed there back into the household's history."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from kinrota.errors import InputError, Problem, VerificationError, reason
from kinrota.intake.arrivals import last_good
from kinrota.intake.folder import history_text
from kinrota.intake.history import read_history
from kinrota.intake.words import maybe
from kinrota.model.history import History, Word
from kinrota.model.history_lines import line_of
from kinrota.model.household import CALDAV, Household
from kinrota.model.plan import Plan, Verified
from kinrota.model.published import Entry, Meaning, Published
from kinrota.model.time import Clock
from kinrota.net.caldav import Account, account_of, no_secret
from kinrota.net.client import Client
from kinrota.net.refused import RefusedError
from kinrota.pipeline import folder_secret, silent, verified_in
from kinrota.pipeline import household as household_of
from kinrota.pipeline.publication import NOTHING_MORE, Asked, Outcome, Publication
from kinrota.publish.caldav.edits import obeyed, words
from kinrota.publish.caldav.looking import Look, OwnCalendar, hear, keep, look, refuse_emptied
from kinrota.publish.caldav.opening import Door, made, opened
from kinrota.publish.caldav.restoring import Pick, Restoring, TwoOfAKindError, pick_of
from kinrota.publish.caldav.wanted import manner_of, mark_of, wanted_of
from kinrota.publish.caldav.writing import Done, Step, few, planned, steps, too_many, write
from kinrota.publish.calendars import key_for, sheet_and_key, whose
from kinrota.store.feeds_key import has_secret
from kinrota.store.history import append, only_writer
from kinrota.store.kept import KeptCalendars
from kinrota.store.published import BusyError, ledger
from kinrota.store.secrets import KeptSecrets

T = TypeVar("T")

SECONDS = 60.0
"""For each question to an account: how many there are depends on the plan."""


class _Open(Struct):
    """A calendar while it is published."""

    published: Published
    door: Door
    own: OwnCalendar | None
    seen: Look
    restoring: Restoring
    back: tuple[Meaning, ...] = ()
    words: tuple[Word, ...] = ()
    taken_back: tuple[Word, ...] = ()


class _Round(Struct, frozen=True):
    """What belongs together while a household's calendars are published; `failed` says what did not work, and why."""

    household: Household
    asked: Asked
    secret: bytes
    stack: contextlib.ExitStack
    picks: tuple[Pick, ...]
    at: int
    accounts: dict[str, Account] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    """Where calendars are that were opened, and whose they are."""
    read: Mapping[str, str] = field(default_factory=dict)
    """Where calendars of accounts are that the household reads, and their ids, as far as they were read before."""


class Publisher(Struct, frozen=True):
    """Publishes the plans of a household's folder; `client` is the way out to the network."""

    folder: Path
    client: Callable[[Household], Client] = lambda household: Client(allow=frozenset(household.allowed))
    progress: Callable[[str], None] = silent
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)

    def publish(self, plan: Plan | None = None, asked: Asked = NOTHING_MORE) -> Publication:
        """Take up what people changed in their calendars, and write a plan there, if it still fits then.

        InputError where the folder cannot be used; whatever a server does costs its own calendar only.
        """
        household = household_of(self.folder)
        self._refuse_unknown(household, asked.anew)
        picks, at = _picks(household, asked.restore), int(self.now().timestamp()) // 60
        with contextlib.ExitStack() as stack:
            now = _Round(
                household, asked, self._secret(trial=asked.trial), stack, picks, at, read=self._read(household)
            )
            opened_ones = (self._opened(now, one) for one in household.published)
            found = {one.published.id: one for one in opened_ones if one}
            self._take_up(now, found.values())
            findings, verified = self._checked(plan) if plan and found else ((), None)
            done = self._all_written(now, found, verified) if verified else {}
        outcomes = (
            _outcome(one, found.get(one.id), done.get(one.id), now.failed.get(one.id, ""))
            for one in household.published
        )
        return Publication(household, tuple(outcomes), findings, restoring=bool(picks))

    def _secret(self, *, trial: bool) -> bytes:
        """The folder's secret; for a trial none is made."""
        return b"" if trial and not has_secret(self.folder) else folder_secret(self.folder)

    def _read(self, household: Household) -> dict[str, str]:
        """Where the calendars of accounts are that the household reads, and their ids."""
        shelf = KeptCalendars(self.folder)
        of_accounts = [one for one in household.calendars if one.source.startswith(CALDAV)]
        kept = [(last_good(shelf, one, household), one.id) for one in of_accounts]
        return {there.address: name for there, name in kept if there and there.address}

    def _checked(self, plan: Plan) -> tuple[tuple[str, ...], Verified | None]:
        self.progress("checking every minute")
        try:
            return (), verified_in(self.folder, plan)
        except VerificationError as error:
            return error.sentences, None

    def _refuse_unknown(self, household: Household, anew: str) -> None:
        if not household.published:
            message = "names no calendar of an account that kinrota may write."
            remedy = 'Maybe [published.ana], with of = "ana" and into = "caldav:ana-cloud/Plan" below.'
            raise InputError((Problem("household.toml", None, "published", "", message, remedy),))
        if anew and anew not in {one.id for one in household.published}:
            message = "is none of the calendars under [published]."
            raise InputError((Problem("command line", None, "--anew", anew, message),))

    def _opened(self, now: _Round, published: Published) -> _Open | None:
        """A calendar, looked at; None where that was not to be, which is in `failed` then."""

        def open_it() -> _Open:
            if published.account not in now.accounts:
                now.accounts[published.account] = self._account(now.household, published.account, now.stack)
            kept = now.stack.enter_context(ledger(self.folder, published.id, trial=now.asked.trial))
            mark = mark_of(key_for(now.household, published, now.secret))
            anew = now.asked.anew == published.id
            zone = now.household.zone
            door = Door(now.accounts[published.account], published, kept, zone, mark, anew, now.taken, now.read)
            own = opened(door)
            seen = look(own) if own else Look({})
            restoring = Restoring(now.picks, published.id, Clock(zone), now.at)
            back = tuple(restoring.put_back(seen))
            refuse_emptied(seen, few(seen.there + seen.gone), now.asked.gone, published.id)
            return _Open(published, door, own, seen, restoring, back)

        self.progress(f"looking into {published.name}")
        return self._tried(published, now.failed, open_it)

    def _account(self, household: Household, name: str, stack: contextlib.ExitStack) -> Account:
        known = next(account for account in household.accounts if account.id == name)
        password = KeptSecrets(self.folder).get(name)
        if password is None:
            raise RefusedError(no_secret(name))
        client = stack.enter_context(self.client(household).keeping())
        return account_of(client, known, password, SECONDS, each=True)

    def _take_up(self, now: _Round, found: Iterable[_Open]) -> None:
        """What people changed becomes lines of the history, once; only then is it remembered as seen."""
        for one in found:
            said = [words(edit, whose(now.household, one.published), now.at) for edit in one.seen.edits]
            one.words = tuple(word for words_of in said for word in words_of)
            if now.asked.trial:
                self._take_back(now, one)
                continue
            try:
                with only_writer(self.folder):
                    self._write_down(now, one, said)
                    if one.own:
                        keep(one.own, one.seen)
                    self._take_back(now, one)
            except OSError as error:
                raise self._unwritable(error) from error

    def _write_down(self, now: _Round, one: _Open, said: list[tuple[Word, ...]]) -> None:
        """Lines for what was said in a calendar and is not in the history."""
        clock, history = Clock(now.household.zone), self._history(now.at)
        for edit, words_of in zip(one.seen.edits, said, strict=True):
            new = [word for word in words_of if word.said_in not in history.said]
            if new and one.own:
                hear(one.own, edit)
                append(self.folder, "\n".join(line_of(word, clock) for word in new))

    def _take_back(self, now: _Round, one: _Open) -> None:
        """Further lines for what deletions said that are restored, now or in a run that broke off."""
        if not now.picks and not one.seen.restored:
            return
        clock = Clock(now.household.zone)
        one.taken_back = one.restoring.take_back(self._history(now.at), one.seen.restored)
        if one.taken_back and not now.asked.trial:
            append(self.folder, "\n".join(line_of(word, clock) for word in one.taken_back))

    def _history(self, at: int) -> History:
        return read_history(history_text(self.folder), at)

    def _all_written(self, now: _Round, found: Mapping[str, _Open], verified: Verified) -> dict[str, Done | None]:
        """What was written into each calendar, with `trial` what would be; nothing anywhere while there is a question.

        Else the calendars would tell of two plans until it is answered.
        """
        todo = {name: self._steps(now, one, verified) for name, one in found.items()}
        questions = {name: too_many(steps, found[name].seen, now.asked.delete) for name, steps in todo.items()}
        most = max(questions.values(), default=0)
        for name, count in questions.items():
            if most:
                now.failed[name] = _question(count, most, found[name].seen.there, trial=now.asked.trial)
        if now.asked.trial:
            return {name: planned(steps) for name, steps in todo.items()}
        return {} if most else {name: self._written(now, one, todo[name], verified) for name, one in found.items()}

    def _written(self, now: _Round, one: _Open, todo: list[Step], verified: Verified) -> Done | None:
        def tell(number: int, count: int) -> None:
            self.progress(f"writing into {one.published.name}: {number} of {count}")

        def write_it() -> Done:
            manner = manner_of(*sheet_and_key(verified, one.published, now.secret))
            done = write(one.own or made(one.door), one.seen, todo, manner, tell)
            if done.stopped:
                now.failed[one.published.id] = done.stopped
            return done

        return self._tried(one.published, now.failed, write_it)

    def _steps(self, now: _Round, one: _Open, verified: Verified) -> list[Step]:
        owner = whose(verified.week.household, one.published)
        wanted = wanted_of(*sheet_and_key(verified, one.published, now.secret), one.seen.entries)

        def knows(entry: Entry) -> bool:
            return obeyed(entry, owner) and entry.base.end > now.at

        return steps(one.seen, wanted, verified.plan.horizon, knows, passing=owner.role == "helper")

    def _tried(self, published: Published, failed: dict[str, str], do: Callable[[], T]) -> T | None:
        """What comes of a calendar; whatever goes wrong with it is its own, and in `failed`."""
        try:
            return do()
        except RefusedError as error:
            failed[published.id] = error.reason
        except BusyError:
            failed[published.id] = "Another kinrota is just publishing it."
        except OSError as error:
            raise self._unwritable(error) from error
        return None

    def _unwritable(self, error: OSError) -> InputError:
        message = f"cannot be written to: {reason(error)}."
        return InputError((Problem(str(self.folder), None, "", "", message),))


def _outcome(published: Published, one: _Open | None, done: Done | None, refused: str) -> Outcome:
    if one is None:
        return Outcome(published, refused=refused)
    edits, is_new = len({edit.entry.uid for edit in one.seen.edits}), one.own is None
    return Outcome(published, one.words, done, refused, edits, is_new, one.back, one.taken_back)


def _picks(household: Household, restore: Iterable[str]) -> tuple[Pick, ...]:
    """Which deletions were mistakes; InputError where a word names none."""
    calendars = [one.id for one in household.published]
    try:
        return tuple(pick_of(text, calendars) for text in restore)
    except TwoOfAKindError as error:
        message = "is the second of its kind, and no event is of both."
        remedy = "Maybe give --restore once more, for each of them."
        raise InputError((Problem("command line", None, "--restore", str(error), message, remedy),)) from None
    except ValueError as error:
        known = ", ".join(["all", *calendars])
        remedy = (
            maybe(str(error), calendars) or f'Maybe one of {known}; a date such as 2026-03-02; or "ana 2026-03-02".'
        )
        message = "is neither a calendar under [published] nor a date."
        raise InputError((Problem("command line", None, "--restore", str(error), message, remedy),)) from None


def _question(count: int, most: int, there: int, *, trial: bool) -> str:
    """What is said of a calendar out of which a plan takes a lot, or of one that waits for another's."""
    remedy = f" Maybe, if that is right: --delete {most}"
    if not count:
        return "" if trial else "Not written yet: first the question about another calendar has to be answered."
    look = "" if trial else " Look at them with --dry-run."
    return (
        f"The plan takes {count} of {there} events out of the calendar and has none in their place, so nothing is "
        f"written yet.{look}{remedy}"
    )
