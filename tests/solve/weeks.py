"""A small week planned and proved, and its plan told in lines that a test can name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from msgspec.structs import replace

from kinrota.model.household import Household
from kinrota.model.plan import AdultSpan, ChildSpan, Plan
from kinrota.model.time import Span
from kinrota.model.week import Week
from kinrota.solve import plan_week
from kinrota.testing import DAYS, MONDAY, week_of
from kinrota.verify import verify
from tests.patience import ENOUGH


@dataclass(frozen=True)
class Planned:
    """A week and the plan of it."""

    week: Week
    plan: Plan

    @property
    def values(self) -> dict[str, str]:
        """The levels that are not 0."""
        return {level.name: str(level.value) for level in self.plan.levels if level.value}

    @property
    def gaps(self) -> list[str]:
        """`leo 08:40-12:20 watch`."""
        return [f"{gap.child} {self.hours(gap.span)} {gap.need.value}" for gap in self.plan.gaps]

    @property
    def asked(self) -> list[str]:
        """`oma 08:35-12:25`."""
        return [f"{ask.helper} {self.hours(ask.span)}" for ask in self.plan.to_ask if not ask.release]

    @property
    def given_up(self) -> list[str]:
        """`ana late start 08:00-08:30`."""
        return [f"{ask.adult} {ask.release} {self.hours(ask.span)}" for ask in self.plan.to_ask if ask.release]

    @property
    def findings(self) -> list[str]:
        """`ana sleep-broken-by-work`, of those that name somebody."""
        return [f"{finding.who} {finding.kind}" for finding in self.plan.findings if finding.who]

    def journeys(self, who: str) -> list[str]:
        """`08:03-08:15 home>school walk +mia`, `car=van` in a shared vehicle."""
        return [
            f"{self.hours(span.span)} {span.place}>{span.to_place} {span.mode}"
            + (f"={span.vehicle}" if span.vehicle else "")
            + "".join(f" +{child}" for child in sorted(span.with_children))
            for span in self.plan.adults[who]
            if span.doing == "travel"
        ]

    def doing(self, who: str, *what: str) -> list[str]:
        """`22:30-05:30 sleep`, for the kinds asked for."""
        return [f"{self.hours(span.span)} {span.doing}" for span in self.plan.adults[who] if span.doing in what]

    def told(self, child: str) -> list[str]:
        """What meets the child's need: `08:15 school`, `13:30 ana`, `14:00 gap`, `15:00 self`; from its time on."""
        lines: list[str] = []
        before = ""
        for span in self.plan.children[child]:
            by = span.met_by or span.how
            if by != before:
                lines.append(f"{self.week.clock.text(span.span.start)} {by}")
                before = by
        return lines

    def child_at(self, child: str, when: str) -> ChildSpan:
        """The child's span at `tue 08:15`."""
        return next(span for span in self.plan.children[child] if span.span.holds(self.instant(when)))

    def adult_at(self, who: str, when: str) -> AdultSpan:
        """The adult's span at `tue 08:15`."""
        return next(span for span in self.plan.adults[who] if span.span.holds(self.instant(when)))

    def instant(self, when: str) -> int:
        """The instant of `tue 08:15` in the horizon's first seven days."""
        day, time = when.split()
        first = self.week.clock.date(self.week.horizon.start)
        date = first + dt.timedelta(days=(DAYS.index(day) - first.weekday()) % 7)
        hours, minutes = time.split(":")
        return self.week.clock.at(date, int(hours) * 60 + int(minutes))

    def hours(self, span: Span) -> str:
        """`08:40-12:20`."""
        return f"{self.week.clock.text(span.start)}-{self.week.clock.text(span.end)}"


def planned(
    text: str,
    days: int = 1,
    first: dt.date = MONDAY,
    zone: str = "Europe/Berlin",
    but: Callable[[Household], Household] = lambda household: household,
) -> Planned:
    """Plan a week of lines (see `kinrota.testing.week_of`); every level is proved, and nothing is found in the plan."""
    week = week_of(text, first, days, zone)
    return proved(replace(week, household=but(week.household)))


def proved(week: Week) -> Planned:
    """Plan a week; every level is proved, and nothing is found in the plan."""
    plan = plan_week(week, seconds=ENOUGH)
    assert [finding.sentence for finding in verify(week, plan)] == []
    assert [level.name for level in plan.levels if level.bound != level.value] == []
    return Planned(week, plan)


def adults(household: Household, **changes: dict[str, object]) -> Household:
    """The household with fields of some adults changed: `adults(home, ana={"modes": ("walk",)})`."""
    return replace(
        household,
        adults=tuple(replace(who, **changes.get(who.id, {})) for who in household.adults),
    )


def points(*parts: Fraction | int) -> str:
    """The sum of points as a level's value is written."""
    return str(sum((Fraction(part) for part in parts), Fraction(0)))


def nights(planned: Planned, who: str) -> Iterator[Span]:
    """The spans in which an adult sleeps."""
    return (span.span for span in planned.plan.adults[who] if span.doing == "sleep")
