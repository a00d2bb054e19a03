"""Who is there at night, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from msgspec import Struct

from kinrota.model.household import Household
from kinrota.model.plan import ChildSpan, Plan, Verified
from kinrota.model.time import DAY, Clock, Span, merged
from kinrota.model.week import Week
from kinrota.publish.dates import hours_text, listed, short_day
from kinrota.publish.needed import needs_of
from kinrota.publish.sleepovers import at_own_home
from kinrota.publish.ways import NOBODY
from kinrota.publish.words import names_of

MISSED = 3 * 60
"""Minutes of a night from which on somebody is said not to be there."""
TURN = 30
"""Minutes of a night from which on somebody is said to be there, where another one is there for longer."""


def nights_of(week: Week) -> dict[str, dict[dt.date, Span]]:
    """Each child's nights, by the date on whose evening they begin; what is before noon belongs to the day before."""
    nights: dict[str, dict[dt.date, Span]] = {}
    for child in week.household.children:
        asleep = merged(need.span for need in needs_of(week, child.id) if need.sleep == "night")
        nights[child.id] = {_evening(week.clock, span.start): span for span in asleep}
    return nights


def _evening(clock: Clock, instant: int) -> dt.date:
    return clock.date(instant - DAY // 2)


class Night(Struct, frozen=True):
    """Who answers for the children in the night that begins on a date, and which residents are at work or away.

    `turns` are those who answer, one after the other, each with the instant until which.
    """

    date: dt.date
    turns: tuple[tuple[tuple[str, ...], int], ...]
    not_there: tuple[str, ...]
    nobody: tuple[Span, ...]

    def text(self, clock: Clock) -> str:
        """Such as: Ana until 20:45, then Ben (Ana is at work)."""
        there = ", then ".join(self._turns(clock)) or ("" if self.nobody else "no child at home")
        alone = [f"{NOBODY} {hours_text(span, clock)}" for span in self.nobody]
        return ", ".join(filter(None, [there, *alone])) + (f" ({', '.join(self.not_there)})" if self.not_there else "")

    def _turns(self, clock: Clock) -> Iterator[str]:
        for at, (names, until) in enumerate(self.turns, start=1):
            end = clock.text(until)
            last = at == len(self.turns)
            yield listed(names) if last else f"{listed(names)} until {'24:00' if end == '00:00' else end}"


def night_watch(verified: Verified, nights: Mapping[str, Mapping[dt.date, Span]]) -> tuple[Night, ...]:
    """The nights of the horizon, the one that it begins in left out where its evening is before it."""
    plan, week = verified.plan, verified.week
    names = names_of(week)
    result = []
    for day in week.clock.days(plan.horizon):
        spans = {child: found[day] for child, found in nights.items() if day in found}
        if spans:
            stays = _asleep(plan, spans)
            frame = Span(min(span.start for span in spans.values()), max(span.end for span in spans.values()))
            not_there = tuple(
                what for adult in week.household.residents if (what := _elsewhere(plan, adult.id, adult.name, frame))
            )
            nobody = merged(part for part, stay in stays if stay.how == "gap")
            result.append(Night(day, tuple(_turns(week.household, stays, names)), not_there, nobody))
    return tuple(result)


def _asleep(plan: Plan, spans: Mapping[str, Span]) -> list[tuple[Span, ChildSpan]]:
    """What the children's spans have of their night."""
    return [
        (part, stay)
        for child, night in spans.items()
        for stay in plan.children.get(child, ())
        if (part := stay.span.common(night))
    ]


def _turns(
    household: Household, stays: Iterable[tuple[Span, ChildSpan]], names: Mapping[str, str]
) -> list[tuple[tuple[str, ...], int]]:
    """Who answers, one after the other, and where if at a helper's home; those who do so at once share a turn."""

    def there(stay: ChildSpan) -> str:
        who = names.get(stay.met_by or "", stay.met_by or "")
        return f"{who} at {stay.place}" if at_own_home(household, stay) else who

    cared = [(part, there(stay)) for part, stay in stays if stay.how in ("care", "escort") and stay.met_by]
    edges = sorted({edge for part, _ in cared for edge in (part.start, part.end)})
    turns: list[tuple[tuple[str, ...], int, int]] = []
    for start, end in pairwise(edges):
        who = tuple(dict.fromkeys(who for part, who in cared if part.holds(start)))
        if turns and turns[-1][0] == who:
            turns[-1] = (who, turns[-1][1], end)
        elif who:
            turns.append((who, start, end))
    longest = max((end - start for _, start, end in turns), default=0)
    kept = [(who, end) for who, start, end in turns if end - start >= min(TURN, longest)]
    return [(who, end) for (who, end), (after, _) in pairwise([*kept, ((), 0)]) if who != after]


def _elsewhere(plan: Plan, adult: str, name: str, frame: Span) -> str:
    """Why an adult is not there for a good part of the night; empty if it is."""
    words = {"work": f"{name} is at work", "away": f"{name} is away", "unknown": f"nobody knows where {name} is"}
    minutes = dict.fromkeys(words, 0)
    for span in plan.adults.get(adult, ()):
        if span.doing in words and (part := span.span.common(frame)):
            minutes[span.doing] += part.minutes
    longest = max(minutes, key=lambda doing: minutes[doing])
    return words[longest] if minutes[longest] >= MISSED else ""


def night_runs(nights: Iterable[Night], clock: Clock) -> list[tuple[str, str]]:
    """Which nights and who; nights alike that follow one another share a line."""
    runs: list[tuple[list[dt.date], str]] = []
    for night in nights:
        text = night.text(clock)
        if runs and runs[-1][1] == text and night.date - runs[-1][0][-1] == dt.timedelta(days=1):
            runs[-1][0].append(night.date)
        else:
            runs.append(([night.date], text))
    return [
        (short_day(dates[0]) if len(dates) == 1 else f"{short_day(dates[0])} to {short_day(dates[-1])}", text)
        for dates, text in runs
    ]
