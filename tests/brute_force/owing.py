"""Random tiny households that owe themselves something besides care: a routine, a chore, time, an occasion."""

from __future__ import annotations

from kinrota.model.time import wall_text
from tests.brute_force.households import DAY, Maker, Sample, listed

KINDS = ("routine", "routine", "routine", "chore", "chore", "own", "own", "couple", "family", "occasion")
STEPS = (
    '"dishes 20m"',
    '"mop 30m"',
    '"sweep 10m", "mop 15m"',
    '"load 10m", "wait 30m..45m", "hang 15m"',
    '"load 10m", "wait 20m..1h", "hang 20m"',
)
WORK_BEGINS, WORK_ENDS = 5 * 60, 23 * 60 + 55
"""Who works at home while the children are away, has nothing but the children's hours for all that it owes."""


class Owing(Maker):
    """Draws one household with one to three kinds of things to do."""

    kind = "owing "
    many = (1, 2, 2)

    def made(self) -> Sample:
        """Few visits and helpers, as there are ways enough to spend the time at home."""
        self.kinds = self.draw.sample(KINDS, self.draw.choice((1, 2, 2, 3)))
        if {"couple", "family"} & set(self.kinds):
            self.residents = ["ana", "ben"]
        self.lines += ["kinrota = 1", 'name = "Owing"', 'timezone = "Europe/Berlin"']
        self.lines += ["places = { school = {}, nursery = {}, ward = {} }"]
        self._slack()
        for resident in self.residents:
            self._resident(resident)
            self._own_time()
        # Where two live, when a helper comes and goes matters for who is loaded how much: too many ways.
        self.helped = len(self.residents) == 1 and self.draw.random() < 0.5
        if self.helped:
            self._helper()
        custody = [away for child in self.children for away in self._child(child)]
        self._journeys()
        for resident in self.residents:
            self._work(resident)
        if self.draw.random() < 0.35:
            self._attendance("leo", "school", alone=False)
        for n, kind in enumerate(kind for kind in self.kinds if kind != "own"):
            getattr(self, f"_{kind}")(f"{kind}-{n}")
        paused = self.draw.random() < 0.04
        return Sample(f"{self.seed}/{self.attempt}", "\n".join(self.lines) + "\n", tuple(custody), paused=paused)

    def _work(self, name: str) -> None:
        """A shift, or work at home while the children are away, and perhaps for a while when they are here."""
        starts, ends = self.shape.starts, self.shape.ends
        busy = bool({"own", "couple", "family"} & set(self.kinds))
        kind = self.draw.random()
        if busy or kind < 0.4:
            begins = max(starts, WORK_BEGINS) + 5 * self.draw.randrange(3, 30)
            until = begins + 5 * self.draw.randrange(6, 18)
            here = [(begins, until)] if until < ends and self.draw.random() < 0.5 else []
            for first, last in ((WORK_BEGINS, starts), *here, (ends, WORK_ENDS)):
                if first < last:
                    self._at_home(name, first, last)
        elif kind < 0.8:
            self._shift(name)

    def _at_home(self, name: str, first: int, last: int) -> None:
        self.lines += ["[[rotas]]", f'of = "{name}"', f'id = "{name}-{first}"', f"starts = {DAY}"]
        self.lines += ['pattern = "H' + " -" * 27 + '"', 'place = "home"']
        self.lines += [f'codes = {{ H = "{wall_text(first)}-{wall_text(last)}" }}']

    def _own_time(self) -> None:
        if "own" in self.kinds:
            minutes, block = self.draw.choice(((210, 30), (420, 30), (420, 60), (420, 60), (525, 60)))
            self.lines += [f'own_time = {{ per_week = "{minutes}m", block = "{block}m" }}']

    def _window(self, least: int, most: int) -> tuple[int, int]:
        """A stretch of the children's waking hours, mostly."""
        opens = {"afternoon": 14 * 60, "evening": 17 * 60, "morning": 5 * 60}[self.shape.name]
        first = opens + 5 * self.draw.randrange(0, 30)
        return first, min(first + 5 * self.draw.randrange(least // 5, most // 5 + 1), 23 * 60 + 55)

    def _some(self, names: list[str]) -> list[str]:
        return sorted(self.draw.sample(names, self.draw.randrange(1, len(names) + 1)))

    def _routine(self, name: str) -> None:
        first, last = self._window(20, 60)
        takes = min(self.draw.choice((10, 15, 20, 30)), last - first)
        doers = [*self.residents, *(["oma"] if self.helped else [])]
        by, children = self._some(doers), self._some(self.children) if self.draw.random() < 0.9 else []
        how, weight = self.draw.choice(("any", "any", "all", "each")), self.draw.choice(("must", "protect", "want"))
        self.lines += ["[[routines]]", f'id = "{name}"', f"by = {{ {how} = {listed(by)} }}", 'days = "daily"']
        self.lines += [f"children = {listed(children)}"] if children else []
        self.lines += [
            f'window = "{wall_text(first)}-{wall_text(last)}"',
            f'takes = "{takes}m"',
            f'weight = "{weight}"',
        ]
        if self.draw.random() < 0.3:
            self.lines += [f'at_least = {{ {self.draw.choice(by)} = "7 per week" }}']

    def _chore(self, name: str) -> None:
        often = self.draw.choice(("1 per day", "1 per day", "2 per day", "7 per week"))
        self.lines += [
            "[[chores]]",
            f'id = "{name}"',
            f'every = "{often}"',
            f"by = {listed(self._some(self.residents))}",
        ]
        self.lines += [f"steps = [{self.draw.choice(STEPS)}]"]
        first, last = self._window(60, 120)
        self.lines += [f'window = "{wall_text(first)}-{wall_text(last)}"']
        self.lines += [f'while_caring = "{self.draw.choice(("watch", "near", "nothing", "nothing"))}"']

    def _couple(self, name: str) -> None:
        self._together(name, self.residents)

    def _family(self, name: str) -> None:
        self._together(name, [*self._some(self.residents), *self._some(self.children)])

    def _together(self, name: str, who: list[str]) -> None:
        minutes, block = self.draw.choice(((420, 60), (420, 30), (210, 30)))
        self.lines += ["[[together]]", f'id = "{name}"', f"who = {listed(who)}"]
        self.lines += [f'per_week = "{minutes}m"', f'block = "{block}m"']

    def _occasion(self, name: str) -> None:
        first, last = self._window(30, 120)
        people = [*self.residents, *self.children, *(["oma"] if self.helped else [])]
        self.lines += ["[[occasions]]", f'id = "{name}"', f"on = {DAY}", f"who = {listed(self._some(people))}"]
        self.lines += [f'from = "{wall_text(first)}"', f'to = "{wall_text(last)}"']
