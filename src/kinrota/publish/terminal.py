"""A plan as text for a terminal, with colour and without."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from kinrota.model.plan import Plan, Verified
from kinrota.model.unsaid import no_work_known
from kinrota.model.week import Week
from kinrota.publish.account import (
    HASTY,
    LevelWords,
    finding_groups,
    hasty,
    holds,
    level_words,
    nothing_lost,
    unplanned_words,
)
from kinrota.publish.agenda import deed_words
from kinrota.publish.asking import ask_days, askings, condition
from kinrota.publish.cells import flow, pad, width, wrap
from kinrota.publish.dates import day_text, hours_text, length_text, range_text, short_day
from kinrota.publish.nights import night_runs
from kinrota.publish.owed import misses, week_words
from kinrota.publish.pen import Pen
from kinrota.publish.ribbon import DayRow, Ribbon, WeekRows, ribbon
from kinrota.publish.terminal_ribbon import Grid, adult_line, child_line, grid_for, hours_line, legend, shows
from kinrota.publish.ways import NOBODY, nobody_said
from kinrota.publish.words import Uncovered, gap_words, names_of

WIDTH = 80
NARROWEST = 40


def plan_text(verified: Verified, width: int = WIDTH, *, colour: bool = False) -> str:
    """The whole plan: the ribbon, and below it everything that has to be said in words."""
    columns, pen, week = max(width, NARROWEST), Pen(colour), ribbon(verified)
    lines = [*_head(verified, week, columns, pen), ""]
    names, clock = names_of(verified.week), verified.week.clock
    sheet = _Sheet(grid_for(week, columns), columns, pen, lambda day: deed_words(day.deeds, names, clock))
    for rows in week.weeks:
        lines += [*_week(rows, sheet, many=len(week.weeks) > 1), ""]
    lines += [*legend(week, columns, pen), *_account(verified, week, columns, pen)]
    return "\n".join(lines) + "\n"


def _head(verified: Verified, week: Ribbon, columns: int, pen: Pen) -> Iterator[str]:
    clock, horizon = verified.week.clock, verified.plan.horizon
    dates = range_text(clock.date(horizon.start), clock.date(horizon.end - 1))
    yield from (pen.bold(line) for line in wrap(f"{verified.week.household.title}, {dates}", columns))
    for sentence in nobody_said(verified):
        yield from (pen.alarm(line) for line in wrap(f"▲ {sentence}", columns))
    yield from _number(week.uncovered, columns, pen, condition(verified))
    if hasty(verified.plan.levels):
        yield from wrap(f"{HASTY} Maybe give it more with --time.", columns)
    for line in ask_days(verified):
        yield from wrap(line, columns)


def _number(number: Uncovered, columns: int, pen: Pen, condition: str = "") -> Iterator[str]:
    if number.places:
        yield pen.alarm(f"▲ {number.text}")
    else:
        text = f"Nothing uncovered, if {condition}" if condition else "Nothing uncovered"
        yield from (pen.bold(line) for line in wrap(text, columns))


class _Sheet(Struct, frozen=True):
    """What every line of the ribbon is drawn with."""

    grid: Grid
    columns: int
    pen: Pen
    deeds: Callable[[DayRow], tuple[str, ...]]


def _week(rows: WeekRows, sheet: _Sheet, *, many: bool) -> Iterator[str]:
    pen = sheet.pen
    if many:
        title = f"Week {rows.monday.isocalendar().week}, {range_text(rows.days[0].date, rows.days[-1].date)}"
        number = f"▲ {rows.uncovered.text}" if rows.uncovered.places else rows.uncovered.text
        inked = pen.alarm(number) if rows.uncovered.places else number
        if width(title) + 3 + width(number) <= sheet.columns:
            yield f"{pen.bold(title)}   {inked}"
        else:
            yield from (pen.bold(title), inked)
    yield pen.dim(hours_line(sheet.grid))
    for day in rows.days:
        yield from _day(day, sheet)


def _day(day: DayRow, sheet: _Sheet) -> Iterator[str]:
    grid, pen = sheet.grid, sheet.pen
    head = pad(short_day(day.date), grid.gutter)
    first, *rest = flow(day.words.said, sheet.columns, head, " " * grid.gutter)
    marked = [first.rstrip(), *rest]
    yield pen.bold(head.rstrip()) + _alarmed(marked[0][len(head.rstrip()) :], pen)
    yield from (_alarmed(line, pen) for line in marked[1:])
    if deeds := sheet.deeds(day):
        yield from flow(deeds, sheet.columns, " " * grid.gutter, " " * grid.gutter)
    for child in day.children:
        yield child_line(child, grid, pen)
    for adult in day.adults:
        if shows(adult, grid):
            yield adult_line(adult, grid, pen)


def _alarmed(text: str, pen: Pen) -> str:
    return pen.alarm(NOBODY).join(text.split(NOBODY))


def _account(verified: Verified, week: Ribbon, columns: int, pen: Pen) -> Iterator[str]:
    plan, clock = verified.plan, verified.week.clock
    yield from _gaps(gap_words_of(plan, verified.week), columns, pen)
    yield from _section("To ask", [line for asking in askings(verified) for line in asking.lines], columns, pen)
    yield from _section("What the plan leaves out", misses(verified), columns, pen)
    for words in (weeks := week_words(verified)):
        title = "The week in numbers" if len(weeks) == 1 else f"Week {words.monday.isocalendar().week} in numbers"
        yield from _section(title, [f"{about}: {what}" for about, what in words.lines], columns, pen)
    yield from _section(
        "Who is there at night", [": ".join(run) for run in night_runs(week.nights, clock)], columns, pen
    )
    yield from _section("May not happen; planned as if it does", holds(verified), columns, pen)
    found = [
        f"{group.title}: {' '.join(group.sentences)}{f' And {group.more} more.' if group.more else ''}"
        for group in finding_groups(plan.findings)
    ]
    yield from _section("To look at", found, columns, pen)
    unplanned = ", ".join(unplanned_words(verified.week.household.unplanned))
    counted_on = [note.sentence for note in no_work_known(verified.week.household)]
    yield from _section("Worth knowing", counted_on, columns, pen)
    yield from _section("Read, not planned yet", [unplanned] if unplanned else [], columns, pen)
    yield from _levels(level_words(plan.levels), columns, pen)


def _section(title: str, items: Iterable[str], columns: int, pen: Pen) -> Iterator[str]:
    lines = [line for item in items for line in wrap(item, columns, "  ", "    ")]
    if lines:
        yield from ("", pen.bold(title), *lines)


def gap_words_of(plan: Plan, week: Week) -> list[tuple[str, str]]:
    """When and what, for each gap."""
    clock = week.clock
    return [
        (
            f"{day_text(clock.date(gap.span.start))} {hours_text(gap.span, clock)}  {length_text(gap.span.minutes)}",
            f"{gap.sentence}. {'. '.join(gap.needs)}. {gap.because}",
        )
        for gap in gap_words(plan.gaps, week, plan.children)
    ]


def _gaps(gaps: list[tuple[str, str]], columns: int, pen: Pen) -> Iterator[str]:
    if gaps:
        yield from ("", pen.bold("Uncovered"))
    for when, what in gaps:
        yield f"  {pen.alarm(when)}"
        yield from wrap(what, columns, "    ", "    ")


def _levels(levels: Sequence[LevelWords], columns: int, pen: Pen) -> Iterator[str]:
    yield from ("", pen.bold("How good it is, the most important first"))
    shown = [level for level in levels if level.value]
    label = max((width(level.label) for level in shown), default=0)
    value = max((width(level.value) for level in shown), default=0)
    for level in shown:
        head = f"  {pad(level.label, label)}  {pad(level.value, value)}  "
        if width(head + level.verdict) <= columns:
            yield head + level.verdict
        else:
            yield from wrap(f"{level.label}: {level.value}, {level.verdict}", columns, "  ", "    ")
    if none := nothing_lost(levels):
        yield from wrap(none, columns, "  ", "    ")
