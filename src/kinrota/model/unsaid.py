"""Whose work nobody tells of, so that all of its time is counted on: what is said of that everywhere."""

from __future__ import annotations

from kinrota.model.household import Household
from kinrota.model.week import Note

NO_WORK = "no-work-known"
WORK = ("work", "hold", "busy")
"""What a calendar means that says when somebody has no time."""


def no_work_known(household: Household) -> tuple[Note, ...]:
    """The residents of whose work neither a calendar nor a rota says anything."""
    told = {calendar.of for calendar in household.calendars if calendar.means in WORK}
    told |= {rota.of for rota in household.rotas}
    return tuple(
        Note(
            NO_WORK,
            f"No calendar and no rota says when {adult.name} works: this counts on {adult.name} being free.",
            adult.id,
        )
        for adult in household.residents
        if adult.id not in told
    )
