"""The state machine: people, plans, faults and deaths in any order, and at the end everything is in order."""

from collections import Counter
from collections.abc import Callable
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kinrota.publish.caldav.edits import Whose
from tests.dav.sync.people import KINDS, Act
from tests.dav.sync.plans import Days, Draft
from tests.dav.sync.restored import picked
from tests.dav.sync.weather import FAULTS, WRITES, Meanwhile, Trouble, Weather
from tests.dav.sync.world import Site, World

SMALL = st.integers(0, 20)
ACTS = st.builds(Act, st.sampled_from(KINDS), SMALL, SMALL)
DRAFTS = st.builds(
    Draft,
    st.integers(0, 4),
    st.integers(0, 3),
    st.integers(0, 31),
    st.integers(0, 12),
    st.integers(0, 2),
    st.integers(0, 8),
)
PLANS = st.one_of(st.lists(DRAFTS, max_size=5), st.lists(DRAFTS, min_size=8, max_size=14))
DAYS = st.sampled_from([Days(), Days(), Days(1, 4), Days(2, 2), Days(0, 1)])
TROUBLES = st.builds(Trouble, st.sampled_from(sorted(FAULTS)), st.integers(0, 4), st.integers(1, 3))
METHODS = st.sampled_from([("PUT",), ("DELETE",), ("PUT", "DELETE"), ("REPORT",), ("GET",)])
MEANWHILE = st.builds(Meanwhile, ACTS, METHODS, st.integers(0, 3), st.booleans())
UNSURE = [name for name in sorted(FAULTS) if FAULTS[name][1] == WRITES]
HOW = st.sampled_from(["before", "after", "torn"])
WHAT = ("all", "all", "calendar", "day", "event", "event and day")
FAILING = st.lists(TROUBLES, min_size=1, max_size=3).map(tuple)
CROWDED = st.lists(MEANWHILE, min_size=1, max_size=3).map(tuple)
WEATHER = st.one_of(
    st.just(Weather()),
    st.builds(Weather, FAILING),
    st.builds(Weather, st.just(()), CROWDED),
    st.builds(Weather, st.just(()), st.just(()), st.integers(1, 25), HOW),
    st.builds(Weather, FAILING, CROWDED, st.integers(0, 25), HOW),
)


class Publishing(RuleBasedStateMachine):
    """A calendar on `site`, and what may happen to it; `counts` tells afterwards what did."""

    site: ClassVar[Callable[[], Site]]
    counts: ClassVar[Counter[str]]
    world: World

    @initialize(helper=st.booleans(), drafts=PLANS)
    def begin(self, helper: bool, drafts: list[Draft]) -> None:  # noqa: FBT001 -- drawn
        whose = Whose("c", "oma", "helper") if helper else Whose("c", "ana", "adult")
        self.world = World(type(self).site(), whose, self.counts)
        self.world.people.done = self.counts
        self.world.plan(drafts, Days())
        self.world.run()

    @rule(act=ACTS)
    def edit(self, act: Act) -> None:
        self.counts["steps"] += 1
        self.world.act(act)

    @rule(acts=st.lists(ACTS, min_size=3, max_size=8))
    def edit_much(self, acts: list[Act]) -> None:
        self.counts["steps"] += 1
        for act in acts:
            self.world.act(act)

    @rule(drafts=PLANS, days=DAYS, weather=WEATHER, approved=st.booleans())
    def publish_new(self, drafts: list[Draft], days: Days, weather: Weather, approved: bool) -> None:  # noqa: FBT001 -- drawn
        self.counts["steps"] += 1
        self.world.plan(drafts, days)
        self.world.run(weather, approved=approved)

    @rule(change=DRAFTS, at=SMALL, weather=WEATHER, drop=st.booleans())
    def publish_changed(self, change: Draft, at: int, weather: Weather, drop: bool) -> None:  # noqa: FBT001 -- drawn
        self.counts["steps"] += 1
        drafts = list(self.world.drafts)
        if drafts:
            drafts[at % len(drafts) : at % len(drafts) + 1] = [] if drop else [change]
        self.world.plan(drafts, self.world.days)
        self.world.run(weather)

    @rule(change=DRAFTS, at=SMALL, fault=st.sampled_from(UNSURE), kind=st.sampled_from(KINDS), drop=st.booleans())
    def break_off(self, change: Draft, at: int, fault: str, kind: str, drop: bool) -> None:  # noqa: FBT001 -- drawn
        """The very event is changed of which kinrota does not know whether it was written."""
        self.publish_changed(change, at, Weather((Trouble(fault),)), drop)
        asked = self.world.writes[-1:]
        for target, path in enumerate(sorted(self.world.model.paths)):
            if asked and asked[0].endswith(f" {path}"):
                self.counts["unsure"] += 1
                self.world.act(Act(kind, target, at))

    @rule(weather=WEATHER, again=st.booleans())
    def publish_again(self, weather: Weather, again: bool) -> None:  # noqa: FBT001 -- drawn
        self.counts["steps"] += 1
        self.world.run(weather, again=again)

    @rule(weather=WEATHER)
    def look(self, weather: Weather) -> None:
        self.counts["steps"] += 1
        self.world.run(weather, plan=False)

    @rule(
        deleted=st.lists(SMALL, max_size=3),
        heard=st.booleans(),
        weather=WEATHER,
        plan=st.booleans(),
        what=st.tuples(st.sampled_from(WHAT), SMALL),
    )
    def restore(self, deleted: list[int], heard: bool, weather: Weather, plan: bool, what: tuple[str, int]) -> None:  # noqa: FBT001 -- drawn
        self.counts["steps"] += 1
        for target in deleted:
            self.world.act(Act("delete", target, 0))
        if heard:
            self.world.run(plan=False, approved=True)
        self.counts["restored"] += 1
        self.world.run(weather, plan=plan, approved=heard, restore=picked(self.world, *what))

    @rule(really=st.integers(0, 5))
    def lose_ledger(self, really: int) -> None:
        self.counts["steps"] += 1
        self.counts["ledger lost"] += really == 0 and self.world.lose_ledger()

    @rule()
    def settle(self) -> None:
        self.counts["steps"] += 1
        self.world.settle()

    def teardown(self) -> None:
        self.counts["examples"] += 1
        if hasattr(self, "world"):
            try:
                self.world.settle()
            finally:
                self.world.close()


def machine(site: Callable[[], Site], counts: Counter[str]) -> type[Publishing]:
    """The machine on a site; `counts` tells afterwards what happened."""
    return type("Publishing", (Publishing,), {"site": staticmethod(site), "counts": counts})
