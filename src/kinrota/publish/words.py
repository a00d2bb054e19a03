"""What a plan says in words: who brings, fetches and puts to bed, what is uncovered, who is there at night."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kinrota.model.needs import NeedSpan, exchange_in, off_on
from kinrota.model.people import Need
from kinrota.model.plan import ROUTINE, ChildSpan, Gap, Verified
from kinrota.model.time import DAY, Clock, Span, length, merged
from kinrota.model.week import Week
from kinrota.publish.dates import days_text, hours_text, length_text, listed, short_day
from kinrota.publish.deeds import Deed, protected_on
from kinrota.publish.needed import needs_of
from kinrota.publish.sleepovers import guest_stays, sleeps_text, sleeps_there
from kinrota.publish.ways import ALONE, NOBODY, Way, way_text, ways_of

BEDTIME = 60
"""Minutes by which a bedtime's window may end before the child falls asleep."""
NEEDS: Mapping[Need, str] = {
    Need.WATCH: "needs somebody who watches",
    Need.NEAR: "needs somebody near",
    Need.REACH: "needs somebody in reach",
    Need.NONE: "needs nobody",
}


class Doer(Struct, frozen=True):
    """Who does it, the name empty where it is the one before; `children` are named where it is not one for all."""

    name: str
    children: tuple[str, ...] = ()
    nobody: bool = False
    time: str = ""
    whom: str = ""
    """The children with their places, where that has to be told."""

    @property
    def text(self) -> str:
        """Ana (Mia), or: Ana 08:26 (Mia: school, Leo: nursery)."""
        return " ".join(filter(None, [self.head, self.tail]))

    @property
    def head(self) -> str:
        """Who, and when."""
        return " ".join(filter(None, [self.name, self.time]))

    @property
    def tail(self) -> str:
        """Whom, where that has to be told."""
        whom = self.whom or ", ".join(self.children)
        return f"({whom})" if whom else ""


class DayWords(Struct, frozen=True):
    """What stands beside a date, a verb and its doers each, with the times of the ways.

    Who brings has the time at which it sets out, who fetches the time at the place, who puts to bed that of the bedtime
    if it is a routine; a child that goes alone has a doer of its own, without a verb: Paul leaves 07:44.
    """

    parts: tuple[tuple[str, tuple[Doer, ...]], ...]
    off: tuple[str, ...] = ()
    """What is out of the ordinary: Mia ill, school closed, an occasion, protected time."""

    @property
    def text(self) -> str:
        """Such as: school closed · brings Ana 08:00 · fetches Nobody 15:00 · bed Ben."""
        return " · ".join(self.said)

    @property
    def said(self) -> tuple[str, ...]:
        """The same, part by part."""
        doers = (f"{verb} {', '.join(doer.text for doer in doers)}".strip() for verb, doers in self.parts)
        return (*self.off, *doers)


class Uncovered(Struct, frozen=True):
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
        return days_text(self.dates)


def uncovered(gaps: Iterable[Span], clock: Clock) -> Uncovered:
    """The one number of some gaps, of whichever children; a night belongs to the day on which it begins."""
    stretches = merged(gaps)
    dates = [date for one in stretches for date in (clock.days(one) if one.minutes > DAY else [clock.date(one.start)])]
    return Uncovered(length(stretches), len(stretches), tuple(dict.fromkeys(dates)))


def names_of(week: Week) -> dict[str, str]:
    """What everybody is called."""
    home = week.household
    return {adult.id: adult.name for adult in home.adults} | {child.id: child.name for child in home.children}


def day_words(
    verified: Verified, day: dt.date, nights: Mapping[str, Mapping[dt.date, Span]], deeds: Sequence[Deed] = ()
) -> DayWords:
    """Who brings, fetches and puts to bed on a date."""
    week, names = verified.week, names_of(verified.week)
    ways = [
        way
        for child in week.household.children
        for way in ways_of(child.name, guest_stays(verified, child.id, nights))
        if week.clock.date(way.instant) == day
    ]
    today = [deed for deed in deeds if week.clock.date(deed.span.start) == day]
    beds = {child: _bed(verified, child, found.get(day), today) for child, found in nights.items()}
    out = sleeps_there(verified, day, nights)
    guests = {child for children in out.values() for child in children}
    bed = _beds({child: found for child, found in beds.items() if found and child not in guests}, names, week.clock)
    sleeps = tuple(sleeps_text(tuple(names[child] for child in whom), names[host]) for host, whom in out.items())
    off = (
        *off_on(week, day),
        *_works_on(week, day, names),
        *_occasions(today, names, week.clock),
        *protected_on(week, day),
    )
    return DayWords(
        (
            *_timed(ways, names, week.clock),
            *((("bed", bed),) if bed else ()),
            *(("", (Doer(text),)) for text in sleeps),
        ),
        off,
    )


