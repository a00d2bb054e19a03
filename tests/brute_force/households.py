"""Random tiny households: a few hours of need in one day, so that every plan can be tried."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from kinrota.errors import InputError
from kinrota.intake.folder import read
from kinrota.model.duties import Pause
from kinrota.model.time import Span, wall_text
from kinrota.model.week import Week

DAY = dt.date(2026, 3, 3)
ZONE = ZoneInfo("Europe/Berlin")
MOST_WAYS = 800
READ_AT = "2026-03-01T12:00:00+00:00"
STAGES = ("0-2", "3-5", "6-7", "8-11", "12-15")
MODES = (["walk"], ["walk"], ["bike"], ["walk", "bike"], ["car"], ["walk", "car"])


@dataclass(frozen=True, slots=True)
class Shape:
    """The hours in which children are this household's: before and after, the other household has them."""

    name: str
    starts: int
    ends: int


SHAPES = (Shape("afternoon", 14 * 60, 18 * 60), Shape("evening", 17 * 60, 24 * 60), Shape("morning", 0, 8 * 60))


@dataclass(frozen=True, slots=True)
class Sample:
    """A household's text, and from when to when on the one day each child is in custody, in minutes from midnight."""

    seed: str
    text: str
    custody: tuple[tuple[str, int, int], ...]
    history: str = ""
    paused: bool = False

    def __str__(self) -> str:
        """All that it takes to see it again."""
        away = "".join(f"# {child} away {wall_text(start)}-{wall_text(end)}\n" for child, start, end in self.custody)
        said = "".join(f"# history.jsonl: {line}\n" for line in self.history.splitlines())
        return f"# seed {self.seed}, {DAY}{', paused' if self.paused else ''}\n{away}{said}{self.text}"


def tiny(seed: int, folder: Path, ways: Callable[[Week], int], maker: type[Maker] | None = None) -> tuple[Sample, Week]:
    """The first household of a seed that is one and has few enough ways to try.

    Those of one maker have nothing to do with those of another.
    """
    for attempt in itertools.count():
        drawn = (maker or Maker)(seed, attempt).made()
        with contextlib.suppress(InputError):
            week = week_of(drawn, folder)
            if ways(week) <= MOST_WAYS:
                return drawn, week
    raise AssertionError


def week_of(sample: Sample, folder: Path) -> Week:
    """The sample as the program reads it, with its custody."""
    (folder / "household.toml").write_text(sample.text, encoding="utf-8")
    (folder / "history.jsonl").write_text(sample.history, encoding="utf-8")
    week = read(folder, start=DAY, days=1, read_at=READ_AT)
    midnight = week.clock.midnight(DAY)
    day_before, day_after = -600, 24 * 60 + 600
    spans = tuple(
        (child, Span(midnight + (start or day_before), midnight + (day_after if end == 24 * 60 else end)))
        for child, start, end in sample.custody
    )
    pauses = (Pause(DAY, DAY),) if sample.paused else week.household.pauses
    return replace(week, custody=tuple(sorted(spans)), household=replace(week.household, pauses=pauses))


def sample(seed: int, attempt: int = 0) -> Sample:
    """The household of a seed, or another one where that is no household or has too many ways."""
    return Maker(seed, attempt).made()


