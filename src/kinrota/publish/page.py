"""A plan as one page that stands alone: no script, no request, readable on a phone, in the dark and on paper."""

from __future__ import annotations

import re

from jinja2 import Environment, PackageLoader, StrictUndefined
from msgspec import Struct

from kinrota.model.plan import Verified
from kinrota.model.time import Clock
from kinrota.model.unsaid import no_work_known
from kinrota.publish.account import (
    HASTY,
    finding_groups,
    hasty,
    holds,
    level_words,
    nothing_lost,
    unplanned_words,
)
from kinrota.publish.agenda import agenda
from kinrota.publish.asking import ask_days, askings, condition
from kinrota.publish.carers import GAP, GAP_ON_DARK, LOOKS
from kinrota.publish.dates import hours_text, length_text, long_day, range_text, short_day, span_text
from kinrota.publish.nights import night_runs
from kinrota.publish.owed import misses, week_words
from kinrota.publish.ribbon import DEEDS, Axis, Band, ChildRow, DayRow, Handover, Lane, Ribbon, WeekRows, ribbon
from kinrota.publish.ways import nobody_said
from kinrota.publish.words import gap_words

STRIP = 5.0
"""Per cent of a row's width that each strip of the night takes, where the clock is not the whole day."""
PAGE_MM = 170.0
"""Height on paper that the days of a week share."""
DAY_MM = 2.2
"""Of that, what each day spends on its edges."""
LENGTH = re.compile(r"\d+ (?:h \d\d|min)\b")
LANES = {"sleep": "asleep", "travel": "on the way", "hold": "may not happen"}


