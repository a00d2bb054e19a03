"""What was owed in a week and what a plan has of it, in numbers and in sentences."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from kinrota.model.duties import Chore, Duty, Routine
from kinrota.model.plan import CHORE, OWN, ROUTINE, TOGETHER, Miss, Verified
from kinrota.model.time import Clock, Span, inside, length, monday
from kinrota.publish.dates import days_text, length_text, listed
from kinrota.publish.deeds import OCCASION, Deed, chore_of, deeds_of, parts_of
from kinrota.publish.words import names_of

AT_LEAST, OWN_MISSED, TOGETHER_MISSED = "at-least:", f"{OWN}:", f"{TOGETHER}:"
REASONS = 3
"""Reasons for which the same thing is left out on several days that are told; the days of others are counted."""
NOT_OWED = "not owed in these days"
WEEK = 7
PAIR = 2


class WeekWords(Struct, frozen=True):
    """A week in numbers: what each line is about, and what the plan has of it."""

    monday: dt.date
    lines: tuple[tuple[str, str], ...]


class _Book(Struct, frozen=True):
    """The plan, and what is asked of it again and again."""

    verified: Verified
    deeds: tuple[Deed, ...]
    names: Mapping[str, str]

    @property
    def clock(self) -> Clock:
        return self.verified.week.clock

    def weeks(self) -> dict[dt.date, list[dt.date]]:
        """The dates of the horizon, by their Mondays."""
        weeks: dict[dt.date, list[dt.date]] = {}
        for day in self.clock.days(self.verified.plan.horizon):
            weeks.setdefault(monday(day), []).append(day)
        return weeks

    def frame(self, days: Sequence[dt.date]) -> Span:
        return Span(self.clock.midnight(days[0]), self.clock.midnight(days[-1] + dt.timedelta(days=1)))

    def asked(self, per_week: int, days: Sequence[dt.date]) -> int:
        """What is owed of so much a week on these dates of it; none on dates in a pause."""
        return per_week * sum(not self.verified.week.household.paused(day) for day in days) // WEEK

    def of(self, key: str, days: Sequence[dt.date]) -> list[Deed]:
        """The deeds of a key that begin on these dates."""
        frame = self.frame(days)
        return [deed for deed in self.deeds if deed.key == key and frame.holds(deed.span.start)]

    def minutes(self, deeds: Iterable[Deed], days: Sequence[dt.date]) -> int:
        return length(inside([deed.span for deed in deeds], self.frame(days)))

    def had(self, adult: str, days: Sequence[dt.date]) -> int:
        """The minutes of own time that an adult has on these dates."""
        return self.minutes((deed for deed in self.deeds if deed.key == OWN and adult in deed.who), days)

    def shared(self, name: str, days: Sequence[dt.date]) -> int:
        """The minutes of a time together on these dates."""
        return self.minutes((deed for deed in self.deeds if deed.key == f"{TOGETHER_MISSED}{name}"), days)

    def missed(self, prefix: str, days: Sequence[dt.date]) -> list[Miss]:
        on = {day.isoformat() for day in days}
        return [miss for miss in self.verified.plan.misses if miss.on in on and miss.what.startswith(prefix)]


def _book(verified: Verified) -> _Book:
    return _Book(verified, deeds_of(verified), names_of(verified.week))


def week_words(verified: Verified) -> tuple[WeekWords, ...]:
    """Each week in numbers, if the household owes itself something."""
    book = _book(verified)
    return tuple(
        WeekWords(start, (*lines, *_help(book, days)))
        for start, days in book.weeks().items()
        if (lines := tuple(_lines(book, days)))
    )


def _lines(book: _Book, days: Sequence[dt.date]) -> Iterator[tuple[str, str]]:
    home = book.verified.week.household
    own = [
        f"{adult.name} {_of(book, book.had(adult.id, days), adult.own_time.per_week, days)}"
        for adult in home.residents
        if adult.own_time
    ]
    if own:
        yield "Own time", ", ".join(own)
    for shared in home.together:
        yield home.called(shared), _of(book, book.shared(shared.id, days), shared.per_week, days)
    for routine in home.routines:
        yield home.called(routine), _doers(book, routine, days)
    for chore in home.chores:
        done, owed = _done(book, chore, days)
        yield home.called(chore), _times(done, owed, ("done ", "left undone"))


def _help(book: _Book, days: Sequence[dt.date]) -> Iterator[tuple[str, str]]:
    for helper in book.verified.week.household.helpers:
        asks = [ask for ask in book.verified.plan.to_ask if ask.helper == helper.id]
        parts = (
            ("to ask for", [a.span for a in asks if not a.accepted]),
            ("accepted", [a.span for a in asks if a.accepted]),
        )
        told = [
            f"{length_text(own)} {what}" for what, spans in parts if (own := length(inside(spans, book.frame(days))))
        ]
        if told:
            yield f"Help of {helper.name}", ", ".join(told)


def _of(book: _Book, had: int, per_week: int, days: Sequence[dt.date]) -> str:
    """2 h 00 of 3 h 00; where it is enough, 4 h 30 (3 h 00 owed); of a part of a week what is owed in these days."""
    asked = book.asked(per_week, days)
    within = "" if asked == per_week else " in these days"
    if not asked:
        return f"{length_text(had)} (none owed{within})" if had else f"none owed{within}"
    owed = f"{length_text(asked)}{f' owed{within}' if within else ''}"
    return f"{length_text(had)} of {owed}" if had < asked else f"{length_text(had)} ({length_text(asked)} owed{within})"


def _times(done: int, owed: int, words: tuple[str, str]) -> str:
    """Done twice, 2 of 4 done, left undone: once, and that nothing is owed where nothing is."""
    does, leaves = words
    if not owed:
        return NOT_OWED
    if done == owed:
        return f"{does}{_often(done)}"
    return f"{done} of {owed} {does}".rstrip() if done else f"{leaves}{'' if owed == 1 else f' {_often(owed)}'}"


def _doers(book: _Book, routine: Routine, days: Sequence[dt.date]) -> str:
    """Ana 3 : 4 Ben, or: Ana 2, Ben 2, Oma 1; and how often it is missed."""
    done = book.of(f"{ROUTINE}{routine.id}", days)
    missed = len(book.missed(f"{ROUTINE}{routine.id}", days))
    lost = f", {missed} missed" if missed else ""
    if routine.how == "all" or len(routine.by) == 1 or not (done or missed):
        return _times(len(done), len(done) + missed, ("", "missed"))
    times = Counter(who for deed in done for who in deed.who)
    named = [(book.names.get(who, who), times[who]) for who in routine.by]
    if len(named) == PAIR:
        (one, first), (two, second) = named
        return f"{one} {first} : {second} {two}{lost}"
    return ", ".join(f"{name} {count}" for name, count in named) + lost


def _done(book: _Book, chore: Chore, days: Sequence[dt.date]) -> tuple[int, int]:
    """How often a chore is done, and how often it is owed."""
    frame = book.frame(days)
    done = {
        chore_of(book.verified.week, deed)
        for deed in book.deeds
        if deed.kind == "chore" and parts_of(deed.key)[0] == chore.id and frame.holds(deed.span.start)
    }
    return len(done), len(done) + len(book.missed(f"{CHORE}{chore.id}#", days))


def misses(verified: Verified) -> tuple[str, ...]:
    """What is owed and not done, in the words of a household: a sentence each."""
    return tuple(dict.fromkeys(_sentences(_book(verified))))


def _sentences(book: _Book) -> Iterator[str]:
    groups: dict[tuple[str, dt.date | None], list[Miss]] = {}
    for miss in book.verified.plan.misses:
        what = miss.what.partition("#")[0] if miss.what.startswith(CHORE) else miss.what
        week = None if _of_a_day(book, what) else monday(dt.date.fromisoformat(miss.on))
        groups.setdefault((what, week), []).append(miss)
    for (what, owed_in), missed in groups.items():
        if owed_in is None:
            yield from _day_by_day(book, what, missed)
        else:
            yield from _told(book, what, missed)


def _of_a_day(book: _Book, what: str) -> bool:
    """Whether something is owed on a day, and not once in a week."""
    daily = {f"{CHORE}{chore.id}" for chore in book.verified.week.household.chores if chore.per == "day"}
    return what.startswith((ROUTINE, OCCASION)) or what in daily


def _day_by_day(book: _Book, what: str, missed: Sequence[Miss]) -> Iterator[str]:
    """A sentence for each reason, with the days on which it holds."""
    reasons: dict[str, list[Miss]] = {}
    for miss in missed:
        reasons.setdefault(miss.because, []).append(miss)
    told = list(reasons.values())
    shown = told if len(told) <= REASONS else told[: REASONS - 1]
    for same in shown:
        yield from _told(book, what, same)
    if rest := {miss.on for same in told[len(shown) :] for miss in same}:
        subject, verb = _subject(book, what)
        yield f"{subject} {verb} left out on {len(rest)} more days."


def _subject(book: _Book, what: str) -> tuple[str, str]:
    """What is left out, as a sentence begins, and whether it is or are."""
    kind, _, name = what.partition(":")
    home = book.verified.week.household
    duties: Mapping[str, Sequence[Duty]] = {"routine": home.routines, "chore": home.chores, "occasion": home.occasions}
    words = _phrase(book, duties[kind], name)
    plural = words.endswith("s") and not words.endswith("ss")
    return words[:1].upper() + words[1:], "are" if plural else "is"


def _told(book: _Book, what: str, missed: Sequence[Miss]) -> Iterator[str]:
    kind, _, name = what.partition(":")
    days = [dt.date.fromisoformat(miss.on) for miss in missed]
    week = _Week(book, days[0])
    said = {
        "routine": lambda: f"{' '.join(_subject(book, what))} left out {days_text(days)}.",
        "at-least": lambda: _at_least(book, name, week),
        "own": lambda: _own(book, name, week, missed),
        "together": lambda: _together(book, name, week),
        "chore": lambda: _chore(book, name, week, days),
        "occasion": lambda: _occasion(book, what, days[0]),
        "club": lambda: _club(book, name, days),
    }.get(kind, str)()
    reasons = [why for why in dict.fromkeys(miss.because for miss in missed) if why]
    if said:
        yield _with_reason(said, reasons[0] if len(reasons) == 1 else "")
    else:
        yield from reasons or [f"{what} is left out {days_text(days)}."]


def _with_reason(sentence: str, reason: str) -> str:
    """The sentence and its reason, which is another sentence or a part of this one."""
    if reason[:1].islower():
        return f"{sentence.removesuffix('.')}: {reason.removesuffix('.')}."
    return f"{sentence} {reason.removesuffix('.')}." if reason else sentence


class _Week:
    """A week of the plan, and what a sentence calls it."""

    def __init__(self, book: _Book, day: dt.date) -> None:
        weeks = book.weeks()
        self.days = weeks.get(monday(day), [day])
        self.text = "this week" if len(weeks) == 1 else f"in week {day.isocalendar().week}"


def _at_least(book: _Book, name: str, week: _Week) -> str:
    routine, _, adult = name.rpartition("/")
    times = sum(adult in deed.who for deed in book.of(f"{ROUTINE}{routine}", week.days))
    often = _often(times)
    found = [one for one in book.verified.week.household.routines if one.id == routine]
    per_week = next((count for one in found for who, count in one.at_least if who == adult), 0)
    asked, does = book.asked(per_week, week.days), _phrase(book, found, routine)
    return f"{book.names.get(adult, adult)} does {does} {often} {week.text} instead of {_often(asked)}."


def _often(times: int) -> str:
    return {0: "not once", 1: "once", 2: "twice"}.get(times, f"{times} times")


def _own(book: _Book, name: str, week: _Week, missed: Sequence[Miss]) -> str:
    who = book.names.get(name, name)
    adult = next((one for one in book.verified.week.household.adults if one.id == name), None)
    if adult is None or adult.own_time is None:
        return ""
    if all(miss.level == "strain" for miss in missed):
        return f"{who}'s own time comes in pieces shorter than {length_text(adult.own_time.block)} {week.text}."
    had, asked = book.had(name, week.days), book.asked(adult.own_time.per_week, week.days)
    return f"{who} has {_some(had)} of {_plain(asked)} of own time {week.text}."


def _together(book: _Book, name: str, week: _Week) -> str:
    found = next((one for one in book.verified.week.household.together if one.id == name), None)
    if found is None:
        return ""
    who = listed(book.names.get(one, one) for one in found.who)
    had, asked = book.shared(name, week.days), book.asked(found.per_week, week.days)
    return f"{who} have {_some(had)} of {_plain(asked)} together {week.text}."


def _chore(book: _Book, name: str, week: _Week, days: Sequence[dt.date]) -> str:
    found = next((one for one in book.verified.week.household.chores if one.id == name), None)
    subject, verb = _subject(book, f"{CHORE}{name}")
    stays = "stay" if verb == "are" else "stays"
    if found is not None and found.per == "day":
        return f"{subject} {stays} undone {days_text(list(dict.fromkeys(days)))}."
    done, owed = _done(book, found, week.days) if found is not None else (0, 0)
    if not done:
        return f"{subject} {stays} undone {week.text}."
    return f"{subject} {verb} done {_often(done)} instead of {_often(owed)} {week.text}."


def _occasion(book: _Book, what: str, day: dt.date) -> str:
    deed = next((one for one in book.deeds if one.key == what), None)
    if deed is None or not deed.missing:
        return ""
    missing = [book.names.get(who, who) for who in deed.missing]
    what = _phrase(book, book.verified.week.household.occasions, what.removeprefix(OCCASION))
    return f"{listed(missing)} {'misses' if len(missing) == 1 else 'miss'} {what} {days_text([day])}."


def _club(book: _Book, name: str, days: Sequence[dt.date]) -> str:
    """Mia misses Swimming on Thu 5."""
    clubs = [one for one in book.verified.week.clubs if one.event == name and book.clock.date(one.span.start) in days]
    if not clubs:
        return ""
    children = list(dict.fromkeys(book.names.get(club.child, club.child) for club in clubs))
    title = clubs[0].title or clubs[0].place
    return f"{listed(children)} {'misses' if len(children) == 1 else 'miss'} “{title}” {days_text(days)}."


def _phrase(book: _Book, duties: Sequence[Duty], name: str) -> str:
    """Leo's bedtime of bedtime-leo, Leo's birthday of leo-birthday, the laundry of laundry; a given title in quotes."""
    duty = next((one for one in duties if one.id == name), None)
    if duty is not None and duty.title:
        return f"“{duty.title}”"
    words = name.replace("_", "-").split("-")
    for owner, rest in ((words[-1], words[:-1]), (words[0], words[1:])):
        if rest and owner in book.names:
            return f"{book.names[owner]}'s {' '.join(rest)}"
    return f"the {' '.join(book.names.get(word, word) for word in words)}"


def _some(minutes: int) -> str:
    return _plain(minutes) if minutes else "nothing"


def _plain(minutes: int) -> str:
    """3 hours, 40 minutes, 1 hour 30 minutes."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'' if hours == 1 else 's'}"] if hours else []
    parts += [f"{rest} minute{'' if rest == 1 else 's'}"] if rest or not hours else []
    return " ".join(parts)
