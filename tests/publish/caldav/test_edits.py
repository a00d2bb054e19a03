"""What people's changes of events mean: each row of the table in docs/how-to/publish-a-plan.md, undone as well."""

import pytest

from kinrota.intake.history import read_history
from kinrota.model.history import UNWRITTEN, DeclineLine, History, PinLine, Word
from kinrota.model.history_lines import line_of
from kinrota.model.published import Meaning
from kinrota.model.time import Span
from kinrota.publish.caldav.changes import CANCELLED, UNKNOWN
from kinrota.publish.caldav.edits import Edit, Role, Whose, obeyed, words
from kinrota.publish.caldav.meaning import strange
from tests.publish.caldav.made import BERLIN, KNOWN_BY, MIDNIGHT, SUNDAY, edit, entry, hours, says

STRANGE = strange(b"it repeats")
DAY = hours(0, 24)


def called(person: str = "ana", role: Role = "adult") -> Whose:
    return Whose(person, person, role)


def told(one: Edit, whose: Whose | None = None, at: int = SUNDAY) -> list[str]:
    """What an edit says, in short."""
    return [short(word) for word in words(one, whose or called(), at)]


def short(word: Word) -> str:
    when = f"{(word.span.start - MIDNIGHT) / 60:g}-{(word.span.end - MIDNIGHT) / 60:g}"
    kind = type(word).__name__
    if kind == "PinLine":
        return f"{word.child} {when} {word.met_by or 'open'}"  # type: ignore[union-attr]
    if kind == "DeclineLine":
        way = f" {'-'.join(word.way)}" if word.way else ""  # type: ignore[union-attr]
        return f"{word.child} {when} {'' if word.open else 'not '}{word.adult}{way}"  # type: ignore[union-attr]
    if kind == "Answer":
        return f"{when} { {True: 'yes', False: 'no', None: 'open'}[word.yes] }"  # type: ignore[union-attr]
    to = word.wish_span  # type: ignore[union-attr]
    wished = f" to {(to.start - MIDNIGHT) / 60:g}-{(to.end - MIDNIGHT) / 60:g}" if to else ""
    return f"{word.what} {when} {word.wish}{wished}"  # type: ignore[union-attr]


def after(
    *states: Meaning | None, base: Meaning, kind: str, whose: Whose | None = None, before: tuple[Word, ...] = ()
) -> History:
    """A history of what was said before, and of what it says that an event was made this, and then that."""
    known, said = entry(base, base, kind), list(before)
    for state in states:
        said += words(Edit(known, state), whose or called(), SUNDAY)
        known = Edit(known, state).taken_up
    return read_history("\n".join(line_of(word, BERLIN) for word in said).encode())


PLAN = says(8, 12)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (PLAN, says(9, 13), ["leo 9-13 ana", "leo 8-9 not ana"]),
        (PLAN, says(7, 13), ["leo 7-13 ana"]),
        (PLAN, says(9, 11), ["leo 9-11 ana", "leo 8-9 not ana", "leo 11-12 not ana"]),
        (PLAN, says(14, 16), ["leo 14-16 ana", "leo 8-12 not ana"]),
        (PLAN, None, ["leo 8-12 not ana"]),
        (PLAN, says(8, 12, status=CANCELLED), ["leo 8-12 not ana"]),
        (PLAN, says(9, 13, status=CANCELLED), ["leo 8-12 not ana"]),
        (PLAN, says(8, 12, "Leo!", text="Take his boots", place="garden", busy=True), []),
        (PLAN, STRANGE, ["care 8-12 changed"]),
        (PLAN, says(12, 12), ["care 8-12 changed"]),
        (says(14, 16), says(17, 18), ["leo 14-16 open", "leo 17-18 ana", "leo 8-12 not ana"]),
        (says(9, 13), says(10, 14), ["leo 10-14 ana", "leo 8-10 not ana"]),
        (says(9, 13), PLAN, ["leo 8-13 open"]),
        (says(14, 16), PLAN, ["leo 8-12 open", "leo 14-16 open"]),
        (says(14, 16), None, ["leo 14-16 open", "leo 8-12 not ana"]),
        (None, PLAN, ["leo 8-12 open"]),
        (None, says(9, 13), ["leo 9-13 ana", "leo 8-9 not ana"]),
        (says(8, 12, status=CANCELLED), PLAN, ["leo 8-12 open"]),
        (STRANGE, PLAN, ["care 8-12 moved to 8-12", "leo 8-12 open"]),
        (STRANGE, says(9, 13), ["care 8-12 moved to 8-12", "leo 9-13 ana", "leo 8-9 not ana"]),
        (STRANGE, None, ["care 8-12 moved to 8-12", "leo 8-12 not ana"]),
    ],
)
def test_an_adult_and_a_child(before: Meaning | None, now: Meaning | None, expected: list[str]) -> None:
    assert told(edit(PLAN, before, now)) == expected


