"""What a change of a household does to its best plan, whatever the household is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kinrota.model.plan import LEVELS, Plan
from tests.solve.mixed import Drawn, Mixed, changed, renamed

NAMES = {"ana": "zoe", "ben": "abe", "cem": "max", "oma": "bea", "opa": "vic", "leo": "wim", "mia": "ada", "ida": "uwe"}


@dataclass(frozen=True)
class Relation:
    """A change, and whether its best plan has the same values, or none worse at the first level that differs."""

    change: Callable[[Mixed], Mixed]
    same: bool = False
    until: str = LEVELS[-1]
    """The last level of which that holds."""

    def broken(self, before: Plan, after: Plan) -> str:
        """How two plans contradict it, as far as their levels are proved; empty if they do not.

        Before any level comes that as few as can be have no car for work.
        """
        if len({sum(finding.kind == "no-car" for finding in plan.findings) for plan in (before, after)}) > 1:
            return ""
        for name in LEVELS[: LEVELS.index(self.until) + 1]:
            one, other = before.level(name), after.level(name)
            if one.value != one.bound or other.value != other.bound:
                return ""
            if one.value != other.value:
                wrong = self.same or other.value > one.value
                return f"{name} is {one.value}, and {other.value} after the change" if wrong else ""
        return ""


THE_SAME = Relation(lambda drawn: drawn, same=True)
"""No change at all, but perhaps more time to plan in: what is proved stays."""


def _more_help(drawn: Mixed) -> Mixed:
    nan = {"helper": True, "modes": ["walk"], "available": ["tue-thu 08:00-12:00", "tue-thu 16:30-19:00"]}
    people = [*drawn.asked["people"], "nan"]
    return changed(drawn, people=people, adults=drawn.asked["adults"] | {"nan": nan})


def _more_to_give_up(drawn: Mixed) -> Mixed:
    known: Mapping[str, Drawn] = drawn.asked.get("releases", {})
    more = {"early_leave": {"up_to": "30m"}, "late_start": {"up_to": "30m"}, "care_days": "3 per year"}
    residents = [name for name, adult in drawn.asked["adults"].items() if not adult.get("helper")]
    return changed(drawn, releases={name: more | known.get(name, {}) for name in residents})


def _no_pin(drawn: Mixed) -> Mixed:
    return changed(drawn, history=[line for line in drawn.asked.get("history", ()) if not line.startswith("pin")])


def _nothing_declined(drawn: Mixed) -> Mixed:
    return changed(drawn, history=[line for line in drawn.asked.get("history", ()) if not line.startswith("declined")])


def _no_routine(drawn: Mixed) -> Mixed:
    return changed(drawn, routines=drawn.asked.get("routines", [])[1:])


def _no_occasion(drawn: Mixed) -> Mixed:
    return changed(drawn, occasions=drawn.asked.get("occasions", [])[1:])


def _no_limits(drawn: Mixed) -> Mixed:
    return changed(drawn, limits={})


def _movable(drawn: Mixed) -> Mixed:
    return changed(drawn, occasions=[one | {"may_move": True} for one in drawn.asked.get("occasions", ())])


def _visits(drawn: Mixed) -> Mixed:
    kept = drawn.asked.get("calendars", {}).items()
    terms = {name: one | ({"visits": True} if one["means"] in ("work", "hold") else {}) for name, one in kept}
    return changed(drawn, calendars=terms)


RELATIONS = {
    "more help": Relation(_more_help),
    "more to give up": Relation(_more_to_give_up),
    "no pin": Relation(_no_pin, until="gap"),
    "nothing declined": Relation(_nothing_declined, until="gap"),
    "no routine": Relation(_no_routine, until="lost"),
    "no occasion": Relation(_no_occasion),
    "no limits": Relation(_no_limits, same=True),
    "occasions may move": Relation(_movable),
    "work may be visited": Relation(_visits),
    "other names": Relation(lambda drawn: renamed(drawn, NAMES), same=True),
}
