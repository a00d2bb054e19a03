"""What a plan says in words: who brings, fetches and puts to bed, what is uncovered, who is there at night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kinrota.model.needs import NeedSpan, exchange_in, needs_of, off_on
from kinrota.model.people import Need
from kinrota.model.places import HOME
from kinrota.model.plan import ChildSpan, Gap, Plan, Verified
from kinrota.model.time import DAY, Clock, Span, length, merged
from kinrota.model.week import Week
from kinrota.publish.dates import hours_text, length_text, listed, short_day

NOBODY = "Nobody"
ALONE = "alone"
MOST_NAMED = 3
"""Days that are named; more are counted."""
MISSED = 3 * 60
"""Minutes of a night from which on somebody is said not to be there."""
TURN = 30
"""Minutes of a night from which on somebody is said to be there, where another one is there for longer."""
NEEDS: Mapping[Need, str] = {
    Need.WATCH: "needs somebody who watches",
    Need.NEAR: "needs somebody near",
    Need.REACH: "needs somebody in reach",
    Need.NONE: "needs nobody",
}


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does it; `children` are named where it is not the same person for all of them."""

    name: str
    children: tuple[str, ...] = ()
    nobody: bool = False
    time: str = ""
    whom: str = ""
    """The children with their places, where that has to be told."""

    @property
    def text(self) -> str:
        """Ana (Mia), or: Ana 08:26 (Mia: school, Leo: nursery), or: Mia alone."""
        return " ".join(filter(None, [self.head, self.tail]))

    @property
    def head(self) -> str:
        """Who, and when."""
        name = f"{listed(self.children)} {ALONE}" if self.name == ALONE else self.name
        return " ".join(filter(None, [name, self.time]))

    @property
    def tail(self) -> str:
        """Whom, where that has to be told."""
        whom = self.whom or ("" if self.name == ALONE else ", ".join(self.children))
        return f"({whom})" if whom else ""


@dataclass(frozen=True, slots=True)
class DayWords:
    """What stands beside a date, a verb and its doers each; `timed` tells the same with the times of the ways.

    There who brings has the time at which it sets out, who fetches the time at the place, and a child that goes alone
    has a doer of its own, without a verb: Paul leaves 07:44.
    """

    parts: tuple[tuple[str, tuple[Doer, ...]], ...]
    timed: tuple[tuple[str, tuple[Doer, ...]], ...] = ()
    off: tuple[str, ...] = ()
    """What is out of the ordinary: Mia ill, school closed."""

    @property
    def text(self) -> str:
        """Such as: school closed · brings Ana · fetches Nobody · bed Ben."""
        return " · ".join(
            [*self.off, *(f"{verb} {', '.join(doer.text for doer in doers)}" for verb, doers in self.parts)]
        )


@dataclass(frozen=True, slots=True)
class Uncovered:
    """The one number: clock time in which at least one child is uncovered, in how many stretches, and on which days."""

    minutes: int
    places: int
    dates: tuple[dt.date, ...] = ()

    @property
    def text(self) -> str:
        """Such as: 3 h 00 uncovered on Wed 4 and Thu 12."""
        if not self.places:
            return "nothing uncovered"
        return f"{length_text(self.minutes)} uncovered {self.where}"

    @property
    def where(self) -> str:
        """Such as: on Wed 4 and Thu 12; many days are counted."""
        if len(self.dates) > MOST_NAMED:
            return f"on {len(self.dates)} days"
        return f"on {listed(short_day(date) for date in self.dates)}"


def uncovered(gaps: Iterable[Span], clock: Clock) -> Uncovered:
    """The one number of some gaps, of whichever children; a night belongs to the day on which it begins."""
    stretches = merged(gaps)
    dates = [date for one in stretches for date in (clock.days(one) if one.minutes > DAY else [clock.date(one.start)])]
    return Uncovered(length(stretches), len(stretches), tuple(dict.fromkeys(dates)))


def names_of(week: Week) -> dict[str, str]:
    """What everybody is called."""
    home = week.household
    return {adult.id: adult.name for adult in home.adults} | {child.id: child.name for child in home.children}


def nights_of(week: Week) -> dict[str, dict[dt.date, Span]]:
    """Each child's nights, by the date on whose evening they begin; what is before noon belongs to the day before."""
    nights: dict[str, dict[dt.date, Span]] = {}
    for child in week.household.children:
        asleep = merged(need.span for need in needs_of(week, child.id) if need.sleep == "night")
        nights[child.id] = {_evening(week.clock, span.start): span for span in asleep}
    return nights


