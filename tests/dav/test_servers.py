"""The three are real servers, agree on what publishing rests on, and differ where calendar servers do differ.

Seen with Radicale 3.9.0, Xandikos 0.4.10 and DAViCal 1.1.12-2 (Debian 12, on PHP 8.2 and PostgreSQL 15; the same in
Debian 13, on PHP 8.4 and PostgreSQL 17); each line is a test below. All agree: a PUT tells the version that GET and a
list tell; the same bytes put again leave the version as it was; `If-None-Match: *` on what is there, `If-Match` with
another version, with a weak one, or on what is not there, and DELETE with another version are 412 and change nothing;
DELETE of what is not there is 404, also with `If-Match`.

| | Radicale | Xandikos | DAViCal |
|---|---|---|---|
| the entry that is got back | other order, a VTIMEZONE put in where there was none | other order | as it was put |
| a UID again, in another entry of the collection | 409 no-uid-conflict | 412 no-uid-conflict | 201, both are there |
| another UID over an entry | 409 no-uid-conflict | 204 | 204 |
| DELETE that succeeds | 200 | 204 | 204 |
| MKCALENDAR on a calendar | 409 | 403 | 405 |
| MKCALENDAR where the collection around it is missing | 403 | 409 | 201 |
| PUT into a collection that is missing | 409 | 409 | 405 |
| a list of a collection that is missing | 404 | 207, with 404 inside | 404 |
| sync-collection with a token of nobody's | 403 valid-sync-token | 412 valid-sync-token | 207, all of it |
| PUT of what is no calendar | 400 | 412 | 412 |

So 412 for a PUT does not alone say that somebody else was there (Xandikos, a UID known elsewhere), a success does not
say that the UID is there once (DAViCal), and what is got back is to be compared by what it means.
"""

import contextlib

import pytest
from msgspec.structs import replace

from kinrota.net.refused import RefusedError
from tests.dav.phone import XML
from tests.dav.servers import Dav
from tests.net.servers import calendar, event

ONE, OTHER = calendar(event("one", "20260302")), calendar(event("one", "20260302", "Late"))
STRANGER = '"an-old-version"'
SYNC = b"""<?xml version="1.0"?><d:sync-collection xmlns:d="DAV:"><d:sync-token>http://example.org/1</d:sync-token>
<d:sync-level>1</d:sync-level><d:prop><d:getetag/></d:prop></d:sync-collection>"""


def test_what_is_put_is_listed_and_got(dav: Dav) -> None:
    phone = dav.phone()
    with dav.collection("Plan") as at:
        put = phone.put(f"{at}one.ics", ONE, new=True)
        got = phone.get(f"{at}one.ics")
        assert (put.status, got.status) == (201, 200)
        assert b"SUMMARY:Early" in got.body
        assert put.etag == got.etag != ""
        assert phone.entries(at) == {f"{at}one.ics": got.etag}
        assert phone.all(at) == {f"{at}one.ics": got.body}
        assert phone.calendars(dav.home)[at] == "Plan"
        assert phone.put(f"{at}one.ics", OTHER, got.etag).well().etag not in ("", got.etag)
        assert b"SUMMARY:Late" in phone.get(f"{at}one.ics").body
    assert at not in phone.calendars(dav.home)


def test_only_who_has_the_password_gets_in(dav: Dav) -> None:
    stranger = replace(dav, password=dav.user)
    assert stranger.phone().get(dav.home).status == 401
    with pytest.raises(RefusedError, match="refuses this user and password"):
        stranger.account().named("Work")


def test_a_home_is_emptied(dav: Dav) -> None:
    with contextlib.ExitStack() as stack:
        stack.callback(dav.empty)
        paths = [dav.free(), dav.free()]
        for path in paths:
            dav.phone().make(path, "Again")
        assert {*paths} <= {*dav.phone().calendars(dav.home)}
    assert dav.phone().calendars(dav.home) == {}


