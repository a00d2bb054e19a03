"""Rules of every kind by chance, what python-dateutil is known to do differently with some, and both ways of asking."""

import datetime as dt
import random
from dataclasses import dataclass

from dateutil.rrule import rrulestr

from kinrota.intake.recurrence.budget import Budget
from kinrota.intake.recurrence.rule import read_rule
from kinrota.intake.recurrence.walk import walls

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
STEPS = 10**7
LENGTHS = {"YEARLY": 1500, "MONTHLY": 700, "WEEKLY": 300, "DAILY": 200, "HOURLY": 12, "MINUTELY": 3}
"""Days to look at."""


@dataclass(frozen=True)
class Chance:
    """A rule, where it starts, and the stretch that is asked for."""

    rule: str
    start: dt.datetime
    begin: dt.datetime
    end: dt.datetime

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def by_chance(dice: random.Random, *, skip: bool = False) -> Chance:
    """One rule; with `skip` also what RFC 7529 adds."""
    frequency = dice.choice(list(LENGTHS))
    parts = [f"FREQ={frequency}"]
    if dice.random() < 0.5:
        parts.append(f"INTERVAL={dice.choice([1, 2, 3, 4, 5, 7, 11, 25, 90])}")
    if dice.random() < 0.4:
        parts.append(f"COUNT={dice.randint(1, 40)}")
    if dice.random() < 0.3:
        parts.append(f"WKST={dice.choice(WEEKDAYS)}")
    parts += _days(dice, frequency)
    parts += [_numbers(dice, name, most) for name, most in (("BYHOUR", 23), ("BYMINUTE", 59)) if dice.random() < 0.2]
    if dice.random() < 0.25 and any(part.startswith("BY") for part in parts):
        parts.append(_numbers(dice, "BYSETPOS", 6, many=2, least=1, negative=True))
    if skip and not any(part.startswith(("BYYEARDAY", "BYWEEKNO")) for part in parts):
        parts = [
            part.replace("=-29", "=-9").replace("=-3", "=-2").replace(",-29", ",-9").replace(",-3", ",-2")
            if part.startswith("BYMONTHDAY")
            else part
            for part in parts
        ]
        parts += ["RSCALE=GREGORIAN", f"SKIP={dice.choice(['OMIT', 'BACKWARD', 'FORWARD'])}"]
    return _placed(dice, ";".join(parts), LENGTHS[frequency])


def _placed(dice: random.Random, rule: str, length: int) -> Chance:
    start = dt.datetime.fromordinal(dt.date(dice.randint(1995, 2040), 1, 1).toordinal()) + dt.timedelta(
        days=dice.choice([0, 30, 58, 59, 88, 364, dice.randint(0, 365)]), minutes=dice.randint(0, 1439)
    )
    begin = start + dt.timedelta(days=dice.choice([0, 0, dice.randint(0, 2 * length)]))
    return Chance(rule, start, begin, begin + dt.timedelta(days=length))


def _days(dice: random.Random, frequency: str) -> list[str]:
    yearly = frequency == "YEARLY"
    parts = []
    if dice.random() < 0.3:
        parts.append(_numbers(dice, "BYMONTH", 12, least=1))
    if dice.random() < 0.3:
        parts.append(_numbers(dice, "BYMONTHDAY", 31, many=5, least=1, negative=True))
    if yearly and dice.random() < 0.25:
        parts.append(_numbers(dice, "BYYEARDAY", 366, many=5, least=1, negative=True))
    if yearly and dice.random() < 0.25:
        parts.append(_numbers(dice, "BYWEEKNO", 53, least=1, negative=True))
    if dice.random() < 0.4:
        most = {"YEARLY": 53, "MONTHLY": 5}.get(frequency, 0) if dice.random() < 0.6 else 0
        which = [f"{dice.choice(['', '-'])}{dice.randint(1, most)}" if most else "" for _ in range(dice.randint(1, 4))]
        parts.append("BYDAY=" + ",".join(dict.fromkeys(number + dice.choice(WEEKDAYS) for number in which)))
    return parts


def _numbers(
    dice: random.Random, name: str, most: int, *, many: int = 4, least: int = 0, negative: bool = False
) -> str:
    numbers = [
        dice.randint(least, most) * (dice.choice([1, -1]) if negative else 1) for _ in range(dice.randint(1, many))
    ]
    return f"{name}=" + ",".join(map(str, dict.fromkeys(numbers)))


def ours(chance: Chance) -> list[dt.datetime]:
    """What the engine says."""
    found = walls(read_rule(chance.rule), _wall(chance.start), _wall(chance.begin), _wall(chance.end), Budget(STEPS))
    return [dt.datetime.fromordinal(wall // 86400) + dt.timedelta(seconds=wall % 86400) for wall in found]


def _wall(moment: dt.datetime) -> int:
    return moment.toordinal() * 86400 + (moment.hour * 60 + moment.minute) * 60 + moment.second


def dateutils(chance: Chance) -> list[dt.datetime]:
    """What python-dateutil says; counted here, since it takes UNTIL or COUNT, and without UNTIL looks on to 9999."""
    parts = chance.rule.split(";")
    count = next((int(part[len("COUNT=") :]) for part in parts if part.startswith("COUNT=")), None)
    endless = ";".join(part for part in parts if not part.startswith("COUNT="))
    every = list(rrulestr(f"{endless};UNTIL={chance.end:%Y%m%dT%H%M%S}", dtstart=chance.start))
    return [one for one in every[:count] if chance.begin <= one < chance.end]


def _goes_on(chance: Chance) -> bool:
    """Whether the rule, its COUNT apart, names anything for some time after what is asked for."""
    rule, end = read_rule(chance.rule)._replace(times=None), _wall(chance.end)
    return any(
        True for _ in walls(rule, _wall(chance.start), end, end + 3 * (end - _wall(chance.begin)), Budget(STEPS))
    )


def known_difference(chance: Chance) -> str | None:
    """Why python-dateutil is not asked about a rule: what it is known to do wrong, or by a choice of its own."""
    parts = dict(part.split("=") for part in chance.rule.split(";"))
    weekly, alone = "BYWEEKNO" in parts, not {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & parts.keys()
    weeks = [int(week) for week in parts.get("BYWEEKNO", "0").split(",")]
    interval = int(parts.get("INTERVAL", "1"))
    numbered = any(text[:-2] for text in parts.get("BYDAY", "MO").split(","))
    within = parts["FREQ"] in ("HOURLY", "MINUTELY") and {"BYHOUR", "BYMINUTE"} & parts.keys()
    reasons = {
        "knows no SKIP": "SKIP" in parts,
        "BYWEEKNO alone: takes all seven days of the week, not the start's weekday": weekly and alone,
        "BYWEEKNO: a week that runs over New Year is in two years": weekly and (interval > 1 or "BYSETPOS" in parts),
        "BYWEEKNO=-52 and below: misses a first week's days before New Year": any(week < -51 for week in weeks),
        "WEEKLY with BYSETPOS: the first week begins with the start": parts["FREQ"] == "WEEKLY" and "BYSETPOS" in parts,
        "YEARLY with BYMONTH and a numbered BYDAY: fails where no month has so many": numbered
        and parts["FREQ"] == "YEARLY"
        and "BYMONTH" in parts,
        "what does not take place again soon: looks for it to the year 9999": not _goes_on(chance),
        "HOURLY or MINUTELY with INTERVAL: refuses what never takes place": interval > 1 and bool(within),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)
