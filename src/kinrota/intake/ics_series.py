"""How a series is put to the recurrence library, and how its answers are led back to our events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import cast

import icalendar
import recurring_ical_events as library
from icalendar.prop import vDDDLists, vDDDTypes, vRecur

from kinrota.intake.ics_events import Event
from kinrota.intake.ics_rules import rule_text
from kinrota.intake.ics_times import Moment, Zones


class _Adapter(library.EventAdapter):
    """An event as the library sees it, that still knows where it comes from."""

    def __init__(self, event: Event, component: icalendar.Event) -> None:
        super().__init__(component)
        self.event = event


class _Placed(library.Occurrence):
    """An occurrence that still knows whose it is."""

    def __init__(self, adapter: _Adapter, start: Moment | None, end: Moment | dt.timedelta | None) -> None:
        super().__init__(adapter, start, end)
        self.event = adapter.event


class _Series(library.Series):
    def occurrence(
        self, adapter: library.ComponentAdapter, start: Moment | None = None, end: Moment | dt.timedelta | None = None
    ) -> _Placed:
        return _Placed(cast("_Adapter", adapter), start, end)


def placed(
    main: Event, instead: list[Event], zones: Zones, begin: dt.datetime, end: dt.datetime
) -> Iterator[tuple[Event, Moment, Moment]]:
    """Whose version takes place from when to when on the wall clock, for each occurrence in a stretch of time."""
    others = [(event, zones.like(event.recurrence_id or event.start, main.start)) for event in instead]
    moved = {zones.seconds(which) for _, which in others}
    adapters = [_Adapter(main, _component_of_main(main, zones, moved))]
    adapters += [_Adapter(event, _component_of_other(event, which)) for event, which in others]
    for one in cast("Iterator[_Placed]", _Series(adapters).between(begin, end)):
        yield one.event, one.start, cast("Moment", one.end)


def _component(event: Event) -> icalendar.Event:
    component = icalendar.Event()
    component["UID"] = event.uid
    component["SEQUENCE"] = event.sequence
    component["DTSTART"] = vDDDTypes(event.start)
    component["DTEND"] = vDDDTypes(event.start + event.length)
    return component


def _component_of_main(main: Event, zones: Zones, moved: set[int]) -> icalendar.Event:
    """The series itself. An exception for an occurrence that has a version of its own does not take that one away."""
    component = _component(main)
    kept = [day for day in main.exceptions if zones.seconds(day) not in moved]
    extras = [start if end is None else (start, end) for start, end in main.extras]
    if main.rules:
        component["RRULE"] = [vRecur.from_ical(rule_text(rule, main.start, zones)) for rule in main.rules]
    if kept:
        component["EXDATE"] = vDDDLists(kept)
    if extras:
        component["RDATE"] = vDDDLists(extras)
    return component


def _component_of_other(event: Event, which: Moment) -> icalendar.Event:
    component = _component(event)
    component["RECURRENCE-ID"] = vDDDTypes(which)
    if event.and_future:
        component["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
    return component
