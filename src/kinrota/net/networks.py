"""Which internet addresses may be spoken to: public ones, those of the home network by permission, others never."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Literal

Reach = Literal["public", "home", "never"]

HOME_4 = tuple(
    IPv4Network(block)
    for block in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
)
HOME_6 = tuple(IPv6Network(block) for block in ("::1/128", "fc00::/7", "fe80::/10"))
SPECIAL_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
"""Neither public nor anybody's home: IANA's registry of special addresses, multicast and what is reserved."""
METADATA = (ip_address("169.254.169.254"), ip_address("fd00:ec2::254"))
"""Where hosting companies hand machines their credentials."""
PUBLIC_6 = IPv6Network("2000::/3")
"""All IPv6 that was ever given out for the public network."""
SPECIAL_6 = tuple(IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
"""In it, but no public host: Teredo and other protocols, examples, 6to4 (which wraps any IPv4 address)."""
NAT64 = IPv6Network("64:ff9b::/96")
MAPPED = IPv6Network("::ffff:0:0/96")
LOW_32 = 2**32 - 1


def reach(text: str) -> Reach:
    """What an address is: public, of a home network, or one that nobody is spoken to at.

    An IPv4 address inside an IPv6 one (mapped, or by NAT64) counts as what it is.
    """
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address) and (address in NAT64 or address in MAPPED):
        address = IPv4Address(int(address) & LOW_32)
    if address in METADATA:
        return "never"
    return _reach_4(address) if isinstance(address, IPv4Address) else _reach_6(address)


def _reach_4(address: IPv4Address) -> Reach:
    if any(address in block for block in HOME_4):
        return "home"
    return "never" if any(address in block for block in SPECIAL_4) else "public"


def _reach_6(address: IPv6Address) -> Reach:
    if any(address in block for block in HOME_6):
        return "home"
    return "public" if address in PUBLIC_6 and not any(address in block for block in SPECIAL_6) else "never"
