"""What a CalDAV server says in XML, read as if it meant harm: no document types, so no entities; all of it capped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape

from kinrota.net.refused import refuse

DAV, CAL, CS = "DAV:", "urn:ietf:params:xml:ns:caldav", "http://calendarserver.org/ns/"
DEEPEST = 30
MOST_ELEMENTS = 300_000
STATUS = re.compile(r"\S+\s+([0-9]{3})(?:\s|$)")
"""A status line such as HTTP/1.1 200 OK, and its number."""


@dataclass(slots=True)
class Node:
    """An element: `name` is its namespace, a closing brace and its local name; `title` its attribute `name`."""

    name: str
    title: str = ""
    text: str = ""
    inside: list[Node] = field(default_factory=list)

    def all(self, name: str) -> list[Node]:
        """The elements of a name directly inside."""
        return [node for node in self.inside if node.name == name]

    def first(self, name: str) -> Node | None:
        """The first element of a name directly inside."""
        return next(iter(self.all(name)), None)


@dataclass(frozen=True, slots=True)
class Response:
    """What a multistatus says of one address: its status, if that is all, and its properties that there are."""

    href: str
    status: int | None
    found: dict[str, Node]

    def text(self, name: str) -> str:
        """A property's text; empty where there is none."""
        node = self.found.get(name)
        return node.text.strip() if node else ""

    def hrefs(self, name: str) -> list[str]:
        """The addresses that a property holds."""
        node = self.found.get(name)
        return [href.text.strip() for href in node.all(f"{DAV}}}href")] if node else []


def request(root: str, inside: str) -> bytes:
    """A document to send: `inside` uses the prefixes d, c and s."""
    spaces = f'xmlns:d="{DAV}" xmlns:c="{CAL}" xmlns:s="{CS}"'
    return f'<?xml version="1.0" encoding="utf-8"?><{root} {spaces}>{inside}</{root}>'.encode()


def href(address: str) -> str:
    """An address as an element to send."""
    return f"<d:href>{escape(address)}</d:href>"


def responses(data: bytes, host: str) -> list[Response]:
    """What a multistatus says, address by address; `RefusedError` where it is none."""
    root = _parsed(data, host)
    if root.name != f"{DAV}}}multistatus":
        refuse(f"{host} answers something else than was asked.")
    return [_response(node) for node in root.all(f"{DAV}}}response")]


def _response(node: Node) -> Response:
    address, status = node.first(f"{DAV}}}href"), node.first(f"{DAV}}}status")
    found = {
        prop.name: prop
        for part in node.all(f"{DAV}}}propstat")
        if _status(part.first(f"{DAV}}}status")) in (None, 200)
        for props in part.all(f"{DAV}}}prop")
        for prop in props.inside
    }
    return Response(address.text.strip() if address else "", _status(status), found)


def _status(node: Node | None) -> int | None:
    said = STATUS.match(node.text.strip()) if node else None
    return int(said[1]) if said else None


class _TooMuchError(Exception):
    """More than a server has to say; or a document type, which it has no use for."""


def _parsed(data: bytes, host: str) -> Node:
    top = Node("")
    path, count = [top], 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS or len(path) > DEEPEST:
            raise _TooMuchError
        node = Node(name, attributes.get("name", ""))
        path[-1].inside.append(node)
        path.append(node)

    def text(piece: str) -> None:
        texts.setdefault(id(path[-1]), (path[-1], []))[1].append(piece)

    texts: dict[int, tuple[Node, list[str]]] = {}
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003 -- expat takes no names
    except (expat.ExpatError, _TooMuchError, ValueError, LookupError):
        refuse(f"{host} gives no answer that can be understood.")
    for node, pieces in texts.values():
        node.text = "".join(pieces)
    return top.inside[0]


def _refuse_doctype(*_: object) -> NoReturn:
    raise _TooMuchError
