"""Plans into calendars on servers, and what people changed there back into the household's history."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from kinrota.errors import InputError, Problem, VerificationError
from kinrota.intake.folder import history_text
from kinrota.intake.history import read_history
from kinrota.model.history import Word
from kinrota.model.history_lines import line_of
from kinrota.model.household import Household
from kinrota.model.plan import Plan, Verified
from kinrota.model.published import Entry, Published
from kinrota.model.time import Clock
from kinrota.net.caldav import Account, account_of, no_secret
from kinrota.net.client import Client
from kinrota.net.refused import RefusedError
from kinrota.pipeline import folder_secret, reason, silent, verified_in
from kinrota.pipeline import household as household_of
from kinrota.publish.caldav.edits import obeyed, words
from kinrota.publish.caldav.looking import Look, OwnCalendar, hear, keep, look, refuse_emptied
from kinrota.publish.caldav.opening import Door, made, opened
from kinrota.publish.caldav.wanted import manner_of, mark_of, wanted_of
from kinrota.publish.caldav.writing import Done, Step, few, planned, steps, too_many, write
from kinrota.publish.calendars import key_for, sheet_and_key, whose
from kinrota.store.feeds_key import has_secret
from kinrota.store.history import append, only_writer
from kinrota.store.published import BusyError, ledger
from kinrota.store.secrets import KeptSecrets

T = TypeVar("T")

SECONDS = 300.0
"""For all that is asked of an account."""


class Asked(Struct, frozen=True):
    """What somebody asked for beside publishing.

    With `trial` nothing is written anywhere. `gone` is how many events at most people deleted out of a calendar, and
    `delete` how many the plan takes out, where that is so many that it has to be said; `anew` names a calendar that is
    made once more.
    """

    trial: bool = False
    gone: int = 0
    delete: int = 0
    anew: str = ""


PLAINLY = Asked()
"""Nothing beside publishing."""


class Outcome(Struct, frozen=True):
    """What came of a calendar: what people said in it, what was written, and why not all of it could be."""

    published: Published
    words: tuple[Word, ...] = ()
    done: Done | None = None
    refused: str = ""
    edits: int = 0
    """How many events people changed there."""
    is_new: bool = False
    """Whether there was no such calendar yet."""


class Publication(Struct, frozen=True):
    """What came of all calendars; `findings`, sentences of the check, are why a plan was not written."""

    household: Household
    calendars: tuple[Outcome, ...]
    findings: tuple[str, ...] = ()


class _Open(Struct):
    """A calendar while it is published."""

    published: Published
    door: Door
    own: OwnCalendar | None
    seen: Look
    words: tuple[Word, ...] = ()


class _Round(Struct, frozen=True):
    """What belongs together while a household's calendars are published; `failed` says what did not work, and why."""

    household: Household
    asked: Asked
    secret: bytes
    stack: contextlib.ExitStack
    accounts: dict[str, Account] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


class Publisher(Struct, frozen=True):
    """Publishes the plans of a household's folder; `client` is the way out to the network."""

    folder: Path
    client: Callable[[Household], Client] = lambda household: Client(allow=frozenset(household.allowed))
    progress: Callable[[str], None] = silent
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)

    def publish(self, plan: Plan | None = None, asked: Asked = PLAINLY) -> Publication:
        """Take up what people changed in their calendars, and write a plan there, if it still fits then.

        InputError where the folder cannot be used; whatever a server does costs its own calendar only.
        """
        household = household_of(self.folder)
        self._refuse_unknown(household, asked.anew)
        with contextlib.ExitStack() as stack:
            now = _Round(household, asked, self._secret(trial=asked.trial), stack)
            opened_ones = (self._opened(now, one) for one in household.published)
            found = {one.published.id: one for one in opened_ones if one}
            self._take_up(household, found.values(), asked)
            findings, verified = self._checked(plan) if plan and found else ((), None)
            done = self._all_written(now, found, verified) if verified else {}
        outcomes = (
            Outcome(
                one,
                found[one.id].words if one.id in found else (),
                done.get(one.id),
                now.failed.get(one.id, ""),
                len(found[one.id].seen.edits) if one.id in found else 0,
                is_new=one.id in found and found[one.id].own is None,
            )
            for one in household.published
        )
        return Publication(household, tuple(outcomes), findings)

    def _secret(self, *, trial: bool) -> bytes:
        """The folder's secret; for a trial none is made."""
        return b"" if trial and not has_secret(self.folder) else folder_secret(self.folder)

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
                now.accounts[published.account] = self._account(now.household, published.account)
            kept = now.stack.enter_context(ledger(self.folder, published.id, trial=now.asked.trial))
            mark = mark_of(key_for(now.household, published, now.secret))
            anew = now.asked.anew == published.id
            door = Door(now.accounts[published.account], published, kept, now.household.zone, mark, anew)
            own = opened(door)
            seen = look(own) if own else Look({})
            refuse_emptied(seen, few(seen.there + seen.gone), now.asked.gone)
            return _Open(published, door, own, seen)

        self.progress(f"looking into {published.name}")
        return self._tried(published, now.failed, open_it)

    def _account(self, household: Household, name: str) -> Account:
        known = next(account for account in household.accounts if account.id == name)
        password = KeptSecrets(self.folder).get(name)
        if password is None:
            raise RefusedError(no_secret(name))
        return account_of(self.client(household), known, password, SECONDS)

    def _take_up(self, household: Household, found: Iterable[_Open], asked: Asked) -> None:
        """What people changed becomes lines of the history, once; only then is it remembered as seen."""
        at, clock = int(self.now().timestamp()) // 60, Clock(household.zone)
        for one in found:
            said = [words(edit, whose(household, one.published), at) for edit in one.seen.edits]
            one.words = tuple(word for words_of in said for word in words_of)
            if asked.trial:
                continue
            try:
                with only_writer(self.folder):
                    known = read_history(history_text(self.folder), at).said
                    for edit, words_of in zip(one.seen.edits, said, strict=True):
                        new = [word for word in words_of if word.said_in not in known]
                        if new and one.own:
                            hear(one.own, edit)
                            append(self.folder, "\n".join(line_of(word, clock) for word in new))
                if one.own:
                    keep(one.own, one.seen)
            except OSError as error:
                raise self._unwritable(error) from error

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
            return write(one.own or made(one.door), one.seen, todo, manner, tell)

        return self._tried(one.published, now.failed, write_it)

    def _steps(self, now: _Round, one: _Open, verified: Verified) -> list[Step]:
        owner, at = whose(verified.week.household, one.published), int(self.now().timestamp()) // 60
        wanted = wanted_of(*sheet_and_key(verified, one.published, now.secret), one.seen.entries)

        def knows(entry: Entry) -> bool:
            return obeyed(entry, owner) and entry.base.end > at

        return steps(one.seen, wanted, verified.plan.horizon, knows)

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


def _question(count: int, most: int, there: int, *, trial: bool) -> str:
    """What is said of a calendar out of which a plan takes a lot, or of one that waits for another's."""
    remedy = f" Maybe, if that is right: --delete {most}"
    if not count:
        return "" if trial else "Not written yet: first the question about another calendar has to be answered."
    look = "" if trial else " Look at them with --dry-run."
    return f"The plan takes {count} of {there} events out of the calendar, so nothing is written yet.{look}{remedy}"
