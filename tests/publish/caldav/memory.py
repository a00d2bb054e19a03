"""An account in memory that answers as `kinrota.net.caldav.Account` does; a person can change what is in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import cast
from urllib.parse import unquote

from kinrota.model.kept import Item
from kinrota.net.address import Address, parse
from kinrota.net.caldav import Account, Collection

HOME = parse("https://dav.example.org/ana/")


@dataclass
class Memory:
    """Calendars by their paths, each with its entries; `before` and `after` hear of each request that writes."""

    calendars: dict[str, dict[str, tuple[str, bytes]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    before: Callable[[str, str], None] = lambda *_: None
    after: Callable[[str, str], None] = lambda *_: None
    tells_versions: bool = True
    journal: list[tuple[str, str]] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    """Ends of addresses where nothing can be made."""
    hidden: set[str] = field(default_factory=set)
    """Ends of addresses that no list has."""
    writes: int = 0
    home: Address = HOME

    @property
    def account(self) -> Account:
        return cast("Account", self)

    def calendar(self, name: str = "Plan", path: str = "/ana/plan/") -> dict[str, tuple[str, bytes]]:
        """A calendar that is there."""
        self.names[path] = name
        return self.calendars.setdefault(path, {})

    def write(self, path: str, data: bytes) -> None:
        """What a person's program writes."""
        self.writes += 1
        self._in(path)[path] = (f'"{self.writes}"', data)

    def take(self, path: str) -> None:
        """What a person deletes."""
        del self._in(path)[path]

    def trusts(self, address: str) -> bool:
        return parse(address).end == self.home.end

    def at(self, address: str) -> Collection | None:
        path = parse(address).target
        return self._collection(path) if path in self.calendars else None

    def called(self, name: str) -> Collection | None:
        return next((self._collection(path) for path, known in self.names.items() if known == name), None)

    def make(self, name: str, last: str) -> Collection:
        path = next(path for n in count(1) if (path := f"/ana/{last}{f'-{n}' if n > 1 else ''}/") not in self.calendars)
        self.before("MKCALENDAR", path)
        self.calendar(name, path)
        self.after("MKCALENDAR", path)
        return self._collection(path)

    def entries(self, collection: Address, *, every: bool = False) -> dict[str, str]:
        return {
            path: etag
            for path, (etag, data) in self.calendars[collection.target].items()
            if (every or b"BEGIN:VEVENT" in data) and not path.endswith(tuple(self.hidden) or "\0")
        }

    def items(self, collection: Address, targets: list[str]) -> list[Item]:
        self.journal += [("items", target) for target in targets]
        return [Item(path, *self.calendars[collection.target][path]) for path in targets]

    def one(self, collection: Address, target: str) -> Item | None:
        self.journal.append(("one", target))
        there = self.calendars[collection.target].get(unquote(target))
        return Item(target, *there) if there else None

    def put(self, collection: Address, target: str, data: bytes, etag: str = "") -> str | None:
        self.before("PUT", target)
        self.journal.append(("put", target))
        there = self.calendars[collection.target].get(target)
        if (there[0] if there else "") != etag or target.endswith(tuple(self.taken) or "\0"):
            return None
        self.write(target, data)
        self.after("PUT", target)
        return self._in(target)[target][0] if self.tells_versions else ""

    def delete(self, collection: Address, target: str, etag: str) -> bool:
        self.before("DELETE", target)
        self.journal.append(("delete", target))
        there = self.calendars[collection.target].get(target)
        if there and there[0] != etag:
            return False
        self.calendars[collection.target].pop(target, None)
        self.after("DELETE", target)
        return True

    @property
    def wrote(self) -> list[tuple[str, str]]:
        """The requests that were to write something."""
        return [one for one in self.journal if one[0] in ("put", "delete")]

    def _collection(self, path: str) -> Collection:
        return Collection(self.home.join(path), self.names[path], "")

    def _in(self, path: str) -> dict[str, tuple[str, bytes]]:
        return self.calendars[f"{path.rpartition('/')[0]}/"]
