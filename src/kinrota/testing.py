"""Builders for tests: a week and a plan from a few lines, with everything that matters to the test in sight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Literal

from kinrota.model.duties import Attendance, Chore, Illness, Occasion, Pause, Protected, Routine, Step, Together, Window
from kinrota.model.history import Answer, DeclineLine, Done, History, PinLine
from kinrota.model.household import Household, Release, ReleaseKind, Vehicle, WorkTerms
from kinrota.model.people import Adult, Child, Need, OwnTime, WeeklyHours
from kinrota.model.places import MODES, Journey, Journeys, Mode, Place
from kinrota.model.plan import (
    CUSTODY,
    LEVELS,
    SELF,
    AdultSpan,
    Ask,
    ChildSpan,
    Gap,
    How,
    Level,
    Load,
    Miss,
    Plan,
    PlanInput,
)
from kinrota.model.time import DAY, Clock, Span, WallSpan
from kinrota.model.week import Busy, Club, Unknown, Week

MONDAY = dt.date(2026, 3, 2)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS: tuple[Literal["work", "hold", "busy"], ...] = ("work", "hold", "busy")
SCHOOL_DAYS = frozenset(range(5))
HOWS: tuple[Literal["any", "all", "each"], ...] = ("any", "all", "each")
WEIGHTS: tuple[Literal["must", "protect", "want"], ...] = ("must", "protect", "want")
RELEASES: tuple[ReleaseKind, ...] = ("late start", "early leave", "care day")
CARING: tuple[Literal["watch", "near", "nothing"], ...] = ("watch", "near", "nothing")


def week_of(text: str, first: dt.date = MONDAY, days: int = 1, zone: str = "Europe/Berlin") -> Week:
    """Build a week from lines such as these; what they do not say is the model's default.

        adult ana car walk own=180/60           a resident and its modes; own time of 180 minutes a week, blocks of 60
        helper oma walk limit=600 overnight     both may be left out; so may what follows the times of `attends`
        helper oma walk lives=grange there      a child may sleep at its home
        child mia 2018-09-14 nap=13:00-14:00
        vehicle van 5 ana ben                   its seats and its drivers
        way home school walk 18 car 6
        attends mia school 08:15 13:30 escorts=ana,ben
        attends leo nursery 07:30-09:30 12:00-16:30 at_most=420
        work ana hospital mon 06:30 mon 14:30   also `hold` and `busy`; the events are work#1, work#2 and so on;
                                                a place `?` is unknown; `reachable`, `interruptible`, `visits`,
                                                `overrun=20` may follow
        available oma mon 13:00 mon 20:00
        custody mia fri 15:00 sun 18:00
        club mia gym mon 16:00 mon 17:00        the events are club#1, club#2 and so on
        closed school mon 00:00 tue 00:00
        unknown ana mon 12:00 tue 00:00
        routine bed mia any=ana,ben 19:00-20:30 40 protect days=mon,tue place=home at_least=ana:3,ben:3
        chore wash 1/week ana,ben load=10 wait=70-240 hang=20 window=08:00-20:00 caring=near
        protected weekend ana,ben sat,sun 08:00-20:00      the hours, weights, days, places may be left out
        occasion birthday mon 15:00-18:00 ana,mia place=home moves      `moves` where it may
        together couple ana,ben 120 60          minutes a week, in blocks of at least so many
        pause mon tue
        pin leo ben mon 12:00 mon 14:00         the line of the text is its line in the history, as of the next four
        declined ana leo mon 12:00 mon 14:00
        declined ana leo home school mon 07:00 mon 09:00       only the way from home to school
        answer oma yes mon 13:00 mon 17:00
        done ana -sun 300                       minutes
        ill mia tue wed 11:20                   on both dates, on the first from 11:20 on
        release ana late_start 60 2/month       minutes at most, how often (left out: no limit); also `early_leave`;
                                                `care_day 0 10/year`

    Days are those of the first day's week; `-sun` is in the week before, `+mon` in the week after,
    `++mon` in the one after that.
    """
    clock = Clock(zone)
    lines = [line.split() for line in text.splitlines() if line.strip()]

    def found(word: str) -> list[tuple[list[str], Span]]:
        return [(line[1:-4], _stretch(clock, first, line[-4:])) for line in lines if line[0] == word]

    return Week(
        household=_household(lines, first, zone),
        household_sha256="household",
        clock=clock,
        horizon=Span(clock.midnight(first), clock.midnight(first + dt.timedelta(days=days))),
        busy=tuple(_events(clock, first, lines)),
        custody=tuple((who, span) for (who,), span in found("custody")),
        closures=tuple(("closures", place, span) for (place,), span in found("closed")),
        clubs=tuple(
            Club(span, who, place, f"club#{number}", place)
            for number, ((who, place), span) in enumerate(found("club"), start=1)
        ),
        available=tuple((who, span) for (who,), span in found("available")),
        unknown=tuple(Unknown(span, who, "calendar", "unreadable") for (who,), span in found("unknown")),
        history=_history(clock, first, lines),
    )


def _history(clock: Clock, first: dt.date, lines: list[list[str]]) -> History:
    at = clock.midnight(first)

    def said(word: str) -> list[tuple[int, list[str]]]:
        return [(number, line[1:]) for number, line in enumerate(lines, start=1) if line[0] == word]

    return History(
        answers=tuple(
            Answer(number, at, who, _stretch(clock, first, when), yes=answer == "yes")
            for number, (who, answer, *when) in said("answer")
        ),
        pins=tuple(
            PinLine(number, at, child, _stretch(clock, first, when), who) for number, (child, who, *when) in said("pin")
        ),
        declines=tuple(
            DeclineLine(
                number,
                at,
                who,
                child,
                _stretch(clock, first, when[-4:]),
                None,
                *((when[0], when[1]) if when[4:] else ()),
            )
            for number, (who, child, *when) in said("declined")
        ),
        done=tuple(
            Done(number, at, _date(first, day), who, int(minutes)) for number, (who, day, minutes) in said("done")
        ),
    )


def _household(lines: list[list[str]], first: dt.date, zone: str) -> Household:
    journeys = tuple(way for line in lines if line[0] == "way" for way in _ways(*line[1:]))
    places = sorted({"home"} | {place for way in journeys for place in (way.start, way.end)})
    return Household(
        name="Linden Street",
        zone=zone,
        places=tuple(Place(place) for place in places),
        journeys=Journeys(journeys),
        adults=tuple(_adult(*line) for line in lines if line[0] in ("adult", "helper")),
        children=tuple(_child(*line[1:]) for line in lines if line[0] == "child"),
        vehicles=tuple(Vehicle(line[1], int(line[2]), tuple(line[3:])) for line in lines if line[0] == "vehicle"),
        attendance=tuple(_attendance(*line[1:]) for line in lines if line[0] == "attends"),
        routines=tuple(_routine(*line[1:]) for line in lines if line[0] == "routine"),
        chores=tuple(_chore(*line[1:]) for line in lines if line[0] == "chore"),
        protected=tuple(_protected(*line[1:]) for line in lines if line[0] == "protected"),
        occasions=tuple(_occasion(first, *line[1:]) for line in lines if line[0] == "occasion"),
        together=tuple(_together(*line[1:]) for line in lines if line[0] == "together"),
        illness=tuple(_illness(first, *line[1:]) for line in lines if line[0] == "ill"),
        releases=tuple(_release(*line[1:]) for line in lines if line[0] == "release"),
        pauses=tuple(Pause(_date(first, line[1]), _date(first, line[2])) for line in lines if line[0] == "pause"),
    )


def _adult(kind: str, name: str, *words: str) -> Adult:
    limit = _option(words, "limit")
    return Adult(
        name,
        name.title(),
        tuple(mode for mode in MODES if mode in words),
        helper=kind == "helper",
        limit_per_week=int(limit) if limit else None,
        overnight="overnight" in words,
        lives=_option(words, "lives") or None,
        hosts="there" in words,
        own_time=OwnTime(*map(int, own.split("/"))) if (own := _option(words, "own")) else None,
    )


def _child(name: str, born: str, *words: str) -> Child:
    nap = _window(_option(words, "nap") or "00:00")
    asleep = WallSpan(nap.first, nap.last) if nap.last else None
    return Child(name, name.title(), dt.date.fromisoformat(born), nap=asleep)


def _option(words: Iterable[str], name: str) -> str:
    """The value of a word such as `limit=600`; empty where there is none."""
    return next((value for word in words for key, _, value in [word.partition("=")] if key == name), "")


def _ways(start: str, end: str, *minutes: str) -> Iterator[Journey]:
    for mode, length in zip(minutes[::2], minutes[1::2], strict=True):
        yield Journey(start, end, _mode(mode), int(length))
        yield Journey(end, start, _mode(mode), int(length))


def _attendance(child: str, place: str, drop: str, pick: str, *words: str) -> Attendance:
    to, fro, at_most = _window(drop), _window(pick), _option(words, "at_most")
    return Attendance(
        child,
        place,
        SCHOOL_DAYS,
        to,
        fro,
        to.last,
        fro.first,
        single_drop="-" not in drop,
        single_pick="-" not in pick,
        at_most=int(at_most) if at_most else None,
        escorts=tuple(filter(None, _option(words, "escorts").split(","))),
    )


def _routine(name: str, *words: str) -> Routine:
    how, by = next((how, given) for how in HOWS if (given := _option(words, how)))
    at = next(place for place, word in enumerate(words) if "=" in word)
    children = words[0].split(",") if at else []
    agreed = (one.partition(":") for one in filter(None, _option(words, "at_least").split(",")))
    return Routine(
        name,
        tuple(children),
        how,
        tuple(by.split(",")),
        _weekdays(_option(words, "days")),
        _hours(words[at + 1]),
        int(words[at + 2]),
        next((weight for weight in WEIGHTS if weight in words), "want"),
        _option(words, "place") or "home",
        tuple((who, int(times)) for who, _, times in agreed),
    )


def _chore(name: str, often: str, by: str, *words: str) -> Chore:
    steps = [word.partition("=") for word in words if not word.startswith(("window=", "caring="))]
    window, (times, _, per) = _option(words, "window"), often.partition("/")
    return Chore(
        name,
        int(times),
        "day" if per == "day" else "week",
        _hours(window) if window else None,
        tuple(
            Step(step, int(least), int(most or least)) for step, _, s in steps for least, _, most in [s.partition("-")]
        ),
        tuple(by.split(",")),
        next((given for given in CARING if given == _option(words, "caring")), "watch"),
    )


def _protected(name: str, who: str, days: str, hours: str = "") -> Protected:
    wall = _hours(hours) if hours else WallSpan(0, DAY)
    return Protected(name, WeeklyHours(_weekdays(days), wall), tuple(who.split(",")))


def _occasion(first: dt.date, name: str, day: str, hours: str, who: str, *words: str) -> Occasion:
    place, moves = _option(words, "place") or "home", "moves" in words
    return Occasion(name, _date(first, day), _hours(hours), tuple(who.split(",")), place, moves)


def _together(name: str, who: str, per_week: str, block: str) -> Together:
    return Together(name, tuple(who.split(",")), int(per_week), int(block))


def _illness(first: dt.date, child: str, since: str, until: str, at: str = "00:00") -> Illness:
    return Illness(child, _date(first, since), _date(first, until), _wall(at))


def _release(adult: str, kind: str, up_to: str, often: str = "") -> Release:
    times, _, per = often.partition("/")
    one = next(known for known in RELEASES if known == kind.replace("_", " "))
    return Release(adult, one, int(up_to), int(times) if times else None, per or "year")


def _weekdays(text: str) -> frozenset[int]:
    return frozenset(DAYS.index(day) for day in text.split(",") if day) or frozenset(range(7))


def _hours(text: str) -> WallSpan:
    window = _window(text)
    return WallSpan(window.first, window.last)


def _window(text: str) -> Window:
    """Read "07:30-09:30", or "08:15", which is a single time."""
    first, _, last = text.partition("-")
    return Window(_wall(first), _wall(last or first))


def _events(clock: Clock, first: dt.date, lines: list[list[str]]) -> Iterator[Busy]:
    number = 0
    for line in lines:
        for kind in KINDS:
            if line[0] == kind:
                number += 1
                who, place, *when = line[1:7]
                span, event = _stretch(clock, first, when), f"work#{number}"
                where = None if place == "?" else place
                yield Busy(span, who, kind, where, event, f"shift {number}", terms=_terms(where, line[7:]))


def _terms(place: str | None, words: list[str]) -> WorkTerms:
    return WorkTerms(
        place,
        reachable="reachable" in words,
        interruptible="interruptible" in words,
        visits="visits" in words,
        overrun=int(_option(words, "overrun") or 0),
    )


def _stretch(clock: Clock, first: dt.date, words: list[str]) -> Span:
    day, start, until, end = words
    return Span(clock.at(_date(first, day), _wall(start)), clock.at(_date(first, until), _wall(end)))


def _date(first: dt.date, day: str) -> dt.date:
    weeks = day.count("+") - day.count("-")
    return first + dt.timedelta(days=DAYS.index(day.lstrip("+-")) - first.weekday() + 7 * weeks)


def _wall(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _mode(text: str) -> Mode:
    return next(mode for mode in MODES if mode == text)


def plan_of(
    week: Week,
    text: str,
    levels: Mapping[str, str | int] | None = None,
    loads: Mapping[str, int] | None = None,
    gaps: Iterable[Gap] = (),
    to_ask: Iterable[Ask] = (),
    misses: Iterable[Miss] = (),
) -> Plan:
    """Build a plan from lines; each entry lasts to the next, the last to the horizon's end.

        ana:
          mon 00:00 sleep home
          05:30 care home
          06:00 travel home>hospital car
          06:30 work hospital work#1            `hold hospital work#1` where it may not happen
          14:30 travel hospital>school car
          15:00 routine:lunch home              so chore:wash#1/load and own; `together home couple`
          14:50 travel school>home car +mia     `car=van` in a shared vehicle
          away                                  a helper's time of its own, as `unknown`, has no place
        mia:
          00:00 near home ana                   need, place, carer
          06:30 near home gap
          06:50 reach home self/ana             alone, ana in reach; `reach home>school walk self/ana` on its way
          08:15 none school
          14:50 near school>home car ana
          15:00 none away                       custody

    An entry without a day is on the day of the entry before, or on the day after if its time is earlier. Levels are
    optimal at the values given, 0 otherwise; `loads` are minutes.
    """
    accounts = _accounts(week, text)
    stated = {name: Fraction((levels or {}).get(name, 0)) for name in LEVELS}
    minutes, total = dict(loads or {}), sum((loads or {}).values())
    return Plan(
        household=week.household_sha256,
        inputs=tuple(PlanInput.of(known) for known in week.inputs),
        zone=week.clock.zone,
        horizon=week.horizon,
        status="optimal",
        levels=tuple(Level(name, value, value) for name, value in stated.items()),
        children={who.id: tuple(_child_span(*entry) for entry in accounts[who.id]) for who in week.household.children},
        adults={who.id: tuple(_adult_span(*entry) for entry in accounts[who.id]) for who in week.household.adults},
        gaps=tuple(gaps),
        to_ask=tuple(to_ask),
        pins=week.pins,
        declined=week.declined,
        misses=tuple(misses),
        loads={who: Load(own, Fraction(own, total) if total else Fraction(0)) for who, own in minutes.items()},
    )


def span_of(week: Week, text: str) -> Span:
    """A stretch such as "mon 08:15 mon 13:30", in the first day's week."""
    return _stretch(week.clock, week.clock.date(week.horizon.start), text.split())


