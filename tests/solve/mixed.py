"""Random households of some days in which everything that the care model knows is drawn together.

Each is a worked case without expectations (see `tests.cases.worked`): what is found can stand in the care model.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kinrota.errors import InputError
from kinrota.model.time import Span, wall_text
from kinrota.model.week import Unknown, Week
from tests.cases.worked import FIRST_DAY, Case, week_of_case

Drawn = dict[str, Any]
T = TypeVar("T")

CHILDREN = ("ida", "leo", "tom", "mia", "theo", "kai")
BORN = dict(zip(CHILDREN, (2024, 2022, 2019, 2017, 2013, 2009), strict=True))
SCHOOLS = {"ida": "nursery", "leo": "nursery", "tom": "school", "mia": "school", "theo": "lyceum", "kai": "lyceum"}
AWAY = ("school", "nursery", "lyceum", "gym", "hospital", "studio", "grange")
WORKS = ("hospital", "hospital", "studio", "school", "gym")
MODES = (["walk"], ["walk"], ["walk", "bike"], ["walk", "car"], ["car"], ["walk", "bike", "car"])
STEPS = (["dishes 20m"], ["load 10m", "wait 30m..90m", "hang 20m"], ["sweep 10m", "mop 15m"])
LAST = 23 * 60 + 55


class Mixed(Struct, frozen=True):
    """A household as a worked case asks for it; `unknown` tells from which minute on whose time is not known."""

    seed: str
    asked: Drawn
    unknown: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        """All that it takes to see it again."""
        lines = [f"{key} = {value!r}" for key, value in self.asked.items()]
        return "\n".join([f"# seed {self.seed}, unknown {self.unknown}", *lines])

    def week(self, folder: Path) -> Week:
        """The household as the program reads it; InputError where it is none."""
        folder.mkdir(parents=True)
        week = week_of_case(Case(self.seed, self.asked, ()), folder)
        start, end = week.horizon.start, week.horizon.end
        lost = (Unknown(Span(start + minute, end), who, f"{who}-work", "") for who, minute in self.unknown)
        return replace(week, unknown=tuple(sorted([*week.unknown, *lost])))


def mixed(seed: int, folder: Path, most: int = 24) -> tuple[Mixed, Week]:
    """The first household of a seed that is one, and is no larger than `most` people times days."""
    for attempt in range(1000):
        drawn = Maker(f"{seed}/{attempt}").made()
        if len(drawn.asked["people"]) * drawn.asked["days"] <= most:
            with contextlib.suppress(InputError):
                return drawn, drawn.week(folder / str(attempt))
    raise AssertionError


class Maker:
    """Draws one household."""

    def __init__(self, seed: str) -> None:
        self.seed, self.draw = seed, random.Random(seed)  # noqa: S311 -- households, not secrets
        self.days = self.draw.choice((1, 1, 1, 1, 1, 2, 2, 3))
        self.residents = ["ana", "ben", "cem"][: self.draw.choice((1, 1, 2, 2, 2, 2, 3))]
        self.helpers = ["oma", "opa"][: self.draw.choice((0, 1, 1, 2))]
        self.children = self.some(CHILDREN, self.draw.choice((1, 1, 2, 2, 3)))
        self.adults = [*self.residents, *self.helpers]
        self.asked: Drawn = {"days": self.days, "people": [*self.adults, *self.children]}
        self.events: list[str] = []
        self.calendars: Drawn = {}

    def made(self) -> Mixed:
        self.asked["places"] = {"grange": {}}
        self.asked["journeys"] = list(self.journeys())
        self.asked["adults"] = {name: self.resident() for name in self.residents}
        self.asked["adults"] |= {name: self.helper() for name in self.helpers}
        self.asked["children"] = {name: self.child(BORN[name]) for name in self.children}
        self.vehicles()
        for name in self.residents:
            self.work(name)
        self.attendance()
        for lists in (self.duties, self.rights, self.dates, self.slack):
            lists()
        unknown = ((self.draw.choice(self.adults), self.draw.randrange(self.days * 1440)),) if self.may(0.05) else ()
        self.asked |= {"calendars": self.calendars, "events": self.events, "history": list(self.history())}
        return Mixed(self.seed, {key: value for key, value in self.asked.items() if value}, unknown)

    def may(self, chance: float) -> bool:
        return self.draw.random() < chance

    def some(self, names: Iterable[T], count: int = 0) -> list[T]:
        """Some of the names, in their order; by default any number of them."""
        names = list(names)
        kept = self.draw.sample(range(len(names)), count or self.draw.randrange(1, len(names) + 1))
        return [names[n] for n in sorted(kept)]

    def day(self) -> dt.date:
        return FIRST_DAY + dt.timedelta(days=self.draw.randrange(self.days))

    def hours(self, first: int, last: int, least: int, most: int) -> tuple[int, int]:
        """A stretch of a day in steps of five minutes: when it may begin, and how long it may last."""
        start = self.draw.randrange(first, last + 1, 5)
        return start, min(start + self.draw.randrange(least, most + 1, 5), LAST)

    def wall(self, first: int, last: int, least: int, most: int) -> str:
        return text(self.hours(first, last, least, most))

    def journeys(self) -> Iterable[Drawn]:
        pairs = [("home", place) for place in AWAY]
        pairs += [("school", "nursery"), ("school", "hospital"), ("hospital", "grange"), ("gym", "studio")]
        for one, other in pairs:
            if one != "home" and self.may(0.5):
                continue
            walk = self.draw.randrange(4, 40)
            modes = {"walk": walk, "bike": max(walk // 2, 2), "car": max(walk // 3, 2)}
            if self.may(0.1):
                modes = {"car": modes["car"]}
            yield {"between": [one, other], **{mode: f"{minutes}m" for mode, minutes in modes.items()}}

    def resident(self) -> Drawn:
        return {
            "modes": self.draw.choice(MODES),
            **({"share": self.draw.choice(("25%", "50%", "30%"))} if self.may(0.2) else {}),
            **({"own_time": {"per_week": self.draw.choice(("7h", "14h")), "block": "1h"}} if self.may(0.3) else {}),
            **({"can": ["swim"]} if self.may(0.4) else {}),
            **({"sleep": {"hours": "6h", "by_day": self.draw.choice(("near", "reach"))}} if self.may(0.2) else {}),
        }

    def helper(self) -> Drawn:
        days = self.some(("tue", "wed", "thu"))
        return {
            "helper": True,
            "modes": self.draw.choice(([], ["walk"], ["walk", "car"])),
            "available": [f"{day} {self.wall(6 * 60, 20 * 60, 25, 600)}" for day in days],
            "help": self.draw.choice(("welcome", "when needed", "last resort")),
            **({"overnight": True} if self.may(0.3) else {}),
            **({"lives": "grange"} if self.may(0.3) else {}),
            **({"limit": {"per_week": f"{self.draw.randrange(60, 400, 5)}m"}} if self.may(0.3) else {}),
            **({"cost_per_hour": 6} if self.may(0.2) else {}),
            **({"can": ["swim"]} if self.may(0.4) else {}),
        }

    def child(self, born: int) -> Drawn:
        return {
            "born": dt.date(born, 3, self.draw.choice((2, 4, 20))),
            **({"may_be_carried": True} if self.may(0.15) else {}),
            **({"nap": self.wall(12 * 60, 16 * 60, 40, 120)} if self.may(0.1) else {}),
            **({"sleep": "20:00-06:00"} if self.may(0.2) else {}),
        }

    def vehicles(self) -> None:
        drivers = [name for name in self.adults if "car" in self.asked["adults"][name]["modes"]]
        if drivers and self.may(0.6):
            self.asked["vehicles"] = {
                name: {"seats": self.draw.choice((2, 3, 5)), "drivers": self.some(drivers)}
                for name in ("van", "mini")[: self.draw.choice((1, 1, 2))]
            }

    def calendar(self, name: str, who: str, means: str, place: str | None) -> None:
        terms: Drawn = {"reachable": True} if self.may(0.3) else {}
        if place == "home":
            terms |= {"interruptible": True} if self.may(0.5) else {}
        else:
            terms |= {"visits": True} if self.may(0.4) else {}
        terms |= {"overrun": f"{self.draw.choice((10, 25, 45))}m"} if self.may(0.15) else {}
        where = {"place": place} if place else {}
        self.calendars[name] = {"source": f"calendars/{name}.ics", "of": who, "means": means, **where, **terms}

    def work(self, who: str) -> None:
        """What an adult has to do on each date, the day before the horizon and the day after it included."""
        for back in range(-1, self.days + 1):
            day = FIRST_DAY + dt.timedelta(days=back)
            edge = back in (-1, self.days)
            kind = self.draw.choices(("none", "shift", "two", "desk", "night"), (3, 5, 1, 2, 0.6))[0]
            if edge and (kind != "night" or self.may(0.5)):
                continue
            if kind in ("shift", "two"):
                self.event(who, "jobs" if self.may(0.2) else "work", day, self.hours(5 * 60, 14 * 60, 60, 540))
            if kind == "two":
                self.event(who, "jobs", day, self.hours(15 * 60, 20 * 60, 30, 180))
            if kind == "desk":
                self.event(who, "desk", day, self.hours(6 * 60, 16 * 60, 60, 420))
            if kind == "night":
                self.event(who, "work", day, (21 * 60 + 5 * self.draw.randrange(12), 5 * self.draw.randrange(60, 90)))
            if kind in ("none", "shift") and self.may(0.12):
                self.event(who, self.draw.choice(("hold", "busy")), day, self.hours(8 * 60, 19 * 60, 30, 240))

    def event(self, who: str, kind: str, day: dt.date, hours: tuple[int, int]) -> None:
        name = f"{who}-{kind}"
        if name not in self.calendars:
            place = {"work": self.draw.choice(WORKS), "desk": "home", "hold": "hospital"}.get(kind)
            self.calendar(name, who, kind if kind in ("hold", "busy") else "work", place)
        where = f" at {self.draw.choice((*WORKS, 'home'))}" if kind in ("jobs", "busy") else ""
        self.events.append(f"{name} {day} {text(hours)}{where}{' called Premiere' if self.may(0.1) else ''}")

    def attendance(self) -> None:
        self.asked["attendance"] = [self.attends(child) for child in self.children if self.may(0.5)]
        for child in self.children:
            name = f"{child}-club"
            if self.may(0.15):
                self.calendars[name] = {"source": f"calendars/{name}.ics", "means": "attendance", "child": child}
                self.calendars[name]["place"] = self.draw.choice(("gym", "studio"))
                self.events.append(f"{name} {self.day()} {self.wall(14 * 60, 18 * 60, 30, 90)}")
            if self.may(0.12):
                self.calendars[f"{child}-away"] = {
                    "source": f"calendars/{child}-away.ics", "means": "custody", "child": child,
                }  # fmt: skip
                self.events.append(f"{child}-away {self.day()} {self.wall(0, 20 * 60, 60, 900)}")

    def attends(self, child: str) -> Drawn:
        drop = self.draw.randrange(7 * 60, 9 * 60, 5)
        pick = self.draw.randrange(12 * 60, 16 * 60, 5)
        early, late = self.draw.choice((0, 0, 30, 60)), self.draw.choice((0, 0, 30, 90))
        duty: Drawn = {
            "child": child,
            "place": SCHOOLS[child],
            "days": "mon-fri",
            "drop": text((drop - early, drop)),
            "pick": text((pick, pick + late)),
        }
        duty |= {"escorts": self.some(self.adults)} if self.may(0.1) else {}
        duty |= {"needs": ["swim"]} if self.may(0.1) else {}
        duty |= {"at_most": f"{pick - drop + 30}m"} if self.may(0.1) else {}
        duty |= {"fetch_within": "30m"} if self.may(0.2) else {}
        if self.may(0.1):
            self.calendars["terms"] = {"source": "calendars/terms.ics", "means": "terms"}
            self.events.append(f"terms {self.day()} all day")
            duty["terms"] = "terms"
        return duty

    def duties(self) -> None:
        ids = ("one", "two")
        self.asked["routines"] = [self.routine(name) for name in ids[: self.draw.choice((0, 1, 1, 2))]]
        self.asked["chores"] = [self.chore(name) for name in ids[: self.draw.choice((0, 0, 1, 2))]]
        self.asked["occasions"] = [self.occasion(name) for name in ids[: self.draw.choice((0, 1, 1, 2))]]
        if self.may(0.25):
            couple = len(self.residents) > 1 and self.may(0.5)
            who = self.residents if couple else [self.draw.choice(self.residents), *self.some(self.children)]
            self.asked["together"] = [{"id": "us", "who": who, "per_week": "7h", "block": "1h"}]
        if self.may(0.2):
            own = {"id": "own", "days": "daily", "who": self.some(self.residents), "holds": self.may(0.5)}
            self.asked["protected"] = [own | {"window": self.wall(8 * 60, 18 * 60, 60, 240)}]

    def routine(self, name: str) -> Drawn:
        place = self.draw.choice(("home", "home", "gym", "grange", "school"))
        by, how = self.some(self.adults), self.draw.choice(("any", "any", "all", "each"))
        window = self.hours(6 * 60, 20 * 60, 40, 180)
        duty = {"id": name, "by": {how: by}, "window": text(window), "takes": f"{self.draw.choice((15, 30, 40))}m"}
        duty |= {"children": self.some(self.children)} if self.may(0.85) else {}
        duty |= {"place": place} if place != "home" else {}
        duty |= {"at_least": {self.draw.choice(by): "7 per week"}} if self.may(0.2) else {}
        duty |= {"needs": ["swim"]} if self.may(0.15) else {}
        return duty | {"weight": self.draw.choice(("must", "protect", "want"))}

    def chore(self, name: str) -> Drawn:
        return {
            "id": name,
            "every": self.draw.choice(("1 per day", "1 per day", "2 per day", "7 per week")),
            "steps": self.draw.choice(STEPS),
            "by": self.some(self.residents),
            "while_caring": self.draw.choice(("watch", "near", "nothing")),
            **({"window": self.wall(8 * 60, 18 * 60, 60, 300)} if self.may(0.6) else {}),
        }

    def occasion(self, name: str) -> Drawn:
        start, end = self.hours(9 * 60, 18 * 60, 30, 180)
        place = self.draw.choice(("home", "home", "gym", "grange", "hospital"))
        return {
            "id": name,
            "on": self.day(),
            "from": wall_text(start),
            "to": wall_text(end),
            "who": self.some([*self.adults, *self.children]),
            **({"place": place} if place != "home" else {}),
            **({"may_move": True} if self.may(0.5) else {}),
        }

    def rights(self) -> None:
        """What somebody may give up of its work, and what its working days should keep to."""
        self.asked["releases"] = {name: found for name in self.residents if self.may(0.6) if (found := self.release())}
        self.asked["limits"] = {
            name: {"longest_day": "8h", "latest_return": "20:00", "rest": "11h"}
            for name in self.residents
            if self.may(0.2)
        }

    def release(self) -> Drawn:
        found: Drawn = {}
        for kind in ("late_start", "early_leave"):
            often = {"at_most": self.draw.choice(("1 per week", "1 per day", "2 per month"))} if self.may(0.4) else {}
            found |= {kind: {"up_to": f"{self.draw.choice((15, 30, 60, 120))}m", **often}} if self.may(0.5) else {}
        return found | ({"care_days": self.draw.choice(("1 per week", "10 per year"))} if self.may(0.5) else {})

    def dates(self) -> None:
        """Days on which a child is ill, and days on which nothing is owed."""
        if self.may(0.3):
            day = self.day() - dt.timedelta(days=self.may(0.1))
            at = {"at": wall_text(5 * self.draw.randrange(6 * 12, 18 * 12))} if self.may(0.5) else {}
            until = max(day, self.day())
            self.asked["illness"] = [{"child": self.draw.choice(self.children), "from": day, "to": until, **at}]
        if self.may(0.12):
            day = self.day() - dt.timedelta(days=self.may(0.3))
            self.asked["pauses"] = [{"from": day, "to": max(day, self.day())}]

    def slack(self) -> None:
        if self.may(0.3):
            ready, meet = self.draw.choice((0, 5, 10)), self.draw.choice((0, 3, 5, 10))
            self.asked["slack"] = {"ready": f"{ready}m", "meet": f"{meet}m"}

    def history(self) -> Iterable[str]:
        for _ in range(self.draw.choice((0, 0, 1, 1, 2))):
            adult = f" {self.draw.choice(self.adults)}" if self.may(0.9) else ""
            yield f"pin {self.draw.choice(self.children)}{adult} {self.wall(0, 22 * 60, 15, 240)}"
        for helper in self.helpers:
            if self.may(0.25):
                yield f"{self.draw.choice(('yes', 'no'))} {helper} {self.wall(6 * 60, 20 * 60, 30, 400)}"
        if self.may(0.25):
            for name in self.residents:
                day = FIRST_DAY - dt.timedelta(days=self.draw.choice((1, 1, 2)))
                yield f"done {name} {day} {5 * self.draw.randrange(100)}"
        for _ in range(self.draw.choice((0, 0, 0, 1, 2))):
            adult, child = self.draw.choice(self.adults), self.draw.choice(self.children)
            yield f"declined {adult} {child} {self.wall(0, 22 * 60, 15, 240)}"


def text(hours: tuple[int, int]) -> str:
    """`08:00-09:30`, or `08:00` where it has no length."""
    start, end = hours
    return wall_text(start) if start == end else f"{wall_text(start)}-{wall_text(end)}"


def changed(drawn: Mixed, **keys: object) -> Mixed:
    """The household with some of what it asks for otherwise."""
    return replace(drawn, asked=drawn.asked | keys)


def renamed(drawn: Mixed, names: Mapping[str, str]) -> Mixed:
    """The household of people who are called otherwise."""

    def told(value: Any) -> Any:  # noqa: ANN401 -- what TOML may hold
        if isinstance(value, dict):
            return {told(key): told(item) for key, item in value.items()}
        if isinstance(value, list):
            return [told(item) for item in value]
        return re.sub("[a-z]+", lambda word: names.get(word[0], word[0]), value) if isinstance(value, str) else value

    return replace(drawn, asked=told(drawn.asked), unknown=tuple((names.get(a, a), t) for a, t in drawn.unknown))
