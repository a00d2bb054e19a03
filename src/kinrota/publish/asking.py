"""Whom to ask for what: helpers for hours, and the work of residents to do without them for a while."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from kinrota.model.places import HOME
from kinrota.model.plan import AdultSpan, Ask, Verified
from kinrota.model.time import Span
from kinrota.publish.dates import day_text, hours_text, length_text, listed, short_day
from kinrota.publish.words import names_of

WORK_ASKED: Mapping[str, str] = {
    "late start": "to start later",
    "early leave": "to end earlier",
    "care day": "for care days",
}
"""What a resident asks its work."""


class Asking(Struct, frozen=True):
    """One who is asked, and each time for which: Oma, or: Ana asks work."""

    head: str
    times: tuple[str, ...]
    work: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """Each time on a line."""
        return tuple(f"{self.head}{' ' if self.work else ': '}{time}" for time in self.times)


def askings(verified: Verified) -> tuple[Asking, ...]:
    """Everything that is still to be asked, helpers first."""
    names = names_of(verified.week)
    helpers: dict[str, list[str]] = {}
    for ask in _of_helpers(verified):
        helpers.setdefault(names.get(ask.helper, ask.helper), []).append(_hours(verified, ask))
    work: dict[str, list[str]] = {}
    for ask in _of_work(verified):
        work.setdefault(names.get(ask.adult, ask.adult), []).append(_request(verified, ask))
    return (
        *(Asking(who, tuple(times)) for who, times in helpers.items()),
        *(Asking(f"{who} asks work", tuple(times), work=True) for who, times in work.items()),
    )


def _hours(verified: Verified, ask: Ask) -> str:
    """Thu 5 Mar 15:50-17:20 (1 h 30, comes to school)."""
    clock = verified.week.clock
    notes = ", ".join([length_text(ask.span.minutes), *whereabouts(verified, ask), *_occasions(verified, ask)])
    return f"{day_text(clock.date(ask.span.start))} {hours_text(ask.span, clock)} ({notes})"


def _occasions(verified: Verified, ask: Ask) -> tuple[str, ...]:
    """The occasions that a helper belongs to, for which it is no help but a guest: invited to “Oma's birthday”."""
    word = "invited to" if invited(verified, ask) else "with"
    return tuple(f"{word} “{title}”" for title, _ in _attends(verified, ask))


def invited(verified: Verified, ask: Ask) -> bool:
    """Whether a helper is asked for nothing but an occasion of its own."""
    return any(span.covers(ask.span) for _, span in _attends(verified, ask))


def _attends(verified: Verified, ask: Ask) -> Iterator[tuple[str, Span]]:
    home, clock = verified.week.household, verified.week.clock
    for occasion in home.occasions:
        span = clock.span(occasion.on, occasion.wall)
        if ask.helper in occasion.who and span is not None and span.overlaps(ask.span):
            yield home.called(occasion), span


def whereabouts(verified: Verified, ask: Ask) -> tuple[str, ...]:
    """Where a helper comes to and leaves from, as far as that is not home: comes to school, leaves from nursery.

    Who has the children at its own home is there.
    """
    lives = verified.week.household.adult(ask.helper).lives
    stay = [span for span in verified.plan.adults.get(ask.helper, ()) if span.span.overlaps(ask.span)]
    first, last = comes_to(verified, ask), _end_of(stay[-1:], came=False)
    told = [f"{'at' if first == lives else 'comes to'} {first}"] if first != HOME else []
    return (*told, *([f"leaves from {last}"] if last not in (HOME, lives) else []))


def comes_to(verified: Verified, ask: Ask) -> str:
    """The place where a helper is first."""
    stay = [span for span in verified.plan.adults.get(ask.helper, ()) if span.span.overlaps(ask.span)]
    return _end_of(stay[:1], came=True)


def _end_of(stay: Sequence[AdultSpan], *, came: bool) -> str:
    return next((place for span in stay if (place := span.place if came else span.to_place or span.place)), HOME)


def _request(verified: Verified, ask: Ask) -> str:
    """To start at 09:30 instead of 09:00 on Tue 3 Mar (30 min)."""
    clock = verified.week.clock
    start, end = clock.text(ask.span.start), clock.text(ask.span.end)
    day, minutes = day_text(clock.date(ask.span.start)), length_text(ask.span.minutes)
    words = {
        "late start": f"to start at {end} instead of {start} on {day}",
        "early leave": f"to end at {start} instead of {end} on {day}",
    }
    return f"{words.get(ask.release, f'for a care day on {day}, {hours_text(ask.span, clock)}')} ({minutes})"


def ask_days(verified: Verified) -> tuple[str, ...]:
    """The same by days only: Ask Oma: Thu 5, Tue 10; Ana asks work to start later: Mon 9."""
    clock, names = verified.week.clock, names_of(verified.week)
    days: dict[str, dict[str, None]] = {}
    for ask in (*_of_helpers(verified), *_of_work(verified)):
        head = f"{'Invite' if invited(verified, ask) else 'Ask'} {names.get(ask.helper, ask.helper)}"
        if ask.release:
            head = f"{names.get(ask.adult, ask.adult)} asks work {WORK_ASKED.get(ask.release, ask.release)}"
        days.setdefault(head, {})[short_day(clock.date(ask.span.start))] = None
    return tuple(f"{head}: {', '.join(dates)}" for head, dates in days.items())


def condition(verified: Verified) -> str:
    """On what it depends that a plan can be kept: that helpers come, and that work is given up; empty if on nothing."""
    names = names_of(verified.week)
    helpers = dict.fromkeys(names.get(ask.helper, ask.helper) for ask in _of_helpers(verified))
    adults = dict.fromkeys(names.get(ask.adult, ask.adult) for ask in _of_work(verified))
    parts = [f"{listed(helpers)} can come"] if helpers else []
    work = f"{listed(adults)}'s work allows it" if len(adults) == 1 else f"the work of {listed(adults)} allows it"
    parts += [work] if adults else []
    return " and ".join(parts)


def _of_helpers(verified: Verified) -> list[Ask]:
    return sorted((ask for ask in verified.plan.open_asks if not ask.release), key=lambda one: one.span)


def _of_work(verified: Verified) -> list[Ask]:
    return sorted((ask for ask in verified.plan.to_ask if ask.release), key=lambda one: one.span)
