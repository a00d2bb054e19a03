"""How much a soak draws: about an hour of one core's time in all, or so many times as much of what is drawn."""

import os

TIMES = int(os.environ.get("KINROTA_SOAK", "1"))
"""As `make soak SOAK=10` says it."""


def more(first: int, count: int) -> range:
    """The seeds of a soak from the first on, `count` of them in a short one."""
    return range(first, first + count * TIMES)
