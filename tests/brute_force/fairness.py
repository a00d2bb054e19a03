"""How unfairly a day's load falls, and how fairly it could still fall, with everybody's load in one whole number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import lcm

from kinrota.verify.case import Case
from kinrota.verify.ledger import counted, ledger

BITS = 20
"""Of one account: more than any day's load takes."""
ACCOUNTS = 2
"""Of each resident: the eve's, and the day's."""
QUARTER = 60
"""Quarter-minutes of a quarter-hour."""

Load = int
"""Quarter-minutes, an account beside the other: loads are added as they are."""


class Fairness:
    """What the shares, the ledger and the dates of one week make of loads."""

    def __init__(self, case: Case) -> None:
        residents = [adult.id for adult in case.household.residents]
        shares = case.household.shares()
        before, dates = ledger(case)
        self.today = bool(counted(case))
        self.parts = lcm(7, *(share.denominator for share in shares.values()))
        self.shares = [int(shares[name] * self.parts) for name in residents]
        self.before = [before[name] for name in residents]
        self.tolerance = 4 * (dates + self.today) * self.parts // 7
        self.over_before = self._over(self.before)
        self.rounding = [self.parts + share * (len(self.shares) - 2) for share in self.shares]
        """By how much the rounding of everybody's accounts may lower what each resident has above its share."""

    def unfair(self, load: Load) -> int:
        """Started hours above one's share of the quarter-hours, ledger included, beyond the tolerance of these days."""
        quarters = [
            before + self.today * sum((2 * part + QUARTER) // (2 * QUARTER) for part in accounts)
            for before, accounts in zip(self.before, self._accounts(load), strict=True)
        ]
        return self._hours(max(self._over(quarters)) - self.tolerance)

    def to_go(self, options: Iterable[Iterable[Load]]) -> list[list[int]]:
        """From each stretch on, how little each resident could have above its share, of the loads of each choice."""
        found = [[0] * len(self.shares)]
        for choices in reversed(list(options)):
            least = [min(above) for above in zip(*map(self._above, choices), strict=True)]
            found.append([a + b for a, b in zip(found[-1], least, strict=True)])
        return list(reversed(found))

    def least(self, load: Load, to_go: Sequence[int]) -> int:
        """No less unfair than this can it become: each account may be rounded by half a quarter-hour."""
        if not self.today:
            return self.unfair(load)
        overs = zip(self._above(load), to_go, self.over_before, self.rounding, strict=True)
        return self._hours(
            max(-(-(above + more) // QUARTER) + over - by for above, more, over, by in overs) - self.tolerance
        )

    def _above(self, load: Load) -> list[int]:
        return self._over([sum(accounts) for accounts in self._accounts(load)])

    def _over(self, loads: Sequence[int]) -> list[int]:
        """What each resident has above its share, in parts."""
        total = sum(loads)
        return [own * self.parts - share * total for own, share in zip(loads, self.shares, strict=True)]

    def _hours(self, parts: int) -> int:
        return max(0, -(-parts // (4 * self.parts)))

    def _accounts(self, load: Load) -> list[tuple[int, int]]:
        mask = (1 << BITS) - 1
        return [
            (load >> (ACCOUNTS * n * BITS) & mask, load >> ((ACCOUNTS * n + 1) * BITS) & mask)
            for n in range(len(self.shares))
        ]


def load_of(resident: int, minutes: int, weight: int, *, eve: bool) -> Load:
    """The load of so many minutes of one resident, by number, in quarters of a minute; the eve's or the day's."""
    return weight * minutes << (ACCOUNTS * resident + (not eve)) * BITS
