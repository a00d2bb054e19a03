"""An address on the network: taken apart once, and shown to nobody but for its host."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin, urlsplit

from kinrota.net.refused import refuse

SCHEMES = {"https": "https", "http": "http", "webcal": "https", "webcals": "https"}
PORTS = {"https": 443, "http": 80}
KEPT = "%/?:@!$&'()*+,;=-._~[]|^"
"""Characters of a path or a query that stay as they are written."""
LONGEST = 4000
NAME = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?|[0-9a-f:.]+")


@dataclass(frozen=True, slots=True)
class Address:
    """Where something is. Only the host and the port may be shown: the rest may be a secret."""

    scheme: str
    host: str
    port: int
    target: str = field(repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def end(self) -> tuple[str, int]:
        """Host and port."""
        return self.host, self.port

    @property
    def netloc(self) -> str:
        """Host and port as an HTTP request names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def text(self) -> str:
        """The whole address, without user and password. Not to be shown."""
        return f"{self.scheme}://{self.netloc}{self.target}"

    def join(self, reference: str) -> Address:
        """Where a reference found at this address leads."""
        try:
            return parse(urljoin(self.text, reference.strip()))
        except ValueError:
            refuse("It leads on to something that is no address.")


def parse(text: str) -> Address:
    """Take an address apart; `RefusedError` where it is none, or none that is fetched. webcal is https."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        refuse("The address is not written as one.")
    scheme = SCHEMES.get(parts.scheme.casefold())
    if scheme is None:
        refuse("The address begins neither with https:// nor with webcal://.")
    if len(text) > LONGEST:
        refuse("The address is longer than any calendar's.")
    target = quote(parts.path or "/", safe=KEPT) + (f"?{quote(parts.query, safe=KEPT)}" if parts.query else "")
    return Address(
        scheme=scheme,
        host=host_name(parts.hostname or ""),
        port=port or PORTS[scheme],
        target=target,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def host_name(text: str) -> str:
    """A host's name as it is asked for: small letters, and ASCII; `RefusedError` where it is none."""
    plain = text.strip().rstrip(".").casefold()
    try:
        name = plain if plain.isascii() else plain.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if not NAME.fullmatch(name):
        refuse("The address names no host.")
    return name


def host_and_port(text: str) -> tuple[str, int]:
    """A host, with a port behind it where that is not 443."""
    return parse(f"https://{text}").end
