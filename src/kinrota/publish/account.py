"""What stands below the ribbon: what to ask, what may not happen, findings, what is not planned, how good it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kinrota.model.plan import UNITS, Ask, Finding, Level, Verified
from kinrota.publish.dates import day_text, hours_text, length_text, listed, short_day
from kinrota.publish.words import names_of

LEVEL_WORDS: Mapping[str, str] = {
    "gap": "Uncovered, by need",
    "broken": "Promises and musts broken",
    "work": "Work given up",
    "change": "Other promises changed",
    "lost": "Good things lost",
    "unfair": "Unequal load",
    "strain": "Strain",
}
LEVEL_NOTES: Mapping[str, str] = {
    "gap": "a minute counts 3 awake and young, 2 near, 1 in reach",
    "lost": "rituals missed, own time short, help beyond what is welcome",
    "unfair": "above the fair share, beyond a tolerance",
    "strain": "handovers, journeys, unusual times",
}
# In the household's words, by the part of the key that says most; the first that fits.
UNPLANNED: tuple[tuple[str, str], ...] = (
    ("limits", "limits of the working day"),
    ("promises", "promises"),
    ("ledger", "the ledger of what was done"),
    ("can", "capabilities"),
    ("needs", "capabilities"),
    ("movable", "work that may move"),
    ("visits", "visits at work"),
)
WORK_ASKED: Mapping[str, str] = {
    "late start": "for {} to begin later",
    "early leave": "for {} to leave earlier",
    "care day": "for care days of {}",
}
"""What has to be asked for, of whom."""
HASTY = "There may be a plan that leaves fewer hours uncovered: the time was too short to know."
SHOWN = 3
"""Findings of a kind that are told in full."""


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level in household words; `value` is empty where nothing is amiss."""

    label: str
    value: str
    verdict: str
    note: str


def level_words(levels: Iterable[Level]) -> tuple[LevelWords, ...]:
    """Each level's value and how good it is."""
    return tuple(_level(level) for level in levels)


def _level(level: Level) -> LevelWords:
    label, unit = LEVEL_WORDS.get(level.name, level.name), UNITS.get(level.name, "")
    value = f"{number_text(level.value)} {unit}" if level.value else ""
    if level.bound is None:
        verdict = "whether a better plan exists is not known"
    elif level.bound >= level.value:
        verdict = "no better plan exists"
    else:
        verdict = f"at best {number_text(level.bound)}"
    return LevelWords(label, value, verdict, LEVEL_NOTES.get(level.name, ""))


def nothing_lost(levels: Iterable[LevelWords]) -> str:
    """The levels at which nothing is amiss, in a sentence."""
    words = tuple(levels)
    none = [level.label.lower() for level in words if not level.value]
    if len(none) == len(words):
        return "Nothing is amiss at any level: no better plan exists."
    return f"None: {', '.join(none)}." if none else ""


def number_text(number: Fraction) -> str:
    """At most two decimals."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def unplanned_words(keys: Iterable[str]) -> tuple[str, ...]:
    """Dotted keys in household words, each once."""
    return tuple(dict.fromkeys(_unplanned(key) for key in keys))


def _unplanned(key: str) -> str:
    parts = key.split(".")
    return next((words for part, words in UNPLANNED if part in parts), parts[-1].replace("_", " "))


def asks(verified: Verified) -> dict[str, tuple[str, ...]]:
    """For each helper's name, when it has to be asked."""
    clock, names = verified.week.clock, names_of(verified.week)
    result: dict[str, list[str]] = {}
    for ask in _of_helpers(verified):
        date, hours = day_text(clock.date(ask.span.start)), hours_text(ask.span, clock)
        result.setdefault(names.get(ask.helper, ask.helper), []).append(
            f"{date} {hours} ({length_text(ask.span.minutes)})"
        )
    return {helper: tuple(times) for helper, times in result.items()}


def ask_days(verified: Verified) -> tuple[str, ...]:
    """Whom to ask, and for which days: Oma: Thu 5, Tue 10."""
    clock, names = verified.week.clock, names_of(verified.week)
    days: dict[str, dict[str, None]] = {}
    for ask in _of_helpers(verified):
        days.setdefault(names.get(ask.helper, ask.helper), {})[short_day(clock.date(ask.span.start))] = None
    for ask in _of_work(verified):
        what = WORK_ASKED.get(ask.release, ask.release).format(names.get(ask.adult, ask.adult))
        days.setdefault(what, {})[short_day(clock.date(ask.span.start))] = None
    return tuple(f"{helper}: {', '.join(dates)}" for helper, dates in days.items())


def work_asks(verified: Verified) -> dict[str, tuple[str, ...]]:
    """For the name of each adult who is to give up work, what it has to ask for."""
    clock, names = verified.week.clock, names_of(verified.week)
    result: dict[str, list[str]] = {}
    for ask in _of_work(verified):
        start, end = clock.text(ask.span.start), clock.text(ask.span.end)
        words = {
            "late start": f"begin at {end} instead of {start}",
            "early leave": f"leave at {start} instead of {end}",
        }.get(ask.release, f"care day {hours_text(ask.span, clock)}")
        result.setdefault(names.get(ask.adult, ask.adult), []).append(
            f"{day_text(clock.date(ask.span.start))}: {words} ({length_text(ask.span.minutes)})"
        )
    return {adult: tuple(times) for adult, times in result.items()}


def condition(verified: Verified) -> str:
    """On what it depends that a plan can be kept: that helpers come, and that work is given up; empty if on nothing."""
    helpers, adults = asks(verified), work_asks(verified)
    parts = [f"{listed(helpers)} can come"] if helpers else []
    parts += [f"the work of {listed(adults)} allows it"] if adults else []
    return " and ".join(parts)


def _of_helpers(verified: Verified) -> list[Ask]:
    return sorted((ask for ask in verified.plan.open_asks if not ask.release), key=lambda one: one.span)


def _of_work(verified: Verified) -> list[Ask]:
    return sorted((ask for ask in verified.plan.to_ask if ask.release), key=lambda one: one.span)


def hasty(levels: Iterable[Level]) -> bool:
    """Whether the time was too short to know that no plan leaves fewer hours uncovered."""
    return any(level.name == "gap" and level.value and level.bound != level.value for level in levels)


def holds(verified: Verified) -> tuple[str, ...]:
    """The work that may not happen and that the plan takes as happening."""
    clock, names = verified.week.clock, names_of(verified.week)
    return tuple(
        f"{day_text(clock.date(span.span.start))} {hours_text(span.span, clock)} "
        f"{names.get(adult, adult)}: {verified.week.title(span.event, span.span) or 'work'}"
        for adult, spans in verified.plan.adults.items()
        for span in spans
        if span.tentative
    )


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one kind: the first few sentences, and how many more there are."""

    title: str
    sentences: tuple[str, ...]
    more: int


def finding_groups(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Findings by kind, in the order in which the kinds appear; a sentence is said once.

    Without work that may not happen, which `holds` lists, and work that is given up, which `work_asks` does.
    """
    kinds: dict[str, dict[str, None]] = {}
    for finding in findings:
        if finding.kind in ("hold", "release"):
            continue
        kinds.setdefault(finding.kind, {})[finding.sentence] = None
    return tuple(
        FindingGroup(kind.replace("-", " ").capitalize(), tuple(sentences)[:SHOWN], max(0, len(sentences) - SHOWN))
        for kind, sentences in kinds.items()
    )
