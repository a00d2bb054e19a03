"""One event that a server does not take, and the others, which it takes."""

import pytest

from kinrota.net.refused import NotTakenError, RefusedError
from kinrota.publish.caldav.writing import TRIED
from tests.publish.caldav.desk import Desk
from tests.publish.caldav.made import line, sheet

A, B, C = (line(8 + n, 9 + n, title, "routine", title) for n, title in enumerate("ABC"))
LATER_B = line(12, 13, "B", "routine", "B")
DOES_NOT = "dav.example.org does not let kinrota write there (403)."


def refuses(desk: Desk, *requests: tuple[str, str], after: bool = False) -> None:
    """The server does not take some requests, each a method and the end of an address; `after` it carried them out."""

    def no(method: str, path: str) -> None:
        if any(method == what and path.endswith(end) for what, end in requests):
            raise NotTakenError(DOES_NOT)

    if after:
        desk.memory.before, desk.memory.after = (lambda *_: None), no
    else:
        desk.memory.before, desk.memory.after = no, (lambda *_: None)


def end_of(desk: Desk, title: str) -> str:
    return desk.address(title).rpartition("/")[2]


@pytest.fixture
def b(desk: Desk) -> str:
    """The end of the address of B, in a calendar in which there is nothing."""
    desk.publish(sheet(A, B, C))
    end = end_of(desk, "B")
    desk.publish(sheet())
    assert desk.there == {}
    return end


@pytest.mark.parametrize("sheets", [(A, B), (B, A)])
def test_a_new_one(desk: Desk, b: str, sheets: tuple[object, object]) -> None:
    refuses(desk, ("PUT", b))
    for _ in range(2):
        came = desk.publish(sheet(*sheets))  # type: ignore[arg-type]
        assert came.done
        assert ([one.summary for one in came.done.untaken], came.done.why, came.done.left) == (["B"], DOES_NOT, 0)
        assert (came.refused, came.words, desk.said) == ("", (), ["8-9 A"])
    refuses(desk)
    assert desk.publish(sheet(A, B)).words == ()
    assert desk.said == ["8-9 A", "9-10 B"]


def test_a_changed_one(desk: Desk) -> None:
    desk.publish(sheet(A, B, C))
    refuses(desk, ("PUT", end_of(desk, "B")))
    came = desk.publish(sheet(A, LATER_B))
    assert came.done
    assert ([one.summary for one in came.done.untaken], desk.said) == (["B"], ["8-9 A", "9-10 B"])
    refuses(desk)
    assert desk.publish(sheet(A, LATER_B)).words == ()
    assert desk.said == ["8-9 A", "12-13 B"]


def test_one_that_is_to_be_deleted(desk: Desk) -> None:
    desk.publish(sheet(A, B, C))
    refuses(desk, ("DELETE", end_of(desk, "B")))
    came = desk.publish(sheet(A))
    assert came.done
    assert ([one.summary for one in came.done.untaken], came.done.again, desk.said) == (
        ["B"],
        False,
        ["8-9 A", "9-10 B"],
    )
    desk.memory.take(desk.address("B"))
    assert len(desk.publish().words) == 1


def test_who_deletes_what_was_not_moved_deletes_it_where_it_is(desk: Desk) -> None:
    desk.publish(sheet(A, B, C))
    refuses(desk, ("PUT", end_of(desk, "B")))
    desk.publish(sheet(A, LATER_B, C))
    desk.memory.take(desk.address("B"))
    assert len(desk.publish().words) == 1
    assert desk.history[-1]["from"].startswith("2026-03-03T09:00")


@pytest.mark.parametrize(
    ("method", "then", "said"),
    [
        ("PUT", (A, LATER_B), ["8-9 A", "12-13 B"]),
        ("DELETE", (A,), ["8-9 A"]),
        ("PUT", (A, B, C), ["8-9 A", "9-10 B", "10-11 C"]),
    ],
)
def test_one_that_was_taken_in_spite_of_what_the_server_says(
    desk: Desk, method: str, then: tuple[object, ...], said: list[str]
) -> None:
    desk.publish(sheet(A, B, C))
    refuses(desk, (method, end_of(desk, "C" if C in then else "B")), after=True)
    if C in then:
        desk.memory.take(desk.address("C"))
        desk.publish(restore=("ana",))
    came = desk.publish(sheet(*then))  # type: ignore[arg-type]
    assert came.done
    assert (came.done.again, came.done.untaken) == (True, [])
    refuses(desk)
    came = desk.publish(sheet(*then))  # type: ignore[arg-type]
    assert (came.words, came.refused, desk.said) == ((), "", said)


def test_where_the_server_says_nothing_more_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> None:
        raise RefusedError(DOES_NOT)

    desk.publish(sheet(A, B, C))
    refuses(desk, ("PUT", end_of(desk, "B")))
    with monkeypatch.context() as patch:
        patch.setattr(desk.memory, "one", silent)
        came = desk.publish(sheet(A, LATER_B))
        assert came.done
        assert ([one.summary for one in came.done.untaken], desk.said) == (["B"], ["8-9 A", "9-10 B"])
    assert desk.publish(sheet(A, LATER_B)).words == ()


def test_a_server_that_takes_nothing_is_not_asked_for_everything(desk: Desk) -> None:
    lines = [line(n / 4, (n + 1) / 4, f"Event {n}", "routine", str(n)) for n in range(TRIED + 4)]
    desk.publish(sheet(A))
    refuses(desk, ("PUT", ".ics"))
    came = desk.publish(sheet(A, *lines))
    assert came.done
    assert came.refused.startswith(f"{DOES_NOT} So it was with each of the first {TRIED} changes")
    assert (len(came.done.untaken), came.done.left, desk.said) == (TRIED, len(lines), ["8-9 A"])


def test_what_is_written_again_comes_after_what_is_changed(desk: Desk) -> None:
    lines = [line(n / 4, (n + 1) / 4, f"Event {n}", "routine", str(n)) for n in range(TRIED + 4)]
    desk.publish(sheet(B, *lines))
    bin_of_server = [("PUT", end_of(desk, one.summary)) for one in lines]
    for one in lines:
        desk.memory.take(desk.address(one.summary))
    desk.publish(restore=("all",))
    refuses(desk, *bin_of_server)
    came = desk.publish(sheet(LATER_B, *lines))
    assert came.done
    assert (len(came.done.untaken), came.refused, desk.said) == (len(lines), "", ["12-13 B"])
