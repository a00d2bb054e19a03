"""What becomes of an event: the plan, what was written last, and what is there."""

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from kinrota.model.published import Entry, Intent, Meaning
from kinrota.publish.caldav.changes import CANCELLED, UNKNOWN, Change, change, settled
from kinrota.publish.caldav.meaning import strange
from kinrota.publish.caldav.resource import FIELDS, value_of
from tests.publish.caldav.made import entry, says

A, B, C = says(8, 12), says(9, 13), says(10, 14)
STRANGE = strange(b"it repeats")
few = st.integers(0, 2)
meanings = st.builds(
    Meaning,
    few,
    st.integers(3, 5),
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["", "x", "y"]),
    st.sampled_from(["", "home"]),
    st.sampled_from(["CONFIRMED", "TENTATIVE", CANCELLED]),
    st.booleans(),
    more=st.just(""),
)


@pytest.mark.parametrize(
    ("base", "seen", "ours", "expected"),
    [
        (A, A, A, Change("nothing", A, A)),
        (A, A, B, Change("update", B, B)),
        (A, B, A, Change("nothing", B, A, ("when",))),
        (A, B, B, Change("nothing", B, B)),
        (A, B, C, Change("nothing", B, A, ("when",))),
        (A, A, None, Change("delete", None, A)),
        (A, B, None, Change("update", B._replace(status=CANCELLED), A._replace(status=CANCELLED))),
        (A, A._replace(status=CANCELLED), None, Change("nothing", A._replace(status=CANCELLED), A)),
        (A._replace(status=CANCELLED), A, None, Change("nothing", A, A._replace(status=CANCELLED))),
        (A, None, A, Change("nothing", None, A)),
        (A, None, A._replace(summary="other"), Change("nothing", None, A)),
        (A, None, B, Change("create", B, B)),
        (A, None, None, Change("nothing", None, A)),
        (A, STRANGE, B, Change("nothing", STRANGE, A, ("all",))),
        (A, STRANGE, None, Change("nothing", STRANGE, A, ("all",))),
        (UNKNOWN, B, A, Change("nothing", B, A._replace(start=0, end=0), ("when",))),
    ],
)
def test_the_table(base: Meaning, seen: Meaning | None, ours: Meaning | None, expected: Change) -> None:
    assert change(entry(base, seen), ours) == expected


def test_what_is_new_or_nothing() -> None:
    assert change(None, A) == Change("create", A, A)
    assert change(None, None) == Change("nothing")


def test_the_plan_is_newer_than_what_it_heard_of() -> None:
    assert change(entry(A, B), C, honoured=True) == Change("update", C, C)
    assert change(entry(A, B), A, honoured=True) == Change("update", A, A)
    confirmed, asked = A, A._replace(status="TENTATIVE")
    assert change(entry(asked, confirmed), asked, honoured=True) == Change("update", asked, asked)
    assert change(entry(confirmed, asked), confirmed, honoured=True) == Change("nothing", asked, A, ("status",))
    open_again = A._replace(status="TENTATIVE")
    assert change(entry(A, A._replace(status="X")), open_again, honoured=True) == Change(
        "update", open_again, open_again
    )
    theirs = A._replace(summary="Leo!")
    assert change(entry(A, theirs), A._replace(summary="With Leo and Mia"), honoured=True).kept == ("summary",)


def test_what_nobody_knows_was_not_heard_of() -> None:
    """Where the ledger was lost, a person may have said more than the plan knows."""
    found = change(entry(UNKNOWN, A), A._replace(start=B.start, end=B.end, status="TENTATIVE"), honoured=True)
    assert (found.kind, found.result, found.kept) == ("nothing", A, ("when", "status"))


