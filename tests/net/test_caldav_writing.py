"""Writing into a CalDAV account: what is asked, and what each answer means."""

from collections.abc import Callable

import pytest

from kinrota.net.address import Address, parse
from kinrota.net.caldav import Account
from kinrota.net.client import Credentials
from kinrota.net.refused import NotTakenError, RefusedError
from tests.net.conftest import Host
from tests.net.servers import Asked, Net, Reply

DAV = "dav.example.org"
PLAN = parse(f"https://{DAV}/ana/plan/")
CANARY = "canary"
EVENT = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
SPACES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
WRITING = {
    401: "refuses this user and password",
    403: "does not let kinrota write there (403)",
    405: "does not let kinrota write there (405)",
    423: "does not let kinrota write there (423)",
    302: "does not take it (302)",
    400: "does not take it (400)",
    408: "cannot take it just now (408)",
    413: "does not take it (413)",
    415: "does not take it (415)",
    429: "cannot take it just now (429)",
    503: "cannot take it just now (503)",
    507: "has no room left (507)",
}


OF_ONE = {400, 403, 405, 413, 415, 423}
"""What says nothing of other events."""


def account(net: Net) -> Account:
    address, wire = parse(f"https://{DAV}/"), net.wire()
    return Account(net.client(), address, Credentials("ana", CANARY, frozenset({address.end})), wire.deadline(40))


def multi(*responses: str) -> Reply:
    return Reply(207, f"<d:multistatus {SPACES}>{''.join(responses)}</d:multistatus>".encode())


def calendar(href: str, name: str, kind: str = "<c:calendar/>") -> str:
    found = f"<d:resourcetype><d:collection/>{kind}</d:resourcetype><d:displayname>{name}</d:displayname>"
    return f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{found}</d:prop></d:propstat></d:response>"


def cloud(*there: str, made: int = 201) -> Callable[[Asked], Reply]:
    """A server with some calendars in its one home."""
    home = "<c:calendar-home-set><d:href>/ana/</d:href></c:calendar-home-set>"
    start = f"<d:response><d:href>/</d:href><d:propstat><d:prop>{home}</d:prop></d:propstat></d:response>"

    def say(asked: Asked) -> Reply:
        if asked.method == "MKCALENDAR":
            return Reply(made)
        return multi(start) if asked.path != "/ana/" else multi(*there)

    return say


def reason(do: Callable[[], object]) -> str:
    with pytest.raises(RefusedError) as caught:
        do()
    assert CANARY not in caught.value.reason
    assert "/ana/" not in caught.value.reason
    return caught.value.reason.removeprefix(f"{DAV} ")


