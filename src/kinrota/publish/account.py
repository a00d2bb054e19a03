"""What stands below the ribbon: what may not happen, findings, what is not planned, how good it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from kinrota.model.plan import UNITS, Finding, Level, Verified
from kinrota.publish.dates import day_text, hours_text
from kinrota.publish.words import names_of

LEVEL_WORDS: Mapping[str, str] = {
    "gap": "Uncovered, by need",
    "broken": "Promises and musts broken",
    "work": "Work given up",
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
HASTY = "There may be a plan that leaves fewer hours uncovered: the time was too short to know."
SHOWN = 3
"""Findings of a kind that are told in full."""


class LevelWords(Struct, frozen=True):
    """A level in household words; `value` is empty where nothing is amiss."""

    label: str
    value: str
    verdict: str
    note: str


def level_words(levels: Iterable[Level]) -> tuple[LevelWords, ...]:
    """Each level's value and how good it is; of one that nothing counts yet, such as `change`, there is no word."""
    return tuple(_level(level) for level in levels if level.name in LEVEL_WORDS)


def _level(level: Level) -> LevelWords:
    label, unit = LEVEL_WORDS[level.name], UNITS.get(level.name, "")
    unit = unit.removesuffix("s") if level.value == 1 else unit
    value = f"{number_text(level.value)} {unit}" if level.value else ""
    if level.bound is None:
        verdict = "perhaps a better plan exists"
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
    """Dotted keys in household words, each once: the last part of each."""
    return tuple(dict.fromkeys(key.split(".")[-1].replace("_", " ") for key in keys))


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


class FindingGroup(Struct, frozen=True):
    """The findings of one kind: the first few sentences, and how many more there are."""

    title: str
    sentences: tuple[str, ...]
    more: int


def finding_groups(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Findings by kind, in the order in which the kinds appear; a sentence is said once.

    Without work that may not happen, which `holds` lists, and work that is given up, which `asking` tells.
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