def test_a_night_on_call_is_for_each_child() -> None:
    assert told(edit(PLAN, PLAN, None, "night")) == ["leo 8-12 not ana", "mia 8-12 not ana"]
    assert told(edit(PLAN, PLAN, says(9, 12), "night")) == [
        "leo 9-12 ana", "leo 8-9 not ana", "mia 9-12 ana", "mia 8-9 not ana",
    ]  # fmt: skip


WAY = says(8, 9, "Bring Leo to school")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (WAY, None, ["leo 6-11 not ana home-school"]),
        (WAY, says(9, 10), ["escort 8-9 moved to 9-10"]),
        (says(9, 10), WAY, ["escort 8-9 moved to 8-9"]),
        (says(9, 10), None, ["leo 6-11 not ana home-school", "escort 8-9 moved to 8-9"]),
        (None, WAY, ["leo 6-11 ana home-school"]),
        (None, says(9, 10), ["leo 6-11 ana home-school", "escort 8-9 moved to 9-10"]),
        (WAY, STRANGE, ["escort 8-9 changed"]),
        (STRANGE, WAY, ["escort 8-9 moved to 8-9", "leo 6-11 ana home-school"]),
        (STRANGE, None, ["escort 8-9 moved to 8-9", "leo 6-11 not ana home-school"]),
    ],
)
def test_an_adult_and_a_way(before: Meaning | None, now: Meaning | None, expected: list[str]) -> None:
    assert told(edit(WAY, before, now, "escort")) == expected


BED = says(19, 20, "Bedtime Leo")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (BED, says(18, 19), ["routine:bedtime-leo 19-20 moved to 18-19"]),
        (BED, None, ["routine:bedtime-leo 19-20 removed"]),
        (BED, STRANGE, ["routine:bedtime-leo 19-20 changed"]),
        (BED, says(19, 20, "Bedtime"), []),
        (says(18, 19), BED, ["routine:bedtime-leo 19-20 moved to 19-20"]),
        (None, BED, ["routine:bedtime-leo 19-20 moved to 19-20"]),
        (STRANGE, BED, ["routine:bedtime-leo 19-20 moved to 19-20"]),
    ],
)
@pytest.mark.parametrize("role", ["adult", "helper", "child"])
def test_anything_else_is_a_proposal(
    role: Role, before: Meaning | None, now: Meaning | None, expected: list[str]
) -> None:
    assert told(edit(BED, before, now, "routine"), called(role=role)) == expected


@pytest.mark.parametrize("role", ["adult", "child"])
def test_what_is_only_told_is_not_wished_away(role: Role) -> None:
    kind = "gap" if role == "adult" else "attendance"
    assert told(edit(PLAN, PLAN, None, kind), called(role=role)) == []
    assert told(edit(PLAN, None, PLAN, kind), called(role=role)) == []
    moved = told(edit(PLAN, PLAN, says(9, 13), kind), called(role=role))
    assert moved == [f"{kind} 8-12 moved to 9-13"]
    assert told(edit(PLAN, says(9, 13), None, kind), called(role=role)) == [f"{kind} 8-12 moved to 8-12"]


