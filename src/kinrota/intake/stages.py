"""How a household changes cells of the stage table."""

from __future__ import annotations

from typing import Literal, cast

from msgspec.structs import replace

from kinrota.intake import words
from kinrota.intake.tables import Table, one_of
from kinrota.model.people import STAGES, Alone, Need, Stage
from kinrota.model.places import MODES, Mode
from kinrota.model.time import WallSpan

NEEDS = tuple(need.value for need in Need)


def stages_of(root: Table) -> tuple[Stage, ...]:
    """The stage table with this household's cells in it."""
    changed = dict(root.named("stages"))
    names = tuple(stage.name for stage in STAGES)
    for name, table in changed.items():
        if name not in names:
            remedy = words.maybe(name, names)
            table.wrong("", f"is no row of the stage table: those are {', '.join(names)}.", remedy)
    return tuple(_changed(stage, changed[stage.name]) if stage.name in changed else stage for stage in STAGES)


def _changed(stage: Stage, table: Table) -> Stage:
    sleep: WallSpan | Literal["none"] | None = table.may("sleep", words.nap, None)
    nap: WallSpan | Literal["none"] | None = table.may("nap", words.nap, stage.nap)
    modes = table.each("moves_by", one_of(*MODES)) if "moves_by" in table else stage.moves_by
    new = replace(
        stage,
        awake=Need(table.may("awake", one_of(*NEEDS), stage.awake.value)),
        asleep=Need(table.may("asleep", one_of(*NEEDS), stage.asleep.value)),
        sleeps=((stage.from_age, sleep),) if isinstance(sleep, WallSpan) else () if sleep else stage.sleeps,
        nap=nap if isinstance(nap, WallSpan) else None,
        alone=_alone(table.inner("alone"), stage.alone),
        moves_by=cast("tuple[Mode, ...]", modes),
        moves_up_to=table.may("moves_up_to", words.pause, stage.moves_up_to),
    )
    if "alone" in table and Need.REACH not in (new.awake, new.asleep):
        table.wrong(
            "alone", "has no meaning where a child never needs just somebody in reach.", 'Maybe awake = "reach".'
        )
    if new.alone is None and Need.REACH in (new.awake, new.asleep):
        key = "awake" if "awake" in table else "asleep"
        remedy = 'Maybe alone = { hours = "07:00-20:00", within = "30m", stretch = "2h" }.'
        table.wrong(key, "needs to know when a child may be alone, how far away somebody is, for how long.", remedy)
    return new


def _alone(table: Table | None, usual: Alone | None) -> Alone | None:
    if table is None:
        return usual
    if usual:
        return Alone(
            table.may("hours", words.wall, usual.hours),
            table.may("within", words.minutes, usual.within),
            table.may("stretch", words.minutes, usual.stretch),
        )
    return Alone(
        table.must("hours", words.wall, WallSpan(0, 1)),
        table.must("within", words.minutes, 1),
        table.must("stretch", words.minutes, 1),
    )
