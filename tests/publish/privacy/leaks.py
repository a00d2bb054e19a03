"""Ways to leak: each is one thing that a view or a writer might do by mistake, and that the test has to catch."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from kinrota.model.plan import Verified
from kinrota.model.time import Clock, Span
from kinrota.publish.facts import Contact, Entry, Exchange, Facts
from kinrota.publish.ics import Line, Sheet, ics
from kinrota.publish.sheets import sheet_of
from tests.publish.privacy.audiences import SECRET, Files, file_of

Facts1 = Callable[[Any, Verified], Facts]
Sheet1 = Callable[[Sheet, Verified], Sheet]
Files1 = Callable[[Files, Verified], Files]


@dataclass(frozen=True, slots=True)
class Leak:
    """A way that leaks at one of its three steps; the other two are as they are."""

    name: str
    audiences: tuple[str, ...]
    facts: Facts1 = lambda facts, _: facts
    sheet: Sheet1 = lambda sheet, _: sheet
    files: Files1 = lambda files, _: files

    def of(self, audience: str, facts: Facts, verified: Verified) -> Files:
        """What an audience gets of its facts this way."""
        sheet = self.sheet(sheet_of(self.facts(facts, verified)), verified)
        return self.files({file_of(audience): ics(sheet, SECRET)}, verified)


ALL = ("adult", "child", "helper", "initials", "custody", "work", "family", "wall")
OUTSIDE = ("helper", "initials", "custody", "work", "family", "wall")
STRANGERS = ("custody", "work", "family")
CLOCK = iter(range(10**9))


def title(verified: Verified) -> str:
    return verified.week.busy[0].title


def event(verified: Verified) -> str:
    return verified.week.busy[0].event


def because(verified: Verified) -> str:
    return verified.plan.misses[0].because if verified.plan.misses else ""


def place(verified: Verified) -> str:
    return verified.week.household.places[1].id


def every(sheet: Sheet, **changes: Any) -> Sheet:  # noqa: ANN401
    return replace(sheet, lines=tuple(replace(line, **changes) for line in sheet.lines))


def first(sheet: Sheet, **changes: Any) -> Sheet:  # noqa: ANN401
    return replace(
        sheet, lines=tuple(replace(line, **changes) if not n else line for n, line in enumerate(sheet.lines))
    )


def body(files: Files, change: Callable[[bytes], bytes]) -> Files:
    return {name: change(content) for name, content in files.items()}


def property_(files: Files, text: str) -> Files:
    """With a property more, behind the last one."""
    return body(files, lambda content: content.replace(b"END:VCALENDAR", f"{text}\r\nEND:VCALENDAR".encode()))


def ordered(sheet: Sheet, verified: Verified) -> Sheet:
    """In an order that a secret gives."""
    odd = sum(map(ord, verified.plan.household)) % 2
    return replace(sheet, lines=tuple(reversed(sheet.lines)) if odd else sheet.lines)


def exact(facts: Any, verified: Verified) -> Facts:  # noqa: ANN401
    """Busy to the minute."""
    spans = verified.plan.adults["r0"]
    return replace(facts, busy=tuple(one.span for one in spans if one.doing != "free"))  # type: ignore[no-any-return]


def in_pieces(facts: Any, verified: Verified) -> Facts:  # noqa: ANN401
    """Busy as many times as there are things to do."""
    return replace(facts, busy=tuple(part for span in facts.busy for part in _pieces(span, verified)))  # type: ignore[no-any-return]


def _pieces(span: Span, verified: Verified) -> list[Span]:
    inner = sorted({one.span.start for one in verified.plan.adults["r0"] if span.start < one.span.start < span.end})
    return [Span(start, end) for start, end in zip([span.start, *inner], [*inner, span.end], strict=True)]


def shifts(name: str) -> Facts1:
    """Those of another helper, too."""

    def leak(facts: Any, verified: Verified) -> Facts:  # noqa: ANN401
        asks = [ask for ask in verified.plan.to_ask if ask.helper == name]
        more = tuple(Entry("asked", ask.span, "Other", same=("x",)) for ask in asks)
        return replace(facts, shifts=(*facts.shifts, *more))  # type: ignore[no-any-return]

    return leak


def gaps_shown(what: str) -> Facts1:
    def leak(facts: Any, verified: Verified) -> Facts:  # noqa: ANN401
        more = tuple(Entry("gap", gap.span, "Nobody", same=("x",)) for gap in verified.plan.gaps)
        return replace(facts, **{what: (*getattr(facts, what), *more)})  # type: ignore[no-any-return]

    return leak


def exchanges_of_all(facts: Any, verified: Verified) -> Facts:  # noqa: ANN401
    """Where the child is all the time."""
    stays = verified.plan.children["c0"]
    more = tuple(Exchange(stay.span.start, "x", goes=True, place=stay.place or "") for stay in stays)
    return replace(facts, exchanges=(*facts.exchanges, *more))  # type: ignore[no-any-return]


def carer_at_exchange(facts: Any, verified: Verified) -> Facts:  # noqa: ANN401
    def with_whom(at: int) -> str:
        return next((stay.met_by or "" for stay in verified.plan.children["c0"] if stay.span.holds(at - 1)), "")

    return replace(facts, exchanges=tuple(replace(one, place=with_whom(one.at)) for one in facts.exchanges))  # type: ignore[no-any-return]


def slots_to_the_minute(facts: Any, verified: Verified) -> Facts:  # noqa: ANN401
    """Each slot as long as the adult's own stretch."""
    own = [one.span for spans in verified.plan.adults.values() for one in spans]
    return replace(  # type: ignore[no-any-return]
        facts, slots=tuple(next((span for span in own if span.holds(slot.start)), slot) for slot in facts.slots)
    )