def _accounts(week: Week, text: str) -> dict[str, list[tuple[Span, list[str]]]]:
    entries: dict[str, list[tuple[int, list[str]]]] = {}
    first = week.clock.date(week.horizon.start)
    name, day, before = "", first, 0
    for line in filter(str.strip, text.splitlines()):
        words = line.split()
        if words[0].endswith(":"):
            name, day, before = words[0].rstrip(":"), first, 0
            continue
        if words[0].lstrip("+-") in DAYS:
            day, before = _date(first, words.pop(0)), 0
        wall = _wall(words.pop(0))
        day, before = (day + dt.timedelta(days=1) if wall < before else day), wall
        entries.setdefault(name, []).append((week.clock.at(day, wall), words))
    result = {}
    for who, own in entries.items():
        ends = [start for start, _ in own[1:]] + [week.horizon.end]
        result[who] = [(Span(start, end), words) for (start, words), end in zip(own, ends, strict=True)]
    return result


def _adult_span(span: Span, words: list[str]) -> AdultSpan:
    doing, place, *more = [*words, ""] if len(words) == 1 else words
    start, _, end = place.partition(">")
    if doing == "travel":
        children = tuple(word[1:] for word in more if word.startswith("+"))
        mode, _, vehicle = more[0].partition("=")
        return AdultSpan(span, doing, start, end, _mode(mode), vehicle or None, children)
    kind = {"hold": "work", "busy": "away"}.get(doing, doing)
    return AdultSpan(span, kind, start or None, event=more[0] if more else None, tentative=doing == "hold")


def _child_span(span: Span, words: list[str]) -> ChildSpan:
    need, place, *more = words
    start, _, end = place.partition(">")
    mode = _mode(more.pop(0)) if end else None
    who, _, reached = (more[0] if more else "").partition("/")
    how: How = "escort" if end else "care"
    if who in (SELF, "gap", ""):
        how = "alone" if who == SELF else "gap" if who else "custody" if place == "away" else "attendance"
    met_by = {"custody": CUSTODY, "attendance": start, "gap": None}.get(how, who)
    where = None if how == "custody" else start
    return ChildSpan(span, where, Need(need), how, met_by, reached or None, end or None, mode)
