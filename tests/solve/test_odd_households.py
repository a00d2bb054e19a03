"""A plan always exists: odd but valid households, each planned, and nothing found in the plan."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction

import pytest
from msgspec.structs import replace

from kinrota.model.duties import Illness
from kinrota.model.household import Slack, Vehicle
from kinrota.model.people import Need, Sleep
from kinrota.model.places import Journey, Journeys
from kinrota.model.plan import LEVELS
from kinrota.model.time import WallSpan
from kinrota.model.week import Week
from kinrota.solve import plan_week
from kinrota.testing import MONDAY, week_of
from kinrota.verify import verify
from tests.patience import ENOUGH


@dataclass(frozen=True)
class Odd:
    """A week as lines, and what the lines cannot say of its household."""

    text: str
    days: int = 1
    first: dt.date = MONDAY
    zone: str = "Europe/Berlin"
    ill: tuple[Illness, ...] = ()
    but: dict[str, dict[str, object]] = field(default_factory=dict)
    """For each person or "household", the fields that are otherwise."""

    @property
    def week(self) -> Week:
        week = week_of(self.text, self.first, self.days, self.zone)
        household = replace(week.household, illness=self.ill, **self.but.get("household", {}))
        return replace(
            week,
            household=replace(
                household,
                adults=tuple(replace(who, **self.but.get(who.id, {})) for who in household.adults),
                children=tuple(replace(who, **self.but.get(who.id, {})) for who in household.children),
            ),
        )


FAMILY = """
    adult ana car walk
    child mia 2018-09-14
    child leo 2023-01-10
    way home school walk 18 bike 9 car 6
    way home nursery walk 12 car 4
    way school nursery walk 8 bike 4 car 5
    way home hospital car 25 bike 40
    way home office bike 15 walk 50
    attends mia school 08:15 13:30
    attends leo nursery 07:30-09:30 12:00-16:30
    """

PAIR = """
    adult ana car walk
    adult ben bike walk
    child mia 2018-09-14
    way home school walk 18 bike 9 car 6
    way home hospital car 25 bike 40
    way home office bike 15 walk 50
    attends mia school 08:15 13:30
    """

LONE = """
    adult eva walk
    child leo 2023-01-10
    way home nursery walk 10
    way home ward walk 30
    """

ODD = {
    "attendance without a journey": Odd(
        """
        adult eva walk
        child leo 2023-01-10
        attends leo nursery 08:15 13:30
        """
    ),
    "attendance without a journey, a child that moves alone": Odd(
        """
        adult eva walk
        child tom 2013-01-10
        attends tom school 08:15 13:30
        """
    ),
    "an adult without modes": Odd(
        """
        adult eva
        child leo 2023-01-10
        way home nursery walk 10
        way home ward walk 30
        attends leo nursery 08:15 13:30
        work eva ward mon 09:00 mon 12:00
        """
    ),
    "a journey by a mode that nobody has": Odd(
        """
        adult eva walk
        adult ben bike
        child leo 2023-01-10
        way home nursery transit 10
        way home ward car 30
        attends leo nursery 08:15 13:30
        work eva ward mon 09:00 mon 12:00
        work ben ward mon 08:00 mon 11:00
        """
    ),
    "work with an unknown place": Odd(PAIR + "work ana ? mon 07:00 mon 15:00\nwork ben ? mon 12:00 mon 20:00"),
    "work with an unknown place between two known ones": Odd(
        FAMILY
        + "work ana hospital mon 07:00 mon 10:00\nwork ana ? mon 10:00 mon 12:00\nwork ana hospital mon 12:10 mon 14:00"
    ),
    "overlapping shifts at two places": Odd(
        FAMILY + "work ana hospital mon 07:00 mon 13:00\nwork ana office mon 12:00 mon 18:00"
    ),
    "a shift inside another at another place": Odd(
        FAMILY + "work ana hospital mon 07:00 mon 17:00\nwork ana school mon 10:00 mon 11:00"
    ),
    "three shifts at once": Odd(
        PAIR
        + "work ben office mon 07:00 mon 13:00\nwork ben school mon 08:00 mon 14:00\nwork ben home mon 07:00 mon 19:00"
    ),
    "the same shift twice": Odd(
        FAMILY + "work ana hospital mon 07:00 mon 13:00\nwork ana hospital mon 07:00 mon 13:00"
    ),
    "a shift that is all journey": Odd(
        FAMILY + "work ana hospital mon 07:00 mon 09:00\nwork ana office mon 09:05 mon 09:30\n"
        "work ana hospital mon 09:35 mon 12:00",
        but={"ana": {"modes": ("bike",)}},
    ),
    "a shift that is all journey, and another that touches it": Odd(
        FAMILY + "work ana hospital mon 07:00 mon 09:00\nwork ana office mon 09:05 mon 09:30\n"
        "work ana office mon 09:30 mon 11:00",
        but={"ana": {"modes": ("bike",)}},
    ),
    "work at two places, and between again at the first": Odd(
        FAMILY + "work ana hospital mon 07:00 mon 13:00\nwork ana office mon 12:00 mon 13:10\n"
        "work ana hospital mon 13:00 mon 15:00"
    ),
    "overlapping shifts at two places, with an overrun": Odd(
        FAMILY + "work ana hospital mon 07:00 mon 13:00 overrun=60\nwork ana office mon 12:00 mon 18:00"
    ),
    "a long overrun, and a longer shift without": Odd(
        FAMILY + "work ana hospital mon 07:00 mon 14:00 overrun=120\nwork ana hospital mon 12:00 mon 15:00"
    ),
    "work in busy hours": Odd(FAMILY + "busy ana hospital mon 07:00 mon 15:00\nwork ana hospital mon 09:00 mon 11:00"),
    "a meeting in a day of work at home": Odd(
        "adult eva walk\nchild tom 2018-05-10\nwork eva home mon 08:00 mon 16:00 interruptible\n"
        "work eva home mon 10:20 mon 10:50"
    ),
    "work at home that may be interrupted no longer": Odd(
        "adult eva walk\nchild tom 2018-05-10\nwork eva home mon 08:00 mon 10:20 interruptible\n"
        "work eva home mon 10:20 mon 12:00"
    ),
    "reachable at work but for half an hour": Odd(
        "adult eva walk\nadult ben walk\nchild mia 2016-09-14\nway home ward walk 10\n"
        "work eva ward mon 08:00 mon 18:00 reachable\nwork ben ward mon 07:00 mon 18:00\n"
        "work eva ward mon 10:20 mon 10:50"
    ),
    "the way to the next shift begins before the horizon": Odd(
        FAMILY + "work ana hospital -sun 20:00 -sun 23:40\nwork ana school -sun 23:45 mon 18:00"
    ),
    "shifts that overlap after the horizon": Odd(
        FAMILY + "work ana hospital mon 20:00 tue 13:00\nwork ana school tue 12:00 tue 18:00"
    ),
    "a way to the next shift after the horizon": Odd(
        FAMILY + "work ana hospital mon 20:00 tue 00:30\nwork ana school tue 00:40 tue 18:00"
    ),
    "a night shift at two places": Odd(
        FAMILY + "work ana hospital mon 22:00 tue 02:00\nwork ana school tue 02:00 tue 06:00", days=2
    ),
    "a night shift of somebody who goes to bed after midnight": Odd(
        PAIR + "work ana hospital mon 22:00 tue 06:00",
        days=3,
        but={"ana": {"sleep": Sleep(night=WallSpan(30, 510))}},
    ),
    "a 24-hour shift, work the same afternoon, and before dawn": Odd(
        PAIR + "work ana hospital mon 14:00 tue 14:00\nwork ana hospital tue 16:00 tue 17:00\n"
        "work ana hospital wed 04:00 wed 12:00",
        days=4,
    ),
    "a 24-hour shift, work the same afternoon, and no night": Odd(
        PAIR + "work ana hospital mon 14:00 tue 14:00\nwork ana hospital tue 15:20 tue 16:00\n"
        "busy ana hospital tue 23:30 wed 12:00",
        days=4,
    ),
    "a night that begins after midnight, and work before and after": Odd(
        LONE + "work eva ward mon 18:00 tue 02:30\nwork eva ward tue 08:30 tue 16:00",
        days=2,
        but={"eva": {"sleep": Sleep(night=WallSpan(30, 510))}},
    ),
    "unknown soon after a night shift": Odd(
        LONE + "work eva ward mon 22:00 tue 07:00\nunknown eva tue 09:00 wed 00:00", days=2
    ),
    "a shift from midnight to midnight": Odd(PAIR + "work ana hospital mon 00:00 tue 00:00", days=3),
    "a day and a night of work until deep in the night": Odd(PAIR + "work ana hospital -sun 01:50 mon 02:20"),
    "a shift from before dawn until the afternoon": Odd(PAIR + "work ana hospital mon 01:50 mon 16:40", days=2),
    "busy at home, but may be interrupted": Odd(
        "adult eva walk\nchild tom 2018-05-10\nbusy eva home mon 08:00 mon 16:00 interruptible"
    ),
    "sleep by day, and work after the horizon": Odd(
        PAIR + "work ana hospital -sun 22:00 mon 15:00\nwork ana hospital tue 00:10 tue 08:00"
    ),
    "two asleep by day, and near, when a child wakes": Odd(
        "adult ana walk\nadult ben bike car\nchild tom 2019-05-01\nway home office walk 12\n"
        "work ben home -sun 17:30 mon 03:30\nwork ben office mon 07:05 tue 07:05",
        but={who: {"sleep": Sleep(by_day=Need.NEAR)} for who in ("ana", "ben")},
    ),
    "a shift from before dawn until late": Odd(PAIR + "work ana hospital mon 01:30 mon 22:00", days=2),
    "a 28-hour shift that ended just before the horizon": Odd(PAIR + "work ana hospital -sat 20:00 -sun 23:50", days=2),
    "a 28-hour shift that runs over the horizon's start": Odd(PAIR + "work ana hospital -sat 20:00 mon 00:30", days=2),
    "a 24-hour shift": Odd(PAIR + "work ana hospital mon 08:00 tue 08:00", days=3),
    "a 40-hour shift": Odd(PAIR + "work ana hospital mon 16:00 wed 08:00", days=4),
    "a 40-hour shift of a lone parent": Odd(LONE + "work eva ward mon 16:00 wed 08:00", days=4),
    "a shift longer than the horizon": Odd(FAMILY + "work ana hospital -sun 08:00 sat 20:00", days=3),
    "both at work all the time": Odd(
        PAIR + "work ana hospital -sun 08:00 sat 20:00\nwork ben office -sun 08:00 sat 20:00", days=2
    ),
    "both calendars unknown": Odd(PAIR + "unknown ana mon 00:00 wed 00:00\nunknown ben mon 00:00 wed 00:00", days=2),
    "a calendar unknown from noon, with work in it": Odd(
        FAMILY + "unknown ana mon 12:00 wed 00:00\nwork ana hospital mon 14:00 mon 20:00\n"
        "work ana hospital tue 07:00 tue 13:00",
        days=2,
    ),
    "unknown from the middle of a shift": Odd(
        FAMILY + "work ana hospital mon 06:00 mon 14:00\nunknown ana mon 10:00 tue 00:00"
    ),
    "unknown from the middle of a night": Odd(LONE + "unknown eva tue 03:00 wed 00:00", days=2),
    "unknown from the middle of the night's sleep at the start": Odd(LONE + "unknown eva mon 03:00 tue 00:00"),
    "a helper unknown": Odd(
        LONE + "helper oma walk\navailable oma mon 07:00 mon 20:00\nunknown oma mon 10:00 tue 00:00\n"
        "work eva ward mon 09:00 mon 15:00"
    ),
    "custody begins in the middle of school": Odd(FAMILY + "custody mia mon 10:00 wed 10:00", days=3),
    "custody for half an hour in school": Odd(FAMILY + "custody mia mon 10:00 mon 10:30"),
    "custody ends at the first drop": Odd(FAMILY + "custody leo -sun 10:00 mon 07:30"),
    "custody ends between first and last drop": Odd(FAMILY + "custody leo -sun 10:00 mon 08:30"),
    "custody begins between first and last pick": Odd(FAMILY + "custody leo mon 14:00 tue 10:00"),
    "custody begins at the first pick": Odd(FAMILY + "custody leo mon 12:00 tue 10:00"),
    "custody begins just after the last pick": Odd(FAMILY + "custody leo mon 16:33 tue 10:00"),
    "custody ends at the last drop": Odd(FAMILY + "custody leo -sun 10:00 mon 09:30"),
    "custody begins at the last drop": Odd(FAMILY + "custody leo mon 09:30 tue 10:00"),
    "custody begins a minute before the last drop": Odd(FAMILY + "custody leo mon 09:29 tue 10:00"),
    "custody ends five minutes before a single drop": Odd(FAMILY + "custody mia -sun 10:00 mon 08:10"),
    "custody begins in the night": Odd(
        FAMILY + "custody mia tue 02:10 wed 02:10\ncustody leo mon 22:00 tue 04:00", days=2
    ),
    "custody begins at the horizon's start": Odd(FAMILY + "custody mia mon 00:00 mon 12:00"),
    "custody ends at the horizon's start": Odd(FAMILY + "custody mia -sun 12:00 mon 00:00"),
    "custody begins at the horizon's end": Odd(FAMILY + "custody mia tue 00:00 wed 12:00"),
    "custody for a minute": Odd(FAMILY + "custody mia mon 16:00 mon 16:01"),
    "home for a minute": Odd(FAMILY + "custody mia -sun 16:00 mon 16:00\ncustody mia mon 16:01 wed 16:00"),
    "home for four minutes in the night": Odd(
        FAMILY + "custody mia -sun 16:00 mon 02:00\ncustody mia mon 02:04 wed 16:00"
    ),
    "both children in custody all the time": Odd(
        FAMILY + "custody mia -sun 16:00 wed 16:00\ncustody leo -sun 16:00 wed 16:00"
    ),
    "two attendances too close to travel between": Odd(
        LONE.replace("nursery walk 10", "nursery walk 10\n way home gym walk 30\n way nursery gym walk 35")
        + "attends leo nursery 08:15 12:00\nattends leo gym 12:15 14:00"
    ),
    "two attendances that touch": Odd(
        LONE + "way home gym walk 30\nattends leo nursery 08:15 12:00\nattends leo gym 12:00 14:00"
    ),
    "two attendances that touch at one place": Odd(
        LONE + "attends leo nursery 08:15 12:00\nattends leo nursery 12:00 14:00"
    ),
    "two attendances at one place, an hour between": Odd(
        LONE + "attends leo nursery 08:15 12:00\nattends leo nursery 13:00 14:00"
    ),
    "a day at nursery of a minute": Odd(LONE + "attends leo nursery 08:30 08:31"),
    "an attendance all day": Odd(LONE + "attends leo nursery 00:15 23:45"),
    "a drop in the first minutes of the day": Odd(LONE + "attends leo nursery 00:05 06:00"),
    "a pick in the last minutes of the day": Odd(LONE + "attends leo nursery 18:00 23:58"),
    "an attendance longer than at_most": Odd(LONE + "attends leo nursery 07:30-09:30 12:00-16:30 at_most=60"),
    "a club at the same time as school": Odd(FAMILY + "club mia school mon 12:00 mon 14:00"),
    "a club at another place at the same time as school": Odd(
        FAMILY + "way home gym walk 10 bike 5 car 3\nclub mia gym mon 12:00 mon 14:00"
    ),
    "a club right after school": Odd(FAMILY + "way home gym walk 10 bike 5 car 3\nclub mia gym mon 13:30 mon 14:30"),
    "two clubs at once": Odd(
        FAMILY + "way home gym walk 10 bike 5 car 3\nway home pool walk 10\nclub mia gym mon 16:00 mon 17:00\n"
        "club mia pool mon 16:30 mon 17:30"
    ),
    "a club in the night": Odd(FAMILY + "way home gym walk 10 bike 5 car 3\nclub mia gym mon 23:00 tue 01:00", days=2),
    "a club at the horizon's start": Odd(
        FAMILY + "way home gym walk 10 bike 5 car 3\nclub mia gym mon 00:00 mon 01:00"
    ),
    "a club until the horizon's end": Odd(
        FAMILY + "way home gym walk 10 bike 5 car 3\nclub mia gym mon 23:00 tue 00:00"
    ),
    "a club across the horizon's end": Odd(
        FAMILY + "way home gym walk 10 bike 5 car 3\nclub mia gym mon 23:00 tue 01:00"
    ),
    "a club without a journey": Odd(FAMILY + "club mia moon mon 16:00 mon 17:00"),
    "a club of a child that is in custody": Odd(
        FAMILY + "way home gym walk 10 bike 5 car 3\nclub mia gym mon 16:00 mon 17:00\ncustody mia mon 15:00 tue 15:00"
    ),
    "a club that custody cuts": Odd(
        FAMILY + "way home gym walk 10 bike 5 car 3\nclub mia gym mon 16:00 mon 17:00\ncustody mia mon 16:30 tue 15:00"
    ),
    "ill from 11:20": Odd(FAMILY, ill=(Illness("leo", MONDAY, MONDAY, 11 * 60 + 20),)),
    "ill from 11:20, nobody is near": Odd(
        FAMILY + "work ana hospital mon 07:00 mon 17:00",
        ill=(Illness("leo", MONDAY, MONDAY, 11 * 60 + 20), Illness("mia", MONDAY, MONDAY, 11 * 60 + 40)),
    ),
    "ill between the first and the last drop": Odd(FAMILY, ill=(Illness("leo", MONDAY, MONDAY, 8 * 60 + 40),)),
    "ill at the first pick": Odd(FAMILY, ill=(Illness("leo", MONDAY, MONDAY, 12 * 60),)),
    "ill between the first and the last pick": Odd(FAMILY, ill=(Illness("leo", MONDAY, MONDAY, 14 * 60 + 3),)),
    "ill a minute after the drop": Odd(FAMILY, ill=(Illness("mia", MONDAY, MONDAY, 8 * 60 + 16),)),
    "ill for days, from the evening on": Odd(
        FAMILY, days=3, ill=(Illness("mia", MONDAY, MONDAY + dt.timedelta(days=2), 20 * 60),)
    ),
    "the horizon starts in the middle of a night shift": Odd(PAIR + "work ana hospital -sun 21:00 mon 07:00", days=2),
    "the horizon ends in the middle of a night shift": Odd(PAIR + "work ana hospital mon 21:00 tue 07:00"),
    "night shifts on both edges": Odd(
        LONE + "work eva ward -sun 21:00 mon 07:00\nwork eva ward mon 21:00 tue 07:00\nattends leo nursery 08:15 13:30"
    ),
    "a night shift that ends at the horizon's start": Odd(LONE + "work eva ward -sun 16:00 mon 00:00", days=2),
    "a night shift that ended just before the horizon": Odd(LONE + "work eva ward -sun 16:00 -sun 23:50", days=2),
    "a shift that begins with the horizon": Odd(LONE + "work eva ward mon 00:00 mon 08:00", days=2),
    "a shift that begins when the horizon ends": Odd(LONE + "work eva ward tue 00:00 tue 08:00"),
    "a shift that begins just after the horizon": Odd(LONE + "work eva ward tue 00:10 tue 08:00"),
    "night shifts without a break": Odd(
        PAIR
        + "".join(
            f"work ana hospital {a} 21:00 {b} 07:00\n" for a, b in (("mon", "tue"), ("tue", "wed"), ("wed", "thu"))
        ),
        days=5,
    ),
    "a night shift, then at once a day shift": Odd(
        PAIR + "work ana hospital mon 21:00 tue 07:00\nwork ana hospital tue 08:30 tue 17:00", days=3
    ),
    "a night shift, then work two hours after being home": Odd(
        PAIR + "work ana hospital mon 21:00 tue 07:00\nwork ana hospital tue 10:00 tue 14:00", days=3
    ),
    "an evening and an early shift with an hour between": Odd(
        FAMILY + "work ana hospital mon 14:00 tue 02:30\nwork ana hospital tue 04:00 tue 12:00", days=3
    ),
    "a lone parent who is never home": Odd(
        LONE + "work eva ward -sun 00:00 +mon 00:00\nattends leo nursery 08:15 13:30", days=3
    ),
    "a lone parent who is home for ten minutes a day": Odd(
        LONE + "attends leo nursery 08:15 13:30\nwork eva ward mon 00:00 mon 12:00\nwork eva ward mon 13:10 tue 12:00",
        days=2,
    ),
    "work at home that may be interrupted": Odd(
        PAIR + "work ana home mon 08:00 mon 16:00 interruptible reachable\nwork ben office mon 07:00 mon 15:00"
    ),
    "work at home that may not be interrupted": Odd(
        PAIR + "work ana home mon 08:00 mon 16:00\nwork ben office mon 07:00 mon 15:00"
    ),
    "work at home all night": Odd(LONE + "work eva home mon 21:00 tue 07:00 interruptible", days=2),
    "work at home, and then at once away": Odd(
        FAMILY + "work ana home mon 08:00 mon 12:00\nwork ana hospital mon 12:00 mon 16:00"
    ),
    "a helper overnight": Odd(
        LONE + "helper oma walk overnight\navailable oma mon 18:00 tue 10:00\nwork eva ward mon 21:00 tue 07:00", days=2
    ),
    "a helper who may not stay overnight": Odd(
        LONE + "helper oma walk\navailable oma mon 18:00 tue 10:00\nwork eva ward mon 21:00 tue 07:00", days=2
    ),
    "a helper available for a minute": Odd(
        LONE + "helper oma\navailable oma mon 12:00 mon 12:01\nwork eva ward mon 09:00 mon 15:00"
    ),
    "a helper with a limit of a minute": Odd(
        LONE + "helper oma limit=1\navailable oma mon 08:00 mon 18:00\nwork eva ward mon 09:00 mon 15:00"
    ),
    "two helpers at once": Odd(
        LONE
        + "helper oma walk\nhelper opa walk\navailable oma mon 08:00 mon 12:00\navailable opa mon 08:00 mon 18:00\n"
        + "work eva ward mon 09:00 mon 15:00\nattends leo nursery 08:15 13:30"
    ),
    "a helper who works": Odd(
        LONE + "helper oma walk\navailable oma mon 08:00 mon 18:00\nwork oma ward mon 10:00 mon 11:00\n"
        "work eva ward mon 09:00 mon 15:00"
    ),
    "a helper who is nobody's": Odd(LONE + "helper oma walk\navailable oma mon 08:00 mon 18:00"),
    "a helper all week, night and day": Odd(
        LONE + "helper oma walk overnight\navailable oma mon 00:00 thu 00:00\nwork eva ward mon 09:00 tue 15:00", days=3
    ),
    "no child needs anything": Odd(
        "adult eva walk\nchild kim 2008-01-10\nway home ward walk 30\nwork eva ward mon 09:00 mon 15:00"
    ),
    "no child needs anything, and one goes to school": Odd(
        "adult eva walk\nchild kim 2008-01-10\nway home school walk 30\nattends kim school 08:00 15:00"
    ),
    "an attendance at a parent's workplace": Odd(
        LONE.replace("nursery", "creche") + "attends leo ward 08:15 13:30\nwork eva ward mon 08:15 mon 13:30"
    ),
    "an attendance at a parent's workplace, longer than work": Odd(
        LONE.replace("nursery", "creche")
        + "attends leo ward 07:30-09:30 12:00-16:30\nwork eva ward mon 08:15 mon 13:30"
    ),
    "a teacher at the child's school": Odd(
        PAIR + "work ana school mon 07:30 mon 14:00\nwork ben school mon 10:00 mon 17:00"
    ),
    "children share a bike": Odd(
        """
        adult ana bike
        child leo 2023-01-10
        child ida 2024-10-01
        way home nursery bike 5
        attends leo nursery 08:30 12:30
        attends ida nursery 08:30 12:30
        """
    ),
    "three children, one seat": Odd(
        """
        adult ana car
        child leo 2023-01-10
        child ida 2024-10-01
        child mia 2019-09-14
        way home nursery car 5
        attends leo nursery 08:30 12:30
        attends ida nursery 08:30 12:30
        attends mia nursery 08:30 12:30
        """,
        but={"household": {"vehicles": (Vehicle("car", 2, ("ana",)),)}},
    ),
    "three children at three places": Odd(
        "adult ana car\n"
        + "".join(
            f"child {name} 20{19 + n}-01-10\nway home place-{name} car {5 + n} walk {20 + n}\n"
            f"attends {name} place-{name} 08:{n}5 12:{n}5\n"
            for n, name in enumerate(("ada", "bo", "cid"))
        )
    ),
    "no time to get ready and none to meet": Odd(
        FAMILY + "work ana hospital mon 07:00 mon 15:00", but={"household": {"slack": Slack(0, 0)}}
    ),
    "hours to get ready and an hour to meet": Odd(
        PAIR + "work ana hospital mon 07:00 mon 15:00\nwork ben office mon 12:00 mon 20:00",
        but={"household": {"slack": Slack(180, 60)}},
    ),
    "a grid of five minutes": Odd(FAMILY + "work ana hospital mon 07:03 mon 15:02", but={"household": {"grid": 5}}),
    "an only way of two hours": Odd(
        "adult eva walk\nchild leo 2023-01-10\nway home nursery walk 120\nattends leo nursery 08:15 13:30"
    ),
    "a way as long as the day": Odd(
        "adult eva walk\nchild leo 2023-01-10\nway home nursery walk 700\nattends leo nursery 08:15 13:30"
    ),
    "an attendance in the middle of the evening": Odd(LONE + "attends leo nursery 21:30 22:30"),
    "an attendance in the middle of the night": Odd(LONE + "attends leo nursery 01:00 03:00"),
    "a commute longer than a day": Odd(
        "adult eva walk\nchild leo 2023-01-10\nway home ward walk 1440\nwork eva ward wed 08:15 wed 13:30", days=4
    ),
    "holds and busy hours on top of each other": Odd(
        FAMILY
        + "hold ana hospital mon 07:00 mon 15:00\nbusy ana ? mon 09:00 mon 10:00\nwork ana hospital mon 14:00 mon 18:00"
    ),
    "overrun into the next shift": Odd(
        FAMILY + "work ana hospital mon 07:00 mon 12:00 overrun=180\nwork ana hospital mon 14:00 mon 18:00 overrun=600"
    ),
    "overrun over the horizon's end": Odd(FAMILY + "work ana hospital mon 16:00 mon 23:00 overrun=180"),
    "everybody of age": Odd("adult eva walk\nadult ben walk\nchild kim 2008-01-10"),
    "a birthday at the horizon's edge": Odd(
        "adult eva walk\nchild mia 2018-03-03\nway home ward walk 20\nwork eva ward tue 09:00 tue 15:00", days=2
    ),
    "six children": Odd(
        "adult ana car walk\nadult ben walk\n"
        + "".join(f"child {name} 20{15 + n}-05-01\n" for n, name in enumerate(("a1", "b1", "c1", "d1", "e1", "f1")))
        + "way home school walk 10 car 4\nway home ward walk 20\nwork ben ward mon 07:00 mon 15:00\n"
        + "".join(f"attends {name} school 08:15 13:30\n" for name in ("a1", "b1", "c1", "d1"))
    ),
    "three residents": Odd(
        "".join(f"adult {name} walk\n" for name in ("ana", "ben", "cem"))
        + "child leo 2023-01-10\nway home nursery walk 10\nway home ward walk 30\nattends leo nursery 08:15 13:30\n"
        + "work ana ward mon 07:00 mon 15:00\nwork ben ward mon 12:00 mon 20:00"
    ),
    "one share is nothing": Odd(
        PAIR + "work ana hospital mon 07:00 mon 15:00",
        but={"ana": {"share": Fraction(0)}, "ben": {"share": Fraction(1)}},
    ),
    "nobody may escort": Odd(
        "adult eva walk\nadult ben walk\nchild leo 2023-01-10\nway home nursery walk 10\n"
        "way home ward walk 30\nattends leo nursery 08:15 13:30 escorts=ben\nwork ben ward mon 06:00 mon 20:00"
    ),
    "an escort who is a helper": Odd(
        LONE + "helper oma walk\navailable oma mon 07:00 mon 18:00\n"
        "attends leo nursery 08:15 13:30 escorts=oma\nwork eva ward mon 09:00 mon 15:00"
    ),
    "closed on every day": Odd(
        FAMILY + "closed school mon 00:00 wed 00:00\nclosed nursery mon 00:00 wed 00:00", days=2
    ),
    "attendance on a day of the clock change": Odd(
        """
        adult eva walk
        child leo 2023-01-10
        way home nursery walk 10
        club leo nursery sun 01:30 sun 03:30
        """,
        first=dt.date(2026, 3, 29),
    ),
    "a nap all day": Odd(LONE + "attends leo nursery 08:15 13:30", but={"leo": {"nap": None}}),
    "journeys one way only": Odd(
        FAMILY,
        but={
            "household": {
                "journeys": Journeys(
                    tuple(way for way in week_of(FAMILY).household.journeys.given if way.start == "home")
                )
            }
        },
    ),
    "journeys home only": Odd(
        FAMILY + "work ana hospital mon 09:00 mon 12:00",
        but={
            "household": {
                "journeys": Journeys(
                    tuple(way for way in week_of(FAMILY).household.journeys.given if way.end == "home")
                )
            }
        },
    ),
    "no journeys, and work": Odd(
        FAMILY + "work ana hospital mon 09:00 mon 12:00", but={"household": {"journeys": Journeys(())}}
    ),
    "one car, two drivers": Odd(
        PAIR + "work ana hospital mon 07:00 mon 15:00\nwork ben hospital mon 14:00 mon 22:00",
        but={
            "household": {"vehicles": (Vehicle("car", 5, ("ana", "ben")),)},
            "ben": {"modes": ("walk", "bike", "car")},
        },
    ),
    "custody ends ten minutes before a drop that is ten minutes away": Odd(
        LONE + "attends leo nursery 08:15 13:30\ncustody leo -sun 10:00 mon 08:05"
    ),
    "one of two children is fetched by the other household at night": Odd(
        """
        adult ana walk
        adult ben walk
        child mia 2018-09-14
        child leo 2023-01-10
        custody mia mon 02:00 wed 12:00
        """
    ),
    "away all day, and the other brings to nursery": Odd(
        """
        adult ana walk
        adult ben walk
        child leo 2023-01-10
        way home nursery walk 12
        way home ward walk 25
        attends leo nursery 07:30-09:30 12:00-16:30
        work ana ward mon 07:00 mon 23:00
        """
    ),
    "known work touches work at an unknown place": Odd(
        LONE + "work eva ward mon 07:00 mon 10:00\nwork eva ? mon 10:00 mon 12:00"
    ),
    "two works, and no way by one mode between them": Odd(
        """
        adult eva car walk
        child kim 2008-01-10
        way home ward car 25
        way home office walk 50
        work eva ward mon 07:00 mon 13:00
        work eva office mon 13:00 mon 18:00
        """
    ),
    "two works near one another, and a car": Odd(
        """
        adult eva car walk
        child kim 2008-01-10
        way home ward car 10 walk 60
        way home office car 10 walk 60
        way ward office walk 3 car 8
        work eva ward mon 07:00 mon 13:00
        work eva office mon 13:00 mon 18:00
        """
    ),
    "two works, and no way home from the first by what it was reached by": Odd(
        "adult eva car walk\nchild kim 2008-01-10\nway home ward car 10\nway home office walk 9\n"
        "work eva ward mon 07:00 mon 13:00\nwork eva office mon 13:00 mon 18:00",
        but={
            "household": {
                "journeys": Journeys(
                    (
                        Journey("home", "ward", "car", 10),
                        Journey("ward", "home", "walk", 60),
                        Journey("office", "home", "walk", 9),
                    )
                )
            }
        },
    ),
    "unknown all the time": Odd(LONE + "unknown eva mon 00:00 tue 00:00"),
    "a teacher alone at the child's school": Odd(
        """
        adult ben walk
        child leo 2019-09-14
        way home school walk 18
        attends leo school 08:15 13:30
        work ben school mon 10:00 mon 17:00
        """
    ),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=[name.replace(" ", "-").replace(",", "") for name in ODD])
def test_odd_households_are_planned_and_verified(odd: Odd) -> None:
    week = odd.week
    plan = plan_week(week, seconds=ENOUGH)
    assert [finding.sentence for finding in verify(week, plan)] == []
    assert tuple(level.name for level in plan.levels) == LEVELS
    assert plan.level("gap").bound == plan.level("gap").value