def absent(facts: Any, verified: Verified) -> Facts:  # noqa: ANN401
    """When nobody is at home."""
    times = tuple(one.span for one in verified.plan.adults["r0"] if one.doing == "work")
    return replace(facts, slots=(*facts.slots, *times))  # type: ignore[no-any-return]


def third_day(facts: Any, verified: Verified) -> Facts:  # noqa: ANN401
    later = [stay for stay in verified.plan.children["c0"] if stay.span.start >= facts.frame.end]
    more = tuple(Entry("care", stay.span, "x", same=("x",)) for stay in later)
    return replace(facts, entries=(*facts.entries, *more))  # type: ignore[no-any-return]


def doings(facts: Any, verified: Verified) -> Facts:  # noqa: ANN401
    more = tuple(
        Entry("own", one.span, one.doing, same=("x",)) for one in verified.plan.adults["r0"] if one.doing == "work"
    )
    return replace(facts, entries=(*facts.entries, *more))  # type: ignore[no-any-return]


def reasons(facts: Any, verified: Verified) -> Facts:  # noqa: ANN401
    told = " ".join(gap.because for gap in verified.plan.gaps)
    return replace(facts, entries=tuple(replace(one, text=told) for one in facts.entries))  # type: ignore[no-any-return]


def hour_of(verified: Verified) -> int:
    return sum(map(ord, verified.plan.household)) % 60


def zone_of_place(sheet: Sheet, verified: Verified) -> Sheet:
    """The zone of somewhere else, as a secret place would have it."""
    return replace(sheet, zone=("Asia/Tokyo", "Africa/Cairo")[hour_of(verified) % 2], frame=Span(0, 1440))