class Maker:
    """Draws one household, line by line."""

    kind = ""
    many: tuple[int, ...] = (1, 1, 2)
    modes: tuple[list[str], ...] = MODES

    def __init__(self, seed: int, attempt: int) -> None:
        self.seed, self.attempt = f"{self.kind}{seed}", attempt
        self.draw = random.Random(f"{self.seed}/{attempt}")  # noqa: S311 -- households, not secrets
        self.shape = self.draw.choice(SHAPES)
        self.children = ["leo", "mia"][: self.draw.choice((1, 1, 2))]
        self.residents = ["ana", "ben"][: self.draw.choice(self.many)]
        self.drives: dict[str, bool] = {}
        self.lines: list[str] = []

    def made(self) -> Sample:
        self.lines += ["kinrota = 1", 'name = "Tiny"', 'timezone = "Europe/Berlin"']
        self.lines += ["places = { school = {}, nursery = {}, ward = {} }"]
        self._slack()
        for resident in self.residents:
            self._resident(resident)
        helps = self.draw.random() < 0.4
        if helps:
            self._helper()
        self._vehicles()
        custody = [away for child in self.children for away in self._child(child)]
        self._journeys()
        for resident in self.residents:
            if self.draw.random() < 0.7:
                self._shift(resident)
        attend = [child for n, child in enumerate(self.children) if self.draw.random() < (0.6, 0.3)[n]]
        for child in attend:
            self._attendance(child, {"leo": "school", "mia": "nursery"}[child], alone=len(attend) == 1)
        seed = f"{self.seed}/{self.attempt}"
        said = _Teller(seed, self.shape, (*self.residents, *(["oma"] if helps else [])), self.children)
        text = "\n".join([*self.lines, *said.ill()]) + "\n"
        return Sample(seed, text, tuple(custody), said.history(self.residents))

    def _slack(self) -> None:
        ready, meet = self.draw.choice((0, 5, 10, 10)), self.draw.choice((0, 5, 5, 10))
        self.lines += [f'slack = {{ ready = "{ready}m", meet = "{meet}m" }}']

    def _resident(self, name: str) -> None:
        modes = self.draw.choice(self.modes)
        self.drives[name] = "car" in modes
        share = f"share = {self.draw.choice(('0.25', '0.5', '0.6'))}" if self.draw.random() < 0.3 else ""
        by_day = ', by_day = "near"' if self.draw.random() < 0.2 else ""
        sleep = f'sleep = {{ hours = "2h30m", night = "22:30-02:30", after_night_shift = "2h"{by_day} }}'
        self.lines += [f"[adults.{name}]", f"modes = {listed(modes)}", sleep, share]

    def _vehicles(self) -> None:
        """None here: each adult who goes by car has its own."""

    def _helper(self) -> None:
        hours = self.draw.choice((1, 2, 3, 4))
        first = self.draw.randrange(
            self.shape.starts // 60, max(self.shape.ends // 60 - hours, self.shape.starts // 60) + 1
        )
        last = min(first + hours, 24)
        ends = "24:00" if last == 24 else wall_text(last * 60)
        self.lines += ["[adults.oma]", "helper = true", "modes = []"]
        self.lines += [f'available = ["tue {wall_text(first * 60)}-{ends}"]']
        self.lines += [f'help = "{self.draw.choice(("welcome", "when needed", "last resort"))}"']
        self.lines += ["overnight = true"] if self.draw.random() < 0.4 else []
        bounded = len(self.residents) == 1  # with more people there are too many ways to spend a helper's time
        if bounded and self.draw.random() < 0.5:
            self.lines += [f'limit = {{ per_week = "{self.draw.choice((60, 90, 120))}m" }}']
        if bounded and self.draw.random() < 0.3:
            self.lines += ["cost_per_hour = 6"]

    def _child(self, name: str) -> list[tuple[str, int, int]]:
        stage = self.draw.choice(STAGES)
        self.lines += [f"[children.{name}]", f'stage = "{stage}"', 'sleep = "20:00-05:00"']
        nap = f'"{self.draw.choice(("15:00-16:00", "16:30-17:30"))}"' if self.draw.random() < 0.2 else '"none"'
        self.lines += [f"nap = {nap}"]
        self.lines += ["may_be_carried = true"] if self.draw.random() < 0.2 else []
        jitter = self.draw.choice((0, 0, 30))
        starts, ends = self.shape.starts + (jitter if self.shape.starts else 0), self.shape.ends
        return [(name, a, b) for a, b in ((0, starts), (ends, 24 * 60)) if a < b]

    def _journeys(self) -> None:
        for one, other in (
            ("home", "school"),
            ("home", "nursery"),
            ("home", "ward"),
            ("school", "nursery"),
            ("school", "ward"),
        ):
            walk = self.draw.randrange(4, 22)
            if one != "home" and self.draw.random() < 0.5:
                continue
            self.lines += ["[[journeys]]", f"between = {listed([one, other])}"]
            self.lines += [f'walk = "{walk}m"', f'bike = "{max(walk // 2, 2)}m"', f'car = "{max(walk // 3, 2)}m"']

    def _shift(self, name: str) -> None:
        begins = self.shape.starts + 5 * self.draw.randrange(-12, 40)
        if self.shape.name == "morning":
            begins = 5 * self.draw.randrange(12, 90)
        ends = min(begins + 5 * self.draw.randrange(6, 42), 23 * 60 + 55)
        self.lines += ["[[rotas]]", f'of = "{name}"', f"starts = {DAY}", 'pattern = "W' + " -" * 27 + '"']
        self.lines += [f'codes = {{ W = "{wall_text(begins)}-{wall_text(ends)}" }}']
        self.lines += [f'place = "{self.draw.choice(("ward", "ward", "ward", "home"))}"']
        self.lines += ["reachable = true"] if self.draw.random() < 0.4 else []
        self.lines += ["interruptible = true"] if self.draw.random() < 0.5 else []
        self.lines += ['overrun = "10m"'] if self.draw.random() < 0.1 else []

    def _attendance(self, child: str, place: str, *, alone: bool) -> None:
        """A day at a place; two of them have single times, as there would be too many ways otherwise."""
        early = {"afternoon": 14 * 60 + 30, "evening": 17 * 60 + 15, "morning": 5 * 60 + 45}[self.shape.name]
        drop = early + 5 * self.draw.randrange(0, 12)
        pick = drop + 5 * self.draw.randrange(8, 22)
        window, until, late = (self.draw.choice(choice) for choice in ((0, 0, 15, 30), (0, 0, 15, 30), (0, 0, 15, 30)))
        window, until, late = (window, until, late) if alone else (0, 0, 0)
        self.lines += ["[[attendance]]", f'child = "{child}"', f'place = "{place}"', 'days = "daily"']
        self.lines += [f'drop = "{_window(drop - window, drop)}"', f'pick = "{_window(pick, pick + until)}"']
        self.lines += [f'late = "{late}m"']
        if self.draw.random() < 0.15:
            self.lines += [f"escorts = {listed([self.draw.choice(self.residents)])}"]
        if self.draw.random() < 0.1:
            self.lines += [f'at_most = "{pick - drop + 10}m"']


