"""CalDAV accounts: imitations of what providers say, and what must not be believed of a server."""

import re
from collections.abc import Callable

import pytest

from kinrota.intake.fetch.collection import read_collection
from kinrota.model.kept import Kept
from kinrota.net.address import parse
from kinrota.net.caldav import Account
from kinrota.net.client import Credentials
from kinrota.net.dav_xml import responses
from kinrota.net.refused import RefusedError
from tests.net.conftest import Host
from tests.net.servers import Asked, Net, Reply, calendar, event

NEW = Kept("source", b"", "2026-03-01T18:00:00+00:00")
LATER = Kept("source", b"", "2026-03-02T18:00:00+00:00")
DAV = "dav.example.org"
ZONE = "BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nEND:VTIMEZONE"
TODO = "BEGIN:VTODO\r\nUID:todo\r\nSUMMARY:Not an event\r\nEND:VTODO"
ENTRIES = {
    "b.ics": ("2", calendar(ZONE, event("b", "20260303"))),
    "a.ics": ("1", calendar(ZONE, event("a", "20260302"))),
}


def multi(*responses: str) -> Reply:
    spaces = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"'
    return Reply(207, f"<d:multistatus {spaces}>{''.join(responses)}</d:multistatus>".encode())


def response(href: str, props: str, missing: str = "") -> str:
    none = f"<d:propstat><d:prop>{missing}</d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>" * bool(
        missing
    )
    return (
        f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{props}</d:prop>"
        f"<d:status>HTTP/1.1 200 OK</d:status></d:propstat>{none}</d:response>"
    )


def listed(href: str, name: str, version: str = "v1", parts: str = "VEVENT") -> str:
    return response(
        href,
        f"<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:displayname>{name}</d:displayname>"
        f'<c:supported-calendar-component-set><c:comp name="{parts}"/></c:supported-calendar-component-set>'
        f"<s:getctag>{version}</s:getctag>",
    )


class Cloud:
    """A server with one account, at paths of its own; `homes` is where its calendars are."""

    def __init__(self, root: str = "/dav/", homes: str = "/dav/calendars/ana/", well_known: str = "") -> None:
        self.root, self.homes, self.well_known = root, homes, well_known or root
        self.version, self.entries = "v1", dict(ENTRIES)
        self.names = {"work/": "Work", "home/": "Home &amp; more"}
        self.knows = "Basic YW5hOmNhbmFyeQ=="
        self.calendar = homes.partition("://")[2].partition("/")[2] if "://" in homes else homes[1:]

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != self.knows:
            return Reply(401)
        return self._found(asked)

    def _found(self, asked: Asked) -> Reply:
        path = asked.path[1:]
        if asked.path == "/.well-known/caldav" and self.well_known != "none":
            return Reply(301, headers={"Location": self.well_known})
        if asked.path == self.root:
            return multi(
                response(
                    asked.path, "<d:current-user-principal><d:href>/principal/</d:href></d:current-user-principal>"
                )
            )
        if asked.path == "/principal/":
            home = f"<c:calendar-home-set><d:href>{self.homes}</d:href></c:calendar-home-set>"
            return multi(response(asked.path, home, "<d:displayname/>"))
        if path == self.calendar:
            folder = response(asked.path, "<d:resourcetype><d:collection/></d:resourcetype>")
            tasks = listed(f"{asked.path}tasks/", "Work", parts="VTODO")
            return multi(
                folder, tasks, *(listed(f"{asked.path}{at}", name, self.version) for at, name in self.names.items())
            )
        if path == f"{self.calendar}work/":
            return self._work(asked)
        return Reply(404)

    def _work(self, asked: Asked) -> Reply:
        if b"calendar-query" in asked.body:
            here = response(asked.path, "<d:getetag/>")
            return multi(
                here,
                *(
                    response(asked.path + at, f"<d:getetag>{etag}</d:getetag>")
                    for at, (etag, _) in self.entries.items()
                ),
            )
        if b"calendar-multiget" in asked.body:
            wanted = [href.rpartition("/")[2] for href in re.findall("<d:href>([^<]*)<", asked.body.decode())]
            return multi(*(self._entry(asked.path, name) for name in wanted))
        return multi(listed(asked.path, self.names["work/"], self.version))

    def _entry(self, path: str, name: str) -> str:
        etag, data = self.entries[name]
        return response(path + name, f"<d:getetag>{etag}</d:getetag><c:calendar-data>{data.decode()}</c:calendar-data>")


Ask = Callable[..., Kept]


def account(net: Net, server: str = f"https://{DAV}/", *also: tuple[str, int]) -> Account:
    address, wire = parse(server), net.wire()
    return Account(
        net.client(), address, Credentials("ana", "canary", frozenset({address.end, *also})), wire.deadline(40)
    )


