"""Ways to leak when a calendar is published on a server: what a view or a writer might do there by mistake."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace as asked_otherwise
from typing import Any

from msgspec.structs import replace

from kinrota.model.plan import Verified
from kinrota.model.published import Meaning, Published
from kinrota.net.client import Question
from kinrota.publish.caldav.changes import CANCELLED, Change
from kinrota.publish.caldav.resource import Manner
from kinrota.publish.caldav.wanted import Wanted
from kinrota.publish.caldav.writing import Step
from kinrota.publish.facts import Facts
from tests.publish.privacy.leaks import ALL, OUTSIDE, STRANGERS, because, event, hour_of, place, title
from tests.publish.privacy.remote import SECRET, Requests, Way, published

Wants = dict[str, Wanted]
Steps = list[Step]


@dataclass(frozen=True, slots=True)
class Leak:
    """A way of publishing that leaks at one of its steps."""

    name: str
    audiences: tuple[str, ...]
    way: Way

    def of(self, audience: str, facts: Facts, verified: Verified) -> Requests:
        """What a server is asked this way."""
        return published(audience, facts, verified, self.way)


def says(**changes: Callable[[Verified], Any]) -> Way:
    """Each event says something that a secret gives."""

    def wanted(wanted: Wants, verified: Verified) -> Wants:
        said = {field: value(verified) for field, value in changes.items()}
        return {uid: replace(one, meaning=one.meaning._replace(**said)) for uid, one in wanted.items()}

    return Way(wanted=wanted)


def written(**changes: Callable[[Verified], Any]) -> Way:
    """Each event is written as a secret gives it."""

    def wanted(wanted: Wants, verified: Verified) -> Wants:
        told = {field: value(verified) for field, value in changes.items()}
        return {uid: replace(one, manner=replace(one.manner, **told)) for uid, one in wanted.items()}

    def manner(manner: Manner, verified: Verified) -> Manner:
        told = {field: value(verified) for field, value in changes.items()}
        return replace(manner, **{field: value for field, value in told.items() if field in ("mark", "tick")})

    return Way(wanted=wanted, manner=manner)


def called(**changes: Callable[[Verified], str]) -> Way:
    """The calendar itself is called by a secret."""

    def calendar(one: Published, verified: Verified) -> Published:
        return replace(one, **{field: value(verified) for field, value in changes.items()})

    return Way(calendar=calendar)


def named(name: Callable[[str, Verified], str]) -> Way:
    """Events have other names."""

    def wanted(wanted: Wants, verified: Verified) -> Wants:
        names = {uid: f"{hmac.digest(SECRET, name(uid, verified).encode(), 'sha256').hex()[:32]}@k" for uid in wanted}
        return {names[uid]: replace(one, manner=replace(one.manner, uid=names[uid])) for uid, one in wanted.items()}

    return Way(wanted=wanted)


def blocks(wanted: Wants, verified: Verified) -> Wants:
    """Blocks without a word for what the audience has no event of."""
    more = dict[str, Wanted]()
    some = next(iter(wanted.values()))
    for number, one in enumerate(span for span in verified.plan.adults["r0"] if span.doing in ("work", "own")):
        meaning = Meaning(one.span.start, one.span.end, "", "", "", "CONFIRMED", busy=True)
        more[f"{number:032x}@k"] = Wanted(("x",), meaning, replace(some.manner, uid=f"{number:032x}@k"))
    return wanted | more


def plan_hours(wanted: Wants, verified: Verified) -> Wants:
    """The first event has the hours of the plan, not those of the feed."""
    hours = verified.plan.adults["r0"][0].span
    return {
        uid: one if number else replace(one, meaning=one.meaning._replace(start=hours.start, end=hours.end))
        for number, (uid, one) in enumerate(wanted.items())
    }


def each(do: Callable[[Step, Verified], Step]) -> Way:
    return Way(todo=lambda todo, verified: [do(step, verified) for step in todo])


def with_result(step: Step, **changes: Any) -> Step:  # noqa: ANN401
    result = step.change.result
    return replace(step, change=replace(step.change, result=result and result._replace(**changes)))


def called_off(step: Step, verified: Verified) -> Step:
    """What is called off tells why, or with whom it was."""
    result = step.change.result
    return with_result(step, text=title(verified)) if result and result.status == CANCELLED else step


def base_of_the_plan(step: Step, verified: Verified) -> Step:
    """What is noted as written is what the plan says, of which a hash is in the event."""
    base = step.change.base
    return replace(step, change=replace(step.change, base=base and base._replace(text=title(verified))))


def touched(step: Step, verified: Verified) -> Step:
    """What is as it was is written again where a secret says so."""
    same = step.change.kind == "nothing" and step.entry is not None and step.entry.seen is not None
    return replace(step, change=Change("update", step.entry.seen, step.entry.base)) if same and odd(verified) else step  # type: ignore[union-attr]


def anew(step: Step, verified: Verified) -> Step:
    """A deletion is a change where a secret says so."""
    if step.change.kind != "delete" or step.entry is None or not odd(verified):
        return step
    return replace(step, change=Change("update", step.entry.base._replace(status=CANCELLED), step.entry.base))


def written_twice(step: Step, verified: Verified) -> Step:
    """The sequence goes on as often as something hidden changed."""
    if step.entry is None:
        return step
    return replace(step, entry=replace(step.entry, writes=step.entry.writes + len(verified.plan.findings)))


def ordered(todo: Steps, verified: Verified) -> Steps:
    """In an order that a secret gives."""
    return sorted(todo, key=lambda step: hmac.digest(title(verified).encode(), step.uid.encode(), "sha256"))


def odd(verified: Verified) -> bool:
    return bool(hour_of(verified) % 2)


def header(name: str, value: Callable[[Verified], str]) -> Way:
    def asked(question: Question, verified: Verified) -> Question:
        return asked_otherwise(question, headers=(*question.headers, (name, value(verified))))

    return Way(asked=asked)


def property_(text: Callable[[Verified], str]) -> Way:
    """With a property more in what is sent."""

    def asked(question: Question, verified: Verified) -> Question:
        line = f"{text(verified)}\r\nEND:VEVENT".encode()
        return asked_otherwise(question, body=question.body.replace(b"END:VEVENT", line))

    return Way(asked=asked)


def described(question: Question, verified: Verified) -> Question:
    """The calendar has a description that names whose it is."""
    told = f"<d:description>{verified.week.household.adults[0].name}</d:description></d:prop>".encode()
    return asked_otherwise(question, body=question.body.replace(b"</d:prop></d:set>", told + b"</d:set>"))


def first_child(verified: Verified) -> str:
    return verified.week.household.children[0].name


def last_child(verified: Verified) -> str:
    return verified.week.household.children[-1].name


PUBLISHED_LEAKS = (
    Leak("a calendar called by a child", ("work", "family", "initials", "wall"), called(name=first_child)),
    Leak("a calendar called by another child", ("custody",), called(name=last_child)),
    Leak("a calendar called by the household", STRANGERS, called(name=lambda v: v.week.household.name)),
    Leak("a calendar's address from a child's name", ("work", "family", "wall"), called(id=first_child)),
    Leak("a calendar's address from the household's hash", ALL, called(id=lambda v: v.week.household_sha256)),
    Leak("a calendar's description that names an adult", STRANGERS, Way(asked=described)),
    Leak("an event's address from the title of another", ALL, named(lambda uid, v: f"{title(v)} {uid}")),
    Leak("an event's address from the plan's event", ALL, named(lambda uid, v: f"{event(v)} {uid}")),
    Leak("an event's name from the plan that it is of", ALL, named(lambda uid, v: f"{v.plan.household} {uid}")),
    Leak("a title of the plan's and not of the feed's", ALL, says(summary=title)),
    Leak("a reason in a published text", OUTSIDE, says(text=because)),
    Leak(
        "a gap's reason in a published text",
        ("child", *OUTSIDE),
        says(text=lambda v: v.plan.gaps[0].because if v.plan.gaps else ""),
    ),
    Leak("a secret place in a published event", ("work", "family"), says(place=place)),
    Leak("tentative where a secret says so", ALL, says(status=lambda v: "TENTATIVE" if odd(v) else "CONFIRMED")),
    Leak("opaque where a secret says so", ALL, says(busy=odd)),
    Leak("hours of the plan and not of the feed", ("custody", "helper", "initials"), Way(wanted=plan_hours)),
    Leak("opaque blocks for what it has no event of", ("custody", "helper", "initials", "wall"), Way(wanted=blocks)),
    Leak(
        "the kind of what an adult does as a category",
        STRANGERS,
        written(category=lambda v: v.plan.adults["r0"][0].doing),
    ),
    Leak("a colour that a secret gives", ALL, written(colour=lambda v: title(v)[:3])),
    Leak("a mark made of the household's hash", ALL, written(mark=lambda v: v.week.household_sha256)),
    Leak("a stamp to the minute of a secret, on a server", ALL, written(tick=hour_of)),
    Leak(
        "the zone of a secret place, on a server",
        STRANGERS,
        written(zone=lambda v: ("Asia/Tokyo", "Africa/Cairo")[odd(v)]),
    ),
    Leak("what is called off tells of what it was", ALL, each(called_off)),
    Leak("a hash of what the plan says", ALL, each(base_of_the_plan)),
    Leak("what is as it was is written again", ALL, each(touched)),
    Leak("deleted or called off as a secret has it", ALL, each(anew)),
    Leak("a sequence that counts hidden changes", ALL, each(written_twice)),
    Leak("requests in an order that a secret gives", ALL, Way(todo=ordered)),
    Leak("nothing is written where a secret says so", ALL, Way(todo=lambda todo, v: [] if odd(v) else todo)),
    Leak("a header that names a file", ALL, header("Slug", title)),
    Leak("a name as who asks", STRANGERS, header("User-Agent", lambda v: v.week.household.adults[0].name)),
    Leak(
        "the account's user as organizer",
        ALL,
        property_(lambda v: f"ORGANIZER:mailto:{v.week.household.adults[0].addresses[0]}"),
    ),
    Leak("a person invited", ALL, property_(lambda v: f"ATTENDEE;CN={title(v)}:mailto:x@example.org")),
    Leak("a link to the plan", ALL, property_(lambda v: f"URL:https://example.org/{v.plan.household}")),
)