@given(meanings, st.none() | meanings, st.none() | meanings, st.booleans())
def test_what_a_person_wrote_stands(base: Meaning, seen: Meaning | None, ours: Meaning | None, honoured: bool) -> None:  # noqa: FBT001
    found = change(entry(base, seen), ours, honoured=honoured)
    if seen is None:
        assert found.kind in ("nothing", "create")
        return
    assert found.kind != "create"
    assert found.kind != "delete" or (seen == base and ours is None)
    if not ours or not found.result:
        return
    for field in FIELDS:
        before, there, here, then = (value_of(one, field) for one in (base, seen, ours, found.result))
        assert then in (there, here)
        if there != before and not (honoured and field in ("when", "status")):
            assert then == there
        if there == before:
            assert then == here
        assert (field in found.kept) <= (then == there != here)


@given(meanings, st.none() | meanings, st.none() | meanings, st.booleans())
def test_doing_it_twice_does_nothing(base: Meaning, seen: Meaning | None, ours: Meaning | None, honoured: bool) -> None:  # noqa: FBT001
    found = change(entry(base, seen), ours, honoured=honoured)
    if found.kind == "delete":
        assert change(None, ours).kind == "nothing"
        return
    again = change(entry(found.base or base, found.result), ours, honoured=honoured)
    assert again == Change("nothing", found.result, found.base or base, again.kept)
    assert again.kept == found.kept or found.kind == "create"


@given(meanings, meanings, meanings, meanings)
def test_an_undone_change_is_the_plans_again(base: Meaning, theirs: Meaning, first: Meaning, then: Meaning) -> None:
    """A person changes it, the plan changes, the person undoes it: then it is as the plan has it."""
    found = change(entry(base, theirs), first)
    assume(found.result)
    assert found.base
    assert change(entry(found.base, found.base), then).result == then


NOTED = Intent(B, B, 2)


def test_a_request_that_was_made_or_not() -> None:
    known = entry(A, A, intent=NOTED)
    made, unmade = replace(known, base=B, seen=B, writes=2), known
    free = {"intent": None, "etag": ""}
    assert settled(entry(A, A), B, 5) == entry(A, A)
    assert settled(known, B, 2) == replace(made, **free)
    assert settled(known, A, 1) == replace(unmade, **free)
    assert settled(known, C, 2) == replace(made, **free)
    assert settled(known, C, 1) == replace(unmade, **free)
    assert settled(known, B, 0) == replace(made, **free)
    assert settled(known, A, 0) == replace(unmade, **free)
    assert settled(known, B._replace(summary="theirs"), 0) == replace(made, **free)
    assert settled(known, A._replace(summary="theirs"), 7) == replace(unmade, **free)
    assert settled(known, None, 0) == replace(made, **free)


def test_a_new_event_that_was_made_or_not() -> None:
    known = entry(A, None, writes=0, intent=Intent(A, A, 1))
    assert settled(known, None, 0) is None
    for found, writes in ((A, 1), (B, 1), (A, 0), (B, 0)):
        assert settled(known, found, writes) == replace(known, seen=A, writes=1, intent=None, etag="")
    once_more = entry(A, None, writes=1, intent=NOTED)
    assert settled(once_more, None, 0) == replace(once_more, intent=None, etag="")
    assert settled(once_more, A, 1) == replace(once_more, intent=None, etag="")
    assert settled(once_more, B, 2) == replace(once_more, base=B, seen=B, writes=2, intent=None, etag="")
    restored = replace(once_more, restored=True)
    assert settled(restored, B, 2) == settled(once_more, B, 2)
    assert settled(restored, None, 0) == replace(restored, intent=None, etag="")


def test_a_deletion_that_was_made_or_not() -> None:
    known = entry(A, A, intent=Intent(None, A, 1))
    assert settled(known, None, 0) is None
    assert settled(known, A, 1) == replace(known, intent=None, etag="")
    assert settled(known, B, 0) == replace(known, intent=None, etag="")


@given(meanings, meanings)
def test_what_was_written_is_never_taken_for_a_persons(base: Meaning, result: Meaning) -> None:
    """Whether or not the request was carried out, and whether or not the program there keeps what it does not know."""
    known: Entry = entry(base, base, intent=Intent(result, result, 2))
    for found, writes in itertools.chain([(base, 1), (result, 2)], [(base, 0), (result, 0)]):
        then = settled(known, found, writes)
        assert then
        assert then.seen == found