def refused(net: Net, name: str = "Work", server: str = f"https://{DAV}/") -> str:
    with pytest.raises(RefusedError) as caught:
        read_collection(account(net, server), name, None, NEW)
    assert "canary" not in caught.value.reason
    return caught.value.reason


WORK = calendar(ZONE, event("a", "20260302"), event("b", "20260303")).replace(
    b"//Example//", b"//kinrota//collection//"
)


@pytest.mark.parametrize(
    ("server", "cloud"),
    [
        (f"https://{DAV}", Cloud()),  # as Nextcloud: the well-known address leads on
        (f"https://{DAV}/dav/", Cloud(well_known="none")),  # the account's own address, and no well-known one
        (f"https://{DAV}/", Cloud(root="/", well_known="none")),
        (f"https://{DAV}:8443", Cloud()),  # as Posteo: at a port of its own
        (f"https://{DAV}/some/old/path", Cloud()),
    ],
)
def test_an_account_is_found_from_its_server_alone(net: Net, host: Host, server: str, cloud: Cloud) -> None:
    host(cloud, DAV)
    kept = read_collection(account(net, server), "Work", None, NEW)
    assert (kept.data, kept.version, kept.read) == (WORK, "v1", NEW.read)


def test_icloud_keeps_each_account_at_a_host_of_its_own(net: Net, host: Host) -> None:
    cloud = Cloud(root="/", homes="https://p42-caldav.icloud.com:443/1/calendars/", well_known="none")
    host(cloud, "caldav.icloud.com")
    host(cloud, "p42-caldav.icloud.com", at="93.184.216.42")
    assert read_collection(account(net, "https://caldav.icloud.com"), "Work", None, NEW).data == WORK


def test_another_host_gets_the_password_only_if_the_household_says_so(net: Net, host: Host) -> None:
    cloud = Cloud(homes="https://dav2.example.org/ana/")
    host(cloud, DAV)
    second = host(cloud, "dav2.example.org", at="93.184.216.42")
    reason = f'{DAV} leads to dav2.example.org, which does not get the password. Maybe also = ["dav2.example.org"].'
    assert refused(net) == reason
    assert all("authorization" not in asked.headers for asked in second.asked)
    assert read_collection(account(net, f"https://{DAV}/", ("dav2.example.org", 443)), "Work", None, NEW).data == WORK


def test_nothing_more_is_asked_where_nothing_changed(net: Net, host: Host) -> None:
    server = host(Cloud(), DAV)
    kept = read_collection(account(net), "Work", None, NEW)
    server.asked.clear()
    again = read_collection(account(net), "Work", kept, LATER)
    assert (again.data, again.read, len(server.asked)) == (WORK, LATER.read, 1)


def test_only_what_changed_is_fetched(net: Net, host: Host) -> None:
    cloud = Cloud()
    server = host(cloud, DAV)
    kept = read_collection(account(net), "Work", None, NEW)
    cloud.version = "v2"
    cloud.entries = {"a.ics": ENTRIES["a.ics"], "c.ics": ("3", calendar(event("c", "20260304"), TODO))}
    again = read_collection(account(net), "Work", kept, LATER)
    assert b"/a.ics" not in server.asked[-1].body
    assert [item.href.rpartition("/")[2] for item in again.items] == ["a.ics", "c.ics"]
    assert b"UID:c" in again.data
    assert b"UID:b" not in again.data
    assert b"VTODO" not in again.data


def test_a_calendar_that_moved_is_looked_for(net: Net, host: Host) -> None:
    host(Cloud(), DAV)
    kept = read_collection(account(net), "Work", None, NEW)
    elsewhere = Kept("source", b"old", "", address=f"https://{DAV}/gone/", version="v1")
    renamed = Kept("source", b"old", "", address=f"https://{DAV}/dav/calendars/ana/home/", version="v1")
    nowhere = Kept("source", b"old", "", address="https://gone.example.org/", version="v1")
    for before in (elsewhere, renamed, nowhere):
        assert read_collection(account(net), "Work", before, NEW) == kept


@pytest.mark.parametrize("name", ["work", "WORK", "Work"])
def test_a_calendar_goes_by_its_name_or_the_end_of_its_address(net: Net, host: Host, name: str) -> None:
    cloud = Cloud()
    host(cloud, DAV)
    assert read_collection(account(net), name, None, NEW).data == WORK
    cloud.names = {"work/": "Arbeit"}
    assert read_collection(account(net), name, None, NEW).data == WORK


def test_a_name_that_there_is_not(net: Net, host: Host) -> None:
    host(Cloud(), DAV)
    assert (
        refused(net, "Wrok") == f'{DAV} has no calendar "Wrok" in this account. What there is: "Work", "Home & more".'
    )


def test_a_name_that_there_is_twice(net: Net, host: Host) -> None:
    cloud = Cloud()
    cloud.names = {"work/": "Work", "work2/": "Work"}
    host(cloud, DAV)
    assert refused(net) == f'{DAV} has several calendars "Work". Maybe by the ends of their addresses: "work", "work2".'