def test_what_another_wrote_is_not_written_over(dav: Dav) -> None:
    phone = dav.phone()
    with dav.collection() as at:
        path = f"{at}one.ics"
        phone.put(path, ONE, new=True).well()
        before = phone.get(path)
        tries = [
            phone.put(path, OTHER, new=True),
            phone.put(path, OTHER, STRANGER),
            phone.put(path, OTHER, f"W/{before.etag}"),
            phone.delete(path, STRANGER),
        ]
        assert [told.status for told in tries] == [412] * 4
        assert phone.get(path).body == before.body
        assert phone.get(path).etag == before.etag


def test_what_is_gone_is_not_written_anew(dav: Dav) -> None:
    phone = dav.phone()
    with dav.collection() as at:
        path = f"{at}one.ics"
        etag = phone.put(path, ONE, new=True).etag
        phone.delete(path, etag).well()
        assert phone.put(path, OTHER, etag).status == 412
        assert [phone.delete(path).status, phone.delete(path, etag).status, phone.get(path).status] == [404] * 3
        assert phone.entries(at) == {}


def test_the_same_bytes_leave_the_version_as_it_was(dav: Dav) -> None:
    phone = dav.phone()
    with dav.collection() as at:
        etag = phone.put(f"{at}one.ics", ONE, new=True).etag
        assert phone.put(f"{at}one.ics", ONE, etag).well().etag == etag


DIFFERENT = {
    "radicale": {
        "as it was put": False,
        "with a VTIMEZONE": True,
        "same UID": (409, True, 1),
        "other UID": 409,
        "DELETE": 200,
        "MKCALENDAR": 409,
        "MKCALENDAR in nothing": 403,
        "PUT into nothing": 409,
        "list of nothing": 404,
        "strange token": (403, True),
        "no calendar": 400,
    },
    "xandikos": {
        "as it was put": False,
        "with a VTIMEZONE": False,
        "same UID": (412, True, 1),
        "other UID": 204,
        "DELETE": 204,
        "MKCALENDAR": 403,
        "MKCALENDAR in nothing": 409,
        "PUT into nothing": 409,
        "list of nothing": 207,
        "strange token": (412, True),
        "no calendar": 412,
    },
    "davical": {
        "as it was put": True,
        "with a VTIMEZONE": False,
        "same UID": (201, False, 2),
        "other UID": 204,
        "DELETE": 204,
        "MKCALENDAR": 405,
        "MKCALENDAR in nothing": 201,
        "PUT into nothing": 405,
        "list of nothing": 404,
        "strange token": (207, False),
        "no calendar": 412,
    },
}


def test_servers_differ_as_the_table_says(dav: Dav) -> None:
    phone = dav.phone()
    nowhere = dav.free()
    with dav.collection() as at:
        phone.put(f"{at}one.ics", ONE, new=True).well()
        got = phone.get(f"{at}one.ics").body
        again = phone.put(f"{at}two.ics", ONE, new=True)
        entries = len(phone.entries(at))
        token = phone.ask("REPORT", at, SYNC, {"Depth": "1", "Content-Type": XML})
        seen = {
            "as it was put": got == ONE,
            "with a VTIMEZONE": b"BEGIN:VTIMEZONE" in got,
            "same UID": (again.status, b"no-uid-conflict" in again.body, entries),
            "other UID": phone.put(f"{at}one.ics", calendar(event("other", "20260302"))).status,
            "DELETE": phone.delete(f"{at}one.ics").status,
            "MKCALENDAR": phone.ask("MKCALENDAR", at).status,
            "PUT into nothing": phone.put(f"{nowhere}one.ics", ONE, new=True).status,
            "list of nothing": phone.ask("PROPFIND", nowhere, headers={"Depth": "1"}).status,
            "MKCALENDAR in nothing": phone.ask("MKCALENDAR", f"{nowhere}inside/").status,
            "strange token": (token.status, b"valid-sync-token" in token.body),
            "no calendar": phone.put(f"{at}three.ics", b"hello", new=True).status,
        }
        phone.delete(f"{nowhere}inside/")
    assert seen == DIFFERENT[dav.name]