class Placing(Struct, frozen=True):
    """Where things lie on a row, in per cent of its width."""

    axis: Axis

    def at(self, minute: int) -> float:
        """The per cent at a minute of the row's clock; the strips squeeze the night where there are any."""
        first, last = self.axis.first, self.axis.last
        if self.axis.whole:
            return round((minute - first) * 100 / (last - first), 3)
        if minute <= first:
            return round(minute * STRIP / first, 3)
        if minute >= last:
            return round(100 - (self.axis.end - minute) * STRIP / (self.axis.end - last), 3)
        return round(STRIP + (minute - first) * (100 - 2 * STRIP) / (last - first), 3)

    def box(self, thing: Band | Lane) -> str:
        """Left end and width, as the style sheet takes them."""
        left = self.at(thing.left)
        return f"--l:{left}%;--w:{round(self.at(thing.right) - left, 3)}%"

    def move(self, band: Band, move: tuple[int, int]) -> str:
        """The same, of a way inside a band."""
        left, right, start = self.at(band.left), self.at(band.right), self.at(move[0])
        whole = max(right - left, 0.001)
        return (
            f"--l:{round((start - left) * 100 / whole, 2)}%;--w:{round((self.at(move[1]) - start) * 100 / whole, 2)}%"
        )

    def point(self, handover: Handover) -> str:
        """Where a handover's diamond stands."""
        return f"--l:{self.at(handover.at)}%"

    def hours(self) -> list[tuple[int, float]]:
        """The hours written above the rows, and where."""
        return [(at // 60 % 24, self.at(at)) for at in self.axis.hours(2)]


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Characters that no page has; a calendar's title may."""


def page(verified: Verified) -> str:
    """The HTML of the whole plan."""
    shown, clock, plan = ribbon(verified), verified.week.clock, verified.plan
    levels = level_words(plan.levels)
    first, last = clock.date(plan.horizon.start), clock.date(plan.horizon.end - 1)
    text: str = (
        _environment(clock)
        .get_template("plan.html")
        .render(
            name=verified.week.household.title,
            dates=range_text(first, last),
            ribbon=shown,
            place=Placing(shown.axis),
            seen=_seen(shown),
            looks=LOOKS,
            gap_colour=GAP,
            gap_on_dark=GAP_ON_DARK,
            gaps=gap_words(plan.gaps, verified.week, plan.children),
            asks=askings(verified),
            condition=condition(verified),
            ask_days=ask_days(verified),
            hasty=HASTY if hasty(plan.levels) else "",
            holds=holds(verified),
            findings=finding_groups(plan.findings),
            misses=misses(verified),
            counted_on=[note.sentence for note in no_work_known(verified.week.household)],
            unplanned=unplanned_words(verified.week.household.unplanned),
            levels=[level for level in levels if level.value],
            no_more=nothing_lost(levels),
            nights=night_runs(shown.nights, clock),
            nobody=nobody_said(verified),
            weeks=week_words(verified),
            agenda=agenda(verified),
        )
    )
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _environment(clock: Clock) -> Environment:
    environment = Environment(
        loader=PackageLoader("kinrota.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        length=length_text,
        unbroken=unbroken,
        brief=lambda minutes: f"{minutes // 60}:{minutes % 60:02d}",
        short_day=short_day,
        long_day=long_day,
        when=lambda span: span_text(span, clock),
        title=week_title,
        unit=unit_mm,
        day_mm=lambda week: round(PAGE_MM / len(week.days), 2),
        said=lambda row, day: child_said(row, day, clock),
        lanes_said=lambda lanes: lanes_said(lanes, clock),
    )
    return environment


def unbroken(text: str) -> str:
    """The text with no line ending inside a length such as 3 h 00."""
    return LENGTH.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def week_title(week: WeekRows) -> str:
    """The week's dates."""
    return range_text(week.days[0].date, week.days[-1].date)


def unit_mm(week: WeekRows) -> float:
    """Millimetres of a lane's height on paper, so that a week of any household fits one page; a band is 1.7 lanes."""
    day = week.days[0]
    lanes = len(day.children) * 1.7 + len(day.adults)
    return round(min(4.8, (PAGE_MM / len(week.days) - DAY_MM) / lanes), 2)


def child_said(row: ChildRow, day: DayRow, clock: Clock) -> str:
    """What a child's row shows, for those who do not see it."""
    bands = [
        f"{hours_text(part, clock)} {_band_said(band)}" for band in row.bands if (part := band.span.common(day.span))
    ]
    return f"{row.name}, {long_day(day.date)}: {'; '.join(bands)}"


def _band_said(band: Band) -> str:
    if band.kind == "gap":
        return "nobody"
    if band.beside:
        return f"{band.label}, {band.beside} is at home"
    return f"{band.label}, to ask" if band.ask else band.label


def lanes_said(lanes: tuple[Lane, ...], clock: Clock) -> str:
    """What an adult's lane shows."""
    said = []
    for lane in lanes:
        kind = LANES.get(lane.kind, lane.label if lane.kind in DEEDS else lane.kind)
        what = kind if lane.label in (lane.kind, kind) else f"{kind}, {lane.label}"
        said.append(f"{hours_text(lane.span, clock)} {what}")
    return "; ".join(said) or "at hand"


class Seen(Struct, frozen=True):
    """What occurs in the picture, and so belongs into its legend."""

    carers: frozenset[str]
    kinds: frozenset[str]
    lanes: frozenset[str]
    ask: bool
    handovers: bool
    alone: tuple[str, ...]
    """What the time of children without anybody is called."""


def _seen(shown: Ribbon) -> Seen:
    children = [child for week in shown.weeks for day in week.days for child in day.children]
    bands = [band for child in children for band in child.bands]
    lanes = [lane.kind for week in shown.weeks for day in week.days for adult in day.adults for lane in adult.lanes]
    return Seen(
        carers=frozenset(band.carer.id for band in bands if band.carer),
        kinds=frozenset(band.kind for band in bands),
        lanes=frozenset(lanes),
        ask=any(band.ask for band in bands),
        handovers=any(child.handovers for child in children),
        alone=tuple(dict.fromkeys(band.label for band in bands if band.kind == "alone")),
    )