LEAKS = (
    Leak("the title of an event as a summary", ALL, sheet=lambda s, v: first(s, summary=title(v))),
    Leak("the title of an event in a description", ALL, sheet=lambda s, v: every(s, text=title(v))),
    Leak("the title of an event as a location", ALL, sheet=lambda s, v: every(s, place=title(v))),
    Leak("the title of an event as a category", ALL, sheet=lambda s, v: every(s, category=title(v))),
    Leak("the title of an event in the calendar's name", ALL, sheet=lambda s, v: replace(s, title=title(v))),
    Leak("the title of an event in the calendar's description", ALL, sheet=lambda s, v: replace(s, about=title(v))),
    Leak("the first letter of a title as a colour", ALL, sheet=lambda s, v: every(s, colour=title(v)[:2])),
    Leak(
        "the length of a title as padding",
        ALL,
        files=lambda f, v: property_(f, "X-PAD:" + "x" * (ord(title(v)[1]) - 96)),
    ),
    Leak("an event's own name in a UID", ALL, sheet=lambda s, v: every(s, known_by=("x", event(v)))),
    Leak("an event's own name as a property", ALL, files=lambda f, v: property_(f, f"X-EVENT:{event(v)}")),
    Leak("the day's hash in every UID", ALL, sheet=lambda s, v: every(s, known_by=("x", v.week.household_sha256))),
    Leak("the hash of the household as a property", ALL, files=lambda f, v: property_(f, f"X-HASH:{v.plan.household}")),
    Leak("the clock in a stamp", ALL, files=lambda f, _: property_(f, f"X-NOW:{time.time_ns()}")),
    Leak("a stamp that counts up", ALL, sheet=lambda s, _: replace(s, tick=s.tick + next(CLOCK))),
    Leak("a stamp to the minute of a secret", ALL, sheet=lambda s, v: replace(s, tick=s.tick + hour_of(v))),
    Leak("an order that a secret gives", ALL, sheet=ordered),
    Leak(
        "one event more where a secret says so",
        ALL,
        sheet=lambda s, v: replace(s, lines=s.lines + s.lines[:1] * (hour_of(v) % 2)),
    ),
    Leak("the number of findings", ALL, files=lambda f, v: property_(f, f"X-FINDINGS:{len(v.plan.findings)}")),
    Leak("the levels of the plan", ALL, files=lambda f, v: property_(f, f"X-LEVELS:{v.plan.levels[0].value}")),
    Leak("how long planning took", ALL, files=lambda f, v: property_(f, f"X-SECONDS:{v.plan.effort.seconds}")),
    Leak("the loads", ALL, files=lambda f, v: property_(f, f"X-LOAD:{v.plan.loads['r0'].minutes}")),
    Leak("a note of the input", ALL, files=lambda f, v: property_(f, "".join(note.sentence for note in v.week.notes))),
    Leak("why something is missed", ALL, files=lambda f, v: property_(f, f"X-WHY:{because(v)}")),
    Leak("what a closure is called", ALL, files=lambda f, v: property_(f, f"X-CLOSED:{v.week.closure_titles[0][2]}")),
    Leak(
        "the bytes' own length of a secret, at the end",
        ALL,
        files=lambda f, v: body(f, lambda b: b + b" " * hour_of(v)),
    ),
    Leak("whether the plan is proved", ALL, files=lambda f, v: property_(f, f"X-STATUS:{v.plan.status}")),
    Leak(
        "a phone in the calendar's description",
        ("adult", "child", "custody", "work", "family", "wall"),
        sheet=lambda s, v: replace(s, about=v.week.household.adults[0].phone),
    ),
    Leak(
        "what the household is called as a title", STRANGERS, sheet=lambda s, v: replace(s, title=v.week.household.name)
    ),
    Leak("a name as a title", ("work", "family"), sheet=lambda s, v: replace(s, title=v.week.household.adults[0].name)),
    Leak(
        "a child's name in a description",
        ("work", "family"),
        sheet=lambda s, v: every(s, text=v.week.household.children[0].name),
    ),
    Leak(
        "another child's name in a description",
        ("custody",),
        sheet=lambda s, v: every(s, text=v.week.household.children[-1].name),
    ),
    Leak(
        "an adult's name in a description", STRANGERS, sheet=lambda s, v: every(s, text=v.week.household.adults[0].name)
    ),
    Leak(
        "a name in the file's name",
        ("work", "family", "custody"),
        files=lambda f, v: {f"{v.week.household.adults[0].name}.ics": b for b in f.values()},
    ),
    Leak("a title in the file's name", OUTSIDE, files=lambda f, v: {f"{title(v)}.ics": b for b in f.values()}),
    Leak(
        "a second file where a secret says so",
        OUTSIDE,
        files=lambda f, v: {**f, **({"more.ics": b""} if hour_of(v) % 2 else {})},
    ),
    Leak("a place as a location", ("work", "family"), sheet=lambda s, v: every(s, place=place(v))),
    Leak("the zone of a secret place", STRANGERS, sheet=zone_of_place),
    Leak(
        "the code of a rota as a category",
        ALL,
        sheet=lambda s, v: every(s, category=v.week.household.rotas[0].pattern[0]),
    ),
    Leak(
        "the first thing that an adult does",
        ("work", "custody"),
        files=lambda f, v: property_(f, f"X-DOES:{v.plan.adults['r0'][0].doing}"),
    ),
    Leak(
        "whether work may not happen",
        ("work", "family", "child"),
        files=lambda f, v: property_(f, f"X-HOLD:{sum(one.tentative for one in v.plan.adults['r0'])}"),
    ),
    Leak("busy to the minute", ("work",), facts=exact),
    Leak("busy in as many pieces as there are things", ("work",), facts=in_pieces),
    Leak(
        "tentative where work may not happen",
        ("work",),
        sheet=lambda s, v: every(s, settled=not v.plan.adults["r0"][0].tentative),
    ),
    Leak(
        "children in an adult's work",
        ("work",),
        files=lambda f, v: property_(f, f"X-WITH:{len(v.plan.children['c0'])}"),
    ),
    Leak("another helper's times", ("helper", "initials"), facts=shifts("h1")),
    Leak("the gaps, for a helper", ("helper", "initials"), facts=gaps_shown("shifts")),
    Leak("the gaps, for a wall", ("wall",), facts=gaps_shown("entries")),
    Leak("a third day", ("wall",), facts=third_day),
    Leak(
        "a whole name where initials are asked for",
        ("initials", "wall"),
        sheet=lambda s, v: replace(s, about=v.week.household.children[0].name),
    ),
    Leak(
        "a title of the household's where initials are asked for",
        ("initials", "wall"),
        sheet=lambda s, v: every(s, text=v.week.household.routines[0].title),
    ),
    Leak(
        "another helper's name",
        ("initials", "helper", "wall"),
        facts=lambda f, v: (
            replace(f, contacts=(Contact(v.week.household.adults[-1].name, ""),))
            if hasattr(f, "contacts")
            else replace(f, zone="UTC" if hour_of(v) % 2 else f.zone)
        ),
    ),
    Leak(
        "what residents do, for a helper",
        ("helper", "initials"),
        sheet=lambda s, v: every(s, text=v.plan.adults["r0"][0].doing + str(v.plan.adults["r0"][0].span.end)),
    ),
    Leak(
        "children who are not with it",
        ("helper", "initials"),
        files=lambda f, v: property_(f, str([stay.span.start for stay in v.plan.children["c1"]])),
    ),
    Leak("what adults do, for a child", ("child",), facts=doings),
    Leak("why nobody is there, for a child", ("child",), facts=reasons),
    Leak("what an adult asks at its work", ("child",), files=lambda f, v: property_(f, f"X-ASKS:{len(v.plan.to_ask)}")),
    Leak("where the child is all the time", ("custody",), facts=exchanges_of_all),
    Leak("with whom the child is before it goes", ("custody",), facts=carer_at_exchange),
    Leak(
        "how many gaps there are",
        ("custody", "work", "family", "wall", "helper", "initials"),
        files=lambda f, v: property_(f, f"X-GAPS:{len(v.plan.gaps)}"),
    ),
    Leak("how many helpers are asked", STRANGERS, files=lambda f, v: property_(f, f"X-ASKED:{len(v.plan.to_ask)}")),
    Leak("slots as long as an adult's own stretch", ("family",), facts=slots_to_the_minute),
    Leak("when nobody is at home", ("family",), facts=absent),
    Leak(
        "an event of another adult's",
        ("adult",),
        sheet=lambda s, v: replace(
            s, lines=(*s.lines, Line(("x",), v.week.busy[0].span, v.week.busy[-1].title, "x", "x"))
        ),
    ),
    Leak(
        "a clock of the household in UTC",
        ("work",),
        sheet=lambda s, v: first(s, text=Clock(v.week.household.zone).zone + v.week.household.name),
    ),
)
