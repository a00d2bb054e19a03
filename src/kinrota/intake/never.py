"""What cannot be or is not said in a week's days: routines nobody has time or a way for, and terms unsaid."""

from __future__ import annotations

from collections.abc import Iterable

from kinrota.model.duties import Routine
from kinrota.model.needs import NeedSpan, Visit, needs_of, visits_of
from kinrota.model.places import HOME
from kinrota.model.routines import windows_of
from kinrota.model.time import Span, inside, merged, minus
from kinrota.model.week import Busy, Note, Week

NEVER = "routine-never"
NO_TERM = "no-term"
WORDS = {
    "sleep": ("sleeps", "sleep"),
    "visit": ("is at school or elsewhere", "are at school or elsewhere"),
    "way": ("has no way there", "have no way there"),
    "asked": ("cannot be asked then", "cannot be asked then"),
    "busy": ("is at work or busy", "are at work or busy"),
}
"""What keeps somebody from a routine: of one, and of several."""

Kept = dict[str, tuple[Span, ...]]
"""When in a window somebody cannot, by the key of what keeps it."""


def routines_never(week: Week) -> tuple[Note, ...]:
    """The routines that are owed in these days, and for which nobody has the time on any of them."""
    children = {child.id: (needs_of(week, child.id), visits_of(week, child.id)) for child in week.household.children}
    return tuple(note for one in week.household.routines if (note := _never(week, one, children)))


def _never(
    week: Week, routine: Routine, children: dict[str, tuple[tuple[NeedSpan, ...], tuple[Visit, ...]]]
) -> Note | None:
    keeps: dict[str, set[str]] = {}
    windows = list(windows_of(week, routine))
    for _, window, young in windows:
        of_children = {child: _keeps_child(*children[child], window) for child in young}
        of_adults = {who: _keeps_adult(week, routine, who, window) for who in routine.by}
        if _could(routine, window, of_children, of_adults):
            return None
        for who, kept in (*of_children.items(), *of_adults.items()):
            keeps.setdefault(who, set()).update(key for key, spans in kept.items() if spans)
    return Note(NEVER, _sentence(week, routine, keeps), event=routine.id) if windows else None


def _keeps_child(needs: tuple[NeedSpan, ...], visits: tuple[Visit, ...], window: Span) -> Kept:
    """Its sleep, unless it sleeps through the whole window; and the sure hours of school."""
    asleep = inside((need.span for need in needs if need.sleep), window)
    through = sum(span.minutes for span in asleep) == window.minutes
    sure = inside((visit.sure for visit in visits if visit.club is None), window)
    return {"sleep": () if through else asleep, "visit": sure}


def _keeps_adult(week: Week, routine: Routine, who: str, window: Span) -> Kept:
    """What surely keeps an adult; what is not known of its time does not, nor work that it may give up for this."""
    adult, ways = week.household.adult(who), week.household.journeys
    gives = {release.adult for release in week.household.releases} if routine.weight == "must" else set()
    busy = [
        _with_ways(one, 0 if way is None else way[0])
        for one in week.busy
        if one.adult == who and one.kind != "hold" and not (one.kind == "work" and who in gives)
        for way in [ways.quickest(one.place or routine.place, routine.place, adult.modes)]
    ]
    kept: Kept = {"busy": inside(merged(busy), window)}
    if adult.helper:
        kept["asked"] = minus([window], [span for name, span in week.available if name == who])
    elif routine.place != HOME and ways.quickest(HOME, routine.place, adult.modes) is None:
        kept["way"] = (window,)
    return kept


def _with_ways(busy: Busy, minutes: int) -> Span:
    return Span(busy.span.start - minutes, busy.span.end + minutes)


def _could(routine: Routine, window: Span, of_children: dict[str, Kept], of_adults: dict[str, Kept]) -> bool:
    """Whether there is a stretch that is long enough for the children and one of the adults, or for all of them."""
    together = [list(of_adults.values())] if routine.how == "all" else [[kept] for kept in of_adults.values()]
    return any(_fits(routine.takes, window, (*of_children.values(), *doers)) for doers in together)


def _fits(minutes: int, window: Span, kept: Iterable[Kept]) -> bool:
    cuts = [span for one in kept for spans in one.values() for span in spans]
    return any(left.minutes >= minutes for left in minus([window], cuts))


def _sentence(week: Week, routine: Routine, keeps: dict[str, set[str]]) -> str:
    """“Swim” (09:00-11:00) can be done on none of these days: Ana is at work or busy; Ben has no way there."""
    home = week.household
    names = {adult.id: adult.name for adult in home.adults} | {child.id: child.name for child in home.children}
    groups: dict[tuple[str, ...], list[str]] = {}
    for who, keys in keeps.items():
        told = ("way",) if "way" in keys else tuple(key for key in WORDS if key in keys)
        groups.setdefault(told, []).append(names[who])
    clauses = [
        f"{' and '.join(whom)} {' or '.join(WORDS[key][len(whom) > 1] for key in told)}"
        for told, whom in groups.items()
        if told
    ]
    why = "; ".join(clauses) or "there is never enough time at a stretch"
    return (
        f"“{home.called(routine)}” ({routine.window}) can be done on none of these days: {why}. "
        "Maybe its window, or who does it, is meant otherwise."
    )


def no_term(week: Week, later: Iterable[tuple[str, Span]] = ()) -> tuple[Note, ...]:
    """School without a term in all of these days, and in what is `later` known of terms; not of calendars unread."""
    home, stale = week.household, {read.calendar for read in week.inputs if read.stale}
    known = {calendar for calendar, _ in later} | {
        calendar for calendar, span in week.terms if span.overlaps(week.horizon)
    }
    missing: dict[tuple[str, ...], dict[str, None]] = {}
    for duty in home.attendance:
        if duty.terms and not known & set(duty.terms) and not stale & set(duty.terms):
            said = f"{home.child(duty.child).name} is not at {duty.place}"
            missing.setdefault(duty.terms, {})[said] = None
    sources = {calendar.id: calendar.source for calendar in home.calendars}
    return tuple(
        Note(
            NO_TERM,
            f"{' and '.join(sources[one] for one in calendars)}: no term in these days, nor soon after, "
            f"so {' and '.join(said)} then. Maybe the terms end before, and the next ones are missing.",
            event=calendars[0],
        )
        for calendars, said in missing.items()
    )