def test_a_wrong_password(net: Net, host: Host) -> None:
    cloud = Cloud()
    cloud.knows = "somebody else"
    host(cloud, DAV)
    assert "refuses this user and password. Maybe it wants an app password here" in refused(net)


def say(**answers: Reply) -> Callable[[Asked], Reply]:
    """The usual cloud, but for the answers to requests in which a word stands."""
    cloud = Cloud()

    def reply(asked: Asked) -> Reply:
        said = asked.path.encode() + asked.body
        return next(
            (answer for word, answer in answers.items() if word.replace("_", "-").encode() in said), cloud(asked)
        )

    return reply


HERE = "/dav/calendars/ana/work/"
FULL = f"<d:response><d:href>{HERE}</d:href><d:status>HTTP/1.1 507 Full</d:status></d:response>"
STRANGE = response("https://else.example.org/a.ics", "<d:getetag>1</d:getetag>")
HALVES = [
    response(HERE + name, f"<d:getetag>1</d:getetag><c:calendar-data>{text}</c:calendar-data>")
    for name, text in (("a.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"), ("b.ics", "x"))
]


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"/principal/": multi(response("/principal/", "<d:displayname/>"))}, "has no calendars of this account"),
        ({"principal": Reply(404)}, "has no calendars of this account at this address"),
        ({"principal": Reply(503)}, "cannot give it just now (503)"),
        ({"principal": Reply(403)}, "(403)"),
        ({"calendar_query": Reply(405)}, "does not list what is in the calendar"),
        ({"calendar_query": multi(FULL)}, "lists only a part"),
        ({"calendar_query": multi(STRANGE)}, "somewhere else"),
        ({"calendar_multiget": multi()}, "does not give all that is in the calendar"),
        ({"calendar_multiget": Reply(500)}, "cannot give it just now"),
        ({"calendar_multiget": Reply(501)}, "does not give all"),
        ({"calendar_multiget": multi(*HALVES)}, "One of its entries breaks off"),
        ({"principal": Reply(207, b"<multistatus/>")}, "answers something else"),
        ({"principal": Reply(207, b"")}, "no answer that can be understood"),
        ({"principal": Reply(207, b"<a><b></a>")}, "no answer that can be understood"),
        ({"principal": Reply(207, b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")}, "no answer that can be understood"),
        ({"principal": Reply(207, b"<?xml version='1.0' encoding='none'?><a/>")}, "no answer that can be understood"),
        ({"principal": Reply(207, b"<a>" * 100 + b"</a>" * 100)}, "no answer that can be understood"),
        ({"principal": Reply(207, b"<a>" + b"<b/>" * 300_001 + b"</a>")}, "no answer that can be understood"),
    ],
)  # fmt: skip
def test_what_is_not_believed(net: Net, host: Host, answers: dict[str, Reply], reason: str) -> None:
    host(say(**answers), DAV)
    assert reason in refused(net)


def test_an_entry_that_is_gone_meanwhile_is_gone(net: Net, host: Host) -> None:
    gone = f"<d:response><d:href>{HERE}b.ics</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>"
    first = response(f"{HERE}a.ics", f"<c:calendar-data>{ENTRIES['a.ics'][1].decode()}</c:calendar-data>")
    host(say(calendar_multiget=multi(first, gone)), DAV)
    assert b"UID:b" not in read_collection(account(net), "Work", None, NEW).data


def test_too_much_of_a_calendar(net: Net, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kinrota.intake.fetch.collection.MOST_BYTES", 2**9 - 100)
    host(Cloud(), DAV)
    assert f"{DAV} has more than 0 MB" in refused(net)


@pytest.mark.parametrize("number", ["9" * 5000, "\u0662\u0660\u0660", "2000", "20x", "-200", ""])
def test_a_status_that_is_none_is_no_status(number: str) -> None:
    status = f"<d:status>HTTP/1.1 {number}</d:status>"
    part = f"<d:propstat><d:prop><d:displayname>x</d:displayname></d:prop>{status}</d:propstat>"
    one = f"<d:response><d:href>/a</d:href>{status}{part}</d:response>"
    (told,) = responses(f'<d:multistatus xmlns:d="DAV:">{one}</d:multistatus>'.encode(), DAV)
    assert (told.status, told.text("DAV:}displayname")) == (None, "x")


@pytest.mark.parametrize(("line", "number"), [("HTTP/1.1 200 OK", 200), (" HTTP/1.1\t404", 404), ("200", None)])
def test_a_status_is_three_digits(line: str, number: int | None) -> None:
    one = f"<d:response><d:href>/a</d:href><d:status>{line}</d:status></d:response>"
    (told,) = responses(f'<d:multistatus xmlns:d="DAV:">{one}</d:multistatus>'.encode(), DAV)
    assert told.status == number
