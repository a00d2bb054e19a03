"""All that goes wrong while kinrota runs: faults of the server, people at the same time, and kinrota's own death."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.dav import faults
from tests.dav.faults import Fault
from tests.dav.sync.people import Act

WRITES, READS = ("PUT", "DELETE", "MKCALENDAR"), ("REPORT", "GET", "PROPFIND")
STATUSES = (412, 423, 429, 500, 503, 507)
FAULTS: dict[str, tuple[Callable[[], Fault], tuple[str, ...]]] = {
    **{f"{status}, not done": (lambda status=status: faults.answer(status), WRITES) for status in STATUSES},  # type: ignore[misc]
    **{f"{status}, done": (lambda status=status: faults.done_but(status), WRITES) for status in STATUSES},  # type: ignore[misc]
    "hung up, not done": (lambda: faults.hang_up, WRITES),
    "hung up, done": (lambda: faults.done_and_hung_up, WRITES),
    "broken off, done": (lambda: faults.broken_off, WRITES),
    **{f"{status}, reading": (lambda status=status: faults.answer(status), READS) for status in STATUSES},  # type: ignore[misc]
    "hung up, reading": (lambda: faults.hang_up, READS),
    "broken off, reading": (lambda: faults.broken_off, READS),
    "a list cut short": (lambda: faults.left_out(keep=1), ("REPORT",)),
    "an empty list": (lambda: faults.left_out(keep=0), ("REPORT",)),
    "a list cut short, said with 507": (lambda: faults.left_out(said=True), ("REPORT",)),
    "no version": (lambda: faults.without_etag, ("PUT", "GET")),
    "weak versions": (lambda: faults.weak_etags, ("PUT", "GET", "REPORT", "DELETE")),
    "bogus tokens": (lambda: faults.bogus_tokens(("a", "b")), ("PROPFIND", "REPORT")),
}
"""What may go wrong, by name, and with which requests."""


@dataclass(frozen=True)
class Trouble:
    """A fault: which, after how many requests of its methods, and how often."""

    name: str
    after: int = 0
    times: int = 1


@dataclass(frozen=True)
class Meanwhile:
    """What somebody does just before, or just after, one of kinrota's requests is carried out."""

    act: Act
    methods: tuple[str, ...]
    after: int = 0
    late: bool = False


@dataclass(frozen=True)
class Weather:
    """All that goes wrong in a run."""

    troubles: tuple[Trouble, ...] = ()
    meanwhile: tuple[Meanwhile, ...] = ()
    killed_at: int = 0
    killed: str = "before"


CALM = Weather()