def _works_on(week: Week, day: dt.date, names: Mapping[str, str]) -> Iterator[str]:
    """Who works on a date in a pause, which stops everything else: Ana and Ben work all the same."""
    working = dict.fromkeys(
        names[busy.adult] for busy in week.busy if busy.kind == "work" and busy.span.overlaps(week.clock.day(day))
    )
    if working and week.household.paused(day):
        yield f"{listed(working)} {'works' if len(working) == 1 else 'work'} all the same"


def _occasions(deeds: Iterable[Deed], names: Mapping[str, str], clock: Clock) -> Iterator[str]:
    for deed in deeds:
        if deed.kind == "occasion":
            yield " ".join(filter(None, [deed.title, hours_text(deed.span, clock), deed.note(names, clock)]))


_Bed = tuple[tuple[str, ...], int | None]
"""Who puts a child to bed, and when if that is a routine."""


def _bed(verified: Verified, child: str, night: Span | None, deeds: Iterable[Deed]) -> _Bed | None:
    """The doers of its bedtime, else who answers for it as it falls asleep."""
    if night is None or night.start <= verified.plan.horizon.start:
        return None
    bedtimes = [
        deed
        for deed in deeds
        if deed.kind == "routine" and child in deed.children and _is_bedtime(verified.week, deed, night.start)
    ]
    if bedtimes:
        return bedtimes[-1].who, bedtimes[-1].span.start
    carer = _carer_at(verified.plan.children.get(child, ()), night.start)
    return ((carer,), None) if carer else None


def _is_bedtime(week: Week, deed: Deed, asleep: int) -> bool:
    """Whether the window of a routine ends about when the child falls asleep: an hour before at the most."""
    routine = next((one for one in week.household.routines if f"{ROUTINE}{one.id}" == deed.key), None)
    window = routine and week.clock.span(week.clock.date(deed.span.start), routine.window)
    return bool(window and window.start < asleep <= window.end + BEDTIME)


def _beds(beds: Mapping[str, _Bed], names: Mapping[str, str], clock: Clock) -> tuple[Doer, ...]:
    """Who puts whom to bed; the children are named where it is not the same for all of them.

    Without times where one adult puts several children to bed at several times.
    """
    groups: dict[str, dict[str, int | None]] = {}
    for child, (who, at) in beds.items():
        for one in who:
            groups.setdefault(one, {})[child] = at
    return tuple(
        Doer(
            names.get(who, who),
            tuple(names.get(child, child) for child in found) if len(found) < len(beds) else (),
            who == NOBODY,
            "" if (at := next(iter(found.values()))) is None or set(found.values()) != {at} else clock.text(at),
        )
        for who, found in groups.items()
    )


def _timed(ways: Sequence[Way], names: Mapping[str, str], clock: Clock) -> Iterator[tuple[str, tuple[Doer, ...]]]:
    """Who brings and fetches, and who goes alone, with the time of each; the place where a child has several."""
    mixed, own = (_several_places([way for way in ways if (way.who == ALONE) is alone]) for alone in (False, True))
    mixed = mixed or any(way.guest for way in ways)
    for verb, alone in (("brings", "leaves"), ("fetches", "comes home")):
        groups: dict[tuple[int, str], dict[str, list[str]]] = {}
        for way in ways:
            if way.verb == verb and (way.who != ALONE or way.told):
                groups.setdefault((way.at, way.who), {}).setdefault(way.place, []).append(way.child)
        with_adults = [(at, who, places) for (at, who), places in sorted(groups.items()) if who != ALONE]
        doers, last = [], ""
        for at, who, places in with_adults:
            whom = _whom(places, several=len(groups) > 1, mixed=mixed)
            doers.append(Doer("" if who == last else names.get(who, who), (), who == NOBODY, clock.text(at), whom))
            last = who
        if doers:
            yield verb, tuple(doers)
        for (at, who), places in sorted(groups.items()):
            if who == ALONE:
                goers = [child for children in places.values() for child in children]
                yield "", (Doer(_alone(alone, goers), time=clock.text(at), whom=", ".join(places) if own else ""),)