def _evening(clock: Clock, instant: int) -> dt.date:
    return clock.date(instant - DAY // 2)


def day_words(verified: Verified, day: dt.date, nights: Mapping[str, Mapping[dt.date, Span]]) -> DayWords:
    """Who brings, fetches and puts to bed on a date."""
    week, plan, names = verified.week, verified.plan, names_of(verified.week)
    done: dict[str, list[tuple[str, str]]] = {"brings": [], "fetches": [], "bed": []}
    ways: list[_Way] = []
    for child in week.household.children:
        stays = plan.children.get(child.id, ())
        for way in _ways(child.name, stays):
            if week.clock.date(way.instant) == day:
                done[way.verb].append((way.who, child.name))
                ways.append(way)
        night = nights.get(child.id, {}).get(day)
        if night is not None and night.start > plan.horizon.start:
            done["bed"] += [(who, child.name) for who in _carer_at(stays, night.start)]
    parts = tuple((verb, _doers(pairs, names)) for verb, pairs in done.items() if pairs)
    bed = tuple(part for part in parts if part[0] == "bed")
    return DayWords(parts, (*_timed(ways, names, week.clock), *bed), off_on(week, day))


def _timed(ways: Sequence[_Way], names: Mapping[str, str], clock: Clock) -> Iterator[tuple[str, tuple[Doer, ...]]]:
    """Who brings and fetches, and who goes alone, with the time of each; the place where there are several."""
    mixed, own = (len({way.place for way in ways if (way.who == ALONE) is alone}) > 1 for alone in (False, True))
    for verb, alone in (("brings", "leaves"), ("fetches", "comes home")):
        groups: dict[tuple[int, str], dict[str, list[str]]] = {}
        for way in ways:
            if way.verb == verb and (way.who != ALONE or way.told):
                groups.setdefault((way.at, way.who), {}).setdefault(way.place, []).append(way.child)
        with_adults = [
            Doer(
                names.get(who, who),
                (),
                who == NOBODY,
                clock.text(at),
                _whom(places, several=len(groups) > 1, mixed=mixed),
            )
            for (at, who), places in sorted(groups.items())
            if who != ALONE
        ]
        if with_adults:
            yield verb, tuple(with_adults)
        for (at, who), places in sorted(groups.items()):
            if who == ALONE:
                goers = [child for children in places.values() for child in children]
                yield "", (Doer(_alone(alone, goers), time=clock.text(at), whom=", ".join(places) if own else ""),)


def _whom(places: Mapping[str, Sequence[str]], *, several: bool, mixed: bool) -> str:
    """Mia, Leo; or Mia: school, Leo: nursery where the day has several places; nothing where it goes without saying."""
    if mixed:
        return ", ".join(f"{' and '.join(children)}: {place}" for place, children in places.items())
    return ", ".join(child for children in places.values() for child in children) if several else ""


def _alone(does: str, children: Sequence[str]) -> str:
    """Paul leaves, or: Paul and Mia leave."""
    first, *rest = does.split()
    return " ".join([listed(children), first if len(children) == 1 else first.removesuffix("s"), *rest])


def _doers(pairs: Sequence[tuple[str, str]], names: Mapping[str, str]) -> tuple[Doer, ...]:
    children: dict[str, list[str]] = {}
    for who, child in pairs:
        children.setdefault(who, [])
        if child not in children[who]:
            children[who].append(child)
    return tuple(
        Doer(names.get(who, who), tuple(named) if len(children) > 1 or who == ALONE else (), who == NOBODY)
        for who, named in children.items()
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """A child's way to or from a place that attends it.

    `instant` is when the attendance begins or ends, `at` the time to be told; a way alone that does not lead home is
    not `told` at the place where it begins, as it is told where it ends.
    """

    verb: str
    child: str
    who: str
    place: str
    instant: int
    at: int
    told: bool = True


def _ways(child: str, stays: Sequence[ChildSpan]) -> Iterator[_Way]:
    """Each end of each visit to a place that attends the child."""
    for at, stay in enumerate(stays):
        if stay.how != "attendance":
            continue
        before = stays[at - 1] if at else None
        after = stays[at + 1] if at + 1 < len(stays) else None
        place = stay.place or ""
        if who := _mover(before, stay):
            yield _Way("brings", child, who, place, stay.span.start, _set_out(stays[:at], stay.span.start))
        if who := _mover(after, stay):
            end, home = _arrived(stays[at + 1 :], stay.span.end)
            told = end if who == ALONE else stay.span.end
            yield _Way("fetches", child, who, place, stay.span.end, told, home)


def _out(stay: ChildSpan) -> bool:
    """Whether a child is on its way, or waits somewhere."""
    return stay.how in ("escort", "alone", "care") and (stay.to_place is not None or stay.place != HOME)


def _set_out(before: Sequence[ChildSpan], instant: int) -> int:
    """When the way to a place began."""
    for stay in reversed(before):
        if not _out(stay):
            break
        instant = stay.span.start
    return instant


def _arrived(after: Sequence[ChildSpan], instant: int) -> tuple[int, bool]:
    """When the way from a place ends, and whether that is at home."""
    for stay in after:
        if not _out(stay):
            return instant, stay.how != "attendance"
        instant = stay.span.end
    return instant, True


def _mover(other: ChildSpan | None, stay: ChildSpan) -> str | None:
    if other is None or other.how in ("custody", "attendance"):
        return None
    if other.how == "gap":
        return NOBODY
    return ALONE if other.how == "alone" else other.met_by or stay.met_by


def _carer_at(stays: Sequence[ChildSpan], instant: int) -> list[str]:
    for stay in stays:
        if stay.span.holds(instant) and stay.how in ("care", "escort", "gap"):
            return [stay.met_by or NOBODY]
    return []


@dataclass(frozen=True, slots=True)
class GapWords:
    """Children uncovered alike: when, who, what they need and why nobody gives it."""

    span: Span
    children: tuple[str, ...]
    needs: tuple[str, ...]
    because: str

    @property
    def sentence(self) -> str:
        """Nobody is with Mia and Leo."""
        return f"{NOBODY} is with {listed(self.children)}"


def gap_words(gaps: Iterable[Gap], week: Week) -> tuple[GapWords, ...]:
    """The gaps in order, joined where a nap breaks them; children uncovered at the same time share a line."""
    names, exchanged = names_of(week), {child: needs_of(week, child) for child in {who for who, _ in week.custody}}
    groups: dict[Span, list[list[Gap]]] = {}
    for run in _runs(gaps):
        groups.setdefault(Span(run[0].span.start, run[-1].span.end), []).append(run)
    return tuple(
        GapWords(
            span,
            tuple(names.get(run[0].child, run[0].child) for run in runs),
            tuple(_needed(run, span, week, names, exchanged) for run in runs),
            _reasons((gap for run in runs for gap in run), week.clock),
        )
        for span, runs in sorted(groups.items(), key=lambda item: item[0])
    )


def _needed(
    run: Sequence[Gap], span: Span, week: Week, names: Mapping[str, str], needs: Mapping[str, Sequence[NeedSpan]]
) -> str:
    """What a child needs in its gaps: the most of it."""
    child = run[0].child
    most = min(run, key=lambda gap: list(NEEDS).index(gap.need))
    return f"{names.get(child, child)} {_needs(replace(most, span=span), needs.get(child, ()), week.clock)}"


def _reasons(gaps: Iterable[Gap], clock: Clock) -> str:
    """Why nobody is there; later in the time only what has changed, with the time from which on it has."""
    reasons: dict[int, str] = {}
    for gap in sorted(gaps, key=lambda one: one.span.start):
        reasons.setdefault(gap.span.start, gap.because)
    told: list[str] = []
    first, before = min(reasons), set[str]()
    for start, reason in reasons.items():
        clauses = reason.rstrip(".").split("; ") if reason else []
        if changed := [clause for clause in clauses if clause not in before]:
            day = "" if clock.date(start) == clock.date(first) else f"{short_day(clock.date(start))} "
            since = "" if not told else f"From {day}{clock.text(start)}: "
            told.append(_ended(f"{since}{'; '.join(changed)}"))
        before = set(clauses) or before
    return " ".join(told)


def _runs(gaps: Iterable[Gap]) -> Iterator[list[Gap]]:
    """A child's gaps that follow one another without a break."""
    run: list[Gap] = []
    for gap in sorted(gaps, key=lambda one: (one.child, one.span)):
        if run and (gap.child, gap.span.start) != (run[-1].child, run[-1].span.end):
            yield run
            run = []
        run.append(gap)
    if run:
        yield run


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _needs(gap: Gap, needs: Sequence[NeedSpan], clock: Clock) -> str:
    """What a child needs in a gap; around an exchange with the other household that is a person."""
    exchange = exchange_in(needs, gap.span) if gap.need is Need.WATCH else None
    if exchange is None:
        return NEEDS[gap.need]
    return f"is handed over at {clock.text(exchange)}: somebody has to be there"


@dataclass(frozen=True, slots=True)
class Night:
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
            result.append(Night(day, tuple(_turns(stays, names)), not_there, nobody))
    return tuple(result)


def _asleep(plan: Plan, spans: Mapping[str, Span]) -> list[tuple[Span, ChildSpan]]:
    """What the children's spans have of their night."""
    return [
        (part, stay)
        for child, night in spans.items()
        for stay in plan.children.get(child, ())
        if (part := stay.span.common(night))
    ]


def _turns(stays: Iterable[tuple[Span, ChildSpan]], names: Mapping[str, str]) -> list[tuple[tuple[str, ...], int]]:
    """Who answers, one after the other; those who do so at the same time share a turn."""
    cared = [(part, stay.met_by) for part, stay in stays if stay.how in ("care", "escort") and stay.met_by]
    edges = sorted({edge for part, _ in cared for edge in (part.start, part.end)})
    turns: list[tuple[tuple[str, ...], int, int]] = []
    for start, end in pairwise(edges):
        who = tuple(dict.fromkeys(names.get(who, who) for part, who in cared if part.holds(start)))
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
        if runs and runs[-1][1] == text:
            runs[-1][0].append(night.date)
        else:
            runs.append(([night.date], text))
    return [
        (short_day(dates[0]) if len(dates) == 1 else f"{short_day(dates[0])} to {short_day(dates[-1])}", text)
        for dates, text in runs
    ]
