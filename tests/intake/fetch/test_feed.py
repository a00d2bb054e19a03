"""A calendar at an address: asked whether it changed, and taken only if it is one."""

import base64

import pytest

from kinrota.intake.fetch.feed import read_feed
from kinrota.model.kept import Kept
from kinrota.net.address import parse
from kinrota.net.refused import RefusedError
from tests.net.conftest import Host
from tests.net.servers import HOST, Asked, Net, Reply, Say, calendar, event

EARLY = calendar(event("1", "20260302"))
HERE = f"https://{HOST}/hidden.ics"
NEW = Kept("source", b"", "2026-03-01T18:00:00+00:00")
LATER = Kept("source", b"", "2026-03-02T18:00:00+00:00")


def says(reply: Reply) -> Say:
    return lambda _: reply


def read(net: Net, kept: Kept | None = None, new: Kept = NEW, text: str = HERE) -> Kept:
    return read_feed(net.client(), parse(text), kept, new, net.wire().deadline(20))


def refused(net: Net) -> str:
    with pytest.raises(RefusedError) as caught:
        read(net)
    assert "hidden" not in caught.value.reason
    return caught.value.reason


def knows(asked: Asked) -> Reply:
    """A server that says when nothing changed."""
    if asked.headers.get("if-none-match") == '"7"':
        return Reply(304)
    return Reply(200, EARLY, {"ETag": '"7"', "Last-Modified": "Sun, 01 Mar 2026 10:00:00 GMT"})


def test_a_calendar_is_taken_with_what_makes_the_next_time_cheap(net: Net, host: Host) -> None:
    host(knows)
    kept = read(net)
    assert (kept.data, kept.etag, kept.modified) == (EARLY, '"7"', "Sun, 01 Mar 2026 10:00:00 GMT")
    assert HOST not in kept.address


def test_what_has_not_changed_is_not_sent_again_but_newer(net: Net, host: Host) -> None:
    server = host(knows)
    again = read(net, read(net), LATER)
    assert (again.data, again.read) == (EARLY, LATER.read)
    assert server.asked[1].headers["if-modified-since"] == "Sun, 01 Mar 2026 10:00:00 GMT"


def test_another_address_is_not_asked_about_the_version_of_the_first(net: Net, host: Host) -> None:
    server = host(knows)
    read(net, read(net), LATER, f"https://{HOST}/other.ics")
    assert "if-none-match" not in server.asked[1].headers


def test_not_modified_is_no_answer_to_who_has_nothing(net: Net, host: Host) -> None:
    host(says(Reply(304)))
    assert refused(net) == f"{HOST} gives no calendar (304)."


def test_a_user_and_a_password_in_the_address_are_sent_as_such(net: Net, host: Host) -> None:
    server = host(says(Reply(200, EARLY)))
    read(net, text=f"https://ana%40example.org:c%3Ana%2Fry@{HOST}/a.ics")
    sent = server.asked[0].headers["authorization"].removeprefix("Basic ")
    assert base64.b64decode(sent) == b"ana@example.org:c:na/ry"
    assert server.asked[0].path == "/a.ics"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply(401), "without the right password or link (401)"),
        (Reply(403), "without the right password or link (403)"),
        (Reply(404), "has nothing at this address (404)"),
        (Reply(410), "has nothing at this address (410)"),
        (Reply(429), "cannot give it just now (429)"),
        (Reply(500), "cannot give it just now (500)"),
        (Reply(503), "cannot give it just now (503)"),
        (Reply(204), "gives no calendar (204)"),
        (Reply(400), "gives no calendar (400)"),
        (Reply(200, b""), "gives an empty answer"),
        (Reply(200, b"\xef\xbb\xbf \r\n"), "gives an empty answer"),
        (Reply(200, b"<!doctype html><title>Log in</title>"), "a web page and no calendar"),
        (Reply(200, b"{}"), "something that is no calendar"),
        (Reply(200, EARLY[:-20], length=False), "breaks off before its end"),
    ],
)
def test_what_is_no_calendar_is_not_taken_for_an_empty_one(net: Net, host: Host, reply: Reply, reason: str) -> None:
    host(says(reply))
    assert reason in refused(net)