class _Teller:
    """Draws what was done before, who is ill, and what is settled; apart, so that the households stay as they are."""

    def __init__(self, seed: str, shape: Shape, adults: tuple[str, ...], children: list[str]) -> None:
        self.draw = random.Random(f"{seed}/history")  # noqa: S311 -- households, not secrets
        self.shape, self.adults, self.children = shape, adults, children

    def ill(self) -> list[str]:
        """Somebody is ill on the day before, whose date counts for nobody."""
        if self.draw.random() < 0.9:
            return []
        eve = DAY - dt.timedelta(days=1)
        return ["[[illness]]", f'child = "{self.draw.choice(self.children)}"', f"from = {eve}", f"to = {eve}"]

    def history(self, residents: list[str]) -> str:
        lines = [self._done(name, back) for back in (1, 2) for name in residents] if self.draw.random() < 0.3 else []
        said = [self._pin()] if self.draw.random() < 0.25 else []
        said += [self._decline() for _ in range(self.draw.choice((1, 1, 2)))] if self.draw.random() < 0.3 else []
        lines += reversed(said) if self.draw.random() < 0.5 else said
        return "".join(f"{json.dumps({**line, 'at': READ_AT})}\n" for line in lines)

    def _done(self, name: str, back: int) -> dict[str, object]:
        day = DAY - dt.timedelta(days=back)
        return {"kind": "done", "on": str(day), "adult": name, "minutes": 5 * self.draw.randrange(0, 60)}

    def _pin(self) -> dict[str, object]:
        when = self._when()
        child, adult = self.draw.choice(self.children), self.draw.choice(self.adults)
        return {"kind": "pin", "child": child, **when, "met_by": adult}

    def _decline(self) -> dict[str, object]:
        when = self._when()
        child, adult = self.draw.choice(self.children), self.draw.choice(self.adults)
        return {"kind": "declined", "child": child, **when, "adult": adult, **_way(f"{child} {adult} {when['from']}")}

    def _when(self) -> dict[str, str]:
        hours = list(range(self.shape.starts, self.shape.ends, 5))
        start = self.draw.choice(hours[:-12])
        end = min(start + 5 * self.draw.randrange(3, 30), self.shape.ends)
        first, last = (dt.datetime.combine(DAY, dt.time(), ZONE) + dt.timedelta(minutes=t) for t in (start, end))
        return {"from": first.isoformat(), "to": last.isoformat()}


def _way(seed: str) -> dict[str, str]:
    """The way that is declined, for every other decline."""
    draw = random.Random(seed)  # noqa: S311 -- a draw for a test
    place = draw.choice(("school", "nursery"))
    ways: list[dict[str, str]] = [{}, {}, {"place": "home", "to_place": place}, {"place": place, "to_place": "home"}]
    return draw.choice(ways)


class Sharing(Maker):
    """Draws a household in which adults share a car, or two."""

    kind = "shared "
    many = (1, 2, 2, 2)
    modes = (["car"], ["walk", "car"], ["walk", "car"], ["bike", "car"], ["walk"])

    def _vehicles(self) -> None:
        drivers = [name for name in self.residents if self.drives[name]]
        for vehicle in ("van", "mini")[: self.draw.choice((1, 1, 1, 2))] if drivers else ():
            whose = drivers if vehicle == "van" else [self.draw.choice(drivers)]
            self.lines += [f"[vehicles.{vehicle}]", f"seats = {self.draw.choice((2, 3, 5))}"]
            self.lines += [f"drivers = {listed(self.draw.sample(whose, len(whose)))}"]


def _window(first: int, last: int) -> str:
    return wall_text(first) if first == last else f"{wall_text(first)}-{wall_text(last)}"


def listed(items: list[str]) -> str:
    return "[" + ", ".join(f'"{item}"' for item in items) + "]"
