"""Which of the versions of an event in a file stand: a later revision before an older one, and nothing in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kinrota.intake.ics_events import Event
from kinrota.intake.ics_times import Zones

Left = tuple[Event, str]
"""What is left out or doubtful, and why."""
_OLDER_SERIES = "There is a later revision of it in the file: this one is left out."
_OLDER = "There is another version of this occurrence further down or of a later revision: this one is left out."
_TWO = "Another series in the file has its UID, too: both are shown."


def newest_series(mains: list[Event]) -> tuple[list[Event], list[Left]]:
    """Events of one UID without those that the file itself holds a later revision of; and what there is to say."""
    newest = max((event.sequence for event in mains), default=0)
    kept = [event for event in mains if event.sequence == newest]
    left = [(event, _OLDER_SERIES) for event in mains if event.sequence < newest]
    return kept, [*left, *((event, _TWO) for event in _others(kept))]


def _others(mains: Iterable[Event]) -> Iterator[Event]:
    """All series but the first, of those that are not the same."""
    seen: set[object] = set()
    for main in mains:
        if not main.alone:
            said = main._replace(line=0, stamp="", rules=(), counter_rules=())
            rules = tuple(line.value for line in (*main.rules, *main.counter_rules))
            if seen and (said, rules) not in seen:
                yield main
            seen.add((said, rules))


def newest_each(instead: list[Event], zones: Zones) -> tuple[list[Event], list[Event], list[Left]]:
    """Of the versions of each occurrence the one that is shown; changes that only later ones have; and what is left.

    The latest revision stands (RFC 5546, 2.1.5), or else what is further down in the file. A change from an occurrence
    on, of which that one has a later version of its own, is that of the later ones.
    """
    shown: dict[int, Event] = {}
    later: dict[int, Event] = {}
    left: list[Left] = []
    for event in sorted(instead, key=lambda one: (one.sequence, one.stamp)):
        which = zones.seconds(event.recurrence_id or event.start)
        if which in shown and not _alike(shown[which], event) and not (shown[which].and_future > event.and_future):
            left.append((shown[which], _OLDER))
        shown[which] = event
        if event.and_future:
            later[which] = event
    return list(shown.values()), [event for which, event in later.items() if shown[which] is not event], left


def _alike(one: Event, other: Event) -> bool:
    """Whether nobody's time depends on which of the two it is."""
    return _what_counts(one) == _what_counts(other)


def _what_counts(event: Event) -> tuple[object, ...]:
    return event.begin, event.finish, event.status, event.transparent, event.declined