def _several_places(ways: Sequence[Way]) -> bool:
    """Whether a child goes to more than one place, so that who goes where has to be said."""
    places: dict[str, set[str]] = {}
    for way in ways:
        places.setdefault(way.child, set()).add(way.place)
    return any(len(found) > 1 for found in places.values())


def _whom(places: Mapping[str, Sequence[str]], *, several: bool, mixed: bool) -> str:
    """Mia, Leo; or Mia: school, Leo: nursery where that has to be said; nothing where it goes without saying."""
    if mixed:
        return ", ".join(f"{' and '.join(children)}: {place}" for place, children in places.items())
    return ", ".join(child for children in places.values() for child in children) if several else ""


def _alone(does: str, children: Sequence[str]) -> str:
    """Paul leaves, or: Paul and Mia leave."""
    first, *rest = does.split()
    return " ".join([listed(children), first if len(children) == 1 else first.removesuffix("s"), *rest])


def _carer_at(stays: Sequence[ChildSpan], instant: int) -> str:
    """Who answers for a child at an instant; empty where that is no question."""
    now = (stay for stay in stays if stay.span.holds(instant) and stay.how in ("care", "escort", "gap"))
    return next((stay.met_by or NOBODY for stay in now), "")


class GapWords(Struct, frozen=True):
    """Children uncovered alike: when, who, what they need and why nobody gives it; `way` is one that nobody makes."""

    span: Span
    children: tuple[str, ...]
    needs: tuple[str, ...]
    because: str
    way: str = ""

    @property
    def sentence(self) -> str:
        """Nobody is with Mia and Leo, or: Nobody brings Mia to school."""
        return self.way or f"{NOBODY} is with {listed(self.children)}"


def gap_words(
    gaps: Iterable[Gap], week: Week, children: Mapping[str, Sequence[ChildSpan]] | None = None
) -> tuple[GapWords, ...]:
    """The gaps in order, joined where a nap breaks them; children uncovered at the same time share a line.

    With the children's spans it is said of a gap before or after school whether it is the way there or from there.
    """
    found, names = list(_runs(gaps)), names_of(week)
    uncovered = {run[0].child for run in found}
    exchanged = {child: needs_of(week, child) for child in {who for who, _ in week.custody} & uncovered}
    groups: dict[tuple[Span, str, str], list[list[Gap]]] = {}
    for run in found:
        span = Span(run[0].span.start, run[-1].span.end)
        verb, place = _way_missed((children or {}).get(run[0].child, ()), span)
        groups.setdefault((span, verb, place), []).append(run)
    return tuple(
        GapWords(
            span,
            whom := tuple(names.get(run[0].child, run[0].child) for run in runs),
            _needed(runs, span, week, names, exchanged),
            _reasons((gap for run in runs for gap in run), week.clock),
            way_text(NOBODY, verb, whom, place) if verb else "",
        )
        for (span, verb, place), runs in sorted(groups.items(), key=lambda item: item[0])
    )


def _way_missed(stays: Sequence[ChildSpan], span: Span) -> tuple[str, str]:
    """The way that a gap is: brings or fetches, and the place; empty where it is none."""
    for way in ways_of("", stays):
        if way.who == NOBODY and way.instant == (span.end if way.verb == "brings" else span.start):
            return way.verb, way.place
    return "", ""


def _needed(
    runs: Sequence[Sequence[Gap]],
    span: Span,
    week: Week,
    names: Mapping[str, str],
    needs: Mapping[str, Sequence[NeedSpan]],
) -> tuple[str, ...]:
    """What each child needs in its gaps, the most of it: Mia and Leo need somebody who watches."""
    groups: dict[str, list[str]] = {}
    for run in runs:
        child = run[0].child
        most = min(run, key=lambda gap: list(NEEDS).index(gap.need))
        words = _needs(replace(most, span=span), needs.get(child, ()), week.clock)
        groups.setdefault(words, []).append(names.get(child, child))
    return tuple(f"{listed(whom)} {words if len(whom) == 1 else _of_several(words)}" for words, whom in groups.items())


def _of_several(words: str) -> str:
    verb, _, rest = words.partition(" ")
    return f"{'are' if verb == 'is' else verb.removesuffix('s')} {rest}"


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
            text = _ended(f"{since}{'; '.join(changed)}")
            told.append(text[:1].upper() + text[1:])
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
