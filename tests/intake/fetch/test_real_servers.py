"""Real CalDAV servers: what is put into them is read from them, and only what changed the next time."""

from kinrota.intake.fetch.collection import read_collection
from kinrota.model.kept import Kept
from tests.dav.servers import Dav
from tests.net.servers import calendar, event


def read(dav: Dav, kept: Kept | None = None) -> Kept:
    return read_collection(dav.account(), "Work", kept, Kept("source", b"", ""))


def test_a_real_server(dav: Dav) -> None:
    phone = dav.phone()
    with dav.collection("Work") as at:
        phone.put(f"{at}a.ics", calendar(event("a", "20260302"))).well()
        phone.put(f"{at}b.ics", calendar(event("b", "20260303", "Late & long"))).well()
        first = read(dav)
        assert [item.href for item in first.items] == [f"{at}a.ics", f"{at}b.ics"]
        assert first.data.count(b"BEGIN:VEVENT") == 2
        assert b"SUMMARY:Late & long" in first.data
        assert read(dav, first) == first
        phone.delete(f"{at}b.ics").well()
        phone.put(f"{at}c.ics", calendar(event("c", "20260304"))).well()
        second = read(dav, first)
        assert second.version != first.version
        assert second.items[0] == first.items[0]
        assert [b"UID:c" in second.data, b"UID:b" in second.data] == [True, False]
