"""A calendar that is gone, or is to be another: the old one is forgotten when a new one is there, not before."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kinrota.intake.arrivals import source_hash
from kinrota.model.history import PinLine, Proposal
from kinrota.model.kept import Kept
from kinrota.net.address import parse
from kinrota.net.caldav import Collection
from kinrota.net.refused import refuse
from kinrota.pipeline import household
from kinrota.store.kept import KeptCalendars
from tests.publish.caldav.desk import ANA, HOUSEHOLD, Desk, write
from tests.publish.caldav.made import line, sheet

PLAN = sheet(line(8, 12), line(19, 20, "Bedtime Leo", "routine"))
OF_OMA = ANA.replace('of = "ana"', 'of = "oma"')
OTHER = ANA.replace("Plan", "Other")


def makes_none(desk: Desk) -> None:
    def none(method: str, _: str) -> None:
        if method == "MKCALENDAR":
            refuse("dav.example.org makes no calendar.")

    desk.memory.before = none


@pytest.mark.parametrize(("published", "server"), [(OF_OMA, lambda _: None), (OTHER, makes_none)])
def test_what_cannot_be_begun_anew_forgets_nothing(desk: Desk, published: str, server: Callable[[Desk], None]) -> None:
    desk.publish(PLAN)
    desk.change("With Leo", "T120000", "T130000")
    desk.memory.take(desk.address("Bedtime Leo"))
    write(desk.folder, published)
    server(desk)
    assert desk.publish(PLAN, anew="ana").refused
    write(desk.folder, ANA)
    assert [type(word) for word in desk.publish(PLAN).words] == [PinLine, Proposal]
    assert desk.said == ["8-12 With Leo"]


def test_what_is_begun_anew_knows_nothing_of_before(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.memory.take(desk.address("Bedtime Leo"))
    write(desk.folder, OTHER)
    assert desk.publish(anew="ana").is_new
    assert "--anew ana" in desk.publish(PLAN).refused
    desk.publish(PLAN, anew="ana")
    old, desk.path = desk.said, "/ana/kinrota-ana-2/"
    assert (old, desk.said, desk.history) == (["8-12 With Leo"], ["8-12 With Leo", "19-20 Bedtime Leo"], [])
    assert desk.publish(PLAN).refused == ""


def test_another_persons_plan_goes_into_a_calendar_of_its_own(desk: Desk) -> None:
    desk.publish(PLAN)
    write(desk.folder, OF_OMA)
    for asked in ("", "ana"):
        refused = desk.publish(PLAN, anew=asked).refused
        assert refused.endswith("Maybe a name in into that is not there yet, and then: --anew ana")
    write(desk.folder, OF_OMA.replace("Plan", "Oma"))
    assert desk.publish(PLAN).refused.endswith("--anew ana")
    assert desk.publish(PLAN, anew="ana").refused == ""
    assert [len(entries) for entries in desk.memory.calendars.values()] == [2, 2]


def of_login(desk: Desk, user: str, server: str = "dav.example.org") -> None:
    text = HOUSEHOLD.replace("ana@example.org", user).replace("dav.example.org", server)
    (desk.folder / "household.toml").write_text(text.format(published=ANA), encoding="utf-8")


def test_another_name_of_the_same_account_forgets_nothing(desk: Desk) -> None:
    desk.publish(PLAN)
    desk.memory.take(desk.address("Bedtime Leo"))
    of_login(desk, "ana")
    assert "another account" in desk.publish(PLAN).refused
    assert len(desk.publish(PLAN, anew="ana").words) == 1
    assert (desk.publish(PLAN).refused, desk.said, list(desk.memory.calendars)) == ("", ["8-12 With Leo"], [desk.path])


@pytest.mark.parametrize("old", [False, True])
def test_another_provider(desk: Desk, *, old: bool) -> None:
    desk.publish(PLAN)
    if old:
        as_written_before(desk)
    of_login(desk, "ana@example.org", "dav.example.com")
    desk.memory.home = parse("https://dav.example.com/ana/")
    desk.memory.calendars.clear()
    desk.memory.names.clear()

    def noting(address: str) -> Collection | None:
        asked.append(address)
        return at(address)

    asked, at = list[str](), desk.memory.at
    desk.memory.at = noting  # type: ignore[method-assign]
    assert "another account" in desk.publish(PLAN).refused
    assert desk.publish(PLAN, anew="ana").refused == ""
    assert desk.said == ["8-12 With Leo", "19-20 Bedtime Leo"]
    assert asked == []
    assert desk.publish(PLAN).refused == ""
    assert asked == ["https://dav.example.com/ana/kinrota-ana/"]


def as_written_before(desk: Desk) -> None:
    """As versions remembered it that did not know whose account it was."""
    path = next((desk.folder / ".kinrota" / "published").glob("*.jsonl"))
    text = path.read_text()
    purpose = text.partition('"purpose": "')[2].partition('"')[0]
    assert purpose.startswith("ana into cloud/Plan #")
    path.write_text(text.replace(purpose, "ana into cloud/Plan"))


def test_what_an_earlier_version_wrote_holds(desk: Desk) -> None:
    desk.publish(PLAN)
    as_written_before(desk)
    desk.memory.take(desk.address("Bedtime Leo"))
    assert len(desk.publish(PLAN).words) == 1
    of_login(desk, "ben")
    assert "another account" in desk.publish(PLAN).refused


@pytest.mark.parametrize("there", [False, True])
def test_an_old_address_that_is_refused_is_gone(desk: Desk, *, there: bool) -> None:
    def refused(_: str) -> None:
        refuse("dav.example.org gives it to nobody without the right password or link (403).")

    desk.publish(PLAN)
    desk.memory.take(desk.address("Bedtime Leo"))
    desk.memory.at = refused  # type: ignore[method-assign, assignment]
    assert "(403)" in desk.publish(PLAN).refused
    if not there:
        desk.memory.names.clear()
    assert len(desk.publish(PLAN, anew="ana").words) == there
    assert list(desk.memory.calendars) == [desk.path, *([] if there else ["/ana/kinrota-ana-2/"])]


@pytest.mark.parametrize("ledger", [True, False])
def test_a_calendar_that_is_read_under_another_name_is_not_written(desk: Desk, *, ledger: bool) -> None:
    desk.publish(PLAN)
    write(desk.folder, f'{ANA}[calendars.shifts]\nsource = "caldav:cloud/Shifts"\nof = "ana"\nmeans = "work"\n')
    house = household(desk.folder)
    mark = source_hash(house.calendars[0], house)
    kept = Kept(mark, b"", "2026-03-01T00:00:00+00:00", address="https://dav.example.org/ana/kinrota-ana")
    KeptCalendars(desk.folder).save("shifts", replace(kept, source="of another source"))
    assert desk.publish(PLAN).refused == ""
    KeptCalendars(desk.folder).save("shifts", kept)
    if not ledger:
        next((desk.folder / ".kinrota" / "published").glob("*.jsonl")).unlink()
    before = dict(desk.there)
    assert 'The calendar "Plan" is the one that is read as shifts' in desk.publish(sheet()).refused
    assert desk.there == before