def test_a_new_entry_takes_the_place_of_none(net: Net, host: Host) -> None:
    server = host(lambda _: Reply(201, headers={"ETag": '"7"'}), DAV)
    assert account(net).put(PLAN, "/ana/plan/a.ics", EVENT) == '"7"'
    (asked,) = server.asked
    assert (asked.method, asked.path, asked.body) == ("PUT", "/ana/plan/a.ics", EVENT)
    assert (asked.headers["if-none-match"], asked.headers.get("if-match")) == ("*", None)
    assert asked.headers["content-type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize(("told", "version"), [({"ETag": '"8"'}, '"8"'), ({}, ""), ({"ETag": 'W/"8"'}, "")])
def test_an_entry_takes_the_place_of_its_version(net: Net, host: Host, told: dict[str, str], version: str) -> None:
    server = host(lambda _: Reply(204, headers=told), DAV)
    assert account(net).put(PLAN, "/ana/plan/a.ics", EVENT, '"7"') == version
    assert (server.asked[0].headers["if-match"], server.asked[0].headers.get("if-none-match")) == ('"7"', None)


@pytest.mark.parametrize("status", [409, 412])
def test_something_else_is_there(net: Net, host: Host, status: int) -> None:
    host(lambda _: Reply(status), DAV)
    assert account(net).put(PLAN, "/ana/plan/a.ics", EVENT) is None


def test_another_version_is_there(net: Net, host: Host) -> None:
    host(lambda asked: Reply(412 if asked.headers["if-match"] == '"7"' else 409), DAV)
    assert account(net).put(PLAN, "/ana/plan/a.ics", EVENT, '"7"') is None
    assert reason(lambda: account(net).put(PLAN, "/ana/plan/a.ics", EVENT, '"8"')) == "does not take it (409)."


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_another_version_but_a_calendar_that_is_gone_takes_nothing(
    net: Net, host: Host, status: int
) -> None:
    host(lambda _: Reply(status), DAV)
    assert account(net).put(PLAN, "/ana/plan/a.ics", EVENT, '"7"') is None
    assert reason(lambda: account(net).put(PLAN, "/ana/plan/a.ics", EVENT)) == f"does not take it ({status})."


@pytest.mark.parametrize("status", WRITING)
def test_what_is_not_taken_is_said(net: Net, host: Host, status: int) -> None:
    host(lambda _: Reply(status), DAV)
    assert WRITING[status] in reason(lambda: account(net).put(PLAN, "/ana/plan/a.ics", EVENT))
    assert WRITING[status] in reason(lambda: account(net).delete(PLAN, "/ana/plan/a.ics", '"7"'))


@pytest.mark.parametrize("status", WRITING)
def test_what_is_about_one_event_only(net: Net, host: Host, status: int) -> None:
    host(lambda _: Reply(status), DAV)
    kind = NotTakenError if status in OF_ONE else RefusedError
    with pytest.raises(RefusedError) as caught:
        account(net).put(PLAN, "/ana/plan/a.ics", EVENT)
    assert type(caught.value) is kind


@pytest.mark.parametrize(("status", "gone"), [(200, True), (204, True), (404, False), (410, False), (412, False)])
def test_an_entry_of_a_version_is_deleted(net: Net, host: Host, status: int, gone: bool) -> None:  # noqa: FBT001
    server = host(lambda _: Reply(status), DAV)
    assert account(net).delete(PLAN, "/ana/plan/a.ics", '"7"') is gone
    assert (server.asked[0].method, server.asked[0].headers["if-match"]) == ("DELETE", '"7"')


def test_one_entry(net: Net, host: Host) -> None:
    host(lambda asked: Reply(200, EVENT, {"ETag": '"7"'}) if "a.ics" in asked.path else Reply(404), DAV)
    item = account(net).one(PLAN, "/ana/plan/a.ics")
    assert item
    assert (item.href, item.etag, item.data) == ("/ana/plan/a.ics", '"7"', EVENT)
    assert account(net).one(PLAN, "/ana/plan/b.ics") is None


def test_one_entry_that_cannot_be_had(net: Net, host: Host) -> None:
    host(lambda _: Reply(503), DAV)
    assert "cannot give it just now" in reason(lambda: account(net).one(PLAN, "/ana/plan/a.ics"))


def test_every_entry_or_those_with_events(net: Net, host: Host) -> None:
    def entry(name: str) -> str:
        return (
            f"<d:response><d:href>/ana/plan/{name}</d:href><d:propstat><d:prop><d:getetag>1</d:getetag></d:prop>"
            "</d:propstat></d:response>"
        )

    host(lambda asked: multi(entry("a.ics"), *([] if b"VEVENT" in asked.body else [entry("todo.ics")])), DAV)
    assert list(account(net).entries(PLAN)) == ["/ana/plan/a.ics"]
    assert list(account(net).entries(PLAN, every=True)) == ["/ana/plan/a.ics", "/ana/plan/todo.ics"]


def test_a_calendar_where_it_was(net: Net, host: Host) -> None:
    host(lambda asked: multi(calendar(asked.path, "Renamed")) if asked.path == "/ana/plan/" else Reply(404), DAV)
    there = account(net).at(PLAN.text)
    assert there
    assert (there.name, there.address) == ("Renamed", PLAN)
    assert account(net).at(f"https://{DAV}/ana/other/") is None


def test_what_is_no_calendar_any_more(net: Net, host: Host) -> None:
    host(lambda asked: multi(calendar(asked.path, "Plan", "")), DAV)
    assert account(net).at(PLAN.text) is None


def test_a_calendar_by_its_name(net: Net, host: Host) -> None:
    host(cloud(calendar("/ana/a/", "Plan"), calendar("/ana/b/", "Two"), calendar("/ana/c/", "Two")), DAV)
    there = account(net).called("plan")
    assert there
    assert there.address == parse(f"https://{DAV}/ana/a/")
    assert account(net).called("Other") is None
    assert "has several calendars" in reason(lambda: account(net).called("Two"))


def test_a_calendar_is_made(net: Net, host: Host) -> None:
    server = host(cloud(), DAV)
    made = account(net).make("Mia & <Leo>", "kinrota-oma")
    asked = server.asked[-1]
    assert (asked.method, asked.path) == ("MKCALENDAR", "/ana/kinrota-oma/")
    assert b"<d:displayname>Mia &amp; &lt;Leo&gt;</d:displayname>" in asked.body
    assert b'<c:comp name="VEVENT"/>' in asked.body
    assert (made.address, made.name) == (Address("https", DAV, 443, "/ana/kinrota-oma/"), "Mia & <Leo>")


@pytest.mark.parametrize("status", [403, 405, 501])
def test_a_calendar_that_cannot_be_made(net: Net, host: Host, status: int) -> None:
    host(cloud(made=status), DAV)
    said = reason(lambda: account(net).make("Plan", "kinrota-ana"))
    assert said == f'makes no calendar "Plan" ({status}). Maybe make it there, empty.'


def test_what_was_made_is_found(net: Net, host: Host) -> None:
    there: list[str] = []

    def say(asked: Asked) -> Reply:
        if asked.method == "MKCALENDAR":
            there.append(calendar(asked.path, "Plan"))
        return cloud(*there)(asked)

    host(say, DAV)
    one = account(net)
    assert one.called("Plan") is None
    one.make("Plan", "kinrota-ana")
    assert one.called("Plan")


def test_a_calendar_is_made_beside_one_of_its_address(net: Net, host: Host) -> None:
    server = host(cloud(calendar("/ana/kinrota-ana/", "Old"), calendar("/ana/kinrota-ana-2/", "Older")), DAV)
    assert account(net).make("Plan", "kinrota-ana").address.target == "/ana/kinrota-ana-3/"
    assert server.asked[-1].path == "/ana/kinrota-ana-3/"


def test_each_question_may_have_its_own_time(net: Net, host: Host) -> None:
    host(lambda _: Reply(201, headers={"ETag": '"7"'}), DAV)
    late = account(net)
    late.deadline = net.wire().deadline(0)
    assert "did not answer within 0 seconds" in reason(lambda: late.put(PLAN, "/ana/plan/a.ics", EVENT))
    late.each = 40
    assert [late.put(PLAN, f"/ana/plan/{n}.ics", EVENT) for n in range(3)] == ['"7"'] * 3


def test_an_address_that_gets_no_password(net: Net, host: Host) -> None:
    host(cloud(), DAV)
    assert account(net).trusts(PLAN.text)
    assert not account(net).trusts("https://dav.example.com/ana/plan/")
