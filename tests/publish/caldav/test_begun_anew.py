"""A calendar that is gone, or is to be another: the old one is forgotten when a new one is there, not before."""

from collections.abc import Callable

import pytest

from kinrota.model.history import PinLine, Proposal
from kinrota.net.refused import refuse
from tests.publish.caldav.desk import ANA, Desk, write
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