ASKED = says(13, 17, "With Leo?", status="TENTATIVE")
YES = says(13, 17, "With Leo?")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (ASKED, YES, ["13-17 yes"]),
        (ASKED, None, ["13-17 no"]),
        (ASKED, says(13, 17, status=CANCELLED), ["13-17 no"]),
        (ASKED, says(14, 18, status="TENTATIVE"), ["14-18 yes", "13-14 no"]),
        (ASKED, says(14, 18), ["14-18 yes", "13-14 no"]),
        (ASKED, says(14, 16), ["14-16 yes", "13-14 no", "16-17 no"]),
        (ASKED, says(13, 17, "I come", status="TENTATIVE", text="by bus"), []),
        (ASKED, STRANGE, ["asked 13-17 changed"]),
        (YES, ASKED, ["13-17 open"]),
        (YES, None, ["13-17 no"]),
        (None, ASKED, ["13-17 open"]),
        (None, YES, ["13-17 yes"]),
        (None, says(14, 18, status="TENTATIVE"), ["14-18 yes", "13-14 no"]),
        (says(14, 18), ASKED, ["13-18 open"]),
        (says(14, 18), YES, ["17-18 open", "13-17 yes"]),
        (says(18, 20), says(9, 12), ["18-20 open", "9-12 yes", "13-17 no"]),
        (says(18, 20), None, ["13-17 no", "18-20 no"]),
        (STRANGE, ASKED, ["asked 13-17 moved to 13-17", "13-17 open"]),
        (STRANGE, None, ["asked 13-17 moved to 13-17", "13-17 no"]),
    ],
)
def test_a_helper_and_what_it_is_asked_for(before: Meaning | None, now: Meaning | None, expected: list[str]) -> None:
    assert told(edit(ASKED, before, now, "asked"), called("oma", "helper")) == expected


@pytest.mark.parametrize("role", ["adult", "helper", "child", "other"])
def test_nothing_is_said_of_what_is_over_or_whose_calendar_it_is_not(role: Role) -> None:
    assert told(edit(PLAN, PLAN, None), called(role="other")) == []
    assert told(edit(PLAN, PLAN, None, "routine"), called(role=role), at=PLAN.end) == []
    assert bool(told(edit(PLAN, PLAN, None, "routine"), called(role=role), at=PLAN.end - 1)) == (role != "other")


def test_nothing_is_said_of_what_nobody_knows() -> None:
    assert told(edit(UNKNOWN, PLAN, None)) == []
    assert told(Edit(entry(PLAN, PLAN, known_by=()), None)) == []


def test_a_child_and_a_helper_settle_nothing() -> None:
    assert told(edit(PLAN, PLAN, None), called("leo", "child")) == []
    assert told(edit(PLAN, PLAN, says(9, 13)), called("leo", "child")) == ["care 8-12 moved to 9-13"]


def test_only_what_was_taken_up_is_obeyed() -> None:
    roles: tuple[Role, ...] = ("adult", "helper", "child", "other")
    found = {(kind, role) for kind in KNOWN_BY for role in roles if obeyed(entry(PLAN, PLAN, kind), called(role=role))}
    assert found == {("care", "adult"), ("night", "adult"), ("asked", "helper")}
    assert not obeyed(entry(PLAN, PLAN, known_by=()), called())


UNDONE = [
    [says(9, 13)],
    [says(14, 16), says(17, 18)],
    [None],
    [says(9, 13), None],
    [None, says(14, 16)],
    [STRANGE],
    [says(14, 16), STRANGE],
    [says(8, 12, status=CANCELLED)],
]


@pytest.mark.parametrize("way", UNDONE)
@pytest.mark.parametrize("kind", ["care", "escort", "routine"])
def test_what_is_undone_leaves_nothing(way: list[Meaning | None], kind: str) -> None:
    """However it was changed: once it is as the plan has it, nothing is settled, declined or wished."""
    left = after(*way, PLAN, base=PLAN, kind=kind)
    assert (left.pinned(DAY), left.declined(DAY), left.open_proposals(DAY)) == ((), (), ())


BY_HAND = (
    PinLine(UNWRITTEN, SUNDAY, "leo", hours(9, 10), "ben"),
    DeclineLine(UNWRITTEN, SUNDAY, "oma", "leo", hours(13, 17)),
    DeclineLine(UNWRITTEN, SUNDAY, "ana", "leo", hours(6, 11), None, "home", "school"),
    PinLine(UNWRITTEN, SUNDAY, "leo", hours(11, 12), "ana"),
)


@pytest.mark.parametrize("way", UNDONE)
@pytest.mark.parametrize("kind", ["care", "escort", "routine"])
def test_what_is_undone_leaves_what_was_said_before(way: list[Meaning | None], kind: str) -> None:
    """By whomever: a pin of somebody else, a no of another, an own no to a way, an own pin."""
    said = after(base=PLAN, kind=kind, before=BY_HAND)
    left = after(*way, PLAN, base=PLAN, kind=kind, before=BY_HAND)
    assert len(said.pinned(DAY)) == len(said.declined(DAY)) == 2
    assert (left.pinned(DAY), left.declined(DAY)) == (said.pinned(DAY), said.declined(DAY))


@pytest.mark.parametrize("way", [[YES], [None], [says(14, 18)], [says(18, 20), None], [STRANGE], [None, YES]])
def test_what_a_helper_takes_back_is_not_said(way: list[Meaning | None]) -> None:
    left = after(*way, ASKED, base=ASKED, kind="asked", whose=called("oma", "helper"))
    assert (left.answered("oma", yes=True), left.answered("oma", yes=False)) == ((), ())
    assert left.open_proposals(DAY) == ()


@pytest.mark.parametrize("last", [says(10, 14), says(6, 8), says(8, 10), None])
@pytest.mark.parametrize("way", [[], *UNDONE[:2], *UNDONE[5:]])
def test_the_last_word_counts(way: list[Meaning | None], last: Meaning | None) -> None:
    """However often it was changed: its hours are settled, and of the plan's those that are left out are declined."""
    left = after(*way, last, base=PLAN, kind="care")
    pins = [(pin.met_by, pin.span) for pin in left.pinned(DAY)]
    assert pins == ([("ana", Span(last.start, last.end))] if last else [])
    declined = {minute for one in left.declined(DAY) for minute in range(one.span.start, one.span.end)}
    kept = range(last.start, last.end) if last else range(0)
    assert declined == set(range(PLAN.start, PLAN.end)) - set(kept)


def test_hours_that_are_taken_up_are_known() -> None:
    one = Edit(entry(PLAN, PLAN), says(9, 13)).taken_up
    assert (one.seen, one.edits, one.spoken) == (says(9, 13), 1, (hours(9, 13),))
    assert Edit(one, None).taken_up.spoken == (hours(9, 13),)
    assert Edit(one, says(14, 16)).taken_up.spoken == (hours(9, 13), hours(14, 16))
    assert Edit(one, PLAN._replace(summary="Leo!")).taken_up.spoken == ()


def test_each_edit_has_a_version_of_its_own() -> None:
    one = edit(PLAN, PLAN, None)
    again = Edit(entry(PLAN, PLAN, edits=2), None)
    anew = Edit(entry(PLAN, PLAN, life="m"), None)
    moved = edit(PLAN, PLAN, says(9, 13))
    versions = [each.version for each in (one, again, anew, moved)]
    assert versions[0] == "l-1-gone"
    assert len(set(versions)) == len(versions)
